import { marginOf } from '../privacy/margins.ts'
import type { Counted } from '../privacy/measure.ts'
import type { PrivacyRules } from '../privacy/parameters.ts'
import { isSensitive } from '../privacy/rules.ts'
import { type TableName, tableOf } from '../privacy/tables.ts'
import type { Dims } from './dims.ts'
import { cellCount, codesOf, type View } from './views.ts'
import { eachBlock, type ShopWalk, type Walk } from './walks.ts'

/** The lines and the paisa of every cell, before any bound: what helps to decide whether it may be told. */
export interface Whole {
  readonly lines: Float64Array
  readonly value: Float64Array
}

/** Adds up the counted tables to the cells of the views; 0 where no table was counted. */
export function wholeOf(views: readonly View[], dims: Dims, tables: ReadonlyMap<TableName, Counted>): Whole {
  const total = cellCount(views)
  const whole = { lines: new Float64Array(total), value: new Float64Array(total) }
  for (const view of views) {
    const name = tableOf(view.dims)
    const table = name && tables.get(name)
    if (!table) continue
    for (const what of ['lines', 'value'] as const) {
      const sums = marginOf(table, table[what], dims, view.dims)
      for (let cell = view.offset; cell < view.offset + view.size; cell++) {
        whole[what][cell] = sums.get(codesOf(view, cell, dims).join(',')) ?? 0
      }
    }
  }
  return whole
}

/**
 * 1 for every cell with fewer than `least` buyers, from a walk by person. A table is looked through only until each of
 * its cells has so many, which in a large one is soon.
 */
export function fewBuyers(
  people: Walk,
  views: readonly View[],
  dims: Dims,
  { lines }: Whole,
  least: number,
): Uint8Array {
  const missing = new Int32Array(lines.length).fill(least)
  const last = new Int32Array(lines.length).fill(-1)
  const { who } = people
  for (const view of views) {
    let open = 0
    for (let cell = view.offset; cell < view.offset + view.size; cell++) if ((lines[cell] ?? 0) >= least) open++
    const meet = (_view: View, cells: Int32Array, from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const cell = cells[i - from] ?? 0
        const left = missing[cell] ?? 0
        const person = who[i] ?? 0
        if (left === 0 || last[cell] === person) continue
        last[cell] = person
        missing[cell] = left - 1
        if (left === 1) open--
      }
    }
    eachBlock(people, [view], dims, meet, () => open === 0)
  }
  return Uint8Array.from(missing, (left) => (left > 0 ? 1 : 0))
}

/** What is known of the shops of each cell: how many, and of the two largest at most how much. */
interface Shops {
  readonly count: Int32Array
  /** Paisa of the largest, and of the two largest together; or more, where only that is known. */
  readonly largest: Float64Array
  readonly two: Float64Array
}

/**
 * Marks every cell with too few shops or too much of one hand, from a walk by shop. In a cell no shop can have more
 * than in the cells that it is a part of: where that already proves that all cells of a table may be told, it is not
 * counted.
 */
export function markOneSided(
  marks: Uint8Array,
  shops: ShopWalk,
  views: readonly View[],
  dims: Dims,
  { value }: Whole,
  rules: PrivacyRules,
): void {
  const most = () => new Float64Array(marks.length).fill(Number.POSITIVE_INFINITY)
  const known: Shops = { count: new Int32Array(marks.length), largest: most(), two: most() }
  const unknownShops = (value[0] ?? 0) - shops.value.reduce((sum, paisa) => sum + paisa, 0)
  const isProved = (cell: number) => {
    const [total, largest, two] = [value[cell] ?? 0, known.largest[cell] ?? 0, known.two[cell] ?? 0]
    const isShared = two <= (rules.dominance_percent / 100) * total && total - two >= (rules.p_percent / 100) * largest
    return isShared && total - unknownShops > (rules.least_shops - 1) * largest
  }
  const unsureOf = (view: View) => {
    inherit(known, view, byName, dims)
    const cells = Array.from({ length: view.size }, (_, i) => view.offset + i)
    return cells.filter((cell) => marks[cell] === 0 && !isProved(cell))
  }
  const byName = new Map(views.map((view) => [view.name, view]))
  const ranked = new Set<View | undefined>()
  const rank = (view: View) => {
    if (!ranked.has(view)) rankShops(known, shops, view, dims)
    ranked.add(view)
  }
  for (const view of views) {
    if (unsureOf(view).length === 0) continue
    // Tables of one dimension prove much about those of several.
    const above = view.dims.length > 1 ? view.dims.flatMap((name) => byName.get(name) ?? []) : []
    above.forEach(rank)
    const unsure = unsureOf(view)
    if (unsure.length === 0) continue
    rank(view)
    for (const cell of unsure) {
      const [largest, two] = [known.largest[cell] ?? 0, known.two[cell] ?? 0]
      const hands = { shops: known.count[cell] ?? 0, total: value[cell] ?? 0, largest, second: two - largest }
      if (isSensitive({ ...hands, buyers: rules.least_buyers }, rules, true)) marks[cell] = 1
    }
  }
}

/** A cell knows at first what the cells know that it is a part of. */
function inherit({ largest, two }: Shops, view: View, byName: ReadonlyMap<string, View>, dims: Dims): void {
  view.dims.forEach((_, d) => {
    const above = byName.get(view.dims.filter((_, i) => i !== d).join('×'))
    if (!above) return
    for (let cell = view.offset; cell < view.offset + view.size; cell++) {
      const codes = codesOf(view, cell, dims).toSpliced(d, 1)
      const parent = codes.reduce((sum, code, i) => sum + code * (above.strides[i] ?? 1), above.offset)
      largest[cell] = Math.min(largest[cell] ?? 0, largest[parent] ?? 0)
      two[cell] = Math.min(two[cell] ?? 0, two[parent] ?? 0)
    }
  })
}

/** Counts the shops of each cell of one view, and finds the two that sold most in it. */
function rankShops(known: Shops, { who, value, ...walk }: ShopWalk, view: View, dims: Dims): void {
  const last = new Int32Array(view.size).fill(-1)
  const [sum, count] = [new Float64Array(view.size), new Int32Array(view.size)]
  const [first, second] = [new Float64Array(view.size), new Float64Array(view.size)]
  const rank = (at: number, worth: number) => {
    const most = first[at] ?? 0
    if (worth > most) {
      second[at] = most
      first[at] = worth
    } else if (worth > (second[at] ?? 0)) second[at] = worth
  }
  eachBlock(walk, [view], dims, (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      const at = (cells[i - from] ?? 0) - view.offset
      const shop = who[i] ?? 0
      if (last[at] === shop) sum[at] = (sum[at] ?? 0) + (value[i] ?? 0)
      else {
        rank(at, sum[at] ?? 0)
        last[at] = shop
        sum[at] = value[i] ?? 0
        count[at] = (count[at] ?? 0) + 1
      }
    }
  })
  for (let at = 0; at < view.size; at++) {
    rank(at, sum[at] ?? 0)
    known.count[view.offset + at] = count[at] ?? 0
    known.largest[view.offset + at] = first[at] ?? 0
    known.two[view.offset + at] = (first[at] ?? 0) + (second[at] ?? 0)
  }
}
