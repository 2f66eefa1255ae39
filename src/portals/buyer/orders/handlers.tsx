import { countCart } from '../../../domains/cart/cart.ts'
import { keepPhoto, preparePhoto } from '../../../domains/catalogue/catalogue.ts'
import { findShop, listShopsOf, type Person, readAddress } from '../../../domains/identity/identity.ts'
import {
  cancelOrder,
  findAppeal,
  findOrderOfBuyer,
  listDisputesOf,
  listMyOrders,
  type OrderAt,
  type OrderRow,
  ordersOfCheckout,
} from '../../../domains/orders/orders.ts'
import { listRefunds } from '../../../domains/payments/payments.ts'
import {
  inspectCodeFor,
  keepIt,
  openDelivered,
  proofsOf,
  releaseCodeFor,
  sendBack,
  standingOf,
} from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { standingView } from '../shelf/shelf-view.ts'
import { readOffers } from '../wallet/paying.tsx'
import { CancelPage } from './cancel-page.tsx'
import { OrderPage } from './order-page.tsx'
import { type OrderFacts, orderView } from './order-view.ts'
import { newsOf, OrdersPage } from './orders-page.tsx'
import { SendBackPage } from './send-back-page.tsx'

const SETTLE_MS = 2000
const ORDERS_A_PAGE = 20

/** The list; of one checkout when the address names it, and straight to the order when that made only one. */
export async function showOrders(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const checkoutId = parseId('chk', c.req.query('checkout'))
  const news = newsOf(c.req.query('news'))
  const before = readBefore(c.req.query('before')) ?? visit.now
  const orders = await visit.market.db.read((tx) =>
    checkoutId
      ? ordersOfCheckout(tx, person, checkoutId)
      : listMyOrders(tx, person, { before: new Date(before.getTime() + 1), limit: ORDERS_A_PAGE }),
  )
  const [only, ...others] = orders
  if (checkoutId && only && others.length === 0) {
    return c.redirect(routes.order.href({ order: shown('ord', only.order_id) }, { news }), 303)
  }
  const last = orders.at(-1)
  const hasOlder = !checkoutId && orders.length === ORDERS_A_PAGE && last
  const view = {
    orders,
    news,
    isCheckout: checkoutId !== undefined,
    older: hasOlder ? routes.orders.href({ before: String(last.placed_at.getTime() - 1) }) : undefined,
    now: visit.now,
  }
  return page(c, { title: visit.t('buyer.orders.title') }, <OrdersPage t={visit.t} view={view} />)
}

function readBefore(text: string | undefined): Date | undefined {
  const ms = Number(text)
  return text && Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? new Date(ms) : undefined
}

export async function showOrder(c: PageContext): Promise<Response> {
  const news = newsOf(c.req.query('news'))
  if (news === 'placed' || news === 'left') await countCartAgain(c)
  return orderPage(c, undefined)
}

/** What follows from an order takes its goods out of the cart: the page behind it waits for that, not the order. */
async function countCartAgain(c: PageContext): Promise<void> {
  const { visit } = c.var
  const { market, cartId } = visit
  await market.runner.settled(SETTLE_MS)
  if (cartId) visit.cartCount = await market.db.read((tx) => countCart(tx, cartId))
}

/** The order, also as the place where a refused step comes back to. */
export async function orderPage(c: PageContext, refusal: Refusal | undefined): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const orderId = orderIdOf(c)
  const { facts, offers } = await visit.market.db.read(async (tx) => {
    const facts = await readFacts(tx, person, orderId)
    return { facts, offers: await readOffers(tx, person, facts.order) }
  })
  const view = orderView(visit, facts, refusal ? undefined : newsOf(c.req.query('news')))
  const { t, market } = visit
  const refused = refusal && refusalWords(t, refusal)
  return page(
    c,
    { title: view.title, status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <OrderPage
      t={t}
      view={view}
      hidden={formFields(c)}
      helpPhone={market.helpPhone}
      refused={refused}
      offers={offers}
    />,
  )
}

/** The order that the address names. Refuses: not_found orders.unknown. */
export function orderIdOf(c: PageContext): string {
  const id = parseId('ord', c.req.param('order'))
  if (!id) throw new Refusal('not_found', 'orders.unknown')
  return id
}

async function readFacts(tx: Tx, person: Person, orderId: string): Promise<OrderFacts> {
  const whole = await findOrderOfBuyer(tx, person, orderId)
  const { order } = whole
  const shopId = order.party_id
  const [shop, standing, proofs, refunds, address, code, appeal, disputes] = await Promise.all([
    findShop(tx, shopId),
    standingOf(tx, shopId),
    proofsOf(tx, { shop_id: shopId, order_id: orderId }),
    listRefunds(tx, shopId, orderId),
    readAddress(tx, person, 'own', person.person_id, order.address_id),
    codeNow(tx, person, order),
    findAppeal(tx, { shop_id: shopId, order_id: orderId }),
    listDisputesOf(tx, { shop_id: shopId, order_id: orderId }),
  ])
  const trust = standingView(standing, shop.opened_at)
  return { ...whole, shop, standing: trust, proofs, refunds, address, code, appeal, disputes }
}

