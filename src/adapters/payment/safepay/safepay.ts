import type { HostedForm, Inquiry, PaymentIntent, PaymentRail } from '../../../domains/payments/rail.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import type { RailNumbers } from '../rail-numbers.ts'
import { dig, digText, fromPaisa, fromRupees } from '../reading.ts'
import { ask, INIT_PATH, PASSPORT_PATH, REPORTER_PATH, SESSION_PATH } from './calls.ts'
import { readNotice, type SafepayKeys } from './notice.ts'
import { refund } from './refund.ts'
import { meaningOf } from './states.ts'

export interface SafepaySettings extends SafepayKeys {
  /** v3: sessions in paisa, with refunds. v1: what older accounts have, in rupees and without refunds. */
  readonly version: 'v1' | 'v3'
  readonly environment: 'production' | 'sandbox'
  /** Where the buyer's browser goes: https://api.getsafepay.com, or a path of our own for the simulator. */
  readonly page_base: string
  /** Where the server asks: https://api.getsafepay.com, or the simulator on loopback. */
  readonly api_base: string
  readonly timeout_ms: number
  /** Safepay is asked by its tracker only. */
  readonly numbers: RailNumbers
}

/** Safepay: the buyer pays by card or wallet on Safepay's own page. Part refunds with version 3. */
export function safepay(settings: SafepaySettings): PaymentRail {
  return {
    name: 'safepay',
    holder: 'safepay',
    needs: [],
    noticeAnswer: { contentType: 'application/json', body: '{"received":true}' },
    begin: (intent) => begin(settings, intent),
    readNotice: (raw) => readNotice(raw, settings),
    inquire: (reference) => inquire(settings, reference),
    refund: (request) => refund(settings, request),
  }
}

/** One tracker for one reference, however often it is begun: the tracker is kept before the buyer can pay. */
async function begin(settings: SafepaySettings, intent: PaymentIntent): Promise<Outcome<HostedForm>> {
  assert(/^[0-9A-Za-z]{1,20}$/.test(intent.reference), 'a rail reference is at most 20 letters and digits')
  assert(intent.amount_paisa > 0n, 'a payment is more than nothing')
  const known = await settings.numbers.find('safepay', intent.reference)
  const opened: Outcome<string> = known === undefined ? await openSession(settings, intent) : done(known)
  if (opened.outcome !== 'done') return opened
  const tracker = await settings.numbers.keep('safepay', intent.reference, opened.value)
  const { page_base, environment } = settings
  const back = { cancel_url: intent.return_url, redirect_url: intent.return_url, order_id: intent.reference }
  if (settings.version === 'v1') {
    const fields = { beacon: tracker, ...back, env: environment, source: 'custom', webhooks: 'true' }
    return done({ action: 'get', url: `${page_base}/checkout/pay`, fields })
  }
  const passport = await ask(settings, 'POST', PASSPORT_PATH, {})
  if (passport.outcome !== 'done') return passport
  const tbt = digText(passport.value, 'data') || digText(passport.value, 'data.token')
  if (tbt === '') return retry('safepay gave no pass for its page')
  return done({
    action: 'get',
    url: `${page_base}/embedded/`,
    fields: { environment, tracker, tbt, ...back, source: 'hosted' },
  })
}

async function openSession(settings: SafepaySettings, intent: PaymentIntent): Promise<Outcome<string>> {
  const { api_key, environment, version } = settings
  const session =
    version === 'v1'
      ? // Rupees as a number here: 2450.5. Division of whole paisa by 100 is exact to the digits that are written.
        { amount: Number(intent.amount_paisa) / 100, client: api_key, currency: 'PKR', environment }
      : {
          merchant_api_key: api_key,
          ...{ intent: 'CYBERSOURCE', mode: 'payment', entry_mode: 'raw', currency: 'PKR' },
          amount: Number(intent.amount_paisa),
          metadata: { order_id: intent.reference },
        }
  const answer = await ask(settings, 'POST', version === 'v1' ? INIT_PATH : SESSION_PATH, session)
  if (answer.outcome !== 'done') return answer
  const tracker = digText(answer.value, 'data.tracker.token') || digText(answer.value, 'data.token')
  return /^[\w-]{8,80}$/.test(tracker) ? done(tracker) : retry('safepay gave no tracker')
}

async function inquire(settings: SafepaySettings, reference: string): Promise<Outcome<Inquiry>> {
  const unknown = done<Inquiry>({ status: 'unknown', amount_paisa: null, provider_id: '', code: '' })
  const tracker = await settings.numbers.find('safepay', reference)
  if (tracker === undefined) return unknown
  const path = (settings.version === 'v1' ? '/order/v1/' : REPORTER_PATH) + encodeURIComponent(tracker)
  const answer = await ask(settings, 'GET', path)
  if (answer.outcome !== 'done') return answer
  // Its documentation puts the facts under `tracker`, its server directly under `data`.
  const data =
    dig(answer.value, 'data.tracker.state') === undefined
      ? dig(answer.value, 'data')
      : dig(answer.value, 'data.tracker')
  const code = digText(data, 'state')
  if (code === '') return retry('safepay answered without a state')
  if (digText(data, 'token') !== tracker) return retry('safepay answered about another payment')
  const order = digText(data, 'metadata.order_id.value') || digText(data, 'metadata.order_id') || reference
  if (order !== reference) return never(`safepay has the tracker under order ${order.slice(0, 20)}`)
  const client = digText(data, 'client.api_key') || digText(data, 'client') || settings.api_key
  if (client !== settings.api_key) return never('safepay has the tracker under another merchant')
  const meaning = meaningOf(code)
  if (meaning === 'not_begun') return done({ status: 'unknown', amount_paisa: null, provider_id: '', code })
  if (meaning === 'pending' || meaning === 'failed') {
    return done({ status: meaning, amount_paisa: null, provider_id: tracker, code })
  }
  const amount = amountOf(settings.version, data)
  if (amount.paisa === undefined) return retry('safepay answered without an amount')
  if (amount.currency !== 'PKR') return never(`safepay was paid in ${amount.currency.slice(0, 3)}`)
  const left = fromPaisa(dig(data, 'charge.balance.amount'))
  const back = left === undefined || left > amount.paisa ? {} : { returned_paisa: amount.paisa - left }
  return done({ status: meaning, amount_paisa: amount.paisa, ...back, provider_id: tracker, code })
}

function amountOf(version: 'v1' | 'v3', data: unknown): { paisa: bigint | undefined; currency: string } {
  if (version === 'v1') return { paisa: fromRupees(dig(data, 'amount')), currency: digText(data, 'currency') }
  const quoted = dig(data, 'charge.amount') ?? dig(data, 'purchase_totals.quote_amount')
  return { paisa: fromPaisa(dig(quoted, 'amount')), currency: digText(quoted, 'currency') }
}
