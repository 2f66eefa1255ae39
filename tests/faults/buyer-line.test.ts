import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openSessionFor, SYSTEM } from '../../src/domains/identity/identity.ts'
import { newId, shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type ApiClient, apiClient } from '../setup/api.ts'
import { type TestMarket, testMarket } from '../setup/market.ts'
import { type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'
import { type FaultProxy, openProxy } from './proxy.ts'

let open: TestMarket
let at: Trade
let line: FaultProxy
let ayesha: ApiClient
let token: string

beforeAll(async () => {
  open = await testMarket()
  at = await open.market.db.tx((tx) => trade(tx, 1_000))
  ayesha = await apiClient(open, at.ayesha)
  const session = await open.market.db.tx((tx) => openSessionFor(tx, SYSTEM, at.ayesha.person_id, 'api'))
  token = session.token
  line = await openProxy({ host: '127.0.0.1', port: Number(new URL(open.base).port) }, 144)
})
afterEach(() => {
  line.set({})
  line.cut()
})
afterAll(() => line.close())

/** Ayesha's phone sends an order over the bad line, as bytes. */
async function orderOver(checkout: string, key: string, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  const socket = connect(line.port, '127.0.0.1')
  socket.on('error', () => undefined)
  let heard = ''
  socket.on('data', (piece) => {
    heard += piece
  })
  const request = [
    `POST /api/v1/checkouts/${checkout}/orders HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${token}`,
    `idempotency-key: ${key}`,
    'content-type: application/json',
    'content-length: 2',
    'connection: close',
    '',
    '{}',
  ].join('\r\n')
  // Whoever ends before the answer has hung up.
  if (bytes < request.length) socket.end(request.slice(0, bytes))
  else socket.write(request)
  await once(socket, 'close')
  return heard
}

async function newCheckout(): Promise<string> {
  const goods = { shop: shown('shp', at.bilal.shop_id), variant: shown('var', at.small) }
  const cart = (await ayesha.post('/carts', { lines: [goods] })).text('id')
  const wish = { cart, address_id: shown('adr', at.address_id), method: 'cod' }
  return (await ayesha.post('/checkouts', wish)).text('id')
}

async function ordersNow(): Promise<number> {
  return (await open.market.db.read((tx) => tx.all(sql`select order_id from orders`))).length
}

describe('a buyer on a bad line', () => {
  test('who never hears the answer asks again with the same key, and hears that very answer', async () => {
    const before = await ordersNow()
    const [checkout, key] = [await newCheckout(), newId()]
    line.set({ down: [{ kind: 'timeout', ms: 300 }] })
    expect(await orderOver(checkout, key)).toBe('')
    line.set({})
    const answer = await orderOver(checkout, key)
    expect(answer).toMatch(/^HTTP\/1\.1 201 /)
    expect(answer).toContain('idempotency-replayed: true')
    expect(await ordersNow()).toBe(before + 1)
  })

  test('who hears half of the answer asks again and has one order', async () => {
    const before = await ordersNow()
    const [checkout, key] = [await newCheckout(), newId()]
    line.set({ down: [{ kind: 'limit_data', bytes: 120 }] })
    const half = await orderOver(checkout, key)
    expect(half).toMatch(/^HTTP\/1\.1 201 /)
    line.set({})
    const whole = await orderOver(checkout, key)
    expect(whole.length).toBeGreaterThan(half.length)
    expect(await ordersNow()).toBe(before + 1)
  })

  test.each([10, 80, 200])('whose request is cut after %i bytes has ordered nothing', async (bytes) => {
    const before = await ordersNow()
    const [checkout, key] = [await newCheckout(), newId()]
    expect(await orderOver(checkout, key, bytes)).not.toMatch(/^HTTP\/1\.1 2/)
    expect(await ordersNow()).toBe(before)
    expect(await orderOver(checkout, key)).toMatch(/^HTTP\/1\.1 201 /)
  })

  test('whose request a proxy sends five times at once has one order', async () => {
    const before = await ordersNow()
    const [checkout, key] = [await newCheckout(), newId()]
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => orderOver(checkout, key)))
    // The others hear the same answer, or that it is being done right now.
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (201|409) /)
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 201')).length).toBeGreaterThan(0)
    expect(await ordersNow()).toBe(before + 1)
    expect(await open.market.db.read(troubles)).toEqual([])
  })
})
