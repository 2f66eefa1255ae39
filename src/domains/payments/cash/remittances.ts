import { DAY_MS, later, MINUTE_MS } from '../../../kit/clock/clock.ts'
import { forEach } from '../../../kit/errors/for-each.ts'
import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { bookLine, type FindParcels, knownParcel } from './book.ts'
import { type Judgement, judge, type KnownParcel, type Verdict } from './judge.ts'
import type { ReadFile } from './read.ts'
import {
  clearWaits,
  type FileSums,
  findByKeys,
  findFileByHash,
  insertFile,
  insertLines,
  type LineRow,
  linesOfFile,
  type NewLine,
  type RemittanceFile,
  readFiles,
  type StuckLine,
  setTrouble,
  troubledLines,
  unfinishedFiles,
  waitingLines,
} from './remittances-store.ts'
import { type LineProblem, MONEY_FIELDS, type RemittanceLine } from './shape.ts'
import { termsOf } from './terms.ts'

/** What became, or would become, of one row of a file. */
export interface LineReport {
  readonly row: number
  readonly tracking: string
  readonly net_paisa: Paisa
  /** What should have been paid; null when it is not known. */
  readonly due_paisa: Paisa | null
  /** 'told_before' is the same line in another file; 'told_otherwise' the same with other figures. */
  readonly verdict: Verdict | LineProblem | 'told_before' | 'told_otherwise' | 'waiting' | 'stuck'
  /** Why it is stuck. */
  readonly trouble?: string
}

export interface RemittanceReport {
  readonly lines: readonly LineReport[]
  /** What the file's good lines add up to. */
  readonly net_paisa: Paisa
  /** What the file says of itself, if it does. */
  readonly said_paisa: Paisa | null
}

/**
 * What booking a file would do, line by line, without keeping anything.
 * Refuses: conflict cash.file_known {name} when a file with this content was imported before, under whatever name.
 */
export async function tryRemittance(
  tx: Tx,
  _by: Operator,
  courier: string,
  file: ReadFile,
  find: FindParcels,
): Promise<RemittanceReport> {
  const earlier = await findFileByHash(tx, file.file_hash)
  if (earlier) throw known(earlier)
  const lines = goodLines(file)
  const [places, terms, told] = await Promise.all([
    find(tx, courier, [...new Set(lines.map(({ tracking }) => tracking))]),
    termsOf(tx, courier),
    toldBefore(tx, courier, lines),
  ])
  const parcels = new Map<string, KnownParcel | undefined>()
  const report: LineReport[] = []
  for (const row of file.rows) {
    if (row.kind === 'bad') {
      report.push({ row: row.row, tracking: row.tracking, net_paisa: 0n, due_paisa: null, verdict: row.problem })
      continue
    }
    const { line } = row
    const { tracking } = line
    const about = { row: row.row, tracking, net_paisa: line.figures.net }
    const before = told.get(line.line_key)
    if (before) {
      report.push({
        ...about,
        due_paisa: null,
        verdict: before === figuresText(line) ? 'told_before' : 'told_otherwise',
      })
      continue
    }
    told.set(line.line_key, figuresText(line))
    if (!parcels.has(tracking)) parcels.set(tracking, await knownParcel(tx, courier, tracking, places.get(tracking)))
    const parcel = parcels.get(tracking)
    const judgement = judge(line, parcel, terms)
    if (parcel) parcels.set(tracking, after(parcel, judgement))
    report.push({ ...about, due_paisa: judgement.due_paisa, verdict: judgement.verdict })
  }
  return { lines: report, net_paisa: total(report), said_paisa: file.said_paisa }
}

/** How a parcel stands once a line about it is booked, for the next line about it in the same file. */
function after(parcel: KnownParcel, it: Judgement): KnownParcel {
  return {
    ...parcel,
    cod_due_paisa: parcel.cod_due_paisa - it.cod_paisa,
    advance_paisa: parcel.advance_paisa + it.advance_paisa,
    short_paisa: parcel.short_paisa + it.short_paisa,
    over_paisa: parcel.over_paisa + it.over_paisa,
  }
}

function total(lines: readonly LineReport[]): Paisa {
  const good = lines.filter(({ verdict, due_paisa }) => verdict !== 'told_before' && due_paisa !== null)
  return good.reduce((sum, { net_paisa }) => sum + net_paisa, 0n)
}

/**
 * Keeps a courier's file with every line of it, good, bad or told before; nothing is booked yet. A line counts once,
 * in whichever file it comes. Returns the file's id. Parties: the market's.
 * Refuses: conflict cash.file_known {name} when a file with this content was imported before, under whatever name.
 */
export async function keepRemittance(tx: Tx, by: Operator, courier: string, file: ReadFile): Promise<string> {
  const file_id = newId()
  const { file_name, file_hash, said_paisa } = file
  if ((await insertFile(tx, { file_id, courier, file_name, file_hash, said_paisa, by: by.person_id })) === 0) {
    const earlier = await findFileByHash(tx, file_hash)
    assert(earlier, 'a file that is known is there')
    throw known(earlier)
  }
  const told = await toldBefore(tx, courier, goodLines(file))
  const lines = file.rows.map((row): NewLine => {
    if (row.kind === 'bad') return badLine(row.row, row.tracking, row.problem)
    const { line } = row
    const before = told.get(line.line_key)
    const fresh = { ...newLine(row.row, line), state: 'waiting' as const, verdict: '' }
    if (!before) {
      told.set(line.line_key, figuresText(line))
      return fresh
    }
    return before === figuresText(line)
      ? { ...fresh, state: 'duplicate', verdict: 'told_before' }
      : { ...fresh, state: 'bad', verdict: 'told_otherwise' }
  })
  const kept = new Set((await insertLines(tx, { file_id, courier }, lines)).map(({ line_id }) => line_id))
  // Another file was faster with the same line, between our look and our writing.
  const late = lines.filter(({ line_id }) => !kept.has(line_id))
  await insertLines(
    tx,
    { file_id, courier },
    late.map((line) => ({ ...line, state: 'duplicate', verdict: 'told_before' })),
  )
  return file_id
}

