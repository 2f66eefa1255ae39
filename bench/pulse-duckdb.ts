// The same order file read by DuckDB on one thread, in each of the ways that decisions/034 chose among, and by our own
// reader; each round asks every way once, each in a process of its own. `own` and `hashes` build the whole release, and
// it must come out the same; the others only read, or count less than a release tells.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRelease, type OrderFile, readOrders } from '../src/domains/pulse/pulse.ts'
import { orderRows } from './pulse-rows.ts'

interface Cost {
  /** Processor seconds a million lines: of reading, and of the whole release where one is built. */
  read_cpu_s: number
  whole_cpu_s?: number
  rss_mb: number
  /** Of the figures; the same for the same release. */
  digest?: string
}

const ROUNDS = 3
const TODAY = 30_000
/** Counting table after table takes minutes of a longer file. */
const MOST_COUNTED = 2_000_000

const WORDS = 'hash(province, city, category, payment_method, outcome) as w, hash(ordered_at[:13]) as t'
const AMOUNTS = 'try_cast(quantity as double) as q, try_cast(unit_price_pkr as double) as p'
const HASHES = 'hash(order_id) as o, hash(buyer_id) as b, hash(shop_id) as s, hash(product_id) as g'
const load = (cells: string) => `create table x as select ${HASHES}, ${AMOUNTS}, ${WORDS} from ${cells}`
const numbered = (name: string) =>
  `(select ${name}, row_number() over () as ${name}_n from (select distinct ${name} from x))`

/** The simple tables of a release; each needs its orders and its buyers counted once. */
const SETS =
  '(), (y), (m), (w), (wd), (h), (province), (city), (category), (payment_method), (outcome), (y, category), ' +
  '(y, payment_method), (y, outcome), (m, category), (m, payment_method), (m, outcome), (category, payment_method), ' +
  '(category, outcome), (payment_method, outcome), (category, payment_method, outcome), (province, payment_method), ' +
  '(province, outcome), (city, payment_method), (city, outcome)'

/** The tables that a release asks, as far as the file knows their parts. */
const ASKED = [
  'm',
  'm, method, outcome',
  'm, category',
  'category, method, outcome',
  'province, city, year(ts), method',
  'province, city, outcome',
  "m, city = 'Karachi', method",
  'ts::date',
  'hour(ts)',
]

/** Ways that are SQL alone; what the last statement answers would go to our engine. */
const STATEMENTS: Readonly<Record<string, (cells: string) => readonly string[]>> = {
  cells: (cells) => [`select * from ${cells}`],
  // DuckDB numbers the names itself.
  numbers: (cells) => [
    load(cells),
    `select o_n, b_n, s_n, g_n, q, p, w, t from x join ${numbered('o')} using (o) join ${numbered('b')} using (b)
      join ${numbered('s')} using (s) join ${numbered('g')} using (g)`,
  ],
  // A table, its duplicate lines, and its lines person by person.
  table: (cells) => [
    load(cells),
    'create table d as select o, g, t, q, p, b, s, w, count(*) as n from x group by all having n > 1',
    'select * from x order by b, o',
  ],
  // DuckDB bounds people and shops, and adds up the tables that a release asks, with no hash of people for each: no
  // noise, no error, no shops, no price index.
  sums: (cells) => [
    `create table x as select row_number() over () as i, try_cast(ordered_at as timestamp) as ts, ${HASHES}, ${AMOUNTS},
        province, city, category, payment_method as method, outcome from ${cells}`,
    `create table y as select *, row_number() over (partition by b, date_trunc('month', ts) order by i) as nth,
        sum(least(q * p, 50000)) over (partition by b, date_trunc('month', ts) order by i) as worth from x`,
    `create table z as select *, date_trunc('month', ts) as m,
        row_number() over (partition by s, ts::date order by i) as k from y where nth <= 4`,
    `create table f as select *, (row_number() over (partition by o order by i) = 1)::int as of_order,
        (row_number() over (partition by o, category order by i) = 1)::int as of_kind from z where k <= 16`,
    ...ASKED.map(
      (by, n) => `create table t${n} as select ${by}, count(*) as lines, sum(q * p) as value,
        sum(${by.includes('category') ? 'of_kind' : 'of_order'}) as orders from f group by all`,
    ),
  ],
  // DuckDB counts: no bounds for people and shops, no noise, no error, no price index.
  counts: (cells) => [
    `create table x as select *, try_cast(ordered_at as timestamp) as day, ${AMOUNTS} from ${cells}`,
    `create table f as select y, m, w, wd, h, province, city, category, payment_method, outcome, count(*) as lines,
        sum(q * p) as value, count(distinct order_id) as orders, count(distinct buyer_id) as buyers
      from (select *, year(day) as y, date_trunc('month', day) as m, date_trunc('week', day) as w,
        dayofweek(day) as wd, hour(day) as h from x)
      group by grouping sets (${SETS})`,
  ],
}

