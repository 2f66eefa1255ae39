import { later } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { parcelOfOrder } from '../delivery/delivery.ts'
import type { Actor } from '../identity/identity.ts'
import { returnReserved } from '../offers/offers.ts'
import { getHold, releaseHold, undoHold } from '../payments/payments.ts'
import { endDisputes } from './disputes-store.ts'
import { DEADLINES, EFFECTS, EVENTS, FROZEN_STEPS, isOver, next, type OrderState, type OrderStep } from './process.ts'
import { moveOrder, type OrderRow } from './store.ts'
import { settleWay, wayKeptBy } from './way-back.ts'

export interface StepNote {
  words?: string
  due_in_ms?: number
  /** Why goods go back, in the words of fault.ts. */
  reason?: string
  /** Goods of this worth are kept, in paisa at the prices of the order; all of them when it is not said. */
  kept_paisa?: bigint
}

/**
 * Takes one step with a locked order: the state, the path, the clock, the money and the goods move together, or not at
 * all.
 * Refuses: conflict orders.not_now when the step is not open from where the order stands; conflict orders.frozen.
 * Events: the one of the step (process.ts).
 */
export async function takeStep(
  tx: Tx,
  order: OrderRow,
  step: OrderStep,
  by: Actor,
  note: StepNote = {},
): Promise<OrderRow> {
  const to = next(order.state, step)
  if (!to) throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  if (order.frozen_at && !mayMoveFrozen(order, step, by)) {
    throw new Refusal('conflict', 'orders.frozen')
  }
  const deadline = note.due_in_ms ? { after_ms: note.due_in_ms, step: 'release' as const } : DEADLINES[to]
  const due_at = deadline ? later(tx.now, deadline.after_ms) : null
  const due_step = deadline?.step ?? null
  const is_thawed = isOver(to) || (by.kind === 'operator' && order.frozen_for !== 'shop_stopped')
  const [moved] = await Promise.all([
    moveOrder(tx, order, {
      step,
      to,
      taken_by: by.kind === 'system' ? null : by.person_id,
      taken_as: by.kind,
      note: note.words ?? '',
      due_at,
      due_step,
      is_thawed,
    }),
    moveMoneyAndGoods(tx, order, step, note),
    record(tx, order.party_id, EVENTS[step], {
      order_id: order.order_id,
      shop_id: order.party_id,
      buyer_id: order.buyer_id,
      step,
      state: to,
    }),
  ])
  assert(moved === 1, 'a locked order stands where it was read')
  if (order.frozen_at && is_thawed) {
    await endDisputes(tx, order, { how: step, by: by.kind === 'system' ? null : by.person_id })
  }
  const frozen = is_thawed ? { frozen_at: null, frozen_for: null } : {}
  return { ...order, ...frozen, state: to, moved_at: tx.now, due_at, due_step, warned_at: null }
}

/**
 * Nobody packs, ships or pays a frozen order but an operator; and the buyer, whose own yes is worth more than what a
 * courier says and takes back.
 */
function mayMoveFrozen(order: OrderRow, step: OrderStep, by: Actor): boolean {
  if (by.kind === 'operator' || !FROZEN_STEPS.includes(step)) return true
  return order.frozen_for === 'courier' && step === 'accept' && by.kind === 'person'
}

/** Money and goods follow the state; nothing else moves them. */
async function moveMoneyAndGoods(tx: Tx, order: OrderRow, step: OrderStep, note: StepNote): Promise<void> {
  const effect = EFFECTS[step]
  if (effect === 'release') {
    await releaseHold(tx, order.party_id, order.order_id, {
      bill: order,
      kept: { items_paisa: note.kept_paisa ?? order.items_paisa, has_tip: true },
      buyer_id: order.buyer_id,
      rider_id: order.tip_paisa > 0n ? await riderOf(tx, order) : null,
      is_again: step === 'decide_delivered',
    })
  } else if (effect === 'undo' && isOnShelf(order.state)) {
    await Promise.all([
      undoHold(tx, order.party_id, order.order_id, { buyer_id: order.buyer_id, way_paisa: 0n }),
      returnReserved(tx, order.party_id, order.order_id),
    ])
  } else if (effect === 'undo') {
    const kept = await wayKeptBy(tx, order, note.reason ?? '')
    const ended = await undoHold(tx, order.party_id, order.order_id, {
      buyer_id: order.buyer_id,
      way_paisa: kept.bearer === 'buyer' ? order.delivery_paisa : 0n,
    })
    await settleWay(tx, order, { ...kept, was_paid: ended === 'refunded' })
  }
}

/** Until the parcel has left the shop, undoing an order puts the goods back on the shelf. */
export function isOnShelf(state: OrderState): boolean {
  return state === 'awaiting_payment' || state === 'placed' || state === 'packed'
}

/** True when the money of an order is in a hand now. */
export async function isFunded(tx: Tx, order: OrderRow): Promise<boolean> {
  const hold = await getHold(tx, order.party_id, order.order_id)
  return hold.state === 'funded'
}

async function riderOf(tx: Tx, order: OrderRow): Promise<string | null> {
  return (await parcelOfOrder(tx, order.party_id, order.order_id))?.rider_id ?? null
}
