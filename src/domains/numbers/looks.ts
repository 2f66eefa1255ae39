import type { Log } from '../../kit/log/log.ts'
import type { Database } from '../../kit/sql/database.ts'
import { localDay } from './days.ts'
import { addLooks, type LooksRow } from './looks-store.ts'
import type { QueryKind } from './queries.ts'
import { addQueries, type QueryDay } from './queries-store.ts'

/** A page of a listing was opened, or the thing was put into a cart. */
export type LookKind = 'looked' | 'carted'

/**
 * Counts looks in memory and writes them down now and then: a page does not wait for a row. Nobody is remembered, only
 * how many. What a program that is killed had counted since the last time is lost; nothing depends on it.
 */
export interface Looks {
  note(at: Date, shopId: string, listingId: string, kind: LookKind): void
  /** Counts a search under the key of its words (queries.ts), and under that of all searches. */
  noteQuery(at: Date, keys: readonly Buffer[], kind: QueryKind): void
  /** Writes down what was counted. What cannot be written is kept for the next time. */
  keep(): Promise<void>
}

/** Programs that read pages by themselves. Whoever says nothing about itself is one, too. */
const PROGRAMS =
  /bot|crawl|spider|slurp|preview|fetch|curl|wget|python|java\/|okhttp|headless|monitor|facebookexternal/i

/** True when a page was asked for by a program, or by a browser that only might show it. */
export function isProgram(agent: string | undefined, purpose: string | undefined): boolean {
  return !agent || PROGRAMS.test(agent) || /prefetch|prerender|preview/i.test(purpose ?? '')
}

/** Listings of a day that are held in memory at most: beyond it somebody is walking through all pages. */
const MOST = 50_000
/** How long counts wait for others. */
const KEEP_AFTER_MS = 15_000

export function openLooks(db: Pick<Database, 'tx'>, log: Log): Looks {
  let counted = new Map<string, LooksRow>()
  let queries = new Map<string, QueryDay>()
  let kept_at = 0
  const add = (row: LooksRow) => {
    const key = `${row.day}${row.listing_id}`
    const known = counted.get(key)
    if (!known && counted.size >= MOST) return
    counted.set(key, {
      ...row,
      looked_count: row.looked_count + (known?.looked_count ?? 0),
      carted_count: row.carted_count + (known?.carted_count ?? 0),
    })
  }
  const addQuery = (row: QueryDay) => {
    const key = `${row.day}${row.query_key.toString('base64')}`
    const known = queries.get(key)
    if (!known && queries.size >= MOST) return
    queries.set(key, {
      ...row,
      searched_count: row.searched_count + (known?.searched_count ?? 0),
      empty_count: row.empty_count + (known?.empty_count ?? 0),
      clicked_count: row.clicked_count + (known?.clicked_count ?? 0),
      ordered_count: row.ordered_count + (known?.ordered_count ?? 0),
    })
  }
  const keepWhenDue = (at: Date) => {
    if (Math.abs(at.getTime() - kept_at) < KEEP_AFTER_MS) return
    kept_at = at.getTime()
    void keep()
  }
  const keep = async () => {
    const asked = [...queries.values()]
    queries = new Map()
    try {
      if (asked.length > 0) await db.tx((tx) => addQueries(tx, asked))
    } catch (error) {
      for (const row of asked) addQuery(row)
      log.warn({ err: error }, 'searches wait for the next time')
    }
    const shops = Map.groupBy(counted.values(), ({ party_id }) => party_id)
    counted = new Map()
    for (const rows of shops.values()) {
      try {
        await db.tx((tx) => addLooks(tx, rows))
      } catch (error) {
        for (const row of rows) add(row)
        log.warn({ err: error }, 'looks wait for the next time')
      }
    }
  }
  return {
    keep,
    note(at, party_id, listing_id, kind) {
      const [looked_count, carted_count] = kind === 'looked' ? [1, 0] : [0, 1]
      add({ party_id, day: localDay(at), listing_id, looked_count, carted_count })
      keepWhenDue(at)
    },
    noteQuery(at, keys, kind) {
      const counts = {
        searched_count: kind === 'searched' || kind === 'empty' ? 1 : 0,
        empty_count: kind === 'empty' ? 1 : 0,
        clicked_count: kind === 'clicked' ? 1 : 0,
        ordered_count: kind === 'ordered' ? 1 : 0,
      }
      for (const query_key of keys) addQuery({ day: localDay(at), query_key, ...counts })
      keepWhenDue(at)
    },
  }
}
