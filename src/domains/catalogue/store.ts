import { json } from '../../kit/sql/json.ts'
import { nothing, sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Attribute, Names } from './category-attributes.ts'
import type { ListingState } from './process.ts'

export interface City {
  city_id: string
  province: string
  name_en: string
  name_ur: string
  name_roman: string
  latitude: number
  longitude: number
  people_count: number
  areas: Names[]
}

export interface Category {
  category_id: string
  parent_id: string | null
  name_en: string
  name_ur: string
  name_roman: string
  icon: string
  position: number
  attributes: Attribute[]
}

/** Something that the buyer chooses: 'Colour' of 'Black', 'Brown'. */
export interface ListingOption {
  name: string
  values: string[]
}

/** party_id is the shop's. */
export interface Listing {
  party_id: string
  listing_id: string
  source_key: string | null
  kind: 'goods'
  condition: 'new' | 'used'
  category_id: string
  title: string
  description: string
  brand: string
  attributes: Record<string, string>
  options: ListingOption[]
  state: ListingState
  state_reason: string
  written_by: string
  import_id: string | null
  written_at: Date
  changed_at: Date
  live_at: Date | null
}

export interface Variant {
  party_id: string
  listing_id: string
  variant_id: string
  position: number
  sku: string
  option_values: string[]
}

/** What a shop writes about its goods. */
export interface ListingDraft {
  category_id: string
  title: string
  description: string
  brand: string
  attributes: Readonly<Record<string, string>>
  options: readonly ListingOption[]
  condition: 'new' | 'used'
  /** The shop's own name for it in a file: the same key again is the same listing. */
  source_key?: string | undefined
  import_id?: string | undefined
}

export interface VariantDraft {
  /** Absent for a variant that is new. */
  variant_id?: string | undefined
  sku: string
  /** One value for each option of the listing, in their order; empty when it has no options. */
  option_values: string[]
}

/** A listing as a row of the shop's own list. */
export interface ListingRow extends Listing {
  variant_count: number
  photo_name: string | null
  photo_colour: string | null
}

const LISTING = sql`l.party_id, l.listing_id, l.source_key, l.kind, l.condition, l.category_id, l.title, l.description,
  l.brand, l.attributes, l.options, l.state, l.state_reason, l.written_by, l.import_id, l.written_at, l.changed_at,
  l.live_at`
const LISTING_ROW = sql`${LISTING}, p.name as photo_name, p.colour as photo_colour,
  (select count(*)::int from variants v
   where v.party_id = l.party_id and v.listing_id = l.listing_id and v.removed_at is null) as variant_count`
export const FIRST_PHOTO = sql`left join lateral (
    select name, colour from photos
    where party_id = l.party_id and listing_id = l.listing_id order by position limit 1) p on true`

export function findListingRow(tx: Tx, listingId: string) {
  return tx.one<Listing>(sql`select ${LISTING} from listings l where l.listing_id = ${listingId}`)
}

/** The shop's own listing, locked: whoever changes it waits for the one before. */
export function lockListing(tx: Tx, shopId: string, listingId: string) {
  return tx.one<Listing>(sql`
    select ${LISTING} from listings l
    where l.party_id = ${shopId} and l.listing_id = ${listingId}
    for update`)
}

export function findShopListing(tx: Tx, shopId: string, listingId: string) {
  return tx.one<Listing>(sql`
    select ${LISTING} from listings l where l.party_id = ${shopId} and l.listing_id = ${listingId}`)
}

/** Variants of a listing by its id alone, so that they travel together with the listing itself. */
export function listVariants(tx: Tx, listingId: string) {
  return tx.all<Variant>(sql`
    select v.party_id, v.listing_id, v.variant_id, v.position, v.sku, v.option_values
    from listings l join variants v on v.party_id = l.party_id and v.listing_id = l.listing_id
    where l.listing_id = ${listingId} and v.removed_at is null
    order by v.position`)
}

/** False when the shop already has a listing of that source key. */
export async function insertListing(tx: Tx, shopId: string, listingId: string, by: string, draft: ListingDraft) {
  const written = await tx.count(sql`
    insert into listings (party_id, listing_id, source_key, condition, category_id, title, description, brand,
      attributes, options, state, written_by, import_id, written_at, changed_at)
    values (${shopId}, ${listingId}, ${draft.source_key ?? null}, ${draft.condition}, ${draft.category_id},
      ${draft.title}, ${draft.description}, ${draft.brand}, ${draft.attributes}, ${json(draft.options)},
      'draft', ${by}, ${draft.import_id ?? null}, ${tx.now}, ${tx.now})
    on conflict (party_id, source_key) where source_key is not null do nothing`)
  return written === 1
}

