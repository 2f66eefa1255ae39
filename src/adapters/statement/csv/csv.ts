import {
  MOST_STATEMENT_BYTES,
  MOST_STATEMENT_LINES,
  type ReadHints,
  type StatementLine,
  type StatementPart,
  type StatementReader,
} from '../../../domains/payments/books/statement.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { latinDigits, type Paisa } from '../../../kit/money/money.ts'
import { readTable } from '../../../kit/tables/read.ts'
import type { TableRow } from '../../../kit/tables/table.ts'
import { damaged, oneLine, paisaOf, readDay } from '../reading.ts'
import { type Columns, columnsOf } from './columns.ts'

/** Statements as a table, the way a bank's site lets people download them: any columns, in any order of days. */
export const csv: StatementReader = {
  format: 'csv',
  looksLike: (start) => start.length > 0 && !/^\W{0,4}</.test(Buffer.from(start.subarray(0, 64)).toString('latin1')),
  read: (bytes, hints) => readCsv(bytes, hints),
}

const HEAD_ROWS = 40

interface Sheet {
  account: string
  opening: Paisa | undefined
  closing: Paisa | undefined
  rows: Row[]
}

interface Row extends StatementLine {
  readonly balance: Paisa | undefined
}

async function* readCsv(bytes: AsyncIterable<Uint8Array>, hints: ReadHints): AsyncGenerator<StatementPart> {
  const sheet: Sheet = { account: '', opening: hints.opening_paisa, closing: hints.closing_paisa, rows: [] }
  let columns: Columns | undefined
  let count = 0
  const caps = { file_bytes: MOST_STATEMENT_BYTES, packed_bytes: 4 * 1024 * 1024, rows: MOST_STATEMENT_LINES }
  for await (const row of readTable(bytes, { caps })) {
    count++
    if (row.problems?.some(({ kind }) => kind !== 'extra_cells')) throw damaged(row.number)
    if (columns) takeRow(sheet, columns, row)
    else {
      columns = columnsOf(row.cells, hints)
      if (!columns) readPreamble(sheet, row)
      if (!columns && count >= HEAD_ROWS) break
    }
  }
  if (!columns) throw new Refusal('invalid', 'books.statement_columns')
  yield* told(sheet)
}

const IBAN = /\bPK\d{2}[A-Z]{4}[A-Z0-9]{16}\b/

