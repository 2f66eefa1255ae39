import { MERITS } from './cards.ts'
import type { SearchQuery } from './engine.ts'
import type { FacetCounter } from './facets.ts'
import { readAhead } from './index/ahead.ts'
import { Cursor } from './index/cursor.ts'
import type { LiveIndex } from './index/live-index.ts'
import { type Batch, look, lookRound } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import { type Place, Top } from './index/top.ts'
import type { Reading, Way } from './language.ts'
import type { IndexNames } from './names.ts'
import { type FoundWord, wordsIn } from './resolve.ts'
import { ASKED } from './weights.ts'

/** What was found by a query before it is cut into pages. */
export interface Found {
  readonly top: Top
  readonly counter: FacetCounter
  readonly words: readonly FoundWord[]
  /** True when what was found has all words that anything has. */
  readonly isWhole: boolean
}

export interface Looked {
  readonly index: LiveIndex
  readonly query: SearchQuery
  /** How many hits are kept. */
  readonly most: number
  /** Only what stands behind this place, in the order of the first stage. */
  readonly after: Place | undefined
  /** For sort 'near': less the farther a city is, by its number. */
  readonly nearness?: Float64Array | undefined
  counter(): FacetCounter
}

const keys = new Float64Array(8192)
/** Below the whole weight of a query: without its lightest word, with this share of it, with any word. */
const SOME = 0.4

/** Finds what has all the words; when too little has, what has most of their weight. */
export function findWords(words: readonly FoundWord[], looked: Looked): Found {
  const whole = words.reduce((sum, { mass }) => sum + mass, 0)
  // Asked for strictly, a word that nobody has finds nothing.
  const { strict } = looked.query
  if (strict && words.some(({ mass }) => mass === 0)) return takeAll([], looked, 0, 0)
  const lightest = Math.min(...words.flatMap(({ mass }) => (mass > 0 ? mass : [])))
  let found = takeAll(words, looked, whole, whole)
  if (whole === 0 || strict) return found
  for (const least of [whole - lightest, Math.ceil(whole * SOME), 1]) {
    if (found.counter.total >= ASKED.enough || least >= whole || least < 1) break
    found.counter.close()
    found = takeAll(words, looked, least, whole)
  }
  return found
}

function takeAll(words: readonly FoundWord[], looked: Looked, least: number, whole: number): Found {
  const counter = looked.counter()
  const top = new Top(looked.most, looked.after)
  const isCounting = looked.query.facets !== false
  const options = { least, whole, coordination: ASKED.coordination, floor: isCounting ? undefined : () => top.floor }
  for (const segment of whole === 0 ? [] : looked.index.segments) {
    look(segment, wordsIn(segment, words, least < whole), options, (batch) => {
      counter.sift(segment, batch)
      offer(top, segment, batch, looked)
    })
  }
  return { top, counter, words, isWhole: least === whole }
}

/** Everything there is, for whoever only looks round. */
export function findAll(looked: Looked): Found {
  const counter = looked.counter()
  const top = new Top(looked.most, looked.after)
  for (const segment of looked.index.segments) {
    lookRound(segment, (batch) => {
      counter.sift(segment, batch)
      offer(top, segment, batch, looked)
    })
  }
  return { top, counter, words: [], isWhole: true }
}

function offer(top: Top, segment: Segment, batch: Batch, { query, nearness }: Looked): void {
  const { docs, count } = batch
  const { price, live, city } = segment.columns
  const { sort } = query
  if (sort === 'best') {
    top.offerWorth(segment, batch, MERITS)
    return
  }
  if (sort !== 'near') readAhead(sort === 'new' ? live : price, 1, batch)
  if (sort === 'new') for (let i = 0; i < count; i++) keys[i] = live[docs[i] as number] as number
  else if (sort === 'near') {
    for (let i = 0; i < count; i++) keys[i] = nearness?.[city[docs[i] as number] as number] ?? 0
  } else {
    const sign = sort === 'cheap' ? -1 : 1
    for (let i = 0; i < count; i++) keys[i] = sign * (price[docs[i] as number] as number)
  }
  top.offer(segment, docs, keys, count)
}

/** The ways by which a listing has a word, with what each brings. */
export function waysOf(segment: Segment, doc: number, { ways, rarity }: FoundWord) {
  return ways.flatMap(({ term, weight, why }) => {
    const place = segment.placeOf(term)
    if (place < 0) return []
    const cursor = new Cursor(segment, { place, worth: weight * rarity })
    cursor.seek(doc)
    return cursor.doc === doc ? [{ term, why, worth: (weight * rarity * cursor.impact) / 255 }] : []
  })
}

/** Farther than any city of the country. */
const NOWHERE_KM = 100_000

/** What sort 'near' orders by: a number for each city of the index, the higher the nearer. */
export function nearnessOf({ cities }: IndexNames, { near_km }: SearchQuery): Float64Array {
  return Float64Array.from(cities.list, (city) => -Math.round(near_km?.get(city) ?? NOWHERE_KM))
}

/** Ways of less weight than this are what a thing is only a kind of: who asks for sandals asks for no boots. */
const MEANT = 0.3

/** Ways to read a word that nobody writes like that. */
const MENDED: ReadonlySet<Way['why']> = new Set(['slip', 'beginning', 'sound', 'script'])

/** A reading in which nothing is mended, by the fingers or by ear, and no word means more than it says. */
export function asWritten({ words }: Reading): Reading {
  const kept = (ways: readonly Way[]) => ways.filter(({ why, weight }) => !MENDED.has(why) && weight >= MEANT)
  return { words: words.map((word) => ({ ...word, may_slip: false, ways: kept(word.ways) })) }
}
