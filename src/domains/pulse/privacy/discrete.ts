// Exact samplers of discrete noise (Canonne, Kamath and Steinke 2020): whole numbers only, so that no low bit of a
// floating point number tells what was added to.
import type { Chance } from './chance.ts'

/** True with the chance top/bottom. */
function bernoulli(chance: Chance, top: bigint, bottom: bigint): boolean {
  return chance.below(bottom) < top
}

/** True with the chance e^(−top/bottom). */
export function bernoulliExp(chance: Chance, top: bigint, bottom: bigint): boolean {
  let left = top
  for (; left > bottom; left -= bottom) if (!bernoulliExpSmall(chance, 1n, 1n)) return false
  return bernoulliExpSmall(chance, left, bottom)
}

/** The same for top ≤ bottom: von Neumann's series. */
function bernoulliExpSmall(chance: Chance, top: bigint, bottom: bigint): boolean {
  let k = 1n
  while (bernoulli(chance, top, bottom * k)) k++
  return k % 2n === 1n
}

/** A whole number with the chance ∝ e^(−|x|/scale). */
export function discreteLaplace(chance: Chance, scale: bigint): bigint {
  for (;;) {
    const low = chance.below(scale)
    if (!bernoulliExp(chance, low, scale)) continue
    let high = 0n
    while (bernoulliExp(chance, 1n, 1n)) high++
    const size = low + scale * high
    const isNegative = bernoulli(chance, 1n, 2n)
    if (isNegative && size === 0n) continue
    return isNegative ? -size : size
  }
}

/** A whole number with the chance ∝ e^(−x²/(2·variance)). */
export function discreteGaussian(chance: Chance, variance: bigint): bigint {
  const scale = rootOf(variance) + 1n
  for (;;) {
    const drawn = discreteLaplace(chance, scale)
    const size = drawn < 0n ? -drawn : drawn
    const off = size * scale - variance
    if (bernoulliExp(chance, off * off, 2n * variance * scale * scale)) return drawn
  }
}

/** The whole part of a square root. */
function rootOf(value: bigint): bigint {
  if (value < 2n) return value
  let root = BigInt(Math.floor(Math.sqrt(Number(value))))
  while (root * root > value) root--
  while ((root + 1n) * (root + 1n) <= value) root++
  return root
}

/**
 * The variance that hides a change of `step` (in the L2 norm) with the zCDP budget rho; rounded up, toward more
 * noise.
 */
export function varianceFor(step: number, rho: number): bigint {
  return BigInt(Math.max(1, Math.ceil(step ** 2 / (2 * rho))))
}
