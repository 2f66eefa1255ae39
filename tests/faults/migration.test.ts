import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { addressOf } from '../setup/address.ts'
import { closeAfterFile } from '../setup/closing.ts'

const run = promisify(execFile)
const program = join(import.meta.dirname, 'migrating.ts')
let made = 0

/** An empty database, which goes away with the file. */
async function emptyDatabase(): Promise<string> {
  const server = inject('databaseServer')
  const name = `t${process.pid}_migrating_${++made}`
  await ask(server, `create database ${name}`)
  closeAfterFile(() => ask(server, `drop database if exists ${name} with (force)`).then(() => undefined))
  return addressOf(server, name)
}

async function ask(url: string, statement: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Every column, constraint, index and trigger that a database has. */
const schemaOf = (url: string) =>
  ask(
    url,
    `select table_name || '.' || column_name || ' ' || data_type as part from information_schema.columns
      where table_schema = 'public'
    union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by part`,
  )

test('a start that is killed while it changes the tables is simply started again', { timeout: 120_000 }, async () => {
  const whole = await emptyDatabase()
  const { stdout } = await run(process.execPath, [program, whole, '0'])
  const steps = JSON.parse(stdout) as string[]
  const wanted = await schemaOf(whole)
  expect(steps.length).toBeGreaterThan(100)

  const broken = await emptyDatabase()
  let kills = 0
  // Each start comes a little further than the one before, and the last one to the end.
  for (let isDone = false; !isDone; ) {
    const end = await run(process.execPath, [program, broken, String(9 + kills * 17)]).catch((error: unknown) => error)
    isDone = !(end instanceof Error)
    if (!isDone) expect(end).toMatchObject({ signal: 'SIGKILL' })
    if (!isDone) kills++
  }
  expect(kills).toBeGreaterThan(3)
  expect(await schemaOf(broken)).toEqual(wanted)
  expect(await migrate(broken, 'db/migrations')).toEqual([])
})
