import { randomInt } from 'node:crypto'
import type { Context } from 'hono'
import { latinDigits } from '../../../kit/money/money.ts'
import { type Fields, fromKarachiStamp } from './secure-hash.ts'
import type { Transaction } from './simulator-book.ts'
import { counterPage, PAGE_POLICY } from './simulator-pages.ts'
import type { SimulatedRail } from './simulator-rail.ts'
import { fault, MESSAGES, outcomeOf } from './simulator-rules.ts'

/** A prompt on the payer's phone. The last digits of the number say what the payer does; 784 loses the answer. */
export function pushToWallet(rail: SimulatedRail, fields: Fields): Fields | 'lost' {
  const wrong = faultOfCall(rail, fields)
  if (wrong) return reply(fields, wrong)
  // The CNIC does not belong to the number.
  if (fields.pp_CNIC === '000000') return reply(fields, '003')
  const transaction = rail.book.open({ ...fields, pp_TxnType: 'MWALLET', pp_CNIC: '', pp_MobileNumber: '' }, rail.now())
  if (transaction.state !== 'open') return reply(fields, '110')
  const wallet = fields.pp_MobileNumber ?? ''
  rail.pay(transaction, wallet, '')
  if (outcomeOf(wallet).answer_lost) return 'lost'
  return reply(fields, transaction.code, transaction.provider_id)
}

/** A voucher: its number is paid in cash at a shop. */
export function makeVoucher(rail: SimulatedRail, fields: Fields): Fields {
  const wrong = faultOfCall(rail, fields)
  if (wrong) return reply(fields, wrong)
  if (rail.book.find(fields.pp_TxnRefNo ?? '')) return reply(fields, '110')
  const transaction = rail.book.open({ ...fields, pp_TxnType: 'OTC', pp_CNIC: '', pp_MobileNumber: '' }, rail.now())
  // Twelve digits, as a person reads them out at a counter.
  transaction.provider_id = String(randomInt(100_000_000_000, 1_000_000_000_000 - 1))
  rail.book.decide(transaction, 'pending', '124', rail.now())
  return reply(fields, '124', transaction.provider_id)
}

export function expireVoucher(rail: SimulatedRail, fields: Fields): Fields {
  const transaction = rail.book.find(fields.pp_TxnRefNo ?? '')
  if (!transaction || !isVoucher(transaction)) return reply(fields, '109')
  if (transaction.code !== '124') return reply(fields, '111')
  rail.end(transaction, 'failed', '134', 1, rail.now())
  return reply(fields, '000', transaction.provider_id)
}

export function isVoucher(transaction: Transaction): boolean {
  return transaction.fields.pp_TxnType === 'OTC'
}

/** The counter of a shop, where a voucher is paid in cash. */
export function showCounter(c: Context) {
  return send(c, counterPage({ number: '' }))
}

/** Cash on the counter: the voucher with this number is paid, unless its time is over. */
export async function payAtCounter(rail: SimulatedRail, c: Context) {
  const number = latinDigits(new URLSearchParams(await c.req.text()).get('number') ?? '').replace(/\s/g, '')
  const transaction = [...rail.book.all()].find((each) => isVoucher(each) && each.provider_id === number)
  if (transaction) rail.settle(transaction, rail.now())
  if (transaction?.code !== '124') return send(c, counterPage({ number, code: transaction?.code ?? '109' }), 404)
  rail.end(transaction, 'paid', '000', 1, rail.now())
  void rail.sendDueNotices()
  return send(c, counterPage({ number, paid_paisa: BigInt(transaction.fields.pp_Amount ?? '0') }))
}

function send(c: Context, html: string, status: 200 | 404 = 200) {
  return c.html(html, status, { 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
}

/** What is wrong with a call of the REST interface, by the limits that the rail publishes. */
function faultOfCall(rail: SimulatedRail, fields: Fields): string | undefined {
  const tests: Readonly<Record<string, RegExp>> = {
    pp_TxnRefNo: /^[0-9A-Za-z]{1,20}$/,
    pp_Amount: /^[1-9]\d{0,12}$/,
    pp_TxnCurrency: /^PKR$/,
    pp_Language: /^EN$/,
    pp_BillReference: /^[0-9A-Za-z]{1,20}$/,
    pp_Description: /^[^<>*=%/:'|"{}]{1,200}$/,
    pp_MobileNumber: /^03\d{9}$/,
    pp_CNIC: /^\d{6}$/,
  }
  for (const [name, test] of Object.entries(tests)) if (!test.test(fields[name] ?? '')) return '110'
  const expires = fromKarachiStamp(fields.pp_TxnExpiryDateTime ?? '')
  return expires && expires > rail.now() ? undefined : '116'
}

function reply(fields: Fields, code: string, number = ''): Fields {
  return {
    pp_ResponseCode: code,
    pp_ResponseMessage: MESSAGES[code] ?? fault(code).message,
    pp_TxnRefNo: fields.pp_TxnRefNo ?? '',
    pp_Amount: fields.pp_Amount ?? '',
    pp_TxnCurrency: fields.pp_TxnCurrency ?? '',
    pp_RetrievalReferenceNo: number,
  }
}
