import {
  ASKED,
  type AskedWord,
  FIELDS,
  isSign,
  SECOND_STAGE,
  type SearchQuery,
  type Way,
} from '../../../domains/search/search.ts'
import { FIELD_NAMES } from './mapping.ts'

/** How strict a query is asked: at first all words as they are, in the end any of them. */
export interface Strictness {
  /** So many of the words must be there. */
  readonly least: number
  /** Words written nearly like one count too. */
  readonly slips: boolean
}

type Clause = Readonly<Record<string, unknown>>

const FACETS_SHOWN = 50
const WAYS_MOST = 24
const LONG_WORD = 7
const SOME = 0.4
const FARTHEST_KM = 100_000
const FIELDS_WEIGHED = FIELD_NAMES.map((name) => `${name}^${FIELDS[name].weight}`)

/** The ways to ask, the strictest first: the next one is asked only when too little was found. */
export function strictnesses(words: readonly AskedWord[]): Strictness[] {
  const all = words.length
  const steps = [
    { least: all, slips: false },
    ...(words.some(({ may_slip }) => may_slip) ? [{ least: all, slips: true }] : []),
    ...[all - 1, Math.ceil(all * SOME), 1].map((least) => ({ least, slips: true })),
  ]
  return steps.filter(({ least }, i) => least > 0 && (i < 2 || least < (steps[i - 1]?.least ?? 0)))
}

const wayClause = ({ term, weight }: Way): Clause => ({
  multi_match: { query: term, fields: FIELDS_WEIGHED, type: 'most_fields', analyzer: 'whitespace', boost: weight },
})

/** What a word may be: the best of its ways counts, as in our own index. */
function wordClause(word: AskedWord, number: number, slips: boolean): Clause {
  const ways = word.ways.slice(0, WAYS_MOST).map(wayClause)
  const fuzziness = word.written.length > LONG_WORD ? 2 : 1
  const nearly = {
    match: {
      title: { query: word.written, analyzer: 'whitespace', fuzziness, prefix_length: 1, boost: ASKED.one_slip },
    },
  }
  return { dis_max: { queries: slips && word.may_slip ? [...ways, nearly] : ways, _name: `w${number}` } }
}

/** True for a word that may have been meant otherwise: misspelled, or written as it sounds. */
const isDoubtful = ({ may_slip, heard, ways }: AskedWord) =>
  may_slip || heard !== undefined || ways.some(({ why }) => why === 'slip')

export const knownName = (number: number) => `known${number}`

/** For each doubtful word how many goods have it as it was typed, whatever was chosen: what they have is not mended. */
function knownAsked(words: readonly AskedWord[]): Record<string, unknown> {
  return Object.fromEntries(
    words.flatMap((word, i) => {
      if (!isDoubtful(word)) return []
      const plain = { dis_max: { queries: word.ways.filter(({ why }) => isSign(why)).map(wayClause) } }
      return [[knownName(i), { global: {}, aggs: { plain: { filter: plain } } }]]
    }),
  )
}

interface Filter {
  /** The facet that counts as if this one were not chosen. */
  readonly facet: string
  readonly clause: Clause
}

/** What was chosen, each by the facet that it belongs to. */
export function filtersOf(query: SearchQuery): Filter[] {
  const term = (facet: string, name: string, value: unknown): Filter[] =>
    value === undefined ? [] : [{ facet, clause: { term: { [name]: value } } }]
  const { price_from_paisa: from, price_to_paisa: to, standing } = query
  const price = {
    ...(from === undefined ? {} : { gte: Number(from) }),
    ...(to === undefined ? {} : { lte: Number(to) }),
  }
  return [
    ...term('categories', 'shelves', query.category),
    ...(from === undefined && to === undefined ? [] : [{ facet: 'prices', clause: { range: { price } } }]),
    ...term('cities', 'city', query.city),
    ...term('brands', 'brand_key', query.brand?.trim().toLowerCase()),
    ...term('colours', 'colours', query.colour?.trim().toLowerCase()),
    ...term('sizes', 'sizes', query.size?.trim().toLowerCase()),
    ...term('conditions', 'condition', query.condition),
    ...term('stock', 'in_stock', query.in_stock || undefined),
    ...(standing === undefined ? [] : [{ facet: 'standings', clause: { range: { standing: { gte: standing } } } }]),
  ]
}

