import type { Figure } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { byValue, isShown, type Shown } from './reading.ts'

/** Why nobody leads: the first is not surely larger than another, or what is hidden or put together may be larger. */
export type NoLeader = 'even' | 'hidden'

/** Names of many things at once, and of none that is known. */
const MERGED = /^(all )?(others?|misc(ellaneous)?|unknown)( cit(y|ies)| provinces)?$/i

/** Whether a row speaks of many kinds put together, or of none that is known: no such row is named as the first. */
export function isMerged({ area, category, payment_method, outcome }: Figure): boolean {
  return [area, category, payment_method, outcome].some((name) => MERGED.test(name))
}

/**
 * The row of a table that is surely the largest: its lower bound lies above the upper bound of every other, and above
 * all that may be in the hidden ones together. `whole` is the most that all rows add up to; without it a hidden row may
 * be as large as any. Every headline that says which comes first asks here, so that noise never chooses it.
 */
export function leaderOf(rows: readonly Figure[], whole?: number): Shown | NoLeader {
  const shown = rows.filter(isShown).sort(byValue)
  const [first, ...others] = shown
  if (!first) return 'hidden'
  if (others.some(({ upper }) => upper >= first.lower)) return isMerged(first) ? 'hidden' : 'even'
  const told = shown.reduce((sum, { lower }) => sum + lower, 0)
  const mayBeLarger = shown.length < rows.length && (whole === undefined || whole - told >= first.lower)
  return isMerged(first) || mayBeLarger ? 'hidden' : first
}

/** The sentence of a table: of its leader where it has one, otherwise what it shows and why nobody is named. */
export function headline(t: Say, table: string, leader: Shown | NoLeader, sentence: (leader: Shown) => string): string {
  return typeof leader === 'string' ? t(`pulse.none.${leader}`, { table }) : sentence(leader)
}
