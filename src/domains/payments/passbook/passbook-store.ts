import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface OwnEntryRow {
  transfer_id: string
  cause: string
  memo: string
  posted_at: Date
  account: string
  amount_paisa: bigint
}

/**
 * Every entry of the transfers that changed what a shop has with us (payable and debt), the oldest first. At most
 * `limit` entries.
 */
export function readOwnEntries(tx: Tx, shopId: string, from: Date, to: Date, limit: number) {
  return tx.all<OwnEntryRow>(sql`
    with own as (
      select distinct transfer_id
      from ledger_postings
      where party_id = ${shopId} and account in ('payable', 'debt') and posted_at >= ${from} and posted_at < ${to}
    )
    select t.transfer_id, t.cause, t.memo, t.posted_at, p.account, p.amount_paisa
    from own
    join ledger_transfers t on t.party_id = ${shopId} and t.transfer_id = own.transfer_id
    join ledger_postings p on p.party_id = ${shopId} and p.transfer_id = own.transfer_id
    order by t.posted_at, t.transfer_id, p.line
    limit ${limit}`)
}

/** What a shop had with us before a moment, in paisa: above zero is the shop's. */
export async function readOwnBalance(tx: Tx, shopId: string, before: Date) {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(-sum(amount_paisa), 0)::bigint as paisa
    from ledger_postings
    where party_id = ${shopId} and account in ('payable', 'debt') and posted_at < ${before}`)
  return row?.paisa ?? 0n
}

/** The refunds that went back, by the order that they were for, to name a debt's order. */
export function readOrdersOfDebts(tx: Tx, shopId: string, debtIds: readonly string[]) {
  return tx.all<{ debt_id: string; order_id: string | null; kind: string }>(sql`
    select debt_id, order_id, kind
    from shop_debts
    where party_id = ${shopId} and debt_id = any(${debtIds}::uuid[])`)
}

export interface BuyerMoneyRow {
  order_id: string
  method: 'cod' | 'prepaid'
  state: 'promised' | 'funded' | 'released' | 'refunded' | 'reversed' | 'void'
  holder: string
  amount_paisa: bigint
  funded_at: Date | null
  ended_at: Date | null
  /** Sent back, and still to be sent, in paisa. */
  sent_back_paisa: bigint
  coming_back_paisa: bigint
}

/** The money of a buyer's own orders, by their shops. The refunds are this buyer's only. */
export function readBuyerMoney(tx: Tx, buyerId: string, shopIds: readonly string[], orderIds: readonly string[]) {
  return tx.all<BuyerMoneyRow>(sql`
    select h.order_id, h.method, h.state, h.holder, h.amount_paisa, h.funded_at, h.ended_at,
      coalesce(sum(r.amount_paisa) filter (where r.state = 'sent'), 0)::bigint as sent_back_paisa,
      coalesce(sum(r.amount_paisa) filter (where r.state <> 'sent'), 0)::bigint as coming_back_paisa
    from unnest(${shopIds}::uuid[], ${orderIds}::uuid[]) as own (party_id, order_id)
    join holds h on h.party_id = own.party_id and h.order_id = own.order_id
    left join refunds r on r.party_id = h.party_id and r.order_id = h.order_id and r.buyer_id = ${buyerId}
    group by h.party_id, h.order_id`)
}
