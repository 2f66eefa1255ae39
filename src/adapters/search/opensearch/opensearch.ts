import type { Client } from '@opensearch-project/opensearch'
import type {
  Describing,
  Explained,
  SearchCard,
  SearchDoc,
  SearchEngine,
  SearchQuery,
  SearchResults,
} from '../../../domains/search/search.ts'
import { errorFacts, type Log } from '../../../kit/log/log.ts'
import { foldText } from '../../../kit/text/fold.ts'
import { type Answered, readNext, resultsOf } from './answer.ts'
import { sourceOf } from './documents.ts'
import { indexBody, MAPPING, readCard } from './mapping.ts'
import { type Strictness, searchBody, similarBody, strictnesses, suggestBody } from './request.ts'

export interface OpenSearchSettings {
  /** https://user:password@host:9200 */
  readonly url: string
  /** What the names of its indexes begin with, so that several markets may share a cluster. */
  readonly prefix: string
  readonly log: Log
}

/** An engine whose index lives in OpenSearch. */
export interface OpenSearchEngine extends SearchEngine {
  /** Sends what was put in and taken out, and resolves when it can be found. */
  flush(): Promise<void>
  /** Resolves when not much waits to be sent: for whoever puts in very many. */
  keepUp(): Promise<void>
  /** Ends a filling: what it did not put in is no longer on sale. */
  endFilling(): Promise<void>
  close(): Promise<void>
}

const ENOUGH = 24
const PAGES_MOST = 50
const LIMIT_MOST = 100
const BULK_MOST = 1_000
const AGAIN_MS = 2_000
const TAUGHT_MOST = 50_000
const SUGGEST_LETTERS = 80

/** Opens the index of this language and this tree in OpenSearch, and makes it when there is none. */
export async function openSearchEngine(settings: OpenSearchSettings, language: Describing): Promise<OpenSearchEngine> {
  // Loaded only where it is used: it is large.
  const { Client } = await import('@opensearch-project/opensearch')
  const client = new Client({ node: settings.url, requestTimeout: 10_000, maxRetries: 2 })
  const version = `${MAPPING}-${language.version}`.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const engine = new RemoteEngine(client, `${settings.prefix}-${version}`, language, settings.log)
  await engine.open()
  return engine
}

class RemoteEngine implements OpenSearchEngine {
  ready = false
  size = 0
  readonly rules: Describing['rules']
  readonly #client: Client
  readonly #index: string
  readonly #language: Describing
  readonly #log: Log
  readonly #filling = Date.now().toString(36)
  /** What is to be sent, the newest of each listing: a listing, or nothing when it was taken out. */
  #waiting = new Map<string, SearchDoc | undefined>()
  #sending: Promise<void> | undefined
  #again: NodeJS.Timeout | undefined

  constructor(client: Client, index: string, language: Describing, log: Log) {
    this.#client = client
    this.#index = index
    this.#language = language
    this.rules = language.rules
    this.#log = log
  }

