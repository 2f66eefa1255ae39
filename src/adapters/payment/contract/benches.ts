// Each rail beside its simulator, for the tests that hold for all of them.
import { Hono } from 'hono'
import type { Begun, PaymentRail, RawNotice } from '../../../domains/payments/rail.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { bankTransfer } from '../bank/bank.ts'
import { bankSimulator } from '../bank/simulator.ts'
import { easypaisa, easypaisaOtc, easypaisaWallet } from '../easypaisa/easypaisa.ts'
import { easypaisaSimulator, SHOP_PATH } from '../easypaisa/simulator.ts'
import { jazzCash, jazzCashVoucher, jazzCashWallet } from '../jazzcash/jazzcash.ts'
import { COUNTER_PATH, jazzCashSimulator } from '../jazzcash/simulator.ts'
import { payFast } from '../payfast/payfast.ts'
import { payFastSimulator } from '../payfast/simulator.ts'
import { raast, raastRequest } from '../raast/raast.ts'
import { raastSimulator } from '../raast/simulator.ts'
import type { RailNumbers } from '../rail-numbers.ts'
import { safepay } from '../safepay/safepay.ts'
import { safepaySimulator } from '../safepay/simulator.ts'

/** One rail, the provider that it speaks to, and the shop that hears its notices. */
export interface Bench {
  readonly rail: PaymentRail
  /** The same rail as another merchant would have it, or as somebody with wrong keys. */
  readonly foreign: PaymentRail
  /** The same rail, speaking to another address. */
  at(base: string): PaymentRail
  /** The payer pays what was begun; the last digits of the number choose what happens. */
  pay(reference: string, begun: Begun, number: string, amount_paisa?: bigint): Promise<unknown>
  /** Sends the notices that are due. */
  send(): Promise<unknown>
  readonly heard: RawNotice[]
  readonly shop: Loopback
  now(): Date
  wait(ms: number): void
  close(): Promise<unknown>
}

type Parts = Pick<Bench, 'rail' | 'foreign' | 'at' | 'pay' | 'send'>
interface Place {
  readonly notice_url: string
  readonly now: () => Date
  readonly host: (app: Hono) => Promise<string>
}

const TIMEOUT_MS = 1_000
export const SECRETS = ['play-secret-one', 'play-secret-two', 'play-secret-three']
const [ONE, TWO, THREE] = ['play-secret-one', 'play-secret-two', 'play-secret-three'] as const

/** Opens a rail and its simulator on loopback, with a clock that the test turns. */
export async function openBench(
  make: (place: Place) => Promise<Parts>,
  start = new Date('2026-04-01T10:00:00Z'),
): Promise<Bench> {
  let at = start
  const heard: RawNotice[] = []
  const hosts: Loopback[] = []
  const app = new Hono().all('*', async (c) => {
    heard.push({ method: c.req.method, query: c.req.query(), headers: c.req.header(), body: await c.req.text() })
    return c.body('{"pp_ResponseCode":"000"}', 200, { 'content-type': 'application/json' })
  })
  const shop = await listenOnLoopback(app)
  const host = async (provider: Hono) => {
    const listening = await listenOnLoopback(provider)
    hosts.push(listening)
    return listening.base
  }
  const parts = await make({ notice_url: `${shop.base}/notices`, now: () => at, host })
  return {
    ...parts,
    heard,
    shop,
    now: () => at,
    wait(ms) {
      at = new Date(at.getTime() + ms)
    },
    close: () => Promise.all([shop, ...hosts].map((each) => each.close())),
  }
}

/** The rails by name. */
export const BENCHES: Readonly<Record<string, (place: Place) => Promise<Parts>>> = {
  jazzcash: (place) => openJazzCash(place, jazzCash),
  'jazzcash-wallet': (place) => openJazzCash(place, jazzCashWallet),
  'jazzcash-voucher': (place) => openJazzCash(place, jazzCashVoucher),
  easypaisa: (place) => openEasypaisa(place, easypaisa),
  'easypaisa-wallet': (place) => openEasypaisa(place, easypaisaWallet),
  'easypaisa-otc': (place) => openEasypaisa(place, easypaisaOtc),
  'safepay-v1': (place) => openSafepay(place, 'v1'),
  'safepay-v3': (place) => openSafepay(place, 'v3'),
  payfast: openPayFast,
  raast: (place) => openRaast(place, (settings) => raast(settings)),
  'raast-request': (place) => openRaast(place, (settings) => raastRequest(settings)),
  bank: openBank,
}

