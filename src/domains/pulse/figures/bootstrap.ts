import { Chance } from '../privacy/chance.ts'
import { GROUPS } from './counting.ts'

export interface Interval {
  readonly lower: number
  readonly upper: number
}

export const REPLICATES = 200

/**
 * How often each group of people is drawn in each replicate: the same for every release, because an interval is no
 * secret and its chance need not be one.
 */
export const WEIGHTS = Float64Array.from(drawWeights())

function drawWeights(): Uint8Array {
  const chance = Chance.fromSeed('bootstrap')
  const weights = new Uint8Array(REPLICATES * GROUPS)
  for (let r = 0; r < REPLICATES; r++) {
    for (let g = 0; g < GROUPS; g++) {
      const at = r * GROUPS + chance.smallBelow(GROUPS)
      weights[at] = (weights[at] ?? 0) + 1
    }
  }
  return weights
}

/** What a figure would be in each replicate, when it is made of sums over groups by `figureOf`. */
export function replicatesOf(
  sums: readonly Float64Array[],
  figureOf: (sums: readonly number[]) => number,
  count = REPLICATES,
): Float64Array {
  const drawn = sums.map((groups) => drawnSums(groups, count))
  const values = new Float64Array(count)
  const each = sums.map(() => 0)
  for (let r = 0; r < count; r++) {
    for (let s = 0; s < drawn.length; s++) each[s] = drawn[s]?.[r] ?? 0
    values[r] = figureOf(each)
  }
  return values
}

function drawnSums(groups: Float64Array, count: number): Float64Array {
  const drawn = new Float64Array(count)
  for (let r = 0, at = 0; r < count; r++) {
    let sum = 0
    for (let g = 0; g < GROUPS; g++, at++) sum += (WEIGHTS[at] ?? 0) * (groups[g] ?? 0)
    drawn[r] = sum
  }
  return drawn
}

/** The interval in which 95 of 100 replicates lie. Replicates in which the figure does not exist do not count. */
export function intervalOf(values: Float64Array): Interval | undefined {
  const known = values.filter((value) => Number.isFinite(value)).sort()
  if (known.length < values.length / 2) return undefined
  return { lower: quantile(known, 0.025), upper: quantile(known, 0.975) }
}

function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

/** The standard deviation of the replicates. */
export function spreadOf(values: Float64Array): number {
  const known = values.filter((value) => Number.isFinite(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / (known.length || 1)
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, known.length - 1))
}
