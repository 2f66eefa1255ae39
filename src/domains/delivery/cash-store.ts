import type { Paisa } from '../../kit/money/money.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** Cash that a rider took at a door. party_id is the shop's. */
export interface RiderCash {
  readonly party_id: string
  readonly order_id: string
  readonly rider_id: string
  readonly amount_paisa: Paisa
  readonly taken_at: Date
}

export function insertCash(tx: Tx, cash: RiderCash) {
  return tx.count(sql`
    insert into rider_cash (party_id, order_id, rider_id, amount_paisa, taken_at)
    values (${cash.party_id}, ${cash.order_id}, ${cash.rider_id}, ${cash.amount_paisa}, ${cash.taken_at})
    on conflict (party_id, order_id) do nothing`)
}

export function findCash(tx: Tx, riderId: string) {
  return tx.all<RiderCash>(sql`
    select party_id, order_id, rider_id, amount_paisa, taken_at
    from rider_cash
    where rider_id = ${riderId} and handed_in_at is null
    order by taken_at, order_id`)
}

/** What all riders hold together, for the operator: who has had cash for longest comes first. */
export function findCashByRider(tx: Tx) {
  return tx.all<{ rider_id: string; orders: number; amount_paisa: Paisa; oldest_at: Date }>(sql`
    select rider_id, count(*)::int as orders, sum(amount_paisa)::bigint as amount_paisa, min(taken_at) as oldest_at
    from rider_cash
    where handed_in_at is null
    group by rider_id
    order by min(taken_at)`)
}

/** Marks the cash of one shop's orders handed in, where it is still with the rider. */
export function markHandedIn(tx: Tx, shopId: string, riderId: string, orderIds: readonly string[], operatorId: string) {
  return tx.all<RiderCash>(sql`
    update rider_cash
    set handed_in_at = ${tx.now}, handed_in_to = ${operatorId}
    where party_id = ${shopId} and rider_id = ${riderId} and order_id = any(${orderIds}::uuid[])
      and handed_in_at is null
    returning party_id, order_id, rider_id, amount_paisa, taken_at`)
}
