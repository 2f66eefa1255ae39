import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadReferenceData } from '../db/seed/fill.ts'
import {
  actForShop,
  asOperator,
  checkShop,
  giveRole,
  openSessionFor,
  openShop,
  type Person,
  SYSTEM,
  saveAddress,
  seedPerson,
} from '../src/domains/identity/identity.ts'
import { newId } from '../src/kit/ids/ids.ts'
import { type Keys, keysFromFile } from '../src/kit/keys/keys.ts'
import { startEmbedded } from '../src/kit/postgres/embedded.ts'
import { type Database, openDatabase } from '../src/kit/sql/database.ts'
import { migrate } from '../src/kit/sql/migrate.ts'
import { sql } from '../src/kit/sql/sql.ts'
import { buildPrograms } from '../tools/build.ts'

/**
 * A market of its own in a scratch folder: its database, and its server as a process of its own once it is asked for.
 */
export interface Scratch {
  url: string
  folder: string
  db: Database
  keys: Keys
  /** Starts the real program and waits until it is open. */
  serve(): Promise<Server>
  end(): Promise<void>
}

export interface Server {
  port: number
  /** Resident memory of the server, in MB. */
  rss_mb(): number
}

/** Opens an empty market with reference data. Nothing of it is left at the end. */
export async function openScratch(): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  const server = await startEmbedded({ folder: join(folder, 'pg') })
  await migrate(server.url, join(process.cwd(), 'db', 'migrations'))
  const keys = keysFromFile(join(folder, 'master.key'))
  const db = openDatabase(server.url, { keys, max: 10 })
  await db.tx(loadReferenceData)
  let child: ChildProcess | undefined
  return {
    url: server.url,
    folder,
    db,
    keys,
    async serve() {
      await buildPrograms(join(process.cwd(), 'build'))
      const env = { ...process.env, DATABASE_URL: server.url, BHAROSA_DATA: folder, BHAROSA_DEMO: 'on', PORT: '0' }
      child = spawn(process.execPath, ['--enable-source-maps', '--max-semi-space-size=16', 'build/main.js'], {
        env: {
          ...env,
          BHAROSA_LOG: 'error',
          BHAROSA_REQUESTS_A_MINUTE: '0',
          NODE_ENV: 'production',
          MALLOC_ARENA_MAX: '2',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const port = await portOf(child)
      await followed(db)
      const pid = child.pid ?? 0
      // A bench that breaks must not leave its server behind.
      process.once('exit', () => child?.kill('SIGKILL'))
      return { port, rss_mb: () => residentMb(pid) }
    },
    async end() {
      if (child) {
        const gone = new Promise((resolve) => child?.once('exit', resolve))
        child.kill('SIGTERM')
        await gone
      }
      await db.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a placed order writes; a cart's line is taken away. What waits for the Pulse does not stay long enough. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const row = await db.read((tx) =>
    tx.one<Record<string, number>>(sql`
      select (select count(*) from orders)::int as orders, (select count(*) from order_lines)::int as order_lines,
        (select count(*) from order_steps)::int as order_steps, (select count(*) from holds)::int as holds,
        (select count(*) from reservations)::int as reservations, (select count(*) from outbox)::int as outbox,
        (select count(*) from buyer_orders)::int as buyer_orders, (select count(*) from messages)::int as messages,
        (select count(*) from numbers_events)::int as numbers_events,
        (select count(*) from cart_lines)::int - (select count(*) from carts)::int as lines_beyond_carts`),
  )
  return row ?? {}
}

/** What followed from making the goods is over: the measuring begins on a quiet server. */
export async function followed(db: Database): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const row = await db.read((tx) =>
      tx.one<{ left: number }>(sql`select count(*)::int as left from outbox where delivered_at is null`),
    )
    if (row?.left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('the server did not follow what was made')
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      const [, port] = /open at http:\/\/[^:]+:(\d+)/.exec(part.toString()) ?? []
      if (port) resolve(Number(port))
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

/** Resident memory as the kernel counts it; 0 where it cannot be read. */
export function residentMb(pid: number): number {
  try {
    const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kb) / 1024)
  } catch {
    return 0
  }
}

export interface BenchGoods {
  shop_id: string
  listing_id: string
  variant_id: string
}

export interface BenchBuyer extends Person {
  /** A browser's session, and a program's. */
  token: string
  api_token: string
  address_id: string
}

/** Open shops with listings of one variant each, all of them on sale. */
export async function makeGoods(
  db: Database,
  shopCount: number,
  listingCount: number,
  stock: number,
): Promise<BenchGoods[]> {
  const shops = await db.tx(async (tx) => {
    const operator_id = await seedPerson(tx, SYSTEM, { phone: '+923010000001', name: 'Dania', language: 'en' })
    await giveRole(tx, SYSTEM, operator_id, 'operator')
    const operator = await asOperator(tx, { kind: 'person', person_id: operator_id })
    const ids: string[] = []
    for (let i = 0; i < shopCount; i++) {
      const person_id = await seedPerson(tx, SYSTEM, { phone: `+92302${1_000_000 + i}`, name: 'Bilal', language: 'en' })
      const owner = { kind: 'person', person_id } as const
      const shop = await openShop(tx, owner, {
        name: `Shop ${i}`,
        city_id: 'lahore',
        area: '',
        about: '',
        language: 'en',
      })
      await checkShop(tx, operator, shop.party_id, 'open', '')
      await actForShop(tx, owner, shop.party_id, 'listings')
      ids.push(shop.party_id)
    }
    return ids
  })
  const goods = Array.from({ length: listingCount }, (_, i) => ({
    shop_id: shops[i % shops.length] ?? '',
    listing_id: newId(),
    variant_id: newId(),
  }))
  for (let from = 0; from < goods.length; from += 1_000)
    await writeGoods(db, goods.slice(from, from + 1_000), from, stock)
  // The database does so by itself a minute later; a market that is measured is one that has stood for a while.
  await db.tx((tx) => tx.count(sql`analyze`))
  return goods
}

const WORDS = [
  'chappal',
  'lawn suit',
  'shawl',
  'cotton kurta',
  'dry fruit box',
  'mobile cover',
  'steel tiffin',
  'rice 5 kg',
]
const COLOURS = ['black', 'brown', 'white', 'green', 'red', 'blue']

function writeGoods(db: Database, goods: BenchGoods[], from: number, stock: number): Promise<void> {
  const titles = goods.map((_, i) => `${COLOURS[(from + i) % 6]} ${WORDS[(from + i) % 8]} number ${from + i}`)
  const columns = [goods.map((g) => g.shop_id), goods.map((g) => g.listing_id), goods.map((g) => g.variant_id)]
  const rows = sql`unnest(${columns[0]}::uuid[], ${columns[1]}::uuid[], ${columns[2]}::uuid[], ${titles}::text[])
    as g (shop_id, listing_id, variant_id, title)`
  return db.tx(async (tx) => {
    await tx.count(sql`
      insert into listings (party_id, listing_id, category_id, title, description, state, written_by, written_at,
        changed_at, live_at)
      select shop_id, listing_id, 'mens-chappal', title, 'Made by hand in a small workshop. Look first, pay after.',
        'live',
        shop_id, ${tx.now}, ${tx.now}, ${tx.now}
      from ${rows}`)
    await tx.count(sql`
      insert into variants (party_id, listing_id, variant_id, position)
      select shop_id, listing_id, variant_id, 0
      from ${rows}`)
    await tx.count(sql`
      insert into stock_levels (party_id, variant_id, listing_id, price_paisa, on_hand_count, stocked_count, changed_at)
      select shop_id, variant_id, listing_id, 245000, ${stock}::int, ${stock}::int, ${tx.now}
      from ${rows}`)
  })
}

/** People with an address and an open session. */
export async function makeBuyers(db: Database, count: number, from = 0): Promise<BenchBuyer[]> {
  const buyers: BenchBuyer[] = []
  for (let i = 0; i < count; i++) {
    const buyer = await db.tx(async (tx) => {
      const phone = `+92303${1_000_000 + from + i}`
      const person_id = await seedPerson(tx, SYSTEM, { phone, name: 'Ayesha', language: 'en' })
      const person = { kind: 'person', person_id } as const
      const home = { name: 'Ayesha', street: 'House 1', area: 'Model Town', landmark: '', city_id: 'lahore' }
      const address_id = await saveAddress(tx, person, home)
      const { token } = await openSessionFor(tx, SYSTEM, person_id, 'browser')
      const api = await openSessionFor(tx, SYSTEM, person_id, 'api')
      return { ...person, address_id, token, api_token: api.token }
    })
    buyers.push(buyer)
  }
  return buyers
}
