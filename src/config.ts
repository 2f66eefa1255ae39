import { join, resolve } from 'node:path'

/** Every setting: its name, what it means, and what it is when nobody sets it. `bharosa config` prints this list. */
export const SETTINGS = {
  PORT: { meaning: 'the port to listen on', otherwise: '3000' },
  HOST: { meaning: 'the address to listen on; 0.0.0.0 for every network', otherwise: '127.0.0.1' },
  BHAROSA_ORIGIN: {
    meaning: 'how people reach the market, such as https://bazaar.example.pk; cookies and links follow it',
    otherwise: 'http://localhost:<PORT>',
  },
  BHAROSA_DATA: { meaning: 'the folder of the embedded database, the photos and the key file', otherwise: './data' },
  BHAROSA_KEY_FILE: {
    meaning: 'the master key, 32 bytes in base64; made when it is missing',
    otherwise: '<data>/master.key',
  },
  DATABASE_URL: { meaning: 'another PostgreSQL (15 to 18) instead of the embedded one', otherwise: '' },
  BHAROSA_DEMO: {
    meaning:
      'on or off: demo market, messages readable at /demo/phones, simulated rails; on by itself without DATABASE_URL',
    otherwise: '',
  },
  BHAROSA_NOW: { meaning: 'demo and tests only: a fixed time, or a shift such as +3d', otherwise: '' },
  BHAROSA_ROLE: {
    meaning: 'all, or web for a further node on the same DATABASE_URL: pages and an index of its own, no rounds',
    otherwise: 'all',
  },
  OPENSEARCH_URL: {
    meaning: 'an OpenSearch that holds the index of goods instead of this process, https://user:password@host:9200',
    otherwise: '',
  },
  OPENSEARCH_PREFIX: { meaning: 'what the names of its indexes begin with', otherwise: 'bharosa-goods' },
  BHAROSA_MARKET_NAME: { meaning: 'what the market is called', otherwise: 'Bharosa' },
  BHAROSA_HELP_PHONE: { meaning: 'the number of the person who helps', otherwise: '+923000000100' },
  BHAROSA_LOG: { meaning: 'trace, debug, info, warn, error or silent', otherwise: 'info' },
  BHAROSA_POOL: { meaning: 'database connections at most', otherwise: '10' },
  BHAROSA_REQUESTS_A_MINUTE: { meaning: 'requests one address may make; 0 for no limit', otherwise: '1200' },
  BHAROSA_PROXIES: { meaning: 'how many trusted proxies stand in front and set X-Forwarded-For', otherwise: '0' },
  BHAROSA_KEEP_NOTICES_DAYS: {
    meaning: 'how long notices of payment services are kept, 180 days at least; in a dispute until it has ended',
    otherwise: '400',
  },
  BHAROSA_METRICS_TOKEN: { meaning: 'bearer token for /metrics from other machines', otherwise: '' },
  JAZZCASH_MERCHANT_ID: {
    meaning: 'merchant id at JazzCash; without it prepaid is off outside of the demo',
    otherwise: '',
  },
  JAZZCASH_PASSWORD: { meaning: 'password at JazzCash', otherwise: '' },
  JAZZCASH_SALT: { meaning: 'integrity salt at JazzCash', otherwise: '' },
  JAZZCASH_MPIN: { meaning: 'merchant MPIN, needed for refunds', otherwise: '' },
  JAZZCASH_URL: { meaning: 'JazzCash host', otherwise: 'https://payments.jazzcash.com.pk' },
  JAZZCASH_WAYS: {
    meaning: 'what buyers are offered of JazzCash: page, wallet (a prompt on the phone), voucher (cash at a shop)',
    otherwise: 'page',
  },
  EASYPAISA_STORE: {
    meaning: 'store id at Easypaisa; without it Easypaisa is off outside of the demo',
    otherwise: '',
  },
  EASYPAISA_HASH_KEY: { meaning: 'hash key at Easypaisa, sixteen letters', otherwise: '' },
  EASYPAISA_USER: { meaning: 'user of the REST interface at Easypaisa', otherwise: '' },
  EASYPAISA_PASSWORD: { meaning: 'its password', otherwise: '' },
  EASYPAISA_ACCOUNT: { meaning: 'merchant account number at Easypaisa', otherwise: '' },
  EASYPAISA_EMAIL: {
    meaning: 'an e-mail address of the market, which Easypaisa wants with each payment',
    otherwise: '',
  },
  EASYPAISA_URL: { meaning: 'Easypaisa host', otherwise: 'https://easypay.easypaisa.com.pk' },
  EASYPAISA_WAYS: {
    meaning: 'what buyers are offered of Easypaisa: page, wallet (a prompt on the phone), otc (cash at a shop)',
    otherwise: 'page',
  },
  SAFEPAY_API_KEY: { meaning: 'public key at Safepay; without it Safepay is off outside of the demo', otherwise: '' },
  SAFEPAY_SECRET_KEY: { meaning: 'secret key at Safepay', otherwise: '' },
  SAFEPAY_WEBHOOK_KEY: { meaning: 'shared secret of the webhooks at Safepay', otherwise: '' },
  SAFEPAY_VERSION: { meaning: 'v3, or v1 for an older account: that one can refund nothing', otherwise: 'v3' },
  SAFEPAY_ENVIRONMENT: { meaning: 'production or sandbox', otherwise: 'production' },
  SAFEPAY_URL: { meaning: 'Safepay API', otherwise: 'https://api.getsafepay.com' },
  SAFEPAY_PAGE_URL: { meaning: 'host of the pages of Safepay', otherwise: 'https://getsafepay.com' },
  PAYFAST_MERCHANT_ID: {
    meaning: 'merchant id at PayFast of Pakistan; without it PayFast is off outside of the demo',
    otherwise: '',
  },
  PAYFAST_SECURED_KEY: { meaning: 'secured key at PayFast', otherwise: '' },
  PAYFAST_EMAIL: { meaning: 'an e-mail address of the market, which PayFast wants with each payment', otherwise: '' },
  PAYFAST_PAGE_URL: { meaning: 'host of the pages of PayFast', otherwise: 'https://ipg1.apps.net.pk' },
  PAYFAST_URL: { meaning: 'PayFast API', otherwise: 'https://api.gopayfast.com' },
  RAAST_URL: {
    meaning: 'participant bank or switch for Raast; without it Raast is off outside of the demo',
    otherwise: '',
  },
  RAAST_CLIENT: { meaning: 'client id there', otherwise: '' },
  RAAST_CLIENT_KEY: { meaning: 'client secret there', otherwise: '' },
  RAAST_MERCHANT: { meaning: 'merchant id there', otherwise: '' },
  RAAST_CATEGORY: { meaning: 'kind of trade, four digits', otherwise: '5311' },
  RAAST_CITY: { meaning: 'town of the market', otherwise: 'Karachi' },
  RAAST_ADDRESS: { meaning: 'street of the market', otherwise: '' },
  RAAST_NOTICE_KEY: {
    meaning: 'hex digits that the bank gets with our address for notices: /payments/raast/notice?key=…',
    otherwise: '',
  },
  BANK_IBAN: {
    meaning: 'the account for transfers and Raast; without it both are off outside of the demo',
    otherwise: '',
  },
  BANK_TITLE: { meaning: 'its title', otherwise: '' },
  BANK_NAME: { meaning: 'its bank as people know it', otherwise: '' },
  BANK_BIC: { meaning: 'its bank in eight letters, such as SCBLPKKA', otherwise: '' },
  LEOPARDS_KEY: {
    meaning: 'API key at Leopards; without it only own riders deliver outside of the demo',
    otherwise: '',
  },
  LEOPARDS_PASSWORD: { meaning: 'API password at Leopards', otherwise: '' },
  LEOPARDS_SHIPPER: { meaning: 'shipper id at Leopards', otherwise: '0' },
  LEOPARDS_URL: { meaning: 'Leopards API', otherwise: 'https://merchantapi.leopardscourier.com/api' },
  SMS_URL: { meaning: 'a gateway that speaks Kannel sendsms; needed outside of the demo', otherwise: '' },
  SMS_USER: { meaning: 'user at the SMS gateway', otherwise: '' },
  SMS_PASSWORD: { meaning: 'password at the SMS gateway', otherwise: '' },
  SMS_FROM: { meaning: 'the sender people see', otherwise: 'BHAROSA' },
  BHAROSA_SMTP_URL: {
    meaning: 'a mail server, smtps://user:password@host or smtp:// with STARTTLS; without it shops get no e-mail',
    otherwise: '',
  },
  BHAROSA_MAIL_FROM: { meaning: 'whom mails come from, such as Bazaar <data@bazaar.example.pk>', otherwise: '' },
  SMS_INBOUND_KEY: { meaning: 'secret in the address where the gateway brings texts; empty: none', otherwise: '' },
} as const

