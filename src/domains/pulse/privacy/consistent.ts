import type { DimName, Dims } from '../figures/dims.ts'
import type { Quantity } from '../figures/specs.ts'
import { fitBoth, fitTo } from './fitting.ts'
import type { Measured } from './measure.ts'
import type { TableName } from './tables.ts'

/** One table of whole steps. Cells stand as in the view of the table. */
type Fitted = Map<TableName, number[]>

/** Answers how a code of one dimension is told in a coarser one: a month in a year, a place in a province. */
export function coarser(dims: Dims, from: DimName, to: DimName): (code: number) => number {
  if (from === to) return (code) => code
  const base = new Int32Array(dims[from].labels.length).fill(-1)
  dims[from].of.forEach((code, at) => {
    if (base[code] === -1) base[code] = at
  })
  return (code) => dims[to].of[base[code] ?? -1] ?? 0
}

/** Sums of a table over some of its dimensions, or over coarser ones. Keys are codes joined by commas. */
export function marginOf(
  table: Pick<Measured, 'view'>,
  values: ArrayLike<number>,
  dims: Dims,
  by: readonly DimName[],
): Map<string, number> {
  const sums = new Map<string, number>()
  const keyOf = keysOf(table, dims, by)
  for (let cell = 0; cell < values.length; cell++) {
    const key = keyOf(cell)
    sums.set(key, (sums.get(key) ?? 0) + (values[cell] ?? 0))
  }
  return sums
}

/** The key of each cell of a table in some dimensions. */
export function keysOf(table: Pick<Measured, 'view'>, dims: Dims, by: readonly DimName[]): (cell: number) => string {
  const ways = by.map((name) => {
    const d = table.view.dims.findIndex((own) => own === name || dims[own].base === dims[name].base)
    const own = table.view.dims[d] ?? name
    const [stride, count] = [table.view.strides[d] ?? 1, dims[own].labels.length]
    const map = coarser(dims, own, name)
    return (cell: number) => map(Math.floor(cell / stride) % count)
  })
  return (cell) => ways.map((way) => way(cell)).join(',')
}

/**
 * Makes all tables of one quantity agree. From the top: the months, by their own answer and by the sums of two finer
 * tables, weighed by their noise; then each table in the totals of those before it. Whole steps of `step`, nothing
 * below
 * zero.
 */
export function makeConsistent(
  measured: ReadonlyMap<TableName, Measured>,
  quantity: Quantity,
  dims: Dims,
  step: number,
): Fitted {
  const fitted: Fitted = new Map()
  const month = measured.get('month')
  if (!month) return fitted
  const steps = (table: Measured) => table.noisy[quantity].map((value) => value / step)
  fitted.set('month', bestMonths(month, [...measured.values()], quantity, dims, step))
  const nest = (name: TableName, parent: TableName, by: readonly DimName[]) => {
    const [own, above] = [measured.get(name), measured.get(parent)]
    const totals = above && fitted.get(parent)
    if (!own || !above || !totals) return
    fitted.set(name, nestIn(own, steps(own), marginOf(above, totals, dims, by), dims, by))
  }
  const cross = (
    name: TableName,
    rows: readonly [TableName, readonly DimName[]],
    columns: readonly [TableName, readonly DimName[]],
  ) => {
    const [own, left, top] = [measured.get(name), measured.get(rows[0]), measured.get(columns[0])]
    const [leftCells, topCells] = [fitted.get(rows[0]), fitted.get(columns[0])]
    if (!own || !left || !top || !leftCells || !topCells) return
    const [a, b] = [marginOf(left, leftCells, dims, rows[1]), marginOf(top, topCells, dims, columns[1])]
    fitted.set(name, crossFit(own, steps(own), [rows[1], a], [columns[1], b], dims))
  }
  nest('payment', 'month', ['month'])
  if (quantity === 'orders') {
    // An order of two categories counts in both, so orders by category add up to more than the orders of the month.
    const category = measured.get('category')
    if (category)
      fitted.set(
        'category',
        steps(category).map((value) => Math.max(0, Math.round(value))),
      )
    nest('goods', 'category', ['category'])
  } else nest('category', 'month', ['month'])
  if (!measured.has('payment')) return fitted
  if (quantity !== 'orders') cross('goods', ['category', ['category']], ['payment', ['method', 'outcome']])
  nest('place', 'payment', ['year', 'method'])
  cross('fate', ['place', ['place']], ['payment', ['outcome']])
  crossByMethod(measured, fitted, steps, dims)
  nest('day', 'month', ['month'])
  for (const name of ['hour', 'size', 'condition', 'womenLed'] as const) nest(name, 'month', [])
  return fitted
}

