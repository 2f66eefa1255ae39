import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What offers tell the others. Ids only. All of them lie with the shop's party. */
export interface OfferEvents {
  /** Prices or stock were set: search shows the listing anew. */
  'offers.changed': { listing_id: string; shop_id: string }
  /** The last piece of a variant was set aside, or the first one is back. */
  'stock.turned': { listing_id: string; shop_id: string; variant_id: string; left: number }
}

/** Records one of this domain's events. */
export function tell<Name extends keyof OfferEvents>(tx: Tx, name: Name, payload: OfferEvents[Name]): Promise<void> {
  return record(tx, payload.shop_id, name, { ...payload })
}
