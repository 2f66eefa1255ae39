import type { Tx } from '../../../kit/sql/tx.ts'
import { setDisputed, setHeldUntil } from './payouts-store.ts'

/**
 * Keeps what a shop earned of an order out of payouts until a time; null ends that. Returns false when nothing of it
 * can be held: it was not earned, or is in a payout. Parties: the shop's only.
 */
export async function holdEarning(tx: Tx, shopId: string, orderId: string, until: Date | null): Promise<boolean> {
  return (await setHeldUntil(tx, shopId, orderId, until)) > 0
}

/**
 * The payer wants the money of an order back from the bank, or that has ended: what was earned of it is not paid out
 * meanwhile. What is in a payout stays there, and is held when the shop's bank sends it back. Parties: the shop's only.
 */
export async function noteDisputed(tx: Tx, shopId: string, orderId: string, is: boolean): Promise<void> {
  await setDisputed(tx, shopId, orderId, is ? tx.now : null)
}
