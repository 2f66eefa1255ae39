import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { Hono as Router } from 'hono'
import {
  type EasypaisaSettings,
  easypaisa,
  easypaisaOtc,
  easypaisaWallet,
} from './adapters/payment/easypaisa/easypaisa.ts'
import { easypaisaSimulator } from './adapters/payment/easypaisa/simulator.ts'
import {
  type JazzCashSettings,
  jazzCash,
  jazzCashVoucher,
  jazzCashWallet,
} from './adapters/payment/jazzcash/jazzcash.ts'
import { type JazzCashSimulator, jazzCashSimulator } from './adapters/payment/jazzcash/simulator.ts'
import type { Config, SettingName } from './config.ts'
import type { PaymentRail } from './domains/payments/payments.ts'

const TIMEOUT_MS = 10_000
const NOTICES_EVERY_MS = 2_000

/** The simulated rails of a demo. */
export interface SimulatedRails {
  readonly rails: readonly PaymentRail[]
  readonly jazzcash: JazzCashSimulator
  /** Their pages and calls, each under its name: on our own port for browsers, and on loopback for our server. */
  readonly pages: Hono
  /** Sends what is due, again and again; returns what stops it. */
  start(): () => void
}

export interface SimulatedNeeds {
  readonly config: Config
  readonly now: () => Date
  /** Our own address for notices. */
  readonly ownBase: string
  /** Where the pages below listen for our server; asked once they do. */
  readonly railBase: () => string
}

/** Opens a simulator for each rail, and the rails that speak to it. The address of their calls is known only later. */
export function simulatedRails(needs: SimulatedNeeds): SimulatedRails {
  const [jazzcash, ep] = [simulatedJazzCash(needs), simulatedEasypaisa(needs)]
  const pages = new Router()
  pages.route('/jazzcash', jazzcash.simulator.app)
  pages.route('/easypaisa', ep.simulator.app)
  return {
    rails: [...jazzcash.rails, ...ep.rails],
    jazzcash: jazzcash.simulator,
    pages,
    start() {
      const stops = [jazzcash.simulator.start(NOTICES_EVERY_MS), ep.simulator.payments.start(NOTICES_EVERY_MS)]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

const secret = (bytes = 12) => randomBytes(bytes).toString('hex')

function simulatedJazzCash({ config, now, ownBase, railBase }: SimulatedNeeds) {
  const merchant = { merchant_id: 'DEMO', password: secret(), salt: secret(), merchant_mpin: '1234' }
  const simulator = jazzCashSimulator({
    merchant: { ...merchant, notice_url: `${ownBase}/payments/jazzcash/notice` },
    now,
    file: join(config.dataFolder, 'simulated-jazzcash.json'),
  })
  const settings: JazzCashSettings = {
    ...merchant,
    page_base: '/rails/jazzcash',
    get api_base() {
      return `${railBase()}/jazzcash`
    },
    timeout_ms: TIMEOUT_MS,
  }
  return { simulator, rails: [jazzCash(settings), jazzCashWallet(settings), jazzCashVoucher(settings)] }
}

function simulatedEasypaisa({ config, now, ownBase, railBase }: SimulatedNeeds) {
  const store = { store_id: '28', hash_key: secret(8), username: 'demo', password: secret(), account: '5550001' }
  const simulator = easypaisaSimulator({
    store: { ...store, notice_url: `${ownBase}/payments/easypaisa/notice` },
    own_base: () => `${railBase()}/easypaisa`,
    now,
    file: join(config.dataFolder, 'simulated-easypaisa.json'),
  })
  const settings: EasypaisaSettings = {
    ...store,
    email: 'money@bazaar.example',
    page_base: '/rails/easypaisa',
    get api_base() {
      return `${railBase()}/easypaisa`
    },
    timeout_ms: TIMEOUT_MS,
  }
  return { simulator, rails: [easypaisa(settings), easypaisaWallet(settings), easypaisaOtc(settings)] }
}

/** The rails that this market has an account with, in the order in which buyers are offered them. */
export function realRails({ setting }: Config): readonly PaymentRail[] {
  const rails: PaymentRail[] = []
  const ways = (name: SettingName) => setting(name).split(/[\s,]+/)
  if (setting('JAZZCASH_MERCHANT_ID') !== '') {
    const settings = {
      merchant_id: setting('JAZZCASH_MERCHANT_ID'),
      password: setting('JAZZCASH_PASSWORD'),
      salt: setting('JAZZCASH_SALT'),
      merchant_mpin: setting('JAZZCASH_MPIN'),
      page_base: setting('JAZZCASH_URL'),
      api_base: setting('JAZZCASH_URL'),
      timeout_ms: TIMEOUT_MS,
    }
    const made = { page: jazzCash, wallet: jazzCashWallet, voucher: jazzCashVoucher }
    for (const way of chosen('JAZZCASH_WAYS', ways('JAZZCASH_WAYS'), made)) rails.push(way(settings))
  }
  if (setting('EASYPAISA_STORE') !== '') {
    const settings = {
      store_id: setting('EASYPAISA_STORE'),
      hash_key: setting('EASYPAISA_HASH_KEY'),
      username: setting('EASYPAISA_USER'),
      password: setting('EASYPAISA_PASSWORD'),
      account: setting('EASYPAISA_ACCOUNT'),
      email: setting('EASYPAISA_EMAIL'),
      page_base: setting('EASYPAISA_URL'),
      api_base: setting('EASYPAISA_URL'),
      timeout_ms: TIMEOUT_MS,
    }
    const made = { page: easypaisa, wallet: easypaisaWallet, otc: easypaisaOtc }
    for (const way of chosen('EASYPAISA_WAYS', ways('EASYPAISA_WAYS'), made)) rails.push(way(settings))
  }
  return rails
}

/** The ways of one provider that a setting names. Throws with a sentence a person understands when there is no such. */
function chosen<Way>(name: SettingName, ways: readonly string[], made: Readonly<Record<string, Way>>): Way[] {
  return ways.map((way) => {
    const found = made[way]
    if (!found) throw new Error(`${name} knows ${Object.keys(made).join(', ')}, but not ${way}`)
    return found
  })
}
