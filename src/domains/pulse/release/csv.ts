import { assert } from '../../../kit/errors/refusal.ts'
import type { Figure } from '../figures/figure.ts'

export const COLUMNS = [
  ...['figure', 'period', 'area', 'category', 'payment_method', 'outcome', 'group', 'value', 'lower', 'upper'],
  ...['orders', 'status'],
] as const

/** figures.csv: one row a figure, in one order for equal figures. */
export function figuresCsv(figures: readonly Figure[]): string {
  const rows = figures.map((f) =>
    [
      ...[f.figure, f.period, f.area, f.category, f.payment_method, f.outcome, f.group],
      ...[number(f.value), number(f.lower), number(f.upper), number(f.orders)],
      f.status,
    ].map(cell),
  )
  return `${[COLUMNS, ...rows].map((row) => row.join(',')).join('\n')}\n`
}

const number = (value: number | undefined) => (value === undefined ? '' : String(value))

/** A cell that a spreadsheet would take for a formula gets an apostrophe: names come from people. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Reads figures.csv back, as this program wrote it. */
export function figuresFrom(csv: string): Figure[] {
  const [head, ...rows] = csv.trimEnd().split('\n')
  assert(head === COLUMNS.join(','), 'a stored release has the columns of this program')
  return rows.map(figureFrom)
}

/** Reads one row of it. */
export function figureFrom(row: string): Figure {
  const cells = cellsOf(row)
  const text = (i: number) => cells[i] ?? ''
  const amount = (i: number) => (text(i) === '' ? undefined : Number(text(i)))
  return {
    figure: text(0),
    period: text(1),
    area: text(2),
    category: text(3),
    payment_method: text(4),
    outcome: text(5),
    group: text(6),
    value: amount(7),
    lower: amount(8),
    upper: amount(9),
    orders: amount(10),
    status: text(11) as Figure['status'],
  }
}

function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.split(',')
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
}

const SDMX = ['DATAFLOW', 'FIGURE', 'TIME_PERIOD', 'FREQ', 'REF_AREA', 'CATEGORY', 'PAYMENT_METHOD', 'OUTCOME', 'GROUP']
const SDMX_ATTRIBUTES = ['OBS_VALUE', 'OBS_LOWER', 'OBS_UPPER', 'OBS_ORDERS', 'OBS_STATUS', 'CONF_STATUS']

/**
 * The same figures as SDMX-CSV 1.0: `_T` is a total, OBS_STATUS A is normal and M missing, CONF_STATUS C is hidden to
 * protect somebody and F is free.
 */
export function sdmxCsv(figures: readonly Figure[]): string {
  const rows = figures
    .filter(({ value, status }) => value !== undefined || status === 'suppressed')
    .map((f) =>
      [
        ...['BHAROSA:PULSE(1.0)', f.figure, f.period === 'all' ? '_T' : f.period, frequencyOf(f.period)],
        ...[f.area, f.category, f.payment_method, f.outcome, f.group].map((text) => text || '_T'),
        ...[number(f.value), number(f.lower), number(f.upper), number(f.orders)],
        ...(f.status === 'suppressed' ? ['M', 'C'] : ['A', 'F']),
      ].map(cell),
    )
  return `${[[...SDMX, ...SDMX_ATTRIBUTES], ...rows].map((row) => row.join(',')).join('\n')}\n`
}

const frequencyOf = (period: string) =>
  period.includes('-W') ? 'W' : period.includes('-') ? 'M' : period === 'all' ? '_Z' : 'A'
