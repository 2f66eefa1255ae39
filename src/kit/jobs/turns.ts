import { sql } from '../sql/sql.ts'
import type { Tx } from '../sql/tx.ts'

/** When a repeated job last began, whoever of several processes took the turn. */
export interface Turn {
  readonly name: string
  readonly taken_at: Date
}

/** The last turn of each job that runs every so many seconds. The rows are the leases that the ticker takes. */
export function listTurns(tx: Tx): Promise<Turn[]> {
  return tx.all<Turn>(sql`
    select substr(limit_key, 5) as name, window_started_at as taken_at
    from rate_limits
    where starts_with(limit_key, 'job:')
    order by limit_key`)
}
