const ENDS = /(?:ations?|ating|ated|ators?|ions?|ings?|ed|ers?|ors?|ance|ment|able|ness|ly|al|ic|e|y|i)$/
const WORD = /^[a-z]{4,20}$/
const SHORTEST = 4

/** What the words of one English family begin with, roughly: light, lighting, lighted, lighter. */
export function familyOf(word: string): string {
  let stem = word
  for (let i = 0; i < 2; i++) {
    const shorter = stem.replace(ENDS, '')
    if (shorter.length < SHORTEST) break
    stem = shorter
  }
  return stem.replace(/([b-df-hj-np-tv-z])\1$/, '$1')
}

/** English words of the goods by their families: who asks for lighting may find a light, behind the lighting. */
export class Families {
  readonly #words = new Map<string, string[]>()

  /** Only for words that are new. */
  add(word: string): void {
    if (!WORD.test(word)) return
    const family = familyOf(word)
    const known = this.#words.get(family)
    if (known) known.push(word)
    else this.#words.set(family, [word])
  }

  /** The others of its family. */
  of(word: string): readonly string[] {
    return WORD.test(word) ? (this.#words.get(familyOf(word)) ?? []).filter((one) => one !== word) : []
  }
}
