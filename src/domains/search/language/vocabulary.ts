import { Families } from './family.ts'
import type { Meanings } from './said.ts'
import { skeletonsOf, soundOf } from './sound.ts'

/** A word and how it sounds. */
export interface SpokenWord {
  readonly word: string
  readonly sound: string
}

/** Only words of letters have a sound; shorter ones sound like too much. */
const SPOKEN = /^(?:[a-z]{3,20}|[\u0620-\u06FF]{2,20})$/
const NONE: readonly never[] = []

/** A term with its number in the index that it was put into last. */
export interface Term {
  readonly text: string
  /** -1 as long as nobody asked. */
  id: number
  /** False for a meaning, and for what words have in common: they take no place in a text. */
  readonly isWord: boolean
}

/** A word of the goods. */
export interface KnownWord extends Term {
  listings: number
  /** True once it was looked at for its sound. */
  isHeard: boolean
  /** What it means, once somebody asked. */
  meanings: Meanings | undefined
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
    this.note(this.know(word), listings, isSpoken)
  }

  /** A word, for whoever meets it often. */
  know(word: string): KnownWord {
    const before = this.#known.get(word)
    if (before) return before
    const known = { text: word, id: -1, isWord: true, listings: 0, isHeard: false, meanings: undefined }
    this.#known.set(word, known)
    this.#families.add(word)
    return known
  }

  /** All words that were met. */
  get words(): Iterable<KnownWord> {
    return this.#known.values()
  }

  /** As `learn`, without looking the word up. */
  note(known: KnownWord, listings: number, isSpoken: boolean): void {
    known.listings += listings
    if (isSpoken && !known.isHeard) this.#hear(known)
  }

  #hear(known: KnownWord): void {
    known.isHeard = true
    const { text: word } = known
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
