import { sql } from '../sql/sql.ts'
import type { NotedEvent, Tx } from '../sql/tx.ts'

/** An event as it waits in the outbox. */
export interface OutboxRow extends NotedEvent {
  readonly request_id: string
  readonly recorded_at: Date
  readonly tried_count: number
}

/** An event whose consequences failed so often that a person has to look. */
export interface StuckEvent extends OutboxRow {
  readonly trouble: string
}

/** Where an event lies. */
export type EventKey = Pick<NotedEvent, 'party_id' | 'event_id'>

/** After so many tries the sweep leaves an event to the operator. */
export const MOST_TRIES = 10

/** How long the first delivery is given before the sweep takes the event for forgotten. It doubles with each try. */
export const FIRST_WAIT_S = 10

/**
 * Takes those of the events that nobody has delivered and nobody else is delivering now, and marks them delivered: it
 * counts only when the transaction commits, together with everything that followed from them. Two runners lock them in
 * the same order.
 */
export function takeUndelivered(tx: Tx, events: readonly EventKey[]): Promise<OutboxRow[]> {
  const parties = events.map(({ party_id }) => party_id)
  const ids = events.map(({ event_id }) => event_id)
  return tx.all<OutboxRow>(sql`
    with taken as (
      select found.party_id, found.event_id
      from (
        select distinct party_id, event_id
        from unnest(${parties}::uuid[], ${ids}::uuid[]) as asked (party_id, event_id)
        order by party_id, event_id
      ) as asked
      cross join lateral (
        select party_id, event_id
        from outbox
        where party_id = asked.party_id and event_id = asked.event_id and delivered_at is null
        for update skip locked
      ) as found
    )
    update outbox as o
    set delivered_at = ${tx.now}
    from taken
    where o.party_id = taken.party_id and o.event_id = taken.event_id
    returning o.party_id, o.event_id, o.name, o.payload, o.request_id, o.recorded_at, o.tried_count`)
}

/** Notes that the consequences of an event failed, and in which words. */
export function markTried(tx: Tx, event: EventKey, trouble: string): Promise<number> {
  return tx.count(sql`
    update outbox
    set tried_count = tried_count + 1, trouble = ${trouble.slice(0, 500)}
    where party_id = ${event.party_id} and event_id = ${event.event_id} and delivered_at is null`)
}

/**
 * Events that were forgotten, in the order in which they happened: each waits longer after each failure. firstWait_s is
 * for the first try.
 */
export function listForgotten(tx: Tx, firstWait_s: number, limit: number): Promise<NotedEvent[]> {
  return tx.all<NotedEvent>(sql`
    select party_id, event_id, name, payload
    from outbox
    where delivered_at is null and tried_count < ${MOST_TRIES}
      and recorded_at <= ${tx.now}::timestamptz
        - make_interval(secs => case when tried_count = 0 then ${firstWait_s}::float
            else ${FIRST_WAIT_S} * power(2, tried_count) end)
    order by recorded_at, event_id
    limit ${limit}`)
}

/** What the operator has to look at: events that failed too often, the oldest first. */
export function listStuckEvents(tx: Tx, limit = 50): Promise<StuckEvent[]> {
  return tx.all<StuckEvent>(sql`
    select party_id, event_id, name, payload, request_id, recorded_at, tried_count, coalesce(trouble, '') as trouble
    from outbox
    where delivered_at is null and tried_count >= ${MOST_TRIES}
    order by recorded_at
    limit ${limit}`)
}

/** Lets the sweep try a stuck event again. False when it is not stuck (any more). */
export async function tryStuckEventAgain(tx: Tx, event: EventKey): Promise<boolean> {
  const freed = await tx.count(sql`
    update outbox
    set tried_count = 0
    where party_id = ${event.party_id} and event_id = ${event.event_id} and delivered_at is null
      and tried_count >= ${MOST_TRIES}`)
  return freed === 1
}
