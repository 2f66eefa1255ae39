import { Hono } from 'hono'
import { type Loopback, listenOnLoopback } from '../../src/adapters/loopback.ts'
import { easypaisaOtc, easypaisaWallet } from '../../src/adapters/payment/easypaisa/easypaisa.ts'
import { type EasypaisaSimulator, easypaisaSimulator } from '../../src/adapters/payment/easypaisa/simulator.ts'
import { jazzCash, jazzCashVoucher, jazzCashWallet } from '../../src/adapters/payment/jazzcash/jazzcash.ts'
import {
  COUNTER_PATH,
  type JazzCashSimulator,
  jazzCashSimulator,
} from '../../src/adapters/payment/jazzcash/simulator.ts'
import { consequences } from '../../src/consequences.ts'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import {
  beginPayment,
  findOwnPayment,
  listMoneyTrouble,
  listRefunds,
  type PaymentRail,
  receiveNotice,
} from '../../src/domains/payments/payments.ts'
import type { Inquiry } from '../../src/domains/payments/rail.ts'
import { makeEngine } from '../../src/domains/search/search.ts'
import { done, never, retry } from '../../src/kit/errors/outcome.ts'
import { openRunner, type Runner } from '../../src/kit/events/runner.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { atOf, placed, type Trade, trade } from './trade.ts'

export const JC = { merchant_id: 'MC1', password: 'play', salt: 'play-salt', merchant_mpin: '1234' }
export const EP = {
  store_id: '28',
  hash_key: '0123456789ABCDEF',
  username: 'play',
  password: 'play',
  account: '5550001',
}
export const PAYER = { mobile: '03123456789', cnic6: '345678' }
export const MINUTE_MS = 60_000
export const JSON_POST = { method: 'POST', query: {}, headers: { 'content-type': 'application/json' } }

type Said = Partial<Inquiry> | 'retry' | 'never'

/** A market whose money comes by JazzCash and Easypaisa, simulated, with the doors at which they tell us. */
export async function openMoneyIn() {
  let runner: Runner | undefined
  const base = await testDatabase({ onEvents: (events) => runner?.noted(events) })
  const at = await base.db.tx((tx) => trade(tx, 50))
  const said = consequences(await makeEngine(base.db), (city) => city)
  const started = openRunner(base.db, said, openLog('silent'))
  runner = started
  const rails = await openRails(base)
  return new MoneyIn(base, at, started, rails)
}

/** The rails beside their simulators, all on loopback. */
async function openRails(base: TestDatabase) {
  const rails = new Map<string, PaymentRail>()
  const bodies: string[] = []
  const heard = async (name: string, query: Record<string, string>, body: string) => {
    const rail = rails.get(name)
    if (rail) await receiveNotice(base.db, rail, { ...JSON_POST, query, body })
    return rail?.noticeAnswer.body ?? ''
  }
  const door = new Hono()
    .post('/jazzcash', async (c) => {
      bodies.push(await c.req.text())
      return c.body(await heard('jazzcash', {}, bodies.at(-1) ?? ''))
    })
    .get('/easypaisa', async (c) => c.text(await heard('easypaisa-wallet', c.req.query(), '')))
  const ours = await listenOnLoopback(door)
  const now = () => base.clock.now
  const jazz = jazzCashSimulator({ merchant: { ...JC, notice_url: `${ours.base}/jazzcash` }, now })
  const store = { ...EP, notice_url: `${ours.base}/easypaisa` }
  const easy = easypaisaSimulator({ store, own_base: () => easyAt.base, now })
  const [jazzAt, easyAt] = [await listenOnLoopback(jazz.app), await listenOnLoopback(easy.app)]
  const jc = { ...JC, page_base: jazzAt.base, api_base: jazzAt.base, timeout_ms: 3_000 }
  const ep = { ...EP, email: 'a@b', page_base: easyAt.base, api_base: easyAt.base, timeout_ms: 3_000 }
  for (const make of [jazzCash, jazzCashWallet, jazzCashVoucher]) rails.set(make(jc).name, make(jc))
  for (const make of [easypaisaWallet, easypaisaOtc]) rails.set(make(ep).name, make(ep))
  return { rails, bodies, jazz, easy, jazzAt, easyAt, hosts: [ours, jazzAt, easyAt] }
}

