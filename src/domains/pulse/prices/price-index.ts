import { intervalOf, REPLICATES, replicatesOf } from '../figures/bootstrap.ts'
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
 * Sums over the matched products of two periods, in each group of products: Σ spent0·ln r, Σ spent0, Σ spent1·ln r,
 * Σ spent1; Σ p1·q0, Σ p0·q1; Σ ln r, and their number.
 */
type PairSums = Float64Array
const TERMS = 8

/** Which sums each formula needs. */
const NEEDS = { tornqvist: [0, 1, 2, 3], fisher: [4, 1, 3, 5], jevons: [6, 7] } as const
type Kind = keyof typeof NEEDS

/** A price that went up or down more than this between two periods is a new good under an old number. */
const MOST_CHANGE = Math.log(4)

/** The sums of every pair of periods, for each category and, under 0, for everything. */
export interface AllPairs {
  readonly periods: number
  readonly window: number
  readonly of: ReadonlyMap<number, { readonly sums: ReadonlyMap<number, PairSums>; readonly matched: number }>
}

/** What is compared of an entry. Usually its unit value: rupees by units. */
export type Level = (values: UnitValues, entry: number) => number
export const priceOf: Level = ({ paisa, units }, i) => (paisa[i] ?? 0) / (units[i] ?? 1)

/** Goes through all products once and adds each pair of their periods to the sums of its category and of everything. */
export function allPairs(values: UnitValues, window = WINDOW, level: Level = priceOf): AllPairs {
  const { count, product } = values
  const of = new Map<number, { sums: Map<number, PairSums>; matched: number }>()
  const everything = { sums: new Map<number, PairSums>(), matched: 0 }
  for (let begin = 0, end = 0; begin < count; begin = end) {
    for (end = begin + 1; end < count && product[end] === product[begin]; ) end++
    if (end - begin < 2) continue
    const category = values.category[begin] ?? 0
    const own = of.get(category) ?? { sums: new Map<number, PairSums>(), matched: 0 }
    of.set(category, own)
    own.matched++
    everything.matched++
    addProduct(values, { begin, end, window, level }, own.sums)
  }
  for (const { sums } of of.values()) {
    for (const [key, pair] of sums) {
      const whole = everything.sums.get(key) ?? new Float64Array(TERMS * GROUPS)
      everything.sums.set(key, whole)
      for (let i = 0; i < pair.length; i++) whole[i] = (whole[i] ?? 0) + (pair[i] ?? 0)
    }
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
  const { sums, matched } = found
  const { periods, window } = pairs
  const links = new Map([...sums].filter(([key]) => key % periods === Math.floor(key / periods) + 1))
  return {
    geks: seriesOf(periods, 'tornqvist', sums, (all) => spliced(all, window)),
    chained: {
      tornqvist: seriesOf(periods, 'tornqvist', links, chained),
      fisher: seriesOf(periods, 'fisher', links, chained),
      jevons: seriesOf(periods, 'jevons', links, chained),
    },
    matched,
  }
}

/** Weeks have many pairs and little in each: a quarter of the replicates says how unsure they are. */
export const WEEK_REPLICATES = REPLICATES / 4

/** GEKS-Törnqvist alone, without the chained ones. Undefined when fewer than `least` products match. */
export function geksOf(
  pairs: AllPairs,
  category: number,
  least: number,
  replicates = REPLICATES,
): IndexPoint[] | undefined {
  const found = pairs.of.get(category)
  if (!found || found.matched < least) return undefined
  return seriesOf(pairs.periods, 'tornqvist', found.sums, (all) => spliced(all, pairs.window), replicates)
}

interface Span {
  readonly begin: number
  readonly end: number
  readonly window: number
  readonly level: Level
}

function addProduct(values: UnitValues, { begin, end, window, level }: Span, sums: Map<number, PairSums>): void {
  const { product, period, paisa, periodCount } = values
  const group = groupOfProduct(product[begin] ?? 0)
  for (let a = begin; a < end; a++) {
    const [from, spent0, level0] = [period[a] ?? 0, paisa[a] ?? 0, level(values, a)]
    for (let b = begin; b < end; b++) {
      const to = period[b] ?? 0
      if (from >= to || to - from >= window) continue
      const spent1 = paisa[b] ?? 0
      const ratio = level(values, b) / level0
      const log = Math.log(ratio)
      if (!(Math.abs(log) <= MOST_CHANGE)) continue
      const key = from * periodCount + to
      let pair = sums.get(key)
      if (!pair) {
        pair = new Float64Array(TERMS * GROUPS)
        sums.set(key, pair)
      }
      add(pair, group, spent0 * log)
      add(pair, GROUPS + group, spent0)
      add(pair, 2 * GROUPS + group, spent1 * log)
      add(pair, 3 * GROUPS + group, spent1)
      add(pair, 4 * GROUPS + group, spent0 * ratio)
      add(pair, 5 * GROUPS + group, spent1 / ratio)
      add(pair, 6 * GROUPS + group, log)
      add(pair, 7 * GROUPS + group, 1)
    }
  }
}

function add(pair: PairSums, at: number, term: number): void {
  pair[at] = (pair[at] ?? 0) + term
}

/** The logarithm of one comparison from its sums. */
const LOG_OF: Readonly<Record<Kind, (sums: readonly number[]) => number>> = {
  tornqvist: ([a = 0, all0 = 0, b = 0, all1 = 0]) => (a / all0 + b / all1) / 2,
  fisher: ([now0 = 0, then0 = 0, now1 = 0, then1 = 0]) => Math.log((now0 / then0) * (now1 / then1)) / 2,
  jevons: ([sum = 0, count = 0]) => sum / count,
}

/** One series with its interval: the point from all groups, the interval from replicates of every pair. */
function seriesOf(
  periods: number,
  kind: Kind,
  sums: ReadonlyMap<number, PairSums>,
  make: (pairs: Pairs) => Float64Array,
  count = REPLICATES,
): IndexPoint[] {
  const points = new Map<number, number>()
  const drawn = new Map<number, Float64Array>()
  for (const [key, pair] of sums) {
    const parts = NEEDS[kind].map((i) => pair.subarray(i * GROUPS, (i + 1) * GROUPS))
    points.set(key, LOG_OF[kind](parts.map((part) => part.reduce((sum, each) => sum + each, 0))))
    drawn.set(key, replicatesOf(parts, LOG_OF[kind], count))
  }
  const logs = make(pairsOf(periods, (key) => points.get(key)))
  const times = sums.size > 0 ? count : 0
  const replicates = Array.from({ length: times }, (_, r) => make(pairsOf(periods, (key) => drawn.get(key)?.[r])))
  return [...logs].flatMap((log, period): IndexPoint[] => {
    if (Number.isNaN(log)) return []
    const interval = intervalOf(Float64Array.from(replicates, (one) => 100 * Math.exp(one[period] ?? Number.NaN)))
    const value = 100 * Math.exp(log)
    return [{ period, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value }]
  })
}

function pairsOf(periods: number, of: (key: number) => number | undefined): Pairs {
  return {
    months: periods,
    log: (from, to) => {
      if (from === to) return 0
      const log = from < to ? of(from * periods + to) : of(to * periods + from)
      return (log ?? Number.NaN) * (from < to ? 1 : -1)
    },
  }
}
