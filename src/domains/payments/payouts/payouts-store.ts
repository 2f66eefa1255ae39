import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type PayoutState = 'in_file' | 'sent' | 'failed' | 'returned'

export interface PayoutRow {
  party_id: string
  payout_id: string
  batch_id: string
  details_id: string
  amount_paisa: bigint
  /** Who pays it out; null for payouts made before it was written down. */
  holder: string | null
  state: PayoutState
  made_at: Date
  ended_at: Date | null
  return_reason: string
}

const payoutColumns = sql`p.party_id, p.payout_id, p.batch_id, p.details_id, p.amount_paisa, p.holder, p.state,
  p.made_at, p.ended_at, p.return_reason`

/** Shops with earnings at hand and details that may be used now. */
export function shopsToPay(tx: Tx) {
  return tx.all<{ party_id: string }>(sql`
    select e.party_id
    from earnings e
    join payout_details d on d.party_id = e.party_id and d.replaced_at is null and d.usable_from <= ${tx.now}
    where e.payout_id is null and e.at_hand_at is not null
      and e.disputed_at is null and (e.held_until is null or e.held_until <= ${tx.now})
    group by e.party_id
    order by e.party_id`)
}

export interface EarningRow {
  order_id: string
  amount_paisa: bigint
  holder: string
}

/** What a shop earned and has not been paid, the oldest first. */
export function lockEarnings(tx: Tx, partyId: string) {
  return tx.all<EarningRow>(sql`
    select order_id, amount_paisa, holder
    from earnings
    where party_id = ${partyId} and payout_id is null and at_hand_at is not null
      and disputed_at is null and (held_until is null or held_until <= ${tx.now})
    order by earned_at, order_id
    for update`)
}

/** Of an order and of what was earned besides it, as far as it is in no payout. */
export function setHeldUntil(tx: Tx, partyId: string, orderId: string, until: Date | null) {
  return tx.count(sql`
    update earnings
    set held_until = ${until}
    where party_id = ${partyId} and (order_id = ${orderId} or extra_of = ${orderId}) and payout_id is null`)
}

/** Also of what is in a payout: when its bank sends it back it is not free while the question is open. */
export function setDisputed(tx: Tx, partyId: string, orderId: string, at: Date | null) {
  return tx.count(sql`
    update earnings
    set disputed_at = ${at}
    where party_id = ${partyId} and (order_id = ${orderId} or extra_of = ${orderId})`)
}

/** What debts took of earnings that are not paid out yet, by who holds them. */
export function waitingRepayments(tx: Tx, partyId: string) {
  return tx.all<{ holder: string; paisa: bigint }>(sql`
    select holder, sum(amount_paisa)::bigint as paisa
    from debt_repayments
    where party_id = ${partyId} and payout_id is null
    group by holder`)
}

export function putInPayout(tx: Tx, partyId: string, payoutId: string, orderIds: string[]) {
  return tx.count(sql`
    update earnings
    set payout_id = ${payoutId}
    where party_id = ${partyId} and order_id = any(${orderIds}::uuid[]) and payout_id is null`)
}

export function putRepaymentsInPayout(tx: Tx, partyId: string, payoutId: string, holder: string) {
  return tx.count(sql`
    update debt_repayments
    set payout_id = ${payoutId}
    where party_id = ${partyId} and holder = ${holder} and payout_id is null`)
}

export function insertPayout(
  tx: Tx,
  payout: {
    party_id: string
    payout_id: string
    batch_id: string
    details_id: string
    amount_paisa: bigint
    holder: string
  },
) {
  return tx.count(sql`
    insert into payouts (party_id, payout_id, batch_id, details_id, amount_paisa, holder, state, made_at)
    values (${payout.party_id}, ${payout.payout_id}, ${payout.batch_id}, ${payout.details_id}, ${payout.amount_paisa},
      ${payout.holder}, 'in_file', ${tx.now})`)
}

export interface BatchRow {
  batch_id: string
  state: 'made' | 'sent'
  made_by: string | null
  made_at: Date
  sent_at: Date | null
  value_date: string | null
  needs_check: boolean
  checked_by: string | null
  taken_count: number
  payout_count: number
  amount_paisa: bigint
}

export function insertBatch(
  tx: Tx,
  batch: { batch_id: string; made_by: string | null; value_date: string; needs_check: boolean },
) {
  return tx.count(sql`
    insert into payout_batches (party_id, batch_id, state, made_by, made_at, value_date, needs_check)
    values (${MARKET_PARTY}, ${batch.batch_id}, 'made', ${batch.made_by}, ${tx.now}, ${batch.value_date},
      ${batch.needs_check})`)
}

export type BatchHead = Omit<BatchRow, 'payout_count' | 'amount_paisa'>

export function lockBatch(tx: Tx, batchId: string) {
  return tx.one<BatchHead>(sql`
    select batch_id, state, made_by, made_at, sent_at, value_date, needs_check, checked_by, taken_count
    from payout_batches
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId}
    for update`)
}

