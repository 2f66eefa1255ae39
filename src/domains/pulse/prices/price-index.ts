import { intervalOf, REPLICATES, replicatesOf, spreadOf } from '../figures/bootstrap.ts'
import { GROUPS } from '../figures/counting.ts'
import { chained, type Pairs, spliced, WINDOW } from './indices.ts'
import { groupOfProduct, type UnitValues } from './unit-values.ts'

export interface IndexPoint {
  /** A month or a week, from 0. */
  readonly period: number
  /** First period = 100. */
  readonly value: number
  readonly lower: number
  readonly upper: number
}

export interface PriceIndex {
  readonly geks: readonly IndexPoint[]
  readonly chained: Readonly<Record<'tornqvist' | 'fisher' | 'jevons', readonly IndexPoint[]>>
  /** Products that were sold in more than one period. */
  readonly matched: number
}

/**
 * Sums over the matched products of two periods, for each group of products one after the other: Σ spent0·ln r, Σ
 * spent0, Σ spent1·ln r, Σ spent1; Σ p1·q0, Σ p0·q1; Σ ln r, and their number.
 */
type PairSums = Float64Array
const TERMS = 8

/** Which sums each formula needs. */
const NEEDS = { tornqvist: [0, 1, 2, 3], fisher: [4, 1, 3, 5], jevons: [6, 7] } as const
type Kind = keyof typeof NEEDS

/** A price that went up or down more than this between two periods is a new good under an old number. */
const MOST_CHANGE = Math.log(4)

/** The sums of every pair of periods by `keyOf`; undefined where nothing matched. */
type Sums = (PairSums | undefined)[]

interface Matching {
  readonly sums: Sums
  matched: number
}

/** The sums of every pair of periods, for each category and, under 0, for everything. */
export interface AllPairs {
  readonly periods: number
  readonly window: number
  readonly of: ReadonlyMap<number, Matching>
}

const keyOf = (from: number, to: number, window: number) => from * window + to - from

/** What is compared of an entry. Usually its unit value: rupees by units. */
export type Level = (values: UnitValues, entry: number) => number
export const priceOf: Level = ({ paisa, units }, i) => (paisa[i] ?? 0) / (units[i] ?? 1)

/** Goes through all products once and adds each pair of their periods to the sums of its category and of everything. */
export function allPairs(values: UnitValues, window = WINDOW, level: Level = priceOf): AllPairs {
  const { count, product } = values
  const of = new Map<number, Matching>()
  const nothing = (): Matching => ({ sums: new Array(values.periodCount * window).fill(undefined), matched: 0 })
  const everything = nothing()
  for (let begin = 0, end = 0; begin < count; begin = end) {
    for (end = begin + 1; end < count && product[end] === product[begin]; ) end++
    if (end - begin < 2) continue
    const category = values.category[begin] ?? 0
    const own = of.get(category) ?? nothing()
    of.set(category, own)
    own.matched++
    everything.matched++
    addProduct(values, { begin, end, window, level }, own.sums)
  }
  for (const { sums } of of.values()) {
    sums.forEach((pair, key) => {
      if (!pair) return
      const whole = pairAt(everything.sums, key)
      for (let i = 0; i < pair.length; i++) whole[i] = (whole[i] ?? 0) + (pair[i] ?? 0)
    })
  }
  return { periods: values.periodCount, window, of: of.set(0, everything) }
}

/**
 * The price indices of a category, or of everything (0): GEKS-Törnqvist in a window of months with mean splice, and the
 * monthly chained Törnqvist, Fisher and Jevons to compare with. The error comes from drawing groups of products again
 * and again.
 */