/** What stands above the table: the account, perhaps the balances. */
function readPreamble(sheet: Sheet, { cells }: TableRow): void {
  const text = cells.join(' ')
  const account =
    IBAN.exec(text.replace(/\s+/g, '').toUpperCase()) ??
    /account\s*(?:no|number|#)?\.?\s*:?\s*([\d-]{8,24})/i.exec(text)
  sheet.account ||= account ? (account[1] ?? account[0]).replaceAll('-', '') : ''
  const last = cells.map(moneyOf).findLast((value) => value !== undefined)
  if (last === undefined) return
  if (/open|brought forward|b\/f/i.test(text)) sheet.opening ??= last
  if (/clos|carried forward|c\/f/i.test(text)) sheet.closing ??= last
}

function takeRow(sheet: Sheet, columns: Columns, row: TableRow): void {
  const cell = (field: Parameters<Columns['get']>[0]) => row.cells[columns.get(field) ?? -1]?.trim() ?? ''
  const words = oneLine(cell('words'))
  const day = readDay(cell('day'))
  const paisa = movedBy(cell)
  if (
    /^\W*(opening|closing) balance|brought forward|carried forward|^\W*(grand )?totals?\b/i.test(
      row.cells.join(' ').trim(),
    ) ||
    /^(opening|closing) balance|^(grand )?totals?$|balance [bc]\/?f/i.test(words)
  ) {
    const balance = moneyOf(cell('balance')) ?? row.cells.map(moneyOf).findLast((value) => value !== undefined)
    if (/open|brought/i.test(row.cells.join(' '))) sheet.opening ??= balance
    else if (/clos|carried/i.test(row.cells.join(' '))) sheet.closing ??= balance
    return
  }
  if (!day && paisa === undefined) {
    // A line of words under the table, or the second line of a narration.
    const last = sheet.rows.at(-1)
    if (last && words) sheet.rows[sheet.rows.length - 1] = { ...last, words: oneLine(`${last.words} ${words}`) }
    return
  }
  if (!day) throw new Refusal('invalid', 'books.statement_day', { line: row.number, text: cell('day').slice(0, 20) })
  if (paisa === undefined) throw new Refusal('invalid', 'books.statement_amount', { line: row.number })
  const balance = cell('balance') === '' ? undefined : moneyOf(cell('balance'))
  if (balance === undefined && cell('balance') !== '')
    throw new Refusal('invalid', 'books.statement_amount', { line: row.number })
  if (paisa === 0n) return
  sheet.rows.push({
    kind: 'line',
    day,
    paisa,
    is_reversal: /\brevers(al|ed)\b|\bRVSL\b/i.test(words),
    bank_reference: oneLine(cell('bank_reference'), 60),
    our_reference: oneLine(cell('our_reference'), 60),
    other_side: oneLine(cell('other_side'), 160),
    words,
    raw: row.cells.join('\t').slice(0, 4_000),
    place: row.number,
    balance,
  })
}

type Cell = (field: Parameters<Columns['get']>[0]) => string

/** What a row moved: from a column for each direction, or one amount with a sign or a word beside it. */
function movedBy(cell: Cell): Paisa | undefined {
  const credit = cell('credit')
  const debit = cell('debit')
  if (credit !== '' || debit !== '') {
    const [came, went] = [moneyOf(credit || '0'), moneyOf(debit || '0')]
    if (came === undefined || went === undefined) return undefined
    // Some banks write what went out below zero, in its own column.
    return came - (went < 0n ? -went : went)
  }
  const amount = cell('amount')
  const paisa = amount === '' ? undefined : moneyOf(amount)
  if (paisa === undefined) return undefined
  const sign = cell('sign')
  if (/^(d|dr|debit|withdraw|out)/i.test(sign)) return paisa < 0n ? paisa : -paisa
  return paisa
}

/** "1,25,000.50", "(500)", "-500", "500 Dr", "۱۲۳٫۵۰", "Rs 500/-", and "-" for nothing. */
export function moneyOf(text: string): Paisa | undefined {
  let plain = latinDigits(text)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069'"\s]/gu, '')
    .replace(/[−–]/g, '-')
    .replace(/٫/g, '.')
    .replace(/^(rs\.?|pkr|روپے)/i, '')
    .replace(/(\/-|\/=|pkr)$/i, '')
  if (/^-+$/.test(plain)) return 0n
  const isDebit = /dr\.?$/i.test(plain)
  plain = plain.replace(/(dr|cr)\.?$/i, '')
  const isBracketed = /^\(.*\)$/.test(plain)
  const isBelow = /^-|-$/.test(plain)
  plain = plain.replace(/^\((.*)\)$/, '$1').replace(/^[+-]|-$/g, '')
  if (!/^(\d{1,3}([,،٬]\d{2,3})*[,،٬]\d{3}|\d+)(\.\d{1,5})?$/.test(plain)) return undefined
  const paisa = paisaOf(plain.replace(/[,،٬]/g, ''))
  return paisa === undefined ? undefined : isDebit || isBracketed || isBelow ? -paisa : paisa
}

/** Puts the rows in the order of the days, and the balances where the file left them out but told them by the way. */
function* told(sheet: Sheet): Generator<StatementPart> {
  const rows = inOrder(sheet.rows)
  const [first] = rows
  const last = rows.at(-1)
  const opening = sheet.opening ?? (first?.balance === undefined ? undefined : first.balance - first.paisa)
  const closing = sheet.closing ?? last?.balance ?? (rows.length === 0 ? opening : undefined)
  if (opening === undefined || closing === undefined) throw new Refusal('invalid', 'books.statement_no_balance')
  if (!first || !last) throw new Refusal('invalid', 'books.statement_empty')
  yield { kind: 'opening', account: sheet.account, number: '', day: first.day, paisa: opening }
  let balance = opening
  for (const { balance: said, ...line } of rows) {
    balance += line.paisa
    if (said !== undefined && said !== balance)
      throw new Refusal('invalid', 'books.statement_row_off', { line: line.place })
    yield line
  }
  yield { kind: 'closing', day: last.day, paisa: closing }
}

/** Oldest first. The running balance says which way round the file is; without one, the days do. */
function inOrder(rows: readonly Row[]): Row[] {
  const [first, second] = rows
  const last = rows.at(-1)
  if (!first || !second || !last) return [...rows]
  const runs = (list: readonly Row[]) =>
    list.every((row, at) => {
      const before = list[at - 1]
      return (
        !before ||
        before.balance === undefined ||
        row.balance === undefined ||
        before.balance + row.paisa === row.balance
      )
    })
  const turned = rows.toReversed()
  const isTold = rows.some(({ balance }) => balance !== undefined)
  if (isTold) return !runs(rows) && runs(turned) ? turned : [...rows]
  return first.day > last.day ? turned : [...rows]
}
