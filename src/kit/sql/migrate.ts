import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { splitStatements } from './split.ts'

export interface Migration {
  name: string
  sha256: string
  text: string
}

/** Any number would do: it keeps two starts from changing the schema at once. */
const LOCK = 7_201_726

/**
 * Brings the schema up to date with the files `NNNN_name.sql` of a folder: forward only, each file once, in its own
 * transaction, one statement at a time. A file that was changed after it ran is an error, for two databases would
 * then have the same history and different tables. Returns the names of the files it applied.
 */
export async function migrate(url: string, folder: string, log: (line: string) => void = () => {}): Promise<string[]> {
  const migrations = readMigrations(folder)
  const client = new pg.Client({ connectionString: url, application_name: 'bharosa migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    // -- reference table: it is small and belongs to the whole market.
    await client.query(`create table if not exists migrations (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    const missing = await findMissing(client, migrations)
    for (const migration of missing) {
      log(`Changing the tables: ${migration.name}`)
      await apply(client, migration)
    }
    return missing.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

/** The files of a folder in their order. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const seen = new Map<string, string>()
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
    if (!number) throw new Error(`${join(folder, name)}: a migration is called NNNN_name.sql`)
    const twin = seen.get(number)
    if (twin) throw new Error(`${name} and ${twin} have the same number`)
    seen.set(number, name)
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sha256: createHash('sha256').update(text).digest('hex'), text }
  })
}

async function findMissing(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migrations order by name',
  )
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new Error(`the database has ${name}, which this version does not know: a newer version ran here before`)
    }
  }
  for (const { name, sha256 } of migrations) {
    const before = applied.get(name)
    if (before !== undefined && before !== sha256) {
      throw new Error(`${name} was changed after it was applied: put it back, and write a new migration instead`)
    }
  }
  const missing = migrations.filter((migration) => !applied.has(migration.name))
  const last = rows.at(-1)?.name ?? ''
  const late = missing.find((migration) => migration.name < last)
  if (late) throw new Error(`${late.name} comes before ${last}, which is already applied: give it a higher number`)
  return missing
}

async function apply(client: pg.Client, { name, sha256, text }: Migration): Promise<void> {
  await client.query('begin')
  try {
    for (const statement of splitStatements(text)) {
      try {
        await client.query(statement.text)
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        throw new Error(`${name}:${statement.line}: ${words}`, { cause: error })
      }
    }
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
