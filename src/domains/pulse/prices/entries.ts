import type { UnitValues } from './unit-values.ts'

type Column = Int32Array | Uint16Array | Float64Array

/**
 * Unit values of one calendar as they grow, product by product. What the running product sold lies in a cell for each
 * period, few enough to stay in the processor's own memory; at its end the cells that enough people paid are written
 * down, the earliest period first.
 */
export class Entries {
  readonly #least: number
  readonly #periodOf: Int32Array
  /** The periods in which the running product was sold. */
  readonly #met: Int32Array
  #metCount = 0
  readonly #category: Uint16Array
  readonly #paisa: Float64Array
  readonly #units: Float64Array
  readonly #content: Float64Array
  /** Different buyers, up to three: the first of them, and the last one that was another. */
  readonly #buyers: Uint8Array
  readonly #one: Int32Array
  readonly #two: Int32Array
  #count = 0
  #room = 1 << 12
  #made = {
    product: new Int32Array(this.#room),
    period: new Uint16Array(this.#room),
    category: new Uint16Array(this.#room),
    paisa: new Float64Array(this.#room),
    units: new Float64Array(this.#room),
    content: new Float64Array(this.#room),
  }

  /** `labelOf` numbers the period of each day from 1; entries with fewer than `least` buyers are forgotten. */
  constructor(periods: number, labelOf: Int32Array, least: number) {
    this.#periodOf = labelOf
    this.#least = least
    this.#met = new Int32Array(periods)
    this.#category = new Uint16Array(periods)
    this.#paisa = new Float64Array(periods)
    this.#units = new Float64Array(periods)
    this.#content = new Float64Array(periods)
    this.#buyers = new Uint8Array(periods)
    this.#one = new Int32Array(periods)
    this.#two = new Int32Array(periods)
  }

  /** A line of the running product, on a day of the release, counted from 1. */
  add(day: number, category: number, person: number, paisa: number, units: number, content: number): void {
    const at = (this.#periodOf[day] ?? 0) - 1
    const buyers = this.#buyers[at] ?? 0
    if (buyers === 0) {
      this.#met[this.#metCount++] = at
      this.#category[at] = category
      this.#buyers[at] = 1
      this.#one[at] = person
      this.#two[at] = -2
      this.#paisa[at] = paisa
      this.#units[at] = units
      this.#content[at] = content
      return
    }
    if (person < 0 || (person !== this.#one[at] && person !== this.#two[at])) {
      this.#buyers[at] = Math.min(3, buyers + 1)
      this.#two[at] = person
    }
    this.#paisa[at] = (this.#paisa[at] ?? 0) + paisa
    this.#units[at] = (this.#units[at] ?? 0) + units
    this.#content[at] = (this.#content[at] ?? 0) + content
  }

  /** The running product is over: its entries stay when enough people paid. */
  end(product: number): void {
    const met = this.#met.subarray(0, this.#metCount).sort()
    this.#metCount = 0
    for (const at of met) {
      const isPaid = (this.#buyers[at] ?? 0) >= this.#least
      this.#buyers[at] = 0
      if (!isPaid) continue
      if (this.#count === this.#room) this.#widen()
      const to = this.#count++
      const made = this.#made
      made.product[to] = product
      made.period[to] = at
      made.category[to] = this.#category[at] ?? 0
      made.paisa[to] = this.#paisa[at] ?? 0
      made.units[to] = this.#units[at] ?? 0
      made.content[to] = this.#content[at] ?? 0
    }
  }

  finish(): UnitValues {
    const { product, period, category, paisa, units, content } = this.#made
    const cut = <Kind extends { subarray(from: number, to: number): Kind }>(column: Kind) =>
      column.subarray(0, this.#count)
    return {
      count: this.#count,
      product: cut(product),
      period: cut(period),
      category: cut(category),
      paisa: cut(paisa),
      units: cut(units),
      content: cut(content),
      periodCount: this.#met.length,
    }
  }

  #widen(): void {
    this.#room *= 2
    const wide = <Kind extends Column>(column: Kind): Kind => {
      const wider = new (column.constructor as new (length: number) => Kind)(this.#room)
      wider.set(column)
      return wider
    }
    const { product, period, category, paisa, units, content } = this.#made
    this.#made = {
      product: wide(product),
      period: wide(period),
      category: wide(category),
      paisa: wide(paisa),
      units: wide(units),
      content: wide(content),
    }
  }
}
