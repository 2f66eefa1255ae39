import { createServer } from 'node:net'
import fc from 'fast-check'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Begun, type PaymentRail, type RawNotice, railReference } from '../../domains/payments/rail.ts'
import { newId } from '../../kit/ids/ids.ts'
import { listenOnLoopback } from '../loopback.ts'
import { BENCHES, type Bench, openBench, SECRETS } from './contract/benches.ts'

const AMOUNT = 245_050n
/** No provider is called and nobody tells anything. */
const QUIET = ['bank']
/** Cash at a counter: it is paid or not, and nothing between. */
const AT_A_COUNTER = ['jazzcash-voucher', 'easypaisa-otc']
/** The number that the buyer typed at the shop decides, not one that is typed later. */
const PROMPTS = ['jazzcash-wallet', 'easypaisa-wallet']

describe.each(Object.keys(BENCHES))('%s', (name) => {
  let bench: Bench
  const closing: (() => unknown)[] = []
  beforeEach(async () => {
    const make = BENCHES[name]
    if (!make) throw new Error(name)
    bench = await openBench(make)
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    await bench.close()
  })

  function intent(reference = railReference(newId()), mobile = '03123456789') {
    const now = bench.now()
    const expires_at = new Date(now.getTime() + 1_800_000)
    const words = { description: 'Shoes <size> 42', return_url: `${bench.shop.base}/back?checkout=chk_1` }
    return { reference, amount_paisa: AMOUNT, ...words, expires_at, now, payer: { mobile, cnic6: '345678' } }
  }
  async function begin(asked = intent(), rail: PaymentRail = bench.rail): Promise<Begun> {
    const answer = await rail.begin(asked)
    if (answer.outcome !== 'done') throw new Error(`${name} did not begin: ${answer.detail}`)
    return answer.value
  }
  /** Ayesha pays; the number chooses what happens. A prompt that nobody answered in time may have been paid. */
  async function pay(number = '03123456789') {
    const asked = intent(undefined, number)
    const begun = await bench.rail.begin(asked)
    if (begun.outcome === 'never') throw new Error(`${name} did not begin: ${begun.detail}`)
    await bench.pay(asked.reference, begun.outcome === 'done' ? begun.value : { action: 'wait' }, number)
    await bench.send()
    return asked.reference
  }
  async function statusOf(reference: string) {
    const answer = await bench.rail.inquire(reference)
    return answer.outcome === 'done' ? answer.value.status : answer.outcome
  }
  const read = (raw: RawNotice, rail = bench.rail) => rail.readNotice(raw)
  async function railThatSays(answer: () => Response | Promise<Response>) {
    const host = await listenOnLoopback(new Hono().all('*', answer))
    closing.push(host.close)
    return bench.at(host.base)
  }

  test('nothing is paid before the payer pays, whatever was begun', async () => {
    const asked = intent()
    expect(['unknown', 'pending']).toContain(await statusOf(asked.reference))
    await begin(asked)
    if (!PROMPTS.includes(name)) expect(['unknown', 'pending']).toContain(await statusOf(asked.reference))
    expect(bench.rail.holder).toMatch(/^[a-z]+(:[A-Z]{4})?$/)
  })

  test('what Ayesha pays is paid by our own inquiry, in this amount or none other', async () => {
    const answer = await bench.rail.inquire(await pay())
    expect(answer).toMatchObject({
      outcome: 'done',
      value: { status: 'paid', provider_id: expect.stringMatching(/./) },
    })
    if (answer.outcome === 'done') expect([AMOUNT, null]).toContain(answer.value.amount_paisa)
  })

  test('begun twice by an impatient finger, it is paid once', async () => {
    const asked = intent()
    const first = await begin(asked)
    const second = await bench.rail.begin(asked)
    if (second.outcome === 'done' && first.action === 'show') expect(second.value).toEqual(first)
    await bench.pay(asked.reference, first, '03123456789')
    await bench.pay(asked.reference, first, '03123456789').catch(() => undefined)
    await bench.send()
    expect(await statusOf(asked.reference)).toBe('paid')
    const paid = bench.heard.map((raw) => read(raw)).filter((notice) => 'code' in notice && notice.claimed === 'paid')
    const numbers = paid.map((notice) => ('code' in notice ? `${notice.reference} ${notice.provider_id}` : ''))
    expect(new Set(numbers).size).toBeLessThanOrEqual(1)
  })

  test.runIf(!AT_A_COUNTER.includes(name))('a payer with too little money has paid nothing', async () => {
    const asked = intent(undefined, '03123456780')
    const begun = await bench.rail.begin(asked)
    if (begun.outcome === 'done') await bench.pay(asked.reference, begun.value, '03123456780')
    expect(['failed', 'unknown']).toContain(await statusOf(asked.reference))
  })

  const isSlow = ![...QUIET, ...AT_A_COUNTER].includes(name)
  test.runIf(isSlow)('what is paid after a while is pending first', async () => {
    const reference = await pay('03123456781')
    expect(await statusOf(reference)).toBe('pending')
    bench.wait(31_000)
    await bench.send()
    expect(await statusOf(reference)).toBe('paid')
  })

  test.runIf(isSlow)('a lost notice is found by inquiry; a doubled one says the same twice', async () => {
    expect(await statusOf(await pay('03123456782'))).toBe('paid')
    expect(bench.heard).toEqual([])
    await pay('03123456783')
    const [first, second, third] = bench.heard.map((raw) => read(raw))
    expect(first).toMatchObject({ verified: true })
    expect(second).toEqual(first)
    expect(third).toBeUndefined()
  })

  const tells = !QUIET.includes(name)
  test.runIf(tells)('a notice is the rail’s only with its signature, for us, and as it was sent', async () => {
    const reference = await pay()
    const raw = bench.heard[0]
    if (!raw) throw new Error(`${name} told nothing`)
    expect(read(raw)).toMatchObject({ verified: true, reference, currency: 'PKR' })
    expect(read(raw, bench.foreign)).not.toMatchObject({ verified: true })
    const other = railReference(newId())
    const forged = [
      { ...raw, body: raw.body.replaceAll(reference, other) },
      { ...raw, body: raw.body.replace(/2450[.]50|245050/, '1.00') },
      { ...raw, body: raw.body.replaceAll('PKR', 'USD') },
      { ...raw, headers: {}, query: {} },
    ]
    for (const each of forged.filter((one) => JSON.stringify(one) !== JSON.stringify(raw))) {
      const notice = read(each)
      // Where no signature covers a fact, it is told as it came: payments compare it with ours, and ask.
      const isHarmless =
        'unreadable' in notice ||
        !notice.verified ||
        each.body === raw.body ||
        notice.amount_paisa === 100n ||
        notice.currency === 'USD' ||
        (notice.reference !== reference && (await statusOf(notice.reference)) !== 'paid')
      expect(isHarmless).toBe(true)
    }
  })

  test('a reference of nobody is not paid by what somebody else paid', async () => {
    expect(['unknown', 'pending']).toContain(await statusOf(railReference(newId())))
    const reference = await pay()
    const other = railReference(newId())
    expect(other).not.toBe(reference)
    expect(['unknown', 'pending', 'failed']).toContain(await statusOf(other))
  })

  test('money that comes late is still money', async () => {
    const reference = await pay('03123456782')
    bench.wait(3 * 86_400_000)
    expect(await statusOf(reference)).toBe('paid')
  })

  test.each([
    ['a page of HTML', () => new Response('<html>maintenance</html>')],
    ['half a body', () => new Response('{"data":{"token":"tracker_')],
    ['nothing', () => new Response('')],
    ['a list', () => Response.json([{ responseCode: '00', code: '00', pp_ResponseCode: '000' }])],
    ['trouble', () => new Response('busy', { status: 503 })],
    ['too many questions', () => new Response('slow down', { status: 429 })],
    ['a redirect', () => Response.redirect('http://127.0.0.1:9/', 302)],
    ['a paid answer about somebody else’s payment', paidAnswerOfNobody],
  ])('%s proves nothing and is asked again', async (_words, answer) => {
    if (!tells) return expect(await statusOf(railReference(newId()))).toBe('unknown')
    const reference = await pay()
    const rail = await railThatSays(answer)
    const [inquiry, refund] = [await rail.inquire(reference), await rail.refund(refundOf(reference))]
    expect(inquiry).toMatchObject({ outcome: 'retry' })
    expect(['retry', 'never']).toContain(refund.outcome)
    for (const each of [inquiry, refund, await rail.begin(intent())]) expectNoSecrets(each)
  })

  test.runIf(tells)('a rail that takes the call and never answers is given up in time', async () => {
    const sockets = new Set<{ destroy(): void }>()
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    const address = silent.address()
    const reference = await pay()
    const rail = bench.at(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
    expect(await rail.inquire(reference)).toMatchObject({ outcome: 'retry' })
  })

  test('a refund asked for twice goes back once, and more than was paid never', async () => {
    const reference = await pay()
    const request = refundOf(reference)
    const first = await bench.rail.refund(request)
    const second = await bench.rail.refund(request)
    if (first.outcome === 'never') return expect(second.outcome).toBe('never')
    expect([first.outcome, second.outcome]).toEqual(['done', 'done'])
    const more = { amount_paisa: AMOUNT, refunded_before_paisa: request.amount_paisa }
    const rest = { ...request, refund_reference: railReference(newId()), ...more }
    expect(await bench.rail.refund(rest)).toMatchObject({ outcome: 'never' })
  })

  test('whatever comes as a notice is answered, and nothing that anybody makes up is believed', () => {
    const noise = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      query: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
      headers: fc.constantFrom({}, { 'content-type': 'application/json' }, { 'x-sfpy-signature': 'ab' }),
      body: fc.oneof(fc.string(), fc.json(), fc.webQueryParameters(), fc.constant('x'.repeat(30_000))),
    })
    fc.assert(
      fc.property(noise, (raw) => {
        expect(read(raw)).not.toMatchObject({ verified: true })
      }),
    )
  })
})

function refundOf(reference: string) {
  const refund_reference = `F${reference.slice(1)}`
  return { reference, refund_reference, amount_paisa: 100_000n, refunded_before_paisa: 0n }
}

/** A good answer in the forms of all rails, about a payment that is not asked about. */
function paidAnswerOfNobody() {
  const data = { token: 'tracker_other', state: 'TRACKER_ENDED', amount: 2450.5, currency: 'PKR' }
  return Response.json({
    ...{ access_token: 'a', token: 'a', data, basket_id: 'OTHER', code: '00', transaction_id: '1' },
    ...{ responseCode: '00', rtpStatus: 'ACSC', rtpId: 'RTP-other', instructedAmount: 'none' },
    ...{ pp_ResponseCode: '000', pp_PaymentResponseCode: '000', pp_Status: 'Completed' },
  })
}

function expectNoSecrets(answer: { outcome: string; detail?: string }) {
  for (const secret of [...SECRETS, '03123456789', '345678']) expect(answer.detail ?? '').not.toContain(secret)
}
