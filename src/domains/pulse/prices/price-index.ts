import { type Interval, intervalOf, REPLICATES, spreadOf, WEIGHTS } from '../figures/bootstrap.ts'
import { GROUPS } from '../figures/counting.ts'
import { chained, type Pairs, spliced } from './indices.ts'
import { type AllPairs, keyOf, type PairSums, TERMS } from './pair-sums.ts'

export interface IndexPoint {
  /** A month or a week, from 0. */
  readonly period: number
  /** First period = 100. */
  readonly value: number
  readonly lower: number
  readonly upper: number
  /** Deviation of the noise that is in it. */
  readonly deviation: number
}

export interface PriceIndex {
  readonly geks: readonly IndexPoint[]
  readonly chained: Readonly<Record<Kind, readonly IndexPoint[]>>
  /** Products that were sold in more than one period. */
  readonly matched: number
}

/** Which sums each formula needs. */
const NEEDS = { tornqvist: [0, 1, 2, 3], fisher: [4, 1, 3, 5], jevons: [6, 7, 6, 7] } as const
type Kind = keyof typeof NEEDS

/** The logarithm of one comparison from its sums. */
const LOG_OF: Readonly<Record<Kind, (a: number, b: number, c: number, d: number) => number>> = {
  tornqvist: (a, b, c, d) => (a / b + c / d) / 2,
  fisher: (a, b, c, d) => Math.log((a / b) * (c / d)) / 2,
  jevons: (a, b) => a / b,
}

/**
 * The price indices of a category, or of everything (0): GEKS-Törnqvist in a window of months with mean splice, and the
 * monthly chained Törnqvist, Fisher and Jevons to compare with. The error comes from drawing groups of products again
 * and again.
 */
export function priceIndexOf(pairs: AllPairs, category: number): PriceIndex | undefined {
  const found = pairs.of.get(category)
  if (!found) return undefined
  const isNext = (key: number) => key % pairs.window === 1
  const tornqvist = drawLogs(found, 'tornqvist')
  return {
    geks: seriesOf(tornqvist, pairs, (all) => spliced(all, pairs.window)),
    chained: {
      tornqvist: seriesOf(tornqvist, pairs, chained),
      fisher: seriesOf(drawLogs(found, 'fisher', REPLICATES, isNext), pairs, chained),
      jevons: seriesOf(drawLogs(found, 'jevons', REPLICATES, isNext), pairs, chained),
    },
    matched: found.matched,
  }
}

/** Weeks have many pairs: so few replicates tell how far they spread, and not where the last of them lies. */
export const WEEK_REPLICATES = REPLICATES / 8

/** GEKS-Törnqvist alone, without the chained ones. Undefined when fewer than `least` products match. */
export function geksOf(
  pairs: AllPairs,
  category: number,
  least: number,
  replicates = REPLICATES,
): IndexPoint[] | undefined {
  const found = pairs.of.get(category)
  if (!found || found.matched < least) return undefined
  return seriesOf(drawLogs(found, 'tornqvist', replicates), pairs, (all) => spliced(all, pairs.window))
}

/** Logarithms of every comparison, by its key; NaN where nothing matched. */
interface Logs {
  readonly point: Float64Array
  /** A table like it for each replicate, one after the other. */
  readonly drawn: Float64Array
  readonly replicates: number
}

function drawLogs(
  pairs: PairSums,
  kind: Kind,
  replicates = REPLICATES,
  isAsked: (key: number) => boolean = () => true,
) {
  const keys = pairs.at.length
  const logs = {
    point: new Float64Array(keys).fill(Number.NaN),
    drawn: new Float64Array(keys * replicates),
    replicates,
  }
  logs.drawn.fill(Number.NaN)
  const column = () => new Float64Array(GROUPS)
  const columns = [column(), column(), column(), column()] as const
  pairs.at.forEach((from, key) => {
    if (from < 0 || !isAsked(key)) return
    const [a, b, c, d] = columns.map((column, i) => readColumn(column, pairs.sums, from + (NEEDS[kind][i] ?? 0)))
    logs.point[key] = LOG_OF[kind](a ?? 0, b ?? 0, c ?? 0, d ?? 0)
    drawLog(logs, key, columns, LOG_OF[kind])
  })
  return logs
}

/** Copies one sum of each group, and adds them up. */
function readColumn(column: Float64Array, sums: Float64Array, from: number): number {
  let sum = 0
  for (let g = 0; g < GROUPS; g++) {
    column[g] = sums[from + g * TERMS] ?? 0
    sum += column[g] ?? 0
  }
  return sum
}

/** One comparison in every replicate. Its four sums are drawn at once: each waits for nothing but itself. */
function drawLog(
  { drawn, point, replicates }: Logs,
  key: number,
  [one, two, three, four]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
  logOf: (a: number, b: number, c: number, d: number) => number,
): void {
  for (let r = 0, at = 0; r < replicates; r++) {
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let g = 0; g < GROUPS; g++, at++) {
      const weight = WEIGHTS[at] ?? 0
      a += weight * (one[g] ?? 0)
      b += weight * (two[g] ?? 0)
      c += weight * (three[g] ?? 0)
      d += weight * (four[g] ?? 0)
    }
    drawn[r * point.length + key] = logOf(a, b, c, d)
  }
}

/** One series with its interval: the point from all groups, the interval from the replicates. */
function seriesOf(
  { point, drawn, replicates }: Logs,
  { periods, window }: Pick<AllPairs, 'periods' | 'window'>,
  make: (pairs: Pairs) => Float64Array,
): IndexPoint[] {
  const keys = point.length
  const logs = make(pairsOf(periods, window, point))
  const series = Array.from({ length: replicates }, (_, r) =>
    make(pairsOf(periods, window, drawn.subarray(r * keys, (r + 1) * keys))),
  )
  return [...logs].flatMap((log, period): IndexPoint[] => {
    if (Number.isNaN(log)) return []
    const values = Float64Array.from(series, (one) => 100 * Math.exp(one[period] ?? Number.NaN))
    const value = 100 * Math.exp(log)
    const interval = replicates < REPLICATES ? around(value, values) : intervalOf(values)
    return [{ period, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value, deviation: 0 }]
  })
}

/** For few replicates. */
function around(value: number, values: Float64Array): Interval {
  const reach = 1.96 * spreadOf(values)
  return { lower: value - reach, upper: value + reach }
}

function pairsOf(periods: number, window: number, table: Float64Array): Pairs {
  return {
    months: periods,
    log: (from, to) => {
      if (from < to) return table[keyOf(from, to, window)] ?? Number.NaN
      return from === to ? 0 : -(table[keyOf(to, from, window)] ?? Number.NaN)
    },
  }
}
