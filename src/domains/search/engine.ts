import MiniSearch, { type Query } from 'minisearch'
import { FacetCounter, type Facets } from './facets.ts'
import type { Shelves } from './shelves.ts'
import { type Asked, askedIn, thingsOf, wordsOf } from './words.ts'

/** A listing as a results page shows it, so that such a page needs no database. */
export interface SearchCard {
  readonly listing_id: string
  readonly shop_id: string
  readonly title: string
  readonly brand: string
  readonly category_id: string
  readonly condition: 'new' | 'used'
  readonly price_from_paisa: bigint
  readonly price_to_paisa: bigint
  readonly compare_at_paisa: bigint | null
  readonly in_stock: boolean
  readonly photo_name: string | null
  readonly photo_colour: string | null
  readonly shop_handle: string
  readonly shop_name: string
  readonly city_id: string
  readonly live_at: Date
}

/** A card and the further words by which it can be found: sizes, colours, cloth. */
export interface SearchDoc extends SearchCard {
  readonly words: readonly string[]
  readonly description?: string | undefined
}

export type SearchSort = 'best' | 'cheap' | 'dear' | 'new'

export interface SearchQuery {
  readonly text: string
  readonly category?: string | undefined
  readonly price_from_paisa?: bigint | undefined
  readonly price_to_paisa?: bigint | undefined
  readonly city?: string | undefined
  /** A shop_id. */
  readonly shop?: string | undefined
  readonly sort: SearchSort
  /** From 1. */
  readonly page?: number | undefined
  readonly limit: number
}

export interface SearchResults extends Facets {
  readonly total: number
  readonly hits: readonly SearchCard[]
  /** A spelling that finds goods, when the one that was asked for is not written anywhere. */
  readonly did_you_mean?: string
}

/** What finds goods. The first engine keeps all in memory; another may live elsewhere. */
export interface SearchEngine {
  search(query: SearchQuery): SearchResults
  /** Shows a listing, or shows it anew. */
  put(doc: SearchDoc): void
  remove(listingId: string): void
  /** Ids of what is shown of a shop. */
  idsOfShop(shopId: string): string[]
  /** A few goods of a shop, for its card: cheap, in no order. */
  someOfShop(shopId: string, limit: number): SearchCard[]
  /** Goods like one: from its shelf, nearest in price first. Cheap: at most a few hundred are looked at. */
  similar(listingId: string, limit: number): SearchCard[]
  readonly size: number
  /** True once everything that was on sale at the start has been put in. */
  ready: boolean
}

interface Entry {
  readonly card: SearchCard
  readonly price: number
  readonly live_ms: number
}

interface Fields {
  id: string
  title: string
  brand: string
  things: string
  more: string
}

const PAGES_MOST = 50
const BROWSED_MOST = 500
/** Of a full shelf so many are compared for what is similar. */
const LOOKED_AT = 200
const WRITTEN_OFTEN = 3
/** Goods that nobody can buy now stand behind the others. */
const SOLD_OUT = 0.4

/** The first engine: MiniSearch over folded words, with the things of the lexicon and the shelves as further terms. */
export function openEngine(shelves: Shelves): SearchEngine {
  return new MemoryEngine(shelves)
}

