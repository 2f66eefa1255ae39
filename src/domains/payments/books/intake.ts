import { createHash } from 'node:crypto'
import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import { noteBreak } from './breaks.ts'
import {
  bookedBefore,
  type FileRow,
  filesWaiting,
  findHolderOfAccount,
  insertAccount,
  insertLines,
  insertStatement,
  keepFile,
  lockAccount,
  lockFile,
  readContent,
  setClosing,
  setRefused,
  setTaken,
} from './intake-store.ts'
import { type LineRow, linesOfFile } from './lines-store.ts'
import { explainLines } from './matching.ts'
import { dayStart, suspenseOf } from './mirror.ts'
import { keysOf, readStatements, type WholeFile, type WholeStatement } from './reading.ts'
import { MOST_STATEMENT_BYTES, type ReadHints, type StatementReader } from './statement.ts'

export interface Upload {
  /** Whose account it is: 'bank:meezan', 'market', a provider. */
  holder: string
  name: string
  content: Buffer
  hints: ReadHints
}

/** What became of a file: its lines as they stand now, and how many were new. */
export interface Taken {
  file_id: string
  format: string
  account: string
  line_count: number
  fresh_count: number
  lines: readonly LineRow[]
}

/**
 * Keeps a file as it came, before anybody reads it.
 * Refuses: conflict books.file_seen when the same content was taken in before, under whatever name; invalid
 * books.holder_unknown, books.statement_empty; limit books.statement_too_large.
 */
export async function keepBankFile(tx: Tx, by: Operator, kind: FileRow['kind'], upload: Upload): Promise<string> {
  const { content, holder } = upload
  if (!/^[a-z]{2,20}(:[A-Za-z0-9-]{1,40})?$/.test(holder)) throw new Refusal('invalid', 'books.holder_unknown')
  if (content.length === 0) throw new Refusal('invalid', 'books.statement_empty')
  if (content.length > MOST_STATEMENT_BYTES) {
    throw new Refusal('limit', 'books.statement_too_large', { most_mb: MOST_STATEMENT_BYTES / 1024 / 1024 })
  }
  const kept = await keepFile(tx, {
    file_id: newId(),
    kind,
    holder,
    name: upload.name.slice(0, 100),
    sha256: createHash('sha256').update(content).digest(),
    content,
    hints: packHints(upload.hints),
    kept_by: by.person_id,
  })
  if (!kept) throw new Refusal('conflict', 'books.file_seen')
  return kept.file_id
}

/** jsonb knows no bigint. */
function packHints({ columns, opening_paisa, closing_paisa }: ReadHints): object {
  return { columns: columns ?? {}, opening: opening_paisa?.toString(), closing: closing_paisa?.toString() }
}

function unpackHints(packed: unknown): ReadHints {
  const { columns, opening, closing } = packed as { columns: ReadHints['columns']; opening?: string; closing?: string }
  return {
    columns: columns ?? {},
    ...(opening === undefined ? {} : { opening_paisa: BigInt(opening) }),
    ...(closing === undefined ? {} : { closing_paisa: BigInt(closing) }),
  }
}

/**
 * Takes a kept file of statements into the books: each line once, each told what it is, all in one transaction. What a
 * file says pays payments and ends payouts, so another operator than the one who handed it in confirms it, as they saw
 * it. A file that cannot be believed is noted as refused and changes nothing else.
 * Refuses: not_found books.no_file; forbidden books.own_file; conflict books.file_seen, books.file_changed when it was
 * handed in anew since it was looked at; invalid books.other_account,
 * books.account_of_other_holder, books.statement_before_start; what readStatements refuses.
 * Parties: the market's only.
 */
export async function takeStatement(
  db: Database,
  by: Operator,
  readers: readonly StatementReader[],
  file: FileRow,
): Promise<Taken> {
  try {
    const whole = await readKept(db, readers, file)
    return await db.tx(async (tx) => {
      await assertSecond(tx, by, file)
      return takeIn(tx, by, file, whole)
    })
  } catch (error) {
    await noteRefused(db, file, error)
    throw error
  }
}

/** Who may not book a file, and one that is booked already, say nothing about what stands in it. */
const NOT_THE_FILE = ['books.file_seen', 'books.file_changed', 'books.own_file']

/** A file that cannot be believed says so, and why. */
export async function noteRefused(db: Database, file: FileRow, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || NOT_THE_FILE.includes(error.reason)) return
  await db.tx((tx) => setRefused(tx, file.file_id, error.reason))
}

/**
 * Two people for each file of a bank: who handed it in does not book it. Locks the file.
 * Refuses: not_found books.no_file; forbidden books.own_file; conflict books.file_seen, books.file_changed.
 */
export async function assertSecond(tx: Tx, by: Operator, seen: FileRow): Promise<void> {
  const file = await lockFile(tx, seen.file_id)
  if (!file) throw new Refusal('not_found', 'books.no_file')
  if (file.state === 'taken') throw new Refusal('conflict', 'books.file_seen')
  if (file.kept_by === by.person_id) throw new Refusal('forbidden', 'books.own_file')
  if (file.kept_count !== seen.kept_count) throw new Refusal('conflict', 'books.file_changed')
}

