import type { Facets } from './choices.ts'
import type { RuleBook } from './rule-book.ts'

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

/** A card and the further words by which it can be found. */
export interface SearchDoc extends SearchCard {
  /** Values of its attributes and options: sizes, colours, cloth. */
  readonly words: readonly string[]
  readonly description?: string | undefined
  /** How many were sold of late. */
  readonly sold_count?: number | undefined
  /** The shop's standing in steps: 0 not known, 1 some trades, 2 many, 3 many and hardly any sent back. */
  readonly standing?: number | undefined
}

export type SearchSort = 'best' | 'cheap' | 'dear' | 'new' | 'near'

export interface SearchQuery {
  readonly text: string
  readonly category?: string | undefined
  readonly price_from_paisa?: bigint | undefined
  readonly price_to_paisa?: bigint | undefined
  readonly city?: string | undefined
  /** A shop_id. */
  readonly shop?: string | undefined
  readonly condition?: 'new' | 'used' | undefined
  readonly brand?: string | undefined
  readonly colour?: string | undefined
  readonly size?: string | undefined
  /** The least standing of a shop. */
  readonly standing?: number | undefined
  /** Only what can be ordered now. */
  readonly in_stock?: boolean | undefined
  /** All words, as they were written: no slip is mended and nothing left out. What they mean counts all the same. */
  readonly strict?: boolean | undefined
  readonly sort: SearchSort
  /** A city_id whose goods count for a little more. */
  readonly near?: string | undefined
  /** How many kilometres each city is from there, by its city_id: what sort 'near' goes by. */
  readonly near_km?: ReadonlyMap<string, number> | undefined
  /** From 1. */
  readonly page?: number | undefined
  /** Goes on where the page with this `next` ended, instead of counting pages. */
  readonly after?: string | undefined
  readonly limit: number
  /** False when nobody wants to know what the results could be narrowed by, nor how many they are. */
  readonly facets?: boolean | undefined
}

export interface SearchResults extends Facets {
  readonly total: number
  readonly hits: readonly SearchCard[]
  /** A spelling that finds goods, when the one that was asked for is not written anywhere. */
  readonly did_you_mean?: string
  /** Words of the query that had to be left out for anything to be found. */
  readonly dropped?: readonly string[]
  /** What `after` takes to go on from here. Absent on the last page. */
  readonly next?: string
}

/** Why one hit stands where it stands, for operators. */
export interface Explained {
  readonly listing_id: string
  readonly score: number
  /** Each part by name: words by how they were found, then what multiplies their sum. */
  readonly parts: readonly { readonly name: string; readonly value: number }[]
}

export interface IndexFacts {
  readonly listings: number
  readonly segments: number
  readonly terms: number
  /** Bytes of the index and of its table of terms. */
  readonly bytes: number
}

/** What an engine gives: at once when it keeps all in memory, later when it asks a server. Await it. */
export type Answer<T> = T | Promise<T>

/** What finds goods. Our own engine keeps all in memory; another may live elsewhere (decisions/033). */
export interface SearchEngine {
  search(query: SearchQuery): Answer<SearchResults>
  /** Shows a listing, or shows it anew. */
  put(doc: SearchDoc): void
  remove(listingId: string): void
  /** Ids of what is shown of a shop. */
  idsOfShop(shopId: string): Answer<string[]>
  /** A few goods of a shop, for its card: cheap, in no order. */
  someOfShop(shopId: string, limit: number): Answer<SearchCard[]>
  /** Goods like one: with words of its title, from its shelf, near it in price. */
  similar(listingId: string, limit: number): Answer<SearchCard[]>
  /** How a query that is being written may go on. */
  suggest(text: string, limit: number): Answer<string[]>
  /** Why the first hits of a query stand in their order. */
  explain(query: SearchQuery): Answer<Explained[]>
  /** What operators added: filled by loadRules, and again after each change. Absent where nobody asks. */
  readonly rules?: RuleBook
  readonly size: number
  /** True once everything that was on sale at the start has been put in. */
  ready: boolean
}
