import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { type Paisa, share } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { type Entry, post } from '../ledger/ledger.ts'
import {
  type CommissionRule,
  endHold,
  type Funding,
  type HoldRow,
  holdsWith,
  insertEarning,
  insertRule,
  type PayMethod,
  readHold,
  rulesInForce,
  sendHold,
  setAtHand,
  setFunded,
  setHolder,
  sumFundedHolds,
} from './holds-store.ts'
import { oweRefund } from './refunds.ts'

/** The market's own account, once cash has been handed in. */
export const MARKET_HOLDER = 'market'

/**
 * Promises the money of one order: nothing has moved yet.
 * Parties: the shop's only. The caller has just written the order.
 */
export function promiseHold(
  tx: Tx,
  shopId: string,
  hold: { order_id: string; method: PayMethod; amount_paisa: Paisa; holder: string },
): void {
  sendHold(tx, { party_id: shopId, ...hold })
}

/** The hold of an order. Refuses: not_found when there is none. */
export async function getHold(tx: Tx, shopId: string, orderId: string): Promise<HoldRow> {
  const hold = await readHold(tx, shopId, orderId)
  if (!hold) throw new Refusal('not_found', 'payments.no_hold')
  return hold
}

/**
 * The money of an order is in a hand: the rail's holder has it, or a rider or courier took the cash.
 * Refuses: conflict payments.already_funded when it came before.
 */
export async function fundHold(tx: Tx, shopId: string, orderId: string, funding: Funding): Promise<HoldRow> {
  const hold = await setFunded(tx, shopId, orderId, funding)
  if (!hold) throw new Refusal('conflict', 'payments.already_funded')
  await post(tx, shopId, {
    cause: `order:${orderId}:fund`,
    entries: [
      { account: `cash:${funding.holder}`, paisa: hold.amount_paisa },
      { account: `hold:${orderId}`, paisa: -hold.amount_paisa },
    ],
  })
  return hold
}

/**
 * The buyer keeps the goods: the hold goes to the shop, less commission, and the way's fee to the market.
 * Refuses: conflict payments.not_held when the hold is not funded or was ended before.
 */
export async function releaseHold(
  tx: Tx,
  shopId: string,
  orderId: string,
  fees: { commission_paisa: Paisa; delivery_paisa: Paisa },
): Promise<void> {
  const hold = await endHold(tx, shopId, orderId, 'funded', 'released')
  if (!hold) throw new Refusal('conflict', 'payments.not_held')
  const earned = hold.amount_paisa - fees.commission_paisa - fees.delivery_paisa
  assert(earned > 0n, 'a sale leaves something for the shop')
  const entries: Entry[] = [
    { account: `hold:${orderId}`, paisa: hold.amount_paisa },
    { account: 'payable', paisa: -earned },
    { account: 'fee:commission', paisa: -fees.commission_paisa },
    { account: 'fee:delivery', paisa: -fees.delivery_paisa },
  ]
  await Promise.all([
    post(tx, shopId, { cause: `order:${orderId}:release`, entries: entries.filter(({ paisa }) => paisa !== 0n) }),
    insertEarning(tx, {
      party_id: shopId,
      order_id: orderId,
      amount_paisa: earned,
      holder: hold.holder,
      at_hand_at: hold.method === 'prepaid' ? tx.now : null,
    }),
  ])
}

/**
 * The order is undone: money that came goes back to the buyer, a mere promise is void.
 * Refuses: conflict payments.not_held when the hold was ended before.
 */
export async function undoHold(tx: Tx, shopId: string, orderId: string, buyerId: string): Promise<'void' | 'refunded'> {
  const voided = await endHold(tx, shopId, orderId, 'promised', 'void')
  if (voided) return 'void'
  const hold = await endHold(tx, shopId, orderId, 'funded', 'refunded')
  if (!hold) throw new Refusal('conflict', 'payments.not_held')
  await oweRefund(tx, shopId, {
    order_id: orderId,
    buyer_id: buyerId,
    cause: `order:${orderId}:refund`,
    from_account: `hold:${orderId}`,
    amount_paisa: hold.amount_paisa,
    holder: hold.holder,
    payment_id: hold.payment_id,
    payment_reference: hold.payment_reference,
    rail: hold.rail,
  })
  return 'refunded'
}

