import {
  type AskedWord,
  asTyped,
  type Choice,
  type Facets,
  type Mended,
  mendedText,
  priceBands,
  type SearchQuery,
  type SearchResults,
  type Shelves,
  STEP_COUNT,
  shelfChoices,
} from '../../../domains/search/search.ts'
import { readCard } from './mapping.ts'
import { knownName, type Strictness } from './request.ts'

interface Bucket {
  readonly key: string | number | boolean
  readonly doc_count: number
  readonly written?: {
    readonly hits: { readonly hits: readonly { readonly _source?: { readonly brand_name?: string } }[] }
  }
}

/** The piece of an answer that we read. */
export interface Answered {
  readonly hits: {
    readonly total: { readonly value: number }
    readonly hits: readonly {
      readonly _id: string
      readonly _score?: number | null
      readonly _source?: { readonly card?: string }
      readonly sort?: readonly unknown[]
      readonly matched_queries?: readonly string[]
    }[]
  }
  readonly aggregations?: Readonly<
    Record<
      string,
      | {
          readonly counted?: { readonly buckets: readonly Bucket[] } | undefined
          /** Of a doubtful word: how many goods have it as it was typed. */
          readonly plain?: { readonly doc_count: number } | undefined
        }
      | undefined
    >
  >
  readonly suggest?: Readonly<Record<string, readonly { readonly options: readonly { readonly text: string }[] }[]>>
}

const SHOWN_MOST = 50
const STANDINGS = ['3', '2', '1']

/** Reads an answer as the market shows it. `limit` is the page: one hit more says that there is another page. */
export function resultsOf(
  answer: Answered,
  asked: {
    readonly query: SearchQuery
    readonly words: readonly AskedWord[]
    readonly how: Strictness
    readonly step: number
  },
  shelves: Shelves,
  limit: number,
): SearchResults {
  const { query, words, how, step } = asked
  const page = answer.hits.hits.slice(0, limit)
  const first = new Set(page[0]?.matched_queries ?? words.map((_, i) => `w${i}`))
  const left = how.least < words.length ? words.filter((_, i) => !first.has(`w${i}`)) : []
  const dropped = asTyped(
    query.text,
    left.map(({ written }) => written),
  )
  const last = answer.hits.hits.length > limit ? page.at(-1)?.sort : undefined
  const hits = page.flatMap(({ _source }) => (_source?.card === undefined ? [] : readCard(_source.card)))
  const titles = hits.map(({ title }) => title)
  // What was left out was not mended.
  const better = mendedText(query.text, meantBy(answer, words, left), titles)
  return {
    total: answer.hits.total.value,
    hits,
    facets: facetsOf(answer, query, shelves),
    ...(better !== undefined && page.length > 0 ? { did_you_mean: better } : {}),
    ...(page.length > 0 && dropped.length > 0 ? { dropped } : {}),
    ...(last === undefined ? {} : { next: writeNext({ step, sort: last }) }),
  }
}

/** Each word that no goods have as it was typed, with what stands in titles nearly like it, or what it was heard as. */
function meantBy(
  { suggest, aggregations }: Answered,
  words: readonly AskedWord[],
  left: readonly AskedWord[],
): Mended[] {
  return words.map((word, i) => {
    const { written, heard } = word
    const isKnown = left.includes(word) || aggregations?.[knownName(i)]?.plain?.doc_count !== 0
    return { written, better: isKnown ? undefined : (suggest?.[`w${i}`]?.[0]?.options[0]?.text ?? heard) }
  })
}

function facetsOf({ aggregations }: Answered, query: SearchQuery, shelves: Shelves): Facets['facets'] {
  const buckets = (name: string) => aggregations?.[name]?.counted?.buckets ?? []
  const counts = (name: string): Choice[] =>
    buckets(name).map(({ key, doc_count }) => ({ id: String(key), count: doc_count }))
  const shown = (choices: readonly Choice[]) =>
    choices
      .filter(({ id }) => id !== '')
      .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
      .slice(0, SHOWN_MOST)
  const byStep = new Map(buckets('prices').map(({ key, doc_count }) => [Number(key), doc_count]))
  const byStanding = counts('standings')
  const brands = buckets('brands').map(({ key, doc_count, written }) => ({
    id: written?.hits.hits[0]?._source?.brand_name ?? String(key),
    count: doc_count,
  }))
  return {
    categories: shelfChoices(shelves, query.category, counts('categories')),
    prices: priceBands(Array.from({ length: STEP_COUNT }, (_, step) => byStep.get(step) ?? 0)),
    cities: shown(counts('cities')),
    brands: shown(brands),
    colours: shown(counts('colours')),
    sizes: shown(counts('sizes')),
    conditions: shown(counts('conditions')),
    standings: STANDINGS.map((least) => ({
      id: least,
      count: byStanding.reduce((sum, { id, count }) => sum + (Number(id) >= Number(least) ? count : 0), 0),
    })).filter(({ count }) => count > 0),
    stock: buckets('stock').flatMap(({ key, doc_count }) => (isTrue(key) ? { id: 'in_stock', count: doc_count } : [])),
  }
}

/** A boolean's bucket has 1 for its key. */
const isTrue = (key: unknown) => key === 1 || key === true

/** Where a later page goes on: how strictly was asked, and the order's values of the last hit. */
export interface Next {
  readonly step: number
  readonly sort: readonly unknown[]
}

export function writeNext({ step, sort }: Next): string {
  return Buffer.from(JSON.stringify([step, ...sort])).toString('base64url')
}

/** Reads what writeNext wrote; nonsense is the beginning. */
export function readNext(text: string | undefined): Next | undefined {
  if (text === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text.slice(0, 400), 'base64url').toString())
    if (!Array.isArray(parts)) return undefined
    const [step, ...sort] = parts as unknown[]
    const isPlain = sort.every((one) => typeof one === 'number' || typeof one === 'string')
    return Number.isInteger(step) && sort.length > 1 && isPlain ? { step: Number(step), sort } : undefined
  } catch {
    return undefined
  }
}
