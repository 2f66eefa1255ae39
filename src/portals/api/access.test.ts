import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../tests/setup/api.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { atOf, packed, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { parcelOfOrder } from '../../domains/delivery/delivery.ts'
import { findOrder, type OrderRow } from '../../domains/orders/orders.ts'
import { newId, shown } from '../../kit/ids/ids.ts'

let at: TestMarket
let cast: Trade
let order: OrderRow
let label: string
let eve: ApiClient
let upload: string

beforeAll(async () => {
  at = await testMarket()
  cast = await at.market.db.tx((tx) => trade(tx, 5))
  order = await at.market.db.tx((tx) => placed(tx, cast))
  await at.market.db.tx((tx) => packed(tx, cast, order))
  const parcel = await at.market.db.read((tx) => parcelOfOrder(tx, order.party_id, order.order_id))
  label = parcel?.label_code ?? ''
  eve = await apiClient(at, { kind: 'person', person_id: cast.eve.person_id })
  upload = `${'a'.repeat(64)}-884422-64-64.${'x'.repeat(27)}`
})

/** Everything of Ayesha's and Bilal's whose names Eve has learned. */
const HERS: readonly [string, string, unknown?][] = [
  ['GET', '/orders/{order}'],
  ['POST', '/orders/{order}/inspection'],
  ['POST', '/orders/{order}/acceptance'],
  ['POST', '/orders/{order}/send-back', { reason: 'damaged' }],
  ['POST', '/orders/{order}/cancellation', {}],
  ['GET', '/checkouts/{checkout}'],
  ['POST', '/checkouts/{checkout}/orders'],
  ['POST', '/checkouts/{checkout}/payments'],
  ['GET', '/checkouts/{checkout}/payments'],
  ['DELETE', '/addresses/{address}'],
  ['GET', '/shops/bilal-shoes/orders'],
  ['GET', '/shops/bilal-shoes/orders/{order}'],
  ['POST', '/shops/bilal-shoes/orders/{order}/label'],
  ['POST', '/shops/bilal-shoes/orders/{order}/packing', { photos: [] }],
  ['POST', '/shops/bilal-shoes/orders/{order}/cancellation', { words: 'ha' }],
  ['POST', '/shops/bilal-shoes/orders/{order}/return', { resalable: true }],
  ['GET', '/shops/bilal-shoes/money'],
  ['GET', '/shops/bilal-shoes/data'],
  ['GET', '/shops/bilal-shoes/data/orders'],
  ['PATCH', '/shops/bilal-shoes', { name: 'Eve Shoes' }],
  ['PUT', '/shops/bilal-shoes/shutters', { state: 'resting' }],
  ['GET', '/shops/bilal-shoes/listings'],
  ['POST', '/shops/bilal-shoes/listings', { category: 'mens-chappal', title: 'Fake chappal' }],
  ['GET', '/shops/bilal-shoes/listings/{listing}'],
  ['PATCH', '/shops/bilal-shoes/listings/{listing}', { title: 'Fake' }],
  ['PUT', '/shops/bilal-shoes/listings/{listing}/variants', { variants: [] }],
  ['PATCH', '/shops/bilal-shoes/listings/{listing}/variants/{variant}', { price: { amount: 1, currency: 'PKR' } }],
  ['POST', '/shops/bilal-shoes/listings/{listing}/pause'],
  ['POST', '/shops/bilal-shoes/listings/{listing}/submission', {}],
  // Her own shop does not make his orders and listings hers.
  ['GET', '/shops/eve-bargains/orders/{order}'],
  ['POST', '/shops/eve-bargains/orders/{order}/label'],
  ['POST', '/shops/eve-bargains/orders/{order}/cancellation', { words: 'ha' }],
  ['POST', '/shops/eve-bargains/orders/{order}/return', { resalable: true }],
  ['GET', '/shops/eve-bargains/listings/{listing}'],
  ['PATCH', '/shops/eve-bargains/listings/{listing}', { title: 'Fake' }],
  ['PATCH', '/shops/eve-bargains/listings/{listing}/variants/{variant}', { price: { amount: 1, currency: 'PKR' } }],
  ['POST', '/shops/eve-bargains/listings/{listing}/pause'],
  ['DELETE', '/shops/eve-bargains/listings/{listing}/photos/{photo}'],
  // She is no rider.
  ['GET', '/rides/parcels'],
  ['POST', '/rides/parcels/{label}/steps', { step: 'take' }],
]

describe('to Eve, who knows every id, what is not hers is not there', () => {
  test.each(HERS)('%s %s', async (method, path, body) => {
    const names: Readonly<Record<string, string>> = {
      order: shown('ord', order.order_id),
      checkout: shown('chk', order.checkout_id),
      address: shown('adr', cast.address_id),
      listing: shown('lst', cast.listing_id),
      variant: shown('var', cast.small),
      photo: shown('pho', newId()),
      label,
    }
    const answer = await eve.call(
      method,
      path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? ''),
      body,
    )
    expect(answer.body).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('and everything is as it was', async () => {
    const now = await at.market.db.read((tx) => findOrder(tx, order.order_id))
    expect([now.order.state, now.order.party_id]).toEqual(['packed', atOf(order).shop_id])
  })
})

test('an order of another shop cannot be packed with photos of somebody else', async () => {
  const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
  const ofShop = `/shops/bilal-shoes/orders/${shown('ord', order.order_id)}/packing`
  const answer = await bilal.post(ofShop, { photos: [upload] })
  expect(answer.body).toMatchObject({ status: 404, reason: 'catalogue.unknown_photo' })
})

test('a cart opens to its token and to no id', async () => {
  const cart = (await eve.post('/carts')).text('id')
  expect((await eve.get(`/carts/${cart}`)).status).toBe(200)
  const [id = '', signature = ''] = cart.split('.')
  const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}.${signature}`
  for (const forged of [id, `${id}.`, other, `${cart}x`]) expect((await eve.get(`/carts/${forged}`)).status).toBe(404)
})

test("a cart that Ayesha has taken to the checkout cannot become Eve's purchase", async () => {
  const ayesha = await apiClient(at, cast.ayesha)
  const line = { shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small) }
  const cart = (await ayesha.post('/carts', { lines: [line] })).text('id')
  await ayesha.post('/checkouts', { cart, address_id: shown('adr', cast.address_id), method: 'cod' })
  const home = { name: 'Eve', street: 'House 6', city: 'karachi' }
  const stolen = await eve.post('/checkouts', { cart, address: home, method: 'cod' })
  expect(stolen.body).toMatchObject({ status: 404, reason: 'cart.unknown' })
  expect((await eve.get('/addresses')).part('count')).toBe(0)
  const checkout = (await eve.get(`/carts/${cart}`)).text('checkout')
  for (const address_id of [shown('adr', cast.address_id), shown('adr', newId())]) {
    expect((await eve.post('/orders', { cart, checkout, address_id, method: 'cod' })).status).toBe(404)
  }
})

test('nobody makes themselves what they are not by a field that was not asked for', async () => {
  for (const body of [{ roles: ['operator'] }, { person_id: cast.ayesha.person_id, name: 'Ayesha' }]) {
    expect((await eve.patch('/me', body)).body).toMatchObject({ status: 422, reason: 'api.fields' })
  }
  const shop = { name: 'Eve Two', city: 'karachi', state: 'open' }
  expect((await eve.post('/shops', shop)).part('errors.0.pointer')).toBe('#/state')
})
