import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { deliverWaiting } from '../../domains/messaging/messaging.ts'

describe('in a demo', () => {
  let market: TestMarket
  let cast: Trade

  beforeAll(async () => {
    market = await testMarket()
    cast = await market.market.db.tx((tx) => trade(tx))
  })

  test('a newcomer reads the code on Ayesha’s simulated phone and comes in with it', async () => {
    const { db, channel, origin } = market.market
    const newcomer = await market.visitor()
    await newcomer.post('/me/sign-in', { phone: '0300 0000001', next: '/orders' })
    await deliverWaiting(db, channel, { origin })
    const phone = await (await newcomer.get('/demo/phones/923000000001')).text()
    expect(phone).toContain('This is a simulator.')
    const code = /class="bubbles"><li><p[^>]*>[^<]*?(\d{6})/.exec(phone)?.[1] ?? ''
    const entered = await newcomer.post('/me/code', { code, next: '/orders' })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/orders'])
  })

  test('the phones of the cast come first, then every other number that got something', async () => {
    const { db, channel, origin } = market.market
    const newcomer = await market.visitor()
    await newcomer.post('/me/sign-in', { phone: '0321 7654321' })
    await deliverWaiting(db, channel, { origin })
    const page = (await (await newcomer.get('/demo/phones')).text()).replace(/<[^>]+>/g, ' ')
    expect(page.indexOf('Ayesha Siddiqui')).toBeGreaterThan(0)
    expect(page.indexOf('0321 7654321')).toBeGreaterThan(page.indexOf('Kamal Hussain'))
  })

  test('who takes another phone in hand is signed out of the first', async () => {
    const visitor = await market.visitor(cast.ayesha)
    const taken = await visitor.post('/demo/phones/923000000007/hand')
    expect(taken.headers.get('location')).toBe('/me/sign-in?phone=0300+0000007')
    expect(await (await visitor.get(taken.headers.get('location') ?? '')).text()).toContain('value="0300 0000007"')
    expect((await visitor.get('/orders')).status).toBe(303)
  })

  test.each(['ur', 'roman-ur'])('the phones speak %s', async (language) => {
    const visitor = await market.visitor()
    expect((await visitor.get(`/demo/phones?lang=${language}`)).status).toBe(200)
    expect((await visitor.get('/demo/phones/923000000001')).status).toBe(200)
  })

  test('every place where a number or a code is paid opens', async () => {
    const visitor = await market.visitor()
    const page = await (await visitor.get('/demo/phones')).text()
    const places = [...page.matchAll(/href="(\/rails\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(places).toHaveLength(4)
    for (const path of places) expect([path, (await visitor.get(path)).status]).toEqual([path, 200])
  })

  test('what is no number is no phone', async () => {
    const visitor = await market.visitor()
    expect((await visitor.get('/demo/phones/ayesha')).status).toBe(404)
  })
})

test('in a real market there are no such phones', async () => {
  const market = await testMarket({ BHAROSA_DEMO: 'off' })
  const visitor = await market.visitor()
  expect((await visitor.get('/demo/phones')).status).toBe(404)
  expect((await visitor.get('/demo/phones/923000000001')).status).toBe(404)
  expect((await visitor.post('/demo/phones/923000000001/hand')).status).toBe(404)
})
