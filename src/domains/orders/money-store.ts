import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Fault } from './fault.ts'
import type { OrderState } from './process.ts'
import type { OrderRow } from './store.ts'

/** A line of which some went back while the rest was kept. */
export interface OrderBackRow {
  line: number
  quantity: number
  paisa: bigint
  reason: string
  said_at: Date
}

export type NewBack = Omit<OrderBackRow, 'said_at'>

export function insertBacks(tx: Tx, order: OrderRow, backs: readonly NewBack[], by: string) {
  return tx.count(sql`
    insert into order_backs (party_id, order_id, line, quantity, paisa, reason, said_by, said_at)
    select ${order.party_id}, ${order.order_id}, b.line, b.quantity, b.paisa, b.reason, ${by}, ${tx.now}
    from unnest(${backs.map(({ line }) => line)}::smallint[], ${backs.map(({ quantity }) => quantity)}::int[],
      ${backs.map(({ paisa }) => paisa)}::bigint[], ${backs.map(({ reason }) => reason)}::text[])
      as b (line, quantity, paisa, reason)`)
}

export function readBacks(tx: Tx, partyId: string, orderId: string) {
  return tx.all<OrderBackRow>(sql`
    select line, quantity, paisa, reason, said_at
    from order_backs
    where party_id = ${partyId} and order_id = ${orderId}
    order by line`)
}

export interface OrderFaultRow {
  party_id: string
  order_id: string
  buyer_id: string
  fault: Fault
  reason: string
  way_paisa: bigint
  charged_paisa: bigint
  said_at: Date
}

export function insertFault(tx: Tx, row: Omit<OrderFaultRow, 'said_at'>) {
  return tx.count(sql`
    insert into order_faults (party_id, order_id, buyer_id, fault, reason, way_paisa, charged_paisa, said_at)
    values (${row.party_id}, ${row.order_id}, ${row.buyer_id}, ${row.fault}, ${row.reason}, ${row.way_paisa},
      ${row.charged_paisa}, ${tx.now})`)
}

export function readFault(tx: Tx, partyId: string, orderId: string) {
  return tx.one<OrderFaultRow>(sql`
    select party_id, order_id, buyer_id, fault, reason, way_paisa, charged_paisa, said_at
    from order_faults
    where party_id = ${partyId} and order_id = ${orderId}`)
}

/** How often parcels of a buyer went back by the buyer's own fault, with all shops. */
export async function countBuyerFaults(tx: Tx, buyerId: string, since: Date): Promise<number> {
  const row = await tx.one<{ fault_count: number }>(sql`
    select count(*)::int as fault_count
    from order_faults
    where buyer_id = ${buyerId} and fault = 'buyer' and said_at > ${since}`)
  return row?.fault_count ?? 0
}

/** One buyer's orders that are paid later are placed one after the other: then the count below misses none. */
export function lockUnpaid(tx: Tx, buyerId: string) {
  return tx.one<object>(sql`
    select pg_advisory_xact_lock(hashtextextended('unpaid:' || ${buyerId}::text, 0))`)
}

/** How many other checkouts of a buyer wait for money, or ran out without any since a time, with all shops. */
export async function countUnpaid(tx: Tx, buyerId: string, checkoutId: string, since: Date): Promise<number> {
  const row = await tx.one<{ unpaid_count: number }>(sql`
    select count(distinct o.checkout_id)::int as unpaid_count
    from orders o
    join holds h on h.party_id = o.party_id and h.order_id = o.order_id and h.funded_at is null
    where o.buyer_id = ${buyerId} and o.method = 'prepaid' and o.state in ('awaiting_payment', 'expired')
      and (o.state = 'awaiting_payment' or o.moved_at > ${since}) and o.checkout_id <> ${checkoutId}`)
  return row?.unpaid_count ?? 0
}

type Why = NonNullable<OrderRow['frozen_for']>

export function freezeOne(tx: Tx, order: OrderRow, why: Why) {
  return tx.count(sql`
    update orders
    set frozen_at = ${tx.now}, frozen_for = ${why}
    where party_id = ${order.party_id} and order_id = ${order.order_id} and frozen_at is null`)
}

/** Freezes every order of a shop that is in one of these states. */
export function freezeAll(tx: Tx, partyId: string, states: readonly OrderState[]) {
  return tx.count(sql`
    update orders
    set frozen_at = ${tx.now}, frozen_for = 'shop_stopped'
    where party_id = ${partyId} and state = any(${states}::text[]) and frozen_at is null`)
}

/** Lets orders go on, one or all that a stop of the shop froze; the clock of a release stood still meanwhile. */
export function thaw(tx: Tx, partyId: string, orderId: string | null, why: Why) {
  return tx.count(sql`
    update orders
    set due_at = case when due_step = 'release' then due_at + (${tx.now}::timestamptz - frozen_at) else due_at end,
      frozen_at = null, frozen_for = null
    where party_id = ${partyId} and (${orderId}::uuid is null or order_id = ${orderId}) and frozen_for = ${why}`)
}
