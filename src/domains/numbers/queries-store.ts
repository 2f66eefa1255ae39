import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface QueryRow {
  query_key: Buffer
  searched_count: number
  empty_count: number
  clicked_count: number
  ordered_count: number
}

export type QueryDay = QueryRow & { day: string }

export function addQueries(tx: Tx, rows: readonly QueryDay[]): Promise<number> {
  return tx.count(sql`
    insert into numbers_queries as q (day, query_key, searched_count, empty_count, clicked_count, ordered_count)
    select r.day, r.query_key, r.searched, r.empty, r.clicked, r.ordered
    from unnest(${rows.map(({ day }) => day)}::date[], ${rows.map(({ query_key }) => query_key)}::bytea[],
      ${rows.map((row) => row.searched_count)}::int[], ${rows.map((row) => row.empty_count)}::int[],
      ${rows.map((row) => row.clicked_count)}::int[], ${rows.map((row) => row.ordered_count)}::int[])
      as r (day, query_key, searched, empty, clicked, ordered)
    order by r.day, r.query_key
    on conflict (day, query_key) do update
    set searched_count = q.searched_count + excluded.searched_count, empty_count = q.empty_count + excluded.empty_count,
      clicked_count = q.clicked_count + excluded.clicked_count,
      ordered_count = q.ordered_count + excluded.ordered_count`)
}

export function readQueries(tx: Tx, from: string, keys: readonly Buffer[]): Promise<QueryRow[]> {
  return tx.all<QueryRow>(sql`
    select query_key, sum(searched_count)::int as searched_count, sum(empty_count)::int as empty_count,
      sum(clicked_count)::int as clicked_count, sum(ordered_count)::int as ordered_count
    from numbers_queries where day >= ${from}::date and query_key = any(${[...keys]}::bytea[])
    group by query_key`)
}

export function deleteQueries(tx: Tx, before: string): Promise<number> {
  return tx.count(sql`delete from numbers_queries where day < ${before}::date`)
}