export type SettingName = keyof typeof SETTINGS

export interface Config {
  readonly port: number
  readonly host: string
  readonly origin: string
  readonly dataFolder: string
  readonly keyFile: string
  readonly databaseUrl: string | undefined
  readonly demo: boolean
  /** web: this process answers pages and leaves what the market does by itself to another. */
  readonly role: 'all' | 'web'
  readonly now: string
  readonly marketName: string
  readonly helpPhone: string
  readonly logLevel: string
  readonly poolSize: number
  readonly requestsAMinute: number
  readonly proxyCount: number
  readonly keepNoticesDays: number
  readonly metricsToken: string | undefined
  readonly setting: (name: SettingName) => string
}

/** Every setting with its meaning and its value; undefined stands for a secret that is set, which nobody is shown. */
export function shownSettings(config: Config): { name: SettingName; meaning: string; value: string | undefined }[] {
  const names = Object.keys(SETTINGS) as SettingName[]
  return names.map((name) => {
    const value = config.setting(name)
    const isSecret = /PASSWORD|SALT|MPIN|TOKEN|_KEY$|DATABASE_URL|OPENSEARCH_URL|SMTP_URL/.test(name) && value !== ''
    return { name, meaning: SETTINGS[name].meaning, value: isSecret ? undefined : value }
  })
}

