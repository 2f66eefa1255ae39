import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { oweRefund } from '../refunds.ts'
import { reversalsOf } from '../sales/sales-store.ts'
import { type HoldPart, insertPart, lockPromised, moveOwedRefunds, readParts } from './parts-store.ts'

/**
 * Part of what is due at the door came by a rail: the rider takes only the rest. Told again, it does nothing and says
 * false. Nothing of it is the shop's before the cash is taken too; when the order is undone, it goes back by its rail.
 * Refuses: conflict payments.already_funded when no cash is due (any more); conflict cash.part_too_large when it is
 * more than is due. Parties: the shop's only.
 */
export async function payPart(tx: Tx, shopId: string, part: Omit<HoldPart, 'party_id'>): Promise<boolean> {
  const [hold, parts] = await Promise.all([
    lockPromised(tx, shopId, part.order_id),
    readParts(tx, shopId, part.order_id),
  ])
  if (parts.some(({ payment_id }) => payment_id === part.payment_id)) return false
  const before_paisa = parts.reduce((sum, { amount_paisa }) => sum + amount_paisa, 0n)
  if (!hold) throw new Refusal('conflict', 'payments.already_funded')
  if (part.amount_paisa <= 0n || part.amount_paisa > hold.amount_paisa - before_paisa) {
    throw new Refusal('conflict', 'cash.part_too_large')
  }
  await insertPart(tx, { ...part, party_id: shopId })
  await post(tx, shopId, {
    cause: `order:${part.order_id}:part:${part.payment_id}`,
    entries: [
      { account: `cash:${part.holder}`, paisa: part.amount_paisa },
      { account: `part_paid:${part.order_id}`, paisa: -part.amount_paisa },
    ],
  })
  return true
}

/** What is still to be taken in cash for an order of this sum. Paisa. */
export async function cashDue(tx: Tx, shopId: string, order: { order_id: string; total_paisa: Paisa }): Promise<Paisa> {
  return order.total_paisa - (await sumParts(tx, shopId, order.order_id))
}

/** What came of an order before the cash at the door. Paisa. */
export async function sumParts(tx: Tx, shopId: string, orderId: string): Promise<Paisa> {
  const parts = await readParts(tx, shopId, orderId)
  return parts.reduce((sum, { amount_paisa }) => sum + amount_paisa, 0n)
}

/** True when this payment is one of the parts that came before the cash at the door. */
export async function isPart(tx: Tx, shopId: string, orderId: string, paymentId: string | null): Promise<boolean> {
  return (await readParts(tx, shopId, orderId)).some(({ payment_id }) => payment_id === paymentId)
}

/** How a hold is filled: the parts that came before, and the rest in a hand. */
export function fundedBy(holder: string, orderId: string, paisa: Paisa, parts_paisa: Paisa): Entry[] {
  const entries = [
    { account: `cash:${holder}`, paisa: paisa - parts_paisa },
    { account: `part_paid:${orderId}`, paisa: parts_paisa },
    { account: `hold:${orderId}`, paisa: -paisa },
  ]
  return entries.filter((entry) => entry.paisa !== 0n)
}

/**
 * Sends the parts of an undone order back by the rails they came by, less what the buyer has to bear, out of the
 * account that holds them. Events: refund.owed.
 */
export async function refundParts(
  tx: Tx,
  shopId: string,
  order: { order_id: string; buyer_id: string },
  out: { account: string; less_paisa: Paisa },
): Promise<void> {
  let less = out.less_paisa
  const [parts, taken] = await Promise.all([
    readParts(tx, shopId, order.order_id),
    reversalsOf(tx, shopId, order.order_id),
  ])
  for (const part of parts) {
    // A rail that took it back has given it to the buyer already: the market's loss of it is made good.
    if (taken.some(({ payment_id, state }) => payment_id === part.payment_id && state !== 'won')) {
      await post(tx, shopId, {
        cause: `part:${order.order_id}:${part.payment_id}:refund`,
        entries: [
          { account: out.account, paisa: part.amount_paisa },
          { account: 'expense:loss', paisa: -part.amount_paisa },
        ],
      })
      continue
    }
    const kept = less < part.amount_paisa ? less : part.amount_paisa
    less -= kept
    const amount_paisa = part.amount_paisa - kept
    if (amount_paisa === 0n) continue
    const { payment_id, payment_reference, rail, holder } = part
    await oweRefund(tx, shopId, {
      ...{ ...order, payment_id, payment_reference, rail, holder, amount_paisa },
      cause: `part:${order.order_id}:${payment_id}:refund`,
      from: [{ account: out.account, paisa: amount_paisa }],
    })
  }
}

/** A refund that is still owed is sent by whoever has the cash now. */
export function moveRefunds(tx: Tx, shopId: string, orderId: string, move: { from: string; to: string }) {
  return moveOwedRefunds(tx, shopId, orderId, move)
}

/** The market's own account, once cash has been handed in. */
export const MARKET_HOLDER = 'market'

/**
 * Who has the money of a sale, and since when it is at hand: cash once it was handed in. What came by a rail, whole,
 * is at hand: no rider has anything to hand in.
 */
export function whereEarned(
  hold: { method: 'cod' | 'prepaid'; holder: string; amount_paisa: Paisa },
  parts: readonly HoldPart[],
  now: Date,
): { holder: string; at_hand_at: Date | null } {
  const [first] = parts
  const by_rails = parts.reduce<Paisa>((sum, { amount_paisa }) => sum + amount_paisa, 0n)
  if (hold.method === 'cod' && first && by_rails === hold.amount_paisa) return { holder: first.holder, at_hand_at: now }
  const isHere = hold.method === 'prepaid' || hold.holder === MARKET_HOLDER
  return { holder: hold.holder, at_hand_at: isHere ? now : null }
}
