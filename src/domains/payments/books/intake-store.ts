import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

export interface FileRow {
  file_id: string
  kind: 'statement' | 'report'
  holder: string
  name: string
  format: string
  state: 'kept' | 'taken' | 'refused'
  trouble: string
  kept_by: string | null
  kept_at: Date
  taken_at: Date | null
  line_count: number
  fresh_count: number
  /** How often it was handed in: each time it may be said anew what it is. */
  kept_count: number
}

const fileColumns = sql`file_id, kind, holder, name, format, state, trouble, kept_by, kept_at, taken_at, line_count,
  fresh_count, kept_count`

export interface NewFile {
  file_id: string
  kind: 'statement' | 'report'
  holder: string
  name: string
  sha256: Buffer
  content: Buffer
  hints: object
  kept_by: string | null
}

/**
 * Keeps a file once by its content. What had been refused, or was only looked at, may be said anew: then it is handed
 * in by whoever said so.
 */
export function keepFile(tx: Tx, file: NewFile) {
  return tx.one<{ file_id: string }>(sql`
    insert into bank_files as f (party_id, file_id, kind, holder, name, sha256, content, hints, state, kept_by, kept_at)
    values (${MARKET_PARTY}, ${file.file_id}, ${file.kind}, ${file.holder}, ${file.name}, ${file.sha256},
      ${file.content}, ${file.hints}, 'kept', ${file.kept_by}, ${tx.now})
    on conflict (party_id, sha256) do update
    set kind = excluded.kind, holder = excluded.holder, name = excluded.name, hints = excluded.hints, state = 'kept',
      trouble = '', kept_by = excluded.kept_by, kept_at = excluded.kept_at, kept_count = f.kept_count + 1
    where f.state <> 'taken'
    returning file_id`)
}

export function findFile(tx: Tx, fileId: string) {
  return tx.one<FileRow>(sql`
    select ${fileColumns} from bank_files where party_id = ${MARKET_PARTY} and file_id = ${fileId}`)
}

export function lockFile(tx: Tx, fileId: string) {
  return tx.one<FileRow>(sql`
    select ${fileColumns} from bank_files where party_id = ${MARKET_PARTY} and file_id = ${fileId} for update`)
}

/** Files that wait for a second person, the oldest first. */
export function filesWaiting(tx: Tx, limit: number) {
  return tx.all<FileRow>(sql`
    select ${fileColumns}
    from bank_files
    where party_id = ${MARKET_PARTY} and state = 'kept'
    order by kept_at, file_id
    limit ${limit}`)
}

export function readContent(tx: Tx, fileId: string) {
  return tx.one<{ content: Buffer; hints: unknown }>(sql`
    select content, hints from bank_files where party_id = ${MARKET_PARTY} and file_id = ${fileId}`)
}

export function listFiles(tx: Tx, limit: number) {
  return tx.all<FileRow>(sql`
    select ${fileColumns}
    from bank_files
    where party_id = ${MARKET_PARTY}
    order by kept_at desc
    limit ${limit}`)
}

/** The file is being taken in: only one can do that, and only once. */
export function setTaken(
  tx: Tx,
  file: { file_id: string; by: string | null; format: string; line_count: number; fresh_count: number },
) {
  return tx.count(sql`
    update bank_files
    set state = 'taken', trouble = '', taken_by = ${file.by}, taken_at = ${tx.now}, format = ${file.format},
      line_count = ${file.line_count}, fresh_count = ${file.fresh_count}
    where party_id = ${MARKET_PARTY} and file_id = ${file.file_id} and state <> 'taken'`)
}

export function setRefused(tx: Tx, fileId: string, trouble: string) {
  return tx.count(sql`
    update bank_files
    set state = 'refused', trouble = ${trouble}
    where party_id = ${MARKET_PARTY} and file_id = ${fileId} and state <> 'taken'`)
}

export interface AccountRow {
  holder: string
  account: string
  started_on: string
  started_at: Date
  opening_paisa: bigint
  closed_on: string
  closing_paisa: bigint
}

const accountColumns = sql`holder, account, started_on, started_at, opening_paisa, closed_on, closing_paisa`

/** Locks the account, so that two files of one holder are taken in one after the other. */
export function lockAccount(tx: Tx, holder: string) {
  return tx.one<AccountRow>(sql`
    select ${accountColumns} from bank_accounts where party_id = ${MARKET_PARTY} and holder = ${holder} for update`)
}

