import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { CAME } from './attempt.ts'
import { moveTo } from './move.ts'
import type { Inquiry } from './rail.ts'
import { cameOf, countRefunds, insertReturn, lockPayment, type PaymentRow, sumReturned } from './store.ts'

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
 * look, for goods may be on their way; nothing it says makes a paid payment unpaid.
 * Events: payment.reversed, payment.disputed, payment.dispute_ended.
 */
export async function afterSale(tx: Tx, payment: PaymentRow, inquiry: Inquiry): Promise<'paid' | 'trouble'> {
  if (inquiry.status === 'paid' && payment.state === 'disputed') {
    await moveTo(tx, payment, 'paid', { code: inquiry.code, trouble: '' })
    await record(tx, payment.party_id, 'payment.dispute_ended', { payment_id: payment.payment_id })
  }
  if (inquiry.status !== 'refunded' && inquiry.status !== 'disputed') return 'paid'
  const to = inquiry.status === 'refunded' ? 'reversed' : 'disputed'
  if (payment.state === 'refunded' || payment.state === 'reversed' || payment.state === to) return 'paid'
  // A refund of ours, on its way or sent, is what the rail speaks of.
  if (to === 'reversed' && (await countRefunds(tx, payment.payment_id)) > 0) return 'paid'
  const trouble = to === 'reversed' ? 'the rail took the money back by itself' : 'the payer disputes it at the rail'
  await moveTo(tx, payment, to, { code: inquiry.code, trouble })
  const { payment_id, checkout_id, reference, rail } = payment
  await record(tx, payment.party_id, `payment.${to}`, { payment_id, checkout_id, reference, rail })
  return 'trouble'
}
