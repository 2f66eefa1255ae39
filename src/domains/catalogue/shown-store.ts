import { type Sql, sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ListingState } from './process.ts'
import { FIRST_PHOTO, type ListingOption } from './store.ts'

/** A variant as an order line names it. */
export interface LineFacts {
  variant_id: string
  listing_id: string
  title: string
  choices: string
  photo_name: string | null
  photo_colour: string | null
  category_id: string
  state: ListingState | 'removed'
}

export function findLines(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.all<LineFacts>(sql`
    select v.variant_id, l.listing_id, l.title, array_to_string(v.option_values, ', ') as choices,
      p.name as photo_name, p.colour as photo_colour, l.category_id,
      case when v.removed_at is null then l.state else 'removed' end as state
    from variants v
    join listings l on l.party_id = v.party_id and l.listing_id = v.listing_id
    ${FIRST_PHOTO}
    where v.party_id = ${shopId} and v.variant_id = any(${variantIds}::uuid[])
    order by v.variant_id`)
}

/** A live listing as search wants it. */
export interface LiveListing {
  party_id: string
  listing_id: string
  category_id: string
  title: string
  description: string
  brand: string
  condition: 'new' | 'used'
  attributes: Record<string, string>
  options: ListingOption[]
  live_at: Date
  photo_name: string | null
  photo_colour: string | null
}

const LIVE = sql`
  select l.party_id, l.listing_id, l.category_id, l.title, l.description, l.brand, l.condition, l.attributes,
    l.options, l.live_at, p.name as photo_name, p.colour as photo_colour
  from listings l ${FIRST_PHOTO}`

export function listLiveAfter(tx: Tx, after: string, limit: number) {
  return tx.all<LiveListing>(sql`
    ${LIVE} where l.state = 'live' and l.listing_id > ${after} order by l.listing_id limit ${limit}`)
}

export function findLive(tx: Tx, listingIds: readonly string[]) {
  return tx.all<LiveListing>(sql`${LIVE} where l.state = 'live' and l.listing_id = any(${listingIds}::uuid[])`)
}

export function listLiveOfShop(tx: Tx, shopId: string, after: string, limit: number) {
  return tx.all<LiveListing>(sql`
    ${LIVE} where l.party_id = ${shopId} and l.state = 'live' and l.listing_id > ${after}
    order by l.listing_id limit ${limit}`)
}

/** Where every listing is filed, as a piece of SQL to join with: party_id, listing_id, category_id, condition. */
export function listingKinds(): Sql {
  return sql`select l.party_id, l.listing_id, l.category_id, l.condition from listings l`
}
