/** The chance that a normal number lies above this one (Numerical Recipes' erfc: seven digits, far out too). */
export function tail(at: number): number {
  const z = Math.abs(at) / Math.SQRT2
  const t = 1 / (1 + z / 2)
  const sum = TERMS.reduceRight((sum, term) => term + t * sum, 0)
  const above = (t * Math.exp(-z * z + sum)) / 2
  return at >= 0 ? above : 1 - above
}

const TERMS = [
  ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806],
  ...[0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277],
]

/** Below which number a normal one lies with this chance. Newton's steps. */
export function normalQuantile(share: number): number {
  let at = 0
  for (let step = 0; step < 12; step++) {
    at += ((tail(at) - (1 - share)) * Math.sqrt(2 * Math.PI)) / Math.exp((-at * at) / 2)
  }
  return at
}