/** The medians of each way, in processor seconds a million lines. `program`: what runs `measureWay`, with its words. */
export function measureDuckDb(lines: number, program: readonly string[]): object {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  try {
    const path = join(folder, 'orders.csv')
    const file = openSync(path, 'w')
    for (const piece of orderRows(lines)) writeSync(file, piece)
    closeSync(file)
    const names = ['own', 'hashes', ...Object.keys(STATEMENTS)].filter(
      (way) => !['counts', 'sums'].includes(way) || lines <= MOST_COUNTED,
    )
    const runs = new Map(names.map((way): [string, Cost[]] => [way, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of names) {
        const ran = spawnSync(process.execPath, [...program, way, path, String(lines)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        if (ran.status !== 0) throw new Error(`the way ${way} broke`)
        runs.get(way)?.push(JSON.parse(ran.stdout.toString()))
        process.stderr.write(`${way} ${ran.stdout.toString()}`)
      }
    }
    const [own, hashes] = ['own', 'hashes'].map((way) => runs.get(way)?.[0]?.digest)
    if (own !== hashes) throw new Error('broken promise: both readers give the same release')
    return { lines, ways: Object.fromEntries([...runs].map(([way, costs]) => [way, medianOf(costs)])) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function medianOf(costs: readonly Cost[]): Cost {
  const median = (key: 'read_cpu_s' | 'whole_cpu_s' | 'rss_mb') =>
    costs.map((cost) => cost[key] ?? 0).sort((a, b) => a - b)[costs.length >> 1] ?? 0
  const whole = median('whole_cpu_s')
  return { read_cpu_s: median('read_cpu_s'), ...(whole > 0 ? { whole_cpu_s: whole } : {}), rss_mb: median('rss_mb') }
}

/** What one way costs over a file of so many lines, in this process. */
export async function measureWay(way: string, path: string, lines: number): Promise<Cost> {
  const perMillion = costSince(processorSeconds(), lines)
  const statements = STATEMENTS[way]
  // What a way does not need is not loaded: it would be told as its memory.
  if (statements) {
    const { cellsOf, chunksOf } = await import('./pulse-duckdb-cells.ts')
    // A column that is asked for tells the garbage collector how large a piece is.
    for await (const chunk of chunksOf(statements(cellsOf(path)), path, '1GB')) chunk.getColumnVector(0)
    return { read_cpu_s: perMillion(), rss_mb: memory() }
  }
  const file =
    way === 'own'
      ? await readOrders(path, TODAY)
      : await (await import('./pulse-duckdb-lines.ts')).linesByHash(path, lines)
  const read_cpu_s = perMillion()
  const digest = digestOf(file)
  return { read_cpu_s, whole_cpu_s: perMillion(), rss_mb: memory(), digest }
}

function digestOf({ lines, quality, shape, sha256 }: OrderFile): string {
  const about = { rows: quality.rows, quality: quality.table(), shape: shape.name, currency: shape.currency, sha256 }
  const { files } = buildRelease({ lines, ...about }, { isExact: false, seed: '1' })
  return createHash('sha256')
    .update(files['figures.csv'] ?? '')
    .digest('hex')
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const costSince = (begun: number, lines: number) => () =>
  Number((((processorSeconds() - begun) / lines) * 1e6).toFixed(2))

const memory = () => Math.round(process.resourceUsage().maxRSS / 1024)
