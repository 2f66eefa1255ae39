import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PaymentRail, railReference } from '../../../domains/payments/rail.ts'
import { makeIban } from '../../../kit/iban/iban.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { numbersInMemory } from '../contract/benches.ts'
import { readQr, writeQr } from './qr.ts'
import { type RaastRailSettings, raast, raastRequest } from './raast.ts'
import { askPayer, cancelRequest, sendRequest, statusOf } from './request.ts'
import { type RaastSimulator, raastSimulator } from './simulator.ts'

const KEYS = { client_id: 'client', client_secret: 'play' }
const MERCHANT = {
  merchant_id: 'BAZAAR001',
  name: 'Bilal’s Bazaar and all the other shops of the town',
  iban: 'PK36SCBL0000001123456702',
  ...{ bank: 'SCBLPKKA', category: '5311', city: 'Lahore', address: 'Hall Road' },
}
let now: Date
let host: Loopback
let settings: RaastRailSettings
let simulator: RaastSimulator
const closing: (() => unknown)[] = []

beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z')
  const notice_url = 'http://127.0.0.1:9/notices?key=ab'
  simulator = raastSimulator({ ...KEYS, merchant: MERCHANT, notice_url, now: () => now, answer_ms: 5_000 })
  host = await listenOnLoopback(simulator.app)
  settings = settingsAt(host.base)
})
afterEach(async () => {
  for (const close of [...closing.splice(0), host.close]) await close()
})

function settingsAt(api_base: string): RaastRailSettings {
  return { ...KEYS, merchant: MERCHANT, api_base, notice_key: 'ab', timeout_ms: 1_000, numbers: numbersInMemory() }
}
function intent(mobile = '03001234567') {
  const expires_at = new Date(now.getTime() + 1_800_000)
  const words = { description: 'Shoes', return_url: 'https://bazaar.example/back' }
  return { reference: railReference(newId()), amount_paisa: 245_050n, ...words, expires_at, now, payer: { mobile } }
}
/** A switch that lets us in and gives this answer to everything else. */
async function railThatSays(make: (settings: RaastRailSettings) => PaymentRail, answer: object) {
  const app = new Hono()
    .post('/oauth2/token', (c) => c.json({ access_token: 'in' }))
    .all('*', (c) => c.json({ responseCode: '00', ...answer }))
  const says = await listenOnLoopback(app)
  closing.push(says.close)
  return make(settingsAt(says.base))
}
async function statusWord(rail: PaymentRail, reference: string) {
  const answer = await rail.inquire(reference)
  return answer.outcome === 'done' ? `${answer.value.status} ${answer.value.code}`.trim() : answer.outcome
}

test('the code that is shown pays our account, this amount and this bill, in any bank’s app', async () => {
  const asked = intent()
  const begun = await raast(settings).begin(asked)
  expect(begun).toMatchObject({ outcome: 'done', value: { action: 'show', pay_to: { bank: 'SCBLPKKA' } } })
  const text = begun.outcome === 'done' && begun.value.action === 'show' ? (begun.value.qr ?? '') : ''
  expect(readQr(text)).toMatchObject({
    ...{ is_dynamic: true, amount_paisa: 245_050n, reference: asked.reference },
    payee: { iban: MERCHANT.iban, bank: 'SCBLPKKA' },
  })
})

const eve = makeIban('MEZN', '6666')
const code = (iban: string, amount_paisa: bigint | null) =>
  writeQr({
    payee: { code_id: 'ab', bank: 'SCBLPKKA', iban, category: '5311', name: 'Bazaar', city: 'Lahore' },
    ...{ amount_paisa, reference: '', terminal: '', purpose: '' },
  })

test.each([
  ['of another account', code(eve, 245_050n), 'never'],
  ['of another amount', code(MERCHANT.iban, 24_505_000n), 'never'],
  ['without an amount', code(MERCHANT.iban, null), 'never'],
  ['that is damaged', `${code(MERCHANT.iban, 245_050n)}0`, 'never'],
  ['that is none', '', 'retry'],
])('a code %s is not shown to anybody', async (_words, qrData, outcome) => {
  const rail = await railThatSays(raast, { qrData })
  expect(await rail.begin(intent())).toMatchObject({ outcome })
})

test('a code is pending until the money moved between the banks, and expires', async () => {
  const rail = raast(settings)
  const [paid, late] = [intent(), intent()]
  for (const each of [paid, late]) await rail.begin(each)
  expect(await statusWord(rail, paid.reference)).toBe('pending PDNG')
  simulator.pay(paid.reference, '')
  expect(await statusWord(rail, paid.reference)).toBe('paid ACSC')
  now = new Date(now.getTime() + 1_800_001)
  expect(await statusWord(rail, late.reference)).toBe('failed 04')
  expect(await statusWord(rail, railReference(newId()))).toBe('unknown 03')
})

test.each([
  ['03001234567', 'paid ACSC', 'paid ACSC'],
  ['03001234780', 'failed RJCT', 'failed RJCT'],
  // Accepted by the payer is not settled between the banks.
  ['03001234781', 'pending ACCP', 'paid ACSC'],
  ['03001234784', 'pending PDNG', 'failed 04'],
])('a request to %s is %s, and in the end %s', async (mobile, soon, end) => {
  const rail = raastRequest(settings)
  const asked = intent(mobile)
  expect(await rail.begin(asked)).toEqual({ outcome: 'done', value: { action: 'wait' } })
  expect(await statusWord(rail, asked.reference)).toBe('pending PDNG')
  now = new Date(now.getTime() + 6_000)
  expect(await statusWord(rail, asked.reference)).toBe(soon)
  now = new Date(now.getTime() + 1_800_000)
  expect(await statusWord(rail, asked.reference)).toBe(end)
})

