import { type Facets, mostOf, priceBands, STEP_COUNT, shelfChoices } from './choices.ts'
import type { SearchQuery } from './engine.ts'
import { readAhead } from './index/ahead.ts'
import { WINDOW } from './index/cursor.ts'
import { CODES, IN_STOCK, STANDING_SHIFT, USED } from './index/layout.ts'
import type { Batch } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import { type CodeTallies, closeTally, countAll, isNone, openTally, type Tally } from './index/tally.ts'
import { colourBit, colourName, FLAG_BITS, type IndexNames, PLACE_BITS, sizeBit, sizeName } from './names.ts'
import type { Shelves } from './shelves.ts'

// What a listing fails by: a bit a facet. NEVER is no facet: what fails by it is not counted anywhere.
const [CATEGORY, PRICE, CITY, BRAND, COLOUR, SIZE, CONDITION, STANDING] = [1, 2, 4, 8, 16, 32, 64, 128]
const [STOCK, NEVER] = [256, 512]
const FLAGS = (1 << FLAG_BITS) - 1
const BANDS = (1 << (PLACE_BITS - FLAG_BITS)) - 1

// Which of a listing's codes: category and brand, colours and sizes, city with price and flags.
const [MAKE, LOOK, PLACE] = [0, 1, 2]
/** What of a code counts: above a place stands the merit. */
const PLACE_MASK = 0xffffff
const MASKS = [-1, -1, PLACE_MASK]
/** In which code each facet lies, by the number of its bit. */
const CODE_OF = [MAKE, PLACE, PLACE, MAKE, LOOK, LOOK, PLACE, PLACE, PLACE]
const bitOf = (facet: number) => 31 - Math.clz32(facet)

const STANDINGS = 4
const standingAt = (place: number) => (place & FLAGS) >>> STANDING_SHIFT
const bandAt = (place: number) => (place >>> FLAG_BITS) & BANDS

// What of a batch did not pass, and by what.
const lostDocs = new Int32Array(WINDOW + 1)
const lostBy = new Uint16Array(WINDOW + 1)

/** Filters listings by a query and counts what could be chosen, in one pass over their codes. */
export class FacetCounter {
  readonly #shelves: Shelves
  readonly #query: SearchQuery
  readonly #names: IndexNames
  readonly #isFiltering: boolean
  readonly #isCounting: boolean
  readonly #from: number
  readonly #to: number
  readonly #shop: number
  // What each code fails by, worked out once a query and looked up for each listing; undefined for what nobody chose.
  readonly #makeFails: Uint16Array | undefined
  readonly #lookFails: Uint16Array | undefined
  readonly #placeFails: Uint16Array | undefined
  /** What passed everything, by each code. */
  readonly #passed: CodeTallies
  /** What failed by one facet alone, which counts as if that were not chosen: by the number of its bit. */
  readonly #failed: (Tally | undefined)[] = CODE_OF.map(() => undefined)
  /** Everything that was opened, to be given back. */
  #opened: Tally[] = []
  total = 0

  constructor(shelves: Shelves, names: IndexNames, query: SearchQuery) {
    this.#shelves = shelves
    this.#query = query
    this.#names = names
    this.#from = Number(query.price_from_paisa ?? 0n)
    this.#to = query.price_to_paisa === undefined ? Number.POSITIVE_INFINITY : Number(query.price_to_paisa)
    this.#shop = query.shop === undefined ? 0 : names.shops.find(query.shop)
    this.#makeFails = makeFails(shelves, names, query)
    this.#lookFails = lookFails(names, query)
    this.#placeFails = placeFails(names, query)
    this.#passed = { make: this.#openFor(MAKE), look: this.#openFor(LOOK), place: this.#openFor(PLACE) }
    const { price_from_paisa, price_to_paisa, shop } = query
    const chosen = [this.#makeFails, this.#lookFails, this.#placeFails, price_from_paisa, price_to_paisa, shop]
    this.#isFiltering = chosen.some((one) => one !== undefined)
    this.#isCounting = query.facets !== false
  }

  #openFor(code: number): Tally {
    const { makes, looks, cities } = this.#names
    return this.#open([makes.size, looks.size, cities.list.length << PLACE_BITS][code] ?? 0)
  }

