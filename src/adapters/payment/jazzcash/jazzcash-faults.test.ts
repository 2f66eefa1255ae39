import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { listenOnLoopback } from '../../loopback.ts'
import { jazzCash } from './jazzcash.ts'
import { signed } from './secure-hash.ts'
import { SimulatorBook } from './simulator-book.ts'

const KEYS = { merchant_id: 'MC00001', password: 'play-password', salt: 'play-salt', merchant_mpin: '1234' }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function railAt(base: string, timeout_ms = 1_000) {
  return jazzCash({ ...KEYS, page_base: base, api_base: base, timeout_ms })
}
/** A rail whose only answer is this one. */
async function railThatSays(answer: () => Response | Promise<Response>) {
  const host = await listenOnLoopback(new Hono().all('*', answer))
  closing.push(host.close)
  return railAt(host.base)
}
function railOverTcp(server: Server, timeout_ms: number) {
  return new Promise<ReturnType<typeof railAt>>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(railAt(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, timeout_ms))
    })
  })
}
const paidFields = { pp_ResponseCode: '000', pp_PaymentResponseCode: '000', pp_Status: 'Completed' }
const refund = { reference: 'R', refund_reference: 'F', amount_paisa: 1n, refunded_before_paisa: 0n }

test('a rail that takes the call and never answers is given up in time', async () => {
  const sockets = new Set<{ destroy(): void }>()
  const silent = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => sockets.delete(socket))
  })
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const rail = await railOverTcp(silent, 80)
  expect(await rail.inquire('R')).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('TimeoutError') })
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'retry' })
})

test('a rail that is not there is asked again later', async () => {
  const gone = await listenOnLoopback(new Hono())
  await gone.close()
  expect(await railAt(gone.base).inquire('R')).toMatchObject({
    outcome: 'retry',
    detail: expect.stringContaining('ECONN'),
  })
})

test.each([
  ['a busy rail', () => new Response('busy', { status: 503 })],
  ['too many questions', () => new Response('slow down', { status: 429 })],
  ['a redirect', () => Response.redirect('http://127.0.0.1:9/', 302)],
  ['a page instead of JSON', () => new Response('<html>maintenance</html>')],
  ['a JSON list', () => Response.json([paidFields])],
  ['nested fields', () => Response.json({ ...paidFields, more: {} })],
  ['too much of it', () => new Response('x'.repeat(1_000_001))],
  ['a paid answer without a signature', () => Response.json(paidFields)],
  ['a paid answer that somebody else signed', () => Response.json(signed(paidFields, 'eves-salt'))],
  ['an answer about another payment', () => Response.json(signed({ ...paidFields, pp_TxnRefNo: 'X' }, KEYS.salt))],
  ['system error 199', () => Response.json({ pp_ResponseCode: '199', pp_SecureHash: '' })],
])('%s proves nothing: ask again', async (_, answer) => {
  const rail = await railThatSays(answer)
  expect(await rail.inquire('R')).toMatchObject({ outcome: 'retry' })
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'retry' })
})

test.each([
  ['000', 'Completed', 'paid'],
  ['121', 'Completed', 'paid'],
  ['000', 'Pending', 'pending'],
  ['124', 'Pending', 'pending'],
  ['199', 'Pending', 'pending'],
  ['131', 'Completed', 'refunded'],
  ['122', 'Completed', 'refunded'],
  ['129', 'Dropped', 'failed'],
  ['004', 'Failed', 'failed'],
  ['', '', 'unknown'],
  ['109', '', 'unknown'],
])(
  'an inquiry that worked with payment code %j and status %j means %s',
  async (pp_PaymentResponseCode, pp_Status, status) => {
    const fields = { pp_ResponseCode: '000', pp_PaymentResponseCode, pp_Status, pp_Amount: '500' }
    const rail = await railThatSays(() => Response.json(signed(fields, KEYS.salt)))
    expect(await rail.inquire('R')).toMatchObject({ outcome: 'done', value: { status } })
  },
)

test('a refund whose answer was lost is found by the next inquiry and not sent again', async () => {
  let refunds = 0
  let refunded = false
  const app = new Hono()
    .post('/ApplicationAPI/API/PaymentInquiry/Inquire', () => {
      const code = refunded ? '131' : '000'
      return Response.json(signed({ ...paidFields, pp_PaymentResponseCode: code }, KEYS.salt))
    })
    .post('/ApplicationAPI/API/2.0/Purchase/Refund/MobileAccount', () => {
      refunds++
      refunded = true
      return new Response('gateway lost it', { status: 502 })
    })
  const host = await listenOnLoopback(app)
  closing.push(host.close)
  expect(await railAt(host.base).refund(refund)).toMatchObject({ outcome: 'retry' })
  expect(await railAt(host.base).refund(refund)).toMatchObject({ outcome: 'done' })
  expect(refunds).toBe(1)
})

test.each([
  ['455', 'retry'],
  ['118', 'retry'],
  ['451', 'never'],
  ['454', 'never'],
  ['132', 'never'],
  ['115', 'never'],
])('a refund answered with %s is %s', async (pp_ResponseCode, outcome) => {
  const app = new Hono()
    .post('/ApplicationAPI/API/PaymentInquiry/Inquire', () => Response.json(signed(paidFields, KEYS.salt)))
    .post('*', () => Response.json(signed({ pp_ResponseCode }, KEYS.salt)))
  const host = await listenOnLoopback(app)
  closing.push(host.close)
  expect(await railAt(host.base).refund(refund)).toMatchObject({ outcome })
})

test('the simulator remembers over a restart, without password, and starts empty from a broken file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rail-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'jazzcash.json')
  const book = new SimulatorBook(file)
  const now = new Date('2026-04-01T10:00:00Z')
  const opened = book.open({ pp_TxnRefNo: 'R1', pp_Amount: '500', pp_Password: 'secret' }, now)
  book.decide(opened, 'paid', '000', now)
  const again = new SimulatorBook(file).find('R1')
  expect(again).toEqual(opened)
  expect(JSON.stringify(again)).not.toContain('secret')
  writeFileSync(file, '{"transactions": [')
  expect(new SimulatorBook(file).find('R1')).toBeUndefined()
})
