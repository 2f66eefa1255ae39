import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Hono as Router } from 'hono'
import { type RailBooks, realAccountRails, simulatedAccountRails } from './account-rails.ts'
import { s3Writer } from './adapters/bucket/s3.ts'
import { type SmsSimulator, smsSimulator } from './adapters/channel/sms/simulator.ts'
import { smsChannel } from './adapters/channel/sms/sms.ts'
import { leopards } from './adapters/courier/leopards/leopards.ts'
import { leopardsSimulator } from './adapters/courier/leopards/simulator.ts'
import { hookSender } from './adapters/hooks/sender.ts'
import { listenOnLoopback } from './adapters/loopback.ts'
import { type SmtpSimulator, smtpSimulator } from './adapters/mail/simulator.ts'
import { smtpMailer } from './adapters/mail/smtp.ts'
import type { Config } from './config.ts'
import type { City } from './domains/catalogue/catalogue.ts'
import type { Courier } from './domains/delivery/courier.ts'
import type { HookSender, Senders } from './domains/exports/sender.ts'
import type { Channel } from './domains/messaging/channel.ts'
import type { PaymentRail } from './domains/payments/payments.ts'
import type { Keys } from './kit/keys/keys.ts'
import { realRails, type SimulatedRails, simulatedRails } from './rails.ts'

/** The outside world as this installation has it: real providers, or their simulators in a demo. */
export interface Outside {
  rails: ReadonlyMap<string, PaymentRail>
  couriers: ReadonlyMap<string, Courier>
  channel: Channel
  /** Tells the programs of shops. In a demo also those on this computer. */
  hooks: HookSender
  /** Sends shops their own data. */
  senders: Senders
  /** Only in a demo. */
  simulators: (Pick<SimulatedRails, 'jazzcash' | 'pages'> & { sms: SmsSimulator; mail: SmtpSimulator }) | undefined
  close(): Promise<void>
}

export interface OutsideNeeds {
  config: Config
  keys: Keys
  cities: readonly City[]
  now: () => Date
  /** Our own address for what calls us server to server. */
  ownBase: string
  /** What rails have to look up in our own books. */
  books: RailBooks
}

const TIMEOUT_MS = 10_000

/** Opens the adapters. In a demo they speak to simulators on a loopback port of their own, and to nothing else. */
export function openOutside(needs: OutsideNeeds): Promise<Outside> {
  return needs.config.demo ? openSimulated(needs) : Promise.resolve(openReal(needs))
}

async function openSimulated({ config, keys, cities, now, ownBase, books }: OutsideNeeds): Promise<Outside> {
  let base = ''
  const simulated = simulatedRails({ config, now, ownBase, railBase: () => base })
  const accounts = simulatedAccountRails({ config, now, ownBase, railBase: () => base }, books)
  simulated.pages.route('/', accounts.pages)
  const secret = () => randomBytes(12).toString('hex')
  const login = { username: 'demo', password: secret() }
  const inbound_key = config.setting('SMS_INBOUND_KEY') || secret()
  const inbound_url = `${ownBase}/channels/sms/texts?key=${inbound_key}`
  const sms = smsSimulator({ ...login, now, inbound_url })
  const api = { api_key: secret(), api_password: secret() }
  const parcels = leopardsSimulator({
    ...api,
    now,
    cities: cities.map((city, i) => ({ id: i + 1, name: city.name_en })),
    file: join(config.dataFolder, 'simulated-leopards.json'),
    step_ms: 60_000,
  })
  const all = new Router()
  all.route('/', simulated.pages)
  all.route('/sms', sms.app)
  all.route('/leopards', parcels.app)
  const listening = await listenOnLoopback(all)
  base = listening.base
  const mail = await smtpSimulator({ ...login, now, most: 20 })
  const stops = [simulated.start(), accounts.start()]
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
    inbound_key,
    timeout_ms: TIMEOUT_MS,
  })
  return {
    rails: byName([...simulated.rails, ...accounts.rails]),
    couriers: new Map([[courier.name, courier]]),
    channel,
    hooks: hookSender({ loopback: true }),
    senders: {
      mailer: smtpMailer({ url: mail.url, from: 'Bharosa <data@bharosa.example>', timeout_ms: TIMEOUT_MS }),
      buckets: s3Writer({ loopback: true }),
    },
    simulators: { jazzcash: simulated.jazzcash, sms, mail, pages: simulated.pages },
    async close() {
      for (const stop of stops) stop()
      await mail.close()
      await listening.close()
    },
  }
}

const byName = (rails: readonly PaymentRail[]) => new Map(rails.map((rail) => [rail.name, rail]))

function openReal({ config, keys, books }: OutsideNeeds): Outside {
  const { setting } = config
  const rails = byName([...realRails(config), ...realAccountRails(config, books)])
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
    inbound_key: setting('SMS_INBOUND_KEY'),
    timeout_ms: TIMEOUT_MS,
  })
  const hooks = hookSender({ loopback: false })
  const [smtp, from] = [setting('BHAROSA_SMTP_URL'), setting('BHAROSA_MAIL_FROM')]
  const mailer = smtp === '' ? undefined : smtpMailer({ url: smtp, from, timeout_ms: TIMEOUT_MS })
  const senders = { mailer, buckets: s3Writer({ loopback: false }) }
  return { rails, couriers, channel, hooks, senders, simulators: undefined, close: () => Promise.resolve() }
}
