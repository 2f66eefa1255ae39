import { expect, test } from 'vitest'
import { readNotice, soapAnswer } from './notice.ts'
import { signed } from './secure-hash.ts'

const SALT = 'play-salt'
const paid = {
  pp_MerchantID: 'MC00001',
  pp_TxnRefNo: '01ABCDEFGH01ABCDEFGH',
  pp_Amount: '245000',
  pp_TxnCurrency: 'PKR',
  pp_ResponseCode: '000',
  pp_RetrievalReferenceNo: '260401000001',
}
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const POST = { method: 'POST', query: {} }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

function json(fields: object) {
  return readNotice({ ...POST, headers: JSON_TYPE, body: JSON.stringify(fields) }, 'MC00001', SALT)
}
function form(body: string) {
  return readNotice({ ...POST, headers: FORM_TYPE, body }, 'MC00001', SALT)
}

test('a signed notice says who paid what, and reads the same the second time', () => {
  const first = json(signed(paid, SALT))
  expect(first).toEqual({
    verified: true,
    reference: '01ABCDEFGH01ABCDEFGH',
    provider_id: '260401000001',
    amount_paisa: 245000n,
    currency: 'PKR',
    claimed: 'paid',
    code: '000',
  })
  expect(json(signed(paid, SALT))).toEqual(first)
})

test('the browser’s form is read too, with its misspelt number', () => {
  const { pp_RetrievalReferenceNo, ...rest } = paid
  const fields = signed({ ...rest, pp_RetreivalReferenceNo: pp_RetrievalReferenceNo }, SALT)
  expect(form(new URLSearchParams(fields).toString())).toMatchObject({ verified: true, provider_id: '260401000001' })
})

test.each([
  ['157', 'pending'],
  ['124', 'pending'],
  ['121', 'paid'],
  ['004', 'failed'],
  ['112', 'failed'],
  ['999', 'failed'],
])('response code %s claims %s', (pp_ResponseCode, claimed) => {
  expect(json(signed({ ...paid, pp_ResponseCode }, SALT))).toMatchObject({ verified: true, claimed })
})

test('Eve forges a notice, changes the amount of one, or uses one of her own shop: none is verified', () => {
  expect(json({ ...paid, pp_SecureHash: 'F'.repeat(64) })).toMatchObject({ verified: false })
  expect(json({ ...signed(paid, SALT), pp_Amount: '1' })).toMatchObject({ verified: false, amount_paisa: 1n })
  expect(json(signed({ ...paid, pp_MerchantID: 'EVE' }, SALT))).toMatchObject({ verified: false })
  expect(json(signed(paid, 'eves-salt'))).toMatchObject({ verified: false })
  expect(json(paid)).toMatchObject({ verified: false })
})

test.each([
  '',
  'garbage',
  '[]',
  'null',
  '{"pp_TxnRefNo":{}}',
  '{"pp_TxnRefNo":["a"]}',
  '\u0000\u0001',
  `{"a":"${'x'.repeat(20_001)}"}`,
])('a body that is no notice is unreadable: %.30s', (body) => {
  expect(readNotice({ ...POST, headers: JSON_TYPE, body }, 'MC00001', SALT)).toHaveProperty('unreadable')
  expect(form(body)).toHaveProperty('unreadable')
})

test('fields that come twice, odd amounts, references and codes are unreadable', () => {
  const good = new URLSearchParams(signed(paid, SALT)).toString()
  expect(form(`${good}&pp_Amount=1`)).toEqual({ unreadable: 'a field comes twice' })
  for (const pp_Amount of ['', '-5', '1e3', '12.5', '9'.repeat(16)]) {
    expect(json(signed({ ...paid, pp_Amount }, SALT))).toEqual({ unreadable: 'no amount' })
  }
  expect(json(signed({ ...paid, pp_TxnRefNo: '../../etc' }, SALT))).toEqual({ unreadable: 'no reference' })
  expect(json(signed({ ...paid, pp_ResponseCode: '' }, SALT))).toEqual({ unreadable: 'no response code' })
})

const SOAP_TYPE = { 'content-type': 'text/xml; charset=utf-8' }
function soap(fields: Record<string, string>, more = '') {
  const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`)
  const body = `<?xml version="1.0"?>${more}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<DoUpdatePaymentStatus>${inside.join('')}</DoUpdatePaymentStatus></s:Body></s:Envelope>`
  return { ...POST, headers: SOAP_TYPE, body }
}

test('the older status service says the same in SOAP, and hears a code and a hash', () => {
  expect(readNotice(soap(signed(paid, SALT)), 'MC00001', SALT)).toEqual(json(signed(paid, SALT)))
  expect(readNotice(soap({ ...signed(paid, SALT), pp_Amount: '1' }), 'MC00001', SALT)).toMatchObject({
    verified: false,
  })
  const answer = soapAnswer(SALT)
  expect(answer.contentType).toContain('text/xml')
  const hash = signed({ pp_ResponseCode: '000' }, SALT).pp_SecureHash
  expect(answer.body).toContain(`<pp_ResponseCode>000</pp_ResponseCode>`)
  expect(answer.body).toContain(`<pp_SecureHash>${hash}</pp_SecureHash>`)
})

test('SOAP that is cut short, says a field twice or brings a document type is unreadable', () => {
  const good = soap(signed(paid, SALT))
  const read = (body: string) => readNotice({ ...good, body }, 'MC00001', SALT)
  expect(read(good.body.slice(0, 300))).toEqual({ unreadable: 'not XML' })
  expect(read(good.body.replace('<pp_Amount>', '<pp_Amount>1</pp_Amount><pp_Amount>'))).toEqual({
    unreadable: 'a field comes twice',
  })
  const bomb = soap(signed(paid, SALT), '<!DOCTYPE x [<!ENTITY a "b">]>')
  expect(readNotice(bomb, 'MC00001', SALT)).toEqual({ unreadable: 'XML with a document type' })
})
