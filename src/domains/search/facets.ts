import type { SearchQuery } from './engine.ts'
import { IN_STOCK, STANDING_SHIFT, USED } from './index/layout.ts'
import type { Batch } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import { colourBit, colourName, type IndexNames, sizeBit, sizeName } from './names.ts'
import type { Shelves } from './shelves.ts'

export interface Choice {
  readonly id: string
  readonly count: number
}

/** What a buyer can narrow the results by, each counted as if it alone were not chosen yet. */
export interface Facets {
  readonly facets: {
    readonly categories: readonly Choice[]
    /** Bands of price in paisa, from (included) to (not included); the last one has no end. */
    readonly prices: readonly { readonly from: bigint; readonly to: bigint | null; readonly count: number }[]
    readonly cities: readonly Choice[]
    readonly brands: readonly Choice[]
    readonly colours: readonly Choice[]
    readonly sizes: readonly Choice[]
    /** 'new' and 'used'. */
    readonly conditions: readonly Choice[]
    /** '1' to '3': from shops of this standing and better. */
    readonly standings: readonly Choice[]
    /** 'in_stock': what can be ordered now. */
    readonly stock: readonly Choice[]
  }
}

// Rupees where a band may begin: figures that people think in.
const STEPS = [0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000]
export const STEP_COUNT = STEPS.length
const BANDS_MOST = 5
const SHOWN_MOST = 50
const STANDINGS = 4

// What a listing fails by: a bit a facet. NEVER is no facet: what fails by it is not counted anywhere.
const [CATEGORY, PRICE, CITY, BRAND, COLOUR, SIZE, CONDITION, STANDING] = [1, 2, 4, 8, 16, 32, 64, 128]
const [STOCK, NEVER] = [256, 512]

/** Filters listings by a query and counts what could be chosen, in one pass over columns. */
export class FacetCounter {
  readonly #shelves: Shelves
  readonly #query: SearchQuery
  readonly #names: IndexNames
  readonly #isFiltering: boolean
  /** By more than shelf and price. */
  readonly #isFilteringMore: boolean
  readonly #from: number
  readonly #to: number
  readonly #city: number
  readonly #shop: number
  readonly #brand: number
  readonly #colour: number
  readonly #size: number
  readonly #inside: Uint8Array
  readonly #counts: ReturnType<typeof emptyCounts>
  total = 0

