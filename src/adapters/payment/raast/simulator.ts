import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isIban } from '../../../kit/iban/iban.ts'
import { callOutside, jsonObject } from '../../outside.ts'
import { dig, digText, fromPaisa, fromRupees, rupeesText } from '../reading.ts'
import { languageOf, sendPage, waitingPage } from '../simulated-page.ts'
import { type SimulatedPayment, SimulatedPayments } from '../simulated-payments.ts'
import { CALLS, type RaastMerchant, TOKEN_PATH } from './calls.ts'
import { writeQr } from './qr.ts'

export interface RaastSimulatorOptions {
  readonly client_id: string
  readonly client_secret: string
  readonly merchant: RaastMerchant
  /** With the key that the bank was given in it. */
  readonly notice_url: string
  readonly now: () => Date
  readonly file?: string
  readonly pending_ms?: number
  /** After how long the payer of a request answers by itself; left out, the payer answers in the bank app only. */
  readonly answer_ms?: number
}

const CODES = { paid: 'ACSC', pending: 'ACCP', poor: 'RJCT', cancelled: 'RJCT', expired: '04' }
type Fields = Readonly<Record<string, unknown>> | undefined

/** A participant bank that runs offline: requests to pay, codes, and an app in which the payer says yes or no. */
export function raastSimulator(options: RaastSimulatorOptions) {
  const book = new SimulatedPayments({ ...options, codes: CODES, tell: (payment) => tell(options, payment) })
  const opened = new Map<string, string>()
  const tokens = new Set<string>()
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 64_000 }))
  app.post(TOKEN_PATH, (c) => {
    const basic = Buffer.from(`${options.client_id}:${options.client_secret}`).toString('base64')
    if (c.req.header('authorization') !== `Basic ${basic}`) return c.json({ error: 'invalid_client' }, 401)
    const access_token = randomBytes(16).toString('hex')
    tokens.add(access_token)
    return c.json({ access_token, token_type: 'Bearer', expires_in: 3600 })
  })
  app.use(`${CALLS}/*`, async (c, next) => {
    const isIn = tokens.has((c.req.header('authorization') ?? '').replace(/^Bearer /, ''))
    if (!isIn || c.req.header('x-ibm-client-id') !== options.client_id) return c.json({ httpCode: '401' }, 401)
    answerDue(book, options)
    return next()
  })
  const on = (path: string, act: (asked: Fields) => object) =>
    app.post(CALLS + path, async (c) => c.json(act(jsonObject(await c.req.text()))))
  on('/preRTPAliasInquiry', (asked) => openRequest(opened, digText(asked, 'alias.value')))
  on('/preRTPTitleFetch', (asked) => {
    const iban = digText(asked, 'customerDetails.iban')
    return isIban(iban) ? openRequest(opened, iban) : coded('02')
  })
  for (const path of ['/rtpNowMerchant', '/rtpLaterMerchant'])
    on(path, (asked) => takeRequest(book, options, opened, asked))
  on('/generateDQRCMerchant', (asked) => makeQr(book, options, asked))
  on('/statusInquiry', (asked) => status(book, options, asked))
  on('/rtpCancellation', (asked) => {
    const payment = findBy(book, 'rtpId', digText(asked, 'info.rtpId'))
    if (payment?.state !== 'open') return coded(payment ? '05' : '04')
    book.cancel(payment, 'CANC')
    return { ...coded('00'), cancelled: true }
  })
  app.get('/app', (c) => showApp(book, c))
  app.post('/app', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const payment = book.find(form.get('payment') ?? '')
    if (payment && form.get('do') === 'pay') book.pay(payment, '')
    if (payment && form.get('do') === 'cancel') book.cancel(payment)
    void book.sendDueNotices()
    return showApp(book, c, form.get('lang') ?? '')
  })
  const sendDueNotices = () => {
    answerDue(book, options)
    return book.sendDueNotices()
  }
  return {
    app,
    sendDueNotices,
    start(everyMs: number) {
      const timer = setInterval(() => void sendDueNotices(), everyMs)
      timer.unref()
      return () => clearInterval(timer)
    },
    /** The payer answers in the bank app; the last digits of the number choose what happens, as with other rails. */
    pay(reference: string, number: string) {
      const payment = book.findReference(reference)
      if (payment) book.pay(payment, number)
    },
    reject(reference: string) {
      const payment = book.findReference(reference)
      if (payment) book.cancel(payment)
    },
  }
}

export type RaastSimulator = ReturnType<typeof raastSimulator>

/** Accounts whose number ends in 779 do not exist. */
function openRequest(opened: Map<string, string>, payer: string) {
  if (payer === '') return coded('01')
  if (payer.endsWith('779')) return coded('03')
  const rtpId = `RTP-${randomBytes(6).toString('hex')}`
  opened.set(rtpId, payer.slice(-3))
  return { ...coded('00'), rtpId, accountTitle: 'SIMULATED PAYER' }
}

