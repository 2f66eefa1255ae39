import { assert, Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { type Entry, post } from '../ledger/ledger.ts'
import { fundedBy, isPart, MARKET_HOLDER, moveRefunds, refundParts, sumParts, whereEarned } from './cash/parts.ts'
import { readParts } from './cash/parts-store.ts'
import {
  endHold,
  type Funding,
  type HoldRow,
  holdsWith,
  insertEarning,
  type PayMethod,
  readHold,
  sendHold,
  setAtHand,
  setFunded,
  setHolder,
  setPromised,
  sumFundedHolds,
} from './holds-store.ts'
import { oweRefund } from './refunds.ts'
import { keepTaken, keepTakenPart } from './sales/reversals.ts'
import { insertSettlement, insertTip } from './sales/sales-store.ts'
import { type Bill, type Kept, shareOut } from './sales/sharing.ts'
import { keepTaxLines, taxEntries, taxOf, taxRulesFor, withhold } from './taxes/taxes.ts'

export { MARKET_HOLDER }

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
  const [hold, parts_paisa] = await Promise.all([
    setFunded(tx, shopId, orderId, funding),
    funding.payment_id ? 0n : sumParts(tx, shopId, orderId),
  ])
  if (!hold) throw new Refusal('conflict', 'payments.already_funded')
  const entries = fundedBy(funding.holder, orderId, hold.amount_paisa, parts_paisa)
  await post(tx, shopId, { cause: `order:${orderId}:fund`, entries })
  return hold
}

/** A sale whose money is released: what was agreed, what of it is kept, and who carried it. */
export interface Sale {
  bill: Bill
  kept: Kept
  buyer_id: string
  /** Our rider at the door, who gets the tip; null when a courier came, and the tip goes back to the buyer. */
  rider_id: string | null
  /** The order was undone before, on its courier's word, and its money held again. */
  is_again?: boolean
}

/** What the buyer pays for what is kept of an order, in paisa: the cash that is due at the door. */
export function dueFor(bill: Bill, kept: Kept): Paisa {
  return shareOut(bill, kept).paid_paisa
}

/**
 * The buyer keeps a part: less is due at the door. Refuses: conflict payments.not_held when the money came before.
 */
export async function lowerPromise(tx: Tx, shopId: string, orderId: string, paisa: Paisa): Promise<void> {
  if ((await setPromised(tx, shopId, orderId, paisa)) === 0) throw new Refusal('conflict', 'payments.not_held')
}

/**
 * The buyer keeps the goods, or some of them: the hold goes to the shop, less commission and the taxes withheld, and
 * the way's fee to the market, the tip to the rider; what the buyer paid for the rest goes back. Each order once.
 * Refuses: conflict payments.not_held when the hold is not funded or was ended before.
 * Events: refund.owed when something goes back. Parties: the shop's only.
 */
export async function releaseHold(tx: Tx, shopId: string, orderId: string, sale: Sale): Promise<void> {
  const [hold, rules, parts] = await Promise.all([
    endHold(tx, shopId, orderId, 'funded', 'released'),
    taxRulesFor(tx, shopId),
    readParts(tx, shopId, orderId),
  ])
  if (!hold) throw new Refusal('conflict', 'payments.not_held')
  const { shop_paisa, paid_paisa, ...s } = shareOut(sale.bill, {
    ...sale.kept,
    has_tip: sale.kept.has_tip && sale.rider_id !== null,
  })
  const taxes = withhold(rules, {
    ...{ method: hold.method, holder: hold.taken_by ?? hold.holder, shop_paisa },
    goods_paisa: shop_paisa + s.commission_paisa,
    gross_paisa: paid_paisa - s.tip_paisa,
  })
  const earned = shop_paisa - taxes.reduce<Paisa>((sum, { paisa }) => sum + paisa, 0n)
  const back = hold.amount_paisa - paid_paisa
  assert(earned >= 0n && back >= 0n, 'a sale leaves something for the shop')
  const isOwed = back > 0n && !(await keepTaken(tx, hold, back))
  const entries: Entry[] = [
    { account: `hold:${orderId}`, paisa: paid_paisa },
    { account: 'expense:discount', paisa: s.discount_paisa },
    { account: 'payable', paisa: -earned },
    { account: 'fee:commission', paisa: -s.commission_paisa },
    { account: 'fee:delivery', paisa: -s.delivery_paisa },
    { account: `tip:${sale.rider_id}`, paisa: -s.tip_paisa },
    ...taxEntries(taxes),
  ]
  const key = { party_id: shopId, order_id: orderId }
  await Promise.all([
    post(tx, shopId, { cause: `order:${orderId}:release`, entries: entries.filter(({ paisa }) => paisa !== 0n) }),
    insertSettlement(tx, {
      ...key,
      ...s,
      captured_paisa: hold.amount_paisa,
      back_paisa: back,
      earned_paisa: earned,
      income_tax_paisa: taxOf('income', taxes),
      sales_tax_paisa: taxOf('sales', taxes),
    }),
    insertEarning(tx, { ...key, amount_paisa: earned, ...whereEarned(hold, parts, tx.now) }),
    taxes.length > 0 ? keepTaxLines(tx, shopId, orderId, taxes) : undefined,
    s.tip_paisa > 0n && sale.rider_id
      ? insertTip(tx, { ...key, rider_id: sale.rider_id, paisa: s.tip_paisa })
      : undefined,
    isOwed ? oweFromHold(tx, hold, sale.buyer_id, back, sale.is_again) : undefined,
  ])
}

