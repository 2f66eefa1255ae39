import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PaymentIntent, type RawNotice, railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { type EasypaisaSettings, easypaisa, easypaisaOtc, easypaisaWallet } from './easypaisa.ts'
import { type EasypaisaSimulator, easypaisaSimulator, SHOP_PATH } from './simulator.ts'

const KEYS = { store_id: '28', hash_key: '0123456789ABCDEF', username: 'bazaar', password: 'play', account: '5550001' }
const RETURN = 'https://shop.example/payments/easypaisa/return/chk_1'

let now: Date
let host: Loopback
let shop: Loopback
let settings: EasypaisaSettings
let simulator: EasypaisaSimulator
let heard: RawNotice[]
let shopAnswers: () => Response

beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z')
  heard = []
  shopAnswers = () => new Response('OK')
  const ours = new Hono().get('/notices', (c) => {
    heard.push({ method: 'GET', query: c.req.query(), headers: c.req.header(), body: '' })
    return shopAnswers()
  })
  shop = await listenOnLoopback(ours)
  const store = { ...KEYS, notice_url: `${shop.base}/notices` }
  simulator = easypaisaSimulator({ store, now: () => now, own_base: () => host.base })
  host = await listenOnLoopback(simulator.app)
  settings = settingsAt(host.base)
})
afterEach(() => Promise.all([host.close(), shop.close()]))

function settingsAt(base: string): EasypaisaSettings {
  return { ...KEYS, email: 'money@shop.example', page_base: base, api_base: base, timeout_ms: 2_000 }
}
function passes(ms: number) {
  now = new Date(now.getTime() + ms)
}
function intent(mobile = '03451234567'): PaymentIntent {
  const reference = railReference(newId())
  const words = { description: 'Chappal', return_url: RETURN }
  const expires_at = new Date(now.getTime() + 1_800_000)
  return { reference, amount_paisa: 245_050n, ...words, expires_at, now, payer: { mobile } }
}
function post(url: string, fields: Readonly<Record<string, string>>) {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}
function hiddenFields(html: string) {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
}
function queryOf(response: Response) {
  return Object.fromEntries(new URL(response.headers.get('location') ?? '', host.base).searchParams)
}
const browser = (query: Record<string, string>): RawNotice => ({ method: 'GET', query, headers: {}, body: '' })

/** The first form, as the browser carries it. */
async function firstForm(given: PaymentIntent) {
  const begun = await easypaisa(settings).begin(given)
  if (begun.outcome !== 'done' || !('fields' in begun.value)) throw new Error('the hosted page has a form')
  return begun.value
}
/** Ayesha goes the whole way: page, number, token, confirmation. */
async function paysOnPage(number: string) {
  const given = intent()
  const form = await firstForm(given)
  const page = await (await post(form.url, form.fields)).text()
  const token = queryOf(await post(form.url.replace('Index', 'Pay'), { ...hiddenFields(page), number, do: 'pay' }))
  const second = easypaisa(settings).goOn?.(browser(token), RETURN)
  if (!second) throw new Error('a token leads on')
  return { reference: given.reference, second, returned: queryOf(await post(second.url, second.fields)) }
}

test('Ayesha pays on the hosted page in two steps, and both the notice and the inquiry name her payment', async () => {
  const rail = easypaisa(settings)
  const { reference, second, returned } = await paysOnPage('03451234567')
  expect(returned).toMatchObject({ status: '0000', orderRefNumber: reference })
  expect(rail.readNotice(browser(returned))).toMatchObject({ reference, verified: false })
  expect(heard.map((raw) => rail.readNotice(raw))).toMatchObject([{ reference, verified: true, amount_paisa: null }])
  const value = { status: 'paid', amount_paisa: 245_050n }
  expect(await rail.inquire(reference)).toMatchObject({ outcome: 'done', value })
  // The token opens once.
  expect((await post(second.url, second.fields)).status).toBe(400)
})

test('nothing moves before the second step, and who never confirms has paid nothing', async () => {
  const rail = easypaisa(settings)
  const given = intent()
  const form = await firstForm(given)
  const page = await (await post(form.url, form.fields)).text()
  await post(form.url.replace('Index', 'Pay'), { ...hiddenFields(page), number: '03451234567', do: 'pay' })
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'pending' } })
  passes(1_800_001)
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'failed', code: 'EXPIRED' } })
})

