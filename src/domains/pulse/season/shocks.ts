import { bootstrapped, type Normals } from '../figures/bootstrap.ts'
import { weekOf } from '../figures/dims.ts'
import { EVERYWHERE, type Figure, rounded } from '../figures/figure.ts'
import type { Series } from './seasons.ts'

const DAY_MS = 86_400_000
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS

/** What struck trade from outside, with the days on which the government began and ended it. */
export const SHOCKS = [
  { name: 'covid-lockdown', first: '2020-03-24', last: '2020-05-08' },
  { name: 'floods-2022', first: '2022-08-25', last: '2022-09-30' },
  { name: 'mobile-net-off-2023', first: '2023-05-09', last: '2023-05-12' },
] as const

/** Days before a shock with which it is compared: whole weeks, so that weekdays weigh alike. */
const BEFORE = 28
/** Full weeks on each side of a week that say what is usual. */
const SIDES = 4
/** How much wider the error of a median is than that of a mean of as many: √(π/2). */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2)
/** A week this many deviations from usual is told; the deviation is that of the weeks themselves (MAD × 1.4826). */
export const UNUSUAL = 4

/** Orders a day during each known shock, by orders a day in the four weeks before it. */
export function shockFigures(days: Series, firstDay: number, status: Figure['status']): Figure[] {
  return SHOCKS.flatMap(({ name, first, last }): Figure[] => {
    const [from, until] = [dayOf(first) - firstDay, dayOf(last) - firstDay + 1]
    if (from < BEFORE || until > days.values.length) return []
    const [during, before] = [sumOf(days, from, until), sumOf(days, from - BEFORE, from)]
    const change = ratioOf(during, until - from, before, BEFORE)
    const place = { period: first.slice(0, 4), group: `shock:${name}` }
    return change ? [rowOf('shock_effect', place, change, during.value, status)] : []
  })
}

/**
 * Weeks that nobody foretold: their orders by the median of the weeks around them, where that is far from what weeks
 * usually are and further than the noise reaches. The first day of a week is a Monday.
 */
export function unusualWeeks(days: Series, firstDay: number, status: Figure['status']): Figure[] {
  const monday = (11 - (((firstDay % 7) + 7) % 7)) % 7
  const weeks = Array.from({ length: Math.max(0, Math.floor((days.values.length - monday) / 7)) }, (_, i) =>
    sumOf(days, monday + 7 * i, monday + 7 * i + 7),
  )
  const changes = weeks.map((week, i) => {
    const around = [...weeks.slice(Math.max(0, i - SIDES), i), ...weeks.slice(i + 1, i + 1 + SIDES)]
    const usual = {
      value: median(around.map(({ value }) => value)),
      error: (MEDIAN_ERROR * Math.hypot(...around.map(({ error }) => error))) / around.length,
    }
    return around.length === 2 * SIDES && usual.value > 0 && week.value > 0
      ? { i, week, usual, log: Math.log(week.value / usual.value) }
      : undefined
  })
  const known = changes.flatMap((change) => change ?? [])
  const spread = 1.4826 * median(known.map(({ log }) => Math.abs(log)))
  return known
    .filter(({ log }) => spread > 0 && Math.abs(log) > UNUSUAL * spread)
    .flatMap(({ i, week, usual }) => {
      const change = ratioOf(week, 1, usual, 1)
      if (!change || (change.lower <= 1 && change.upper >= 1)) return []
      const place = { period: weekOf(firstDay + monday + 7 * i), group: '' }
      return [rowOf('unusual_week', place, change, week.value, status)]
    })
}

interface Sum {
  readonly value: number
  readonly error: number
}

/** What days came to together, with the error of it. */
export function sumOf({ values, errors }: Series, from: number, until: number): Sum {
  let [value, square] = [0, 0]
  for (let i = from; i < until; i++) {
    value += values[i] ?? 0
    square += (errors[i] ?? 0) ** 2
  }
  return { value, error: Math.sqrt(square) }
}

/** One span by another, a day each, with 95 of 100. Undefined where nothing was sold. */
export function ratioOf(a: Sum, aDays: number, b: Sum, bDays: number) {
  if (a.value <= 0 || b.value <= 0) return undefined
  const made = (normals: Normals) => {
    const below = b.value + b.error * normals(1)
    return below > 0 ? (a.value + a.error * normals(0)) / aDays / (below / bDays) : Number.NaN
  }
  const interval = bootstrapped(made)
  return interval && { value: made(() => 0), ...interval }
}

function rowOf(
  figure: string,
  place: { period: string; group: string },
  { value, lower, upper }: { value: number; lower: number; upper: number },
  orders: number,
  status: Figure['status'],
): Figure {
  return {
    ...{ figure, ...EVERYWHERE, ...place },
    value: rounded(value, 3),
    lower: rounded(Math.max(0, lower), 3),
    upper: rounded(upper, 3),
    orders: rounded(orders, 0),
    status,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
