import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { ChargeTerms } from './judge.ts'

/** What is agreed with a courier about cash, and how far it is trusted. */
export interface CourierTerms extends ChargeTerms {
  readonly courier: string
  readonly cap_paisa: bigint | null
  readonly claim_after_days: number
  readonly stopped_at: Date | null
  readonly stopped_why: string
}

const columns = sql`courier, cap_paisa, claim_after_days, pays_ahead, most_shipment_paisa, most_other_paisa,
  handling_basis_points, fuel_basis_points, gst_basis_points, income_tax_basis_points, sales_tax_basis_points,
  stopped_at, stopped_why`

export function findTerms(tx: Tx, courier: string) {
  return tx.one<CourierTerms>(sql`select ${columns} from courier_terms where courier = ${courier}`)
}

export function allTerms(tx: Tx) {
  return tx.all<CourierTerms>(sql`select ${columns} from courier_terms order by courier`)
}

export function upsertTerms(tx: Tx, terms: Omit<CourierTerms, 'stopped_at' | 'stopped_why'>, by: string) {
  return tx.count(sql`
    insert into courier_terms (courier, cap_paisa, claim_after_days, pays_ahead, most_shipment_paisa,
      most_other_paisa, handling_basis_points, fuel_basis_points, gst_basis_points, income_tax_basis_points,
      sales_tax_basis_points, changed_by, changed_at)
    values (${terms.courier}, ${terms.cap_paisa}, ${terms.claim_after_days}, ${terms.pays_ahead},
      ${terms.most_shipment_paisa}, ${terms.most_other_paisa}, ${terms.handling_basis_points},
      ${terms.fuel_basis_points}, ${terms.gst_basis_points}, ${terms.income_tax_basis_points},
      ${terms.sales_tax_basis_points}, ${by}, ${tx.now})
    on conflict (courier) do update
    set cap_paisa = excluded.cap_paisa, claim_after_days = excluded.claim_after_days,
      pays_ahead = excluded.pays_ahead, most_shipment_paisa = excluded.most_shipment_paisa,
      most_other_paisa = excluded.most_other_paisa,
      handling_basis_points = excluded.handling_basis_points, fuel_basis_points = excluded.fuel_basis_points,
      gst_basis_points = excluded.gst_basis_points, income_tax_basis_points = excluded.income_tax_basis_points,
      sales_tax_basis_points = excluded.sales_tax_basis_points, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`)
}

/** Stops a courier, or lets it go on. */
export function setStopped(tx: Tx, courier: string, why: string | null, by: string) {
  const stopped_at = why === null ? null : tx.now
  return tx.count(sql`
    insert into courier_terms (courier, stopped_at, stopped_why, changed_by, changed_at)
    values (${courier}, ${stopped_at}, ${why ?? ''}, ${by}, ${tx.now})
    on conflict (courier) do update
    set stopped_at = excluded.stopped_at, stopped_why = excluded.stopped_why, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`)
}

/** What of an order's money is cash: the parts that came by a rail lie elsewhere. */
const CASH = sql`(h.amount_paisa - coalesce((
  select sum(p.amount_paisa)
  from hold_parts p
  where p.party_id = h.party_id and p.order_id = h.order_id
), 0))`
const TAKEN = sql`h.method = 'cod' and h.state in ('funded', 'released', 'refunded')`

export interface CashWith {
  holder: string
  orders: number
  amount_paisa: bigint
  oldest_at: Date
}

/** Cash of orders by who has it: riders and couriers, until it is handed in. */
export function sumCash(tx: Tx) {
  return tx.all<CashWith>(sql`
    select h.holder, count(*)::int as orders, sum(${CASH})::bigint as amount_paisa, min(h.funded_at) as oldest_at
    from holds h
    where ${TAKEN} and h.holder <> 'market'
    group by h.holder
    order by min(h.funded_at)`)
}

/** Cash that couriers have, by how many whole days ago the parcel was delivered. */
export function agesOf(tx: Tx) {
  return tx.all<{ holder: string; days: number; orders: number; amount_paisa: bigint }>(sql`
    select h.holder,
      greatest(0, floor(extract(epoch from (${tx.now}::timestamptz - h.funded_at)) / 86400))::int as days,
      count(*)::int as orders, sum(${CASH})::bigint as amount_paisa
    from holds h
    where ${TAKEN} and h.holder <> 'market' and h.holder not like 'rider:%'
    group by 1, 2
    order by 1, 2`)
}

/** Orders whose cash a courier has had since before a time and that nobody has claimed, the oldest first. */
export function heldSince(tx: Tx, holder: string, before: Date, limit: number) {
  return tx.all<{ party_id: string; order_id: string; amount_paisa: bigint; funded_at: Date }>(sql`
    select h.party_id, h.order_id, ${CASH}::bigint as amount_paisa, h.funded_at
    from holds h
    where ${TAKEN} and h.holder = ${holder} and h.funded_at < ${before} and ${CASH} > 0 and not exists (
      select 1
      from courier_claims c
      where c.party_id = ${MARKET_PARTY} and c.shop_id = h.party_id and c.order_id = h.order_id)
    order by h.funded_at, h.order_id
    limit ${limit}`)
}

/** What a courier has collected and not paid, in one sum. */
export async function heldBy(tx: Tx, holder: string) {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(${CASH}), 0)::bigint as paisa
    from holds h
    where ${TAKEN} and h.holder = ${holder}`)
  return row?.paisa ?? 0n
}

/** Among these orders, the ones whose cash nobody has taken. */
export function promisedAmong(tx: Tx, orderIds: readonly string[]) {
  return tx.all<{ party_id: string; order_id: string; amount_paisa: bigint }>(sql`
    select party_id, order_id, amount_paisa
    from holds
    where order_id = any(${orderIds}::uuid[]) and method = 'cod' and state = 'promised'`)
}
