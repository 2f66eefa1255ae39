import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase, testKeys } from '../../../tests/setup/database.ts'
import { placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { hookSender } from '../../adapters/hooks/sender.ts'
import { isPublic } from '../../adapters/public-address.ts'
import { DAY_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { shown } from '../../kit/ids/ids.ts'
import { actForShop, type ShopActor } from '../identity/identity.ts'
import { endHook, type HookRow, hookSecret, listHooks, makeHook, tellHooks, tidyHooks } from './exports.ts'

interface Heard {
  headers: IncomingHttpHeaders
  body: string
}

const sender = hookSender({ loopback: true, timeout_ms: 2_000 })
const heard: Heard[] = []
let status = 200
let at: TestDatabase
let cast: Trade
let bilal: ShopActor
let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      heard.push({ headers: request.headers, body })
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('thanks')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/heard`
  at = await testDatabase()
  cast = await at.db.tx((tx) => trade(tx, 50))
  bilal = await at.db.tx((tx) =>
    actForShop(tx, { kind: 'person', person_id: cast.bilal.person_id }, cast.bilal.shop_id, 'money'),
  )
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(async () => {
  heard.length = 0
  status = 200
  passes(MINUTE_MS)
  for (const { hook_id, ended_at } of (await at.db.read((tx) => listHooks(tx, bilal))).hooks) {
    if (!ended_at) await at.db.tx((tx) => endHook(tx, bilal, hook_id))
  }
})

const makes = (events: readonly string[] = ['order.placed']): Promise<HookRow> =>
  at.db.tx((tx) => makeHook(tx, bilal, sender, { url, events }))
const buys = () => at.db.tx((tx) => placed(tx, cast))
const tells = () => tellHooks(at.db, sender)
const lastCall = async () => (await at.db.read((tx) => listHooks(tx, bilal))).calls[0]
const passes = (ms: number) => {
  at.clock.now = later(at.clock.now, ms)
}

describe('telling a shop’s program', () => {
  test('an order is told once, signed, and names nobody', async () => {
    const hook = await makes()
    const order = await buys()
    expect(await tells()).toBe(1)
    expect(await tells()).toBe(0)
    expect(heard.length).toBe(1)
    const [{ headers, body }] = heard as [Heard]
    const secret = hookSecret(testKeys, bilal, hook.hook_id)
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
      type: 'order.placed',
      timestamp: expect.any(String),
      data: { order: shown('ord', order.order_id) },
    })
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow()
    expect(await lastCall()).toMatchObject({ state: 'done', answer: '200', tried_count: 1 })
  })

  test('what it did not ask for, what was before it, and what is another shop’s is not told', async () => {
    await buys()
    passes(MINUTE_MS)
    await makes(['order.packed'])
    await buys()
    expect([await tells(), heard.length]).toEqual([0, 0])
  })

  test('a failure is tried again later with the same id, and then it is well', async () => {
    await makes()
    await buys()
    status = 503
    await tells()
    expect(await lastCall()).toMatchObject({ state: 'waiting', answer: '503', tried_count: 1 })
    expect(await tells()).toBe(0)
    status = 200
    passes(6_000)
    expect(await tells()).toBe(1)
    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual([
      heard[0]?.headers['webhook-id'],
      heard[0]?.headers['webhook-id'],
    ])
    expect(await lastCall()).toMatchObject({ state: 'done', tried_count: 2 })
  })

  test('a redirect is not followed, and after eight tries it is given up', async () => {
    await makes()
    await buys()
    status = 302
    for (let i = 0; i < 8; i++) {
      await tells()
      passes(DAY_MS)
    }
    expect(heard.length).toBe(8)
    expect(await lastCall()).toMatchObject({ state: 'given_up', answer: '302', tried_count: 8 })
    await at.db.tx(tidyHooks)
    const [hook] = (await at.db.read((tx) => listHooks(tx, bilal))).hooks
    expect(hook).toMatchObject({ end_reason: 'failing', ended_at: expect.any(Date) })
  })

  test('two rounds at once tell it once', async () => {
    await makes()
    await buys()
    await Promise.all([tells(), tells(), tells()])
    expect(heard.length).toBe(1)
  })

  test('what waits for a hook that was ended is not sent', async () => {
    const hook = await makes()
    await buys()
    status = 500
    await tells()
    await at.db.tx((tx) => endHook(tx, bilal, hook.hook_id))
    passes(DAY_MS)
    await tells()
    expect(heard.length).toBe(1)
    expect(await lastCall()).toMatchObject({ state: 'given_up', answer: 'ended' })
  })

  test('a program that is not there is a failure that says so', async () => {
    await at.db.tx((tx) => makeHook(tx, bilal, sender, { url: 'http://127.0.0.1:9/', events: ['order.placed'] }))
    await buys()
    await tells()
    expect(await lastCall()).toMatchObject({ state: 'waiting', answer: 'ECONNREFUSED' })
  })
})

describe('where a hook may lead', () => {
  const real = hookSender({ loopback: false })

  test.each([
    ['hello', 'not_an_address'],
    ['https://user:word@example.com/', 'not_an_address'],
    ['http://example.com/', 'not_https'],
    ['ftp://example.com/', 'not_https'],
    ['https://localhost/', 'not_public'],
    ['https://127.0.0.1/', 'not_public'],
    ['https://2130706433/', 'not_public'],
    ['https://0x7f.1/', 'not_public'],
    ['https://10.1.2.3/', 'not_public'],
    ['https://169.254.169.254/latest/meta-data', 'not_public'],
    ['https://[::1]/', 'not_public'],
    ['https://[::ffff:127.0.0.1]/', 'not_public'],
    ['https://[fd00::1]/', 'not_public'],
    ['https://printer/', 'not_public'],
    ['https://db.internal/', 'not_public'],
    ['https://example.com/heard', undefined],
  ])('%s: %s', (text, fault) => {
    expect(real.fault(text)).toBe(fault)
  })

  test('a name that leads inside is refused when the connection is made', async () => {
    expect(await real.post('https://localhost.localdomain.example.invalid/', {}, '')).toMatchObject({ ok: false })
    expect([
      isPublic('192.168.1.1'),
      isPublic('64:ff9b::7f00:1'),
      isPublic('8.8.8.8'),
      isPublic('2606:4700::1'),
    ]).toEqual([false, false, true, true])
  })
})

describe('refusals', () => {
  const refused = (body: Promise<unknown>) =>
    body.then(
      () => 'done',
      (refusal) => refusal.reason,
    )

  test('only the owner makes, sees the secret of, and ends a hook; at most five; to real events', async () => {
    const staff: ShopActor = { ...bilal, role: 'staff' }
    const hook = await makes()
    const draft = { url, events: ['order.placed'] }
    expect(await refused(at.db.tx((tx) => makeHook(tx, staff, sender, draft)))).toBe('exports.owner_only')
    expect(await refused(at.db.tx((tx) => endHook(tx, staff, hook.hook_id)))).toBe('exports.owner_only')
    expect(() => hookSecret(testKeys, staff, hook.hook_id)).toThrow('exports.owner_only')
    expect(await refused(at.db.tx((tx) => makeHook(tx, bilal, sender, { ...draft, events: ['person.seen'] })))).toBe(
      'exports.hook_events',
    )
    expect(await refused(at.db.tx((tx) => makeHook(tx, bilal, sender, { ...draft, url: 'x' })))).toBe(
      'exports.hook.not_an_address',
    )
    for (let i = 0; i < 4; i++) await makes()
    expect(await refused(makes())).toBe('exports.hooks_many')
  })

  test('Farah cannot end Bilal’s', async () => {
    const hook = await makes()
    const farah = await at.db.tx((tx) =>
      actForShop(tx, { kind: 'person', person_id: cast.farah.person_id }, cast.farah.shop_id, 'money'),
    )
    expect(await refused(at.db.tx((tx) => endHook(tx, farah, hook.hook_id)))).toBe('exports.hook_unknown')
  })
})
