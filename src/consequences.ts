import { DISPUTE_LEGS } from './dispute-legs.ts'
import { closeCart } from './domains/cart/cart.ts'
import { shownLabel } from './domains/delivery/delivery.ts'
import { findShop, readPerson, SYSTEM } from './domains/identity/identity.ts'
import { type Facts, sendMessage, sendSecret, type Template } from './domains/messaging/messaging.ts'
import { noteOrder } from './domains/numbers/numbers.ts'
import { type ShopFacts, unpackPlaced } from './domains/orders/events.ts'
import {
  findOrderAt,
  forgetWordsOf,
  type OrderLineRow,
  type OrderRow,
  payOrder,
  returnWrongMoney,
  reverseOrder,
  tellBuyer,
  waitForMoney,
} from './domains/orders/orders.ts'
import { giveVoucherBack, noteReturned, type PaidOrder, readSale, takenOf } from './domains/payments/payments.ts'
import { noteMoved } from './domains/pulse/pulse.ts'
import type { SearchEngine } from './domains/search/search.ts'
import { codesFor, noteKeptByTime } from './domains/trust/trust.ts'
import type { Consequence, Consequences } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'
import type { Tx } from './kit/sql/tx.ts'
import type { Locale } from './kit/text/locale.ts'
import { leaveWallet, PAYOUT_LEGS } from './payout-legs.ts'
import { forgetSearches, indexLegs, noteNewGoods, recordToSearch, toSearch } from './search-legs.ts'
import { countShelf, freezeItsOrders, openItsListings, toOwnerOfHelper, toShopChecked } from './shop-legs.ts'

/** What a city is called in a language. */
export type CityName = (cityId: string, language: Locale) => string

/** The table event → what follows. Nothing reacts that is not listed here; each may be told twice. */
export function consequences(search: SearchEngine, cityName: CityName): Consequences {
  const { 'shop.checked': showShopAgain = [], ...shown } = indexLegs(search)
  return {
    ...shown,
    ...PAYOUT_LEGS,
    ...DISPUTE_LEGS,
    'order.placed': told(
      emptyCart,
      byMethod({ cod: toBuyer('order.placed_cod'), prepaid: toBuyer('order.placed_prepaid') }),
      // The shop hears of a prepaid order only once it is paid.
      byMethod({ cod: toShop('sale.placed') }),
    ),
    'order.paid': told(toBuyer('order.paid'), toShop('sale.placed')),
    'order.packed': told(toBuyer('order.packed')),
    'order.shipped': told(toBuyer('order.shipped')),
    'order.at_door': told(toBuyer('order.at_door')),
    'order.missed': told(toBuyer('order.nobody_home')),
    'order.delivered': told(),
    'order.opened': told(toBuyerReleaseCode),
    'order.completed': told(toBuyer('order.completed'), toShop('sale.paid'), noteTime, toSearch),
    'order.refused': told(
      byMethod({ cod: toBuyer('order.refused_cod'), prepaid: toBuyer('order.refused_prepaid') }),
      toShop('sale.refused'),
      recordToSearch,
    ),
    'order.returned': told(toBuyer('order.returned'), toShop('sale.returned')),
    'order.cancelled': told(toBuyer('order.cancelled'), toShop('sale.cancelled'), voucherBack),
    'order.expired': told(toBuyer('order.expired'), voucherBack),
    'order.release_near': about(toBuyerWarning),
    'parcel.moved': about(toBuyerOnTheWay),
    'parcel.assigned': about(toRider(cityName)),
    'payment.paid': [payOrders, leaveWallet],
    'payment.reversed': [reverseOrders],
    'payment.waits': [letOrdersWait],
    'refund.sent': [...about(toBuyerRefund), noteReturn],
    'payout.sent': [toShopPayout],
    'shop.checked': [openItsListings, freezeItsOrders, ...showShopAgain, toShopChecked],
    'shop.helper_acted': [toOwnerOfHelper],
    'person.erased': [forgetSearches, (tx, { party_id }) => forgetWordsOf(tx, party_id)],
    'listing.live': [...(shown['listing.live'] ?? []), noteNewGoods],
    'listing.changed': [...(shown['listing.changed'] ?? []), countShelf],
    'listings.changed': [...(shown['listings.changed'] ?? []), countShelf, noteNewGoods],
  }
}

