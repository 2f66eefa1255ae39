import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { listPeopleWithRole, type Operator, type Person, type ShopActor, SYSTEM } from '../identity/identity.ts'
import { holdEarning, leftToRefund, makeGood, readSale } from '../payments/payments.ts'
import { type AppealRow, insertAppeal, openAppeals, readAppeal, setAnswer } from './appeals-store.ts'
import { lockFor, type OrderAt } from './lock.ts'
import { refundOrder } from './refunding.ts'
import { type OrderRow, type OrderStepRow, readOrderSteps } from './store.ts'

export type { AppealRow } from './appeals-store.ts'

/** So long after a decision a second look can be asked for, and what was earned by it is not paid out. */
export const APPEAL_WITHIN_MS = 3 * DAY_MS

/** Until somebody has looked again. */
const UNTIL_ANSWERED_MS = 3_650 * DAY_MS

const MOST_WORDS = 500

const decisionOf = (steps: readonly OrderStepRow[]) => steps.findLast(({ step }) => step.startsWith('decide_'))

/** True while a second look at the decision on an order can be asked for. */
export function mayAppeal(steps: readonly OrderStepRow[], appeal: AppealRow | undefined, now: Date): boolean {
  const decision = decisionOf(steps)
  return decision !== undefined && !appeal && now < later(decision.taken_at, APPEAL_WITHIN_MS)
}

/** What was earned by a decision waits for its second look. For endings.ts. Parties: the shop's only. */
export async function holdDecided(tx: Tx, order: OrderRow): Promise<void> {
  await holdEarning(tx, order.party_id, order.order_id, later(tx.now, APPEAL_WITHIN_MS))
}

/**
 * The buyer or the shop asks for a second look at what an operator decided: once for an order, whoever asks. What the
 * shop earned by the decision is not paid out until it is answered.
 * Refuses: not_found; invalid orders.reason_needed, orders.words_too_long; conflict orders.no_decision,
 * orders.appeal_late after three days, orders.appealed when it was asked for before. Events: appeal.opened.
 */
export async function appealDecision(tx: Tx, by: Person | ShopActor, at: OrderAt, words: string): Promise<void> {
  const said = words.trim()
  if (said.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  if (said.length > MOST_WORDS) throw new Refusal('invalid', 'orders.words_too_long', { most: MOST_WORDS })
  const order = await lockFor(tx, by, at)
  const decision = decisionOf(await readOrderSteps(tx, order.party_id, order.order_id))
  if (!decision) throw new Refusal('conflict', 'orders.no_decision')
  if (tx.now >= later(decision.taken_at, APPEAL_WITHIN_MS)) throw new Refusal('conflict', 'orders.appeal_late')
  const { party_id, order_id, buyer_id } = order
  const appeal = { party_id, order_id, asked_by: by.person_id, asked_as: by.kind, words: said }
  if ((await insertAppeal(tx, appeal)) === 0) throw new Refusal('conflict', 'orders.appealed')
  await holdEarning(tx, party_id, order_id, later(tx.now, UNTIL_ANSWERED_MS))
  await record(tx, party_id, 'appeal.opened', { order_id, shop_id: party_id, buyer_id, asked_as: by.kind })
}

export interface AppealAnswer {
  /**
   * stands: as it was decided. for_buyer: what is left of the sale goes back, out of the shop's earning. for_shop: it
   * gets what it would have earned, and the market, which decided wrongly, bears it.
   */
  answer: NonNullable<AppealRow['answer']>
  words: string
}

/**
 * An operator has looked again, another than who decided where the market has another, and says why.
 * Refuses: not_found; invalid orders.reason_needed; conflict orders.no_appeal when none waits; forbidden
 * orders.own_decision; conflict orders.nothing_to_turn when that side has all of it already.
 * Events: appeal.ended; refund.owed. Parties: the shop's only.
 */
export async function answerAppeal(tx: Tx, by: Operator, at: OrderAt, said: AppealAnswer): Promise<void> {
  const words = said.words.trim()
  if (words.length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  const order = await lockFor(tx, by, at)
  const { party_id, order_id, buyer_id } = order
  const appeal = await readAppeal(tx, party_id, order_id)
  if (appeal?.answer !== null) throw new Refusal('conflict', 'orders.no_appeal')
  await assertOther(tx, by, decisionOf(await readOrderSteps(tx, party_id, order_id)))
  if (said.answer === 'for_buyer') await turnForBuyer(tx, by, order, words)
  if (said.answer === 'for_shop') await turnForShop(tx, by, order)
  const answered = await setAnswer(tx, appeal, { answer: said.answer, words, by: by.person_id })
  assert(answered === 1, 'an appeal of a locked order is answered once')
  await holdEarning(tx, party_id, order_id, null)
  await record(tx, party_id, 'appeal.ended', { order_id, shop_id: party_id, buyer_id, answer: said.answer })
}

/** Whoever decided does not look again, unless nobody else can. */
async function assertOther(tx: Tx, by: Operator, decision: OrderStepRow | undefined): Promise<void> {
  if (decision?.taken_by !== by.person_id) return
  const operators = await listPeopleWithRole(tx, SYSTEM, 'operator')
  if (operators.length > 1) throw new Refusal('forbidden', 'orders.own_decision')
}

async function turnForBuyer(tx: Tx, by: Operator, order: OrderRow, words: string): Promise<void> {
  const { party_id: shop_id, order_id } = order
  const goods_paisa = order.state === 'completed' ? (await leftToRefund(tx, shop_id, order_id)).goods_paisa : 0n
  if (goods_paisa === 0n) throw new Refusal('conflict', 'orders.nothing_to_turn')
  await refundOrder(tx, by, { shop_id, order_id }, { goods_paisa, words })
}

async function turnForShop(tx: Tx, by: Operator, order: OrderRow): Promise<void> {
  const { party_id, order_id, items_paisa, commission_paisa, discount_paisa, discount_by } = order
  const sale = (await readSale(tx, party_id, order_id))?.settlement
  const had = sale ? sale.earned_paisa + sale.income_tax_paisa + sale.sales_tax_paisa : 0n
  const whole = items_paisa - commission_paisa - (discount_by === 'shop' ? discount_paisa : 0n)
  if (whole <= had) throw new Refusal('conflict', 'orders.nothing_to_turn')
  await makeGood(tx, by, party_id, { order_id, paisa: whole - had })
}

/** The second look at an order, if one was asked for. */
export function findAppeal(tx: Tx, at: OrderAt): Promise<AppealRow | undefined> {
  return readAppeal(tx, at.shop_id, at.order_id)
}

/** Second looks that wait for an operator, the oldest first. */
export function listAppeals(tx: Tx, _by: Operator, limit = 50) {
  return openAppeals(tx, limit)
}
