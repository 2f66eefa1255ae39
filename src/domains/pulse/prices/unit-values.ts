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

/**
 * Adds up rupees and units of every product in every period of a calendar. `sequence` names the lines product by
 * product; entries whose price fewer than `least` different people paid are left out.
 */
export function unitValuesOf(
  lines: OrderLines,
  sequence: Int32Array,
  { calendar, firstDay, least }: { calendar: Dim; firstDay: number; least: number },
): UnitValues {
  const periodCount = calendar.labels.length - 1
  const hasContent = lines.content.length > 0
  const at = new Int32Array(periodCount).fill(-1)
  const entries = new Entries()
  let [current, begun] = [-1, 0]
  for (let i = 0; i < sequence.length; i++) {
    const line = sequence[i] ?? 0
    const which = lines.product[line] ?? 0
    if (which !== current) {
      begun = entries.end(begun, least, at)
      current = which
    }
    const when = (calendar.of[(lines.day[line] ?? 0) - firstDay + 1] ?? 0) - 1
    const many = lines.quantity[line] ?? 0
    let entry = at[when] ?? -1
    if (entry < 0) {
      entry = entries.begin(which, when, lines.category[line] ?? 0)
      at[when] = entry
    }
    entries.add(entry, lines.buyer[line] ?? -1, lines.value[line] ?? 0, many)
    if (hasContent) entries.addContent(entry, many * (lines.content[line] ?? 0))
  }
  entries.end(begun, least, at)
  return entries.finish(periodCount)
}

/** Lines that have a product, a price, units and a date, product by product; only those that tell what is in a pack. */
export function pricedLines(lines: OrderLines, isMeasured = false): Int32Array {
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
  return sequence
}
