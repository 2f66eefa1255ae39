import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What the catalogue tells the others. Ids only. All of them lie with the shop's party. */
export interface CatalogueEvents {
  /** Words, photos, variants or state changed: search reads the listing again. */
  'listing.changed': { listing_id: string; shop_id: string }
  /** It is on sale for the first time, or again after it was looked at. */
  'listing.live': { listing_id: string; shop_id: string }
  'listing.blocked': { listing_id: string; shop_id: string; reason: string }
  /** A batch of an import, or of undoing one, changed these: search reads them again. */
  'listings.changed': { shop_id: string; listing_ids: string[] }
}
/** Records one of this domain's events. */
export function tell<Name extends keyof CatalogueEvents>(
  tx: Tx,
  name: Name,
  payload: CatalogueEvents[Name],
): Promise<void> {
  return record(tx, payload.shop_id, name, { ...payload })
}
