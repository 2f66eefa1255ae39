import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { callOutside, jsonObject } from '../../outside.ts'
import { dig, digText, fromPaisa, fromRupees, rupeesText } from '../reading.ts'
import { endPage, languageOf, localNumber, payPage, sendPage } from '../simulated-page.ts'
import { leftOf, type SimulatedPayment, SimulatedPayments } from '../simulated-payments.ts'
import { INIT_PATH, PASSPORT_PATH, REPORTER_PATH, SESSION_PATH } from './calls.ts'
import type { SafepayKeys } from './notice.ts'
import { returnSignature, webhookSignature } from './signatures.ts'

export interface SafepaySimulatorOptions extends SafepayKeys {
  readonly notice_url: string
  readonly now: () => Date
  readonly file?: string
  readonly pending_ms?: number
}

const CODES = {
  paid: 'TRACKER_ENDED',
  pending: 'TRACKER_AUTHORIZED',
  poor: 'TRACKER_CANCELLED',
  cancelled: 'TRACKER_CANCELLED',
  expired: 'TRACKER_EXPIRED',
}
const TITLE = 'Safepay (simulator)'

/** A Safepay that runs offline, with both of its versions: paths, fields, header, signatures, states and refusals. */
export function safepaySimulator(options: SafepaySimulatorOptions) {
  const book = new SimulatedPayments({ ...options, codes: CODES, tell: (payment) => tell(options, payment) })
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 64_000 }))
  app.post(INIT_PATH, async (c) => openOlder(book, options, c))
  app.get('/order/v1/:tracker', (c) => {
    const payment = book.find(c.req.param('tracker'))
    return payment ? c.json(wrapped(olderFacts(payment, options))) : c.json(refusal('not found'), 404)
  })
  app.post(SESSION_PATH, async (c) =>
    isOurs(c, options) ? openNewer(book, options, c) : c.json(refusal('unauthorized'), 401),
  )
  app.post(PASSPORT_PATH, (c) =>
    isOurs(c, options) ? c.json(wrapped(`tbt-${options.now().getTime()}`)) : c.json(refusal('unauthorized'), 401),
  )
  app.get(`${REPORTER_PATH}:tracker`, (c) => {
    if (!isOurs(c, options)) return c.json(refusal('unauthorized'), 401)
    const payment = book.find(c.req.param('tracker'))
    // A number that it does not know is a 500 there, and older trackers are unknown to it.
    return payment?.fields.version === 'v3'
      ? c.json(wrapped(newerFacts(payment, options)))
      : c.json(refusal('cannot find tracker'), 500)
  })
  app.post(`${SESSION_PATH}:tracker/refund`, async (c) =>
    isOurs(c, options) ? refundOf(book, options, c) : c.json(refusal('unauthorized'), 401),
  )
  app.get('/checkout/pay', (c) => show(book, options, c, c.req.query()))
  app.get('/embedded/', (c) => show(book, options, c, { ...c.req.query(), beacon: c.req.query('tracker') ?? '' }))
  for (const page of ['/checkout/pay', '/embedded/pay']) app.post(page, (c) => press(book, options, c))
  return {
    app,
    sendDueNotices: () => book.sendDueNotices(),
    start: (everyMs: number) => book.start(everyMs),
    /** The payer pays a tracker without a page; the last digits of the number choose what happens. */
    pay(tracker: string, number: string) {
      const payment = book.find(tracker)
      if (payment) book.pay(payment, number)
    },
  }
}

export type SafepaySimulator = ReturnType<typeof safepaySimulator>

function isOurs(c: Context, keys: SafepayKeys): boolean {
  return c.req.header('x-sfpy-merchant-secret') === keys.secret
}

async function openOlder(book: SimulatedPayments, options: SafepaySimulatorOptions, c: Context) {
  const asked = jsonObject(await c.req.text())
  const amount = fromRupees(dig(asked, 'amount'))
  if (digText(asked, 'client') !== options.api_key) return c.json(refusal('invalid client'), 401)
  if (!amount || digText(asked, 'currency') !== 'PKR') return c.json(refusal('invalid amount or currency'), 400)
  const payment = book.open({ reference: '', amount: String(amount), currency: 'PKR', fields: { version: 'v1' } })
  return c.json(wrapped(olderFacts(payment, options)))
}

async function openNewer(book: SimulatedPayments, options: SafepaySimulatorOptions, c: Context) {
  const asked = jsonObject(await c.req.text())
  const amount = fromPaisa(dig(asked, 'amount'))
  if (digText(asked, 'merchant_api_key') !== options.api_key) return c.json(refusal('invalid merchant'), 401)
  if (!amount || digText(asked, 'currency') !== 'PKR') return c.json(refusal('invalid amount or currency'), 400)
  const reference = digText(asked, 'metadata.order_id')
  const payment = book.open({ reference, amount: String(amount), currency: 'PKR', fields: { version: 'v3' } })
  return c.json(wrapped({ tracker: newerFacts(payment, options) }), 201)
}

