import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { OPEN, type PaymentState } from './attempt.ts'
import type { ShownPayment } from './rail.ts'

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
  begun_as: 'form' | 'wait' | 'show' | null
  /** True when it may not be begun a second time while it is open. */
  once: boolean
  shown: Omit<ShownPayment, 'action'> | null
  provider_id: string | null
  /** The rail's last code. */
  code: string
  trouble: string
  /** What the rail says came, while that is not what was asked and nobody has decided. */
  told_paisa: bigint | null
  begun_at: Date
  expires_at: Date
  paid_at: Date | null
  asked_at: Date | null
  asked_count: number
  /** When the rail is asked next; null when nobody asks any more. */
  ask_at: Date | null
}

const columns = sql`party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, begun_as, once,
  shown, provider_id, code, trouble, begun_at, expires_at, paid_at, asked_at, asked_count, ask_at, told_paisa`

export type NewPayment = Pick<
  PaymentRow,
  'party_id' | 'payment_id' | 'checkout_id' | 'rail' | 'reference' | 'amount_paisa' | 'orders' | 'once' | 'expires_at'
> & { ask_at: Date | null }

/** Writes an attempt down before anybody is called. Nothing is written while one that may be only one is open. */
export async function insertPayment(tx: Tx, payment: NewPayment) {
  const row = await tx.one<PaymentRow>(sql`
    insert into payments (party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, once,
      begun_at, expires_at, ask_at)
    values (${payment.party_id}, ${payment.payment_id}, ${payment.checkout_id}, ${payment.rail}, ${payment.reference},
      ${payment.amount_paisa}, ${JSON.stringify(payment.orders)}, 'created', ${payment.once}, ${tx.now},
      ${payment.expires_at}, ${payment.ask_at})
    on conflict (party_id, checkout_id, rail) where once and state in ('created', 'begun', 'pending', 'unknown')
    do nothing
    returning ${columns}`)
  if (!row) return undefined
  await tx.count(sql`
    insert into payment_references (reference, party_id, payment_id)
    values (${payment.reference}, ${payment.party_id}, ${payment.payment_id})`)
  return row
}

/** The one attempt of a rail that is still open for a checkout. */
export function findOpenOnce(tx: Tx, partyId: string, checkoutId: string, rail: string) {
  return tx.one<PaymentRow>(sql`
    select ${columns}
    from payments
    where party_id = ${partyId} and checkout_id = ${checkoutId} and rail = ${rail} and once
      and state = any(${OPEN})
    limit 1`)
}

