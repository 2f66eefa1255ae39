import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Operator, type Person, SYSTEM } from '../identity/identity.ts'
import { noteDisputed } from '../payments/payments.ts'
import { hasContradiction } from './contradictions.ts'
import { type Disputed, endDisputes, freezeContradicted, insertDispute, readDisputed } from './disputes-store.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { freezeAll, freezeOne, thaw } from './money-store.ts'
import { isOver, ORDER_STATES } from './process.ts'
import type { OrderRow } from './store.ts'

const MOST_WORDS = 500

/**
 * The buyer says that something is wrong with an order that is said to have come: its clock stands still and nobody
 * pays the shop until an operator has decided, or the buyer says that it is settled. The words stay with the order; its
 * event has none.
 * Refuses: not_found; conflict orders.not_now before it has come and once it is over; conflict orders.frozen when it
 * was said before; invalid orders.reason_needed, orders.words_too_long. Events: dispute.opened.
 */
export async function saySomethingIsWrong(tx: Tx, by: Person, at: OrderAt, words: string): Promise<OrderRow> {
  const said = words.trim()
  if (said.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  if (said.length > MOST_WORDS) throw new Refusal('invalid', 'orders.words_too_long', { most: MOST_WORDS })
  const order = await lockFor(tx, by, at)
  if (order.state !== 'delivered' && order.state !== 'inspecting') {
    throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  }
  if ((await freezeOne(tx, order, 'claim')) === 0) throw new Refusal('conflict', 'orders.frozen')
  const { order_id, party_id: shop_id, buyer_id } = order
  const no_scans = { first_scan: null, first_scan_at: null, second_scan: null, second_scan_at: null }
  const claim = { party_id: shop_id, order_id, opened_by: 'buyer' as const, words: said, ...no_scans }
  await insertDispute(tx, newId(), claim)
  await record(tx, shop_id, 'dispute.opened', { order_id, shop_id, buyer_id, reason: 'claim' })
  return { ...order, frozen_at: tx.now, frozen_for: 'claim' }
}

/**
 * The buyer takes back what was said: the clock goes on with what was left of it.
 * Refuses: not_found; conflict orders.not_frozen. Events: dispute.settled.
 */
export async function settleDispute(tx: Tx, by: Person, at: OrderAt): Promise<void> {
  const order = await lockFor(tx, by, at)
  const thawed = await letGoOn(tx, at.shop_id, at.order_id, 'claim')
  if (thawed === 0) throw new Refusal('conflict', 'orders.not_frozen')
  await endDisputes(tx, order, { opened_by: 'buyer', how: 'settled', by: by.person_id })
  const { order_id, party_id: shop_id, buyer_id } = order
  await record(tx, shop_id, 'dispute.settled', { order_id, shop_id, buyer_id })
}

/** Lets go on what stood still for a reason, one order or all of a shop; not past a courier that contradicts itself. */
async function letGoOn(
  tx: Tx,
  shopId: string,
  orderId: string | null,
  why: 'shop_stopped' | 'claim' | 'rail',
): Promise<number> {
  const thawed = await thaw(tx, shopId, orderId, why)
  if (thawed > 0) await freezeContradicted(tx, shopId, orderId)
  return thawed
}

/**
 * A shop was stopped, or may trade again: its open orders stand still, or go on. The money stays where it is. Told
 * twice it changes nothing. For the consequence of shop.checked. Parties: the shop's only.
 */
export async function freezeShop(tx: Tx, shopId: string, state: string): Promise<number> {
  if (state === 'open') return letGoOn(tx, shopId, null, 'shop_stopped')
  const open = ORDER_STATES.filter((one) => !isOver(one) && one !== 'refused')
  return state === 'stopped' ? freezeAll(tx, shopId, open) : 0
}

/**
 * The payer of an order wants the money back from the bank: nothing leaves the shop, its clock stands still, and what
 * was earned of it is not paid out. Told again it changes nothing. For the consequence of payment.disputed. Parties:
 * the shop's only.
 */
export async function freezeDisputed(tx: Tx, at: OrderAt): Promise<void> {
  const order = await lockFor(tx, SYSTEM, at)
  if (isOver(order.state)) await noteDisputed(tx, at.shop_id, at.order_id, true)
  else await freezeOne(tx, order, 'rail')
}

/**
 * The bank has let the payment stand: what stood still goes on. For the consequence of payment.dispute_ended. Parties:
 * the shop's only.
 */
export async function thawDisputed(tx: Tx, at: OrderAt): Promise<void> {
  const order = await lockFor(tx, SYSTEM, at)
  await letGoOn(tx, at.shop_id, at.order_id, 'rail')
  await noteDisputed(tx, at.shop_id, at.order_id, await hasContradiction(tx, order))
}

/**
 * Orders whose money waits because a buyer or a payer's bank says that something is wrong, or because their courier
 * says two things; the oldest first.
 */
export function listDisputed(tx: Tx, _by: Operator, limit = 50): Promise<Disputed[]> {
  return readDisputed(tx, limit)
}
