import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type TaxKind = 'income' | 'sales'
export type AgentKind = 'intermediary' | 'courier'

export interface TaxRule {
  rule_id: string
  kind: TaxKind
  agent_kind: AgentKind
  base: 'gross' | 'goods'
  basis_points: number
  finality: 'final' | 'adjustable'
  section: string
  valid_from: Date
  valid_to: Date | null
}

export interface TaxSettings {
  in_force_from: Date
  is_on: boolean
  market_ntn: string
}

export interface TaxProfile {
  party_id: string
  ntn: string
  strn: string
  is_exempt: boolean
  set_at: Date
}

export interface TaxLine {
  party_id: string
  order_id: string
  kind: TaxKind
  line_number: number
  rule_id: string
  agent: string
  base_paisa: bigint
  basis_points: number
  paisa: bigint
  earned_at: Date
}

/**
 * The rules for sales of a shop at a moment: none while the market withholds nothing, or the shop is exempt. One of
 * each kind, the newest: a rule that was announced wrongly and again for the same day is not withheld twice.
 */
export function rulesFor(tx: Tx, partyId: string, at: Date) {
  return tx.all<TaxRule>(sql`
    select distinct on (kind, agent_kind) rule_id, kind, agent_kind, base, basis_points, finality, section, valid_from,
      valid_to
    from tax_rules
    where valid_from <= ${at} and (valid_to is null or valid_to > ${at})
      and (select is_on from tax_settings where in_force_from <= ${at} order by in_force_from desc limit 1)
      and not exists (select 1 from tax_profiles p where p.party_id = ${partyId} and p.is_exempt)
    order by kind, agent_kind, valid_from desc, added_at desc, rule_id desc`)
}

export function readRules(tx: Tx) {
  return tx.all<TaxRule>(sql`
    select rule_id, kind, agent_kind, base, basis_points, finality, section, valid_from, valid_to
    from tax_rules
    order by kind, agent_kind, valid_from desc`)
}

/** Ends the rule that a new one takes the place of. */
export function endRule(tx: Tx, kind: TaxKind, agentKind: AgentKind, at: Date) {
  return tx.count(sql`
    update tax_rules
    set valid_to = ${at}
    where kind = ${kind} and agent_kind = ${agentKind} and valid_from < ${at}
      and (valid_to is null or valid_to > ${at})`)
}

export function insertTaxRule(tx: Tx, rule: TaxRule, by: string) {
  return tx.count(sql`
    insert into tax_rules (rule_id, kind, agent_kind, base, basis_points, finality, section, valid_from, valid_to,
      added_by, added_at)
    values (${rule.rule_id}, ${rule.kind}, ${rule.agent_kind}, ${rule.base}, ${rule.basis_points}, ${rule.finality},
      ${rule.section}, ${rule.valid_from}, ${rule.valid_to}, ${by}, ${tx.now})
    on conflict (rule_id) do nothing`)
}

export function readSettings(tx: Tx, at: Date) {
  return tx.one<TaxSettings>(sql`
    select in_force_from, is_on, market_ntn
    from tax_settings
    where in_force_from <= ${at}
    order by in_force_from desc
    limit 1`)
}

export function insertSettings(tx: Tx, settings: TaxSettings, by: string) {
  return tx.count(sql`
    insert into tax_settings (in_force_from, is_on, market_ntn, added_by, added_at)
    values (${settings.in_force_from}, ${settings.is_on}, ${settings.market_ntn}, ${by}, ${tx.now})
    on conflict (in_force_from) do update set is_on = excluded.is_on, market_ntn = excluded.market_ntn`)
}

export function readProfile(tx: Tx, partyId: string) {
  return tx.one<TaxProfile>(sql`
    select party_id, ntn, strn, is_exempt, set_at
    from tax_profiles
    where party_id = ${partyId}`)
}

