import { cardOf, MERITS, type Parting, partingWith, printOf, SHELF, takeApart } from './cards.ts'
import type {
  Explained,
  IndexFacts,
  SearchCard,
  SearchDoc,
  SearchEngine,
  SearchQuery,
  SearchResults,
} from './engine.ts'
import { FacetCounter } from './facets.ts'
import { asWritten, type Found, findAll, findWords, type Looked, nearnessOf, waysOf } from './finding.ts'
import { hashOf } from './index/layout.ts'
import { LiveIndex } from './index/live-index.ts'
import type { Segment } from './index/segment.ts'
import type { Hit } from './index/top.ts'
import { makeLanguage } from './language/shop-language.ts'
import type { Language } from './language.ts'
import { emptyNames, type IndexNames } from './names.ts'
import { cutPage, cutRanked, readPlace } from './paging.ts'
import { type RankContext, rank } from './rank.ts'
import { resolve } from './resolve.ts'
import { RuleBook } from './rule-book.ts'
import type { Shelves } from './shelves.ts'
import { type At, similarTo } from './similar.ts'
import { loadSnapshot, saveSnapshot } from './snapshot.ts'
import { betterSpelling, droppedWords } from './spelling.ts'
import { suggest } from './suggest.ts'
import { SECOND_STAGE } from './weights.ts'

const PAGES_MOST = 50
const LIMIT_MOST = 100
const BROWSED_MOST = 500
/** Listings that many look at, each with those like it. */
const ALIKE_MOST = 5_000

/** An engine of our own: an inverted index in typed arrays, searched in this thread and merged in another. */
export class OwnEngine implements SearchEngine {
  ready = false
  readonly index = new LiveIndex()
  readonly names: IndexNames = emptyNames()
  /** What operators added. Filled by loadRules. */
  readonly rules = new RuleBook()
  readonly #shelves: Shelves
  readonly #language: Language
  readonly #parts: Parting
  readonly #browsed = new Map<string, SearchResults>()
  #browsedVersion = -1
  readonly #alike = new Map<string, SearchCard[]>()
  newest = 0
  /** Where ids of what changes are noted while somebody watches. */
  watched: Set<string> | undefined

  constructor(shelves: Shelves, language: Language = makeLanguage()) {
    this.#shelves = shelves
    this.#language = language
    this.#parts = partingWith(language, shelves, this.names, this.index.terms)
  }

  get size(): number {
    return this.index.size
  }

  get facts(): IndexFacts {
    const { size, segments, terms, bytes } = this.index
    return { listings: size, segments: segments.length, terms: terms.size, bytes }
  }

  watch(changed?: Set<string>): void {
    this.watched = changed
  }

