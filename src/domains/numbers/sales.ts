import { dayAfter, localDay, localHour } from './days.ts'
import type { HourRow } from './reading-store.ts'

/** Orders and what they were worth. */
export interface Sold {
  readonly count: number
  readonly paisa: bigint
}

/** A span of days beside the one before it, up to the same hour: half a day is not held against a whole one. */
export interface Compared {
  readonly now: Sold
  readonly before: Sold
}

/** A season of trade: a quarter of a year, in whole weeks, so that each has as many Fridays. */
export const SEASON_DAYS = 91
/** A year in whole weeks: the same season of the year before, with as many Fridays. */
export const YEAR_DAYS = 364
/** How far back the hours are read: two seasons, and a day at each end. */
export const HOURS_BACK = 2 * SEASON_DAYS + 2

type Hour = Pick<HourRow, 'day' | 'hour' | 'ordered_count' | 'ordered_paisa'>

/** Today beside the same day of the last week; seven days and a season beside those before them. */
export function compareSales(hours: readonly Hour[], now: Date): { today: Compared; week: Compared; season: Compared } {
  return {
    today: compare(hours, now, { days: 1, back: 7 }),
    week: compare(hours, now, { days: 7, back: 7 }),
    season: compare(hours, now, { days: SEASON_DAYS, back: SEASON_DAYS }),
  }
}

function compare(hours: readonly Hour[], now: Date, { days, back }: { days: number; back: number }): Compared {
  const today = localDay(now)
  const from = dayAfter(today, 1 - days)
  const [then, thenFrom] = [dayAfter(today, -back), dayAfter(from, -back)]
  // The hour that runs is not over today, so the one of then does not count.
  const until = localHour(now)
  return {
    now: sum(hours.filter(({ day }) => day >= from && day <= today)),
    before: sum(hours.filter(({ day, hour }) => day >= thenFrom && (day < then || (day === then && hour < until)))),
  }
}

function sum(rows: readonly Hour[]): Sold {
  return rows.reduce<Sold>(
    (all, one) => ({ count: all.count + one.ordered_count, paisa: all.paisa + one.ordered_paisa }),
    { count: 0, paisa: 0n },
  )
}

/** The three hours in a row in which most orders come. share is that of all orders. */
export interface BestHours {
  readonly from: number
  /** The hour at which they end, 24 for midnight. */
  readonly to: number
  readonly share: number
  readonly count: number
}

const HOURS_IN_A_ROW = 3
/** Fewer orders say nothing about hours. */
const LEAST_ORDERS = 20

/** Undefined while too few orders were placed to tell. */
export function bestHours(hours: readonly Pick<Hour, 'hour' | 'ordered_count'>[]): BestHours | undefined {
  const counts = Array.from({ length: 24 }, () => 0)
  for (const { hour, ordered_count } of hours) counts[hour] = (counts[hour] ?? 0) + ordered_count
  const count = counts.reduce((all, one) => all + one, 0)
  if (count < LEAST_ORDERS) return undefined
  const spans = Array.from({ length: 25 - HOURS_IN_A_ROW }, (_, from) => ({
    from,
    orders: counts.slice(from, from + HOURS_IN_A_ROW).reduce((all, one) => all + one, 0),
  }))
  const best = spans.reduce((a, b) => (b.orders > a.orders ? b : a))
  return { from: best.from, to: best.from + HOURS_IN_A_ROW, share: best.orders / count, count }
}
