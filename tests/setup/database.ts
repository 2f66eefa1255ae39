import pg from 'pg'
import { inject } from 'vitest'
import { keysFrom } from '../../src/kit/keys/keys.ts'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/kit/sql/database.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { addressOf } from './address.ts'
import { closeAfterFile } from './closing.ts'

/** The keys of every test: the same each time, so that a digest can be written down in a test. */
export const testKeys = keysFrom(Buffer.alloc(32, 7))
export const TEST_NOW = new Date('2026-01-02T10:00:00Z')

export interface TestDatabase {
  db: Database
  url: string
  /** What `tx.now` says from now on: `clock.now = new Date('2026-01-03T10:00:00Z')`. */
  clock: { now: Date }
}

let copies = 0

/** A market's database of this test's own, with all tables and no rows. It goes when the file has run. */
export async function testDatabase(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  copies++
  const name = `${process.pid}_${copies}`
  const url = await copyTemplate(name)
  // Whoever is still connected keeps it: then it goes with the server.
  closeAfterFile(() => onServer((client) => client.query(`drop database ${copyOf(name)}`).catch(() => undefined)))
  return connectTo(url, options)
}

let shared: Promise<TestDatabase> | undefined

/**
 * Runs a test in a transaction that is always rolled back, on a database without rows: the quickest way to test verbs.
 * What needs two transactions, or a failure that the test goes on after, needs `testDatabase`.
 */
export async function rolledBack<T>(body: (tx: Tx) => Promise<T>, options: { now?: Date } = {}): Promise<T> {
  if (!shared) {
    const name = `shared_${process.env.VITEST_POOL_ID ?? process.pid}`
    shared = copyTemplate(name).then((url) => connectTo(url, {}))
    closeAfterFile(async () => {
      shared = undefined
    })
  }
  const { db, clock } = await shared
  clock.now = options.now ?? TEST_NOW
  let outcome: { value: T } | undefined
  const over = new Error('rolled back on purpose')
  await db
    .tx(async (tx) => {
      outcome = { value: await body(tx) }
      throw over
    })
    .catch((error: unknown) => {
      if (error !== over) throw error
    })
  if (!outcome) throw new Error('the body of the transaction did not run')
  return outcome.value
}

function connectTo(url: string, options: Partial<DatabaseOptions>): TestDatabase {
  const clock = { now: TEST_NOW }
  const db = openDatabase(url, { keys: testKeys, clock: () => clock.now, max: 8, ...options })
  closeAfterFile(() => db.close())
  return { db, url, clock }
}

/** Copies the migrated database, unless a copy of that name is there already. */
async function copyTemplate(name: string): Promise<string> {
  const copy = copyOf(name)
  await onServer(async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [copy])
    // A copy waits for nothing only with this lock: two copies of one template at once refuse each other.
    await client.query('select pg_advisory_lock(7201727)')
    const template = inject('databaseTemplate')
    if (rowCount === 0) await client.query(`create database ${copy} template ${template} strategy file_copy`)
  })
  return addressOf(inject('databaseServer'), copy)
}

const copyOf = (name: string) => inject('databaseTemplate').replace(/template$/, name)

async function onServer(run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServer') })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}
