import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { readParts } from '../cash/parts-store.ts'
import { endHold, type HoldRow, readHold } from '../holds-store.ts'
import { oweRefund } from '../refunds.ts'
import { refundsOfOrder } from '../refunds-store.ts'
import { type PaidOrder, readPayment } from '../store.ts'
import { keepTaxLines } from '../taxes/taxes.ts'
import { bearLost, chargeShares, type LostTo } from './lost.ts'
import { leftOf, sharesBack, taxesBack } from './sale-refunds.ts'
import {
  endReversal,
  insertExtraEarning,
  insertReversal,
  openReversals,
  type ReversalRow,
  readSettlement,
  reversalsOf,
  setBearer,
  undoChargeback,
} from './sales-store.ts'

export interface Reversed {
  order_id: string
  payment_id: string
  paisa: Paisa
  /** Who loses when it was sold and settled: the shop, when nobody can prove that the buyer took the goods. */
  loser: 'shop' | 'market'
  /** Nothing has left the shop: the order can be called off. */
  is_unsent: boolean
}

/**
 * A rail took a payment back from us: a bank's return, a chargeback. An unsent order loses its hold (the caller calls
 * it off), or a part of it: then nothing leaves the shop before an operator has looked (the caller lets it stand),
 * and what the rail has is not given back a second time. Of a sale that was settled, the loser gives up what it had of
 * it; everything else stands as a loss of the market, by name, until it is won.
 * Told again it changes nothing. The caller has locked the order.
 * Events: payment_part.reversed. Parties: the shop's only.
 */
export async function reversePayment(
  tx: Tx,
  shopId: string,
  told: Reversed,
): Promise<'known' | 'hold_gone' | 'part_gone' | 'booked'> {
  const hold = await readHold(tx, shopId, told.order_id)
  assert(hold, 'a paid order has its hold')
  const isIts = hold.payment_id === told.payment_id
  const isGone = isIts && hold.state === 'funded' && told.is_unsent && told.paisa >= hold.amount_paisa
  const isOfShop = isIts && hold.state === 'released' && told.loser === 'shop'
  const { order_id, payment_id, paisa } = told
  const bearer = isGone ? 'buyer' : isOfShop ? 'shop' : 'market'
  const holder = isIts ? hold.holder : await holderOf(tx, shopId, told)
  const row = { party_id: shopId, order_id, payment_id, paisa, holder, bearer } as const
  if ((await insertReversal(tx, row)) === 0) return 'known'
  if (isOfShop) await chargeShop(tx, shopId, { ...told, holder })
  else await bookLoss(tx, shopId, { ...told, holder }, isGone ? `hold:${order_id}` : 'expense:loss')
  if (isGone) await endHold(tx, shopId, order_id, 'funded', 'reversed')
  await record(tx, shopId, 'payment_part.reversed', { shop_id: shopId, order_id, payment_id, bearer })
  if (isGone) return 'hold_gone'
  return isIts && hold.state === 'funded' && told.is_unsent ? 'part_gone' : 'booked'
}

/** Who held a payment that came before the cash of its order, or was not kept for it. */
async function holderOf(tx: Tx, shopId: string, told: Reversed): Promise<string> {
  const refunds = await refundsOfOrder(tx, shopId, told.order_id)
  const refund = refunds.find(({ payment_id }) => payment_id === told.payment_id)
  if (refund) return refund.holder
  const part = (await readParts(tx, shopId, told.order_id)).find(({ payment_id }) => payment_id === told.payment_id)
  assert(part, 'a payment that did not fund its order was a part of it, or was given back')
  return part.holder
}

type Booked = Reversed & { holder: string }

function bookLoss(tx: Tx, shopId: string, { order_id, payment_id, paisa, holder }: Booked, account: string) {
  return post(tx, shopId, {
    cause: `reversal:${payment_id}:${order_id}`,
    entries: [
      { account, paisa },
      { account: `cash:${holder}`, paisa: -paisa },
    ],
  })
}

