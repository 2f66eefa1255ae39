import { EVERYWHERE, type Figure, rounded } from '../figures/figure.ts'
import { festivalsBetween } from './islamic.ts'
import { ratioToMovingAverage } from './ratio.ts'
import { shockFigures, unusualWeeks } from './shocks.ts'

/** Orders a month or a day with the error of each number, as they may be told. */
export interface Series {
  /** The label of the first period, 2017-03, or the day since 1970. */
  readonly labels: readonly string[]
  readonly values: readonly number[]
  readonly errors: readonly number[]
}

/** The months without their season, and the season itself: only from two years of months on. */
export function adjustedMonths(months: Series, status: Figure['status']): Figure[] {
  const first = Number(months.labels[0]?.slice(5)) - 1
  const taken = ratioToMovingAverage(months.values, 12, first)
  if (!taken) return []
  const seasons = [...taken.factors].map((factor, month): Figure => {
    const values = months.values.map((value, i) => ((i + first) % 12 === month ? value / (taken.trend[i] ?? 0) : 0))
    const known = values.filter((value) => Number.isFinite(value) && value > 0)
    const reach = known.length > 1 ? 1.96 * deviation(known) : factor * 0.5
    return {
      figure: 'seasonal_factor',
      ...EVERYWHERE,
      group: `month:${String(month + 1).padStart(2, '0')}`,
      value: rounded(factor, 4),
      lower: rounded(Math.max(0, factor - reach), 4),
      upper: rounded(factor + reach, 4),
      orders: undefined,
      status,
    }
  })
  const adjusted = months.labels.map((period, i): Figure => {
    const factor = (months.values[i] ?? 0) / (taken.adjusted[i] || 1)
    const value = taken.adjusted[i] ?? 0
    const reach = (1.96 * (months.errors[i] ?? 0)) / (factor || 1)
    return {
      figure: 'orders_adjusted',
      ...EVERYWHERE,
      period,
      value: rounded(value, 0),
      lower: rounded(Math.max(0, value - reach), 0),
      upper: rounded(value + reach, 0),
      orders: rounded(months.values[i] ?? 0, 0),
      status,
    }
  })
  return [...adjusted, ...seasons]
}

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
    const lows = [before, middle, after].map(({ value, error }) => value - 1.96 * error)
    const highs = [before, middle, after].map(({ value, error }) => value + 1.96 * error)
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

function upliftAt(days: Series, at: number, length: number) {
  const [from, begin, end] = [at - length - AROUND, at - length, at]
  const until = at + AROUND
  if (from < 0 || until > days.values.length) return undefined
  const sum = (values: readonly number[], a: number, b: number) =>
    values.slice(a, b).reduce((total, value) => total + value, 0)
  const inside = sum(days.values, begin, end)
  // The festival's own days are quiet and belong to neither side.
  const around = sum(days.values, from, begin) + sum(days.values, at + 4, until)
  const aroundDays = begin - from + (until - at - 4)
  if (around <= 0) return undefined
  const value = inside / length / (around / aroundDays)
  const noise = Math.sqrt(days.errors.slice(from, until).reduce((total, error) => total + error ** 2, 0))
  return { value, error: value * (noise / Math.max(1, inside) + 1 / Math.sqrt(Math.max(1, inside))), orders: inside }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}
