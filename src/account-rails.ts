import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Hono } from 'hono'
import { bankTransfer } from './adapters/payment/bank/bank.ts'
import { bankSimulator } from './adapters/payment/bank/simulator.ts'
import { payFast } from './adapters/payment/payfast/payfast.ts'
import { payFastSimulator } from './adapters/payment/payfast/simulator.ts'
import { raast, raastRequest } from './adapters/payment/raast/raast.ts'
import { raastSimulator } from './adapters/payment/raast/simulator.ts'
import type { RailNumbers } from './adapters/payment/rail-numbers.ts'
import { safepay } from './adapters/payment/safepay/safepay.ts'
import { safepaySimulator } from './adapters/payment/safepay/simulator.ts'
import type { Config } from './config.ts'
import { findCredit, type PaymentRail, railNumbers } from './domains/payments/payments.ts'
import { isIban, makeIban } from './kit/iban/iban.ts'
import type { Database } from './kit/sql/database.ts'
import type { SimulatedNeeds, SimulatedRails } from './rails.ts'

/** What these rails have to look up in our own books. */
export interface RailBooks {
  readonly numbers: RailNumbers
  readonly findCredit: Parameters<typeof bankTransfer>[0]['findCredit']
}

/** The books of a market. */
export function railBooks(db: Database): RailBooks {
  return {
    numbers: railNumbers(db),
    findCredit: (reference) => db.read((tx) => findCredit(tx, reference)),
  }
}

const TIMEOUT_MS = 10_000
const NOTICES_EVERY_MS = 2_000
const secret = () => randomBytes(12).toString('hex')

