import { DAY_MS } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import { type Paisa, split } from '../../kit/money/money.ts'
import { type Database, takenKey } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type CartLineRow, findCheckout, readCartLines } from '../cart/cart.ts'
import { linesFor } from '../catalogue/catalogue.ts'
import { findAddressCity, findShop, type Person } from '../identity/identity.ts'
import { reserve } from '../offers/offers.ts'
import { previewVoucher, promiseHold, readCommissionRules, useVoucher } from '../payments/payments.ts'
import { readOrdersOfCheckout } from './buyer-orders-store.ts'
import { drawUp, freeze, sumOf } from './drawing.ts'
import { packPlaced } from './events.ts'
import { countUnpaid, lockUnpaid } from './money-store.ts'
import { findOrderOfCheckout, type OrderRow, sendOrder } from './store.ts'
import { recordOfBuyer } from './way-back.ts'

/** What the way from a shop's city to a buyer's costs, in paisa. */
export type WayFee = (fromCityId: string, toCityId: string) => Paisa

/** One order of a checkout, or why a shop could not make one. */
export interface Placed {
  orders: Pick<OrderRow, 'party_id' | 'order_id' | 'number' | 'state' | 'total_paisa'>[]
  refused: { shop_id: string; refusal: Refusal }[]
  /** Digests of the words by which the ordered goods were found. Empty when it was placed before. */
  queries: Buffer[]
}

/** What a buyer wants when they press the button. */
export interface Wish {
  checkout_id: string
  cart_id: string
  address_id: string
  method: 'cod' | 'prepaid'
  language: string
  /** True when it was said before, by beginCheckout. */
  was_begun?: boolean
  /** A code that takes something off one of the orders. */
  voucher_code?: string | null
  /** For the riders, whole rupees; shared between the orders. */
  tip_paisa?: Paisa
}

/**
 * Places every order of a cart: one for each shop, each in a transaction of its own on that shop's party, so that one
 * shop's sold-out shelf does not undo the others. The same checkout placed again returns the same orders.
 * Refuses: not_found cart.unknown, identity.address_unknown; conflict orders.prepay_first {count} for cash after
 * parcels that went back by the buyer's own fault; invalid orders.tip_range; what previewVoucher refuses of its code;
 * what placeOrder refuses, when no shop could make its order.
 */
export async function placeCart(db: Database, by: Person, wish: Wish, wayFee: WayFee): Promise<Placed> {
  const [found, city_id, record] = await db.read((tx) =>
    Promise.all([
      readCartLines(tx, wish.cart_id),
      findAddressCity(tx, by, wish.address_id),
      wish.method === 'cod' ? recordOfBuyer(tx, by) : undefined,
    ]),
  )
  const owner = found?.cart.person_id ?? by.person_id
  if (!found || owner !== by.person_id) throw new Refusal('not_found', 'cart.unknown')
  if (found.cart.checkout_id !== wish.checkout_id || found.lines.length === 0) {
    const earlier = await placedBefore(db, by, wish.checkout_id)
    if (earlier.orders.length > 0) return earlier
    throw new Refusal('conflict', 'orders.cart_empty')
  }
  if (!city_id) throw new Refusal('not_found', 'identity.address_unknown')
  if (record?.must_prepay) throw new Refusal('conflict', 'orders.prepay_first', { count: record.fault_count })
  const byShop = [...Map.groupBy(found.lines, ({ shop_id }) => shop_id)].sort(([a], [b]) => (a < b ? -1 : 1))
  const extras = await extrasOf(db, by, wish, byShop)
  const placed: Placed = { orders: [], refused: [], queries: [] }
  for (const [shopId, lines] of byShop) {
    const checkout = { ...wish, city_id, ...extras(shopId) }
    try {
      placed.orders.push(await placeOnce(db, by, shopId, { checkout, lines, wayFee }))
      placed.queries.push(...lines.flatMap(({ query_key }) => query_key ?? []))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      placed.refused.push({ shop_id: shopId, refusal: error })
    }
  }
  if (placed.orders.length > 0) return placed
  throw placed.refused[0]?.refusal ?? new Refusal('conflict', 'orders.cart_empty')
}

/**
 * As placeCart, for a checkout that was begun before (beginCheckout) and says where it goes and how it is paid.
 * Refuses: not_found orders.no_checkout; what placeCart refuses.
 */
export async function placeCheckout(db: Database, by: Person, checkoutId: string, wayFee: WayFee): Promise<Placed> {
  const checkout = await db.read((tx) => findCheckout(tx, by, checkoutId))
  if (!checkout) throw new Refusal('not_found', 'orders.no_checkout')
  return placeCart(db, by, { ...checkout, was_begun: true }, wayFee)
}

/** A tip above this is a slip of the finger. */
const MOST_TIP_PAISA: Paisa = 200_000n

