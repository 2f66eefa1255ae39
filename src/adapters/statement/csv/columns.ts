import { type ReadHints, STATEMENT_FIELDS, type StatementField } from '../../../domains/payments/books/statement.ts'
import { foldText } from '../../../kit/text/fold.ts'

/** What banks here write over their columns, folded; the first that fits a column takes it. */
const HEADINGS: readonly (readonly [StatementField, RegExp])[] = [
  ['balance', /balance|بیلنس|بقایا/],
  ['sign', /^(dr cr|cr dr|d c|type|dr or cr|debit credit|txn type|transaction type|dr cr indicator)$/],
  ['debit', /^(debit|debits|dr|withdrawals?|paid out|money out)\b|نکلوا|ڈیبٹ/],
  ['credit', /^(credit|credits|cr|deposits?|paid in|money in|lodg)\b|جمع|کریڈٹ/],
  ['amount', /amount|رقم/],
  ['our_reference', /(customer|client|payer|end to end|our) ?(ref|id)/],
  [
    'bank_reference',
    /(ref|rrn|stan|transaction id|txn id|trans id|instrument|cheque|chq|document|doc no|voucher|حوالہ)/,
  ],
  ['words', /descri|narrat|particular|detail|remark|purpose|تفصیل/],
  ['other_side', /(sender|payer|beneficiary|counter ?party|from|name|بھیجنے)/],
  ['day', /date|day|تاریخ/],
]

export type Columns = ReadonlyMap<StatementField, number>

/**
 * Which column is what, from the row of headings, or undefined when this row is not one: a day and an amount are
 * needed. A person's choice goes before our guess.
 */
export function columnsOf(cells: readonly string[], hints: ReadHints): Columns | undefined {
  const found = new Map<StatementField, number>()
  const taken = new Set<number>()
  for (const field of STATEMENT_FIELDS) {
    const wanted = hints.columns?.[field]
    if (wanted === undefined || wanted === '') continue
    const at = cells.findIndex((cell) => foldText(cell) === foldText(wanted))
    if (at < 0) return undefined
    found.set(field, at)
    taken.add(at)
  }
  for (const [field, pattern] of HEADINGS) {
    if (found.has(field)) continue
    const fits = cells.flatMap((cell, at) => (!taken.has(at) && pattern.test(foldText(cell)) ? [at] : []))
    const at = field === 'day' ? (fits.find((one) => !/value/i.test(cells[one] ?? '')) ?? fits[0]) : fits[0]
    if (at === undefined) continue
    found.set(field, at)
    taken.add(at)
  }
  const hasMoney = found.has('amount') || found.has('credit') || found.has('debit')
  return found.has('day') && hasMoney ? found : undefined
}
