import { GROUPS } from '../figures/counting.ts'
import type { Dims } from '../figures/dims.ts'
import { NO_DAY } from '../reading/cells.ts'
import type { OrderLines } from '../reading/lines.ts'

/** What one product sold in one month: a unit value is rupees by units. Entries stand product by product. */
export interface UnitValues {
  readonly count: number
  readonly product: Int32Array
  /** From 0, the first month of the release. */
  readonly month: Uint16Array
  readonly category: Uint16Array
  readonly paisa: Float64Array
  readonly units: Float64Array
  /** Distinct buyers, up to 3: enough to know whether a price belongs to one person. */
  readonly buyers: Uint8Array
  readonly monthCount: number
}

/** The group of a product for the error of an index. */
export const groupOfProduct = (product: number) => (Math.imul(product, 0x9e3779b1) >>> 16) % GROUPS

/**
 * Adds up rupees and units of every product in every month. Lines without product, price, units or date are left out.
 *
 */
export function unitValuesOf(lines: OrderLines, dims: Dims, firstDay: number): UnitValues {
  const monthCount = dims.month.labels.length - 1
  const sequence = byProduct(lines)
  const at = new Int32Array(monthCount).fill(-1)
  const [product, month, category] = [new Column(Int32Array), new Column(Uint16Array), new Column(Uint16Array)]
  const [paisa, units, buyers] = [new Column(Float64Array), new Column(Float64Array), new Column(Uint8Array)]
  const [one, two] = [new Column(Int32Array), new Column(Int32Array)]
  let current = -1
  let count = 0
  let begun = 0
  for (const line of sequence) {
    const which = lines.product[line] ?? 0
    if (which !== current) {
      for (let entry = begun; entry < count; entry++) at[month.of[entry] ?? 0] = -1
      current = which
      begun = count
    }
    const when = (dims.month.of[(lines.day[line] ?? 0) - firstDay + 1] ?? 0) - 1
    let entry = at[when] ?? -1
    const person = lines.buyer[line] ?? -1
    if (entry < 0) {
      entry = count++
      at[when] = entry
      product.set(entry, which)
      month.set(entry, when)
      category.set(entry, lines.category[line] ?? 0)
      paisa.set(entry, 0)
      units.set(entry, 0)
      buyers.set(entry, 1)
      one.set(entry, person)
      two.set(entry, -2)
    } else if (person < 0 || (person !== one.of[entry] && person !== two.of[entry])) {
      buyers.set(entry, Math.min(3, (buyers.of[entry] ?? 0) + 1))
      two.set(entry, person)
    }
    paisa.set(entry, (paisa.of[entry] ?? 0) + (lines.value[line] ?? 0))
    units.set(entry, (units.of[entry] ?? 0) + (lines.quantity[line] ?? 0))
  }
  const parts = { product: product.of, month: month.of, category: category.of, paisa: paisa.of, units: units.of }
  return { count, ...parts, buyers: buyers.of, monthCount }
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
    month: take(values.month),
    category: take(values.category),
    paisa: take(values.paisa),
    units: take(values.units),
    buyers: take(values.buyers),
    monthCount: values.monthCount,
  }
}

function byProduct(lines: OrderLines): Int32Array {
  const { product, day, value, quantity } = lines
  const starts = new Int32Array(lines.productCount + 1)
  const isPriced = (i: number) =>
    (product[i] ?? -1) >= 0 && day[i] !== NO_DAY && (value[i] ?? 0) > 0 && (quantity[i] ?? 0) > 0
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
