import type { Notice, RawNotice } from '../../../domains/payments/rail.ts'
import { jsonObject } from '../../outside.ts'
import { dig, digText, formFields, fromPaisa, fromRupees, isSameHex } from '../reading.ts'
import { isSignedWebhook, returnSignature } from './signatures.ts'
import { meaningOf } from './states.ts'

export interface SafepayKeys {
  /** Public: names the merchant. */
  readonly api_key: string
  /** Signs what the buyer's browser brings back, and opens the newer calls. */
  readonly secret: string
  readonly webhook_secret: string
}

const MOST_LETTERS = 20_000
const REFERENCE = /^[0-9A-Za-z]{1,20}$/

/** Reads a Safepay webhook (JSON with a signed header) or the buyer's return (a form or a query with `sig`). */
export function readNotice(raw: RawNotice, keys: SafepayKeys): Notice | { readonly unreadable: string } {
  if (raw.body.length > MOST_LETTERS) return { unreadable: 'too long' }
  return raw.headers['x-sfpy-signature'] === undefined ? readReturn(raw, keys) : readWebhook(raw, keys)
}

/**
 * The older webhook names rupees as text under `notification`; the newer one names paisa as a number. A webhook may
 * come again months later with the same good signature: it makes us ask, and says nothing new.
 */
function readWebhook(raw: RawNotice, keys: SafepayKeys): Notice | { readonly unreadable: string } {
  const body = jsonObject(raw.body)
  const data = dig(body, 'data')
  if (!body || typeof data !== 'object' || data === null) return { unreadable: 'not a JSON object with data' }
  const isOlder = dig(data, 'notification') !== undefined
  const facts = isOlder ? dig(data, 'notification') : data
  const reference = digText(facts, 'metadata.order_id') || digText(data, 'order_id')
  if (!REFERENCE.test(reference)) return { unreadable: 'no order id' }
  const written = dig(facts, 'amount')
  const amount_paisa = isOlder ? fromRupees(written) : fromPaisa(written)
  if (amount_paisa === undefined && written !== undefined) return { unreadable: 'no amount' }
  const merchant = digText(data, 'client_id') || digText(data, 'merchant_api_key')
  const state = digText(facts, 'state')
  return {
    verified:
      isSignedWebhook(raw.body, data, raw.headers['x-sfpy-signature'] ?? '', keys.webhook_secret) &&
      (merchant === '' || merchant === keys.api_key),
    reference,
    provider_id: digText(facts, 'tracker') || digText(facts, 'tracker.token'),
    amount_paisa: amount_paisa ?? null,
    currency: digText(facts, 'currency') || 'PKR',
    claimed: claimOf(state),
    code: state || digText(data, 'type'),
  }
}

/** The signature covers the tracker only, neither our reference nor any amount: this makes us ask and no more. */
function readReturn(raw: RawNotice, keys: SafepayKeys): Notice | { readonly unreadable: string } {
  const fields = formFields(raw.query, raw.body)
  if (!fields) return { unreadable: 'a field comes twice' }
  const { order_id: reference = '', tracker = '', sig = '' } = fields
  if (!REFERENCE.test(reference)) return { unreadable: 'no order id' }
  const verified = tracker !== '' && isSameHex(sig, returnSignature(tracker, keys.secret))
  const told = { amount_paisa: null, currency: 'PKR', claimed: 'pending', code: 'returned' } as const
  return { verified, reference, provider_id: tracker, ...told }
}

function claimOf(state: string): Notice['claimed'] {
  const meaning = meaningOf(state)
  if (meaning === 'paid') return 'paid'
  return meaning === 'failed' ? 'failed' : 'pending'
}
