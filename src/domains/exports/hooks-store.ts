import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface HookRow {
  party_id: string
  hook_id: string
  url: string
  events: string[]
  made_at: Date
  failing_since: Date | null
  ended_at: Date | null
  end_reason: string
}

export interface CallRow {
  party_id: string
  hook_id: string
  event_id: string
  name: string
  body: string
  state: 'waiting' | 'done' | 'given_up'
  tried_count: number
  answer: string
  made_at: Date
  try_after: Date
}

export interface HeardEvent {
  party_id: string
  hook_id: string
  event_id: string
  name: string
  payload: Readonly<Record<string, unknown>>
  recorded_at: Date
}

const COLUMNS = sql`party_id, hook_id, url, events, made_at, failing_since, ended_at, end_reason`

export function putHook(
  tx: Tx,
  hook: Pick<HookRow, 'party_id' | 'hook_id' | 'url' | 'events'>,
  by: string,
  from: string,
) {
  return tx.count(sql`
    insert into hooks (party_id, hook_id, url, events, made_by, made_at, look_from)
    values (${hook.party_id}, ${hook.hook_id}, ${hook.url}, ${hook.events}::text[], ${by}, ${tx.now}, ${from})`)
}

export function selectHooks(tx: Tx, shopId: string) {
  return tx.all<HookRow>(sql`
    select ${COLUMNS}
    from hooks
    where party_id = ${shopId} and (ended_at is null or ended_at > ${tx.now}::timestamptz - interval '30 days')
    order by hook_id desc
    limit 50`)
}

export function stopHook(tx: Tx, shopId: string, hookId: string, reason: string) {
  return tx.count(sql`
    update hooks
    set ended_at = ${tx.now}, end_reason = ${reason}
    where party_id = ${shopId} and hook_id = ${hookId} and ended_at is null`)
}

/** What the living hooks asked to hear and were not given yet. At most `limit` events. */
export function listUnheard(tx: Tx, limit: number) {
  return tx.all<HeardEvent>(sql`
    select h.party_id, h.hook_id, o.event_id, o.name, o.payload, o.recorded_at
    from hooks h
    join outbox o on o.party_id = h.party_id and o.event_id > h.look_from and o.recorded_at >= h.made_at
      and o.name = any(h.events)
    where h.ended_at is null and not exists (
      select from hook_calls c
      where c.party_id = h.party_id and c.hook_id = h.hook_id and c.event_id = o.event_id)
    order by o.event_id
    limit ${limit}`)
}

export function putCalls(
  tx: Tx,
  calls: readonly Pick<CallRow, 'party_id' | 'hook_id' | 'event_id' | 'name' | 'body'>[],
) {
  const column = <Key extends 'party_id' | 'hook_id' | 'event_id' | 'name' | 'body'>(key: Key) =>
    calls.map((call) => call[key])
  return tx.count(sql`
    insert into hook_calls (party_id, hook_id, event_id, name, body, state, made_at, try_after)
    select party_id, hook_id, event_id, name, body, 'waiting', ${tx.now}, ${tx.now}
    from unnest(${column('party_id')}::uuid[], ${column('hook_id')}::uuid[], ${column('event_id')}::uuid[],
      ${column('name')}::text[], ${column('body')}::text[]) as new (party_id, hook_id, event_id, name, body)
    on conflict (party_id, hook_id, event_id) do nothing`)
}

/** Every living hook is looked through from here on. */
export function lookFrom(tx: Tx, from: string) {
  return tx.count(sql`
    update hooks set look_from = ${from} -- every party: one look goes through the whole outbox
    where ended_at is null and look_from < ${from}`)
}

/**
 * Takes calls that are due, and puts their next try where it belongs should this one never come back. The oldest of
 * each hook first.
 */
export function takeDueCalls(tx: Tx, waits_s: readonly number[], limit: number) {
  return tx.all<CallRow & { url: string; made_at: Date }>(sql`
    with due as (
      select party_id, hook_id, event_id from hook_calls
      where state = 'waiting' and try_after <= ${tx.now}
      order by try_after
      limit ${limit}
      for update skip locked) -- every party: one round tells what is due, whoever owns it
    update hook_calls c
    set tried_count = c.tried_count + 1,
      try_after = ${tx.now}::timestamptz
        + make_interval(secs => (${waits_s}::float8[])[least(c.tried_count + 1, ${waits_s.length})])
    from due
    join hooks h on h.party_id = due.party_id and h.hook_id = due.hook_id
    where c.party_id = due.party_id and c.hook_id = due.hook_id and c.event_id = due.event_id
    returning c.party_id, c.hook_id, c.event_id, c.name, c.body, c.state, c.tried_count, c.answer, c.made_at,
      c.try_after, case when h.ended_at is null then h.url else '' end as url`)
}

export type CallKey = Pick<CallRow, 'party_id' | 'hook_id' | 'event_id'>

export async function noteAnswer(tx: Tx, call: CallKey, state: CallRow['state'], answer: string) {
  await tx.count(sql`
    update hook_calls
    set state = ${state}, answer = ${answer.slice(0, 200)},
      ended_at = case when ${state} = 'waiting' then null else ${tx.now}::timestamptz end
    where party_id = ${call.party_id} and hook_id = ${call.hook_id} and event_id = ${call.event_id}
      and state = 'waiting'`)
  await tx.count(sql`
    update hooks
    set failing_since = case when ${state} = 'done' then null else coalesce(failing_since, ${tx.now}) end
    where party_id = ${call.party_id} and hook_id = ${call.hook_id}`)
}

export function selectCalls(tx: Tx, shopId: string, limit: number) {
  return tx.all<CallRow>(sql`
    select party_id, hook_id, event_id, name, body, state, tried_count, answer, made_at, try_after
    from hook_calls
    where party_id = ${shopId}
    order by event_id desc
    limit ${limit}`)
}

/** Hooks of which nothing was taken for so long are ended. Returns them. */
export function stopFailing(tx: Tx, since: Date) {
  return tx.all<{ party_id: string; hook_id: string }>(sql`
    update hooks
    set ended_at = ${tx.now}, end_reason = 'failing'
    where ended_at is null and failing_since < ${since} -- every party: five days are over
    returning party_id, hook_id`)
}

export function dropCalls(tx: Tx, before: Date) {
  return tx.count(sql`
    delete from hook_calls -- every party: calls of a month ago are forgotten
    where made_at < ${before} and state <> 'waiting'`)
}