  #open(size: number): Tally {
    const tally = openTally(size)
    this.#opened.push(tally)
    return tally
  }

  /** Keeps of a batch what passes everything that was chosen, and counts. */
  sift(segment: Segment, batch: Batch): void {
    const { codes } = segment.columns
    if (this.#isFiltering) readAhead(codes, CODES, batch, WINDOW)
    else if (this.#isCounting) readAhead(codes, CODES, batch)
    if (this.#isFiltering) this.#filter(segment, batch)
    if (this.#isCounting) {
      countAll(this.#passed, codes, PLACE_MASK, batch)
    }
    this.total += batch.count
  }

  #filter({ columns }: Segment, batch: Batch): void {
    const { docs, scores, count } = batch
    const { codes, price, shop } = columns
    const [makes, looks, places] = [this.#makeFails, this.#lookFails, this.#placeFails]
    const [from, to] = [this.#from, this.#to]
    const isPriced = from > 0 || to < Number.POSITIVE_INFINITY
    const [isOneShop, only] = [this.#query.shop !== undefined, this.#shop]
    if (isPriced) readAhead(price, 1, batch, WINDOW)
    let [kept, lost] = [0, 0]
    for (let i = 0; i < count; i++) {
      const doc = docs[i] as number
      const at = doc * CODES
      let failed = 0
      if (makes) failed |= makes[codes[at + MAKE] as number] as number
      if (looks) failed |= looks[codes[at + LOOK] as number] as number
      if (places) failed |= places[(codes[at + PLACE] as number) & PLACE_MASK] as number
      if (isPriced) failed |= PRICE * (Number((price[doc] as number) < from) | Number((price[doc] as number) > to))
      if (isOneShop && shop[doc] !== only) failed |= NEVER
      // Written into both lists and counted in one: whether it passes would be guessed wrong every other time.
      docs[kept] = doc
      scores[kept] = scores[i] as number
      lostDocs[lost] = doc
      lostBy[lost] = failed
      const passes = isNone(failed)
      kept += passes
      lost += 1 - passes
    }
    batch.count = kept
    if (this.#isCounting) this.#countLost(codes, lost)
  }

  /** What fails by one facet alone counts as if that were not chosen. */
  #countLost(codes: Uint32Array, lost: number): void {
    for (let i = 0; i < lost; i++) {
      const failed = lostBy[i] as number
      if (failed >= NEVER || (failed & (failed - 1)) !== 0) continue
      const code = CODE_OF[bitOf(failed)] as number
      const number = (codes[(lostDocs[i] as number) * CODES + code] as number) & (MASKS[code] as number)
      this.#failedBy(failed, code).add(number, 1)
    }
  }

  #failedBy(facet: number, code: number): Tally {
    const bit = bitOf(facet)
    const known = this.#failed[bit]
    if (known) return known
    const made = this.#openFor(code)
    this.#failed[bit] = made
    return made
  }

  /** What there is to choose. Counts no more afterwards. */
  facets(): Facets {
    const { categories, cities: cityNames, brands: brandNames } = this.#names
    const { shelves, brands } = this.#fromMakes()
    const { cities, bands, conditions, standings, stock } = this.#fromPlaces()
    const counted = Array.from(shelves.numbers, (number) => ({
      id: categories.nameOf(number),
      count: shelves.counts[number] as number,
    }))
    const atLeast = (least: number) =>
      [1, 2, 3].reduce((sum, step) => sum + (step < least ? 0 : (standings.counts[step] as number)), 0)
    const facets = {
      categories: shelfChoices(this.#shelves, this.#query.category, counted),
      prices: priceBands(Array.from({ length: STEP_COUNT }, (_, step) => bands.counts[step] as number)),
      cities: mostOf(cities, (city) => cityNames.nameOf(city)),
      brands: mostOf(brands, (brand) => brandNames.nameOf(brand)),
      colours: mostOf(this.#fromLooks(COLOUR, this.#names.looks.ones), colourName),
      sizes: mostOf(this.#fromLooks(SIZE, this.#names.looks.others), sizeName),
      conditions: mostOf(conditions, (flag) => (flag === USED ? 'used' : 'new')),
      standings: [3, 2, 1]
        .map((least) => ({ id: String(least), count: atLeast(least) }))
        .filter(({ count }) => count > 0),
      stock: mostOf(stock, (flag) => (flag === IN_STOCK ? 'in_stock' : '')),
    }
    this.close()
    return { facets }
  }

  /** Gives back what it counted with. */
  close(): void {
    for (const tally of this.#opened) closeTally(tally)
    this.#opened = []
  }

  // From the codes back to what they stand for: once a code, however many listings have it.

  #fromMakes(): { shelves: Tally; brands: Tally } {
    const { makes, categories, brands: names } = this.#names
    const { ones, others } = makes
    const [shelves, brands] = [this.#open(categories.list.length), this.#open(names.list.length)]
    const { numbers, counts } = this.#passed.make
    for (const make of numbers) {
      const count = counts[make] as number
      shelves.add(ones[make] as number, count)
      brands.add(others[make] as number, count)
    }
    this.#eachFailed(CATEGORY, (make, count) => shelves.add(ones[make] as number, count))
    this.#eachFailed(BRAND, (make, count) => brands.add(others[make] as number, count))
    return { shelves, brands }
  }

  #fromPlaces() {
    const cities = this.#open(this.#names.cities.list.length)
    const [bands, conditions] = [this.#open(BANDS + 1), this.#open(USED + 1)]
    const [standings, stock] = [this.#open(STANDINGS), this.#open(IN_STOCK + 1)]
    const { numbers, counts } = this.#passed.place
    for (const place of numbers) {
      const count = counts[place] as number
      cities.add(place >>> PLACE_BITS, count)
      bands.add(bandAt(place), count)
      conditions.add(place & USED, count)
      standings.add(standingAt(place), count)
      stock.add(place & IN_STOCK, count)
    }
    this.#eachFailed(CITY, (place, count) => cities.add(place >>> PLACE_BITS, count))
    this.#eachFailed(PRICE, (place, count) => bands.add(bandAt(place), count))
    this.#eachFailed(CONDITION, (place, count) => conditions.add(place & USED, count))
    this.#eachFailed(STANDING, (place, count) => standings.add(standingAt(place), count))
    this.#eachFailed(STOCK, (place, count) => stock.add(place & IN_STOCK, count))
    return { cities, bands, conditions, standings, stock }
  }

  #fromLooks(facet: number, bitsOf: readonly number[]): Tally {
    const found = this.#open(32)
    const add = (look: number, count: number) => {
      for (let left = bitsOf[look] as number; left !== 0; left &= left - 1)
        found.add(31 - Math.clz32(left & -left), count)
    }
    const { numbers, counts } = this.#passed.look
    for (const look of numbers) add(look, counts[look] as number)
    this.#eachFailed(facet, add)
    return found
  }

  #eachFailed(facet: number, take: (code: number, count: number) => void): void {
    const tally = this.#failed[bitOf(facet)]
    if (!tally) return
    for (const code of tally.numbers) take(code, tally.counts[code] as number)
  }
}

/** What each code up to `size` fails by; nothing when nobody chose. */
function failures(isChosen: boolean, size: number, failsBy: (code: number) => number): Uint16Array | undefined {
  if (!isChosen) return undefined
  const fails = new Uint16Array(size)
  for (let code = 0; code < size; code++) fails[code] = failsBy(code)
  return fails
}

function makeFails(shelves: Shelves, { categories, brands, makes }: IndexNames, { category, brand }: SearchQuery) {
  const isOut = categories.list.map((id) => category !== undefined && !shelves.pathOf(id).includes(category))
  const wanted = brand === undefined ? 0 : brands.find(brand)
  return failures(category !== undefined || brand !== undefined, makes.size, (make) => {
    const isOther = brand !== undefined && makes.other(make) !== wanted
    return (isOut[makes.one(make)] ? CATEGORY : 0) | (isOther ? BRAND : 0)
  })
}

function lookFails({ looks }: IndexNames, { colour, size }: SearchQuery) {
  const [colours, sizes] = [colour === undefined ? -1 : colourBit(colour), size === undefined ? -1 : sizeBit(size)]
  return failures(colour !== undefined || size !== undefined, looks.size, (look) => {
    const isOther = colour !== undefined && (looks.one(look) & colours) === 0
    return (isOther ? COLOUR : 0) | (size !== undefined && (looks.other(look) & sizes) === 0 ? SIZE : 0)
  })
}

function placeFails({ cities }: IndexNames, query: SearchQuery) {
  const { city, condition, standing, in_stock } = query
  const isChosen = city !== undefined || condition !== undefined || standing !== undefined || in_stock === true
  const wanted = city === undefined ? 0 : cities.find(city)
  return failures(isChosen, cities.list.length << PLACE_BITS, (place) => {
    let failed = city !== undefined && place >>> PLACE_BITS !== wanted ? CITY : 0
    if (condition !== undefined && (place & USED) > 0 !== (condition === 'used')) failed |= CONDITION
    if (standing !== undefined && standingAt(place) < standing) failed |= STANDING
    if (in_stock && (place & IN_STOCK) === 0) failed |= STOCK
    return failed
  })
}
