import { Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type Operator, type ShopActor, SYSTEM } from '../identity/identity.ts'
import {
  type LostTo,
  loseDispute,
  noteDisputed,
  type PaidOrder,
  refundSale,
  reversePayment,
  winDispute,
} from '../payments/payments.ts'
import { hasContradiction } from './contradictions.ts'
import { loserOf } from './fault.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { freezeOne, thaw } from './money-store.ts'
import { isOnShelf, takeStep } from './moves.ts'
import { stepParcel } from './parcel-steps.ts'
import { isOver } from './process.ts'
import { type OrderRow, readOrderSteps } from './store.ts'

/**
 * Money of a completed order goes back to its buyer, all or some of it, as often as shop and buyer agree or an operator
 * decides, never more than was paid. The shop bears it; an operator may let the market bear it.
 * Refuses: not_found; conflict orders.not_now before it is completed; invalid orders.reason_needed; forbidden
 * orders.shop_bears_it, identity.task_not_given without the task `money`; what
 * refundSale refuses. Events: refund.owed; debt.owed. Parties: the shop's only.
 */
export async function refundOrder(
  tx: Tx,
  by: ShopActor | Operator,
  at: OrderAt,
  refund: { goods_paisa: Paisa; way_paisa?: Paisa; borne_by?: 'shop' | 'market'; words: string },
): Promise<OrderRow> {
  const words = refund.words.trim()
  if (words.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const borne_by = refund.borne_by ?? 'shop'
  if (by.kind === 'shop') assertTask(by, 'money')
  if (by.kind === 'shop' && borne_by !== 'shop') throw new Refusal('forbidden', 'orders.shop_bears_it')
  const order = await lockFor(tx, by, at)
  if (order.state !== 'completed') throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  const { order_id, buyer_id } = order
  const { goods_paisa, way_paisa = 0n } = refund
  await refundSale(tx, by, at.shop_id, { order_id, buyer_id, goods_paisa, way_paisa, borne_by, words })
  return order
}

/**
 * A rail took back the money of a payment: one of its orders. What has not left the shop is called off; when only a
 * part was taken it stands still, until an operator calls it off or says how that ended (endReversal). Of what was
 * sold, the loser is the market when the buyer's own yes is kept, else the shop. Told again it changes nothing.
 * Events: order.cancelled, payment_part.reversed. Parties: the shop's only.
 */
export async function reverseOrder(tx: Tx, part: PaidOrder, payment_id: string): Promise<void> {
  const order = await lockFor(tx, SYSTEM, part)
  const steps = await readOrderSteps(tx, order.party_id, order.order_id)
  const is_unsent = isOnShelf(order.state)
  // What it stands still for has ended; where goods are on their way it stays so, until an operator has decided.
  await noteDisputed(tx, order.party_id, order.order_id, await hasContradiction(tx, order))
  const fate = await reversePayment(tx, order.party_id, {
    ...{ order_id: order.order_id, payment_id, paisa: BigInt(part.amount_paisa), is_unsent },
    loser: loserOf(steps),
  })
  if (fate === 'part_gone') await freezeOne(tx, order, 'rail')
  if (fate !== 'hold_gone') return
  await takeStep(tx, order, 'cancel', SYSTEM, { words: 'reversed' })
  if (order.state === 'packed') await stepParcel(tx, SYSTEM, order, 'cancel')
}

/**
 * An operator heard how a chargeback ended, and says so: an order that stands still for a part of its money goes on.
 * Who bears what is lost is said by decisions/037: the shop, of a sale without the buyer's own yes; of an order that
 * has not left it, the market, up to its caps; else the market.
 * Refuses: not_found; conflict payments.reversal_ended; orders.end_it_first while a lost one is on its way;
 * payments.loss_over_cap when the order has to be called off.
 * Events: payment_part.won; refund.owed when the goods had gone back; debt.owed.
 */
export async function endReversal(
  tx: Tx,
  by: Operator,
  at: OrderAt & { payment_id: string },
  how: 'won' | 'lost',
): Promise<void> {
  const order = await lockFor(tx, by, at)
  const disputed = { ...at, buyer_id: order.buyer_id }
  if (how === 'won') await winDispute(tx, by, disputed)
  else await loseDispute(tx, by, disputed, await lostTo(tx, order))
  if (isOnShelf(order.state)) await thaw(tx, at.shop_id, at.order_id, 'rail')
}

async function lostTo(tx: Tx, order: OrderRow): Promise<LostTo> {
  if (isOnShelf(order.state)) return 'by_leave'
  if (order.state === 'completed') return loserOf(await readOrderSteps(tx, order.party_id, order.order_id))
  if (isOver(order.state) || order.state === 'refused') return 'market'
  throw new Refusal('conflict', 'orders.end_it_first')
}
