import type { Notice, RawNotice } from '../../../domains/payments/rail.ts'
import { jsonObject } from '../../outside.ts'
import { meaningOf } from './codes.ts'
import { type Fields, isSigned, textFields } from './secure-hash.ts'

const MOST_LETTERS = 20_000

/** Reads a JazzCash notice: JSON from server to server, or the form that the buyer's browser carries back. */
export function readNotice(raw: RawNotice, merchantId: string, salt: string): Notice | { readonly unreadable: string } {
  if (raw.body.length > MOST_LETTERS) return { unreadable: 'too long' }
  const json = /^application\/json\b/i.test(raw.headers['content-type'] ?? '')
  const fields = json ? fromJson(raw.body) : fromForm(raw.body)
  if (!fields) return { unreadable: json ? 'not a JSON object of plain fields' : 'a field comes twice' }
  const reference = fields.pp_TxnRefNo ?? ''
  if (!/^[0-9A-Za-z]{1,20}$/.test(reference)) return { unreadable: 'no reference' }
  const amount = fields.pp_Amount ?? ''
  if (!/^\d{1,15}$/.test(amount)) return { unreadable: 'no amount' }
  const code = fields.pp_ResponseCode ?? ''
  if (!/^[0-9A-Z]{3}$/.test(code)) return { unreadable: 'no response code' }
  const meaning = meaningOf(code)
  return {
    verified: isSigned(fields, salt) && fields.pp_MerchantID === merchantId,
    reference,
    // The form misspells the name; JSON spells it right.
    provider_id: fields.pp_RetrievalReferenceNo || fields.pp_RetreivalReferenceNo || '',
    amount_paisa: BigInt(amount),
    currency: fields.pp_TxnCurrency ?? '',
    claimed: meaning === 'paid' || meaning === 'pending' ? meaning : 'failed',
    code,
  }
}

function fromJson(body: string): Fields | undefined {
  const object = jsonObject(body)
  return object && textFields(object)
}

/** A field that comes twice could be signed as one value and read as the other, so such a form is not read at all. */
function fromForm(body: string): Fields | undefined {
  const fields: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(body)) {
    if (Object.hasOwn(fields, name)) return undefined
    fields[name] = value
  }
  return fields
}
