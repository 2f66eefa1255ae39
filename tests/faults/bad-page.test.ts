import { chmodSync, closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmbedded } from '../../src/kit/postgres/embedded.ts'
import { type Database, openDatabase, sqlState } from '../../src/kit/sql/database.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { testKeys } from '../setup/database.ts'
import { trade } from '../setup/trade.ts'
import { beginLoad, lostIn } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-page-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function using<T>(body: (db: Database) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ folder, log: () => {} })
  await migrate(server.url, 'db/migrations')
  const db = openDatabase(server.url, { keys: testKeys })
  try {
    return await body(db)
  } finally {
    await db.close()
    await server.stop()
  }
}

test('a bit that fell over in the books is found when it is read, and never believed', {
  timeout: 60_000,
}, async () => {
  const [file, acknowledged] = await using(async (db) => {
    const at = await db.tx((tx) => trade(tx, 1_000))
    const load = beginLoad(db, at)
    await load.reaches(60)
    await load.stop()
    const row = await db.read((tx) =>
      tx.one<{ path: string }>(sql`select pg_relation_filepath('ledger_postings') as path`),
    )
    return [join(folder, 'cluster', row?.path ?? ''), load.acknowledged] as const
  })
  const flip = () => {
    const handle = openSync(file, 'r+')
    const byte = Buffer.alloc(1)
    // Near the end of the first page, where the oldest rows lie.
    readSync(handle, byte, 0, 1, 8_100)
    byte[0] = (byte[0] ?? 0) ^ 0b100
    writeSync(handle, byte, 0, 1, 8_100)
    closeSync(handle)
  }
  flip()
  await using(async (db) => {
    const failure = await db.read((tx) => tx.all(sql`select * from ledger_postings`)).catch((error: unknown) => error)
    expect(sqlState(failure)).toBe('XX001')
  })
  flip()
  await using(async (db) => expect(await lostIn(db, acknowledged)).toEqual({ lost: [], troubles: [] }))
})
