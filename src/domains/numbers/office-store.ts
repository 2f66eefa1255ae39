import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** People who bought for the first time in a month, and how many of them bought again so many months later. */
export interface Cohort {
  /** 2026-03. */
  month: string
  people: number
  /** In the first, second and third month after. */
  again: number[]
}

/** The market's people by the month of their first order, the oldest month first. It reads all and writes nothing. */
export function readCohorts(tx: Tx, months: number): Promise<Cohort[]> {
  return tx.all<Cohort>(sql`
    with bought as (
      select distinct buyer_id, date_trunc('month', happened_at at time zone 'Asia/Karachi')::date as month
      from numbers_events where kind = 'ordered'
    ), first as (
      select buyer_id, min(month) as month from bought group by buyer_id
    )
    select to_char(f.month, 'YYYY-MM') as month, count(distinct f.buyer_id)::int as people,
      array[count(distinct f.buyer_id) filter (where b.month = f.month + interval '1 month'),
        count(distinct f.buyer_id) filter (where b.month = f.month + interval '2 months'),
        count(distinct f.buyer_id) filter (where b.month = f.month + interval '3 months')]::int[] as again
    from first f join bought b on b.buyer_id = f.buyer_id
    where f.month >= date_trunc('month', ${tx.now}::timestamptz at time zone 'Asia/Karachi')
      - make_interval(months => ${months}::int - 1)
    group by f.month order by f.month`)
}

/** What became of orders in a month, by the hour in which it happened. */
export interface MonthRow {
  month: string
  ordered: number
  ordered_paisa: string
  kept: number
  back: number
  off: number
}

export function readMonths(tx: Tx, from: string): Promise<MonthRow[]> {
  return tx.all<MonthRow>(sql`
    select to_char(day, 'YYYY-MM') as month, sum(ordered_count)::int as ordered,
      sum(ordered_paisa)::bigint::text as ordered_paisa, sum(kept_count)::int as kept, sum(back_count)::int as back,
      sum(off_count)::int as off
    from numbers_hours where day >= ${from}::date group by 1 order by 1`)
}

/** From a look to goods that were kept, since a day. begun wait for money, paid are those of them that came through. */
export interface Funnel {
  looked: number
  carted: number
  begun: number
  paid: number
  ordered: number
  kept: number
}

export async function readFunnel(tx: Tx, from: string, since: Date): Promise<Funnel> {
  const [looks, hours, paid] = await Promise.all([
    tx.one<Pick<Funnel, 'looked' | 'carted'>>(sql`
      select coalesce(sum(looked_count), 0)::int as looked, coalesce(sum(carted_count), 0)::int as carted
      from numbers_looks where day >= ${from}::date`),
    tx.one<Pick<Funnel, 'begun' | 'ordered' | 'kept'>>(sql`
      select coalesce(sum(begun_count), 0)::int as begun, coalesce(sum(ordered_count), 0)::int as ordered,
        coalesce(sum(kept_count), 0)::int as kept
      from numbers_hours where day >= ${from}::date`),
    tx.one<Pick<Funnel, 'paid'>>(sql`
      select count(*)::int as paid from numbers_events
      where happened_at >= ${since} and kind = 'ordered' and method = 'prepaid'`),
  ])
  const none = { looked: 0, carted: 0, begun: 0, paid: 0, ordered: 0, kept: 0 }
  return { ...none, ...looks, ...hours, ...paid }
}

/** Pieces ordered of each category since a time, and by how many shops. */
export function readOrderedShelves(tx: Tx, since: Date) {
  return tx.all<{ category_id: string; pieces: number; shops: number }>(sql`
    select l.category_id, sum(l.pieces)::int as pieces, count(distinct e.party_id)::int as shops
    from numbers_events e cross join lateral jsonb_to_recordset(e.lines) as l (category_id text, pieces int)
    where e.happened_at >= ${since} and e.kind = 'ordered'
    group by l.category_id order by 2 desc`)
}

/** Why goods went back since a day. */
export function readMarketReasons(tx: Tx, from: string) {
  return tx.all<{ reason: string; back_count: number }>(sql`
    select reason, sum(back_count)::int as back_count from numbers_reasons where day >= ${from}::date
    group by reason order by 2 desc`)
}