  constructor(shelves: Shelves, names: IndexNames, query: SearchQuery) {
    this.#shelves = shelves
    this.#query = query
    this.#names = names
    this.#from = Number(query.price_from_paisa ?? 0n)
    this.#to = query.price_to_paisa === undefined ? Number.POSITIVE_INFINITY : Number(query.price_to_paisa)
    this.#city = query.city === undefined ? 0 : names.cities.find(query.city)
    this.#shop = query.shop === undefined ? 0 : names.shops.find(query.shop)
    this.#brand = query.brand === undefined ? 0 : names.brands.find(query.brand)
    this.#colour = query.colour === undefined ? 0 : colourBit(query.colour)
    this.#size = query.size === undefined ? 0 : sizeBit(query.size)
    const { category } = query
    this.#inside = Uint8Array.from(names.categories.list, (id) =>
      category === undefined || shelves.pathOf(id).includes(category) ? 1 : 0,
    )
    this.#counts = emptyCounts(names)
    const { price_from_paisa, price_to_paisa, city, shop, brand, colour, size, condition, standing } = query
    const isChosen = (one: unknown) => one !== undefined
    const more = [city, shop, brand, colour, size, condition, standing, query.in_stock || undefined]
    this.#isFilteringMore = more.some(isChosen)
    this.#isFiltering = this.#isFilteringMore || [category, price_from_paisa, price_to_paisa].some(isChosen)
  }

  /** Keeps of a batch what passes everything that was chosen, and counts. */
  sift(segment: Segment, batch: Batch): void {
    if (this.#isFiltering) this.#filter(segment, batch)
    else if (this.#query.facets !== false) this.#countAll(segment, batch)
    this.total += batch.count
  }

  #countAll({ columns }: Segment, { docs, count }: Batch): void {
    const { category, city, brand, band, flags, colours, sizes } = columns
    const counts = this.#counts
    const { categories, cities, brands, bands, flags: flagCounts, colours: colourCounts, sizes: sizeCounts } = counts
    for (let i = 0; i < count; i++) {
      const doc = docs[i] as number
      ;(categories[category[doc] as number] as number)++
      ;(cities[city[doc] as number] as number)++
      ;(brands[brand[doc] as number] as number)++
      ;(bands[band[doc] as number] as number)++
      ;(flagCounts[flags[doc] as number] as number)++
      const [colour, size] = [colours[doc] as number, sizes[doc] as number]
      if (colour !== 0) bumpBits(colourCounts, colour)
      if (size !== 0) bumpBits(sizeCounts, size)
    }
  }

  #filter({ columns }: Segment, batch: Batch): void {
    const { docs, scores, count } = batch
    const { category, price, flags } = columns
    const [inside, from, to] = [this.#inside, this.#from, this.#to]
    const counting = this.#query.facets !== false
    const others = this.#isFilteringMore
    let kept = 0
    for (let i = 0; i < count; i++) {
      const doc = docs[i] as number
      const paisa = price[doc] as number
      let failed = inside[category[doc] as number] === 0 ? CATEGORY : 0
      if (paisa < from || paisa > to) failed |= PRICE
      if (others) failed |= this.#failedMore(columns, doc, flags[doc] as number)
      if (failed === 0) {
        docs[kept] = doc
        scores[kept++] = scores[i] as number
      }
      // Counted by a facet is what fails by nothing else.
      if (counting && failed < NEVER && (failed & (failed - 1)) === 0) this.#countOne(columns, doc, failed)
    }
    batch.count = kept
  }

  #failedMore(columns: Segment['columns'], doc: number, flags: number): number {
    const query = this.#query
    let failed = 0
    if (query.city !== undefined && columns.city[doc] !== this.#city) failed |= CITY
    if (query.brand !== undefined && columns.brand[doc] !== this.#brand) failed |= BRAND
    if (query.colour !== undefined && ((columns.colours[doc] as number) & this.#colour) === 0) failed |= COLOUR
    if (query.size !== undefined && ((columns.sizes[doc] as number) & this.#size) === 0) failed |= SIZE
    if (query.condition !== undefined && (flags & USED) > 0 !== (query.condition === 'used')) failed |= CONDITION
    if (query.standing !== undefined && flags >>> STANDING_SHIFT < query.standing) failed |= STANDING
    if (query.in_stock && (flags & IN_STOCK) === 0) failed |= STOCK
    if (query.shop !== undefined && columns.shop[doc] !== this.#shop) failed |= NEVER
    return failed
  }

  #countOne(columns: Segment['columns'], doc: number, failed: number): void {
    const counts = this.#counts
    const { category, city, brand, band, colours, sizes, flags } = columns
    const all = failed === 0
    if (all || failed === CATEGORY) bump(counts.categories, category[doc] as number)
    if (all || failed === CITY) bump(counts.cities, city[doc] as number)
    if (all || failed === BRAND) bump(counts.brands, brand[doc] as number)
    if (all || failed === PRICE) bump(counts.bands, band[doc] as number)
    if (all || failed === COLOUR) bumpBits(counts.colours, colours[doc] as number)
    if (all || failed === SIZE) bumpBits(counts.sizes, sizes[doc] as number)
    if (all || failed === CONDITION) bump(counts.conditions, (flags[doc] as number) & USED)
    if (all || failed === STOCK) bump(counts.stock, (flags[doc] as number) & IN_STOCK)
    if (all || failed === STANDING) bump(counts.standings, (flags[doc] as number) >>> STANDING_SHIFT)
  }

  facets(): Facets {
    const { names } = { names: this.#names }
    const counts = this.#counts
    counts.flags.forEach((count, flags) => {
      counts.conditions[flags & USED] = (counts.conditions[flags & USED] as number) + count
      counts.stock[flags & IN_STOCK] = (counts.stock[flags & IN_STOCK] as number) + count
      const step = flags >>> STANDING_SHIFT
      counts.standings[step] = (counts.standings[step] as number) + count
    })
    const standings = [3, 2, 1].map((least) => ({
      id: String(least),
      count: counts.standings.reduce((sum, count, step) => sum + (step >= least ? count : 0), 0),
    }))
    return {
      facets: {
        categories: shelfChoices(this.#shelves, this.#query.category, this.#shelfCounts()),
        prices: priceBands([...counts.bands]),
        cities: most(counts.cities, (i) => names.cities.nameOf(i)),
        brands: most(counts.brands, (i) => names.brands.nameOf(i)),
        colours: most(counts.colours, colourName),
        sizes: most(counts.sizes, sizeName),
        conditions: most(counts.conditions, (i) => (i === USED ? 'used' : 'new')),
        standings: standings.filter(({ count }) => count > 0),
        stock: most(counts.stock, (i) => (i === IN_STOCK ? 'in_stock' : '')),
      },
    }
  }

  #shelfCounts(): Choice[] {
    const counts: Choice[] = []
    this.#counts.categories.forEach((count, number) => {
      if (count > 0) counts.push({ id: this.#names.categories.nameOf(number), count })
    })
    return counts
  }
}

/** Counts of shelves, gathered one level below the chosen one. */
export function shelfChoices(shelves: Shelves, chosen: string | undefined, counts: readonly Choice[]): Choice[] {
  const choice = shelves.choiceAt(chosen)
  const sums = new Map<string, number>()
  for (const { id, count } of counts) {
    const shelf = shelves.pathOf(id).find((one) => shelves.parentOf(one) === choice)
    if (shelf !== undefined) sums.set(shelf, (sums.get(shelf) ?? 0) + count)
  }
  return [...sums].map(([id, count]) => ({ id, count })).sort(byCount)
}

function emptyCounts(names: IndexNames) {
  return {
    categories: new Uint32Array(names.categories.list.length),
    cities: new Uint32Array(names.cities.list.length),
    brands: new Uint32Array(names.brands.list.length),
    bands: new Uint32Array(STEPS.length),
    flags: new Uint32Array(STANDINGS << STANDING_SHIFT),
    colours: new Uint32Array(32),
    sizes: new Uint32Array(32),
    conditions: new Uint32Array(2),
    standings: new Uint32Array(STANDINGS),
    stock: new Uint32Array(IN_STOCK + 1),
  }
}

function bump(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1
}

function bumpBits(counts: Uint32Array, bits: number): void {
  for (let left = bits; left !== 0; left &= left - 1) bump(counts, 31 - Math.clz32(left & -left))
}

const byCount = (a: Choice, b: Choice) => b.count - a.count || (a.id < b.id ? -1 : 1)

function most(counts: Uint32Array, nameOf: (number: number) => string): Choice[] {
  const numbers: number[] = []
  counts.forEach((count, number) => {
    if (count > 0) numbers.push(number)
  })
  // Names are read of those only that may be shown: there can be many thousands of brands.
  if (numbers.length > SHOWN_MOST * 2) {
    numbers.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    numbers.length = SHOWN_MOST * 2
  }
  const named = numbers.map((number) => ({ id: nameOf(number), count: counts[number] as number }))
  return named
    .filter(({ id }) => id !== '')
    .sort(byCount)
    .slice(0, SHOWN_MOST)
}

/** The step in which a price in paisa lies. */
export function stepOf(price: number): number {
  let step = STEPS.length - 1
  while (step > 0 && price < (STEPS[step] ?? 0) * 100) step--
  return step
}

/** At most five bands of about as many goods each, from counts by step; none when all goods would be in one. */
export function priceBands(counts: readonly number[]): Facets['facets']['prices'] {
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
