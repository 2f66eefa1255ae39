import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PaymentState } from '../attempt.ts'
import type { PaidOrder } from '../store.ts'

export interface PaymentFacts {
  reference: string
  party_id: string
  payment_id: string
  rail: string
  amount_paisa: bigint
  orders: PaidOrder[]
  state: PaymentState
  begun_at: Date
}

const columns = sql`r.reference, p.party_id, p.payment_id, p.rail, p.amount_paisa, p.orders, p.state, p.begun_at`

/** Payments by our references, of any rail. */
export function paymentsOf(tx: Tx, references: readonly string[]) {
  return tx.all<PaymentFacts>(sql`
    select ${columns}
    from payment_references r
    join payments p on p.party_id = r.party_id and p.payment_id = r.payment_id
    where r.reference = any(${references}::text[])`)
}

/** Payments by bank or Raast of one amount that nobody has seen paid, the nearest in time first: proposals only. */
export function paymentsLike(tx: Tx, amount: bigint, around: Date, limit: number) {
  return tx.all<PaymentFacts>(sql`
    select ${columns}
    from payments p
    join payment_references r on r.party_id = p.party_id and r.payment_id = p.payment_id
    where p.amount_paisa = ${amount} and p.rail in ('bank', 'raast')
      and p.state in ('created', 'begun', 'pending', 'unknown', 'failed', 'expired')
      and p.begun_at between ${around}::timestamptz - interval '14 days' and ${around}::timestamptz + interval '3 days'
    order by abs(extract(epoch from p.begun_at - ${around}::timestamptz))
    limit ${limit}`)
}

/** Payments that are made by a code on a transfer, of the last weeks. */
export function transfersSince(tx: Tx, from: Date, limit: number) {
  return tx.all<PaymentFacts>(sql`
    select ${columns}
    from payments p
    join payment_references r on r.party_id = p.party_id and r.payment_id = p.payment_id
    where p.rail in ('bank', 'raast') and p.begun_at >= ${from}
    order by p.begun_at desc
    limit ${limit}`)
}

export interface PayoutFacts {
  party_id: string
  payout_id: string
  batch_id: string
  holder: string | null
  amount_paisa: bigint
  state: string
}

/** Payouts of the last weeks, to be known again on a statement. */
export function recentPayouts(tx: Tx, from: Date, limit: number) {
  return tx.all<PayoutFacts>(sql`
    select party_id, payout_id, batch_id, holder, amount_paisa, state
    from payouts
    where made_at >= ${from}
    order by made_at desc
    limit ${limit}`)
}

export interface UnpaidBatch {
  batch_id: string
  holder: string
  name: string
  fee_paisa: bigint
  net_paisa: bigint
  last_day: string
}

/** What providers say they have sent to our bank, and no bank has shown. */
export function unpaidBatches(tx: Tx) {
  return tx.all<UnpaidBatch>(sql`
    select batch_id, holder, name, fee_paisa, net_paisa, last_day
    from report_batches
    where party_id = ${MARKET_PARTY} and bank_line_id is null
    order by last_day, name`)
}

export function setBatchPaid(tx: Tx, batchId: string, lineId: string) {
  return tx.count(sql`
    update report_batches
    set bank_line_id = ${lineId}
    where party_id = ${MARKET_PARTY} and batch_id = ${batchId} and bank_line_id is null`)
}

export interface RemittedFile {
  file_id: string
  courier: string
  file_name: string
  net_paisa: bigint
  first_key: string
  last_key: string
}

/** Couriers' files that are booked and that no bank has shown yet. */
export function remittedFiles(tx: Tx, from: Date) {
  return tx.all<RemittedFile>(sql`
    select f.file_id, f.courier, f.file_name, sum(l.net_paisa)::bigint as net_paisa, min(l.line_key) as first_key,
      max(l.line_key) as last_key
    from remittance_files f
    join remittance_lines l on l.party_id = f.party_id and l.file_id = f.file_id and l.state = 'booked'
    where f.party_id = ${MARKET_PARTY} and f.imported_at >= ${from}
      and not exists (
        select 1 from bank_lines b
        where b.party_id = ${MARKET_PARTY} and b.kind = 'remittance' and b.subject = f.file_id::text)
    group by f.file_id, f.courier, f.file_name, f.imported_at
    order by f.imported_at`)
}

/** Money owed back to a sender whom nobody knows, by the reference that we write on the transfer. */
export function owedReturns(tx: Tx) {
  return tx.all<{ account: string; paisa: bigint }>(sql`
    select account, -sum(amount_paisa)::bigint as paisa
    from ledger_postings
    where party_id = ${MARKET_PARTY} and account like 'refund_owed:%'
    group by account
    having sum(amount_paisa) < 0`)
}