function bestMonths(
  month: Measured,
  tables: readonly Measured[],
  quantity: Quantity,
  dims: Dims,
  step: number,
): number[] {
  const finer = tables.filter(({ name }) => name === 'payment' || (name === 'category' && quantity !== 'orders'))
  const sums = finer.map((table) => marginOf(table, table.noisy[quantity], dims, ['month']))
  return month.noisy[quantity].map((own, code) => {
    let [top, weight] = [own / month.variance[quantity], 1 / month.variance[quantity]]
    finer.forEach((table, i) => {
      const parts = table.view.size / dims.month.labels.length
      const trust = 1 / (table.variance[quantity] * parts)
      top += (sums[i]?.get(String(code)) ?? 0) * trust
      weight += trust
    })
    return Math.max(0, Math.round(top / weight / step))
  })
}

function nestIn(
  table: Measured,
  noisy: readonly number[],
  totals: ReadonlyMap<string, number>,
  dims: Dims,
  by: readonly DimName[],
): number[] {
  const keyOf = keysOf(table, dims, by)
  const families = Map.groupBy(
    noisy.map((_, cell) => cell),
    keyOf,
  )
  const fitted = noisy.map(() => 0)
  for (const [key, cells] of families) {
    const values = fitTo(
      cells.map((cell) => noisy[cell] ?? 0),
      totals.get(key) ?? 0,
    )
    cells.forEach((cell, i) => {
      fitted[cell] = values[i] ?? 0
    })
  }
  return fitted
}

type Margin = readonly [by: readonly DimName[], totals: ReadonlyMap<string, number>]

function crossFit(table: Measured, noisy: readonly number[], rows: Margin, columns: Margin, dims: Dims): number[] {
  const [rowOf, columnOf] = [keysOf(table, dims, rows[0]), keysOf(table, dims, columns[0])]
  const cells = noisy.map((_, cell) => cell)
  return placed(cells, noisy, rowOf, columnOf, rows[1], columns[1], noisy.length)
}

/** Fits the cells of one two-way table and puts the answers back where they stand. */
function placed(
  cells: readonly number[],
  noisy: readonly number[],
  rowOf: (cell: number) => string,
  columnOf: (cell: number) => string,
  rowTotals: ReadonlyMap<string, number>,
  columnTotals: ReadonlyMap<string, number>,
  size: number,
): number[] {
  const rows = [...new Set(cells.map(rowOf))]
  const columns = [...new Set(cells.map(columnOf))]
  const [rowAt, columnAt] = [new Map(rows.map((key, i) => [key, i])), new Map(columns.map((key, i) => [key, i]))]
  const at = (cell: number) => (rowAt.get(rowOf(cell)) ?? 0) * columns.length + (columnAt.get(columnOf(cell)) ?? 0)
  const table = new Array<number>(rows.length * columns.length).fill(0)
  for (const cell of cells) table[at(cell)] = noisy[cell] ?? 0
  const whole = fitBoth(
    table,
    rows.map((key) => rowTotals.get(key) ?? 0),
    columns.map((key) => columnTotals.get(key) ?? 0),
  )
  const fitted = new Array<number>(size).fill(0)
  for (const cell of cells) fitted[cell] = whole[at(cell)] ?? 0
  return fitted
}

/** Months by metro, method by method: months as the payments say, metros as the places say. */
function crossByMethod(
  measured: ReadonlyMap<TableName, Measured>,
  fitted: Fitted,
  steps: (table: Measured) => number[],
  dims: Dims,
): void {
  const [own, payment, place] = [measured.get('metro'), measured.get('payment'), measured.get('place')]
  const [paid, placedCells] = [fitted.get('payment'), fitted.get('place')]
  if (!own || !payment || !place || !paid || !placedCells) return
  const months = marginOf(payment, paid, dims, ['month', 'method'])
  const metros = marginOf(place, placedCells, dims, ['metro', 'method'])
  const [monthOf, metroOf] = [keysOf(own, dims, ['month', 'method']), keysOf(own, dims, ['metro', 'method'])]
  const noisy = steps(own)
  const byMethod = Map.groupBy(
    noisy.map((_, cell) => cell),
    keysOf(own, dims, ['method']),
  )
  const all = noisy.map(() => 0)
  for (const cells of byMethod.values()) {
    const part = placed(cells, noisy, monthOf, metroOf, months, metros, noisy.length)
    for (const cell of cells) all[cell] = part[cell] ?? 0
  }
  fitted.set('metro', all)
}
