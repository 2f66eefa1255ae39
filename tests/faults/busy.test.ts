import { beforeAll, expect, test } from 'vitest'
import { newId, shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type ApiClient, apiClient } from '../setup/api.ts'
import { type TestMarket, testMarket } from '../setup/market.ts'
import { type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const POOL = 2

let open: TestMarket
let at: Trade
let ayesha: ApiClient

beforeAll(async () => {
  open = await testMarket({ BHAROSA_POOL: String(POOL) })
  at = await open.market.db.tx((tx) => trade(tx, 20))
  ayesha = await apiClient(open, at.ayesha)
})

test('when every connection is taken, people are asked to come again, and nothing is half done', {
  timeout: 60_000,
}, async () => {
  const line = { shop: shown('shp', at.bilal.shop_id), variant: shown('var', at.small) }
  const cart = (await ayesha.post('/carts', { lines: [line] })).text('id')
  const wish = { cart, address_id: shown('adr', at.address_id), method: 'cod' }
  const checkout = (await ayesha.post('/checkouts', wish)).text('id')
  const key = { 'idempotency-key': newId() }

  let free: () => void = () => undefined
  const held = new Promise<void>((go) => {
    free = go
  })
  const takers = Array.from({ length: POOL }, () =>
    open.market.db.tx(async (tx) => {
      await tx.one(sql`select 1`)
      await held
    }),
  )
  const visitor = await open.visitor()
  const [page, order] = await Promise.all([
    visitor.get('/'),
    ayesha.post(`/checkouts/${checkout}/orders`, undefined, key),
  ])
  expect([page.status, order.status]).toEqual([503, 503])
  expect([page.headers.get('retry-after'), order.headers.get('retry-after')]).toEqual(['5', '5'])
  expect(order.part('reason')).toBe('requests.busy')

  free()
  await Promise.all(takers)
  expect((await visitor.get('/')).status).toBe(200)
  expect((await ayesha.post(`/checkouts/${checkout}/orders`, undefined, key)).status).toBe(201)
  const orders = await open.market.db.read((tx) => tx.all(sql`select order_id from orders`))
  expect(orders).toHaveLength(1)
  expect(await open.market.db.read(troubles)).toEqual([])
})
