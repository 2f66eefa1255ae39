import type { PrivacyRules } from './parameters.ts'

/** What decides whether a cell may be told: whom it is about, and how large its largest shops are. */
export interface Contributors {
  readonly buyers: number
  readonly shops: number
  readonly total: number
  readonly largest: number
  readonly second: number
}

/**
 * The p % rule: the second shop subtracts its own and knows the first too well. Sorted sales of the shops of a cell.
 *
 */
export function breaksPercentRule({ total, largest, second }: Contributors, percent: number): boolean {
  return total - largest - second < (percent / 100) * largest
}

/** The (2, k) rule: two shops have more than k percent of everything. */
export function isDominated({ total, largest, second }: Contributors, percent: number): boolean {
  return total > 0 && largest + second > (percent / 100) * total
}

/**
 * True when a cell is too small or too much of one hand. Where no shop is known, the rules for shops have no ground.
 *
 */
export function isSensitive(cell: Contributors, rules: PrivacyRules, areShopsKnown: boolean): boolean {
  if (cell.buyers < rules.least_buyers) return true
  if (!areShopsKnown) return false
  if (cell.shops < rules.least_shops) return true
  return isDominated(cell, rules.dominance_percent) || breaksPercentRule(cell, rules.p_percent)
}
