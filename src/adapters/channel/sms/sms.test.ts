import { createServer, type Socket } from 'node:net'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Channel } from '../../../domains/messaging/channel.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { type SmsSimulator, smsSimulator } from './simulator.ts'
import { smsChannel } from './sms.ts'

const NOW = new Date('2026-04-01T10:00:00Z')
const AYESHA = '+923001234567'
let gateway: Loopback
let shop: Loopback
let simulator: SmsSimulator
let channel: Channel
let receipts: ReturnType<Channel['readReceipt']>[]

beforeEach(async () => {
  receipts = []
  const limits = { most_per_phone: 3, most_phones: 2 }
  simulator = smsSimulator({ username: 'bharosa', password: 'play word', now: () => NOW, ...limits })
  gateway = await listenOnLoopback(simulator.app)
  shop = await listenOnLoopback(
    new Hono().get('/receipts', (c) => {
      receipts.push(channel.readReceipt(new URL(c.req.url).searchParams))
      return c.text('thanks')
    }),
  )
  channel = channelAt(gateway.base)
})
afterEach(async () => {
  await Promise.all([gateway.close(), shop.close()])
})

function channelAt(base_url: string, more: { password?: string; timeout_ms?: number } = {}) {
  return smsChannel({
    base_url,
    username: 'bharosa',
    password: 'play word',
    from: 'BHAROSA',
    receipt_url: `${shop.base}/receipts`,
    receipt_key: Buffer.alloc(32, 7),
    timeout_ms: 2_000,
    ...more,
  })
}

test('a Roman Urdu text reaches the phone as it was written, in one segment, with two receipts', async () => {
  const id = newId()
  const text = 'Aap ka order 12345 rawana ho gaya & Rs 2,450 = 100% + [code] €5'
  expect(await channel.send({ to: AYESHA, text, id })).toEqual({ outcome: 'done', value: { provider_id: id } })
  const [message] = simulator.messagesOf(AYESHA)
  expect(message).toEqual({ from: 'BHAROSA', to: AYESHA, text, coding: 'gsm7', segments: 1, at: NOW })
  await simulator.receiptsTold()
  expect(receipts).toEqual([
    { id, status: 'sent' },
    { id, status: 'delivered' },
  ])
})

test('an Urdu text keeps its letters and counts 70 to a segment', async () => {
  const text = 'آپ کا آرڈر روانہ ہو گیا۔ '.repeat(3).trim()
  await channel.send({ to: AYESHA, text, id: newId() })
  expect(simulator.messagesOf(AYESHA)[0]).toMatchObject({ text, coding: 'ucs2', segments: 2 })
  await simulator.receiptsTold()
})

test('a phone that is switched off gets nothing, and its receipt says so', async () => {
  const id = newId()
  await channel.send({ to: '+923001230000', text: 'Salam', id })
  await simulator.receiptsTold()
  expect(simulator.messagesOf('+923001230000')).toEqual([])
  expect(receipts).toEqual([
    { id, status: 'sent' },
    { id, status: 'failed' },
  ])
})

test('phones keep their last messages, newest first, and the phone that was silent longest is forgotten', async () => {
  for (const text of ['1', '2', '3', '4']) await channel.send({ to: AYESHA, text, id: newId() })
  expect(simulator.messagesOf(AYESHA).map((message) => message.text)).toEqual(['4', '3', '2'])
  await channel.send({ to: '+923110000001', text: 'a', id: newId() })
  await channel.send({ to: AYESHA, text: '5', id: newId() })
  await channel.send({ to: '+923110000002', text: 'b', id: newId() })
  expect(simulator.phones().map((phone) => phone.number)).toEqual(['+923110000002', AYESHA])
  expect(simulator.phones()[1]).toMatchObject({ count: 3, latest: { text: '5' } })
  await simulator.receiptsTold()
})

