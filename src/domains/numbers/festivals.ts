import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Festival, festivalsBetween } from '../pulse/pulse.ts'
import { dayAfter, localDay } from './days.ts'
import { readDaily } from './reading-store.ts'
import type { OwnListing } from './stock.ts'

/** What a shelf sold before a festival beside what it usually sells, in pieces a week, and what that says of the next. */
export interface FestivalShelf {
  readonly shelf: string
  readonly before: number
  readonly usual: number
  /** Pieces that were ordered in the days before the festival: what the figures rest on. */
  readonly pieces: number
  /** Pieces on sale now. */
  readonly left: number
  readonly expected: Expected
}

/** Pieces in the two weeks before the next festival, if people do as before the past one: eight of ten times so many. */
export interface Expected {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** A festival that is past, with the shelves of a shop that sold before it. */
export interface FestivalPast {
  readonly name: Festival['name']
  readonly first: string
  readonly shelves: readonly FestivalShelf[]
}

/** A festival that comes, and what the shop sold before one that is past. */
export interface FestivalAhead {
  readonly name: Festival['name']
  /** First day by the computed calendar: 2027-02-08. The moon may move it by so many days. */
  readonly first: string
  readonly uncertain_days: number
  /** Undefined while no festival was met with enough orders. */
  readonly past: FestivalPast | undefined
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
 * The next festivals, and which shelves sold more before the last one of each name; where the shop was not here yet,
 * before the newest one that it has seen. Parties: the shop's only.
 */
export async function festivalsAhead(tx: Tx, shopId: string, own: readonly OwnListing[]): Promise<FestivalAhead[]> {
  const today = Math.floor(Date.parse(localDay(tx.now)) / DAY_MS)
  const next = festivalsBetween(today + 1, today + SOON_DAYS).filter(({ first }) => first > today)
  const past = festivalsBetween(today - A_YEAR, today - 1).filter(({ last }) => last < today)
  const days = await readDaily(
    tx,
    shopId,
    dayAfter(localDay(tx.now), -A_YEAR - BEFORE_DAYS - USUAL_DAYS),
    own.map(({ listing_id, category_id }) => ({ listing_id, group_id: category_id })),
  )
  const left = new Map<string, number>()
  for (const one of own) left.set(one.category_id, (left.get(one.category_id) ?? 0) + one.left)
  return next.slice(0, MOST_AHEAD).map(({ name, first, uncertain_days }) => {
    const like = (festival: Festival) => Number(festival.name === name)
    const newestFirst = past.toSorted((a, b) => like(b) - like(a) || b.first - a.first)
    const known = newestFirst.map((festival) => ({ festival, shelves: shelvesBefore(days, left, festival, today) }))
    const met = known.find(({ shelves }) => shelves.reduce((sum, { pieces }) => sum + pieces, 0) >= LEAST_PIECES)
    const told = met && { name: met.festival.name, first: dayOf(met.festival.first), shelves: met.shelves }
    return { name, first: dayOf(first), uncertain_days, past: told }
  })
}

/** What each shelf sold a week before a festival, and what is missing most for the next one first. */
function shelvesBefore(
  days: readonly { group_id: string; day: string; pieces: number }[],
  left: ReadonlyMap<string, number>,
  { first }: Festival,
  today: number,
): FestivalShelf[] {
  const sum = (rows: typeof days, begin: number, end: number) =>
    rows.filter(({ day }) => day >= dayOf(begin) && day < dayOf(end)).reduce((all, { pieces }) => all + pieces, 0)
  return [...Map.groupBy(days, ({ group_id }) => group_id)]
    .map(([shelf, rows]): FestivalShelf => {
      const pieces = sum(rows, first - BEFORE_DAYS, first)
      const usual = sum(rows, first - BEFORE_DAYS - USUAL_DAYS, first - BEFORE_DAYS)
      const expected = expectedFrom({ pieces, usual, now: sum(rows, today - USUAL_DAYS, today) })
      const weekly = { before: (7 * pieces) / BEFORE_DAYS, usual: (7 * usual) / USUAL_DAYS }
      return { shelf, pieces, ...weekly, left: left.get(shelf) ?? 0, expected }
    })
    .filter(({ pieces }) => pieces > 0)
    .sort((a, b) => missing(b) - missing(a))
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
  const value = (now * pieces) / usual
  const reach = OUT * Math.sqrt(value + value ** 2 * (1 / pieces + 1 / usual + 1 / now))
  return { value, lower: Math.max(0, value - reach), upper: value + reach }
}

function dayOf(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10)
}
