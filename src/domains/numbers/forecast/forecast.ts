import { type Learnt, learn, METHODS, type Method, WEEK } from './methods.ts'

/**
 * How well a method would have done: how far off it was, in pieces over the days asked. The root of the mean square,
 * not the mean: most days of a small shop sell nothing, and the mean miss would choose whatever says nothing.
 */
export interface Tried {
  readonly method: Method
  readonly error: number
}

/** What will probably be sold. Never without the interval: eight of ten times the truth lay in it. */
export interface Forecast {
  readonly method: Method
  /** Pieces over the days asked. */
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly days: number
  /** How often each method was tried on days that are past. */
  readonly tries: number
  /** All that were tried, the best first. */
  readonly tried: readonly Tried[]
}

/** Days of learning before the first try, and tries that make an interval. */
const LEARN_DAYS = 4 * WEEK
export const LEAST_TRIES = 20
const MOST_TRIES = 56

/**
 * Buyers who come by chance alone spread by the root of their number: eight of ten times within so many roots. Quiet
 * weeks of the past must not make a busy one look surer than that.
 */
const OUT = 1.2816

/** The share of tries that lies below the lower end, and above the upper one. */
const TAIL = 0.1

/**
 * Looks `days` ahead from pieces sold a day, the oldest first. Each method is tried on the past with a rolling origin:
 * it learns from the days before the first try alone, and is then asked at each day what the next days bring. The one
 * that was least wrong is taken, the simplest of equals; the interval is made of its own errors (Hyndman and
 * Athanasopoulos, 5.10; the finite sample rank of split conformal prediction). Undefined while the past is too short.
 */
export function forecast(values: readonly number[], days: number): Forecast | undefined {
  const last = values.length - days
  const first = Math.max(LEARN_DAYS, last - MOST_TRIES + 1)
  const tries = last - first + 1
  if (tries < LEAST_TRIES) return undefined
  const tried = METHODS.map((method) => {
    const misses = missesOf(learn(method, values.slice(0, first)), values, { first, last, days })
    return { method, misses, error: Math.sqrt(misses.reduce((sum, miss) => sum + miss ** 2, 0) / misses.length) }
  }).sort((a, b) => a.error - b.error)
  const [best] = tried
  if (!best) return undefined
  const value = total(learn(best.method, values)(values, days))
  const { below, above } = ends(best.misses)
  const chance = OUT * Math.sqrt(value)
  return {
    method: best.method,
    value,
    lower: Math.max(0, value + Math.min(below, -chance)),
    upper: value + Math.max(above, chance),
    days,
    tries,
    tried: tried.map(({ method, error }) => ({ method, error })),
  }
}

/** At each origin: what was sold less what was said. */
function missesOf(
  learnt: Learnt,
  values: readonly number[],
  { first, last, days }: { first: number; last: number; days: number },
): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const origin = first + i
    return total(values.slice(origin, origin + days)) - total(learnt(values.slice(0, origin), days))
  })
}

/** The errors between which eight of ten lie, a place further out than the share of the tries alone would say. */
export function ends(misses: readonly number[]): { below: number; above: number } {
  const sorted = [...misses].sort((a, b) => a - b)
  const n = sorted.length
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1] ?? 0
  return { below: Math.min(0, at(Math.floor((n + 1) * TAIL))), above: Math.max(0, at(Math.ceil((n + 1) * (1 - TAIL)))) }
}

/** How many days some stock lasts: at the pace of the forecast, and at its quickest and slowest. */
export function lastsDays(
  left: number,
  { value, lower, upper, days }: Forecast,
): {
  days: number
  least: number
  most: number
} {
  const at = (pieces: number) => (pieces <= 0 ? Number.POSITIVE_INFINITY : (left / pieces) * days)
  return { days: at(value), least: at(upper), most: at(lower) }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
