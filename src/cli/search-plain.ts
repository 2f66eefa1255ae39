import type { SearchDoc } from '../domains/search/search.ts'

const [K1, B, TITLE_WEIGHT] = [1.2, 0.75, 3]
const NONE: readonly never[] = []

/**
 * Plain BM25 (Robertson and others, TREC-3, 1994) over title × 3, description and brand, the plural s taken off: what
 * our own engine is held against. Gives the ids of the best for a query.
 */
export function plainFinder(docs: readonly SearchDoc[], limit: number): (query: string) => string[] {
  const postings = new Map<string, { doc: number; count: number }[]>()
  const lengths = docs.map(({ title, description = '', brand }, doc) => {
    const words = [...Array.from({ length: TITLE_WEIGHT }, () => title), description, brand].flatMap(wordsOf)
    const counts = new Map<string, number>()
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    for (const [word, count] of counts) {
      const known = postings.get(word)
      if (known) known.push({ doc, count })
      else postings.set(word, [{ doc, count }])
    }
    return words.length
  })
  const usual = lengths.reduce((sum, one) => sum + one, 0) / (docs.length || 1)
  return (query) => {
    const scores = new Map<number, number>()
    for (const word of wordsOf(query)) {
      const found = postings.get(word) ?? NONE
      const rarity = Math.log(1 + (docs.length - found.length + 0.5) / (found.length + 0.5))
      for (const { doc, count } of found) {
        const worth = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * (lengths[doc] ?? 0)) / usual))
        scores.set(doc, (scores.get(doc) ?? 0) + rarity * worth)
      }
    }
    const best = [...scores].sort(([a, one], [b, other]) => other - one || a - b).slice(0, limit)
    return best.flatMap(([doc]) => docs[doc]?.listing_id ?? [])
  }
}

const wordsOf = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
