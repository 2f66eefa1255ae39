import { GROUPS } from '../figures/counting.ts'
import type { Dim } from '../figures/dims.ts'
import { NO_DAY } from '../reading/cells.ts'
import type { OrderLines } from '../reading/lines.ts'
import { Entries } from './entries.ts'

/**
 * What one product sold in one month or week: a unit value is rupees by units. Entries stand product by product, the
 * earliest period first.
 */
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

/** Whether the product of an entry was sold in another period, too. */
export const isMatched = ({ product }: UnitValues, i: number) =>
  product[i] === product[i - 1] || product[i] === product[i + 1]

/** The group of a product for the error of an index. */
export const groupOfProduct = (product: number) => (Math.imul(product, 0x9e3779b1) >>> 16) % GROUPS

/** By what calendar unit values are added up, how many people must have paid a price, and what one line counts. */
export interface Slicing {
  readonly firstDay: number
  readonly least: number
  /** Paisa of one line that count at most; its units in the same measure. */
  readonly mostPaisa: number
}

/**
 * Adds up rupees and units of every product in every period of each calendar. `priced` names the lines product by
 * product; entries whose price fewer than `least` different people paid are left out.
 */
export function unitValuesOf(
  lines: OrderLines,
  priced: Priced,
  calendars: readonly Dim[],
  { firstDay, least, mostPaisa }: Slicing,
): UnitValues[] {
  const slices = calendars.map(({ labels, of }) => new Entries(labels.length - 1, of, least))
  const near = nearby()
  for (let from = 0, product = 0; from < priced.sequence.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, priced.sequence.length)
    bringNear(near, lines, priced.sequence.subarray(from, to))
    for (let i = from; i < to; i++) {
      while (i === priced.ends[product]) {
        for (const slice of slices) slice.end(product)
        product++
      }
      const at = i - from
      const day = (near.day[at] ?? 0) - firstDay + 1
      const value = near.paisa[at] ?? 0
      const paisa = value > mostPaisa ? mostPaisa : value
      const units = ((near.units[at] ?? 0) * paisa) / value
      const content = units * (near.content[at] ?? 0)
      for (const slice of slices) {
        slice.add(day, near.category[at] ?? 0, near.buyer[at] ?? -1, paisa, units, content)
      }
    }
    if (to === priced.sequence.length) for (const slice of slices) slice.end(product)
  }
  return slices.map((slice) => slice.finish())
}

/** Lines that are fetched together: they lie all over the file, and a processor fetches many as quickly as one. */
const BLOCK = 4_096

const nearby = () => ({
  day: new Int32Array(BLOCK),
  buyer: new Int32Array(BLOCK),
  category: new Uint16Array(BLOCK),
  paisa: new Float64Array(BLOCK),
  units: new Float64Array(BLOCK),
  content: new Float64Array(BLOCK),
})

function bringNear(near: ReturnType<typeof nearby>, lines: OrderLines, sequence: Int32Array): void {
  const { length } = sequence
  for (let i = 0; i < length; i++) near.day[i] = lines.day[sequence[i] ?? 0] ?? 0
  for (let i = 0; i < length; i++) near.buyer[i] = lines.buyer[sequence[i] ?? 0] ?? -1
  for (let i = 0; i < length; i++) near.category[i] = lines.category[sequence[i] ?? 0] ?? 0
  for (let i = 0; i < length; i++) near.paisa[i] = lines.value[sequence[i] ?? 0] ?? 0
  for (let i = 0; i < length; i++) near.units[i] = lines.quantity[sequence[i] ?? 0] ?? 0
  if (lines.content.length === 0) return
  for (let i = 0; i < length; i++) near.content[i] = lines.content[sequence[i] ?? 0] ?? 0
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
