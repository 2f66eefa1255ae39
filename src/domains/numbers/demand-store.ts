import { type Sql, sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** A cell of what was ordered: how many bought, of how many shops, and how much the largest two of those sold. */
export interface DemandCell {
  /** A shelf at the top of the tree. */
  shelf: string
  /** A province, 'all', or a band of prices. */
  part: string
  /** In the newer of two spans. */
  is_now: boolean
  /** Each of whom counts in so many cells of a span at most, and each shop with so many of a day. */
  buyers: number
  shops: number
  total: number
  largest: number
  second: number
}

/** Which shelf stands for a category, and which province for a city: pairs of lists. */
export interface DemandNames {
  readonly categories: readonly { category_id: string; shelf: string }[]
  readonly cities: readonly { city_id: string; province: string }[]
}

export interface DemandSpan {
  readonly from: Date
  /** Where the newer span begins. */
  readonly middle: Date
  readonly to: Date
  /** Cells that one buyer counts in, at most, in each span. */
  readonly most_cells: number
  /** Buyers of one shop on one day that count. */
  readonly most_of_shop: number
}

/** What was ordered in two spans, by shelf and province. It reads across the market and writes nothing. */
export function cellsByProvince(tx: Tx, span: DemandSpan, names: DemandNames): Promise<DemandCell[]> {
  return cells(tx, span, names, sql`c.province`)
}

/** The same by shelf alone: the part is 'all'. */
export function cellsOfShelves(tx: Tx, span: DemandSpan, names: DemandNames): Promise<DemandCell[]> {
  return cells(tx, span, names, sql`'all'::text`)
}

/** The same by shelf and by what a piece cost: the upper ends of the bands, in paisa. */
export function cellsByPrice(tx: Tx, span: DemandSpan, names: DemandNames, ends: readonly bigint[]) {
  return cells(tx, span, names, sql`width_bucket(l.paisa / l.pieces, ${ends}::bigint[])::text`)
}

/**
 * Each buyer stands once in a cell, by the order whose digest is the least, and in so many cells; then of each shop's
 * day so many of those count. What is beyond a shop's day still takes its buyer's place: so without that day nothing
 * else comes or goes.
 */
function cells(tx: Tx, span: DemandSpan, { categories, cities }: DemandNames, part: Sql): Promise<DemandCell[]> {
  return tx.all<DemandCell>(sql`
    with sold as (
      select e.party_id, e.buyer_id, (e.happened_at at time zone 'Asia/Karachi')::date as day,
        md5(e.buyer_id::text || e.order_id::text) as lot, k.shelf, ${part} as part,
        e.happened_at >= ${span.middle} as is_now, l.paisa
      from numbers_events e
      cross join lateral jsonb_to_recordset(e.lines) as l (category_id text, pieces int, paisa bigint)
      join unnest(${categories.map((one) => one.category_id)}::text[], ${categories.map((one) => one.shelf)}::text[])
        as k (category_id, shelf) on k.category_id = l.category_id
      join unnest(${cities.map((one) => one.city_id)}::text[], ${cities.map((one) => one.province)}::text[])
        as c (city_id, province) on c.city_id = e.city_id
      where e.happened_at >= ${span.from} and e.happened_at < ${span.to} and e.kind = 'ordered' and l.pieces > 0
    ), once as (
      select distinct on (buyer_id, shelf, part, is_now) buyer_id, shelf, part, is_now, party_id, day, lot
      from sold order by buyer_id, shelf, part, is_now, lot, party_id, day
    ), placed as (
      select once.*, row_number() over (
        partition by buyer_id, is_now order by md5(buyer_id::text || shelf || part)) as place
      from once
    ), queued as (
      select shelf, part, is_now, row_number() over (
        partition by party_id, day order by md5(lot || shelf || part)) as of_shop
      from placed where place <= ${span.most_cells}
    ), buyers as (
      select shelf, part, is_now, count(*)::int as buyers
      from queued where of_shop <= ${span.most_of_shop} group by shelf, part, is_now
    ), shops as (
      select shelf, part, is_now, party_id, sum(paisa) as worth from sold group by shelf, part, is_now, party_id
    )
    select s.shelf, s.part, s.is_now, coalesce(b.buyers, 0) as buyers, count(*)::int as shops,
      sum(s.worth)::float8 as total, max(s.worth)::float8 as largest,
      coalesce((array_agg(s.worth order by s.worth desc))[2], 0)::float8 as second
    from shops s
    left join buyers b on b.shelf = s.shelf and b.part = s.part and b.is_now = s.is_now
    group by s.shelf, s.part, s.is_now, b.buyers
    order by s.shelf, s.part, s.is_now`)
}
