import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { linesFor } from '../catalogue/catalogue.ts'
import { findShop, type Person } from '../identity/identity.ts'
import { offersFor } from '../offers/offers.ts'
import {
  addToLine,
  type CartLineRow,
  type CartRow,
  type CheckoutRow,
  countLines,
  deleteCart,
  deleteLines,
  deleteOldCarts,
  insertCart,
  readCart,
  readCartWithLines,
  readCheckout,
  sendPlaced,
  sendRenewal,
  setLine,
  setPerson,
  setPriceSeen,
  writeCheckout,
} from './store.ts'

export type { CartLineRow, CartRow, CheckoutRow } from './store.ts'

/** More than this many kinds of goods is a warehouse, not a cart. */
const MOST_LINES = 60
const MOST_OF_ONE = 999

/** One line as the cart page shows it. */
export interface CartLine {
  variant_id: string
  listing_id: string
  title: string
  choices: string
  photo_name: string | null
  photo_colour: string | null
  quantity: number
  price_paisa: Paisa
  price_seen_paisa: Paisa
  left_count: number
  /** Why it cannot be bought now: gone from sale, or fewer left than wanted. */
  trouble: 'gone' | 'few_left' | null
}

export interface CartShop {
  shop_id: string
  handle: string
  name: string
  city_id: string
  lines: CartLine[]
  items_paisa: Paisa
}

export interface CartView {
  cart_id: string
  checkout_id: string
  shops: CartShop[]
  line_count: number
  items_paisa: Paisa
  /** True when a price is higher than when it was put in: the buyer has to agree again. */
  price_rose: boolean
  /** True when every line can be bought now. */
  can_be_placed: boolean
}

/** A new cart for somebody we do not know yet, or for a person. */
export async function newCart(tx: Tx, person: Person | null): Promise<CartRow> {
  const cart = { party_id: newId(), person_id: person?.person_id ?? null, checkout_id: newId() }
  await insertCart(tx, cart)
  return cart
}

/**
 * Puts goods into a cart; the same goods again add up. The price is noted as the buyer saw it, and the digest of the
 * words by which they found it.
 * Refuses: invalid cart.quantity; conflict cart.gone when it is not on sale; limit cart.full.
 * Parties: the cart's only (the shop's offer is read).
 */
export async function addLine(
  tx: Tx,
  cartId: string,
  goods: { shop_id: string; variant_id: string; quantity: number; query_key?: Buffer | undefined },
): Promise<void> {
  if (!Number.isInteger(goods.quantity) || goods.quantity < 1 || goods.quantity > MOST_OF_ONE) {
    throw new Refusal('invalid', 'cart.quantity')
  }
  const [[offer], [goodsLine], line_count] = await Promise.all([
    offersFor(tx, goods.shop_id, [goods.variant_id]),
    linesFor(tx, goods.shop_id, [goods.variant_id]),
    countLines(tx, cartId),
  ])
  if (!offer || goodsLine?.state !== 'live') throw new Refusal('conflict', 'cart.gone')
  if (line_count >= MOST_LINES) throw new Refusal('limit', 'cart.full')
  await addToLine(
    tx,
    {
      party_id: cartId,
      variant_id: goods.variant_id,
      shop_id: goods.shop_id,
      listing_id: goodsLine.listing_id,
      quantity: goods.quantity,
      price_seen_paisa: offer.price_paisa,
      query_key: goods.query_key ?? null,
    },
    MOST_OF_ONE,
  )
}

/** Sets how many of one thing; zero takes it out. Refuses: invalid cart.quantity; not_found cart.no_line. */
export async function setQuantity(tx: Tx, cartId: string, variantId: string, quantity: number): Promise<void> {
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > MOST_OF_ONE)
    throw new Refusal('invalid', 'cart.quantity')
  const touched =
    quantity === 0 ? await deleteLines(tx, cartId, [variantId]) : await setLine(tx, cartId, variantId, quantity)
  if (touched === 0) throw new Refusal('not_found', 'cart.no_line')
}

/** The cart as it can be bought now: prices and stock are read again, and what changed is said. */
export async function viewCart(tx: Tx, cartId: string): Promise<CartView | undefined> {
  const found = await readCartLines(tx, cartId)
  if (!found) return undefined
  const { cart, lines: rows } = found
  const byShop = Map.groupBy(rows, ({ shop_id }) => shop_id)
  const shops = await Promise.all([...byShop].map(([shopId, lines]) => viewShop(tx, shopId, lines)))
  const known = shops.filter((shop) => shop !== undefined)
  const lines = known.flatMap((shop) => shop.lines)
  return {
    cart_id: cart.party_id,
    checkout_id: cart.checkout_id,
    shops: known,
    line_count: lines.length,
    items_paisa: known.reduce((sum, shop) => sum + shop.items_paisa, 0n),
    price_rose: lines.some(({ price_paisa, price_seen_paisa }) => price_paisa > price_seen_paisa),
    can_be_placed: lines.length > 0 && lines.every(({ trouble }) => trouble === null),
  }
}

