import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Festival, festivalsBetween } from '../pulse/pulse.ts'
import { dayAfter, localDay } from './days.ts'
import { readDaily } from './reading-store.ts'
import type { OwnListing } from './stock.ts'

/** What a shelf sold before a festival beside what it usually sells, in pieces a week. */
export interface FestivalShelf {
  readonly shelf: string
  readonly before: number
  readonly usual: number
  /** Pieces that were ordered in the days before the festival: what the figures rest on. */
  readonly pieces: number
}

/** A festival that is past, with the shelves of a shop that sold before it. */
export interface FestivalPast {
  readonly name: Festival['name']
  readonly first: string
  readonly shelves: readonly FestivalShelf[]
}

/** The festival that comes, and what the shop sold before one that is past. */
export interface FestivalAhead {
  readonly name: Festival['name']
  /** First day by the computed calendar: 2027-02-08. The moon may move it by so many days. */
  readonly first: string
  readonly uncertain_days: number
  /** Undefined while no festival was met with enough orders. */
  readonly past: FestivalPast | undefined
}

const SOON_DAYS = 100
/** People buy for a festival in the two weeks before it; the four weeks before those are the usual ones. */
const BEFORE_DAYS = 14
const USUAL_DAYS = 28
const LEAST_PIECES = 10
const A_YEAR = 400

/**
 * The next festival, and which shelves sold more before the last one of its name; where the shop was not here yet,
 * before the newest one that it has seen. Undefined when none is near. Parties: the shop's only.
 */
export async function festivalAhead(
  tx: Tx,
  shopId: string,
  own: readonly OwnListing[],
): Promise<FestivalAhead | undefined> {
  const today = Math.floor(Date.parse(localDay(tx.now)) / DAY_MS)
  const next = festivalsBetween(today + 1, today + SOON_DAYS).find(({ first }) => first > today)
  if (!next) return undefined
  const past = festivalsBetween(today - A_YEAR, today - 1).filter(({ last }) => last < today)
  const like = ({ name }: Festival) => Number(name === next.name)
  const newestFirst = past.sort((a, b) => like(b) - like(a) || b.first - a.first)
  const days = await readDaily(
    tx,
    shopId,
    dayAfter(localDay(tx.now), -A_YEAR - BEFORE_DAYS - USUAL_DAYS),
    own.map(({ listing_id, category_id }) => ({ listing_id, group_id: category_id })),
  )
  const known = newestFirst.map((festival) => ({ festival, shelves: shelvesBefore(days, festival) }))
  const met = known.find(({ shelves }) => shelves.reduce((sum, { pieces }) => sum + pieces, 0) >= LEAST_PIECES)
  return {
    name: next.name,
    first: dayOf(next.first),
    uncertain_days: next.uncertain_days,
    past: met && { name: met.festival.name, first: dayOf(met.festival.first), shelves: met.shelves },
  }
}

/** What each shelf sold a week before a festival, what rose most first. */
function shelvesBefore(
  days: readonly { group_id: string; day: string; pieces: number }[],
  { first }: Festival,
): FestivalShelf[] {
  const [usualFrom, from, to] = [first - BEFORE_DAYS - USUAL_DAYS, first - BEFORE_DAYS, first].map(dayOf)
  if (!usualFrom || !from || !to) return []
  const sum = (rows: typeof days, begin: string, end: string) =>
    rows.filter(({ day }) => day >= begin && day < end).reduce((all, { pieces }) => all + pieces, 0)
  return [...Map.groupBy(days, ({ group_id }) => group_id)]
    .map(([shelf, rows]) => {
      const pieces = sum(rows, from, to)
      return { shelf, pieces, before: (7 * pieces) / BEFORE_DAYS, usual: (7 * sum(rows, usualFrom, from)) / USUAL_DAYS }
    })
    .filter(({ pieces }) => pieces > 0)
    .sort((a, b) => b.before - b.usual - (a.before - a.usual))
}

function dayOf(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10)
}
