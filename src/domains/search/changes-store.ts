import type { OutboxRow } from '../../kit/events/outbox.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** An event with the transaction that recorded it, which tells where to go on. */
export interface ChangeRow extends OutboxRow {
  /** The number of the transaction, which needs more than a JavaScript number. */
  readonly tx_id: string
}

/** Up to which event of the outbox somebody has read. */
export interface Place {
  readonly tx_id: string
  readonly event_id: string
}

/** The oldest transaction that was still running: everything below it is visible from now on, or never will be. */
export async function oldestRunning(tx: Tx): Promise<string> {
  const row = await tx.one<{ xmin: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`)
  return row?.xmin ?? '0'
}

/**
 * Events that change the index behind a place, in the order of their transactions. The names stand here as they
 * stand in the index outbox_followed, or it would not be used. What claims to be of the future came with a backup of
 * another server.
 */
export function listChanges(tx: Tx, behind: Place, limit: number): Promise<ChangeRow[]> {
  return tx.all<ChangeRow>(sql`
    select party_id, event_id, name, payload, request_id, recorded_at, tried_count, tx_id::text as tx_id
    from outbox
    where name in (
        'shop.checked', 'shop.changed', 'shop.rested', 'shop.woken', 'listing.changed', 'listing.live',
        'listing.blocked', 'offers.changed', 'stock.turned', 'listings.changed', 'listings.sold',
        'shop.standing_turned', 'search_rules.changed'
      )
      and tx_id < pg_snapshot_xmax(pg_current_snapshot())
      and (tx_id, event_id) > (${behind.tx_id}::xid8, ${behind.event_id}::uuid)
    order by tx_id, event_id
    limit ${limit}`)
}