function takeRequest(
  book: SimulatedPayments,
  options: RaastSimulatorOptions,
  opened: ReadonlyMap<string, string>,
  asked: Fields,
) {
  const rtpId = digText(asked, 'paymentDetails.rtpId')
  const amount = fromRupees(dig(asked, 'paymentDetails.instructedAmount')) ?? 0n
  if (digText(asked, 'merchantDetails.merchantID') !== options.merchant.merchant_id) return coded('11')
  if (amount < 100n || amount > 1_000_000_000n) return coded('01')
  if (findBy(book, 'rtpId', rtpId)) return coded('05')
  const last = opened.get(rtpId)
  if (last === undefined) return coded('04')
  open(book, options, asked, amount, { rtpId, last, kind: 'request' })
  return { ...coded('00'), rtpId }
}

function makeQr(book: SimulatedPayments, options: RaastSimulatorOptions, asked: Fields) {
  const amount = fromPaisa(dig(asked, 'paymentDetails.instructedAmount')) ?? 0n
  const reference = digText(asked, 'paymentDetails.billNo')
  const { merchant } = options
  if (digText(asked, 'merchantDetails.merchantID') !== merchant.merchant_id) return coded('11')
  if (amount <= 0n || digText(asked, 'merchantDetails.iban') !== merchant.iban) return coded('01')
  const [rrn, stan] = [digText(asked, 'info.rrn'), digText(asked, 'info.stan')]
  const known = findBy(book, 'rrn', rrn)
  const payment = known ?? open(book, options, asked, amount, { rrn, stan, kind: 'qr', last: '' })
  const { iban, bank, category, name, city } = merchant
  const payee = { code_id: payment.key.padEnd(32, '0'), bank, iban, category, name, city }
  const qr = { payee, amount_paisa: BigInt(payment.amount), reference, terminal: '', purpose: '' }
  return { ...coded('00'), qrData: writeQr(qr), stan, rrn }
}

function open(
  book: SimulatedPayments,
  options: RaastSimulatorOptions,
  asked: Fields,
  amount: bigint,
  fields: Readonly<Record<string, string>>,
) {
  const expires = Date.parse(`${digText(asked, 'paymentDetails.expiryDateTime')}+05:00`)
  const subDept = digText(asked, 'merchantDetails.postalAddress.subDept')
  return book.open({
    reference: digText(asked, 'paymentDetails.billNo'),
    amount: String(amount),
    currency: 'PKR',
    fields: { ...fields, subDept, opened_at: String(options.now().getTime()) },
    expires_at: Number.isNaN(expires) ? null : expires,
  })
}

function status(book: SimulatedPayments, options: RaastSimulatorOptions, asked: Fields) {
  const rtpId = digText(asked, 'info.rtpId')
  const payment = rtpId === '' ? findBy(book, 'rrn', digText(asked, 'info.rrn')) : findBy(book, 'rtpId', rtpId)
  if (!payment) return coded('03')
  if (payment.code === '04') return coded('04')
  const { amount, reference, fields } = payment
  return {
    ...coded('00'),
    ...(rtpId === '' ? {} : { rtpId }),
    ...{ merchantID: options.merchant.merchant_id, billNo: reference, currency: 'PKR' },
    rtpStatus: payment.state === 'open' ? 'PDNG' : payment.code,
    instructedAmount: fields.kind === 'qr' ? Number(amount) : rupeesText(BigInt(amount)),
  }
}

/** Payers of requests answer by themselves after a while: by the last digits of their number; …784 never answers. */
function answerDue(book: SimulatedPayments, options: RaastSimulatorOptions) {
  const { answer_ms, now } = options
  if (answer_ms === undefined) return
  for (const payment of book.all()) {
    const { kind, last = '', opened_at } = payment.fields
    const isDue = Number(opened_at) + answer_ms <= now().getTime()
    if (payment.state === 'open' && kind === 'request' && isDue && last !== '784') book.pay(payment, last)
  }
}

function showApp(book: SimulatedPayments, c: Context, chosen = '') {
  const waiting = book.all().filter((payment) => payment.state === 'open')
  const views = waiting.map((payment) => ({
    action: 'app',
    hidden: { payment: payment.key },
    reference: payment.reference,
    amount_paisa: BigInt(payment.amount),
  }))
  return sendPage(c, waitingPage('Bank app (simulator)', languageOf(c, chosen), views))
}

async function tell(options: RaastSimulatorOptions, payment: SimulatedPayment): Promise<boolean> {
  const { rrn = '', stan = '', subDept = '' } = payment.fields
  const amount = rupeesText(BigInt(payment.amount))
  const settled = payment.code === 'ACSC' ? { orginalInstructedAmount: amount, netAmount: amount } : {}
  const messageInfo = { merchantID: options.merchant.merchant_id, subDept, status: payment.code, ...settled }
  const answer = await callOutside({
    url: options.notice_url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ info: { rrn, stan, dateTime: options.now().toISOString() }, messageInfo }),
    timeout_ms: 5_000,
  })
  return answer.outcome === 'done' && answer.value.status === 200
}

function findBy(book: SimulatedPayments, name: string, value: string): SimulatedPayment | undefined {
  return value === '' ? undefined : book.all().find((payment) => payment.fields[name] === value)
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ...{ '00': 'Processed OK', '01': 'Invalid format', '02': 'Invalid IBAN', '03': 'Account not found' },
  ...{ '04': 'RTP ID expired', '05': 'RTP already processed', '10': 'System error', '11': 'Merchant not registered' },
}

function coded(code: string) {
  return { responseCode: code, responseDescription: DESCRIPTIONS[code] ?? '' }
}
