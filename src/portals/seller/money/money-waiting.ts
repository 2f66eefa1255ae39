import type { ShopActor } from '../../../domains/identity/identity.ts'
import { listShopOrders } from '../../../domains/orders/orders.ts'
import { getPayoutDetails, listExtras, listMoney, takenByDebts } from '../../../domains/payments/payments.ts'
import { later, MINUTE_MS } from '../../../kit/clock/clock.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { earnedOf, HEAPS } from '../orders/order-words.ts'
import { moneySums } from './money-sums.ts'

const LOOKED_AT = 100

/** What comes to a shop: all that is sold and not paid out, what of it is earned, and what could be paid out now. */
export async function moneyWaiting(tx: Tx, by: ShopActor) {
  const before = later(tx.now, MINUTE_MS)
  const [open, rows, extras, taken_paisa, details] = await Promise.all([
    listShopOrders(tx, by, { states: [...HEAPS.pack, ...HEAPS.way], before, limit: LOOKED_AT }),
    listMoney(tx, by, 500),
    listExtras(tx, by),
    takenByDebts(tx, by),
    getPayoutDetails(tx, by),
  ])
  const sums = moneySums({ rows, extras, taken_paisa, now: tx.now })
  const earned = sums.collected_paisa + sums.waits_paisa + sums.ready_paisa
  const coming = earned + open.reduce((sum, order) => sum + earnedOf(order), 0n)
  return { coming, earned, ready: sums.ready_paisa, hasDetails: !!details }
}
