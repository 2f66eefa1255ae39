import { Refusal } from '../../../kit/errors/refusal.ts'
import { latinDigits, type Paisa, parseRupees } from '../../../kit/money/money.ts'
import { readTable } from '../../../kit/tables/read.ts'
import type { TableRow } from '../../../kit/tables/table.ts'
import { foldText } from '../../../kit/text/fold.ts'
import { MOST_STATEMENT_BYTES, MOST_STATEMENT_LINES } from './statement.ts'

export type ReportKind = 'paid' | 'refunded' | 'reversed' | 'failed'

/** One line of a provider's report: a payment of ours as the provider knows it. Amounts are signed by what we get. */
export interface ReportLine {
  readonly batch: string
  readonly kind: ReportKind
  readonly our_reference: string
  readonly provider_id: string
  readonly day: string
  readonly gross_paisa: Paisa
  readonly fee_paisa: Paisa
  readonly net_paisa: Paisa
}

const FIELDS = ['batch', 'our_reference', 'provider_id', 'status', 'day', 'fee', 'net', 'gross'] as const
type Field = (typeof FIELDS)[number]

/** What gateways write over these columns, folded. The order matters: a column is taken by the first that fits. */
const HEADINGS: Readonly<Record<Field, RegExp>> = {
  batch: /batch|settlement (id|ref|no)|payout (id|ref)/,
  our_reference: /(merchant|order|bill|basket|our|txn|customer) ?(ref|id|no)|reference$|^order/,
  provider_id: /(transaction|gateway|retrieval|provider|tracker|rrn|payment) ?(id|ref|no|number|token)?/,
  status: /status|type|result/,
  day: /date|day|time/,
  fee: /fee|commission|mdr|charge|discount/,
  net: /net|payable|settled amount|settlement amount/,
  gross: /gross|amount|total/,
}

/**
 * Reads a gateway's settlement report, CSV or XLSX with any columns whose headings we know.
 * Refuses: invalid books.report_columns, books.report_line with its row, tables.empty; what kit/tables refuses.
 */
export async function readReport(content: Uint8Array, batchName: string): Promise<ReportLine[]> {
  let columns: ReadonlyMap<Field, number> | undefined
  const lines: ReportLine[] = []
  const caps = { rows: MOST_STATEMENT_LINES, file_bytes: MOST_STATEMENT_BYTES }
  for await (const row of readTable(once(content), { caps })) {
    if (!columns) {
      columns = columnsOf(row.cells)
      if (!columns && row.number > 20) break
      continue
    }
    if (row.problems?.some(({ kind }) => kind !== 'extra_cells')) throw wrong(row)
    const line = lineOf(columns, row, batchName)
    if (line) lines.push(line)
  }
  if (!columns) throw new Refusal('invalid', 'books.report_columns')
  if (lines.length === 0) throw new Refusal('invalid', 'tables.empty')
  return lines
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

function columnsOf(cells: readonly string[]): ReadonlyMap<Field, number> | undefined {
  const found = new Map<Field, number>()
  const taken = new Set<number>()
  for (const field of FIELDS) {
    const at = cells.findIndex((cell, nth) => !taken.has(nth) && HEADINGS[field].test(foldText(cell)))
    if (at < 0) continue
    found.set(field, at)
    taken.add(at)
  }
  const isEnough = found.has('our_reference') && found.has('gross') && (found.has('net') || found.has('fee'))
  return isEnough ? found : undefined
}

function lineOf(columns: ReadonlyMap<Field, number>, row: TableRow, batchName: string): ReportLine | undefined {
  const cell = (field: Field) => row.cells[columns.get(field) ?? -1]?.trim() ?? ''
  const our_reference = cell('our_reference').toUpperCase().slice(0, 60)
  if (/total/i.test(row.cells.join(' ')) && our_reference === '') return undefined
  const kind = kindOf(cell('status'))
  const gross = amountOf(cell('gross'))
  const said = { fee: amountOf(cell('fee') || '0'), net: amountOf(cell('net')) }
  if (gross === undefined || said.fee === undefined || (said.net === undefined && cell('net') !== '')) throw wrong(row)
  if (our_reference === '' && cell('provider_id') === '') throw wrong(row)
  // Whatever sign a provider uses, a refund and a reversal take money from us, and a fee is taken.
  const back = kind === 'refunded' || kind === 'reversed'
  const signed = (paisa: Paisa) => (back ? -plain(paisa) : plain(paisa))
  const gross_paisa = kind === 'failed' ? 0n : signed(gross)
  const fee_paisa = kind === 'failed' ? 0n : back && said.fee !== 0n ? feeOfBack(said.fee) : plain(said.fee)
  const net_paisa = said.net === undefined || kind === 'failed' ? gross_paisa - fee_paisa : signed(said.net)
  return {
    batch: cell('batch').slice(0, 60) || batchName,
    kind,
    our_reference,
    provider_id: cell('provider_id').slice(0, 60),
    day: dayOf(cell('day')),
    gross_paisa,
    fee_paisa,
    net_paisa,
  }
}

const plain = (paisa: Paisa) => (paisa < 0n ? -paisa : paisa)
/** A fee that is written below zero beside a refund is given back to us. */
const feeOfBack = (fee: Paisa) => fee

const wrong = (row: TableRow) => new Refusal('invalid', 'books.report_line', { line: row.number })

function kindOf(status: string): ReportKind {
  if (/refund/i.test(status)) return 'refunded'
  if (/revers|chargeback|dispute/i.test(status)) return 'reversed'
  if (/fail|declin|reject|expire/i.test(status)) return 'failed'
  return 'paid'
}

function amountOf(text: string): Paisa | undefined {
  const plainText = latinDigits(text).trim()
  const below = /^-|^\(.*\)$|-$/.test(plainText)
  const paisa = parseRupees(plainText.replace(/^[-(]+|[-)]+$/g, ''))
  return paisa === undefined ? undefined : below ? -paisa : paisa
}

/** The day as the report writes it, as YYYY-MM-DD; empty when it cannot be read. */
function dayOf(text: string): string {
  const iso = /(\d{4})-?(\d{2})-?(\d{2})/.exec(text)
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`
  const ours = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text)
  return ours ? `${ours[3]}-${(ours[2] ?? '').padStart(2, '0')}-${(ours[1] ?? '').padStart(2, '0')}` : ''
}