/** The goods' part comes from those who shared the sale, what is beyond it is the market's loss. */
async function chargeShop(tx: Tx, shopId: string, told: Booked): Promise<void> {
  const { order_id, payment_id, paisa, holder } = told
  const charged = await chargeShares(tx, shopId, {
    ...{ order_id, paisa, cause: `reversal:${payment_id}:${order_id}` },
    against: (goods_paisa) => [
      { account: 'expense:loss', paisa: paisa - goods_paisa },
      { account: `cash:${holder}`, paisa: -paisa },
    ],
  })
  if (charged === 0n) await bookLoss(tx, shopId, told, 'expense:loss')
}

/** A chargeback that an operator heard the end of. */
export interface Disputed {
  shop_id: string
  order_id: string
  payment_id: string
  buyer_id: string
}

/**
 * An operator heard that a chargeback was lost: what stood as the market's loss is borne by whoever bears it.
 * Refuses: conflict payments.reversal_ended when it ended before or is not known; what bearLost refuses.
 * Events: debt.owed.
 */
export async function loseDispute(tx: Tx, _by: Operator, at: Disputed, to: LostTo): Promise<void> {
  await bearLost(tx, await endOnce(tx, at, 'lost'), to)
}

async function endOnce(tx: Tx, at: Disputed, how: 'won' | 'lost'): Promise<ReversalRow> {
  const row = await endReversal(tx, { ...at, party_id: at.shop_id }, how)
  if (!row) throw new Refusal('conflict', 'payments.reversal_ended')
  return row
}

/**
 * An operator heard that a chargeback was won: the money is back, once, and goes to whoever had lost it; when the goods
 * had gone back to the shop, to the buyer.
 * Refuses: conflict payments.reversal_ended when it ended before or is not known. Events: payment_part.won.
 */
export async function winDispute(tx: Tx, by: Operator, at: Disputed): Promise<void> {
  const row = await endOnce(tx, at, 'won')
  const back = row.bearer === 'buyer' ? row.paisa : row.bearer === 'market' ? await unpaidBack(tx, row) : 0n
  if (back > 0n) await oweWon(tx, row, at.buyer_id, back)
  const rest = { ...row, paisa: row.paisa - back }
  if (rest.paisa > 0n) {
    const cause = back > 0n ? `${wonCause(row)}:rest` : wonCause(row)
    await post(tx, row.party_id, { cause, by: by.person_id, entries: await wonEntries(tx, rest) })
  }
  const { order_id, payment_id } = at
  await record(tx, at.shop_id, 'payment_part.won', { shop_id: at.shop_id, order_id, payment_id })
}

const wonCause = (row: ReversalRow) => `reversal:${row.payment_id}:${row.order_id}:won`

async function wonEntries(tx: Tx, row: ReversalRow): Promise<Entry[]> {
  const { party_id, order_id, paisa, holder } = row
  const cash = { account: `cash:${holder}`, paisa }
  const taken = row.bearer === 'shop' ? await undoChargeback(tx, party_id, order_id) : undefined
  if (!taken) return [cash, { account: 'expense:loss', paisa: -paisa }]
  const { tax_lines } = await leftOf(tx, party_id, order_id)
  const taxes = taxesBack(tax_lines, {
    income_tax_paisa: -taken.income_tax_paisa,
    sales_tax_paisa: -taken.sales_tax_paisa,
  })
  await Promise.all([
    keepTaxLines(tx, party_id, order_id, taxes),
    taken.shop_paisa > 0n
      ? insertExtraEarning(tx, {
          party_id,
          earning_id: newId(),
          order_id,
          amount_paisa: taken.shop_paisa,
          holder,
          why: 'won',
        })
      : undefined,
  ])
  const shares = sharesBack(taken, taxes, 0n).map(({ account, paisa: each }) => ({
    account: account === 'debt' ? 'payable' : account,
    paisa: account.startsWith('tax:') ? each : -each,
  }))
  const entries = [cash, ...shares, { account: 'expense:loss', paisa: taken.goods_paisa - paisa }]
  return entries.filter((entry) => entry.paisa !== 0n)
}

