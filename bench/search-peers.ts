// The same queries over the same titles with what others use: MiniSearch in memory, FTS5 of SQLite, full text of
// PostgreSQL. Each gets all words of the query; the page is 24 hits.
import { DatabaseSync } from 'node:sqlite'
import MiniSearch from 'minisearch'
import pg from 'pg'
import { quantile, rounded } from './client.ts'
import { openScratch } from './scratch.ts'

export interface PeerFigures {
  readonly name: string
  readonly listings: number
  readonly build_s: number
  readonly p50_ms: number
  readonly p99_ms: number
}

const LIMIT = 24

/** Measures all peers over so many titles. */
export async function measurePeers(titles: readonly string[], queries: readonly string[]): Promise<PeerFigures[]> {
  return [miniSearch(titles, queries), sqlite(titles, queries), await postgres(titles, queries)]
}

function figures(name: string, listings: number, begun: number, built: number, times: number[]): PeerFigures {
  return {
    ...{ name, listings, build_s: rounded((built - begun) / 1_000, 1) },
    ...{ p50_ms: rounded(quantile(times, 0.5), 2), p99_ms: rounded(quantile(times, 0.99), 2) },
  }
}

function timed(queries: readonly string[], ask: (query: string) => unknown): number[] {
  return queries.map((query) => {
    const begun = performance.now()
    ask(query)
    return performance.now() - begun
  })
}

function miniSearch(titles: readonly string[], queries: readonly string[]): PeerFigures {
  const begun = performance.now()
  const index = new MiniSearch({ fields: ['title'] })
  index.addAll(titles.map((title, id) => ({ id, title })))
  const built = performance.now()
  const times = timed(queries, (query) => index.search(query, { combineWith: 'AND', fuzzy: 0.2 }).slice(0, LIMIT))
  return figures('MiniSearch', titles.length, begun, built, times)
}

function sqlite(titles: readonly string[], queries: readonly string[]): PeerFigures {
  const db = new DatabaseSync(':memory:')
  const begun = performance.now()
  db.exec('create virtual table goods using fts5(title)')
  db.exec('begin')
  const insert = db.prepare('insert into goods (title) values (?)')
  for (const title of titles) insert.run(title)
  db.exec('commit')
  const built = performance.now()
  const select = db.prepare('select rowid from goods where goods match ? order by rank limit 24')
  const quoted = (query: string) =>
    query
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .split(' ')
      .map((word) => `"${word}"`)
  const times = timed(queries, (query) => select.all(quoted(query).join(' ')))
  db.close()
  return figures('SQLite FTS5', titles.length, begun, built, times)
}

async function postgres(titles: readonly string[], queries: readonly string[]): Promise<PeerFigures> {
  const scratch = await openScratch()
  const client = new pg.Client({ connectionString: scratch.url })
  await client.connect()
  try {
    const begun = performance.now()
    await client.query(`create table bench_goods (
      id serial, title text, words tsvector generated always as (to_tsvector('simple', title)) stored)`)
    for (let i = 0; i < titles.length; i += 5_000) {
      await client.query('insert into bench_goods (title) select unnest($1::text[])', [titles.slice(i, i + 5_000)])
    }
    await client.query('create index on bench_goods using gin (words)')
    await client.query('analyze bench_goods')
    const built = performance.now()
    const times: number[] = []
    for (const query of queries) {
      const from = performance.now()
      await client.query({
        name: 'find',
        text: `select id from bench_goods, plainto_tsquery('simple', $1) as asked where words @@ asked
          order by ts_rank(words, asked) desc limit 24`,
        values: [query],
      })
      times.push(performance.now() - from)
    }
    return figures('PostgreSQL full text', titles.length, begun, built, times)
  } finally {
    await client.end()
    await scratch.end()
  }
}