class MemoryEngine implements SearchEngine {
  ready = false
  readonly #shelves: Shelves
  readonly #entries = new Map<string, Entry>()
  readonly #sorted = new Map<SearchSort, Entry[]>()
  readonly #browsed = new Map<string, SearchResults>()
  readonly #byShop = new Groups()
  readonly #byShelf = new Groups()
  /** How often each word was written since the start: what many write is no slip, and needs no guessing. */
  readonly #written = new Map<string, number>()
  readonly #index = new MiniSearch<Fields>({
    fields: ['title', 'brand', 'things', 'more'],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => term,
  })

  constructor(shelves: Shelves) {
    this.#shelves = shelves
  }

  #forgetOrder(): void {
    this.#sorted.clear()
    this.#browsed.clear()
  }

  get size(): number {
    return this.#entries.size
  }

  put(doc: SearchDoc): void {
    const { words, description: _description, ...card } = doc
    this.remove(doc.listing_id)
    this.#entries.set(doc.listing_id, { card, price: Number(card.price_from_paisa), live_ms: card.live_at.getTime() })
    this.#byShop.add(doc.shop_id, doc.listing_id)
    this.#byShelf.add(doc.category_id, doc.listing_id)
    const title = wordsOf(doc.title)
    const more = [...words, doc.description ?? ''].flatMap((word) => wordsOf(word))
    for (const word of new Set(title)) this.#written.set(word, (this.#written.get(word) ?? 0) + 1)
    const shelf = this.#shelves.pathOf(doc.category_id).map((id) => `#${id}`)
    this.#index.add({
      id: doc.listing_id,
      title: title.join(' '),
      brand: wordsOf(doc.brand).join(' '),
      things: [...thingsOf([...title, ...more]), ...shelf].join(' '),
      more: [...new Set([...more, ...wordsOf(doc.shop_name)])].join(' '),
    })
    this.#forgetOrder()
  }

  remove(listingId: string): void {
    const entry = this.#entries.get(listingId)
    if (!entry) return
    this.#entries.delete(listingId)
    this.#byShop.remove(entry.card.shop_id, listingId)
    this.#byShelf.remove(entry.card.category_id, listingId)
    this.#index.discard(listingId)
    this.#forgetOrder()
  }

  idsOfShop(shopId: string): string[] {
    return this.#byShop.some(shopId, Number.POSITIVE_INFINITY)
  }

  someOfShop(shopId: string, limit: number): SearchCard[] {
    return this.#byShop.some(shopId, limit).flatMap((id) => this.#entries.get(id)?.card ?? [])
  }

  similar(listingId: string, limit: number): SearchCard[] {
    const one = this.#entries.get(listingId)
    if (!one) return []
    const entries = this.#byShelf.some(one.card.category_id, LOOKED_AT).flatMap((id) => this.#entries.get(id) ?? [])
    const far = ({ price, card }: Entry) => Math.abs(Math.log(price / one.price)) + (card.in_stock ? 0 : 10)
    return entries
      .filter((entry) => entry !== one)
      .sort((a, b) => far(a) - far(b))
      .slice(0, limit)
      .map(({ card }) => card)
  }

  search(query: SearchQuery): SearchResults {
    const asked = askedIn(query.text)
    if (asked.length > 0) return this.#look(query, asked)
    // Whoever only looks round asks what everybody asks: counted once, until the goods change.
    const key = JSON.stringify({ ...query, text: '' }, (_name, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    const known = this.#browsed.get(key)
    if (known) return known
    const results = this.#look(query, asked)
    if (this.#browsed.size < BROWSED_MOST) this.#browsed.set(key, results)
    return results
  }

  #look(query: SearchQuery, asked: readonly Asked[]): SearchResults {
    const { entries, did_you_mean } =
      asked.length > 0 ? this.#find(asked, query.sort) : { entries: this.#all(query.sort) }
    const limit = Math.min(Math.max(1, Math.trunc(query.limit) || 1), 100)
    const page = Math.min(Math.max(1, Math.trunc(query.page ?? 1) || 1), PAGES_MOST)
    const first = (page - 1) * limit
    const counter = new FacetCounter(this.#shelves, query)
    const hits: SearchCard[] = []
    let total = 0
    for (const { card, price } of entries) {
      if (!counter.count(card, price)) continue
      if (total >= first && hits.length < limit) hits.push(card)
      total++
    }
    return { total, hits, ...counter.facets(), ...(did_you_mean && total > 0 ? { did_you_mean } : {}) }
  }

  #all(sort: SearchSort): readonly Entry[] {
    const known = this.#sorted.get(sort)
    if (known) return known
    const sorted = [...this.#entries.values()].sort(ORDERS[sort])
    this.#sorted.set(sort, sorted)
    return sorted
  }

  #find(asked: readonly Asked[], sort: SearchSort): { entries: Entry[]; did_you_mean?: string } {
    const each = asked.map((one) => this.#queryFor(one))
    const options = { boost: { title: 3, brand: 2, things: 1.5, more: 0.7 }, weights: { prefix: 0.5, fuzzy: 0.3 } }
    let found = this.#index.search({ combineWith: 'AND', queries: each }, options)
    // Nothing has all the words: what has most of them is better than an empty page.
    if (found.length === 0 && each.length > 1) found = this.#index.search({ combineWith: 'OR', queries: each }, options)
    const ranked = found.flatMap(({ id, score, match }) => {
      const entry = this.#entries.get(id)
      return entry ? [{ entry, match, score: entry.card.in_stock ? score : score * SOLD_OUT }] : []
    })
    ranked.sort((a, b) => b.score - a.score || b.entry.live_ms - a.entry.live_ms)
    const better = this.#betterSpelling(asked, ranked[0]?.match)
    const entries = ranked.map(({ entry }) => entry)
    if (sort !== 'best') entries.sort(ORDERS[sort])
    return { entries, ...(better ? { did_you_mean: better } : {}) }
  }

  #queryFor({ word, things }: Asked): Query {
    const plain = /^\p{L}+$/u.test(word)
    const slip = plain && word.length >= 4 && (this.#written.get(word) ?? 0) < WRITTEN_OFTEN
    const spelled = { queries: [word], prefix: plain && word.length >= 3, fuzzy: slip ? 0.2 : false }
    const exact = [...things, ...this.#shelves.namedBy(word, things).map((id) => `#${id}`)]
    return exact.length === 0
      ? spelled
      : { combineWith: 'OR', queries: [spelled, { combineWith: 'OR', queries: exact, prefix: false, fuzzy: false }] }
  }

  /** The query with each word that nobody writes replaced by what the best hit has in its place. */
  #betterSpelling(asked: readonly Asked[], match: Readonly<Record<string, readonly string[]>> | undefined) {
    if (!match) return undefined
    const terms = Object.keys(match).filter((term) => /^\p{L}+$/u.test(term))
    let changed = false
    const words = asked.map(({ word, things }) => {
      const known = things.length > 0 || terms.some((term) => term.startsWith(word)) || !/^\p{L}{4,}$/u.test(word)
      const near = known
        ? undefined
        : terms.find((term) => term[0] === word[0] && Math.abs(term.length - word.length) < 3)
      changed ||= near !== undefined
      return near ?? word
    })
    return changed ? words.join(' ') : undefined
  }
}

/** Ids in groups, quick to add to and to take from. */
class Groups {
  readonly #groups = new Map<string, Set<string>>()

  add(group: string, id: string): void {
    const ids = this.#groups.get(group)
    if (ids) ids.add(id)
    else this.#groups.set(group, new Set([id]))
  }

  remove(group: string, id: string): void {
    this.#groups.get(group)?.delete(id)
  }

  some(group: string, limit: number): string[] {
    const some: string[] = []
    for (const id of this.#groups.get(group) ?? []) {
      if (some.length >= limit) break
      some.push(id)
    }
    return some
  }
}

const newest = (a: Entry, b: Entry) => b.live_ms - a.live_ms || (a.card.listing_id < b.card.listing_id ? 1 : -1)

const ORDERS: Readonly<Record<SearchSort, (a: Entry, b: Entry) => number>> = {
  best: (a, b) => Number(b.card.in_stock) - Number(a.card.in_stock) || newest(a, b),
  cheap: (a, b) => a.price - b.price || newest(a, b),
  dear: (a, b) => b.price - a.price || newest(a, b),
  new: newest,
}
