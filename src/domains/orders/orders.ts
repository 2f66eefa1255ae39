import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { bookParcel, parcelOfOrder, TRIES_BEFORE_RETURN, takeCash } from '../delivery/delivery.ts'
import {
  type Actor,
  findShop,
  type Operator,
  type Person,
  type Rider,
  type ShopActor,
  SYSTEM,
} from '../identity/identity.ts'
import { putBack, sendReserved } from '../offers/offers.ts'
import { fundHold, MARKET_HOLDER, type PaidOrder, receiveCash, returnPayment } from '../payments/payments.ts'
import { isFunded, takeStep } from './moves.ts'
import { stepParcel } from './parcel-steps.ts'
import { LOOK_AFTER_DELIVERY_MS, next, type OrderStep } from './process.ts'
import { lockOrder, lockOrderOfBuyer, type OrderRow } from './store.ts'

export type { BuyerOrderRow } from './buyer-orders-store.ts'
export { askCourier, bookWithCourier, followCourier } from './couriers.ts'
export { ORDER_INVARIANTS } from './invariants.ts'
export { orderNumber, type Placed, placeCart, placeCheckout, placeOrder, type WayFee, type Wish } from './place.ts'
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
export type { OrderLineRow, OrderRow, OrderStepRow } from './store.ts'
export { takeDueSteps, warnBeforeRelease } from './time.ts'

/** Where an order is: its shop's party and its id. */
export interface OrderAt {
  shop_id: string
  order_id: string
}

/**
 * Locks an order for a step. Every verb below begins here: who may not see the order does not learn that it exists.
 * Refuses: not_found orders.unknown.
 */
export async function lockFor(tx: Tx, by: Actor, at: OrderAt): Promise<OrderRow> {
  const order = await lockOwn(tx, by, at)
  if (!order) throw new Refusal('not_found', 'orders.unknown')
  return order
}

async function lockOwn(tx: Tx, by: Actor, at: OrderAt): Promise<OrderRow | undefined> {
  if (by.kind === 'person') return lockOrderOfBuyer(tx, at.shop_id, at.order_id, by.person_id)
  if (by.kind === 'shop' && by.shop_id !== at.shop_id) return undefined
  const order = await lockOrder(tx, at.shop_id, at.order_id)
  if (by.kind !== 'rider' || !order) return order
  const parcel = await parcelOfOrder(tx, at.shop_id, at.order_id)
  const isHis = parcel?.rider_id === by.person_id || (parcel?.rider_id === null && parcel.state === 'booked')
  return isHis ? order : undefined
}

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
  } else {
    await returnPayment(tx, order.party_id, { ...order, amount_paisa: BigInt(paid.amount_paisa) }, funding)
  }
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
 * Refuses: not_found; conflict orders.not_now. Events: order.packed, parcel.booked. Parties: the shop's only.
 */
export async function packOrder(tx: Tx, by: ShopActor, at: OrderAt, carrier: string): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const packed = await takeStep(tx, order, 'pack', by)
  const shop = await findShop(tx, order.party_id)
  await bookParcel(tx, {
    shop_id: order.party_id,
    order_id: order.order_id,
    buyer_id: order.buyer_id,
    address_id: order.address_id,
    from_city_id: shop?.city_id ?? order.city_id,
    to_city_id: order.city_id,
    carrier,
    cod_paisa: order.method === 'cod' ? order.total_paisa : 0n,
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
    const refused = await takeStep(tx, order, 'give_up', by)
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
 * The buyer keeps the goods: cash due is taken, the parcel is handed over and the shop has earned it. Called by trust.
 * Refuses: not_found; conflict orders.not_now; conflict orders.cash_first when cash is due and no rider takes it.
 * Events: order.completed. Parties: the shop's only.
 */
export async function keepGoods(tx: Tx, by: Rider | Person, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  return complete(tx, order, 'accept', by)
}

/**
 * The buyer sends the goods back from the door, or after the courier left them. Money that came goes back. Called by
 * trust.
 * Refuses: not_found; conflict orders.not_now. Events: order.refused. Parties: the shop's only.
 */
export async function refuseGoods(tx: Tx, by: Rider | Person, at: OrderAt, words: string): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const refused = await takeStep(tx, order, 'refuse', by, { words })
  await stepParcel(tx, by, order, 'refuse')
  return refused
}

/**
 * The shop has its goods again, and puts them back on the shelf if they can be sold.
 * Refuses: not_found; conflict orders.not_now. Events: order.returned.
 */
export async function takeBack(tx: Tx, by: ShopActor, at: OrderAt, resalable: boolean): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const returned = await takeStep(tx, order, 'take_back', by)
  await Promise.all([
    stepParcel(tx, by, order, 'give_back'),
    resalable ? putBack(tx, order.party_id, order.order_id) : Promise.resolve(),
  ])
  return returned
}

/**
 * An operator ends an order that nobody else can end, for the shop or for the buyer, and says why.
 * Refuses: not_found; invalid orders.reason_needed; conflict orders.not_now; conflict orders.cash_first.
 * Events: order.completed or order.refused.
 */
export async function decideOrder(
  tx: Tx,
  by: Operator,
  at: OrderAt,
  decision: { side: 'shop' | 'buyer'; words: string },
): Promise<OrderRow> {
  if (decision.words.trim().length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const order = await lockFor(tx, by, at)
  if (decision.side === 'shop') return complete(tx, order, 'decide_for_shop', by, decision.words)
  const refused = await takeStep(tx, order, 'decide_for_buyer', by, { words: decision.words })
  await stepParcel(tx, SYSTEM, order, 'refuse')
  return refused
}

/** Ends an order for the shop. Cash that is due must be in a hand first: the rider's, in this same step. */
export async function complete(tx: Tx, order: OrderRow, step: OrderStep, by: Actor, words = ''): Promise<OrderRow> {
  if (!next(order.state, step)) throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  if (order.method === 'cod' && !(await isFunded(tx, order))) {
    if (by.kind !== 'rider') throw new Refusal('conflict', 'orders.cash_first')
    await fundByCash(tx, order, `rider:${by.person_id}`)
    await takeCash(tx, by.person_id, {
      shop_id: order.party_id,
      order_id: order.order_id,
      amount_paisa: order.total_paisa,
    })
  }
  const done = await takeStep(tx, order, step, by, { words })
  await stepParcel(tx, by, order, 'deliver')
  return done
}

/** A rider's or courier's cash of one order reached the market; done again it changes nothing. */
export function handInOrderCash(tx: Tx, by: Operator, at: OrderAt, from: string): Promise<void> {
  return receiveCash(tx, at.shop_id, at.order_id, from, by.person_id)
}

export { MARKET_HOLDER }

function fundByCash(tx: Tx, order: OrderRow, holder: string) {
  return fundHold(tx, order.party_id, order.order_id, {
    holder,
    payment_id: null,
    payment_reference: null,
    rail: null,
  })
}
