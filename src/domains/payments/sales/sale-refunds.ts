import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import type { Entry } from '../../ledger/ledger.ts'
import { type HoldRow, lockHold } from '../holds-store.ts'
import { oweByShop } from '../payouts/debts.ts'
import { oweRefund } from '../refunds.ts'
import { keepTaxLines, listTaxLines, type TaxKind, type TaxLine, taxAccount, type Withheld } from '../taxes/taxes.ts'
import {
  countSaleRefunds,
  insertSaleRefund,
  readSettlement,
  reversalsOf,
  type SaleRefundRow,
  type SettlementRow,
  saleRefundsOf,
} from './sales-store.ts'
import { giveBack, type Left, refundable } from './sharing.ts'

export interface SaleRefund {
  order_id: string
  buyer_id: string
  /** For the goods. */
  goods_paisa: Paisa
  /** Of the way's fee, besides; the shop bears it. */
  way_paisa: Paisa
  borne_by: 'shop' | 'market'
  words: string
}

/**
 * Gives money of a settled sale back to its buyer, because shop and buyer agreed or an operator decided. What the shop
 * earned of it becomes its debt, paid at once by what it has at hand; commission and taxes are given back in
 * proportion, to the paisa; a market that bears it books a loss of its own. The caller has locked the order.
 * Refuses: conflict payments.not_settled before the sale is settled; invalid payments.refund_of_nothing; conflict
 * payments.more_than_paid {left} when it is more than the buyer paid and has not had back.
 * Events: refund.owed; debt.owed. Parties: the shop's only.
 */
export async function refundSale(tx: Tx, by: ShopActor | Operator, shopId: string, refund: SaleRefund): Promise<void> {
  const { order_id, buyer_id, goods_paisa, way_paisa } = refund
  const paisa = goods_paisa + way_paisa
  if (goods_paisa < 0n || way_paisa < 0n || paisa === 0n) throw new Refusal('invalid', 'payments.refund_of_nothing')
  // Cash that is handed in at the same moment moves the refunds that are owed: this one is seen, or sees it moved.
  const [state, hold] = await Promise.all([leftOf(tx, shopId, order_id), lockHold(tx, shopId, order_id)])
  assert(hold, 'a settled sale has its hold')
  const { left, left_way_paisa, next_number, tax_lines } = state
  // A rail that took the money back has given it to the buyer already.
  const isTaken = await isTakenBack(tx, hold)
  if (isTaken || goods_paisa > refundable(left) || way_paisa > left_way_paisa) {
    const most = isTaken ? 0n : refundable(left) + left_way_paisa
    throw new Refusal('conflict', 'payments.more_than_paid', { left: (most / 100n).toString() })
  }
  const byMarket = refund.borne_by === 'market'
  const given = !byMarket && goods_paisa > 0n ? giveBack(left, goods_paisa) : NOTHING
  const taxes = taxesBack(tax_lines, given)
  const cause = `order:${order_id}:refund:${next_number}`
  const shop_paisa = given.shop_paisa + (byMarket ? 0n : way_paisa)
  const from: Entry[] = byMarket ? [{ account: 'expense:loss', paisa }] : sharesBack(given, taxes, way_paisa)
  const { holder, payment_id, payment_reference, rail } = hold
  await Promise.all([
    oweRefund(tx, shopId, {
      ...{ order_id, buyer_id, cause, from, holder, payment_id, payment_reference, rail, amount_paisa: paisa },
    }),
    insertSaleRefund(tx, {
      ...given,
      ...{ party_id: shopId, order_id, refund_number: next_number, kind: 'refund', paisa },
      ...{ goods_paisa, way_paisa, shop_paisa },
      ...{ market_paisa: byMarket ? paisa : 0n, made_by: by.person_id, words: refund.words },
    }),
    keepTaxLines(tx, shopId, order_id, taxes),
  ])
  if (shop_paisa > 0n) {
    await oweByShop(tx, shopId, { cause, kind: 'refund', paisa: shop_paisa, to_account: null, order_id })
  }
}

async function isTakenBack(tx: Tx, hold: HoldRow): Promise<boolean> {
  const rows = await reversalsOf(tx, hold.party_id, hold.order_id)
  return rows.some(({ payment_id, state }) => payment_id === hold.payment_id && state !== 'won')
}

const NOTHING: Left = {
  shop_paisa: 0n,
  commission_paisa: 0n,
  income_tax_paisa: 0n,
  sales_tax_paisa: 0n,
  discount_paisa: 0n,
}

