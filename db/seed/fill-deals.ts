import { addLine, beginCheckout, newCart } from '../../src/domains/cart/cart.ts'
import type { Courier } from '../../src/domains/delivery/courier.ts'
import { quoteDelivery } from '../../src/domains/delivery/delivery.ts'
import { type OrderAt, placeCheckout } from '../../src/domains/orders/orders.ts'
import { askPayment, beginPayment, type PaymentRail } from '../../src/domains/payments/payments.ts'
import type { FillNeeds } from './fill.ts'
import type { Replay } from './fill-clock.ts'
import type { Shelves } from './fill-goods.ts'
import { type Crowd, type Joined, lookUp, type Opened } from './fill-people.ts'
import type { SeedOrder } from './shapes.ts'

/** What the playing of orders needs. */
export interface Bazaar {
  readonly crowd: Crowd
  readonly shelves: Shelves
  readonly needs: FillNeeds
  /** The cart of each buyer, by the key of the person: one for all that they ever buy. */
  readonly carts: Map<string, string>
}

/** One planned order, and what became of it so far. */
export interface Deal {
  readonly plan: SeedOrder
  readonly buyer: Joined
  readonly shop: Opened
  placed: Placed | undefined
}

interface Placed extends OrderAt {
  readonly checkout_id: string
  readonly total_paisa: bigint
  /** Our reference at the rail, once a payment was begun. */
  reference?: string
}

export function dealOf(bazaar: Bazaar, plan: SeedOrder): Deal {
  const { people, shops } = bazaar.crowd
  return { plan, buyer: lookUp(people, plan.buyer), shop: lookUp(shops, plan.shop), placed: undefined }
}

/** Where the order is. It was placed before anything else could happen to it. */
export function placedOf({ placed, plan }: Deal): Placed {
  if (!placed) throw new Error(`broken promise: ${plan.key} was placed`)
  return placed
}

/** The buyer fills the cart, says where to and how it is paid, and orders. */
export async function place(bazaar: Bazaar, deal: Deal, replay: Replay, at: Date): Promise<void> {
  const { plan, buyer, shop } = deal
  const checkout = await replay.at(at, async (tx) => {
    const cart_id = bazaar.carts.get(plan.buyer) ?? (await newCart(tx, buyer.person)).party_id
    bazaar.carts.set(plan.buyer, cart_id)
    for (const { listing, sku, quantity } of plan.lines) {
      const variant_id = lookUp(lookUp(bazaar.shelves.listings, listing).variants, sku)
      await addLine(tx, cart_id, { shop_id: shop.shop_id, variant_id, quantity })
    }
    return beginCheckout(tx, buyer.person, cart_id, {
      address_id: buyer.address_id,
      city_id: buyer.seed.address.city,
      method: plan.payment,
      language: buyer.seed.language,
    })
  })
  const wayFee = (from: string, to: string) => quoteDelivery(bazaar.needs.places, from, to).fee_paisa
  const { orders } = await placeCheckout(replay.databaseAt(at), buyer.person, checkout.checkout_id, wayFee)
  const [order] = orders
  if (!order) throw new Error(`broken promise: ${plan.key} can be placed`)
  const { party_id: shop_id, order_id, total_paisa } = order
  deal.placed = { shop_id, order_id, total_paisa, checkout_id: checkout.checkout_id }
}

/** The rail by which the demo has always been paid: the first. */
export function railOf({ needs }: Bazaar): PaymentRail {
  const [rail] = needs.outside.rails.values()
  if (!rail) throw new Error('broken promise: the demo has a payment rail')
  return rail
}

/** The one courier of the demo. */
export function courierOf({ needs }: Bazaar): Courier {
  const [courier] = needs.outside.couriers.values()
  if (!courier) throw new Error('broken promise: the demo has a courier')
  return courier
}

/** The buyer goes to the rail's own page. */
export async function beginToPay(bazaar: Bazaar, deal: Deal, replay: Replay, at: Date): Promise<void> {
  const placed = placedOf(deal)
  const { shop_id, order_id, checkout_id, total_paisa } = placed
  const orders = [{ shop_id, order_id, amount_paisa: total_paisa.toString() }]
  const begun = await beginPayment(replay.databaseAt(at), deal.buyer.person, railOf(bazaar), {
    checkout_id,
    orders,
    description: deal.shop.seed.name,
    return_url: 'http://localhost/paid',
  })
  placed.reference = begun.payment.reference
}

/** The buyer pays there, the rail remembers it, and our inquiry believes it. */
export async function pay(bazaar: Bazaar, deal: Deal, replay: Replay, at: Date): Promise<void> {
  const { reference = '', total_paisa: amount_paisa } = placedOf(deal)
  bazaar.needs.outside.simulators?.jazzcash.remember({ reference, amount_paisa, paid_at: at })
  const settled = await askPayment(replay.databaseAt(at), railOf(bazaar), reference)
  if (settled !== 'paid') throw new Error(`broken promise: the simulated rail knows what it was told, not ${settled}`)
}

/** The buyer never paid: the rail has not seen the payment, and its time is over. */
export async function askInVain(bazaar: Bazaar, deal: Deal, replay: Replay, at: Date): Promise<void> {
  const { reference } = placedOf(deal)
  if (reference) await askPayment(replay.databaseAt(at), railOf(bazaar), reference)
}
