import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type Entry, listEntriesOf, post } from '../../ledger/ledger.ts'
import { voidClaim } from '../cash/claims-store.ts'
import { refundParts, sumParts } from '../cash/parts.ts'
import { fundHold } from '../holds.ts'
import { lockHold } from '../holds-store.ts'
import { dropRefunds, type RefundRow, refundsOfOrder } from '../refunds-store.ts'
import { keepTaxLines, listTaxLines, taxAccount } from '../taxes/taxes.ts'
import { setHeldAgain, setNeverCollected, takeBackEarning } from './after-all-store.ts'
import { taxesBack } from './sale-refunds.ts'
import { countSaleRefunds, insertSaleRefund, readSettlement, reversalsOf, type SettlementRow } from './sales-store.ts'

/**
 * An order was undone on its courier's word, and came to its buyer after all: its money is held again. Cash is with
 * the courier; what was to go back and was not sent stays. False, and nothing done, when a part of it has gone back,
 * or a bank has taken it: then somebody else has to pay. The caller has locked the order.
 * Refuses: conflict payments.refund_asked when a rail was asked to send it, and nobody knows whether it did.
 * Parties: the shop's only.
 */
export async function holdAgain(tx: Tx, shopId: string, orderId: string, courier: string): Promise<boolean> {
  const [hold, refunds, reversals] = await Promise.all([
    lockHold(tx, shopId, orderId),
    refundsOfOrder(tx, shopId, orderId),
    reversalsOf(tx, shopId, orderId),
  ])
  assert(hold, 'an order has its hold')
  const going = refunds.filter(({ cause }) => isOfOrder(cause, orderId))
  const isGone = going.some(({ state }) => state === 'sent') || reversals.some(({ state }) => state !== 'won')
  if (isGone || (hold.state !== 'refunded' && hold.state !== 'void')) return false
  assertUnasked(going)
  const isCash = hold.state === 'void'
  const way_paisa = isCash ? 0n : await wayKept(tx, shopId, orderId)
  const back = going.reduce<Paisa>((sum, { amount_paisa }) => sum + amount_paisa, 0n) + way_paisa
  assert(isCash || back === hold.amount_paisa, 'what went out of a hold comes again')
  const into = isCash ? `part_paid:${orderId}` : `hold:${orderId}`
  if (back > 0n) {
    const entries = [...owedBy(going), { account: 'fee:delivery', paisa: way_paisa }, { account: into, paisa: -back }]
    await post(tx, shopId, {
      cause: `order:${orderId}:held_again`,
      entries: entries.filter(({ paisa }) => paisa !== 0n),
    })
    await dropAll(tx, shopId, going)
  }
  if (isCash) {
    await fundHold(tx, shopId, orderId, { holder: courier, payment_id: null, payment_reference: null, rail: null })
  } else {
    assert((await setHeldAgain(tx, shopId, orderId)) === 1, 'a locked hold stands where it was read')
  }
  return true
}

const isOfOrder = (cause: string, orderId: string) =>
  cause === `order:${orderId}:refund` || cause.startsWith(`part:${orderId}:`)

/** Nobody asked a rail to send any of it: what was asked may have gone, whatever was answered. */
function assertUnasked(refunds: readonly RefundRow[]): void {
  if (refunds.some(({ tried_count }) => tried_count > 0)) throw new Refusal('conflict', 'payments.refund_asked')
}

const owedBy = (refunds: readonly RefundRow[]): Entry[] =>
  refunds.map(({ refund_id, amount_paisa }) => ({ account: `refund_owed:${refund_id}`, paisa: amount_paisa }))

async function dropAll(tx: Tx, shopId: string, refunds: readonly RefundRow[]): Promise<void> {
  const ids = refunds.map(({ refund_id }) => refund_id)
  assert((await dropRefunds(tx, shopId, ids)) === ids.length, 'what was not asked for is not sent')
}

/** What a buyer bore of the way when the order was undone. Paisa. */
async function wayKept(tx: Tx, shopId: string, orderId: string): Promise<Paisa> {
  const entries = await listEntriesOf(tx, shopId, [`order:${orderId}:freight`])
  return -(entries.find(({ account }) => account === 'fee:delivery')?.amount_paisa ?? 0n)
}

