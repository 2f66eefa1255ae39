import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export type PaymentState = 'begun' | 'pending' | 'paid' | 'failed' | 'expired' | 'refunding' | 'refunded'

/** What a payment pays for: one part for each order. */
export interface PaidOrder {
  shop_id: string
  order_id: string
  amount_paisa: string
}

export interface PaymentRow {
  party_id: string
  payment_id: string
  checkout_id: string
  rail: string
  reference: string
  amount_paisa: bigint
  orders: PaidOrder[]
  state: PaymentState
  provider_id: string | null
  trouble: string
  begun_at: Date
  expires_at: Date
  paid_at: Date | null
  asked_at: Date | null
  asked_count: number
}

const columns = sql`party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, provider_id,
  trouble, begun_at, expires_at, paid_at, asked_at, asked_count`

export type NewPayment = Pick<
  PaymentRow,
  'party_id' | 'payment_id' | 'checkout_id' | 'rail' | 'reference' | 'amount_paisa' | 'orders' | 'expires_at'
>

export async function insertPayment(tx: Tx, payment: NewPayment) {
  await Promise.all([
    tx.count(sql`
      insert into payments (party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, begun_at,
        expires_at)
      values (${payment.party_id}, ${payment.payment_id}, ${payment.checkout_id}, ${payment.rail}, ${payment.reference},
        ${payment.amount_paisa}, ${JSON.stringify(payment.orders)}, 'begun', ${tx.now}, ${payment.expires_at})`),
    tx.count(sql`
      insert into payment_references (reference, party_id, payment_id)
      values (${payment.reference}, ${payment.party_id}, ${payment.payment_id})`),
  ])
}

export function readPayment(tx: Tx, partyId: string, paymentId: string) {
  return tx.one<PaymentRow>(sql`
    select ${columns}
    from payments
    where party_id = ${partyId} and payment_id = ${paymentId}`)
}

export function newestPayment(tx: Tx, partyId: string, checkoutId: string) {
  return tx.one<PaymentRow>(sql`
    select ${columns}
    from payments
    where party_id = ${partyId} and checkout_id = ${checkoutId}
    order by (state = 'paid') desc, begun_at desc
    limit 1`)
}

export function findReference(tx: Tx, reference: string) {
  return tx.one<{ party_id: string; payment_id: string }>(sql`
    select party_id, payment_id
    from payment_references
    where reference = ${reference}`)
}

export function lockPayment(tx: Tx, partyId: string, paymentId: string) {
  return tx.one<PaymentRow>(sql`
    select ${columns}
    from payments
    where party_id = ${partyId} and payment_id = ${paymentId}
    for update`)
}

export function setPaid(tx: Tx, payment: PaymentRow, providerId: string) {
  return tx.count(sql`
    update payments
    set state = 'paid', provider_id = ${providerId}, paid_at = ${tx.now}, trouble = ''
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}
      and state in ('begun', 'pending', 'failed', 'expired')`)
}

export function setUnpaid(tx: Tx, payment: PaymentRow, state: PaymentState, trouble: string) {
  return tx.count(sql`
    update payments
    set state = ${state}, trouble = ${trouble}
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}
      and state in ('begun', 'pending', 'failed')`)
}

export function noteAsked(tx: Tx, payment: PaymentRow) {
  return tx.count(sql`
    update payments
    set asked_at = ${tx.now}, asked_count = asked_count + 1
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** Payments nobody has told us about, asked again ever more rarely: after 1, 2, 4 … minutes, at most every hour. */
export function listToAsk(tx: Tx, limit: number) {
  return tx.all<PaymentRow>(sql`
    select ${columns}
    from payments
    where state in ('begun', 'pending')
      and coalesce(asked_at, begun_at) + least(power(2, least(asked_count, 6)), 60) * interval '1 minute' <= ${tx.now}
    order by coalesce(asked_at, begun_at)
    limit ${limit}`)
}

export function listTroubled(tx: Tx, limit: number) {
  return tx.all<PaymentRow>(sql`
    select ${columns}
    from payments
    where trouble <> '' and state in ('begun', 'pending', 'failed')
    order by begun_at
    limit ${limit}`)
}

export function claimProviderTransaction(
  tx: Tx,
  claim: { provider: string; provider_id: string; party_id: string; payment_id: string; amount_paisa: bigint },
) {
  return tx.one<{ payment_id: string }>(sql`
    insert into provider_transactions (provider, provider_id, kind, party_id, payment_id, amount_paisa, seen_at)
    values (${claim.provider}, ${claim.provider_id}, 'paid', ${claim.party_id}, ${claim.payment_id},
      ${claim.amount_paisa}, ${tx.now})
    on conflict (provider, provider_id, kind) do nothing
    returning payment_id`)
}

export function findProviderTransaction(tx: Tx, provider: string, providerId: string) {
  return tx.one<{ payment_id: string; amount_paisa: bigint }>(sql`
    select payment_id, amount_paisa
    from provider_transactions
    where provider = ${provider} and provider_id = ${providerId} and kind = 'paid'`)
}

export interface NoticeRow {
  notice_id: string
  told_count: number
  verdict: string
}

/** Keeps what a provider said before anybody reads it; the same words again only raise the count. */
export function keepNotice(tx: Tx, notice: { notice_id: string; provider: string; body_hash: Buffer; body: string }) {
  return tx.one<NoticeRow>(sql`
    insert into provider_notices as n (notice_id, provider, body_hash, body, received_at)
    values (${notice.notice_id}, ${notice.provider}, ${notice.body_hash}, ${notice.body}, ${tx.now})
    on conflict (provider, body_hash) do update
    set told_count = n.told_count + 1
    returning notice_id, told_count, verdict`)
}

export function judgeNotice(tx: Tx, noticeId: string, verdict: string, detail: string) {
  return tx.count(sql`
    update provider_notices
    set verdict = ${verdict}, detail = ${detail}, read_at = ${tx.now}
    where notice_id = ${noticeId}`)
}

export interface BadNotice {
  notice_id: string
  provider: string
  received_at: Date
  told_count: number
  verdict: string
  detail: string
}

export function listBadNotices(tx: Tx, limit: number) {
  return tx.all<BadNotice>(sql`
    select notice_id, provider, received_at, told_count, verdict, detail
    from provider_notices
    where verdict not in ('agreed', 'unread')
    order by received_at desc
    limit ${limit}`)
}
