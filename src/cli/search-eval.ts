import type { SearchDoc } from '../domains/search/search.ts'
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

/**
 * How well the engine finds what people judged: nDCG@k with gain 2^grade − 1, unjudged goods counting nothing, mean
 * over queries that have something of grade ≥ --relevant; reciprocal rank of the first such; recall@k of all such.
 */
export async function searchEval(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const [products, judgments] = [options.get('products'), options.get('judgments')]
  if (!products || !judgments) throw new Error('say the files: search eval --products a.csv --judgments b.csv')
  const k = Math.max(1, Math.trunc(Number(options.get('k') ?? 10)))
  const relevant = Number(options.get('relevant') ?? 1)
  const docs: SearchDoc[] = []
  for await (const row of rowsOf(products)) docs.push(docOf(row))
  say(`${docs.length} goods read`)
  const { engine, build_ms } = indexOf(docs)
  say(`indexed in ${build_ms} ms`)
  const judged = new Map<string, Judged>()
  for await (const row of rowsOf(judgments)) {
    const query = row('query')
    const grades = judged.get(query) ?? new Map<string, number>()
    judged.set(query, grades.set(row('product_id'), Number(row('grade'))))
  }
  const all: Scores[] = []
  const times: number[] = []
  const misses: { query: string; ndcg: number }[] = []
  for (const [query, grades] of judged) {
    if (![...grades.values()].some((grade) => grade >= relevant)) continue
    const begun = performance.now()
    const { hits } = engine.search({ text: query, sort: 'best', limit: k })
    times.push(performance.now() - begun)
    const scores = scoresOf(
      hits.map(({ listing_id }) => listing_id),
      grades,
      k,
      relevant,
    )
    all.push(scores)
    misses.push({ query, ndcg: scores.ndcg })
  }
  if (options.has('worst')) {
    misses.sort((a, b) => a.ndcg - b.ndcg)
    for (const { query, ndcg } of misses.slice(0, Number(options.get('worst')))) say(`${ndcg.toFixed(3)} ${query}`)
  }
  const facts = {
    queries: all.length,
    ndcg: mean(all.map(({ ndcg }) => ndcg)),
    mrr: mean(all.map(({ mrr }) => mrr)),
    recall: mean(all.flatMap(({ recall }) => recall ?? [])),
    k,
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