/** The lines that count already, with their figures. */
async function toldBefore(tx: Tx, courier: string, lines: readonly RemittanceLine[]): Promise<Map<string, string>> {
  const keys = lines.map(({ line_key }) => line_key)
  const rows = await findByKeys(tx, courier, keys)
  return new Map(rows.map(({ line_key, figures }) => [line_key, textOf(figures)]))
}

function goodLines(file: ReadFile): RemittanceLine[] {
  return file.rows.flatMap((row) => (row.kind === 'line' ? [row.line] : []))
}

function figuresText(line: RemittanceLine): string {
  return textOf(figuresOf(line))
}

function figuresOf(line: RemittanceLine): Record<string, string> {
  return Object.fromEntries(MONEY_FIELDS.map((field) => [field, line.figures[field].toString()]))
}

function textOf(figures: Readonly<Record<string, string>>): string {
  return MONEY_FIELDS.map((field) => figures[field] ?? '0').join(' ')
}

function newLine(row_number: number, line: RemittanceLine) {
  const { line_key, tracking } = line
  return { line_id: newId(), row_number, line_key, tracking, figures: figuresOf(line), net_paisa: line.figures.net }
}

function badLine(row_number: number, tracking: string, problem: LineProblem): NewLine {
  const nothing = { line_key: '', figures: {}, net_paisa: 0n }
  return { line_id: newId(), row_number, tracking, ...nothing, state: 'bad', verdict: problem }
}

function known(file: RemittanceFile): Refusal {
  return new Refusal('conflict', 'cash.file_known', { name: file.file_name })
}

/** A line that cannot be booked is tried again after this long, then after twice as long, and so on up to a day. */
const FIRST_WAIT_MS = 10 * MINUTE_MS

/**
 * Books the waiting lines of a file, each in a transaction of its own: broken off at any place, it goes on from there.
 * A line that throws holds up no other: it is written down with its reason for a person, and waits for its next try.
 * Returns how many it booked.
 */
export async function bookRemittance(
  db: Database,
  by: { person_id: string },
  file: { file_id: string; courier: string },
  find: FindParcels,
): Promise<number> {
  let booked = 0
  for (;;) {
    const lines = await db.read((tx) => waitingLines(tx, file.file_id, 100))
    if (lines.length === 0) return booked
    const places = await db.read((tx) =>
      find(
        tx,
        file.courier,
        lines.map(({ tracking }) => tracking),
      ),
    )
    for (const line of lines) {
      try {
        if (await db.tx((tx) => bookLine(tx, by.person_id, line.line_id, places.get(line.tracking)))) booked++
      } catch (error) {
        await db.tx((tx) => noteTrouble(tx, line, error))
      }
    }
  }
}

async function noteTrouble(tx: Tx, line: { line_id: string; failed_count: number }, error: unknown): Promise<void> {
  const wait_ms = Math.min(FIRST_WAIT_MS * 2 ** Math.min(line.failed_count, 10), DAY_MS)
  await setTrouble(tx, line.line_id, String(error).slice(0, 300), later(tx.now, wait_ms))
}

/** An operator lets the lines of a file that were stuck be tried again now. */
export async function tryStuckLinesAgain(tx: Tx, _by: Operator, fileId: string): Promise<void> {
  await clearWaits(tx, fileId)
}

/** Lines of couriers' files that could not be booked, with the reason, the oldest first. */
export function listStuckLines(tx: Tx, _by: Operator, limit = 50): Promise<StuckLine[]> {
  return troubledLines(tx, limit)
}

/**
 * Goes on with files that were broken off, each by itself: what is broken about one is thrown once the others are done.
 * Returns how many lines it booked.
 */
export async function bookUnfinished(db: Database, find: FindParcels): Promise<number> {
  let booked = 0
  const files = await db.read((tx) => unfinishedFiles(tx))
  await forEach(files, async (file) => {
    booked += await bookRemittance(db, { person_id: file.imported_by }, file, find)
  })
  return booked
}

/** The files of couriers, the newest first. */
export function listRemittances(tx: Tx, _by: Operator, limit = 20): Promise<FileSums[]> {
  return readFiles(tx, null, limit)
}

/** One file with what became of each of its rows. Refuses: not_found cash.no_file. */
export async function findRemittance(
  tx: Tx,
  _by: Operator,
  fileId: string,
  limit = 1_000,
): Promise<{ file: FileSums; lines: LineReport[] }> {
  const [[file], rows] = await Promise.all([readFiles(tx, fileId, 1), linesOfFile(tx, fileId, limit)])
  if (!file) throw new Refusal('not_found', 'cash.no_file')
  return { file, lines: rows.map(reportOf) }
}

function reportOf(row: LineRow): LineReport {
  const { row_number, tracking, net_paisa, due_paisa, state, verdict, trouble } = row
  const words = state === 'waiting' ? (trouble === '' ? 'waiting' : 'stuck') : verdict
  return { row: row_number, tracking, net_paisa, due_paisa, verdict: words as LineReport['verdict'], trouble }
}
