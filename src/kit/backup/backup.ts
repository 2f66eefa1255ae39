import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { type Pack, pack } from 'tar-stream'
import type { Storage } from '../storage/storage.ts'

/** What stands at the head of a backup. */
export interface Head {
  readonly format: 1
  readonly made_at: string
  /** Which master key opens what is sealed in it; the key itself is never in a backup. */
  readonly key_id: string
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[]
}

/** What stands at its end, so that a file that was cut short is found out. */
export interface Foot {
  readonly tables: Readonly<Record<string, number>>
  readonly photos: number
}

export interface BackupReport {
  readonly bytes: number
  readonly ms: number
  readonly tables: Readonly<Record<string, number>>
  readonly photos: number
}

const ROWS_AT_ONCE = 2_000

/**
 * Writes the whole market into one file (tar, gzip): every table as it stood at one moment, whatever is written
 * meanwhile, and every photo. The file appears under its name only when it is whole and on the disk.
 * The master key is not in it: keep that apart.
 */
export async function writeBackup(
  { url, storage, keyId }: { url: string; storage: Storage; keyId: string },
  file: string,
  say: (line: string) => void,
): Promise<BackupReport> {
  if (existsSync(file)) throw new Error(`${file} is there already: choose another name`)
  const start = performance.now()
  const unfinished = `${file}.part`
  const client = new pg.Client({ connectionString: url, application_name: 'bharosa backup' })
  await client.connect()
  const archive = pack()
  const written = pipeline(archive, createGzip({ level: 4 }), createWriteStream(unfinished, { mode: 0o600 }))
  try {
    const filled = fill(archive, client, { storage, keyId, say })
    // Whichever of both fails first is what went wrong.
    const [foot] = await Promise.all([filled, written])
    await settle(unfinished)
    renameSync(unfinished, file)
    return { bytes: statSync(file).size, ms: Math.round(performance.now() - start), ...foot }
  } catch (error) {
    archive.destroy()
    await written.catch(() => undefined)
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

interface Filling {
  storage: Storage
  keyId: string
  say: (line: string) => void
}

async function fill(archive: Pack, client: pg.Client, { storage, keyId, say }: Filling): Promise<Foot> {
  await client.query('begin isolation level repeatable read read only')
  await client.query("set local statement_timeout = 0; set local timezone = 'UTC'")
  const { rows: migrations } = await client.query<Head['migrations'][number]>(
    'select name, sha256 from migrations order by name',
  )
  const head: Head = { format: 1, made_at: new Date().toISOString(), key_id: keyId, migrations }
  await add(archive, 'head.json', JSON.stringify(head))
  const tables: Record<string, number> = {}
  for (const table of await tablesInOrder(client)) {
    tables[table] = await addTable(archive, client, table)
    say(`${table}: ${tables[table]} rows`)
  }
  await client.query('commit')
  let photos = 0
  for await (const name of storage.names()) {
    const bytes = await storage.read(name)
    if (!bytes) continue // Forgotten since: no row pointed at it.
    await add(archive, `photos/${name}`, Buffer.from(bytes))
    photos++
  }
  say(`${photos} files of photos`)
  const foot: Foot = { tables, photos }
  await add(archive, 'foot.json', JSON.stringify(foot))
  archive.finalize()
  return foot
}

/** A table in pieces: each line is one row as PostgreSQL writes it, which holds every type exactly. */
async function addTable(archive: Pack, client: pg.Client, table: string): Promise<number> {
  const name = client.escapeIdentifier(table)
  await client.query(`declare piece no scroll cursor for select t::text as row from ${name} t`)
  let count = 0
  for (let number = 0; ; number++) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from piece`)
    if (rows.length === 0) break
    count += rows.length
    const lines = rows.map(({ row }) => JSON.stringify(row)).join('\n')
    await add(archive, `tables/${table}/${String(number).padStart(6, '0')}.jsonl`, lines)
  }
  await client.query('close piece')
  return count
}

async function add(archive: Pack, name: string, content: string | Buffer): Promise<void> {
  const bytes = Buffer.from(content)
  const entry = archive.entry({ name, size: bytes.length, mode: 0o600 })
  entry.end(bytes)
  await once(entry, 'finish')
}

/** The tables of the market, those that others point at first. The history of the schema is not one of them. */
export async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> 'migrations'
    order by relname`,
  )
  const { rows: links } = await client.query<{ child: string; parent: string }>(
    `select c.relname as child, p.relname as parent from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and k.conrelid <> k.confrelid`,
  )
  const ordered: string[] = []
  const left = new Set(tables.map(({ name }) => name))
  while (left.size > 0) {
    const free = [...left].filter((name) => !links.some(({ child, parent }) => child === name && left.has(parent)))
    if (free.length === 0) throw new Error(`tables point at each other in a ring: ${[...left].join(', ')}`)
    for (const name of free) {
      ordered.push(name)
      left.delete(name)
    }
  }
  return ordered
}

/** Waits until the file is on the disk, so that a power cut does not leave an empty one under its name. */
async function settle(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
