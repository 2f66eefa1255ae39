import type { Inquiry, PaymentIntent, Refunded, RefundRequest } from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import { callOutside, jsonObject } from '../../outside.ts'
import { meaningOf } from './codes.ts'
import { type Fields, isSigned, karachiStamp, signed, textFields } from './secure-hash.ts'

export interface JazzCashSettings {
  readonly merchant_id: string
  readonly password: string
  /** The integrity salt: the key of every signature. */
  readonly salt: string
  /** Four digits that a refund needs. */
  readonly merchant_mpin: string
  /** Where the buyer's browser goes: https://payments.jazzcash.com.pk, or a path of our own for the simulator. */
  readonly page_base: string
  /** Where the server asks: the same host, or the simulator on loopback. */
  readonly api_base: string
  readonly timeout_ms: number
}

const API = '/ApplicationAPI/API'
export const INQUIRE_PATH = `${API}/PaymentInquiry/Inquire`
export const WALLET_PATH = `${API}/2.0/Purchase/DoMWalletTransaction`
export const VOUCHER_PATH = `${API}/2.0/Purchase/DoVoucherTransaction`
export const EXPIRE_PATH = `${API}/2.0/Purchase/ExpireVoucher`
export const REFUND_PATH = `${API}/2.0/Purchase/Refund/MobileAccount`

export interface Answer {
  readonly fields: Fields
  /** The answer carries JazzCash's signature. */
  readonly authentic: boolean
}

/** Posts signed JSON and reads a JSON answer. */
export async function ask(settings: JazzCashSettings, path: string, fields: Fields): Promise<Outcome<Answer>> {
  const whole = { ...fields, pp_MerchantID: settings.merchant_id, pp_Password: settings.password }
  const answer = await callOutside({
    url: settings.api_base + path,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(signed(whole, settings.salt)),
    timeout_ms: settings.timeout_ms,
  })
  if (answer.outcome !== 'done') return answer
  const object = jsonObject(answer.value.text)
  const read = object && textFields(object)
  if (!read) return retry(`jazzcash answered ${answer.value.status} with something that is not its JSON`)
  return done({ fields: read, authentic: isSigned(read, settings.salt) })
}

/** What every way to begin says: reference, amount, times, words. Empty fields are sent, and not signed. */
export function intentFields(intent: PaymentIntent): Fields {
  assert(/^[0-9A-Za-z]{1,20}$/.test(intent.reference), 'a rail reference is at most 20 letters and digits')
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
  return {
    pp_Language: 'EN',
    pp_SubMerchantID: '',
    pp_TxnRefNo: intent.reference,
    pp_Amount: String(intent.amount_paisa),
    pp_TxnCurrency: 'PKR',
    pp_TxnDateTime: karachiStamp(intent.now),
    pp_BillReference: intent.reference,
    pp_Description: plainWords(intent.description),
    pp_TxnExpiryDateTime: karachiStamp(intent.expires_at),
    ppmpf_1: '',
    ppmpf_2: '',
    ppmpf_3: '',
    ppmpf_4: '',
    ppmpf_5: '',
  }
}

/** JazzCash makes spaces of some letters before it hashes, so they become spaces here; so does all but ASCII. */
function plainWords(description: string): string {
  const plain = description
    .replace(/[<>*=%/:'|"{}]|[^\x20-\x7e]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 200)
    .trim()
  return plain || 'Order'
}

export async function inquire(settings: JazzCashSettings, reference: string): Promise<Outcome<Inquiry>> {
  const answer = await ask(settings, INQUIRE_PATH, { pp_TxnRefNo: reference, pp_Version: '1.1' })
  if (answer.outcome !== 'done') return answer
  const { fields, authentic } = answer.value
  const asked = meaningOf(fields.pp_ResponseCode ?? '')
  const code = fields.pp_PaymentResponseCode ?? ''
  const provider_id = fields.pp_RetrievalReferenceNo ?? ''
  const unknown = done<Inquiry>({ status: 'unknown', amount_paisa: null, provider_id: '', code: code || '109' })
  if (asked === 'unknown_reference') return unknown
  if (asked === 'our_fault') return never(`jazzcash refused the inquiry: ${fields.pp_ResponseCode}`)
  if (asked !== 'paid') return retry(`jazzcash could not inquire: ${fields.pp_ResponseCode ?? 'no code'}`)
  if (!authentic) return retry('jazzcash answered an inquiry without its signature')
  if (fields.pp_TxnRefNo && fields.pp_TxnRefNo !== reference) return retry('jazzcash answered about another payment')
  const status = statusOf(code, fields.pp_Status ?? '')
  if (status === 'unknown') return unknown
  const amount_paisa = /^\d{1,15}$/.test(fields.pp_Amount ?? '') ? BigInt(fields.pp_Amount ?? '') : null
  // 122 is all of it, taken back by the other side; 131 is a refund of ours, of a sum that is not said.
  const back = code === '122' && amount_paisa !== null ? { returned_paisa: amount_paisa } : {}
  return done({ status, amount_paisa, ...back, provider_id, code })
}

/** pp_ResponseCode says only that the question was understood; the payment has a second code and a status word. */
function statusOf(code: string, word: string): Inquiry['status'] {
  const meaning = meaningOf(code)
  if (code === '' && word === '') return 'unknown'
  if (meaning === 'unknown_reference') return 'unknown'
  if (meaning === 'refunded' || meaning === 'disputed') return meaning
  if (meaning === 'paid') return word === 'Completed' ? 'paid' : 'pending'
  return meaning === 'pending' || word === 'Pending' ? 'pending' : 'failed'
}

/** A refund has no number of its own at JazzCash, so it is sent only after an inquiry says that none was made yet. */
export async function refund(settings: JazzCashSettings, request: RefundRequest): Promise<Outcome<Refunded>> {
  if (request.refunded_before_paisa > 0n) return never('jazzcash refunds a payment only once')
  const before = await inquire(settings, request.reference)
  if (before.outcome !== 'done') return before
  if (before.value.status === 'refunded') return done({ provider_id: before.value.provider_id })
  if (before.value.status === 'pending') return retry('jazzcash still has the payment as pending')
  if (before.value.status !== 'paid') return never(`jazzcash has the payment as ${before.value.status}`)
  const answer = await ask(settings, REFUND_PATH, {
    pp_TxnRefNo: request.reference,
    pp_Amount: String(request.amount_paisa),
    pp_TxnCurrency: 'PKR',
    pp_MerchantMPIN: settings.merchant_mpin,
  })
  if (answer.outcome !== 'done') return answer
  const { fields, authentic } = answer.value
  const code = fields.pp_ResponseCode ?? ''
  const meaning = meaningOf(code)
  if (meaning === 'paid' || meaning === 'refunded') {
    if (!authentic) return retry('jazzcash answered a refund without its signature')
    return done({ provider_id: fields.pp_RetrievalReferenceNo ?? '' })
  }
  const later = meaning === 'rail_down' || meaning === 'pending' || meaning === 'refund_later' || code === ''
  return later ? retry(`jazzcash did not refund: ${code || 'no code'}`) : never(`jazzcash refused the refund: ${code}`)
}
