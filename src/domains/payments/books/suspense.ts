import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { CAME } from '../attempt.ts'
import { railReference } from '../rail.ts'
import { creditWallet } from '../wallet/wallet.ts'
import {
  findLine,
  freePostings,
  type LineRow,
  lockLine,
  openItems,
  openLines,
  setNote,
  setOwner,
  sumOpen,
} from './lines-store.ts'
import { closeUnknown } from './matching.ts'
import { type PaymentFacts, paymentsLike, paymentsOf } from './matching-store.ts'
import { dayStart, linkTo, markPaying, settleAgainst } from './mirror.ts'

/** What nobody can explain, the oldest first. */
export function listSuspense(tx: Tx, _by: Operator, limit = 200): Promise<LineRow[]> {
  return openLines(tx, 'suspense', limit)
}

/** How much waits, and since when. */
export async function countSuspense(tx: Tx, _by: Operator) {
  return (await sumOpen(tx)) ?? { count: 0, paisa: 0n, oldest_at: null }
}

/** A line, and what it could be: payments of its amount, and postings of ours that no bank has shown. No more. */
export async function readSuspense(tx: Tx, _by: Operator, lineId: string) {
  const line = await findLine(tx, lineId)
  if (!line) throw new Refusal('not_found', 'books.no_line')
  const [payments, items] = await Promise.all([
    line.paisa > 0n ? paymentsLike(tx, line.paisa, dayStart(line.day), 8) : Promise.resolve<PaymentFacts[]>([]),
    openItems(tx, line.holder, 2_000),
  ])
  return { line, payments, items: items.filter(({ paisa }) => paisa === line.paisa).slice(0, 8) }
}

/**
 * An operator takes a line on. Refuses: not_found books.no_line; conflict books.line_settled.
 */
export async function takeLine(tx: Tx, by: Operator, lineId: string): Promise<void> {
  await lockOpen(tx, lineId)
  await setOwner(tx, lineId, by.person_id)
}

/** Writes down what was found out. Refuses: not_found books.no_line; conflict books.line_settled. */
export async function noteLine(tx: Tx, _by: Operator, lineId: string, note: string): Promise<void> {
  await lockOpen(tx, lineId)
  await setNote(tx, lineId, note.trim().slice(0, 500))
}

async function lockOpen(tx: Tx, lineId: string): Promise<LineRow> {
  const line = await lockLine(tx, lineId)
  if (!line) throw new Refusal('not_found', 'books.no_line')
  if (line.state !== 'suspense') throw new Refusal('conflict', 'books.line_settled')
  return line
}

/** A credit that waits for its owner, locked. Refuses: as lockOpen; invalid books.only_credits. */
export async function creditToGive(tx: Tx, lineId: string): Promise<LineRow> {
  const line = await lockOpen(tx, lineId)
  if (line.paisa < 0n) throw new Refusal('invalid', 'books.only_credits')
  return line
}

/** The payment that a credit could pay. Refuses: as giveToPayment. */
export async function payableBy(tx: Tx, line: LineRow, reference: string): Promise<PaymentFacts> {
  const [payment] = await paymentsOf(tx, [reference.trim().toUpperCase()])
  if (!payment) throw new Refusal('not_found', 'books.no_payment')
  if (CAME.includes(payment.state)) throw new Refusal('conflict', 'payments.already_paid')
  if (payment.amount_paisa !== line.paisa) throw new Refusal('invalid', 'books.other_amount')
  return payment
}

/**
 * A credit is for a payment, as two people say: for proposals.ts. It is booked the way of every payment: call
 * settlePaying after the commit. Refuses: not_found books.no_line, books.no_payment; conflict books.line_settled,
 * payments.already_paid; invalid books.other_amount.
 */
export async function giveToPayment(tx: Tx, by: Operator, lineId: string, reference: string): Promise<void> {
  const line = await lockOpen(tx, lineId)
  const payment = await payableBy(tx, line, reference)
  await markPaying(tx, line, { kind: 'payment', subject: payment.reference, by: by.person_id })
}

/**
 * A person says that our books know of it already: a posting at the same holder that no bank has shown.
 * Refuses: not_found books.no_line, books.no_posting; conflict books.line_settled; invalid
 * books.other_amount.
 */
export async function giveToPosting(
  tx: Tx,
  by: Operator,
  lineId: string,
  at: { party_id: string; cause: string },
): Promise<void> {
  const line = await lockOpen(tx, lineId)
  const [item] = await freePostings(tx, line.holder, [at.party_id], [at.cause])
  if (!item) throw new Refusal('not_found', 'books.no_posting')
  if (item.paisa !== line.paisa) throw new Refusal('invalid', 'books.other_amount')
  await linkTo(tx, line, [item], { kind: 'booked', subject: at.cause, by: by.person_id })
  await closeUnknown(tx, line, 'booked')
}

/**
 * A credit goes back to whoever sent it: it is owed to the sender, by a reference to write on the transfer, until a
 * statement shows that it left. Returns that reference.
 * Refuses: not_found books.no_line; conflict books.line_settled; invalid books.only_credits.
 */
export async function giveBack(tx: Tx, by: Operator, lineId: string): Promise<string> {
  const line = await creditToGive(tx, lineId)
  const account = `refund_owed:${line.line_id}`
  await settleAgainst(tx, line, [{ account, paisa: -line.paisa }], {
    kind: 'returned',
    subject: railReference(line.line_id),
    by: by.person_id,
  })
  await closeUnknown(tx, line, 'goes back')
  return railReference(line.line_id)
}

/**
 * A credit is a person's who has no payment it could pay, as two people say: it becomes money in their wallet, at the
 * same holder. For proposals.ts. Refuses: not_found books.no_line; conflict books.line_settled; invalid
 * books.only_credits,
 * payments.holder_keeps_no_refunds. Parties: the market's, and the person's.
 */
export async function giveToWallet(tx: Tx, by: Operator, lineId: string, personId: string): Promise<void> {
  const line = await creditToGive(tx, lineId)
  const cause = `line:${lineId}`
  await creditWallet(tx, personId, { cause, paisa: line.paisa, holder: line.holder, kind: 'refund' })
  const booked = { party_id: personId, cause: `wallet:${cause}`, paisa: line.paisa, event_at: tx.now }
  await linkTo(tx, line, [booked], { kind: 'wallet', subject: personId, by: by.person_id })
  await closeUnknown(tx, line, 'wallet')
}
