import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kit/clock/clock.ts'

/** The life of an order, as data: from a state, a step leads to a state. Nothing else may change a state. */
export const STEPS = {
  awaiting_payment: { pay: 'placed', cancel: 'cancelled', expire: 'expired' },
  placed: { pack: 'packed', cancel: 'cancelled', expire: 'expired' },
  packed: { ship: 'shipped', cancel: 'cancelled', expire: 'expired' },
  shipped: {
    arrive: 'at_door',
    deliver: 'delivered',
    give_up: 'refused',
    decide_for_buyer: 'refused',
    decide_split: 'completed',
  },
  at_door: {
    open: 'inspecting',
    leave: 'shipped',
    refuse: 'refused',
    give_up: 'refused',
    deliver: 'delivered',
    decide_for_shop: 'completed',
    decide_for_buyer: 'refused',
    decide_split: 'completed',
  },
  inspecting: {
    accept: 'completed',
    refuse: 'refused',
    come_home: 'returned',
    release: 'completed',
    decide_for_shop: 'completed',
    decide_for_buyer: 'refused',
    decide_split: 'completed',
  },
  delivered: {
    open: 'inspecting',
    accept: 'completed',
    refuse: 'refused',
    come_home: 'returned',
    release: 'completed',
    decide_for_shop: 'completed',
    decide_for_buyer: 'refused',
    decide_split: 'completed',
  },
  refused: { take_back: 'returned', decide_delivered: 'completed' },
  completed: {},
  returned: {},
  cancelled: {},
  expired: {},
} as const

export type OrderState = keyof typeof STEPS
export type OrderStep = { [S in OrderState]: keyof (typeof STEPS)[S] }[OrderState]

export const ORDER_STATES = Object.keys(STEPS) as OrderState[]

/** The state a step leads to, or undefined when the step is not open from here. */
export function next(state: OrderState, step: OrderStep): OrderState | undefined {
  return (STEPS[state] as Partial<Record<OrderStep, OrderState>>)[step]
}

/** True when nothing can follow. */
export function isOver(state: OrderState): boolean {
  return Object.keys(STEPS[state]).length === 0
}

/** What each step does to the money and the goods; a step that is not here moves neither. */
export const EFFECTS: Partial<Record<OrderStep, 'release' | 'undo'>> = {
  accept: 'release',
  release: 'release',
  decide_for_shop: 'release',
  decide_split: 'release',
  decide_delivered: 'release',
  cancel: 'undo',
  expire: 'undo',
  refuse: 'undo',
  give_up: 'undo',
  decide_for_buyer: 'undo',
  come_home: 'undo',
}

/** What nobody but an operator does with a frozen order: nothing leaves the shop, and no money goes to it. */
export const FROZEN_STEPS: readonly OrderStep[] = ['pack', 'ship', 'accept', 'release']

/** What happened, for the outbox: 'order.placed' after pay, 'order.completed' after accept. */
export const EVENTS: Record<OrderStep, string> = {
  pay: 'order.paid',
  pack: 'order.packed',
  ship: 'order.shipped',
  arrive: 'order.at_door',
  leave: 'order.missed',
  deliver: 'order.delivered',
  open: 'order.opened',
  accept: 'order.completed',
  release: 'order.completed',
  decide_for_shop: 'order.completed',
  decide_split: 'order.completed',
  decide_delivered: 'order.completed',
  refuse: 'order.refused',
  give_up: 'order.refused',
  decide_for_buyer: 'order.refused',
  take_back: 'order.returned',
  come_home: 'order.returned',
  cancel: 'order.cancelled',
  expire: 'order.expired',
}

/**
 * What time does by itself, when nobody acts. An order whose parcel the carrier says it delivered is released after
 * three
 * days, with a warning one day before; a parcel opened after that, after one more day. An order opened at the door in
 * the
 * rider's presence has no clock: the rider's code ends it, or an operator does.
 */
export const DEADLINES: Partial<Record<OrderState, { after_ms: number; step: OrderStep; warn_ms?: number }>> = {
  awaiting_payment: { after_ms: 35 * MINUTE_MS, step: 'expire' },
  placed: { after_ms: 3 * DAY_MS, step: 'expire' },
  packed: { after_ms: 3 * DAY_MS, step: 'expire' },
  delivered: { after_ms: 3 * DAY_MS, step: 'release', warn_ms: DAY_MS },
}

/** How long a buyer who opened a delivered parcel may look before time releases the money. */
export const LOOK_AFTER_DELIVERY_MS = DAY_MS

/** How long the rider waits at the door while the buyer looks. */
export const LOOK_AT_DOOR_MS = 15 * MINUTE_MS

/** An order that stands in one of these for longer than this needs an operator. */
export const STUCK_AFTER_MS: Partial<Record<OrderState, number>> = {
  placed: 2 * DAY_MS,
  packed: 2 * DAY_MS,
  shipped: 5 * DAY_MS,
  at_door: 2 * HOUR_MS,
  inspecting: 2 * HOUR_MS,
  refused: 10 * DAY_MS,
}
