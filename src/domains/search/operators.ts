import { setImmediate as breathe } from 'node:timers/promises'
import { Refusal } from '../../kit/errors/refusal.ts'
import { record } from '../../kit/events/events.ts'
import { MARKET_PARTY, newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { foldText } from '../../kit/text/fold.ts'
import { findListingForReview, liveListings } from '../catalogue/catalogue.ts'
import type { Operator } from '../identity/identity.ts'
import type { SearchCard, SearchEngine } from './engine.ts'
import {
  beginRule,
  closeRule,
  countRules,
  deleteProbe,
  findRule,
  insertProbe,
  insertRule,
  listProbeRows,
  listRuleRows,
  markPreviewed,
  type RuleRow,
} from './operators-store.ts'
import type { Rule, RuleBook } from './rule-book.ts'
import { spelledText } from './written.ts'

export type { RuleRow } from './operators-store.ts'

const RULES_MOST = 500
const LETTERS_MOST = 80
const COMPARED = 10

/** A rule as an operator writes it. */
export type RuleDraft =
  | { readonly kind: 'synonym'; readonly query: string; readonly words: string; readonly note?: string }
  | { readonly kind: 'pin' | 'block'; readonly query: string; readonly listing_id: string; readonly note?: string }

/** What a rule changes on the first page of a saved query. */
export interface RuleEffect {
  readonly query: string
  readonly before: readonly SearchCard[]
  readonly after: readonly SearchCard[]
}

/** A rule as it is read: its words spelled as people do, with the title of its goods while they are on sale. */
export interface TitledRule extends RuleRow {
  readonly title: string | undefined
}

/** A rule with what starting or ending it would change: of so many saved queries, those that it changes. */
export interface RulePreview {
  readonly rule: TitledRule
  readonly looked_at: number
  readonly effects: readonly RuleEffect[]
}

/**
 * Writes a rule down as a draft, which changes nothing yet. Its own query is saved to be looked at too. Gives its id.
 * Refuses: invalid search.rule_words when a field is empty, longer than 80 letters or says the same twice; not_found
 * catalogue.unknown_listing; limit search.too_many_rules.
 */
export async function draftRule(tx: Tx, by: Operator, draft: RuleDraft): Promise<string> {
  const query = foldText(draft.query)
  const words = draft.kind === 'synonym' ? foldText(draft.words) : undefined
  if ([query, words ?? 'x'].some((text) => text === '' || text.length > LETTERS_MOST) || words === query) {
    throw new Refusal('invalid', 'search.rule_words')
  }
  const listing_id = draft.kind === 'synonym' ? null : draft.listing_id
  const [listing, counted] = await Promise.all([
    listing_id === null ? undefined : findListingForReview(tx, by, listing_id),
    countRules(tx),
  ])
  if (listing_id !== null && !listing) throw new Refusal('not_found', 'catalogue.unknown_listing')
  if ((counted?.count ?? 0) >= RULES_MOST) throw new Refusal('limit', 'search.too_many_rules')
  const rule_id = newId()
  const note = (draft.note ?? '').slice(0, LETTERS_MOST)
  insertRule(tx, { rule_id, kind: draft.kind, query, words: words ?? null, listing_id, note, made_by: by.person_id })
  insertProbe(tx, query, by.person_id)
  return rule_id
}

/**
 * What starting a draft, or ending a rule that is in force, would change on the first page of each saved query. Notes
 * that it was looked at. Refuses: not_found search.unknown_rule.
 */
export async function previewRule(tx: Tx, _by: Operator, engine: SearchEngine, ruleId: string): Promise<RulePreview> {
  const [row, probes] = await Promise.all([findRule(tx, ruleId), listProbeRows(tx)])
  const [rule] = row && row.state !== 'ended' ? await titled(tx, [row]) : []
  if (!row || !rule) throw new Refusal('not_found', 'search.unknown_rule')
  markPreviewed(tx, ruleId)
  const { rules } = engine
  if (!rules) return { rule, looked_at: 0, effects: [] }
  const changed = (body: () => Promise<readonly SearchCard[]>) =>
    rule.state === 'live' ? rules.without(ruleOf(row), body) : rules.trying(ruleOf(row), body)
  const page = async (text: string) =>
    (await engine.search({ text, sort: 'best', limit: COMPARED, facets: false })).hits
  const effects: RuleEffect[] = []
  for (const { query } of probes) {
    const before = await page(query)
    const after = await changed(() => page(query))
    if (idsOf(before) !== idsOf(after)) effects.push({ query: spelledText(query), before, after })
    // Whoever searches meanwhile does not wait for all of them.
    await breathe()
  }
  return { rule, looked_at: probes.length, effects }
}

const idsOf = (cards: readonly SearchCard[]) => cards.map(({ listing_id }) => listing_id).join()

/**
 * Puts a draft that was looked at into force. Refuses: not_found search.unknown_rule; conflict search.not_previewed.
 * Events: search_rules.changed.
 */
export async function startRule(tx: Tx, _by: Operator, ruleId: string): Promise<void> {
  if ((await beginRule(tx, ruleId)) === 0) {
    if (await findRule(tx, ruleId)) throw new Refusal('conflict', 'search.not_previewed')
    throw new Refusal('not_found', 'search.unknown_rule')
  }
  await record(tx, MARKET_PARTY, 'search_rules.changed', { rule_id: ruleId })
}

/**
 * Ends a rule that somebody looked at since it began, or throws a draft away. Refuses: not_found search.unknown_rule;
 * conflict search.not_previewed. Events: search_rules.changed.
 */
export async function endRule(tx: Tx, _by: Operator, ruleId: string): Promise<void> {
  if ((await closeRule(tx, ruleId)) === 0) {
    const rule = await findRule(tx, ruleId)
    if (rule && rule.state !== 'ended') throw new Refusal('conflict', 'search.not_previewed')
    throw new Refusal('not_found', 'search.unknown_rule')
  }
  await record(tx, MARKET_PARTY, 'search_rules.changed', { rule_id: ruleId })
}

/** Rules that are drafts or in force, the newest first. */
export async function listRules(tx: Tx, _by: Operator): Promise<TitledRule[]> {
  return titled(tx, await listRuleRows(tx))
}

async function titled(tx: Tx, rules: readonly RuleRow[]): Promise<TitledRule[]> {
  const ids = rules.flatMap(({ listing_id }) => listing_id ?? [])
  const live = ids.length === 0 ? [] : await liveListings(tx, ids)
  const titles = new Map(live.map(({ listing_id, title }) => [listing_id, title]))
  return rules.map((rule) => ({
    ...rule,
    query: spelledText(rule.query),
    words: rule.words === null ? null : spelledText(rule.words),
    title: titles.get(rule.listing_id ?? ''),
  }))
}

/** Saves a query against which every rule is looked at. Refuses: invalid search.rule_words. */
export function saveProbe(tx: Tx, by: Operator, text: string): void {
  const query = foldText(text)
  if (query === '' || query.length > LETTERS_MOST) throw new Refusal('invalid', 'search.rule_words')
  insertProbe(tx, query, by.person_id)
}

export function dropProbe(tx: Tx, _by: Operator, text: string): void {
  deleteProbe(tx, foldText(text))
}

export async function listProbes(tx: Tx, _by: Operator): Promise<string[]> {
  return (await listProbeRows(tx)).map(({ query }) => spelledText(query))
}

/** Brings the rules in memory up to date: at the start, and after each change. */
export async function loadRules(tx: Tx, book: RuleBook): Promise<void> {
  book.fill((await listRuleRows(tx)).filter(({ state }) => state === 'live').map(ruleOf))
}

function ruleOf({ kind, query, words, listing_id }: RuleRow): Rule {
  return kind === 'synonym' ? { kind, query, words: words ?? '' } : { kind, query, listing_id: listing_id ?? '' }
}
