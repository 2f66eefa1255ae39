import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { CAME } from './attempt.ts'
import { moveTo } from './move.ts'
import type { Inquiry } from './rail.ts'
import { countRefunds, insertReturn, lockPayment, type PaymentRow, sumReturned } from './store.ts'

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
  const whole = (await sumReturned(tx, payment)) >= payment.amount_paisa
  const to = whole ? 'refunded' : 'part_refunded'
  if (payment.state !== to && CAME.includes(payment.state)) await moveTo(tx, payment, to, {})
}

/**
 * The rail says that money which came is with the payer again. When no refund of ours explains it, the rail took it
 * back by itself: the attempt is reversed, and a person must look, for goods may be on their way.
 * Events: payment.reversed.
 */
export async function noteReversal(tx: Tx, payment: PaymentRow, inquiry: Inquiry): Promise<'paid' | 'trouble'> {
  if (payment.state === 'refunded' || payment.state === 'reversed') return 'paid'
  if ((await countRefunds(tx, payment.payment_id)) > 0) return 'paid'
  await moveTo(tx, payment, 'reversed', { code: inquiry.code, trouble: 'the rail took the money back by itself' })
  await record(tx, payment.party_id, 'payment.reversed', {
    payment_id: payment.payment_id,
    checkout_id: payment.checkout_id,
    reference: payment.reference,
    rail: payment.rail,
  })
  return 'trouble'
}