async function viewShop(tx: Tx, shopId: string, rows: CartLineRow[]): Promise<CartShop | undefined> {
  const ids = rows.map(({ variant_id }) => variant_id)
  const [shop, offers, goods] = await Promise.all([
    findShop(tx, shopId),
    offersFor(tx, shopId, ids),
    linesFor(tx, shopId, ids),
  ])
  if (!shop) return undefined
  const lines = rows.map((row): CartLine => {
    const offer = offers.find(({ variant_id }) => variant_id === row.variant_id)
    const thing = goods.find(({ variant_id }) => variant_id === row.variant_id)
    const left_count = offer ? offer.on_hand_count - offer.reserved_count : 0
    const isGone = !offer || thing?.state !== 'live' || shop.state !== 'open' || left_count === 0
    return {
      variant_id: row.variant_id,
      listing_id: row.listing_id,
      title: thing?.title ?? '',
      choices: thing?.choices ?? '',
      photo_name: thing?.photo_name ?? null,
      photo_colour: thing?.photo_colour ?? null,
      quantity: row.quantity,
      price_paisa: offer?.price_paisa ?? row.price_seen_paisa,
      price_seen_paisa: row.price_seen_paisa,
      left_count,
      trouble: isGone ? 'gone' : left_count < row.quantity ? 'few_left' : null,
    }
  })
  const items_paisa = lines.reduce((sum, line) => sum + line.price_paisa * BigInt(line.quantity), 0n)
  return { shop_id: shopId, handle: shop.handle, name: shop.name, city_id: shop.city_id, lines, items_paisa }
}

/** The buyer has seen today's prices and goes on. Refuses: not_found cart.unknown. */
export async function agreePrices(tx: Tx, cartId: string): Promise<void> {
  const view = await viewCart(tx, cartId)
  if (!view) throw new Refusal('not_found', 'cart.unknown')
  for (const line of view.shops.flatMap((shop) => shop.lines)) {
    if (line.price_paisa !== line.price_seen_paisa) await setPriceSeen(tx, cartId, line.variant_id, line.price_paisa)
  }
}

/** What the placing of a cart needs, in one statement. */
export async function readCartLines(
  tx: Tx,
  cartId: string,
): Promise<{ cart: CartRow; lines: CartLineRow[] } | undefined> {
  const rows = await readCartWithLines(tx, cartId)
  const [cart] = rows
  return cart && { cart, lines: rows.filter(isLine) }
}

function isLine(row: CartRow & Partial<CartLineRow>): row is CartRow & CartLineRow {
  return typeof row.variant_id === 'string'
}

/** How many kinds of goods are in a cart, for the head of the page. */
export function countCart(tx: Tx, cartId: string): Promise<number> {
  return countLines(tx, cartId)
}

/**
 * Says where a purchase goes and how it is paid. Until it is placed it can be said again.
 * Refuses: not_found cart.unknown when the cart is another person's; conflict cart.placed when it was placed before.
 * Parties: the cart's and the buyer's.
 */
export async function beginCheckout(
  tx: Tx,
  by: Person,
  cartId: string,
  checkout: {
    address_id: string
    city_id: string
    method: 'cod' | 'prepaid'
    language: string
    voucher_code?: string | null
    tip_paisa?: bigint
  },
): Promise<CheckoutRow> {
  const [cart, mine] = await Promise.all([readCart(tx, cartId), setPerson(tx, cartId, by.person_id)])
  if (!cart || mine === 0) throw new Refusal('not_found', 'cart.unknown')
  const row = await writeCheckout(tx, {
    party_id: by.person_id,
    checkout_id: cart.checkout_id,
    cart_id: cartId,
    voucher_code: null,
    tip_paisa: 0n,
    ...checkout,
  })
  if (!row) throw new Refusal('conflict', 'cart.placed')
  return row
}

/** A checkout of this person, or undefined. */
export function findCheckout(tx: Tx, by: Person, checkoutId: string): Promise<CheckoutRow | undefined> {
  return readCheckout(tx, by.person_id, checkoutId)
}

/** What an order tells its buyer's party about the cart that made it. */
export interface PlacedCart extends Omit<CheckoutRow, 'party_id' | 'begun_at' | 'voucher_code' | 'tip_paisa'> {
  placed_at: Date
  variant_ids: string[]
  /** True when somebody will ask for the checkout again: it was begun before, or a payment belongs to it. */
  is_kept: boolean
}

/**
 * An order of a cart was placed: what it took leaves the cart, and the cart is ready for another purchase. Done again
 * it changes nothing. Parties: the buyer's and the cart's.
 */
export function closeCart(tx: Tx, buyerId: string, placed: PlacedCart): void {
  if (placed.is_kept) sendPlaced(tx, buyerId, placed)
  sendRenewal(tx, placed.cart_id, buyerId, { ...placed, next_checkout_id: newId() })
}

/** Carts of strangers that nobody touched since `before` are forgotten. Returns how many. */
export async function forgetOldCarts(tx: Tx, before: Date): Promise<number> {
  const old = await deleteOldCarts(tx, before)
  for (const { party_id } of old) await deleteCart(tx, party_id)
  return old.length
}
