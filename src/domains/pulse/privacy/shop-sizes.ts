import { SHOP_SIZES, sizeOf } from '../figures/dims.ts'
import { tail } from '../figures/normal.ts'
import type { Walk } from '../figures/walks.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { stepsOf } from './steps.ts'
import { OTHER_SHARES } from './tables.ts'

export interface Sizes {
  readonly ofShop: Uint8Array
  /** Variance of the lines of each size that comes from shops at the edge standing on the wrong side of it. */
  readonly variance: readonly number[]
}

/**
 * Whether each shop is small, middle or large, from the noised number of its lines that count: one order more of a shop
 * at the edge would else move all its orders from one size to the other. Nothing (0) where `months` are so few that
 * noise alone would make small shops of middle ones.
 */
export function noisySizes(
  { count, shop }: Walk,
  { isKept }: Bounded,
  { shops, months }: { shops: number; months: number },
  { rules, budget, chance }: { rules: PrivacyRules; budget: Budget; chance: Chance },
): Sizes {
  const { buyer, shop: day } = stepsOf(rules).lines
  const rho = rules.rho * OTHER_SHARES.shops
  const variance = varianceFor(buyer, rho)
  const deviation = Math.sqrt(Number(variance))
  // What is not asked is not charged.
  if (shops === 0 || sizeOf(2 * deviation, months) > 1) return { ofShop: new Uint8Array(shops), variance: [0, 0, 0, 0] }
  const cost = { buyer_step: buyer, shop_step: day, rho, variance: Number(variance) }
  budget.charge({ table: 'shops', quantity: 'lines', ...cost })
  const lines = new Float64Array(shops)
  for (let i = 0; i < count; i++) {
    const who = shop[i] ?? -1
    if (who >= 0 && isKept[i] === 1) lines[who] = (lines[who] ?? 0) + 1
  }
  const stream = chance.named('shops')
  const noisy = lines.map((sold) => sold + Number(discreteGaussian(stream, variance)))
  return {
    ofShop: Uint8Array.from(noisy, (sold) => sizeOf(sold, months)),
    variance: unsureLines(noisy, deviation, months),
  }
}

/**
 * Of each size: the variance of who stands on which side of an edge, and the square of what the same noise again would
 * carry over it, because more small shops come near an edge than large ones.
 */
function unsureLines(noisy: Float64Array, deviation: number, months: number): number[] {
  const [variance, carried] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]
  for (const sold of noisy) {
    for (const [smaller, edge] of [SHOP_SIZES.small, SHOP_SIZES.middle].entries()) {
      const off = (sold - edge * months) / deviation
      const chance = tail(Math.abs(off))
      const lines = Math.max(0, sold)
      for (const [size, way] of [[smaller + 1, off] as const, [smaller + 2, -off] as const]) {
        variance[size] = (variance[size] ?? 0) + chance * (1 - chance) * lines ** 2
        carried[size] = (carried[size] ?? 0) + Math.sign(way) * chance * lines
      }
    }
  }
  return variance.map((each, size) => each + (carried[size] ?? 0) ** 2)
}
