import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type Schedule = 'daily' | 'weekly' | 'asked'

export interface PlanRow {
  party_id: string
  schedule: Schedule
  weekday: number | null
  least_paisa: bigint
  reserve_paisa: bigint
  debt_share_bp: number
  asked_at: Date | null
  last_made_at: Date | null
}

const columns = sql`party_id, schedule, weekday, least_paisa, reserve_paisa, debt_share_bp, asked_at, last_made_at`

/** Makes the row first when there is none: a lock on a row that is not there locks nothing. */
export async function lockPlan(tx: Tx, partyId: string): Promise<PlanRow> {
  await tx.count(sql`
    insert into payout_plans (party_id, changed_at)
    values (${partyId}, ${tx.now})
    on conflict (party_id) do nothing`)
  const plan = await tx.one<PlanRow>(sql`
    select ${columns}
    from payout_plans
    where party_id = ${partyId}
    for update`)
  if (!plan) throw new Error('broken promise: a plan that was just made is there')
  return plan
}

export function readPlan(tx: Tx, partyId: string) {
  return tx.one<PlanRow>(sql`
    select ${columns}
    from payout_plans
    where party_id = ${partyId}`)
}
