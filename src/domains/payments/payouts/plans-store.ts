import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type Schedule = 'daily' | 'weekly' | 'asked'

export interface PlanRow {
  party_id: string
  schedule: Schedule
  weekday: number | null
  least_paisa: bigint
  reserve_paisa: bigint
  debt_share_bp: number
  asked_at: Date | null
  last_made_at: Date | null
  changed_at: Date
}

const columns = sql`party_id, schedule, weekday, least_paisa, reserve_paisa, debt_share_bp, asked_at, last_made_at,
  changed_at`

/** Makes the row first when there is none: a lock on a row that is not there locks nothing. */
export async function lockPlan(tx: Tx, partyId: string): Promise<PlanRow> {
  await tx.count(sql`
    insert into payout_plans (party_id, changed_at)
    values (${partyId}, ${tx.now})
    on conflict (party_id) do nothing`)
  const plan = await tx.one<PlanRow>(sql`
    select ${columns}
    from payout_plans
    where party_id = ${partyId}
    for update`)
  if (!plan) throw new Error('broken promise: a plan that was just made is there')
  return plan
}

export function readPlan(tx: Tx, partyId: string) {
  return tx.one<PlanRow>(sql`
    select ${columns}
    from payout_plans
    where party_id = ${partyId}`)
}

export function setPlan(
  tx: Tx,
  partyId: string,
  plan: { schedule: Schedule; weekday: number | null; least_paisa: bigint },
  by: string,
) {
  return tx.count(sql`
    update payout_plans
    set schedule = ${plan.schedule}, weekday = ${plan.weekday}, least_paisa = ${plan.least_paisa},
      changed_at = ${tx.now}, changed_by = ${by}
    where party_id = ${partyId}`)
}

/** What the market says about a shop: what stays back, and how much of new earnings goes to debts. */
export function setTerms(tx: Tx, partyId: string, terms: { reserve_paisa: bigint; debt_share_bp: number }, by: string) {
  return tx.count(sql`
    update payout_plans
    set reserve_paisa = ${terms.reserve_paisa}, debt_share_bp = ${terms.debt_share_bp}, changed_at = ${tx.now},
      changed_by = ${by}
    where party_id = ${partyId}`)
}

/** Notes the wish to be paid now, once until it is answered. */
export function setAsked(tx: Tx, partyId: string) {
  return tx.count(sql`
    update payout_plans
    set asked_at = ${tx.now}
    where party_id = ${partyId} and asked_at is null`)
}

export function noteMade(tx: Tx, partyId: string) {
  return tx.count(sql`
    update payout_plans
    set last_made_at = ${tx.now}, asked_at = null
    where party_id = ${partyId}`)
}

export async function readHolidays(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.all<{ day: string }>(sql`
    select day
    from bank_holidays`)
  return new Set(rows.map(({ day }) => day))
}

export interface BankHoliday {
  /** 2026-03-23. */
  day: string
  name: string
}

/** Days from one on on which banks are closed, the next first. */
export function holidaysFrom(tx: Tx, day: string, limit: number) {
  return tx.all<BankHoliday>(sql`
    select day, name
    from bank_holidays
    where day >= ${day}
    order by day
    limit ${limit}`)
}

export function insertHoliday(tx: Tx, day: string, name: string) {
  return tx.count(sql`
    insert into bank_holidays (day, name)
    values (${day}, ${name})
    on conflict (day) do nothing`)
}

export interface PayoutRules {
  two_people_above_paisa: bigint
  debt_cap_paisa: bigint
}

export interface DatedPayoutRules extends PayoutRules {
  rule_id: string
  in_force_from: Date
}

/** The newest versions, with one that is not in force yet. */
export function newestPayoutRules(tx: Tx, limit: number) {
  return tx.all<DatedPayoutRules>(sql`
    select rule_id, two_people_above_paisa, debt_cap_paisa, in_force_from
    from payout_rules
    order by in_force_from desc, rule_id desc
    limit ${limit}`)
}

export function payoutRulesInForce(tx: Tx) {
  return tx.one<PayoutRules>(sql`
    select two_people_above_paisa, debt_cap_paisa
    from payout_rules
    where in_force_from <= ${tx.now}
    order by in_force_from desc, rule_id desc
    limit 1`)
}

export function insertPayoutRules(tx: Tx, ruleId: string, rules: PayoutRules, from: Date, by: string) {
  return tx.count(sql`
    insert into payout_rules (rule_id, two_people_above_paisa, debt_cap_paisa, in_force_from, added_by)
    values (${ruleId}, ${rules.two_people_above_paisa}, ${rules.debt_cap_paisa}, ${from}, ${by})`)
}