async function refundOf(book: SimulatedPayments, options: SafepaySimulatorOptions, c: Context) {
  const payment = book.find(c.req.param('tracker') ?? '')
  if (!payment) return c.json(refusal('cannot find tracker with token'), 500)
  const asked = jsonObject(await c.req.text())
  const amount = fromPaisa(dig(asked, 'amount')) ?? 0n
  if (payment.state !== 'paid' || leftOf(payment) === 0n)
    return c.json(refusal('cannot refund tracker in this state'), 400)
  const number = digText(asked, 'currency') === 'PKR' ? book.refund(payment, amount) : undefined
  if (!number) return c.json(refusal('refund amount is higher than remaining balance'), 400)
  const action = { cybersource_refund: { token: `refund_${number}` } }
  return c.json(wrapped({ tracker: newerFacts(payment, options), action }))
}

/** The buyer's browser arrives. The older page learns our order id only now. */
function show(book: SimulatedPayments, options: SafepayKeys, c: Context, query: Readonly<Record<string, string>>) {
  const payment = book.find(query.beacon ?? '')
  if (!payment) return sendPage(c, 'unknown tracker', 404)
  const { order_id = payment.reference, redirect_url = '' } = query
  const lang = languageOf(c, query.lang)
  const about = { title: TITLE, lang, reference: order_id, amount_paisa: BigInt(payment.amount) }
  if (payment.state === 'open') {
    const hidden = { beacon: payment.key, order_id, redirect_url }
    const typed = query.number ?? ''
    return sendPage(c, payPage({ ...about, hidden, action: 'pay', typed, is_wrong: query.is_wrong === 'yes' }))
  }
  const fields = { order_id, tracker: payment.key, sig: returnSignature(payment.key, options.secret) }
  const back = { method: 'post', url: redirect_url, fields } as const
  return sendPage(c, endPage({ ...about, result: payment.state, code: payment.code, back }))
}

async function press(book: SimulatedPayments, options: SafepayKeys, c: Context) {
  const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
  const payment = book.find(form.beacon ?? '')
  const number = localNumber(form.number ?? '')
  if (form.do === 'en' || form.do === 'ur') return show(book, options, c, { ...form, lang: form.do })
  if (payment?.state === 'open' && form.do === 'pay' && !number)
    return show(book, options, c, { ...form, is_wrong: 'yes' })
  if (payment) payment.reference ||= form.order_id ?? ''
  if (payment && form.do === 'pay' && number) book.pay(payment, number)
  if (payment && form.do === 'cancel') book.cancel(payment)
  void book.sendDueNotices()
  return show(book, options, c, form)
}

function olderFacts(payment: SimulatedPayment, keys: SafepayKeys) {
  const amount = Number(rupeesText(BigInt(payment.amount)))
  return { token: payment.key, client: keys.api_key, state: stateOf(payment), amount, currency: payment.currency }
}

function newerFacts(payment: SimulatedPayment, keys: SafepayKeys) {
  const total = { currency: payment.currency, amount: Number(payment.amount) }
  const cybersource_refunds = payment.refunds.map((refund) => ({
    token: `refund_${refund.number}`,
    totals: { currency: payment.currency, amount: Number(refund.amount) },
  }))
  const balance = { currency: payment.currency, amount: Number(leftOf(payment)) }
  return {
    token: payment.key,
    state: stateOf(payment),
    client: { api_key: keys.api_key },
    metadata: { order_id: { value: payment.reference } },
    // Present before anything was paid, too: only the state says that it was.
    purchase_totals: { quote_amount: total },
    ...(payment.state === 'paid' ? { charge: { amount: total, balance, cybersource_refunds } } : {}),
  }
}

function stateOf(payment: SimulatedPayment): string {
  if (payment.state === 'open') return 'TRACKER_STARTED'
  if (payment.refunds.length === 0) return payment.code
  return leftOf(payment) === 0n ? 'TRACKER_REFUNDED' : 'TRACKER_PARTIAL_REFUND'
}

async function tell(options: SafepaySimulatorOptions, payment: SimulatedPayment): Promise<boolean> {
  const at = options.now().toISOString()
  const word = payment.state === 'paid' ? 'PAID' : payment.state === 'failed' ? 'FAILED' : 'PENDING'
  const older = {
    client_id: options.api_key,
    created_at: at,
    endpoint: options.notice_url,
    notification: {
      amount: rupeesText(BigInt(payment.amount)),
      ...{ currency: payment.currency, fee: '0.00', intent: 'CYBERSOURCE' },
      metadata: { order_id: payment.reference, source: 'custom' },
      net: rupeesText(BigInt(payment.amount)),
      ...{ state: word, tracker: payment.key, user: '' },
    },
    ...{ token: payment.number, type: 'payment:created', updated_at: at },
  }
  const newer = {
    ...{ tracker: payment.key, merchant_api_key: options.api_key, state: payment.code },
    ...{ amount: Number(payment.amount), currency: payment.currency, metadata: { order_id: payment.reference } },
  }
  const data = JSON.stringify(payment.fields.version === 'v1' ? older : newer)
  const answer = await callOutside({
    url: options.notice_url,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sfpy-signature': webhookSignature(data, options.webhook_secret) },
    body: `{"data":${data}}`,
    timeout_ms: 5_000,
  })
  return answer.outcome === 'done' && answer.value.status === 200
}

function wrapped(data: unknown) {
  return { data, status: { errors: [], message: 'success' } }
}

function refusal(error: string) {
  return { data: null, status: { errors: [error], message: 'error' } }
}
