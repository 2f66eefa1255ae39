import { createHash } from 'node:crypto'
import { DAY_MS } from '../../../kit/clock/clock.ts'
import { attest, isAttested } from '../../../kit/keys/attest.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { MARKET_HOLDER } from '../holds.ts'
import { noteBreak } from './breaks.ts'
import { closeUnseen } from './breaks-store.ts'
import {
  type CoverageRow,
  claimsInBooks,
  feesByHolder,
  heldByHolder,
  insertCoverage,
  listCoverageRows,
  newestCoverage,
  type OwedRow,
  owedByHolder,
  ownInBooks,
  readCoverage,
} from './coverage-store.ts'
import { dayStart } from './mirror.ts'

/** An older statement says nothing about today. */
const STATEMENT_COUNTS_MS = 4 * DAY_MS

/** One holder: what it should have for others, and what it has. */
export interface CoverageLine {
  holder: string
  /** By kind of claim: hold, earning, refund, wallet, credit, asked, tip, tax, claim, suspense, back. */
  owed: Readonly<Record<string, Paisa>>
  owed_paisa: Paisa
  /** What its newest statement says, and what our books have moved there since. */
  held_paisa: Paisa
  /** Money at the holder, confirmed by a statement of this day; null when only our own books say so. */
  confirmed_on: string | null
  short_paisa: Paisa
  /** What providers kept of what they paid to this bank: the market's cost, not the owners'. */
  fees_paisa: Paisa
}

/** What is the market's own: what it earned (above zero) and spent or is owed (below). */
export interface OwnMoney {
  account: string
  paisa: Paisa
}

export interface Coverage {
  lines: readonly CoverageLine[]
  owed_paisa: Paisa
  held_paisa: Paisa
  is_covered: boolean
  /** What there is less what is owed, item by item: why it is short, or what is left over. */
  own: readonly OwnMoney[]
}

/**
 * For every holder, what is owed out of its hands and what it has, as things stand now. What the books owe and no row
 * ties to a holder (what is on its way, what a courier paid too much) is owed by the market's own account.
 */
export async function coverNow(tx: Tx): Promise<Coverage> {
  const [owed, held, claims, fees, own] = await Promise.all([
    owedByHolder(tx),
    heldByHolder(tx),
    claimsInBooks(tx),
    feesByHolder(tx),
    ownInBooks(tx),
  ])
  const tied = owed.reduce<Paisa>((sum, { paisa }) => sum + paisa, 0n)
  const rest = claims > tied ? claims - tied : 0n
  const all: OwedRow[] = rest > 0n ? [...owed, { holder: MARKET_HOLDER, kind: 'back', paisa: rest }] : owed
  const holders = [...new Set([...all, ...held].map(({ holder }) => gathered(holder)))].sort()
  const lines = holders.map((holder): CoverageLine => {
    const mine = all.filter((row) => gathered(row.holder) === holder)
    const owed_paisa = mine.reduce<Paisa>((sum, { paisa }) => sum + paisa, 0n)
    let held_paisa = 0n
    let confirmed_on: string | null = null
    for (const row of held.filter((one) => gathered(one.holder) === holder)) {
      const isFresh = row.closed_on !== null && isRecent(tx.now, row.closed_on)
      held_paisa += isFresh && row.closing_paisa !== null ? row.closing_paisa + row.since_paisa : row.booked_paisa
      if (isFresh) confirmed_on = row.closed_on
    }
    const owedByKind = new Map<string, Paisa>()
    for (const { kind, paisa } of mine) owedByKind.set(kind, (owedByKind.get(kind) ?? 0n) + paisa)
    const short = owed_paisa > held_paisa ? owed_paisa - held_paisa : 0n
    return {
      holder,
      owed: Object.fromEntries(owedByKind),
      owed_paisa,
      held_paisa,
      confirmed_on,
      short_paisa: short,
      fees_paisa: fees.find((fee) => fee.holder === holder)?.paisa ?? 0n,
    }
  })
  const moved = lines.filter(({ owed_paisa, held_paisa }) => owed_paisa !== 0n || held_paisa !== 0n)
  const total = (field: 'owed_paisa' | 'held_paisa') => moved.reduce<Paisa>((sum, line) => sum + line[field], 0n)
  const [owed_paisa, held_paisa] = [total('owed_paisa'), total('held_paisa')]
  const isShort = moved.some(({ short_paisa, confirmed_on }) => short_paisa > 0n && confirmed_on !== null)
  return { lines: moved, owed_paisa, held_paisa, is_covered: owed_paisa <= held_paisa && !isShort, own }
}

/** Riders are one line: which of them has what stands in their rounds. */
function gathered(holder: string): string {
  return holder.startsWith('rider:') ? 'rider' : holder
}

function isRecent(now: Date, day: string): boolean {
  return now.getTime() - dayStart(day).getTime() <= STATEMENT_COUNTS_MS
}

