import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { findShop, type Operator, type ShopActor, type System } from '../identity/identity.ts'
import { clean } from './checks.ts'
import { type Doubt, doubt } from './doubts.ts'
import { tell } from './events.ts'
import { lockOwn } from './own-listing.ts'
import { listPhotos } from './photos-store.ts'
import { type ListingState, type ListingStep, next } from './process.ts'
import { findCategory } from './reference.ts'
import {
  countByState,
  findListingRow,
  type Listing,
  type ListingRow,
  listReview,
  listVariants,
  lockListing,
  lockWaitingForShop,
  moveListing,
} from './store.ts'

/** Why a listing waits that itself is in order. */
export const WAITS_FOR_SHOP = 'catalogue.why.shop'

/**
 * Puts a listing on sale, with the prices that offers knows of its variants (paisa). It is live at once when the shop
 * is open and nothing looks wrong; otherwise the operator looks first. Gives the state it went to.
 * Refuses: not_found catalogue.unknown_listing; forbidden identity.task_not_given; invalid catalogue.no_variant,
 * catalogue.no_price when a variant has none, catalogue.no_photo unless without_photo; conflict catalogue.not_open_now.
 * Events: listing.changed, listing.live.
 */
export async function submitPriced(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  prices: ReadonlyMap<string, bigint>,
  { without_photo = false }: { without_photo?: boolean } = {},
): Promise<ListingState> {
  const listing = await lockOwn(tx, by, listingId)
  const [variants, photos, shop, category] = await Promise.all([
    listVariants(tx, listingId),
    listPhotos(tx, listingId),
    findShop(tx, by.shop_id),
    findCategory(tx, listing.category_id),
  ])
  if (variants.length === 0) throw new Refusal('invalid', 'catalogue.no_variant')
  if (variants.some(({ variant_id }) => !prices.has(variant_id))) throw new Refusal('invalid', 'catalogue.no_price')
  if (photos.length === 0 && !without_photo) throw new Refusal('invalid', 'catalogue.no_photo')

  const doubted = doubt([listing.title, listing.description, listing.brand], category, [...prices.values()])
  const why = doubted ? `catalogue.why.${doubted satisfies Doubt}` : shop?.state === 'open' ? '' : WAITS_FOR_SHOP
  // A blocked listing is always looked at again, whatever its words say now.
  const step = listing.state === 'blocked' || why !== '' ? 'ask' : 'open'
  return take(tx, listing, step, why)
}

/**
 * The operator looked and is content. Refuses: not_found catalogue.unknown_listing; conflict catalogue.not_open_now.
 * Events: listing.changed, listing.live.
 */
export async function approveListing(tx: Tx, _by: Operator, listingId: string): Promise<void> {
  await take(tx, await lockAny(tx, listingId), 'approve', '')
}

/**
 * The operator takes a listing off the market, and tells the shop why in plain words.
 * Refuses: not_found catalogue.unknown_listing; invalid catalogue.reason_missing; conflict catalogue.not_open_now.
 * Events: listing.changed, listing.blocked.
 */
export async function blockListing(tx: Tx, _by: Operator, listingId: string, reason: string): Promise<void> {
  const why = clean(reason).slice(0, 500)
  if (why === '') throw new Refusal('invalid', 'catalogue.reason_missing')
  const listing = await lockAny(tx, listingId)
  await take(tx, listing, 'block', why)
  await tell(tx, 'listing.blocked', { listing_id: listingId, shop_id: listing.party_id, reason: why })
}

/**
 * The shop takes a listing off sale for a while. Refuses: not_found catalogue.unknown_listing; forbidden
 * identity.task_not_given; conflict catalogue.not_open_now. Events: listing.changed.
 */
export async function pauseListing(tx: Tx, by: ShopActor, listingId: string): Promise<void> {
  await take(tx, await lockOwn(tx, by, listingId), 'pause', '')
}

/** The shop puts a resting listing back on sale. Refuses: as pauseListing. Events: listing.changed, listing.live. */
export async function resumeListing(tx: Tx, by: ShopActor, listingId: string): Promise<void> {
  await take(tx, await lockOwn(tx, by, listingId), 'resume', '')
}

/**
 * The shop was checked: what waited only for that goes on sale. Gives how many. For the consequence of shop.checked.
 * Events: listing.changed, listing.live for each.
 */
export async function openListingsOfShop(tx: Tx, _by: System | Operator, shopId: string): Promise<number> {
  const waiting = await lockWaitingForShop(tx, shopId, WAITS_FOR_SHOP)
  for (const listing of waiting) await take(tx, listing, 'approve', '')
  return waiting.length
}

/** What waits for the operator, the oldest first. */
export function listInReview(tx: Tx, _by: Operator, limit = 50): Promise<ListingRow[]> {
  return listReview(tx, limit)
}

/** How many listings of any shop are in each state, for the operator who checks the shop. */
export async function countGoodsOfShop(
  tx: Tx,
  _by: Operator,
  shopId: string,
): Promise<Partial<Record<ListingState, number>>> {
  return Object.fromEntries((await countByState(tx, shopId)).map(({ state, count }) => [state, count]))
}

async function lockAny(tx: Tx, listingId: string): Promise<Listing> {
  const found = await findListingRow(tx, listingId)
  const listing = found && (await lockListing(tx, found.party_id, listingId))
  if (!listing) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return listing
}

async function take(tx: Tx, listing: Listing, step: ListingStep, reason: string): Promise<ListingState> {
  const to = next(listing.state, step)
  if (!to) throw new Refusal('conflict', 'catalogue.not_open_now', { state: listing.state })
  const ids = { listing_id: listing.listing_id, shop_id: listing.party_id }
  await Promise.all([
    moveListing(tx, listing, to, reason),
    tell(tx, 'listing.changed', ids),
    ...(to === 'live' && step !== 'resume' ? [tell(tx, 'listing.live', ids)] : []),
  ])
  return to
}
