import { later } from '../../kit/clock/clock.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { CartLineRow } from '../cart/cart.ts'
import type { LineFacts } from '../catalogue/catalogue.ts'
import type { Person, Shop } from '../identity/identity.ts'
import { type CommissionRule, commissionOf, type Discount, portion } from '../payments/payments.ts'
import type { Wanted } from './place.ts'
import { DEADLINES, type OrderState } from './process.ts'
import type { OrderLineRow, OrderRow } from './store.ts'

type PricedLine = OrderLineRow & { category_id: string }

/** The lines of an order with the prices of this moment, which the buyer has seen or are lower. */
export function freeze(
  lines: readonly CartLineRow[],
  reserved: readonly { variant_id: string; price_paisa: Paisa }[],
  goods: readonly LineFacts[],
): PricedLine[] {
  return lines.map((line, i) => {
    const thing = goods.find(({ variant_id }) => variant_id === line.variant_id)
    const price_paisa = reserved.find(({ variant_id }) => variant_id === line.variant_id)?.price_paisa
    if (thing?.state !== 'live' || price_paisa === undefined) throw new Refusal('conflict', 'orders.gone')
    if (price_paisa > line.price_seen_paisa) throw new Refusal('conflict', 'orders.price_rose', { title: thing.title })
    return {
      line: i + 1,
      variant_id: line.variant_id,
      listing_id: thing.listing_id,
      title: thing.title,
      choices: thing.choices,
      photo_name: thing.photo_name,
      photo_colour: thing.photo_colour,
      category_id: thing.category_id,
      quantity: line.quantity,
      unit_price_paisa: price_paisa,
    }
  })
}

interface Drawing {
  wanted: Wanted
  orderLines: readonly PricedLine[]
  rules: readonly CommissionRule[]
  discount: Discount | undefined
  now: Date
}

export function sumOf(lines: readonly { unit_price_paisa: Paisa; quantity: number }[]): Paisa {
  return lines.reduce((sum, line) => sum + line.unit_price_paisa * BigInt(line.quantity), 0n)
}

/** The order with its sums: goods, the way, and the commission by the rules of this moment. */
export function drawUp(order_id: string, by: Person, shop: Shop, drawing: Drawing): OrderRow {
  const { wanted, orderLines, rules, discount, now } = drawing
  const { checkout } = wanted
  const items_paisa = sumOf(orderLines)
  const discount_paisa = discount?.paisa ?? 0n
  // A shop's own discount lowers its price, and the commission with it; one of the market does not.
  const sold_paisa = discount?.by === 'shop' ? items_paisa - discount_paisa : items_paisa
  const sums = orderLines.map(({ category_id, unit_price_paisa, quantity }) => ({
    category_id,
    paisa: portion(unit_price_paisa * BigInt(quantity), sold_paisa, items_paisa),
  }))
  const delivery_paisa = wanted.wayFee(shop.city_id, checkout.city_id)
  const commission = commissionOf(sums, rules)
  const state: OrderState = checkout.method === 'prepaid' ? 'awaiting_payment' : 'placed'
  const deadline = DEADLINES[state]
  return {
    party_id: shop.party_id,
    order_id,
    number: orderNumber(order_id),
    buyer_id: by.person_id,
    checkout_id: checkout.checkout_id,
    address_id: checkout.address_id,
    city_id: checkout.city_id,
    method: checkout.method,
    state,
    items_paisa,
    delivery_paisa,
    discount_paisa,
    discount_by: discount?.by ?? null,
    voucher_code: discount?.code ?? null,
    tip_paisa: checkout.tip_paisa ?? 0n,
    total_paisa: items_paisa + delivery_paisa + (checkout.tip_paisa ?? 0n) - discount_paisa,
    commission_rule_id: commission.rule_id,
    commission_paisa: commission.commission_paisa,
    language: checkout.language,
    placed_at: now,
    moved_at: now,
    due_at: deadline ? later(now, deadline.after_ms) : null,
    due_step: deadline?.step ?? null,
    warned_at: null,
    frozen_at: null,
    frozen_for: null,
  }
}

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * What people say on the phone: seven letters and digits from the random end of the id; no 0, 1, I, L, O, U to mistake.
 */
export function orderNumber(orderId: string): string {
  let rest = Number.parseInt(orderId.slice(-9), 16)
  let text = ''
  for (let i = 0; i < 7; i++) {
    text = LETTERS.charAt(rest % LETTERS.length) + text
    rest = Math.floor(rest / LETTERS.length)
  }
  return text
}
