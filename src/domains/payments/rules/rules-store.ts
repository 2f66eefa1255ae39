import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface ChangeRow {
  change_id: string
  kind: 'payouts' | 'commission' | 'shop_terms' | 'operator'
  /** Paisa are written as text. */
  content: unknown
  state: 'proposed' | 'in_force' | 'refused'
  proposed_by: string
  proposed_at: Date
}

const columns = sql`change_id, kind, content, state, proposed_by, proposed_at`

export function insertChange(
  tx: Tx,
  change: Omit<ChangeRow, 'state' | 'proposed_at' | 'content'> & { content: object },
) {
  return tx.count(sql`
    insert into rule_changes (party_id, change_id, kind, content, state, proposed_by, proposed_at)
    values (${MARKET_PARTY}, ${change.change_id}, ${change.kind}, ${change.content}, 'proposed', ${change.proposed_by},
      ${tx.now})`)
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
