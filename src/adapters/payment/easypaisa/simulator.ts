import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { callOutside } from '../../outside.ts'
import { languageOf, sendPage, waitingPage } from '../simulated-page.ts'
import { type SimulatedPayment, SimulatedPayments, type SimulatedPaymentsOptions } from '../simulated-payments.ts'
import { COUNTER_PATH, INQUIRE_PATH, STATUS_PATH, WALLET_PATH } from './client.ts'
import { CONFIRM_PATH, INDEX_PATH } from './easypaisa.ts'
import { confirm, proceed, showPage, type Tokens } from './simulator-pages.ts'
import { initiateOtc, initiateWallet, inquiryOf, statusOf } from './simulator-rest.ts'

/** The one store that the simulated rail knows. */
export interface SimulatedStore {
  readonly store_id: string
  readonly hash_key: string
  readonly username: string
  readonly password: string
  readonly account: string
  /** Where notices go: a GET with an address in its query. */
  readonly notice_url: string
}

export interface EasypaisaSimulatorOptions extends Pick<SimulatedPaymentsOptions, 'now' | 'file' | 'pending_ms'> {
  readonly store: SimulatedStore
  /** How the shop's server reaches this simulator: the address that notices carry begins with it. */
  readonly own_base: () => string
}

export interface EasypaisaSimulator {
  /** The rail's pages and calls; mount it anywhere, or let it listen by itself. */
  readonly app: Hono
  readonly payments: SimulatedPayments
  /** How often somebody fetched the address of a notice, which nobody should. */
  readonly fetched: () => number
}

/** The codes of a payment's end, as the inquiry gives them. */
const CODES = { paid: '0000', pending: 'PENDING', poor: '0013', cancelled: 'CANCELLED', expired: 'EXPIRED' } as const

/** Where what waits for cash is paid; the real ones are shops. */
export const SHOP_PATH = '/shop'

/** An Easypaisa that runs offline: the same paths, fields, encryption and odd answers, with play money. */
export function easypaisaSimulator(options: EasypaisaSimulatorOptions): EasypaisaSimulator {
  const { store } = options
  let fetched = 0
  const payments = new SimulatedPayments({
    ...options,
    codes: CODES,
    async tell({ reference }) {
      const url = `${options.own_base()}${STATUS_PATH}/${store.account}/${reference}`
      const at = `${store.notice_url}?${new URLSearchParams({ url })}`
      const answer = await callOutside({ url: at, method: 'GET', timeout_ms: 5_000 })
      return answer.outcome === 'done' && answer.value.status === 200
    },
  })
  const tokens: Tokens = new Map()
  const app = new Hono()
  const small = bodyLimit({ maxSize: 64_000 })
  app.post(INDEX_PATH, small, (c) => showPage(c, payments, store))
  app.post(INDEX_PATH.replace('Index', 'Pay'), small, (c) => proceed(c, payments, tokens))
  app.post(CONFIRM_PATH, small, (c) => confirm(c, payments, tokens))
  app.post(WALLET_PATH, small, (c) => initiateWallet(c, payments, store))
  app.post(COUNTER_PATH, small, (c) => initiateOtc(c, payments, store))
  app.post(INQUIRE_PATH, small, (c) => inquiryOf(c, payments, store))
  app.get(`${STATUS_PATH}/:account/:order`, (c) => {
    fetched++
    return statusOf(c, payments)
  })
  app.get(SHOP_PATH, (c) => showShop(c, payments))
  app.post(SHOP_PATH, small, (c) => payAtShop(c, payments))
  return { app, payments, fetched: () => fetched }
}

const TITLE = 'A shop that takes Easypaisa (simulator)'

function waitsForCash(payment: SimulatedPayment): boolean {
  return payment.state === 'open' && payment.fields.token !== undefined
}

/** The counter: every number that waits for cash, with a button. */
function showShop(c: Context, payments: SimulatedPayments) {
  const waiting = payments.all().filter(waitsForCash)
  const forms = waiting.map(({ fields, amount }) => ({
    ...{ hidden: { token: fields.token ?? '' }, action: 'shop', reference: fields.token ?? '' },
    amount_paisa: BigInt(amount),
  }))
  return sendPage(c, waitingPage(TITLE, languageOf(c), forms))
}

async function payAtShop(c: Context, payments: SimulatedPayments) {
  const form = new URLSearchParams(await c.req.text())
  const payment = payments.all().find((each) => waitsForCash(each) && each.fields.token === form.get('token'))
  if (!payment) return sendPage(c, waitingPage(TITLE, languageOf(c), []), 404)
  if (form.get('do') === 'cancel') payments.cancel(payment)
  else payments.pay(payment, '')
  await payments.sendDueNotices()
  return showShop(c, payments)
}
