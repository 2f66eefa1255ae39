import { skeletonsOf, soundOf } from './sound.ts'

/** Only words of letters have a sound; shorter ones sound like too much. */
const SPOKEN = /^(?:[a-z]{3,20}|[\u0620-\u06FF]{2,20})$/

/**
 * The words that goods are described with, by how they sound: what lets سامسنگ find Samsung, though no lexicon names
 * it. Learned from the titles and brands themselves.
 */
export class Vocabulary {
  readonly #listings = new Map<string, number>()
  readonly #bySkeleton = new Map<string, string[]>()
  readonly #brands = new Set<string>()

  get size(): number {
    return this.#listings.size
  }

  /** Notes that so many more listings have this word. */
  learn(word: string, listings = 1): void {
    const known = this.#listings.get(word)
    this.#listings.set(word, (known ?? 0) + listings)
    if (known !== undefined || !SPOKEN.test(word)) return
    for (const skeleton of skeletonsOf(soundOf(word))) {
      const like = this.#bySkeleton.get(skeleton)
      if (like) like.push(word)
      else this.#bySkeleton.set(skeleton, [word])
    }
  }

  learnBrand(word: string): void {
    this.#brands.add(word)
  }

  isBrand(word: string): boolean {
    return this.#brands.has(word)
  }

  /** In about how many listings a word was seen. */
  listings(word: string): number {
    return this.#listings.get(word) ?? 0
  }

  /** Words whose consonants are these, roughly. */
  heardLike(skeleton: string): readonly string[] {
    return this.#bySkeleton.get(skeleton) ?? []
  }
}