/**
 * A payment came for an order that no longer waits for it (paid already, cancelled, expired): it is booked as ours to
 * return, and returned. Does nothing when this payment was booked for the order before.
 */
export async function returnPayment(
  tx: Tx,
  shopId: string,
  order: { order_id: string; buyer_id: string; amount_paisa: Paisa },
  funding: Funding,
): Promise<void> {
  const hold = await getHold(tx, shopId, order.order_id)
  if (hold.payment_id === funding.payment_id) return
  const cause = `payment:${funding.payment_id}:${order.order_id}`
  await oweRefund(tx, shopId, {
    order_id: order.order_id,
    buyer_id: order.buyer_id,
    cause,
    from_account: `cash:${funding.holder}`,
    amount_paisa: order.amount_paisa,
    holder: funding.holder,
    payment_id: funding.payment_id,
    payment_reference: funding.payment_reference,
    rail: funding.rail,
  })
}

/**
 * Cash of one order was handed in: it moves from the rider or courier to the market, and its earning can be paid out.
 * Does nothing when it had been handed in before.
 */
export async function receiveCash(tx: Tx, shopId: string, orderId: string, from: string, by: string): Promise<void> {
  const hold = await setHolder(tx, shopId, orderId, from, MARKET_HOLDER)
  if (!hold) return
  await Promise.all([
    post(tx, shopId, {
      cause: `order:${orderId}:hand_in`,
      by,
      entries: [
        { account: `cash:${MARKET_HOLDER}`, paisa: hold.amount_paisa },
        { account: `cash:${from}`, paisa: -hold.amount_paisa },
      ],
    }),
    setAtHand(tx, shopId, orderId, MARKET_HOLDER),
  ])
}

/** Orders whose money a holder has now, oldest first. */
export function listHeldBy(tx: Tx, _by: Operator, holder: string): Promise<HoldRow[]> {
  return holdsWith(tx, holder)
}

/** What is held for open orders, by who has it in hand; whose money waits longest comes first. */
export function listHeld(tx: Tx, _by: Operator) {
  return sumFundedHolds(tx)
}

/** The commission rules in force now; frozen on each order as it is placed. */
export function readCommissionRules(tx: Tx): Promise<CommissionRule[]> {
  return rulesInForce(tx, tx.now)
}

/**
 * The commission of an order: each line by the rule of its category, else by the rule for everything.
 * Returns paisa and the names of the rules used, to be frozen on the order.
 */
export function commissionOf(
  lines: readonly { category_id: string; paisa: Paisa }[],
  rules: readonly CommissionRule[],
): { rule_id: string; commission_paisa: Paisa } {
  const general = rules.find(({ category_id }) => category_id === null)
  const used = new Set<string>()
  let commission_paisa = 0n
  for (const line of lines) {
    const rule = rules.find(({ category_id }) => category_id === line.category_id) ?? general
    assert(rule, 'a commission rule is in force')
    used.add(rule.rule_id)
    commission_paisa += share(line.paisa, rule.basis_points)
  }
  return { rule_id: [...used].sort().join('+'), commission_paisa }
}

/**
 * Adds a new version of the commission, in force from now on; orders placed before keep theirs.
 * Refuses: invalid payments.commission_range when it is not between 0 and 50 %.
 */
export async function setCommission(
  tx: Tx,
  by: Operator,
  rule: { rule_id: string; category_id: string | null; basis_points: number },
): Promise<void> {
  const { basis_points } = rule
  if (!Number.isInteger(basis_points) || basis_points < 0 || basis_points > 5_000) {
    throw new Refusal('invalid', 'payments.commission_range')
  }
  await insertRule(tx, { ...rule, from: tx.now, by: by.person_id })
}
