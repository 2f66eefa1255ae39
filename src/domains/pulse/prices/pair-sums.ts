import { GROUPS } from '../figures/counting.ts'
import { WINDOW } from './indices.ts'
import { groupOfProduct, type UnitValues } from './unit-values.ts'

/**
 * Sums over the matched products of two periods, for each group of products one after the other: Σ spent0·ln r, Σ
 * spent0, Σ spent1·ln r, Σ spent1; Σ p1·q0, Σ p0·q1; Σ ln r, and their number.
 */
export const TERMS = 8
const A_PAIR = TERMS * GROUPS

/** A price that went up or down more than this between two periods is a new good under an old number. */
const MOST_CHANGE = Math.log(4)

export const keyOf = (from: number, to: number, window: number) => from * window + to - from

/** The sums of every pair of periods in which anything matched. */
export class PairSums {
  /** Where the sums of a pair begin, by `keyOf`; −1 where nothing matched. */
  readonly at: Int32Array
  sums = new Float64Array(16 * A_PAIR)
  /** Products that were sold in more than one period. */
  matched = 0
  #used = 0

  constructor(pairs: number) {
    this.at = new Int32Array(pairs).fill(-1)
  }

  /** Where the sums of a pair begin; there is room for them from now on. */
  of(key: number): number {
    const known = this.at[key] ?? -1
    if (known >= 0) return known
    const from = this.#used
    this.#used += A_PAIR
    if (this.#used > this.sums.length) {
      const wider = new Float64Array(this.sums.length * 2)
      wider.set(this.sums)
      this.sums = wider
    }
    this.at[key] = from
    return from
  }

  /** Adds the sums of others. */
  add(others: PairSums): void {
    others.at.forEach((from, key) => {
      if (from < 0) return
      const to = this.of(key)
      for (let i = 0; i < A_PAIR; i++) this.sums[to + i] = (this.sums[to + i] ?? 0) + (others.sums[from + i] ?? 0)
    })
  }
}

/** The sums of every pair of periods, for each category and, under 0, for everything. */
export interface AllPairs {
  readonly periods: number
  readonly window: number
  readonly of: ReadonlyMap<number, PairSums>
}

/** What is compared of an entry. Usually its unit value: rupees by units. */
export type Level = (values: UnitValues, entry: number) => number
export const priceOf: Level = ({ paisa, units }, i) => (paisa[i] ?? 0) / (units[i] ?? 1)

/** Goes through all products once and adds each pair of their periods to the sums of its category and of everything. */
export function allPairs(values: UnitValues, window = WINDOW, level: Level = priceOf): AllPairs {
  const { count, product } = values
  const of = new Map<number, PairSums>()
  const nothing = () => new PairSums(values.periodCount * window)
  const everything = nothing()
  const levels = Float64Array.from({ length: count }, (_, i) => level(values, i))
  for (let begin = 0, end = 0; begin < count; begin = end) {
    for (end = begin + 1; end < count && product[end] === product[begin]; ) end++
    if (end - begin < 2) continue
    const category = values.category[begin] ?? 0
    const own = of.get(category) ?? nothing()
    of.set(category, own)
    own.matched++
    everything.matched++
    addProduct(values, levels, { begin, end, window }, own)
  }
  for (const own of of.values()) everything.add(own)
  return { periods: values.periodCount, window, of: of.set(0, everything) }
}

interface Span {
  readonly begin: number
  readonly end: number
  readonly window: number
}

/** Adds up the pairs of one product. Only neighbours in time are compared by the chained formulas. */
function addProduct(values: UnitValues, levels: Float64Array, { begin, end, window }: Span, pairs: PairSums): void {
  const { product, period, paisa } = values
  const group = groupOfProduct(product[begin] ?? 0) * TERMS
  for (let a = begin; a < end; a++) {
    const from = period[a] ?? 0
    const spent0 = paisa[a] ?? 0
    const level0 = levels[a] ?? 0
    for (let b = a + 1; b < end; b++) {
      const to = period[b] ?? 0
      if (to - from >= window) break
      const ratio = (levels[b] ?? 0) / level0
      const log = Math.log(ratio)
      if (!(Math.abs(log) <= MOST_CHANGE)) continue
      const spent1 = paisa[b] ?? 0
      const at = pairs.of(keyOf(from, to, window)) + group
      const { sums } = pairs
      sums[at] = (sums[at] ?? 0) + spent0 * log
      sums[at + 1] = (sums[at + 1] ?? 0) + spent0
      sums[at + 2] = (sums[at + 2] ?? 0) + spent1 * log
      sums[at + 3] = (sums[at + 3] ?? 0) + spent1
      if (to - from > 1) continue
      sums[at + 4] = (sums[at + 4] ?? 0) + spent0 * ratio
      sums[at + 5] = (sums[at + 5] ?? 0) + spent1 / ratio
      sums[at + 6] = (sums[at + 6] ?? 0) + log
      sums[at + 7] = (sums[at + 7] ?? 0) + 1
    }
  }
}