export function setBatchChecked(tx: Tx, batchId: string, by: string) {
  return tx.count(sql`
    update payout_batches
    set checked_by = ${by}, checked_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId} and checked_by is null`)
}

export function noteTaken(tx: Tx, batchId: string, valueDate: string) {
  return tx.count(sql`
    update payout_batches
    set taken_count = taken_count + 1, taken_at = ${tx.now}, value_date = ${valueDate}
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId}`)
}

export function setBatchSent(tx: Tx, batchId: string, by: string) {
  return tx.count(sql`
    update payout_batches
    set state = 'sent', sent_by = ${by}, sent_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId} and state = 'made'`)
}

export function readBatches(tx: Tx, limit: number) {
  return tx.all<BatchRow>(sql`
    select b.batch_id, b.state, b.made_by, b.made_at, b.sent_at, b.value_date, b.needs_check, b.checked_by,
      b.taken_count, count(p.payout_id)::int as payout_count, coalesce(sum(p.amount_paisa), 0)::bigint as amount_paisa
    from payout_batches b
    left join payouts p on p.batch_id = b.batch_id
    where b.party_id = ${MARKET_PARTY}
    group by b.party_id, b.batch_id
    order by b.made_at desc
    limit ${limit}`)
}

export interface FileRow {
  batch_id: string
  kind: 'bank' | 'wallet'
  holder: string
  payout_count: number
  amount_paisa: bigint
}

/** The files of some batches: one for each kind of account and each holder that pays. */
export function filesOf(tx: Tx, batchIds: string[]) {
  return tx.all<FileRow>(sql`
    select p.batch_id, d.kind, coalesce(p.holder, '') as holder, count(*)::int as payout_count,
      sum(p.amount_paisa)::bigint as amount_paisa
    from payouts p
    join payout_details d on d.party_id = p.party_id and d.details_id = p.details_id
    where p.batch_id = any(${batchIds}::uuid[])
    group by p.batch_id, d.kind, coalesce(p.holder, '')
    order by p.batch_id, d.kind, coalesce(p.holder, '')`)
}

export type PayoutToMake = PayoutRow & { kind: 'bank' | 'wallet'; owner_id: string; sealed: Buffer; shown_tail: string }

export function payoutsOfBatch(tx: Tx, batchId: string) {
  return tx.all<PayoutToMake>(sql`
    select ${payoutColumns}, d.kind, d.owner_id, d.sealed, d.shown_tail
    from payouts p
    join payout_details d on d.party_id = p.party_id and d.details_id = p.details_id
    where p.batch_id = ${batchId}
    order by p.party_id, p.payout_id`)
}

export function payoutsOfShop(tx: Tx, partyId: string, limit: number) {
  return tx.all<PayoutRow>(sql`
    select ${payoutColumns}
    from payouts p
    where p.party_id = ${partyId}
    order by p.made_at desc
    limit ${limit}`)
}

export function setPayoutSent(tx: Tx, payout: PayoutRow) {
  return tx.count(sql`
    update payouts
    set state = 'sent', ended_at = ${tx.now}
    where party_id = ${payout.party_id} and payout_id = ${payout.payout_id} and state = 'in_file'`)
}

export function lockPayout(tx: Tx, partyId: string, payoutId: string) {
  return tx.one<PayoutRow>(sql`
    select ${payoutColumns}
    from payouts p
    where p.party_id = ${partyId} and p.payout_id = ${payoutId}
    for update`)
}

export function setPayoutReturned(tx: Tx, payout: PayoutRow, reason: string) {
  return tx.count(sql`
    update payouts
    set state = 'returned', return_reason = ${reason}, ended_at = ${tx.now}
    where party_id = ${payout.party_id} and payout_id = ${payout.payout_id} and state = ${payout.state}`)
}

/** The earnings of a payout that came back are free again, and so is what debts took of them. */
export async function freePayout(tx: Tx, partyId: string, payoutId: string) {
  const [earnings] = await Promise.all([
    tx.count(sql`
      update earnings
      set payout_id = null
      where party_id = ${partyId} and payout_id = ${payoutId}`),
    tx.count(sql`
      update debt_repayments
      set payout_id = null
      where party_id = ${partyId} and payout_id = ${payoutId}`),
  ])
  return earnings
}

/** Where the money of a payout lies: one sum for each holder, less what debts took of it. */
export function holdersOfPayout(tx: Tx, partyId: string, payoutId: string) {
  return tx.all<{ holder: string; paisa: bigint }>(sql`
    select holder, sum(paisa)::bigint as paisa
    from (
      select holder, amount_paisa as paisa
      from earnings
      where party_id = ${partyId} and payout_id = ${payoutId}
      union all
      select holder, -amount_paisa
      from debt_repayments
      where party_id = ${partyId} and payout_id = ${payoutId}
    ) both_sides
    group by holder
    having sum(paisa) <> 0
    order by holder`)
}
