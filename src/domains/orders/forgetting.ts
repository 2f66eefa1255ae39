import type { Tx } from '../../kit/sql/tx.ts'
import { blankAppeals } from './appeals-store.ts'
import { blankDisputes } from './disputes-store.ts'

/**
 * Somebody was erased: what they wrote in free words about their orders goes, for it may say who they are. For the
 * consequence of person.erased. Parties: every shop they bought from.
 */
export async function forgetWordsOf(tx: Tx, personId: string): Promise<void> {
  await blankDisputes(tx, personId)
  await blankAppeals(tx, personId)
}
