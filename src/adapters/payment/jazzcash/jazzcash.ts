import {
  type Begun,
  CODE_LIVES_MS,
  type HostedForm,
  type PaymentIntent,
  type PaymentRail,
  type RawNotice,
} from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import {
  ask,
  EXPIRE_PATH,
  inquire,
  intentFields,
  type JazzCashSettings,
  refund,
  VOUCHER_PATH,
  WALLET_PATH,
} from './client.ts'
import { meaningOf } from './codes.ts'
import { isSoap, readNotice, soapAnswer } from './notice.ts'
import { type Fields, signed } from './secure-hash.ts'

export type { JazzCashSettings } from './client.ts'

export const HOSTED_PATH = '/CustomerPortal/transactionmanagement/merchantform'

/** The three share a merchant account, its notices, its inquiry and its holder. */
function common(settings: JazzCashSettings) {
  return {
    holder: 'jazzcash',
    noticeAnswer: {
      contentType: 'application/json',
      body: '{"pp_ResponseCode":"000","pp_ResponseMessage":"","pp_SecureHash":""}',
    },
    noticeAnswerFor: (raw: RawNotice) => (isSoap(raw) ? soapAnswer(settings.salt) : common(settings).noticeAnswer),
    readNotice: (raw: RawNotice) => readNotice(raw, settings.merchant_id, settings.salt),
    inquire: (reference: string) => inquire(settings, reference),
  }
}

/** JazzCash: the buyer pays from a mobile wallet on JazzCash's own page. One refund a payment. */
export function jazzCash(settings: JazzCashSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'jazzcash',
    needs: [],
    begin: async (intent) => done(hostedForm(settings, intent)),
    refund: (request) => refund(settings, request),
  }
}

/** JazzCash: a prompt on the payer's phone asks for the MPIN. One refund a payment. */
export function jazzCashWallet(settings: JazzCashSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'jazzcash-wallet',
    needs: ['mobile', 'cnic6'],
    beginsOnce: true,
    begin: (intent) => pushToWallet(settings, intent),
    refund: (request) => refund(settings, request),
  }
}

/** JazzCash: a number that the payer takes to a shop and pays in cash. */
export function jazzCashVoucher(settings: JazzCashSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'jazzcash-voucher',
    needs: ['mobile', 'cnic6'],
    beginsOnce: true,
    pays_within_ms: CODE_LIVES_MS,
    begin: (intent) => makeVoucher(settings, intent),
    withdraw: (reference) => expireVoucher(settings, reference),
    // JazzCash gives cash back only to the CNIC that paid, which we do not keep.
    refund: async () => never('jazzcash sends no voucher back: by hand, or to the wallet of the buyer'),
  }
}

/** The signed form for a wallet payment (version 1.1). Empty fields are sent, and left out of the signature. */
export function hostedForm(settings: JazzCashSettings, intent: PaymentIntent): HostedForm {
  assert(intent.return_url.length <= 200, 'a return address has at most 200 letters')
  const fields = {
    ...intentFields(intent),
    pp_Version: '1.1',
    pp_TxnType: 'MWALLET',
    pp_MerchantID: settings.merchant_id,
    pp_Password: settings.password,
    pp_BankID: 'TBANK',
    pp_ProductID: 'RETL',
    pp_ReturnURL: intent.return_url,
  }
  return { action: 'post', url: settings.page_base + HOSTED_PATH, fields: signed(fields, settings.salt) }
}

/** What a rail needs of a payer was checked before it is called. */
function payerFields({ payer }: PaymentIntent): Fields {
  assert(payer.mobile && payer.cnic6, 'jazzcash needs a mobile number and the last six digits of the CNIC')
  return { pp_MobileNumber: payer.mobile, pp_CNIC: payer.cnic6, pp_DiscountedAmount: '' }
}

/**
 * Success here proves nothing, and neither does a payer's mistake: both are 'wait', and the inquiry says which it is.
 */
async function pushToWallet(settings: JazzCashSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  const answer = await ask(settings, WALLET_PATH, { ...intentFields(intent), ...payerFields(intent) })
  if (answer.outcome !== 'done') return answer
  const code = answer.value.fields.pp_ResponseCode ?? ''
  const meaning = meaningOf(code)
  if (meaning === 'our_fault') return never(`jazzcash refused the wallet payment: ${code}`)
  if (meaning === 'rail_down' || code === '') return retry(`jazzcash did not begin: ${code || 'no code'}`)
  return done({ action: 'wait' })
}

async function makeVoucher(settings: JazzCashSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  const answer = await ask(settings, VOUCHER_PATH, { ...intentFields(intent), ...payerFields(intent) })
  if (answer.outcome !== 'done') return answer
  const { fields, authentic } = answer.value
  const code = fields.pp_ResponseCode ?? ''
  const meaning = meaningOf(code)
  const number = fields.pp_RetrievalReferenceNo || fields.pp_RetreivalReferenceNo || ''
  if (code === '124' && authentic && /^\d{6,24}$/.test(number)) {
    return done({ action: 'show', code: number, qr: null, pay_to: { at: 'jazzcash_shop' } })
  }
  // A voucher may exist, but its number did not reach us, or not from JazzCash: nobody can pay it.
  if (meaning === 'rail_down' || meaning === 'pending' || meaning === 'paid' || code === '') {
    return retry(`jazzcash gave no voucher: ${code || 'no code'}`)
  }
  return never(`jazzcash refused a voucher: ${code}`)
}

/** Nobody can pay the voucher any more. */
async function expireVoucher(settings: JazzCashSettings, reference: string): Promise<Outcome<'withdrawn'>> {
  const answer = await ask(settings, EXPIRE_PATH, { pp_TxnRefNo: reference, pp_TxnCurrency: 'PKR' })
  if (answer.outcome !== 'done') return answer
  const { fields, authentic } = answer.value
  if (fields.pp_ResponseCode === '000' && authentic) return done('withdrawn')
  return retry(`jazzcash did not expire the voucher: ${fields.pp_ResponseCode ?? 'no code'}`)
}