/** The entries that take a refund out of the hands that shared the sale. */
export function sharesBack(given: Left, taxes: readonly Withheld[], way_paisa: Paisa): Entry[] {
  const entries = [
    { account: 'debt', paisa: given.shop_paisa + way_paisa },
    { account: 'fee:commission', paisa: given.commission_paisa },
    { account: 'expense:discount', paisa: -given.discount_paisa },
    ...taxes.map(({ kind, agent, paisa }) => ({ account: taxAccount(kind, agent), paisa: -paisa })),
  ]
  return entries.filter(({ paisa }) => paisa !== 0n)
}

/** Lines that take back a tax: as it was withheld, below zero, by the same rule and agent. */
export function taxesBack(
  lines: readonly TaxLine[],
  given: { income_tax_paisa: Paisa; sales_tax_paisa: Paisa },
): Withheld[] {
  const back = (kind: TaxKind, tax: Paisa): Withheld[] => {
    const line = lines.find((one) => one.kind === kind)
    if (!line || tax === 0n || line.paisa === 0n) return []
    const { rule_id, agent, basis_points } = line
    return [{ kind, rule_id, agent, basis_points, base_paisa: -((line.base_paisa * tax) / line.paisa), paisa: -tax }]
  }
  return [...back('income', given.income_tax_paisa), ...back('sales', given.sales_tax_paisa)]
}

/**
 * What is left of a settled sale in each hand, and which number its next refund has.
 * Refuses: conflict payments.not_settled.
 */
export async function leftOf(tx: Tx, shopId: string, orderId: string) {
  const [sale, refunds, count, tax_lines] = await Promise.all([
    readSettlement(tx, shopId, orderId),
    saleRefundsOf(tx, shopId, orderId),
    countSaleRefunds(tx, shopId, orderId),
    listTaxLines(tx, shopId, orderId),
  ])
  if (!sale) throw new Refusal('conflict', 'payments.not_settled')
  const [ours, theirs] = [refunds.filter(isOurs), refunds.filter((row) => !isOurs(row))]
  // The way's fee stays the market's: what of it was given back came out of the shop's pocket, not out of its earning.
  const left: Left = {
    shop_paisa: sale.earned_paisa - sumOf(theirs, 'shop_paisa') + sumOf(theirs, 'way_paisa'),
    commission_paisa: sale.commission_paisa - sumOf(theirs, 'commission_paisa'),
    income_tax_paisa: sale.income_tax_paisa - sumOf(theirs, 'income_tax_paisa'),
    sales_tax_paisa: sale.sales_tax_paisa - sumOf(theirs, 'sales_tax_paisa'),
    discount_paisa: sale.discount_paisa - sumOf(theirs, 'discount_paisa'),
  }
  return {
    left: lessOurs(left, sumOf(ours, 'goods_paisa')),
    left_way_paisa: sale.delivery_paisa - sumOf(refunds, 'way_paisa'),
    next_number: count + 1,
    tax_lines,
  }
}

const isOurs = (row: SaleRefundRow) => row.market_paisa > 0n

function sumOf(rows: readonly SaleRefundRow[], name: keyof Left | 'goods_paisa' | 'way_paisa'): Paisa {
  return rows.reduce((sum, row) => sum + row[name], 0n)
}

/** What the market gave of its own cannot be asked of the shop again. */
function lessOurs(left: Left, ours: Paisa): Left {
  if (ours === 0n) return left
  if (ours >= refundable(left)) return NOTHING
  const given = giveBack(left, ours)
  return {
    shop_paisa: left.shop_paisa - given.shop_paisa,
    commission_paisa: left.commission_paisa - given.commission_paisa,
    income_tax_paisa: left.income_tax_paisa - given.income_tax_paisa,
    sales_tax_paisa: left.sales_tax_paisa - given.sales_tax_paisa,
    discount_paisa: left.discount_paisa - given.discount_paisa,
  }
}

/** What of a settled sale can still go back to its buyer: for the goods, and of the way's fee. Paisa. */
export async function leftToRefund(
  tx: Tx,
  shopId: string,
  orderId: string,
): Promise<{ goods_paisa: Paisa; way_paisa: Paisa }> {
  const { left, left_way_paisa } = await leftOf(tx, shopId, orderId)
  return { goods_paisa: refundable(left), way_paisa: left_way_paisa }
}

/** How a sale was shared out, and what was given back since; undefined before it is settled. Paisa. */
export async function readSale(
  tx: Tx,
  shopId: string,
  orderId: string,
): Promise<{ settlement: SettlementRow; refunds: SaleRefundRow[] } | undefined> {
  const [settlement, refunds] = await Promise.all([
    readSettlement(tx, shopId, orderId),
    saleRefundsOf(tx, shopId, orderId),
  ])
  return settlement && { settlement, refunds }
}
