import { HOUR_MS, later } from '../../kit/clock/clock.ts'
import type { Outcome } from '../../kit/errors/outcome.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import { useLimit } from '../../kit/limits/limits.ts'
import { latinDigits, type Paisa } from '../../kit/money/money.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Person, readPhone } from '../identity/identity.ts'
import { nextAsk } from './attempt.ts'
import { moveTo } from './move.ts'
import { type Begun, type Payer, type PaymentRail, railReference } from './rail.ts'
import { askPayment } from './settle.ts'
import { assertShareOfShelf, endOf, isSlow, PAY_WITHIN_MS } from './slow-ways.ts'
import {
  findOpenOnce,
  firstBegun,
  insertPayment,
  lockPayment,
  newestPayment,
  noteBegun,
  type PaidOrder,
  type PaymentRow,
} from './store.ts'

/** A prompt may go to anybody's phone, and each attempt is asked about for a day: nobody begins without end. */
const ATTEMPTS = { most: 60, window_ms: HOUR_MS }

export interface NewPayment {
  checkout_id: string
  orders: readonly PaidOrder[]
  description: string
  return_url: string
  /** What the buyer typed, as typed; only what the rail needs is read. */
  payer?: Payer
}

export interface BegunPayment {
  payment: PaymentRow
  begun: Begun
}

/** An attempt that is written down, and what the rail said to it. */
export interface OpenedPayment {
  payment: PaymentRow
  /** undefined when an attempt that may be only one was open already: the buyer goes on with that. */
  answer: Outcome<Begun> | undefined
}

/**
 * Begins a prepaid payment for the orders of one checkout: writes the attempt down, asks the rail outside of any
 * transaction, and says what the buyer does next. Nothing is paid until the rail's notice and our inquiry agree.
 * Refuses: conflict payments.already_paid when this checkout was paid before; invalid payments.payer_mobile or
 * payments.payer_cnic when the rail needs them and they cannot be read; unavailable payments.rail_refused when the rail
 * will not take it; conflict payments.slow_way_keeps {most} when a slow way would keep too much of a shelf; limit
 * limits.too_often after 60 attempts within an hour. Parties: the buyer's only; the shops' shelves are read.
 */
export async function beginPayment(
  db: Database,
  by: Person,
  rail: PaymentRail,
  intent: NewPayment,
): Promise<BegunPayment> {
  const opened = await openPayment(db, by, rail, intent)
  return db.tx((tx) => noteOpened(tx, opened))
}

/**
 * The first half of beginPayment: the attempt is committed and the rail was asked. The caller books the answer with
 * noteOpened in a transaction of its own.
 * Refuses: as beginPayment, except rail_refused.
 */
export async function openPayment(
  db: Database,
  by: Person,
  rail: PaymentRail,
  intent: NewPayment,
): Promise<OpenedPayment> {
  const payer = readPayer(rail.needs, intent.payer ?? {})
  await db.tx((tx) => useLimit(tx, `payments:${by.person_id}`, ATTEMPTS))
  const write = () => db.tx((tx) => writeDown(tx, by, rail, intent))
  let written = await write()
  if (!written.isFresh) {
    // Whatever became of the open one, it is asked about and not begun again. Only when it is over is there another.
    await askPayment(db, rail, written.payment.reference)
    written = await write()
    if (!written.isFresh) return { payment: written.payment, answer: undefined }
  }
  const { payment } = written
  const answer = await rail.begin({
    reference: payment.reference,
    amount_paisa: payment.amount_paisa,
    description: intent.description,
    return_url: intent.return_url,
    expires_at: payment.expires_at,
    now: payment.begun_at,
    payer,
  })
  return { payment, answer }
}