test('Ayesha cancels on the page', async () => {
  const given = intent()
  const form = await firstForm(given)
  const page = await (await post(form.url, form.fields)).text()
  const back = queryOf(await post(form.url.replace('Index', 'Pay'), { ...hiddenFields(page), do: 'cancel' }))
  expect(back).toMatchObject({ status: '0001', orderRefNumber: given.reference })
  expect(await easypaisa(settings).inquire(given.reference)).toMatchObject({ value: { status: 'failed' } })
})

test('Eve changes the form on its way: a lower price, another store, no proof', async () => {
  const { url, fields } = await firstForm(intent())
  for (const change of [{ amount: '1.00' }, { storeId: '99' }, { merchantHashedReq: '' }, { orderRefNum: '../x' }]) {
    expect((await post(url, { ...fields, ...change })).status).toBe(400)
  }
  expect((await post(url, { garbage: 'yes' })).status).toBe(400)
})

test('what comes back without a token leads nowhere', () => {
  const rail = easypaisa(settings)
  expect(rail.goOn?.(browser({ status: '0000', orderRefNumber: 'A1' }), RETURN)).toBeUndefined()
  expect(rail.goOn?.(browser({ auth_token: '"><script>' }), RETURN)).toBeUndefined()
})

test.each([
  ['03451234567', 'done', 'paid'],
  ['03451234780', 'done', 'failed'],
  ['03451234781', 'retry', 'pending'],
  ['03451234782', 'done', 'paid'],
  ['03451234784', 'retry', 'paid'],
  ['03451234786', 'done', 'unknown'],
])('a prompt to %s is %s, and the inquiry says %s', async (mobile, outcome, status) => {
  const rail = easypaisaWallet(settings)
  const given = intent(mobile)
  expect(await rail.begin(given)).toMatchObject({ outcome })
  expect(await rail.inquire(given.reference)).toMatchObject({ outcome: 'done', value: { status } })
})

test('the failed payment’s inquiry says 0000 too: only its status counts', async () => {
  const rail = easypaisaWallet(settings)
  const given = intent('03451234780')
  await rail.begin(given)
  const answer = await rail.inquire(given.reference)
  expect(answer).toEqual({
    outcome: 'done',
    value: { status: 'failed', amount_paisa: 245_050n, provider_id: expect.stringMatching(/^\d+$/), code: '0013' },
  })
})

test('a number for a shop waits for cash and is paid there; nothing goes back by itself', async () => {
  const rail = easypaisaOtc(settings)
  const given = intent()
  const begun = await rail.begin(given)
  if (begun.outcome !== 'done' || begun.value.action !== 'show') throw new Error('there is a number')
  expect(begun.value.code).toMatch(/^\d{8}$/)
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'pending' } })
  const counter = host.base + SHOP_PATH
  expect(await (await fetch(counter)).text()).toContain(begun.value.code)
  expect((await post(counter, { token: '00000000', do: 'pay' })).status).toBe(404)
  expect((await post(counter, { token: begun.value.code, do: 'pay' })).status).toBe(200)
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'paid', amount_paisa: 245_050n } })
  expect(heard).toHaveLength(1)
  const request = { reference: given.reference, refund_reference: 'F1', refunded_before_paisa: 0n }
  expect(await rail.refund({ ...request, amount_paisa: 1n })).toMatchObject({ outcome: 'never' })
})

test('a number that nobody brought to a shop in time is worth nothing', async () => {
  const rail = easypaisaOtc(settings)
  const given = intent()
  const begun = await rail.begin(given)
  passes(1_800_001)
  const token = begun.outcome === 'done' && begun.value.action === 'show' ? begun.value.code : ''
  expect((await post(host.base + SHOP_PATH, { token, do: 'pay' })).status).toBe(404)
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'failed', code: 'EXPIRED' } })
})

test('the same order number is never begun twice', async () => {
  const given = intent()
  expect(await easypaisaOtc(settings).begin(given)).toMatchObject({ outcome: 'done' })
  expect(await easypaisaOtc(settings).begin(given)).toMatchObject({ outcome: 'never' })
})

