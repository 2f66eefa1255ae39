import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Rider } from '../identity/identity.ts'
import { lockFor, type OrderAt } from '../orders/orders.ts'
import { type CashReceipt, cashDue, isKnownReceipt, noteReceipt } from '../payments/payments.ts'
import { releaseAtDoor } from './trust.ts'

/**
 * A rider's phone had no net at the door: it kept the buyer's second code and made a receipt with an id of its own, and
 * tells both later. The code stands for the buyer's signature. Told again, with the same id, it changes nothing and
 * says false.
 * Refuses: invalid cash.receipt_amount when it is not what was due; conflict cash.receipt_differs; invalid
 * cash.receipt_time; what releaseAtDoor refuses. Events: order.completed. Parties: the shop's only.
 */
export async function syncReceipt(
  tx: Tx,
  by: Rider,
  at: OrderAt,
  told: Omit<CashReceipt, 'order_id'> & { code: string },
): Promise<boolean> {
  const { code, ...facts } = told
  const receipt = { ...facts, order_id: at.order_id }
  const order = await lockFor(tx, by, at)
  if (await isKnownReceipt(tx, by, at.shop_id, receipt)) return false
  if (receipt.amount_paisa !== (await cashDue(tx, at.shop_id, order))) {
    throw new Refusal('invalid', 'cash.receipt_amount')
  }
  // The code comes first: a wrong one is counted, and nothing else of this is kept.
  await releaseAtDoor(tx, by, at, code)
  await noteReceipt(tx, by, at.shop_id, receipt)
  return true
}
