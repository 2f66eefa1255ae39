import { DAY_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { forEach } from '../../kit/errors/for-each.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { SYSTEM } from '../identity/identity.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { isFunded, takeStep } from './moves.ts'
import { stepParcel } from './parcel-steps.ts'
import { DEADLINES, next, type OrderState } from './process.ts'
import { lockOrder, type OrderRow, readOrdersDue, readOrdersToWarn, setDue, setWarned } from './store.ts'

/**
 * What time does by itself: orders nobody paid or packed expire, and money whose written clock has run out is released.
 * Each order in its own transaction, by the row as it stands under the lock. Returns how many moved.
 */
export async function takeDueSteps(db: Database, most = 100): Promise<number> {
  let moved = 0
  const orders = await db.read((tx) => readOrdersDue(tx, most))
  await forEach(orders, async (due) => {
    if (await db.tx((tx) => takeDueStep(tx, due))) moved++
  })
  return moved
}

async function takeDueStep(tx: Tx, due: OrderRow): Promise<boolean> {
  const order = await lockOrder(tx, due.party_id, due.order_id)
  if (!order?.due_at || !order.due_step || order.due_at > tx.now) return false
  // It may have been frozen since the round looked: one order that stands still must not stop the others.
  if ((order.frozen_at && order.due_step === 'release') || !next(order.state, order.due_step)) return false
  // Money is released by time only when it is in a hand and the carrier said that the parcel arrived.
  if (order.due_step === 'release' && !(await isFunded(tx, order))) return false
  await takeStep(tx, order, order.due_step, SYSTEM)
  if (order.state === 'packed') await stepParcel(tx, SYSTEM, order, 'cancel')
  return true
}

/** What is paid at a shop, in a bank's app or by transfer is known to us a little later than it is paid. */
const MONEY_LATE_MS = 5 * MINUTE_MS

/**
 * No order keeps goods from the shelf longer than this without money, whatever the ways to pay say. Paying that is
 * begun
 * anew ends when it would have ended begun at first: payments see to that.
 */
const MOST_WAIT_MS = 3 * DAY_MS

/**
 * An attempt to pay lives until then, and the order waits as long: its goods stay reserved. It never waits shorter than
 * before. Told twice, or when the order waits for no money, it changes nothing. For the consequence of payment.waits.
 * Parties: the shop's only.
 */
export async function waitForMoney(tx: Tx, at: OrderAt, until: Date): Promise<void> {
  const order = await lockFor(tx, SYSTEM, at)
  if (order.state !== 'awaiting_payment' || !order.due_at) return
  const [wanted, most] = [later(until, MONEY_LATE_MS), later(order.placed_at, MOST_WAIT_MS)]
  const due_at = wanted < most ? wanted : most
  if (due_at <= order.due_at) return
  await setDue(tx, order, due_at)
}

/**
 * Tells buyers a day before time releases their money. Events: order.release_near, once for each clock. Returns how
 * many.
 */
export async function warnBeforeRelease(db: Database, most = 100): Promise<number> {
  const warned = Object.entries(DEADLINES).filter(([, deadline]) => deadline.warn_ms !== undefined)
  let told = 0
  for (const [state, { warn_ms = 0 }] of warned) {
    const orders = await db.read((tx) =>
      readOrdersToWarn(tx, [state as OrderState], new Date(tx.now.getTime() + warn_ms), most),
    )
    for (const order of orders) {
      if (await db.tx((tx) => warn(tx, order))) told++
    }
  }
  return told
}

async function warn(tx: Tx, order: OrderRow): Promise<boolean> {
  if ((await setWarned(tx, order)) === 0) return false
  if (!order.due_at) throw new Refusal('conflict', 'orders.not_now')
  await record(tx, order.party_id, 'order.release_near', {
    order_id: order.order_id,
    shop_id: order.party_id,
    buyer_id: order.buyer_id,
    due_at: order.due_at.toISOString(),
  })
  return true
}
