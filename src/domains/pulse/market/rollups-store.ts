import { json } from '../../../kit/sql/json.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { listingKinds } from '../../catalogue/catalogue.ts'
import { allSoldLines, soldLines } from '../../orders/orders.ts'

export interface Waiting {
  party_id: string
  order_id: string
}

/** An order line as the Pulse counts it. */
export interface SaleRow extends Waiting {
  line: number
  buyer_id: string
  listing_id: string
  /** 2026-11-22 on the clock of Pakistan. */
  ordered_on: string
  ordered_hour: number
  delivery_days: number | null
  quantity: number
  value_paisa: bigint
  city_id: string
  category_id: string
  condition: string
  method: string
  outcome: string
}

/** Without waiting; an order that waits already waits on. */
export function sendWaiting(tx: Tx, partyId: string, orderId: string): void {
  tx.sendRow(sql`
    insert into pulse_waiting (party_id, order_id, moved_at) values (${partyId}, ${orderId}, ${tx.now})
    on conflict (party_id, order_id) do nothing`)
}

/**
 * Sales of these listings wait to be counted again where their goods now lie on another shelf. Of the others no sale is
 * looked at: that is what the last condition is for.
 */
export function sendMovedKinds(tx: Tx, partyId: string, listingIds: readonly string[]): void {
  tx.send(sql`
    with moved as (
      update pulse_kinds p
      set category_id = k.category_id, condition = k.condition
      from (${listingKinds()}) k
      where p.party_id = ${partyId} and p.listing_id = any(${listingIds}::uuid[])
        and k.party_id = p.party_id and k.listing_id = p.listing_id
        and (p.category_id, p.condition) is distinct from (k.category_id, k.condition)
      returning p.listing_id
    )
    insert into pulse_waiting (party_id, order_id, moved_at)
    select distinct party_id, order_id, ${tx.now}::timestamptz
    from pulse_sales
    where party_id = ${partyId} and listing_id = any(array(select listing_id from moved))
      and exists (select from moved)
    on conflict (party_id, order_id) do nothing`)
}

/** Takes those that wait longest. What somebody else is taking now is left alone. */
export function takeWaiting(tx: Tx, limit: number): Promise<Waiting[]> {
  return tx.all<Waiting>(sql`
    delete from pulse_waiting -- every party: one queue, emptied a batch at a time
    where (party_id, order_id) in (
      select party_id, order_id from pulse_waiting order by moved_at limit ${limit} for update skip locked
    )
    returning party_id, order_id`)
}

const COLUMNS = sql`party_id, order_id, line, buyer_id, listing_id, ordered_on, ordered_hour, delivery_days, quantity,
  value_paisa, city_id, category_id, condition, method, outcome`

/**
 * Sold lines, named s, with their goods, named k, as the Pulse writes them. Pakistan is five hours ahead, all year.
 * What is not taken at the door is refused; what was left there and comes back is returned.
 */
const COUNTED = sql`s.party_id, s.order_id, s.line, s.buyer_id, s.listing_id,
  (timezone('UTC', s.placed_at) + interval '5 hours')::date as ordered_on,
  extract(hour from timezone('UTC', s.placed_at) + interval '5 hours')::smallint as ordered_hour,
  ((timezone('UTC', s.arrived_at) + interval '5 hours')::date
    - (timezone('UTC', s.placed_at) + interval '5 hours')::date)::smallint as delivery_days,
  s.quantity, s.quantity * s.unit_price_paisa as value_paisa, s.city_id, k.category_id, k.condition, s.method,
  case when s.state = 'completed' then 'completed'
    when s.state in ('refused', 'returned') then case when s.was_delivered then 'returned' else 'refused' end
    when s.state in ('cancelled', 'expired') then 'cancelled' else 'placed' end as outcome`

const CELL = sql`ordered_on, city_id, category_id, condition, method, outcome`

/** A cell as its own table names it. */
interface CellKey {
  day: string
  city_id: string
  category_id: string
  condition: string
  method: string
  outcome: string
}

