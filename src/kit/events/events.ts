import { newId } from '../ids/ids.ts'
import { requestId } from '../log/request.ts'
import { sql } from '../sql/sql.ts'
import type { NotedEvent, Tx } from '../sql/tx.ts'

/**
 * Records that something happened, in the transaction that made it happen. What follows is listed in consequences.ts,
 * and is done right after the commit, or later by the sweep when the program died in between.
 * payload holds ids and figures, never personal data.
 */
export async function record(tx: Tx, partyId: string, name: string, payload: NotedEvent['payload']): Promise<void> {
  const event = { party_id: partyId, event_id: newId(), name, payload }
  tx.noteEvent(event)
  tx.send(sql`
    insert into outbox (party_id, event_id, name, payload, request_id, recorded_at)
    values (${partyId}, ${event.event_id}, ${name}, ${payload}, ${requestId()}, ${tx.now})`)
}
