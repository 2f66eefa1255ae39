import type { Tx } from '../../kit/sql/tx.ts'
import { bookParcel, parcelOfOrder, TRIES_BEFORE_RETURN } from '../delivery/delivery.ts'
import { findShop, type Operator, type Person, type Rider, type ShopActor, SYSTEM } from '../identity/identity.ts'
import { putBack, sendReserved } from '../offers/offers.ts'
import {
  cashDue,
  fundHold,
  letRefundsGo,
  MARKET_HOLDER,
  type PaidOrder,
  receiveCash,
  returnPayment,
  returnWrong,
} from '../payments/payments.ts'
import { assertCarrier, payAtDoor } from './cash.ts'
import { comeHome } from './contradictions.ts'
import { endDisputes } from './disputes-store.ts'
import { fundByCash } from './endings.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { takeStep } from './moves.ts'
import { stepParcel } from './parcel-steps.ts'
import { LOOK_AFTER_DELIVERY_MS } from './process.ts'
import type { OrderRow } from './store.ts'

export {
  type AppealAnswer,
  type AppealRow,
  answerAppeal,
  appealDecision,
  findAppeal,
  listAppeals,
  mayAppeal,
} from './appeals.ts'
export type { BuyerOrderRow } from './buyer-orders-store.ts'
export { assertCarrier, type CashMismatch, listCashMismatches } from './cash.ts'
export { listDisputesOf, settleContradiction } from './contradictions.ts'
export { askCourier, bookWithCourier, followCourier } from './couriers.ts'
export type { Disputed, DisputeRow } from './disputes-store.ts'
export { orderNumber } from './drawing.ts'
export { type Decision, decideOrder, keepGoods, keepSome, listBacks } from './endings.ts'
export { FAULTS, type Fault, faultOf } from './fault.ts'
export { forgetWordsOf } from './forgetting.ts'
export {
  freezeDisputed,
  freezeShop,
  listDisputed,
  saySomethingIsWrong,
  settleDispute,
  thawDisputed,
} from './freezing.ts'
export { ORDER_INVARIANTS } from './invariants.ts'
export { believeLastWord } from './last-word.ts'
export { lockFor, type OrderAt } from './lock.ts'
export { OWN_ORDER_LINES, OWN_ORDER_STEPS, OWN_ORDERS } from './own-store.ts'
export { type Placed, placeCart, placeCheckout, placeOrder, type WayFee, type Wish } from './place.ts'
export { isOver, LOOK_AT_DOOR_MS, next, ORDER_STATES, type OrderState, type OrderStep } from './process.ts'
export {
  countMyOrders,
  countStates,
  findOrder,
  findOrderAt,
  findOrderOfBuyer,
  findOrderOfShop,
  listMarketOrders,
  listMyOrders,
  listShopOrders,
  listShopSteps,
  listStuck,
  ordersOfCheckout,
  tellBuyer,
  type WholeOrder,
} from './reading.ts'
export { endReversal, refundOrder, reverseOrder } from './refunding.ts'
export { allSoldLines, soldLines } from './sold-store.ts'
export type { OrderLineRow, OrderRow, OrderStepRow } from './store.ts'
export { takeDueSteps, waitForMoney, warnBeforeRelease } from './time.ts'
export { findFault, recordOfBuyer } from './way-back.ts'

/**
 * A paid payment reached one of its orders. When the order waits for it, it goes on; otherwise (cancelled, expired,
 * paid by
 * another payment) the money goes back to the buyer. Told again it changes nothing.
 * Events: order.paid, or refund.owed. Parties: the shop's only.
 */
export async function payOrder(
  tx: Tx,
  paid: PaidOrder,
  payment: { payment_id: string; reference: string; rail: string; holder: string },
): Promise<void> {
  const order = await lockFor(tx, SYSTEM, paid)
  const funding = {
    holder: payment.holder,
    payment_id: payment.payment_id,
    payment_reference: payment.reference,
    rail: payment.rail,
  }
  if (order.state === 'awaiting_payment') {
    await fundHold(tx, order.party_id, order.order_id, funding)
    await takeStep(tx, order, 'pay', SYSTEM)
  } else if (!(await payAtDoor(tx, order, BigInt(paid.amount_paisa), funding))) {
    await returnPayment(tx, order.party_id, { ...order, amount_paisa: BigInt(paid.amount_paisa) }, funding)
  }
}

/**
 * What came of a payment and was not asked goes back, wherever the order stands. Told again it changes nothing.
 * Events: refund.owed. Parties: the shop's only.
 */
export async function returnWrongMoney(
  tx: Tx,
  part: PaidOrder,
  payment: { payment_id: string; reference: string; rail: string; holder: string },
): Promise<void> {
  const { buyer_id } = await lockFor(tx, SYSTEM, part)
  const { payment_id, reference: payment_reference, rail, holder } = payment
  await returnWrong(tx, { ...part, buyer_id }, { holder, payment_id, payment_reference, rail })
}

/**
 * The buyer calls the order off before it has left the shop, or the shop does because it cannot send it.
 * Refuses: not_found; conflict orders.not_now once it is on its way.
 * Events: order.cancelled. Parties: the shop's only.
 */
export async function cancelOrder(
  tx: Tx,
  by: Person | ShopActor | Operator,
  at: OrderAt,
  words: string,
): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const cancelled = await takeStep(tx, order, 'cancel', by, { words })
  if (order.state === 'packed') await stepParcel(tx, SYSTEM, order, 'cancel')
  return cancelled
}

