import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Loopback, listenOnLoopback } from '../../src/adapters/loopback.ts'
import { jazzCash } from '../../src/adapters/payment/jazzcash/jazzcash.ts'
import { signed } from '../../src/adapters/payment/jazzcash/secure-hash.ts'
import { type JazzCashSimulator, jazzCashSimulator } from '../../src/adapters/payment/jazzcash/simulator.ts'
import { consequences } from '../../src/consequences.ts'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import {
  askOpenPayments,
  beginPayment,
  type PaymentRail,
  receiveNotice,
  sendRefunds,
} from '../../src/domains/payments/payments.ts'
import { makeEngine } from '../../src/domains/search/search.ts'
import { sendBack } from '../../src/domains/trust/trust.ts'
import { openRunner, type Runner } from '../../src/kit/events/runner.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type TestDatabase, testDatabase } from '../setup/database.ts'
import { atOf, opened, placed, type Trade, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const POST = { method: 'POST', query: {} }
const KEYS = { merchant_id: 'MC1', password: 'play', salt: 'play-salt', merchant_mpin: '1234' }

let at: Trade
let base: TestDatabase
let runner: Runner
let rail: PaymentRail
let simulator: JazzCashSimulator
let servers: Loopback[]
let notices: string[]

beforeEach(async () => {
  base = await testDatabase({ onEvents: (events) => runner?.noted(events) })
  at = await base.db.tx((tx) => trade(tx, 50))
  runner = openRunner(
    base.db,
    consequences(await makeEngine(base.db), (city) => city),
    openLog('silent'),
  )
  notices = []
  // Our own door for notices, as the portal has it: kept, then answered.
  const door = new Hono().post('/notice', async (c) => {
    const body = await c.req.text()
    notices.push(body)
    await receiveNotice(base.db, rail, { ...POST, headers: c.req.header(), body })
    return c.body(rail.noticeAnswer.body)
  })
  const ours = await listenOnLoopback(door)
  const file = join(mkdtempSync(join(tmpdir(), 'bharosa-rail-')), 'book.json')
  simulator = jazzCashSimulator({
    merchant: { ...KEYS, notice_url: `${ours.base}/notice` },
    now: () => base.clock.now,
    file,
  })
  const theirs = await listenOnLoopback(simulator.app)
  rail = jazzCash({ ...KEYS, page_base: theirs.base, api_base: theirs.base, timeout_ms: 3_000 })
  servers = [ours, theirs]
})
afterEach(async () => {
  await runner.stop()
  await Promise.all(servers.map((server) => server.close()))
})

/** Ayesha orders, goes to the rail's page and pays from a wallet whose last digits decide what happens. */
async function buyAndPay(wallet: string): Promise<{ order: OrderRow; reference: string }> {
  const order = await base.db.tx((tx) => placed(tx, at, 'prepaid'))
  const { begun: form, payment } = await beginPayment(base.db, at.ayesha, rail, {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/payments/jazzcash/return',
  })
  if (!('fields' in form)) throw new Error('the hosted page has a form')
  const page = await (await fetch(form.url, { method: 'POST', body: new URLSearchParams(form.fields) })).text()
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
  const body = new URLSearchParams({ ...fields, wallet, mpin: '4321', do: 'pay' })
  await fetch(form.url.replace('merchantform', 'pay'), { method: 'POST', body })
  await simulator.sendDueNotices()
  expect(await runner.settled(5_000)).toBe(true)
  return { order, reference: payment.reference }
}

const stateOf = async (order: OrderRow) => (await base.db.read((tx) => findOrder(tx, order.order_id))).order.state

test('the notice comes, our inquiry agrees, and the order goes on', async () => {
  const { order } = await buyAndPay('03123456789')
  expect(await stateOf(order)).toBe('placed')
  expect(await base.db.read(troubles)).toEqual([])
})

test('the notice comes twice, and fifty times at once: it is one payment', async () => {
  const { order } = await buyAndPay('03123456783')
  const [body = ''] = notices
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      receiveNotice(base.db, rail, { ...POST, headers: { 'content-type': 'application/json' }, body }),
    ),
  )
  expect(new Set(answers)).toEqual(new Set(['paid']))
  await runner.settled(5_000)
  expect(await stateOf(order)).toBe('placed')
  const rows = await base.db.read((tx) => tx.all<{ state: string }>(sql`select state from holds`))
  expect(rows).toEqual([{ state: 'funded' }])
  expect(await base.db.read(troubles)).toEqual([])
})

test('the notice is lost: we ask a minute later and find the payment', async () => {
  const { order } = await buyAndPay('03123456782')
  expect(await stateOf(order)).toBe('awaiting_payment')
  base.clock.now = new Date(base.clock.now.getTime() + 2 * 60_000)
  await askOpenPayments(base.db, new Map([[rail.name, rail]]))
  await runner.settled(5_000)
  expect(await stateOf(order)).toBe('placed')
})

