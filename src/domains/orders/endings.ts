import { assert, Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { takeCash } from '../delivery/delivery.ts'
import type { Actor, Operator, Person, Rider } from '../identity/identity.ts'
import { SYSTEM } from '../identity/identity.ts'
import { cashDue, dueFor, fundHold, getHold, lowerPromise, portion } from '../payments/payments.ts'
import { holdDecided } from './appeals.ts'
import { takeBackCash } from './contradictions.ts'
import { FAULTS, type Fault } from './fault.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { insertBacks, type NewBack, type OrderBackRow, readBacks } from './money-store.ts'
import { type StepNote, takeStep } from './moves.ts'
import { stepParcel } from './parcel-steps.ts'
import { next, type OrderStep } from './process.ts'
import { type OrderRow, readOrderLines } from './store.ts'

/**
 * The buyer keeps the goods: cash due is taken, the parcel is handed over and the shop has earned it. Called by trust.
 * Refuses: not_found; conflict orders.not_now; conflict orders.cash_first when cash is due and no rider takes it.
 * Events: order.completed. Parties: the shop's only.
 */
export async function keepGoods(tx: Tx, by: Rider | Person, at: OrderAt): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  return complete(tx, order, 'accept', by)
}

/**
 * The buyer keeps some of the goods and sends the others back with the rider, or after the courier left them: only what
 * is kept is due, or what was paid for the rest goes back; discount and commission go with the goods. Called by trust.
 * Refuses: not_found; invalid orders.which_lines when nothing, or all of it, or more than was bought goes back;
 * conflict orders.not_now, orders.cash_first. Events: order.completed; refund.owed. Parties: the shop's only.
 */
export async function keepSome(
  tx: Tx,
  by: Rider | Person,
  at: OrderAt,
  back: { reason: string; lines: readonly { line: number; quantity: number }[] },
): Promise<OrderRow> {
  const order = await lockFor(tx, by, at)
  const lines = await readOrderLines(tx, at.shop_id, at.order_id)
  const backs = back.lines.map(({ line, quantity }): NewBack => {
    const bought = lines.find((one) => one.line === line)
    if (!bought || !Number.isInteger(quantity) || quantity < 1 || quantity > bought.quantity) {
      throw new Refusal('invalid', 'orders.which_lines')
    }
    return { line, quantity, paisa: bought.unit_price_paisa * BigInt(quantity), reason: back.reason }
  })
  const kept_paisa = backs.reduce<Paisa>((left, { paisa }) => left - paisa, order.items_paisa)
  const isTwice = new Set(backs.map(({ line }) => line)).size < backs.length
  if (backs.length === 0 || kept_paisa <= 0n || isTwice) throw new Refusal('invalid', 'orders.which_lines')
  const done = await complete(tx, order, 'accept', by, { words: back.reason, kept_paisa })
  const noted = await insertBacks(tx, order, backs, by.person_id)
  assert(noted === backs.length, 'each line that goes back is written down')
  return done
}

/** Lines of an order that went back while the rest was kept. */
export function listBacks(tx: Tx, at: OrderAt): Promise<OrderBackRow[]> {
  return readBacks(tx, at.shop_id, at.order_id)
}

export interface Decision {
  /** split: the buyer gets buyer_percent of the goods' price, the shop the rest; the way is paid. */
  side: 'shop' | 'buyer' | 'split'
  words: string
  /** A whole number from 1 to 99. */
  buyer_percent?: number
  /** For the buyer: whose fault it was, which says who bears the way. Nobody's, when it is not said. */
  fault?: Fault
  /** For the buyer: the courier took no cash, whatever it said, so that none goes back. */
  no_cash?: boolean
}

/**
 * An operator ends an order that nobody else can end, for the shop, for the buyer or between them, and says why. A
 * frozen order goes on by it. What the shop earns by it is paid out when nobody can ask for a second look any more.
 * Refuses: not_found; invalid orders.reason_needed, orders.percent, orders.whose_fault; conflict orders.not_now,
 * orders.cash_first; cash.came_in when it is said that no cash was taken, and it has come. Events: order.completed or
 * order.refused.
 */
export async function decideOrder(tx: Tx, by: Operator, at: OrderAt, decision: Decision): Promise<OrderRow> {
  const { side, words } = decision
  if (words.trim().length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const order = await lockFor(tx, by, at)
  if (side === 'shop') {
    const done = await complete(tx, order, 'decide_for_shop', by, { words })
    await holdDecided(tx, done)
    return done
  }
  if (side === 'split') {
    const percent = decision.buyer_percent ?? 0
    if (!Number.isInteger(percent) || percent < 1 || percent > 99) throw new Refusal('invalid', 'orders.percent')
    const kept_paisa = portion(order.items_paisa, BigInt(100 - percent), 100n)
    const done = await complete(tx, order, 'decide_split', by, { words, kept_paisa })
    await holdDecided(tx, done)
    return done
  }
  const fault = decision.fault ?? 'market'
  if (!FAULTS.includes(fault)) throw new Refusal('invalid', 'orders.whose_fault')
  const isOpen = next(order.state, 'decide_for_buyer') !== undefined
  if (decision.no_cash && order.method === 'cod' && isOpen) await takeBackCash(tx, order)
  const refused = await takeStep(tx, order, 'decide_for_buyer', by, { words, reason: `decided_${fault}` })
  await stepParcel(tx, SYSTEM, order, 'refuse')
  return refused
}

/** Ends an order for the shop. Cash that is due must be in a hand first: the rider's, in this same step. */
export async function complete(
  tx: Tx,
  order: OrderRow,
  step: OrderStep,
  by: Actor,
  note: StepNote = {},
): Promise<OrderRow> {
  if (!next(order.state, step)) throw new Refusal('conflict', 'orders.not_now', { state: order.state })
  const hold = await getHold(tx, order.party_id, order.order_id)
  if (order.method === 'cod' && hold.state === 'promised') {
    if (by.kind !== 'rider') throw new Refusal('conflict', 'orders.cash_first')
    await takeAtDoor(tx, order, by, note.kept_paisa ?? order.items_paisa)
  }
  const done = await takeStep(tx, order, step, by, note)
  await stepParcel(tx, by, order, 'deliver')
  return done
}

/** The rider takes the cash for what is kept. */
async function takeAtDoor(tx: Tx, order: OrderRow, by: Rider, items_paisa: Paisa): Promise<void> {
  const { party_id: shop_id, order_id } = order
  const due = dueFor(order, { items_paisa, has_tip: true })
  // What came by a rail before may be more than what is kept costs: then the rest goes back after the release.
  const before = order.total_paisa - (await cashDue(tx, shop_id, order))
  const hold_paisa = due > before ? due : before
  if (hold_paisa < order.total_paisa) await lowerPromise(tx, shop_id, order_id, hold_paisa)
  await fundByCash(tx, order, `rider:${by.person_id}`)
  const amount_paisa = hold_paisa - before
  if (amount_paisa > 0n) await takeCash(tx, by.person_id, { shop_id, order_id, amount_paisa })
}

/** The cash of an order is in the hand of a rider or a courier. */
export function fundByCash(tx: Tx, order: OrderRow, holder: string) {
  const { party_id, order_id } = order
  return fundHold(tx, party_id, order_id, { holder, payment_id: null, payment_reference: null, rail: null })
}
