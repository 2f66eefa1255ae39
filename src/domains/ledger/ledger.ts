import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  allowLongReads,
  closeAccounts,
  countRows,
  insertTransfer,
  lockClosed,
  readAccounts,
  readBalances,
  readTransfers,
  readTransfersOfCauses,
  rollStandings,
  setClosed,
} from './store.ts'

export { BALANCES } from './store.ts'
export { findViolations, type Invariant, LEDGER_INVARIANTS, type Violation } from './verify.ts'

export interface Entry {
  account: string
  /** Signed paisa: above zero is a debit (we have more, or owe less), below zero a credit. */
  paisa: Paisa
}

export interface Transfer {
  /** What made it, once for ever: 'order:<id>:release'. */
  cause: string
  entries: readonly Entry[]
  memo?: string
  by?: string
  /** When it happened, if not now: a bank's value date, a scan told late. */
  at?: Date
  corrects?: string
}

/** The most one entry may move: a hundred million rupees. Beyond that somebody has slipped, and we stop. */
const MOST_ENTRY_PAISA = 10_000_000_000n

/**
 * Writes one balanced transfer into a party's books, once per cause. Nothing is ever changed or deleted afterwards.
 * Guarded accounts (holds and payables are claims on us, so they stand at or below zero) are read again after writing:
 * the caller must hold the lock of the row that owns the money (the order, the shop's payout).
 * Refuses: conflict ledger.already_posted when the cause was posted before; conflict ledger.not_enough when a guarded
 * account would give more than it has.
 * Parties: the given one only.
 */
export async function post(tx: Tx, partyId: string, transfer: Transfer): Promise<string> {
  const { entries } = transfer
  assert(entries.length >= 2, 'a transfer has at least two entries')
  assert(
    entries.every(({ paisa }) => paisa !== 0n),
    'no entry of a transfer is empty',
  )
  assert(
    entries.every(({ paisa }) => magnitude(paisa) <= MOST_ENTRY_PAISA),
    'no entry is absurdly large',
  )
  assert(entries.reduce((sum, { paisa }) => sum + paisa, 0n) === 0n, 'a transfer balances to zero')
  assert(
    new Set(entries.map(({ account }) => account)).size === entries.length,
    'an account appears once in a transfer',
  )

  const transfer_id = newId()
  const guarded = entries.filter((entry) => isGuarded(entry.account) && entry.paisa > 0n).map(({ account }) => account)
  const [written, balances] = await Promise.all([
    insertTransfer(
      tx,
      {
        party_id: partyId,
        transfer_id,
        cause: transfer.cause,
        corrects_id: transfer.corrects ?? null,
        memo: transfer.memo ?? '',
        made_by: transfer.by ?? null,
        event_at: transfer.at ?? tx.now,
      },
      entries.map(({ account }) => account),
      entries.map(({ paisa }) => paisa),
    ),
    guarded.length > 0 ? readBalances(tx, partyId, guarded) : Promise.resolve([]),
  ])
  if (!written) throw new Refusal('conflict', 'ledger.already_posted')
  assert(written.posting_count === entries.length, 'each entry of a transfer is written')
  if (balances.some(({ balance_paisa }) => balance_paisa > 0n)) throw new Refusal('conflict', 'ledger.not_enough')
  return transfer_id
}

/** What stands on one account of a party, in paisa: assets above zero, claims below. */
export async function balanceOf(tx: Tx, partyId: string, account: string): Promise<Paisa> {
  const [row] = await readBalances(tx, partyId, [account])
  return row?.balance_paisa ?? 0n
}

/** How many transfers and accounts the books hold. */
export function countLedger(tx: Tx): Promise<{ transfers: number; accounts: number }> {
  return countRows(tx)
}

/** All accounts of a party with their balances in paisa. */
export function listAccounts(tx: Tx, partyId: string): Promise<{ account: string; balance_paisa: Paisa }[]> {
  return readAccounts(tx, partyId)
}

/** The newest entries of a party, of all accounts or of one. */
export function listEntries(tx: Tx, partyId: string, account: string | null, limit: number) {
  return readTransfers(tx, partyId, account, Math.min(limit, 1_000))
}

/** The entries of some transfers of a party, named by what made them, the oldest first. */
export function listEntriesOf(tx: Tx, partyId: string, causes: readonly string[]) {
  return readTransfersOfCauses(tx, partyId, causes)
}

/**
 * Closes the books of every party up to `before`, which must lie at least an hour back: each account that moved since
 * they were closed last, and what stands on all of them. It reads what was posted since then. Returns how many
 * accounts were closed: none when the books were closed up to there before.
 */
export async function closeDay(tx: Tx, before: Date): Promise<number> {
  assert(tx.now.getTime() - before.getTime() >= 3_600_000, 'books are closed an hour after the last writer could end')
  const from = await lockClosed(tx)
  if (from && from >= before) return 0
  await allowLongReads(tx)
  const closed = await closeAccounts(tx, from, before)
  await rollStandings(tx, from, before)
  await setClosed(tx, before)
  return closed
}

/**
 * Holds, payables, debts to buyers, tips and claims passed on are claims on us: they may not turn into money we would
 * have given twice. A tax may stand above zero: after a refund the state owes it back to us.
 */
function isGuarded(account: string): boolean {
  return /^(hold|payable|refund_owed|payout|part_paid|wallet|wallet_credit|wallet_out|tip|claim)(:|$)/.test(account)
}

function magnitude(paisa: Paisa): Paisa {
  return paisa < 0n ? -paisa : paisa
}
