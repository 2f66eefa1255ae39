import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, System } from '../../identity/identity.ts'
import type { Violation } from '../../ledger/ledger.ts'
import { stopPayouts } from './stops.ts'
import { insertRun, newestRuns, type VerifyRun } from './watch-store.ts'

/** As many findings are kept of a run; where there are more, one look shows that much is wrong. */
const MOST_KEPT = 20

/**
 * Writes down what a look over all books found. Anything at all stops the payouts of the whole market, until an
 * operator lifts it with a reason.
 * Events: payouts.stopped, the first time. Parties: the market's only.
 */
export async function noteVerified(
  tx: Tx,
  _by: System,
  found: { started_at: Date; violations: readonly Violation[] },
): Promise<void> {
  const { started_at, violations } = found
  const kept = violations.slice(0, MOST_KEPT)
  const run = { run_id: newId(), started_at, ended_at: tx.now, violation_count: violations.length, violations: kept }
  await insertRun(tx, run)
  if (violations.length === 0) return
  const names = [...new Set(violations.map(({ invariant }) => invariant))].join(', ')
  await stopPayouts(tx, `${violations.length} findings: ${names}`)
}

/** The newest looks over the books, for the operator. */
export function listVerifyRuns(tx: Tx, _by: Operator, limit = 10): Promise<VerifyRun[]> {
  return newestRuns(tx, limit)
}
