// bench search: an index over a million listings made from real titles, asked in every way that people ask, with all
// facets counted; and in the same run what others need for the same titles. Prints one line of JSON. Beside the time on
// the clock stands the time of a core: on a busy machine the clock says more of the others than of us.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { between, pick, randomFrom } from '../db/seed/random.ts'
import { categoriesOf } from '../src/cli/search-bench-index.ts'
import { rowsOf } from '../src/cli/search-files.ts'
import { openEngine, type SearchQuery, shelvesFrom } from '../src/domains/search/search.ts'
import { median, quantile, rounded } from './client.ts'
import { dataFile, goodsOf, type RealTitle, realDescriptions, realTitles } from './search-goods.ts'
import { measurePeers, type PeerFigures } from './search-peers.ts'

const LISTINGS = Number(process.env.BENCH_LISTINGS ?? 1_000_000)
/** Peers get fewer: they would need several GB or many minutes for all. 0 leaves them out. */
const PEER_LISTINGS = Number(process.env.BENCH_PEER_LISTINGS ?? 100_000)
const QUERIES = Number(process.env.BENCH_QUERIES ?? 300)
/** Listings that are made together: as many as a market reads from its database at once. */
const AT_ONCE = 1_000
const ROUNDS = 5
/** A kind of query that takes longer is asked fewer rounds, but three. */
const KIND_MOST_MS = 20_000
const ROUNDS_LEAST = 3
/** How often the dearest tenth is asked again for its best round. */
const AGAIN = 10

type Kind = { kind: string; queries: SearchQuery[] }

const seconds = (ms: number) => rounded(ms / 1_000, 2)
const say = (line: string) => process.stderr.write(`${line}\n`)
const ask = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({ text, sort: 'best', limit: 24, ...more })

const { titles, source } = await realTitles()
say(`${titles.length} titles (${source})`)
const descriptions = process.env.BENCH_DESCRIPTIONS === 'off' ? [] : await realDescriptions()
say(`${descriptions.length} descriptions`)
const goods = goodsOf(titles, descriptions)
const tree = categoriesOf(new Set(titles.map(({ category }) => category)))
const engine = openEngine(shelvesFrom(tree))

const sumOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000
/** Time that this thread has had a core for, in ms. */
const thread_ms = () => sumOf(process.threadCpuUsage())
/** The same for the whole process: the thread that merges, and those that clear up, are in it. */
const process_ms = () => sumOf(process.cpuUsage())

/** Fills the index; making the listings is not part of what is measured. */
function build(): { wall_ms: number; thread_ms: number; process_ms: number } {
  const spent = { wall_ms: 0, thread_ms: 0, process_ms: 0 }
  for (let from = 0; from < LISTINGS; from += AT_ONCE) {
    const docs = Array.from({ length: Math.min(AT_ONCE, LISTINGS - from) }, (_, i) => goods(from + i))
    const [wall, thread, whole] = [performance.now(), thread_ms(), process_ms()]
    for (const doc of docs) engine.put(doc)
    if (from + docs.length === LISTINGS) engine.search(ask('warm'))
    spent.wall_ms += performance.now() - wall
    spent.thread_ms += thread_ms() - thread
    spent.process_ms += process_ms() - whole
    if (from % 200_000 === 0) say(`${from} listings`)
  }
  return spent
}

const random = randomFrom(11)
const phraseOf = ({ title }: RealTitle, most: number) => {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)
  const from = between(random, 0, Math.max(0, words.length - most))
  return words.slice(from, from + most).join(' ')
}
const phrases = (count: number, most: number) =>
  Array.from({ length: count }, () => phraseOf(pick(random, titles), most)).filter((text) => text !== '')

