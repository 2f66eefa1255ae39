import { z } from 'zod'
import { ordersOfCheckout } from '../../../domains/orders/orders.ts'
import {
  type Begun,
  findPayment,
  noteOpened,
  openPayment,
  PAYMENT_STATES,
  type PaymentRow,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import { id, listOf, money, moneySchema, time, timeOrNull, timeSchema } from '../shapes/basics.ts'
import { checkoutParams, ownCheckout } from './checkouts.ts'

const CONSEQUENCES_MS = 2_000

const paymentSchema = z
  .object({
    id: id('pay'),
    checkout: id('chk'),
    rail: z.string(),
    reference: z.string().describe("What stands on the payer's statement"),
    amount: moneySchema,
    state: z
      .enum(PAYMENT_STATES)
      .describe('unknown: the rail was asked to begin and did not answer; we go on asking it, so do not pay again'),
    expires_at: timeSchema,
    paid_at: timeSchema.nullable(),
  })
  .meta({ id: 'Payment' })

const begunSchema = paymentSchema
  .extend({
    form: z
      .object({ method: z.enum(['POST', 'GET']), url: z.string(), fields: z.record(z.string(), z.string()) })
      .nullable()
      .describe("Send these fields from the buyer's browser: it opens the rail's own page"),
    shown: z
      .object({ code: z.string(), qr: z.string().nullable(), pay_to: z.record(z.string(), z.string()) })
      .nullable()
      .describe('What the buyer pays by: a voucher, a QR code, an account. Neither form nor this: answer the phone'),
  })
  .meta({ id: 'BegunPayment' })

/** What the buyer does next, with addresses that stand alone. */
function nextShape(begun: Begun, origin: string): Pick<z.input<typeof begunSchema>, 'form' | 'shown'> {
  if (begun.action === 'wait') return { form: null, shown: null }
  if (begun.action === 'show') {
    return { form: null, shown: { code: begun.code, qr: begun.qr, pay_to: { ...begun.pay_to } } }
  }
  const method = begun.action === 'post' ? ('POST' as const) : ('GET' as const)
  return { form: { method, url: new URL(begun.url, origin).href, fields: { ...begun.fields } }, shown: null }
}

function paymentShape(payment: Omit<PaymentRow, 'party_id' | 'orders'>): z.input<typeof paymentSchema> {
  const { payment_id, checkout_id, rail, reference, amount_paisa, state, expires_at, paid_at } = payment
  return {
    id: shown('pay', payment_id),
    checkout: shown('chk', checkout_id),
    ...{
      rail,
      reference,
      amount: money(amount_paisa),
      state,
      expires_at: time(expires_at),
      paid_at: timeOrNull(paid_at),
    },
  }
}

/** The orders of a checkout that wait for money. They are read from the buyer's list, which may be a moment behind. */
async function ordersToPay(ask: PersonAsk, checkoutId: string) {
  await ask.market.runner.settled(CONSEQUENCES_MS)
  const orders = await ask.read(async (tx) => {
    await ownCheckout(tx, ask, checkoutId)
    return ordersOfCheckout(tx, ask.person, checkoutId)
  })
  const waiting = orders.filter(({ state }) => state === 'awaiting_payment')
  if (waiting.length === 0) throw new Refusal('conflict', 'orders.not_now')
  return waiting
}

export const PAYMENTS: readonly Operation[] = [
  personal({
    name: 'beginPayment',
    method: 'POST',
    path: '/checkouts/{checkout}/payments',
    area: 'Payments',
    summary: 'Begin to pay the orders of a prepaid checkout',
    more: 'Nothing is paid until the rail tells us so: read the payments of the checkout to see.',
    params: checkoutParams,
    body: z.strictObject({
      rail: z.string().max(40).optional().describe('The first one when it is left out'),
      mobile: z.string().max(40).optional().describe('The wallet, for a rail that needs it'),
      cnic6: z.string().max(20).optional().describe('The last six digits of the CNIC, for a rail that needs them'),
    }),
    status: 201,
    answer: begunSchema,
    run: async (ask, { params, body }) => {
      const { market, person } = ask
      const rail = body.rail === undefined ? [...market.rails.values()][0] : market.rails.get(body.rail)
      if (!rail) throw new Refusal('unavailable', 'api.no_rail')
      const waiting = await ordersToPay(ask, params.checkout)
      const orders = waiting.map(({ shop_id, order_id, total_paisa }) => ({
        ...{ shop_id, order_id, amount_paisa: total_paisa.toString() },
      }))
      const return_url = `${market.origin}/payments/${rail.name}/return?checkout=${shown('chk', params.checkout)}`
      const { mobile, cnic6 } = body
      const payer = { ...(mobile ? { mobile } : {}), ...(cnic6 ? { cnic6 } : {}) }
      const intent = { checkout_id: params.checkout, orders, description: market.name, return_url, payer }
      const opened = await openPayment(market.db, person, rail, intent)
      return ask.write(async (tx) => {
        const { payment, begun } = await noteOpened(tx, opened)
        return { ...paymentShape(payment), ...nextShape(begun, market.origin) }
      })
    },
  }),
  personal({
    name: 'listPayments',
    method: 'GET',
    path: '/checkouts/{checkout}/payments',
    area: 'Payments',
    summary: 'The payment of a checkout that counts: the paid one, else the newest',
    params: checkoutParams,
    status: 200,
    answer: listOf(paymentSchema, 'payments'),
    run: (ask, { params }) =>
      ask.read(async (tx) => {
        await ownCheckout(tx, ask, params.checkout)
        const payment = await findPayment(tx, ask.person, params.checkout)
        const items = payment ? [paymentShape(payment)] : []
        return { items, count: items.length, next: null }
      }),
  }),
]
