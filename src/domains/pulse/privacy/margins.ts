import type { DimName, Dims } from '../figures/dims.ts'
import type { Quantity } from '../figures/specs.ts'
import { codesOf, layOut, type View } from '../figures/views.ts'
import { fitBoth, fitTo, type Most } from './fitting.ts'
import type { Measured } from './measure.ts'

/** Sums of a view with the noise that is left on each. */
export interface Sums extends Grid {
  /** In lines, orders or rupees, squared. */
  readonly variance: readonly number[]
}

/** Numbers that stand on the cells of a view. */
export interface Grid {
  readonly view: View
  readonly values: readonly number[]
  /** What no value may be above. */
  readonly most?: Most
}

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
  table: { readonly view: View },
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
export function keysOf(table: { readonly view: View }, dims: Dims, by: readonly DimName[]): (cell: number) => string {
  const ways = by.map((name) => {
    const d = findDim(table.view.dims, dims, name)
    const own = table.view.dims[d] ?? name
    const [stride, count] = [table.view.strides[d] ?? 1, dims[own].labels.length]
    const map = coarser(dims, own, name)
    return (cell: number) => map(Math.floor(cell / stride) % count)
  })
  return (cell) => ways.map((way) => way(cell)).join(',')
}

/**
 * Answers sums by some dimensions, in steps: of all tables that have these dimensions, each weighed by the noise that
 * is on its sums. They may lie below zero. Undefined when no table has them.
 */
export function bestOf(tables: readonly Measured[], quantity: Quantity, dims: Dims, step: number) {
  return (...by: readonly DimName[]): Sums | undefined => {
    const [view] = layOut(dims, [by])
    const able = tables.filter(({ view: { dims: own } }) => by.every((name) => findDim(own, dims, name) >= 0))
    if (!view || able.length === 0) return undefined
    const [sums, weights] = [new Float64Array(view.size), new Float64Array(view.size)]
    for (const table of able) {
      const at = placesIn(table.view, view, dims)
      const [own, leaves] = [new Float64Array(view.size), new Float64Array(view.size)]
      table.noisy[quantity].forEach((value, cell) => {
        const to = at[cell] ?? 0
        own[to] = (own[to] ?? 0) + value
        leaves[to] = (leaves[to] ?? 0) + 1
      })
      for (let i = 0; i < view.size; i++) {
        if (leaves[i] === 0) continue
        const weight = 1 / (table.variance[quantity] * (leaves[i] ?? 1))
        sums[i] = (sums[i] ?? 0) + (own[i] ?? 0) * weight
        weights[i] = (weights[i] ?? 0) + weight
      }
    }
    const variance = Array.from(weights, (weight) => 1 / (weight || 1))
    const values = Array.from(sums, (sum, i) => {
      const value = sum / (weights[i] || 1)
      const isNoise = value <= 2 * Math.sqrt(variance[i] ?? 0) && mayBeNothing(view, i, dims)
      return isNoise ? NOTHING : value / step
    })
    return { view, values, variance }
  }
}

/** So far below zero that nothing is fitted to it, unless nothing else is there. */
const NOTHING = -1e9

/** Words that every release has, whether any line of it has them or not. */
const FIXED: readonly DimName[] = ['outcome', 'size', 'condition', 'womenLed']

/**
 * What is not known of lines, and words that no line need have: when they are no more than noise makes of none, they
 * are taken as none. Else a part of the others would be told as theirs, and one of these hidden beside them.
 */
function mayBeNothing(view: View, cell: number, dims: Dims): boolean {
  const [only, ...others] = view.dims
  return codesOf(view, cell, dims).includes(0) || (only !== undefined && others.length === 0 && FIXED.includes(only))
}

/**
 * How large the sums by some dimensions may be, from tables that are fitted already and agree. Undefined when none has
 * these dimensions.
 */
export function mostOf(tables: readonly Grid[], dims: Dims, by: readonly DimName[]): number[] | undefined {
  const [view] = layOut(dims, [by])
  const table = tables.find(({ view: { dims: own } }) => by.every((name) => findDim(own, dims, name) >= 0))
  if (!view || !table) return undefined
  const sums = marginOf(table, table.values, dims, by)
  return Array.from({ length: view.size }, (_, cell) => sums.get(codesOf(view, cell, dims).join(',')) ?? 0)
}

