import type { Tx } from '../../kit/sql/tx.ts'
import {
  type LiveListing,
  listCategories,
  liveListings,
  liveListingsAfter,
  liveListingsOfShop,
} from '../catalogue/catalogue.ts'
import { findShops } from '../identity/identity.ts'
import { offersOfListings } from '../offers/offers.ts'
import type { SearchDoc, SearchEngine } from './engine.ts'
import { OwnEngine } from './own-engine.ts'
import { type Shelves, shelvesFrom } from './shelves.ts'

export type { SearchCard, SearchDoc, SearchEngine, SearchQuery, SearchResults, SearchSort } from './engine.ts'
export { type Shelves, shelvesFrom } from './shelves.ts'

/** What reads the market for the index: each call one short transaction. */
interface Reader {
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

const BATCH = 1000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const QUIET_MS = 2000

/** An empty engine over a tree of categories. */
export function openEngine(shelves: Shelves): OwnEngine {
  return new OwnEngine(shelves)
}

/** An empty engine over the market's own tree of categories. Fill it with loadIndex. */
export async function makeEngine(db: Reader): Promise<SearchEngine> {
  return openEngine(shelvesFrom(await db.read(listCategories)))
}

/**
 * Puts everything that is on sale into the engine, in batches, and marks it ready. Says how far it is when that takes
 * longer than two seconds. What changes meanwhile comes by refreshListing.
 */
export async function loadIndex(
  db: Reader,
  engine: SearchEngine,
  say: (done: number) => void = sayOnTerminal,
): Promise<void> {
  let begun: Date | undefined
  for (let after = FIRST_ID; ; ) {
    const { docs, now } = await db.read(async (tx) => {
      const listings = await liveListingsAfter(tx, after, BATCH)
      after = listings.at(-1)?.listing_id ?? ''
      return { docs: await docsOf(tx, listings), now: tx.now }
    })
    for (const doc of docs) engine.put(doc)
    if (after === '') break
    begun ??= now
    if (now.getTime() - begun.getTime() > QUIET_MS) say(engine.size)
  }
  engine.ready = true
}

function sayOnTerminal(done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`Search: ${done} listings read\n`)
}

/** Brings one listing up to date: shown when it is on sale in an open shop, taken out when not. For consequences. */
export async function refreshListing(tx: Tx, engine: SearchEngine, listingId: string): Promise<void> {
  await refreshListings(tx, engine, [listingId])
}

/** As refreshListing, for many at once. */
export async function refreshListings(tx: Tx, engine: SearchEngine, listingIds: readonly string[]): Promise<void> {
  const docs = await docsOf(tx, await liveListings(tx, listingIds))
  const shown = new Set(docs.map((doc) => doc.listing_id))
  for (const id of listingIds) if (!shown.has(id)) engine.remove(id)
  for (const doc of docs) engine.put(doc)
}

/** Brings all listings of a shop up to date, after its name, city or state changed or after an import. */
export async function refreshShop(tx: Tx, engine: SearchEngine, shopId: string): Promise<void> {
  const gone = new Set(engine.idsOfShop(shopId))
  for (let after = FIRST_ID; ; ) {
    const listings = await liveListingsOfShop(tx, shopId, after, BATCH)
    for (const doc of await docsOf(tx, listings)) {
      engine.put(doc)
      gone.delete(doc.listing_id)
    }
    const last = listings.at(-1)
    if (!last) break
    after = last.listing_id
  }
  for (const id of gone) engine.remove(id)
}

async function docsOf(tx: Tx, listings: readonly LiveListing[]): Promise<SearchDoc[]> {
  const [offers, shops] = await Promise.all([
    offersOfListings(tx, listings),
    findShops(tx, [...new Set(listings.map((one) => one.party_id))]),
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
      words: [...Object.values(listing.attributes), ...listing.options.flatMap(({ values }) => values)],
    }
  })
}
