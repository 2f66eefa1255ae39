import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'
import { type Listing, lockListing } from './store.ts'

/** The shop's own listing, locked. Refuses: forbidden without the task; not_found catalogue.unknown_listing. */
export async function lockOwn(tx: Tx, by: ShopActor, listingId: string): Promise<Listing> {
  assertTask(by, 'listings')
  const listing = await lockListing(tx, by.shop_id, listingId)
  if (!listing) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return listing
}
