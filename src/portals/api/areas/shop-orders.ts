import { z } from 'zod'
import { OWN_RIDERS, parcelOfOrder, readLabel } from '../../../domains/delivery/delivery.ts'
import type { ShopActor, ShopTask } from '../../../domains/identity/identity.ts'
import {
  appealDecision,
  cancelOrder,
  countStates,
  findAppeal,
  findOrderOfShop,
  listShopOrders,
  ORDER_STATES,
  type OrderAt,
  refundOrder,
  takeBack,
} from '../../../domains/orders/orders.ts'
import { listRefunds } from '../../../domains/payments/payments.ts'
import { packWithProof, proofsOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import { idIn, listOf, money, moneySchema, nextCursor, pageQuery, timeCursor, words } from '../shapes/basics.ts'
import { orderBase, orderWhole, shopOrderCardSchema, shopOrderSchema } from '../shapes/order.ts'
import { openUpload, uploadName } from '../shapes/upload.ts'
import { changeForShop, forShop, shopParams } from '../shop.ts'

const orderParams = shopParams.extend({ order: idIn('ord') })
type OrderParams = z.output<typeof orderParams>

async function whole(
  tx: Tx,
  { market }: PersonAsk,
  by: ShopActor,
  orderId: string,
): Promise<z.input<typeof shopOrderSchema>> {
  const at = { shop_id: by.shop_id, order_id: orderId }
  const [found, parcel, proofs, refunds, appeal] = await Promise.all([
    findOrderOfShop(tx, by, orderId),
    parcelOfOrder(tx, by.shop_id, orderId),
    proofsOf(tx, at),
    listRefunds(tx, by.shop_id, orderId),
    findAppeal(tx, at),
  ])
  const commission = money(found.order.commission_paisa)
  const parts = { ...found, parcel, proofs, refunds, appeal, reader: 'shop', now: tx.now } as const
  return { ...orderWhole(market.origin, parts), commission }
}

/** Takes one step with an order of the shop in the path, and shows where it stands then. */
function step(
  ask: PersonAsk,
  { shop, order }: OrderParams,
  take: (tx: Tx, by: ShopActor, at: OrderAt) => Promise<unknown>,
  task: ShopTask = 'orders',
) {
  return ask.write(async (tx) => {
    const by = await changeForShop(tx, ask, shop, task)
    await take(tx, by, { shop_id: by.shop_id, order_id: order })
    return whole(tx, ask, by, order)
  })
}

const labelSchema = z
  .object({
    label: z.string(),
    carrier: z.string(),
    tracking: z.string(),
    cash_due: moneySchema,
    from_city: z.string(),
    to: z.object({
      name: z.string(),
      phone: z.string(),
      street: z.string(),
      area: z.string(),
      landmark: z.string(),
      city: z.string(),
    }),
  })
  .meta({ id: 'Label' })

const listQuery = z.object({
  state: z.enum(ORDER_STATES).optional().describe('Only those in this state'),
  ...pageQuery,
})

const READING: readonly Operation[] = [
  personal({
    name: 'listShopOrders',
    method: 'GET',
    path: '/shops/{shop}/orders',
    area: 'Shop orders',
    summary: "The shop's orders, newest first",
    params: shopParams,
    query: listQuery,
    status: 200,
    answer: listOf(shopOrderCardSchema, 'orders'),
    run: (ask, { params, query }) =>
      ask.read(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'orders')
        const states = query.state ? [query.state] : ORDER_STATES
        const page = { states, ...timeCursor(query.cursor), limit: query.limit + 1 }
        const [rows, counts] = await Promise.all([listShopOrders(tx, by, page), countStates(tx, by)])
        return {
          items: rows
            .slice(0, query.limit)
            .map((order) => ({ ...orderBase(order), commission: money(order.commission_paisa) })),
          count: states.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
          next: nextCursor(rows, query.limit, (row) => [row.placed_at, row.order_id]),
        }
      }),
  }),
  personal({
    name: 'readShopOrder',
    method: 'GET',
    path: '/shops/{shop}/orders/{order}',
    area: 'Shop orders',
    summary: 'One order of the shop',
    params: orderParams,
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params }) =>
      ask.read(async (tx) => whole(tx, ask, await forShop(tx, ask, params.shop, 'orders'), params.order)),
  }),
]

