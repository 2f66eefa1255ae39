import { quoteDelivery } from '../../../domains/delivery/delivery.ts'
import { type Placed, placeCart, type Wish } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { countOrdered } from '../../web/looks.ts'
import { refusalWords } from '../../web/pages.tsx'
import { type PageContext, personHere } from '../../web/visit.ts'
import { cartPage } from '../cart/handlers.tsx'
import { payAtRail, railOf } from '../payment/begin.tsx'
import { routes } from '../routes.ts'
import { paymentPage } from './handlers.tsx'

/** The consequences of an order (the buyer's list, the cart) are waited for this long before the next page. */
const SETTLE_MS = 2000

/** Places the orders. The checkout's id makes it once-only: sent again, it leads to the same orders. */
export async function place(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t, cartId, locale } = c.var.visit
  const form = await readForm(c)
  const checkoutId = parseId('chk', form.text('checkout'))
  const addressId = parseId('adr', form.text('address'))
  const method = form.text('method')
  if (!checkoutId || !cartId) throw new Refusal('not_found', 'orders.no_checkout')
  if (!addressId) return c.redirect(routes.checkout.href(), 303)
  const said = { method, code: form.text('code'), tip: form.text('tip') }
  // The second button of the form only asks what the code takes off.
  if (form.text('use') !== '') return paymentPage(c, person, form.text('address'), said)
  if (method !== 'cod' && !market.rails.has(method)) {
    const error = { field: 'method', message: t('buyer.pay.choose') } as const
    return paymentPage(c, person, form.text('address'), { ...said, error })
  }
  const wish: Wish = {
    checkout_id: checkoutId,
    cart_id: cartId,
    address_id: addressId,
    method: method === 'cod' ? 'cod' : 'prepaid',
    language: locale,
    voucher_code: said.code || null,
    tip_paisa: tipOf(form),
  }
  const wayFee = (from: string, to: string) => quoteDelivery(market.places, from, to).fee_paisa
  try {
    const placed = await placeCart(market.db, person, wish, wayFee)
    countOrdered(c, placed.queries)
    return await answerPlaced(c, checkoutId, method, placed)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.reason === 'identity.address_unknown') return c.redirect(routes.checkout.href(), 303)
    const field = FIELD_OF[error.reason]
    if (field) {
      const wrong = { field, message: refusalWords(t, error) }
      return paymentPage(c, person, form.text('address'), { ...said, error: wrong })
    }
    if (error.code !== 'conflict') throw error
    if (error.reason === 'payments.already_paid') {
      return c.redirect(routes.orders.href({ checkout: shown('chk', checkoutId) }), 303)
    }
    // What is sold out, or dearer than it was, is looked at in the cart; nothing was ordered.
    return cartPage(c, error)
  }
}

/** What is said wrong beside the address is said again beside its field. */
const FIELD_OF: Readonly<Record<string, 'method' | 'code' | 'tip'>> = {
  'orders.prepay_first': 'method',
  'orders.tip_range': 'tip',
  'payments.voucher_unknown': 'code',
  'payments.voucher_over': 'code',
  'payments.voucher_used': 'code',
  'payments.voucher_least': 'code',
  'payments.voucher_other_shop': 'code',
}

/** For the rider; what is no sum is refused as one out of range. */
function tipOf(form: Form): bigint {
  const typed = form.text('tip')
  return typed === '' ? 0n : (parseRupees(typed) ?? -1n)
}

async function answerPlaced(c: PageContext, checkoutId: string, method: string, placed: Placed): Promise<Response> {
  const { market, t } = c.var.visit
  const left = placed.refused.length > 0
  const unpaid = placed.orders.filter(({ state }) => state === 'awaiting_payment')
  if (unpaid.length > 0) {
    await market.runner.settled(SETTLE_MS)
    const rail = railOf(c, market.rails.has(method) ? method : ([...market.rails.keys()][0] ?? method))
    const orders = unpaid.map((order) => ({ ...order, shop_id: order.party_id }))
    return payAtRail(c, rail, { checkoutId, orders }, { news: left ? t('buyer.place.left') : undefined })
  }
  const [first, ...others] = placed.orders
  const news = left ? 'left' : 'placed'
  if (first && others.length === 0) {
    return c.redirect(routes.order.href({ order: shown('ord', first.order_id) }, { news }), 303)
  }
  // The list of several orders is told by their events; the page of one order reads the order itself.
  await market.runner.settled(SETTLE_MS)
  return c.redirect(routes.orders.href({ checkout: shown('chk', checkoutId), news }), 303)
}
