import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
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
}

export interface PayoutRow {
  party_id: string
  payout_id: string
  batch_id: string
  details_id: string
  amount_paisa: bigint
  state: 'in_file' | 'sent' | 'failed'
  made_at: Date
  ended_at: Date | null
}

export interface BatchRow {
  batch_id: string
  state: 'made' | 'sent'
  made_at: Date
  sent_at: Date | null
  payout_count: number
  amount_paisa: bigint
}

export function readDetails(tx: Tx, partyId: string) {
  return tx.one<DetailsRow>(sql`
    select party_id, details_id, owner_id, kind, sealed, shown_tail, set_at, usable_from
    from payout_details
    where party_id = ${partyId} and replaced_at is null
    order by set_at desc
    limit 1`)
}

export async function replaceDetails(tx: Tx, details: DetailsRow) {
  await tx.count(sql`
    update payout_details
    set replaced_at = ${tx.now}
    where party_id = ${details.party_id} and replaced_at is null`)
  await tx.count(sql`
    insert into payout_details (party_id, details_id, owner_id, kind, sealed, shown_tail, set_at, usable_from)
    values (${details.party_id}, ${details.details_id}, ${details.owner_id}, ${details.kind}, ${details.sealed},
      ${details.shown_tail}, ${details.set_at}, ${details.usable_from})`)
}

/** Shops with earnings at hand and details that may be used now. */
export function shopsToPay(tx: Tx) {
  return tx.all<{ party_id: string }>(sql`
    select e.party_id
    from earnings e
    join payout_details d on d.party_id = e.party_id and d.replaced_at is null and d.usable_from <= ${tx.now}
    where e.payout_id is null and e.at_hand_at is not null
    group by e.party_id
    order by e.party_id`)
}

export interface EarningRow {
  order_id: string
  amount_paisa: bigint
  holder: string
}

export function lockEarnings(tx: Tx, partyId: string) {
  return tx.all<EarningRow>(sql`
    select order_id, amount_paisa, holder
    from earnings
    where party_id = ${partyId} and payout_id is null and at_hand_at is not null
    order by order_id
    for update`)
}

export function putInPayout(tx: Tx, partyId: string, payoutId: string, orderIds: string[]) {
  return tx.count(sql`
    update earnings
    set payout_id = ${payoutId}
    where party_id = ${partyId} and order_id = any(${orderIds}::uuid[]) and payout_id is null`)
}

export function insertPayout(tx: Tx, payout: Omit<PayoutRow, 'state' | 'made_at' | 'ended_at'>) {
  return tx.count(sql`
    insert into payouts (party_id, payout_id, batch_id, details_id, amount_paisa, state, made_at)
    values (${payout.party_id}, ${payout.payout_id}, ${payout.batch_id}, ${payout.details_id}, ${payout.amount_paisa},
      'in_file', ${tx.now})`)
}

export function insertBatch(tx: Tx, batchId: string, by: string) {
  return tx.count(sql`
    insert into payout_batches (party_id, batch_id, state, made_by, made_at)
    values (${MARKET_PARTY}, ${batchId}, 'made', ${by}, ${tx.now})`)
}

export function setBatchSent(tx: Tx, batchId: string, by: string) {
  return tx.count(sql`
    update payout_batches
    set state = 'sent', sent_by = ${by}, sent_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId} and state = 'made'`)
}

export function readBatches(tx: Tx, limit: number) {
  return tx.all<BatchRow>(sql`
    select b.batch_id, b.state, b.made_at, b.sent_at, count(p.payout_id)::int as payout_count,
      coalesce(sum(p.amount_paisa), 0)::bigint as amount_paisa
    from payout_batches b
    left join payouts p on p.batch_id = b.batch_id
    where b.party_id = ${MARKET_PARTY}
    group by b.batch_id, b.state, b.made_at, b.sent_at
    order by b.made_at desc
    limit ${limit}`)
}

export function payoutsOfBatch(tx: Tx, batchId: string) {
  return tx.all<PayoutRow & { kind: 'bank' | 'wallet'; owner_id: string; sealed: Buffer }>(sql`
    select p.party_id, p.payout_id, p.batch_id, p.details_id, p.amount_paisa, p.state, p.made_at, p.ended_at,
      d.kind, d.owner_id, d.sealed
    from payouts p
    join payout_details d on d.party_id = p.party_id and d.details_id = p.details_id
    where p.batch_id = ${batchId}
    order by p.party_id`)
}

export function payoutsOfShop(tx: Tx, partyId: string, limit: number) {
  return tx.all<PayoutRow>(sql`
    select party_id, payout_id, batch_id, details_id, amount_paisa, state, made_at, ended_at
    from payouts
    where party_id = ${partyId}
    order by made_at desc
    limit ${limit}`)
}

export function setPayoutSent(tx: Tx, payout: PayoutRow) {
  return tx.count(sql`
    update payouts
    set state = 'sent', ended_at = ${tx.now}
    where party_id = ${payout.party_id} and payout_id = ${payout.payout_id} and state = 'in_file'`)
}

/** Where the money of a payout lies: one sum for each holder. */
export function holdersOfPayout(tx: Tx, partyId: string, payoutId: string) {
  return tx.all<{ holder: string; paisa: bigint }>(sql`
    select holder, sum(amount_paisa)::bigint as paisa
    from earnings
    where party_id = ${partyId} and payout_id = ${payoutId}
    group by holder
    order by holder`)
}
