import { Numbers } from '../index/bytes.ts'
import { Families } from './family.ts'
import { skeletonsOf, soundOf } from './sound.ts'
import { WordList, type Words } from './word-list.ts'

/** A word and how it sounds. */
export interface SpokenWord {
  readonly word: string
  readonly sound: string
}

/** Only words of letters have a sound; shorter ones sound like too much. */
const SPOKEN = /^(?:[a-z]{3,20}|[\u0620-\u06FF]{2,20})$/
const NONE: readonly never[] = []

/**
 * The words that goods are described with, by how they sound: what lets سامسنگ find Samsung, though no lexicon names
 * it. Learned from the titles and brands themselves.
 */
export class Vocabulary implements Words {
  readonly #words = new WordList()
  /** By the number of a word, so that nothing of it lies elsewhere: in how many listings it is. */
  readonly #listings = new Numbers()
  /** 1 once it was looked at for its sound. */
  readonly #heard = new Numbers()
  readonly #bySkeleton = new Map<string, SpokenWord[]>()
  readonly #brands = new Set<string>()
  readonly #families = new Families()

  get size(): number {
    return this.#words.size
  }

  /** Notes that so many more listings have this word; one that is spoken may be found by its sound from then on. */
  learn(word: string, listings = 1, isSpoken = true): void {
    this.note(this.add(word), listings, isSpoken)
  }

  add(word: string): number {
    const number = this.#words.add(word)
    if (number === this.#listings.length) {
      this.#listings.push(0)
      this.#heard.push(0)
      this.#families.add(word)
    }
    return number
  }

  textOf(number: number): string {
    return this.#words.textOf(number)
  }

  /** As `learn`, without looking the word up. */
  note(number: number, listings: number, isSpoken: boolean): void {
    this.#listings.set(number, this.#listings.at(number) + listings)
    if (isSpoken && this.#heard.at(number) === 0) this.#hear(number)
  }

  #hear(number: number): void {
    this.#heard.set(number, 1)
    const word = this.textOf(number)
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
    const number = this.#words.find(word)
    return number < 0 ? 0 : this.#listings.at(number)
  }

  /** Words whose consonants are these, roughly. */
  heardLike(skeleton: string): readonly SpokenWord[] {
    return this.#bySkeleton.get(skeleton) ?? NONE
  }
}
