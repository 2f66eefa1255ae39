import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PaymentIntent, type RawNotice, railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { meaningOf } from './codes.ts'
import { type JazzCashSettings, jazzCash, jazzCashVoucher, jazzCashWallet } from './jazzcash.ts'
import { COUNTER_PATH, type JazzCashSimulator, jazzCashSimulator } from './simulator.ts'
import type { JazzCashSimulatorOptions } from './simulator-rail.ts'

const KEYS = { merchant_id: 'MC00001', password: 'play-password', salt: 'play-salt', merchant_mpin: '1234' }

let now: Date
let host: Loopback
let shop: Loopback
let settings: JazzCashSettings
let simulator: JazzCashSimulator
let heard: RawNotice[]

beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z')
  heard = []
  const ours = new Hono().post('/notices', async (c) => {
    heard.push({ method: 'POST', query: {}, headers: c.req.header(), body: await c.req.text() })
    return c.body(jazzCash(settings).noticeAnswer.body)
  })
  shop = await listenOnLoopback(ours)
  await serve({})
})
afterEach(() => Promise.all([host.close(), shop.close()]))

async function serve(more: Partial<JazzCashSimulatorOptions>) {
  const merchant = { ...KEYS, notice_url: `${shop.base}/notices` }
  simulator = jazzCashSimulator({ merchant, now: () => now, ...more })
  host = await listenOnLoopback(simulator.app)
  settings = { ...KEYS, page_base: host.base, api_base: host.base, timeout_ms: 2_000 }
}
function passes(ms: number) {
  now = new Date(now.getTime() + ms)
}
function intent(mobile: string, cnic6 = '345678'): PaymentIntent {
  const words = { description: 'Chappal', return_url: 'https://shop.example/paid' }
  const expires_at = new Date(now.getTime() + 1_800_000)
  const reference = railReference(newId())
  return { reference, amount_paisa: 245_000n, ...words, expires_at, now, payer: { mobile, cnic6 } }
}
async function voucher() {
  const given = intent('03123456789')
  const begun = await jazzCashVoucher(settings).begin(given)
  if (begun.outcome !== 'done' || begun.value.action !== 'show') throw new Error('there is a voucher')
  return { reference: given.reference, number: begun.value.code }
}
async function paysAtCounter(number: string) {
  const body = new URLSearchParams({ number })
  const answer = await fetch(host.base + COUNTER_PATH, { method: 'POST', body })
  await simulator.sendDueNotices()
  return { status: answer.status, html: await answer.text() }
}

test('Ayesha answers the prompt on her phone, and the inquiry says so', async () => {
  const rail = jazzCashWallet(settings)
  const given = intent('03123456789')
  expect(await rail.begin(given)).toEqual({ outcome: 'done', value: { action: 'wait' } })
  await simulator.sendDueNotices()
  expect(await rail.inquire(given.reference)).toMatchObject({ outcome: 'done', value: { status: 'paid', code: '000' } })
  expect(heard.map((raw) => rail.readNotice(raw))).toMatchObject([
    { verified: true, reference: given.reference, amount_paisa: 245_000n, claimed: 'paid' },
  ])
})

test.each([
  ['03123456780', '345678', 'failed', '004'],
  ['03123456781', '345678', 'pending', '157'],
  ['03123456785', '345678', 'pending', '157'],
  ['03123456782', '345678', 'paid', '000'],
])(
  'a prompt to %s is %3$s: it is begun all the same, for only the inquiry counts',
  async (mobile, cnic, status, code) => {
    const rail = jazzCashWallet(settings)
    const given = intent(mobile, cnic)
    expect(await rail.begin(given)).toMatchObject({ outcome: 'done' })
    expect(await rail.inquire(given.reference)).toMatchObject({ outcome: 'done', value: { status, code } })
  },
)

test('a prompt that nobody answers ends, and one that is answered late is paid', async () => {
  const rail = jazzCashWallet(settings)
  const [slow, never] = [intent('03123456781'), intent('03123456785')]
  await rail.begin(slow)
  await rail.begin(never)
  passes(31_000)
  expect(await rail.inquire(slow.reference)).toMatchObject({ value: { status: 'paid', code: '121' } })
  expect(await rail.inquire(never.reference)).toMatchObject({ value: { status: 'failed', code: '116' } })
})

