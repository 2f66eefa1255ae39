import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Rider } from '../../identity/identity.ts'
import { findReceipt, insertReceipt } from './parts-store.ts'

/** A receipt that a rider's phone made at the door, with an id of its own; it may come hours later, and twice. */
export interface CashReceipt {
  readonly receipt_id: string
  readonly order_id: string
  readonly amount_paisa: Paisa
  readonly taken_at: Date
}

/**
 * Keeps a receipt once. Returns false when it was told before: then nothing more is to be done.
 * Refuses: conflict cash.receipt_differs when the id came before with other facts, or the order has another receipt;
 * invalid cash.receipt_time when it says it was made in the future. Parties: the shop's.
 */
export async function noteReceipt(tx: Tx, by: Rider, shopId: string, receipt: CashReceipt): Promise<boolean> {
  if (receipt.taken_at > tx.now) throw new Refusal('invalid', 'cash.receipt_time')
  if ((await insertReceipt(tx, { ...receipt, party_id: shopId, rider_id: by.person_id })) === 1) return true
  if (!(await isKnownReceipt(tx, by, shopId, receipt))) throw new Refusal('conflict', 'cash.receipt_differs')
  return false
}

/** Whether a receipt was told before. Refuses: conflict cash.receipt_differs when it was, with other facts. */
export async function isKnownReceipt(tx: Tx, by: Rider, shopId: string, receipt: CashReceipt): Promise<boolean> {
  const known = await findReceipt(tx, shopId, receipt.receipt_id)
  if (!known) return false
  const { order_id, amount_paisa, rider_id } = known
  const isSame = order_id === receipt.order_id && amount_paisa === receipt.amount_paisa && rider_id === by.person_id
  if (!isSame) throw new Refusal('conflict', 'cash.receipt_differs')
  return true
}
