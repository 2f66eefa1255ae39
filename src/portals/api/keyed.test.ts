import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../tests/setup/api.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { deliverWaiting } from '../../domains/messaging/messaging.ts'
import { newId, shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'

let at: TestMarket
let cast: Trade
let nobody: ApiClient
let ayesha: ApiClient

beforeAll(async () => {
  at = await testMarket()
  cast = await at.market.db.tx((tx) => trade(tx, 20))
  nobody = await apiClient(at)
  ayesha = await apiClient(at, cast.ayesha)
})

const HOME = { name: 'Ayesha', street: 'House 5', city: 'lahore' }
const keyed = (key = newId()) => ({ 'idempotency-key': key })

function keptRows() {
  return at.market.db.read((tx) => tx.all<{ answer: unknown }>(sql`select answer from idempotency_keys`))
}

async function checkoutId(): Promise<string> {
  const line = { shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small) }
  const cart = (await nobody.post('/carts', { lines: [line] })).text('id')
  const body = { cart, address_id: shown('adr', cast.address_id), method: 'cod' }
  return (await ayesha.post('/checkouts', body)).text('id')
}

describe('the same Idempotency-Key', () => {
  test('with the same request gives the same answer, and one address', async () => {
    const key = keyed()
    const first = await ayesha.post('/addresses', HOME, key)
    const again = await ayesha.post('/addresses', HOME, key)
    expect(again.body).toEqual(first.body)
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    const all = await ayesha.get('/addresses')
    expect(all.part('count')).toBe(2)
  })

  test.each([
    ['another body', '/addresses', { ...HOME, street: 'House 6' }],
    ['another address', '/checkouts', { cart: 'crt_x', method: 'cod' }],
  ])('with %s is refused', async (_, path, body) => {
    const key = keyed()
    await ayesha.post('/addresses', HOME, key)
    expect((await ayesha.post(path, body, key)).body).toMatchObject({ status: 422, reason: 'requests.key_reused' })
  })

  test('sent many times at once does its work once', async () => {
    const key = keyed()
    const id = await checkoutId()
    const all = await Promise.all([1, 2, 3, 4].map(() => ayesha.post(`/checkouts/${id}/orders`, undefined, key)))
    const placed = all.filter(({ status }) => status === 201)
    expect(new Set(placed.map((answer) => answer.text('orders.0.id'))).size).toBe(1)
    for (const answer of all.filter(({ status }) => status !== 201)) {
      expect(answer.body).toMatchObject({ status: 409, reason: 'requests.in_flight' })
    }
  })

  test('of somebody else is another key', async () => {
    const key = keyed()
    await ayesha.post('/addresses', HOME, key)
    const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
    const own = await bilal.post('/addresses', { ...HOME, name: 'Bilal' }, key)
    expect([own.status, own.part('name')]).toEqual([201, 'Bilal'])
  })

  test('is free again after a refusal', async () => {
    const key = keyed()
    const body = { ...HOME, city: 'atlantis' }
    for (const _ of [1, 2]) expect((await ayesha.post('/addresses', body, key)).status).toBe(422)
    expect((await ayesha.post('/addresses', { ...HOME, name: 'A' }, key)).status).toBe(201)
  })

  test('signs in once, and the token does not lie open in the table', async () => {
    const phone = '0300 1234321'
    await nobody.post('/sign-in-codes', { phone })
    await deliverWaiting(at.market.db, at.market.channel, { origin: at.market.origin })
    const [code] = /\b\d{6}\b/.exec(at.market.demo?.messagesOf('+923001234321')[0]?.text ?? '') ?? []
    const key = keyed()
    const first = await nobody.post('/sessions', { phone, code }, key)
    const again = await nobody.post('/sessions', { phone, code }, key)
    expect(again.text('token')).toBe(first.text('token'))
    expect(JSON.stringify(await keptRows())).not.toContain(first.text('token'))
  })

  test.each(['', 'x'.repeat(256)])('may not be "%s"', async (key) => {
    const answer = await ayesha.post('/addresses', HOME, keyed(key))
    expect(answer.body).toMatchObject({ status: 422, reason: 'requests.key_unreadable' })
  })
})

test('without a key the same checkout still gives the same orders, and nothing more is written', async () => {
  const before = (await keptRows()).length
  const id = await checkoutId()
  const [first, second] = await Promise.all([1, 2].map(() => ayesha.post(`/checkouts/${id}/orders`)))
  await at.market.runner.settled(5_000)
  const third = await ayesha.post(`/checkouts/${id}/orders`)
  expect(second?.text('orders.0.id')).toBe(first?.text('orders.0.id'))
  expect(third.text('orders.0.id')).toBe(first?.text('orders.0.id'))
  expect(await keptRows()).toHaveLength(before)
})