/** Each facet over what passes all other filters. */
export function facetsAsked(filters: readonly Filter[]): Record<string, unknown> {
  const over = (facet: string, counted: Clause, more: Clause = {}) => ({
    filter: { bool: { filter: filters.filter((one) => one.facet !== facet).map(({ clause }) => clause) } },
    aggs: { counted: { ...counted, ...more } },
  })
  const terms = (field: string, size = FACETS_SHOWN) => ({ terms: { field, size } })
  return {
    categories: over('categories', terms('shelf', 10_000)),
    prices: over('prices', terms('band')),
    cities: over('cities', terms('city')),
    // One card tells how a brand is written.
    brands: over('brands', terms('brand_key', FACETS_SHOWN + 1), {
      aggs: { written: { top_hits: { size: 1, _source: ['brand_name'] } } },
    }),
    colours: over('colours', terms('colours')),
    sizes: over('sizes', terms('sizes')),
    conditions: over('conditions', terms('condition')),
    standings: over('standings', terms('standing')),
    stock: over('stock', terms('in_stock')),
  }
}

const ORDERS: Readonly<Record<SearchQuery['sort'], Clause>> = {
  best: { _score: 'desc' },
  cheap: { price: 'asc' },
  dear: { price: 'desc' },
  new: { live: 'desc' },
  near: { _score: 'desc' },
}

/** One question: words and what was chosen, facets, order and page. `after` holds the sort values of the last hit. */
export function searchBody(
  query: SearchQuery,
  words: readonly AskedWord[],
  { least, slips }: Strictness,
  page: { readonly from: number; readonly size: number; readonly after?: readonly unknown[] | undefined },
) {
  const filters = filtersOf(query)
  const shop = query.shop === undefined ? [] : [{ term: { shop_id: query.shop } }]
  const clauses = words.map((word, i) => wordClause(word, i, slips))
  const all = words.map(({ written }) => written).join(' ')
  const phrase = {
    match_phrase: { title: { query: all, analyzer: 'whitespace', slop: words.length, boost: SECOND_STAGE.phrase } },
  }
  const asked =
    words.length === 0
      ? { bool: { filter: shop, must: [{ match_all: {} }] } }
      : {
          bool: {
            filter: shop,
            must: [{ bool: { should: clauses, minimum_should_match: least } }],
            should: words.length > 1 ? [phrase] : [],
          },
        }
  return {
    size: page.size,
    ...(page.after === undefined ? { from: page.from } : { search_after: page.after }),
    track_total_hits: true,
    _source: ['card'],
    query: {
      function_score: { query: asked, ...(query.sort === 'near' ? byPlace(query) : byMerit(query)) },
    },
    post_filter: { bool: { filter: filters.map(({ clause }) => clause) } },
    aggs: { ...(query.facets === false ? {} : facetsAsked(filters)), ...knownAsked(words) },
    suggest: spellings(words),
    sort: [ORDERS[query.sort], ...(query.sort === 'new' ? [] : [{ live: 'desc' }]), { id: 'asc' }],
  }
}

function byMerit({ near }: SearchQuery) {
  const here = near === undefined ? [] : [{ filter: { term: { city: near } }, weight: 1 + SECOND_STAGE.near }]
  return {
    functions: [{ field_value_factor: { field: 'merit' } }, ...here],
    score_mode: 'multiply',
    boost_mode: 'multiply',
  }
}

/** The nearer the city, the higher: whole kilometres in a hundred thousand. */
function byPlace({ near_km }: SearchQuery) {
  const functions = [...(near_km ?? [])].map(([city, km]) => ({
    filter: { term: { city } },
    weight: Math.max(1, FARTHEST_KM - Math.round(km)),
  }))
  const nowhere = { filter: { match_all: {} }, weight: 0.5 }
  return { functions: [...functions, nowhere], score_mode: 'max', boost_mode: 'replace' }
}

/** Words that stand in titles, for those that stand in none. */
function spellings(words: readonly AskedWord[]): Record<string, unknown> {
  const doubtful = words.flatMap((word, i) => (isDoubtful(word) ? [[`w${i}`, word.written] as const] : []))
  return Object.fromEntries(
    doubtful.map(([name, text]) => [
      name,
      { text, term: { field: 'words', suggest_mode: 'missing', size: 1, prefix_length: 1, min_word_length: 4 } },
    ]),
  )
}

/** Goods with the telling words of a title, from its shelf before others. */
export function similarBody(index: string, listingId: string, limit: number) {
  const like = [{ _index: index, _id: listingId }]
  const more = { fields: ['title'], like, min_term_freq: 1, min_doc_freq: 2, max_query_terms: 4 }
  return { size: limit, _source: ['card'], query: { more_like_this: { ...more, minimum_should_match: 1 } } }
}

/** Words of titles that begin like the last one, beside the words before it. */
export function suggestBody(before: readonly AskedWord[], last: string, limit: number) {
  const include = `${last.replace(/[^\p{L}\p{N}]/gu, '')}.*`
  const clauses = before.map((word, i) => wordClause(word, i, false))
  return {
    size: 0,
    query: { bool: { must: clauses } },
    aggs: { ends: { terms: { field: 'words', include, size: limit + before.length + 1 } } },
  }
}
