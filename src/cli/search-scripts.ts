import type { SearchDoc } from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { docOf, indexOf, percentile, rounded } from './search-bench-index.ts'
import { rowsOf } from './search-files.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)
const FIRST = 10

interface Tally {
  queries: number
  at_1: number
  at_10: number
  precision: number
  /** What precision could be at most: some things are in fewer than ten titles. */
  possible: number
}

const EMPTY: Tally = { queries: 0, at_1: 0, at_10: 0, precision: 0, possible: 0 }

/**
 * How well a query in one script finds goods whose titles are in another: a title is right when it holds the words that
 * the file says, as whole words. precision_at_10 counts an empty place as wrong.
 */
export async function searchScripts(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const [products, queries] = [options.get('products'), options.get('queries')]
  if (!products || !queries) throw new Error('say the files: search scripts --products a.csv --queries b.tsv')
  const docs: SearchDoc[] = []
  for await (const row of rowsOf(products)) docs.push(docOf(row))
  const { engine, build_ms } = indexOf(docs)
  say(`${docs.length} goods indexed in ${build_ms} ms`)
  const total = { ...EMPTY }
  const titles = docs.map(({ title }) => new Set(wordsIn(title)))
  const splits = new Map<string, Tally>()
  const times: number[] = []
  const misses: string[] = []
  for await (const row of rowsOf(queries)) {
    const query = row('query')
    const isRight = matcher(row('match_title_words').trim())
    const begun = performance.now()
    const { hits } = engine.search({ text: query, sort: 'best', limit: FIRST })
    times.push(performance.now() - begun)
    const right = hits.map(({ title }) => isRight(new Set(wordsIn(title))))
    const possible = titles.filter(isRight).length
    const split = splitOf(row('split').trim(), row('script'))
    const part = splits.get(split) ?? { ...EMPTY }
    splits.set(split, part)
    for (const tally of [total, part]) note(tally, right, possible)
    if (!right.includes(true)) misses.push(row('qid'))
    if (options.has('worst') && right.filter(Boolean).length < 3)
      say(`${row('qid')} ${query}: ${hits[0]?.title ?? '-'}`)
  }
  const facts = {
    ...figuresOf(total),
    p99_ms: percentile(times, 0.99),
    misses,
    p50_ms: percentile(times, 0.5),
    by_split: Object.fromEntries([...splits].map(([name, tally]) => [name, figuresOf(tally)])),
  }
  return { facts, words: JSON.stringify(facts, null, 2), ok: true }
}

const splitOf = (split: string, script: string) => (split === 'unseen_form' ? `${split}_${script}` : split || 'all')

function note(tally: Tally, right: readonly boolean[], possible: number): void {
  tally.possible += Math.min(FIRST, possible) / FIRST
  tally.queries++
  tally.at_1 += right[0] ? 1 : 0
  tally.at_10 += right.includes(true) ? 1 : 0
  tally.precision += right.filter(Boolean).length / FIRST
}

function figuresOf({ queries, at_1, at_10, precision, possible }: Tally) {
  const share = (sum: number) => rounded(sum / (queries || 1))
  return {
    queries,
    success_at_1: share(at_1),
    success_at_10: share(at_10),
    precision_at_10: share(precision),
    possible_at_10: share(possible),
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
