import { underRequest } from '../log/request.ts'
import { altered, type NotedEvent, type Tx } from '../sql/tx.ts'
import { type OutboxRow, takeUndelivered } from './outbox.ts'

/** What follows from an event. It runs in a transaction of the runner, and may be told the same event twice. */
export type Consequence = (tx: Tx, event: OutboxRow) => Promise<void>

/** The table event → what follows. An event that is not listed has no consequences. */
export type Consequences = Readonly<Record<string, readonly Consequence[]>>

/**
 * Delivers events to their consequences in the open transaction and marks them delivered in it. The outbox rows are
 * locked first: what was delivered already, or is being delivered elsewhere, is left alone. onChild hears of each
 * event that a consequence makes, and of the event that made it.
 */
export async function deliverIn(
  tx: Tx,
  consequences: Consequences,
  events: readonly NotedEvent[],
  onChild: (child: NotedEvent, of: NotedEvent) => void,
): Promise<void> {
  const parties = byParty(events)
  const taken = await takeUndelivered(tx, events)
  const rows = new Map(taken.map((row) => [row.event_id, row]))
  // What happened to one party is followed in the order in which it happened; parties do not wait for each other, and
  // their statements travel together.
  const follow = async (ids: readonly string[]) => {
    for (const event of events.filter(({ event_id }) => ids.includes(event_id))) {
      const row = rows.get(event.event_id)
      if (!row) continue
      const traced = tracing(tx, (child) => onChild(child, event))
      await underRequest(row.request_id || row.event_id, () => runAll(consequences[row.name] ?? [], traced, row))
    }
  }
  await Promise.all(parties.map(([, ids]) => follow(ids)))
}

/** A refusal of a consequence must not keep half of its writes, so whatever is thrown becomes a plain error. */
async function runAll(steps: readonly Consequence[], tx: Tx, row: OutboxRow): Promise<void> {
  try {
    for (const step of steps) await step(tx, row)
  } catch (error) {
    throw new Error(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function byParty(events: readonly NotedEvent[]): [string, string[]][] {
  const parties = new Map<string, string[]>()
  for (const { party_id, event_id } of events) parties.set(party_id, [...(parties.get(party_id) ?? []), event_id])
  return [...parties]
}

/** The same transaction, which also tells of each event that is noted in it. */
function tracing(tx: Tx, onNote: (event: NotedEvent) => void): Tx {
  return altered(tx, {
    noteEvent: (event) => {
      onNote(event)
      tx.noteEvent(event)
    },
  })
}
