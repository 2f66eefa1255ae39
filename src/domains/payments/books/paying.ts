import { forEach } from '../../../kit/errors/for-each.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { CAME } from '../attempt.ts'
import type { PaymentRail } from '../rail.ts'
import { askPayment } from '../settle.ts'
import { noteBreak } from './breaks.ts'
import { freePostings, type LineRow, lineOfPayment, lockLine, openLines, setLine } from './lines-store.ts'
import { closeUnknown } from './matching.ts'
import { type PaymentFacts, paymentsOf } from './matching-store.ts'
import { putInSuspense, settleAgainst, takeItems } from './mirror.ts'

/** A credit on a statement of ours that carries the reference of a payment. */
export interface Credit {
  readonly paisa: Paisa
  /** Names the line for ever. Banks use a reference of theirs again on another day. */
  readonly bank_reference: string
}

/**
 * Whether a bank has told us of the money of one payment: the inquiry of rails whose only word is the statement.
 * Undefined while no statement has shown it.
 */
export async function findCredit(tx: Tx, reference: string): Promise<Credit | undefined> {
  const line = await lineOfPayment(tx, reference)
  return line && { paisa: line.paisa, bank_reference: line.line_id }
}

/**
 * Brings the payments of credited lines to an end: each is asked about by the way of every payment, and once it is
 * booked its line shows the booking. Safe to run again, and beside itself. Returns how many lines were settled.
 */
export async function settlePaying(db: Database, rails: ReadonlyMap<string, PaymentRail>, most = 200): Promise<number> {
  let settled = 0
  await forEach(await db.read((tx) => openLines(tx, 'paying', most)), async ({ line_id, subject }) => {
    const [payment] = await db.read((tx) => paymentsOf(tx, [subject]))
    const rail = rails.get(payment?.rail ?? '')
    if (payment && rail && !CAME.includes(payment.state)) await askPayment(db, rail, subject)
    if (await db.tx((tx) => settleLine(tx, line_id, rail))) settled++
  })
  return settled
}

async function settleLine(tx: Tx, lineId: string, rail: PaymentRail | undefined): Promise<boolean> {
  const line = await lockLine(tx, lineId)
  if (line?.state !== 'paying') return false
  const [payment] = await paymentsOf(tx, [line.subject])
  const is = { kind: 'payment', subject: line.subject, by: line.settled_by }
  if (!payment || payment.amount_paisa !== line.paisa) {
    await putInSuspense(tx, line, line.subject)
    return false
  }
  if (!CAME.includes(payment.state) || !rail) return false
  // The first line paid it. Another with the same reference is money that came twice, and waits for people.
  if ((await lineOfPayment(tx, line.subject))?.line_id !== lineId) {
    await putInSuspense(tx, line, line.subject)
    await noteBreak(tx, {
      ...{ holder: line.holder, kind: 'duplicate', subject: `line ${lineId}`, words: line.words },
      ...{ ours_paisa: 0n, theirs_paisa: line.paisa },
    })
    return false
  }
  if (rail.holder !== line.holder) {
    // The orders' books say that the rail has it; it lies in this account.
    await settleAgainst(tx, line, [{ account: `cash:${rail.holder}`, paisa: -line.paisa }], is)
    await closeUnknown(tx, line, 'paid')
    return true
  }
  const items = await bookingsOf(tx, line, payment)
  const sum = items.reduce<Paisa>((all, { paisa }) => all + paisa, 0n)
  // What follows from a paid payment follows by events: until all of it is booked, the line waits.
  if (sum !== line.paisa) return false
  await takeItems(tx, line, items)
  await setLine(tx, { line_id: lineId, state: 'settled', ...is })
  await closeUnknown(tx, line, 'paid')
  return true
}

/** Where a payment's money was booked: one transfer for each of its orders, or for what went back at once. */
function bookingsOf(tx: Tx, line: LineRow, { payment_id, orders }: PaymentFacts) {
  const causes = orders.flatMap(({ order_id }) => [
    `order:${order_id}:fund`,
    `payment:${payment_id}:${order_id}`,
    `order:${order_id}:part:${payment_id}`,
  ])
  const parties = [...new Set(orders.map(({ shop_id }) => shop_id))]
  return freePostings(tx, line.holder, parties, causes)
}
