import { crc32 } from 'node:zlib'
import type { Language, Reading } from '../language.ts'
import type { FieldName } from '../weights.ts'
import { readingsOf } from './asked.ts'
import { Describer } from './described.ts'
import lexicon from './lexicon.json' with { type: 'json' }
import { tokensOf } from './tokens.ts'
import { Vocabulary } from './vocabulary.ts'

const REMEMBERED = 500

/** Rules that changed make other terms of the same text: then count this up. */
const RULES = 3
const version = `shop-${RULES}-${crc32(JSON.stringify(lexicon)).toString(36)}`

/**
 * The language of the market, English, Urdu and Roman Urdu, as docs/search-language.md describes. It learns the words
 * of the goods as they are put in.
 */
export function makeLanguage(): Language {
  const vocabulary = new Vocabulary()
  const describer = new Describer(vocabulary)
  // What is asked is asked again while its answer is made, and by the next person.
  const known = new Map<string, readonly Reading[]>()
  return {
    version,
    words(text: string, field: FieldName) {
      if (known.size > 0) known.clear()
      return describer.terms(text, field)
    },
    numbers(text, field, terms, taker) {
      if (known.size > 0) known.clear()
      describer.numbers(text, field, terms, taker)
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
      if (known.size > 0) known.clear()
      if (isBrand) for (const { word: part } of tokensOf(word)) vocabulary.learnBrand(part)
      else vocabulary.learn(word, listings)
    },
  }
}
