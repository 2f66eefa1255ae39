import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskStorage } from '../../src/adapters/storage/disk/disk.ts'
import { readPerson, SYSTEM } from '../../src/domains/identity/identity.ts'
import { findViolations } from '../../src/domains/ledger/ledger.ts'
import { keepIt } from '../../src/domains/trust/trust.ts'
import { tablesInOrder, writeBackup } from '../../src/kit/backup/backup.ts'
import { readBackup } from '../../src/kit/backup/restore.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { ALL_INVARIANTS } from '../../src/rounds.ts'
import { testDatabase } from '../setup/database.ts'
import { type TestMarket, testMarket } from '../setup/market.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../setup/trade.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-backup-'))
const file = join(folder, 'market.tar.gz')
const quiet = () => {}
let open: TestMarket
let at: Trade

beforeAll(async () => {
  open = await testMarket()
  const { db, keys, storage } = open.market
  at = await db.tx((tx) => trade(tx, 500))
  // One of them goes the whole way, and many others fill more than one piece of a table.
  await db.tx(async (tx) => {
    const order = await placed(tx, at, 'prepaid')
    await paid(tx, order)
    await opened(tx, at, order)
    await keepIt(tx, at.ayesha, atOf(order))
    for (let i = 0; i < 60; i++) await placed(tx, at)
    await tx.count(sql`
      insert into rate_limits (limit_key, window_started_at, used_count)
      select 'اردو "x", \n' || n, ${tx.now}::timestamptz, n from generate_series(1, 5000) as n`)
  })
  await open.market.runner.settled(10_000)
  const name = await storage.put(Buffer.from('a photo'), 'jpeg')
  await storage.keep(`${name.slice(0, 64)}-480.webp`, Buffer.from('the same, smaller'))
  await writeBackup({ url: open.url, storage, keyId: keys.keyId }, file, quiet)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Each table as one number, whatever the order of its rows. */
async function fingerprints(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found: Record<string, string> = {}
    for (const table of await tablesInOrder(client)) {
      const name = client.escapeIdentifier(table)
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${name} t`,
      )
      found[table] = rows[0]?.sum ?? ''
    }
    return found
  } finally {
    await client.end()
  }
}

const restored = async (from: string, keyId = open.market.keys.keyId) => {
  const { url, db } = await testDatabase({ keys: open.market.keys })
  const storage = diskStorage(mkdtempSync(join(folder, 'photos-')))
  return { url, db, storage, restore: () => readBackup({ url, storage, keyId }, from, quiet) }
}

test('a market comes back row for row, photo for photo, and its books balance', { timeout: 120_000 }, async () => {
  const { url, db, storage, restore } = await restored(file)
  const { photos, tables } = await restore()
  expect(photos).toBe(2)
  expect(tables.orders).toBe(61)
  expect(tables.rate_limits).toBeGreaterThanOrEqual(5_000)
  expect(await fingerprints(url)).toEqual(await fingerprints(open.url))
  expect(await db.tx((tx) => findViolations(tx, ALL_INVARIANTS))).toEqual([])
  const { person_id } = at.ayesha
  expect((await db.tx((tx) => readPerson(tx, SYSTEM, 'message', person_id))).name).toBe('Ayesha')
  let different = 0
  for await (const name of open.market.storage.names()) {
    const [ours, theirs] = await Promise.all([open.market.storage.read(name), storage.read(name)])
    if (!ours || !theirs || !Buffer.from(ours).equals(theirs)) different++
  }
  expect(different).toBe(0)
})

test('it holds one moment, while the market goes on', { timeout: 120_000 }, async () => {
  const second = join(folder, 'busy.tar.gz')
  const { keys, storage, db } = open.market
  let writing = true
  const trade = async (from: number, go: () => boolean) => {
    for (let i = from; go(); i++) {
      // Two rows that belong together: a backup that has one of them has both.
      await db.tx(async (tx) => {
        await tx.count(sql`
          insert into rate_limits (limit_key, window_started_at, used_count) values (${`a:${i}`}, ${tx.now}, 1)`)
        await tx.count(sql`
          insert into handle_claims (handle, shop_id, claimed_at) values (${`b${i}`}, ${newId()}, ${tx.now})`)
      })
    }
  }
  let begun = 0
  await trade(0, () => begun++ < 5)
  const busy = trade(5, () => writing)
  await writeBackup({ url: open.url, storage, keyId: keys.keyId }, second, quiet)
  writing = false
  await busy
  const { db: copy, restore } = await restored(second)
  await restore()
  const row = await copy.read((tx) =>
    tx.one<{ a: number; b: number }>(sql`
      select (select count(*) from rate_limits where limit_key like 'a:%')::int as a,
        (select count(*) from handle_claims where handle ~ '^b[0-9]+$')::int as b`),
  )
  expect(row?.b).toBeGreaterThan(0)
  expect(row?.a).toBe(row?.b)
})

test.each([
  ['is cut short', (whole: Buffer) => whole.subarray(0, whole.length / 2), /no whole backup/],
  ['is something else', () => Buffer.from('title,price\nshoe,100\n'), /no whole backup/],
  ['is empty', () => Buffer.alloc(0), /no whole backup|cut short/],
  ['has a flipped bit', (whole: Buffer) => flipped(whole), /./],
])('a file that %s fills nothing', { timeout: 60_000 }, async (_, spoil, words) => {
  const bad = join(folder, `bad-${Math.random()}.tar.gz`)
  writeFileSync(bad, spoil(readFileSync(file)))
  const { url, restore } = await restored(bad)
  const before = await fingerprints(url)
  await expect(restore()).rejects.toThrow(words)
  expect(await fingerprints(url)).toEqual(before)
})

function flipped(whole: Buffer): Buffer {
  const spoiled = Buffer.from(whole)
  const at = Math.floor(whole.length * 0.6)
  spoiled[at] = (spoiled[at] ?? 0) ^ 4
  return spoiled
}

test('a market with people in it, or with another key, is left as it is', async () => {
  await expect(
    readBackup({ url: open.url, storage: open.market.storage, keyId: open.market.keys.keyId }, file, quiet),
  ).rejects.toThrow('not empty')
  await expect((await restored(file, 'another')).restore()).rejects.toThrow('another master key')
})

test('a name that is taken is not written over', async () => {
  const { keys, storage } = open.market
  await expect(writeBackup({ url: open.url, storage, keyId: keys.keyId }, file, quiet)).rejects.toThrow('there already')
})