/** Files that were handed in and wait for another operator, the oldest first. */
export function listFilesToConfirm(tx: Tx, _by: Operator, limit = 100): Promise<FileRow[]> {
  return filesWaiting(tx, limit)
}

/**
 * Does all that takeStatement does, says what would come of it, and takes it back. Anybody may look: refuses the same,
 * but for who and when.
 */
export async function tryStatement(
  db: Database,
  by: Operator,
  readers: readonly StatementReader[],
  file: FileRow,
): Promise<Taken> {
  const whole = await readKept(db, readers, file)
  let taken: Taken | undefined
  const over = new Error('only tried')
  await db
    .tx(async (tx) => {
      taken = await takeIn(tx, by, file, whole)
      throw over
    })
    .catch((error: unknown) => {
      if (error !== over) throw error
    })
  assert(taken, 'what was tried has an outcome')
  return taken
}

async function readKept(db: Database, readers: readonly StatementReader[], file: FileRow): Promise<WholeFile> {
  if (file.kind !== 'statement') throw new Refusal('not_found', 'books.no_file')
  const kept = await db.read((tx) => readContent(tx, file.file_id))
  if (!kept) throw new Refusal('not_found', 'books.no_file')
  return readStatements(readers, kept.content, unpackHints(kept.hints))
}

async function takeIn(tx: Tx, by: Operator, file: FileRow, whole: WholeFile): Promise<Taken> {
  const { file_id, holder } = file
  await openAccount(tx, holder, whole)
  let line_count = 0
  let fresh_count = 0
  for (const statement of whole.statements) {
    line_count += statement.lines.length
    fresh_count += await takeOne(tx, file, statement)
  }
  const taken = await setTaken(tx, { file_id, by: by.person_id, format: whole.format, line_count, fresh_count })
  if (taken === 0) throw new Refusal('conflict', 'books.file_seen')
  await explainLines(tx, by, holder)
  const lines = await linesOfFile(tx, file_id, 2_000)
  return { file_id, format: whole.format, account: whole.account, line_count, fresh_count, lines }
}

/** The first statement of a holder says where its account begins; each later one is of the same account. */
async function openAccount(tx: Tx, holder: string, { account, statements }: WholeFile): Promise<void> {
  const owner = account && (await findHolderOfAccount(tx, account))
  if (owner && owner.holder !== holder) {
    throw new Refusal('invalid', 'books.account_of_other_holder', { holder: owner.holder })
  }
  const first = statements.toSorted((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1))[0]
  assert(first, 'a file that was read has a statement')
  const started_on = firstDay(first)
  const fresh = await insertAccount(tx, {
    holder,
    account,
    started_on,
    opening_paisa: first.opening.paisa,
    closed_on: started_on,
    closing_paisa: first.opening.paisa,
  })
  const known = await lockAccount(tx, holder)
  assert(known, 'the account is there')
  if (known.account && account && known.account !== account) throw new Refusal('invalid', 'books.other_account')
  if (started_on < known.started_on) {
    throw new Refusal('invalid', 'books.statement_before_start', { day: known.started_on })
  }
  if (fresh === 1) await bookOpening(tx, holder, started_on, first.opening.paisa)
}

const firstDay = ({ opening, lines }: WholeStatement) =>
  lines.reduce((least, { day }) => (day < least ? day : least), lines[0]?.day ?? opening.day)

/** Where the bank and our books begin apart, the difference waits for people like any other. */
async function bookOpening(tx: Tx, holder: string, day: string, opening: bigint): Promise<void> {
  const off = opening - (await bookedBefore(tx, holder, day))
  if (off === 0n) return
  await post(tx, MARKET_PARTY, {
    cause: `opening:${holder}`,
    at: new Date(dayStart(day).getTime() - 1_000),
    entries: [
      { account: `cash:${holder}`, paisa: off },
      { account: suspenseOf(holder), paisa: -off },
    ],
  })
}

async function takeOne(tx: Tx, { file_id, holder }: FileRow, statement: WholeStatement): Promise<number> {
  const { opening, closing, lines } = statement
  const statement_id = newId()
  const before = await lockAccount(tx, holder)
  assert(before, 'the account is there')
  await insertStatement(tx, {
    statement_id,
    file_id,
    holder,
    number: opening.number,
    opened_on: opening.day,
    opening_paisa: opening.paisa,
    closed_on: closing.day,
    closing_paisa: closing.paisa,
    line_count: lines.length,
  })
  const keys = keysOf(lines)
  let fresh = 0
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const some = lines.slice(from, from + AT_ONCE).map(({ kind: _, ...line }, nth) => ({
      ...line,
      line_id: newId(),
      statement_id,
      holder,
      line_key: keys[from + nth] ?? Buffer.alloc(0),
    }))
    fresh += (await insertLines(tx, some)).length
  }
  if (firstDay(statement) > before.closed_on && opening.paisa !== before.closing_paisa) {
    await noteBreak(tx, {
      holder,
      kind: 'gap',
      subject: `${before.closed_on}…${opening.day}`,
      words: opening.number,
      ours_paisa: before.closing_paisa,
      theirs_paisa: opening.paisa,
    })
  }
  await setClosing(tx, { holder, account: opening.account, day: closing.day, paisa: closing.paisa })
  return fresh
}

const AT_ONCE = 500
