import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface RuleRow {
  rule_id: string
  kind: 'synonym' | 'pin' | 'block'
  query: string
  words: string | null
  listing_id: string | null
  note: string
  state: 'draft' | 'live' | 'ended'
  made_by: string
  made_at: Date
  previewed_at: Date | null
  live_at: Date | null
}

const LISTED_MOST = 500

export function insertRule(
  tx: Tx,
  rule: Pick<RuleRow, 'rule_id' | 'kind' | 'query' | 'words' | 'listing_id' | 'note' | 'made_by'>,
): void {
  tx.send(sql`
    insert into search_rules (rule_id, kind, query, words, listing_id, note, made_by, made_at)
    values (${rule.rule_id}, ${rule.kind}, ${rule.query}, ${rule.words}, ${rule.listing_id}, ${rule.note},
      ${rule.made_by}, ${tx.now})`)
}

export function findRule(tx: Tx, ruleId: string): Promise<RuleRow | undefined> {
  return tx.one<RuleRow>(sql`
    select rule_id, kind, query, words, listing_id, note, state, made_by, made_at, previewed_at, live_at
    from search_rules where rule_id = ${ruleId}`)
}

/** Rules that are not ended, the newest first. */
export function listRuleRows(tx: Tx): Promise<RuleRow[]> {
  return tx.all<RuleRow>(sql`
    select rule_id, kind, query, words, listing_id, note, state, made_by, made_at, previewed_at, live_at
    from search_rules where state <> 'ended' order by made_at desc, rule_id limit ${LISTED_MOST}`)
}

export function countRules(tx: Tx): Promise<{ count: number } | undefined> {
  return tx.one<{ count: number }>(sql`
    select count(*)::int as count from search_rules where state <> 'ended'`)
}

export function markPreviewed(tx: Tx, ruleId: string): void {
  tx.send(sql`
    update search_rules set
      previewed_at = case when state = 'draft' then ${tx.now} else previewed_at end,
      end_previewed_at = case when state = 'live' then ${tx.now} else end_previewed_at end
    where rule_id = ${ruleId} and state <> 'ended'`)
}

/** One row when the rule was a draft that somebody had looked at. */
export function beginRule(tx: Tx, ruleId: string): Promise<number> {
  return tx.count(sql`
    update search_rules set state = 'live', live_at = ${tx.now}
    where rule_id = ${ruleId} and state = 'draft' and previewed_at is not null`)
}

/** One row when the rule was a draft, or was looked at since it is in force. */
export function closeRule(tx: Tx, ruleId: string): Promise<number> {
  return tx.count(sql`
    update search_rules set state = 'ended', ended_at = ${tx.now}
    where rule_id = ${ruleId} and (state = 'draft' or (state = 'live' and end_previewed_at is not null))`)
}

export function insertProbe(tx: Tx, query: string, by: string): void {
  tx.send(sql`
    insert into search_probes (query, made_by, made_at) values (${query}, ${by}, ${tx.now})
    on conflict (query) do nothing`)
}

export function deleteProbe(tx: Tx, query: string): void {
  tx.send(sql`
    delete from search_probes where query = ${query}`)
}

export function listProbeRows(tx: Tx): Promise<{ query: string }[]> {
  return tx.all<{ query: string }>(sql`
    select query from search_probes order by query limit ${LISTED_MOST}`)
}
