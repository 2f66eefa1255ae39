import type { Tx } from '../../kit/sql/tx.ts'
import type { LiveListing } from '../catalogue/catalogue.ts'
import { dayAfter, daysBetween, localDay } from './days.ts'
import { type Forecast, forecast, lastsDays } from './forecast/forecast.ts'
import { readDaily } from './reading-store.ts'

/** What is looked ahead for: one listing that sells well, or all of a shelf. */
export interface StockLine {
  readonly kind: 'listing' | 'shelf'
  /** The listing's id, or the shelf's. */
  readonly id: string
  readonly left: number
  /** Pieces ordered in the days that were looked at, and how many days those were. */
  readonly sold: number
  readonly past_days: number
  /** Undefined while too little is known: then nothing is promised. */
  readonly forecast: Forecast | undefined
  readonly lasts: ReturnType<typeof lastsDays> | undefined
}

export type OwnListing = Pick<LiveListing, 'listing_id' | 'category_id'> & { readonly left: number }

/** Two weeks: as long as goods take to be ordered and to come. */
export const AHEAD_DAYS = 14
/** What is learnt from: sixteen weeks. */
const PAST_DAYS = 112
/** A listing is looked at by itself from so many pieces on; with fewer its shelf says more. */
const LEAST_PIECES = 10
const MOST_LINES = 8

/**
 * How long the stock of a shop lasts, by shelf and by what sells most, what runs out first on top. What nobody bought
 * in sixteen weeks is left out. Parties: the shop's only.
 */
export async function stockToLast(tx: Tx, shopId: string, own: readonly OwnListing[]): Promise<StockLine[]> {
  const today = localDay(tx.now)
  const from = dayAfter(today, -PAST_DAYS)
  const groups = own.flatMap(({ listing_id, category_id }) => [
    { listing_id, group_id: `shelf:${category_id}` },
    { listing_id, group_id: `listing:${listing_id}` },
  ])
  const sold = Map.groupBy(await readDaily(tx, shopId, from, groups), ({ group_id }) => group_id)
  const left = new Map<string, number>()
  for (const { listing_id, category_id, left: pieces } of own) {
    for (const id of [`shelf:${category_id}`, `listing:${listing_id}`]) left.set(id, (left.get(id) ?? 0) + pieces)
  }
  return [...sold]
    .map(([group, days]) => lineOf(group, left.get(group) ?? 0, days, today))
    .filter(({ kind, sold: pieces }) => kind === 'shelf' || pieces >= LEAST_PIECES)
    .sort((a, b) => b.sold - a.sold)
    .slice(0, MOST_LINES)
    .sort((a, b) => (a.lasts?.days ?? Number.MAX_VALUE) - (b.lasts?.days ?? Number.MAX_VALUE))
}

function lineOf(
  group: string,
  left: number,
  days: readonly { day: string; pieces: number }[],
  today: string,
): StockLine {
  const [kind = '', id = ''] = group.split(':')
  // Days before the first sale say nothing: the thing may not have been on the shelf. Today is not over.
  const first = days[0]?.day ?? today
  const past = Array.from({ length: Math.max(0, daysBetween(first, today)) }, () => 0)
  for (const { day, pieces } of days) if (day < today) past[daysBetween(first, day)] = pieces
  const told = forecast(past, AHEAD_DAYS)
  return {
    kind: kind === 'listing' ? 'listing' : 'shelf',
    id,
    left,
    sold: days.reduce((sum, { pieces }) => sum + pieces, 0),
    past_days: past.length,
    forecast: told,
    lasts: told && lastsDays(left, told),
  }
}
