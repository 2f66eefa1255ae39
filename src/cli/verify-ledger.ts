import { countLedger, findViolations } from '../domains/ledger/ledger.ts'
import { ALL_INVARIANTS } from '../rounds.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

/** Checks every invariant of the books, in one snapshot of the database. */
export function verifyLedger(): Promise<Answer> {
  return withData(async ({ db }) => {
    const [counts, violations] = await db.tx(async (tx) => {
      return [await countLedger(tx), await findViolations(tx, ALL_INVARIANTS)] as const
    })
    const words =
      violations.length === 0
        ? `The books balance: ${counts.transfers} transfers, ${counts.accounts} accounts.`
        : violations.map(({ invariant, detail }) => `${invariant}: ${detail}`).join('\n')
    return { facts: { ...counts, violations }, words, ok: violations.length === 0 }
  })
}
