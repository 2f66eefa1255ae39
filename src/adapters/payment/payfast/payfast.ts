import type {
  HostedForm,
  Inquiry,
  PaymentIntent,
  PaymentRail,
  Refunded,
  RefundRequest,
} from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import { callOutside, jsonObject } from '../../outside.ts'
import type { RailNumbers } from '../rail-numbers.ts'
import { dig, digText, fromRupees, rupeesText } from '../reading.ts'
import { type CodeMeaning, meaningOf } from './codes.ts'
import { formSignature, orderMoment } from './hashes.ts'
import { readNotice } from './notice.ts'

export interface PayFastSettings {
  readonly merchant_id: string
  readonly merchant_name: string
  readonly secured_key: string
  /** PayFast wants an address for mail about a payment; buyers need none here, so it gets the market's. */
  readonly email: string
  /** Where the buyer's browser goes: https://ipg1.apps.net.pk, or a path of our own for the simulator. */
  readonly page_base: string
  /** Where the server asks for leave to show that page: the same host, or the simulator on loopback. */
  readonly leave_base: string
  /** Where the server asks about payments: https://api.gopayfast.com, or the simulator. */
  readonly api_base: string
  /** Our address for its notices. */
  readonly notice_url: string
  readonly timeout_ms: number
  /** Refunds that were sent, because PayFast cannot be asked what went back. */
  readonly numbers: RailNumbers
}

export const LEAVE_PATH = '/Ecommerce/api/Transaction/GetAccessToken'
export const PAGE_PATH = '/Ecommerce/api/Transaction/PostTransaction'

/** PayFast of Pakistan (APPS): the buyer pays by card, account or wallet on PayFast's own page. */
export function payFast(settings: PayFastSettings): PaymentRail {
  return {
    name: 'payfast',
    holder: 'payfast',
    needs: ['mobile'],
    noticeAnswer: { contentType: 'text/plain', body: 'OK' },
    begin: (intent) => begin(settings, intent),
    readNotice: (raw) => readNotice(raw, settings.merchant_id, settings.secured_key),
    inquire: (reference) => inquire(settings, reference),
    refund: (request) => refund(settings, request),
  }
}