function text(event: OutboxRow, name: string): string {
  return String(event.payload[name] ?? '')
}

/** What most legs of an order's event need, read once for all of them. */
interface About {
  order: OrderRow
  lines: OrderLineRow[]
  shop: ShopFacts | undefined
  facts: Facts
}

type Leg = (tx: Tx, event: OutboxRow, about: About) => Promise<void>

/** The buyer's list is told, and every leg runs; their statements travel together. */
function told(...legs: readonly Leg[]): readonly Consequence[] {
  return [
    async (tx, event) => {
      const about = await readAbout(tx, event)
      const { order, lines, shop } = about
      tellBuyer(tx, order, lines, { shopName: shop?.name ?? '', isNew: event.name === 'order.placed' })
      noteMoved(tx, order)
      await Promise.all([noteOrder(tx, event, about), ...legs.map((leg) => leg(tx, event, about))])
    },
  ]
}

/** Legs of an event that does not move the order. */
function about(...legs: readonly Leg[]): readonly Consequence[] {
  return [
    async (tx, event) => {
      const facts = await readAbout(tx, event)
      await Promise.all(legs.map((leg) => leg(tx, event, facts)))
    },
  ]
}

/** order.placed carries all of it; of the others it is read. */
async function readAbout(tx: Tx, event: OutboxRow): Promise<About> {
  if (event.name === 'order.placed') {
    const { order, lines, shop } = unpackPlaced(event.payload)
    return { order, lines, shop, facts: factsOf(order, lines, shop) }
  }
  const [{ order, lines }, shop] = await Promise.all([
    findOrderAt(tx, { shop_id: event.party_id, order_id: text(event, 'order_id') }),
    findShop(tx, event.party_id),
  ])
  return { order, lines, shop, facts: factsOf(order, lines, shop) }
}

function factsOf(order: OrderRow, lines: readonly OrderLineRow[], shop: ShopFacts | undefined): Facts {
  return {
    number: order.number,
    shop: shop?.name ?? '',
    title: lines[0]?.title ?? '',
    amount_paisa: order.total_paisa,
  }
}

/** The buyer's cart gives up what the order took. */
const emptyCart: Leg = async (tx, event, { order, lines }) =>
  closeCart(tx, order.buyer_id, {
    checkout_id: order.checkout_id,
    cart_id: text(event, 'cart_id'),
    address_id: order.address_id,
    city_id: order.city_id,
    method: order.method,
    language: order.language,
    variant_ids: lines.map(({ variant_id }) => variant_id),
    placed_at: order.placed_at,
    is_kept: order.method === 'prepaid' || event.payload.was_begun === true,
  })

/** One leg for each order that a payment pays, and for what came beyond it, each on its shop's party. */
const payOrders: Consequence = async (tx, event) => {
  const payment = {
    payment_id: text(event, 'payment_id'),
    reference: text(event, 'reference'),
    rail: text(event, 'rail'),
    holder: text(event, 'holder'),
  }
  for (const paid of event.payload.orders as PaidOrder[]) await payOrder(tx, paid, payment)
  for (const part of (event.payload.back as PaidOrder[] | undefined) ?? []) await returnWrongMoney(tx, part, payment)
}

/** The payer has longer than usual: each order of the payment waits as long, on its shop's party. */
const letOrdersWait: Consequence = async (tx, event) => {
  const until = new Date(text(event, 'until'))
  for (const part of event.payload.orders as PaidOrder[]) await waitForMoney(tx, part, until)
}