  async open(): Promise<void> {
    const { body: exists } = await this.#client.indices.exists({ index: this.#index })
    if (!exists) {
      // Two nodes may open at once: the second finds it made.
      await this.#client.indices.create({ index: this.#index, body: indexBody() as object }).catch((error: unknown) => {
        if (!String(error).includes('resource_already_exists')) throw error
      })
    }
    await this.#count()
    await this.#learn()
    this.ready = this.size > 0
  }

  async search(query: SearchQuery): Promise<SearchResults> {
    const limit = Math.min(Math.max(1, Math.trunc(query.limit) || 1), LIMIT_MOST)
    const page = Math.min(Math.max(1, Math.trunc(query.page ?? 1) || 1), PAGES_MOST)
    const words = this.#language.asked(query.text)
    const after = readNext(query.after)
    const steps = words.length === 0 ? [{ least: 0, slips: false }] : strictnesses(words)
    const from = after ? 0 : (page - 1) * limit
    let results: SearchResults | undefined
    for (let step = Math.min(after?.step ?? 0, steps.length - 1); step < steps.length; step++) {
      const how = steps[step] as Strictness
      const answer = await this.#ask(searchBody(query, words, how, { from, size: limit + 1, after: after?.sort }))
      const found = resultsOf(answer, { query, words, how, step }, this.#language.shelves, limit)
      // A looser question that finds no more says nothing new.
      if (!results || found.total > results.total) results = found
      if (after || query.strict || found.total >= ENOUGH) break
    }
    const { hits, ...rest } = results ?? this.#nothing(query, limit)
    const shown = await this.#byRules(query, hits)
    return { ...rest, hits: shown, total: Math.max(rest.total, shown.length) }
  }

  /** The page without what operators blocked, and with what they pinned before it. */
  async #byRules(query: SearchQuery, cards: readonly SearchCard[]): Promise<SearchCard[]> {
    const missing: string[] = []
    const first = this.rules.apply(query, cards, (id) => {
      missing.push(id)
      return undefined
    })
    if (missing.length === 0) return first
    const pinned = cardsOf(
      await this.#ask({ size: missing.length, _source: ['card'], query: { terms: { id: missing } } }),
    )
    return this.rules.apply(query, cards, (id) => pinned.find(({ listing_id }) => listing_id === id))
  }

  #nothing(query: SearchQuery, limit: number): SearchResults {
    const none: Answered = { hits: { total: { value: 0 }, hits: [] } }
    return resultsOf(
      none,
      { query, words: [], how: { least: 0, slips: false }, step: 0 },
      this.#language.shelves,
      limit,
    )
  }

  put(doc: SearchDoc): void {
    this.#waiting.set(doc.listing_id, doc)
    this.#wake()
  }

  remove(listingId: string): void {
    this.#waiting.set(listingId, undefined)
    this.#wake()
  }

  async idsOfShop(shopId: string): Promise<string[]> {
    await this.flush()
    const ids: string[] = []
    for (let after: readonly unknown[] | undefined; ; ) {
      const { hits } = await this.#ask({
        ...{ size: 1_000, _source: false, sort: [{ id: 'asc' }], query: { term: { shop_id: shopId } } },
        ...(after ? { search_after: after } : {}),
      })
      ids.push(...hits.hits.map(({ _id }) => _id))
      after = hits.hits.at(-1)?.sort
      if (!after) return ids
    }
  }

  async someOfShop(shopId: string, limit: number): Promise<SearchCard[]> {
    return cardsOf(await this.#ask({ size: limit, _source: ['card'], query: { term: { shop_id: shopId } } }))
  }

  similar = async (listingId: string, limit: number): Promise<SearchCard[]> =>
    cardsOf(await this.#ask(similarBody(this.#index, listingId, limit)))

  async suggest(text: string, limit: number): Promise<string[]> {
    const words = foldText(text.slice(0, SUGGEST_LETTERS).toWellFormed()).split(' ')
    const last = words.pop() ?? ''
    if (last === '') return []
    const before = words.join(' ')
    const asked = before === '' ? [] : this.#language.asked(before)
    const { aggregations } = (await this.#ask(suggestBody(asked, last, Math.min(limit, LIMIT_MOST)))) as {
      aggregations?: { ends?: { buckets: readonly { key: string }[] } }
    }
    const ends = (aggregations?.ends?.buckets ?? []).map(({ key }) => key)
    const found = ends.filter((end) => end !== last && !words.includes(end)).slice(0, limit)
    return found.map((end) => (before === '' ? end : `${before} ${end}`))
  }

  async explain(query: SearchQuery): Promise<Explained[]> {
    const words = this.#language.asked(query.text)
    const how = { least: 1, slips: true }
    const { hits } = await this.#ask(
      searchBody({ ...query, facets: false }, words, how, { from: 0, size: query.limit }),
    )
    return hits.hits.map(({ _id, _score, matched_queries = [] }) => ({
      listing_id: _id,
      score: _score ?? 0,
      parts: words.flatMap(({ written }, i) =>
        matched_queries.includes(`w${i}`) ? [{ name: `${written} (OpenSearch)`, value: 1 }] : [],
      ),
    }))
  }

  async flush(): Promise<void> {
    while (this.#waiting.size > 0 || this.#sending) await this.#send()
    await this.#client.indices.refresh({ index: this.#index })
    await this.#count()
  }

  async keepUp(): Promise<void> {
    if (this.#waiting.size > BULK_MOST * 10) await this.#send()
  }

  async endFilling(): Promise<void> {
    await this.flush()
    const old = { bool: { must_not: [{ term: { filling: this.#filling } }] } }
    await this.#client.deleteByQuery({ index: this.#index, conflicts: 'proceed', refresh: true, body: { query: old } })
    await this.#count()
    this.ready = true
  }

  async close(): Promise<void> {
    clearTimeout(this.#again)
    await this.#sending?.catch(() => {})
    await this.#client.close()
  }

  async #ask(body: object): Promise<Answered> {
    const answer = await plainly(this.#client.search({ index: this.#index, body }))
    return answer.body as unknown as Answered
  }

  async #count(): Promise<void> {
    this.size = (await this.#client.count({ index: this.#index })).body.count
  }

  /** The language goes by the words of the goods, which another node may have put in. */
  async #learn(): Promise<void> {
    const all = (field: string) => ({ terms: { field, size: TAUGHT_MOST } })
    const { aggregations } = (await this.#ask({
      size: 0,
      aggs: { words: all('words'), brands: all('brand_key') },
    })) as {
      aggregations?: Record<string, { buckets?: readonly { key: string; doc_count: number }[] }>
    }
    for (const { key, doc_count } of aggregations?.words?.buckets ?? []) this.#language.learn(key, doc_count, false)
    for (const { key } of aggregations?.brands?.buckets ?? []) this.#language.learn(key, 0, true)
  }

  #wake(): void {
    // After the transaction that noted it: nothing outside is called inside of one.
    if (!this.#sending && !this.#again) this.#again = setTimeout(() => void this.#sendQuietly(), 0)
  }

  async #sendQuietly(): Promise<void> {
    this.#again = undefined
    try {
      await this.#send()
    } catch (error) {
      this.#log.warn(errorFacts(error), 'goods could not be sent to OpenSearch; they are sent again')
      this.#again = setTimeout(() => void this.#sendQuietly(), AGAIN_MS).unref()
    }
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined
    })
    return this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, BULK_MOST)
      for (const [id] of batch) this.#waiting.delete(id)
      try {
        await this.#bulk(batch)
      } catch (error) {
        // What came meanwhile is newer.
        for (const [id, doc] of batch) if (!this.#waiting.has(id)) this.#waiting.set(id, doc)
        throw error
      }
    }
  }

  async #bulk(batch: readonly (readonly [string, SearchDoc | undefined])[]): Promise<void> {
    const body = batch.flatMap(([_id, doc]): Record<string, unknown>[] =>
      doc ? [{ index: { _id } }, { ...sourceOf(doc, this.#language, this.#filling) }] : [{ delete: { _id } }],
    )
    const { body: answer } = await plainly(this.#client.bulk({ index: this.#index, body }))
    const broken = answer.items.map((item) => item.index).find((one) => one?.error)
    if (broken) throw new Error(`OpenSearch refused goods: ${broken.error?.type ?? ''} ${broken.error?.reason ?? ''}`)
  }
}

function cardsOf({ hits }: Answered): SearchCard[] {
  return hits.hits.flatMap(({ _source }) => (_source?.card === undefined ? [] : readCard(_source.card)))
}

/** What went wrong, without what was asked: the client's own errors carry the words that people typed. */
async function plainly<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? ` ${String(error.statusCode)}` : ''
    throw new Error(`OpenSearch did not answer as it should: ${error instanceof Error ? error.name : 'error'}${status}`)
  }
}
