// Measures the import from a CSV of goods to listings that are on sale, and once more when nothing in it is new.
// Run: node bench/import.ts [rows]. It starts a scratch database of its own and prints one line of JSON.
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CITIES } from '../db/seed/cities.ts'
import { loadReference } from '../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../src/domains/catalogue/category-tree.ts'
import {
  actForShop,
  checkShop,
  openShop,
  type ShopActor,
  SYSTEM,
  seedPerson,
} from '../src/domains/identity/identity.ts'
import { startImport } from '../src/domains/offers/offers.ts'
import { keysFrom } from '../src/kit/keys/keys.ts'
import { startEmbedded } from '../src/kit/postgres/embedded.ts'
import { type Database, openDatabase } from '../src/kit/sql/database.ts'
import { migrate } from '../src/kit/sql/migrate.ts'
import { goodsCsv } from './import-rows.ts'

const ROUNDS = 3

export interface ImportFigures {
  /** Rows a second, every one of them new. */
  rows_per_s: number
  /** The same file again. */
  again_rows_per_s: number
  /** The server's own memory at its highest; the database has its own. */
  rss_mb: number
  rows: number
}

/** Imports a file of so many rows into a new shop, in some rounds after a first small one, and gives the medians. */
export async function measureImport(rows = 100_000, rounds = ROUNDS): Promise<ImportFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-bench-'))
  const database = await startEmbedded({ folder: join(folder, 'data') })
  try {
    await migrate(database.url, 'db/migrations')
    const db = openDatabase(database.url, { keys: keysFrom(Buffer.alloc(32, 7)) })
    await db.tx((tx) => loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES }))
    const fresh: number[] = []
    const again: number[] = []
    const path = join(folder, 'goods.csv')
    await pipeline(Readable.from(goodsCsv(2_000)), createWriteStream(path))
    await startImport(db, await shopNumber(db, 0), { path, file_name: 'warm.csv' })
    await pipeline(Readable.from(goodsCsv(rows)), createWriteStream(path))
    for (let round = 1; round <= rounds; round++) {
      const by = await shopNumber(db, round)
      const file = { path, file_name: 'goods.csv' }
      const first = await startImport(db, by, file)
      if (first.created !== rows) throw new Error(`broken promise: ${rows} rows are created, not ${first.created}`)
      fresh.push(first.ms)
      if (round > 1) continue
      const second = await startImport(db, by, file)
      if (second.skipped !== rows) throw new Error(`broken promise: ${rows} rows are skipped, not ${second.skipped}`)
      again.push(second.ms)
    }
    await db.close()
    const rate = (times: number[]) => Math.round(rows / ((times.sort((a, b) => a - b)[times.length >> 1] ?? 1) / 1000))
    const rss_mb = Math.round(process.resourceUsage().maxRSS / 1024)
    return { rows_per_s: rate(fresh), again_rows_per_s: rate(again), rss_mb, rows }
  } finally {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function shopNumber(db: Database, number: number): Promise<ShopActor> {
  return db.tx(async (tx) => {
    const person_id = await seedPerson(tx, SYSTEM, { phone: `+92300000001${number}`, name: 'Bilal', language: 'en' })
    const owner = { kind: 'person', person_id } as const
    const words = { city_id: 'lahore', area: 'Anarkali', about: '', language: 'en' }
    const shop = await openShop(tx, owner, { name: `Bilal Shoes ${number}`, ...words })
    await checkShop(tx, { kind: 'operator', person_id }, shop.party_id, 'open', '')
    return actForShop(tx, owner, shop.party_id, 'listings')
  })
}

// An import makes millions of small objects that live for a moment: with a small nursery they are cleared away at once.
const NURSERY = '--max-semi-space-size=8'

if (import.meta.main) {
  if (process.execArgv.includes(NURSERY)) {
    process.stdout.write(`${JSON.stringify(await measureImport(Number(process.argv[2] ?? 100_000)))}\n`)
  } else {
    const { status } = spawnSync(process.execPath, [NURSERY, ...process.argv.slice(1)], { stdio: 'inherit' })
    process.exitCode = status ?? 1
  }
}
