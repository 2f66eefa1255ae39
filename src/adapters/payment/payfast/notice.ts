import type { Notice, RawNotice } from '../../../domains/payments/rail.ts'
import { jsonObject } from '../../outside.ts'
import { digText, formFields, fromRupees, isSameHex } from '../reading.ts'
import { meaningOf } from './codes.ts'
import { validationHash } from './hashes.ts'

const MOST_LETTERS = 20_000

/**
 * Reads what PayFast tells the backend address, or what the buyer's browser brings back: the same fields, in a query,
 * a form or JSON. The hash covers reference and code, so the amount is only something to compare.
 */
export function readNotice(
  raw: RawNotice,
  merchant: string,
  securedKey: string,
): Notice | { readonly unreadable: string } {
  if (raw.body.length > MOST_LETTERS) return { unreadable: 'too long' }
  const isJson = /^application\/json\b/i.test(raw.headers['content-type'] ?? '')
  const fields = isJson ? jsonObject(raw.body) : formFields(raw.query, raw.body)
  if (!fields) return { unreadable: isJson ? 'not a JSON object' : 'a field comes twice' }
  const reference = digText(fields, 'basket_id')
  if (!/^[0-9A-Za-z]{1,20}$/.test(reference)) return { unreadable: 'no basket' }
  const code = digText(fields, 'err_code')
  if (!/^\d{1,6}$/.test(code)) return { unreadable: 'no code' }
  const written = digText(fields, 'transaction_amount')
  const amount_paisa = written === '' ? null : fromRupees(written)
  if (amount_paisa === undefined) return { unreadable: 'no amount' }
  const right = validationHash(reference, securedKey, merchant, code)
  const meaning = meaningOf(code)
  return {
    verified: isSameHex(digText(fields, 'validation_hash') || digText(fields, 'Response_Key'), right),
    reference,
    provider_id: digText(fields, 'transaction_id'),
    amount_paisa,
    currency: digText(fields, 'transaction_currency') || 'PKR',
    claimed: meaning === 'paid' || meaning === 'failed' ? meaning : 'pending',
    code,
  }
}