async function openJazzCash({ notice_url, now, host }: Place, make: typeof jazzCash): Promise<Parts> {
  const keys = { merchant_id: 'MC00001', password: ONE, salt: TWO, merchant_mpin: '1234' }
  const simulator = jazzCashSimulator({ merchant: { ...keys, notice_url }, now })
  const base = await host(simulator.app)
  const at = (api_base: string) => make({ ...keys, page_base: base, api_base, timeout_ms: TIMEOUT_MS })
  return {
    rail: at(base),
    at,
    foreign: make({ ...keys, merchant_id: 'MC00002', salt: THREE, page_base: base, api_base: base, timeout_ms: 1_000 }),
    async pay(_reference, begun, number) {
      if (begun.action === 'wait') return undefined
      if (begun.action !== 'show') return payOnPage(begun, { wallet: number, mpin: '4321' })
      const body = new URLSearchParams({ number: begun.code, do: 'pay' })
      return (await fetch(base + COUNTER_PATH, { method: 'POST', body })).text()
    },
    send: () => simulator.sendDueNotices(),
  }
}

async function openEasypaisa({ notice_url, now, host }: Place, make: typeof easypaisa): Promise<Parts> {
  const keys = { store_id: '28', hash_key: '0123456789ABCDEF', username: 'bazaar', password: ONE, account: '5550001' }
  let base = ''
  const simulator = easypaisaSimulator({ store: { ...keys, notice_url }, now, own_base: () => base })
  base = await host(simulator.app)
  const rest = { email: 'help@bazaar.example', page_base: base, timeout_ms: TIMEOUT_MS }
  const at = (api_base: string) => make({ ...keys, ...rest, api_base })
  const rail = at(base)
  return {
    rail,
    at,
    foreign: make({ ...keys, account: '5550002', ...rest, api_base: base }),
    async pay(_reference, begun, number) {
      if (begun.action === 'wait') return
      if (begun.action === 'show') return void (await post(base + SHOP_PATH, { token: begun.code, do: 'pay' }))
      const page = await (await post(begun.url, begun.fields)).text()
      const sent = await post(begun.url.replace('Index', 'Pay'), { ...hiddenFields(page), number, do: 'pay' })
      const query = Object.fromEntries(new URL(sent.headers.get('location') ?? '', base).searchParams)
      const second = rail.goOn?.({ method: 'GET', query, headers: {}, body: '' }, 'https://bazaar.example/back')
      if (second) await post(second.url, second.fields)
    },
    send: () => simulator.payments.sendDueNotices(),
  }
}