test('nobody begins to pay without end: after sixty attempts within an hour the next waits', async () => {
  const order = await base.db.tx((tx) => placed(tx, at, 'prepaid'))
  const intent = {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/payments/jazzcash/return',
  }
  const begin = () => beginPayment(base.db, at.ayesha, rail, intent)
  for (let i = 0; i < 60; i++) await begin()
  await expect(begin()).rejects.toMatchObject({ code: 'limit', reason: 'limits.too_often' })
  base.clock.now = new Date(base.clock.now.getTime() + 61 * 60_000)
  expect((await begin()).begun.action).toBe('post')
})

test('a rail that is gone keeps nobody else from being asked about', async () => {
  const gone = await buyAndPay('03123456782')
  await base.db.tx((tx) => tx.count(sql`update payments set rail = 'gone' where reference = ${gone.reference}`))
  const { order } = await buyAndPay('03123456782')
  base.clock.now = new Date(base.clock.now.getTime() + 2 * 60_000)
  expect(await askOpenPayments(base.db, new Map([[rail.name, rail]]), 1)).toBe(1)
  await runner.settled(5_000)
  expect(await stateOf(order)).toBe('placed')
})

test('too little money in the wallet: the order waits, nothing is booked', async () => {
  const { order } = await buyAndPay('03123456780')
  expect(await stateOf(order)).toBe('awaiting_payment')
  expect(await base.db.read(troubles)).toEqual([])
})

test('a forged notice, a wrong amount and an unknown payment change nothing, and are kept', async () => {
  const { order, reference } = await buyAndPay('03123456780')
  const honest = {
    pp_TxnRefNo: reference,
    pp_Amount: '265000',
    pp_TxnCurrency: 'PKR',
    pp_ResponseCode: '000',
    pp_MerchantID: 'MC1',
  }
  const told = (fields: Record<string, string>, salt: string) =>
    receiveNotice(base.db, rail, {
      ...POST,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(signed(fields, salt)),
    })
  expect(await told(honest, 'guessed-salt')).toBe('forged')
  expect(await told({ ...honest, pp_Amount: '2650' }, KEYS.salt)).toBe('trouble')
  expect(await told({ ...honest, pp_TxnRefNo: 'T20990101000000' }, KEYS.salt)).toBe('unknown')
  expect(await receiveNotice(base.db, rail, { ...POST, headers: {}, body: '<html>' })).toBe('forged')
  await runner.settled(5_000)
  expect(await stateOf(order)).toBe('awaiting_payment')
  const kept = await base.db.read((tx) =>
    tx.all<{ verdict: string }>(sql`select verdict from provider_notices order by verdict`),
  )
  expect(kept.map(({ verdict }) => verdict)).toEqual(
    expect.arrayContaining(['forged', 'unknown_reference', 'unreadable', 'wrong_amount']),
  )
})

test('a true signature on a payment that the rail does not know is no money', async () => {
  const { order, reference } = await buyAndPay('03123456780')
  const fields = {
    pp_TxnRefNo: reference,
    pp_Amount: '265000',
    pp_TxnCurrency: 'PKR',
    pp_ResponseCode: '000',
    pp_MerchantID: 'MC1',
  }
  const body = JSON.stringify(signed(fields, KEYS.salt))
  await receiveNotice(base.db, rail, { ...POST, headers: { 'content-type': 'application/json' }, body })
  await runner.settled(5_000)
  expect(await stateOf(order)).toBe('awaiting_payment')
})

test('the buyer refuses at the door, and the money goes back by the way it came, once', async () => {
  const { order } = await buyAndPay('03123456789')
  await base.db.tx((tx) => opened(tx, at, { ...order, state: 'placed' }))
  const back = { reason: 'wrong_item', words: '', photo_names: [] }
  await base.db.tx((tx) => sendBack(tx, at.ayesha, atOf(order), back))
  const rails = new Map([[rail.name, rail]])
  expect(await sendRefunds(base.db, rails)).toBe(1)
  expect(await sendRefunds(base.db, rails)).toBe(0)
  const rows = await base.db.read((tx) => tx.all(sql`select state, amount_paisa from refunds`))
  expect(rows).toEqual([{ state: 'sent', amount_paisa: 265_000n }])
  const accounts = await base.db.read((tx) =>
    tx.all<{ account: string }>(
      sql`select account from ledger_postings group by account having sum(amount_paisa) <> 0`,
    ),
  )
  // It was the wrong thing: the shop owes the market the way, by name, and nothing else is left over.
  expect(accounts.map(({ account }) => account).sort()).toEqual(['debt', 'fee:delivery'])
  expect(await base.db.read(troubles)).toEqual([])
})

test('the rail is dead when the money goes back: it is owed until the rail answers', async () => {
  const { order } = await buyAndPay('03123456789')
  await base.db.tx((tx) => opened(tx, at, { ...order, state: 'placed' }))
  const back = { reason: 'damaged', words: '', photo_names: [] }
  await base.db.tx((tx) => sendBack(tx, at.ayesha, atOf(order), back))
  const dead = jazzCash({ ...KEYS, page_base: 'http://127.0.0.1:9', api_base: 'http://127.0.0.1:9', timeout_ms: 500 })
  expect(await sendRefunds(base.db, new Map([[rail.name, dead]]))).toBe(0)
  expect(await base.db.read(troubles)).toEqual([])
  expect(await sendRefunds(base.db, new Map([[rail.name, rail]]))).toBe(1)
})
