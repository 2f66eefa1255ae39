import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { extract } from 'tar-stream'
import type { Storage } from '../storage/storage.ts'
import { type BackupReport, type Foot, type Head, tablesInOrder } from './backup.ts'

/** No piece of ours is larger; a file that says so is none of ours. */
const MOST_PIECE_BYTES = 200_000_000

/**
 * Fills an empty market from a backup, in one transaction: everything comes back, or nothing.
 * Throws, in words for the operator, when the market is not empty, when the file is cut short or is no backup, when it
 * is from another version of the tables, or when the market's key is not the one that opens it.
 */
export async function readBackup(
  { url, storage, keyId }: { url: string; storage: Storage; keyId: string },
  file: string,
  say: (line: string) => void,
): Promise<BackupReport> {
  const start = performance.now()
  const client = new pg.Client({ connectionString: url, application_name: 'bharosa restore' })
  await client.connect()
  let bytes = 0
  try {
    await client.query("begin; set local statement_timeout = 0; set local timezone = 'UTC'")
    await emptyTables(client)
    const taken = new Taken(client, { storage, keyId, say })
    await eachEntry(
      file,
      (name, content) => taken.take(name, content),
      (part) => {
        bytes += part
      },
    ).catch((error: unknown) => {
      throw isBroken(error) ? new Error(`${file} is no whole backup: ${error.message}`) : error
    })
    const foot = taken.end()
    await client.query('commit')
    return { bytes, ms: Math.round(performance.now() - start), ...foot }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
}

interface Taking {
  storage: Storage
  keyId: string
  say: (line: string) => void
}

/** Reads the pieces of a file one after the other. */
async function eachEntry(
  file: string,
  take: (name: string, content: Buffer) => Promise<void>,
  onBytes: (count: number) => void,
): Promise<void> {
  const archive = extract()
  archive.on('entry', ({ name, size = 0 }, entry, next) => {
    if (size > MOST_PIECE_BYTES) return next(new Error(`${name} is too large to be a piece of a backup`))
    const parts: Buffer[] = []
    entry.on('data', (part) => parts.push(part as Buffer))
    entry.on('end', () => {
      take(name, Buffer.concat(parts)).then(() => next(), next)
    })
  })
  const source = createReadStream(file)
  source.on('data', (part) => onBytes(part.length))
  await pipeline(source, createGunzip(), archive)
}

/** What has come back so far. */
class Taken {
  readonly #client: pg.Client
  readonly #to: Taking
  readonly #counts: Record<string, number> = {}
  #tables: ReadonlySet<string> | undefined
  #head: Head | undefined
  #foot: Foot | undefined
  #photos = 0

  constructor(client: pg.Client, to: Taking) {
    this.#client = client
    this.#to = to
  }

  async take(name: string, content: Buffer): Promise<void> {
    this.#tables ??= new Set(await tablesInOrder(this.#client))
    const [kind, what = ''] = name.split('/')
    if (name === 'head.json') this.#head = await readHead(this.#client, content, this.#to.keyId)
    else if (!this.#head) throw new Error('this is no backup of a market')
    else if (name === 'foot.json') this.#foot = JSON.parse(content.toString()) as Foot
    else if (kind === 'tables' && this.#tables.has(what)) {
      if (this.#counts[what] === undefined) this.#to.say(what)
      this.#counts[what] = (this.#counts[what] ?? 0) + (await putRows(this.#client, what, content))
    } else if (kind === 'photos') {
      await putPhoto(this.#to.storage, what, content)
      this.#photos++
    } else throw new Error(`${name} belongs to no market of this version`)
  }

  /** What the file promised at its end, which is what came. */
  end(): Foot {
    const foot = this.#foot
    if (!foot) throw new Error('the backup is cut short')
    for (const [table, rows] of Object.entries(foot.tables)) {
      const came = this.#counts[table] ?? 0
      if (came !== rows) throw new Error(`${table} has ${came} rows and should have ${rows}`)
    }
    if (this.#photos !== foot.photos) {
      throw new Error(`there are ${this.#photos} files of photos and should be ${foot.photos}`)
    }
    return foot
  }
}

async function readHead(client: pg.Client, content: Buffer, keyId: string): Promise<Head> {
  const head = JSON.parse(content.toString()) as Head
  if (head.format !== 1) throw new Error('this backup was made by a newer version')
  if (head.key_id !== keyId) {
    throw new Error(
      'this backup belongs to another master key: put the key file of that market in place first. Without it ' +
        'nobody’s name, number or address could be read',
    )
  }
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migrations order by name',
  )
  if (JSON.stringify(rows) !== JSON.stringify(head.migrations)) {
    throw new Error(
      `this backup was made by a version with ${head.migrations.length} changes of the tables, this one has ` +
        `${rows.length}: restore it with that version, then update`,
    )
  }
  return head
}

async function putRows(client: pg.Client, table: string, content: Buffer): Promise<number> {
  const name = client.escapeIdentifier(table)
  const rows = content
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as string)
  const done = await client.query(`insert into ${name} select (r::${name}).* from unnest($1::text[]) as r`, [rows])
  return done.rowCount ?? 0
}

async function putPhoto(storage: Storage, name: string, content: Buffer): Promise<void> {
  const [, ext] = /^[0-9a-f]{64}\.([a-z0-9]+)$/.exec(name) ?? []
  if (!ext) return storage.keep(name, content)
  if ((await storage.put(content, ext)) !== name) throw new Error(`the photo ${name} is damaged`)
}

/** What the tables begin with comes from the backup, too; whoever has people in them is not overwritten. */
async function emptyTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is_empty: boolean }>(
    'select not exists (select 1 from people) and not exists (select 1 from ledger_transfers) as is_empty',
  )
  if (!rows[0]?.is_empty) throw new Error('this market is not empty: a backup goes into an empty one')
  for (const table of (await tablesInOrder(client)).reverse()) {
    await client.query(`delete from ${client.escapeIdentifier(table)}`)
  }
}

function isBroken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^Z_|UNEXPECTED|PREMATURE/.test(String(error.code))
}
