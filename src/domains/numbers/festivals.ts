import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Festival, festivalsBetween, listUplifts, type Uplift } from '../pulse/pulse.ts'
import { dayAfter, localDay } from './days.ts'
import { readDaily } from './reading-store.ts'
import type { OwnListing } from './stock.ts'

/** A shelf before a festival: what it sells, and what that says of the next one. */
export interface FestivalShelf {
  readonly shelf: string
  /** Pieces in the last four weeks. */
  readonly now: number
  /** Pieces on sale now. */
  readonly left: number
  readonly expected: Expected
  /** Pieces a week before a past festival, and in the weeks that were usual then; only by the shop's own past. */
  readonly atThatTime?: { readonly before: number; readonly usual: number }
}

/** Pieces in the two weeks before the next festival, if people do as before the past one: so many in eight of ten. */
export interface Expected {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** By what it is told what a festival may ask for: an own past one, what the whole market did, or what is usual. */
export type Basis =
  | { readonly by: 'own'; readonly name: Festival['name']; readonly first: string }
  | { readonly by: 'market'; readonly uplift: Uplift }
  | { readonly by: 'usual' }

/** A festival that comes, and what it may ask for. */
export interface FestivalAhead {
  readonly name: Festival['name']
  /** First day by the computed calendar: 2027-02-08. The moon may move it by so many days. */
  readonly first: string
  readonly uncertain_days: number
  readonly basis: Basis
  /** What is missing most stands first. */
  readonly shelves: readonly FestivalShelf[]
}

/** Long enough that Eid is seen before Ramzan begins: who sells for Eid buys a season before. */
const SOON_DAYS = 130
const MOST_AHEAD = 2
/** People buy for a festival in the two weeks before it; the four weeks before those are the usual ones. */
const BEFORE_DAYS = 14
const USUAL_DAYS = 28
const LEAST_PIECES = 10
const A_YEAR = 400
/** Deviations within which eight of ten lie. */
const OUT = 1.2816

/**
 * The next festivals, and how many pieces each may ask for: by what the shop sold before the last one of that name, or
 * before the newest one that it has seen; where it has seen none, by what the Index says of the whole market; where
 * that says nothing, by what is usual. Parties: the shop's only.
 */
export async function festivalsAhead(tx: Tx, shopId: string, own: readonly OwnListing[]): Promise<FestivalAhead[]> {
  const today = Math.floor(Date.parse(localDay(tx.now)) / DAY_MS)
  const next = festivalsBetween(today + 1, today + SOON_DAYS).filter(({ first }) => first > today)
  const past = festivalsBetween(today - A_YEAR, today - 1).filter(({ last }) => last < today)
  const from = dayAfter(localDay(tx.now), -A_YEAR - BEFORE_DAYS - USUAL_DAYS)
  const groups = own.map(({ listing_id, category_id }) => ({ listing_id, group_id: category_id }))
  const [days, uplifts] = await Promise.all([readDaily(tx, shopId, from, groups), listUplifts(tx)])
  const left = new Map<string, number>()
  for (const one of own) left.set(one.category_id, (left.get(one.category_id) ?? 0) + one.left)
  const shelves: Shelf[] = [...Map.groupBy(days, ({ group_id }) => group_id)].map(([shelf, rows]) => {
    const sold = (begin: number, end: number) =>
      rows.filter(({ day }) => day >= dayOf(begin) && day < dayOf(end)).reduce((all, { pieces }) => all + pieces, 0)
    return { shelf, sold, now: sold(today - USUAL_DAYS, today), left: left.get(shelf) ?? 0 }
  })
  return next.slice(0, MOST_AHEAD).map(({ name, first, uncertain_days }) => {
    const like = (festival: { name: string }) => Number(festival.name === name)
    const newestFirst = past.toSorted((a, b) => like(b) - like(a) || b.first - a.first)
    const met = newestFirst.find((festival) => soldBefore(shelves, festival) >= LEAST_PIECES)
    const uplift = uplifts.toSorted((a, b) => like(b) - like(a))[0]
    const told = met ? byPast(shelves, met) : uplift ? byMarket(shelves, uplift) : byUsual(shelves)
    const sorted = told.shelves.toSorted((a, b) => missing(b) - missing(a))
    return { name, first: dayOf(first), uncertain_days, basis: told.basis, shelves: sorted }
  })
}

/** A shelf of a shop, and what it sold from one day to before another. */
interface Shelf {
  readonly shelf: string
  readonly sold: (begin: number, end: number) => number
  readonly now: number
  readonly left: number
}

type Told = Pick<FestivalAhead, 'basis' | 'shelves'>

const soldBefore = (shelves: readonly Shelf[], { first }: Festival) =>
  shelves.reduce((sum, { sold }) => sum + sold(first - BEFORE_DAYS, first), 0)

function byPast(shelves: readonly Shelf[], { name, first }: Festival): Told {
  const told = shelves.flatMap(({ sold, ...own }): FestivalShelf[] => {
    const pieces = sold(first - BEFORE_DAYS, first)
    const usual = sold(first - BEFORE_DAYS - USUAL_DAYS, first - BEFORE_DAYS)
    const atThatTime = { before: (7 * pieces) / BEFORE_DAYS, usual: (7 * usual) / USUAL_DAYS }
    return pieces > 0 ? [{ ...own, atThatTime, expected: expectedFrom({ pieces, usual, now: own.now }) }] : []
  })
  return { basis: { by: 'own', name, first: dayOf(first) }, shelves: told }
}

function byMarket(shelves: readonly Shelf[], uplift: Uplift): Told {
  // The interval of the Index holds 95 of 100.
  const off = (uplift.upper - uplift.lower) / (2 * 1.96) / uplift.times
  return { basis: { by: 'market', uplift }, shelves: timesUsual(shelves, uplift.times, off) }
}

function byUsual(shelves: readonly Shelf[]): Told {
  return { basis: { by: 'usual' }, shelves: timesUsual(shelves, 1, 0) }
}

/** What sells now, so many times; `off` is the deviation of these times, as a share of them. */
function timesUsual(shelves: readonly Shelf[], times: number, off: number): FestivalShelf[] {
  return shelves.flatMap(({ sold: _, ...own }): FestivalShelf[] => {
    const value = ((own.now + 0.5) / 2) * times
    return own.now > 0 ? [{ ...own, expected: around(value, 1 / (own.now + 0.5) + off ** 2) }] : []
  })
}

/** Pieces that a shelf should have more, to last through all but one of ten such festivals. */
export const missing = ({ expected, left }: Pick<FestivalShelf, 'expected' | 'left'>) =>
  Math.ceil(expected.upper) - left

/**
 * What sells now, times as much more as before the past festival. Three counts stand behind it, each as unsure as its
 * root, and buyers come by chance on top. Half a piece is put on each count, so that none of them is nothing.
 */
export function expectedFrom(counts: { pieces: number; usual: number; now: number }): Expected {
  const [pieces, usual, now] = [counts.pieces + 0.5, counts.usual + 0.5, counts.now + 0.5]
  return around((now * pieces) / usual, 1 / pieces + 1 / usual + 1 / now)
}

/** Eight of ten cases around a number of which so much, as a share of it and squared, is not known. */
function around(value: number, unsure: number): Expected {
  const reach = OUT * Math.sqrt(value + value ** 2 * unsure)
  return { value, lower: Math.max(0, value - reach), upper: value + reach }
}

function dayOf(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10)
}
