import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startScratch } from '../../src/kit/postgres/scratch.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { addressOf } from './address.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server where databases may be made, and the migrated one to copy them from. */
    databaseServer: string
    databaseTemplate: string
  }
}

/**
 * One PostgreSQL for the whole run, migrated once: every test file then copies the ready tables in a blink. Nothing in
 * it outlives the run, so it need not wait for the disk. TEST_DATABASE_URL uses another server, such as a Citus.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const run = `t${process.pid}`
  const given = process.env.TEST_DATABASE_URL
  const settings = { max_connections: '400', max_wal_size: '1GB' }
  const embedded = given ? undefined : await startScratch({ durable: false, settings })
  const server = embedded?.url ?? given ?? ''
  const template = `${run}_template`
  await onServer(server, `create database ${template}`)
  await migrate(addressOf(server, template), 'db/migrations')
  project.provide('databaseServer', server)
  project.provide('databaseTemplate', template)
  return async () => {
    if (given) await dropAll(server, run)
    await embedded?.stop()
  }
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function dropAll(server: string, run: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like $1`, [
    `${run}\\_%`,
  ])
  for (const row of rows) await client.query(`drop database if exists ${row.datname} with (force)`)
  await client.end()
}
