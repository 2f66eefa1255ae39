import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export type LookerKind = 'person' | 'visit' | 'network'

/** One person for one search, said by nothing but digests. */
export interface Looker {
  readonly term_key: Buffer
  readonly kind: LookerKind
  readonly who_key: Buffer
}

/** Words that many looked for. */
export interface TermRow {
  readonly words: string
  readonly people_count: number
  readonly week: string
}

export function insertLookers(tx: Tx, week: string, lookers: readonly Looker[]): void {
  tx.send(sql`
    insert into search_lookers (week, term_key, kind, who_key)
    select ${week}::date, l.term_key, l.kind, l.who_key
    from unnest(${lookers.map(({ term_key }) => term_key)}::bytea[], ${lookers.map(({ kind }) => kind)}::text[],
      ${lookers.map(({ who_key }) => who_key)}::bytea[]) as l (term_key, kind, who_key)
    order by l.term_key, l.kind, l.who_key
    on conflict (week, term_key, kind, who_key) do nothing`)
}

export function countLookers(tx: Tx, week: string, termKeys: readonly Buffer[]) {
  return tx.all<{ term_key: Buffer; kind: LookerKind; count: number }>(sql`
    select term_key, kind, count(*)::int as count
    from search_lookers
    where week = ${week}::date and term_key = any(${[...termKeys]}::bytea[])
    group by term_key, kind`)
}

export function writeTerm(
  tx: Tx,
  term: { week: string; is_found: boolean; area: string; words: string; people_count: number; shown_from: string },
): void {
  tx.send(sql`
    insert into search_terms as t (week, is_found, area, words, people_count, shown_from)
    values (${term.week}::date, ${term.is_found}, ${term.area}, ${term.words}, ${term.people_count},
      ${term.shown_from}::date)
    on conflict (week, is_found, area, words) do update
    set people_count = greatest(t.people_count, excluded.people_count)`)
}

/** Terms of the whole market that may be shown on a day, of weeks since one, those of most people first. */
export function listTerms(tx: Tx, at: { is_found: boolean; day: string; since: string; limit: number }) {
  return tx.all<TermRow>(sql`
    select words, max(people_count) as people_count, max(week)::text as week
    from search_terms
    where is_found = ${at.is_found} and area = '' and shown_from <= ${at.day}::date and week >= ${at.since}::date
    group by words
    order by 2 desc, words
    limit ${at.limit}`)
}

/** Terms of an area in single weeks that may be shown on a day, those of most people first. */
export function listTermWeeks(
  tx: Tx,
  at: { is_found: boolean; area: string; day: string; since: string; limit: number },
) {
  return tx.all<TermRow>(sql`
    select words, people_count, week::text as week
    from search_terms
    where is_found = ${at.is_found} and area = ${at.area} and shown_from <= ${at.day}::date
      and week >= ${at.since}::date
    order by people_count desc, words, week
    limit ${at.limit}`)
}

export function deleteLookers(tx: Tx, before: string): Promise<number> {
  return tx.count(sql`
    delete from search_lookers where week < ${before}::date`)
}

export function deleteTerms(tx: Tx, before: string): Promise<number> {
  return tx.count(sql`
    delete from search_terms where week < ${before}::date`)
}

export function listHidden(tx: Tx): Promise<{ word: string }[]> {
  return tx.all<{ word: string }>(sql`
    select word from search_hidden_words order by word limit 500`)
}

export function insertHidden(tx: Tx, word: string, by: string): void {
  tx.send(sql`
    insert into search_hidden_words (word, made_by, made_at) values (${word}, ${by}, ${tx.now})
    on conflict (word) do nothing`)
}

export function deleteHidden(tx: Tx, word: string): void {
  tx.send(sql`
    delete from search_hidden_words where word = ${word}`)
}
