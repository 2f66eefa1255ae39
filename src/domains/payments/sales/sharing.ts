import { assert } from '../../../kit/errors/refusal.ts'
import { type Paisa, split } from '../../../kit/money/money.ts'

/** The sums of an order as they were frozen when it was placed. */
export interface Bill {
  items_paisa: Paisa
  delivery_paisa: Paisa
  tip_paisa: Paisa
  discount_paisa: Paisa
  discount_by: 'shop' | 'market' | null
  commission_paisa: Paisa
}

/** What is kept of an order: goods worth so much at the prices of the order, and whether the rider gets the tip. */
export interface Kept {
  items_paisa: Paisa
  has_tip: boolean
}

/** Who gets what of a sale, before taxes. What the buyer pays and the market's discount is the sum of the others. */
export interface Shares {
  /** What the buyer pays for what is kept. */
  paid_paisa: Paisa
  /** What the market adds for its own discount. */
  discount_paisa: Paisa
  /** The shop's: its goods less its own discount and less the commission. */
  shop_paisa: Paisa
  commission_paisa: Paisa
  delivery_paisa: Paisa
  tip_paisa: Paisa
}

/** The share of a sum that belongs to a part of the whole, rounded down; the whole has all of it. */
export function portion(sum: Paisa, part: Paisa, whole: Paisa): Paisa {
  assert(part >= 0n && part <= whole && whole > 0n, 'a part of a whole')
  return (sum * part) / whole
}

/** Shares out an order of which some is kept: discount and commission in proportion, the way's fee as it was. */
export function shareOut(bill: Bill, kept: Kept): Shares {
  const part = (paisa: Paisa) => portion(paisa, kept.items_paisa, bill.items_paisa)
  const discount = part(bill.discount_paisa)
  const commission_paisa = part(bill.commission_paisa)
  const tip_paisa = kept.has_tip ? bill.tip_paisa : 0n
  const byShop = bill.discount_by === 'shop' ? discount : 0n
  return {
    paid_paisa: kept.items_paisa - discount + bill.delivery_paisa + tip_paisa,
    discount_paisa: discount - byShop,
    shop_paisa: kept.items_paisa - byShop - commission_paisa,
    commission_paisa,
    delivery_paisa: bill.delivery_paisa,
    tip_paisa,
  }
}

/** What is left in each hand of the goods of a settled sale, after the refunds so far. */
export interface Left {
  shop_paisa: Paisa
  commission_paisa: Paisa
  income_tax_paisa: Paisa
  sales_tax_paisa: Paisa
  /** What the market still bears of its discount: it is not the buyer's to get back. */
  discount_paisa: Paisa
}

/** What the buyer paid for the goods and has not had back. */
export function refundable(left: Left): Paisa {
  return left.shop_paisa + left.commission_paisa + left.income_tax_paisa + left.sales_tax_paisa - left.discount_paisa
}

/**
 * Takes a refund out of the hands that shared the sale, in proportion to what is left in each. The parts add up to the
 * refund and the discount that ends with it; an odd paisa falls on the shop's share first. A refund of all that is
 * left leaves nothing anywhere, however many came before.
 */
export function giveBack(left: Left, paisa: Paisa): Left {
  const whole = refundable(left)
  assert(paisa > 0n && paisa <= whole, 'a refund of no more than was paid')
  const discount_paisa = portion(left.discount_paisa, paisa, whole)
  const names = (['shop_paisa', 'commission_paisa', 'income_tax_paisa', 'sales_tax_paisa'] as const).filter(
    (name) => left[name] > 0n,
  )
  const parts = split(
    paisa + discount_paisa,
    names.map((name) => left[name]),
  )
  const given = { shop_paisa: 0n, commission_paisa: 0n, income_tax_paisa: 0n, sales_tax_paisa: 0n, discount_paisa }
  names.forEach((name, i) => {
    given[name] = parts[i] ?? 0n
  })
  return given
}