test('wrong credentials or a wrong store are an alarm, and no secret is in the detail', async () => {
  const stranger = { ...settings, password: 'guessed-secret' }
  expect(await easypaisaWallet(stranger).begin(intent())).toEqual({
    outcome: 'never',
    detail: 'easypaisa refused the wallet payment: 0010',
  })
  const elsewhere = { ...settings, store_id: '29' }
  expect(await easypaisaOtc(elsewhere).begin(intent())).toMatchObject({ outcome: 'never' })
  expect(await easypaisaWallet(elsewhere).inquire('A1')).toMatchObject({ outcome: 'never' })
})

test('a notice carries only an address: it is never fetched, and only Easypay’s own and ours counts', async () => {
  const rail = easypaisaWallet(settings)
  const path = '/easypay-service/rest/v1/order-status'
  const own = `${host.base}${path}/${KEYS.account}/A1`
  const { port } = new URL(host.base)
  expect(rail.readNotice(browser({ url: own }))).toMatchObject({ verified: true, reference: 'A1', currency: 'PKR' })
  for (const url of [
    `https://eve.example${path}/${KEYS.account}/A1`,
    `http://127.0.0.1:${port}@eve.example${path}/${KEYS.account}/A1`,
    `http://127.0.0.1:1${path}/${KEYS.account}/A1`,
    `http://169.254.169.254/latest/meta-data/A1`,
    `${host.base}${path}/9990009/A1`,
    `${host.base}${path}/${KEYS.account}/../../../admin/A1`,
    `${own}?next=https://eve.example`,
    `${own}#x`,
    `file:///etc/A1`,
  ]) {
    expect(rail.readNotice(browser({ url }))).toMatchObject({ verified: false })
  }
  for (const url of [
    'nonsense',
    `${host.base}${path}/${KEYS.account}/`,
    `${own}%2F..`,
    `https://e/${'x'.repeat(1_001)}`,
  ]) {
    expect(rail.readNotice(browser({ url }))).toHaveProperty('unreadable')
  }
  expect(rail.readNotice(browser({}))).toHaveProperty('unreadable')
  await paysOnPage('03451234567')
  expect(simulator.fetched()).toBe(0)
})

test('a notice that the shop could not keep comes again', async () => {
  shopAnswers = () => new Response('busy', { status: 503 })
  await paysOnPage('03451234567')
  shopAnswers = () => new Response('OK')
  passes(6_000)
  expect(await simulator.payments.sendDueNotices()).toBe(1)
  passes(3_600_000)
  expect(await simulator.payments.sendDueNotices()).toBe(0)
})

test.each([
  ['a busy rail', () => new Response('busy', { status: 503 })],
  ['a page instead of JSON', () => new Response('<html>maintenance</html>')],
  ['half an answer', () => new Response('{"responseCode":"0000","trans')],
  ['another payment', () => Response.json({ ...PAID, orderId: 'X' })],
  ['another store', () => Response.json({ ...PAID, storeId: '99' })],
  ['a status that nobody knows', () => Response.json({ ...PAID, transactionStatus: 'MAYBE' })],
  ['paid without an amount', () => Response.json({ ...PAID, transactionAmount: null })],
  ['a paid amount that is no money', () => Response.json({ ...PAID, transactionAmount: 1e21 })],
  ['a system error', () => Response.json({ ...PAID, responseCode: '0001' })],
])('%s proves nothing: ask again', async (_, answer) => {
  const odd = await listenOnLoopback(new Hono().all('*', answer))
  const asked = await easypaisaWallet(settingsAt(odd.base)).inquire('A1')
  await odd.close()
  expect(asked).toMatchObject({ outcome: 'retry' })
})
const PAID = { orderId: 'A1', storeId: '28', responseCode: '0000', transactionStatus: 'PAID', transactionAmount: 20 }

test.each([
  ['PAID', 'paid'],
  ['PENDING', 'pending'],
  ['BLOCKED', 'pending'],
  ['FAILED', 'failed'],
  ['EXPIRED', 'failed'],
  ['REVERSED', 'refunded'],
])('a payment that is %s is %s, and rupees become paisa', async (transactionStatus, status) => {
  const answer = { ...PAID, transactionStatus, transactionAmount: 20.5 }
  const odd = await listenOnLoopback(new Hono().all('*', (c) => c.json(answer)))
  const asked = await easypaisaOtc(settingsAt(odd.base)).inquire('A1')
  await odd.close()
  expect(asked).toMatchObject({ outcome: 'done', value: { status, amount_paisa: 2_050n } })
})
