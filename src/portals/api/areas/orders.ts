import { z } from 'zod'
import { parcelOfOrder } from '../../../domains/delivery/delivery.ts'
import { findShop } from '../../../domains/identity/identity.ts'
import {
  appealDecision,
  cancelOrder,
  countMyOrders,
  findAppeal,
  findOrderOfBuyer,
  listMyOrders,
  type OrderAt,
  saySomethingIsWrong,
  settleDispute,
} from '../../../domains/orders/orders.ts'
import { listRefunds } from '../../../domains/payments/payments.ts'
import {
  inspectCodeFor,
  keepIt,
  keepSomeOfIt,
  openDelivered,
  proofsOf,
  releaseCodeFor,
  SEND_BACK_REASONS,
  sendBack,
} from '../../../domains/trust/trust.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import { idIn, listOf, money, nextCursor, pageQuery, photo, time, timeCursor, words } from '../shapes/basics.ts'
import { shopLink } from '../shapes/listing.ts'
import { buyerOrderSchema, orderCardSchema, orderWhole } from '../shapes/order.ts'
import { openUpload, uploadName } from '../shapes/upload.ts'

const orderParams = z.object({ order: idIn('ord') })
const MOST_PHOTOS = 6

/** The buyer's order with all that hangs on it, and the code that is due now. Refuses: not_found orders.unknown. */
async function whole(
  tx: Tx,
  { market, person }: PersonAsk,
  orderId: string,
): Promise<z.input<typeof buyerOrderSchema>> {
  const found = await findOrderOfBuyer(tx, person, orderId)
  const { order } = found
  const at = { shop_id: order.party_id, order_id: orderId }
  const [shop, parcel, proofs, refunds, appeal, inspect, release] = await Promise.all([
    findShop(tx, order.party_id),
    parcelOfOrder(tx, order.party_id, orderId),
    proofsOf(tx, at),
    listRefunds(tx, order.party_id, orderId),
    findAppeal(tx, at),
    order.state === 'shipped' || order.state === 'at_door' ? inspectCodeFor(tx, person, orderId) : null,
    order.state === 'inspecting' ? releaseCodeFor(tx, person, orderId) : null,
  ])
  return {
    ...orderWhole(market.origin, { ...found, parcel, proofs, refunds, appeal, reader: 'person', now: tx.now }),
    checkout: shown('chk', order.checkout_id),
    shop: shopLink(shop),
    codes: { inspect, release },
  }
}

/** Takes one step with the buyer's own order, and shows where it stands then. */
function step(ask: PersonAsk, orderId: string, take: (tx: Tx, at: OrderAt) => Promise<unknown>) {
  return ask.write(async (tx) => {
    const { order } = await findOrderOfBuyer(tx, ask.person, orderId)
    await take(tx, { shop_id: order.party_id, order_id: orderId })
    return whole(tx, ask, orderId)
  })
}

