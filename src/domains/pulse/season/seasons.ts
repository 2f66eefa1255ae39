import { bootstrapped, type Normals } from '../figures/bootstrap.ts'
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
  const wide = widthOf(ratios)
  const told = (row: Pick<Figure, 'figure'> & Partial<Figure>, made: Made, month: number, digits: number): Figure => {
    const isKnown = Number.isFinite(wide(month))
    const value = made(() => 0)
    // A month of the year in which nothing is ever sold has nothing that a season could be taken out of.
    if (!Number.isFinite(value) || (!isKnown && status === 'published')) {
      return { ...UNTOLD, ...row, orders: undefined, status: status === 'exact' ? status : 'suppressed' }
    }
    const interval = isKnown ? bootstrapped(made) : undefined
    return {
      ...{ ...UNTOLD, ...row, status },
      value: rounded(value, digits),
      lower: interval && rounded(Math.max(0, interval.lower), digits),
      upper: interval && rounded(interval.upper, digits),
    }
  }
  // How wide may be infinite, and is nothing to a factor that is not moved.
  const factorOf = (month: number, normals: Normals) => {
    const factor = taken.factors[month] ?? 1
    const moved = normals(month)
    return moved === 0 ? factor : factor + wide(month) * moved
  }
  const seasons = [...taken.factors].map((_, month) => {
    const group = `month:${String(month + 1).padStart(2, '0')}`
    return told({ figure: 'seasonal_factor', group }, (normals) => factorOf(month, normals), month, 4)
  })
  const adjusted = months.labels.map((period, i) => {
    const orders = months.values[i] ?? 0
    const month = (i + first) % 12
    // The error of the month itself, what chance makes of so many orders, and the error of the factor.
    const own = Math.hypot(months.errors[i] ?? 0, Math.sqrt(orders))
    const made: Made = (normals) => {
      const factor = factorOf(month, normals)
      return factor > 0 ? (orders + own * normals(OWN)) / factor : Number.NaN
    }
    return told({ figure: 'orders_adjusted', period, orders: rounded(orders, 0) }, made, month, 0)
  })
  return [...adjusted, ...seasons]
}

/** A figure when what it is made of is moved; as it is told, when nothing is. */
type Made = (normals: Normals) => number

/** The normal number of a month’s own orders, behind those of the twelve factors. */
const OWN = 12

const UNTOLD = { ...EVERYWHERE, value: undefined, lower: undefined, upper: undefined, orders: undefined }

/**
 * The deviation of the factor of each month, wider by as much as Student’s t of so few is wider than a normal number.
 * Infinite where no month of the year was met twice.
 */
function widthOf(ratios: readonly (readonly number[])[]): (month: number) => number {
  const free = ratios.reduce((sum, own) => sum + Math.max(0, own.length - 1), 0)
  const squares = ratios.reduce((sum, own) => sum + spreadOf(own), 0)
  const deviation = free > 0 ? Math.sqrt(squares / free) : Number.POSITIVE_INFINITY
  return (month) => ((student(free) / 1.96) * deviation) / Math.sqrt(Math.max(1, ratios[month]?.length ?? 0))
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
