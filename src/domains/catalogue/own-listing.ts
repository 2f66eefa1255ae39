import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ShopActor } from '../identity/identity.ts'
import { type Listing, lockListing } from './store.ts'

/** Refuses: forbidden catalogue.not_your_task when a helper was not given the shop's goods to look after. */
export function mayList(by: ShopActor): void {
  if (by.role !== 'owner' && !by.tasks.includes('listings')) throw new Refusal('forbidden', 'catalogue.not_your_task')
}

/** The shop's own listing, locked. Refuses: forbidden (mayList); not_found when it is not this shop's. */
export async function lockOwn(tx: Tx, by: ShopActor, listingId: string): Promise<Listing> {
  mayList(by)
  const listing = await lockListing(tx, by.shop_id, listingId)
  if (!listing) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return listing
}
