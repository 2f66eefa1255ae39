import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { dig, digText, fromPaisa, fromRupees, rupeesText } from '../reading.ts'
import type { Payer } from './alias.ts'
import { ask, karachiTime, merchantDetails, messageNumbers, type RaastSettings } from './calls.ts'

/** A request to pay: it appears in the payer's own bank app, where the payer says yes or no. */
export interface PayRequest {
  /** Ours: the bill's number on the payer's screen. */
  readonly reference: string
  /** The switch's number for this request, from askPayer(). */
  readonly rtp_id: string
  readonly amount_paisa: bigint
  readonly expires_at: Date
  /** null: now. Otherwise the payer may answer until then and the money moves then: to pay at the door. */
  readonly execute_at: Date | null
}

/** What became of a request or of a QR. Settled is the only one that is money. */
export interface RaastStatus {
  readonly state: 'pending' | 'accepted' | 'settled' | 'rejected' | 'cancelled' | 'expired' | 'unknown'
  readonly code: string
  readonly amount_paisa: bigint | null
}

/** Finds the payer's account and opens a request's number. Nobody is asked for money yet. */
export async function askPayer(
  settings: RaastSettings,
  reference: string,
  payer: Payer,
  payerBank = '',
): Promise<Outcome<{ readonly rtp_id: string; readonly title: string }>> {
  const info = messageNumbers(`payer ${reference}`)
  const found =
    payer.kind === 'IBAN'
      ? await ask(settings, '/preRTPTitleFetch', { customerDetails: { memberid: payerBank, iban: payer.value }, info })
      : await ask(settings, '/preRTPAliasInquiry', { alias: { type: payer.kind, value: payer.value }, info })
  if (found.outcome !== 'done') return found
  const rtp_id = digText(found.value.answer, 'rtpId')
  if (!/^[\w-]{1,60}$/.test(rtp_id)) return retry('raast gave no number for the request')
  return done({ rtp_id, title: digText(found.value.answer, 'accountTitle') || digText(found.value.answer, 'title') })
}

/** Puts the request before the payer. Sent again it is the same request: 05 says that it was there before. */
export async function sendRequest(settings: RaastSettings, request: PayRequest): Promise<Outcome<undefined>> {
  const { reference, rtp_id, amount_paisa, expires_at, execute_at } = request
  const body = {
    merchantDetails: merchantDetails(settings.merchant, reference),
    paymentDetails: {
      // Rupees as text here, where a QR is asked for in paisa.
      instructedAmount: rupeesText(amount_paisa),
      expiryDateTime: karachiTime(expires_at),
      ...(execute_at ? { executionDateTime: karachiTime(execute_at) } : {}),
      ...{ rtpId: rtp_id, billNo: reference },
    },
    info: messageNumbers(`request ${reference}`),
  }
  const answer = await ask(settings, execute_at ? '/rtpLaterMerchant' : '/rtpNowMerchant', body, ['05'])
  return answer.outcome === 'done' ? done(undefined) : answer
}

/** Takes a request back that the payer has not accepted. */
export async function cancelRequest(settings: RaastSettings, rtp_id: string): Promise<Outcome<undefined>> {
  const info = {
    stan: messageNumbers(`cancel ${rtp_id}`).stan,
    rtpId: rtp_id,
    merchantID: settings.merchant.merchant_id,
  }
  const answer = await ask(settings, '/rtpCancellation', { info }, ['04'])
  return answer.outcome === 'done' ? done(undefined) : answer
}

/** What the switch knows about a request by its number, or about a QR by the numbers of its message. */
export async function statusOf(
  settings: RaastSettings,
  about: { readonly rtp_id: string } | { readonly rrn: string; readonly stan: string },
  reference: string,
): Promise<Outcome<RaastStatus>> {
  const merchantID = settings.merchant.merchant_id
  const isRequest = 'rtp_id' in about
  const stan = isRequest ? messageNumbers(`status ${about.rtp_id}`).stan : about.stan
  const info = isRequest ? { stan, rtpId: about.rtp_id, merchantID } : { stan, rrn: about.rrn, merchantID }
  const answer = await ask(settings, '/statusInquiry', { info }, ['03', '04'])
  if (answer.outcome !== 'done') return answer
  const { code, answer: fields } = answer.value
  if (code === '03') return done({ state: 'unknown', code, amount_paisa: null })
  if (code === '04') return done({ state: 'expired', code, amount_paisa: null })
  const status = digText(fields, 'rtpStatus') || digText(fields, 'status')
  if (status === '') return retry('raast answered without a status')
  if (isRequest && (digText(fields, 'rtpId') || about.rtp_id) !== about.rtp_id) {
    return retry('raast answered about another request')
  }
  const bill = digText(fields, 'billNo') || reference
  if (bill !== reference) return never('raast has this number under another bill')
  const merchant = digText(fields, 'merchantID') || merchantID
  if (merchant !== merchantID) return never('raast has this number under another merchant')
  const currency = digText(fields, 'currency') || 'PKR'
  if (currency !== 'PKR') return never(`raast was paid in ${currency.slice(0, 3)}`)
  const written = dig(fields, 'instructedAmount')
  const amount_paisa = written === undefined ? null : isRequest ? fromRupees(written) : fromPaisa(written)
  if (amount_paisa === undefined) return retry('raast answered with an amount that is none')
  return done({ state: STATES[status] ?? 'pending', code: status, amount_paisa })
}

/** Accepted by the payer is not yet money: only settled between the banks is. */
const STATES: Readonly<Record<string, RaastStatus['state']>> = {
  ACSC: 'settled',
  ACCP: 'accepted',
  PDNG: 'pending',
  ACTC: 'pending',
  RJCT: 'rejected',
  CANC: 'cancelled',
}
