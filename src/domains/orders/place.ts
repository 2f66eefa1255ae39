import { later } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { newId } from '../../kit/ids/ids.ts'
import { type Paisa, split } from '../../kit/money/money.ts'
import { type Database, takenKey } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type CartLineRow, findCheckout, readCartLines } from '../cart/cart.ts'
import { type LineFacts, linesFor } from '../catalogue/catalogue.ts'
import { findAddressCity, findShop, type Person, type Shop } from '../identity/identity.ts'
import { reserve } from '../offers/offers.ts'
import {
  type CommissionRule,
  commissionOf,
  type Discount,
  portion,
  previewVoucher,
  promiseHold,
  readCommissionRules,
  useVoucher,
} from '../payments/payments.ts'
import { readOrdersOfCheckout } from './buyer-orders-store.ts'
import { packPlaced } from './events.ts'
import { DEADLINES, type OrderState } from './process.ts'
import { findOrderOfCheckout, type OrderLineRow, type OrderRow, sendOrder } from './store.ts'

/** What the way from a shop's city to a buyer's costs, in paisa. */
export type WayFee = (fromCityId: string, toCityId: string) => Paisa

/** One order of a checkout, or why a shop could not make one. */
export interface Placed {
  orders: Pick<OrderRow, 'party_id' | 'order_id' | 'number' | 'state' | 'total_paisa'>[]
  refused: { shop_id: string; refusal: Refusal }[]
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
 * Refuses: not_found cart.unknown, identity.address_unknown; invalid orders.tip_range; what previewVoucher refuses of
 * its code; what placeOrder refuses, when no shop could make its order.
 */
export async function placeCart(db: Database, by: Person, wish: Wish, wayFee: WayFee): Promise<Placed> {
  const [found, city_id] = await db.read((tx) =>
    Promise.all([readCartLines(tx, wish.cart_id), findAddressCity(tx, by, wish.address_id)]),
  )
  const owner = found?.cart.person_id ?? by.person_id
  if (!found || owner !== by.person_id) throw new Refusal('not_found', 'cart.unknown')
  if (found.cart.checkout_id !== wish.checkout_id || found.lines.length === 0) {
    const earlier = await placedBefore(db, by, wish.checkout_id)
    if (earlier.orders.length > 0) return earlier
    throw new Refusal('conflict', 'orders.cart_empty')
  }
  if (!city_id) throw new Refusal('not_found', 'identity.address_unknown')
  const byShop = [...Map.groupBy(found.lines, ({ shop_id }) => shop_id)].sort(([a], [b]) => (a < b ? -1 : 1))
  const extras = await extrasOf(db, by, wish, byShop)
  const placed: Placed = { orders: [], refused: [] }
  for (const [shopId, lines] of byShop) {
    const checkout = { ...wish, city_id, ...extras(shopId) }
    try {
      placed.orders.push(await placeOnce(db, by, shopId, { checkout, lines, wayFee }))
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

interface Wanted {
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
  return { orders: rows.map((row) => ({ ...row, party_id: row.shop_id })), refused: [] }
}

/**
 * Places one order with one shop: stock is set aside, prices and fees are read again and frozen, and the money is
 * promised.
 * The buyer pays the price seen in the cart or less, never more.
 * Refuses: conflict offers.sold_out, orders.price_rose, orders.gone, orders.shop_closed; what useVoucher refuses. When
 * this checkout has its order already, the transaction fails (placeCart returns that order).
 * Events: order.placed. Parties: the shop's only.
 */
export async function placeOrder(tx: Tx, by: Person, shopId: string, wanted: Wanted): Promise<OrderRow> {
  const { checkout, lines } = wanted
  const order_id = newId()
  const ids = lines.map(({ variant_id }) => variant_id)
  const [reserved, goods, shop, rules] = await Promise.all([
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
    ...packPlaced({ order, lines: orderLines, shop }),
  })
  return order
}

type PricedLine = OrderLineRow & { category_id: string }

/** The lines of an order with the prices of this moment, which the buyer has seen or are lower. */
function freeze(
  lines: readonly CartLineRow[],
  reserved: readonly { variant_id: string; price_paisa: Paisa }[],
  goods: readonly LineFacts[],
): PricedLine[] {
  return lines.map((line, i) => {
    const thing = goods.find(({ variant_id }) => variant_id === line.variant_id)
    const price_paisa = reserved.find(({ variant_id }) => variant_id === line.variant_id)?.price_paisa
    if (thing?.state !== 'live' || price_paisa === undefined) throw new Refusal('conflict', 'orders.gone')
    if (price_paisa > line.price_seen_paisa) throw new Refusal('conflict', 'orders.price_rose', { title: thing.title })
    return {
      line: i + 1,
      variant_id: line.variant_id,
      listing_id: thing.listing_id,
      title: thing.title,
      choices: thing.choices,
      photo_name: thing.photo_name,
      photo_colour: thing.photo_colour,
      category_id: thing.category_id,
      quantity: line.quantity,
      unit_price_paisa: price_paisa,
    }
  })
}

interface Drawing {
  wanted: Wanted
  orderLines: readonly PricedLine[]
  rules: readonly CommissionRule[]
  discount: Discount | undefined
  now: Date
}

function sumOf(lines: readonly { unit_price_paisa: Paisa; quantity: number }[]): Paisa {
  return lines.reduce((sum, line) => sum + line.unit_price_paisa * BigInt(line.quantity), 0n)
}

/** The order with its sums: goods, the way, and the commission by the rules of this moment. */
function drawUp(order_id: string, by: Person, shop: Shop, drawing: Drawing): OrderRow {
  const { wanted, orderLines, rules, discount, now } = drawing
  const { checkout } = wanted
  const items_paisa = sumOf(orderLines)
  const discount_paisa = discount?.paisa ?? 0n
  // A shop's own discount lowers its price, and the commission with it; one of the market does not.
  const sold_paisa = discount?.by === 'shop' ? items_paisa - discount_paisa : items_paisa
  const sums = orderLines.map(({ category_id, unit_price_paisa, quantity }) => ({
    category_id,
    paisa: portion(unit_price_paisa * BigInt(quantity), sold_paisa, items_paisa),
  }))
  const delivery_paisa = wanted.wayFee(shop.city_id, checkout.city_id)
  const commission = commissionOf(sums, rules)
  const state: OrderState = checkout.method === 'prepaid' ? 'awaiting_payment' : 'placed'
  const deadline = DEADLINES[state]
  return {
    party_id: shop.party_id,
    order_id,
    number: orderNumber(order_id),
    buyer_id: by.person_id,
    checkout_id: checkout.checkout_id,
    address_id: checkout.address_id,
    city_id: checkout.city_id,
    method: checkout.method,
    state,
    items_paisa,
    delivery_paisa,
    discount_paisa,
    discount_by: discount?.by ?? null,
    voucher_code: discount?.code ?? null,
    tip_paisa: checkout.tip_paisa ?? 0n,
    total_paisa: items_paisa + delivery_paisa + (checkout.tip_paisa ?? 0n) - discount_paisa,
    commission_rule_id: commission.rule_id,
    commission_paisa: commission.commission_paisa,
    language: checkout.language,
    placed_at: now,
    moved_at: now,
    due_at: deadline ? later(now, deadline.after_ms) : null,
    due_step: deadline?.step ?? null,
    warned_at: null,
    frozen_at: null,
    frozen_for: null,
  }
}

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * What people say on the phone: seven letters and digits from the random end of the id; no 0, 1, I, L, O, U to mistake.
 */
export function orderNumber(orderId: string): string {
  let rest = Number.parseInt(orderId.slice(-9), 16)
  let text = ''
  for (let i = 0; i < 7; i++) {
    text = LETTERS.charAt(rest % LETTERS.length) + text
    rest = Math.floor(rest / LETTERS.length)
  }
  return text
}
