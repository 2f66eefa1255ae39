import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { listenOnLoopback } from '../../loopback.ts'
import { BENCHES, numbersInMemory, openBench } from '../contract/benches.ts'
import { validationHash } from './hashes.ts'
import { payFast } from './payfast.ts'

const R = railReference(newId())
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A rail whose PayFast answers each call as told. */
async function railThatSays(answers: Readonly<Record<string, () => Response>>) {
  const asked: { call: string; body: string; query: Record<string, string> }[] = []
  const app = new Hono().all('*', async (c) => {
    const call = `${c.req.method} ${c.req.path}`
    asked.push({ call, body: await c.req.text(), query: c.req.query() })
    if (call === 'POST /token' && !answers[call]) return c.json({ code: '00', token: 'let-in' })
    return (answers[call] ?? (() => new Response('', { status: 503 })))()
  })
  const host = await listenOnLoopback(app)
  closing.push(host.close)
  const rail = payFast({
    ...{ merchant_id: '102', merchant_name: 'Bazaar', secured_key: 'jdnkaabcks', email: 'help@bazaar.example' },
    ...{ page_base: '/rails/payfast', leave_base: host.base, api_base: host.base, timeout_ms: 1_000 },
    notice_url: 'https://bazaar.example/payments/payfast/notice',
    numbers: numbersInMemory(),
  })
  return { rail, asked }
}
const STATUS = `GET /transaction/basket_id/${R}`
const status = (fields: object) => () => Response.json({ basket_id: R, transaction_id: 'T1', ...fields })
const intent = {
  reference: R,
  amount_paisa: 245_050n,
  description: 'جوتے <b>"Shoes"</b>',
  return_url: 'https://bazaar.example/back?checkout=1',
  expires_at: new Date(),
  now: new Date(),
  payer: { mobile: '03001234567' },
}

test('leave is asked for this basket and amount, and the form repeats both in rupees', async () => {
  const leave = () => Response.json({ ACCESS_TOKEN: 'leave-1' })
  const { rail, asked } = await railThatSays({ 'POST /Ecommerce/api/Transaction/GetAccessToken': leave })
  const begun = await rail.begin(intent)
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
    ...{ MERCHANT_ID: '102', SECURED_KEY: 'jdnkaabcks', BASKET_ID: R, TXNAMT: '2450.50', CURRENCY_CODE: 'PKR' },
  })
  expect(begun).toMatchObject({
    outcome: 'done',
    value: {
      action: 'post',
      url: '/rails/payfast/Ecommerce/api/Transaction/PostTransaction',
      fields: {
        ...{ TOKEN: 'leave-1', TXNAMT: '2450.50', BASKET_ID: R, CUSTOMER_MOBILE_NO: '03001234567' },
        ...{
          CHECKOUT_URL: 'https://bazaar.example/payments/payfast/notice',
          TXNDESC: expect.stringMatching(/^[\w /]+$/),
        },
      },
    },
  })
  expect(JSON.stringify(begun, (_, value: unknown) => (typeof value === 'bigint' ? '' : value))).not.toContain('jdnka')
})

test('no leave is a wrong key, not something to try again', async () => {
  const { rail } = await railThatSays({
    'POST /Ecommerce/api/Transaction/GetAccessToken': () => Response.json({ ACCESS_TOKEN: '' }),
  })
  expect(await rail.begin(intent)).toMatchObject({ outcome: 'never' })
})

test.each([
  [{ code: '00', status_code: '00', txnamt: '2450.50' }, 'paid'],
  [{ code: '79', status_code: '79' }, 'paid'],
  [{ code: '00' }, 'paid'],
  [{ code: '00', status_code: '97' }, 'pending'],
  [{ code: '001' }, 'pending'],
  [{ code: '002' }, 'pending'],
  [{ code: '97' }, 'failed'],
  [{ code: '9000' }, 'failed'],
  [{ code: '404' }, 'unknown'],
  [{ code: 'constructor' }, 'failed'],
])('the answer %j is %s', async (fields, word) => {
  const { rail, asked } = await railThatSays({ [STATUS]: status(fields) })
  expect(await rail.inquire(R)).toMatchObject({ outcome: 'done', value: { status: word } })
  expect(asked.at(-1)?.query.order_date).toMatch(/^20\d\d-\d\d-\d\d$/)
})

