import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { tell } from './events.ts'
import { countBuyers, deleteSales, insertSales, readSteps, writeStep } from './records-store.ts'

/** Sales older than this say nothing of what people want now. */
export const LATELY_MS = 90 * DAY_MS

/**
 * Notes that a buyer kept the goods of an order: they are popular for ninety days. One buyer counts once for each
 * listing, however often they come back. Told twice, it counts once. Parties: the shop's only.
 * Events: listings.sold.
 */
export async function noteSale(
  tx: Tx,
  sale: { readonly shop_id: string; readonly order_id: string; readonly buyer_id: string; listing_ids: string[] },
): Promise<void> {
  const listing_ids = [...new Set(sale.listing_ids)]
  if ((await insertSales(tx, { ...sale, listing_ids })) === 0) return
  await tell(tx, 'listings.sold', { shop_id: sale.shop_id, listing_ids })
}

/** What became of a shop's orders, from facts only. */
export interface Endings {
  readonly kept_count: number
  /** Sent back for a reason that is the shop's fault. */
  readonly shop_fault_count: number
}

const SOME = 5
const MANY = 50

/** A shop's record in the steps of SearchDoc: of 33 orders one may go wrong at the best step, of seven at the next. */
export function stepOfRecord({ kept_count, shop_fault_count }: Endings): number {
  if (kept_count >= MANY && shop_fault_count * 33 <= kept_count) return 3
  if (kept_count >= MANY && shop_fault_count * 7 <= kept_count) return 2
  return kept_count >= SOME ? 1 : 0
}

/** Brings a shop's step up to date after one of its orders ended. Parties: the shop's. Events: shop.standing_turned. */
export async function noteRecord(tx: Tx, shopId: string, endings: Endings): Promise<void> {
  const step = stepOfRecord(endings)
  const [known] = await readSteps(tx, [shopId])
  if ((known?.step ?? 0) === step) return
  writeStep(tx, shopId, step)
  await tell(tx, 'shop.standing_turned', { shop_id: shopId, step })
}

/** How many people bought listings lately, and the steps of shops: what docs are filled with. */
export async function recordsOf(tx: Tx, listingIds: readonly string[], shopIds: readonly string[]) {
  const since = new Date(tx.now.getTime() - LATELY_MS)
  const [buyers, steps] = await Promise.all([countBuyers(tx, listingIds, shopIds, since), readSteps(tx, shopIds)])
  return {
    sold: new Map(buyers.map(({ listing_id, buyer_count }) => [listing_id, buyer_count])),
    steps: new Map(steps.map(({ party_id, step }) => [party_id, step])),
  }
}

/** Forgets sales that do not count any more. */
export function forgetOldSales(tx: Tx): Promise<number> {
  return deleteSales(tx, new Date(tx.now.getTime() - LATELY_MS))
}
