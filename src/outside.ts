import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { Hono as Router } from 'hono'
import { type SmsSimulator, smsSimulator } from './adapters/channel/sms/simulator.ts'
import { smsChannel } from './adapters/channel/sms/sms.ts'
import { leopards } from './adapters/courier/leopards/leopards.ts'
import { leopardsSimulator } from './adapters/courier/leopards/simulator.ts'
import { listenOnLoopback } from './adapters/loopback.ts'
import { jazzCash } from './adapters/payment/jazzcash/jazzcash.ts'
import { type JazzCashSimulator, jazzCashSimulator } from './adapters/payment/jazzcash/simulator.ts'
import type { Config } from './config.ts'
import type { City } from './domains/catalogue/catalogue.ts'
import type { Courier } from './domains/delivery/courier.ts'
import type { Channel } from './domains/messaging/channel.ts'
import type { PaymentRail } from './domains/payments/payments.ts'
import type { Keys } from './kit/keys/keys.ts'

/** The outside world as this installation has it: real providers, or their simulators in a demo. */
export interface Outside {
  rails: ReadonlyMap<string, PaymentRail>
  couriers: ReadonlyMap<string, Courier>
  channel: Channel
  /** Only in a demo. */
  simulators: { jazzcash: JazzCashSimulator; sms: SmsSimulator; page: Hono } | undefined
  close(): Promise<void>
}

export interface OutsideNeeds {
  config: Config
  keys: Keys
  cities: readonly City[]
  now: () => Date
  /** Our own address for what calls us server to server. */
  ownBase: string
}

const TIMEOUT_MS = 10_000

/** Opens the adapters. In a demo they speak to simulators on a loopback port of their own, and to nothing else. */
export function openOutside(needs: OutsideNeeds): Promise<Outside> {
  return needs.config.demo ? openSimulated(needs) : Promise.resolve(openReal(needs))
}

async function openSimulated({ config, keys, cities, now, ownBase }: OutsideNeeds): Promise<Outside> {
  const secret = () => randomBytes(12).toString('hex')
  const merchant = { merchant_id: 'DEMO', password: secret(), salt: secret(), merchant_mpin: '1234' }
  const jazzcash = jazzCashSimulator({
    merchant: { ...merchant, notice_url: `${ownBase}/payments/jazzcash/notice` },
    now,
    file: join(config.dataFolder, 'simulated-jazzcash.json'),
  })
  const login = { username: 'demo', password: secret() }
  const sms = smsSimulator({ ...login, now })
  const api = { api_key: secret(), api_password: secret() }
  const parcels = leopardsSimulator({
    ...api,
    now,
    cities: cities.map((city, i) => ({ id: i + 1, name: city.name_en })),
    file: join(config.dataFolder, 'simulated-leopards.json'),
    step_ms: 60_000,
  })
  const all = new Router()
  all.route('/jazzcash', jazzcash.app)
  all.route('/sms', sms.app)
  all.route('/leopards', parcels.app)
  const listening = await listenOnLoopback(all)
  const stopNotices = jazzcash.start(2_000)
  const rail = jazzCash({
    ...merchant,
    page_base: '/rails/jazzcash',
    api_base: `${listening.base}/jazzcash`,
    timeout_ms: TIMEOUT_MS,
  })
  const courier = leopards({
    ...api,
    base_url: `${listening.base}/leopards/api`,
    shipper_id: 1,
    timeout_ms: TIMEOUT_MS,
  })
  const channel = smsChannel({
    ...login,
    base_url: `${listening.base}/sms`,
    from: config.setting('SMS_FROM'),
    receipt_url: `${ownBase}/channels/sms/receipts`,
    receipt_key: keys.sign,
    timeout_ms: TIMEOUT_MS,
  })
  return {
    rails: new Map([[rail.name, rail]]),
    couriers: new Map([[courier.name, courier]]),
    channel,
    simulators: { jazzcash, sms, page: jazzcash.app },
    async close() {
      stopNotices()
      await listening.close()
    },
  }
}

function openReal({ config, keys }: OutsideNeeds): Outside {
  const { setting } = config
  const rails = new Map<string, PaymentRail>()
  if (setting('JAZZCASH_MERCHANT_ID') !== '') {
    const base = setting('JAZZCASH_URL')
    const rail = jazzCash({
      merchant_id: setting('JAZZCASH_MERCHANT_ID'),
      password: setting('JAZZCASH_PASSWORD'),
      salt: setting('JAZZCASH_SALT'),
      merchant_mpin: setting('JAZZCASH_MPIN'),
      page_base: base,
      api_base: base,
      timeout_ms: TIMEOUT_MS,
    })
    rails.set(rail.name, rail)
  }
  const couriers = new Map<string, Courier>()
  if (setting('LEOPARDS_KEY') !== '') {
    const courier = leopards({
      base_url: setting('LEOPARDS_URL'),
      api_key: setting('LEOPARDS_KEY'),
      api_password: setting('LEOPARDS_PASSWORD'),
      shipper_id: Number(setting('LEOPARDS_SHIPPER')),
      timeout_ms: TIMEOUT_MS,
    })
    couriers.set(courier.name, courier)
  }
  const channel = smsChannel({
    base_url: setting('SMS_URL'),
    username: setting('SMS_USER'),
    password: setting('SMS_PASSWORD'),
    from: setting('SMS_FROM'),
    receipt_url: `${config.origin}/channels/sms/receipts`,
    receipt_key: keys.sign,
    timeout_ms: TIMEOUT_MS,
  })
  return { rails, couriers, channel, simulators: undefined, close: () => Promise.resolve() }
}