test.each([
  ['another basket', { basket_id: 'OTHER', code: '00' }, 'retry'],
  ['an amount that is none', { code: '00', txnamt: '1e9' }, 'retry'],
  ['no code', {}, 'retry'],
  ['dollars', { code: '00', transaction_currency: 'USD' }, 'never'],
  ['another merchant', { code: '00', merchant_id: '103' }, 'never'],
  ['our own wrong key', { code: '401' }, 'never'],
])('an answer with %s pays nothing', async (_words, fields, outcome) => {
  const { rail } = await railThatSays({ [STATUS]: status(fields) })
  expect(await rail.inquire(R)).toMatchObject({ outcome })
})

test('a notice comes as a form, a query or JSON, and its hash covers basket and code', async () => {
  const { rail } = await railThatSays({})
  const hash = validationHash(R, 'jdnkaabcks', '102', '000')
  const fields = {
    basket_id: R,
    err_code: '000',
    transaction_id: 'T1',
    transaction_amount: '2450.5',
    validation_hash: hash,
  }
  const told = { verified: true, reference: R, amount_paisa: 245_050n, claimed: 'paid', provider_id: 'T1' }
  const raw = { method: 'POST', query: {}, headers: {}, body: '' }
  expect(rail.readNotice({ ...raw, body: new URLSearchParams(fields).toString() })).toMatchObject(told)
  expect(rail.readNotice({ ...raw, method: 'GET', query: fields })).toMatchObject(told)
  const json = { ...raw, headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }
  expect(rail.readNotice(json)).toMatchObject(told)
  expect(rail.readNotice({ ...raw, query: { ...fields, err_code: '001' } })).toMatchObject({ verified: false })
  expect(rail.readNotice({ ...raw, query: { ...fields, transaction_amount: '-5' } })).toEqual({
    unreadable: 'no amount',
  })
})

const REFUND = 'POST /transaction/refund/T1'
const refund = { reference: R, refund_reference: 'F1', amount_paisa: 100_000n, refunded_before_paisa: 0n }

test('a refund whose answer was lost is never sent again: a person looks', async () => {
  const lost = () => new Response('lost', { status: 502 })
  const { rail, asked } = await railThatSays({ [STATUS]: status({ code: '00' }), [REFUND]: lost })
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'never', detail: expect.stringContaining('nobody knows') })
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'never', detail: expect.stringContaining('before') })
  expect(asked.filter(({ call }) => call === REFUND)).toHaveLength(1)
})

test('a refund that went back is known from then on, without another call', async () => {
  const sent = () => Response.json({ code: '00', transaction_id: 'T2' })
  const { rail, asked } = await railThatSays({ [STATUS]: status({ code: '00' }), [REFUND]: sent })
  expect(await rail.refund(refund)).toEqual({ outcome: 'done', value: { provider_id: 'T2' } })
  expect(await rail.refund(refund)).toEqual({ outcome: 'done', value: { provider_id: 'T2' } })
  expect(asked.filter(({ call }) => call === REFUND)).toHaveLength(1)
  expect(asked.find(({ call }) => call === REFUND)?.body).toContain('txnamt=1000.00')
})

test('what was not paid is not refunded', async () => {
  const { rail } = await railThatSays({ [STATUS]: status({ code: '97' }) })
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'never' })
  const open = await railThatSays({ [STATUS]: status({ code: '001' }) })
  expect(await open.rail.refund(refund)).toMatchObject({ outcome: 'retry' })
})

test('the simulator shows its page only for the basket and the amount that it gave leave for', async () => {
  const make = BENCHES.payfast
  if (!make) throw new Error('payfast')
  const bench = await openBench(make)
  closing.push(bench.close)
  const begun = await bench.rail.begin(intent)
  if (begun.outcome !== 'done' || !('fields' in begun.value)) throw new Error('no form')
  const { url, fields } = begun.value
  const open = (more: object) => fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields, ...more }) })
  expect((await open({ TXNAMT: '1.00' })).status).toBe(400)
  expect((await open({ TOKEN: 'another' })).status).toBe(400)
  expect((await open({})).status).toBe(200)
})