/** The orders of a buyer that wait for money by ways that take longer than usual. */
export function slowOrdersOf(tx: Tx, partyId: string, usual_ms: number) {
  return tx.all<Pick<PaidOrder, 'shop_id' | 'order_id'>>(sql`
    select distinct (part ->> 'shop_id')::text as shop_id, (part ->> 'order_id')::text as order_id
    from payments p, jsonb_array_elements(p.orders) as part
    where p.party_id = ${partyId} and p.state = any(${OPEN}) and p.expires_at > ${tx.now}
      and p.expires_at - p.begun_at > ${usual_ms} * interval '1 millisecond'`)
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
    order by (state in ('paid', 'part_refunded', 'disputed')) desc, begun_at desc
    limit 1`)
}

/** When paying for a checkout was begun for the first time. */
export async function firstBegun(tx: Tx, partyId: string, checkoutId: string) {
  const row = await tx.one<{ begun_at: Date | null }>(sql`
    select min(begun_at) as begun_at
    from payments
    where party_id = ${partyId} and checkout_id = ${checkoutId}`)
  return row?.begun_at ?? undefined
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

/** Moves a locked attempt, guarded by the state it was read in. */
export function moveAttempt(
  tx: Tx,
  payment: PaymentRow,
  to: PaymentState,
  facts: { provider_id: string | null; trouble: string; code: string; ask_at: Date | null },
) {
  return tx.count(sql`
    update payments
    set state = ${to}, provider_id = coalesce(${facts.provider_id}, provider_id), trouble = ${facts.trouble},
      code = ${facts.code}, ask_at = ${facts.ask_at},
      paid_at = case when ${to} = 'paid' then coalesce(paid_at, ${tx.now}) else paid_at end
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id} and state = ${payment.state}`)
}

/** What the buyer was given to pay by. */
export function noteBegun(tx: Tx, payment: PaymentRow, as: 'form' | 'wait' | 'show', shown: PaymentRow['shown']) {
  return tx.count(sql`
    update payments
    set begun_as = ${as}, shown = ${shown}
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** Something that a person must look at; the attempt itself stays where it is. */
export function noteTroubleOf(tx: Tx, payment: PaymentRow, trouble: string) {
  return tx.count(sql`
    update payments
    set trouble = ${trouble}
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** Another amount came than was asked, or that has found its end. */
export function noteTold(tx: Tx, payment: PaymentRow, toldPaisa: bigint | null, trouble: string) {
  return tx.count(sql`
    update payments
    set told_paisa = ${toldPaisa}, trouble = ${trouble}
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** All of it goes back: it pays for nothing any more, and its orders can be paid anew. */
export function paysNothing(tx: Tx, payment: PaymentRow) {
  return tx.count(sql`
    update payments
    set orders = '[]'
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** What came of a payment, by what its rail said when it was booked. */
export async function cameOf(tx: Tx, paymentId: string): Promise<bigint> {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(amount_paisa), 0)::bigint as paisa
    from provider_transactions
    where payment_id = ${paymentId} and kind = 'paid'`)
  return row?.paisa ?? 0n
}

export function noteAsked(tx: Tx, payment: PaymentRow, askAt: Date | null) {
  return tx.count(sql`
    update payments
    set asked_at = ${tx.now}, asked_count = asked_count + 1, ask_at = ${askAt}
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
}

/** Payments of some rails whose time to be asked about has come. Those of a rail that is gone must not stand before. */
export function listToAsk(tx: Tx, rails: readonly string[], limit: number) {
  return tx.all<PaymentRow>(sql`
    select ${columns}
    from payments
    where ask_at <= ${tx.now} and rail = any(${rails}::text[])
    order by ask_at
    limit ${limit}`)
}

/** Counts one refund of a payment once. */
export function insertReturn(
  tx: Tx,
  returned: { buyer_id: string; payment_id: string; refund_id: string; amount_paisa: bigint },
) {
  return tx.count(sql`
    insert into payment_returns (party_id, refund_id, payment_id, amount_paisa, returned_at)
    values (${returned.buyer_id}, ${returned.refund_id}, ${returned.payment_id}, ${returned.amount_paisa}, ${tx.now})
    on conflict (party_id, refund_id) do nothing`)
}

export async function sumReturned(tx: Tx, payment: PaymentRow): Promise<bigint> {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(amount_paisa), 0)::bigint as paisa
    from payment_returns
    where party_id = ${payment.party_id} and payment_id = ${payment.payment_id}`)
  return row?.paisa ?? 0n
}

/** What refunds of ours send back of a payment by its rail, on their way or sent; what went to a wallet did not. */
export async function sentBackByUs(tx: Tx, paymentId: string): Promise<bigint> {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(amount_paisa), 0)::bigint as paisa
    from refunds
    where payment_id = ${paymentId} and provider_id is distinct from 'wallet'`)
  return row?.paisa ?? 0n
}

/** The same, order by order. */
export function sentBackByOrder(tx: Tx, paymentId: string) {
  return tx.all<{ order_id: string; paisa: bigint }>(sql`
    select order_id, sum(amount_paisa)::bigint as paisa
    from refunds
    where payment_id = ${paymentId} and provider_id is distinct from 'wallet'
    group by order_id`)
}

export function listTroubled(tx: Tx, limit: number) {
  return tx.all<PaymentRow>(sql`
    select ${columns}
    from payments
    where trouble <> '' and state not in ('refunded', 'part_refunded')
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
