import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PaymentIntent, type PaymentRail, type RawNotice, railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { jazzCash } from './jazzcash.ts'
import { signed } from './secure-hash.ts'
import { type JazzCashSimulator, jazzCashSimulator } from './simulator.ts'

const KEYS = { merchant_id: 'MC00001', password: 'play-password', salt: 'play-salt', merchant_mpin: '1234' }

let now: Date
let shop: Loopback
let host: Loopback
let rail: PaymentRail
let simulator: JazzCashSimulator
let heard: RawNotice[]
let shopAnswers: () => Response

beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z')
  heard = []
  shopAnswers = () =>
    new Response(rail.noticeAnswer.body, { headers: { 'content-type': rail.noticeAnswer.contentType } })
  const shopApp = new Hono().post('/notices', async (c) => {
    heard.push({ method: 'POST', query: {}, headers: c.req.header(), body: await c.req.text() })
    return shopAnswers()
  })
  shop = await listenOnLoopback(shopApp)
  simulator = newSimulator()
  host = await listenOnLoopback(new Hono().route('/rails/jazzcash', simulator.app))
  rail = railAt(`${host.base}/rails/jazzcash`)
})
afterEach(async () => {
  await Promise.all([shop.close(), host.close()])
})

function newSimulator() {
  return jazzCashSimulator({ merchant: { ...KEYS, notice_url: `${shop.base}/notices` }, now: () => now })
}
function railAt(base: string, timeout_ms = 2_000) {
  return jazzCash({ ...KEYS, page_base: base, api_base: base, timeout_ms })
}
function intent(reference = railReference(newId())) {
  const expires_at = new Date(now.getTime() + 3_600_000)
  const return_url = `${shop.base}/paid-back`
  const words = { description: 'Shoes <size> 42', return_url }
  return { reference, amount_paisa: 245_000n, ...words, expires_at, now, payer: {} }
}
/** The form of the hosted page. */
async function formOf(given: PaymentIntent) {
  const answer = await rail.begin(given)
  if (answer.outcome !== 'done' || !('fields' in answer.value)) throw new Error('the hosted page has a form')
  return answer.value
}
async function open(fields: Readonly<Record<string, string>>, lang = 'en') {
  const { url } = await formOf(intent())
  const body = new URLSearchParams(fields)
  const response = await fetch(url, { method: 'POST', body, headers: { 'accept-language': lang } })
  return {
    status: response.status,
    html: await response.text(),
    policy: response.headers.get('content-security-policy'),
  }
}
function hiddenFields(html: string) {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [name ?? '', unescaped(value ?? '')]))
}
function unescaped(text: string) {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}
async function press(html: string, more: Record<string, string>) {
  const url = (await formOf(intent())).url.replace('merchantform', 'pay')
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ ...hiddenFields(html), ...more }) })
  return response.text()
}
/** Ayesha pays from a wallet and the page shows how it went. */
async function pay(wallet: string, reference = railReference(newId())) {
  const { html } = await open((await formOf(intent(reference))).fields)
  const end = await press(html, { wallet, mpin: '4321', do: 'pay' })
  await simulator.sendDueNotices()
  return { reference, end, returned: readForm(end) }
}
function readForm(html: string) {
  const body = new URLSearchParams(hiddenFields(html)).toString()
  return rail.readNotice({
    method: 'POST',
    query: {},
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
}
function notices() {
  return heard.map((raw) => rail.readNotice(raw))
}

test('Ayesha pays: the browser comes back signed, the notice arrives, and the inquiry agrees', async () => {
  const { reference, returned, end } = await pay('03123456789')
  const claim = { verified: true, reference, amount_paisa: 245_000n, currency: 'PKR', claimed: 'paid', code: '000' }
  expect(returned).toMatchObject(claim)
  expect(end).toContain(`action="${shop.base}/paid-back"`)
  expect(end).toContain('pp_RetreivalReferenceNo')
  expect(notices()).toEqual([returned])
  const inquiry = await rail.inquire(reference)
  expect(inquiry).toMatchObject({ outcome: 'done', value: { status: 'paid', amount_paisa: null, code: '000' } })
})

test('a wallet with too little money fails, on the page, in the notice and in the inquiry', async () => {
  const { reference, returned } = await pay('03123456780')
  expect(returned).toMatchObject({ verified: true, claimed: 'failed', code: '004' })
  expect(notices()).toEqual([returned])
  expect(await rail.inquire(reference)).toMatchObject({ outcome: 'done', value: { status: 'failed', code: '004' } })
})

test('a slow wallet is pending first and paid later, with a notice for each', async () => {
  const { reference, returned } = await pay('03123456781')
  expect(returned).toMatchObject({ claimed: 'pending', code: '157' })
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'pending' } })
  now = new Date(now.getTime() + 31_000)
  await simulator.sendDueNotices()
  expect(notices().map((notice) => 'code' in notice && notice.code)).toEqual(['157', '121'])
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'paid', code: '121' } })
})

