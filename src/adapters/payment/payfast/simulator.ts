import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { callOutside } from '../../outside.ts'
import { fromRupees, isSameHex, rupeesText } from '../reading.ts'
import { endPage, languageOf, localNumber, payPage, sendPage } from '../simulated-page.ts'
import { type SimulatedPayment, SimulatedPayments } from '../simulated-payments.ts'
import { formSignature, validationHash } from './hashes.ts'
import { LEAVE_PATH, PAGE_PATH } from './payfast.ts'

export interface PayFastSimulatorOptions {
  readonly merchant_id: string
  readonly secured_key: string
  readonly now: () => Date
  readonly file?: string
  readonly pending_ms?: number
}

const CODES = { paid: '000', pending: '001', poor: '97', cancelled: '901', expired: '54' }
const MESSAGES: Readonly<Record<string, string>> = {
  '000': 'Processed OK',
  '001': 'Pending',
  '97': 'Dear Customer, you have an insufficient balance to proceed.',
  '901': 'Customer cancel transaction',
  '54': 'Card Expired',
}
const TITLE = 'PayFast (simulator)'
type Fields = Readonly<Record<string, string>>

/** A PayFast that runs offline: leave, page, backend notice, inquiry by basket and day, refunds, and its codes. */
export function payFastSimulator(options: PayFastSimulatorOptions) {
  const book = new SimulatedPayments({ ...options, codes: CODES, tell: (payment) => tell(options, payment) })
  const leaves = new Map<string, string>()
  const tokens = new Set<string>()
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 64_000 }))
  app.post(LEAVE_PATH, async (c) => {
    const form = await formOf(c)
    if (form.MERCHANT_ID !== options.merchant_id || form.SECURED_KEY !== options.secured_key) {
      return c.json({ ACCESS_TOKEN: '', errorDescription: 'Invalid merchant' })
    }
    const token = randomBytes(16).toString('hex')
    leaves.set(token, `${form.BASKET_ID} ${form.TXNAMT}`)
    return c.json({ MERCHANT_ID: options.merchant_id, ACCESS_TOKEN: token, NAME: 'Merchant', GENERATED_DATE_TIME: '' })
  })
  app.post(PAGE_PATH, async (c) => {
    const form = await formOf(c)
    const fault = faultOf(options, leaves, form)
    return fault ? sendPage(c, fault, 400) : show(options, c, opened(book, form))
  })
  app.post(PAGE_PATH.replace('PostTransaction', 'Pay'), (c) => press(book, options, c))
  app.post('/token', async (c) => {
    const form = await formOf(c)
    if (form.merchant_id !== options.merchant_id || form.secured_key !== options.secured_key) {
      return c.json({ code: '401', message: 'Invalid credentials' })
    }
    const token = randomBytes(16).toString('hex')
    tokens.add(token)
    return c.json({ code: '00', token, refresh_token: '', expires_in: '3600', message: 'OK' })
  })
  app.use('/transaction/*', async (c, next) => {
    const token = (c.req.header('authorization') ?? '').replace(/^Bearer /, '')
    return tokens.has(token) ? next() : c.json({ code: '401', message: 'Unauthorized' }, 401)
  })
  app.get('/transaction/basket_id/:basket', (c) => {
    const payment = book.findReference(c.req.param('basket'))
    const isDay = payment?.fields.ORDER_DATE?.slice(0, 10) === c.req.query('order_date')
    return payment && isDay ? c.json(facts(payment)) : c.json({ code: '404', status_msg: 'No transaction found' }, 404)
  })
  app.post('/transaction/refund/:number', (c) => refundOf(book, c))
  return {
    app,
    sendDueNotices: () => book.sendDueNotices(),
    start: (everyMs: number) => book.start(everyMs),
    /** The payer sends the form and pays; the last digits of the number choose what happens. */
    pay(form: Fields, number: string) {
      if (faultOf(options, leaves, form)) return
      book.pay(opened(book, form), number)
    },
  }
}

export type PayFastSimulator = ReturnType<typeof payFastSimulator>

/** Leave, amount and basket belong together; the signature is what anybody can make, and is looked at all the same. */
function faultOf(
  options: PayFastSimulatorOptions,
  leaves: ReadonlyMap<string, string>,
  form: Fields,
): string | undefined {
  const { MERCHANT_ID = '', MERCHANT_NAME = '', TXNAMT = '', BASKET_ID = '' } = form
  if (MERCHANT_ID !== options.merchant_id) return 'Invalid merchant'
  if (leaves.get(form.TOKEN ?? '') !== `${BASKET_ID} ${TXNAMT}`) return 'Invalid token'
  if (!isSameHex(form.SIGNATURE ?? '', formSignature(MERCHANT_ID, MERCHANT_NAME, TXNAMT, BASKET_ID)))
    return 'Invalid data'
  if (!fromRupees(TXNAMT) || form.CURRENCY_CODE !== 'PKR') return 'Invalid amount'
  return /^03\d{9}$/.test(form.CUSTOMER_MOBILE_NO ?? '') ? undefined : 'Invalid mobile number'
}

