import { z } from 'zod'
import { ordersOfCheckout } from '../../../domains/orders/orders.ts'
import { beginPayment, findPayment, PAY_WITHIN_MS, type PaymentRow } from '../../../domains/payments/payments.ts'
import { later } from '../../../kit/clock/clock.ts'
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
    state: z.enum(['begun', 'pending', 'paid', 'failed', 'expired', 'refunding', 'refunded']),
    expires_at: timeSchema,
    paid_at: timeSchema.nullable(),
  })
  .meta({ id: 'Payment' })

const begunSchema = paymentSchema
  .extend({
    form: z
      .object({ method: z.literal('POST'), url: z.string(), fields: z.record(z.string(), z.string()) })
      .describe("Post these fields from the buyer's browser: it opens the rail's own page"),
  })
  .meta({ id: 'BegunPayment' })

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
    body: z.strictObject({ rail: z.string().max(40).optional().describe('The first one when it is left out') }),
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
      return ask.write(async (tx) => {
        const return_url = `${market.origin}/payments/${rail.name}/return?checkout=${shown('chk', params.checkout)}`
        const intent = { checkout_id: params.checkout, orders, description: market.name, return_url }
        const { payment, form } = await beginPayment(tx, person, rail, intent)
        const url = new URL(form.url, market.origin).href
        return {
          ...{ id: shown('pay', payment.payment_id), checkout: shown('chk', params.checkout), rail: rail.name },
          ...{ reference: payment.reference, amount: money(payment.amount_paisa), state: 'begun' as const },
          ...{ expires_at: time(later(tx.now, PAY_WITHIN_MS)), paid_at: null },
          form: { method: 'POST' as const, url, fields: { ...form.fields } },
        }
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
