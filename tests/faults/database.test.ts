import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { between, randomFrom } from '../../db/seed/random.ts'
import { placeCheckout } from '../../src/domains/orders/orders.ts'
import { type Embedded, startEmbedded } from '../../src/kit/postgres/embedded.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { testKeys } from '../setup/database.ts'
import { checkoutOf, type Trade, trade, wayFee } from '../setup/trade.ts'
import { beginLoad, lostIn } from './load.ts'

/** How often the database is killed: more with BHAROSA_ALL=1. */
const KILLS = process.env.BHAROSA_ALL === '1' ? 100 : 3

const folder = mkdtempSync(join(tmpdir(), 'bharosa killed '))
chmodSync(folder, 0o755)
let server: Embedded | undefined
let db: Database | undefined
afterAll(async () => {
  await db?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The database of this file, which waits for the disk as a market's own does. */
async function start(): Promise<Database> {
  server = await startEmbedded({ folder, log: () => {} })
  await migrate(server.url, 'db/migrations')
  db = openDatabase(server.url, { keys: testKeys, max: 10 })
  return db
}

/** What happens to it when its machine runs out of memory, or somebody means well. */
function kill(): void {
  end(Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10))
}

/** Number 0 would be this test and everybody near it. */
function end(pid: number): void {
  expect(pid).toBeGreaterThan(1)
  process.kill(pid, 'SIGKILL')
}

describe('the database is killed while everybody trades', () => {
  let at: Trade

  test(`${KILLS} times, and what was acknowledged is there each time`, {
    timeout: 60_000 + KILLS * 8_000,
  }, async () => {
    const random = randomFrom(134)
    let running = await start()
    at = await running.tx((tx) => trade(tx, 1_000_000))
    for (let round = 1; round <= KILLS; round++) {
      const load = beginLoad(running, at)
      await load.reaches(between(random, 20, 120))
      kill()
      await load.stop()
      await running.close()
      await server?.stop()
      running = await start()
      expect(load.acknowledged.size).toBeGreaterThanOrEqual(20)
      expect(await lostIn(running, load.acknowledged), `kill ${round}`).toEqual({ lost: [], troubles: [] })
    }
  })

  test('one of its processes dies in the middle of purchases: who asks again has one order', {
    timeout: 60_000,
  }, async () => {
    const running = db ?? (await start())
    const checkouts = await running.tx((tx) =>
      Promise.all(Array.from({ length: 30 }, () => checkoutOf(tx, at.ayesha, at))),
    )
    const place = (checkout_id: string) => placeCheckout(running, at.ayesha, checkout_id, wayFee)
    const first = checkouts.map(({ checkout_id }) => place(checkout_id))
    await Promise.race(first)
    end(await backendOf(running))
    const outcomes = await Promise.allSettled(first)
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
    await untilBack(running)
    for (const { checkout_id } of checkouts) await place(checkout_id)
    const orders = await running.read((tx) =>
      tx.all<{ count: number }>(sql`
        select count(*)::int as count
        from orders
        where checkout_id = any(${checkouts.map(({ checkout_id }) => checkout_id)}::uuid[])
        group by checkout_id`),
    )
    expect(orders).toEqual(checkouts.map(() => ({ count: 1 })))
    expect(await lostIn(running, new Set())).toEqual({ lost: [], troubles: [] })
  })
})

/** The same program goes on with the same pool as soon as the database lets it in again. */
async function untilBack(running: Database): Promise<void> {
  const until = performance.now() + 20_000
  for (;;) {
    try {
      await running.ping()
      return
    } catch (error) {
      if (performance.now() > until) throw error
    }
  }
}

/** One of the processes that work for this pool, but not the one that answers this. */
async function backendOf(running: Database): Promise<number> {
  const row = await running.read((tx) =>
    tx.one<{ pid: number }>(sql`
      select pid
      from pg_stat_activity
      where application_name = 'bharosa' and pid <> pg_backend_pid()
      limit 1`),
  )
  return row?.pid ?? 0
}
