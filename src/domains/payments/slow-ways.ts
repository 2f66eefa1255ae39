import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Person } from '../identity/identity.ts'
import { piecesKept } from '../offers/offers.ts'
import { unpaidOf } from './holds-store.ts'
import type { PaymentRail } from './rail.ts'
import { type PaidOrder, slowOrdersOf } from './store.ts'

/** How long a buyer has to pay before the goods go back on the shelf, where the rail does not say otherwise. */
export const PAY_WITHIN_MS = 30 * MINUTE_MS

/** A way whose payer must go somewhere first: a voucher at a shop, a bank's app, a transfer. */
export const isSlow = (rail: Pick<PaymentRail, 'pays_within_ms'>) => (rail.pays_within_ms ?? 0) > PAY_WITHIN_MS

/**
 * Until when a payment may come by a way. What takes longer than usual keeps goods from the shelf, so its time counts
 * from when paying was begun first: begun anew, by this way or another, it ends no later. Then half an hour is left as
 * for everybody, which keeps nothing.
 */
export function endOf(rail: Pick<PaymentRail, 'pays_within_ms'>, first: Date | undefined, now: Date): Date {
  const usual = later(now, PAY_WITHIN_MS)
  if (!isSlow(rail)) return later(now, rail.pays_within_ms ?? PAY_WITHIN_MS)
  const end = later(first ?? now, rail.pays_within_ms ?? 0)
  return end > usual ? end : usual
}

/**
 * What waits for hours or days for its money may not empty a shelf: by slow ways one buyer keeps at most half of what
 * stands there of a size, and always one piece. Of each shop, all orders of the buyer that wait so count together.
 * Refuses: conflict payments.slow_way_keeps {most}.
 */
export async function assertShareOfShelf(tx: Tx, by: Person, orders: readonly PaidOrder[]): Promise<void> {
  const waiting = await slowOrdersOf(tx, by.person_id, PAY_WITHIN_MS)
  for (const [shopId, some] of Map.groupBy(orders, ({ shop_id }) => shop_id)) {
    const others = waiting.filter(({ shop_id }) => shop_id === shopId)
    const ids = [...new Set([...some, ...others].map(({ order_id }) => order_id))]
    // Cash at the door keeps its goods anyway, whoever pays a part of it before.
    const unpaid = await unpaidOf(tx, shopId, ids)
    for (const { kept_count, on_hand_count } of await piecesKept(tx, shopId, unpaid)) {
      const most = Math.max(1, Math.floor(on_hand_count / 2))
      if (kept_count > most) throw new Refusal('conflict', 'payments.slow_way_keeps', { most })
    }
  }
}
