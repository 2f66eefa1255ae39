import { setImmediate as breathe } from 'node:timers/promises'
import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { liveListings } from '../catalogue/catalogue.ts'
import { docsOf } from './docs.ts'
import type { OwnEngine } from './own-engine.ts'
import { type SavedSearch, savedOf } from './saved.ts'
import {
  type Find,
  insertFinds,
  listSavedAfter,
  listUntold,
  markTold,
  type SavedRow,
  takeFresh,
} from './saved-store.ts'

const FRESH_AT_ONCE = 500
const SEARCHES_AT_ONCE = 500
const ASKED_AT_ONCE = 20
const FINDS_MOST = 100
/** Goods that were on sale long before are no news, whatever was changed of them now. */
const NEWS_MS = 2 * DAY_MS
const FIRST = { party_id: '00000000-0000-0000-0000-000000000000', search_id: '00000000-0000-0000-0000-000000000000' }

/**
 * Holds goods that went on sale against all saved searches. The new goods are put into an index of their own, and each
 * search asks only that: what it costs grows with the searches and the new goods, not with the market. Found is what
 * has all the words as they were written. `alone` makes an empty engine. Gives how many new goods were taken.
 */
export async function matchFresh(tx: Tx, alone: () => OwnEngine): Promise<number> {
  const fresh = await takeFresh(tx, FRESH_AT_ONCE)
  const live =
    fresh.length === 0
      ? []
      : await liveListings(
          tx,
          fresh.map(({ listing_id }) => listing_id),
        )
  const since = tx.now.getTime() - NEWS_MS
  const docs = (await docsOf(tx, live)).filter(({ live_at }) => live_at.getTime() > since)
  if (docs.length === 0) return fresh.length
  const engine = alone()
  // Who waits for a khussa does not wait for bangles from Khussa Mahal.
  for (const doc of docs) engine.put({ ...doc, shop_name: '' })
  for (let after: Pick<SavedRow, 'party_id' | 'search_id'> | undefined = FIRST; after; ) {
    const rows = await listSavedAfter(tx, after, SEARCHES_AT_ONCE)
    const finds: Find[] = []
    for (const [i, row] of rows.entries()) {
      // Pages are served in between.
      if (i % ASKED_AT_ONCE === 0) await breathe()
      finds.push(...findsOf(engine, row))
    }
    if (finds.length > 0) insertFinds(tx, finds)
    after = rows.length === SEARCHES_AT_ONCE ? rows.at(-1) : undefined
  }
  await engine.close()
  return fresh.length
}

function findsOf(engine: OwnEngine, row: SavedRow): Find[] {
  const { query } = savedOf(row)
  const { hits } = engine.search({ ...query, strict: true, sort: 'new', limit: FINDS_MOST, facets: false })
  const { party_id, search_id, made_at } = row
  return hits.filter(({ live_at }) => live_at >= made_at).map(({ listing_id }) => ({ party_id, search_id, listing_id }))
}

/** New goods that a person is to hear of: one message, whichever of their searches found most. */
export interface News {
  readonly saved: SavedSearch
  /** How many new goods there are for all of the person's searches. */
  readonly count: number
}

/**
 * Takes what people have not heard of yet, once in twenty-four hours at most for each of them, and marks it told: to be
 * sent in the same transaction.
 */
export async function takeNews(tx: Tx, limit: number): Promise<News[]> {
  const heardBefore = new Date(tx.now.getTime() - DAY_MS)
  const rows = await listUntold(tx, heardBefore, limit)
  const people = new Map<string, { row: SavedRow; count: number }>()
  for (const row of rows) {
    const first = people.get(row.party_id)
    people.set(row.party_id, { row: first?.row ?? row, count: (first?.count ?? 0) + row.find_count })
  }
  const news: News[] = []
  for (const { row, count } of people.values()) {
    if ((await markTold(tx, row, heardBefore)) === 1) news.push({ saved: savedOf(row), count })
  }
  return news
}
