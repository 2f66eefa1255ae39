// What search hears of the market: goods that change, and how orders end. consequences.ts says when.
import type { OrderLineRow, OrderRow } from './domains/orders/orders.ts'
import {
  forgetSavedOf,
  noteFresh,
  noteRecord,
  noteSale,
  refreshListings,
  refreshRules,
  refreshShop,
  type SearchEngine,
} from './domains/search/search.ts'
import { standingOf } from './domains/trust/trust.ts'
import type { Consequence, Consequences } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'
import type { Tx } from './kit/sql/tx.ts'

/** What the index of goods follows, here right after the commit and in every other process of the market soon after. */
export function indexLegs(search: SearchEngine): Consequences {
  const showAgain: Consequence = (tx, event) => refreshListings(tx, search, [String(event.payload.listing_id ?? '')])
  const showAllAgain: Consequence = (tx, event) => refreshListings(tx, search, event.payload.listing_ids as string[])
  const showShopAgain: Consequence = (tx, event) => refreshShop(tx, search, String(event.payload.shop_id ?? ''))
  return {
    'shop.checked': [showShopAgain],
    'shop.changed': [showShopAgain],
    'shop.standing_turned': [showShopAgain],
    'shop.rested': [showShopAgain],
    'shop.woken': [showShopAgain],
    'listing.changed': [showAgain],
    'listing.live': [showAgain],
    'listing.blocked': [showAgain],
    'offers.changed': [showAgain],
    'stock.turned': [showAgain],
    'listings.sold': [showAllAgain],
    'listings.changed': [showAllAgain],
    'search_rules.changed': [(tx) => refreshRules(tx, search)],
  }
}

/** A shop's record as results show it, after one of its orders ended. */
export async function recordToSearch(tx: Tx, { party_id }: OutboxRow): Promise<void> {
  await noteRecord(tx, party_id, await standingOf(tx, party_id))
}

/** Goods that were kept are popular, and the shop's record grows. */
export async function toSearch(
  tx: Tx,
  event: OutboxRow,
  { order, lines }: { readonly order: OrderRow; readonly lines: readonly OrderLineRow[] },
): Promise<void> {
  const { party_id: shop_id, order_id, buyer_id } = order
  await noteSale(tx, { shop_id, order_id, buyer_id, listing_ids: lines.map(({ listing_id }) => listing_id) })
  await recordToSearch(tx, event)
}

/** Goods that went on sale are held against the searches that people saved. */
export const noteNewGoods: Consequence = async (tx, { party_id, payload }) => {
  const { listing_id, listing_ids } = payload
  noteFresh(tx, party_id, typeof listing_id === 'string' ? [listing_id] : (listing_ids as string[]))
}

/** Who left is told of nothing any more. */
export const forgetSearches: Consequence = (tx, { party_id }) => forgetSavedOf(tx, party_id)
