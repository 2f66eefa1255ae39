import type { SearchCard, SearchQuery } from './engine.ts'
import type { Shelves } from './shelves.ts'

/** What a buyer can narrow the results by, each counted as if it alone were not chosen yet. */
export interface Facets {
  readonly facets: {
    readonly categories: readonly { readonly id: string; readonly count: number }[]
    /** Bands of price in paisa, from (included) to (not included); the last one has no end. */
    readonly prices: readonly { readonly from: bigint; readonly to: bigint | null; readonly count: number }[]
    readonly cities: readonly { readonly id: string; readonly count: number }[]
  }
}

// Rupees where a band may begin: figures that people think in.
const STEPS = [0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000]
const BANDS_MOST = 5

/** Filters cards by a query and counts what could be chosen, in one pass. */
export class FacetCounter {
  readonly #shelves: Shelves
  readonly #query: SearchQuery
  readonly #from: number
  readonly #to: number
  readonly #choice: string
  readonly #categories = new Map<string, number>()
  readonly #cities = new Map<string, number>()
  readonly #prices = STEPS.map(() => 0)
  // The way from a shelf to its facet is the same for all goods on it.
  readonly #ways = new Map<string, { inside: boolean; facet: string | undefined }>()

  constructor(shelves: Shelves, query: SearchQuery) {
    this.#shelves = shelves
    this.#query = query
    this.#from = Number(query.price_from_paisa ?? 0n)
    this.#to = query.price_to_paisa === undefined ? Number.POSITIVE_INFINITY : Number(query.price_to_paisa)
    this.#choice = shelves.choiceAt(query.category)
  }

  /** True when the card passes everything that was chosen. price in paisa. */
  count(card: SearchCard, price: number): boolean {
    if (this.#query.shop !== undefined && card.shop_id !== this.#query.shop) return false
    const way = this.#wayOf(card.category_id)
    const priced = price >= this.#from && price <= this.#to
    const here = this.#query.city === undefined || card.city_id === this.#query.city
    if (priced && here && way.facet !== undefined) add(this.#categories, way.facet)
    if (way.inside && priced) add(this.#cities, card.city_id)
    if (way.inside && here) {
      const step = stepOf(price)
      this.#prices[step] = (this.#prices[step] ?? 0) + 1
    }
    return way.inside && priced && here
  }

  facets(): Facets {
    return {
      facets: { categories: most(this.#categories), prices: bands(this.#prices), cities: most(this.#cities) },
    }
  }

  #wayOf(categoryId: string): { inside: boolean; facet: string | undefined } {
    const known = this.#ways.get(categoryId)
    if (known) return known
    const path = this.#shelves.pathOf(categoryId)
    const way = {
      inside: this.#query.category === undefined || path.includes(this.#query.category),
      facet: path.find((id) => this.#shelves.parentOf(id) === this.#choice),
    }
    this.#ways.set(categoryId, way)
    return way
  }
}

function add(counts: Map<string, number>, key: string) {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function most(counts: ReadonlyMap<string, number>) {
  return [...counts].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
}

function stepOf(price: number): number {
  let step = STEPS.length - 1
  while (step > 0 && price < (STEPS[step] ?? 0) * 100) step--
  return step
}

/** At most five bands of about as many goods each; none when all goods would be in one. */
function bands(counts: readonly number[]): Facets['facets']['prices'] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const share = total / BANDS_MOST
  const made: { from: bigint; to: bigint | null; count: number }[] = []
  let begun = 0
  let count = 0
  counts.forEach((more, step) => {
    if (count === 0 && more > 0) begun = step
    count += more
    const next = STEPS[step + 1]
    if (count === 0 || (next !== undefined && count < share)) return
    made.push({ from: BigInt(STEPS[begun] ?? 0) * 100n, to: next === undefined ? null : BigInt(next) * 100n, count })
    count = 0
  })
  const last = made.at(-1)
  if (!last) return []
  made[made.length - 1] = { ...last, to: null, count: last.count + count }
  return made.length > 1 ? made : []
}
