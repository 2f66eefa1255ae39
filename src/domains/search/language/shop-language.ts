import type { Language, Reading } from '../language.ts'
import type { FieldName } from '../weights.ts'
import { readingsOf } from './asked.ts'
import { Describer } from './described.ts'
import { Vocabulary } from './vocabulary.ts'

/** A language that learns the words of the goods as they are put in, and can be told of them after a restart. */
export interface ShopLanguage extends Language {
  /** A word of titles or brands, and in how many listings it stands: for an index that comes from a snapshot. */
  learn(word: string, listings: number, isBrand: boolean): void
}

const REMEMBERED = 500

/** The language of the market: English, Urdu and Roman Urdu, as docs/search-language.md describes. */
export function makeLanguage(): ShopLanguage {
  const vocabulary = new Vocabulary()
  const describer = new Describer(vocabulary)
  // What is asked is asked again while its answer is made, and by the next person.
  const known = new Map<string, readonly Reading[]>()
  return {
    version: 'shop-1',
    words(text: string, field: FieldName) {
      if (known.size > 0) known.clear()
      return describer.terms(text, field)
    },
    readings(query) {
      const before = known.get(query)
      if (before) return before
      const readings = readingsOf(query, vocabulary)
      if (known.size >= REMEMBERED) known.clear()
      known.set(query, readings)
      return readings
    },
    learn(word, listings, isBrand) {
      vocabulary.learn(word, listings)
      if (isBrand) vocabulary.learnBrand(word)
    },
  }
}
