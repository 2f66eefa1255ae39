import { Families } from './family.ts'
import { skeletonsOf, soundOf } from './sound.ts'

/** A word and how it sounds. */
export interface SpokenWord {
  readonly word: string
  readonly sound: string
}

/** Only words of letters have a sound; shorter ones sound like too much. */
const SPOKEN = /^(?:[a-z]{3,20}|[\u0620-\u06FF]{2,20})$/
const NONE: readonly never[] = []

interface KnownWord {
  listings: number
  /** True once it was looked at for its sound. */
  isHeard: boolean
}

/**
 * The words that goods are described with, by how they sound: what lets سامسنگ find Samsung, though no lexicon names
 * it. Learned from the titles and brands themselves.
 */
export class Vocabulary {
  readonly #known = new Map<string, KnownWord>()
  readonly #bySkeleton = new Map<string, SpokenWord[]>()
  readonly #brands = new Set<string>()
  readonly #families = new Families()

  get size(): number {
    return this.#known.size
  }

  /** Notes that so many more listings have this word; one that is spoken may be found by its sound from then on. */
  learn(word: string, listings = 1, isSpoken = true): void {
    // Looked up once: this is done for every word of every listing.
    let known = this.#known.get(word)
    if (known) known.listings += listings
    else {
      known = { listings, isHeard: false }
      this.#known.set(word, known)
      this.#families.add(word)
    }
    if (!isSpoken || known.isHeard) return
    known.isHeard = true
    if (!SPOKEN.test(word)) return
    const spoken = { word, sound: soundOf(word) }
    for (const skeleton of skeletonsOf(spoken.sound)) {
      const like = this.#bySkeleton.get(skeleton)
      if (like) like.push(spoken)
      else this.#bySkeleton.set(skeleton, [spoken])
    }
  }

  learnBrand(word: string): void {
    this.#brands.add(word)
  }

  isBrand(word: string): boolean {
    return this.#brands.has(word)
  }

  /** Others of the same English family: light, lighting. */
  family(word: string): readonly string[] {
    return this.#families.of(word)
  }

  /** In about how many listings a word was seen. */
  listings(word: string): number {
    return this.#known.get(word)?.listings ?? 0
  }

  /** Words whose consonants are these, roughly. */
  heardLike(skeleton: string): readonly SpokenWord[] {
    return this.#bySkeleton.get(skeleton) ?? NONE
  }
}
