import { createHash } from 'node:crypto'
import { DAY_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { forEach } from '../../kit/errors/for-each.ts'
import type { Outcome } from '../../kit/errors/outcome.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { CAME, nextAsk, OPEN } from './attempt.ts'
import { moveTo } from './move.ts'
import { judgeNotice, keepNotice } from './notices-store.ts'
import { type Inquiry, type PaymentRail, type RawNotice, railFamily } from './rail.ts'
import { afterSale } from './returns.ts'
import {
  claimProviderTransaction,
  findProviderTransaction,
  findReference,
  listToAsk,
  lockPayment,
  noteAsked,
  noteTold,
  noteTroubleOf,
  type PaymentRow,
  readPayment,
} from './store.ts'

/**
 * What became of a payment after we asked: 'asking' when the rail did not answer, 'trouble' when a person must look,
 * 'forged' when a notice is not the rail's, 'unknown' when its reference is not ours.
 */
export type Settled = 'paid' | 'waiting' | 'failed' | 'asking' | 'trouble' | 'forged' | 'unknown'

/**
 * A provider told us something. It is kept first, then read, and believed only after our own inquiry agrees on amount
 * and reference. Safe to be told again, late, twice at once or out of order.
 */
export async function receiveNotice(db: Database, rail: PaymentRail, raw: RawNotice): Promise<Settled> {
  const query = new URLSearchParams(raw.query).toString().slice(0, 4_000)
  const said = query === '' ? raw.body : `${raw.method} ${query}\n${raw.body}`
  const body_hash = createHash('sha256').update(said).digest()
  const { method } = raw
  const body = raw.body.slice(0, 20_000)
  const kept = await db.tx((tx) =>
    keepNotice(tx, { notice_id: newId(), provider: rail.name, body_hash, method, query, body }),
  )
  let reference = ''
  const judge = (verdict: string, detail: string) =>
    kept ? db.tx((tx) => judgeNotice(tx, kept.notice_id, { verdict, detail, reference })) : Promise.resolve(0)

  const notice = rail.readNotice(raw)
  if ('unreadable' in notice) {
    await judge('unreadable', notice.unreadable.slice(0, 200))
    return 'forged'
  }
  if (!notice.verified) {
    await judge('forged', `reference ${notice.reference.slice(0, 40)}`)
    return 'forged'
  }
  const found = await db.read((tx) => findReference(tx, notice.reference))
  const payment = found && (await db.read((tx) => readPayment(tx, found.party_id, found.payment_id)))
  reference = payment?.reference ?? ''
  if (!payment || railFamily(payment.rail) !== railFamily(rail.name)) {
    await judge('unknown_reference', `reference ${notice.reference.slice(0, 40)}`)
    return 'unknown'
  }
  if (notice.currency !== 'PKR' || (notice.amount_paisa ?? payment.amount_paisa) !== payment.amount_paisa) {
    const told = `told ${notice.amount_paisa} ${notice.currency.slice(0, 8)}, ours ${payment.amount_paisa}`
    await judge('wrong_amount', told)
    await db.tx((tx) => noteTroubleOf(tx, payment, `wrong amount: ${told}`))
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
  const known = found && (await db.read((tx) => readPayment(tx, found.party_id, found.payment_id)))
  if (!known || railFamily(known.rail) !== railFamily(rail.name)) return 'unknown'
  const answer = await inquireNow(db, rail, known)
  return db.tx(async (tx) => {
    const payment = await lockPayment(tx, known.party_id, known.payment_id)
    if (!payment) return 'unknown'
    if (CAME.includes(payment.state)) return answer.outcome === 'done' ? afterSale(tx, payment, answer.value) : 'paid'
    const planned_at = nextAsk(payment, tx.now)
    // A rail that is silent at the last of these times is asked once a day until it speaks, and a person is told.
    const isSilent = answer.outcome === 'retry' && planned_at === null
    const ask_at = isSilent ? later(tx.now, DAY_MS) : planned_at
    await noteAsked(tx, payment, ask_at)
    if (answer.outcome === 'retry') {
      if (isSilent && OPEN.includes(payment.state)) await noteTroubleOf(tx, payment, answer.detail.slice(0, 200))
      return 'asking'
    }
    if (answer.outcome === 'never') {
      await noteTroubleOf(tx, payment, answer.detail.slice(0, 200))
      return 'trouble'
    }
    return book(tx, rail, { ...payment, ask_at }, answer.value)
  })
}

/** What the rail knows. What is still open when its time is over is taken off the rail first, where the rail can. */
async function inquireNow(db: Database, rail: PaymentRail, payment: PaymentRow): Promise<Outcome<Inquiry>> {
  const answer = await rail.inquire(payment.reference)
  const isPending = answer.outcome === 'done' && answer.value.status === 'pending'
  if (!rail.withdraw || !isPending || payment.rail !== rail.name) return answer
  const now = await db.read(async (tx) => tx.now)
  if (payment.expires_at > now) return answer
  await rail.withdraw(payment.reference)
  // It may have been paid in the moment before: only this answer counts.
  return rail.inquire(payment.reference)
}

/** How long a rail may take to know a payment that it was told to begin and did not confirm. */
const NEVER_SEEN_AFTER_MS = 5 * MINUTE_MS

async function book(tx: Tx, rail: PaymentRail, payment: PaymentRow, inquiry: Inquiry): Promise<Settled> {
  const { code } = inquiry
  if (inquiry.status === 'paid') return bookPaid(tx, rail, payment, inquiry)
  // Open no more: only money could still change it.
  if (!OPEN.includes(payment.state)) return 'failed'
  if (inquiry.status === 'failed' || inquiry.status === 'refunded') {
    await moveTo(tx, payment, 'failed', { code, trouble: '', ask_at: null })
    return 'failed'
  }
  const neverCame = inquiry.status === 'unknown'
  if (neverCame && payment.expires_at <= tx.now) {
    await moveTo(tx, payment, 'expired', { code, trouble: '' })
    return 'failed'
  }
  // A form may wait for a payer who has not yet come to the rail's page, and a number for one who goes to a shop.
  const isUnsure = payment.begun_as !== 'form' && payment.begun_as !== 'show'
  if (neverCame && isUnsure && tx.now.getTime() - payment.begun_at.getTime() > NEVER_SEEN_AFTER_MS) {
    await moveTo(tx, payment, 'failed', { code, trouble: '' })
    return 'failed'
  }
  if (inquiry.status === 'pending' || inquiry.status === 'disputed') {
    if (payment.ask_at === null) {
      await moveTo(tx, payment, 'expired', { code, trouble: 'the rail had it as pending to the end' })
      return 'failed'
    }
    const trouble = inquiry.status === 'disputed' ? `the rail has it as disputed: ${code}` : payment.trouble
    if (payment.state !== 'pending') await moveTo(tx, payment, 'pending', { code, trouble })
  }
  return 'waiting'
}

async function bookPaid(tx: Tx, rail: PaymentRail, payment: PaymentRow, inquiry: Inquiry): Promise<Settled> {
  if (inquiry.amount_paisa !== null && inquiry.amount_paisa !== payment.amount_paisa) {
    const told = `the rail says ${inquiry.amount_paisa} paisa, ours is ${payment.amount_paisa}`
    await noteTold(tx, payment, inquiry.amount_paisa > 0n ? inquiry.amount_paisa : null, told)
    return 'trouble'
  }
  const provider_id = inquiry.provider_id || payment.reference
  const provider = railFamily(payment.rail)
  const claimed = await claimProviderTransaction(tx, {
    provider,
    provider_id,
    party_id: payment.party_id,
    payment_id: payment.payment_id,
    amount_paisa: payment.amount_paisa,
  })
  if (!claimed) {
    const other = await findProviderTransaction(tx, provider, provider_id)
    if (other?.payment_id !== payment.payment_id) {
      await noteTroubleOf(tx, payment, `the rail's transaction ${provider_id} belongs to another payment`)
      return 'trouble'
    }
  }
  await moveTo(tx, payment, 'paid', { provider_id, code: inquiry.code, trouble: '', ask_at: null })
  await record(tx, payment.party_id, 'payment.paid', {
    payment_id: payment.payment_id,
    checkout_id: payment.checkout_id,
    reference: payment.reference,
    rail: payment.rail,
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
  const due = await db.read((tx) => listToAsk(tx, [...rails.keys()], most))
  await forEach(due, async (payment) => {
    const rail = rails.get(payment.rail)
    if (rail) await askPayment(db, rail, payment.reference)
  })
  return due.length
}
