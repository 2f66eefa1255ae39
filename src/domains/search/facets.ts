import { type Choice, type Facets, mostOf, priceBands, STEP_COUNT, shelfChoices } from './choices.ts'
import type { SearchQuery } from './engine.ts'
import { IN_STOCK, STANDING_SHIFT, USED } from './index/layout.ts'
import type { Batch } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import { closeTally, openTally, type Tally } from './index/tally.ts'
import { colourBit, colourName, FLAG_BITS, type IndexNames, PLACE_BITS, sizeBit, sizeName } from './names.ts'
import type { Shelves } from './shelves.ts'

// What a listing fails by: a bit a facet. NEVER is no facet: what fails by it is not counted anywhere.
const [CATEGORY, PRICE, CITY, BRAND, COLOUR, SIZE, CONDITION, STANDING] = [1, 2, 4, 8, 16, 32, 64, 128]
const [STOCK, NEVER] = [256, 512]
const FLAGS = (1 << FLAG_BITS) - 1
const BANDS = (1 << (PLACE_BITS - FLAG_BITS)) - 1

/** In which of three columns a facet lies: make, look, place. */
type Column = 'make' | 'look' | 'place'
const COLUMN_OF = new Map<number, Column>([
  ...[CATEGORY, BRAND].map((facet): [number, Column] => [facet, 'make']),
  ...[COLOUR, SIZE].map((facet): [number, Column] => [facet, 'look']),
  ...[PRICE, CITY, CONDITION, STANDING, STOCK].map((facet): [number, Column] => [facet, 'place']),
])

const standingAt = (place: number) => (place & FLAGS) >>> STANDING_SHIFT
const bandAt = (place: number) => (place >>> FLAG_BITS) & BANDS

