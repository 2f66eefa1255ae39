import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** What one operator says that a line in suspense is. */
export interface LineProposal {
  proposal_id: string
  line_id: string
  kind: 'payment' | 'wallet'
  /** A payment's reference, or whose wallet. */
  subject: string
  state: 'proposed' | 'booked' | 'refused'
  proposed_by: string
  proposed_at: Date
}

const columns = sql`proposal_id, line_id, kind, subject, state, proposed_by, proposed_at`

/** No row is written while something else is proposed for the line. */
export function insertProposal(tx: Tx, proposal: Omit<LineProposal, 'state' | 'proposed_at'>) {
  return tx.count(sql`
    insert into line_proposals (party_id, proposal_id, line_id, kind, subject, state, proposed_by, proposed_at)
    values (${MARKET_PARTY}, ${proposal.proposal_id}, ${proposal.line_id}, ${proposal.kind}, ${proposal.subject},
      'proposed', ${proposal.proposed_by}, ${tx.now})
    on conflict (party_id, line_id) where state = 'proposed' do nothing`)
}

export function openProposal(tx: Tx, lineId: string) {
  return tx.one<LineProposal>(sql`
    select ${columns}
    from line_proposals
    where party_id = ${MARKET_PARTY} and line_id = ${lineId} and state = 'proposed'`)
}

export function lockProposal(tx: Tx, lineId: string) {
  return tx.one<LineProposal>(sql`
    select ${columns}
    from line_proposals
    where party_id = ${MARKET_PARTY} and line_id = ${lineId} and state = 'proposed'
    for update`)
}

export function setProposal(tx: Tx, proposalId: string, state: 'booked' | 'refused', by: string) {
  return tx.count(sql`
    update line_proposals
    set state = ${state}, decided_by = ${by}, decided_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and proposal_id = ${proposalId} and state = 'proposed'`)
}

export function allProposals(tx: Tx) {
  return tx.all<LineProposal>(sql`
    select ${columns}
    from line_proposals
    where party_id = ${MARKET_PARTY} and state = 'proposed'
    order by proposed_at, proposal_id
    limit 200`)
}
