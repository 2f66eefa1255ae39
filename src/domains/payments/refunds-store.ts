import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface RefundRow {
  party_id: string
  refund_id: string
  order_id: string
  buyer_id: string
  cause: string
  payment_id: string | null
  payment_reference: string | null
  rail: string | null
  holder: string
  reference: string
  amount_paisa: bigint
  state: 'owed' | 'sent' | 'stuck'
  trouble: string
  owed_at: Date
  sent_at: Date | null
  tried_count: number
}

const columns = sql`party_id, refund_id, order_id, buyer_id, cause, payment_id, payment_reference, rail, holder,
  reference,
  amount_paisa, state, trouble, owed_at, sent_at, tried_count`

export type NewRefund = Omit<RefundRow, 'state' | 'trouble' | 'owed_at' | 'sent_at' | 'tried_count'>

export function insertRefund(tx: Tx, refund: NewRefund) {
  return tx.count(sql`
    insert into refunds (party_id, refund_id, order_id, buyer_id, cause, payment_id, payment_reference, rail, holder,
      reference, amount_paisa, state, owed_at)
    values (${refund.party_id}, ${refund.refund_id}, ${refund.order_id}, ${refund.buyer_id}, ${refund.cause},
      ${refund.payment_id}, ${refund.payment_reference}, ${refund.rail}, ${refund.holder}, ${refund.reference},
      ${refund.amount_paisa}, 'owed', ${tx.now})
    on conflict (party_id, cause) do nothing`)
}

export function listOwed(tx: Tx, limit: number) {
  return tx.all<RefundRow>(sql`
    select ${columns}
    from refunds
    where state = 'owed' and rail is not null
    order by tried_count, owed_at
    limit ${limit}`)
}

/** Refunds that need a person: the rail said no, or there is no rail to send them back by. */
export function listStuck(tx: Tx, limit: number) {
  return tx.all<RefundRow>(sql`
    select ${columns}
    from refunds
    where state = 'stuck' or (state = 'owed' and (rail is null or tried_count >= 5))
    order by owed_at
    limit ${limit}`)
}

export function refundsOfOrder(tx: Tx, partyId: string, orderId: string) {
  return tx.all<RefundRow>(sql`
    select ${columns}
    from refunds
    where party_id = ${partyId} and order_id = ${orderId}
    order by owed_at`)
}

/** What earlier refunds of the same payment sent back already. */
export async function refundedBefore(tx: Tx, refund: RefundRow): Promise<bigint> {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(amount_paisa), 0)::bigint as paisa
    from refunds
    where payment_id = ${refund.payment_id} and state = 'sent' and refund_id <> ${refund.refund_id}`)
  return row?.paisa ?? 0n
}

export function setSent(tx: Tx, refund: RefundRow, providerId: string) {
  return tx.count(sql`
    update refunds
    set state = 'sent', provider_id = ${providerId}, sent_at = ${tx.now}, tried_count = tried_count + 1, trouble = ''
    where party_id = ${refund.party_id} and refund_id = ${refund.refund_id} and state <> 'sent'`)
}

export function noteTrouble(tx: Tx, refund: RefundRow, trouble: string, stuck: boolean) {
  return tx.count(sql`
    update refunds
    set tried_count = tried_count + 1, trouble = ${trouble},
      state = case when ${stuck}::boolean then 'stuck' else state end
    where party_id = ${refund.party_id} and refund_id = ${refund.refund_id} and state <> 'sent'`)
}

/** Why a refund is kept: its courier says that the goods, for which it goes back, came to the buyer. */
export const HELD = 'the courier says that it delivered the parcel after all'

/** Keeps what of an order's money was not sent back yet. */
export function keepRefunds(tx: Tx, partyId: string, orderId: string) {
  return tx.count(sql`
    update refunds
    set state = 'stuck', trouble = ${HELD}
    where party_id = ${partyId} and order_id = ${orderId} and state <> 'sent'`)
}

export function freeRefunds(tx: Tx, partyId: string, orderId: string) {
  return tx.all<{ refund_id: string }>(sql`
    update refunds
    set state = 'owed', trouble = '', tried_count = 0
    where party_id = ${partyId} and order_id = ${orderId} and state = 'stuck' and trouble = ${HELD}
    returning refund_id`)
}

/** Refunds that nobody was asked to send are not owed any more: their transfers stay in the books. */
export function dropRefunds(tx: Tx, partyId: string, refundIds: readonly string[]) {
  return tx.count(sql`
    delete from refunds
    where party_id = ${partyId} and refund_id = any(${refundIds}::uuid[]) and state <> 'sent' and tried_count = 0`)
}

/** Whether a refund is kept now, whatever it was when it was listed. */
export async function isKept(tx: Tx, refund: RefundRow): Promise<boolean> {
  const row = await tx.one(sql`
    select 1
    from refunds
    where party_id = ${refund.party_id} and refund_id = ${refund.refund_id} and trouble = ${HELD}`)
  return row !== undefined
}

export function lockRefund(tx: Tx, partyId: string, refundId: string) {
  return tx.one<RefundRow>(sql`
    select ${columns}
    from refunds
    where party_id = ${partyId} and refund_id = ${refundId}
    for update`)
}
