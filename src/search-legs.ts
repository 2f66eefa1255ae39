// What search hears of how orders end. consequences.ts says when.
import type { OrderLineRow, OrderRow } from './domains/orders/orders.ts'
import { forgetSavedOf, noteFresh, noteRecord, noteSale } from './domains/search/search.ts'
import { standingOf } from './domains/trust/trust.ts'
import type { Consequence } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'
import type { Tx } from './kit/sql/tx.ts'

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
