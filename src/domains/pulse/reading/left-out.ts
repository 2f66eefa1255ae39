import { ROWS_OF_ONE } from './quality.ts'

/** How many rows of each buyer were left out. */
export class LeftOut {
  #of = new Uint8Array(1 << 10)

  /** Whether the buyer of a row that is left out has had her few already; a row without a buyer (−1) is nobody's. */
  isMore(buyer: number): boolean {
    if (buyer < 0) return false
    if (buyer >= this.#of.length) {
      const wider = new Uint8Array(buyer * 2)
      wider.set(this.#of)
      this.#of = wider
    }
    const before = this.#of[buyer] ?? 0
    this.#of[buyer] = Math.min(ROWS_OF_ONE, before + 1)
    return before >= ROWS_OF_ONE
  }
}
