import { DAY_MS } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import { CAME } from '../attempt.ts'
import type { PaymentRail } from '../rail.ts'
import { settleRefundByReport } from '../refunds.ts'
import { askPayment } from '../settle.ts'
import { noteBreak } from './breaks.ts'
import { type BreakKind, closeSubject, closeUnseen } from './breaks-store.ts'
import { assertSecond, noteRefused } from './intake.ts'
import { type FileRow, listAccounts, readContent, setTaken } from './intake-store.ts'
import { explainLines } from './matching.ts'
import { dayStart, suspenseOf } from './mirror.ts'
import { type ReportLine, readReport } from './report-reading.ts'
import {
  allTerms,
  insertBatch,
  insertReportLines,
  lateBatches,
  type ReportMatch,
  readTerms,
  refundsOfPayment,
  reportMatches,
  type Terms,
  unreported,
  upsertTerms,
} from './reports-store.ts'

/** Differences up to a rupee come from adding up rounded figures. */
const ROUNDING_PAISA = 100n

/**
 * Takes in a provider's report and compares it three ways: with our payments, and with what the bank says came. A
 * payment that we never heard of is asked about by its rail, and booked once, whoever tells us first. It ends refunds,
 * so another operator than the one who handed it in confirms it.
 * Refuses: forbidden books.own_file; conflict books.file_seen, books.file_changed, books.batch_seen; what readReport
 * refuses (the file is noted as refused).
 */
export async function takeReport(db: Database, by: Operator, rail: PaymentRail, file: FileRow): Promise<void> {
  try {
    const kept = await db.read((tx) => readContent(tx, file.file_id))
    if (!kept || file.kind !== 'report') throw new Refusal('not_found', 'books.no_file')
    const lines = await readReport(kept.content, batchName(file))
    await db.tx(async (tx) => {
      await assertSecond(tx, by, file)
      await keepReport(tx, by, file, rail, lines)
    })
  } catch (error) {
    await noteRefused(db, file, error)
    throw error
  }
  for (const reference of await db.read((tx) => untoldOf(tx, file.file_id))) await askPayment(db, rail, reference)
  await reconcile(db, by, file.file_id, rail)
}

/** What a kept report says, before anybody books it. Refuses: not_found books.no_file; what readReport refuses. */
export async function tryReport(db: Database, _by: Operator, file: FileRow): Promise<readonly ReportLine[]> {
  const kept = await db.read((tx) => readContent(tx, file.file_id))
  if (!kept || file.kind !== 'report') throw new Refusal('not_found', 'books.no_file')
  return readReport(kept.content, batchName(file))
}

const batchName = ({ name }: FileRow) => name.replace(/\.\w+$/, '')

async function keepReport(tx: Tx, by: Operator, file: FileRow, rail: PaymentRail, lines: readonly ReportLine[]) {
  const { file_id, holder } = file
  for (const [name, some] of Map.groupBy(lines, ({ batch }) => batch)) {
    const batch_id = newId()
    const days = some
      .map(({ day }) => day)
      .filter(Boolean)
      .sort()
    const today = tx.now.toISOString().slice(0, 10)
    const total = (field: 'gross_paisa' | 'fee_paisa' | 'net_paisa') =>
      some.reduce<Paisa>((sum, line) => sum + line[field], 0n)
    const written = await insertBatch(tx, {
      batch_id,
      file_id,
      holder,
      rail: rail.name,
      name,
      first_day: days[0] ?? today,
      last_day: days.at(-1) ?? today,
      gross_paisa: total('gross_paisa'),
      fee_paisa: total('fee_paisa'),
      net_paisa: total('net_paisa'),
      line_count: some.length,
    })
    if (written === 0) throw new Refusal('conflict', 'books.batch_seen', { batch: name })
    const rows = some.map(({ batch: _, ...line }, nth) => ({ ...line, batch_id, line: nth + 1, holder }))
    await insertReportLines(tx, rows)
  }
  const count = { line_count: lines.length, fresh_count: lines.length }
  const taken = await setTaken(tx, { file_id, by: by.person_id, format: 'report', ...count })
  if (taken === 0) throw new Refusal('conflict', 'books.file_seen')
}

