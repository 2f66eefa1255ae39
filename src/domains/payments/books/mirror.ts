import { assert } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import { countLinks, insertLink, type LineRow, type OpenItem, setLine } from './lines-store.ts'

/** How a line of the bank stands in our own books. */
export interface Meaning {
  kind: string
  subject: string
  by: string | null
}

/**
 * Books a line against what it is: money at the holder on one side, the given entries on the other. A line that waited
 * in suspense leaves it; any other is booked for the first time. Parties: the market's only.
 */
export async function settleAgainst(tx: Tx, line: LineRow, against: readonly Entry[], is: Meaning): Promise<string> {
  const transferId = await bookLine(tx, line, against, is.by)
  await setLine(tx, { line_id: line.line_id, state: 'settled', ...is })
  return transferId
}

/** Nobody knows what it is: the money is there, and stands as owed until a person says whose it is. */
export async function putInSuspense(tx: Tx, line: LineRow, subject: string): Promise<void> {
  assert(line.state !== 'suspense', 'a line goes into suspense once')
  await bookLine(tx, line, [{ account: suspenseOf(line.holder), paisa: -line.paisa }], null)
  await setLine(tx, { line_id: line.line_id, state: 'suspense', kind: '', subject, by: null })
}

/** The books knew of it before the bank told us: nothing is booked again, only shown to agree. */
export async function linkTo(tx: Tx, line: LineRow, items: readonly OpenItem[], is: Meaning): Promise<void> {
  assert(items.reduce<Paisa>((sum, { paisa }) => sum + paisa, 0n) === line.paisa, 'a line is what it is linked to')
  await leaveSuspense(tx, line, is.by)
  await takeItems(tx, line, items)
  await setLine(tx, { line_id: line.line_id, state: 'settled', ...is })
}

/** Links postings that came about because of the line. */
export async function takeItems(tx: Tx, line: LineRow, items: readonly OpenItem[]): Promise<void> {
  const { line_id, holder } = line
  for (const { party_id, cause, paisa } of items) {
    const linked = await insertLink(tx, { line_id, holder, linked_party: party_id, cause, paisa })
    assert(linked === 1, 'a posting is shown by one line only')
  }
}

/** It pays a payment, which is about to be booked where it belongs: what stood in suspense makes room for that. */
export async function markPaying(tx: Tx, line: LineRow, is: Meaning): Promise<void> {
  await leaveSuspense(tx, line, is.by)
  await setLine(tx, { line_id: line.line_id, state: 'paying', ...is })
}

async function leaveSuspense(tx: Tx, line: LineRow, by: string | null): Promise<void> {
  if (line.state !== 'suspense') return
  const cause = await nextCause(tx, line)
  const cash = { account: `cash:${line.holder}`, paisa: -line.paisa }
  const entries = [{ account: suspenseOf(line.holder), paisa: line.paisa }, cash]
  await post(tx, MARKET_PARTY, { cause, entries, ...signed(by) })
  await takeItems(tx, line, [{ party_id: MARKET_PARTY, cause, paisa: cash.paisa, event_at: tx.now }])
}

async function bookLine(tx: Tx, line: LineRow, against: readonly Entry[], by: string | null): Promise<string> {
  const entries = against.filter(({ paisa }) => paisa !== 0n)
  if (line.state === 'suspense') {
    const cause = await nextCause(tx, line, 'settled')
    return post(tx, MARKET_PARTY, {
      cause,
      entries: [{ account: suspenseOf(line.holder), paisa: line.paisa }, ...entries],
      ...signed(by),
    })
  }
  const cause = await nextCause(tx, line)
  const cash = { account: `cash:${line.holder}`, paisa: line.paisa }
  const whole = [cash, ...entries]
  const transferId = await post(tx, MARKET_PARTY, { cause, entries: whole, at: dayStart(line.day), ...signed(by) })
  await takeItems(tx, line, [{ party_id: MARKET_PARTY, cause, paisa: line.paisa, event_at: tx.now }])
  return transferId
}

/** A line may go into suspense and out of it again; each time has a cause of its own. */
async function nextCause(tx: Tx, line: LineRow, end = ''): Promise<string> {
  const { count } = await countLinks(tx, line.line_id)
  return `line:${line.line_id}:${count + 1}${end ? `:${end}` : ''}`
}

const signed = (by: string | null) => (by ? { by } : {})

export const suspenseOf = (holder: string) => `suspense:${holder}`

/** The beginning of a day in Pakistan. */
export function dayStart(day: string): Date {
  return new Date(`${day}T00:00:00+05:00`)
}
