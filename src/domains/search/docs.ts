import type { Tx } from '../../kit/sql/tx.ts'
import type { LiveListing } from '../catalogue/catalogue.ts'
import { findShops } from '../identity/identity.ts'
import { offersOfListings } from '../offers/offers.ts'
import type { SearchDoc } from './engine.ts'
import { recordsOf } from './records.ts'

/** What reads the market for the index: each call one short transaction. */
export interface Reader {
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Letters of a description that are read: 200 cost 100 bytes of the 400 that a listing may take, 600 cost 250. */
const DESCRIPTION_READ = 200

/** Listings as the engine takes them; those without a price or in a shop that is not open are left out. */
export async function docsOf(tx: Tx, listings: readonly LiveListing[]): Promise<SearchDoc[]> {
  const shopIds = [...new Set(listings.map((one) => one.party_id))]
  const ids = listings.map(({ listing_id }) => listing_id)
  const [offers, shops, records] = await Promise.all([
    offersOfListings(tx, listings),
    findShops(tx, shopIds),
    recordsOf(tx, ids, shopIds),
  ])
  const offerOf = new Map(offers.map((one) => [one.listing_id, one]))
  return listings.flatMap((listing) => {
    const offer = offerOf.get(listing.listing_id)
    const shop = shops.get(listing.party_id)
    if (!offer || shop?.state !== 'open') return []
    const { listing_id, title, brand, category_id, condition, photo_name, photo_colour, live_at } = listing
    const { price_from_paisa, price_to_paisa, compare_at_paisa, left_count } = offer
    return {
      ...{ listing_id, title, brand, category_id, condition, photo_name, photo_colour, live_at },
      ...{ price_from_paisa, price_to_paisa, compare_at_paisa, in_stock: left_count > 0 },
      ...{ shop_id: shop.party_id, shop_handle: shop.handle, shop_name: shop.name, city_id: shop.city_id },
      description: listing.description.slice(0, DESCRIPTION_READ),
      sold_count: records.sold.get(listing_id) ?? 0,
      standing: records.steps.get(shop.party_id) ?? 0,
      words: [...Object.values(listing.attributes), ...listing.options.flatMap(({ values }) => values)],
    }
  })
}
