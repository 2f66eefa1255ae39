import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { fromRupees } from '../reading.ts'
import { endPage, languageOf, localNumber, payPage, sendPage } from '../simulated-page.ts'
import type { SimulatedPayment, SimulatedPayments } from '../simulated-payments.ts'
import { openRequest, requestText } from './hashed-request.ts'
import type { SimulatedStore } from './simulator.ts'
import { fromEasypayStamp } from './times.ts'

const TITLE = 'Pay with Easypaisa (simulator)'

/** What a payer typed, until the shop has confirmed: token → payment and number. */
export type Tokens = Map<string, { readonly key: string; readonly number: string }>

/** The shop's first form arrives with the buyer's browser. */
export async function showPage(c: Context, payments: SimulatedPayments, store: SimulatedStore) {
  const { merchantHashedReq = '', ...fields } = await formOf(c)
  const wrong = faultOf(fields, merchantHashedReq, payments, store)
  if (wrong) return broken(c, fields, wrong)
  const amount = String(fromRupees(fields.amount))
  const known = payments.findReference(fields.orderRefNum ?? '')
  if (known && (known.state !== 'open' || known.amount !== amount)) return broken(c, fields, 'ORDER ALREADY KNOWN')
  const payment =
    known ??
    payments.open({
      ...{ reference: fields.orderRefNum ?? '', amount, currency: 'PKR' },
      fields: { postBackURL: fields.postBackURL ?? '' },
      expires_at: fromEasypayStamp(fields.expiryDate ?? '')?.getTime() ?? null,
    })
  return show(c, payment, languageOf(c))
}

function faultOf(
  fields: Readonly<Record<string, string>>,
  request: string,
  payments: SimulatedPayments,
  store: SimulatedStore,
): string | undefined {
  if (fields.storeId !== store.store_id) return 'INVALID STORE ID'
  if (openRequest(request, store.hash_key) !== requestText(fields)) return 'INVALID MERCHANT HASHED REQUEST'
  const amount = fromRupees(fields.amount)
  if (amount === undefined || amount <= 0n) return 'INVALID AMOUNT'
  if (!/^[0-9A-Za-z]{1,20}$/.test(fields.orderRefNum ?? '')) return 'INVALID ORDER ID'
  if (!/^https?:/.test(fields.postBackURL ?? '')) return 'INVALID POST BACK URL'
  const expires = fields.expiryDate === undefined ? undefined : fromEasypayStamp(fields.expiryDate)
  return expires && expires > payments.now() ? undefined : 'INVALID EXPIRY DATE'
}

/** The payer presses a button: with a number to pay from, the browser goes back to the shop with a token. */
export async function proceed(c: Context, payments: SimulatedPayments, tokens: Tokens) {
  const form = await formOf(c)
  const payment = payments.find(form.payment ?? '')
  if (!payment) return broken(c, {}, 'INVALID ORDER ID')
  const lang = languageOf(c, form.do === 'en' || form.do === 'ur' ? form.do : form.lang)
  if (payment.state !== 'open') return goBack(c, payment)
  if (form.do === 'cancel') {
    payments.cancel(payment)
    await payments.sendDueNotices()
    return goBack(c, payment)
  }
  const number = localNumber(form.number ?? '')
  if (form.do !== 'pay' || !number) return show(c, payment, lang, form.do === 'pay' ? form.number : undefined)
  const token = randomBytes(12).toString('hex')
  tokens.set(token, { key: payment.key, number })
  return c.redirect(withQuery(payment.fields.postBackURL ?? '', { auth_token: token }), 302)
}

/** The shop's second form: only now the money moves. A token opens once. */
export async function confirm(c: Context, payments: SimulatedPayments, tokens: Tokens) {
  const form = await formOf(c)
  const { auth_token = '', postBackURL = '' } = form
  const opened = tokens.get(auth_token)
  tokens.delete(auth_token)
  const payment = opened && payments.find(opened.key)
  if (!payment) return broken(c, {}, 'INVALID AUTH TOKEN')
  payments.pay(payment, opened.number)
  await payments.sendDueNotices()
  return goBack(c, { ...payment, fields: { postBackURL: postBackURL || (payment.fields.postBackURL ?? '') } })
}

/** The last return: a claim in the address, which anybody could type. */
function goBack(c: Context, { state, code, reference, fields }: SimulatedPayment) {
  const status = state === 'paid' ? '0000' : code === '0013' ? '0013' : '0001'
  const desc = state === 'paid' ? 'SUCCESS' : state.toUpperCase()
  return c.redirect(withQuery(fields.postBackURL ?? '', { status, desc, orderRefNumber: reference }), 302)
}

function withQuery(address: string, more: Readonly<Record<string, string>>): string {
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(more)}`
}

function show(c: Context, payment: SimulatedPayment, lang: 'en' | 'ur', typed?: string) {
  const html = payPage({
    ...{ title: TITLE, lang, hidden: { payment: payment.key }, action: 'Pay.jsf' },
    reference: payment.reference,
    amount_paisa: BigInt(payment.amount),
    ...(typed === undefined ? {} : { typed, is_wrong: true }),
  })
  return sendPage(c, html)
}

function broken(c: Context, fields: Readonly<Record<string, string>>, code: string) {
  const back = { method: 'get', url: fields.postBackURL ?? '', fields: { status: '0001', desc: code } } as const
  const { orderRefNum = '' } = fields
  const amount_paisa = fromRupees(fields.amount) ?? 0n
  const isWeb = /^https?:/.test(back.url)
  const view = { title: TITLE, lang: languageOf(c), reference: orderRefNum, amount_paisa, code }
  return sendPage(c, endPage({ ...view, result: 'failed', back: isWeb ? back : { ...back, url: '/' } }), 400)
}

async function formOf(c: Context): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await c.req.text()))
}
