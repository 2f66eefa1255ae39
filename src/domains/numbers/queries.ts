import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Keys } from '../../kit/keys/keys.ts'
import { digest } from '../../kit/keys/keys.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { countedWords, wantedTerms } from '../search/search.ts'
import { dayAfter, localDay } from './days.ts'
import { deleteQueries, type QueryRow, readQueries } from './queries-store.ts'

/** A search was made, found nothing, led to a listing, or to an order of what was found. */
export type QueryKind = 'searched' | 'empty' | 'clicked' | 'ordered'

/** Under which the counts of some words lie. Of no words: those of all searches. */
export function queryKey(keys: Keys, text: string): Buffer {
  return digest(keys.index, 'numbers query', countedWords(text))
}

/** How good the answers to some words are. Undefined words: all searches. */
export interface SearchQuality {
  readonly words: string | undefined
  readonly searched: number
  readonly empty: number
  readonly clicked: number
  readonly ordered: number
}

const DAYS = 28
const TERMS = 20

/** All searches of four weeks, and those for words that twenty people typed this week or last. */
export async function searchQuality(tx: Tx, _by: Operator): Promise<SearchQuality[]> {
  const terms = await Promise.all([wantedTerms(tx, true, TERMS), wantedTerms(tx, false, TERMS)])
  const words = [...new Set(terms.flat().map((term) => term.words))]
  const keys = ['', ...words].map((text) => queryKey(tx.keys, text))
  const rows = await readQueries(tx, dayAfter(localDay(tx.now), 1 - DAYS), keys)
  const of = (key: Buffer | undefined): QueryRow | undefined => rows.find(({ query_key }) => key?.equals(query_key))
  return [undefined, ...words].flatMap((text, i) => {
    const row = of(keys[i])
    if (!row) return []
    const { searched_count, empty_count, clicked_count, ordered_count } = row
    return {
      words: text,
      searched: searched_count,
      empty: empty_count,
      clicked: clicked_count,
      ordered: ordered_count,
    }
  })
}

/** Forgets counts that nobody reads any more. */
export function forgetQueries(tx: Tx): Promise<number> {
  return deleteQueries(tx, localDay(new Date(tx.now.getTime() - 2 * DAYS * DAY_MS)))
}
