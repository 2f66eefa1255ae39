import { record } from '../../kit/events/events.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { CAME } from './attempt.ts'
import { moveTo } from './move.ts'
import type { Inquiry } from './rail.ts'
import { paidOrdersOf } from './sales/reversals.ts'
import {
  cameOf,
  insertReturn,
  lockPayment,
  type PaidOrder,
  type PaymentRow,
  sentBackByOrder,
  sentBackByUs,
  sumReturned,
} from './store.ts'

/**
 * Money of a payment went back to its payer: the attempt says so, part or whole. Told twice, it counts once.
 * Parties: the buyer's only.
 */
export async function noteReturned(
  tx: Tx,
  returned: { buyer_id: string; payment_id: string; refund_id: string; amount_paisa: bigint },
): Promise<void> {
  const payment = await lockPayment(tx, returned.buyer_id, returned.payment_id)
  if (!payment || (await insertReturn(tx, returned)) === 0) return
  const whole = (await sumReturned(tx, payment)) >= (await cameOf(tx, payment.payment_id))
  const to = whole ? 'refunded' : 'part_refunded'
  if (payment.state !== to && CAME.includes(payment.state)) await moveTo(tx, payment, to, {})
}

/**
 * A rail speaks about money that came. What it sent back or holds back by itself is written down, and a person must
 * look, for goods may be on their way; nothing it says makes a paid payment unpaid. Refunds of ours explain what has
 * gone back as far as they go: what is beyond them the rail has taken.
 * Events: payment.reversed with taken_paisa, payment.disputed, payment.dispute_ended.
 */
export async function afterSale(tx: Tx, payment: PaymentRow, inquiry: Inquiry): Promise<'paid' | 'trouble'> {
  const taken = await takenByRail(tx, payment, inquiry)
  if (inquiry.status === 'paid' && payment.state === 'disputed' && taken === 0n) {
    await moveTo(tx, payment, 'paid', { code: inquiry.code, trouble: '' })
    await record(tx, payment.party_id, 'payment.dispute_ended', { payment_id: payment.payment_id })
  }
  const to = taken > 0n ? 'reversed' : inquiry.status === 'disputed' ? 'disputed' : undefined
  if (!to || payment.state === 'refunded' || payment.state === 'reversed' || payment.state === to) return 'paid'
  const trouble = to === 'reversed' ? 'the rail took the money back by itself' : 'the payer disputes it at the rail'
  await moveTo(tx, payment, to, { code: inquiry.code, trouble })
  const { payment_id, checkout_id, reference, rail } = payment
  const what = to === 'reversed' ? { taken_paisa: taken.toString() } : {}
  await record(tx, payment.party_id, `payment.${to}`, { payment_id, checkout_id, reference, rail, ...what })
  return 'trouble'
}

/** What has gone back beyond our own refunds. A rail that says no sum is believed to speak of them, if any are. */
async function takenByRail(tx: Tx, payment: PaymentRow, inquiry: Inquiry): Promise<Paisa> {
  const { status, returned_paisa } = inquiry
  if (status !== 'refunded' && returned_paisa === undefined) return 0n
  const [came, ours] = await Promise.all([cameOf(tx, payment.payment_id), sentBackByUs(tx, payment.payment_id)])
  const back = returned_paisa ?? (ours > 0n ? 0n : came)
  const most = back < came ? back : came
  return most > ours ? most - ours : 0n
}

/**
 * What a rail took of each order of a payment: of each as much as our own refunds left of it, until all that was taken
 * is shared out. Without a sum it took everything. Parties: the buyer's only.
 */
export async function takenOf(tx: Tx, buyerId: string, paymentId: string, taken?: Paisa): Promise<PaidOrder[]> {
  const [orders, sent] = await Promise.all([paidOrdersOf(tx, buyerId, paymentId), sentBackByOrder(tx, paymentId)])
  if (taken === undefined) return orders
  let rest = taken
  return orders.flatMap((order) => {
    const left = BigInt(order.amount_paisa) - (sent.find(({ order_id }) => order_id === order.order_id)?.paisa ?? 0n)
    const paisa = left < rest ? left : rest
    if (paisa <= 0n) return []
    rest -= paisa
    return [{ ...order, amount_paisa: paisa.toString() }]
  })
}
