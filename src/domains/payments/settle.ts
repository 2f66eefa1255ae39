import { createHash } from 'node:crypto'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Inquiry, PaymentRail, RawNotice } from './rail.ts'
import {
  claimProviderTransaction,
  findProviderTransaction,
  findReference,
  judgeNotice,
  keepNotice,
  listToAsk,
  lockPayment,
  noteAsked,
  type PaymentRow,
  readPayment,
  setPaid,
  setUnpaid,
} from './store.ts'

/**
 * What became of a payment after we asked: 'asking' when the rail did not answer, 'trouble' when a person must look.
 */
export type Settled = 'paid' | 'waiting' | 'failed' | 'asking' | 'trouble' | 'unknown'

/**
 * A provider told us something. It is kept first, then read, and believed only after our own inquiry agrees on amount
 * and
 * reference. Safe to be told again, late, twice at once or out of order.
 * Returns 'unknown' for a reference that is not ours and 'trouble' for a notice that is not the rail's.
 */
export async function receiveNotice(db: Database, rail: PaymentRail, raw: RawNotice): Promise<Settled> {
  const body_hash = createHash('sha256').update(raw.body).digest()
  const kept = await db.tx((tx) =>
    keepNotice(tx, { notice_id: newId(), provider: rail.name, body_hash, body: raw.body.slice(0, 20_000) }),
  )
  const judge = (verdict: string, detail: string) =>
    kept ? db.tx((tx) => judgeNotice(tx, kept.notice_id, verdict, detail)) : Promise.resolve(0)

  const notice = rail.readNotice(raw)
  if ('unreadable' in notice) {
    await judge('unreadable', notice.unreadable.slice(0, 200))
    return 'trouble'
  }
  if (!notice.verified) {
    await judge('forged', `reference ${notice.reference.slice(0, 40)}`)
    return 'trouble'
  }
  const found = await db.read((tx) => findReference(tx, notice.reference))
  if (!found) {
    await judge('unknown_reference', `reference ${notice.reference.slice(0, 40)}`)
    return 'unknown'
  }
  const payment = await db.read((tx) => readPayment(tx, found.party_id, found.payment_id))
  const told = `told ${notice.amount_paisa} ${notice.currency}, ours ${payment?.amount_paisa}`
  if (payment && (notice.currency !== 'PKR' || notice.amount_paisa !== payment.amount_paisa)) {
    await judge('wrong_amount', told)
    await db.tx((tx) => setUnpaid(tx, payment, 'pending', `wrong amount: ${told}`))
    return 'trouble'
  }
  const settled = await askPayment(db, rail, notice.reference)
  await judge(settled === 'trouble' ? 'disagrees' : 'agreed', settled)
  return settled
}

/**
 * Asks the rail about one payment by our own reference, and books what it answers. Never charges anybody again.
 */
export async function askPayment(db: Database, rail: PaymentRail, reference: string): Promise<Settled> {
  const found = await db.read((tx) => findReference(tx, reference))
  if (!found) return 'unknown'
  const answer = await rail.inquire(reference)
  return db.tx(async (tx) => {
    const payment = await lockPayment(tx, found.party_id, found.payment_id)
    if (!payment) return 'unknown'
    if (payment.state === 'paid') return 'paid'
    await noteAsked(tx, payment)
    if (answer.outcome === 'retry') return 'asking'
    if (answer.outcome === 'never') {
      await setUnpaid(tx, payment, payment.state, answer.detail.slice(0, 200))
      return 'trouble'
    }
    return book(tx, rail, payment, answer.value)
  })
}

async function book(tx: Tx, rail: PaymentRail, payment: PaymentRow, inquiry: Inquiry): Promise<Settled> {
  if (inquiry.status === 'paid') return bookPaid(tx, rail, payment, inquiry)
  if (inquiry.status === 'failed' || inquiry.status === 'refunded') {
    await setUnpaid(tx, payment, 'failed', '')
    return 'failed'
  }
  const isOver = payment.expires_at < tx.now
  if (inquiry.status === 'unknown' && isOver) {
    await setUnpaid(tx, payment, 'expired', '')
    return 'failed'
  }
  if (inquiry.status === 'pending' && payment.state === 'begun') await setUnpaid(tx, payment, 'pending', '')
  return 'waiting'
}

async function bookPaid(tx: Tx, rail: PaymentRail, payment: PaymentRow, inquiry: Inquiry): Promise<Settled> {
  if (inquiry.amount_paisa !== null && inquiry.amount_paisa !== payment.amount_paisa) {
    await setUnpaid(
      tx,
      payment,
      'pending',
      `the rail says ${inquiry.amount_paisa} paisa, ours is ${payment.amount_paisa}`,
    )
    return 'trouble'
  }
  const provider_id = inquiry.provider_id || payment.reference
  const claimed = await claimProviderTransaction(tx, {
    provider: rail.name,
    provider_id,
    party_id: payment.party_id,
    payment_id: payment.payment_id,
    amount_paisa: payment.amount_paisa,
  })
  if (!claimed) {
    const other = await findProviderTransaction(tx, rail.name, provider_id)
    if (other?.payment_id !== payment.payment_id) {
      await setUnpaid(tx, payment, 'pending', `the rail's transaction ${provider_id} belongs to another payment`)
      return 'trouble'
    }
  }
  if ((await setPaid(tx, payment, provider_id)) === 0) return 'paid'
  await record(tx, payment.party_id, 'payment.paid', {
    payment_id: payment.payment_id,
    checkout_id: payment.checkout_id,
    reference: payment.reference,
    rail: rail.name,
    holder: rail.holder,
    orders: payment.orders,
  })
  return 'paid'
}

/**
 * Asks about payments that nobody told us about: a lost notice costs a minute, not the sale. Returns how many were
 * asked.
 */
export async function askOpenPayments(
  db: Database,
  rails: ReadonlyMap<string, PaymentRail>,
  most = 50,
): Promise<number> {
  let asked = 0
  for (const payment of await db.read((tx) => listToAsk(tx, most))) {
    const rail = rails.get(payment.rail)
    if (!rail) continue
    await askPayment(db, rail, payment.reference)
    asked++
  }
  return asked
}