function post(url: string, fields: Readonly<Record<string, string>>) {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

async function openSafepay({ notice_url, now, host }: Place, version: 'v1' | 'v3'): Promise<Parts> {
  const keys = { api_key: 'sec_shop', secret: ONE, webhook_secret: TWO }
  const simulator = safepaySimulator({ ...keys, notice_url, now })
  const base = await host(simulator.app)
  const numbers = numbersInMemory()
  const rest = { version, environment: 'sandbox', page_base: base, timeout_ms: TIMEOUT_MS, numbers } as const
  const at = (api_base: string) => safepay({ ...keys, ...rest, api_base })
  return {
    rail: at(base),
    at,
    foreign: safepay({ api_key: 'sec_other', secret: THREE, webhook_secret: TWO, ...rest, api_base: base }),
    pay: (_reference, begun, number) => payOnPage(begun, { number }),
    send: () => simulator.sendDueNotices(),
  }
}

async function openPayFast({ notice_url, now, host }: Place): Promise<Parts> {
  const keys = { merchant_id: '102', secured_key: ONE }
  const simulator = payFastSimulator({ ...keys, now })
  const base = await host(simulator.app)
  const market = { merchant_name: 'Bazaar', email: 'help@bazaar.example', notice_url, numbers: numbersInMemory() }
  const rest = { ...market, page_base: base, timeout_ms: TIMEOUT_MS }
  const at = (api_base: string) => payFast({ ...keys, ...rest, api_base, leave_base: api_base })
  return {
    rail: at(base),
    at,
    foreign: payFast({ merchant_id: '103', secured_key: ONE, ...rest, api_base: base, leave_base: base }),
    pay: (_reference, begun, number) => payOnPage(begun, { number }),
    send: () => simulator.sendDueNotices(),
  }
}

type RaastSettings = Parameters<typeof raastRequest>[0]

async function openRaast({ notice_url, now, host }: Place, make: (settings: RaastSettings) => PaymentRail) {
  const keys = { client_id: 'client', client_secret: ONE }
  const merchant = {
    merchant_id: 'BAZAAR001',
    name: 'Bazaar',
    iban: 'PK36SCBL0000001123456702',
    ...{ bank: 'SCBLPKKA', category: '5311', city: 'Lahore', address: 'Hall Road' },
  }
  const simulator = raastSimulator({ ...keys, merchant, notice_url: `${notice_url}?key=abcdef`, now })
  const base = await host(simulator.app)
  const rest = { ...keys, notice_key: 'abcdef', timeout_ms: TIMEOUT_MS, numbers: numbersInMemory() }
  const at = (api_base: string) => make({ ...rest, merchant, api_base })
  return {
    rail: at(base),
    at,
    foreign: make({ ...rest, merchant: { ...merchant, merchant_id: 'OTHER' }, api_base: base }),
    pay: async (reference: string, _begun: Begun, number: string) => simulator.pay(reference, number),
    send: () => simulator.sendDueNotices(),
  }
}

async function openBank({ now }: Place): Promise<Parts> {
  const account = { iban: 'PK36SCBL0000001123456702', title: 'Bazaar', bank: 'Standard Chartered' }
  const simulator = bankSimulator({ now })
  const rail = bankTransfer({ account, findCredit: simulator.findCredit })
  return {
    rail,
    at: () => rail,
    foreign: rail,
    async pay(_reference, begun, number, amount_paisa = 245_050n) {
      if (number.endsWith('780')) return
      const code = begun.action === 'show' ? begun.code : ''
      simulator.receive(amount_paisa, `IBFT ${code.slice(0, 5)} ${code.slice(5).toLowerCase()} from Ayesha`)
    },
    send: async () => 0,
  }
}

/** Where the numbers of rails lie while a test runs. */
export function numbersInMemory(): RailNumbers {
  const kept = new Map<string, string>()
  return {
    async keep(rail, reference, number) {
      const key = `${rail} ${reference}`
      if (!kept.has(key)) kept.set(key, number)
      return kept.get(key) ?? number
    },
    find: async (rail, reference) => kept.get(`${rail} ${reference}`),
  }
}

/** The browser opens the rail's page, types, presses Pay, and shows how it ended. */
export async function payOnPage(begun: Begun, typed: Readonly<Record<string, string>>): Promise<string> {
  if (begun.action === 'wait' || begun.action === 'show') throw new Error('this rail has no page')
  const query = new URLSearchParams(begun.fields)
  const opened =
    begun.action === 'get'
      ? await fetch(`${begun.url}?${query}`)
      : await fetch(begun.url, { method: 'POST', body: query })
  const html = await opened.text()
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1]
  if (action === undefined) throw new Error(`no form on the page: ${html.slice(0, 200)}`)
  const body = new URLSearchParams({ ...hiddenFields(html), ...typed, do: 'pay' })
  const ended = await fetch(new URL(action, begun.url), { method: 'POST', body })
  return ended.text()
}

/** The hidden fields of a page, as a browser reads them. */
export function hiddenFields(html: string): Record<string, string> {
  const plain = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [plain(name ?? ''), plain(value ?? '')]))
}
