import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { countWaiting, forgetCounted, shopsWithNews } from './events-store.ts'

/** Events of one shop in one transaction, and shops in one round. */
const AT_ONCE = 2_000
const SHOPS = 1_000

/** Counts all that was written down and not counted yet, a shop in a transaction. Gives how many events. */
export async function countNews(db: Database): Promise<number> {
  let events = 0
  for (const { party_id } of await db.read((tx) => shopsWithNews(tx, SHOPS))) {
    for (let more = AT_ONCE; more === AT_ONCE; events += more) {
      more = await db.tx((tx) => countWaiting(tx, party_id, AT_ONCE))
    }
  }
  return events
}

/**
 * Counts a shop anew from everything that was written down of it. The cells come out as they were: each event is in the
 * cells of the hour in which it happened, whenever it was told. Parties: the shop's only.
 */
export async function recount(tx: Tx, shopId: string): Promise<void> {
  await forgetCounted(tx, shopId)
  for (let more = AT_ONCE; more === AT_ONCE; ) more = await countWaiting(tx, shopId, AT_ONCE)
}