test('a lost notice is found out by inquiry, and a doubled notice is the same notice twice', async () => {
  const lost = await pay('03123456782')
  expect(heard).toEqual([])
  expect(await rail.inquire(lost.reference)).toMatchObject({ value: { status: 'paid' } })
  await pay('03123456783')
  const [first, second, third] = notices()
  expect(second).toEqual(first)
  expect(third).toBeUndefined()
})

test('a notice that the shop could not keep comes again', async () => {
  shopAnswers = () => new Response('busy', { status: 503 })
  await pay('03123456789')
  await simulator.sendDueNotices()
  expect(heard).toHaveLength(1)
  now = new Date(now.getTime() + 6_000)
  await simulator.sendDueNotices()
  shopAnswers = () => new Response(rail.noticeAnswer.body)
  now = new Date(now.getTime() + 31_000)
  expect(await simulator.sendDueNotices()).toBe(1)
  now = new Date(now.getTime() + 3_600_000)
  await simulator.sendDueNotices()
  expect(heard).toHaveLength(3)
})

test('Ayesha presses Cancel, or never comes, and nothing is paid', async () => {
  const given = intent()
  const { html } = await open((await formOf(given)).fields)
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'pending' } })
  expect(readForm(await press(html, { do: 'cancel' }))).toMatchObject({ claimed: 'failed', code: '112' })
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'failed', code: '112' } })
  expect(await rail.inquire('0NEVERSEEN0NEVERSEEN')).toMatchObject({ outcome: 'done', value: { status: 'unknown' } })
})

test('a page left open past its time is dropped', async () => {
  const given = intent()
  const { html } = await open((await formOf(given)).fields)
  now = new Date(given.expires_at.getTime() + 1)
  expect(readForm(await press(html, { wallet: '03123456789', mpin: '4321', do: 'pay' }))).toMatchObject({ code: '129' })
  expect(await rail.inquire(given.reference)).toMatchObject({ value: { status: 'failed' } })
})

test('the page tells what is wrong beside the field, keeps the wallet and forgets the MPIN', async () => {
  const { html, policy } = await open((await formOf(intent())).fields)
  expect(policy).toContain("default-src 'none'")
  const wrong = await press(html, { wallet: '"><b>12', mpin: '12', do: 'pay' })
  expect(wrong).toContain('Type 11 digits')
  expect(wrong).toContain('value="&#34;&#62;&#60;b&#62;12"')
  expect(wrong).not.toContain('value="12"')
  for (const _ of [1, 2]) {
    expect(await press(html, { wallet: '+92 312 3456789', mpin: '0000', do: 'pay' })).toContain('MPIN is wrong')
  }
  const end = await press(html, { wallet: '۰۳۱۲۳۴۵۶۷۸۹', mpin: '0000', do: 'pay' })
  expect(readForm(end)).toMatchObject({ claimed: 'failed', code: '060' })
})

test('the page speaks Urdu to who asks, and the other language is one button away', async () => {
  const { html } = await open((await formOf(intent())).fields, 'ur-PK,ur;q=0.9')
  expect(html).toContain('<html lang="ur" dir="rtl">')
  expect(await press(html, { do: 'en' })).toContain('<html lang="en" dir="ltr">')
})

