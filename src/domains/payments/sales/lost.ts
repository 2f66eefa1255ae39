import { DAY_MS } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { readHold } from '../holds-store.ts'
import { oweByShop } from '../payouts/debts.ts'
import { lockPlan } from '../payouts/plans-store.ts'
import { keepTaxLines } from '../taxes/taxes.ts'
import { leftOf, sharesBack, taxesBack } from './sale-refunds.ts'
import { insertSaleRefund, type ReversalRow, setBearer, sumBorne } from './sales-store.ts'
import { giveBack, refundable } from './sharing.ts'

/**
 * Who bears what a bank took and keeps. shop: the goods were settled without a yes of the buyer. market: that yes is
 * kept, or the goods went back. by_leave: the goods are still with the shop, and an operator lets the order go on.
 */
export type LostTo = 'shop' | 'market' | 'by_leave'

/** By its leave the market bears at most so much of one order, and of all orders of one shop within thirty days. */
export const MOST_BORNE_PAISA = 500_000n
export const MOST_BORNE_FOR_SHOP_PAISA = 2_000_000n
const BORNE_WITHIN_MS = 30 * DAY_MS

/**
 * The bank keeps what it took, which stood as a loss of the market meanwhile (decisions/037): it stays there, or the
 * shop gives up its share of the goods. The caller has locked the order and ended the reversal.
 * Refuses: conflict payments.loss_over_cap {most, shop_most} when the market would bear more by its leave than it may:
 * the order is called off then, and nobody bears anything. Events: debt.owed. Parties: the shop's only.
 */
export async function bearLost(tx: Tx, row: ReversalRow, to: LostTo): Promise<void> {
  if (row.bearer !== 'market') return
  if (to === 'by_leave') await assertMayBear(tx, row)
  if (to !== 'shop') return
  const { party_id, order_id, payment_id, paisa } = row
  const hold = await readHold(tx, party_id, order_id)
  // What came besides the money of the sale was never the shop's.
  if (hold?.payment_id !== payment_id) return
  const charged = await chargeShares(tx, party_id, {
    ...{ order_id, paisa, cause: `reversal:${payment_id}:${order_id}:lost` },
    against: (goods_paisa) => [{ account: 'expense:loss', paisa: -goods_paisa }],
  })
  if (charged > 0n) await setBearer(tx, row, 'shop')
}

async function assertMayBear(tx: Tx, { party_id, paisa }: ReversalRow): Promise<void> {
  // Two operators at two orders of one shop: the second sees what the first let the market bear.
  await lockPlan(tx, party_id)
  const all = await sumBorne(tx, party_id, new Date(tx.now.getTime() - BORNE_WITHIN_MS))
  if (paisa <= MOST_BORNE_PAISA && all <= MOST_BORNE_FOR_SHOP_PAISA) return
  const rupees = (most: Paisa) => (most / 100n).toString()
  const caps = { most: rupees(MOST_BORNE_PAISA), shop_most: rupees(MOST_BORNE_FOR_SHOP_PAISA) }
  throw new Refusal('conflict', 'payments.loss_over_cap', caps)
}

export interface Charge {
  order_id: string
  /** What was taken; more than what is left of the goods is not charged. */
  paisa: Paisa
  cause: string
  /** The other side of the transfer, for so much of the goods. */
  against: (goods_paisa: Paisa) => readonly Entry[]
}

/**
 * Takes a chargeback out of the hands that shared a settled sale, in proportion to what is left in each: what the shop
 * earned of it becomes its debt. Returns the paisa of the goods that were charged; 0n, and nothing done, when nothing
 * is left of them.
 */
export async function chargeShares(tx: Tx, shopId: string, charge: Charge): Promise<Paisa> {
  const { order_id, cause, paisa } = charge
  const { left, next_number, tax_lines } = await leftOf(tx, shopId, order_id)
  const most = refundable(left)
  const goods_paisa = paisa < most ? paisa : most
  if (goods_paisa === 0n) return 0n
  const given = giveBack(left, goods_paisa)
  const taxes = taxesBack(tax_lines, given)
  const entries = [...sharesBack(given, taxes, 0n), ...charge.against(goods_paisa)]
  await Promise.all([
    post(tx, shopId, { cause, entries: entries.filter((entry) => entry.paisa !== 0n) }),
    insertSaleRefund(tx, {
      ...given,
      ...{ party_id: shopId, order_id, refund_number: next_number, kind: 'chargeback', paisa: goods_paisa },
      ...{ goods_paisa, way_paisa: 0n, market_paisa: 0n, made_by: null, words: '' },
    }),
    keepTaxLines(tx, shopId, order_id, taxes),
  ])
  if (given.shop_paisa > 0n) {
    const debt = { cause, kind: 'chargeback', paisa: given.shop_paisa, to_account: null, order_id } as const
    await oweByShop(tx, shopId, debt)
  }
  return goods_paisa
}
