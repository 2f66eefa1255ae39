import { beginCheckout, findCheckout } from '../../../domains/cart/cart.ts'
import { quoteDelivery } from '../../../domains/delivery/delivery.ts'
import type { Person } from '../../../domains/identity/identity.ts'
import { type Placed, placeCheckout } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { type PageContext, personHere } from '../../web/visit.ts'
import { cartPage } from '../cart/handlers.tsx'
import { payAtRail, railOf } from '../payment/begin.tsx'
import { routes } from '../routes.ts'
import { findAddress, paymentPage, readCheckout } from './handlers.tsx'

/** The consequences of an order (the buyer's list, the cart) are waited for this long before the next page. */
const SETTLE_MS = 2000

/** Places the orders. The checkout's id makes it once-only: sent again, it leads to the same orders. */
export async function place(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t } = c.var.visit
  const form = await readForm(c)
  const checkoutId = parseId('chk', form.text('checkout'))
  const method = form.text('method')
  if (!checkoutId) throw new Refusal('not_found', 'orders.no_checkout')
  const earlier = await market.db.read((tx) => findCheckout(tx, person, checkoutId))
  try {
    if (!earlier?.placed_at) {
      if (method !== 'cod' && !market.rails.has(method)) {
        return await paymentPage(c, person, form.text('address'), { method, error: t('buyer.pay.choose') })
      }
      const elsewhere = await begin(c, person, checkoutId, form)
      if (elsewhere) return elsewhere
    }
    const wayFee = (from: string, to: string) => quoteDelivery(market.places, from, to).fee_paisa
    return await answerPlaced(c, checkoutId, method, await placeCheckout(market.db, person, checkoutId, wayFee))
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error
    if (error.reason === 'payments.already_paid' || error.reason === 'cart.placed') {
      return c.redirect(routes.orders.href({ checkout: shown('chk', checkoutId) }), 303)
    }
    // What is sold out, or dearer than it was, is looked at in the cart; nothing was ordered.
    return cartPage(c, error)
  }
}

/** Notes where it goes and how it is paid; or the page to go to when there is nothing to order any more. */
async function begin(c: PageContext, person: Person, checkoutId: string, form: Form): Promise<Response | undefined> {
  const { market, cartId, locale } = c.var.visit
  const { cart, addresses } = await readCheckout(c, person)
  const address = findAddress(addresses, form.text('address'))
  if (!cartId || cart?.checkout_id !== checkoutId) return c.redirect(routes.cart.href(), 303)
  if (!address) return c.redirect(routes.checkout.href(), 303)
  const method = form.text('method') === 'cod' ? 'cod' : 'prepaid'
  const { address_id, city_id } = address
  await market.db.tx((tx) => beginCheckout(tx, person, cartId, { address_id, city_id, method, language: locale }))
  return undefined
}

async function answerPlaced(c: PageContext, checkoutId: string, method: string, placed: Placed): Promise<Response> {
  const { market, t } = c.var.visit
  await market.runner.settled(SETTLE_MS)
  const left = placed.refused.length > 0
  const unpaid = placed.orders.filter(({ state }) => state === 'awaiting_payment')
  if (unpaid.length > 0) {
    const rail = railOf(c, market.rails.has(method) ? method : ([...market.rails.keys()][0] ?? method))
    const orders = unpaid.map((order) => ({ ...order, shop_id: order.party_id }))
    return payAtRail(c, rail, checkoutId, orders, left ? t('buyer.place.left') : undefined)
  }
  const [first, ...others] = placed.orders
  const news = left ? 'left' : 'placed'
  if (first && others.length === 0) {
    return c.redirect(routes.order.href({ order: shown('ord', first.order_id) }, { news }), 303)
  }
  return c.redirect(routes.orders.href({ checkout: shown('chk', checkoutId), news }), 303)
}
