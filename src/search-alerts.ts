// Tells people of new goods that their saved searches found. rounds.ts says how often.
import { sendMessage } from './domains/messaging/messaging.ts'
import { matchFresh, openEngine, type Shelves, takeNews } from './domains/search/search.ts'
import { HOUR_MS } from './kit/clock/clock.ts'
import type { Tx } from './kit/sql/tx.ts'

const PEOPLE_AT_ONCE = 200
/** Nobody is woken for a shirt: from nine in the morning to nine at night, in Pakistan. */
const HOURS = { from: 9, to: 21 }
const PAKISTAN_MS = 5 * HOUR_MS

interface OpensTransactions {
  tx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Holds what went on sale against the saved searches, and sends what was found when it is day. */
export async function tellOfFinds(db: OpensTransactions, shelves: Shelves): Promise<void> {
  while ((await db.tx((tx) => matchFresh(tx, () => openEngine(shelves)))) > 0);
  await db.tx(sendNews)
}

async function sendNews(tx: Tx): Promise<void> {
  const there = new Date(tx.now.getTime() + PAKISTAN_MS)
  if (there.getUTCHours() < HOURS.from || there.getUTCHours() >= HOURS.to) return
  for (const { saved, count } of await takeNews(tx, PEOPLE_AT_ONCE)) {
    await sendMessage(tx, {
      person_id: saved.person_id,
      // Whatever else happens: one message a day.
      cause: `searches:${there.toISOString().slice(0, 10)}`,
      template: 'search.found',
      facts: { title: saved.query.text, count, path: `found/${saved.code}` },
    })
  }
}
