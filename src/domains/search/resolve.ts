import { SHELF } from './cards.ts'
import type { TermWay } from './index/cursor.ts'
import type { LookWord } from './index/look.ts'
import type { Segment } from './index/segment.ts'
import type { TermTable } from './index/terms.ts'
import { MEANING } from './language/things.ts'
import type { AskedWord, Reading, Way } from './language.ts'
import type { Shelves } from './shelves.ts'
import { ASKED, IMPACT_STEPS } from './weights.ts'

/** A term that a word of the query may stand for, by its number. */
export interface FoundWay {
  readonly term: number
  readonly weight: number
  readonly why: Way['why']
}

/** A word of the query as the index knows it. */
export interface FoundWord {
  readonly written: string
  readonly ways: readonly FoundWay[]
  /** What it weighs for being rare: 0 for what is everywhere. */
  readonly rarity: number
  /** The same as a whole number, to be summed exactly. */
  readonly mass: number
  /** True for the word that says what is wanted. */
  readonly is_head: boolean
  /** True for a wanted word that goods hardly write like this: it was put into other words. */
  readonly is_foreign: boolean
  /** True for one of them that may mean another thing. */
  readonly is_unsure: boolean
  /** Shelves that are called so and otherwise: what stands there and says the word is it. */
  readonly called_too: readonly string[]
  /** The word that it was taken for because it sounds like it. */
  readonly heard: string | undefined
}

const RARE_BELOW = 3
/** A meaning of less than this share of the surest is what a thing is only a kind of. */
const KIND = 0.3
const SLIPS_TAKEN = 8
const BEGINNINGS_TAKEN = 12
const WAYS_MOST = 24
/** Ways of less weight than this do not say how rare a word is. */
const SURE = 0.75
/** What sounds alike and so large a share of goods has is no second way to read a word: it would find everything. */
const EVERYWHERE = 0.25
/** Figures of rarity are steps, so that a few more listings do not change any score. */
const STEP = 8
const LONG_WORD = 7

/** Looks up each word of a reading: the term itself, what it may mean, its shelf, and words written nearly like it. */
export function resolve(reading: Reading, terms: TermTable, shelves: Shelves, listings: number): FoundWord[] {
  return reading.words.map((asked) => {
    const ways = new Map<number, FoundWay>()
    const add = (way: FoundWay) => {
      const known = ways.get(way.term)
      if (terms.frequency(way.term) > 0 && (!known || known.weight < way.weight)) ways.set(way.term, way)
    }
    for (const { term, weight, why } of asked.ways) add({ term: terms.find(term), weight, why })
    const isKnown = ways.size > 0
    const meant = asked.ways.filter(({ why }) => why === 'meaning').map(({ term }) => term)
    for (const shelf of shelves.namedBy(asked.written, meant)) {
      add({ term: terms.find(`${SHELF}${shelf}`), weight: ASKED.shelf, why: 'shelf' })
    }
    for (const { term, weight } of calledWays(asked, shelves)) add({ term: terms.find(term), weight, why: 'called' })
    if (asked.may_slip) for (const way of slips(asked, ways, terms, isKnown)) add(way)
    const called_too = calledBy(asked, shelves).too
    return { ...weighed(asked, [...ways.values()], terms, listings), called_too }
  })
}

/** More than its share is given to a wanted word that was put into other words. */
const isForeign = ({ share }: AskedWord) => share > 1

/** True for a foreign word that may mean another thing; an English one in other letters, چارجر, may hardly. */
const isUnsure = (asked: AskedWord) =>
  isForeign(asked) && !(asked.is_loan && asked.heard === undefined && meantItself(asked).length === 1)

/** Shelves that are called as the wanted thing. Of a word that was put into others less, since it may mean another. */
export function calledWays(asked: AskedWord, shelves: Shelves): Way[] {
  const weight = isUnsure(asked) ? ASKED.called_foreign : ASKED.called
  const { called, too } = calledBy(asked, shelves)
  return [...called, ...too].map((shelf) => ({ term: `${SHELF}${shelf}`, weight, why: 'called' }))
}

