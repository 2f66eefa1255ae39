import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface ManualEntry {
  entry_id: string
  for_party: string
  debit_account: string
  credit_account: string
  amount_paisa: bigint
  reason: string
  attachments: string
  corrects_id: string | null
  line_id: string | null
  state: 'proposed' | 'posted' | 'refused'
  proposed_by: string
  proposed_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_note: string
  transfer_id: string | null
}

const columns = sql`entry_id, for_party, debit_account, credit_account, amount_paisa, reason, attachments, corrects_id,
  line_id, state, proposed_by, proposed_at, decided_by, decided_at, decision_note, transfer_id`

export type NewEntry = Pick<
  ManualEntry,
  | 'entry_id'
  | 'for_party'
  | 'debit_account'
  | 'credit_account'
  | 'amount_paisa'
  | 'reason'
  | 'attachments'
  | 'corrects_id'
  | 'line_id'
  | 'proposed_by'
>

/** No row is written when the same line of a bank is being explained by another entry. */
export function insertEntry(tx: Tx, entry: NewEntry) {
  return tx.count(sql`
    insert into manual_entries (party_id, entry_id, for_party, debit_account, credit_account, amount_paisa, reason,
      attachments, corrects_id, line_id, state, proposed_by, proposed_at)
    values (${MARKET_PARTY}, ${entry.entry_id}, ${entry.for_party}, ${entry.debit_account}, ${entry.credit_account},
      ${entry.amount_paisa}, ${entry.reason}, ${entry.attachments}, ${entry.corrects_id}, ${entry.line_id}, 'proposed',
      ${entry.proposed_by}, ${tx.now})
    on conflict (party_id, line_id) where line_id is not null and state <> 'refused' do nothing`)
}

export function lockEntry(tx: Tx, entryId: string) {
  return tx.one<ManualEntry>(sql`
    select ${columns} from manual_entries where party_id = ${MARKET_PARTY} and entry_id = ${entryId} for update`)
}

export function findEntry(tx: Tx, entryId: string) {
  return tx.one<ManualEntry>(sql`
    select ${columns} from manual_entries where party_id = ${MARKET_PARTY} and entry_id = ${entryId}`)
}

/** What waits for a second person first, the oldest first; then what was decided, the newest first. */
export function readEntries(tx: Tx, limit: number) {
  return tx.all<ManualEntry>(sql`
    select ${columns}
    from manual_entries
    where party_id = ${MARKET_PARTY}
    order by state = 'proposed' desc, case when state = 'proposed' then proposed_at end, decided_at desc, entry_id
    limit ${limit}`)
}

export function setDecided(
  tx: Tx,
  entry: { entry_id: string; state: 'posted' | 'refused'; by: string; note: string; transfer_id: string | null },
) {
  return tx.count(sql`
    update manual_entries
    set state = ${entry.state}, decided_by = ${entry.by}, decided_at = ${tx.now}, decision_note = ${entry.note},
      transfer_id = ${entry.transfer_id}
    where party_id = ${MARKET_PARTY} and entry_id = ${entry.entry_id} and state = 'proposed'`)
}

export function countProposed(tx: Tx) {
  return tx.one<{ count: number; oldest_at: Date | null }>(sql`
    select count(*)::int as count, min(proposed_at) as oldest_at
    from manual_entries
    where party_id = ${MARKET_PARTY} and state = 'proposed'`)
}

/** A transfer to be put right, and whose it is. */
export function findTransfer(tx: Tx, partyId: string, transferId: string) {
  return tx.one<{ cause: string }>(sql`
    select cause from ledger_transfers where party_id = ${partyId} and transfer_id = ${transferId}`)
}