export function writeProfile(tx: Tx, profile: Omit<TaxProfile, 'set_at'>, by: string) {
  return tx.count(sql`
    insert into tax_profiles (party_id, ntn, strn, is_exempt, set_by, set_at)
    values (${profile.party_id}, ${profile.ntn}, ${profile.strn}, ${profile.is_exempt}, ${by}, ${tx.now})
    on conflict (party_id) do update
    set ntn = excluded.ntn, strn = excluded.strn, is_exempt = excluded.is_exempt, set_by = excluded.set_by,
      set_at = excluded.set_at`)
}

/** Writes lines of one order; each kind counts its own lines on. */
export function insertTaxLines(tx: Tx, lines: readonly Omit<TaxLine, 'line_number'>[]) {
  return Promise.all(
    lines.map((line) =>
      tx.count(sql`
        insert into tax_lines (party_id, order_id, kind, line_number, rule_id, agent, base_paisa, basis_points, paisa,
          earned_at)
        select ${line.party_id}, ${line.order_id}, ${line.kind}, 1 + coalesce(max(line_number), 0), ${line.rule_id},
          ${line.agent}, ${line.base_paisa}, ${line.basis_points}, ${line.paisa}, ${line.earned_at}
        from tax_lines
        where party_id = ${line.party_id} and order_id = ${line.order_id} and kind = ${line.kind}`),
    ),
  )
}

export function taxLinesOf(tx: Tx, partyId: string, orderId: string) {
  return tx.all<TaxLine>(sql`
    select party_id, order_id, kind, line_number, rule_id, agent, base_paisa, basis_points, paisa, earned_at
    from tax_lines
    where party_id = ${partyId} and order_id = ${orderId}
    order by kind, line_number`)
}

/** Lines of a time, of one shop or of all, order by order. */
export function taxLinesBetween(tx: Tx, partyId: string | null, from: Date, before: Date, limit: number) {
  return tx.all<TaxLine & { finality: 'final' | 'adjustable'; section: string }>(sql`
    select l.party_id, l.order_id, l.kind, l.line_number, l.rule_id, l.agent, l.base_paisa, l.basis_points, l.paisa,
      l.earned_at, r.finality, r.section
    from tax_lines l
    join tax_rules r on r.rule_id = l.rule_id
    where l.earned_at >= ${from} and l.earned_at < ${before} and (${partyId}::uuid is null or l.party_id = ${partyId})
    order by l.party_id, l.earned_at, l.order_id, l.kind, l.line_number
    limit ${limit}`)
}

export interface SettledSale {
  party_id: string
  order_id: string
  method: 'cod' | 'prepaid'
  holder: string
  buyer_paisa: bigint
  goods_paisa: bigint
  settled_at: Date
  income_paisa: bigint
  sales_paisa: bigint
  agent: string | null
  ntn: string | null
  strn: string | null
}

/** Every sale settled in a time, with what was withheld of it then, by whomever. */
export function salesBetween(tx: Tx, from: Date, before: Date, limit: number) {
  return tx.all<SettledSale>(sql`
    select s.party_id, s.order_id, h.method, h.holder, s.captured_paisa - s.back_paisa as buyer_paisa,
      s.earned_paisa + s.commission_paisa + s.income_tax_paisa + s.sales_tax_paisa as goods_paisa, s.settled_at,
      coalesce(t.income, 0)::bigint as income_paisa, coalesce(t.sales, 0)::bigint as sales_paisa, t.agent,
      p.ntn, p.strn
    from settlements s
    join holds h on h.party_id = s.party_id and h.order_id = s.order_id
    left join tax_profiles p on p.party_id = s.party_id
    left join lateral (
      select sum(l.paisa) filter (where l.kind = 'income') as income,
        sum(l.paisa) filter (where l.kind = 'sales') as sales, min(l.agent) as agent
      from tax_lines l
      where l.party_id = s.party_id and l.order_id = s.order_id and l.earned_at >= ${from} and l.earned_at < ${before}
    ) t on true
    where s.settled_at >= ${from} and s.settled_at < ${before}
    order by s.party_id, s.settled_at, s.order_id
    limit ${limit}`)
}