/** Filters listings by a query and counts what could be chosen, in one pass over three columns. */
export class FacetCounter {
  readonly #shelves: Shelves
  readonly #query: SearchQuery
  readonly #names: IndexNames
  readonly #isFiltering: boolean
  /** By more than shelf and price. */
  readonly #isFilteringMore: boolean
  readonly #isCounting: boolean
  readonly #from: number
  readonly #to: number
  readonly #city: number
  readonly #shop: number
  readonly #brand: number
  readonly #colour: number
  readonly #size: number
  /** By the number of a category: 1 when it lies in the chosen one. */
  readonly #inside: Uint8Array | undefined
  /** What passed everything, by each column. */
  readonly #passed: Record<Column, Tally>
  /** What failed by one facet alone, which counts as if that were not chosen. */
  readonly #failed = new Map<number, Tally>()
  /** Everything that was opened, to be given back. */
  #opened: Tally[] = []
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
    this.#inside =
      category === undefined
        ? undefined
        : Uint8Array.from(names.categories.list, (id) => (shelves.pathOf(id).includes(category) ? 1 : 0))
    const sizes = this.#sizes()
    this.#passed = { make: this.#open(sizes.make), look: this.#open(sizes.look), place: this.#open(sizes.place) }
    const { price_from_paisa, price_to_paisa, city, shop, brand, colour, size, condition, standing } = query
    const isChosen = (one: unknown) => one !== undefined
    const more = [city, shop, brand, colour, size, condition, standing, query.in_stock || undefined]
    this.#isFilteringMore = more.some(isChosen)
    this.#isFiltering = this.#isFilteringMore || [category, price_from_paisa, price_to_paisa].some(isChosen)
    this.#isCounting = query.facets !== false
  }

  #sizes(): Record<Column, number> {
    const { makes, looks, cities } = this.#names
    return { make: makes.size, look: looks.size, place: cities.list.length << PLACE_BITS }
  }

  #open(size: number): Tally {
    const tally = openTally(size)
    this.#opened.push(tally)
    return tally
  }

  /** Keeps of a batch what passes everything that was chosen, and counts. */
  sift(segment: Segment, batch: Batch): void {
    if (this.#isFiltering) this.#filter(segment, batch)
    if (this.#isCounting) {
      const { make, look, place } = segment.columns
      this.#passed.make.countAll(make, batch.docs, batch.count)
      this.#passed.look.countAll(look, batch.docs, batch.count)
      this.#passed.place.countAll(place, batch.docs, batch.count)
    }
    this.total += batch.count
  }

  #filter({ columns }: Segment, batch: Batch): void {
    const { docs, scores, count } = batch
    const { category, price } = columns
    const [inside, from, to] = [this.#inside, this.#from, this.#to]
    const [counting, others] = [this.#isCounting, this.#isFilteringMore]
    let kept = 0
    for (let i = 0; i < count; i++) {
      const doc = docs[i] as number
      const paisa = price[doc] as number
      let failed = inside && inside[category[doc] as number] === 0 ? CATEGORY : 0
      if (paisa < from || paisa > to) failed |= PRICE
      if (others) failed |= this.#failedMore(columns, doc)
      if (failed === 0) {
        docs[kept] = doc
        scores[kept++] = scores[i] as number
      } else if (counting && failed < NEVER && (failed & (failed - 1)) === 0) {
        this.#failedBy(failed).add(columns[COLUMN_OF.get(failed) ?? 'make'][doc] as number)
      }
    }
    batch.count = kept
  }

  #failedMore(columns: Segment['columns'], doc: number): number {
    const query = this.#query
    const { makes, looks } = this.#names
    const flags = columns.flags[doc] as number
    let failed = 0
    if (query.city !== undefined && columns.city[doc] !== this.#city) failed |= CITY
    if (query.brand !== undefined && makes.other(columns.make[doc] as number) !== this.#brand) failed |= BRAND
    if (query.colour !== undefined && (looks.one(columns.look[doc] as number) & this.#colour) === 0) failed |= COLOUR
    if (query.size !== undefined && (looks.other(columns.look[doc] as number) & this.#size) === 0) failed |= SIZE
    if (query.condition !== undefined && (flags & USED) > 0 !== (query.condition === 'used')) failed |= CONDITION
    if (query.standing !== undefined && flags >>> STANDING_SHIFT < query.standing) failed |= STANDING
    if (query.in_stock && (flags & IN_STOCK) === 0) failed |= STOCK
    if (query.shop !== undefined && columns.shop[doc] !== this.#shop) failed |= NEVER
    return failed
  }

  #failedBy(facet: number): Tally {
    const known = this.#failed.get(facet)
    if (known) return known
    const made = this.#open(this.#sizes()[COLUMN_OF.get(facet) ?? 'make'])
    this.#failed.set(facet, made)
    return made
  }

  /** What there is to choose. Counts no more afterwards. */
  facets(): Facets {
    const { makes, looks, categories, cities, brands } = this.#names
    const by = (facet: number, size: number, numbersOf: (code: number) => number) => this.#by(facet, size, numbersOf)
    const shelves = by(CATEGORY, categories.list.length, (make) => makes.one(make))
    const bands = by(PRICE, STEP_COUNT, bandAt)
    const standings = by(STANDING, 4, standingAt)
    const atLeast = (least: number) =>
      [1, 2, 3].reduce((sum, step) => sum + (step < least ? 0 : (standings.counts[step] as number)), 0)
    const facets = {
      categories: shelfChoices(
        this.#shelves,
        this.#query.category,
        countsOf(shelves, (i) => categories.nameOf(i)),
      ),
      prices: priceBands(Array.from({ length: STEP_COUNT }, (_, step) => bands.counts[step] as number)),
      cities: mostOf(
        by(CITY, cities.list.length, (place) => place >>> PLACE_BITS),
        (i) => cities.nameOf(i),
      ),
      brands: mostOf(
        by(BRAND, brands.list.length, (make) => makes.other(make)),
        (i) => brands.nameOf(i),
      ),
      colours: mostOf(
        this.#byBits(COLOUR, (look) => looks.one(look)),
        colourName,
      ),
      sizes: mostOf(
        this.#byBits(SIZE, (look) => looks.other(look)),
        sizeName,
      ),
      conditions: mostOf(
        by(CONDITION, 2, (place) => place & USED),
        (i) => (i === USED ? 'used' : 'new'),
      ),
      standings: [3, 2, 1]
        .map((least) => ({ id: String(least), count: atLeast(least) }))
        .filter((one) => one.count > 0),
      stock: mostOf(
        by(STOCK, IN_STOCK + 1, (place) => place & IN_STOCK),
        (i) => (i === IN_STOCK ? 'in_stock' : ''),
      ),
    }
    this.close()
    return { facets }
  }

  /** Gives back what it counted with. */
  close(): void {
    for (const tally of this.#opened) closeTally(tally)
    this.#opened = []
  }

  /** Counts of one facet, from the codes in which it lies: what passed, and what failed by it alone. */
  #by(facet: number, size: number, numberOf: (code: number) => number): Tally {
    const counts = this.#open(size)
    for (const { seen, counts: of } of this.#of(facet)) {
      for (const code of seen) counts.add(numberOf(code), of[code] as number)
    }
    return counts
  }

  #byBits(facet: number, bitsOf: (code: number) => number): Tally {
    const counts = this.#open(32)
    for (const { seen, counts: of } of this.#of(facet)) {
      for (const code of seen) {
        for (let left = bitsOf(code); left !== 0; left &= left - 1)
          counts.add(31 - Math.clz32(left & -left), of[code] as number)
      }
    }
    return counts
  }

  #of(facet: number): readonly Tally[] {
    const failed = this.#failed.get(facet)
    const passed = this.#passed[COLUMN_OF.get(facet) ?? 'make']
    return failed ? [passed, failed] : [passed]
  }
}

const countsOf = ({ counts, seen }: Tally, nameOf: (number: number) => string): Choice[] =>
  seen.map((number) => ({ id: nameOf(number), count: counts[number] as number }))