function withSlip(text: string): string {
  const words = text.split(' ')
  const at = words.findIndex((word) => /^[a-z]{5,}$/i.test(word))
  const word = words[at]
  if (word === undefined) return text
  const i = between(random, 1, word.length - 2)
  words[at] = word.slice(0, i) + word.slice(i + 1, i + 2) + word.slice(i, i + 1) + word.slice(i + 2)
  return words.join(' ')
}

async function crossScript(): Promise<{ roman: string[]; urdu: string[] }> {
  const file = dataFile('search/cross_script_dev.tsv')
  const made = { roman: ['jootay', 'mardana ghari', 'kala joota', 'zanana shaal'], urdu: ['جوتے', 'کالی شال', 'گھڑی'] }
  if (!file) return made
  const found = { roman: [] as string[], urdu: [] as string[] }
  for await (const row of rowsOf(file)) {
    if (row('script') === 'urdu') found.urdu.push(row('query'))
    else found.roman.push(row('query'))
  }
  return found
}

/** The words that stand in most titles. */
function commonWords(): string[] {
  const counts = new Map<string, number>()
  for (const { title } of titles) {
    for (const word of new Set(title.toLowerCase().match(/[a-z]{3,}/g) ?? []))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const most = [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word)
  return most.filter((word) => !['for', 'and', 'with', 'the', 'from'].includes(word)).slice(0, 3)
}

async function kinds(): Promise<Kind[]> {
  const { roman, urdu } = await crossScript()
  const shelves = [...new Set(titles.map(({ category }) => category))]
  const sorts = ['cheap', 'dear', 'new', 'best'] as const
  const sorted = phrases(QUERIES, 1).map((text, i) => {
    const filters = [{ category: shelves[i % shelves.length] }, { price_from_paisa: 50_000n }, { city: 'lahore' }, {}]
    return ask(text, { sort: sorts[i % sorts.length] ?? 'cheap', ...filters[Math.floor(i / 4) % 4] })
  })
  const typos = phrases(QUERIES, 2).map((text) => ask(withSlip(text)))
  const many = (list: readonly string[]) => Array.from({ length: QUERIES }, (_, i) => ask(list[i % list.length] ?? ''))
  return [
    { kind: 'exact', queries: phrases(QUERIES, 3).map((text) => ask(text)) },
    { kind: 'one word', queries: phrases(QUERIES, 1).map((text) => ask(text)) },
    { kind: 'typo', queries: typos },
    { kind: 'roman urdu', queries: many(roman) },
    { kind: 'urdu', queries: many(urdu) },
    { kind: 'very common word', queries: many(commonWords()) },
    { kind: 'facets and sort', queries: sorted },
  ]
}

/** Medians over rounds. Between rounds a listing changes, as in a market: what was kept is old. */
function measure({ kind, queries }: Kind) {
  const rounds: number[][] = []
  const quietest = queries.map(() => Number.POSITIVE_INFINITY)
  const begun = performance.now()
  let begun_cpu = 0
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    if (round > ROUNDS_LEAST && performance.now() - begun > KIND_MOST_MS) break
    if (round === 1) begun_cpu = thread_ms()
    engine.put({ ...goods(round), in_stock: round % 2 === 0, price_to_paisa: BigInt(changes++) })
    const times = queries.map((query, i) => {
      const asked = performance.now()
      engine.search(query)
      const ms = performance.now() - asked
      quietest[i] = Math.min(quietest[i] ?? ms, ms)
      return ms
    })
    if (round > 0) rounds.push([quantile(times, 0.5), quantile(times, 0.99)])
  }
  const mean_cpu_ms = rounded((thread_ms() - begun_cpu) / rounds.length / queries.length, 2)
  askDearAgain(queries, quietest)
  const [p50_ms, p99_ms] = [0, 1].map((i) => rounded(median(rounds.map((round) => round[i] ?? 0)), 2))
  // Of each query the best round: what others did on this machine meanwhile is left out, dear queries are not.
  const [quiet_p50_ms, quiet_p99_ms] = [0.5, 0.99].map((share) => rounded(quantile(quietest, share), 2))
  say(
    `${kind}: ${p50_ms} / ${p99_ms} ms, best rounds ${quiet_p50_ms} / ${quiet_p99_ms} ms, ${mean_cpu_ms} ms of a core`,
  )
  if (process.env.BENCH_DEAR) sayDear(queries, quietest)
  return { kind, p50_ms, p99_ms, quiet_p50_ms, quiet_p99_ms, mean_cpu_ms }
}

