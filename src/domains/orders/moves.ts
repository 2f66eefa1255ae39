import { later } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Actor } from '../identity/identity.ts'
import { returnReserved } from '../offers/offers.ts'
import { getHold, releaseHold, undoHold } from '../payments/payments.ts'
import { DEADLINES, EFFECTS, EVENTS, next, type OrderState, type OrderStep } from './process.ts'
import { moveOrder, type OrderRow } from './store.ts'

/**
 * Takes one step with a locked order: the state, the path, the clock, the money and the goods move together, or not at
 * all.
 * Refuses: conflict orders.not_now when the step is not open from where the order stands.
 * Events: the one of the step (process.ts).
 */
export async function takeStep(
  tx: Tx,
  order: OrderRow,
  step: OrderStep,
  by: Actor,
  note: { words?: string; due_in_ms?: number } = {},
): Promise<OrderRow> {
  const to = next(order.state, step)
  if (!to) throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  const deadline = note.due_in_ms ? { after_ms: note.due_in_ms, step: 'release' as const } : DEADLINES[to]
  const due_at = deadline ? later(tx.now, deadline.after_ms) : null
  const due_step = deadline?.step ?? null
  const [moved] = await Promise.all([
    moveOrder(tx, order, {
      step,
      to,
      taken_by: by.kind === 'system' ? null : by.person_id,
      taken_as: by.kind,
      note: note.words ?? '',
      due_at,
      due_step,
    }),
    moveMoneyAndGoods(tx, order, step),
    record(tx, order.party_id, EVENTS[step], {
      order_id: order.order_id,
      shop_id: order.party_id,
      buyer_id: order.buyer_id,
      step,
      state: to,
    }),
  ])
  assert(moved === 1, 'a locked order stands where it was read')
  return { ...order, state: to, moved_at: tx.now, due_at, due_step, warned_at: null }
}

/** Money and goods follow the state; nothing else moves them. */
async function moveMoneyAndGoods(tx: Tx, order: OrderRow, step: OrderStep): Promise<void> {
  const effect = EFFECTS[step]
  if (effect === 'release') {
    await releaseHold(tx, order.party_id, order.order_id, order)
  } else if (effect === 'undo') {
    await Promise.all([
      undoHold(tx, order.party_id, order.order_id, order.buyer_id),
      isOnShelf(order.state) ? returnReserved(tx, order.party_id, order.order_id) : Promise.resolve(),
    ])
  }
}

/** Until the parcel has left the shop, undoing an order puts the goods back on the shelf. */
function isOnShelf(state: OrderState): boolean {
  return state === 'awaiting_payment' || state === 'placed' || state === 'packed'
}

/** True when the money of an order is in a hand now. */
export async function isFunded(tx: Tx, order: OrderRow): Promise<boolean> {
  const hold = await getHold(tx, order.party_id, order.order_id)
  return hold.state === 'funded'
}
