import type { TermTable } from './index/terms.ts'
import { rarityOf } from './resolve.ts'

/** So many of the best hits say what the others are likened to. */
const BEST = 10
/** What fewer of them have says nothing. */
const LEAST = 2
/** So many words they are likened by. */
const WORDS_MOST = 30

/**
 * How much each title reads like the best ones, from 0 to 1: by the words that those have in common besides the query.
 * Meant for when too little has all the words that were asked for.
 */
export function likenessOf(
  titles: readonly Uint32Array[],
  keys: Float64Array,
  wordOf: ReadonlyMap<number, number>,
  terms: TermTable,
  listings: number,
): Float64Array {
  const best = [...keys.keys()].sort((a, b) => (keys[b] as number) - (keys[a] as number)).slice(0, BEST)
  const common = new Map<number, { worth: number; count: number }>()
  for (const i of best) {
    for (const term of new Set(titles[i])) {
      if (wordOf.has(term)) continue
      const one = common.get(term) ?? { worth: 0, count: 0 }
      one.count++
      one.worth += (keys[i] as number) * rarityOf(terms.frequency(term), listings)
      common.set(term, one)
    }
  }
  const telling = [...common]
    .filter(([, { count }]) => count >= LEAST)
    .sort(([a, one], [b, other]) => other.worth - one.worth || a - b)
    .slice(0, WORDS_MOST)
  const whole = telling.reduce((sum, [, { worth }]) => sum + worth, 0)
  const places = new Map(telling.map(([term], place) => [term, place]))
  const shares = telling.map(([, { worth }]) => worth / whole)
  const last = new Int32Array(telling.length).fill(-1)
  return Float64Array.from(titles, (title, i) => {
    let sum = 0
    for (const term of title) {
      const place = places.get(term)
      // Each word counts once, however often a title says it.
      if (place === undefined || last[place] === i) continue
      last[place] = i
      sum += shares[place] ?? 0
    }
    return sum
  })
}
