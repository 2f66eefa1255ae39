import {
  type Begun,
  CODE_LIVES_MS,
  type Inquiry,
  type Notice,
  type PaymentIntent,
  type PaymentRail,
  type RawNotice,
} from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import { jsonObject } from '../../outside.ts'
import type { RailNumbers } from '../rail-numbers.ts'
import { digText, fromRupees, isSameHex } from '../reading.ts'
import { readPayer } from './alias.ts'
import { ask, karachiTime, merchantDetails, messageNumbers, type RaastSettings } from './calls.ts'
import { readQr } from './qr.ts'
import { askPayer, cancelRequest, type RaastStatus, sendRequest, statusOf } from './request.ts'

export interface RaastRailSettings extends RaastSettings {
  /** Stands in the address that we gave the bank for its notices, since Raast signs none. Hex. */
  readonly notice_key: string
  /** Requests to pay are asked about by the number that the switch gave them. */
  readonly numbers: RailNumbers
}

const REQUESTS = 'raast-request'

/** Raast by QR: the buyer reads a code with any bank's app and pays from account to account. */
export function raast(settings: RaastRailSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'raast',
    needs: [],
    begin: (intent) => showQr(settings, intent),
  }
}

/** Raast by request to pay: the buyer's own bank app asks, by the mobile number that Raast knows. */
export function raastRequest(settings: RaastRailSettings): PaymentRail {
  return {
    ...common(settings),
    name: 'raast-request',
    needs: ['mobile'],
    begin: (intent) => sendPrompt(settings, intent),
    async withdraw(reference) {
      const rtp_id = await settings.numbers.find(REQUESTS, reference)
      const gone = rtp_id === undefined ? done(undefined) : await cancelRequest(settings, rtp_id)
      return gone.outcome === 'done' ? done('withdrawn') : gone
    },
  }
}

/** The bank has one address of ours for both, and answers about both in one call. */
function common(settings: RaastRailSettings) {
  return {
    holder: holderOf(settings),
    beginsOnce: true,
    pays_within_ms: CODE_LIVES_MS,
    noticeAnswer: {
      contentType: 'application/json',
      body: '{"success":true,"message":"Notification received"}',
    },
    readNotice: (raw: RawNotice) => readNotice(settings, raw),
    inquire: (reference: string) => inquire(settings, reference),
    refund: async () => never('raast takes nothing back here: the refund goes out by bank file'),
  }
}

async function inquire(settings: RaastRailSettings, reference: string): Promise<Outcome<Inquiry>> {
  const rtp_id = await settings.numbers.find(REQUESTS, reference)
  const code = messageNumbers(`qr ${reference}`)
  const status = await statusOf(settings, rtp_id === undefined ? code : { rtp_id }, reference)
  return status.outcome === 'done' ? done(inquiryOf(status.value, rtp_id ?? code.rrn + code.stan)) : status
}

/** The bank of the account that is paid. */
function holderOf(settings: RaastSettings): string {
  return `bank:${settings.merchant.iban.slice(4, 8)}`
}

/** The bank makes the code, and we read it before anybody pays by it: our account, our amount, or it is not shown. */
async function showQr(settings: RaastSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
  const { merchant } = settings
  const answer = await ask(settings, '/generateDQRCMerchant', {
    merchantDetails: merchantDetails(merchant, intent.reference),
    paymentDetails: {
      executionDateTime: karachiTime(intent.now),
      expiryDateTime: karachiTime(intent.expires_at),
      // Paisa here, where a request to pay takes rupees.
      instructedAmount: Number(intent.amount_paisa),
      transactionType: 'PURCHASE',
      billNo: intent.reference,
    },
    info: messageNumbers(`qr ${intent.reference}`),
  })
  if (answer.outcome !== 'done') return answer
  const text = digText(answer.value.answer, 'qrData')
  if (text === '') return retry('raast gave no code')
  const qr = readQr(text)
  if ('fault' in qr) return never(`raast gave a code that cannot be used: ${qr.fault}`)
  if (qr.payee.iban !== merchant.iban) return never('raast gave a code that pays another account')
  if (qr.amount_paisa !== intent.amount_paisa) return never('raast gave a code for another amount')
  return done({
    action: 'show',
    code: intent.reference,
    qr: text,
    pay_to: { title: merchant.name, bank: merchant.bank },
  })
}

/** The request's number is kept before the payer is asked, so that an answer that was lost can be asked for. */
async function sendPrompt(settings: RaastRailSettings, intent: PaymentIntent): Promise<Outcome<Begun>> {
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
  const { numbers } = settings
  const { reference, amount_paisa, expires_at } = intent
  let rtp_id = await numbers.find(REQUESTS, reference)
  if (rtp_id === undefined) {
    const payer = readPayer(intent.payer.mobile ?? '')
    if ('fault' in payer) return never(`raast cannot ask: ${payer.fault}`)
    const found = await askPayer(settings, reference, payer)
    if (found.outcome !== 'done') return found
    rtp_id = await numbers.keep(REQUESTS, reference, found.value.rtp_id)
  }
  const sent = await sendRequest(settings, { reference, rtp_id, amount_paisa, expires_at, execute_at: null })
  return sent.outcome === 'done' ? done({ action: 'wait' }) : sent
}

function inquiryOf(status: RaastStatus, provider_id: string): Inquiry {
  const { state, code, amount_paisa } = status
  if (state === 'settled') return { status: 'paid', amount_paisa, provider_id, code }
  if (state === 'unknown') return { status: 'unknown', amount_paisa: null, provider_id: '', code }
  const isOpen = state === 'pending' || state === 'accepted'
  return { status: isOpen ? 'pending' : 'failed', amount_paisa: null, provider_id, code }
}

/**
 * Raast signs nothing: a notice is the bank's when it knows the key in our address and names our merchant, and even
 * then it only makes us ask. It repeats the department that we gave, and misspells the amount's name.
 */
function readNotice(settings: RaastRailSettings, raw: RawNotice): Notice | { readonly unreadable: string } {
  if (raw.body.length > 20_000) return { unreadable: 'too long' }
  const body = jsonObject(raw.body)
  if (!body) return { unreadable: 'not a JSON object' }
  const reference = digText(body, 'messageInfo.billNo') || digText(body, 'messageInfo.subDept')
  if (!/^[0-9A-Z]{20}$/.test(reference)) return { unreadable: 'names no bill of ours' }
  const status = digText(body, 'messageInfo.status')
  const written = digText(body, 'messageInfo.orginalInstructedAmount')
  const amount_paisa = written === '' ? null : fromRupees(written)
  if (amount_paisa === undefined) return { unreadable: 'no amount' }
  return {
    verified:
      isSameHex(raw.query.key ?? '', settings.notice_key) &&
      digText(body, 'messageInfo.merchantID') === settings.merchant.merchant_id,
    reference,
    provider_id: digText(body, 'info.rrn'),
    amount_paisa,
    currency: 'PKR',
    claimed: status === 'ACSC' ? 'paid' : status === 'RJCT' || status === 'CANC' ? 'failed' : 'pending',
    code: status,
  }
}