/** Safepay, PayFast, Raast and bank transfer beside their simulators, for a demo. */
export function simulatedAccountRails(needs: SimulatedNeeds, books: RailBooks): Omit<SimulatedRails, 'jazzcash'> {
  const parts = [
    simulatedSafepay(needs, books),
    simulatedPayFast(needs, books),
    simulatedRaast(needs, books),
    simulatedBank(needs, books),
  ]
  const pages = new Hono()
  for (const part of parts) pages.route(`/${part.name}`, part.app)
  return {
    rails: parts.flatMap((part) => part.rails),
    pages,
    start() {
      const stops = parts.map((part) => part.start(NOTICES_EVERY_MS))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

const fileOf = (config: Config, name: string) => join(config.dataFolder, `simulated-${name}.json`)

function simulatedSafepay({ config, now, ownBase, railBase }: SimulatedNeeds, { numbers }: RailBooks) {
  const keys = { api_key: 'sec_demo', secret: secret(), webhook_secret: secret() }
  const notice_url = `${ownBase}/payments/safepay/notice`
  const simulator = safepaySimulator({ ...keys, notice_url, now, file: fileOf(config, 'safepay') })
  const rail = safepay({
    ...keys,
    version: 'v3',
    environment: 'sandbox',
    page_base: '/rails/safepay',
    get api_base() {
      return `${railBase()}/safepay`
    },
    timeout_ms: TIMEOUT_MS,
    numbers,
  })
  return { name: 'safepay', app: simulator.app, start: simulator.start, rails: [rail] }
}

function simulatedPayFast({ config, now, ownBase, railBase }: SimulatedNeeds, { numbers }: RailBooks) {
  const keys = { merchant_id: '102', secured_key: secret() }
  const simulator = payFastSimulator({ ...keys, now, file: fileOf(config, 'payfast') })
  const rail = payFast({
    ...keys,
    merchant_name: config.marketName,
    email: 'money@bazaar.example',
    page_base: '/rails/payfast',
    get leave_base() {
      return `${railBase()}/payfast`
    },
    get api_base() {
      return `${railBase()}/payfast`
    },
    notice_url: `${ownBase}/payments/payfast/notice`,
    timeout_ms: TIMEOUT_MS,
    numbers,
  })
  return { name: 'payfast', app: simulator.app, start: simulator.start, rails: [rail] }
}

/** Payers of requests answer after a few seconds; codes are paid on /rails/raast/app. */
function simulatedRaast({ config, now, ownBase, railBase }: SimulatedNeeds, { numbers }: RailBooks) {
  const keys = { client_id: 'demo', client_secret: secret() }
  const notice_key = secret()
  const iban = makeIban('SCBL', '1123456702')
  const place = { category: '5311', city: 'Karachi', address: 'Saddar' }
  const merchant = { merchant_id: 'DEMO', name: config.marketName, iban, bank: 'SCBLPKKA', ...place }
  const notice_url = `${ownBase}/payments/raast/notice?key=${notice_key}`
  const file = fileOf(config, 'raast')
  const simulator = raastSimulator({ ...keys, merchant, notice_url, now, file, answer_ms: 5_000 })
  const settings = {
    ...keys,
    merchant,
    notice_key,
    get api_base() {
      return `${railBase()}/raast`
    },
    timeout_ms: TIMEOUT_MS,
    numbers,
  }
  const rails = [raast(settings), raastRequest(settings)]
  return { name: 'raast', app: simulator.app, start: simulator.start, rails }
}

/** Transfers are made on /rails/bank/app, and are known at once: nobody has to import a statement in a demo. */
function simulatedBank({ config, now }: SimulatedNeeds, books: RailBooks) {
  const simulator = bankSimulator({ now, file: fileOf(config, 'bank') })
  const account = { iban: makeIban('SCBL', '1123456702'), title: config.marketName, bank: 'Standard Chartered' }
  const findCredit: RailBooks['findCredit'] = async (reference) =>
    (await books.findCredit(reference)) ?? simulator.findCredit(reference)
  const start = () => () => undefined
  return { name: 'bank', app: simulator.app, start, rails: [bankTransfer({ account, findCredit })] }
}

/** Those of them that this market has an account with. Throws with a sentence a person understands. */
export function realAccountRails(config: Config, books: RailBooks): readonly PaymentRail[] {
  const { setting } = config
  const { numbers } = books
  const rails: PaymentRail[] = []
  if (setting('SAFEPAY_API_KEY') !== '') {
    rails.push(
      safepay({
        api_key: setting('SAFEPAY_API_KEY'),
        secret: setting('SAFEPAY_SECRET_KEY'),
        webhook_secret: setting('SAFEPAY_WEBHOOK_KEY'),
        version: setting('SAFEPAY_VERSION') === 'v1' ? 'v1' : 'v3',
        environment: setting('SAFEPAY_ENVIRONMENT') === 'sandbox' ? 'sandbox' : 'production',
        page_base: setting('SAFEPAY_PAGE_URL'),
        api_base: setting('SAFEPAY_URL'),
        timeout_ms: TIMEOUT_MS,
        numbers,
      }),
    )
  }
  if (setting('PAYFAST_MERCHANT_ID') !== '') {
    rails.push(
      payFast({
        merchant_id: setting('PAYFAST_MERCHANT_ID'),
        merchant_name: config.marketName,
        secured_key: setting('PAYFAST_SECURED_KEY'),
        email: setting('PAYFAST_EMAIL'),
        page_base: setting('PAYFAST_PAGE_URL'),
        leave_base: setting('PAYFAST_PAGE_URL'),
        api_base: setting('PAYFAST_URL'),
        notice_url: `${config.origin}/payments/payfast/notice`,
        timeout_ms: TIMEOUT_MS,
        numbers,
      }),
    )
  }
  return [...rails, ...realBankRails(config, books)]
}

function realBankRails({ setting, marketName }: Config, { numbers, findCredit }: RailBooks): PaymentRail[] {
  const iban = setting('BANK_IBAN').replaceAll(' ', '').toUpperCase()
  if (iban === '') return []
  if (!isIban(iban)) throw new Error(`BANK_IBAN is no Pakistani IBAN: ${iban}`)
  const account = { iban, title: setting('BANK_TITLE') || marketName, bank: setting('BANK_NAME') }
  const transfer = bankTransfer({ account, findCredit })
  if (setting('RAAST_URL') === '') return [transfer]
  if (setting('RAAST_NOTICE_KEY').length < 16) throw new Error('RAAST_NOTICE_KEY must have at least 16 hex digits')
  const settings = {
    client_id: setting('RAAST_CLIENT'),
    client_secret: setting('RAAST_CLIENT_KEY'),
    merchant: {
      merchant_id: setting('RAAST_MERCHANT'),
      name: account.title,
      iban,
      bank: setting('BANK_BIC'),
      category: setting('RAAST_CATEGORY'),
      city: setting('RAAST_CITY'),
      address: setting('RAAST_ADDRESS'),
    },
    api_base: setting('RAAST_URL'),
    notice_key: setting('RAAST_NOTICE_KEY'),
    timeout_ms: TIMEOUT_MS,
    numbers,
  }
  return [raast(settings), raastRequest(settings), transfer]
}