function opened(book: SimulatedPayments, form: Fields): SimulatedPayment {
  const { SUCCESS_URL = '', FAILURE_URL = '', CHECKOUT_URL = '', ORDER_DATE = '' } = form
  const amount = String(fromRupees(form.TXNAMT) ?? 0n)
  const fields = { SUCCESS_URL, FAILURE_URL, CHECKOUT_URL, ORDER_DATE }
  const reference = form.BASKET_ID ?? ''
  return book.findReference(reference) ?? book.open({ reference, amount, currency: 'PKR', fields })
}

function show(options: PayFastSimulatorOptions, c: Context, payment: SimulatedPayment, form: Fields = {}) {
  const lang = languageOf(c, form.lang)
  const about = { title: TITLE, lang, reference: payment.reference, amount_paisa: BigInt(payment.amount) }
  if (payment.state === 'open') {
    const again = { typed: form.number ?? '', is_wrong: form.is_wrong === 'yes' }
    return sendPage(c, payPage({ ...about, hidden: { page: payment.key }, action: 'Pay', ...again }))
  }
  const url = new URL(payment.fields[payment.state === 'failed' ? 'FAILURE_URL' : 'SUCCESS_URL'] ?? '')
  const fields = { ...Object.fromEntries(url.searchParams), ...told(options, payment) }
  const back = { method: 'get', url: url.origin + url.pathname, fields } as const
  return sendPage(c, endPage({ ...about, result: payment.state, code: payment.code, back }))
}

async function press(book: SimulatedPayments, options: PayFastSimulatorOptions, c: Context) {
  const form = await formOf(c)
  const payment = book.find(form.page ?? '')
  if (!payment) return sendPage(c, 'unknown page', 404)
  if (form.do === 'en' || form.do === 'ur') return show(options, c, payment, { ...form, lang: form.do })
  const number = localNumber(form.number ?? '')
  if (form.do === 'pay' && !number) return show(options, c, payment, { ...form, is_wrong: 'yes' })
  if (form.do === 'pay' && number) book.pay(payment, number)
  if (form.do === 'cancel') book.cancel(payment)
  void book.sendDueNotices()
  return show(options, c, payment, form)
}

async function refundOf(book: SimulatedPayments, c: Context) {
  const form = await formOf(c)
  const payment = book.all().find((each) => each.number !== '' && each.number === c.req.param('number'))
  const number = payment && book.refund(payment, fromRupees(form.txnamt) ?? 0n)
  return c.json(
    number ? { code: '00', message: 'Processed OK', transaction_id: number } : { code: '106', message: 'No' },
  )
}

/** Its documented answer has no amount; its server gives one. */
function facts(payment: SimulatedPayment) {
  const code = payment.state === 'open' ? '001' : payment.code
  return {
    ...{ status_code: code, code, status_msg: MESSAGES[code] ?? '', rdv_message_key: '' },
    ...{ basket_id: payment.reference, transaction_id: payment.number },
    ...(payment.state === 'paid' ? { txnamt: rupeesText(BigInt(payment.amount)) } : {}),
  }
}

function told(options: PayFastSimulatorOptions, payment: SimulatedPayment): Fields {
  const amount = rupeesText(BigInt(payment.amount))
  return {
    ...{ err_code: payment.code, err_msg: MESSAGES[payment.code] ?? '', Rdv_Message_Key: '', Response_Key: '' },
    ...{ transaction_id: payment.number, basket_id: payment.reference, order_date: payment.fields.ORDER_DATE ?? '' },
    ...{ transaction_amount: amount, merchant_amount: amount, discounted_amount: '0', transaction_currency: 'PKR' },
    ...{ PaymentName: 'Wallet', issuer_name: '' },
    validation_hash: validationHash(payment.reference, options.secured_key, options.merchant_id, payment.code),
  }
}

async function tell(options: PayFastSimulatorOptions, payment: SimulatedPayment): Promise<boolean> {
  const answer = await callOutside({
    url: payment.fields.CHECKOUT_URL ?? '',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(told(options, payment)).toString(),
    timeout_ms: 5_000,
  })
  return answer.outcome === 'done' && answer.value.status === 200
}

async function formOf(c: Context): Promise<Fields> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()))
}