export function priceIndexOf(pairs: AllPairs, category: number): PriceIndex | undefined {
  const found = pairs.of.get(category)
  if (!found) return undefined
  const of = { ...found, ...pairs }
  return {
    geks: seriesOf(of, 'tornqvist', (all) => spliced(all, pairs.window)),
    chained: {
      tornqvist: seriesOf(of, 'tornqvist', chained),
      fisher: seriesOf(of, 'fisher', chained),
      jevons: seriesOf(of, 'jevons', chained),
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
  return seriesOf({ ...found, ...pairs }, 'tornqvist', (all) => spliced(all, pairs.window), replicates)
}

interface Span {
  readonly begin: number
  readonly end: number
  readonly window: number
  readonly level: Level
}

/** Adds up the pairs of one product. Only neighbours in time are compared by the chained formulas. */
function addProduct(values: UnitValues, { begin, end, window, level }: Span, sums: Sums): void {
  const { product, period, paisa } = values
  const at = groupOfProduct(product[begin] ?? 0) * TERMS
  for (let a = begin; a < end; a++) {
    const from = period[a] ?? 0
    const spent0 = paisa[a] ?? 0
    const level0 = level(values, a)
    for (let b = begin; b < end; b++) {
      const to = period[b] ?? 0
      if (from >= to || to - from >= window) continue
      const ratio = level(values, b) / level0
      const log = Math.log(ratio)
      if (!(Math.abs(log) <= MOST_CHANGE)) continue
      const spent1 = paisa[b] ?? 0
      const pair = pairAt(sums, keyOf(from, to, window))
      pair[at] = (pair[at] ?? 0) + spent0 * log
      pair[at + 1] = (pair[at + 1] ?? 0) + spent0
      pair[at + 2] = (pair[at + 2] ?? 0) + spent1 * log
      pair[at + 3] = (pair[at + 3] ?? 0) + spent1
      if (to - from > 1) continue
      pair[at + 4] = (pair[at + 4] ?? 0) + spent0 * ratio
      pair[at + 5] = (pair[at + 5] ?? 0) + spent1 / ratio
      pair[at + 6] = (pair[at + 6] ?? 0) + log
      pair[at + 7] = (pair[at + 7] ?? 0) + 1
    }
  }
}

function pairAt(sums: Sums, key: number): PairSums {
  const known = sums[key]
  if (known) return known
  const pair = new Float64Array(TERMS * GROUPS)
  sums[key] = pair
  return pair
}

/** The logarithm of one comparison from its sums. */
const LOG_OF: Readonly<Record<Kind, (sums: readonly number[]) => number>> = {
  tornqvist: (sums) => (over(sums, 0, 1) + over(sums, 2, 3)) / 2,
  fisher: (sums) => Math.log(over(sums, 0, 1) * over(sums, 2, 3)) / 2,
  jevons: (sums) => over(sums, 0, 1),
}

const over = (sums: readonly number[], top: number, bottom: number) => (sums[top] ?? 0) / (sums[bottom] ?? 0)

interface Compared {
  readonly sums: Sums
  readonly periods: number
  readonly window: number
}

/** One series with its interval: the point from all groups, the interval from replicates of every pair. */
function seriesOf(
  { sums, periods, window }: Compared,
  kind: Kind,
  make: (pairs: Pairs) => Float64Array,
  count = REPLICATES,
): IndexPoint[] {
  // A table for the point and one for each replicate: a row a period, in it the pairs with those after it.
  const points = new Float64Array(sums.length).fill(Number.NaN)
  const drawn = Array.from({ length: count }, () => new Float64Array(sums.length).fill(Number.NaN))
  const parts = NEEDS[kind].map(() => new Float64Array(GROUPS))
  sums.forEach((pair, key) => {
    if (!pair || (make === chained && key % window !== 1)) return
    NEEDS[kind].forEach((term, i) => {
      const part = parts[i] ?? points
      for (let g = 0; g < GROUPS; g++) part[g] = pair[g * TERMS + term] ?? 0
    })
    points[key] = LOG_OF[kind](parts.map((part) => part.reduce((sum, each) => sum + each, 0)))
    const values = replicatesOf(parts, LOG_OF[kind], count)
    for (let r = 0; r < count; r++) (drawn[r] ?? points)[key] = values[r] ?? Number.NaN
  })
  const logs = make(pairsOf(periods, window, points))
  const replicates = drawn.map((table) => make(pairsOf(periods, window, table)))
  return [...logs].flatMap((log, period): IndexPoint[] => {
    if (Number.isNaN(log)) return []
    const values = Float64Array.from(replicates, (one) => 100 * Math.exp(one[period] ?? Number.NaN))
    const value = 100 * Math.exp(log)
    const reach = 1.96 * spreadOf(values)
    const few = { lower: value - reach, upper: value + reach }
    const interval = count < REPLICATES ? few : intervalOf(values)
    return [{ period, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value }]
  })
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
