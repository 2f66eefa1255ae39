import { foldText } from '../../kit/text/fold.ts'
import type { SearchQuery, SearchResults } from './engine.ts'
import type { LiveIndex } from './index/live-index.ts'

const MOST_LETTERS = 80
const LOOKED_AT = 100

/** What finds at once. */
interface Finds {
  search(query: SearchQuery): SearchResults
}

/**
 * How a query that is being written may go on: its last word ended by words that stand in titles, those that stand
 * beside the words before it first. Nothing that people wrote is remembered for this.
 */
export function suggest(text: string, limit: number, index: LiveIndex, engine: Finds): string[] {
  const words = foldText(text.slice(0, MOST_LETTERS).toWellFormed()).split(' ')
  const last = words.pop() ?? ''
  if (last === '') return []
  const before = words.join(' ')
  const ends = before === '' ? endsAnywhere(last, limit, index) : endsBeside(before, last, engine)
  const found = ends.filter((end) => end !== last && !words.includes(end)).slice(0, limit)
  return found.map((end) => (before === '' ? end : `${before} ${end}`))
}

function endsAnywhere(last: string, limit: number, index: LiveIndex): string[] {
  return index.terms.beginning(last, limit + 1).map((term) => index.terms.textOf(term))
}

/** Words of the titles that have what was written before. */
function endsBeside(before: string, last: string, engine: Finds): string[] {
  const counts = new Map<string, number>()
  for (const { title } of engine.search({ text: before, sort: 'best', limit: LOOKED_AT, facets: false }).hits) {
    for (const word of new Set(foldText(title).split(' '))) {
      if (word.startsWith(last)) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word)
}
