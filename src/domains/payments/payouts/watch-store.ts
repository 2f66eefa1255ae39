import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface VerifyRun {
  run_id: string
  started_at: Date
  ended_at: Date
  violation_count: number
  violations: { invariant: string; detail: string }[]
}

export function insertRun(tx: Tx, run: VerifyRun) {
  return tx.count(sql`
    insert into verify_runs (party_id, run_id, started_at, ended_at, violation_count, violations)
    values (${MARKET_PARTY}, ${run.run_id}, ${run.started_at}, ${run.ended_at}, ${run.violation_count},
      ${JSON.stringify(run.violations)})`)
}

export function newestRuns(tx: Tx, limit: number) {
  return tx.all<VerifyRun>(sql`
    select run_id, started_at, ended_at, violation_count, violations
    from verify_runs
    where party_id = ${MARKET_PARTY}
    order by started_at desc, run_id desc
    limit ${limit}`)
}
