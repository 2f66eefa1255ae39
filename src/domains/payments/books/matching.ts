import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { CAME } from '../attempt.ts'
import { MARKET_HOLDER } from '../holds.ts'
import { returnPayout } from '../payouts/payouts.ts'
import { bankReference } from '../rail.ts'
import { isRemittance, isSettlement } from './batches.ts'
import { noteBreak } from './breaks.ts'
import { closeSubject } from './breaks-store.ts'
import { freePostings, type LineRow, linesIn, lineTakenBack, type OpenItem, openItems } from './lines-store.ts'
import {
  owedReturns,
  type PaymentFacts,
  type PayoutFacts,
  paymentsOf,
  type RemittedFile,
  recentPayouts,
  remittedFiles,
  transfersSince,
  type UnpaidBatch,
  unpaidBatches,
} from './matching-store.ts'
import { linkTo, type Meaning, markPaying, putInSuspense, settleAgainst } from './mirror.ts'
import { findBankReference } from './reference.ts'
import { namesIn, namesOf, paymentReferencesIn } from './references.ts'

/** Everything a line could be, read once for all lines of a holder. */
export interface Known {
  payments: ReadonlyMap<string, PaymentFacts>
  /** Postings that no statement has shown, by the names that their causes carry. */
  items: Map<string, OpenItem[]>
  payouts: ReadonlyMap<string, PayoutFacts[]>
  batches: UnpaidBatch[]
  files: RemittedFile[]
  returns: ReadonlyMap<string, { account: string; paisa: bigint }>
}

const MOST_ITEMS = 20_000
const LOOK_BACK_MS = 60 * DAY_MS

/**
 * Tells each new line of a holder what it is, and looks again at what waits in suspense. Only our own reference, a
 * batch's name or a courier's payment number decides; that amounts are equal decides nothing.
 * Parties: the market's, and shops whose payouts came back.
 */
export async function explainLines(tx: Tx, by: Operator, holder: string): Promise<void> {
  const lines = await linesIn(tx, holder, ['new', 'suspense'])
  if (lines.length === 0) return
  const known = await readKnown(tx, holder, lines)
  for (const line of lines) {
    const isExplained = (await isReturnedPayout(tx, by, line, known)) || (await explain(tx, line, known))
    if (isExplained && line.state === 'suspense') await closeUnknown(tx, line, 'found')
    if (!isExplained && line.state === 'new') await leaveToPeople(tx, line, known)
  }
}

async function readKnown(tx: Tx, holder: string, lines: readonly LineRow[]): Promise<Known> {
  const from = later(tx.now, -LOOK_BACK_MS)
  const references = lines.flatMap((line) => paymentReferencesIn(textOf(line)))
  const hasCodes = lines.some((line) => findBankReference(textOf(line)).length > 0)
  const [payments, transfers, items, payouts, batches, files, returns] = await Promise.all([
    paymentsOf(tx, references),
    hasCodes ? transfersSince(tx, from, MOST_ITEMS) : Promise.resolve<PaymentFacts[]>([]),
    openItems(tx, holder, MOST_ITEMS),
    recentPayouts(tx, from, MOST_ITEMS),
    unpaidBatches(tx),
    remittedFiles(tx, from),
    owedReturns(tx),
  ])
  const byName = new Map<string, OpenItem[]>()
  for (const item of items) {
    for (const name of namesOf(item.cause)) byName.set(name, [...(byName.get(name) ?? []), item])
  }
  const payoutNames = new Map<string, PayoutFacts[]>()
  for (const payout of payouts) {
    for (const name of [...namesOf(payout.payout_id), ...namesOf(payout.batch_id)]) {
      payoutNames.set(name, [...(payoutNames.get(name) ?? []), payout])
    }
  }
  return {
    payments: new Map([
      ...transfers.map((payment) => [bankReference(payment.reference), payment] as const),
      ...payments.map((payment) => [payment.reference, payment] as const),
    ]),
    items: byName,
    payouts: payoutNames,
    batches,
    files,
    returns: new Map(returns.flatMap((one) => namesOf(one.account).map((name) => [name, one] as const))),
  }
}

const textOf = ({ our_reference, words }: LineRow) => `${our_reference} ${words}`
const meaning = (kind: string, subject: string): Meaning => ({ kind, subject, by: null })

async function explain(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  if (line.is_reversal) return false
  return (
    (await isPayment(tx, line, known)) ||
    (await isBooked(tx, line, known)) ||
    (await isPayout(tx, line, known)) ||
    (await isReturn(tx, line, known)) ||
    (await isSettlement(tx, line, known)) ||
    (await isRemittance(tx, line, known))
  )
}

/** A credit with the reference of a payment pays it, when the amount is the payment's; another amount is a break. */
async function isPayment(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  const said = [...paymentReferencesIn(textOf(line)), ...findBankReference(textOf(line))]
  const payment = said.flatMap((reference) => known.payments.get(reference) ?? [])[0]
  if (!payment || line.paisa < 0n) return false
  const { reference } = payment
  if (CAME.includes(payment.state)) {
    // Told before by somebody else, and booked: then the line only shows it. Otherwise it is paid a second time.
    const names = [payment.payment_id, ...payment.orders.map(({ order_id }) => order_id)].flatMap(namesOf)
    return bookedAs(tx, line, known, names, meaning('payment', reference))
  }
  if (payment.amount_paisa !== line.paisa) {
    await noteBreak(tx, {
      holder: line.holder,
      kind: 'amount',
      subject: reference,
      words: line.words,
      ours_paisa: payment.amount_paisa,
      theirs_paisa: line.paisa,
    })
    return false
  }
  await markPaying(tx, line, meaning('payment', reference))
  return true
}