/** Payments that the provider has as paid, or took back, and we do not know so. */
async function untoldOf(tx: Tx, fileId: string): Promise<string[]> {
  const lines = await reportMatches(tx, fileId)
  return lines.flatMap(({ kind, payment_state, reference }) => {
    if (!reference || !payment_state) return []
    const isBack = payment_state === 'paid' || payment_state === 'part_refunded'
    const isUntold = kind === 'paid' ? !CAME.includes(payment_state) : kind === 'reversed' && isBack
    return isUntold ? [reference] : []
  })
}

/** Compares a report that was taken in with our books, once more whenever asked. Each difference is a break. */
export async function reconcile(
  db: Database,
  by: Operator,
  fileId: string,
  rail: Pick<PaymentRail, 'name' | 'holder'>,
): Promise<void> {
  await db.tx(async (tx) => {
    const terms = await readTerms(tx, rail.holder)
    for (const line of await reportMatches(tx, fileId)) await compare(tx, line, terms)
    for (const { holder } of await listAccounts(tx)) await explainLines(tx, by, holder)
  })
  await db.tx((tx) => lookForMissing(tx, rail))
}

async function compare(tx: Tx, line: ReportMatch, terms: Terms | undefined): Promise<void> {
  const subject = line.our_reference || line.provider_id
  const note = (kind: BreakKind, ours_paisa: Paisa, theirs_paisa: Paisa, words = '') =>
    noteBreak(tx, { holder: line.holder, kind, subject, words, ours_paisa, theirs_paisa })
  if (line.is_again) return note('duplicate', 0n, line.gross_paisa, line.provider_id)
  await compareFee(line, terms, note)
  if (!line.payment_id || line.payment_state === null || line.amount_paisa === null) {
    if (line.kind === 'failed') return
    await note('missing_at_us', 0n, line.gross_paisa, line.provider_id)
    if (line.gross_paisa < 0n) await suspendChargeback(tx, line)
    return
  }
  const came = CAME.includes(line.payment_state)
  if (line.kind === 'failed') return came ? note('status', line.amount_paisa, 0n, line.payment_state) : undefined
  if (line.kind === 'paid') {
    const amount = line.amount_paisa
    if (!came) return note('missing_at_us', 0n, line.gross_paisa, line.payment_state)
    await closeSubject(tx, line.holder, ['missing_at_us', 'timing', 'missing_at_provider'], subject, 'found')
    return amount === line.gross_paisa ? undefined : note('amount', amount, line.gross_paisa)
  }
  if (line.kind === 'reversed') {
    const isTold = line.payment_state === 'reversed' || line.payment_state === 'disputed'
    return isTold ? undefined : note('status', line.amount_paisa, line.gross_paisa, line.payment_state)
  }
  await compareRefund(tx, line, line.payment_id, note)
}

type Note = (kind: BreakKind, ours: Paisa, theirs: Paisa, words?: string) => Promise<void>

async function compareFee(line: ReportMatch, terms: Terms | undefined, note: Note): Promise<void> {
  const off = line.gross_paisa - line.fee_paisa - line.net_paisa
  if (off !== 0n) {
    await note(magnitude(off) <= ROUNDING_PAISA ? 'rounding' : 'fee', line.gross_paisa - line.fee_paisa, line.net_paisa)
  }
  if (!terms || terms.fee_basis_points === null || line.kind !== 'paid') return
  const agreed = share(line.gross_paisa, terms.fee_basis_points) + terms.fee_fixed_paisa
  if (magnitude(line.fee_paisa - agreed) > ROUNDING_PAISA) await note('fee', agreed, line.fee_paisa, 'agreed')
}