function oweFromHold(tx: Tx, hold: HoldRow, buyer_id: string, amount_paisa: Paisa, is_again = false): Promise<void> {
  const { order_id, holder, payment_id, payment_reference, rail } = hold
  return oweRefund(tx, hold.party_id, {
    ...{ order_id, buyer_id, holder, payment_id, payment_reference, rail, amount_paisa },
    cause: `order:${order_id}:refund`,
    ...(is_again ? { posted_as: `order:${order_id}:back` } : {}),
    from: [{ account: `hold:${order_id}`, paisa: amount_paisa }],
  })
}

/**
 * The order is undone: money that came goes back to the buyer, less way_paisa when the way there is the buyer's to
 * pay; a mere promise is void. Money that the rail has taken back already does not go a second time.
 * Refuses: conflict payments.not_held when the hold was ended before.
 */
export async function undoHold(
  tx: Tx,
  shopId: string,
  orderId: string,
  undo: { buyer_id: string; way_paisa: Paisa },
): Promise<'void' | 'refunded' | 'reversed'> {
  const order = { order_id: orderId, buyer_id: undo.buyer_id }
  const voided = await endHold(tx, shopId, orderId, 'promised', 'void')
  if (voided) {
    if (voided.method === 'cod')
      await refundParts(tx, shopId, order, { account: `part_paid:${orderId}`, less_paisa: 0n })
    return 'void'
  }
  const hold = await endHold(tx, shopId, orderId, 'funded', 'refunded')
  if (!hold) {
    if ((await getHold(tx, shopId, orderId)).state === 'reversed') return 'reversed'
    throw new Refusal('conflict', 'payments.not_held')
  }
  if (await keepTaken(tx, hold, hold.amount_paisa)) return 'reversed'
  const { way_paisa } = undo
  assert(way_paisa >= 0n && way_paisa < hold.amount_paisa, 'the way costs less than all of it')
  const parts_paisa = hold.method === 'cod' ? await sumParts(tx, shopId, orderId) : 0n
  const cash_paisa = hold.amount_paisa - parts_paisa - (await keepTakenPart(tx, hold, way_paisa))
  const from_cash_paisa = cash_paisa < way_paisa ? cash_paisa : way_paisa
  const rest = { account: `hold:${orderId}`, less_paisa: way_paisa - from_cash_paisa }
  await Promise.all([
    cash_paisa > from_cash_paisa ? oweFromHold(tx, hold, undo.buyer_id, cash_paisa - from_cash_paisa) : undefined,
    parts_paisa > 0n ? refundParts(tx, shopId, order, rest) : undefined,
    way_paisa > 0n
      ? post(tx, shopId, {
          cause: `order:${orderId}:freight`,
          entries: [
            { account: `hold:${orderId}`, paisa: way_paisa },
            { account: 'fee:delivery', paisa: -way_paisa },
          ],
        })
      : undefined,
  ])
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
  // A part of what was due at the door, told again: it was taken, or is on its way back already.
  if (hold.method === 'cod' && (await isPart(tx, shopId, order.order_id, funding.payment_id))) return
  const { order_id, buyer_id, amount_paisa } = order
  const { holder, payment_id, payment_reference, rail } = funding
  await oweRefund(tx, shopId, {
    ...{ order_id, buyer_id, amount_paisa, holder, payment_id, payment_reference, rail },
    cause: `payment:${payment_id}:${order_id}`,
    from: [{ account: `cash:${holder}`, paisa: amount_paisa }],
  })
}

/**
 * Cash of one order was handed in: it moves from the rider or courier to the market, and its earning can be paid out.
 * A refund that the buyer still waits for is the market's to send from then on. Returns the paisa that moved: 0n, and
 * nothing done, when it had been handed in before.
 */
export async function receiveCash(tx: Tx, shopId: string, orderId: string, from: string, by: string): Promise<Paisa> {
  const [hold, parts_paisa] = await Promise.all([
    setHolder(tx, shopId, orderId, from, MARKET_HOLDER),
    sumParts(tx, shopId, orderId),
  ])
  const paisa = hold ? hold.amount_paisa - parts_paisa : 0n
  if (paisa === 0n) return 0n
  await Promise.all([
    post(tx, shopId, {
      cause: `order:${orderId}:hand_in`,
      by,
      entries: [
        { account: `cash:${MARKET_HOLDER}`, paisa },
        { account: `cash:${from}`, paisa: -paisa },
      ],
    }),
    setAtHand(tx, shopId, orderId, MARKET_HOLDER),
    moveRefunds(tx, shopId, orderId, { from, to: MARKET_HOLDER }),
  ])
  return paisa
}

/** Orders whose money a holder has now, oldest first. */
export function listHeldBy(tx: Tx, _by: Operator, holder: string): Promise<HoldRow[]> {
  return holdsWith(tx, holder)
}

/** What is held for open orders, by who has it in hand; whose money waits longest comes first. */
export function listHeld(tx: Tx, _by: Operator) {
  return sumFundedHolds(tx)
}
