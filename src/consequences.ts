import { closeCheckout } from './domains/cart/cart.ts'
import { openListingsOfShop } from './domains/catalogue/catalogue.ts'
import { shownLabel } from './domains/delivery/delivery.ts'
import { findShop, readPerson, SYSTEM } from './domains/identity/identity.ts'
import { type Facts, sendMessage, sendSecret, type Template } from './domains/messaging/messaging.ts'
import { findOrder, payOrder, tellBuyer } from './domains/orders/orders.ts'
import type { PaidOrder } from './domains/payments/payments.ts'
import { refreshListings, refreshShop, type SearchEngine } from './domains/search/search.ts'
import { codesFor, noteKeptByTime } from './domains/trust/trust.ts'
import type { Consequence, Consequences } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'
import type { Tx } from './kit/sql/tx.ts'
import type { Locale } from './kit/text/locale.ts'

/** What a city is called in a language. */
export type CityName = (cityId: string, language: Locale) => string

/** The table event → what follows. Nothing reacts that is not listed here; each may be told twice. */
export function consequences(search: SearchEngine, cityName: CityName): Consequences {
  const showAgain: Consequence = (tx, event) => refreshListings(tx, search, [text(event, 'listing_id')])
  const showAllAgain: Consequence = (tx, event) => refreshListings(tx, search, event.payload.listing_ids as string[])
  const showShopAgain: Consequence = (tx, event) => refreshShop(tx, search, text(event, 'shop_id'))
  const told = (...messages: Consequence[]): readonly Consequence[] => [tellBuyerOf, ...messages]
  return {
    'order.placed': told(emptyCart, toBuyerPlaced, toShopOnPlacing),
    'order.paid': told(toBuyer('order.paid'), toShop('sale.placed')),
    'order.packed': told(toBuyer('order.packed')),
    'order.shipped': told(toBuyer('order.shipped')),
    'order.at_door': told(toBuyer('order.at_door')),
    'order.missed': told(toBuyer('order.nobody_home')),
    'order.delivered': told(),
    'order.opened': told(toBuyerReleaseCode),
    'order.completed': told(toBuyer('order.completed'), toShop('sale.paid'), noteTime),
    'order.refused': told(toBuyerRefused, toShop('sale.refused')),
    'order.returned': told(toBuyer('order.returned'), toShop('sale.returned')),
    'order.cancelled': told(toBuyer('order.cancelled'), toShop('sale.cancelled')),
    'order.expired': told(toBuyer('order.expired')),
    'order.release_near': [toBuyerWarning],
    'parcel.moved': [toBuyerOnTheWay],
    'parcel.assigned': [toRider(cityName)],
    'payment.paid': [payOrders],
    'refund.sent': [toBuyerRefund],
    'payout.sent': [toShopPayout],
    'shop.checked': [openItsListings, showShopAgain, toShopChecked],
    'shop.changed': [showShopAgain],
    'shop.rested': [showShopAgain],
    'shop.woken': [showShopAgain],
    'listing.changed': [showAgain],
    'listing.live': [showAgain],
    'listing.blocked': [showAgain],
    'offers.changed': [showAgain],
    'stock.turned': [showAgain],
    'listings.changed': [showAllAgain],
  }
}

/** What waited only for its shop goes on sale. Told twice, it finds nothing more. */
const openItsListings: Consequence = async (tx, event) => {
  if (text(event, 'state') === 'open') await openListingsOfShop(tx, SYSTEM, text(event, 'shop_id'))
}

function text(event: OutboxRow, name: string): string {
  return String(event.payload[name] ?? '')
}

const orderOf = (tx: Tx, event: OutboxRow) => findOrder(tx, text(event, 'order_id'))

const tellBuyerOf: Consequence = (tx, event) => tellBuyer(tx, event.party_id, text(event, 'order_id'))

/** The buyer's cart gives up what the order took. */
const emptyCart: Consequence = async (tx, event) => {
  const { order, lines } = await orderOf(tx, event)
  await closeCheckout(tx, order.buyer_id, {
    checkout_id: order.checkout_id,
    variant_ids: lines.map(({ variant_id }) => variant_id),
    placed_at: order.placed_at,
  })
}

/** One leg for each order that a payment pays, each on its shop's party. */
const payOrders: Consequence = async (tx, event) => {
  const payment = {
    payment_id: text(event, 'payment_id'),
    reference: text(event, 'reference'),
    rail: text(event, 'rail'),
    holder: text(event, 'holder'),
  }
  for (const paid of event.payload.orders as PaidOrder[]) await payOrder(tx, paid, payment)
}

/** What most messages about an order say. */
async function orderFacts(tx: Tx, event: OutboxRow) {
  const { order, lines } = await orderOf(tx, event)
  const shop = await findShop(tx, order.party_id)
  const facts: Facts = {
    number: order.number,
    shop: shop?.name ?? '',
    title: lines[0]?.title ?? '',
    amount_paisa: order.total_paisa,
  }
  return { order, shop, facts }
}

