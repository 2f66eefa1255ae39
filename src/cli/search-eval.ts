import type { OwnEngine, SearchDoc } from '../domains/search/search.ts'
import type { Answer } from './bharosa.ts'
import { docOf, indexOf, percentile, rounded } from './search-bench-index.ts'
import { rowsOf } from './search-files.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Grades of one query: product → grade. */
type Judged = Map<string, number>

interface Scores {
  ndcg: number
  mrr: number
  recall: number | undefined
}

/** Goods, and what people judged of them. */
export interface JudgedSet {
  readonly docs: readonly SearchDoc[]
  /** Queries that something is good for, with their grades. */
  readonly judged: ReadonlyMap<string, Judged>
  readonly k: number
  readonly relevant: number
}

/** The goods and the grades that the options name; with --every 8 only each eighth query. */
export async function readJudged(options: ReadonlyMap<string, string>): Promise<JudgedSet> {
  const [products, judgments] = [options.get('products'), options.get('judgments')]
  if (!products || !judgments) throw new Error('say the files: --products a.csv --judgments b.csv')
  const k = Math.max(1, Math.trunc(Number(options.get('k') ?? 10)))
  const relevant = Number(options.get('relevant') ?? 1)
  const docs: SearchDoc[] = []
  for await (const row of rowsOf(products)) docs.push(docOf(row))
  say(`${docs.length} goods read`)
  const judged = new Map<string, Judged>()
  for await (const row of rowsOf(judgments)) {
    const query = row('query')
    const grades = judged.get(query) ?? new Map<string, number>()
    judged.set(query, grades.set(row('product_id'), Number(row('grade'))))
  }
  const every = Math.max(1, Math.trunc(Number(options.get('every') ?? 1)))
  const good = [...judged].filter(([, grades]) => [...grades.values()].some((grade) => grade >= relevant))
  return { docs, judged: new Map(good.filter((_, i) => i % every === 0)), k, relevant }
}

/** What each judged query finds is worth. */
export function judge(
  { judged, k, relevant }: Omit<JudgedSet, 'docs'>,
  find: (query: string) => readonly string[],
): { query: string; scores: Scores }[] {
  return [...judged].map(([query, grades]) => ({ query, scores: scoresOf(find(query), grades, k, relevant) }))
}

/** The means over queries. */
export function meansOf(all: readonly { readonly scores: Scores }[]): { ndcg: number; mrr: number; recall: number } {
  return {
    ndcg: mean(all.map(({ scores }) => scores.ndcg)),
    mrr: mean(all.map(({ scores }) => scores.mrr)),
    recall: mean(all.flatMap(({ scores }) => scores.recall ?? [])),
  }
}

/** Asks an engine for the first of a query, and says which they are. */
export const finderIn = (engine: OwnEngine, limit: number) => (query: string) =>
  engine.search({ text: query, sort: 'best', limit }).hits.map(({ listing_id }) => listing_id)

/**
 * How well the engine finds what people judged: nDCG@k with gain 2^grade − 1, unjudged goods counting nothing, mean
 * over queries that have something of grade ≥ --relevant; reciprocal rank of the first such; recall@k of all such.
 */
export async function searchEval(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const set = await readJudged(options)
  const { engine, build_ms } = indexOf(set.docs)
  say(`indexed in ${build_ms} ms`)
  const times: number[] = []
  const find = finderIn(engine, set.k)
  const all = judge(set, (query) => {
    const begun = performance.now()
    const found = find(query)
    times.push(performance.now() - begun)
    return found
  })
  if (options.has('worst')) {
    const worst = [...all].sort((a, b) => a.scores.ndcg - b.scores.ndcg)
    for (const { query, scores } of worst.slice(0, Number(options.get('worst')))) {
      say(`${scores.ndcg.toFixed(3)} ${query}`)
    }
  }
  const facts = {
    queries: all.length,
    ...meansOf(all),
    k: set.k,
    p50_ms: percentile(times, 0.5),
    p99_ms: percentile(times, 0.99),
    build_ms,
    rss_mb: Math.round(process.memoryUsage.rss() / 1e6),
  }
  return { facts, words: JSON.stringify(facts, null, 2), ok: true }
}

const mean = (values: readonly number[]) => rounded(values.reduce((sum, one) => sum + one, 0) / (values.length || 1))

/** What a list of found goods is worth against the grades that people gave. */
export function scoresOf(found: readonly string[], grades: Judged, k: number, relevant: number): Scores {
  const first = found.slice(0, k)
  const gain = (grade: number, i: number) => (2 ** grade - 1) / Math.log2(i + 2)
  const dcg = first.reduce((sum, id, i) => sum + gain(grades.get(id) ?? 0, i), 0)
  const best = [...grades.values()].sort((a, b) => b - a).slice(0, k)
  const ideal = best.reduce((sum, grade, i) => sum + gain(grade, i), 0)
  const isGood = (id: string) => (grades.get(id) ?? 0) >= relevant
  const rank = first.findIndex(isGood)
  const wanted = [...grades.keys()].filter(isGood).length
  return {
    ndcg: ideal === 0 ? 0 : dcg / ideal,
    mrr: rank < 0 ? 0 : 1 / (rank + 1),
    recall: wanted === 0 ? undefined : first.filter(isGood).length / wanted,
  }
}
