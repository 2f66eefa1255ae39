import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { latinDigits } from '../../../kit/money/money.ts'
import { jsonObject } from '../../outside.ts'
import { EXPIRE_PATH, INQUIRE_PATH, REFUND_PATH, VOUCHER_PATH, WALLET_PATH } from './client.ts'
import { HOSTED_PATH } from './jazzcash.ts'
import { type Fields, signed, textFields } from './secure-hash.ts'
import type { Transaction } from './simulator-book.ts'
import { brokenPage, endPage, type Language, PAGE_POLICY, type PayView, payPage } from './simulator-pages.ts'
import { answerFields, type JazzCashSimulatorOptions, SimulatedRail } from './simulator-rail.ts'
import { expireVoucher, makeVoucher, payAtCounter, pushToWallet, showCounter } from './simulator-rest.ts'
import { type Fault, fault, faultOfCaller, faultOfForm, isWebAddress } from './simulator-rules.ts'

export interface JazzCashSimulator {
  /** The rail's pages and calls; mount it anywhere, or let it listen by itself. */
  readonly app: Hono
  /** Settles what has waited long enough and sends the notices that are due. Returns how many were taken. */
  sendDueNotices(): Promise<number>
  /** Does so again and again, as the demo market wants it; returns what stops it. */
  start(everyMs: number): () => void
  /** Makes the rail know a payment that seed data says was paid. */
  remember(payment: { readonly reference: string; readonly amount_paisa: bigint; readonly paid_at: Date }): void
}

/** Where a voucher is paid in cash; the real ones are shops. */
export const COUNTER_PATH = '/counter'

/** A JazzCash that runs offline: the same paths, fields, signatures, codes and odd spellings, with play money. */
export function jazzCashSimulator(options: JazzCashSimulatorOptions): JazzCashSimulator {
  const rail = new SimulatedRail(options)
  const app = new Hono()
  const small = bodyLimit({ maxSize: 64_000 })
  app.post(HOSTED_PATH, small, (c) => hostedPage(rail, c))
  app.post(HOSTED_PATH.replace('merchantform', 'pay'), small, (c) => payOrCancel(rail, c))
  app.post(INQUIRE_PATH, small, (c) => answer(rail, c, (fields) => rail.inquiry(fields)))
  app.post(REFUND_PATH, small, (c) => answer(rail, c, (fields) => rail.refund(fields)))
  app.post(WALLET_PATH, small, (c) => answer(rail, c, (fields) => pushToWallet(rail, fields)))
  app.post(VOUCHER_PATH, small, (c) => answer(rail, c, (fields) => makeVoucher(rail, fields)))
  app.post(EXPIRE_PATH, small, (c) => answer(rail, c, (fields) => expireVoucher(rail, fields)))
  app.get(COUNTER_PATH, showCounter)
  app.post(COUNTER_PATH, small, (c) => payAtCounter(rail, c))
  return {
    app,
    sendDueNotices: () => rail.sendDueNotices(),
    start(everyMs) {
      const timer = setInterval(() => void rail.sendDueNotices(), everyMs)
      timer.unref()
      return () => clearInterval(timer)
    },
    remember: (payment) => rail.remember(payment),
  }
}

/** The shop's form arrives with the buyer's browser. */
async function hostedPage(rail: SimulatedRail, c: Context) {
  const fields = await formOf(c)
  const lang: Language = /^\s*ur\b/i.test(c.req.header('accept-language') ?? '') ? 'ur' : 'en'
  const wrong = faultOfCaller(fields, rail.merchant) ?? faultOfForm(fields, rail.now()) ?? faultOfRepeat(rail, fields)
  if (wrong) return sendBack(rail, c, fields, wrong, lang)
  const transaction = rail.book.open(fields, rail.now())
  rail.settle(transaction, rail.now())
  return show(rail, c, transaction, { lang })
}

