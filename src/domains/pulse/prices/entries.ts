import type { UnitValues } from './unit-values.ts'

type Column = Int32Array | Uint16Array | Uint8Array | Float64Array

/** Unit values of one calendar as they grow, product by product. */
export class Entries {
  readonly #least: number
  readonly #periodOf: Int32Array
  /** The entry of the running product in each period; −1 when there is none. */
  readonly #at: Int32Array
  #begun = 0
  #count = 0
  #room = 1 << 12
  #product = new Int32Array(this.#room)
  #period = new Uint16Array(this.#room)
  #category = new Uint16Array(this.#room)
  #paisa = new Float64Array(this.#room)
  #units = new Float64Array(this.#room)
  #content = new Float64Array(this.#room)
  #buyers = new Uint8Array(this.#room)
  /** The first buyer, and the last one that was another. */
  #one = new Int32Array(this.#room)
  #two = new Int32Array(this.#room)

  /** `labelOf` numbers the period of each day from 1; entries with fewer than `least` buyers are forgotten. */
  constructor(periods: number, labelOf: Int32Array, least: number) {
    this.#at = new Int32Array(periods).fill(-1)
    this.#periodOf = labelOf
    this.#least = least
  }

  /** The entry of the running product on a day of the release, counted from 1. */
  entryOf(day: number, product: number, category: number): number {
    const period = (this.#periodOf[day] ?? 0) - 1
    const known = this.#at[period] ?? -1
    if (known >= 0) return known
    if (this.#count === this.#room) this.#widen()
    const entry = this.#count++
    this.#at[period] = entry
    this.#product[entry] = product
    this.#period[entry] = period
    this.#category[entry] = category
    this.#paisa[entry] = 0
    this.#units[entry] = 0
    this.#content[entry] = 0
    this.#buyers[entry] = 0
    return entry
  }

  add(entry: number, person: number, paisa: number, units: number, content: number): void {
    const buyers = this.#buyers[entry] ?? 0
    if (buyers === 0) {
      this.#buyers[entry] = 1
      this.#one[entry] = person
      this.#two[entry] = -2
    } else if (person < 0 || (person !== this.#one[entry] && person !== this.#two[entry])) {
      this.#buyers[entry] = Math.min(3, buyers + 1)
      this.#two[entry] = person
    }
    this.#paisa[entry] = (this.#paisa[entry] ?? 0) + paisa
    this.#units[entry] = (this.#units[entry] ?? 0) + units
    this.#content[entry] = (this.#content[entry] ?? 0) + content
  }

  /** The running product is over: its entries stay when enough people paid. */
  end(): void {
    let to = this.#begun
    for (let from = this.#begun; from < this.#count; from++) {
      this.#at[this.#period[from] ?? 0] = -1
      if ((this.#buyers[from] ?? 0) < this.#least) continue
      if (to !== from) this.#move(from, to)
      to++
    }
    this.#count = to
    this.#begun = to
  }

  finish(): UnitValues {
    const count = this.#count
    return {
      count,
      product: this.#product.subarray(0, count),
      period: this.#period.subarray(0, count),
      category: this.#category.subarray(0, count),
      paisa: this.#paisa.subarray(0, count),
      units: this.#units.subarray(0, count),
      content: this.#content.subarray(0, count),
      periodCount: this.#at.length,
    }
  }

  #move(from: number, to: number): void {
    this.#product[to] = this.#product[from] ?? 0
    this.#period[to] = this.#period[from] ?? 0
    this.#category[to] = this.#category[from] ?? 0
    this.#paisa[to] = this.#paisa[from] ?? 0
    this.#units[to] = this.#units[from] ?? 0
    this.#content[to] = this.#content[from] ?? 0
  }

  #widen(): void {
    this.#room *= 2
    const wide = <Kind extends Column>(column: Kind): Kind => {
      const wider = new (column.constructor as new (length: number) => Kind)(this.#room)
      wider.set(column)
      return wider
    }
    this.#product = wide(this.#product)
    this.#period = wide(this.#period)
    this.#category = wide(this.#category)
    this.#paisa = wide(this.#paisa)
    this.#units = wide(this.#units)
    this.#content = wide(this.#content)
    this.#buyers = wide(this.#buyers)
    this.#one = wide(this.#one)
    this.#two = wide(this.#two)
  }
}
