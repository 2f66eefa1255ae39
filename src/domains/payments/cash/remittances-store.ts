import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { HoldState } from '../holds-store.ts'

export interface RemittanceFile {
  file_id: string
  courier: string
  file_name: string
  said_paisa: bigint | null
  imported_at: Date
}

export type LineState = 'waiting' | 'booked' | 'duplicate' | 'bad'

export interface LineRow {
  line_id: string
  file_id: string
  courier: string
  row_number: number
  line_key: string
  tracking: string
  /** In paisa, as text. */
  figures: Readonly<Record<string, string>>
  net_paisa: bigint
  state: LineState
  verdict: string
  shop_id: string | null
  order_id: string | null
  due_paisa: bigint | null
  booked_at: Date | null
  /** Why it could not be booked when that was last tried; empty when it was not, or could. */
  trouble: string
}

const columns = sql`line_id, file_id, courier, row_number, line_key, tracking, figures, net_paisa, state, verdict,
  shop_id, order_id, due_paisa, booked_at, trouble`

/** Keeps the file, unless one with the same content was kept before. */
export function insertFile(
  tx: Tx,
  file: Pick<RemittanceFile, 'file_id' | 'courier' | 'file_name' | 'said_paisa'> & { file_hash: Buffer; by: string },
) {
  return tx.count(sql`
    insert into remittance_files (party_id, file_id, courier, file_name, file_hash, said_paisa, imported_by,
      imported_at)
    values (${MARKET_PARTY}, ${file.file_id}, ${file.courier}, ${file.file_name}, ${file.file_hash},
      ${file.said_paisa}, ${file.by}, ${tx.now})
    on conflict (party_id, file_hash) do nothing`)
}

export function findFileByHash(tx: Tx, hash: Buffer) {
  return tx.one<RemittanceFile>(sql`
    select file_id, courier, file_name, said_paisa, imported_at
    from remittance_files
    where party_id = ${MARKET_PARTY} and file_hash = ${hash}`)
}

export function findFile(tx: Tx, fileId: string) {
  return tx.one<RemittanceFile>(sql`
    select file_id, courier, file_name, said_paisa, imported_at
    from remittance_files
    where party_id = ${MARKET_PARTY} and file_id = ${fileId}`)
}

export type NewLine = Pick<LineRow, 'line_id' | 'row_number' | 'line_key' | 'tracking' | 'figures' | 'net_paisa'> & {
  state: 'waiting' | 'duplicate' | 'bad'
  verdict: string
}

/** Keeps lines of a file. A line whose name is taken is left out: the answer names those that were kept. */
export async function insertLines(tx: Tx, file: { file_id: string; courier: string }, lines: readonly NewLine[]) {
  if (lines.length === 0) return []
  return tx.all<{ line_id: string }>(sql`
    insert into remittance_lines (party_id, line_id, file_id, courier, row_number, line_key, tracking, figures,
      net_paisa, state, verdict)
    select ${MARKET_PARTY}, line.line_id, ${file.file_id}, ${file.courier}, line.row_number, line.line_key,
      line.tracking, line.figures::jsonb, line.net_paisa, line.state, line.verdict
    from unnest(${lines.map((line) => line.line_id)}::uuid[], ${lines.map((line) => line.row_number)}::int[],
      ${lines.map((line) => line.line_key)}::text[], ${lines.map((line) => line.tracking)}::text[],
      ${lines.map((line) => JSON.stringify(line.figures))}::text[], ${lines.map((line) => line.net_paisa)}::bigint[],
      ${lines.map((line) => line.state)}::text[], ${lines.map((line) => line.verdict)}::text[])
      as line (line_id, row_number, line_key, tracking, figures, net_paisa, state, verdict)
    on conflict (party_id, courier, line_key) where state in ('waiting', 'booked') do nothing
    returning line_id`)
}

/** Lines that count already, by the names that a courier gave them. */
export function findByKeys(tx: Tx, courier: string, keys: readonly string[]) {
  return tx.all<Pick<LineRow, 'line_key' | 'figures'>>(sql`
    select line_key, figures
    from remittance_lines
    where party_id = ${MARKET_PARTY} and courier = ${courier} and line_key = any(${keys}::text[])
      and state in ('waiting', 'booked')`)
}

/** Lines whose turn it is: one that failed waits for its next try. */
export function waitingLines(tx: Tx, fileId: string, limit: number) {
  return tx.all<{ line_id: string; tracking: string; failed_count: number }>(sql`
    select line_id, tracking, failed_count
    from remittance_lines
    where party_id = ${MARKET_PARTY} and file_id = ${fileId} and state = 'waiting'
      and (try_again_at is null or try_again_at <= ${tx.now})
    order by line_id
    limit ${limit}`)
}

/** A line could not be booked, and is left alone until a time. */
export function setTrouble(tx: Tx, lineId: string, trouble: string, try_again_at: Date) {
  return tx.count(sql`
    update remittance_lines
    set failed_count = failed_count + 1, trouble = ${trouble}, try_again_at = ${try_again_at}
    where party_id = ${MARKET_PARTY} and line_id = ${lineId} and state = 'waiting'`)
}

/** Lets the lines of a file be tried again at once. */
export function clearWaits(tx: Tx, fileId: string) {
  return tx.count(sql`
    update remittance_lines
    set try_again_at = null
    where party_id = ${MARKET_PARTY} and file_id = ${fileId} and state = 'waiting' and try_again_at is not null`)
}

export interface StuckLine {
  line_id: string
  file_id: string
  courier: string
  tracking: string
  net_paisa: bigint
  failed_count: number
  trouble: string
  imported_at: Date
}

