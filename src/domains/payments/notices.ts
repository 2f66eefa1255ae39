import { DAY_MS, later } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { System } from '../identity/identity.ts'
import { deleteNotices } from './notices-store.ts'

/** What is not a rail's, or speaks of no payment of ours, is of use while somebody looks for a fault, and no longer. */
const NOBODYS_DAYS = 30

const MOST_AT_ONCE = 5_000

/**
 * Forgets what providers said so many days ago, as the retention rule has it: 30 days for what is nobody's, `days` for
 * the rest, and never while its payment is open, disputed, reversed or in doubt. Told again later, a notice only makes
 * us ask its rail. Returns how many were forgotten. Parties: a claim table, read beside the buyers' payments.
 */
export function forgetNotices(tx: Tx, _by: System, days: number): Promise<number> {
  const nobodys = later(tx.now, -Math.min(days, NOBODYS_DAYS) * DAY_MS)
  return deleteNotices(tx, { ours: later(tx.now, -days * DAY_MS), nobodys }, MOST_AT_ONCE)
}
