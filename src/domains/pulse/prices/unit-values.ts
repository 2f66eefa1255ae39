import { GROUPS } from '../figures/counting.ts'
import type { Dims } from '../figures/dims.ts'
import { NO_DAY } from '../reading/cells.ts'
import type { OrderLines } from '../reading/lines.ts'

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
  /** Distinct buyers, up to 3: enough to know whether a price belongs to one person. */
  readonly buyers: Uint8Array
  readonly periodCount: number
}

/** The group of a product for the error of an index. */
export const groupOfProduct = (product: number) => (Math.imul(product, 0x9e3779b1) >>> 16) % GROUPS

/** Which lines are added up, and into what. */
export interface Slicing {
  readonly by?: 'month' | 'week'
  /** Only lines that tell what is in a pack. */
  readonly isMeasured?: boolean
}

/** Adds up rupees and units of every product in every period. Lines without product, price, units or date are left out. */
export function unitValuesOf(
  lines: OrderLines,
  dims: Dims,
  firstDay: number,
  { by = 'month', isMeasured = false }: Slicing = {},
): UnitValues {
  const calendar = dims[by]
  const periodCount = calendar.labels.length - 1
  const sequence = byProduct(lines, isMeasured)
  const at = new Int32Array(periodCount).fill(-1)
  const [product, period, category] = [new Column(Int32Array), new Column(Uint16Array), new Column(Uint16Array)]
  const [paisa, units, buyers] = [new Column(Float64Array), new Column(Float64Array), new Column(Uint8Array)]
  const [one, two, content] = [new Column(Int32Array), new Column(Int32Array), new Column(Float64Array)]
  let current = -1
  let count = 0
  let begun = 0
  for (const line of sequence) {
    const which = lines.product[line] ?? 0
    if (which !== current) {
      for (let entry = begun; entry < count; entry++) at[period.of[entry] ?? 0] = -1
      current = which
      begun = count
    }
    const when = (calendar.of[(lines.day[line] ?? 0) - firstDay + 1] ?? 0) - 1
    let entry = at[when] ?? -1
    const person = lines.buyer[line] ?? -1
    if (entry < 0) {
      entry = count++
      at[when] = entry
      product.set(entry, which)
      period.set(entry, when)
      category.set(entry, lines.category[line] ?? 0)
      paisa.set(entry, 0)
      units.set(entry, 0)
      content.set(entry, 0)
      buyers.set(entry, 1)
      one.set(entry, person)
      two.set(entry, -2)
    } else if (person < 0 || (person !== one.of[entry] && person !== two.of[entry])) {
      buyers.set(entry, Math.min(3, (buyers.of[entry] ?? 0) + 1))
      two.set(entry, person)
    }
    const many = lines.quantity[line] ?? 0
    paisa.set(entry, (paisa.of[entry] ?? 0) + (lines.value[line] ?? 0))
    units.set(entry, (units.of[entry] ?? 0) + many)
    content.set(entry, (content.of[entry] ?? 0) + many * (lines.content[line] ?? 0))
  }
  const parts = { product: product.of, period: period.of, category: category.of, paisa: paisa.of, units: units.of }
  return { count, ...parts, content: content.of, buyers: buyers.of, periodCount }
}

/** Only entries whose price was paid by enough different people. */
export function withBuyers(values: UnitValues, least: number): UnitValues {
  const kept: number[] = []
  for (let i = 0; i < values.count; i++) if ((values.buyers[i] ?? 0) >= least) kept.push(i)
  const take = <Kind extends Int32Array | Uint16Array | Uint8Array | Float64Array>(column: Kind): Kind =>
    (column.constructor as unknown as { from(list: number[], map: (i: number) => number): Kind }).from(
      kept,
      (i) => column[i] ?? 0,
    )
  return {
    count: kept.length,
    product: take(values.product),
    period: take(values.period),
    category: take(values.category),
    paisa: take(values.paisa),
    units: take(values.units),
    content: take(values.content),
    buyers: take(values.buyers),
    periodCount: values.periodCount,
  }
}

function byProduct(lines: OrderLines, isMeasured: boolean): Int32Array {
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

/** A typed column that grows. */
class Column<Kind extends Int32Array | Uint16Array | Uint8Array | Float64Array> {
  of: Kind
  readonly #Kind: new (
    length: number,
  ) => Kind

  constructor(Kind: new (length: number) => Kind) {
    this.#Kind = Kind
    this.of = new Kind(1024)
  }

  set(at: number, value: number): void {
    if (at >= this.of.length) {
      const wider = new this.#Kind(this.of.length * 2)
      wider.set(this.of)
      this.of = wider
    }
    this.of[at] = value
  }
}