/** The attempt that the money came by says that it went back. Cash came by none. */
const noteReturn: Consequence = async (tx, event) => {
  const payment_id = event.payload.payment_id
  if (typeof payment_id !== 'string') return
  const [buyer_id, refund_id] = [text(event, 'buyer_id'), text(event, 'refund_id')]
  await noteReturned(tx, { buyer_id, refund_id, payment_id, amount_paisa: BigInt(text(event, 'amount_paisa')) })
}

/** A rail took a payment back: each of its orders loses it, on its shop's party. */
const reverseOrders: Consequence = async (tx, event) => {
  const paymentId = text(event, 'payment_id')
  const { taken_paisa } = event.payload
  const taken = typeof taken_paisa === 'string' ? BigInt(taken_paisa) : undefined
  for (const part of await takenOf(tx, event.party_id, paymentId, taken)) await reverseOrder(tx, part, paymentId)
}

/** A code that an order used before it came to nothing can be used again. */
const voucherBack: Leg = (tx, _event, { order }) => giveVoucherBack(tx, order)

function toBuyer(template: Template): Leg {
  return (tx, event, { order, facts }) =>
    sendMessage(tx, { person_id: order.buyer_id, cause: `${event.event_id}:buyer`, template, facts })
}

function toShop(template: Template): Leg {
  return async (tx, event, { order, shop, facts }) => {
    if (!shop) return
    const sale = template === 'sale.paid' ? await readSale(tx, order.party_id, order.order_id) : undefined
    const said = sale ? { ...facts, amount_paisa: sale.settlement.earned_paisa } : facts
    await sendMessage(tx, { person_id: shop.opened_by, cause: `${event.event_id}:shop`, template, facts: said })
  }
}

/** One of two legs, by how the order is paid. */
function byMethod(legs: { cod?: Leg; prepaid?: Leg }): Leg {
  return async (tx, event, known) => legs[known.order.method]?.(tx, event, known)
}

/** The rider has set out: the buyer gets the code that opens the parcel. */
const toBuyerOnTheWay: Leg = async (tx, event, { order, facts }) => {
  if (text(event, 'to') !== 'out') return
  const code = codesFor(tx, order.order_id).inspect
  const cause = `${event.event_id}:buyer`
  await sendSecret(tx, { person_id: order.buyer_id, cause, template: 'order.out', facts, code })
}

/** The parcel is open: now, and not before, the buyer gets the code that pays the shop. */
const toBuyerReleaseCode: Leg = async (tx, event, { order, facts }) => {
  const code = codesFor(tx, order.order_id).release
  const cause = `${event.event_id}:buyer`
  await sendSecret(tx, { person_id: order.buyer_id, cause, template: 'order.release_code', facts, code })
}

const noteTime: Leg = async (tx, event, { order }) => {
  if (text(event, 'step') !== 'release') return
  await noteKeptByTime(tx, { shop_id: order.party_id, order_id: order.order_id })
}

const toBuyerWarning: Leg = async (tx, event, { order, facts }) => {
  const left_ms = Date.parse(text(event, 'due_at')) - tx.now.getTime()
  await sendMessage(tx, {
    person_id: order.buyer_id,
    cause: `${event.event_id}:buyer`,
    template: 'order.release_warning',
    facts: { ...facts, hours: Math.max(1, Math.round(left_ms / 3_600_000)) },
  })
}

const toBuyerRefund: Leg = (tx, event, { order, facts }) =>
  sendMessage(tx, {
    person_id: order.buyer_id,
    cause: `refund:${text(event, 'refund_id')}`,
    template: 'order.refund_sent',
    facts: { ...facts, amount_paisa: BigInt(text(event, 'amount_paisa')) },
  })

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

const languageOf = async (tx: Tx, personId: string) => (await readPerson(tx, SYSTEM, 'message', personId)).language

function toRider(cityName: CityName): Leg {
  return async (tx, event, { order, shop }) => {
    if (event.payload.by_operator !== true) return
    const person_id = text(event, 'rider_id')
    const language = await languageOf(tx, person_id)
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
