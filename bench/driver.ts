// Measures the two PostgreSQL drivers of npm on a transaction like placing an order, statement by statement and with
// independent statements sent together. `postgres` is not among our packages, so it is installed elsewhere first:
//   npm install --prefix /elsewhere postgres@3.4.9 && node bench/driver.ts /elsewhere
import { createRequire } from 'node:module'
import { join } from 'node:path'
import pg from 'pg'
import { startScratch } from '../src/kit/postgres/scratch.ts'

const CLIENTS = 8
const ROUND_MS = 3000
const ROUNDS = 3
const SHOPS = 50

type Send = (text: string, values: unknown[]) => Promise<unknown>

interface Driver {
  run(body: (send: Send) => Promise<void>): Promise<void>
  end(): Promise<void>
}

const newId = () => crypto.randomUUID()
const shops = Array.from({ length: SHOPS }, newId)

const SCHEMA = `
  create table stock (party_id uuid, variant_id uuid, units int check (units >= 0), primary key (party_id, variant_id));
  create table orders (party_id uuid, order_id uuid, buyer_id uuid, total bigint, placed_at timestamptz, address jsonb,
    primary key (party_id, order_id));
  create table lines (party_id uuid, order_id uuid, line int, variant_id uuid, title text, price bigint, units int,
    primary key (party_id, order_id, line));
  create table holds (party_id uuid, hold_id uuid, order_id uuid, amount bigint, primary key (party_id, hold_id));
  create table postings (party_id uuid, posting_id uuid, account text, amount bigint,
    primary key (party_id, posting_id));
  create table events (party_id uuid, event_id uuid, name text, payload jsonb, primary key (party_id, event_id))`

/** Thirteen statements with begin and commit: two reads, a guarded write of stock, and eight new rows. */
async function place(send: Send, together: boolean): Promise<void> {
  const shop = shops[Math.floor(Math.random() * SHOPS)]
  const order = newId()
  const stage = async (statements: (() => Promise<unknown>)[]) => {
    if (together) await Promise.all(statements.map((statement) => statement()))
    else for (const statement of statements) await statement()
  }
  const read = () => send('select variant_id, units from stock where party_id = $1 and variant_id = $1', [shop])
  const take = () =>
    send('update stock set units = units - $2 where party_id = $1 and variant_id = $1 and units >= $2', [shop, 1])
  const line = (n: number) => () =>
    send('insert into lines values ($1, $2, $3, $1, $4, $5, $6)', [shop, order, n, 'Peshawari chappal', 250_000n, 1])
  const post = (account: string, amount: bigint) => () =>
    send('insert into postings values ($1, $2, $3, $4)', [shop, newId(), account, amount])
  const note = (name: string) => () =>
    send('insert into events values ($1, $2, $3, $4)', [shop, newId(), name, { order, units: 1 }])
  const address = { city: 'Lahore', street: 'Anarkali' }
  await stage([read, read])
  await stage([take])
  await stage([
    () =>
      send('insert into orders values ($1, $2, $3, $4, $5, $6)', [shop, order, newId(), 500_000n, new Date(), address]),
    ...[line(1), line(2)],
    () => send('insert into holds values ($1, $2, $3, $4)', [shop, newId(), order, 500_000n]),
    ...[post('due', 500_000n), post('held', -500_000n), note('order.placed'), note('stock.taken')],
  ])
}

/** The few parts of the other driver that are used here. */
interface OtherConnection {
  unsafe(
    text: string,
    values: unknown[],
    options: { prepare: boolean; simple?: boolean },
  ): Promise<unknown> & {
    execute(): Promise<unknown>
  }
  release(): void
}
type Other = (options: Record<string, unknown>) => { reserve(): Promise<OtherConnection>; end(): Promise<void> }

function withPostgres(open: Other, url: string): Driver {
  const { searchParams, hostname, username, password, pathname } = new URL(url)
  const host = searchParams.get('host') ?? hostname
  const client = open({ host, username, password, database: pathname.slice(1), max: CLIENTS })
  return {
    async run(body) {
      const connection = await client.reserve()
      try {
        const begun = connection.unsafe('begin', [], { prepare: true, simple: false }).execute()
        await body((text, values) => connection.unsafe(text, values, { prepare: true }))
        await begun
        await connection.unsafe('commit', [], { prepare: true, simple: false })
      } finally {
        connection.release()
      }
    },
    end: () => client.end(),
  }
}

function withPg(url: string, pipeline: boolean): Driver {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS, pipeline })
  pool.on('error', () => {})
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return name
  }
  return {
    async run(body) {
      const client = await pool.connect()
      const send: Send = (text, values) => client.query({ name: nameOf(text), text, values })
      try {
        const begun = send('begin', [])
        if (!pipeline) await begun
        await body(send)
        await begun
        await send('commit', [])
      } finally {
        client.release()
      }
    },
    end: () => pool.end(),
  }
}

interface Round {
  per_s: number
  cpu_us: number
}

async function measure(driver: Driver, together: boolean, ms: number): Promise<Round> {
  let done = 0
  const before = process.cpuUsage()
  const start = performance.now()
  const client = async () => {
    for (; performance.now() - start < ms; done++) await driver.run((send) => place(send, together))
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const { user, system } = process.cpuUsage(before)
  return { per_s: (done * 1000) / (performance.now() - start), cpu_us: (user + system) / done }
}

const median = (numbers: number[]) => Math.round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0)

const database = await startScratch({ durable: true })
try {
  const other = createRequire(join(process.argv[2] ?? '.', 'node_modules/'))('postgres') as Other
  const setup = new pg.Client({ connectionString: database.url })
  await setup.connect()
  await setup.query(SCHEMA)
  for (const shop of shops) await setup.query('insert into stock values ($1, $1, 1000000000)', [shop])
  await setup.end()
  const kinds: [string, Driver, boolean][] = [
    ['postgres, one by one', withPostgres(other, database.url), false],
    ['postgres, together', withPostgres(other, database.url), true],
    ['pg, one by one', withPg(database.url, false), false],
    ['pg with its pipeline, together', withPg(database.url, true), true],
  ]
  const seen = new Map<string, Round[]>()
  for (const [, driver, together] of kinds) await measure(driver, together, 1000)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, driver, together] of kinds) {
      seen.set(name, [...(seen.get(name) ?? []), await measure(driver, together, ROUND_MS)])
    }
  }
  for (const [, driver] of kinds) await driver.end()
  const rows = [...seen].map(([name, rounds]) => ({
    name,
    transactions_per_s: median(rounds.map((round) => round.per_s)),
    client_cpu_us: median(rounds.map((round) => round.cpu_us)),
  }))
  process.stdout.write(`${JSON.stringify({ statements: 13, clients: CLIENTS, rows })}\n`)
} finally {
  await database.stop()
}