/**
 * Counts some orders as they stand now: what was counted of them before is taken out of its cells, what stands now is
 * put in, and each of the two is written down. In one statement, so that rows and cells cannot part. Asked again with
 * nothing moved it changes nothing. It must be another statement than the one that took the orders from the queue: an
 * order that moved in between has a row there again only if it was seen to be gone. The lines of an order are numbered
 * from 1, and its first one stands for the order. Answers the cells that nothing is left in.
 */
export async function countOrders(
  tx: Tx,
  orders: readonly Waiting[],
): Promise<{ lines: number; cells: number; empty: CellKey[] }> {
  const [shopIds, orderIds] = [orders.map(({ party_id }) => party_id), orders.map(({ order_id }) => order_id)]
  const counts = await tx.one<{ lines: number; cells: number; empty: CellKey[] }>(sql`
    with now_sold as materialized (
      select n.*, p.delivery_days as old_days, p.category_id as old_category, p.condition as old_condition,
        p.outcome as old_outcome, p.party_id is null as is_new,
        (p.category_id, p.condition, p.outcome) is distinct from (n.category_id, n.condition, n.outcome) as has_moved
      from (
        select ${COUNTED} from (${soldLines(shopIds, orderIds)}) s
        join (${listingKinds()}) k on k.party_id = s.party_id and k.listing_id = s.listing_id
      ) n
      left join pulse_sales p on p.party_id = n.party_id and p.order_id = n.order_id and p.line = n.line
    ), differing as (
      select ${CELL}, 1 as sign, line, quantity, value_paisa from now_sold where has_moved
      union all
      select ordered_on, city_id, old_category, old_condition, method, old_outcome, -1, line, quantity, value_paisa
      from now_sold where has_moved and not is_new
    ), changes as materialized (
      select ${CELL}, sum(sign) as lines, coalesce(sum(sign) filter (where line = 1), 0) as orders,
        sum(sign * quantity) as units, sum(sign * value_paisa) as paisa
      from differing
      group by ${CELL}
    ), added as (
      insert into pulse_sales (${COLUMNS})
      select ${COLUMNS} from now_sold where is_new order by party_id, order_id, line
      returning 1
    ), moved as (
      update pulse_sales p
      set delivery_days = n.delivery_days, category_id = n.category_id, condition = n.condition, outcome = n.outcome
      from now_sold n
      where not n.is_new and (n.has_moved or n.delivery_days is distinct from n.old_days)
        and p.party_id = n.party_id and p.order_id = n.order_id and p.line = n.line
      returning 1
    ), kinds as (
      insert into pulse_kinds (party_id, listing_id, category_id, condition)
      select distinct n.party_id, n.listing_id, n.category_id, n.condition
      from now_sold n
      left join pulse_kinds c on c.party_id = n.party_id and c.listing_id = n.listing_id
      where n.is_new and c.party_id is null
      on conflict (party_id, listing_id) do nothing
    ), more as (
      insert into pulse_cells as c (day, city_id, category_id, condition, method, outcome, line_count, order_count,
        unit_count, value_paisa)
      select ${CELL}, lines, orders, units, paisa from changes where least(lines, orders, units, paisa) >= 0
      order by ${CELL}
      on conflict (day, city_id, category_id, condition, method, outcome) do update
      set line_count = c.line_count + excluded.line_count, order_count = c.order_count + excluded.order_count,
        unit_count = c.unit_count + excluded.unit_count, value_paisa = c.value_paisa + excluded.value_paisa
      returning 1
    ), less as (
      update pulse_cells c
      set line_count = c.line_count + h.lines, order_count = c.order_count + h.orders,
        unit_count = c.unit_count + h.units, value_paisa = c.value_paisa + h.paisa
      from changes h
      where least(h.lines, h.orders, h.units, h.paisa) < 0 and c.day = h.ordered_on and c.city_id = h.city_id
        and c.category_id = h.category_id and c.condition = h.condition and c.method = h.method
        and c.outcome = h.outcome
      returning c.day, c.city_id, c.category_id, c.condition, c.method, c.outcome, c.line_count
    )
    select ((select count(*) from added) + (select count(*) from moved))::int as lines,
      ((select count(*) from more) + (select count(*) from less))::int as cells,
      (select coalesce(jsonb_agg(l), '[]') from less l where l.line_count = 0) as empty`)
  return counts ?? { lines: 0, cells: 0, empty: [] }
}