async function oweWon(tx: Tx, row: ReversalRow, buyer_id: string, amount_paisa: Paisa): Promise<void> {
  const { party_id, order_id, payment_id, holder } = row
  const hold = await readHold(tx, party_id, order_id)
  await oweRefund(tx, party_id, {
    ...{ order_id, buyer_id, holder, payment_id, amount_paisa, cause: wonCause(row) },
    ...{ payment_reference: hold?.payment_reference ?? null, rail: hold?.rail ?? null },
    from: [{ account: `cash:${holder}`, paisa: amount_paisa }],
  })
}

/** What of a sale would have gone back to the buyer, had the rail not taken all of it before. Paisa. */
async function unpaidBack(tx: Tx, row: ReversalRow): Promise<Paisa> {
  const { party_id, order_id, payment_id } = row
  const [hold, sale, refunds] = await Promise.all([
    readHold(tx, party_id, order_id),
    readSettlement(tx, party_id, order_id),
    refundsOfOrder(tx, party_id, order_id),
  ])
  const isOwed = refunds.some(({ cause }) => cause === `order:${order_id}:refund`)
  return hold?.payment_id === payment_id && !isOwed ? (sale?.back_paisa ?? 0n) : 0n
}

/** What a rail took back of a payment and has not lost again; undefined when it took nothing. */
export async function findTaken(tx: Tx, hold: HoldRow, payment_id: string | null): Promise<ReversalRow | undefined> {
  if (payment_id === null) return undefined
  const rows = await reversalsOf(tx, hold.party_id, hold.order_id)
  return rows.find((row) => row.payment_id === payment_id && row.state !== 'won')
}

/**
 * Money of a hold would go back to its buyer, whose rail took it before: the market's loss is made good by it, and
 * nothing goes back a second time. False when no rail took it.
 */
export async function keepTaken(tx: Tx, hold: HoldRow, paisa: Paisa): Promise<boolean> {
  const taken = await findTaken(tx, hold, hold.payment_id)
  // Of a part only, the buyer gets all the same what is theirs: the part stays a loss of the market, by its name.
  if (!taken || taken.paisa < paisa) return false
  const { party_id, order_id, amount_paisa } = hold
  await Promise.all([
    post(tx, party_id, {
      cause: `order:${order_id}:refund`,
      entries: [
        { account: `hold:${order_id}`, paisa },
        { account: 'expense:loss', paisa: -paisa },
      ],
    }),
    paisa === amount_paisa ? setBearer(tx, taken, 'buyer') : undefined,
  ])
  return true
}

/**
 * All of a hold would go back to its buyer, whose rail took a part of it before: that part makes good the market's
 * loss,
 * and does not go back a second time. Returns the paisa of it; 0n when no rail took any, or the way would not be paid
 * out of the rest.
 */
export async function keepTakenPart(tx: Tx, hold: HoldRow, way_paisa: Paisa): Promise<Paisa> {
  const taken = await findTaken(tx, hold, hold.payment_id)
  if (taken?.bearer !== 'market' || taken.paisa + way_paisa >= hold.amount_paisa) return 0n
  await Promise.all([
    post(tx, hold.party_id, {
      cause: `order:${hold.order_id}:taken`,
      entries: [
        { account: `hold:${hold.order_id}`, paisa: taken.paisa },
        { account: 'expense:loss', paisa: -taken.paisa },
      ],
    }),
    setBearer(tx, taken, 'buyer'),
  ])
  return taken.paisa
}

/** What rails took back for an order. */
export function listReversals(tx: Tx, shopId: string, orderId: string): Promise<ReversalRow[]> {
  return reversalsOf(tx, shopId, orderId)
}

/** What rails took back and nobody has answered, for the operator. */
export function listOpenReversals(tx: Tx, _by: Operator, limit = 50): Promise<ReversalRow[]> {
  return openReversals(tx, limit)
}

/** What a payment paid for. Parties: the buyer's only. */
export async function paidOrdersOf(tx: Tx, buyerId: string, paymentId: string): Promise<PaidOrder[]> {
  return (await readPayment(tx, buyerId, paymentId))?.orders ?? []
}
