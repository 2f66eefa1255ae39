import { z } from 'zod'
import { addLine, agreePrices, newCart, readCartLines, setQuantity, viewCart } from '../../../domains/cart/cart.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Ask } from '../ask.ts'
import { type Operation, open } from '../operation.ts'
import { idIn } from '../shapes/basics.ts'
import { cartSchema, cartShape, cartTokenSchema, openCart } from '../shapes/cart.ts'

const goods = z.strictObject({ shop: idIn('shp'), variant: idIn('var'), quantity: z.int().default(1) }).meta({
  id: 'NewCartLine',
  description: 'Both ids stand in the listing',
})
type Goods = z.output<typeof goods>

const cartParams = z.object({ cart: cartTokenSchema })
const lineParams = z.object({ cart: cartTokenSchema, variant: idIn('var') })

function cartIn({ market }: Ask, token: string): string {
  const cartId = openCart(market, token)
  if (cartId === undefined) throw new Refusal('not_found', 'cart.unknown')
  return cartId
}

async function whole(ask: Ask, tx: Tx, cartId: string): Promise<z.input<typeof cartSchema>> {
  const view = await viewCart(tx, cartId)
  if (!view) throw new Refusal('not_found', 'cart.unknown')
  return cartShape(ask.market, view)
}

/** A token outlives its cart: goods are put only into one that is there. */
async function put(tx: Tx, cartId: string, { shop, variant, quantity }: Goods): Promise<void> {
  await addLine(tx, cartId, { shop_id: shop, variant_id: variant, quantity })
}

export const CARTS: readonly Operation[] = [
  open({
    name: 'createCart',
    method: 'POST',
    path: '/carts',
    area: 'Carts',
    summary: 'Take a cart, with or without goods in it',
    more: 'Nobody has to be signed in. Keep the id to yourself: it opens the cart.',
    body: z.strictObject({ lines: z.array(goods).max(60).default([]) }),
    status: 201,
    answer: cartSchema,
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const cart = await newCart(tx, null)
        for (const line of body.lines) await put(tx, cart.party_id, line)
        return whole(ask, tx, cart.party_id)
      }),
  }),
  open({
    name: 'readCart',
    method: 'GET',
    path: '/carts/{cart}',
    area: 'Carts',
    summary: "The cart with today's prices and stock",
    params: cartParams,
    status: 200,
    answer: cartSchema,
    run: (ask, { params }) => ask.read((tx) => whole(ask, tx, cartIn(ask, params.cart))),
  }),
  open({
    name: 'addLine',
    method: 'POST',
    path: '/carts/{cart}/lines',
    area: 'Carts',
    summary: 'Put goods into the cart; the same goods again add up',
    params: cartParams,
    body: goods,
    status: 201,
    answer: cartSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const cartId = cartIn(ask, params.cart)
        if (!(await readCartLines(tx, cartId))) throw new Refusal('not_found', 'cart.unknown')
        await put(tx, cartId, body)
        return whole(ask, tx, cartId)
      }),
  }),
  open({
    name: 'setLine',
    method: 'PUT',
    path: '/carts/{cart}/lines/{variant}',
    area: 'Carts',
    summary: 'Say how many of one thing; zero takes it out',
    params: lineParams,
    body: z.strictObject({ quantity: z.int() }),
    status: 200,
    answer: cartSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const cartId = cartIn(ask, params.cart)
        await setQuantity(tx, cartId, params.variant, body.quantity)
        return whole(ask, tx, cartId)
      }),
  }),
  open({
    name: 'removeLine',
    method: 'DELETE',
    path: '/carts/{cart}/lines/{variant}',
    area: 'Carts',
    summary: 'Take one thing out',
    params: lineParams,
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        await setQuantity(tx, cartIn(ask, params.cart), params.variant, 0)
        return null
      }),
  }),
  open({
    name: 'agreePrices',
    method: 'POST',
    path: '/carts/{cart}/price-agreement',
    area: 'Carts',
    summary: "Agree to today's prices, after some of them rose",
    params: cartParams,
    status: 200,
    answer: cartSchema,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        const cartId = cartIn(ask, params.cart)
        await agreePrices(tx, cartId)
        return whole(ask, tx, cartId)
      }),
  }),
]
