import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY, newId } from '../../../kit/ids/ids.ts'
import { MOST_PAISA, type Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import {
  countProposed,
  findTransfer,
  insertEntry,
  lockEntry,
  type ManualEntry,
  readEntries,
  setDecided,
} from './entries-store.ts'
import { findLine, lockLine } from './lines-store.ts'
import { closeUnknown } from './matching.ts'
import { settleAgainst, suspenseOf } from './mirror.ts'

export interface ProposedEntry {
  /** Whose books: a shop's or a person's party, or the market's. */
  for_party: string
  debit_account: string
  credit_account: string
  amount_paisa: Paisa
  reason: string
  /** Where the proof lies: numbers of papers, links. */
  attachments: string
  corrects_id?: string
}

/**
 * Accounts that people may move by hand. What an order, a payout or a refund holds, what a shop has to get and what it
 * owes move only with their rows, which say how much that is.
 */
const BY_HAND = new RegExp(
  [
    '^((cash|suspense|courier_owes|courier_advance|cash_short|cash_over):[a-z]{2,20}(:[A-Za-z0-9-]{1,40})?',
    '(income|expense|equity|fee|tax):[a-z_]{2,30}',
    'tip:[a-z0-9-]{2,40})$',
  ].join('|'),
)

/**
 * Proposes an entry by hand; nothing moves until somebody else approves it.
 * Refuses: invalid books.entry_account, books.entry_amount, books.entry_reason, books.entry_same_account,
 * books.no_transfer. Parties: the market's only.
 */
export async function proposeEntry(tx: Tx, by: Operator, wanted: ProposedEntry): Promise<string> {
  const { debit_account, credit_account, amount_paisa } = wanted
  for (const account of [debit_account, credit_account]) {
    if (!BY_HAND.test(account)) throw new Refusal('invalid', 'books.entry_account', { account })
  }
  if (debit_account === credit_account) throw new Refusal('invalid', 'books.entry_same_account')
  const corrects_id = wanted.corrects_id ?? null
  if (corrects_id && !(await findTransfer(tx, wanted.for_party, corrects_id))) {
    throw new Refusal('invalid', 'books.no_transfer')
  }
  return propose(tx, by, { ...wanted, amount_paisa, corrects_id, line_id: null })
}

/**
 * Proposes that a line in suspense is nobody's but the market's: income, or an expense that the bank took.
 * Refuses: not_found books.no_line; conflict books.line_settled, books.line_proposed; invalid as proposeEntry.
 */
export async function proposeForLine(
  tx: Tx,
  by: Operator,
  lineId: string,
  wanted: { account: string; reason: string; attachments: string },
): Promise<string> {
  const line = await findLine(tx, lineId)
  if (!line) throw new Refusal('not_found', 'books.no_line')
  if (line.state !== 'suspense') throw new Refusal('conflict', 'books.line_settled')
  if (!/^(income|expense|equity):[a-z_]{2,30}$/.test(wanted.account)) {
    throw new Refusal('invalid', 'books.entry_account', { account: wanted.account })
  }
  const suspense = suspenseOf(line.holder)
  const isCredit = line.paisa > 0n
  return propose(tx, by, {
    for_party: MARKET_PARTY,
    debit_account: isCredit ? suspense : wanted.account,
    credit_account: isCredit ? wanted.account : suspense,
    amount_paisa: isCredit ? line.paisa : -line.paisa,
    reason: wanted.reason,
    attachments: wanted.attachments,
    corrects_id: null,
    line_id: lineId,
  })
}

type Whole = Omit<ProposedEntry, 'corrects_id'> & { corrects_id: string | null; line_id: string | null }

async function propose(tx: Tx, by: Operator, wanted: Whole): Promise<string> {
  const reason = wanted.reason.trim().slice(0, 1_000)
  if (wanted.amount_paisa <= 0n || wanted.amount_paisa > MOST_PAISA) throw new Refusal('invalid', 'books.entry_amount')
  if (reason.length < 10) throw new Refusal('invalid', 'books.entry_reason')
  const entry_id = newId()
  const attachments = wanted.attachments.trim().slice(0, 1_000)
  const written = await insertEntry(tx, { ...wanted, entry_id, reason, attachments, proposed_by: by.person_id })
  if (written === 0) throw new Refusal('conflict', 'books.line_proposed')
  return entry_id
}

/**
 * Another operator approves an entry, and it is posted once; or refuses it, with a reason.
 * Refuses: not_found books.no_entry; forbidden books.second_person for whoever proposed it; conflict
 * books.entry_decided, books.line_settled, ledger.not_enough when a guarded account has less; invalid
 * books.note_needed for a refusal without words. Parties: the market's, and the one whose books it changes.
 */
export async function decideEntry(
  tx: Tx,
  by: Operator,
  entryId: string,
  decision: { approved: boolean; note: string },
): Promise<void> {
  const entry = await lockEntry(tx, entryId)
  if (!entry) throw new Refusal('not_found', 'books.no_entry')
  if (entry.state !== 'proposed') throw new Refusal('conflict', 'books.entry_decided')
  if (entry.proposed_by === by.person_id) throw new Refusal('forbidden', 'books.second_person')
  const note = decision.note.trim().slice(0, 500)
  if (!decision.approved && note.length < 3) throw new Refusal('invalid', 'books.note_needed')
  const transfer_id = decision.approved ? await postEntry(tx, by, entry) : null
  const state = decision.approved ? 'posted' : 'refused'
  const decided = await setDecided(tx, { entry_id: entryId, state, by: by.person_id, note, transfer_id })
  assert(decided === 1, 'a locked entry is decided once')
}

async function postEntry(tx: Tx, by: Operator, entry: ManualEntry): Promise<string> {
  const { entry_id, for_party, debit_account, credit_account, amount_paisa } = entry
  if (entry.line_id) {
    const line = await lockLine(tx, entry.line_id)
    if (line?.state !== 'suspense') throw new Refusal('conflict', 'books.line_settled')
    const account = line.paisa > 0n ? credit_account : debit_account
    const kind = account.split(':')[0] ?? ''
    const is = { kind, subject: entry_id, by: by.person_id }
    const transferId = await settleAgainst(tx, line, [{ account, paisa: -line.paisa }], is)
    await closeUnknown(tx, line, 'by hand')
    return transferId
  }
  return post(tx, for_party, {
    cause: `manual:${entry_id}`,
    by: by.person_id,
    memo: entry.reason.slice(0, 200),
    ...(entry.corrects_id ? { corrects: entry.corrects_id } : {}),
    entries: [
      { account: debit_account, paisa: amount_paisa },
      { account: credit_account, paisa: -amount_paisa },
    ],
  })
}

/** The log: what waits for a second person, then what was decided, with both names. */
export function listManualEntries(tx: Tx, _by: Operator, limit = 100): Promise<ManualEntry[]> {
  return readEntries(tx, limit)
}

export async function countManualEntries(tx: Tx, _by: Operator) {
  return (await countProposed(tx)) ?? { count: 0, oldest_at: null }
}
