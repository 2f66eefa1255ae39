import { DELIVERY_RATES } from '../../db/seed/cities.ts'
import { addLine, beginCheckout, findCheckout, newCart, readCartLines } from '../../src/domains/cart/cart.ts'
import { loadRates } from '../../src/domains/delivery/delivery.ts'
import {
  actForShop,
  asRider,
  giveRole,
  type Person,
  type Rider,
  type ShopActor,
  SYSTEM,
  saveAddress,
  seedPerson,
} from '../../src/domains/identity/identity.ts'
import { submitListing } from '../../src/domains/offers/offers.ts'
import {
  arriveAtDoor,
  type OrderAt,
  type OrderRow,
  payOrder,
  placeOrder,
  shipOrder,
} from '../../src/domains/orders/orders.ts'
import type { PaidOrder } from '../../src/domains/payments/payments.ts'
import { codesFor, openAtDoor, packWithProof } from '../../src/domains/trust/trust.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { type Bazaar, bazaar, pricedChappal } from './bazaar.ts'

/** What the way costs in tests: Rs 200, whatever the cities. */
export const WAY_PAISA = 20_000n
export const wayFee = () => WAY_PAISA

export interface Trade extends Bazaar {
  ghazi: Rider
  address_id: string
  listing_id: string
  /** A chappal of size 41 at Rs 2,450, five on the shelf. */
  small: string
  large: string
}

/** Bilal's chappal is on sale, Ayesha has an address, Ghazi rides. */
export async function trade(tx: Tx, stock_count = 5): Promise<Trade> {
  const cast = await bazaar(tx)
  await loadRates(tx, DELIVERY_RATES)
  const goods = await pricedChappal(tx, cast.bilal, {}, { price_paisa: 245_000n, stock_count })
  await submitListing(tx, cast.bilal, goods.listing_id, { without_photo: true })
  const rider_id = await seedPerson(tx, SYSTEM, { phone: '+923000000006', name: 'Ghazi', language: 'en' })
  await giveRole(tx, SYSTEM, rider_id, 'rider')
  const ghazi = await asRider(tx, { kind: 'person', person_id: rider_id })
  const bilal = await actForShop(tx, { kind: 'person', person_id: cast.bilal.person_id }, cast.bilal.shop_id, 'orders')
  return { ...cast, ...goods, bilal, ghazi, address_id: await homeOf(tx, cast.ayesha) }
}

export function homeOf(tx: Tx, person: Person): Promise<string> {
  return saveAddress(tx, person, {
    name: 'Ayesha Khan',
    street: 'House 5, Street 3',
    area: 'Model Town',
    landmark: 'Near the park',
    city_id: 'lahore',
  })
}

/** A cart with one chappal, ready to be placed. */
export async function checkoutOf(
  tx: Tx,
  buyer: Person,
  from: { bilal: ShopActor; small: string; address_id: string },
  method: 'cod' | 'prepaid' = 'cod',
  quantity = 1,
  extras: { voucher_code?: string; tip_paisa?: bigint } = {},
) {
  const cart = await newCart(tx, buyer)
  await addLine(tx, cart.party_id, { shop_id: from.bilal.shop_id, variant_id: from.small, quantity })
  return beginCheckout(tx, buyer, cart.party_id, {
    address_id: from.address_id,
    city_id: 'lahore',
    method,
    language: 'en',
    ...extras,
  })
}

/** Ayesha orders one chappal from Bilal. */
export async function placed(tx: Tx, at: Trade, method: 'cod' | 'prepaid' = 'cod', quantity = 1): Promise<OrderRow> {
  const begun = await checkoutOf(tx, at.ayesha, at, method, quantity)
  const checkout = await findCheckout(tx, at.ayesha, begun.checkout_id)
  const cart = await readCartLines(tx, begun.cart_id)
  if (!checkout || !cart) throw new Error('a checkout was begun')
  return placeOrder(tx, at.ayesha, at.bilal.shop_id, { checkout, lines: cart.lines, wayFee })
}

export const atOf = (order: Pick<OrderRow, 'party_id' | 'order_id'>): OrderAt => ({
  shop_id: order.party_id,
  order_id: order.order_id,
})

/** The money of a prepaid order arrives, by a payment of its own. */
export async function paid(tx: Tx, order: OrderRow, payment_id = newId()): Promise<void> {
  const part: PaidOrder = { ...atOf(order), amount_paisa: order.total_paisa.toString() }
  await payOrder(tx, part, { payment_id, reference: payment_id.slice(-12), rail: 'jazzcash', holder: 'jazzcash' })
}

const PROOF = { photos: [{ name: 'a'.repeat(64), colour: '#886644' }], carrier: 'riders' }

/** Bilal has packed it, with a photo. */
export async function packed(tx: Tx, at: Trade, order: OrderRow): Promise<void> {
  await packWithProof(tx, at.bilal, atOf(order), PROOF)
}

/** Ghazi stands at the door with it. */
export async function broughtToDoor(tx: Tx, at: Trade, order: OrderRow): Promise<void> {
  await packed(tx, at, order)
  await shipOrder(tx, at.ghazi, atOf(order))
  await arriveAtDoor(tx, at.ghazi, atOf(order))
}

/** The parcel is open at the door. */
export async function opened(tx: Tx, at: Trade, order: OrderRow): Promise<void> {
  await broughtToDoor(tx, at, order)
  await openAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).inspect)
}
