import { z } from 'zod'
import { beginCheckout, type CartView, type CheckoutRow, findCheckout, viewCart } from '../../../domains/cart/cart.ts'
import { quoteDelivery } from '../../../domains/delivery/delivery.ts'
import { listAddresses } from '../../../domains/identity/identity.ts'
import {
  ORDER_STATES,
  ordersOfCheckout,
  type Placed,
  placeCart,
  placeCheckout,
  type WayFee,
} from '../../../domains/orders/orders.ts'
import { previewVoucher } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Market } from '../../web/market.ts'
import { refusalWords } from '../../web/pages.tsx'
import type { Ask, PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import { newAddress } from '../shapes/address.ts'
import { id, idIn, money, moneySchema, time, timeOrNull, timeSchema } from '../shapes/basics.ts'
import { cartToken, cartTokenSchema, openCart } from '../shapes/cart.ts'
import { shopLink, shopLinkSchema } from '../shapes/listing.ts'
import { keepAddress } from './addresses.ts'

const placedOrderSchema = z
  .object({ id: id('ord'), number: z.string(), shop: id('shp'), state: z.enum(ORDER_STATES), total: moneySchema })
  .meta({ id: 'PlacedOrder' })

const checkoutSchema = z
  .object({
    id: id('chk'),
    cart: cartTokenSchema,
    address: id('adr'),
    city: z.string(),
    method: z.enum(['cod', 'prepaid']),
    shops: z
      .array(
        z.object({
          shop: shopLinkSchema,
          items: moneySchema,
          delivery: moneySchema,
          total: moneySchema,
          days: z.object({ least: z.int(), most: z.int() }).describe('How long the way takes'),
        }),
      )
      .describe('What each shop will get; each becomes one order. Empty once it is placed'),
    voucher: z
      .object({
        code: z.string(),
        discount: moneySchema,
        by: z.enum(['shop', 'market']).nullable().describe('Who pays for it'),
        problem: z.string().nullable().describe('Why it takes nothing off now, such as payments.voucher_over'),
      })
      .nullable()
      .describe('What the code takes off'),
    tip: moneySchema.describe('For the riders'),
    total: moneySchema.describe('Goods and delivery less the discount, with the tip'),
    price_rose: z.boolean(),
    can_be_placed: z.boolean(),
    orders: z.array(placedOrderSchema).describe('What it became'),
    begun_at: timeSchema,
    placed_at: timeSchema.nullable(),
  })
  .meta({ id: 'Checkout' })

const placedSchema = z
  .object({
    orders: z.array(placedOrderSchema),
    refused: z
      .array(
        z.object({
          shop: id('shp'),
          code: z.string(),
          reason: z.string(),
          detail: z.string(),
          values: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      )
      .describe('Shops that could not make their order; the goods are still in the cart'),
  })
  .meta({ id: 'Placed' })

const extras = {
  voucher: z.string().max(40).nullable().default(null).describe('A code that takes something off'),
  tip: z.int().min(0).max(200_000).default(0).describe('Paisa for the riders, whole rupees'),
}

const newCheckout = z.strictObject({
  cart: cartTokenSchema,
  address_id: idIn('adr').optional().describe('One of your addresses'),
  address: newAddress.optional().describe('Or a new one, which is kept'),
  method: z.enum(['cod', 'prepaid']).describe('Cash at the door after you have looked, or paid before'),
  ...extras,
})

function placedOrder(order: Placed['orders'][number]): z.input<typeof placedOrderSchema> {
  const { order_id, party_id, number, state, total_paisa } = order
  return { id: shown('ord', order_id), number, shop: shown('shp', party_id), state, total: money(total_paisa) }
}

/** Where it goes: one of the person's own addresses, or a new one. Refuses: invalid api.address_needed; not_found. */
async function addressOf(tx: Tx, ask: PersonAsk, body: z.output<typeof newCheckout>) {
  if (body.address && !body.address_id) {
    return { address_id: await keepAddress(tx, ask.market, ask.person, body.address), city_id: body.address.city }
  }
  if (body.address || !body.address_id) throw new Refusal('invalid', 'api.address_needed')
  const own = (await listAddresses(tx, ask.person)).find(({ address_id }) => address_id === body.address_id)
  if (!own) throw new Refusal('not_found', 'identity.address_unknown')
  return { address_id: own.address_id, city_id: own.city_id }
}

function shopsOf(market: Market, view: CartView | undefined, cityId: string) {
  return (view?.shops ?? []).map(({ shop_id, handle, name, city_id, items_paisa }) => {
    const way = quoteDelivery(market.places, city_id, cityId)
    return {
      shop: shopLink({ party_id: shop_id, handle, name, city_id }),
      items: money(items_paisa),
      delivery: money(way.fee_paisa),
      total: money(items_paisa + way.fee_paisa),
      days: { least: way.fewest_days, most: way.most_days },
    }
  })
}

/** What its code takes off now; a code that fits no more says why, and the orders would be refused with it. */
async function voucherOf(tx: Tx, { person }: PersonAsk, code: string | null, view: CartView | undefined) {
  if (code === null || !view) return null
  try {
    const { code: known, paisa, by } = await previewVoucher(tx, person.person_id, code, view.shops)
    return { code: known, paisa, by, problem: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { code, paisa: 0n, by: null, problem: error.reason }
  }
}

async function whole(tx: Tx, ask: PersonAsk, checkout: CheckoutRow): Promise<z.input<typeof checkoutSchema>> {
  const { market } = ask
  const [view, orders] = await Promise.all([
    viewCart(tx, checkout.cart_id),
    checkout.placed_at ? ordersOfCheckout(tx, ask.person, checkout.checkout_id) : [],
  ])
  // The cart goes on to another purchase once this one is placed.
  const current = view?.checkout_id === checkout.checkout_id && !checkout.placed_at ? view : undefined
  const shops = shopsOf(market, current, checkout.city_id)
  const voucher = await voucherOf(tx, ask, checkout.voucher_code, current)
  const sum = shops.reduce((all, { total }) => all + total.amount, 0)
  const tip = current ? checkout.tip_paisa : 0n
  return {
    id: shown('chk', checkout.checkout_id),
    cart: cartToken(market, checkout.cart_id),
    address: shown('adr', checkout.address_id),
    city: checkout.city_id,
    method: checkout.method,
    shops,
    voucher: voucher && {
      ...{ code: voucher.code, discount: money(voucher.paisa), by: voucher.by, problem: voucher.problem },
    },
    tip: money(tip),
    total: money(BigInt(sum) - (voucher?.paisa ?? 0n) + tip),
    price_rose: current?.price_rose ?? false,
    can_be_placed: current?.can_be_placed ?? false,
    orders: orders.map((order) => placedOrder({ ...order, party_id: order.shop_id })),
    begun_at: time(checkout.begun_at),
    placed_at: timeOrNull(checkout.placed_at),
  }
}

/** A checkout of this person. Refuses: not_found orders.no_checkout. */
export async function ownCheckout(tx: Tx, ask: PersonAsk, checkoutId: string): Promise<CheckoutRow> {
  const checkout = await findCheckout(tx, ask.person, checkoutId)
  if (!checkout) throw new Refusal('not_found', 'orders.no_checkout')
  return checkout
}

function placedShape(ask: Ask, { orders, refused }: Placed): z.input<typeof placedSchema> {
  return { orders: orders.map(placedOrder), refused: refused.map((one) => refusedShop(ask, one)) }
}

function wayFeeIn({ places }: Market): WayFee {
  return (from, to) => quoteDelivery(places, from, to).fee_paisa
}

function assertRail({ rails }: Market, method: 'cod' | 'prepaid'): void {
  if (method === 'prepaid' && rails.size === 0) throw new Refusal('unavailable', 'api.no_rail')
}

function refusedShop({ t }: Ask, { shop_id, refusal }: Placed['refused'][number]) {
  const { code, reason, values } = refusal
  return { shop: shown('shp', shop_id), code, reason, detail: refusalWords(t, refusal), values: { ...values } }
}

export const checkoutParams = z.object({ checkout: idIn('chk') })

export const CHECKOUTS: readonly Operation[] = [
  personal({
    name: 'beginCheckout',
    method: 'POST',
    path: '/checkouts',
    area: 'Checkouts',
    summary: 'Say where a cart goes and how it is paid',
    more: 'Until it is placed it can be said again: the same cart gives the same checkout.',
    body: newCheckout,
    status: 201,
    answer: checkoutSchema,
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const cartId = openCart(ask.market, body.cart)
        if (cartId === undefined) throw new Refusal('not_found', 'cart.unknown')
        assertRail(ask.market, body.method)
        const to = await addressOf(tx, ask, body)
        const said = { voucher_code: body.voucher, tip_paisa: BigInt(body.tip) }
        const chosen = { ...to, ...said, method: body.method, language: ask.locale }
        return whole(tx, ask, await beginCheckout(tx, ask.person, cartId, chosen))
      }),
  }),
  personal({
    name: 'readCheckout',
    method: 'GET',
    path: '/checkouts/{checkout}',
    area: 'Checkouts',
    summary: 'What a checkout costs, or what it became',
    params: checkoutParams,
    status: 200,
    answer: checkoutSchema,
    run: (ask, { params }) => ask.read(async (tx) => whole(tx, ask, await ownCheckout(tx, ask, params.checkout))),
  }),
  personal({
    name: 'placeOrders',
    method: 'POST',
    path: '/checkouts/{checkout}/orders',
    area: 'Checkouts',
    summary: 'Place the orders: one for each shop',
    more: [
      'Safe to send again without a key too: the same checkout gives the same orders.',
      'You pay the prices you agreed to, or less.',
    ].join(' '),
    params: checkoutParams,
    status: 201,
    answer: placedSchema,
    run: async (ask, { params }) => {
      const { market, person } = ask
      return placedShape(ask, await placeCheckout(market.db, person, params.checkout, wayFeeIn(market)))
    },
  }),
  personal({
    name: 'placeCart',
    method: 'POST',
    path: '/orders',
    area: 'Checkouts',
    summary: 'Place a cart at once, without a checkout before',
    more: 'The checkout stands in the cart. Sent again, it gives the same orders.',
    body: z.strictObject({
      cart: cartTokenSchema,
      checkout: idIn('chk'),
      address_id: idIn('adr').describe('One of your addresses'),
      method: z.enum(['cod', 'prepaid']),
      ...extras,
    }),
    status: 201,
    answer: placedSchema,
    run: async (ask, { body }) => {
      const { market, person, locale } = ask
      const { cart, checkout: checkout_id, address_id, method } = body
      const cart_id = openCart(market, cart)
      if (cart_id === undefined) throw new Refusal('not_found', 'cart.unknown')
      assertRail(market, method)
      const said = { voucher_code: body.voucher, tip_paisa: BigInt(body.tip) }
      const wish = { checkout_id, cart_id, address_id, method, language: locale, ...said }
      return placedShape(ask, await placeCart(market.db, person, wish, wayFeeIn(market)))
    },
  }),
]
