import { FIELDS, type FieldName, SATURATION, type SearchCard } from '../../../domains/search/search.ts'

/** Text fields hold our own terms with spaces between them: there OpenSearch takes them apart, and nowhere else. */
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]

/** What a listing is in OpenSearch. Another number makes the index anew. */
export const MAPPING = 1

/** A listing as OpenSearch keeps it. Fields that are asked for lie beside the card that a results page shows. */
export interface GoodsSource extends Record<FieldName, string> {
  readonly words: readonly string[]
  readonly shelves: readonly string[]
  readonly shelf: string
  readonly shop_id: string
  readonly brand_key: string
  readonly brand_name: string
  readonly city: string
  readonly condition: 'new' | 'used'
  readonly colours: readonly string[]
  readonly sizes: readonly string[]
  readonly standing: number
  readonly in_stock: boolean
  readonly price: number
  readonly band: number
  readonly merit: number
  readonly live: number
  readonly id: string
  /** Which filling put it in: what an older one left behind is no longer on sale. */
  readonly filling: string
  /** The card, as JSON. */
  readonly card: string
}

const KEYWORDS = ['words', 'shelves', 'shelf', 'shop_id', 'brand_key', 'city', 'condition', 'colours', 'sizes']

/** Settings and mapping of the index: BM25 with our own weights of length, a field each. */
export function indexBody() {
  const similarities = FIELD_NAMES.map((name) => [
    `our_${name}`,
    { type: 'BM25', k1: SATURATION, b: FIELDS[name].by_length },
  ])
  const texts = FIELD_NAMES.map((name) => [
    name,
    {
      type: 'text',
      analyzer: 'whitespace',
      similarity: `our_${name}`,
      ...(name === 'title' ? {} : { index_options: 'freqs' }),
    },
  ])
  const keyword = { type: 'keyword' }
  return {
    settings: { index: { similarity: Object.fromEntries(similarities), refresh_interval: '500ms' } },
    mappings: {
      dynamic: 'strict' as const,
      properties: {
        ...Object.fromEntries(texts),
        ...Object.fromEntries([...KEYWORDS, 'id', 'filling'].map((name) => [name, keyword])),
        ...Object.fromEntries(['price', 'live'].map((name) => [name, { type: 'long' }])),
        ...Object.fromEntries(['standing', 'band'].map((name) => [name, { type: 'byte' }])),
        merit: { type: 'float' },
        in_stock: { type: 'boolean' },
        brand_name: { type: 'keyword', index: false },
        card: { type: 'keyword', index: false, doc_values: false },
      },
    },
  }
}

/** A card as text: bigints and dates have their own spelling. */
export function writeCard(card: SearchCard): string {
  const { price_from_paisa, price_to_paisa, compare_at_paisa, live_at, ...rest } = card
  return JSON.stringify({
    ...rest,
    price_from_paisa: String(price_from_paisa),
    price_to_paisa: String(price_to_paisa),
    compare_at_paisa: compare_at_paisa === null ? null : String(compare_at_paisa),
    live_at: live_at.getTime(),
  })
}

export function readCard(text: string): SearchCard {
  const kept = JSON.parse(text)
  return {
    ...kept,
    price_from_paisa: BigInt(kept.price_from_paisa),
    price_to_paisa: BigInt(kept.price_to_paisa),
    compare_at_paisa: kept.compare_at_paisa === null ? null : BigInt(kept.compare_at_paisa),
    live_at: new Date(kept.live_at),
  }
}
