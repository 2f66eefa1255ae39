import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What search tells the others. Ids and steps only. All of them lie with the shop's party. */
export interface SearchEvents {
  /** Buyers kept these goods: they stand higher now. */
  'listings.sold': { shop_id: string; listing_ids: string[] }
  /** A shop's record reached another step: all its goods are shown with it. */
  'shop.standing_turned': { shop_id: string; step: number }
}

/** Records one of this domain's events. */
export function tell<Name extends keyof SearchEvents>(tx: Tx, name: Name, payload: SearchEvents[Name]): Promise<void> {
  return record(tx, payload.shop_id, name, { ...payload })
}
