import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator, Person, ShopActor } from '../identity/identity.ts'
import type { MoneyRow } from './holds-store.ts'
import { readMoney } from './holds-store.ts'
import { type HostedForm, type PaymentRail, railReference } from './rail.ts'
import { listStuck, type RefundRow, refundsOfOrder } from './refunds-store.ts'
import {
  type BadNotice,
  findReference,
  insertPayment,
  listBadNotices,
  listTroubled,
  newestPayment,
  type PaidOrder,
  type PaymentRow,
} from './store.ts'

export {
  commissionOf,
  fundHold,
  getHold,
  listHeld,
  listHeldBy,
  MARKET_HOLDER,
  promiseHold,
  readCommissionRules,
  receiveCash,
  releaseHold,
  returnPayment,
  setCommission,
  undoHold,
} from './holds.ts'
export type { CommissionRule, HoldRow, HoldState, MoneyRow, PayMethod } from './holds-store.ts'
export { MONEY_INVARIANTS } from './invariants.ts'
export { listDebts, listShopDebts, type NewDebt, oweByShop } from './payouts/debts.ts'
export {
  getPayoutDetails,
  listBatches,
  listPayouts,
  makePayoutBatch,
  markBatchSent,
  type PayoutDetails,
  payoutFile,
  setPayoutDetails,
} from './payouts/payouts.ts'
export type { HostedForm, PaymentRail } from './rail.ts'
export { sendRefunds, settleRefundByHand } from './refunds.ts'
export type { RefundRow } from './refunds-store.ts'
export { askOpenPayments, askPayment, receiveNotice, type Settled } from './settle.ts'
export type { BadNotice, PaidOrder, PaymentRow } from './store.ts'

/** How long a buyer has to pay before the goods go back on the shelf. */
export const PAY_WITHIN_MS = 30 * 60_000

/**
 * Begins a prepaid payment for the orders of one checkout, and returns the form that takes the buyer to the rail's own
 * page. Nothing is paid until the rail's notice and our inquiry agree.
 * Refuses: conflict payments.already_paid when this checkout was paid before. Parties: the buyer's only.
 */
export async function beginPayment(
  tx: Tx,
  by: Person,
  rail: PaymentRail,
  intent: { checkout_id: string; orders: PaidOrder[]; description: string; return_url: string },
): Promise<{ payment: Pick<PaymentRow, 'payment_id' | 'reference' | 'amount_paisa'>; form: HostedForm }> {
  assert(intent.orders.length > 0, 'a payment pays for something')
  const earlier = await newestPayment(tx, by.person_id, intent.checkout_id)
  if (earlier?.state === 'paid') throw new Refusal('conflict', 'payments.already_paid')
  const amount_paisa = intent.orders.reduce<Paisa>((sum, order) => sum + BigInt(order.amount_paisa), 0n)
  const payment_id = newId()
  const reference = railReference(payment_id)
  const expires_at = new Date(tx.now.getTime() + PAY_WITHIN_MS)
  await insertPayment(tx, {
    party_id: by.person_id,
    payment_id,
    checkout_id: intent.checkout_id,
    rail: rail.name,
    reference,
    amount_paisa,
    orders: intent.orders,
    expires_at,
  })
  const form = rail.begin({
    reference,
    amount_paisa,
    description: intent.description,
    return_url: intent.return_url,
    expires_at,
    now: tx.now,
  })
  return { payment: { payment_id, reference, amount_paisa }, form }
}

/** The payment of a checkout that counts: the paid one, else the newest. */
export function findPayment(tx: Tx, by: Person, checkoutId: string): Promise<PaymentRow | undefined> {
  return newestPayment(tx, by.person_id, checkoutId)
}

/** Which checkout a rail's reference belongs to, for the page the browser comes back to. */
export async function findPaymentByReference(tx: Tx, reference: string) {
  return findReference(tx, reference)
}

/** A shop's money order by order, newest first: what is held, what was earned, what was paid out. */
export function listMoney(
  tx: Tx,
  by: ShopActor,
  limit = 100,
  after?: { before: Date; before_id: string },
): Promise<MoneyRow[]> {
  return readMoney(tx, by.shop_id, limit, after)
}

/** Money going back to the buyer of an order. */
export function listRefunds(tx: Tx, shopId: string, orderId: string): Promise<RefundRow[]> {
  return refundsOfOrder(tx, shopId, orderId)
}

/** What an operator must look at: refunds that did not go, payments that disagree, notices that are not a rail's. */
export async function listMoneyTrouble(tx: Tx, _by: Operator, limit = 50) {
  const [refunds, payments, notices]: [RefundRow[], PaymentRow[], BadNotice[]] = await Promise.all([
    listStuck(tx, limit),
    listTroubled(tx, limit),
    listBadNotices(tx, limit),
  ])
  return { refunds, payments, notices }
}
