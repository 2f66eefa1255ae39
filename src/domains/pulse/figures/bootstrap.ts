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

/** Normal numbers of one replicate, by their place; the same for every release. */
export type Normals = (place: number) => number

/** So many different normal numbers a replicate has. */
const PLACES = 64

/** Each place has the same numbers, evenly far from each other by their chance, in an order of its own. */
const NORMALS = Float64Array.from(drawNormals())

function drawNormals(): Float64Array {
  const chance = Chance.fromSeed('normal numbers')
  const even = Float64Array.from({ length: REPLICATES }, (_, r) => normalQuantile((r + 0.5) / REPLICATES))
  const normals = new Float64Array(PLACES * REPLICATES)
  for (let place = 0; place < PLACES; place++) {
    const own = even.slice()
    for (let r = REPLICATES - 1; r > 0; r--) {
      const other = chance.smallBelow(r + 1)
      ;[own[r], own[other]] = [own[other] ?? 0, own[r] ?? 0]
    }
    normals.set(own, place * REPLICATES)
  }
  return normals
}

/**
 * Below which number a normal one lies with this chance: the middle of halves, of a density added up by Simpson's rule.
 */
function normalQuantile(share: number): number {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  let [low, high, below] = [-6, 6, 0]
  for (let half = 0; half < 50; half++) {
    const middle = (low + high) / 2
    below = 0.5
    const [steps, step] = [64, middle / 64]
    for (let i = 0; i < steps; i++) {
      const x = i * step
      below += (step / 6) * (density(x) + 4 * density(x + step / 2) + density(x + step))
    }
    if (below < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The interval of a figure that is made from told numbers alone: what it would be in each replicate of a parametric
 * bootstrap, in which these numbers are moved by as much as noise and chance move them. People are not asked again.
 */
export function bootstrapped(figureOf: (normals: Normals) => number): Interval | undefined {
  const values = new Float64Array(REPLICATES)
  for (let r = 0; r < REPLICATES; r++) values[r] = figureOf((place) => NORMALS[place * REPLICATES + r] ?? 0)
  return intervalOf(values)
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
