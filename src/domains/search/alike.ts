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
  const shares = new Map(telling.map(([term, { worth }]) => [term, worth / whole]))
  return Float64Array.from(titles, (title) => {
    let share = 0
    for (const term of new Set(title)) share += shares.get(term) ?? 0
    return share
  })
}