/** Lines that could not be booked, the oldest first. */
export function troubledLines(tx: Tx, limit: number) {
  return tx.all<StuckLine>(sql`
    select l.line_id, l.file_id, l.courier, l.tracking, l.net_paisa, l.failed_count, l.trouble, f.imported_at
    from remittance_lines l
    join remittance_files f on f.party_id = ${MARKET_PARTY} and f.file_id = l.file_id
    where l.party_id = ${MARKET_PARTY} and l.state = 'waiting' and l.failed_count > 0
    order by f.imported_at, l.line_id
    limit ${limit}`)
}

/** Files with lines that a broken run left behind, and whose turn it is. */
export function unfinishedFiles(tx: Tx) {
  return tx.all<RemittanceFile & { imported_by: string }>(sql`
    select file_id, courier, file_name, said_paisa, imported_at, imported_by
    from remittance_files f
    where f.party_id = ${MARKET_PARTY} and exists (
      select 1 from remittance_lines l
      where l.party_id = ${MARKET_PARTY} and l.file_id = f.file_id and l.state = 'waiting'
        and (l.try_again_at is null or l.try_again_at <= ${tx.now}))
    order by imported_at`)
}

export function lockLine(tx: Tx, lineId: string) {
  return tx.one<LineRow>(sql`
    select ${columns}
    from remittance_lines
    where party_id = ${MARKET_PARTY} and line_id = ${lineId}
    for update`)
}

export function setBooked(
  tx: Tx,
  line: { line_id: string; verdict: string; shop_id: string | null; order_id: string | null; due_paisa: bigint },
) {
  return tx.count(sql`
    update remittance_lines
    set state = 'booked', trouble = '', verdict = ${line.verdict}, shop_id = ${line.shop_id},
      order_id = ${line.order_id}, due_paisa = ${line.due_paisa}, booked_at = ${tx.now}
    where party_id = ${MARKET_PARTY} and line_id = ${line.line_id}`)
}

export function linesOfFile(tx: Tx, fileId: string, limit: number) {
  return tx.all<LineRow>(sql`
    select ${columns}
    from remittance_lines
    where party_id = ${MARKET_PARTY} and file_id = ${fileId}
    order by row_number
    limit ${limit}`)
}

export interface FileSums {
  file_id: string
  courier: string
  file_name: string
  said_paisa: bigint | null
  imported_at: Date
  line_count: number
  waiting_count: number
  bad_count: number
  duplicate_count: number
  net_paisa: bigint
}

/** The newest files and what became of their lines; of one file when it is named. */
export function readFiles(tx: Tx, fileId: string | null, limit: number) {
  return tx.all<FileSums>(sql`
    select f.file_id, f.courier, f.file_name, f.said_paisa, f.imported_at, count(l.line_id)::int as line_count,
      (count(*) filter (where l.state = 'waiting'))::int as waiting_count,
      (count(*) filter (where l.state = 'bad'))::int as bad_count,
      (count(*) filter (where l.state = 'duplicate'))::int as duplicate_count,
      coalesce(sum(l.net_paisa) filter (where l.state = 'booked'), 0)::bigint as net_paisa
    from (
      select file_id, courier, file_name, said_paisa, imported_at
      from remittance_files
      where party_id = ${MARKET_PARTY} and (${fileId}::uuid is null or file_id = ${fileId})
      order by imported_at desc, file_id desc
      limit ${limit}
    ) f
    left join remittance_lines l on l.party_id = ${MARKET_PARTY} and l.file_id = f.file_id
    group by f.file_id, f.courier, f.file_name, f.said_paisa, f.imported_at
    order by f.imported_at desc, f.file_id desc`)
}

export interface HoldFacts {
  method: 'cod' | 'prepaid'
  state: HoldState
  holder: string
  amount_paisa: bigint
  parts_paisa: bigint
}

/** The money of an order as far as its cash goes. */
export function readHoldFacts(tx: Tx, partyId: string, orderId: string) {
  return tx.one<HoldFacts>(sql`
    select h.method, h.state, h.holder, h.amount_paisa, coalesce(sum(p.amount_paisa), 0)::bigint as parts_paisa
    from holds h
    left join hold_parts p on p.party_id = h.party_id and p.order_id = h.order_id
    where h.party_id = ${partyId} and h.order_id = ${orderId}
    group by h.party_id, h.order_id`)
}

export function lockHold(tx: Tx, partyId: string, orderId: string) {
  return tx.one<{ order_id: string }>(sql`
    select order_id from holds where party_id = ${partyId} and order_id = ${orderId} for update`)
}

export interface Draft {
  draft_id: string
  courier: string
  file_name: string
  bytes: Buffer
}

/** Keeps a file to look at, and forgets the ones that nobody came back to. */
export async function insertDraft(tx: Tx, draft: Draft, by: string, forget: Date) {
  await Promise.all([
    tx.count(sql`delete from remittance_drafts where party_id = ${MARKET_PARTY} and made_at < ${forget}`),
    tx.count(sql`
      insert into remittance_drafts (party_id, draft_id, courier, file_name, bytes, made_by, made_at)
      values (${MARKET_PARTY}, ${draft.draft_id}, ${draft.courier}, ${draft.file_name}, ${draft.bytes}, ${by},
        ${tx.now})`),
  ])
}

export function findDraft(tx: Tx, draftId: string) {
  return tx.one<Draft>(sql`
    select draft_id, courier, file_name, bytes
    from remittance_drafts
    where party_id = ${MARKET_PARTY} and draft_id = ${draftId}`)
}

export function deleteDraft(tx: Tx, draftId: string) {
  return tx.count(sql`delete from remittance_drafts where party_id = ${MARKET_PARTY} and draft_id = ${draftId}`)
}
