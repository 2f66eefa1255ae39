import { forEach } from '../../kit/errors/for-each.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { type Entry, post } from '../ledger/ledger.ts'
import { type PaymentRail, railReference } from './rail.ts'
import {
  insertRefund,
  isKept,
  listOwed,
  lockRefund,
  noteTrouble,
  type RefundRow,
  refundedBefore,
  setSent,
} from './refunds-store.ts'

export interface OwedRefund {
  order_id: string
  buyer_id: string
  cause: string
  /** The cause of its transfer, when that of the refund was posted before: a refund that was taken back. */
  posted_as?: string
  /** Whose money it is: debits that add up to the refund. */
  from: readonly Entry[]
  amount_paisa: Paisa
  holder: string
  payment_id: string | null
  payment_reference: string | null
  rail: string | null
}

/**
 * Books money as owed to a buyer and asks for it to be sent back, once per cause.
 * Events: refund.owed. Parties: the shop's only.
 */
export async function oweRefund(tx: Tx, shopId: string, owed: OwedRefund): Promise<void> {
  const { from, posted_as, ...rest } = owed
  const refund_id = newId()
  const fresh = await insertRefund(tx, { ...rest, party_id: shopId, refund_id, reference: railReference(refund_id) })
  if (fresh === 0) return
  await Promise.all([
    post(tx, shopId, {
      cause: posted_as ?? owed.cause,
      entries: [
        ...from.filter(({ paisa }) => paisa !== 0n),
        { account: `refund_owed:${refund_id}`, paisa: -owed.amount_paisa },
      ],
    }),
    record(tx, shopId, 'refund.owed', { refund_id, order_id: owed.order_id, buyer_id: owed.buyer_id }),
  ])
}

/**
 * Sends owed refunds back by the rail they came by. The rail is called outside of any transaction with our own
 * reference, so that a call made twice sends money once. Returns how many were sent.
 */
export async function sendRefunds(db: Database, rails: ReadonlyMap<string, PaymentRail>, most = 50): Promise<number> {
  let sent = 0
  await forEach(await db.read((tx) => listOwed(tx, most)), async (refund) => {
    const rail = rails.get(refund.rail ?? '')
    if (!rail || !refund.payment_reference) {
      await db.tx((tx) => noteTrouble(tx, refund, 'no rail to send it by', true))
      return
    }
    // Somebody may have to look since the list was read.
    if (await db.read((tx) => isKept(tx, refund))) return
    const answer = await rail.refund({
      reference: refund.payment_reference,
      refund_reference: refund.reference,
      amount_paisa: refund.amount_paisa,
      refunded_before_paisa: await db.read((tx) => refundedBefore(tx, refund)),
    })
    if (answer.outcome === 'done') {
      await db.tx((tx) => bookSent(tx, refund, answer.value.provider_id, null))
      sent++
    } else {
      await db.tx((tx) => noteTrouble(tx, refund, answer.detail.slice(0, 200), answer.outcome === 'never'))
    }
  })
  return sent
}

/**
 * An operator sent the money back by hand (cash on delivery has no rail to send it by), said so, and another confirmed
 * it (rules/acts.ts).
 * Refuses: not_found; conflict payments.refund_sent when it was sent before.
 * Events: refund.sent.
 */
export async function settleRefundByHand(
  tx: Tx,
  by: Operator,
  at: { shop_id: string; refund_id: string; receipt: string },
): Promise<void> {
  const refund = await lockRefund(tx, at.shop_id, at.refund_id)
  if (!refund) throw new Refusal('not_found', 'payments.no_refund')
  if (refund.state === 'sent') throw new Refusal('conflict', 'payments.refund_sent')
  await bookSent(tx, refund, at.receipt, by.person_id)
}

/**
 * A provider's report shows a refund that nobody told us had gone. Told twice, it is booked once. Returns whether it
 * was booked now. Events: refund.sent.
 */
export async function settleRefundByReport(
  tx: Tx,
  at: { shop_id: string; refund_id: string; provider_id: string },
): Promise<boolean> {
  const refund = await lockRefund(tx, at.shop_id, at.refund_id)
  if (!refund || refund.state === 'sent') return false
  await bookSent(tx, refund, at.provider_id, null)
  return true
}

async function bookSent(tx: Tx, refund: RefundRow, providerId: string, by: string | null): Promise<void> {
  if ((await setSent(tx, refund, providerId)) === 0) return
  await Promise.all([
    post(tx, refund.party_id, {
      cause: `refund:${refund.refund_id}:sent`,
      ...(by ? { by } : {}),
      entries: [
        { account: `refund_owed:${refund.refund_id}`, paisa: refund.amount_paisa },
        // Cash at a door has no way back: the market sends it out of its own, whoever still has the buyer's.
        { account: `cash:${refund.rail ? refund.holder : 'market'}`, paisa: -refund.amount_paisa },
      ],
    }),
    record(tx, refund.party_id, 'refund.sent', {
      refund_id: refund.refund_id,
      order_id: refund.order_id,
      buyer_id: refund.buyer_id,
      payment_id: refund.payment_id,
      amount_paisa: refund.amount_paisa.toString(),
    }),
  ])
}