/** Shelves that are called as the wanted thing, alone and among other things. */
function calledBy(asked: AskedWord, shelves: Shelves) {
  const things = asked.is_head ? [asked.written, ...meantItself(asked)] : (asked.wanted ?? [])
  const called = shelves.calledBy(things)
  return { called, too: shelves.calledToo(things).filter((shelf) => !called.includes(shelf)) }
}

/** What a word means by itself: a pajama is of the kind of clothes, but who asks for one does not ask for cloth. */
function meantItself({ ways }: AskedWord): string[] {
  const meanings = ways.filter(({ term }) => term.startsWith(MEANING))
  const surest = Math.max(0, ...meanings.map(({ weight }) => weight))
  return meanings.filter(({ weight }) => weight >= surest * KIND).map(({ term }) => term)
}

/** Words nearly like one that hardly anybody writes. Never for one that finds enough by itself. */
function slips({ written }: AskedWord, ways: ReadonlyMap<number, FoundWay>, terms: TermTable, isKnown: boolean) {
  const frequency = Math.max(0, ...[...ways.values()].map(({ term }) => terms.frequency(term)))
  if (frequency >= RARE_BELOW) return []
  const found: FoundWay[] = isKnown
    ? []
    : terms.beginning(written, BEGINNINGS_TAKEN).map((term) => ({ term, weight: ASKED.beginning, why: 'beginning' }))
  for (const { term, slips } of terms.near(written, written.length > LONG_WORD ? 2 : 1, SLIPS_TAKEN)) {
    found.push({ term, weight: slips === 1 ? ASKED.one_slip : ASKED.two_slips, why: 'slip' })
  }
  return found
}

type Weighed = Omit<FoundWord, 'called_too'>

function weighed(asked: AskedWord, all: FoundWay[], terms: TermTable, listings: number): Weighed {
  const known = all.sort((a, b) => b.weight - a.weight || a.term - b.term).slice(0, WAYS_MOST)
  const sure = known.filter(({ weight, why }) => weight >= SURE && why !== 'called')
  const isEverywhere = ({ term, why }: FoundWay) =>
    (why === 'sound' || why === 'script') && terms.frequency(term) > listings * EVERYWHERE
  const ways = sure.length > 0 ? known.filter((way) => way.weight >= SURE || !isEverywhere(way)) : known
  const frequency = Math.max(0, ...(sure.length > 0 ? sure : ways).map(({ term }) => terms.frequency(term)))
  const rarity = rarityOf(frequency, listings) ** ASKED.rarity
  const { written, is_head, heard, share } = asked
  return {
    written,
    ways,
    rarity,
    is_head,
    is_foreign: isForeign(asked),
    is_unsure: isUnsure(asked),
    heard,
    mass: ways.length === 0 ? 0 : Math.max(1, Math.round(rarity * 100 * share)),
  }
}

/** The idf of BM25, in steps. */
export function rarityOf(frequency: number, listings: number): number {
  const all = Math.max(listings, frequency)
  return Math.max(1, Math.round(STEP * Math.log(1 + (all - frequency + 0.5) / (frequency + 0.5)))) / STEP
}

/** The words as one segment knows them; other words of their families only where words may be missing. */
export function wordsIn(segment: Segment, words: readonly FoundWord[], withFamilies = true): LookWord[] {
  const known: LookWord[] = []
  for (const { ways, rarity, mass } of words) {
    const here: TermWay[] = []
    for (const { term, weight, why } of ways) {
      if (why === 'family' && !withFamilies) continue
      const place = segment.placeOf(term)
      if (place >= 0) here.push({ place, worth: (weight * rarity) / IMPACT_STEPS })
    }
    if (here.length > 0) known.push({ ways: here, mass })
  }
  return known
}