function toBuyer(template: Template): Consequence {
  return async (tx, event) => {
    const { order, facts } = await orderFacts(tx, event)
    await sendMessage(tx, { person_id: order.buyer_id, cause: `${event.event_id}:buyer`, template, facts })
  }
}

function toShop(template: Template): Consequence {
  return async (tx, event) => {
    const { order, shop, facts } = await orderFacts(tx, event)
    if (!shop) return
    const earned = { ...facts, amount_paisa: order.items_paisa - order.commission_paisa }
    const said = template === 'sale.paid' ? earned : facts
    await sendMessage(tx, { person_id: shop.opened_by, cause: `${event.event_id}:shop`, template, facts: said })
  }
}

const toBuyerPlaced: Consequence = async (tx, event) => {
  const { order } = await orderOf(tx, event)
  await toBuyer(order.method === 'cod' ? 'order.placed_cod' : 'order.placed_prepaid')(tx, event)
}

/** The shop hears of a prepaid order only once it is paid. */
const toShopOnPlacing: Consequence = async (tx, event) => {
  const { order } = await orderOf(tx, event)
  if (order.method === 'cod') await toShop('sale.placed')(tx, event)
}

const toBuyerRefused: Consequence = async (tx, event) => {
  const { order } = await orderOf(tx, event)
  await toBuyer(order.method === 'cod' ? 'order.refused_cod' : 'order.refused_prepaid')(tx, event)
}

/** The rider has set out: the buyer gets the code that opens the parcel. */
const toBuyerOnTheWay: Consequence = async (tx, event) => {
  if (text(event, 'to') !== 'out') return
  const { order, facts } = await orderFacts(tx, event)
  const code = codesFor(tx, order.order_id).inspect
  const cause = `${event.event_id}:buyer`
  await sendSecret(tx, { person_id: order.buyer_id, cause, template: 'order.out', facts, code })
}

/** The parcel is open: now, and not before, the buyer gets the code that pays the shop. */
const toBuyerReleaseCode: Consequence = async (tx, event) => {
  const { order, facts } = await orderFacts(tx, event)
  const code = codesFor(tx, order.order_id).release
  const cause = `${event.event_id}:buyer`
  await sendSecret(tx, { person_id: order.buyer_id, cause, template: 'order.release_code', facts, code })
}

const noteTime: Consequence = async (tx, event) => {
  if (text(event, 'step') !== 'release') return
  await noteKeptByTime(tx, { shop_id: event.party_id, order_id: text(event, 'order_id') })
}

const toBuyerWarning: Consequence = async (tx, event) => {
  const { order, facts } = await orderFacts(tx, event)
  const left_ms = Date.parse(text(event, 'due_at')) - tx.now.getTime()
  await sendMessage(tx, {
    person_id: order.buyer_id,
    cause: `${event.event_id}:buyer`,
    template: 'order.release_warning',
    facts: { ...facts, hours: Math.max(1, Math.round(left_ms / 3_600_000)) },
  })
}

const toBuyerRefund: Consequence = async (tx, event) => {
  const { order, facts } = await orderFacts(tx, event)
  await sendMessage(tx, {
    person_id: order.buyer_id,
    cause: `refund:${text(event, 'refund_id')}`,
    template: 'order.refund_sent',
    facts: { ...facts, amount_paisa: BigInt(text(event, 'amount_paisa')) },
  })
}

const toShopPayout: Consequence = async (tx, event) => {
  const shop = await findShop(tx, event.party_id)
  if (!shop) return
  await sendMessage(tx, {
    person_id: shop.opened_by,
    cause: `payout:${text(event, 'payout_id')}`,
    template: 'shop.payout',
    facts: { amount_paisa: BigInt(text(event, 'amount_paisa')), path: 'sell/money' },
  })
}

const toShopChecked: Consequence = async (tx, event) => {
  const shop = await findShop(tx, event.party_id)
  if (!shop) return
  await sendMessage(tx, {
    person_id: shop.opened_by,
    cause: event.event_id,
    template: text(event, 'state') === 'open' ? 'shop.checked' : 'shop.stopped',
    facts: { shop: shop.name, path: 'sell' },
  })
}

const languageOf = async (tx: Tx, personId: string) => (await readPerson(tx, SYSTEM, 'message', personId)).language

function toRider(cityName: CityName): Consequence {
  return async (tx, event) => {
    if (event.payload.by_operator !== true) return
    const person_id = text(event, 'rider_id')
    const { order } = await orderOf(tx, event)
    const [shop, language] = await Promise.all([findShop(tx, event.party_id), languageOf(tx, person_id)])
    await sendMessage(tx, {
      person_id,
      cause: event.event_id,
      template: order.method === 'cod' ? 'ride.assigned_cod' : 'ride.assigned_paid',
      facts: {
        label: shownLabel(text(event, 'label_code')),
        from: cityName(shop?.city_id ?? '', language),
        to: cityName(order.city_id, language),
        amount_paisa: order.total_paisa,
        path: 'ride',
      },
    })
  }
}
