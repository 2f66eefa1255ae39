import type { Actor } from '../identity/identity.ts'
import type { CourierStatus } from './courier.ts'

export const PARCEL_STATES = [
  'booked',
  'picked_up',
  'out',
  'at_door',
  'delivered',
  'refused',
  'returning',
  'back',
  'cancelled',
] as const
export type ParcelState = (typeof PARCEL_STATES)[number]

/**
 * The way of a parcel, as data: from a state, a step leads to a state. Nothing else may move a parcel of our riders.
 */
const STEPS = {
  booked: { pick_up: 'picked_up', cancel: 'cancelled' },
  picked_up: { go_out: 'out', refuse: 'refused' },
  out: { arrive: 'at_door', nobody_home: 'picked_up', refuse: 'refused' },
  at_door: { deliver: 'delivered', refuse: 'refused', nobody_home: 'picked_up' },
  delivered: { come_home: 'back' },
  refused: { start_return: 'returning', come_round: 'delivered' },
  returning: { give_back: 'back', come_round: 'delivered' },
  back: { come_round: 'delivered' },
  cancelled: {},
} as const satisfies Record<ParcelState, Readonly<Record<string, ParcelState>>>

type StepsOf = { [S in ParcelState]: keyof (typeof STEPS)[S] }
export type ParcelStep = StepsOf[ParcelState]

/** Who may take a step. A rider only with a parcel in his own hands, a shop only with its own. */
const TAKEN_BY: Readonly<Record<ParcelStep, readonly Actor['kind'][]>> = {
  pick_up: ['rider', 'operator', 'system'],
  go_out: ['rider', 'operator', 'system'],
  arrive: ['rider', 'operator', 'system'],
  deliver: ['rider', 'operator', 'system'],
  refuse: ['rider', 'operator', 'system'],
  nobody_home: ['rider', 'operator', 'system'],
  start_return: ['rider', 'operator', 'system'],
  give_back: ['rider', 'operator', 'shop', 'system'],
  // A courier said that it was delivered, and the shop has it in its hands again.
  come_home: ['shop', 'system'],
  // A courier said that it went back, and the buyer has it: the market has asked.
  come_round: ['system'],
  cancel: ['shop', 'operator', 'system'],
}

/** So often somebody knocks before a parcel that nobody takes goes back to its shop. */
export const TRIES_BEFORE_RETURN = 3

/** The state a step leads to, or undefined when the step is not open from here. */
export function nextState(state: ParcelState, step: ParcelStep): ParcelState | undefined {
  return (STEPS[state] as Partial<Record<ParcelStep, ParcelState>>)[step]
}

/** True when a parcel that is not at the door may be sent back: only after enough tries. */
export function isTooEarly(state: ParcelState, step: ParcelStep, tries: number): boolean {
  return step === 'refuse' && state !== 'at_door' && tries < TRIES_BEFORE_RETURN
}

export function mayTake(actor: Actor, step: ParcelStep): boolean {
  return TAKEN_BY[step].includes(actor.kind)
}

/** The steps that somebody can take with a parcel now, for buttons. */
export function openSteps(actor: Actor, parcel: { state: ParcelState; tries_count: number }): ParcelStep[] {
  const steps = Object.keys(STEPS[parcel.state]) as ParcelStep[]
  return steps.filter((step) => mayTake(actor, step) && !isTooEarly(parcel.state, step, parcel.tries_count))
}

/** How far along a state is. A courier's scan may jump forward, never back. */
const RANK: Readonly<Record<ParcelState, number>> = {
  booked: 0,
  picked_up: 1,
  out: 2,
  at_door: 3,
  delivered: 4,
  refused: 4,
  returning: 5,
  back: 6,
  cancelled: 7,
}

const FINAL: readonly ParcelState[] = ['delivered', 'back', 'cancelled']

const TOLD: Readonly<Record<CourierStatus, ParcelState | undefined>> = {
  booked: 'booked',
  picked: 'picked_up',
  in_transit: 'picked_up',
  out_for_delivery: 'out',
  attempted: 'picked_up',
  delivered: 'delivered',
  returning: 'returning',
  returned: 'back',
  cancelled: 'cancelled',
  unclear: undefined,
}

/**
 * Where a courier's scan moves a parcel, or undefined when it only goes on record: it is unclear, it is behind what we
 * know, or the parcel has arrived for good. A scan that is older than the newest one moves nothing before the door,
 * since the way out and the way home may repeat there.
 */
export function followedState(state: ParcelState, told: CourierStatus, isOlder: boolean): ParcelState | undefined {
  const target = TOLD[told]
  if (target === undefined || FINAL.includes(state)) return undefined
  if (isOlder && RANK[target] < RANK.delivered) return undefined
  if (target === 'cancelled') return state === 'booked' ? target : undefined
  if (told === 'attempted') return RANK[state] < RANK.delivered ? target : undefined
  return RANK[target] > RANK[state] ? target : undefined
}

/** What a courier cannot say of a parcel after it was handed over. */
const NOT_AFTER_DELIVERY: readonly CourierStatus[] = ['returned', 'returning', 'attempted']

/** Where a parcel is on its way home, or there. */
const GOING_HOME: readonly ParcelState[] = ['refused', 'returning', 'back']

/**
 * True when a courier takes back what it said: a parcel that was handed over comes home, or one that was on its way
 * home was handed over. Of what is older than its newest scan only "returned" counts: other words may just be late.
 */
export function contradicts(state: ParcelState, told: CourierStatus, isOlder: boolean): boolean {
  if (state === 'delivered') return NOT_AFTER_DELIVERY.includes(told) && (!isOlder || told === 'returned')
  return told === 'delivered' && GOING_HOME.includes(state)
}

/** The scans that brought a parcel to where it stands: what a contradicting one is held against. */
export function scansBehind(state: ParcelState): readonly string[] {
  return state === 'delivered'
    ? ['delivered', 'deliver']
    : ['returned', 'returning', 'refuse', 'start_return', 'give_back']
}