/** At which cell of a coarser view each cell of a view is counted. */
function placesIn(own: View, above: View, dims: Dims): Int32Array {
  const places = new Int32Array(own.size)
  above.dims.forEach((name, i) => {
    const d = findDim(own.dims, dims, name)
    const from = own.dims[d] ?? name
    const map = coarser(dims, from, name)
    const codes = Int32Array.from(dims[from].labels, (_, code) => map(code))
    const [stride, times] = [own.strides[d] ?? 1, above.strides[i] ?? 1]
    for (let cell = 0; cell < own.size; cell++) {
      places[cell] = (places[cell] ?? 0) + (codes[Math.floor(cell / stride) % codes.length] ?? 0) * times
    }
  })
  return places
}

/** Where a dimension stands among others: itself, or one that it is a coarser form of. */
function findDim(own: readonly DimName[], dims: Dims, name: DimName): number {
  const same = own.indexOf(name)
  return same < 0 ? own.findIndex((one) => isFiner(dims, one, name)) : same
}

/** Days tell of months and these of years, places of provinces; never the other way round. */
function isFiner(dims: Dims, from: DimName, to: DimName): boolean {
  if (dims[from].base !== dims[to].base) return false
  const map = coarser(dims, from, to)
  return dims[from].of.every((code, base) => dims[to].of[base] === map(code))
}

/** A grid fitted into the totals of another by some dimensions that both have; by none, into its sum. */
export function nestIn(own: Grid | undefined, above: Grid | undefined, by: readonly DimName[], dims: Dims) {
  if (!own || !above) return undefined
  const totals = marginOf(above, above.values, dims, by)
  const values = own.values.map(() => 0)
  for (const [key, cells] of groupsOf(own, dims, by)) {
    const parts = fitTo(
      cells.map((cell) => own.values[cell] ?? 0),
      totals.get(key) ?? 0,
      own.most && cells.map((cell) => own.most?.[cell] ?? 0),
    )
    cells.forEach((cell, i) => {
      values[cell] = parts[i] ?? 0
    })
  }
  return { view: own.view, values }
}

function groupsOf(grid: Grid, dims: Dims, by: readonly DimName[]): Map<string, number[]> {
  return Map.groupBy(
    grid.values.map((_, cell) => cell),
    keysOf(grid, dims, by),
  )
}

/** Totals that a grid keeps to: those of another grid by some dimensions that both have. */
export type Side = readonly [above: Grid | undefined, by: readonly DimName[]]

/** A grid fitted into totals from two sides at once, in each of some groups by itself. */
export function crossIn(
  own: Grid | undefined,
  groups: readonly DimName[],
  [left, rowsBy]: Side,
  [top, columnsBy]: Side,
  dims: Dims,
): Grid | undefined {
  if (!own || !left || !top) return undefined
  const [rowOf, columnOf] = [keysOf(own, dims, rowsBy), keysOf(own, dims, columnsBy)]
  const [rowTotals, columnTotals] = [
    marginOf(left, left.values, dims, rowsBy),
    marginOf(top, top.values, dims, columnsBy),
  ]
  const values = own.values.map(() => 0)
  for (const cells of groupsOf(own, dims, groups).values()) {
    const rows = [...new Set(cells.map(rowOf))]
    const columns = [...new Set(cells.map(columnOf))]
    const [rowAt, columnAt] = [new Map(rows.map((key, i) => [key, i])), new Map(columns.map((key, i) => [key, i]))]
    const at = (cell: number) => (rowAt.get(rowOf(cell)) ?? 0) * columns.length + (columnAt.get(columnOf(cell)) ?? 0)
    const table = new Array<number>(rows.length * columns.length).fill(0)
    const most = own.most && [...table]
    for (const cell of cells) {
      table[at(cell)] = own.values[cell] ?? 0
      if (most) most[at(cell)] = own.most?.[cell] ?? 0
    }
    const whole = fitBoth(
      table,
      rows.map((key) => rowTotals.get(key) ?? 0),
      columns.map((key) => columnTotals.get(key) ?? 0),
      most,
    )
    for (const cell of cells) values[cell] = whole[at(cell)] ?? 0
  }
  return { view: own.view, values }
}