export function listAccounts(tx: Tx) {
  return tx.all<AccountRow>(sql`
    select ${accountColumns} from bank_accounts where party_id = ${MARKET_PARTY} order by holder`)
}

export function findHolderOfAccount(tx: Tx, account: string) {
  return tx.one<{ holder: string }>(sql`
    select holder from bank_accounts where party_id = ${MARKET_PARTY} and account = ${account}`)
}

export function insertAccount(tx: Tx, account: Omit<AccountRow, 'started_at'>) {
  return tx.count(sql`
    insert into bank_accounts (party_id, holder, account, started_on, started_at, opening_paisa, closed_on,
      closing_paisa)
    values (${MARKET_PARTY}, ${account.holder}, ${account.account}, ${account.started_on}, ${tx.now},
      ${account.opening_paisa}, ${account.closed_on}, ${account.closing_paisa})
    on conflict (party_id, holder) do nothing`)
}

/** A newer closing; an older statement that comes late changes nothing here. */
export function setClosing(tx: Tx, closing: { holder: string; account: string; day: string; paisa: bigint }) {
  return tx.count(sql`
    update bank_accounts
    set closed_on = ${closing.day}, closing_paisa = ${closing.paisa},
      account = case when account = '' then ${closing.account} else account end
    where party_id = ${MARKET_PARTY} and holder = ${closing.holder} and closed_on <= ${closing.day}`)
}

export interface StatementRow {
  statement_id: string
  file_id: string
  holder: string
  number: string
  opened_on: string
  opening_paisa: bigint
  closed_on: string
  closing_paisa: bigint
  line_count: number
}

export function insertStatement(tx: Tx, statement: StatementRow) {
  return tx.count(sql`
    insert into bank_statements (party_id, statement_id, file_id, holder, number, opened_on, opening_paisa, closed_on,
      closing_paisa, line_count)
    values (${MARKET_PARTY}, ${statement.statement_id}, ${statement.file_id}, ${statement.holder}, ${statement.number},
      ${statement.opened_on}, ${statement.opening_paisa}, ${statement.closed_on}, ${statement.closing_paisa},
      ${statement.line_count})`)
}

export interface NewLine {
  line_id: string
  statement_id: string
  holder: string
  line_key: Buffer
  day: string
  paisa: bigint
  is_reversal: boolean
  bank_reference: string
  our_reference: string
  other_side: string
  words: string
  raw: string
  place: number
}

/** Writes the lines that are not there yet, and says which those were. */
export function insertLines(tx: Tx, lines: readonly NewLine[]) {
  return tx.all<{ line_id: string }>(sql`
    insert into bank_lines (party_id, line_id, statement_id, holder, line_key, day, paisa, is_reversal, bank_reference,
      our_reference, other_side, words, raw, place, state, seen_at)
    select ${MARKET_PARTY}::uuid, l.line_id, l.statement_id, l.holder, decode(l.line_key, 'hex'), l.day,
      l.paisa::bigint, l.is_reversal, l.bank_reference, l.our_reference, l.other_side, l.words, l.raw, l.place, 'new',
      ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(
      lines.map((line) => ({ ...line, line_key: line.line_key.toString('hex'), paisa: line.paisa.toString() })),
    )}::jsonb) as l (line_id uuid, statement_id uuid, holder text, line_key text, day text, paisa text,
      is_reversal boolean, bank_reference text, our_reference text, other_side text, words text, raw text,
      place integer)
    order by l.place
    on conflict (party_id, holder, line_key) do nothing
    returning line_id`)
}

/** Which of these keys are known already. */
export function knownKeys(tx: Tx, holder: string, keys: readonly Buffer[]) {
  return tx.all<{ line_key: Buffer }>(sql`
    select line_key
    from bank_lines
    where party_id = ${MARKET_PARTY} and holder = ${holder} and line_key = any(${keys}::bytea[])`)
}

/** What our books had at a holder before a day, over everybody's books. */
export async function bookedBefore(tx: Tx, holder: string, day: string) {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(p.amount_paisa), 0)::bigint as paisa
    from ledger_postings p
    join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
    where p.account = 'cash:' || ${holder} and (t.event_at at time zone 'Asia/Karachi')::date::text < ${day}`)
  return row?.paisa ?? 0n
}
