import type { Chance } from '../privacy/chance.ts'
import { discreteGaussian } from '../privacy/discrete.ts'
import type { IndexPoint } from './price-index.ts'

/** What is added to a point of an index, and its deviation, in points of the index. */
export interface Noise {
  readonly added: number
  readonly deviation: number
}

/** Levels stand against the first period, all of them; links each carry on from the one before. */
export type Series = 'levels' | 'links'

/** An index is told in tenths of a point. */
const STEPS = 10

/**
 * Noise for an index, so that who knows every other order can hardly tell from it whether a person's is in it: `part`
 * as wide as the index's own error, and a tenth of a point at least. One product, and so one person, moves an index by
 * about its error at most, and by far less where many are in it. Without an error nobody moves it: nothing is added.
 *
 * Who bought in the first period moves all levels at once, who bought in a later one all links after it: so levels
 * share one number beside their own, and links add up theirs. Else the mean of many would take the noise away.
 */
export function noiseFor(points: readonly IndexPoint[], part: number, chance: Chance, series: Series): Noise[] {
  const wide = points.map(({ lower, upper }) => (STEPS * part * (upper - lower)) / (2 * 1.96))
  const moved = wide.filter((deviation) => deviation > 0)
  if (moved.length === 0) return points.map(() => ({ added: 0, deviation: 0 }))
  const draw = (variance: number) => {
    const whole = Math.max(1, Math.ceil(variance))
    return { drawn: Number(discreteGaussian(chance, BigInt(whole))), variance: whole }
  }
  const told = (drawn: number, variance: number): Noise => ({
    added: drawn / STEPS,
    deviation: Math.sqrt(variance) / STEPS,
  })
  const first = draw(moved.reduce((sum, deviation) => sum + deviation ** 2, 0) / moved.length / 2)
  let [sum, variance, last] = [0, 0, 0]
  return wide.map((deviation, i) => {
    if (i === 0) return { added: 0, deviation: 0 }
    if (series === 'levels') {
      const own = draw(deviation ** 2 / 2)
      return told(own.drawn + first.drawn, own.variance + first.variance)
    }
    const link = draw(Math.max(0, deviation ** 2 - last ** 2))
    ;[sum, variance, last] = [sum + link.drawn, variance + link.variance, Math.max(last, deviation)]
    return told(sum, variance)
  })
}

/** Adds noise to an index. Its interval grows by all of it: the noise of many periods goes one way together. */
export function withNoise(points: readonly IndexPoint[], noises: readonly Noise[]): IndexPoint[] {
  return points.map((point, i) => {
    const { added, deviation } = noises[i] ?? { added: 0, deviation: 0 }
    const { period, value, lower, upper } = point
    const told = value + added
    const noise = 1.96 * deviation
    return { period, value: told, lower: lower + added - noise, upper: upper + added + noise, deviation }
  })
}
