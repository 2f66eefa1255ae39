import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ListingState } from './process.ts'
import type { ListingDraft, ListingOption } from './store.ts'

/** A listing that a file may change, with all variants it ever had. */
export interface KnownListing {
  listing_id: string
  source_key: string
  category_id: string
  title: string
  description: string
  brand: string
  options: ListingOption[]
  condition: 'new' | 'used'
  state: ListingState
  state_reason: string
  variants: KnownVariant[]
}

export interface KnownVariant {
  variant_id: string
  position: number
  sku: string
  option_values: string[]
  removed_at: string | null
}

/** The shop's listings of these source keys, locked in the order of their ids. */
export function lockKnown(tx: Tx, shopId: string, keys: readonly string[]) {
  return tx.all<KnownListing>(sql`
    select l.listing_id, l.source_key, l.category_id, l.title, l.description, l.brand, l.options, l.condition, l.state,
      l.state_reason,
      coalesce((
        select jsonb_agg(jsonb_build_object('variant_id', v.variant_id, 'position', v.position, 'sku', v.sku,
          'option_values', v.option_values, 'removed_at', v.removed_at) order by v.position)
        from variants v where v.party_id = l.party_id and v.listing_id = l.listing_id), '[]') as variants
    from listings l
    where l.party_id = ${shopId} and l.source_key = any(${keys}::text[])
    order by l.listing_id
    for update of l`)
}

export interface ListingInsert extends Omit<ListingDraft, 'import_id'> {
  listing_id: string
  state: ListingState
  state_reason: string
}

export function insertListings(
  tx: Tx,
  shopId: string,
  by: { person_id: string; import_id: string | null },
  rows: ListingInsert[],
) {
  return tx.count(sql`
    insert into listings (party_id, listing_id, source_key, condition, category_id, title, description, brand,
      attributes, options, state, state_reason, written_by, import_id, written_at, changed_at, live_at)
    select ${shopId}, r.listing_id, r.source_key, r.condition, r.category_id, r.title, r.description, r.brand,
      r.attributes, r.options, r.state, r.state_reason, ${by.person_id}, ${by.import_id}, ${tx.now}, ${tx.now},
      case when r.state = 'live' then ${tx.now}::timestamptz end
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (listing_id uuid, source_key text, condition text,
      category_id text, title text, description text, brand text, attributes jsonb, options jsonb, state text,
      state_reason text)`)
}

export interface ListingUpdate {
  listing_id: string
  title: string
  description: string
  brand: string
  options: readonly ListingOption[]
  condition: 'new' | 'used'
  state: string
  state_reason: string
}

export function updateListings(tx: Tx, shopId: string, rows: readonly ListingUpdate[]) {
  return tx.count(sql`
    update listings l
    set title = r.title, description = r.description, brand = r.brand, options = r.options, condition = r.condition,
        state = r.state, state_reason = r.state_reason, changed_at = ${tx.now}
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (listing_id uuid, title text, description text, brand text,
      options jsonb, condition text, state text, state_reason text)
    where l.party_id = ${shopId} and l.listing_id = r.listing_id`)
}

export interface BulkVariant {
  listing_id: string
  variant_id: string
  position: number
  sku: string
  option_values: string[]
  removed_at: string | null
}

export function upsertVariants(tx: Tx, shopId: string, rows: readonly BulkVariant[]) {
  return tx.count(sql`
    insert into variants (party_id, listing_id, variant_id, position, sku, option_values, removed_at)
    select ${shopId}, r.listing_id, r.variant_id, r.position, r.sku,
      array(select jsonb_array_elements_text(r.option_values)), r.removed_at
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (listing_id uuid, variant_id uuid, position int, sku text,
      option_values jsonb, removed_at timestamptz)
    on conflict (party_id, variant_id) do update
    set position = excluded.position, sku = excluded.sku, option_values = excluded.option_values,
        removed_at = excluded.removed_at`)
}

/** Variants of these listings that are not among those to stay. */
export function listOtherVariants(tx: Tx, shopId: string, listingIds: readonly string[], stay: readonly string[]) {
  return tx.all<{ listing_id: string; variant_id: string }>(sql`
    select listing_id, variant_id from variants
    where party_id = ${shopId} and listing_id = any(${listingIds}::uuid[]) and variant_id <> all(${stay}::uuid[])`)
}

export function deleteVariants(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.count(sql`delete from variants where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])`)
}

export function takeOffVariants(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.count(sql`
    update variants set removed_at = ${tx.now}
    where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[]) and removed_at is null`)
}

export function deleteListings(tx: Tx, shopId: string, listingIds: readonly string[]) {
  return tx.count(sql`
    with gone as (delete from photos where party_id = ${shopId} and listing_id = any(${listingIds}::uuid[]))
    delete from listings where party_id = ${shopId} and listing_id = any(${listingIds}::uuid[])`)
}

/** Made by an import, ordered since: it stays for its orders, off sale. */
export function restListings(tx: Tx, shopId: string, listingIds: readonly string[]) {
  return tx.count(sql`
    update listings set state = 'paused', changed_at = ${tx.now}
    where party_id = ${shopId} and listing_id = any(${listingIds}::uuid[]) and state = 'live'`)
}
