import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export type LineState = 'new' | 'paying' | 'suspense' | 'settled'

export interface LineRow {
  line_id: string
  statement_id: string
  holder: string
  day: string
  paisa: bigint
  is_reversal: boolean
  bank_reference: string
  our_reference: string
  other_side: string
  words: string
  raw: string
  place: number
  state: LineState
  kind: string
  subject: string
  owner_id: string | null
  owned_at: Date | null
  note: string
  seen_at: Date
  settled_by: string | null
  settled_at: Date | null
}

const columns = sql`line_id, statement_id, holder, day, paisa, is_reversal, bank_reference, our_reference, other_side,
  words, raw, place, state, kind, subject, owner_id, owned_at, note, seen_at, settled_by, settled_at`

/** Lines of a holder that still have to be told what they are. */
export function linesIn(tx: Tx, holder: string, states: readonly LineState[], limit = 5_000) {
  return tx.all<LineRow>(sql`
    select ${columns}
    from bank_lines
    where party_id = ${MARKET_PARTY} and holder = ${holder} and state = any(${states}::text[])
    order by day, place, line_id
    limit ${limit}
    for update`)
}

export function lockLine(tx: Tx, lineId: string) {
  return tx.one<LineRow>(sql`
    select ${columns} from bank_lines where party_id = ${MARKET_PARTY} and line_id = ${lineId} for update`)
}

export function findLine(tx: Tx, lineId: string) {
  return tx.one<LineRow>(sql`
    select ${columns} from bank_lines where party_id = ${MARKET_PARTY} and line_id = ${lineId}`)
}

/** The work that waits for people, the oldest first. */
export function openLines(tx: Tx, state: 'paying' | 'suspense', limit: number) {
  return tx.all<LineRow>(sql`
    select ${columns}
    from bank_lines
    where party_id = ${MARKET_PARTY} and state = ${state}
    order by day, seen_at, line_id
    limit ${limit}`)
}

export function linesOfFile(tx: Tx, fileId: string, limit: number) {
  return tx.all<LineRow>(sql`
    select ${columns}
    from bank_lines
    where party_id = ${MARKET_PARTY} and statement_id in (
      select s.statement_id from bank_statements s where s.party_id = ${MARKET_PARTY} and s.file_id = ${fileId})
    order by statement_id, place, line_id
    limit ${limit}`)
}

export function sumOpen(tx: Tx) {
  return tx.one<{ count: number; paisa: bigint; oldest_at: Date | null }>(sql`
    select count(*)::int as count, coalesce(sum(abs(paisa)), 0)::bigint as paisa, min(seen_at) as oldest_at
    from bank_lines
    where party_id = ${MARKET_PARTY} and state = 'suspense'`)
}

export function setLine(
  tx: Tx,
  line: { line_id: string; state: LineState; kind: string; subject: string; by: string | null },
) {
  return tx.count(sql`
    update bank_lines
    set state = ${line.state}, kind = ${line.kind}, subject = ${line.subject},
      settled_by = case when ${line.state} = 'suspense' then null else ${line.by}::uuid end,
      settled_at = case when ${line.state} = 'settled' then ${tx.now}::timestamptz end
    where party_id = ${MARKET_PARTY} and line_id = ${line.line_id}`)
}

export function setOwner(tx: Tx, lineId: string, ownerId: string) {
  return tx.count(sql`
    update bank_lines
    set owner_id = ${ownerId}, owned_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and line_id = ${lineId} and state = 'suspense'`)
}

export function setNote(tx: Tx, lineId: string, note: string) {
  return tx.count(sql`
    update bank_lines
    set note = ${note}
    where party_id = ${MARKET_PARTY} and line_id = ${lineId} and state = 'suspense'`)
}

export interface NewLink {
  line_id: string
  holder: string
  linked_party: string
  cause: string
  paisa: bigint
}

export function insertLink(tx: Tx, link: NewLink) {
  return tx.count(sql`
    insert into bank_line_links (party_id, line_id, holder, linked_party, cause, paisa, linked_at)
    values (${MARKET_PARTY}, ${link.line_id}, ${link.holder}, ${link.linked_party}, ${link.cause}, ${link.paisa},
      ${tx.now})
    on conflict (party_id, linked_party, cause, holder) do nothing`)
}

export async function countLinks(tx: Tx, lineId: string) {
  const row = await tx.one<{ count: number; paisa: bigint }>(sql`
    select count(*)::int as count, coalesce(sum(paisa), 0)::bigint as paisa
    from bank_line_links
    where party_id = ${MARKET_PARTY} and line_id = ${lineId}`)
  return row ?? { count: 0, paisa: 0n }
}

/** One posting at a holder that no line of its bank has shown yet. */
export interface OpenItem {
  party_id: string
  cause: string
  paisa: bigint
  event_at: Date
}

/** What our books say moved at a holder and no statement has shown, the newest first. */
export function openItems(tx: Tx, holder: string, limit: number) {
  return tx.all<OpenItem>(sql`
    select p.party_id, t.cause, p.amount_paisa as paisa, t.event_at
    from bank_accounts a
    join ledger_postings p on p.account = 'cash:' || a.holder
    join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
    where a.party_id = ${MARKET_PARTY} and a.holder = ${holder}
      and not (t.posted_at <= a.started_at and (t.event_at at time zone 'Asia/Karachi')::date::text < a.started_on)
      and not exists (
        select 1 from bank_line_links k
        where k.party_id = ${MARKET_PARTY} and k.linked_party = p.party_id and k.cause = t.cause
          and k.holder = a.holder)
    order by t.event_at desc, t.cause
    limit ${limit}`)
}

/** The postings of some causes at a holder that no line has taken yet. */
export function freePostings(tx: Tx, holder: string, partyIds: readonly string[], causes: readonly string[]) {
  return tx.all<OpenItem>(sql`
    select p.party_id, t.cause, p.amount_paisa as paisa, t.event_at
    from ledger_transfers t
    join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
    where t.party_id = any(${partyIds}::uuid[]) and t.cause = any(${causes}::text[])
      and p.account = 'cash:' || ${holder}
      and not exists (
        select 1 from bank_line_links k
        where k.party_id = ${MARKET_PARTY} and k.linked_party = p.party_id and k.cause = t.cause
          and k.holder = ${holder})
    order by t.cause`)
}

/** A line that paid a payment, by our reference. */
export function lineOfPayment(tx: Tx, reference: string) {
  return tx.one<LineRow>(sql`
    select ${columns}
    from bank_lines
    where party_id = ${MARKET_PARTY} and subject = ${reference} and kind = 'payment' and state in ('paying', 'settled')
    order by seen_at, line_id
    limit 1`)
}

/** An earlier line that the bank takes back: the same reference or words, the other way round. */
export function lineTakenBack(tx: Tx, line: LineRow) {
  return tx.one<LineRow>(sql`
    select ${columns}
    from bank_lines
    where party_id = ${MARKET_PARTY} and holder = ${line.holder} and paisa = ${-line.paisa} and day <= ${line.day}
      and line_id <> ${line.line_id}
      and ((bank_reference <> '' and bank_reference = ${line.bank_reference})
        or (our_reference <> '' and our_reference = ${line.our_reference}))
    order by day desc
    limit 1`)
}
