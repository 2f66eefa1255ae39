import type { OwnEngine, SearchDoc } from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { docOf, indexOf, percentile, rounded } from './search-bench-index.ts'
import { rowsOf } from './search-files.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const FIRST = 10

/** A query in one script, and which titles in another are right for it. */
export interface ScriptQuery {
  readonly qid: string
  readonly query: string
  readonly split: string
  isRight(title: string): boolean
  /** What precision could be at most: some things are in fewer than ten titles. */
  readonly possible: number
}

interface ScriptSet {
  readonly docs: readonly SearchDoc[]
  readonly queries: readonly ScriptQuery[]
}

/** What one query found: for each of the first ten whether it is right. */
interface Asked {
  readonly one: ScriptQuery
  readonly right: readonly boolean[]
}

/** The goods and the queries that the options name. */
export async function readScripts(options: ReadonlyMap<string, string>): Promise<ScriptSet> {
  const [products, file] = [options.get('products'), options.get('queries')]
  if (!products || !file) throw new Error('say the files: --products a.csv --queries b.tsv')
  const docs: SearchDoc[] = []
  for await (const row of rowsOf(products)) docs.push(docOf(row))
  const titles = docs.map(({ title }) => new Set(wordsIn(title)))
  const queries: ScriptQuery[] = []
  for await (const row of rowsOf(file)) {
    const isRight = matcher(row('match_title_words').trim())
    queries.push({
      qid: row('qid'),
      query: row('query'),
      split: splitOf(row('split').trim(), row('script')),
      isRight: (title) => isRight(new Set(wordsIn(title))),
      possible: Math.min(FIRST, titles.filter(isRight).length) / FIRST,
    })
  }
  return { docs, queries }
}

/** Which of the first ten that each query finds are right. */
export function askScripts(queries: readonly ScriptQuery[], find: (query: string) => readonly string[]): Asked[] {
  return queries.map((one) => ({ one, right: find(one.query).map((title) => one.isRight(title)) }))
}

/** Asks an engine for the first of a query, and says their titles. */
export const titlesIn = (engine: OwnEngine) => (query: string) =>
  engine.search({ text: query, sort: 'best', limit: FIRST }).hits.map(({ title }) => title)

/** The figures of each split. */
export function bySplit(all: readonly Asked[]): Record<string, ReturnType<typeof figuresOf>> {
  const splits = new Set(all.map(({ one }) => one.split))
  return Object.fromEntries([...splits].map((name) => [name, figuresOf(all.filter(({ one }) => one.split === name))]))
}

/**
 * How well a query in one script finds goods whose titles are in another: a title is right when it holds the words that
 * the file says, as whole words. precision_at_10 counts an empty place as wrong.
 */
export async function searchScripts(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const { docs, queries } = await readScripts(options)
  const { engine, build_ms } = indexOf(docs)
  say(`${docs.length} goods indexed in ${build_ms} ms`)
  const times: number[] = []
  const find = titlesIn(engine)
  const all = askScripts(queries, (query) => {
    const begun = performance.now()
    const titles = find(query)
    times.push(performance.now() - begun)
    return titles
  })
  if (options.has('worst')) {
    const shares = all.map(({ one, right }) => ({ one, lost: one.possible - right.filter(Boolean).length / FIRST }))
    for (const { one, lost } of shares.sort((a, b) => b.lost - a.lost).slice(0, Number(options.get('worst')))) {
      say(`${lost.toFixed(1)} of ${one.possible.toFixed(1)} ${one.split} ${one.query}`)
    }
  }
  const facts = {
    ...figuresOf(all),
    p99_ms: percentile(times, 0.99),
    misses: all.flatMap(({ one, right }) => (right.includes(true) ? [] : [one.qid])),
    p50_ms: percentile(times, 0.5),
    by_split: bySplit(all),
  }
  return { facts, words: JSON.stringify(facts, null, 2), ok: true }
}

const splitOf = (split: string, script: string) => (split === 'unseen_form' ? `${split}_${script}` : split || 'all')

function figuresOf(all: readonly Asked[]) {
  const mean = (of: (asked: Asked) => number) => rounded(all.reduce((sum, one) => sum + of(one), 0) / (all.length || 1))
  return {
    queries: all.length,
    success_at_1: mean(({ right }) => (right[0] ? 1 : 0)),
    success_at_10: mean(({ right }) => (right.includes(true) ? 1 : 0)),
    precision_at_10: mean(({ right }) => right.filter(Boolean).length / FIRST),
    possible_at_10: mean(({ one }) => one.possible),
  }
}

/** Reads 'a|b c', '(a|b) AND (c)': whether a title holds such words, as whole words, in any case. */
export function matcher(pattern: string): (words: ReadonlySet<string>) => boolean {
  const groups = pattern.split(/\)\s*AND\s*\(/).map((group) =>
    group
      .replace(/^\(|\)$/g, '')
      .split('|')
      .map((way) => wordsIn(way)),
  )
  return (words) => groups.every((ways) => ways.some((way) => way.length > 0 && way.every((word) => words.has(word))))
}

/** Whole words of a text in any case. */
export const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