/** Which order gets the code, and what of the tip each has. */
async function extrasOf(db: Database, by: Person, wish: Wish, byShop: readonly [string, CartLineRow[]][]) {
  const { voucher_code, tip_paisa = 0n } = wish
  if (tip_paisa < 0n || tip_paisa > MOST_TIP_PAISA || tip_paisa % 100n !== 0n) {
    throw new Refusal('invalid', 'orders.tip_range')
  }
  const shops = byShop.map(([shop_id, lines]) => ({
    shop_id,
    items_paisa: lines.reduce((sum, line) => sum + line.price_seen_paisa * BigInt(line.quantity), 0n),
  }))
  const discounted = voucher_code
    ? (await db.read((tx) => previewVoucher(tx, by.person_id, voucher_code, shops))).shop_id
    : undefined
  const tips = split(
    tip_paisa / 100n,
    shops.map(() => 1n),
  )
  return (shopId: string) => ({
    voucher_code: shopId === discounted ? (voucher_code ?? null) : null,
    tip_paisa: (tips[shops.findIndex(({ shop_id }) => shop_id === shopId)] ?? 0n) * 100n,
  })
}

/** So many checkouts of one buyer may keep goods from the shelf without money within three days, and no more. */
const MOST_UNPAID = 5
const UNPAID_COUNTS_MS = 3 * DAY_MS

/** Refuses: conflict orders.unpaid_first {count}. */
async function assertPays(tx: Tx, by: Person, checkout: Wish): Promise<void> {
  if (checkout.method !== 'prepaid') return
  const since = new Date(tx.now.getTime() - UNPAID_COUNTS_MS)
  const [, count] = await Promise.all([
    lockUnpaid(tx, by.person_id),
    countUnpaid(tx, by.person_id, checkout.checkout_id, since),
  ])
  if (count >= MOST_UNPAID) throw new Refusal('conflict', 'orders.unpaid_first', { count })
}

export interface Wanted {
  checkout: Wish & { city_id: string }
  lines: CartLineRow[]
  wayFee: WayFee
}

/** The key by which a checkout has one order a shop. */
const ONE_A_CHECKOUT = 'orders_party_id_checkout_id_key'

async function placeOnce(db: Database, by: Person, shopId: string, wanted: Wanted) {
  try {
    return await db.tx((tx) => placeOrder(tx, by, shopId, wanted))
  } catch (error) {
    if (takenKey(error) !== ONE_A_CHECKOUT) throw error
    const order = await db.read((tx) => findOrderOfCheckout(tx, shopId, wanted.checkout.checkout_id))
    assert(order, 'an order that was already placed is there')
    return order
  }
}

async function placedBefore(db: Database, by: Person, checkoutId: string): Promise<Placed> {
  const rows = await db.read((tx) => readOrdersOfCheckout(tx, by.person_id, checkoutId))
  return { orders: rows.map((row) => ({ ...row, party_id: row.shop_id })), refused: [], queries: [] }
}

/**
 * Places one order with one shop: stock is set aside, prices and fees are read again and frozen, and the money is
 * promised.
 * The buyer pays the price seen in the cart or less, never more.
 * Refuses: conflict offers.sold_out, orders.price_rose, orders.gone, orders.shop_closed, orders.unpaid_first {count}
 * for too many orders that are not paid; what useVoucher refuses. When this checkout has its order already, the
 * transaction fails (placeCart returns that order).
 * Events: order.placed. Parties: the shop's only.
 */
export async function placeOrder(tx: Tx, by: Person, shopId: string, wanted: Wanted): Promise<OrderRow> {
  const { checkout, lines } = wanted
  const order_id = newId()
  const ids = lines.map(({ variant_id }) => variant_id)
  const [, reserved, goods, shop, rules] = await Promise.all([
    assertPays(tx, by, checkout),
    reserve(tx, shopId, order_id, lines),
    linesFor(tx, shopId, ids),
    findShop(tx, shopId),
    readCommissionRules(tx),
  ])
  if (shop?.state !== 'open') throw new Refusal('conflict', 'orders.shop_closed')

  const orderLines = freeze(lines, reserved, goods)
  const items_paisa = sumOf(orderLines)
  const discount = checkout.voucher_code
    ? await useVoucher(tx, {
        code: checkout.voucher_code,
        shop_id: shopId,
        order_id,
        buyer_id: by.person_id,
        items_paisa,
      })
    : undefined
  const order = drawUp(order_id, by, shop, { wanted, orderLines, rules, discount, now: tx.now })
  sendOrder(tx, order, orderLines)
  promiseHold(tx, shopId, {
    order_id,
    method: order.method,
    amount_paisa: order.total_paisa,
    holder: order.method === 'cod' ? 'rider' : 'rail',
  })
  await record(tx, shopId, 'order.placed', {
    order_id,
    shop_id: shopId,
    buyer_id: by.person_id,
    cart_id: checkout.cart_id,
    was_begun: checkout.was_begun === true,
    // On which shelf each of the goods lies, for those who count.
    shelves: Object.fromEntries(goods.map(({ listing_id, category_id }) => [listing_id, category_id])),
    ...packPlaced({ order, lines: orderLines, shop }),
  })
  return order
}
