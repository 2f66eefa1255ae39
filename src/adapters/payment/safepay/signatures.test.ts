import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignedWebhook, rawMember, returnSignature, webhookSignature } from './signatures.ts'

// The official client's own examples.
const DATA =
  '{"client_id":"sec_55ca6960-e2ea-4643-b0cf-7cd65a4d3112","created_at":"2021-09-29T12:00:40Z",' +
  '"endpoint":"http://127.0.0.1:9000","notification":{"amount":"150","currency":"PKR","fee":"4.92",' +
  '"intent":"PAYFAST","metadata":{"order_id":"XG102312","source":"shopify"},"net":"145.08","state":"PAID",' +
  '"tracker":"tracker_c5a5apsbcv41om3fg0u0","user":"johndoe@gmail.com"},"token":"C5A5APSBCV41R2QF2MHG",' +
  '"type":"payment:created","updated_at":"2021-09-29T12:00:40Z"}'
const SIGNATURE =
  'ba4c442df5067b679f55919ebc282cb113e376d5a5e5d9c6655647d734823da75a4371759f921bce40963cb90505ed1f8c0405cb78257fd6' +
  '05d259d452a1a7c7'

test('the return and the webhook are signed as in the printed examples', () => {
  expect(returnSignature('1234', 'bar')).toBe('530fdbcf1bf498aff65e42faff0791c366b0794dbe2e7bc1681ba1837b0c7a25')
  expect(webhookSignature(DATA, 'foo')).toBe(SIGNATURE)
})

test('a webhook is signed over its data, over its data written again, or over all of it', () => {
  const spaced = JSON.stringify({ data: JSON.parse(DATA) }, undefined, 2)
  expect(isSignedWebhook(`{"data": ${DATA} }`, JSON.parse(DATA), SIGNATURE, 'foo')).toBe(true)
  expect(isSignedWebhook(spaced, JSON.parse(DATA), SIGNATURE.toUpperCase(), 'foo')).toBe(true)
  expect(isSignedWebhook(spaced, JSON.parse(DATA), webhookSignature(spaced, 'foo'), 'foo')).toBe(true)
  expect(isSignedWebhook(spaced, JSON.parse(DATA), SIGNATURE, 'bar')).toBe(false)
  expect(isSignedWebhook(DATA.replace('150', '1'), {}, SIGNATURE, 'foo')).toBe(false)
  expect(isSignedWebhook('{"data":{}}', {}, '', 'foo')).toBe(false)
})

test('letters that JavaScript would write otherwise are signed as they came', () => {
  const data = '{"b":1.50,"a":"\\u003cshoes\\u003e","2":"x","1":"y"}'
  const body = `{"data":${data}}`
  expect(isSignedWebhook(body, JSON.parse(data), webhookSignature(data, 'foo'), 'foo')).toBe(true)
})

test('the last of two members with one name counts, as it does when JSON is read', () => {
  const body = '{"data":{"a":1},"x":"\\"data\\":5","data" :\n{"a":2} }'
  expect(rawMember(body, 'data')).toBe('{"a":2}')
  expect(rawMember('{"dat\\u0061":7}', 'data')).toBe('7')
  expect(rawMember('{"other":{"data":1}}', 'data')).toBeUndefined()
})

test('each member of any JSON object is cut out whole', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 })
  fc.assert(
    fc.property(objects, fc.constantFrom(undefined, 1, '\t'), (object, indent) => {
      for (const [name, value] of Object.entries(object)) {
        const text = rawMember(JSON.stringify(object, undefined, indent), name)
        expect(JSON.stringify(JSON.parse(text ?? ''))).toBe(JSON.stringify(value))
      }
    }),
  )
})
