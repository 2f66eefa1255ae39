import { Chance } from '../privacy/chance.ts'
import { GROUPS } from './counting.ts'
import { normalQuantile, tail } from './normal.ts'

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
 * The interval of a figure that is made from told numbers alone: what it would be in each replicate of a parametric
 * bootstrap, in which these numbers are moved by as much as noise and chance move them. People are not asked again.
 */
export function bootstrapped(figureOf: (normals: Normals) => number): Interval | undefined {
  const values = new Float64Array(REPLICATES)
  for (let r = 0; r < REPLICATES; r++) values[r] = figureOf((place) => NORMALS[place * REPLICATES + r] ?? 0)
  return intervalOf(values)
}

/** The same for a number that is moved by one deviation, without moving it 200 times. */
export const moved = (value: number, deviation: number): Interval => ({
  lower: value + deviation * NORMAL.lower,
  upper: value + deviation * NORMAL.upper,
})

/**
 * The lower end of a number that is told only from `least` on, and so rather when it had luck: where one this large
 * would be met once in forty times among those that are told.
 */
export function lowerOfTold(value: number, deviation: number, least: number): number {
  let [low, high] = [0, moved(value, deviation).lower]
  const chance = (truth: number) => tail((value - truth) / deviation) / tail((least - truth) / deviation)
  if (chance(high) < ONE_SIDE * 1.001) return high
  for (let half = 0; half < 40; half++) {
    const middle = (low + high) / 2
    if (chance(middle) < ONE_SIDE) low = middle
    else high = middle
  }
  return low
}

/** So much of the chance lies on each side of an interval. */
const ONE_SIDE = 0.025

/** The interval in which 95 of 100 replicates lie. Replicates in which the figure does not exist do not count. */
export function intervalOf(values: Float64Array): Interval | undefined {
  const known = values.every(Number.isFinite) ? values : values.filter(Number.isFinite)
  if (known.length < values.length / 2) return undefined
  const at = (known.length - 1) * ONE_SIDE
  const end = (sign: 1 | -1) => {
    const [near = 0, far = near] = smallest(known, sign, Math.floor(at) + 2).subarray(-2)
    return sign * (near + (far - near) * (at - Math.floor(at)))
  }
  return { lower: end(1), upper: end(-1) }
}

/** So many of the smallest of these numbers, or of what they are with the other sign, the smallest first. */
function smallest(values: Float64Array, sign: 1 | -1, many: number): Float64Array {
  const found = new Float64Array(Math.min(many, values.length)).fill(Number.POSITIVE_INFINITY)
  const last = found.length - 1
  for (let i = 0; i < values.length; i++) {
    const value = sign * (values[i] ?? 0)
    if (value >= (found[last] ?? 0)) continue
    let to = last
    for (; to > 0 && (found[to - 1] ?? 0) > value; to--) found[to] = found[to - 1] ?? 0
    found[to] = value
  }
  return found
}

const NORMAL = intervalOf(NORMALS.subarray(0, REPLICATES)) ?? { lower: 0, upper: 0 }

/** The standard deviation of the replicates. */
export function spreadOf(values: Float64Array): number {
  const known = values.filter((value) => Number.isFinite(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / (known.length || 1)
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, known.length - 1))
}
