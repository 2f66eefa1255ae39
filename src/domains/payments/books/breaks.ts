import { Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type BreakRow, type FoundBreak, lockBreak, readBreaks, setBreak, upsertBreak } from './breaks-store.ts'

/** Something does not agree. Found again, it is the same break; closed and found again, it is open again. */
export async function noteBreak(tx: Tx, found: FoundBreak): Promise<void> {
  await upsertBreak(tx, newId(), { ...found, words: found.words.slice(0, 300), subject: found.subject.slice(0, 120) })
}

/** What does not agree: what is open first, the oldest first; with `closed`, what was. */
export function listMoneyBreaks(tx: Tx, _by: Operator, which: 'open' | 'closed', limit = 200): Promise<BreakRow[]> {
  return readBreaks(tx, which === 'open' ? ['open', 'explained'] : ['closed'], limit)
}

/**
 * An operator takes a break on, explains it, closes it, or opens it again.
 * Refuses: not_found books.no_break; invalid books.note_needed when an explanation has no words.
 */
export async function decideMoneyBreak(
  tx: Tx,
  by: Operator,
  breakId: string,
  what: { act: 'take' | 'explain' | 'close' | 'open'; note: string },
): Promise<void> {
  const found = await lockBreak(tx, breakId)
  if (!found) throw new Refusal('not_found', 'books.no_break')
  const note = what.note.trim().slice(0, 500)
  if ((what.act === 'explain' || what.act === 'close') && note.length < 3) {
    throw new Refusal('invalid', 'books.note_needed')
  }
  const state = { take: found.state, explain: 'explained', close: 'closed', open: 'open' } as const
  await setBreak(tx, {
    break_id: breakId,
    state: state[what.act],
    owner_id: what.act === 'take' ? by.person_id : (found.owner_id ?? by.person_id),
    note: note || found.note,
    by: by.person_id,
  })
}