/** Our books knew of it: a payout or a refund that was marked as sent, cash that was handed in. */
function isBooked(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  return bookedAs(tx, line, known, namesIn(textOf(line)), meaning('booked', ''))
}

async function bookedAs(tx: Tx, line: LineRow, known: Known, names: readonly string[], is: Meaning): Promise<boolean> {
  const items = [...new Set(names.flatMap((name) => known.items.get(name) ?? []))]
  const one = items.find(({ paisa }) => paisa === line.paisa)
  const same = one ? [one] : items.filter(({ paisa }) => paisa > 0n === line.paisa > 0n)
  if (same.length === 0 || sum(same) !== line.paisa) return false
  await linkTo(tx, line, same, { ...is, subject: is.subject || (same[0]?.cause ?? '') })
  // Shown once: the same posting explains no other line, so a payment sent twice by the bank stays visible.
  for (const [name, list] of known.items) {
    known.items.set(
      name,
      list.filter((item) => !same.includes(item)),
    )
  }
  return true
}

/** A payout that our books took from another holder than the one that paid it. */
async function isPayout(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  if (line.paisa > 0n) return false
  const payouts = [...new Set(namesIn(textOf(line)).flatMap((name) => known.payouts.get(name) ?? []))].filter(
    ({ state, holder }) => state === 'sent' && holder !== null && holder !== line.holder,
  )
  const one = payouts.find(({ amount_paisa }) => amount_paisa === -line.paisa)
  const same = one ? [one] : payouts
  const [first] = same
  if (!first || same.reduce<Paisa>((all, { amount_paisa }) => all + amount_paisa, 0n) !== -line.paisa) return false
  const isSame = same.every(({ holder }) => holder === first.holder)
  if (!isSame) return false
  const subject = one ? one.payout_id : first.batch_id
  if (known.items.has(`paid ${subject}`)) return false
  known.items.set(`paid ${subject}`, [])
  await settleAgainst(tx, line, [{ account: `cash:${first.holder}`, paisa: -line.paisa }], meaning('payout', subject))
  return true
}

/** The bank could not pay a payout and gives it back, once: it is the shop's again, and its account is looked at. */
async function isReturnedPayout(tx: Tx, by: Operator, line: LineRow, known: Known): Promise<boolean> {
  if (line.paisa < 0n) return false
  const payout = namesIn(textOf(line))
    .flatMap((name) => known.payouts.get(name) ?? [])
    .find(({ state, amount_paisa }) => state === 'sent' && amount_paisa === line.paisa)
  if (!payout) return false
  const { party_id, payout_id } = payout
  payout.state = 'returned'
  await returnPayout(tx, by, { shop_id: party_id, payout_id, reason: line.words || 'bank' })
  const is = { kind: 'payout_back', subject: payout_id, by: by.person_id }
  const items = await freePostings(tx, line.holder, [party_id], [`payout:${payout_id}:returned`])
  if (sum(items) === line.paisa) await linkTo(tx, line, items, is)
  else await settleAgainst(tx, line, [{ account: `cash:${payout.holder ?? MARKET_HOLDER}`, paisa: -line.paisa }], is)
  return true
}

/** Money that a person decided to send back to an unknown sender has left. */
async function isReturn(tx: Tx, line: LineRow, known: Known): Promise<boolean> {
  if (line.paisa > 0n) return false
  const owed = namesIn(textOf(line)).flatMap((name) => known.returns.get(name) ?? [])[0]
  if (!owed || owed.paisa !== -line.paisa) return false
  await settleAgainst(tx, line, [{ account: owed.account, paisa: owed.paisa }], meaning('sent_back', owed.account))
  return true
}

const sum = (items: readonly OpenItem[]) => items.reduce<Paisa>((all, { paisa }) => all + paisa, 0n)

/** Into suspense, with a break that says what kind of thing it is. */
async function leaveToPeople(tx: Tx, line: LineRow, known: Known): Promise<void> {
  const taken = line.is_reversal ? await lineTakenBack(tx, line) : undefined
  const again = namesIn(textOf(line)).some((name) => known.payouts.get(name)?.some(({ state }) => state === 'sent'))
  await putInSuspense(tx, line, taken?.subject ?? '')
  const kind = taken
    ? 'status'
    : again && line.paisa < 0n
      ? 'duplicate'
      : line.paisa > 0n
        ? 'unknown_credit'
        : undefined
  await noteBreak(tx, {
    holder: line.holder,
    kind: kind ?? 'unknown_debit',
    subject: `line ${line.line_id}`,
    words: [taken?.subject, line.words].filter(Boolean).join(' · '),
    ours_paisa: 0n,
    theirs_paisa: line.paisa,
  })
}

/** A line that is explained is no break any more. */
export async function closeUnknown(tx: Tx, line: LineRow, note: string): Promise<void> {
  const kinds = ['unknown_credit', 'unknown_debit', 'status', 'duplicate'] as const
  await closeSubject(tx, line.holder, kinds, `line ${line.line_id}`, note)
}
