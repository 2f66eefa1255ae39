import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { listenOnLoopback } from '../../loopback.ts'
import { BENCHES, type Bench, hiddenFields, numbersInMemory, openBench, payOnPage } from '../contract/benches.ts'
import { safepay } from './safepay.ts'
import { webhookSignature } from './signatures.ts'

const KEYS = { api_key: 'sec_shop', secret: 'bar', webhook_secret: 'foo' }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function benchOf(name: 'safepay-v1' | 'safepay-v3'): Promise<Bench> {
  const make = BENCHES[name]
  if (!make) throw new Error(name)
  const bench = await openBench(make)
  closing.push(bench.close)
  return bench
}
async function paid(bench: Bench, number = '03123456789') {
  const reference = railReference(newId())
  const now = bench.now()
  const rest = { description: 'Shoes', return_url: `${bench.shop.base}/back`, expires_at: now, now, payer: {} }
  const begun = await bench.rail.begin({ reference, amount_paisa: 245_050n, ...rest })
  if (begun.outcome !== 'done') throw new Error(begun.detail)
  const html = await payOnPage(begun.value, { number })
  await bench.send()
  return { reference, begun: begun.value, html }
}
/** A rail whose Safepay answers each path as told. */
async function railThatSays(answers: Readonly<Record<string, () => Response>>, version: 'v1' | 'v3' = 'v3') {
  const asked: string[] = []
  const app = new Hono().all('*', (c) => {
    asked.push(`${c.req.method} ${c.req.path}`)
    return (answers[`${c.req.method} ${c.req.path}`] ?? (() => new Response('', { status: 503 })))()
  })
  const host = await listenOnLoopback(app)
  closing.push(host.close)
  const numbers = numbersInMemory()
  await numbers.keep('safepay', 'R1', 'track_12345678')
  const where = { page_base: host.base, api_base: host.base, timeout_ms: 1_000, numbers }
  return { rail: safepay({ ...KEYS, version, environment: 'sandbox', ...where }), asked }
}
const REPORT = 'GET /reporter/api/v1/payments/track_12345678'
const REFUND = 'POST /order/payments/v3/track_12345678/refund'
const report = (more: object) => () =>
  Response.json({ data: { token: 'track_12345678', state: 'TRACKER_ENDED', ...more } })
const charge = (left: number, refunds: object[] = []) => ({
  charge: { amount: { amount: 500, currency: 'PKR' }, balance: { amount: left }, cybersource_refunds: refunds },
})
const refundOf = (amount_paisa: bigint, refunded_before_paisa = 0n) => {
  return { reference: 'R1', refund_reference: 'F1', amount_paisa, refunded_before_paisa }
}

test('the buyer goes to the newer page with tracker and pass, to the older with a beacon', async () => {
  const newer = (await paid(await benchOf('safepay-v3'))).begun
  expect(newer).toMatchObject({ action: 'get', url: expect.stringMatching(/\/embedded\/$/) })
  expect('fields' in newer && Object.keys(newer.fields).sort()).toEqual([
    ...['cancel_url', 'environment', 'order_id', 'redirect_url', 'source', 'tbt', 'tracker'],
  ])
  const older = (await paid(await benchOf('safepay-v1'))).begun
  expect(older).toMatchObject({ url: expect.stringMatching(/\/checkout\/pay$/), fields: { webhooks: 'true' } })
})

test('the older webhook names rupees as text, the newer paisa as a number: both are the same money', async () => {
  for (const name of ['safepay-v1', 'safepay-v3'] as const) {
    const bench = await benchOf(name)
    const { reference } = await paid(bench)
    const notices = bench.heard.map((raw) => bench.rail.readNotice(raw))
    expect(notices).toMatchObject([{ verified: true, reference, amount_paisa: 245_050n, claimed: 'paid' }])
  }
})

test('the browser brings back a signature of the tracker, which says nothing about amount and order', async () => {
  const bench = await benchOf('safepay-v3')
  const { reference, html } = await paid(bench)
  const fields = hiddenFields(html)
  const raw = { method: 'POST', query: {}, headers: {}, body: new URLSearchParams(fields).toString() }
  const told = { verified: true, reference, amount_paisa: null, claimed: 'pending' }
  expect(bench.rail.readNotice(raw)).toMatchObject(told)
  const query = { ...raw, query: fields, body: '' }
  expect(bench.rail.readNotice(query)).toMatchObject(told)
  expect(bench.rail.readNotice({ ...raw, body: `${raw.body}&sig=ab` })).toEqual({ unreadable: 'a field comes twice' })
  const unsigned = { ...fields, sig: 'ab' }
  expect(bench.rail.readNotice({ ...query, query: unsigned })).toMatchObject({ verified: false })
})

