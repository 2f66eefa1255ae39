import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { MOST_PAISA, type Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import { dayIn, lastWeekday } from './calendar.ts'
import { readDetails } from './details-store.ts'
import {
  type BankHoliday,
  type DatedPayoutRules,
  holidaysFrom,
  insertHoliday,
  insertPayoutRules,
  lockPlan,
  newestPayoutRules,
  type PayoutRules,
  type PlanRow,
  payoutRulesInForce,
  readPlan,
  type Schedule,
  setAsked,
  setPlan,
  setTerms,
} from './plans-store.ts'

/** Below Rs 100 a payout costs more than it is worth: it waits for the next sale. */
export const LEAST_PAYOUT_PAISA: Paisa = 10_000n

export interface PayoutPlan {
  schedule: Schedule
  /** 1 is Monday; null unless the schedule is weekly. */
  weekday: number | null
  least_paisa: Paisa
}

/** True when a shop is to be paid now: it asked, or its day has come since it was last paid. */
export function isDue(plan: PlanRow, now: Date): boolean {
  if (plan.asked_at) return true
  if (plan.schedule === 'asked') return false
  if (plan.schedule === 'daily' || plan.weekday === null) return true
  const day = lastWeekday(now, plan.weekday)
  return plan.last_made_at ? day > dayIn(plan.last_made_at) : day >= dayIn(plan.changed_at)
}

/**
 * Says how often a shop wants to be paid, and from how much on. Only the owner.
 * Refuses: forbidden payments.owner_only; invalid payments.weekday, payments.least.
 */
export async function setPayoutPlan(tx: Tx, by: ShopActor, plan: PayoutPlan): Promise<void> {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const weekday = plan.schedule === 'weekly' ? plan.weekday : null
  const isDay = weekday !== null && Number.isInteger(weekday) && weekday >= 1 && weekday <= 7
  if (plan.schedule === 'weekly' && !isDay) throw new Refusal('invalid', 'payments.weekday')
  if (plan.least_paisa < LEAST_PAYOUT_PAISA || plan.least_paisa > MOST_PAISA) {
    throw new Refusal('invalid', 'payments.least')
  }
  await lockPlan(tx, by.shop_id)
  await setPlan(tx, by.shop_id, { ...plan, weekday }, by.person_id)
}

/** How a shop is paid; what holds when it never said so is every day, from Rs 100 on. */
export async function getPayoutPlan(tx: Tx, by: ShopActor): Promise<PayoutPlan & { asked_at: Date | null }> {
  const plan = await readPlan(tx, by.shop_id)
  if (!plan) return { schedule: 'daily', weekday: null, least_paisa: LEAST_PAYOUT_PAISA, asked_at: null }
  const { schedule, weekday, least_paisa, asked_at } = plan
  return { schedule, weekday, least_paisa, asked_at }
}

/**
 * The owner asks to be paid with the next file, whatever the plan says. From two devices at once it is one wish.
 * Refuses: forbidden payments.owner_only; conflict payments.no_account when there is nowhere to pay to; conflict
 * payments.payout_asked when it was asked before.
 */
export async function askPayout(tx: Tx, by: ShopActor): Promise<void> {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  await lockPlan(tx, by.shop_id)
  if (!(await readDetails(tx, by.shop_id))) throw new Refusal('conflict', 'payments.no_account')
  if ((await setAsked(tx, by.shop_id)) === 0) throw new Refusal('conflict', 'payments.payout_asked')
}

/** What the market says about one shop. Shares in hundredths of a percent. */
export interface PayoutTerms {
  reserve_paisa: Paisa
  debt_share_bp: number
}

/** Refuses: invalid payments.terms. */
export function assertPayoutTerms({ reserve_paisa, debt_share_bp }: PayoutTerms): void {
  const isShare = Number.isInteger(debt_share_bp) && debt_share_bp >= 1_000 && debt_share_bp <= 10_000
  if (!isShare || reserve_paisa < 0n || reserve_paisa > MOST_PAISA) throw new Refusal('invalid', 'payments.terms')
}

/**
 * The market's terms for one shop: what always stays back against returns, and the share of new earnings that goes to
 * debts. For rules/rules.ts, once two people want it. Refuses: as assertPayoutTerms.
 */
export async function setPayoutTerms(tx: Tx, by: Operator, shopId: string, terms: PayoutTerms): Promise<void> {
  assertPayoutTerms(terms)
  await lockPlan(tx, shopId)
  await setTerms(tx, shopId, terms, by.person_id)
}

/** From which sum on a batch needs two people, and from which on a debt takes everything that is earned. */
export async function readPayoutRules(tx: Tx): Promise<PayoutRules> {
  const rules = await payoutRulesInForce(tx)
  if (!rules) throw new Error('broken promise: a rule for payouts is in force')
  return rules
}

/** Refuses: invalid payments.terms. */
export function assertPayoutRules({ two_people_above_paisa, debt_cap_paisa }: PayoutRules): void {
  const isSum = (paisa: Paisa) => paisa >= 0n && paisa <= MOST_PAISA
  if (!isSum(two_people_above_paisa) || !isSum(debt_cap_paisa)) throw new Refusal('invalid', 'payments.terms')
}

/**
 * A new version of the rule, in force from now on. One that lets a single person send more waits a day, so that nobody
 * lifts the rule for the very file that it should stop. For rules/rules.ts, once two people want it.
 * Refuses: as assertPayoutRules.
 */
export async function setPayoutRules(tx: Tx, by: Operator, rules: PayoutRules): Promise<void> {
  assertPayoutRules(rules)
  const isLooser = rules.two_people_above_paisa > (await readPayoutRules(tx)).two_people_above_paisa
  await insertPayoutRules(tx, newId(), rules, isLooser ? later(tx.now, DAY_MS) : tx.now, by.person_id)
}

/** The newest versions of the rule, also one that waits for its day. */
export function listPayoutRules(tx: Tx, _by: Operator, limit = 5): Promise<DatedPayoutRules[]> {
  return newestPayoutRules(tx, limit)
}

/** What the market's terms for one shop are. */
export async function readPayoutTerms(tx: Tx, _by: Operator, shopId: string) {
  const plan = await readPlan(tx, shopId)
  return { reserve_paisa: plan?.reserve_paisa ?? 0n, debt_share_bp: plan?.debt_share_bp ?? WHOLE_BP }
}

/** Unless it is said otherwise, all of new earnings goes to debts. */
const WHOLE_BP = 10_000

/** Days on which banks are closed, from today on. */
export function listBankHolidays(tx: Tx, _by: Operator, limit = 30): Promise<BankHoliday[]> {
  return holidaysFrom(tx, dayIn(tx.now), limit)
}

/** A day on which banks are closed, as it was announced. Refuses: invalid payments.day. */
export async function addBankHoliday(tx: Tx, _by: Operator, day: string, name: string): Promise<void> {
  const at = new Date(`${day}T00:00:00Z`)
  const isDay = /^20\d{2}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
  if (!isDay) throw new Refusal('invalid', 'payments.day')
  await insertHoliday(tx, day, name.trim().slice(0, 60))
}
