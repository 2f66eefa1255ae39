import type { PaymentRow } from '../../../domains/payments/payments.ts'
import { HOUR_MS } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { Visit } from '../../web/visit.ts'
import { railName } from '../checkout/pay-view.ts'
import { routes } from '../routes.ts'
import type { PaymentStep, PaymentView } from './payment-page.tsx'

/** The money of this payment came for its orders, whatever became of it later. */
export function hasCome({ paid_at, orders }: Pick<PaymentRow, 'paid_at' | 'orders'>): boolean {
  return paid_at !== null && orders.length > 0
}

/** What the page of a payment shows. */
export function paymentView(
  { t, now }: Pick<Visit, 't' | 'now'>,
  payment: PaymentRow,
  hasLooked: boolean,
): PaymentView {
  const [first] = payment.orders
  const orders = routes.orders.href({ checkout: shown('chk', payment.checkout_id) })
  return {
    step: stepOf(payment),
    rail: railName(t, payment.rail),
    amountPaisa: payment.amount_paisa,
    until: untilWords(t, payment, now),
    code: inFours(payment.shown?.code ?? ''),
    qr: payment.shown?.qr ?? null,
    facts: Object.entries(payment.shown?.pay_to ?? {}).map(([name, value]) => factOf(t, name, value)),
    lookedAt: hasLooked && payment.asked_at ? t.time(payment.asked_at) : undefined,
    action: routes.payment.href({ payment: shown('pay', payment.payment_id) }),
    another: first ? routes.orderPayment.href({ order: shown('ord', first.order_id) }) : orders,
    orders,
  }
}

/** The time of day when it is soon, and the day as well when it is not. */
export function untilWords(t: Say, { expires_at }: Pick<PaymentRow, 'expires_at'>, now: Date): string {
  return expires_at.getTime() - now.getTime() < HOUR_MS ? t.time(expires_at) : t.moment(expires_at, now)
}

function stepOf({ state, begun_as, orders }: PaymentRow): PaymentStep {
  // Another amount came than was asked, and all of it goes back.
  if (orders.length === 0) return 'ended'
  if (state === 'failed' || state === 'expired') return 'ended'
  if (begun_as === 'show') return 'show'
  return begun_as === 'wait' && (state === 'begun' || state === 'pending') ? 'prompt' : 'asking'
}

/** A long number is read out in fours, and may be broken there on a small phone. */
function inFours(code: string): string {
  return /^\w{8,}$/.test(code) ? code.replace(/\w{4}(?=\w)/g, '$& ') : code
}

function factOf(t: Say, name: string, value: string): { label: string; value: string } {
  return {
    label: t.maybe(`buyer.payment.to.${name}`) ?? name,
    value: t.maybe(`buyer.payment.at.${value}`) ?? value,
  }
}
