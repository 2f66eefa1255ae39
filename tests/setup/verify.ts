import { findViolations } from '../../src/domains/ledger/ledger.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { ALL_INVARIANTS } from '../../src/rounds.ts'

/** Everything that is wrong with the money, the orders and the stock: empty when all is well. */
export function troubles(tx: Tx): Promise<object[]> {
  return findViolations(tx, ALL_INVARIANTS)
}
