import { SaxesParser } from 'saxes'
import type { Notice, NoticeAnswer, RawNotice } from '../../../domains/payments/rail.ts'
import { jsonObject } from '../../outside.ts'
import { formFields } from '../reading.ts'
import { meaningOf } from './codes.ts'
import { type Fields, isSigned, signed, textFields } from './secure-hash.ts'

const MOST_LETTERS = 20_000

/**
 * Reads a JazzCash notice: JSON or SOAP from server to server, or the form that the buyer's browser carries back.
 */
export function readNotice(raw: RawNotice, merchantId: string, salt: string): Notice | { readonly unreadable: string } {
  if (raw.body.length > MOST_LETTERS) return { unreadable: 'too long' }
  const read = readFields(raw)
  if ('unreadable' in read) return { unreadable: read.unreadable }
  const { fields } = read
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

type Read = { readonly fields: Fields } | { readonly unreadable: string }

function readFields(raw: RawNotice): Read {
  if (isSoap(raw)) return fromSoap(raw.body)
  if (/^application\/json\b/i.test(raw.headers['content-type'] ?? '')) {
    const object = jsonObject(raw.body)
    const fields = object && textFields(object)
    return fields ? { fields } : { unreadable: 'not a JSON object of plain fields' }
  }
  // A field that comes twice could be signed as one value and read as the other, so such a form is not read at all.
  const fields = formFields({}, raw.body)
  return fields ? { fields } : { unreadable: 'a field comes twice' }
}

/** True for the older status service, which speaks SOAP. */
export function isSoap({ headers }: RawNotice): boolean {
  return /^(text\/xml|application\/soap\+xml)\b/i.test(headers['content-type'] ?? '')
}

/** What the status service wants to hear: a code of three digits, a message, and the hash of both. */
export function soapAnswer(salt: string): NoticeAnswer {
  const { pp_ResponseCode, pp_SecureHash } = signed({ pp_ResponseCode: '000' }, salt)
  const fields = `<pp_ResponseCode>${pp_ResponseCode}</pp_ResponseCode><pp_ResponseMessage/>
<pp_SecureHash>${pp_SecureHash}</pp_SecureHash>`
  const body = `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><DoUpdatePaymentStatusResponse>
${fields}</DoUpdatePaymentStatusResponse></soap:Body></soap:Envelope>`
  return { contentType: 'text/xml; charset=utf-8', body }
}

/** The text of every element whose name begins with pp, wherever it stands. No entity but the five of XML is read. */
function fromSoap(body: string): Read {
  const fields: Record<string, string> = {}
  let wrong = ''
  const path: { name: string; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', () => {
    wrong ||= 'not XML'
  })
  parser.on('doctype', () => {
    wrong ||= 'XML with a document type'
  })
  parser.on('opentag', ({ name }) => path.push({ name: name.replace(/^.*:/, ''), text: '' }))
  parser.on('text', (text) => {
    const at = path.at(-1)
    if (at) at.text += text
  })
  parser.on('closetag', () => {
    const { name = '', text = '' } = path.pop() ?? {}
    if (!name.startsWith('pp')) return
    if (Object.hasOwn(fields, name)) wrong ||= 'a field comes twice'
    fields[name] = text.trim()
  })
  parser.write(body).close()
  return wrong === '' ? { fields } : { unreadable: wrong }
}
