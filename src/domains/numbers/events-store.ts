import { json } from '../../kit/sql/json.ts'
import { type Sql, sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** begun: placed, and waits for its money. ordered: the shop hears of it. off: called off after that. */
export type NumbersKind = 'begun' | 'ordered' | 'kept' | 'back' | 'off'

/** What happened to one listing of an order. pieces were ordered or kept, back went back. */
export interface NumbersLine {
  listing_id: string
  /** Known when it is ordered. */
  category_id: string
  pieces: number
  /** What the pieces cost together, as text: it lies in JSON. */
  paisa: string
  back: number
}

/** One thing that happened, as the numbers count it. party_id is the shop's. */
export interface NumbersEvent {
  party_id: string
  event_id: string
  kind: NumbersKind
  happened_at: Date
  order_id: string
  buyer_id: string
  city_id: string
  method: string
  paisa: bigint
  reason: string
  lines: readonly NumbersLine[]
}

/** Once an event, however often it is told. */
export function sendEvent(tx: Tx, one: NumbersEvent): void {
  tx.sendRow(sql`
    insert into numbers_events (party_id, event_id, kind, happened_at, order_id, buyer_id, city_id, method, paisa,
      reason, lines)
    values (${one.party_id}, ${one.event_id}, ${one.kind}, ${one.happened_at}, ${one.order_id}, ${one.buyer_id},
      ${one.city_id}, ${one.method}, ${one.paisa}, ${one.reason}, ${json(one.lines)})
    on conflict (party_id, event_id) do nothing`)
}

/** Shops of which something was written down and not counted yet. */
export function shopsWithNews(tx: Tx, limit: number): Promise<{ party_id: string }[]> {
  return tx.all(sql`select distinct party_id from numbers_events where counted_at is null limit ${limit}`)
}

/** The clock on the wall in Pakistan, which keeps UTC+5 all year. */
const LOCAL: Sql = sql`(happened_at at time zone 'Asia/Karachi')`

const HOURS: Sql = sql`
  insert into numbers_hours as h (party_id, day, hour, begun_count, ordered_count, ordered_paisa, kept_count,
    kept_paisa, back_count, off_count)
  select party_id, day, hour, count(*) filter (where kind = 'begun'), count(*) filter (where kind = 'ordered'),
    coalesce(sum(paisa) filter (where kind = 'ordered'), 0), count(*) filter (where kind = 'kept'),
    coalesce(sum(paisa) filter (where kind = 'kept'), 0), count(*) filter (where kind = 'back'),
    count(*) filter (where kind = 'off')
  from taken group by party_id, day, hour order by day, hour
  on conflict (party_id, day, hour) do update
  set begun_count = h.begun_count + excluded.begun_count, ordered_count = h.ordered_count + excluded.ordered_count,
    ordered_paisa = h.ordered_paisa + excluded.ordered_paisa, kept_count = h.kept_count + excluded.kept_count,
    kept_paisa = h.kept_paisa + excluded.kept_paisa, back_count = h.back_count + excluded.back_count,
    off_count = h.off_count + excluded.off_count`

const GOODS: Sql = sql`
  insert into numbers_goods as g (party_id, day, listing_id, ordered_pieces, ordered_paisa, kept_pieces, back_pieces)
  select party_id, day, listing_id, coalesce(sum(pieces) filter (where kind = 'ordered'), 0),
    coalesce(sum(paisa) filter (where kind = 'ordered'), 0), coalesce(sum(pieces) filter (where kind = 'kept'), 0),
    sum(back)
  from lined where kind <> 'begun' group by party_id, day, listing_id order by day, listing_id
  on conflict (party_id, day, listing_id) do update
  set ordered_pieces = g.ordered_pieces + excluded.ordered_pieces,
    ordered_paisa = g.ordered_paisa + excluded.ordered_paisa, kept_pieces = g.kept_pieces + excluded.kept_pieces,
    back_pieces = g.back_pieces + excluded.back_pieces`

const REASONS: Sql = sql`
  insert into numbers_reasons as r (party_id, day, listing_id, reason, back_count)
  select party_id, day, listing_id, reason, count(distinct order_id)
  from lined where back > 0 and reason <> '' group by party_id, day, listing_id, reason
  order by day, listing_id, reason
  on conflict (party_id, day, listing_id, reason) do update set back_count = r.back_count + excluded.back_count`

const BUYERS: Sql = sql`
  insert into numbers_buyers as b (party_id, buyer_id, first_at, last_at, ordered_count)
  select party_id, buyer_id, min(happened_at), max(happened_at), count(*)
  from taken where kind = 'ordered' group by party_id, buyer_id order by buyer_id
  on conflict (party_id, buyer_id) do update
  set first_at = least(b.first_at, excluded.first_at), last_at = greatest(b.last_at, excluded.last_at),
    ordered_count = b.ordered_count + excluded.ordered_count`

/**
 * Counts what was not counted of one shop, each event into its own cells: those of the hour in which it happened,
 * however late it was told. Gives how many events that were. All of it is one statement.
 */
export async function countWaiting(tx: Tx, shopId: string, most: number): Promise<number> {
  const counted = await tx.one<{ events: number }>(sql`
    with taken as (
      update numbers_events set counted_at = ${tx.now}
      where party_id = ${shopId} and event_id in (
        select event_id from numbers_events
        where party_id = ${shopId} and counted_at is null
        order by event_id limit ${most}
        for update skip locked
      )
      returning party_id, kind, ${LOCAL}::date as day, extract(hour from ${LOCAL})::int as hour, happened_at,
        order_id, buyer_id, paisa, reason, lines
    ), lined as (
      select t.party_id, t.order_id, t.kind, t.day, t.reason, l.listing_id, l.pieces, l.paisa, l.back
      from taken t, jsonb_to_recordset(t.lines) as l (listing_id uuid, pieces int, paisa bigint, back int)
    ), hours as (${HOURS}), goods as (${GOODS}), reasons as (${REASONS}), buyers as (${BUYERS})
    select count(*)::int as events from taken`)
  return counted?.events ?? 0
}

/** Forgets what was counted of a shop, so that all of it is counted anew. What happened stays written down. */
export async function forgetCounted(tx: Tx, shopId: string): Promise<void> {
  await Promise.all([
    tx.count(sql`delete from numbers_hours where party_id = ${shopId}`),
    tx.count(sql`delete from numbers_goods where party_id = ${shopId}`),
    tx.count(sql`delete from numbers_reasons where party_id = ${shopId}`),
    tx.count(sql`delete from numbers_buyers where party_id = ${shopId}`),
    tx.count(sql`update numbers_events set counted_at = null where party_id = ${shopId}`),
  ])
}