test('going back and posting the same form again pays once', async () => {
  const given = intent()
  const { fields } = await formOf(given)
  await pay('03123456789', given.reference)
  const again = await open(fields)
  expect(readForm(again.html)).toMatchObject({ verified: true, claimed: 'paid' })
  const dearer = await open((await formOf({ ...given, amount_paisa: 1n })).fields)
  expect(readForm(dearer.html)).toMatchObject({ claimed: 'failed', code: '110' })
})

test('Eve changes the form on its way: a lower price, another shop, no signature', async () => {
  const { fields } = await formOf(intent())
  expect((await open({ ...fields, pp_Amount: '1' })).html).toContain('115')
  expect((await open({ ...fields, pp_MerchantID: 'EVE' })).status).toBe(400)
  expect((await open({ ...fields, pp_SecureHash: '' })).html).toContain('115')
  expect((await open({ garbage: 'yes' })).status).toBe(400)
  const script = signed({ ...fields, pp_ReturnURL: 'javascript:alert(1)' }, KEYS.salt)
  expect((await open(script)).html).not.toContain('javascript:')
})

test('what the form says is what the rail can carry', async () => {
  const { fields } = await formOf({ ...intent(), description: '  جوتے <b>"Shoes" 50% off/today}  ' })
  expect(fields.pp_Description).toBe('b Shoes 50 off today')
  expect(fields.pp_Amount).toBe('245000')
  expect(fields.pp_TxnDateTime).toBe('20260401150000')
  expect((await formOf({ ...intent(), description: 'جوتے' })).fields.pp_Description).toBe('Order')
  await expect(rail.begin({ ...intent(), reference: 'too-long-or-odd-for-the-rail' })).rejects.toThrow('broken promise')
  await expect(rail.begin({ ...intent(), amount_paisa: 0n })).rejects.toThrow('broken promise')
})

test('a refund goes back once, however often it is asked for', async () => {
  const { reference } = await pay('03123456789')
  const request = { reference, refund_reference: 'R1', amount_paisa: 245_000n, refunded_before_paisa: 0n }
  const first = await rail.refund(request)
  expect(first).toMatchObject({ outcome: 'done' })
  expect(await rail.refund(request)).toEqual(first)
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'refunded' } })
  const second = { ...request, refund_reference: 'R2', refunded_before_paisa: 245_000n }
  expect(await rail.refund(second)).toMatchObject({ outcome: 'never' })
})

test('no refund of what was never paid, of more than was paid, or with a wrong MPIN', async () => {
  const failed = await pay('03123456780')
  const request = { refund_reference: 'R1', amount_paisa: 1n, refunded_before_paisa: 0n }
  expect(await rail.refund({ ...request, reference: failed.reference })).toMatchObject({ outcome: 'never' })
  expect(await rail.refund({ ...request, reference: '0NEVERSEEN' })).toMatchObject({ outcome: 'never' })
  const slow = await pay('03123456781')
  expect(await rail.refund({ ...request, reference: slow.reference })).toMatchObject({ outcome: 'retry' })
  const { reference } = await pay('03123456789')
  expect(await rail.refund({ ...request, reference, amount_paisa: 245_001n })).toMatchObject({ outcome: 'never' })
  const base = `${host.base}/rails/jazzcash`
  const careless = jazzCash({ ...KEYS, merchant_mpin: '9999', page_base: base, api_base: base, timeout_ms: 2_000 })
  expect(await careless.refund({ ...request, reference })).toEqual({
    outcome: 'never',
    detail: 'jazzcash refused the refund: 024',
  })
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'paid' } })
})

test('wrong credentials are an alarm for the operator, and no secret is in the detail', async () => {
  const base = `${host.base}/rails/jazzcash`
  const stranger = jazzCash({ ...KEYS, password: 'guessed-secret', page_base: base, api_base: base, timeout_ms: 2_000 })
  const answer = await stranger.inquire('01ABCDEFGH01ABCDEFGH')
  expect(answer).toEqual({ outcome: 'never', detail: 'jazzcash refused the inquiry: 101' })
})