/**
 * A sale that time settled for cash was never delivered, and its courier took no cash: what was shared out of it is
 * taken back on paper, to the paisa, and nothing is claimed of the courier. What had come by a rail before goes back.
 * The caller has locked the order.
 * Refuses: conflict cash.came_in when the courier has paid, or all came by rails; payments.refund_moved when money of
 * it has gone back; payments.refund_asked. Events: refund.owed for parts. Parties: the shop's, and the market's for
 * the claim.
 */
export async function undoSale(
  tx: Tx,
  by: Operator,
  shopId: string,
  sold: { order_id: string; buyer_id: string; courier: string; words: string },
): Promise<void> {
  const { order_id, buyer_id, courier } = sold
  const [hold, sale, refunds, refund_count, parts_paisa, tax_lines] = await Promise.all([
    lockHold(tx, shopId, order_id),
    readSettlement(tx, shopId, order_id),
    refundsOfOrder(tx, shopId, order_id),
    countSaleRefunds(tx, shopId, order_id),
    sumParts(tx, shopId, order_id),
    listTaxLines(tx, shopId, order_id),
  ])
  assert(hold && sale, 'a completed order was settled')
  const cash_paisa = hold.amount_paisa - parts_paisa
  if (hold.method !== 'cod' || hold.holder !== courier || cash_paisa === 0n) {
    throw new Refusal('conflict', 'cash.came_in')
  }
  const going = refunds.filter(({ cause }) => isOfOrder(cause, order_id))
  if (refund_count > 0 || going.some(({ state }) => state === 'sent')) {
    throw new Refusal('conflict', 'payments.refund_moved')
  }
  assertUnasked(going)
  assert(sale.tip_paisa === 0n, 'a courier gets no tip')
  const taxes = taxesBack(tax_lines, sale)
  const entries: Entry[] = [
    { account: 'payable', paisa: sale.earned_paisa },
    { account: 'fee:commission', paisa: sale.commission_paisa },
    { account: 'fee:delivery', paisa: sale.delivery_paisa },
    ...taxes.map(({ kind, agent, paisa }) => ({ account: taxAccount(kind, agent), paisa: -paisa })),
    { account: 'expense:discount', paisa: -sale.discount_paisa },
    ...owedBy(going),
    { account: `part_paid:${order_id}`, paisa: -parts_paisa },
    { account: `cash:${courier}`, paisa: -cash_paisa },
  ]
  const [freed, taken] = await Promise.all([
    setNeverCollected(tx, shopId, order_id, courier),
    takeBackEarning(tx, shopId, order_id),
  ])
  assert(freed === 1 && taken === 1, 'what no cash came for was not paid out')
  await dropAll(tx, shopId, going)
  await Promise.all([
    post(tx, shopId, {
      cause: `order:${order_id}:undone`,
      by: by.person_id,
      entries: entries.filter(({ paisa }) => paisa !== 0n),
    }),
    keepPaper(tx, by, sale, sold.words),
    keepTaxLines(tx, shopId, order_id, taxes),
    voidClaim(tx, shopId, order_id),
  ])
  const order = { order_id, buyer_id }
  if (parts_paisa > 0n) await refundParts(tx, shopId, order, { account: `part_paid:${order_id}`, less_paisa: 0n })
}

/** All of the sale, as its refund: nothing of it can go back a second time. */
function keepPaper(tx: Tx, by: Operator, sale: SettlementRow, words: string): Promise<number> {
  const { party_id, order_id, earned_paisa, commission_paisa, income_tax_paisa, sales_tax_paisa, discount_paisa } = sale
  const goods_paisa = earned_paisa + commission_paisa + income_tax_paisa + sales_tax_paisa - discount_paisa
  const way_paisa = sale.delivery_paisa
  return insertSaleRefund(tx, {
    ...{ party_id, order_id, refund_number: 1, kind: 'uncollected', paisa: goods_paisa + way_paisa },
    ...{ goods_paisa, way_paisa, shop_paisa: earned_paisa, commission_paisa, income_tax_paisa, sales_tax_paisa },
    ...{ discount_paisa, market_paisa: way_paisa, made_by: by.person_id, words },
  })
}
