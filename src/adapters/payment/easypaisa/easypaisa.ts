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
import { digText, rupeesText } from '../reading.ts'
import { ask, COUNTER_PATH, type EasypaisaSettings, inquire, isOurFault, WALLET_PATH } from './client.ts'
import { hashedRequest } from './hashed-request.ts'
import { readNotice } from './notice.ts'
import { easypayStamp } from './times.ts'

export type { EasypaisaSettings } from './client.ts'

export const INDEX_PATH = '/easypay/Index.jsf'
export const CONFIRM_PATH = '/easypay/Confirm.jsf'

/** The three share a store, its notices, its inquiry and its holder. None of them can send money back. */
function common(settings: EasypaisaSettings) {
  return {
    holder: 'easypaisa',
    noticeAnswer: { contentType: 'text/plain', body: 'OK' },
    readNotice: (raw: RawNotice) => readNotice(raw, settings),
    inquire: (reference: string) => inquire(settings, reference),
    refund: async () => never('easypaisa sends nothing back by itself: by hand, or to the wallet of the buyer'),
  }
}

/** Easypaisa: the buyer pays on Easypay's own page, which the browser reaches in two steps. */
export function easypaisa(settings: EasypaisaSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'easypaisa',
    needs: [],
    begin: async (intent) => done(indexForm(settings, intent)),
    goOn: (raw, returnUrl) => confirmForm(settings, raw, returnUrl),
  }
}

/** Easypaisa: a prompt on the payer's phone asks for the PIN. */
export function easypaisaWallet(settings: EasypaisaSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'easypaisa-wallet',
    needs: ['mobile'],
    beginsOnce: true,
    begin: (intent) => pushToWallet(settings, intent),
  }
}

/** Easypaisa: a number that the payer takes to a shop and pays in cash. */
export function easypaisaOtc(settings: EasypaisaSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'easypaisa-otc',
    needs: ['mobile'],
    beginsOnce: true,
    pays_within_ms: CODE_LIVES_MS,
    begin: (intent) => makeToken(settings, intent),
  }
}

function check(intent: PaymentIntent) {
  assert(/^[0-9A-Za-z]{1,20}$/.test(intent.reference), 'a rail reference is at most 20 letters and digits')
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
}

/** The first form. What is encrypted are the very bytes of the fields beside it. */
export function indexForm(settings: EasypaisaSettings, intent: PaymentIntent): HostedForm {
  check(intent)
  const fields = {
    amount: rupeesText(intent.amount_paisa),
    autoRedirect: '1',
    expiryDate: easypayStamp(intent.expires_at),
    orderRefNum: intent.reference,
    postBackURL: intent.return_url,
    storeId: settings.store_id,
  }
  const merchantHashedReq = hashedRequest(fields, settings.hash_key)
  return { action: 'post', url: settings.page_base + INDEX_PATH, fields: { ...fields, merchantHashedReq } }
}

/** The browser came back with a token: the second form takes it to Easypay, and only then does money move. */
function confirmForm(settings: EasypaisaSettings, raw: RawNotice, returnUrl: string): HostedForm | undefined {
  const auth_token = raw.query.auth_token ?? ''
  if (!/^[\w+/=.-]{4,200}$/.test(auth_token)) return undefined
  return { action: 'post', url: settings.page_base + CONFIRM_PATH, fields: { auth_token, postBackURL: returnUrl } }
}

function restFields(settings: EasypaisaSettings, intent: PaymentIntent) {
  check(intent)
  return {
    orderId: intent.reference,
    transactionAmount: rupeesText(intent.amount_paisa),
    emailAddress: settings.email,
    tokenExpiry: easypayStamp(intent.expires_at),
  }
}

/** What a rail needs of a payer was checked before it is called. */
function mobileOf({ payer }: PaymentIntent): string {
  assert(payer.mobile, 'easypaisa needs a mobile number')
  return payer.mobile
}

/**
 * Success here proves nothing, and neither does a payer's mistake: both are 'wait', and the inquiry says which it is.
 */
async function pushToWallet(settings: EasypaisaSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  const payer = { transactionType: 'MA', mobileAccountNo: mobileOf(intent) }
  const answer = await ask(settings, WALLET_PATH, { ...restFields(settings, intent), ...payer })
  if (answer.outcome !== 'done') return answer
  const code = digText(answer.value, 'responseCode')
  if (isOurFault(code)) return never(`easypaisa refused the wallet payment: ${code}`)
  if (code === '0001' || code === '') return retry(`easypaisa did not say what became of it: ${code || 'no code'}`)
  return done({ action: 'wait' })
}

async function makeToken(settings: EasypaisaSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  const payer = { transactionType: 'OTC', msisdn: mobileOf(intent) }
  const answer = await ask(settings, COUNTER_PATH, { ...restFields(settings, intent), ...payer })
  if (answer.outcome !== 'done') return answer
  const code = digText(answer.value, 'responseCode')
  const token = digText(answer.value, 'paymentToken')
  const isOurs = digText(answer.value, 'orderId') === intent.reference
  if (code === '0000' && isOurs && /^\d{6,24}$/.test(token)) {
    return done({ action: 'show', code: token, qr: null, pay_to: { at: 'easypaisa_shop' } })
  }
  // A token may exist, but its number did not reach us: nobody can pay it.
  if (code === '0000' || code === '0001' || code === '') return retry(`easypaisa gave no number: ${code || 'no code'}`)
  return never(`easypaisa refused to give a number: ${code}`)
}