test('Eve invents a receipt, or turns the receipt of one message into that of another: unreadable', async () => {
  const forged = new URLSearchParams({ id: 'm1', sign: 'A'.repeat(24), status: '1' })
  expect(channel.readReceipt(forged)).toEqual({ unreadable: 'not signed by us' })
  expect(channel.readReceipt(new URLSearchParams())).toEqual({ unreadable: 'not signed by us' })
  const addresses: URLSearchParams[] = []
  const app = new Hono().get('*', (c) => {
    addresses.push(new URL(c.req.query('dlr-url') ?? '').searchParams)
    return c.text('0: Accepted for delivery', 202)
  })
  const other = await listenOnLoopback(app)
  await channelAt(other.base).send({ to: AYESHA, text: 'Salam', id: 'm1' })
  await other.close()
  const sign = addresses[0]?.get('sign') ?? ''
  expect(channel.readReceipt(new URLSearchParams({ id: 'm1', sign, status: '16' }))).toEqual({
    id: 'm1',
    status: 'failed',
  })
  expect(channel.readReceipt(new URLSearchParams({ id: 'm2', sign, status: '1' }))).toHaveProperty('unreadable')
  expect(channel.readReceipt(new URLSearchParams({ id: 'm1', sign, status: '%d' }))).toHaveProperty('unreadable')
  const odd = new URLSearchParams({ id: 'm1', sign, status: 'constructor' })
  expect(channel.readReceipt(odd)).toEqual({ unreadable: 'no known status' })
})

test.each([
  ['no number', { to: 'Ayesha', text: 'Salam', id: 'm1' }],
  ['a local number', { to: '03001234567', text: 'Salam', id: 'm1' }],
  ['no text', { to: AYESHA, text: '  ', id: 'm1' }],
  ['an id that would break the address', { to: AYESHA, text: 'Salam', id: 'm1&status=1' }],
  ['a novel', { to: AYESHA, text: 'a'.repeat(1_531), id: 'm1' }],
])('%s is never sent', async (_, message) => {
  expect(await channel.send(message)).toMatchObject({ outcome: 'never' })
  expect(simulator.phones()).toEqual([])
})

test('a wrong password is an alarm for the operator, and neither number nor password is in it', async () => {
  const answer = await channelAt(gateway.base, { password: 'secret123' }).send({ to: AYESHA, text: 'Salam', id: 'm1' })
  expect(answer).toEqual({
    outcome: 'never',
    detail: 'the SMS gateway answered 403: Authorization failed for sendsms',
  })
})

test('a gateway that is silent, gone or busy is asked again later, without secrets in the detail', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const address = silent.address()
  const port = typeof address === 'object' ? address?.port : 0
  const hanging = channelAt(`http://127.0.0.1:${port}`, { timeout_ms: 80 })
  const message = { to: AYESHA, text: 'Your code is 123456', id: 'm1' }
  const answer = await hanging.send(message)
  for (const socket of sockets) socket.destroy()
  silent.close()
  expect(answer).toMatchObject({ outcome: 'retry' })
  expect(JSON.stringify(answer)).not.toMatch(/play|word|123456|3001234567/)

  const busy = await listenOnLoopback(new Hono().get('*', (c) => c.text('Temporal failure, try again later.', 503)))
  expect(await channelAt(busy.base).send(message)).toMatchObject({ outcome: 'retry' })
  await busy.close()
  expect(await channelAt(busy.base).send(message)).toMatchObject({ outcome: 'retry' })
})

test('an answer that is not the gateway’s is neither a yes nor a no', async () => {
  const portal = await listenOnLoopback(new Hono().get('*', (c) => c.html('<html>log in to this network</html>')))
  expect(await channelAt(portal.base).send({ to: AYESHA, text: 'Salam', id: 'm1' })).toMatchObject({ outcome: 'retry' })
  await portal.close()
})

test('the simulator takes the POST form too, and garbles wide letters sent narrow, as real gateways do', async () => {
  const body = new URLSearchParams({ username: 'bharosa', password: 'play word', to: '923001234567', text: 'سلام ok' })
  const url = `${gateway.base}/cgi-bin/sendsms`
  expect((await fetch(url, { method: 'POST', body })).status).toBe(202)
  expect(simulator.messagesOf(AYESHA)[0]?.text).toBe('???? ok')
  body.set('to', 'nobody')
  expect((await fetch(url, { method: 'POST', body })).status).toBe(400)
})
