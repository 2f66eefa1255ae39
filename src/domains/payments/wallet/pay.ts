import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Person } from '../../identity/identity.ts'
import { CAME } from '../attempt.ts'
import { moveTo } from '../move.ts'
import { railReference } from '../rail.ts'
import { claimProviderTransaction, insertPayment, newestPayment, type PaidOrder } from '../store.ts'
import { spendWallet } from './wallet.ts'
import { lockWallets } from './wallet-store.ts'

/** The rail of payments from a wallet of the market itself: no provider is called. */
export const WALLET_RAIL = 'wallet'

/**
 * Pays the orders of a checkout in full from the person's wallet, at once: credit first, then money. What was begun by
 * another rail and comes later goes back by itself.
 * Refuses: conflict payments.already_paid when this checkout was paid before; conflict payments.wallet_short.
 * Events: payment.paid. Parties: the buyer's only; the orders are paid by its legs.
 */
export async function payFromWallet(
  tx: Tx,
  by: Person,
  intent: { checkout_id: string; orders: readonly PaidOrder[] },
): Promise<{ payment_id: string; reference: string }> {
  assert(intent.orders.length > 0, 'a payment pays for something')
  // Locked first: of two devices that pay one checkout, the second sees that it is paid.
  await lockWallets(tx, by.person_id)
  const earlier = await newestPayment(tx, by.person_id, intent.checkout_id)
  if (earlier && CAME.includes(earlier.state)) throw new Refusal('conflict', 'payments.already_paid')
  const amount_paisa = intent.orders.reduce<Paisa>((sum, order) => sum + BigInt(order.amount_paisa), 0n)
  const payment_id = newId()
  const reference = railReference(payment_id)
  const { checkout_id } = intent
  const attempt = { party_id: by.person_id, payment_id, checkout_id, rail: WALLET_RAIL, reference, amount_paisa }
  const [spent, payment] = await Promise.all([
    spendWallet(tx, by, { payment_id, paisa: amount_paisa }),
    insertPayment(tx, { ...attempt, orders: [...intent.orders], once: false, expires_at: tx.now, ask_at: null }),
  ])
  assert(payment, 'a payment from a wallet is written down')
  const claim = { provider: WALLET_RAIL, provider_id: reference, party_id: by.person_id, payment_id, amount_paisa }
  await claimProviderTransaction(tx, claim)
  await moveTo(tx, payment, 'paid', { provider_id: reference, trouble: '', ask_at: null })
  await record(tx, by.person_id, 'payment.paid', {
    payment_id,
    checkout_id,
    reference,
    rail: WALLET_RAIL,
    holder: spent.holder,
    orders: payment.orders,
  })
  return { payment_id, reference }
}
