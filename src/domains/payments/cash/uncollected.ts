import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { post } from '../../ledger/ledger.ts'
import { setUncollected, voidClaim } from './claims-store.ts'
import { fundedBy, sumParts } from './parts.ts'

/**
 * A courier said that it had handed a parcel over for its cash, and the parcel came home: it took none. What stood
 * with the courier is undone, nothing is claimed of it, and the order's money is a mere promise again, which the caller
 * ends in the same transaction. Once for an order.
 * Refuses: conflict cash.came_in when the courier has paid it, or the money has been settled. Parties: the shop's, and
 * the market's for the claim.
 */
export async function uncollectCash(tx: Tx, shopId: string, orderId: string, courier: string): Promise<void> {
  const [hold, parts_paisa] = await Promise.all([
    setUncollected(tx, shopId, orderId, courier),
    sumParts(tx, shopId, orderId),
  ])
  if (!hold) throw new Refusal('conflict', 'cash.came_in')
  const entries = fundedBy(courier, orderId, hold.amount_paisa, parts_paisa)
  await Promise.all([
    post(tx, shopId, {
      cause: `order:${orderId}:uncollected`,
      entries: entries.map(({ account, paisa }) => ({ account, paisa: -paisa })),
    }),
    voidClaim(tx, shopId, orderId),
  ])
}