/**
 * The shop has packed it: a parcel with a label is booked. The proof of what went in is kept by trust.
 * Refuses: not_found; conflict orders.not_now; conflict cash.courier_stopped, cash.over_cap for another carrier to be
 * chosen. Events: order.packed, parcel.booked. Parties: the shop's only.
 */
export async function packOrder(tx: Tx, by: ShopActor, at: OrderAt, carrier: string): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const packed = await takeStep(tx, order, 'pack', by)
  const shop = await findShop(tx, order.party_id)
  const cod_paisa = order.method === 'cod' ? await cashDue(tx, order.party_id, order) : 0n
  await assertCarrier(tx, carrier, cod_paisa)
  await bookParcel(tx, {
    shop_id: order.party_id,
    order_id: order.order_id,
    buyer_id: order.buyer_id,
    address_id: order.address_id,
    from_city_id: shop?.city_id ?? order.city_id,
    to_city_id: order.city_id,
    carrier,
    cod_paisa,
  })
  return packed
}

/**
 * The parcel leaves the shop, in a rider's bag or a courier's: from here on the buyer cannot cancel, only refuse.
 * Refuses: not_found; conflict orders.not_now, delivery.not_now.
 * Events: order.shipped. Parties: the shop's only.
 */
export async function shipOrder(tx: Tx, by: Rider | ShopActor | typeof SYSTEM, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const shipped = await takeStep(tx, order, 'ship', by)
  await Promise.all([stepParcel(tx, by, order, 'pick_up'), sendReserved(tx, order.party_id, order.order_id)])
  return shipped
}

/** The rider stands at the door. Refuses: not_found; conflict orders.not_now. Events: order.at_door. */
export async function arriveAtDoor(tx: Tx, by: Rider | typeof SYSTEM, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const arrived = await takeStep(tx, order, 'arrive', by)
  await stepParcel(tx, by, order, 'arrive')
  return arrived
}

/**
 * Nobody opened: the rider comes again; after the third time the parcel goes back to the shop.
 * Refuses: not_found; conflict orders.not_now. Events: order.missed, or order.refused.
 */
export async function nobodyHome(tx: Tx, by: Rider | typeof SYSTEM, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const parcel = await parcelOfOrder(tx, at.shop_id, at.order_id)
  if (parcel && parcel.tries_count >= TRIES_BEFORE_RETURN - 1) {
    const refused = await takeStep(tx, order, 'give_up', by, { reason: 'nobody_home' })
    await stepParcel(tx, by, order, 'refuse')
    return refused
  }
  const missed = await takeStep(tx, order, 'leave', by)
  await stepParcel(tx, by, order, 'nobody_home')
  return missed
}

/**
 * The courier says the parcel was handed over, with the cash when it was due: the clock of the release starts here.
 * Refuses: not_found; conflict orders.not_now. Events: order.delivered.
 */
export async function deliverOrder(
  tx: Tx,
  by: Rider | typeof SYSTEM,
  at: OrderAt,
  cashHolder: string,
): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const delivered = await takeStep(tx, order, 'deliver', by)
  if (order.method === 'cod') await fundByCash(tx, order, cashHolder)
  await stepParcel(tx, by, order, 'deliver')
  return delivered
}

/**
 * The parcel is opened and the buyer looks. Called by trust, which knows the codes.
 * Refuses: not_found; conflict orders.not_now. Events: order.opened.
 */
export async function beginInspection(tx: Tx, by: Rider | Person, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const hasClock = order.state === 'delivered'
  return takeStep(tx, order, 'open', by, hasClock ? { due_in_ms: LOOK_AFTER_DELIVERY_MS } : {})
}

/**
 * The buyer sends the goods back from the door, or after the courier left them, for a reason of fault.ts. Money that
 * came goes back, and who is at fault bears the way. Called by trust.
 * Refuses: not_found; conflict orders.not_now. Events: order.refused. Parties: the shop's only.
 */
export async function refuseGoods(tx: Tx, by: Rider | Person, at: OrderAt, words: string): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const refused = await takeStep(tx, order, 'refuse', by, { words, reason: words })
  await stepParcel(tx, by, order, 'refuse')
  return refused
}

/**
 * The shop has its goods again, and puts them back on the shelf if they can be sold. A parcel of which the courier said
 * that it was delivered and that it went back ends by this, too: its buyer has the money back, cash was never taken.
 * Refuses: not_found; conflict orders.not_now, cash.came_in. Events: order.returned; refund.owed.
 */
export async function takeBack(tx: Tx, by: ShopActor, at: OrderAt, resalable: boolean): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const isRefused = order.state === 'refused'
  const returned = isRefused ? await takeStep(tx, order, 'take_back', by) : await comeHome(tx, by, order)
  await Promise.all([
    endDisputes(tx, order, { how: 'take_back', by: by.person_id }),
    letRefundsGo(tx, at.shop_id, at.order_id),
    isRefused ? stepParcel(tx, by, order, 'give_back') : undefined,
    resalable ? putBack(tx, order.party_id, order.order_id) : Promise.resolve(),
  ])
  return returned
}

/** A rider's or courier's cash of one order reached the market; done again it changes nothing. */
export async function handInOrderCash(tx: Tx, by: Operator, at: OrderAt, from: string): Promise<void> {
  await receiveCash(tx, at.shop_id, at.order_id, from, by.person_id)
}

export { MARKET_HOLDER }