/** The dearest tenth once more, so that what others did on this machine is not taken for what a query costs. */
function askDearAgain(queries: readonly SearchQuery[], quietest: number[]): void {
  const dear = quantile(quietest, 0.9)
  const begun = performance.now()
  for (let round = 0; round < AGAIN && performance.now() - begun < KIND_MOST_MS / 4; round++) {
    for (const [i, query] of queries.entries()) {
      if ((quietest[i] ?? 0) < dear) continue
      const asked = performance.now()
      engine.search(query)
      quietest[i] = Math.min(quietest[i] ?? 0, performance.now() - asked)
    }
  }
}

/** The dearest queries of a kind, for whoever wants to make them cheaper. */
function sayDear(queries: readonly SearchQuery[], times: readonly number[]): void {
  const dear = queries.map((query, i) => ({ query, ms: times[i] ?? 0 })).sort((a, b) => b.ms - a.ms)
  for (const { query, ms } of dear.slice(0, Number(process.env.BENCH_DEAR))) {
    say(`  ${rounded(ms, 2)} ms: ${query.text} (${query.sort}), ${engine.search(query).total} found`)
  }
}

let changes = 1
const built = build()
const [resting, resting_cpu] = [performance.now(), process_ms()]
await engine.rest()
// Merging goes on in a thread of its own after the last listing was put in; its work counts.
const all_ms = built.process_ms + process_ms() - resting_cpu
say(`built in ${seconds(built.wall_ms)} s, ${seconds(built.thread_ms)} s of a core, with merging ${seconds(all_ms)} s`)
say(`merges ended after ${Math.round(performance.now() - resting)} ms`)
const { bytes, segments, terms } = engine.facts
const rss_mb = rounded(process.memoryUsage.rss() / 1e6, 0)
const all = await kinds()
const queries = all.map(measure)
const exact = all[0]?.queries.map(({ text }) => text) ?? []
const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-search-'))
const times = { saved: performance.now(), loaded: 0, ended: 0 }
await engine.save(folder)
times.loaded = performance.now()
const again = openEngine(shelvesFrom(tree))
if (!(await again.load(folder)) || again.size !== engine.size) throw new Error('the snapshot cannot be read')
again.search(ask('warm'))
times.ended = performance.now()
rmSync(folder, { recursive: true })
const snapshot = { save_s: seconds(times.loaded - times.saved), restart_s: seconds(times.ended - times.loaded) }
say(`snapshot: saved in ${snapshot.save_s} s, answering again after ${snapshot.restart_s} s`)
const peerTitles = Array.from({ length: PEER_LISTINGS }, (_, i) => goods(i).title)
const peers: PeerFigures[] = PEER_LISTINGS > 0 ? await measurePeers(peerTitles, exact) : []
await engine.close()
process.stdout.write(
  `${JSON.stringify({
    listings: LISTINGS,
    source,
    described: descriptions.length > 0,
    build_s: rounded(built.wall_ms / 1_000, 2),
    listings_per_core_s: rounded(LISTINGS / (built.thread_ms / 1_000), 0),
    listings_per_core_s_merged: rounded(LISTINGS / (all_ms / 1_000), 0),
    rss_mb,
    index_mb: rounded(bytes / 1e6, 1),
    bytes_a_listing: rounded(bytes / LISTINGS, 0),
    segments,
    terms,
    ...snapshot,
    queries,
    peers,
  })}\n`,
)
process.exit(0)