/** A refund that nobody told us of is booked by the report; one for a payment of an earlier batch shifts a period. */
async function compareRefund(tx: Tx, line: ReportMatch, paymentId: string, note: Note): Promise<void> {
  const refunds = await refundsOfPayment(tx, paymentId)
  const same = refunds.filter(({ amount_paisa }) => amount_paisa === -line.gross_paisa)
  const refund = same.find(({ state }) => state !== 'sent') ?? same[0]
  if (!refund) return note('status', 0n, line.gross_paisa, 'refund')
  if (refund.state !== 'sent') {
    await settleRefundByReport(tx, {
      shop_id: refund.party_id,
      refund_id: refund.refund_id,
      provider_id: line.provider_id || line.our_reference,
    })
  }
  if (line.paid_batch_id && line.paid_batch_id !== line.batch_id) {
    await note('period_shift', -refund.amount_paisa, line.gross_paisa, 'refund')
  }
}

/** Taken from us for a payment that nobody knows: it is missing at the provider, and waits for people. */
async function suspendChargeback(tx: Tx, line: ReportMatch): Promise<void> {
  await post(tx, MARKET_PARTY, {
    cause: `report:${line.batch_id}:${line.line}`,
    at: line.day ? dayStart(line.day) : tx.now,
    entries: [
      { account: suspenseOf(line.holder), paisa: -line.gross_paisa },
      { account: `cash:${line.holder}`, paisa: line.gross_paisa },
    ],
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.reason !== 'ledger.already_posted') throw error
  })
}

const SETTLES_WITHIN_DAYS = 3

/** What should be in a report or in the bank by now and is not; what was missing and came is closed by itself. */
async function lookForMissing(tx: Tx, rail: Pick<PaymentRail, 'name' | 'holder'>): Promise<void> {
  const { holder } = rail
  const days = (await readTerms(tx, holder))?.settles_within_days ?? SETTLES_WITHIN_DAYS
  const isLate = (at: Date) => tx.now.getTime() - at.getTime() > days * DAY_MS
  for (const { reference, amount_paisa, paid_at } of await unreported(tx, rail.name, holder, 500)) {
    const kind = isLate(paid_at) ? 'missing_at_provider' : 'timing'
    await noteBreak(tx, { holder, kind, subject: reference, words: '', ours_paisa: amount_paisa, theirs_paisa: 0n })
  }
  for (const { name, last_day, net_paisa } of await lateBatches(tx, holder)) {
    if (net_paisa === 0n) continue
    const kind = isLate(dayStart(last_day)) ? 'missing_at_provider' : 'timing'
    const subject = `batch ${name}`
    await noteBreak(tx, { holder, kind, subject, words: 'bank', ours_paisa: net_paisa, theirs_paisa: 0n })
  }
  await closeUnseen(tx, holder, ['timing', 'missing_at_provider'], tx.now, 'came')
}

/**
 * What is agreed with a provider. Refuses: invalid books.terms_range.
 */
export async function setProviderTerms(tx: Tx, by: Operator, terms: Terms): Promise<void> {
  const { fee_basis_points, fee_fixed_paisa, settles_within_days } = terms
  const isFee = fee_basis_points === null || (fee_basis_points >= 0 && fee_basis_points <= 2_000)
  const isDays = Number.isInteger(settles_within_days) && settles_within_days >= 1 && settles_within_days <= 60
  if (!isFee || fee_fixed_paisa < 0n || !isDays) throw new Refusal('invalid', 'books.terms_range')
  await upsertTerms(tx, terms, by.person_id)
}

/** What is agreed with every provider. */
export function listProviderTerms(tx: Tx, _by: Operator): Promise<Terms[]> {
  return allTerms(tx)
}

const magnitude = (paisa: Paisa) => (paisa < 0n ? -paisa : paisa)