test('the answer to a prompt is lost although the money moved: unknown at first, found by our reference', async () => {
  const rail = jazzCashWallet(settings)
  const given = intent('03123456784')
  expect(await rail.begin(given)).toMatchObject({ outcome: 'retry' })
  expect(await rail.inquire(given.reference)).toMatchObject({ outcome: 'done', value: { status: 'paid' } })
  // Who begins it again all the same gets no second payment.
  expect(await rail.begin(given)).toMatchObject({ outcome: 'never' })
})

test('a prompt and a voucher are begun once, so that a second tap cannot make another', () => {
  expect([jazzCash, jazzCashWallet, jazzCashVoucher].map((make) => make(settings).beginsOnce)).toEqual([
    undefined,
    true,
    true,
  ])
})

test('wrong credentials and a wrong hash stop a prompt and a voucher for good', async () => {
  const stranger = { ...settings, password: 'guessed' }
  const forger = { ...settings, salt: 'guessed' }
  for (const keys of [stranger, forger]) {
    expect(await jazzCashWallet(keys).begin(intent('03123456789'))).toMatchObject({ outcome: 'never' })
    expect(await jazzCashVoucher(keys).begin(intent('03123456789'))).toMatchObject({ outcome: 'never' })
  }
})

test('a voucher waits for cash, is paid at a shop, and says so', async () => {
  const rail = jazzCashVoucher(settings)
  const { reference, number } = await voucher()
  expect(number).toMatch(/^\d{12}$/)
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'pending', code: '124' } })
  expect(await paysAtCounter('999999999999')).toMatchObject({ status: 404 })
  expect(await paysAtCounter(number)).toMatchObject({ status: 200 })
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'paid', provider_id: number } })
  expect(await paysAtCounter(number)).toMatchObject({ status: 404 })
  expect(heard).toHaveLength(1)
  const request = { reference, refund_reference: 'F1', amount_paisa: 245_000n, refunded_before_paisa: 0n }
  expect(await rail.refund(request)).toMatchObject({ outcome: 'never' })
})

test('nobody can pay a voucher that was taken back, or whose time is over', async () => {
  const rail = jazzCashVoucher(settings)
  const [taken, old] = [await voucher(), await voucher()]
  expect(await rail.withdraw?.(taken.reference)).toEqual({ outcome: 'done', value: 'withdrawn' })
  expect(await paysAtCounter(taken.number)).toMatchObject({ status: 404 })
  expect(await rail.inquire(taken.reference)).toMatchObject({ value: { status: 'failed', code: '134' } })
  passes(1_800_001)
  expect(await paysAtCounter(old.number)).toMatchObject({ status: 404 })
  expect(await rail.inquire(old.reference)).toMatchObject({ value: { status: 'failed', code: '134' } })
  expect(await rail.withdraw?.('0NEVERSEEN')).toMatchObject({ outcome: 'retry' })
})

test('a voucher that was paid a moment before it is taken back stays paid', async () => {
  const rail = jazzCashVoucher(settings)
  const { reference, number } = await voucher()
  await paysAtCounter(number)
  expect(await rail.withdraw?.(reference)).toMatchObject({ outcome: 'retry' })
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'paid' } })
})

test('a refund waits until the payment is settled, and some merchants refund only the whole', async () => {
  await host.close()
  await serve({ refundable_after_ms: 3_600_000, whole_refunds_only: true })
  const rail = jazzCashWallet(settings)
  const given = intent('03123456789')
  await rail.begin(given)
  const request = { reference: given.reference, refund_reference: 'F1', refunded_before_paisa: 0n }
  const early = await rail.refund({ ...request, amount_paisa: 245_000n })
  expect(early).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('455') })
  passes(3_600_001)
  const part = await rail.refund({ ...request, amount_paisa: 100_000n })
  expect(part).toMatchObject({ outcome: 'never', detail: expect.stringContaining('454') })
  expect(await rail.refund({ ...request, amount_paisa: 245_000n })).toMatchObject({ outcome: 'done' })
})

test.each([
  ['000 121 200', 'paid'],
  ['119 124 157 210', 'pending'],
  ['001 002 003 004 405 453 024 060 112 116 134 403 058 106 107 410 412', 'payer'],
  ['101 105 110 111 115 117', 'our_fault'],
  ['055 062 118 127 199 401 406 407 431 432 999', 'rail_down'],
  ['126 128', 'disputed'],
  ['122 131', 'refunded'],
  ['132 451 452 454', 'refund_refused'],
  ['455', 'refund_later'],
  ['129 T48 T59 ABC', 'failed'],
])('the codes %s mean %s', (codes, meaning) => {
  expect(new Set(codes.split(' ').map(meaningOf))).toEqual(new Set([meaning]))
})
