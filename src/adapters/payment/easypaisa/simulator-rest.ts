import { randomInt } from 'node:crypto'
import type { Context } from 'hono'
import { jsonObject } from '../../outside.ts'
import { digText, fromRupees } from '../reading.ts'
import type { SimulatedPayment, SimulatedPayments } from '../simulated-payments.ts'
import type { SimulatedStore } from './simulator.ts'
import { fromEasypayStamp, spokenStamp } from './times.ts'

type Body = Readonly<Record<string, unknown>>

/** A prompt on the payer's phone: the last digits of the number say what the payer does; 784 loses the answer. */
export async function initiateWallet(c: Context, payments: SimulatedPayments, store: SimulatedStore) {
  const body = jsonObject(await c.req.text()) ?? {}
  const number = digText(body, 'mobileAccountNo')
  const wrong = faultOf(c, body, payments, store, number, 'MA')
  if (wrong) return reply(c, body, wrong)
  if (number.endsWith('786')) return reply(c, body, '0014')
  const payment = open(payments, body, {})
  payments.pay(payment, number)
  void payments.sendDueNotices()
  if (number.endsWith('784')) return c.html('<html>504 Gateway Time-out</html>', 504)
  if (payment.state === 'pending') return reply(c, body, '0001')
  return reply(c, body, payment.state === 'paid' ? '0000' : payment.code, ended(payments, payment))
}

/** A number to be paid in cash at a shop. */
export async function initiateOtc(c: Context, payments: SimulatedPayments, store: SimulatedStore) {
  const body = jsonObject(await c.req.text()) ?? {}
  const wrong = faultOf(c, body, payments, store, digText(body, 'msisdn'), 'OTC')
  if (wrong) return reply(c, body, wrong)
  const token = String(randomInt(10_000_000, 100_000_000))
  const payment = open(payments, body, { token })
  const until = spokenStamp(new Date(payment.expires_at ?? 0))
  return reply(c, body, '0000', { paymentToken: token, paymentTokenExpiryDateTime: until })
}

/** The trap of the real one: 0000 for every payment that is known, whatever became of it. */
export async function inquiryOf(c: Context, payments: SimulatedPayments, store: SimulatedStore) {
  const body = jsonObject(await c.req.text()) ?? {}
  const wrong = faultOfCaller(c, body, store)
  if (wrong) return reply(c, body, wrong)
  if (digText(body, 'accountNum') !== store.account) return reply(c, body, '0004')
  const payment = payments.findReference(digText(body, 'orderId'))
  if (!payment) return reply(c, body, '0003')
  const failed = payment.state === 'failed' ? { errorCode: payment.code, errorReason: payment.code } : {}
  return reply(c, body, '0000', {
    ...ended(payments, payment),
    ...failed,
    transactionStatus: wordOf(payment),
    transactionAmount: Number(payment.amount) / 100,
    paymentMode: payment.fields.token === undefined ? 'MA' : 'OTC',
  })
}

/** What stands at the address of a notice. */
export function statusOf(c: Context, payments: SimulatedPayments) {
  const payment = payments.findReference(c.req.param('order') ?? '')
  return payment ? c.json({ order_id: payment.reference, transaction_status: wordOf(payment) }) : c.json({}, 404)
}

function wordOf(payment: SimulatedPayment): string {
  if (payment.state === 'paid') return payment.refunds.length > 0 ? 'REVERSED' : 'PAID'
  if (payment.state === 'failed') return payment.code === 'EXPIRED' ? 'EXPIRED' : 'FAILED'
  return 'PENDING'
}

function ended(payments: SimulatedPayments, payment: SimulatedPayment) {
  return { transactionId: payment.number, transactionDateTime: spokenStamp(payments.now()) }
}

function open(payments: SimulatedPayments, body: Body, fields: Readonly<Record<string, string>>) {
  return payments.open({
    reference: digText(body, 'orderId'),
    amount: String(fromRupees(body.transactionAmount)),
    currency: 'PKR',
    fields,
    expires_at: fromEasypayStamp(digText(body, 'tokenExpiry'))?.getTime() ?? null,
  })
}

/** Who is asking: the credentials stand in a header of Easypay's own. */
function faultOfCaller(c: Context, body: Body, { store_id, username, password }: SimulatedStore): string | undefined {
  const right = Buffer.from(`${username}:${password}`).toString('base64')
  if (c.req.header('Credentials') !== right) return '0010'
  return digText(body, 'storeId') === store_id ? undefined : '0006'
}

function faultOf(
  c: Context,
  body: Body,
  payments: SimulatedPayments,
  store: SimulatedStore,
  number: string,
  kind: string,
): string | undefined {
  const caller = faultOfCaller(c, body, store)
  if (caller) return caller
  const amount = digText(body, 'transactionAmount')
  const isWhole = /^\d{1,10}\.\d{1,2}$/.test(amount) && /^03\d{9}$/.test(number) && digText(body, 'emailAddress') !== ''
  if (!isWhole || digText(body, 'transactionType') !== kind) return '0002'
  const reference = digText(body, 'orderId')
  if (!/^[0-9A-Za-z]{1,20}$/.test(reference) || payments.findReference(reference)) return '0003'
  const expires = fromEasypayStamp(digText(body, 'tokenExpiry'))
  if (!expires) return '0015'
  return expires > payments.now() ? undefined : '0016'
}

const WORDS: Readonly<Record<string, string>> = {
  '0000': 'SUCCESS',
  '0001': 'SYSTEM ERROR',
  '0002': 'REQUIRED FIELD IS MISSING',
  '0003': 'INVALID ORDER ID',
  '0004': 'MERCHANT ACCOUNT DOES NOT EXIST',
  '0006': 'INVALID STORE ID',
  '0010': 'INVALID CREDENTIALS',
  '0013': 'LOW BALANCE',
  '0014': 'ACCOUNT DOES NOT EXIST',
  '0015': 'INVALID TOKEN EXPIRY',
  '0016': 'TOKEN EXPIRY SHOULD BE A FUTURE DATE',
}

function reply(c: Context, body: Body, code: string, more: Body = {}) {
  const [orderId, storeId] = [digText(body, 'orderId'), digText(body, 'storeId')]
  return c.json({ orderId, storeId, responseCode: code, responseDesc: WORDS[code] ?? code, ...more })
}
