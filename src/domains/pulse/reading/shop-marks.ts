import type { Row } from './scanner.ts'

/** Grams, millilitres or pieces that no unit of a shop holds. */
export const MOST_CONTENT = 10_000_000

const [YES, NO] = [new Set([...'yYtTwW1'].map(codeOf)), new Set([...'nNfFmM0'].map(codeOf))]

function codeOf(letter: string): number {
  return letter.charCodeAt(0)
}

/** What lines say about their shop as a whole: yes (1), no (2), or nothing (0). The first that says it counts. */
export class ShopMarks {
  #marks = new Uint8Array(1 << 10)

  /** Reads the first letter of a cell: yes, true, women and 1 are yes; no, false, men and 0 are no. */
  note(shop: number, { bytes, starts, ends }: Row, cell: number): void {
    const start = starts[cell] ?? 0
    if (shop < 0 || start >= (ends[cell] ?? 0) || (this.#marks[shop] ?? 0) > 0) return
    const letter = bytes[start] ?? 0
    const mark = YES.has(letter) ? 1 : NO.has(letter) ? 2 : 0
    if (mark === 0) return
    if (shop >= this.#marks.length) {
      const wider = new Uint8Array(Math.max(shop + 1, this.#marks.length * 2))
      wider.set(this.#marks)
      this.#marks = wider
    }
    this.#marks[shop] = mark
  }

  /** One mark a shop. */
  finish(shopCount: number): Uint8Array {
    const marks = new Uint8Array(shopCount)
    marks.set(this.#marks.subarray(0, shopCount))
    return marks
  }
}
