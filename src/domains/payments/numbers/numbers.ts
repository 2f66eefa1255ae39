import { assert } from '../../../kit/errors/refusal.ts'
import type { Database } from '../../../kit/sql/database.ts'
import { findNumber, keepNumber } from './numbers-store.ts'

/**
 * What rails call our payments, kept for adapters whose provider cannot be asked by our own reference. Each call is a
 * transaction of its own: it stands between two calls to a provider.
 */
export function railNumbers(db: Database) {
  return {
    /** Keeps a number before the payer can pay. Returns the one that counts: the first that was kept. */
    async keep(rail: string, reference: string, number: string): Promise<string> {
      await db.tx((tx) => keepNumber(tx, rail, reference, number))
      const kept = await db.read((tx) => findNumber(tx, rail, reference))
      assert(kept, 'a number that was kept is there')
      return kept.number
    },
    find: (rail: string, reference: string): Promise<string | undefined> =>
      db.read((tx) => findNumber(tx, rail, reference)).then((kept) => kept?.number),
  }
}