type Rails = Awaited<ReturnType<typeof openRails>>

export class MoneyIn {
  readonly base: TestDatabase
  readonly at: Trade
  readonly runner: Runner
  readonly rails: ReadonlyMap<string, PaymentRail>
  /** What JazzCash told us, as it came. */
  readonly bodies: readonly string[]
  readonly jazz: JazzCashSimulator
  readonly easy: EasypaisaSimulator
  readonly jazzAt: Loopback
  readonly easyAt: Loopback
  readonly #hosts: readonly Loopback[]

  constructor(base: TestDatabase, at: Trade, runner: Runner, rails: Rails) {
    this.base = base
    this.at = at
    this.runner = runner
    this.rails = rails.rails
    this.bodies = rails.bodies
    this.jazz = rails.jazz
    this.easy = rails.easy
    this.jazzAt = rails.jazzAt
    this.easyAt = rails.easyAt
    this.#hosts = rails.hosts
  }

  railOf(name: string): PaymentRail {
    const rail = this.rails.get(name)
    if (!rail) throw new Error(`there is a rail ${name}`)
    return rail
  }

  orders(): Promise<OrderRow> {
    return this.base.db.tx((tx) => placed(tx, this.at, 'prepaid'))
  }

  begins(order: OrderRow, rail: PaymentRail | string, payer = PAYER) {
    return beginPayment(this.base.db, this.at.ayesha, typeof rail === 'string' ? this.railOf(rail) : rail, {
      checkout_id: order.checkout_id,
      orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
      description: 'Chappal',
      return_url: 'http://localhost/back',
      payer,
    })
  }

  /** A voucher: something that can still be paid when its order has gone on. */
  async voucherFor(order: OrderRow) {
    const { payment, begun } = await this.begins(order, 'jazzcash-voucher')
    if (begun.action !== 'show') throw new Error('there is a voucher')
    return { payment, number: begun.code }
  }

  async paysAtCounter(number: string): Promise<void> {
    const body = new URLSearchParams({ number })
    await fetch(this.jazzAt.base + COUNTER_PATH, { method: 'POST', body })
    await this.settles()
  }

  /** All notices are sent and all that follows has happened. */
  async settles(): Promise<void> {
    // The first may join a round that began before the last notice was due.
    for (let i = 0; i < 2; i++) await Promise.all([this.jazz.sendDueNotices(), this.easy.payments.sendDueNotices()])
    if (!(await this.runner.settled(10_000))) throw new Error('what follows happens within ten seconds')
  }

  passes(ms: number): void {
    this.base.clock.now = new Date(this.base.clock.now.getTime() + ms)
  }

  async stateOf(order: OrderRow): Promise<string> {
    return (await this.base.db.read((tx) => findOrder(tx, order.order_id))).order.state
  }

  paymentOf(id: string) {
    return this.base.db.read((tx) => findOwnPayment(tx, this.at.ayesha, id))
  }

  refundsOf(order: OrderRow) {
    return this.base.db.read((tx) => listRefunds(tx, order.party_id, order.order_id))
  }

  /** What Dania sees in her money room. */
  toLookAt() {
    return this.base.db.read((tx) => listMoneyTrouble(tx, this.at.dania))
  }

  rowsOf(state: string): Promise<object[]> {
    return this.base.db.read((tx) => tx.all<object>(sql`select payment_id from payments where state = ${state}`))
  }

  /** A rail of which the test says what it answers. */
  oddRail(inquiry: Said): PaymentRail {
    const value = { status: 'paid' as const, amount_paisa: null, provider_id: 'P1', code: '000' }
    return {
      ...this.railOf('jazzcash-wallet'),
      begin: async () => done({ action: 'wait' }),
      inquire: async () => {
        if (inquiry === 'retry') return retry('no answer')
        return inquiry === 'never' ? never('refused') : done({ ...value, ...inquiry })
      },
    }
  }

  async close(): Promise<void> {
    await this.runner.stop()
    await Promise.all(this.#hosts.map((host) => host.close()))
  }
}