export const ORDERS: readonly Operation[] = [
  personal({
    name: 'listOrders',
    method: 'GET',
    path: '/orders',
    area: 'Orders',
    summary: 'Your orders, newest first',
    more: 'The list follows the orders, a moment behind them.',
    query: z.object(pageQuery),
    status: 200,
    answer: listOf(orderCardSchema, 'orders'),
    run: ({ market, person, read }, { query }) =>
      read(async (tx) => {
        const page = { ...timeCursor(query.cursor), limit: query.limit + 1 }
        const [rows, count] = await Promise.all([listMyOrders(tx, person, page), countMyOrders(tx, person)])
        return {
          items: rows.slice(0, query.limit).map((row) => ({
            id: shown('ord', row.order_id),
            checkout: shown('chk', row.checkout_id),
            shop: { id: shown('shp', row.shop_id), name: row.shop_name },
            ...{ number: row.number, title: row.title, method: row.method, state: row.state },
            photo: photo(market.origin, row.photo_name, row.photo_colour),
            total: money(row.total_paisa),
            ...{ placed_at: time(row.placed_at), moved_at: time(row.moved_at) },
          })),
          count,
          next: nextCursor(rows, query.limit, (row) => [row.placed_at, row.order_id]),
        }
      }),
  }),
  personal({
    name: 'readOrder',
    method: 'GET',
    path: '/orders/{order}',
    area: 'Orders',
    summary: 'One order with its goods, its path, its money, and the code that is due now',
    params: orderParams,
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params }) => ask.read((tx) => whole(tx, ask, params.order)),
  }),
  personal({
    name: 'openParcel',
    method: 'POST',
    path: '/orders/{order}/inspection',
    area: 'Orders',
    summary: 'Open a parcel that a courier left: the time to look begins',
    more: 'At the door the rider opens it with your first code.',
    params: orderParams,
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params }) => step(ask, params.order, (tx, at) => openDelivered(tx, ask.person, at)),
  }),
  personal({
    name: 'keepGoods',
    method: 'POST',
    path: '/orders/{order}/acceptance',
    area: 'Orders',
    summary: 'Keep the goods: the shop is paid',
    more: 'Cash that is due at the door goes to the rider, with your second code.',
    params: orderParams,
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params }) => step(ask, params.order, (tx, at) => keepIt(tx, ask.person, at)),
  }),
  personal({
    name: 'sendBack',
    method: 'POST',
    path: '/orders/{order}/send-back',
    area: 'Orders',
    summary: 'Send the goods back, with the reason and photos',
    params: orderParams,
    body: z.strictObject({
      reason: z.enum(SEND_BACK_REASONS),
      words: words(2_000).default(''),
      photos: z.array(uploadName).max(20).default([]).describe(`At most ${MOST_PHOTOS}`),
    }),
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params, body }) => {
      const photo_names = body.photos.map((name) => openUpload(ask.market, ask.person, name).name)
      const back = { reason: body.reason, words: body.words, photo_names }
      return step(ask, params.order, (tx, at) => sendBack(tx, ask.person, at, back))
    },
  }),
  personal({
    name: 'keepSome',
    method: 'POST',
    path: '/orders/{order}/part',
    area: 'Orders',
    summary: 'Keep some of what was paid before, and send the rest back',
    more: 'Lines are counted from 1, as in the order. Paid at the door, the rider does it with your code.',
    params: orderParams,
    body: z.strictObject({
      reason: z.enum(SEND_BACK_REASONS),
      back: z
        .array(z.strictObject({ line: z.int().min(1).max(200), quantity: z.int().min(1).max(999) }))
        .min(1)
        .max(200),
    }),
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params, body }) =>
      step(ask, params.order, (tx, at) => keepSomeOfIt(tx, ask.person, at, { reason: body.reason, lines: body.back })),
  }),
  personal({
    name: 'openDispute',
    method: 'POST',
    path: '/orders/{order}/dispute',
    area: 'Orders',
    summary: 'Say that something is wrong: the clock stops and the market decides',
    params: orderParams,
    body: z.strictObject({ words: words(500) }),
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params, body }) =>
      step(ask, params.order, (tx, at) => saySomethingIsWrong(tx, ask.person, at, body.words)),
  }),
  personal({
    name: 'settleDispute',
    method: 'DELETE',
    path: '/orders/{order}/dispute',
    area: 'Orders',
    summary: 'It is settled: the clock goes on with what was left of it',
    params: orderParams,
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params }) => step(ask, params.order, (tx, at) => settleDispute(tx, ask.person, at)),
  }),
  personal({
    name: 'askSecondLook',
    method: 'POST',
    path: '/orders/{order}/second-look',
    area: 'Orders',
    summary: 'Ask for a second look at what the market decided',
    more: 'Once for an order, by its buyer or its shop, within three days. What the shop earned by it waits so long.',
    params: orderParams,
    body: z.strictObject({ words: words(500).describe('What was overlooked') }),
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params, body }) => step(ask, params.order, (tx, at) => appealDecision(tx, ask.person, at, body.words)),
  }),
  personal({
    name: 'cancelOrder',
    method: 'POST',
    path: '/orders/{order}/cancellation',
    area: 'Orders',
    summary: 'Call the order off, before it leaves the shop',
    params: orderParams,
    body: z.strictObject({ words: words(500).default('') }),
    status: 200,
    answer: buyerOrderSchema,
    run: (ask, { params, body }) => step(ask, params.order, (tx, at) => cancelOrder(tx, ask.person, at, body.words)),
  }),
]
