import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface DetailsRow {
  party_id: string
  details_id: string
  owner_id: string
  kind: 'bank' | 'wallet'
  sealed: Buffer
  shown_tail: string
  set_at: Date
  usable_from: Date
  name_score: number | null
  /** ask: the title does not look like the shop's or its owner's name, and a person must say that it is right. */
  name_state: 'fits' | 'ask' | 'cleared'
}

const columns = sql`party_id, details_id, owner_id, kind, sealed, shown_tail, set_at, usable_from, name_score,
  name_state`

export function readDetails(tx: Tx, partyId: string) {
  return tx.one<DetailsRow>(sql`
    select ${columns}
    from payout_details
    where party_id = ${partyId} and replaced_at is null
    order by set_at desc
    limit 1`)
}

/** The newest details a shop ever had, also those that were retired. */
export function newestDetails(tx: Tx, partyId: string) {
  return tx.one<DetailsRow>(sql`
    select ${columns}
    from payout_details
    where party_id = ${partyId}
    order by set_at desc
    limit 1`)
}

/** Nothing is paid to these details any more. */
export function retireDetails(tx: Tx, partyId: string) {
  return tx.count(sql`
    update payout_details
    set replaced_at = ${tx.now}
    where party_id = ${partyId} and replaced_at is null`)
}

export async function replaceDetails(tx: Tx, details: DetailsRow) {
  await retireDetails(tx, details.party_id)
  await tx.count(sql`
    insert into payout_details (party_id, details_id, owner_id, kind, sealed, shown_tail, set_at, usable_from,
      name_score, name_state)
    values (${details.party_id}, ${details.details_id}, ${details.owner_id}, ${details.kind}, ${details.sealed},
      ${details.shown_tail}, ${details.set_at}, ${details.usable_from}, ${details.name_score}, ${details.name_state})`)
}

/** Details whose name a person must look at, the oldest first. */
export function detailsToCheck(tx: Tx, limit: number) {
  return tx.all<DetailsRow>(sql`
    select ${columns}
    from payout_details
    where name_state = 'ask' and replaced_at is null
    order by set_at
    limit ${limit}`)
}

export function setNameCleared(tx: Tx, partyId: string, detailsId: string, by: string) {
  return tx.count(sql`
    update payout_details
    set name_state = 'cleared', name_checked_by = ${by}
    where party_id = ${partyId} and details_id = ${detailsId} and name_state = 'ask'`)
}
