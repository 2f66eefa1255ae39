import type { Tx } from '../../kit/sql/tx.ts'
import { freeRefunds, keepRefunds } from './refunds-store.ts'
import { returnToWallet } from './wallet/refunds.ts'

/**
 * Somebody has to look before the money of an order goes back: what of it was not sent waits for a person, and no rail
 * is asked. Told twice it changes nothing. Parties: the shop's only.
 */
export async function holdRefunds(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await keepRefunds(tx, shopId, orderId)
}

/** A person has looked: what waited for that goes back as it was to. Parties: the shop's only. */
export async function letRefundsGo(tx: Tx, shopId: string, orderId: string): Promise<void> {
  for (const { refund_id } of await freeRefunds(tx, shopId, orderId)) await returnToWallet(tx, shopId, refund_id)
}
