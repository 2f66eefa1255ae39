import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { s3Writer } from './s3.ts'
import { isSigned, type S3Simulator, s3Simulator } from './simulator.ts'

const keys = { key_id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const folder = mkdtempSync(join(tmpdir(), 'bharosa-s3-'))
const path = join(folder, 'orders.csv')
const text = 'order_id,title\r\n1,"Khussa (red), Multan’s"\r\n'
const file = { name: 'orders.csv', type: 'text/csv', path, bytes: Buffer.byteLength(text) }
const writer = s3Writer({ loopback: true })
let store: S3Simulator

beforeAll(async () => {
  writeFileSync(path, text)
  store = await s3Simulator(keys)
})
beforeEach(() => {
  store.objects.clear()
  store.status = 0
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await store.close()
})

const place = (more: object = {}) => {
  return { ...keys, endpoint: store.endpoint, bucket: 'bilal', prefix: 'bazaar/data', region: '', ...more }
}

// AWS, "Signature Calculations for the Authorization Header", example PUT Object. Only it proves the simulator.
test('the simulator takes what AWS itself prints as signed rightly, and nothing changed', () => {
  const hash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'
  const names = 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class'
  const signature = '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd'
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': hash,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`,
  }
  const body = Buffer.from('Welcome to Amazon S3.')
  const request = { method: 'PUT', url: '/test%24file.text', headers }
  expect(isSigned(request, body, keys)).toBe(true)
  expect(isSigned({ ...request, url: '/other' }, body, keys)).toBe(false)
  expect(isSigned(request, Buffer.from('Welcome to Amazon S4.'), keys)).toBe(false)
  expect(isSigned(request, body, { ...keys, secret: 'x' })).toBe(false)
})

test.each(['', 'eu-west-1'])('a file lies in its place, signed for region %j', async (region) => {
  expect(await writer.put(place({ region }), '2026-11-22/orders.csv', file)).toEqual({ outcome: 'done', value: null })
  expect([...store.objects].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ['/bilal/bazaar/data/2026-11-22/orders.csv', text],
  ])
})

test.each([
  [503, { outcome: 'retry', detail: '503' }],
  [429, { outcome: 'retry', detail: '429' }],
  [301, { outcome: 'never', detail: '301' }],
  [404, { outcome: 'never', detail: '404' }],
])('an answer of %i', async (status, outcome) => {
  store.status = status
  expect(await writer.put(place(), 'orders.csv', file)).toEqual(outcome)
})

test('a wrong secret is refused for good; a store that is away, for now', async () => {
  expect(await writer.put(place({ secret: 'stolen' }), 'a', file)).toEqual({ outcome: 'never', detail: '403' })
  expect(await writer.put(place({ endpoint: 'http://127.0.0.1:9' }), 'a', file)).toMatchObject({
    outcome: 'retry',
    detail: 'ECONNREFUSED',
  })
  expect(store.objects.size).toBe(0)
})

test.each([
  ['https://s3.eu-west-1.amazonaws.com', undefined],
  ['https://s3.eu-west-1.amazonaws.com/bucket', 'not_an_address'],
  ['https://s3.example.com/?x', 'not_an_address'],
  ['http://s3.example.com', 'not_https'],
  ['https://169.254.169.254', 'not_public'],
  ['https://[::ffff:10.0.0.1]', 'not_public'],
  ['https://minio.internal', 'not_public'],
  ['https://localhost', 'not_public'],
])('%s: %s', (endpoint, fault) => {
  expect(s3Writer({ loopback: false }).fault(endpoint)).toBe(fault)
})

test('a real market reaches no store on its own computer, whatever an old row says', async () => {
  const outcome = await s3Writer({ loopback: false }).put(place(), 'a', file)
  expect([outcome.outcome, store.objects.size]).toEqual(['never', 0])
})