const STEPS: readonly Operation[] = [
  personal({
    name: 'packOrder',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/packing',
    area: 'Shop orders',
    summary: 'Pack an order, and show what goes in',
    params: orderParams,
    body: z.strictObject({
      photos: z.array(uploadName).max(20).describe('1 to 6, from POST /photos'),
      carrier: z.string().max(40).default(OWN_RIDERS).describe("'riders' of the market, or a courier's name"),
    }),
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params, body }) => {
      const { carrier } = body
      if (carrier !== OWN_RIDERS && !ask.market.couriers.has(carrier)) throw new Refusal('invalid', 'api.carrier')
      const photos = body.photos.map((name) => openUpload(ask.market, ask.person, name))
      return step(ask, params, (tx, by, at) => packWithProof(tx, by, at, { photos, carrier }))
    },
  }),
  personal({
    name: 'readLabel',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/label',
    area: 'Shop orders',
    summary: "What is printed on the parcel, with the buyer's address",
    more: 'A POST, because each look at an address is noted for the buyer to see.',
    params: orderParams,
    status: 200,
    answer: labelSchema,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        const by = await changeForShop(tx, ask, params.shop, 'orders')
        const parcel = await parcelOfOrder(tx, by.shop_id, params.order)
        if (!parcel) throw new Refusal('not_found', 'delivery.parcel_unknown')
        const label = await readLabel(tx, by, parcel)
        const { name, phone, street, area, landmark, city_id } = label.to
        return {
          ...{ label: label.shown_code, carrier: label.carrier, tracking: label.tracking },
          ...{ cash_due: money(label.cod_paisa), from_city: label.from_city_id },
          to: { name, phone, street, area, landmark, city: city_id },
        }
      }),
  }),
  personal({
    name: 'cancelShopOrder',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/cancellation',
    area: 'Shop orders',
    summary: 'Call an order off that cannot be sent',
    params: orderParams,
    body: z.strictObject({ words: words(500).describe('The buyer reads why') }),
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params, body }) => step(ask, params, (tx, by, at) => cancelOrder(tx, by, at, body.words)),
  }),
  personal({
    name: 'takeBack',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/return',
    area: 'Shop orders',
    summary: 'The goods are back in the shop',
    params: orderParams,
    body: z.strictObject({ resalable: z.boolean().describe('Put them back on the shelf') }),
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params, body }) => step(ask, params, (tx, by, at) => takeBack(tx, by, at, body.resalable)),
  }),
  personal({
    name: 'askSecondLookForShop',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/second-look',
    area: 'Shop orders',
    summary: 'Ask for a second look at what the market decided',
    params: orderParams,
    body: z.strictObject({ words: words(500).describe('What was overlooked') }),
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params, body }) => step(ask, params, (tx, by, at) => appealDecision(tx, by, at, body.words)),
  }),
  personal({
    name: 'refundShopOrder',
    method: 'POST',
    path: '/shops/{shop}/orders/{order}/refunds',
    area: 'Shop orders',
    summary: 'Give the buyer money back after the sale, some or all of it',
    more: 'The shop owes what it earned of it; what it has at hand pays that at once. Commission and tax go back.',
    params: orderParams,
    body: z.strictObject({
      goods: z.int().min(0).describe('Paisa, for the goods'),
      delivery: z.int().min(0).default(0).describe("Paisa, of the way's fee"),
      words: words(500).describe('The buyer reads why'),
    }),
    status: 200,
    answer: shopOrderSchema,
    run: (ask, { params, body }) =>
      step(
        ask,
        params,
        (tx, by, at) =>
          refundOrder(tx, by, at, {
            ...{ goods_paisa: BigInt(body.goods), way_paisa: BigInt(body.delivery), words: body.words },
          }),
        'money',
      ),
  }),
]

export const SHOP_ORDERS: readonly Operation[] = [...READING, ...STEPS]