test('a request that is sent again is the same request, and both rails know it', async () => {
  const asked = intent()
  expect(await raastRequest(settings).begin(asked)).toMatchObject({ outcome: 'done' })
  expect(await raastRequest(settings).begin(asked)).toMatchObject({ outcome: 'done' })
  now = new Date(now.getTime() + 6_000)
  expect(await statusWord(raast(settings), asked.reference)).toBe('paid ACSC')
})

test('a mobile number without a Raast account is refused for good', async () => {
  const rail = raastRequest(settings)
  expect(await rail.begin(intent('03001234779'))).toEqual({ outcome: 'never', detail: 'raast refused: 03' })
  expect(await rail.begin(intent('0211234567'))).toMatchObject({ outcome: 'never' })
})

test('a request that nobody answered is taken back, one that was paid is not', async () => {
  const rail = raastRequest(settings)
  const [open, paid] = [intent('03001234784'), intent()]
  for (const each of [open, paid]) await rail.begin(each)
  simulator.pay(paid.reference, '')
  expect(await rail.withdraw?.(open.reference)).toEqual({ outcome: 'done', value: 'withdrawn' })
  expect(await statusWord(rail, open.reference)).toBe('failed CANC')
  expect(await rail.withdraw?.(paid.reference)).toMatchObject({ outcome: 'never' })
  expect(await rail.withdraw?.(railReference(newId()))).toMatchObject({ outcome: 'done' })
})

test('a request for later goes to an IBAN, to be accepted at the door', async () => {
  const reference = railReference(newId())
  const payer = { kind: 'IBAN', value: makeIban('MEZN', '12345') } as const
  const found = await askPayer(settings, reference, payer, 'MEZNPKKA')
  if (found.outcome !== 'done') throw new Error(found.detail)
  const { rtp_id } = found.value
  const later = new Date(now.getTime() + 86_400_000)
  const request = { reference, rtp_id, amount_paisa: 50_000n, expires_at: later, execute_at: later }
  expect(await sendRequest(settings, request)).toMatchObject({ outcome: 'done' })
  expect(await statusOf(settings, { rtp_id }, reference)).toMatchObject({
    value: { state: 'pending', amount_paisa: 50_000n },
  })
  expect(await cancelRequest(settings, rtp_id)).toMatchObject({ outcome: 'done' })
  const wrong = { kind: 'IBAN', value: 'PK00' } as const
  expect(await askPayer(settings, reference, wrong)).toEqual({ outcome: 'never', detail: 'raast refused: 02' })
})

test.each([
  ['rupees where paisa belong', { instructedAmount: '2450.50' }, 'retry'],
  ['no status', { rtpStatus: '' }, 'retry'],
  ['system trouble', { responseCode: '10' }, 'retry'],
  ['another bill', { billNo: 'OTHER' }, 'never'],
  ['another merchant', { merchantID: 'OTHER' }, 'never'],
  ['dollars', { currency: 'USD' }, 'never'],
  ['an unknown merchant', { responseCode: '11' }, 'never'],
])('an answer with %s pays nothing', async (_words, answer, outcome) => {
  const rail = await railThatSays(raast, { rtpStatus: 'ACSC', ...answer })
  expect(await rail.inquire(railReference(newId()))).toMatchObject({ outcome })
})

test('a notice is the bank’s only with the key in our address, and accepted is not paid', () => {
  const { reference } = intent()
  const info = { rrn: '123456789012', stan: '123456' }
  const told = (status: string, more = {}) =>
    JSON.stringify({ info, messageInfo: { merchantID: 'BAZAAR001', subDept: reference, status, ...more } })
  const raw = {
    method: 'POST',
    query: { key: 'ab' },
    headers: {},
    body: told('ACSC', { orginalInstructedAmount: '2450.50' }),
  }
  const rail = raast(settings)
  expect(rail.readNotice(raw)).toMatchObject({ verified: true, reference, amount_paisa: 245_050n, claimed: 'paid' })
  expect(rail.readNotice({ ...raw, body: told('ACCP') })).toMatchObject({ claimed: 'pending', amount_paisa: null })
  expect(rail.readNotice({ ...raw, query: {} })).toMatchObject({ verified: false })
  expect(rail.readNotice({ ...raw, body: told('ACSC', { merchantID: 'EVE' }) })).toMatchObject({ verified: false })
  expect(rail.readNotice({ ...raw, body: told('ACSC', { subDept: '0001' }) })).toEqual({
    unreadable: 'names no bill of ours',
  })
})

test('without the right client nobody is let in, and that is for good', async () => {
  const rail = raast({ ...settings, client_secret: 'wrong' })
  expect(await rail.inquire(railReference(newId()))).toEqual({ outcome: 'never', detail: 'raast did not let us in' })
})

test('the payer of a code says yes or no in the bank app', async () => {
  const rail = raast(settings)
  const asked = intent()
  await rail.begin(asked)
  const html = await (await fetch(`${host.base}/app`)).text()
  const payment = /name="payment" value="([^"]+)"/.exec(html)?.[1] ?? ''
  expect(html).toContain(asked.reference)
  const ended = await fetch(`${host.base}/app`, {
    method: 'POST',
    body: new URLSearchParams({ payment, do: 'cancel', lang: 'ur' }),
  })
  expect(await ended.text()).toContain('ادائیگی کے لیے کچھ نہیں')
  expect(await statusWord(rail, asked.reference)).toBe('failed RJCT')
})