/** The payer presses a button on the hosted page. */
async function payOrCancel(rail: SimulatedRail, c: Context) {
  const form = await formOf(c)
  const transaction = rail.book.byPage(form.page ?? '')
  const missing = fault('109')
  if (!transaction) return page(c, brokenPage(missing.code, missing.message), 404)
  const lang: Language = (form.do === 'en' || form.do === 'ur' ? form.do : form.lang) === 'ur' ? 'ur' : 'en'
  const typed = form.wallet ?? ''
  rail.settle(transaction, rail.now())
  if (transaction.state !== 'open' || (form.do !== 'pay' && form.do !== 'cancel')) {
    return show(rail, c, transaction, { lang, wallet: typed })
  }
  if (form.do === 'pay') {
    const wallet = localNumber(typed)
    const mpin = latinDigits(form.mpin ?? '').trim()
    const wrong: PayView['wrong'] = {
      ...(/^03\d{9}$/.test(wallet) ? {} : { wallet: 'badWallet' }),
      ...(/^\d{4}$/.test(mpin) ? {} : { mpin: 'badMpin' }),
    }
    if (wrong.wallet || wrong.mpin) return show(rail, c, transaction, { lang, wallet: typed, wrong })
    const ended = rail.pay(transaction, wallet, mpin)
    if (!ended) return show(rail, c, transaction, { lang, wallet: typed, wrong: { mpin: 'wrongMpin' } })
  } else {
    rail.cancel(transaction)
  }
  void rail.sendDueNotices()
  return show(rail, c, transaction, { lang })
}

/** A JSON call: reads the fields, asks who is there, answers signed. */
async function answer(rail: SimulatedRail, c: Context, act: (fields: Fields) => Fields | 'lost') {
  const object = jsonObject(await c.req.text())
  const fields = object && textFields(object)
  const wrong = fields ? faultOfCaller(fields, rail.merchant) : fault('110', 'request')
  if (!fields || wrong) {
    return c.json({ pp_ResponseCode: wrong?.code, pp_ResponseMessage: wrong?.message, pp_SecureHash: '' })
  }
  const answered = act(fields)
  if (answered === 'lost') return c.html('<html>502 Bad Gateway</html>', 502)
  void rail.sendDueNotices()
  return c.json(signed(answered, rail.merchant.salt))
}

/** The same form twice is the same payment (the payer went back); another amount under its number is a mistake. */
function faultOfRepeat(rail: SimulatedRail, fields: Fields): Fault | undefined {
  const known = rail.book.find(fields.pp_TxnRefNo ?? '')
  return known && known.fields.pp_Amount !== fields.pp_Amount ? fault('110', 'pp_TxnRefNo') : undefined
}

/** A wrong form goes back to its shop with the code, when it is clear which shop that is. */
function sendBack(rail: SimulatedRail, c: Context, fields: Fields, wrong: Fault, lang: Language) {
  const known = fields.pp_MerchantID === rail.merchant.merchant_id && isWebAddress(fields.pp_ReturnURL ?? '')
  const readable = known && /^\d{1,13}$/.test(fields.pp_Amount ?? '')
  const html = readable ? ending(rail, fields, 'failed', wrong, '', lang) : brokenPage(wrong.code, wrong.message)
  return page(c, html, 400)
}

type Shown = Pick<PayView, 'lang'> & Partial<Pick<PayView, 'wallet' | 'wrong'>>

function show(rail: SimulatedRail, c: Context, transaction: Transaction, { lang, wallet = '', wrong = {} }: Shown) {
  const { state, code, reference, page_key, fields } = transaction
  if (state === 'open') {
    const amount_paisa = BigInt(fields.pp_Amount ?? '0')
    return page(c, payPage({ lang, page_key, reference, amount_paisa, wallet, wrong }))
  }
  const result = state === 'refunded' ? 'failed' : state
  return page(c, ending(rail, fields, result, fault(code), transaction.provider_id, lang))
}

type Result = 'paid' | 'pending' | 'failed'

function ending(rail: SimulatedRail, fields: Fields, result: Result, end: Fault, number: string, lang: Language) {
  const { pp_RetrievalReferenceNo, ...rest } = answerFields(fields, end, number)
  return endPage({
    lang,
    reference: fields.pp_TxnRefNo ?? '',
    amount_paisa: BigInt(fields.pp_Amount ?? '0'),
    result,
    code: end.code,
    message: end.message,
    return_url: fields.pp_ReturnURL ?? '',
    // The real form misspells this one name.
    fields: signed({ ...rest, pp_RetreivalReferenceNo: pp_RetrievalReferenceNo ?? '' }, rail.merchant.salt),
  })
}

async function formOf(c: Context): Promise<Fields> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()))
}

function page(c: Context, html: string, status: 200 | 400 | 404 = 200) {
  return c.html(html, status, { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
}

function localNumber(typed: string): string {
  return latinDigits(typed)
    .replace(/[\s()-]/g, '')
    .replace(/^(\+92|0092|92)(?=3)/, '0')
}
