import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { MoneyAct } from './acts.ts'

export interface ChangeRow {
  change_id: string
  kind: 'payouts' | 'commission' | 'shop_terms' | 'operator' | MoneyAct['kind']
  /** What an act of money is about; null for a rule. */
  subject: string | null
  /** Paisa are written as text. */
  content: unknown
  state: 'proposed' | 'in_force' | 'refused'
  proposed_by: string
  proposed_at: Date
}

const columns = sql`change_id, kind, subject, content, state, proposed_by, proposed_at`

/** No row is written while the same act waits. */
export function insertChange(
  tx: Tx,
  change: Omit<ChangeRow, 'state' | 'proposed_at' | 'content'> & { content: object },
) {
  return tx.count(sql`
    insert into rule_changes (party_id, change_id, kind, subject, content, state, proposed_by, proposed_at)
    values (${MARKET_PARTY}, ${change.change_id}, ${change.kind}, ${change.subject}, ${change.content}, 'proposed',
      ${change.proposed_by}, ${tx.now})
    on conflict (party_id, kind, subject) where state = 'proposed' and subject is not null do nothing`)
}

/** Whether an act about something waits for a second person. */
export async function isWaiting(tx: Tx, kind: MoneyAct['kind'], subject: string): Promise<boolean> {
  const row = await tx.one(sql`
    select 1
    from rule_changes
    where party_id = ${MARKET_PARTY} and kind = ${kind} and subject = ${subject} and state = 'proposed'`)
  return row !== undefined
}

export function lockChange(tx: Tx, changeId: string) {
  return tx.one<ChangeRow>(sql`
    select ${columns} from rule_changes where party_id = ${MARKET_PARTY} and change_id = ${changeId} for update`)
}

export function setChange(tx: Tx, changeId: string, state: 'in_force' | 'refused', by: string) {
  return tx.count(sql`
    update rule_changes
    set state = ${state}, decided_by = ${by}, decided_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and change_id = ${changeId} and state = 'proposed'`)
}

/** What waits for a second person, the oldest first. */
export function openChanges(tx: Tx, limit: number) {
  return tx.all<ChangeRow>(sql`
    select ${columns}
    from rule_changes
    where party_id = ${MARKET_PARTY} and state = 'proposed'
    order by proposed_at, change_id
    limit ${limit}`)
}