/**
 * Writes the proof of a day, once: it names the one before it by its digest and is signed with the market's key. A
 * shortfall is a break that somebody has to answer. Returns whether it was written now.
 * Parties: the market's only.
 */
export async function reportCoverage(tx: Tx): Promise<boolean> {
  const day = localDay(tx.now)
  const before = await newestCoverage(tx)
  if (before && before.day >= day) return false
  const coverage = await coverNow(tx)
  const number = (before?.number ?? 0) + 1
  const previous_hash = before?.hash ?? Buffer.alloc(32)
  const content = contentOf(number, day, tx.now, coverage)
  const hash = hashOf(previous_hash, content)
  const written = await insertCoverage(tx, {
    number,
    day,
    is_covered: coverage.is_covered,
    owed_paisa: coverage.owed_paisa,
    held_paisa: coverage.held_paisa,
    content,
    previous_hash,
    hash,
    ...attest(tx.keys, USE, hash),
  })
  if (written === 0) return false
  await noteShortfalls(tx, coverage)
  return true
}

const USE = 'coverage'

async function noteShortfalls(tx: Tx, coverage: Coverage): Promise<void> {
  for (const { holder, owed_paisa, held_paisa, short_paisa } of coverage.lines) {
    const found = { holder, kind: 'shortfall' as const, subject: 'coverage', words: '' }
    if (short_paisa > 0n) await noteBreak(tx, { ...found, ours_paisa: owed_paisa, theirs_paisa: held_paisa })
    else await closeUnseen(tx, holder, ['shortfall'], tx.now, 'covered')
  }
  const { owed_paisa, held_paisa } = coverage
  if (owed_paisa <= held_paisa) return
  const found = { holder: 'all', kind: 'shortfall' as const, subject: 'coverage', words: '' }
  await noteBreak(tx, { ...found, ours_paisa: owed_paisa, theirs_paisa: held_paisa })
}

function contentOf(number: number, day: string, at: Date, { lines, own, ...total }: Coverage): string {
  const plain = lines.map((line) => ({
    holder: line.holder,
    owed: Object.fromEntries(Object.entries(line.owed).map(([kind, paisa]) => [kind, paisa.toString()])),
    owed_paisa: line.owed_paisa.toString(),
    held_paisa: line.held_paisa.toString(),
    confirmed_on: line.confirmed_on,
    short_paisa: line.short_paisa.toString(),
    fees_paisa: line.fees_paisa.toString(),
  }))
  const ours = own.map(({ account, paisa }) => ({ account, paisa: paisa.toString() }))
  const { owed_paisa, held_paisa, is_covered } = total
  const sums = { owed_paisa: owed_paisa.toString(), held_paisa: held_paisa.toString(), is_covered }
  return JSON.stringify({ number, day, made_at: at.toISOString(), ...sums, lines: plain, own: ours })
}

function hashOf(previous: Buffer, content: string): Buffer {
  return createHash('sha256').update(previous).update(content).digest()
}

/** A report as it was written, and whether its digest and signature still fit it. */
export interface KeptCoverage extends Omit<CoverageRow, 'content'> {
  lines: readonly CoverageLine[]
  own: readonly OwnMoney[]
  is_genuine: boolean
}

/** The reports, the newest first. */
export async function listCoverage(tx: Tx, _by: Operator, limit = 60): Promise<KeptCoverage[]> {
  return (await listCoverageRows(tx, limit)).map(opened)
}

export async function findCoverage(tx: Tx, _by: Operator, number: number): Promise<KeptCoverage | undefined> {
  const row = await readCoverage(tx, number)
  return row && opened(row)
}

interface Content {
  lines: (Record<string, string> & { owed: Record<string, string> })[]
  /** Reports of earlier days have none. */
  own?: { account: string; paisa: string }[]
}

function opened(row: CoverageRow): KeptCoverage {
  const { content, ...rest } = row
  const isWhole = hashOf(row.previous_hash, content).equals(row.hash)
  const { lines, own = [] } = JSON.parse(content) as Content
  return {
    ...rest,
    is_genuine: isWhole && isAttested(row, row.hash),
    lines: lines.map((line) => ({
      holder: line.holder ?? '',
      owed: Object.fromEntries(Object.entries(line.owed).map(([kind, paisa]) => [kind, BigInt(paisa)])),
      owed_paisa: BigInt(line.owed_paisa ?? '0'),
      held_paisa: BigInt(line.held_paisa ?? '0'),
      confirmed_on: line.confirmed_on ?? null,
      short_paisa: BigInt(line.short_paisa ?? '0'),
      fees_paisa: BigInt(line.fees_paisa ?? '0'),
    })),
    own: own.map(({ account, paisa }) => ({ account, paisa: BigInt(paisa) })),
  }
}

/** The day in Pakistan. */
function localDay(now: Date): string {
  return new Date(now.getTime() + 5 * 3_600_000).toISOString().slice(0, 10)
}