  put(doc: SearchDoc): void {
    this.watched?.add(doc.listing_id)
    const [print, hash] = [printOf(doc), hashOf(doc.listing_id)]
    const known = this.index.find(doc.listing_id, hash)
    if (known && known.segment.columns.print[known.doc] === print) return
    this.newest = Math.max(this.newest, doc.live_at.getTime())
    this.index.put(takeApart(doc, hash, print, this.#parts), known ?? null)
  }

  remove(listingId: string): void {
    this.watched?.add(listingId)
    this.index.remove(listingId)
  }

  idsOfShop(shopId: string): string[] {
    return this.#ofShop(shopId, Number.POSITIVE_INFINITY).map(({ segment, doc }) => segment.idOf(doc))
  }

  someOfShop(shopId: string, limit: number): SearchCard[] {
    return this.#ofShop(shopId, limit).map((at) => this.#cardAt(at))
  }

  similar(listingId: string, limit: number): SearchCard[] {
    this.index.settle()
    this.#forgetOld()
    const key = `${limit} ${listingId}`
    const known = this.#alike.get(key)
    if (known) return known
    const one = this.index.find(listingId)
    if (!one) return []
    const shelf = this.names.categories.nameOf(one.segment.columns.category[one.doc] as number)
    const cards = similarTo(one, limit, this.index, `${SHELF}${shelf}`).map((at) => this.#cardAt(at))
    if (this.#alike.size < ALIKE_MOST) this.#alike.set(key, cards)
    return cards
  }

  search(query: SearchQuery): SearchResults {
    this.index.settle()
    if (this.#language.readings(query.text).length > 0) return this.#look(query)
    // Whoever only looks round asks what everybody asks: counted once, until the goods change.
    this.#forgetOld()
    const key = JSON.stringify({ ...query, text: '' }, (_name, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    const known = this.#browsed.get(key)
    if (known) return known
    const results = this.#look(query)
    if (this.#browsed.size < BROWSED_MOST) this.#browsed.set(key, results)
    return results
  }

  /** What was counted and found alike holds until the goods change. */
  #forgetOld(): void {
    if (this.#browsedVersion === this.index.version) return
    this.#browsedVersion = this.index.version
    this.#browsed.clear()
    this.#alike.clear()
  }

  /** Of the language and the tree of shelves: a snapshot of other ones is of no use. */
  get version(): string {
    return `${this.#language.version} ${this.#shelves.version}`
  }

  /** Keeps the index in a folder, for the next start. */
  save(folder: string): Promise<void> {
    return saveSnapshot(folder, this)
  }

  /** Fills an empty index from a folder. False when there is nothing that can be used. */
  async load(folder: string): Promise<boolean> {
    if (this.size > 0 || !(await loadSnapshot(folder, this))) return false
    this.#teach()
    return true
  }

  /** What was kept was never read anew: the language learns its words from the table of terms. */
  #teach(): void {
    const { terms } = this.index
    for (let id = 0; id < terms.size; id++) {
      const listings = terms.frequency(id)
      if (listings > 0 && !terms.isMeaning(id)) this.#language.learn(terms.textOf(id), listings, false)
    }
    for (const brand of this.names.brands.list) this.#language.learn(brand, 0, true)
  }

  /** Resolves when no segments are being merged. */
  rest(): Promise<void> {
    return this.index.rest()
  }

  async close(): Promise<void> {
    await this.index.close()
  }

  suggest(text: string, limit: number): string[] {
    this.index.settle()
    return suggest(text, Math.min(LIMIT_MOST, limit), this.index, this)
  }

  /** Why the first hits of a query stand in their order. */
  explain(query: SearchQuery): Explained[] {
    this.index.settle()
    const looked = this.#looked(query, SECOND_STAGE.looked_at, undefined)
    const found = this.#find(query, looked)
    const hits = found.top.sorted()
    const ranked = rank(hits, this.#context(found, query)).sort((a, b) => b.hit.key - a.hit.key)
    return ranked.slice(0, Math.min(LIMIT_MOST, query.limit)).map(({ hit, parts }) => {
      const { segment, doc, key } = hit
      const words = found.words.flatMap((word) =>
        waysOf(segment, doc, word).map(({ term, why, worth }) => ({
          name: `${word.written} → ${this.index.terms.textOf(term)} (${why})`,
          value: worth,
        })),
      )
      const merit = MERITS[segment.meritOf(doc)] ?? 0
      const rest = Object.entries(parts).map(([name, value]) => ({ name, value }))
      return { listing_id: segment.idOf(doc), score: key, parts: [...words, { name: 'merit', value: merit }, ...rest] }
    })
  }

  #look(query: SearchQuery): SearchResults {
    const limit = Math.min(Math.max(1, Math.trunc(query.limit) || 1), LIMIT_MOST)
    const page = Math.min(Math.max(1, Math.trunc(query.page ?? 1) || 1), PAGES_MOST)
    const after = query.after === undefined ? undefined : readPlace(query.after)
    const first = after ? 0 : (page - 1) * limit
    const most = Math.max(SECOND_STAGE.looked_at, first) + limit + 1
    const found = this.#find(query, this.#looked(query, most, after?.edge ? undefined : after))
    const isBest = query.sort === 'best' && found.words.length > 0
    const context = this.#context(found, query)
    const again = (hits: readonly Hit[]) => rank(hits, context).map(({ hit }) => hit)
    const hits = found.top.sorted()
    const cut = isBest
      ? cutRanked(hits, SECOND_STAGE.looked_at, again, { first, limit, after })
      : cutPage(hits, first, limit)
    const dropped = droppedWords(found, cut.hits[0], query.text)
    const cards = cut.hits.map((hit) => this.#cardAt(hit))
    const said = { typed: query.text, titles: cards.map(({ title }) => title) }
    const better = betterSpelling(found, cut.hits[0], this.index.terms, said)
    const shown = this.rules.apply(query, cards, (id) => this.#cardOfId(id))
    return {
      total: Math.max(found.counter.total, shown.length),
      hits: shown,
      ...found.counter.facets(),
      ...(better === undefined ? {} : { did_you_mean: better }),
      ...(dropped.length > 0 ? { dropped } : {}),
      ...(cut.next === undefined ? {} : { next: cut.next }),
    }
  }

  #find(query: SearchQuery, looked: Looked): Found {
    let found: Found | undefined
    const readings = this.rules.readings(this.#language, query.text)
    for (const reading of query.strict ? readings.map(asWritten) : readings) {
      const words = resolve(reading, this.index.terms, this.#shelves, this.size)
      found = findWords(words, looked)
      if (found.counter.total > 0) break
    }
    return found ?? findAll(looked)
  }

  #looked(query: SearchQuery, most: number, after: Looked['after']): Looked {
    const counter = () => new FacetCounter(this.#shelves, this.names, query)
    const nearness = query.sort === 'near' ? nearnessOf(this.names, query) : undefined
    return { index: this.index, query, most, after, nearness, counter }
  }

  #context(found: Found, query: SearchQuery): RankContext {
    const { terms } = this.index
    const { words, isWhole } = found
    return { words, isWhole, terms, names: this.names, query, newest: this.newest, listings: this.size }
  }

  #cardOfId(id: string): SearchCard | undefined {
    const at = this.index.find(id)
    return at && this.#cardAt(at)
  }

  #cardAt({ segment, doc }: At): SearchCard {
    return cardOf(segment, doc, this.names)
  }

  /** Ids of listings by the hash of their id. */
  idsWhere(isWanted: (hash: number) => boolean): string[] {
    this.index.settle()
    return this.index.segments.flatMap((segment) => {
      const found: string[] = []
      segment.columns.id_hash.forEach((hash, doc) => {
        if (isWanted(hash) && !segment.isGone(doc)) found.push(segment.idOf(doc))
      })
      return found
    })
  }

  #ofShop(shopId: string, limit: number): At[] {
    this.index.settle()
    const shop = this.names.shops.find(shopId)
    const found: { segment: Segment; doc: number }[] = []
    for (const segment of shop < 0 ? [] : this.index.segments) {
      const shops = segment.columns.shop
      for (let doc = shops.indexOf(shop); doc >= 0 && found.length < limit; doc = shops.indexOf(shop, doc + 1)) {
        if (!segment.isGone(doc)) found.push({ segment, doc })
      }
    }
    return found
  }
}