/** Takes away those of some cells that everything has left. */
export function dropEmptyCells(tx: Tx, cells: readonly CellKey[]): Promise<number> {
  return tx.count(sql`
    delete from pulse_cells c
    using jsonb_to_recordset(${json(cells)}::jsonb) as e (day date, city_id text, category_id text, condition text,
      method text, outcome text)
    where c.day = e.day and c.city_id = e.city_id and c.category_id = e.category_id and c.condition = e.condition
      and c.method = e.method and c.outcome = e.outcome and c.line_count = 0`)
}

/** Counts every order there is from nothing. Whoever counts or reads meanwhile waits until it is done. */
export async function countFromNothing(tx: Tx): Promise<number> {
  // It reads everything once: what is right for the small statements of a page is wrong here.
  await tx.all(sql`
    select set_config('enable_seqscan', 'on', true), set_config('statement_timeout', '0', true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`)
  await tx.count(sql`truncate pulse_sales, pulse_kinds, pulse_cells`)
  const lines = await tx.count(sql`
    insert into pulse_sales (${COLUMNS})
    select ${COUNTED} from (${allSoldLines()}) s
    join (${listingKinds()}) k on k.party_id = s.party_id and k.listing_id = s.listing_id
    order by s.placed_at, s.order_id, s.line`)
  await tx.count(sql`
    insert into pulse_cells (day, city_id, category_id, condition, method, outcome, line_count, order_count, unit_count,
      value_paisa)
    select ${CELL}, count(*), count(*) filter (where line = 1), sum(quantity), sum(value_paisa)
    from pulse_sales
    group by ${CELL}`)
  await tx.count(sql`
    insert into pulse_kinds (party_id, listing_id, category_id, condition)
    select distinct party_id, listing_id, category_id, condition from pulse_sales`)
  return lines
}

/** Orders that moved and are not counted yet. */
export async function countWaiting(tx: Tx): Promise<number> {
  const row = await tx.one<{ waiting: number }>(sql`select count(*)::int as waiting from pulse_waiting`)
  return row?.waiting ?? 0
}

/** The first and the last day that something was ordered on; both null when nothing ever was. */
export async function spanOfDays(tx: Tx): Promise<{ first: string | null; last: string | null }> {
  const row = await tx.one<{ first: string | null; last: string | null }>(sql`
    select min(day) as first, max(day) as last from pulse_cells`)
  return row ?? { first: null, last: null }
}

/** Sales of some days, oldest first. It reads across the market and writes nothing. */
export function listSales(tx: Tx, from: string, before: string): Promise<(SaleRow & { words: string })[]> {
  return tx.all<SaleRow & { words: string }>(sql`
    select p.*, l.title || ' ' || l.choices as words
    from (
      select ${COLUMNS} from pulse_sales where ordered_on >= ${from}::date and ordered_on < ${before}::date
    ) p
    join order_lines l on l.party_id = p.party_id and l.order_id = p.order_id and l.line = p.line
    order by p.ordered_on, p.order_id, p.line`)
}

export interface DayRow {
  day: string
  lines: number
  orders: number
  units: number
  value_paisa: bigint
  completed: number
  /** Not taken at the door. */
  refused: number
  /** Sent back later. */
  returned: number
  cancelled: number
}

/** What was ordered on each of some days, and what has become of it by now. */
export function listDays(tx: Tx, from: string, to: string): Promise<DayRow[]> {
  return tx.all<DayRow>(sql`
    select day, sum(line_count)::int as lines, sum(order_count)::int as orders, sum(unit_count)::int as units,
      sum(value_paisa)::bigint as value_paisa,
      coalesce(sum(order_count) filter (where outcome = 'completed'), 0)::int as completed,
      coalesce(sum(order_count) filter (where outcome = 'refused'), 0)::int as refused,
      coalesce(sum(order_count) filter (where outcome = 'returned'), 0)::int as returned,
      coalesce(sum(order_count) filter (where outcome = 'cancelled'), 0)::int as cancelled
    from pulse_cells
    where day between ${from}::date and ${to}::date
    group by day
    order by day`)
}