/** The code of this moment. A prepaid order that a buyer opened alone needs none: there is the button. */
async function codeNow(tx: Tx, person: Person, order: OrderRow): Promise<string | undefined> {
  if (order.state === 'shipped' || order.state === 'at_door') return inspectCodeFor(tx, person, order.order_id)
  if (order.state === 'inspecting' && order.due_at === null) return releaseCodeFor(tx, person, order.order_id)
  return undefined
}

/** Takes a step with the buyer's own order and comes back to it, or to where a refusal is shown better. */
export async function takeStep(
  c: PageContext,
  step: (tx: Tx, person: Person, at: OrderAt) => Promise<unknown>,
  again: (refusal: Refusal) => Promise<Response> | undefined = () => undefined,
): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const orderId = orderIdOf(c)
  return answerForm(
    async () => {
      await market.db.tx(async (tx) => {
        const { order } = await findOrderOfBuyer(tx, person, orderId)
        await step(tx, person, { shop_id: order.party_id, order_id: orderId })
      })
      await market.runner.settled(SETTLE_MS)
      return c.redirect(routes.order.href({ order: shown('ord', orderId) }), 303)
    },
    (refusal) => again(refusal) ?? orderPage(c, refusal),
  )
}

export function openParcel(c: PageContext): Promise<Response> {
  return takeStep(c, openDelivered)
}

export function keepGoods(c: PageContext): Promise<Response> {
  return takeStep(c, keepIt)
}

export async function askCancel(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t } = c.var.visit
  const orderId = orderIdOf(c)
  const { order, lines } = await market.db.read((tx) => findOrderOfBuyer(tx, person, orderId))
  const isPaid = order.method === 'prepaid' && order.state !== 'awaiting_payment'
  const props = { t, orderId: shown('ord', orderId), title: lines[0]?.title ?? '', isPaid, hidden: formFields(c) }
  return page(c, { title: t('buyer.cancel.title') }, <CancelPage {...props} />)
}

export function cancel(c: PageContext): Promise<Response> {
  return takeStep(c, (tx, person, at) => cancelOrder(tx, person, at, ''))
}

export async function askSendBack(c: PageContext): Promise<Response> {
  return sendBackPage(c, undefined)
}

async function sendBackPage(c: PageContext, back: { form: Form; refusal: Refusal } | undefined): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const orderId = orderIdOf(c)
  const { order, lines } = await visit.market.db.read((tx) => findOrderOfBuyer(tx, person, orderId))
  const error = back && { field: fieldOf(back.refusal.reason), message: refusalWords(visit.t, back.refusal) }
  return page(
    c,
    { title: visit.t('buyer.back.title'), status: back ? PAGE_STATUS[back.refusal.code] : 200 },
    <SendBackPage
      t={visit.t}
      orderId={shown('ord', orderId)}
      title={lines[0]?.title ?? ''}
      method={order.method}
      hidden={formFields(c)}
      values={back?.form.values ?? {}}
      error={error}
    />,
  )
}

function fieldOf(reason: string): 'reason' | 'words' | 'photos' {
  if (reason.startsWith('photos.') || reason === 'trust.too_many_photos') return 'photos'
  return reason === 'trust.words_too_long' ? 'words' : 'reason'
}

const MOST_PHOTOS = 6

/** Sends the goods back. Photos are kept before the step, since a file without a row does no harm. */
export async function sendGoodsBack(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const orderId = orderIdOf(c)
  const form = await readForm(c)
  return answerForm(
    async () => {
      const { order } = await market.db.read((tx) => findOrderOfBuyer(tx, person, orderId))
      const at = { shop_id: order.party_id, order_id: orderId }
      const files = form.files('photos')
      if (files.length > MOST_PHOTOS) throw new Refusal('invalid', 'trust.too_many_photos', { most: MOST_PHOTOS })
      const photo_names: string[] = []
      for (const file of files) {
        const photo = await preparePhoto(new Uint8Array(await file.arrayBuffer()))
        await keepPhoto(market.storage, photo)
        photo_names.push(photo.name)
      }
      const back = { reason: form.text('reason'), words: form.text('words'), photo_names }
      await market.db.tx((tx) => sendBack(tx, person, at, back))
      await market.runner.settled(SETTLE_MS)
      return c.redirect(routes.order.href({ order: shown('ord', orderId) }), 303)
    },
    (refusal) => (refusal.code === 'conflict' ? orderPage(c, refusal) : sendBackPage(c, { form, refusal })),
  )
}

/** The short address in messages: a buyer's own order, or else the shop's room, where a seller finds it. */
export async function goToOrder(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const number = (c.req.param('number') ?? '').toUpperCase()
  const { order, shops } = await c.var.visit.market.db.read(async (tx) => {
    const [orders, own] = await Promise.all([
      listMyOrders(tx, person, { before: new Date(tx.now.getTime() + 1), limit: 100 }),
      listShopsOf(tx, person),
    ])
    return { order: orders.find((one) => one.number === number), shops: own }
  })
  if (order) return c.redirect(routes.order.href({ order: shown('ord', order.order_id) }), 303)
  const atShop = `/sell/orders?number=${encodeURIComponent(number)}`
  return c.redirect(shops.length > 0 ? atShop : routes.orders.href(), 303)
}
