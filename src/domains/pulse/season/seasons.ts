import { EVERYWHERE, type Figure, rounded } from '../figures/figure.ts'
import { festivalsBetween } from './islamic.ts'
import { ratioToMovingAverage } from './ratio.ts'
import { ratioOf, shockFigures, sumOf, unusualWeeks } from './shocks.ts'

/** Orders a month or a day with the error of each number, as they may be told. */
export interface Series {
  /** The label of the first period, 2017-03, or the day since 1970. */
  readonly labels: readonly string[]
  readonly values: readonly number[]
  readonly errors: readonly number[]
}

/**
 * The months without their season, and the season itself: only from two years of months on. How far a factor may be
 * off is told by months of the year that were met more than once: what these differ is pooled over all months, and
 * Student says how far to trust so few. Where each was met once nothing can be said: a factor has no interval then, and
 * a release does not tell it.
 */
export function adjustedMonths(months: Series, status: Figure['status']): Figure[] {
  const first = Number(months.labels[0]?.slice(5)) - 1
  const taken = ratioToMovingAverage(months.values, 12, first)
  if (!taken) return []
  const ratios = Array.from({ length: 12 }, (_, month) =>
    months.values.flatMap((value, i) => {
      const ratio = value / (taken.trend[i] ?? 0)
      return (i + first) % 12 === month && Number.isFinite(ratio) && ratio > 0 ? [ratio] : []
    }),
  )
  const reach = reachOf(ratios)
  const told = (row: Pick<Figure, 'figure'> & Partial<Figure>, value: number, by: number, digits: number): Figure => {
    const isKnown = Number.isFinite(by)
    if (!isKnown && status === 'published') return { ...row, ...UNTOLD, status: 'suppressed' }
    return {
      ...{ ...UNTOLD, ...row, status },
      value: rounded(value, digits),
      lower: isKnown ? rounded(Math.max(0, value - by), digits) : undefined,
      upper: isKnown ? rounded(value + by, digits) : undefined,
    }
  }
  const seasons = [...taken.factors].map((factor, month) => {
    const group = `month:${String(month + 1).padStart(2, '0')}`
    return told({ figure: 'seasonal_factor', group }, factor, reach(month), 4)
  })
  const adjusted = months.labels.map((period, i) => {
    const [orders, value] = [months.values[i] ?? 0, taken.adjusted[i] ?? 0]
    const month = (i + first) % 12
    const factor = taken.factors[month] ?? 1
    // The error of the month itself, what chance makes of so many orders, and the error of the factor.
    const own = (1.96 * Math.hypot(months.errors[i] ?? 0, Math.sqrt(orders))) / Math.max(1, orders)
    const row = { figure: 'orders_adjusted', period, orders: rounded(orders, 0) }
    return told(row, value, value * Math.hypot(own, reach(month) / (factor || 1)), 0)
  })
  return [...adjusted, ...seasons]
}

const UNTOLD = { ...EVERYWHERE, value: undefined, lower: undefined, upper: undefined, orders: undefined }

/** How far the factor of each month may be off: 95 of 100. Infinite where no month of the year was met twice. */
function reachOf(ratios: readonly (readonly number[])[]): (month: number) => number {
  const free = ratios.reduce((sum, own) => sum + Math.max(0, own.length - 1), 0)
  const squares = ratios.reduce((sum, own) => sum + spreadOf(own), 0)
  const deviation = free > 0 ? Math.sqrt(squares / free) : Number.POSITIVE_INFINITY
  return (month) => (student(free) * deviation) / Math.sqrt(Math.max(1, ratios[month]?.length ?? 0))
}

/** Squares of the distances from the mean. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

/** The 97.5 % point of Student's t, as tables print it; near enough beyond ten. */
const STUDENT = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23]
const student = (free: number) => STUDENT[free - 1] ?? 1.96 + 2.7 / Math.max(1, free)

/** Everything that the days of a release tell: festivals, known shocks, and weeks that were like no other. */
export function dayFigures(days: Series, firstDay: number, status: Figure['status']): Figure[] {
  return [
    ...festivalFigures(days, firstDay, status),
    ...shockFigures(days, firstDay, status),
    ...unusualWeeks(days, firstDay, status),
  ]
}

/** Days before a festival in which people buy for it. */
const BEFORE = { ramzan: 7, 'eid-ul-fitr': 14, 'eid-ul-azha': 14, '11.11': 2, 'independence-day': 7 } as const
/** Days around, with which they are compared. */
const AROUND = 28
const OWN_DAYS = 4

/**
 * How many orders a day the days before a festival saw, by the days around it. The uncertainty of the moon is in the
 * interval: the window is moved by a day to both sides.
 */
export function festivalFigures(days: Series, firstDay: number, status: Figure['status']): Figure[] {
  const last = firstDay + days.values.length - 1
  return festivalsBetween(firstDay, last).flatMap((festival): Figure[] => {
    const [before, middle, after] = [-1, 0, 1].map((moved) =>
      upliftAt(days, festival.first - firstDay + moved * festival.uncertain_days, BEFORE[festival.name]),
    )
    if (!middle || !before || !after) return []
    const [lows, highs] = [
      [before, middle, after].map(({ lower }) => lower),
      [before, middle, after].map((one) => one.upper),
    ]
    return [
      {
        figure: 'festival_uplift',
        ...EVERYWHERE,
        period: String(new Date(festival.first * 86_400_000).getUTCFullYear()),
        group: `festival:${festival.name}`,
        value: rounded(middle.value, 3),
        lower: rounded(Math.max(0, Math.min(...lows)), 3),
        upper: rounded(Math.max(...highs), 3),
        orders: rounded(middle.orders, 0),
        status,
      },
    ]
  })
}

/** Orders a day before a festival by those around it. Its own days are quiet and belong to neither side. */
function upliftAt(days: Series, at: number, length: number) {
  const [from, begin, end] = [at - length - AROUND, at - length, at]
  const until = at + AROUND
  if (from < 0 || until > days.values.length) return undefined
  const inside = sumOf(days, begin, end)
  const [earlier, later] = [sumOf(days, from, begin), sumOf(days, at + OWN_DAYS, until)]
  const around = { value: earlier.value + later.value, error: Math.hypot(earlier.error, later.error) }
  const uplift = ratioOf(inside, length, around, begin - from + (until - at - OWN_DAYS))
  return uplift && { ...uplift, orders: inside.value }
}
