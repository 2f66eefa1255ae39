/** Words with a number each, from 0 on. */
export interface Words {
  /** The number of a word, which it gets when it has none. */
  add(word: string): number
  textOf(number: number): string
}

export class WordList implements Words {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []

  get size(): number {
    return this.#texts.length
  }

  add(word: string): number {
    const known = this.#numbers.get(word)
    if (known !== undefined) return known
    this.#numbers.set(word, this.#texts.length)
    return this.#texts.push(word) - 1
  }

  /** The number of a word, or -1. */
  find(word: string): number {
    return this.#numbers.get(word) ?? -1
  }

  textOf(number: number): string {
    return this.#texts[number] ?? ''
  }
}