/** The leave is for this basket and this amount only; the same form may be opened again with a new one. */
async function begin(settings: PayFastSettings, intent: PaymentIntent): Promise<Outcome<HostedForm>> {
  const moment = orderMoment(intent.reference)
  assert(moment, 'PayFast is asked with the day that stands in our reference')
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
  const { merchant_id, merchant_name, secured_key } = settings
  const amount = rupeesText(intent.amount_paisa)
  const leave = await post(settings, settings.leave_base + LEAVE_PATH, {
    ...{ MERCHANT_ID: merchant_id, SECURED_KEY: secured_key },
    ...{ BASKET_ID: intent.reference, TXNAMT: amount, CURRENCY_CODE: 'PKR' },
  })
  if (leave.outcome !== 'done') return leave
  const token = digText(leave.value, 'ACCESS_TOKEN')
  if (token === '') return never('payfast gave no leave to show its page')
  const fields = {
    ...{ MERCHANT_ID: merchant_id, MERCHANT_NAME: merchant_name, TOKEN: token, PROCCODE: '00' },
    ...{ TXNAMT: amount, CURRENCY_CODE: 'PKR', TRAN_TYPE: 'ECOMM_PURCHASE', STORE_ID: '' },
    CUSTOMER_MOBILE_NO: intent.payer.mobile ?? '',
    CUSTOMER_EMAIL_ADDRESS: settings.email,
    SIGNATURE: formSignature(merchant_id, merchant_name, amount, intent.reference),
    VERSION: 'BHAROSA-1',
    TXNDESC:
      intent.description
        .replace(/[^\x20-\x7e]|[<>"'&]/g, ' ')
        .slice(0, 100)
        .trim() || 'Order',
    ...{ SUCCESS_URL: intent.return_url, FAILURE_URL: intent.return_url, CHECKOUT_URL: settings.notice_url },
    ...{ BASKET_ID: intent.reference, ORDER_DATE: `${moment.date} ${moment.time}` },
  }
  return done({ action: 'post', url: settings.page_base + PAGE_PATH, fields })
}

async function inquire(settings: PayFastSettings, reference: string): Promise<Outcome<Inquiry>> {
  const unknown = done<Inquiry>({ status: 'unknown', amount_paisa: null, provider_id: '', code: '' })
  const moment = orderMoment(reference)
  if (!moment) return unknown
  const token = await login(settings)
  if (token.outcome !== 'done') return token
  const url = `${settings.api_base}/transaction/basket_id/${reference}?order_date=${moment.date}`
  const answer = await call(settings, 'GET', url, token.value)
  if (answer.outcome !== 'done') return answer
  const { status, fields } = answer.value
  if (status === 404) return unknown
  if (status >= 400) return never(`payfast refused the inquiry: ${status}`)
  const codes = [digText(fields, 'code'), digText(fields, 'status_code')].filter((code) => code !== '')
  const code = codes[0] ?? ''
  if (code === '') return retry('payfast answered without a code')
  const meaning = togetherOf(codes.map(meaningOf))
  if (meaning === 'unknown') return unknown
  if (meaning === 'our_fault') return never(`payfast refused the inquiry: ${code}`)
  if (digText(fields, 'basket_id') !== reference) return retry('payfast answered about another payment')
  const merchant = digText(fields, 'merchant_id') || settings.merchant_id
  if (merchant !== settings.merchant_id) return never('payfast has the basket under another merchant')
  const currency = digText(fields, 'transaction_currency') || 'PKR'
  if (currency !== 'PKR') return never(`payfast was paid in ${currency.slice(0, 3)}`)
  const written = dig(fields, 'transaction_amount') ?? dig(fields, 'txnamt')
  const amount_paisa = written === undefined ? null : fromRupees(written)
  if (amount_paisa === undefined) return retry('payfast answered with an amount that is none')
  return done({ status: meaning, amount_paisa, provider_id: digText(fields, 'transaction_id'), code })
}

/** Its answer has two codes. Paid only when neither says otherwise. */
function togetherOf(meanings: readonly CodeMeaning[]): CodeMeaning {
  const [first = 'failed'] = meanings
  return meanings.every((meaning) => meaning === first) ? first : 'pending'
}

/**
 * PayFast takes no number of ours and cannot be asked what went back. So a refund is written down before it is sent,
 * and one whose answer was lost is never sent again: a person looks at PayFast's own pages.
 */
async function refund(settings: PayFastSettings, request: RefundRequest): Promise<Outcome<Refunded>> {
  const { numbers } = settings
  const answered = await numbers.find('payfast-refunded', request.refund_reference)
  if (answered !== undefined) return done({ provider_id: answered })
  const before = await inquire(settings, request.reference)
  if (before.outcome !== 'done') return before
  const { status, provider_id } = before.value
  if (status === 'pending') return retry('payfast still has the payment as pending')
  if (status !== 'paid' || provider_id === '') return never(`payfast has the payment as ${status}`)
  const token = await login(settings)
  if (token.outcome !== 'done') return token
  const mark = `${provider_id} ${settings.merchant_id}`
  if ((await numbers.find('payfast-refund', request.refund_reference)) !== undefined) {
    return never('payfast was sent this refund before, and nobody knows what came of it')
  }
  await numbers.keep('payfast-refund', request.refund_reference, mark)
  const body = {
    transaction_id: provider_id,
    txnamt: rupeesText(request.amount_paisa),
    refund_reason: `refund ${request.refund_reference}`,
    customer_ip: '127.0.0.1',
  }
  const url = `${settings.api_base}/transaction/refund/${encodeURIComponent(provider_id)}`
  const answer = await call(settings, 'POST', url, token.value, body)
  if (answer.outcome !== 'done') return never(`nobody knows whether payfast refunded: ${answer.detail}`)
  const code = digText(answer.value.fields, 'code')
  if (answer.value.status >= 400 || meaningOf(code) !== 'paid') return never(`payfast refused the refund: ${code}`)
  const number = digText(answer.value.fields, 'transaction_id') || provider_id
  return done({ provider_id: await numbers.keep('payfast-refunded', request.refund_reference, number) })
}

async function login(settings: PayFastSettings): Promise<Outcome<string>> {
  const answer = await post(settings, `${settings.api_base}/token`, {
    grant_type: 'client_credentials',
    merchant_id: settings.merchant_id,
    secured_key: settings.secured_key,
    customer_ip: '127.0.0.1',
  })
  if (answer.outcome !== 'done') return answer
  const token = digText(answer.value, 'token')
  return token === '' ? never(`payfast did not let us in: ${digText(answer.value, 'code') || 'no code'}`) : done(token)
}

async function post(settings: PayFastSettings, url: string, fields: Readonly<Record<string, string>>) {
  const answer = await call(settings, 'POST', url, undefined, fields)
  if (answer.outcome !== 'done') return answer
  return answer.value.status < 400 ? done(answer.value.fields) : never(`payfast refused: ${answer.value.status}`)
}

async function call(
  settings: PayFastSettings,
  method: 'GET' | 'POST',
  url: string,
  token?: string,
  form?: Readonly<Record<string, string>>,
): Promise<Outcome<{ status: number; fields: Readonly<Record<string, unknown>> }>> {
  const answer = await callOutside({
    url,
    method,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    timeout_ms: settings.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const fields = jsonObject(answer.value.text)
  if (!fields) return retry(`payfast answered ${answer.value.status} with something that is not its JSON`)
  return done({ status: answer.value.status, fields })
}
