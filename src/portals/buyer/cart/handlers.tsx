import { addLine, agreePrices, newCart, readCartLines, setQuantity, viewCart } from '../../../domains/cart/cart.ts'
import { personOf } from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { latinDigits } from '../../../kit/money/money.ts'
import { countCarted, queryKeyIn } from '../../web/looks.ts'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, rememberCart } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { listingPage } from '../shelf/handlers.tsx'
import { cityHere } from '../shelf/shelf-view.ts'
import { CartPage } from './cart-page.tsx'
import { cartPageView, standingsOf } from './cart-view.ts'

export function showCart(c: PageContext): Promise<Response> {
  return cartPage(c, undefined)
}

/** The cart, also as the place where a refused order comes back to. */
export async function cartPage(c: PageContext, refusal: Refusal | undefined): Promise<Response> {
  const { visit } = c.var
  const { cartId, market, t } = visit
  const { cart, standings } = await market.db.read(async (tx) => {
    const found = cartId ? await viewCart(tx, cartId) : undefined
    return { cart: found, standings: await standingsOf(tx, found) }
  })
  visit.cartCount = cart?.line_count ?? 0
  const cityId = cityHere(c)
  const hidden = formFields(c)
  const city = { t, cities: market.cities, cityId, next: routes.cart.href(), hidden }
  const view = cartPageView(visit, cart, standings, cityId, refusal && refusalWords(t, refusal))
  return page(
    c,
    { title: t('buyer.cart.title'), status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <CartPage t={t} view={view} city={city} hidden={hidden} />,
  )
}

/** Puts goods into the cart; the first time the visitor gets one. */
export async function putInCart(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const form = await readForm(c)
  const listing = form.text('listing')
  const kept = { variant: form.text('variant'), quantity: form.text('quantity') || '1', found: form.text('found') }
  const shop_id = parseId('shp', form.text('shop'))
  const variant_id = parseId('var', kept.variant)
  if (!shop_id || !variant_id) {
    return listingPage(c, listing, { ...kept, field: 'variant', error: visit.t('buyer.listing.choose') })
  }
  const quantity = Number(latinDigits(kept.quantity))
  return answerForm(
    async () => {
      const cartId = await visit.market.db.tx(async (tx) => {
        const known = visit.cartId ? await readCartLines(tx, visit.cartId) : undefined
        const cart = known?.cart ?? (await newCart(tx, visit.session ? personOf(visit.session) : null))
        await addLine(tx, cart.party_id, { shop_id, variant_id, quantity, query_key: queryKeyIn(kept.found) })
        return cart.party_id
      })
      if (cartId !== visit.cartId) rememberCart(c, cartId)
      await countCarted(c, shop_id, variant_id)
      return c.redirect(routes.cart.href(), 303)
    },
    (refusal) => {
      const field = refusal.reason === 'cart.quantity' ? 'quantity' : 'variant'
      return listingPage(c, listing, { ...kept, field, error: refusalWords(visit.t, refusal) })
    },
  )
}

/** One less, one more, or out. The form says how many there were, so that a tap that comes twice counts once. */
export async function changeLine(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const form = await readForm(c)
  const variantId = parseId('var', c.req.param('variant'))
  const { cartId } = visit
  if (!variantId || !cartId) throw new Refusal('not_found', 'cart.no_line')
  const quantity = wanted(form.text('do'), Number(form.text('count')), Number(form.text('most')))
  try {
    await visit.market.db.tx((tx) => setQuantity(tx, cartId, variantId, quantity))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // A line that is gone was taken out by an earlier tap: the cart shows it.
    if (error.reason !== 'cart.no_line') return cartPage(c, error)
  }
  return c.redirect(routes.cart.href(), 303)
}

function wanted(tap: string, count: number, most: number): number {
  if (tap === 'remove') return 0
  const more = tap === 'more' ? count + 1 : count - 1
  // When fewer are left than lie in the cart, one tap brings the line down to what can be had.
  return Math.max(1, Math.min(more, Math.max(1, most)))
}

/** The buyer has seen today's prices and goes on. */
export async function agreeToPrices(c: PageContext): Promise<Response> {
  const { cartId, market } = c.var.visit
  if (cartId) await market.db.tx((tx) => agreePrices(tx, cartId))
  return c.redirect(routes.cart.href(), 303)
}
