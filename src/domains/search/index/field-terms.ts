/** What is longer is no text for people. */
export const FIELD_MOST = 8_192

/** The terms of a field, as numbers: so many, of which so many are words. A meaning takes no place in a text. */
export class FieldTerms {
  readonly ids: Uint32Array
  count = 0
  words = 0

  /** With room for the longest text, to be filled again and again. */
  constructor(ids = new Uint32Array(FIELD_MOST)) {
    this.ids = ids
  }

  clear(): void {
    this.count = 0
    this.words = 0
  }

  add(id: number, isWord: boolean): void {
    if (this.count === this.ids.length) return
    this.ids[this.count++] = id
    if (isWord) this.words++
  }

  /** As small as can be, to be kept. */
  copy(): FieldTerms {
    const kept = new FieldTerms(this.ids.slice(0, this.count))
    kept.count = this.count
    kept.words = this.words
    return kept
  }
}
