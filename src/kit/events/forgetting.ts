import type { Database } from '../sql/database.ts'
import { sql } from '../sql/sql.ts'
import type { Tx } from '../sql/tx.ts'
import type { EventKey } from './outbox.ts'

const BEFORE_ALL: EventKey = {
  party_id: '00000000-0000-0000-0000-000000000000',
  event_id: '00000000-0000-0000-0000-000000000000',
}

/**
 * Forgets the events that were recorded and delivered before a time, in batches of a page, so that the outbox stays as
 * small as a day. What was not delivered stays, however old. From then on invariants ask for the events of what
 * happened after that time only. Returns how many were forgotten.
 */
export async function forgetDelivered(db: Database, before: Date, page = 5_000): Promise<number> {
  await db.tx((tx) => noteForgotten(tx, before))
  let forgotten = 0
  let from: EventKey | undefined = BEFORE_ALL
  while (from) {
    const behind: EventKey = from
    const batch: Batch = await db.tx((tx) => forgetPage(tx, before, behind, page))
    forgotten += batch.gone_count
    from = batch.last
  }
  return forgotten
}

/** It only ever goes forward: what may be gone does not come again. */
function noteForgotten(tx: Tx, before: Date): Promise<number> {
  return tx.count(sql`
    insert into outbox_forgotten as f (recorded_before) values (${before})
    on conflict (is_only) do update
    set recorded_before = greatest(f.recorded_before, excluded.recorded_before)`)
}

interface Batch {
  gone_count: number
  /** The last event that was looked at; undefined when there are no more. */
  last: EventKey | undefined
}

/** Looks at the next events in the order of their keys, whose index is there already. */
async function forgetPage(tx: Tx, before: Date, behind: EventKey, page: number): Promise<Batch> {
  const row = await tx.one<{ gone_count: number; party_id: string | null; event_id: string | null }>(sql`
    with looked as (
      select party_id, event_id, delivered_at, recorded_at
      from outbox
      where (party_id, event_id) > (${behind.party_id}::uuid, ${behind.event_id}::uuid)
      order by party_id, event_id
      limit ${page}
    ), gone as (
      delete from outbox o -- every party: what is delivered is of use to nobody
      using looked l
      where o.party_id = l.party_id and o.event_id = l.event_id and l.delivered_at < ${before}
        and l.recorded_at < ${before}
      returning o.event_id
    ), last as (
      select party_id, event_id from looked order by party_id desc, event_id desc limit 1
    )
    select (select count(*)::int from gone) as gone_count, last.party_id, last.event_id
    from (values (true)) as one (is_only)
    left join last on true`)
  const last = row?.party_id && row.event_id ? { party_id: row.party_id, event_id: row.event_id } : undefined
  return { gone_count: row?.gone_count ?? 0, last }
}
