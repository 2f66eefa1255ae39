/** Money is whole paisa in bigint; 100 paisa are a rupee. Nothing in the program holds money in a float. */
export type Paisa = bigint

/**
 * A share in basis points (1/10,000), rounded half up to a whole paisa, so that the same sum always gives the same fee.
 */
export function share(amount: Paisa, basisPoints: number): Paisa {
  if (amount < 0n || !Number.isInteger(basisPoints) || basisPoints < 0)
    throw new Error('broken promise: a share of something')
  return (amount * BigInt(basisPoints) + 5_000n) / 10_000n
}

/** Splits an amount by weights so that the parts add up to it exactly; the first parts take the odd paisa. */
export function split(amount: Paisa, weights: readonly bigint[]): Paisa[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  if (whole <= 0n || weights.some((weight) => weight < 0n)) throw new Error('broken promise: weights to split by')
  const parts = weights.map((weight) => (amount * weight) / whole)
  let rest = amount - parts.reduce((sum, part) => sum + part, 0n)
  return parts.map((part) => {
    if (rest === 0n) return part
    rest -= 1n
    return part + 1n
  })
}

/** The most that one price or one order may be: a hundred million rupees. Larger is a slip of the finger. */
export const MOST_PAISA: Paisa = 10_000_000_000n

/**
 * Reads a price as people write it: "2450", "Rs 2,450/-", "۲۴۵۰", "2,450.50", "Rs. 1,25,000". Undefined when it is no
 * price.
 */
export function parseRupees(text: string): Paisa | undefined {
  const plain = latinDigits(text)
    .replace(/^\s*(rs\.?|pkr|روپے|₨)\s*/i, '')
    .replace(/\s*(\/-|\/=|rs\.?|pkr|روپے|rupees?)\s*$/i, '')
  const match = /^(\d{1,3}(?:[,،٬ ]\d{2,3})*[,،٬ ]\d{3}|\d+)(?:[.٫](\d{1,2})0*)?$/.exec(plain.trim())
  if (!match) return undefined
  const rupees = BigInt((match[1] ?? '').replace(/\D/g, ''))
  const paisa = rupees * 100n + BigInt((match[2] ?? '').padEnd(2, '0') || '0')
  return paisa <= MOST_PAISA ? paisa : undefined
}

/** Turns Urdu (۰-۹) and Arabic-Indic (٠-٩) digits into 0-9; the rest stays. */
export function latinDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
}
