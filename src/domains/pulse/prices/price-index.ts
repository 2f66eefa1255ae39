import { intervalOf, replicatesOf } from '../figures/bootstrap.ts'
import { GROUPS } from '../figures/counting.ts'
import { chained, type Pairs, spliced, WINDOW } from './indices.ts'
import { groupOfProduct, type UnitValues } from './unit-values.ts'

export interface IndexPoint {
  readonly month: number
  /** First month = 100. */
  readonly value: number
  readonly lower: number
  readonly upper: number
}

export interface PriceIndex {
  readonly geks: readonly IndexPoint[]
  readonly chained: Readonly<Record<'tornqvist' | 'fisher' | 'jevons', readonly IndexPoint[]>>
  /** Products that were sold in more than one month. */
  readonly matched: number
}

/** Sums over the matched products of two months, in each group of products. */
interface PairSums {
  /** Σ spent0·ln r, Σ spent0, Σ spent1·ln r, Σ spent1. */
  readonly tornqvist: Float64Array
  /** Σ p1·q0, Σ spent0, Σ spent1, Σ p0·q1. */
  readonly fisher: Float64Array
  /** Σ ln r, number. */
  readonly jevons: Float64Array
}

type Kind = keyof PairSums
const TERMS = { tornqvist: 4, fisher: 4, jevons: 2 } as const satisfies Record<Kind, number>

/** A price that went up or down more than this between two months is a new good under an old number. */
const MOST_CHANGE = Math.log(4)

/**
 * The price indices of some goods: GEKS-Törnqvist in a window of 25 months with mean splice, and the monthly chained
 * Törnqvist, Fisher and Jevons to compare with. The error comes from drawing groups of products again and again.
 */
export function priceIndexOf(values: UnitValues, isIn: (category: number) => boolean): PriceIndex | undefined {
  const sums = new Map<number, PairSums>()
  const matched = addPairs(values, isIn, sums)
  if (matched === 0) return undefined
  const links = new Map(
    [...sums].filter(([key]) => key % values.monthCount === Math.floor(key / values.monthCount) + 1),
  )
  const series = (kind: Kind, from: ReadonlyMap<number, PairSums>, make: (pairs: Pairs) => Float64Array) =>
    seriesOf(values.monthCount, kind, from, make)
  return {
    geks: series('tornqvist', sums, spliced),
    chained: {
      tornqvist: series('tornqvist', links, chained),
      fisher: series('fisher', links, chained),
      jevons: series('jevons', links, chained),
    },
    matched,
  }
}

function addPairs(values: UnitValues, isIn: (category: number) => boolean, sums: Map<number, PairSums>): number {
  const { count, product, month, paisa, units, monthCount } = values
  let matched = 0
  for (let begin = 0, end = 0; begin < count; begin = end) {
    for (end = begin + 1; end < count && product[end] === product[begin]; ) end++
    if (end - begin < 2 || !isIn(values.category[begin] ?? 0)) continue
    matched++
    const group = groupOfProduct(product[begin] ?? 0)
    for (let a = begin; a < end; a++) {
      for (let b = begin; b < end; b++) {
        const [from, to] = [month[a] ?? 0, month[b] ?? 0]
        if (from >= to || to - from >= WINDOW) continue
        const [p0, p1] = [(paisa[a] ?? 0) / (units[a] ?? 1), (paisa[b] ?? 0) / (units[b] ?? 1)]
        const log = Math.log(p1 / p0)
        if (Math.abs(log) > MOST_CHANGE) continue
        const pair = sums.get(from * monthCount + to) ?? noSums()
        sums.set(from * monthCount + to, pair)
        addPair(pair, group, [paisa[a] ?? 0, paisa[b] ?? 0], [p0, p1], log)
      }
    }
  }
  return matched
}

function addPair(
  pair: PairSums,
  group: number,
  [spent0, spent1]: readonly [number, number],
  [p0, p1]: readonly [number, number],
  log: number,
): void {
  const add = (kind: Kind, terms: readonly number[]) => {
    terms.forEach((term, i) => {
      const at = i * GROUPS + group
      pair[kind][at] = (pair[kind][at] ?? 0) + term
    })
  }
  add('tornqvist', [spent0 * log, spent0, spent1 * log, spent1])
  add('fisher', [(spent0 / p0) * p1, spent0, spent1, (spent1 / p1) * p0])
  add('jevons', [log, 1])
}

const noSums = (): PairSums => ({
  tornqvist: new Float64Array(TERMS.tornqvist * GROUPS),
  fisher: new Float64Array(TERMS.fisher * GROUPS),
  jevons: new Float64Array(TERMS.jevons * GROUPS),
})

/** The logarithm of one comparison from its sums. */
const LOG_OF: Readonly<Record<Kind, (sums: readonly number[]) => number>> = {
  tornqvist: ([a = 0, all0 = 0, b = 0, all1 = 0]) => (a / all0 + b / all1) / 2,
  fisher: ([now0 = 0, then0 = 0, now1 = 0, then1 = 0]) => Math.log((now0 / then0) * (now1 / then1)) / 2,
  jevons: ([sum = 0, count = 0]) => sum / count,
}

/** One series with its interval: the point from all groups, the interval from replicates of every pair. */
function seriesOf(
  months: number,
  kind: Kind,
  sums: ReadonlyMap<number, PairSums>,
  make: (pairs: Pairs) => Float64Array,
): IndexPoint[] {
  const points = new Map<number, number>()
  const drawn = new Map<number, Float64Array>()
  for (const [key, pair] of sums) {
    const parts = Array.from({ length: TERMS[kind] }, (_, i) => pair[kind].subarray(i * GROUPS, (i + 1) * GROUPS))
    points.set(key, LOG_OF[kind](parts.map((part) => part.reduce((sum, each) => sum + each, 0))))
    drawn.set(key, replicatesOf(parts, LOG_OF[kind]))
  }
  const logs = make(pairsOf(months, (key) => points.get(key)))
  const count = drawn.values().next().value?.length ?? 0
  const replicates = Array.from({ length: count }, (_, r) => make(pairsOf(months, (key) => drawn.get(key)?.[r])))
  return [...logs].flatMap((log, month): IndexPoint[] => {
    if (Number.isNaN(log)) return []
    const interval = intervalOf(Float64Array.from(replicates, (one) => 100 * Math.exp(one[month] ?? Number.NaN)))
    const value = 100 * Math.exp(log)
    return [{ month, value, lower: interval?.lower ?? value, upper: interval?.upper ?? value }]
  })
}

function pairsOf(months: number, of: (key: number) => number | undefined): Pairs {
  return {
    months,
    log: (from, to) => {
      if (from === to) return 0
      const log = from < to ? of(from * months + to) : of(to * months + from)
      return (log ?? Number.NaN) * (from < to ? 1 : -1)
    },
  }
}
