// The same order file through DuckDB on one thread: what decisions/034 chose by. It does less than our engine: no
// bounds for people and shops, no noise, no error, no price index.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { orderRows } from './pulse-rows.ts'

/** The simple tables of a release; each needs its orders and its buyers counted once. */
const SETS =
  '(), (y), (m), (w), (wd), (h), (province), (city), (category), (payment_method), (outcome), (y, category), ' +
  '(y, payment_method), (y, outcome), (m, category), (m, payment_method), (m, outcome), (category, payment_method), ' +
  '(category, outcome), (payment_method, outcome), (category, payment_method, outcome), (province, payment_method), ' +
  '(province, outcome), (city, payment_method), (city, outcome)'

const STEPS = [
  ['scan', (csv: string) => `select count(*), sum(length(columns(*))) from ${csv}`],
  [
    'read',
    (csv: string) => `
      create table t as select *, case when day is null and ordered_at <> '' then 'impossible_date'
        when q is null and quantity <> '' then 'unreadable_quantity' when q <= 0 then 'negative_quantity'
        when p is null and unit_price_pkr <> '' then 'unreadable_price' when p < 0 then 'negative_price' end as reason
      from (select *, try_cast(ordered_at as timestamp) as day, try_cast(quantity as double) as q,
        try_cast(unit_price_pkr as double) as p from ${csv})`,
  ],
  [
    'duplicates',
    () => 'create table d as select order_id, product_id, day, q, p, count(*) as n from t group by all having n > 1',
  ],
  [
    'count',
    () => `
      create table f as select y, m, w, wd, h, province, city, category, payment_method, outcome, count(*) as lines,
        sum(q * p) as value, count(distinct order_id) as orders, count(distinct buyer_id) as buyers
      from (select *, year(day) as y, date_trunc('month', day) as m, date_trunc('week', day) as w,
        dayofweek(day) as wd, hour(day) as h from t)
      group by grouping sets (${SETS})`,
  ],
  [
    'unit_values',
    () => `
      create table u as select product_id, date_trunc('month', day) as m, sum(q * p) as value, sum(q) as units,
        count(distinct buyer_id) as buyers from t group by all`,
  ],
] as const

/** Processor seconds of each step over so many lines, and the memory at its end. */
export async function measureDuckDb(lines: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  try {
    const path = join(folder, 'orders.csv')
    const file = openSync(path, 'w')
    for (const piece of orderRows(lines)) writeSync(file, piece)
    closeSync(file)
    const instance = await DuckDBInstance.create(join(folder, 'duck.db'), { threads: '1', memory_limit: '1500MB' })
    const connection = await instance.connect()
    const csv = `read_csv('${path}', header = true, all_varchar = true, store_rejects = true)`
    const cpu_s: Record<string, number> = {}
    for (const [name, statement] of STEPS) {
      const before = process.cpuUsage()
      await connection.run(statement(csv))
      const { user, system } = process.cpuUsage(before)
      cpu_s[name] = (user + system) / 1e6
    }
    connection.closeSync()
    return { lines, cpu_s, rss_mb: Math.round(process.resourceUsage().maxRSS / 1024) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
