// A history of a made-up market, as the Pulse keeps it, made by SQL where it lies.
import { statfsSync } from 'node:fs'
import type pg from 'pg'

const CHUNK = 1_000_000
/** Of the disk: a line with its key, and what sorting the keys needs meanwhile. */
const BYTES_A_LINE = 320
const LAST_DAY = '2026-10-31'
const DAYS = 730
/** What is ordered on these last days is half on its way. */
const OPEN_DAYS = 10

const COLUMNS =
  'party_id, order_id, line, buyer_id, listing_id, ordered_on, ordered_hour, delivery_days, quantity, value_paisa, ' +
  'city_id, category_id, condition, method, outcome'

const id = (kind: number, number: string) =>
  `('0${kind}900000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

/** 2,000 shops with 40,000 listings on all shelves, in 40 cities: what orders and counts point to. */
export async function makeShops(client: pg.Client): Promise<void> {
  await client.query(`
    insert into shops (party_id, handle, name, city_id, opened_by, opened_at)
    select ${id(1, 'n')}, 'shop-' || n, 'Shop ' || n, 'lahore', ${id(1, 'n')}, now() from generate_series(0, 1999) n;
    create table bench_listings as
    select n as at, ${id(1, 'n % 2000')} as party_id, ${id(2, 'n')} as listing_id, k.category_id,
      100000 + n * 10 as paisa
    from generate_series(0, 39999) n
    join (select category_id, row_number() over (order by category_id) - 1 as at from categories) k
      on k.at = n % (select count(*) from categories);
    insert into listings (party_id, listing_id, category_id, title, state, written_by, written_at, changed_at)
    select party_id, listing_id, category_id, 'Goods ' || at, 'live', party_id, now(), now() from bench_listings;
    create table bench_cities as
    select row_number() over (order by city_id) - 1 as at, city_id from cities order by city_id limit 40;
    analyze shops, listings, bench_listings, bench_cities`)
}

/**
 * The two lines of each order number `from` to before `to`. Goods and places are drawn by a hash, some far more often
 * than others. `day` is said of an order number, o.
 */
function linesSql(from: number, to: number, day: string): string {
  return `
    select l.party_id, made.order_id, line::smallint, made.buyer_id, l.listing_id, made.day as ordered_on,
      (dice % 24)::smallint as ordered_hour, case when dice % 5 > 0 then (1 + dice % 6)::smallint end as delivery_days,
      1 + dice % 3 as quantity, ((1 + dice % 3) * l.paisa)::bigint as value_paisa, c.city_id, l.category_id,
      'new' as condition, case when dice % 10 < 7 then 'cod' else 'prepaid' end as method,
      case when made.day > date '${LAST_DAY}' - ${OPEN_DAYS} and dice % 2 = 0 then 'placed'
        when dice % 20 = 3 then 'cancelled' when dice % 20 = 5 then 'returned' else 'completed' end as outcome
    from (
      select dice, ${day} as day, ${id(3, 'o')} as order_id, ${id(4, 'dice % 5000000')} as buyer_id
      from (select o, hashint4(o) & 2147483647 as dice from generate_series(${from}, ${to - 1}) o offset 0) drawn
      offset 0
    ) made
    cross join generate_series(1, 2) line
    join bench_cities c on c.at = dice % 40
    join bench_listings l on l.at = ((dice % 1000) * 40 * ((dice >> 10) % 1000) / 1000 + 2000 * (line - 1)) % 40000`
}

/**
 * Makes the history long: `lines` lines of two years with their cells, in one transaction that begins with empty
 * tables, so that each line is written to the disk once and not twice. Answers the seconds it took. Says no where the
 * disk is too small. The history is old: no vacuum goes through it while a day is measured, as none would in a market.
 */
export async function makeHistory(client: pg.Client, lines: number, folder: string): Promise<number> {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < lines * BYTES_A_LINE * 1.3) throw new Error(`the disk is too small for ${lines} lines`)
  const begun = performance.now()
  await client.query(`
    set maintenance_work_mem = '1GB'; set work_mem = '64MB'; set synchronous_commit = off;
    begin;
    truncate pulse_sales, pulse_kinds, pulse_cells, pulse_waiting, orders, order_lines, order_steps cascade;
    alter table pulse_sales set (autovacuum_enabled = off);
    alter table pulse_sales drop constraint pulse_sales_pkey;
    alter table pulse_cells drop constraint pulse_cells_pkey`)
  for (let from = 0; from < lines; from += CHUNK) {
    const to = Math.min(from + CHUNK, lines)
    const day = `date '${LAST_DAY}' - ${DAYS - 1} + (o * 2::bigint * ${DAYS} / ${lines})::int`
    await client.query(`insert into pulse_sales (${COLUMNS}) ${linesSql(from / 2, to / 2, day)}`)
    if (to % 10_000_000 === 0) process.stderr.write(`${to.toLocaleString('en')} lines of history\n`)
  }
  await client.query(`
    alter table pulse_sales add primary key (party_id, order_id, line);
    insert into pulse_kinds (party_id, listing_id, category_id, condition)
    select party_id, listing_id, category_id, 'new' from bench_listings;
    insert into pulse_cells (day, city_id, category_id, condition, method, outcome, line_count, order_count, unit_count,
      value_paisa)
    select ordered_on, city_id, category_id, condition, method, outcome, count(*), count(*) filter (where line = 1),
      sum(quantity), sum(value_paisa)
    from pulse_sales
    group by ordered_on, city_id, category_id, condition, method, outcome;
    alter table pulse_cells add primary key (day, city_id, category_id, condition, method, outcome);
    commit`)
  await client.query('analyze pulse_sales; analyze pulse_cells')
  return (performance.now() - begun) / 1000
}

/** Order numbers of new days lie far behind those of any history. */
const NEW_ORDERS = 1_000_000_000

/**
 * A new day comes in: `lines` new order lines, and `late` orders of the last ten days that were on their way and are
 * kept now. They stand in the tables of orders, and wait to be counted. Answers the lines that will move. Says no where
 * the history has not so many orders on their way: a day must be the same one after every history.
 */
export async function makeDay(client: pg.Client, round: number, lines: number, late: number): Promise<number> {
  const from = NEW_ORDERS + round * 1_000_000
  const when = `(ordered_on + make_interval(hours => ordered_hour) - interval '5 hours') at time zone 'UTC'`
  await client.query(`
    create temp table fresh as ${linesSql(from, from + lines / 2, `date '${LAST_DAY}' + 1 + ${round}`)};
    update fresh set outcome = 'placed';
    create temp table late_orders as
    select distinct party_id, order_id from pulse_sales
    where ordered_on > date '${LAST_DAY}' - ${OPEN_DAYS} and ordered_on <= date '${LAST_DAY}' and outcome = 'placed'
    limit ${late};
    insert into fresh
    select p.* from late_orders w join pulse_sales p on p.party_id = w.party_id and p.order_id = w.order_id`)
  const { rows } = await client.query(`
    select (select count(*) from late_orders)::int as late, (select count(*) from fresh)::int as moving`)
  if (rows[0].late < late) throw new Error(`the history has no ${late} orders on their way: BENCH_LATE=${rows[0].late}`)
  await client.query(`
    insert into orders (party_id, order_id, number, buyer_id, checkout_id, address_id, city_id, method, state,
      items_paisa, delivery_paisa, total_paisa, commission_rule_id, commission_paisa, placed_at, moved_at)
    select party_id, order_id, 'ABCDEFG', (min(buyer_id::text))::uuid, order_id, order_id, min(city_id), min(method),
      case when min(ordered_on) > date '${LAST_DAY}' then 'placed' else 'completed' end, sum(value_paisa), 0,
      sum(value_paisa), 'none', 0, min(${when}), now()
    from fresh group by party_id, order_id;
    insert into order_lines (party_id, order_id, line, variant_id, listing_id, title, quantity, unit_price_paisa)
    select party_id, order_id, line, listing_id, listing_id, 'Goods', quantity, value_paisa / quantity from fresh;
    insert into order_steps (party_id, order_id, step_number, step, from_state, to_state, taken_as, taken_at)
    select party_id, order_id, 1, 'place', '', 'placed', 'person', placed_at from orders
    where order_id in (select order_id from fresh) on conflict do nothing;
    insert into pulse_waiting (party_id, order_id, moved_at)
    select distinct party_id, order_id, now() from fresh;
    drop table fresh, late_orders;
    analyze orders; analyze order_lines; analyze order_steps; analyze pulse_waiting`)
  return rows[0].moving
}