test('a webhook of another merchant is not ours, even with the right secret', async () => {
  const { rail } = await railThatSays({})
  const data = JSON.stringify({ client_id: 'sec_other', notification: { amount: '1', metadata: { order_id: 'R1' } } })
  const headers = { 'x-sfpy-signature': webhookSignature(data, 'foo') }
  const raw = { method: 'POST', query: {}, headers, body: `{"data":${data}}` }
  expect(rail.readNotice(raw)).toMatchObject({ verified: false, reference: 'R1' })
})

test.each([
  ['TRACKER_STARTED', 'unknown'],
  ['TRACKER_AUTHORIZED', 'pending'],
  ['TRACKER_SOMETHING_NEW', 'pending'],
  ['TRACKER_ENDED', 'paid'],
  ['TRACKER_PARTIAL_REFUND', 'paid'],
  ['TRACKER_REFUNDED', 'refunded'],
  ['TRACKER_CANCELLED', 'failed'],
  ['TRACKER_VOIDED', 'failed'],
  ['constructor', 'pending'],
])('state %s is %s', async (state, status) => {
  const { rail } = await railThatSays({ [REPORT]: report({ state, ...charge(500) }) })
  expect(await rail.inquire('R1')).toMatchObject({ outcome: 'done', value: { status } })
})

test.each([
  ['another tracker', { token: 'track_other', ...charge(500) }, 'retry'],
  ['no amount', {}, 'retry'],
  ['dollars', { charge: { amount: { amount: 500, currency: 'USD' } } }, 'never'],
  ['another merchant', { client: { api_key: 'sec_other' }, ...charge(500) }, 'never'],
  ['another order', { metadata: { order_id: { value: 'R2' } }, ...charge(500) }, 'never'],
])('an answer with %s pays nothing', async (_words, more, outcome) => {
  const { rail } = await railThatSays({ [REPORT]: report(more) })
  expect(await rail.inquire('R1')).toMatchObject({ outcome })
})

test('an older payment is asked about in rupees and sends nothing back', async () => {
  const data = { token: 'track_12345678', state: 'TRACKER_ENDED', amount: 5, currency: 'PKR' }
  const { rail } = await railThatSays({ 'GET /order/v1/track_12345678': () => Response.json({ data }) }, 'v1')
  expect(await rail.inquire('R1')).toMatchObject({ value: { status: 'paid', amount_paisa: 500n } })
  expect(await rail.refund(refundOf(500n))).toMatchObject({ outcome: 'never' })
})

test('two part refunds go back one after the other, and the rest never twice', async () => {
  const bench = await benchOf('safepay-v3')
  const { reference } = await paid(bench)
  const give = (amount_paisa: bigint, refunded_before_paisa: bigint) =>
    bench.rail.refund({ reference, refund_reference: 'F', amount_paisa, refunded_before_paisa })
  expect(await give(100_000n, 0n)).toMatchObject({ outcome: 'done' })
  expect(await bench.rail.inquire(reference)).toMatchObject({
    value: { status: 'paid', code: 'TRACKER_PARTIAL_REFUND' },
  })
  expect(await give(145_050n, 100_000n)).toMatchObject({ outcome: 'done' })
  expect(await bench.rail.inquire(reference)).toMatchObject({ value: { status: 'refunded' } })
  expect(await give(1n, 245_050n)).toMatchObject({ outcome: 'never' })
})

test('a refund whose answer was lost is found in the report and not sent again', async () => {
  const answers: Record<string, () => Response> = {
    [REPORT]: report(charge(500)),
    [REFUND]: () => new Response('lost', { status: 502 }),
  }
  const { rail, asked } = await railThatSays(answers)
  expect(await rail.refund(refundOf(200n))).toMatchObject({ outcome: 'retry' })
  answers[REPORT] = report(charge(300, [{ token: 'refund_1' }]))
  expect(await rail.refund(refundOf(200n))).toEqual({ outcome: 'done', value: { provider_id: 'refund_1' } })
  expect(asked.filter((call) => call === REFUND)).toHaveLength(1)
})

test('money that went back without us stops a refund', async () => {
  const { rail } = await railThatSays({ [REPORT]: report(charge(100)) })
  expect(await rail.refund(refundOf(200n))).toMatchObject({ outcome: 'never' })
  const unpaid = await railThatSays({ [REPORT]: report({ state: 'TRACKER_STARTED' }) })
  expect(await unpaid.rail.refund(refundOf(200n))).toMatchObject({ outcome: 'never' })
  expect(await unpaid.rail.refund({ ...refundOf(200n), reference: 'R9' })).toMatchObject({ outcome: 'never' })
})

test('the page speaks Urdu, keeps what was typed, and asks again for a number that is none', async () => {
  const bench = await benchOf('safepay-v3')
  const { begun } = await paid(bench, '123')
  if (!('fields' in begun)) throw new Error('no page')
  const open = `${begun.url}?${new URLSearchParams(begun.fields)}`
  const html = await (await fetch(open, { headers: { 'accept-language': 'ur' } })).text()
  expect(html).toContain('dir="rtl"')
  expect(await payOnPage(begun, { number: '<b>12' })).toContain('value="&#60;b&#62;12"')
})