async function writeDown(
  tx: Tx,
  by: Person,
  rail: PaymentRail,
  intent: NewPayment,
): Promise<{ payment: PaymentRow; isFresh: boolean }> {
  assert(intent.orders.length > 0, 'a payment pays for something')
  const earlier = await newestPayment(tx, by.person_id, intent.checkout_id)
  const isPaid = earlier && ['paid', 'part_refunded', 'disputed'].includes(earlier.state)
  if (isPaid && earlier.orders.length > 0) {
    throw new Refusal('conflict', 'payments.already_paid')
  }
  if (isSlow(rail)) await assertShareOfShelf(tx, by, intent.orders)
  const payment_id = newId()
  const expires_at = endOf(rail, await firstBegun(tx, by.person_id, intent.checkout_id), tx.now)
  const payment = await insertPayment(tx, {
    party_id: by.person_id,
    payment_id,
    checkout_id: intent.checkout_id,
    rail: rail.name,
    reference: railReference(payment_id),
    amount_paisa: intent.orders.reduce<Paisa>((sum, order) => sum + BigInt(order.amount_paisa), 0n),
    orders: [...intent.orders],
    once: rail.beginsOnce ?? false,
    expires_at,
    ask_at: nextAsk({ begun_at: tx.now, expires_at }, tx.now),
  })
  if (payment) return { payment, isFresh: true }
  const open = await findOpenOnce(tx, by.person_id, intent.checkout_id, rail.name)
  // When the open one ended between the two statements, nothing stands in the way any more.
  return open ? { payment: open, isFresh: false } : writeDown(tx, by, rail, intent)
}

/**
 * The second half of beginPayment: books what the rail said. A notice may have come before it and is not undone.
 * Refuses: unavailable payments.rail_refused, after the failure is written down.
 * Events: payment.waits when the payer has longer than usual.
 */
export async function noteOpened(tx: Tx, opened: OpenedPayment): Promise<BegunPayment> {
  const { answer } = opened
  const payment = await lockPayment(tx, opened.payment.party_id, opened.payment.payment_id)
  assert(payment, 'an attempt that was written down stays')
  if (!answer) return { payment, begun: begunOf(payment) }
  if (answer.outcome === 'never') {
    if (payment.state === 'created') {
      // It is asked about all the same: what a rail refused and took nevertheless must not be lost.
      await moveTo(tx, payment, 'failed', { trouble: answer.detail.slice(0, 200) })
    }
    throw new Refusal('unavailable', 'payments.rail_refused', {}, true)
  }
  const begun: Begun = answer.outcome === 'done' ? answer.value : { action: 'wait' }
  const shown = begun.action === 'show' ? { code: begun.code, qr: begun.qr, pay_to: begun.pay_to } : null
  await noteBegun(tx, payment, begunAs(begun), shown)
  if (payment.state !== 'created') return { payment, begun }
  const state = answer.outcome === 'done' ? 'begun' : 'unknown'
  await moveTo(tx, payment, state, {})
  // Also when nobody knows: the rail may have told the payer a number by itself.
  if (payment.expires_at > later(payment.begun_at, PAY_WITHIN_MS)) {
    const { payment_id, orders, expires_at } = payment
    await record(tx, payment.party_id, 'payment.waits', { payment_id, orders, until: expires_at.toISOString() })
  }
  return { payment: { ...payment, state }, begun }
}

function begunAs(begun: Begun): 'form' | 'wait' | 'show' {
  return begun.action === 'wait' || begun.action === 'show' ? begun.action : 'form'
}

/** What the buyer was given before, for a page that comes again. A form is not kept: it is begun anew. */
export function begunOf(payment: Pick<PaymentRow, 'shown'>): Begun {
  return payment.shown ? { action: 'show', ...payment.shown } : { action: 'wait' }
}

/** Reads what the rail needs of the payer. Refuses: invalid payments.payer_mobile, payments.payer_cnic. */
function readPayer(needs: PaymentRail['needs'], typed: Payer): Payer {
  return {
    ...(needs.includes('mobile') ? { mobile: localMobile(typed.mobile ?? '') } : {}),
    ...(needs.includes('cnic6') ? { cnic6: lastOfCnic(typed.cnic6 ?? '') } : {}),
  }
}

function localMobile(typed: string): string {
  const e164 = e164Of(typed)
  if (!/^\+923\d{9}$/.test(e164)) throw new Refusal('invalid', 'payments.payer_mobile')
  return e164.replace('+92', '0')
}

function e164Of(typed: string): string {
  try {
    return readPhone(typed).e164
  } catch (error) {
    if (error instanceof Refusal) return ''
    throw error
  }
}

/** The last six digits, also of somebody who typed the whole number. */
function lastOfCnic(typed: string): string {
  const digits = latinDigits(typed).replace(/[\s-]/g, '')
  if (!/^(\d{6}|\d{13})$/.test(digits)) throw new Refusal('invalid', 'payments.payer_cnic')
  return digits.slice(-6)
}
