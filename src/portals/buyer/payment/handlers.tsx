import { findOrderOfBuyer, ordersOfCheckout } from '../../../domains/orders/orders.ts'
import { askPayment, findOwnPayment, findPayment, type PaymentRow } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm, page } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { railName } from '../checkout/pay-view.ts'
import { orderPage } from '../orders/handlers.tsx'
import { routes } from '../routes.ts'
import { chooseRail, type Due, leadAway, payAtRail, railOf } from './begin.tsx'
import { ConfirmPage } from './confirm-page.tsx'
import { PaymentPage } from './payment-page.tsx'
import { hasCome, paymentView } from './payment-view.ts'

/** The orders follow a payment soon after it is booked; the page waits so long that it usually shows them paid. */
const SETTLE_MS = 2000

/** Every order of the same checkout that still waits is paid with it. */
async function dueOf(c: PageContext): Promise<Due & { railBefore: string | undefined }> {
  const person = personHere(c)
  const orderId = parseId('ord', c.req.param('order'))
  if (!orderId) throw new Refusal('not_found', 'orders.unknown')
  return c.var.visit.market.db.read(async (tx) => {
    const { order } = await findOrderOfBuyer(tx, person, orderId)
    if (order.state !== 'awaiting_payment') throw new Refusal('conflict', 'orders.not_now')
    const [all, before] = await Promise.all([
      ordersOfCheckout(tx, person, order.checkout_id),
      findPayment(tx, person, order.checkout_id),
    ])
    const rows = all.filter(({ state }) => state === 'awaiting_payment')
    const orders = rows.length > 0 ? rows : [{ ...order, shop_id: order.party_id }]
    return { checkoutId: order.checkout_id, orders, railBefore: before?.rail }
  })
}

/** Every way to pay an order that waits for money. */
export async function showWaysToPay(c: PageContext): Promise<Response> {
  const { railBefore, ...due } = await dueOf(c)
  return chooseRail(c, due, railBefore === undefined ? {} : { chosen: railBefore })
}

/** Pay now: by the way that is chosen here, or by the one that was chosen before. */
export function payOrder(c: PageContext): Promise<Response> {
  return answerForm(
    async () => {
      const form = await readForm(c)
      const { railBefore = '', ...due } = await dueOf(c)
      const chosen = form.text('rail') || railBefore
      try {
        return await payBy(c, due, chosen, form)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'unavailable') throw error
        return chooseRail(c, due, { chosen, refusal: error })
      }
    },
    (refusal) => orderPage(c, refusal),
  )
}

async function payBy(c: PageContext, due: Due, chosen: string, form: Form): Promise<Response> {
  const [only, ...others] = c.var.visit.market.rails.values()
  const rail = chosen === '' && others.length === 0 ? only : undefined
  if (chosen === '' && !rail) return chooseRail(c, due)
  const isTyped = form.values.mobile !== undefined || form.values.cnic6 !== undefined
  const payer = isTyped ? { mobile: form.text('mobile'), cnic6: form.text('cnic6') } : undefined
  return payAtRail(c, rail ?? railOf(c, chosen), due, { payer })
}

async function ownPayment(c: PageContext): Promise<PaymentRow> {
  const person = personHere(c)
  const id = parseId('pay', c.req.param('payment'))
  if (!id) throw new Refusal('not_found', 'payments.no_payment')
  return c.var.visit.market.db.read((tx) => findOwnPayment(tx, person, id))
}

/** The prompt, the number to pay by, or how it ended. */
export async function showPayment(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const payment = await ownPayment(c)
  if (hasCome(payment)) return c.redirect(ordersHref(payment, 'paid'), 303)
  const view = paymentView(visit, payment, c.req.query('looked') === '1')
  const title = visit.t('buyer.rail.title', { rail: view.rail })
  return page(c, { title }, <PaymentPage t={visit.t} view={view} hidden={formFields(c)} />)
}

/** "I have paid": we ask the rail, and believe only what it answers. */
export async function lookAgain(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  const payment = await ownPayment(c)
  const rail = market.rails.get(payment.rail)
  const settled = rail ? await askPayment(market.db, rail, payment.reference) : 'asking'
  if (settled === 'paid') {
    await market.runner.settled(SETTLE_MS)
    return c.redirect(ordersHref(payment, 'paid'), 303)
  }
  return c.redirect(routes.payment.href({ payment: shown('pay', payment.payment_id) }, { looked: '1' }), 303)
}

function ordersHref(payment: PaymentRow, news: string): string {
  return routes.orders.href({ checkout: shown('chk', payment.checkout_id), news })
}

/** A rail's page came back in the middle: one more button takes the buyer on. */
export async function goOnAtRail(c: PageContext): Promise<Response> {
  const { market, t } = c.var.visit
  const rail = railOf(c, c.req.param('rail') ?? '')
  const checkout = parseId('chk', c.req.param('checkout'))
  const at = { rail: rail.name, checkout: checkout ? shown('chk', checkout) : '' }
  const raw = { method: 'GET', query: c.req.query(), headers: {}, body: '' }
  const form = rail.goOn?.(raw, `${market.origin}${routes.railReturnOf.href(at)}`)
  if (!form || !checkout) return c.redirect(routes.orders.href({ news: 'checking' }), 303)
  const name = railName(t, rail.name)
  return leadAway(c, t('buyer.rail.title', { rail: name }), form.url, <ConfirmPage t={t} rail={name} form={form} />)
}
