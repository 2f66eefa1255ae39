import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** Figures of money are words here: the rows travel as JSON, which has no bigint. */
export interface BulkOffer {
  variant_id: string
  listing_id: string
  price_paisa: string
  compare_at_paisa: string | null
  /** How many go on the shelf more than are there; below nothing when the file has fewer. */
  added_count: number
}

export interface LockedOffer {
  variant_id: string
  listing_id: string
  price_paisa: bigint
  compare_at_paisa: bigint | null
  on_hand_count: number
  reserved_count: number
}

/** The offers of these listings, locked in the order in which everybody locks stock. */
export function lockOffersOfListings(tx: Tx, shopId: string, listingIds: readonly string[]) {
  return tx.all<LockedOffer>(sql`
    select variant_id, listing_id, price_paisa, compare_at_paisa, on_hand_count, reserved_count
    from stock_levels
    where party_id = ${shopId} and listing_id = any(${listingIds}::uuid[])
    order by variant_id
    for update`)
}

const OFFERS = sql`r (variant_id uuid, listing_id uuid, price_paisa bigint, compare_at_paisa bigint, added_count int)`

export function insertOffers(tx: Tx, shopId: string, offers: readonly BulkOffer[]) {
  return tx.count(sql`
    insert into stock_levels (party_id, variant_id, listing_id, price_paisa, compare_at_paisa, on_hand_count,
      stocked_count, changed_at)
    select ${shopId}, r.variant_id, r.listing_id, r.price_paisa, r.compare_at_paisa, r.added_count, r.added_count,
      ${tx.now}
    from jsonb_to_recordset(${json(offers)}::jsonb) as ${OFFERS}`)
}

/** Changes offers that are there. The caller holds their locks. */
export function updateOffers(tx: Tx, shopId: string, offers: readonly BulkOffer[]) {
  return tx.count(sql`
    update stock_levels s
    set price_paisa = r.price_paisa, compare_at_paisa = r.compare_at_paisa,
        on_hand_count = s.on_hand_count + r.added_count, stocked_count = s.stocked_count + r.added_count,
        changed_at = ${tx.now}
    from jsonb_to_recordset(${json(offers)}::jsonb) as ${OFFERS}
    where s.party_id = ${shopId} and s.variant_id = r.variant_id`)
}

export interface BulkPrice {
  variant_id: string
  price_paisa: string
}

export function insertPrices(tx: Tx, shopId: string, by: string, prices: readonly BulkPrice[]) {
  return tx.count(sql`
    insert into price_history (party_id, variant_id, set_at, price_paisa, set_by)
    select ${shopId}, r.variant_id, ${tx.now}, r.price_paisa, ${by}
    from jsonb_to_recordset(${json(prices)}::jsonb) as r (variant_id uuid, price_paisa bigint)
    on conflict (party_id, variant_id, set_at) do update set price_paisa = excluded.price_paisa`)
}

/** Takes what an import put on the shelf off again, as far as it is not set aside, and sets the prices of before. */
export function restoreOffers(tx: Tx, shopId: string, offers: readonly Omit<BulkOffer, 'listing_id'>[]) {
  return tx.count(sql`
    update stock_levels s
    set price_paisa = r.price_paisa, compare_at_paisa = r.compare_at_paisa,
        on_hand_count = greatest(s.reserved_count, s.on_hand_count - r.added_count),
        stocked_count = s.stocked_count + greatest(s.reserved_count, s.on_hand_count - r.added_count) - s.on_hand_count,
        changed_at = ${tx.now}
    from jsonb_to_recordset(${json(offers)}::jsonb)
      as r (variant_id uuid, price_paisa bigint, compare_at_paisa bigint, added_count int)
    where s.party_id = ${shopId} and s.variant_id = r.variant_id`)
}

/** Those of these variants that an order has, or had. */
export function listOrdered(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.all<{ variant_id: string }>(sql`
    select distinct variant_id from reservations
    where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])`)
}

export async function deleteOffers(tx: Tx, shopId: string, variantIds: readonly string[]) {
  await Promise.all([
    tx.count(sql`delete from price_history where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])`),
    tx.count(sql`delete from stock_levels where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])`),
  ])
}
