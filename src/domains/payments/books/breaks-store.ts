import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export const BREAK_KINDS = [
  'timing',
  'missing_at_us',
  'missing_at_provider',
  'amount',
  'fee',
  'duplicate',
  'status',
  'period_shift',
  'batch_short',
  'rounding',
  'unknown_credit',
  'unknown_debit',
  'gap',
  'shortfall',
] as const
export type BreakKind = (typeof BREAK_KINDS)[number]
export type BreakState = 'open' | 'explained' | 'closed'

export interface BreakRow {
  break_id: string
  holder: string
  kind: BreakKind
  subject: string
  words: string
  ours_paisa: bigint
  theirs_paisa: bigint
  state: BreakState
  found_at: Date
  seen_at: Date
  seen_count: number
  returned_count: number
  owner_id: string | null
  note: string
  ended_by: string | null
  ended_at: Date | null
}

const columns = sql`break_id, holder, kind, subject, words, ours_paisa, theirs_paisa, state, found_at, seen_at,
  seen_count, returned_count, owner_id, note, ended_by, ended_at`

export type FoundBreak = Pick<BreakRow, 'holder' | 'kind' | 'subject' | 'words' | 'ours_paisa' | 'theirs_paisa'>

/**
 * Found again it is the same break, and open again when it had been closed; an explained one stays so while its figures
 * are the explained ones.
 */
export function upsertBreak(tx: Tx, breakId: string, found: FoundBreak) {
  return tx.one<BreakRow>(sql`
    insert into money_breaks as b (party_id, break_id, holder, kind, subject, words, ours_paisa, theirs_paisa, state,
      found_at, seen_at)
    values (${MARKET_PARTY}, ${breakId}, ${found.holder}, ${found.kind}, ${found.subject}, ${found.words},
      ${found.ours_paisa}, ${found.theirs_paisa}, 'open', ${tx.now}, ${tx.now})
    on conflict (party_id, holder, kind, subject) do update
    set words = excluded.words, ours_paisa = excluded.ours_paisa, theirs_paisa = excluded.theirs_paisa,
      seen_at = excluded.seen_at, seen_count = b.seen_count + 1,
      state = case
        when b.state = 'explained' and b.ours_paisa = excluded.ours_paisa and b.theirs_paisa = excluded.theirs_paisa
          then 'explained'
        else 'open' end,
      found_at = case when b.state = 'closed' then excluded.found_at else b.found_at end,
      ended_at = case when b.state = 'closed' then null else b.ended_at end,
      ended_by = case when b.state = 'closed' then null else b.ended_by end,
      returned_count = b.returned_count + case when b.state = 'closed' then 1 else 0 end
    returning ${columns}`)
}

export function lockBreak(tx: Tx, breakId: string) {
  return tx.one<BreakRow>(sql`
    select ${columns} from money_breaks where party_id = ${MARKET_PARTY} and break_id = ${breakId} for update`)
}

export function findBreak(tx: Tx, breakId: string) {
  return tx.one<BreakRow>(sql`
    select ${columns} from money_breaks where party_id = ${MARKET_PARTY} and break_id = ${breakId}`)
}

/** What is open or only explained, the oldest first; or what was closed, the newest first. */
export function readBreaks(tx: Tx, states: readonly BreakState[], limit: number) {
  return tx.all<BreakRow>(sql`
    select ${columns}
    from money_breaks
    where party_id = ${MARKET_PARTY} and state = any(${states}::text[])
    order by case when state = 'open' then 0 when state = 'explained' then 1 else 2 end, found_at, break_id
    limit ${limit}`)
}

export function setBreak(
  tx: Tx,
  to: { break_id: string; state: BreakState; owner_id: string | null; note: string; by: string | null },
) {
  return tx.count(sql`
    update money_breaks
    set state = ${to.state}, owner_id = ${to.owner_id}, note = ${to.note},
      ended_by = case when ${to.state} = 'open' then null else ${to.by}::uuid end,
      ended_at = case when ${to.state} = 'open' then null else ${tx.now}::timestamptz end
    where party_id = ${MARKET_PARTY} and break_id = ${to.break_id}`)
}

/** What the newest look did not find any more is over by itself. */
export function closeUnseen(tx: Tx, holder: string, kinds: readonly BreakKind[], before: Date, note: string) {
  return tx.count(sql`
    update money_breaks
    set state = 'closed', ended_at = ${tx.now}, ended_by = null, note = case when note = '' then ${note} else note end
    where party_id = ${MARKET_PARTY} and holder = ${holder} and kind = any(${kinds}::text[]) and state <> 'closed'
      and seen_at < ${before}`)
}

export function closeSubject(tx: Tx, holder: string, kinds: readonly BreakKind[], subject: string, note: string) {
  return tx.count(sql`
    update money_breaks
    set state = 'closed', ended_at = ${tx.now}, note = case when note = '' then ${note} else note end
    where party_id = ${MARKET_PARTY} and holder = ${holder} and kind = any(${kinds}::text[]) and subject = ${subject}
      and state <> 'closed'`)
}

export function countBreaks(tx: Tx) {
  return tx.one<{ open: number; explained: number; oldest_at: Date | null }>(sql`
    select count(*) filter (where state = 'open')::int as open,
      count(*) filter (where state = 'explained')::int as explained,
      min(found_at) filter (where state = 'open') as oldest_at
    from money_breaks
    where party_id = ${MARKET_PARTY} and state <> 'closed'`)
}
