import { GROUPS } from '../figures/counting.ts'
import type { Dim } from '../figures/dims.ts'
import { NO_DAY } from '../reading/cells.ts'
import type { OrderLines } from '../reading/lines.ts'
import { Entries } from './entries.ts'

/** What one product sold in one month or week: a unit value is rupees by units. Entries stand product by product. */
export interface UnitValues {
  readonly count: number
  readonly product: Int32Array
  /** From 0, the first month or week of the release. */
  readonly period: Uint16Array
  readonly category: Uint16Array
  readonly paisa: Float64Array
  readonly units: Float64Array
  /** What was in the packs together, in grams, millilitres or pieces; 0 where lines do not tell. */
  readonly content: Float64Array
  readonly periodCount: number
}

/** The group of a product for the error of an index. */
export const groupOfProduct = (product: number) => (Math.imul(product, 0x9e3779b1) >>> 16) % GROUPS

/** By what calendar unit values are added up, and how many different people must have paid a price. */
export interface Slicing {
  readonly firstDay: number
  readonly least: number
}

/**
 * Adds up rupees and units of every product in every period of each calendar. `priced` names the lines product by
 * product; entries whose price fewer than `least` different people paid are left out.
 */
export function unitValuesOf(
  lines: OrderLines,
  priced: Priced,
  calendars: readonly Dim[],
  { firstDay, least }: Slicing,
): UnitValues[] {
  const slices = calendars.map(({ labels, of }) => new Entries(labels.length - 1, of, least))
  const hasContent = lines.content.length > 0
  for (let product = 0; product < lines.productCount; product++) {
    const end = priced.ends[product] ?? 0
    const begin = product === 0 ? 0 : (priced.ends[product - 1] ?? 0)
    if (begin === end) continue
    for (let i = begin; i < end; i++) {
      const line = priced.sequence[i] ?? 0
      const day = (lines.day[line] ?? 0) - firstDay + 1
      const [person, paisa, units] = [lines.buyer[line] ?? -1, lines.value[line] ?? 0, lines.quantity[line] ?? 0]
      const content = hasContent ? units * (lines.content[line] ?? 0) : 0
      const category = lines.category[line] ?? 0
      for (const slice of slices) slice.add(slice.entryOf(day, product, category), person, paisa, units, content)
    }
    for (const slice of slices) slice.end()
  }
  return slices.map((slice) => slice.finish())
}

/** Lines product by product, and where the lines of each product end. */
export interface Priced {
  readonly sequence: Int32Array
  readonly ends: Int32Array
}

/** Lines that have a product, a price, units and a date; if asked, only those that tell what is in a pack. */
export function pricedLines(lines: OrderLines, isMeasured = false): Priced {
  const { product, day, value, quantity, content } = lines
  const starts = new Int32Array(lines.productCount + 1)
  const isPriced = (i: number) =>
    (product[i] ?? -1) >= 0 &&
    day[i] !== NO_DAY &&
    (value[i] ?? 0) > 0 &&
    (quantity[i] ?? 0) > 0 &&
    (!isMeasured || (content[i] ?? 0) > 0)
  let known = 0
  for (let i = 0; i < lines.count; i++) {
    if (!isPriced(i)) continue
    const key = (product[i] ?? 0) + 1
    starts[key] = (starts[key] ?? 0) + 1
    known++
  }
  for (let i = 0; i < lines.productCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const sequence = new Int32Array(known)
  for (let i = 0; i < lines.count; i++) {
    if (!isPriced(i)) continue
    const key = product[i] ?? 0
    const to = starts[key] ?? 0
    sequence[to] = i
    starts[key] = to + 1
  }
  // Each start has moved to the end of its product.
  return { sequence, ends: starts }
}
