import { type Paisa, parseRupees } from '../../../kit/money/money.ts'

/** What a courier's file may say about a parcel. Only the net, the parcel and the payment are always needed. */
export const MONEY_FIELDS = [
  'cod',
  'shipment',
  'handling',
  'fuel',
  'gst',
  'income_tax',
  'sales_tax',
  'other',
  'advance',
  'net',
] as const
export type MoneyField = (typeof MONEY_FIELDS)[number]
export type RemittanceField = MoneyField | 'line' | 'tracking' | 'payment' | 'paid_on'

/** How one courier writes its remittance files. Adapters bring one each; it is data and reads nothing by itself. */
export interface RemittanceShape {
  readonly courier: string
  /** The headings of each field as its files write them; case, spaces and signs do not count. */
  readonly headings: Readonly<Partial<Record<RemittanceField, readonly string[]>>>
}

/** One line as a courier tells it. Charges, taxes and advances are what it took off; all in paisa. */
export interface RemittanceLine {
  /** The courier's own name for the line, once for ever. */
  readonly line_key: string
  readonly tracking: string
  readonly figures: Readonly<Record<MoneyField, Paisa>>
}

export type LineProblem = 'broken' | 'no_tracking' | 'no_payment' | 'no_net' | 'amount'

/** A row of a file: a line, or what is wrong with it. */
export type ReadRow =
  | { readonly kind: 'line'; readonly row: number; readonly line: RemittanceLine }
  | { readonly kind: 'bad'; readonly row: number; readonly problem: LineProblem; readonly tracking: string }
  | { readonly kind: 'total'; readonly net_paisa: Paisa }
  | { readonly kind: 'empty' }

/** In which column each field stands. */
export type Columns = ReadonlyMap<RemittanceField, number>

const NEEDED: readonly RemittanceField[] = ['tracking', 'net']

/** Finds the columns in a row of headings; undefined when it is not one. */
export function columnsOf(shape: RemittanceShape, cells: readonly string[]): Columns | undefined {
  const plain = cells.map(plainHeading)
  const found = new Map<RemittanceField, number>()
  for (const [field, headings] of Object.entries(shape.headings) as [RemittanceField, readonly string[]][]) {
    const wanted = headings.map(plainHeading)
    const at = plain.findIndex((heading) => heading !== '' && wanted.includes(heading))
    if (at >= 0) found.set(field, at)
  }
  const hasNames = found.has('payment') || found.has('line') || found.has('paid_on')
  return hasNames && NEEDED.every((field) => found.has(field)) ? found : undefined
}

function plainHeading(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Reads one row below the headings. */
export function readRow(
  columns: Columns,
  row: { number: number; cells: readonly string[]; problems?: readonly unknown[] },
): ReadRow {
  const cell = (field: RemittanceField) => (row.cells[columns.get(field) ?? -1] ?? '').trim()
  const tracking = cell('tracking').replace(/\s/g, '').toUpperCase()
  if (row.cells.every((text) => text.trim() === '')) return { kind: 'empty' }
  const net_paisa = signedRupees(cell('net'))
  if (tracking === '' || /^(GRAND|SUB)?TOTAL/.test(tracking)) {
    const isTotal = row.cells.some((text) => /\btotal\b/i.test(text))
    if (isTotal && net_paisa !== undefined) return { kind: 'total', net_paisa }
    return { kind: 'bad', row: row.number, problem: 'no_tracking', tracking: '' }
  }
  const bad = (problem: LineProblem): ReadRow => ({ kind: 'bad', row: row.number, problem, tracking })
  if (row.problems && row.problems.length > 0) return bad('broken')
  if (!/^[0-9A-Z/_-]{3,40}$/.test(tracking)) return bad('no_tracking')
  if (cell('net') === '') return bad('no_net')
  const figures = readFigures(cell)
  if (!figures) return bad('amount')
  const name = nameOf(cell, tracking)
  return name === undefined
    ? bad('no_payment')
    : { kind: 'line', row: row.number, line: { line_key: name, tracking, figures } }
}

/** A line is named by its own id, else by the payment it belongs to and its parcel. */
function nameOf(cell: (field: RemittanceField) => string, tracking: string): string | undefined {
  const own = cell('line')
  if (own !== '') return `line ${own}`
  const payment = cell('payment') || cell('paid_on')
  return payment === '' ? undefined : `${payment.toUpperCase()} ${tracking}`
}

function readFigures(cell: (field: RemittanceField) => string): RemittanceLine['figures'] | undefined {
  const figures: Partial<Record<MoneyField, Paisa>> = {}
  for (const field of MONEY_FIELDS) {
    const paisa = signedRupees(cell(field))
    if (paisa === undefined) return undefined
    // Some write what they take off with a minus, some without; it is taken off both ways.
    figures[field] = field === 'net' || field === 'cod' || paisa >= 0n ? paisa : -paisa
  }
  return figures as Record<MoneyField, Paisa>
}

/** "2,450.00", "-250", "(250)", "Rs. 30"; nothing and a dash are zero. Undefined when it is no amount. */
function signedRupees(text: string): Paisa | undefined {
  const plain = text.trim()
  if (plain === '' || /^[-–—]$/.test(plain)) return 0n
  const inside =
    /^\((.*)\)$/.exec(plain)?.[1] ?? /^[-−](.*)$/.exec(plain)?.[1] ?? /^((?:rs\.?|pkr)\s*)[-−](.*)$/i.exec(plain)?.[2]
  const paisa = parseRupees(inside ?? plain)
  return paisa === undefined ? undefined : inside === undefined ? paisa : -paisa
}