export function updateListing(tx: Tx, at: Listing, draft: ListingDraft) {
  return tx.count(sql`
    update listings
    set category_id = ${draft.category_id}, title = ${draft.title}, description = ${draft.description},
        brand = ${draft.brand}, attributes = ${draft.attributes},
        options = ${json(draft.options)}, condition = ${draft.condition},
        changed_at = ${tx.now}
    where party_id = ${at.party_id} and listing_id = ${at.listing_id}`)
}

export function moveListing(tx: Tx, at: Listing, to: ListingState, reason: string) {
  return tx.count(sql`
    update listings
    set state = ${to}, state_reason = ${reason}, changed_at = ${tx.now},
        live_at = case when ${to} = 'live' then coalesce(live_at, ${tx.now}) else live_at end
    where party_id = ${at.party_id} and listing_id = ${at.listing_id}`)
}

export function touchListing(tx: Tx, at: Pick<Listing, 'party_id' | 'listing_id'>) {
  return tx.count(sql`
    update listings set changed_at = ${tx.now} where party_id = ${at.party_id} and listing_id = ${at.listing_id}`)
}

export interface VariantWrite {
  variant_id: string
  position: number
  sku: string
  option_values: string[]
}

/** Writes all variants of a listing in their order; those not named any more are taken off, and keep their history. */
export async function writeVariants(tx: Tx, shopId: string, listingId: string, variants: readonly VariantWrite[]) {
  await Promise.all([
    tx.count(sql`
      update variants set removed_at = ${tx.now}
      where party_id = ${shopId} and listing_id = ${listingId} and removed_at is null
        and variant_id <> all(${variants.map((one) => one.variant_id)}::uuid[])`),
    tx.count(sql`
      insert into variants (party_id, listing_id, variant_id, position, sku, option_values)
      select ${shopId}, ${listingId}, r.variant_id, r.position, r.sku,
        array(select jsonb_array_elements_text(r.option_values))
      from jsonb_to_recordset(${json(variants)}::jsonb)
        as r (variant_id uuid, position int, sku text, option_values jsonb)
      on conflict (party_id, variant_id) do update
      set position = excluded.position, sku = excluded.sku, option_values = excluded.option_values, removed_at = null`),
  ])
}

export interface ListingFilter {
  state?: ListingState | undefined
  query?: string | undefined
  /** The listing_id after which the page begins; the newest come first. */
  after?: string | undefined
  limit: number
}

function filtered(shopId: string, filter: ListingFilter) {
  const state = filter.state ? sql`and l.state = ${filter.state}` : nothing
  const like = `%${(filter.query ?? '')
    .trim()
    .slice(0, 100)
    .replace(/[\\%_]/g, '\\$&')}%`
  const query = filter.query?.trim()
    ? sql`and (l.title ilike ${like} or exists (
        select 1 from variants v
        where v.party_id = l.party_id and v.listing_id = l.listing_id and v.removed_at is null
          and v.sku ilike ${like}))`
    : nothing
  return sql`l.party_id = ${shopId} ${state} ${query}`
}

export function listOfShop(tx: Tx, shopId: string, filter: ListingFilter) {
  const after = filter.after ? sql`and l.listing_id < ${filter.after}` : nothing
  return tx.all<ListingRow>(sql`
    select ${LISTING_ROW}
    from listings l ${FIRST_PHOTO}
    where ${filtered(shopId, filter)} ${after}
    order by l.listing_id desc
    limit ${filter.limit}`)
}

export async function countOfShop(tx: Tx, shopId: string, filter: ListingFilter): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from listings l where ${filtered(shopId, filter)}`)
  return row?.count ?? 0
}

export function countByState(tx: Tx, shopId: string) {
  return tx.all<{ state: ListingState; count: number }>(sql`
    select state, count(*)::int as count from listings where party_id = ${shopId} group by state`)
}

export function listReview(tx: Tx, limit: number) {
  return tx.all<ListingRow>(sql`
    select ${LISTING_ROW} from listings l ${FIRST_PHOTO} where l.state = 'review' order by l.changed_at limit ${limit}`)
}

/** Listings of a shop that wait only because the shop itself was not checked. */
export function lockWaitingForShop(tx: Tx, shopId: string, reason: string) {
  return tx.all<Listing>(sql`
    select ${LISTING} from listings l
    where l.party_id = ${shopId} and l.state = 'review' and l.state_reason = ${reason}
    order by l.listing_id
    for update`)
}
