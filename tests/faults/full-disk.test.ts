import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEmbedded } from '../../src/kit/postgres/embedded.ts'
import { isAway } from '../../src/kit/sql/away.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { testKeys } from '../setup/database.ts'
import { checkoutOf, type Trade, trade } from '../setup/trade.ts'
import { makeDisk } from './disk.ts'
import { beginLoad, lostIn } from './load.ts'

const made = makeDisk(300)
const isHere = !('missing' in made)
if ('missing' in made) process.stdout.write(`No disk was filled: ${made.missing}.\n`)
else await made.remove()

describe.runIf(isHere)('a disk without room', () => {
  test('refuses what is written, answers what is read, keeps what it said, and goes on when there is room', {
    timeout: 120_000,
  }, async () => {
    const disk = makeDisk(300)
    if ('missing' in disk) throw new Error(disk.missing)
    const folder = join(disk.mount, 'data')
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    // No room is kept for the log of the database beyond what it needs, so that the disk is full soon.
    const settings = { min_wal_size: '32MB', max_wal_size: '64MB' }
    try {
      let server = await startEmbedded({ folder, log: () => {}, settings })
      await migrate(server.url, 'db/migrations')
      let db = openDatabase(server.url, { keys: testKeys })
      const at = await db.tx((tx) => trade(tx, 1_000_000))
      const load = beginLoad(db, at)
      await load.reaches(40)
      await load.stop()

      const filler = join(disk.mount, 'filler')
      fill(filler)
      expect(isAway(await growUntilRefused(db, at))).toBe(true)
      const shops = await db.read((tx) => tx.all(sql`select party_id from shops`)).catch((error: unknown) => error)
      // The database answers, or says that it is being put right; it never says something else.
      if (shops instanceof Error) expect(isAway(shops)).toBe(true)
      else expect(shops).toHaveLength(3)

      rmSync(filler)
      await db.close()
      await server.stop()
      server = await startEmbedded({ folder, log: () => {}, settings })
      db = openDatabase(server.url, { keys: testKeys })
      expect(await lostIn(db, load.acknowledged)).toEqual({ lost: [], troubles: [] })
      const more = beginLoad(db, at)
      await more.reaches(20)
      await more.stop()
      expect(await lostIn(db, more.acknowledged)).toEqual({ lost: [], troubles: [] })
      await db.close()
      await server.stop()
    } finally {
      await disk.remove()
    }
  })
})

/** Takes all room that there is, in ever smaller pieces. */
function fill(path: string): void {
  for (let bytes = 8_000_000; bytes >= 4_096; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(bytes, 1), { flag: 'a' })
    } catch {
      // No room for a piece of this size.
    }
  }
  expect(statfsSync(path).bavail * statfsSync(path).bsize).toBeLessThan(100_000)
}

/** People go on putting things in carts until there is no room for one more. What the last of them is told. */
async function growUntilRefused(db: Database, at: Trade): Promise<unknown> {
  for (let tries = 0; tries < 20_000; tries++) {
    try {
      await db.tx((tx) => checkoutOf(tx, at.ayesha, at))
    } catch (error) {
      return error
    }
  }
  return 'there was always room'
}