/** Reads the settings from the environment. Throws with a sentence a person understands when one makes no sense. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const setting = (name: SettingName) => env[name]?.trim() || SETTINGS[name].otherwise
  const number = (name: SettingName, least: number, most: number) => {
    const value = Number(setting(name))
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new Error(`${name} must be a whole number from ${least} to ${most}, but is ${setting(name)}`)
  }
  const port = number('PORT', 0, 65_535)
  const dataFolder = resolve(setting('BHAROSA_DATA'))
  const databaseUrl = env.DATABASE_URL?.trim() || undefined
  const demo = setting('BHAROSA_DEMO') === '' ? databaseUrl === undefined : setting('BHAROSA_DEMO') === 'on'
  if (!demo && env.BHAROSA_NOW) throw new Error('BHAROSA_NOW is for demos and tests: a real market keeps real time')
  const role = setting('BHAROSA_ROLE')
  if (role !== 'all' && role !== 'web') throw new Error(`BHAROSA_ROLE is all or web, but is ${role}`)
  if (role === 'web' && databaseUrl === undefined) {
    throw new Error('BHAROSA_ROLE=web is for further nodes of a market: say its DATABASE_URL')
  }
  const origin = env.BHAROSA_ORIGIN?.trim().replace(/\/$/, '') || `http://localhost:${port}`
  if (!URL.canParse(origin)) throw new Error(`BHAROSA_ORIGIN is not an address: ${origin}`)
  const smtp = setting('BHAROSA_SMTP_URL')
  if (smtp !== '' && !/^smtps?:\/\/[^/]/.test(smtp)) throw new Error('BHAROSA_SMTP_URL begins with smtps:// or smtp://')
  if (smtp !== '' && !setting('BHAROSA_MAIL_FROM').includes('@')) {
    throw new Error('BHAROSA_SMTP_URL needs BHAROSA_MAIL_FROM, the address that mails come from')
  }
  return {
    port,
    host: setting('HOST'),
    origin,
    dataFolder,
    keyFile: env.BHAROSA_KEY_FILE?.trim() || join(dataFolder, 'master.key'),
    databaseUrl,
    demo,
    role,
    now: setting('BHAROSA_NOW'),
    marketName: setting('BHAROSA_MARKET_NAME'),
    helpPhone: setting('BHAROSA_HELP_PHONE'),
    logLevel: setting('BHAROSA_LOG'),
    poolSize: number('BHAROSA_POOL', 2, 200),
    requestsAMinute: number('BHAROSA_REQUESTS_A_MINUTE', 0, 1_000_000),
    proxyCount: number('BHAROSA_PROXIES', 0, 10),
    keepNoticesDays: number('BHAROSA_KEEP_NOTICES_DAYS', 180, 3_650),
    metricsToken: env.BHAROSA_METRICS_TOKEN?.trim() || undefined,
    setting,
  }
}
