import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { type Embedded, startEmbedded } from './embedded.ts'

const base = mkdtempSync(join(tmpdir(), 'bharosa-embedded-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

// A folder of mkdtemp is closed to everybody else: that case has a test of its own below.
chmodSync(base, 0o755)

const isRoot = process.getuid?.() === 0
const quiet = (folder: string) => startEmbedded({ folder, log: () => {} })

async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

async function using<T>(folder: string, body: (database: Embedded) => Promise<T>): Promise<T> {
  const database = await quiet(folder)
  try {
    return await body(database)
  } finally {
    await database.stop()
  }
}

describe('the database of a market', () => {
  const folder = join(base, 'a market with spaces')

  test('keeps what it was told when it is started again', async () => {
    await using(folder, ({ url }) => ask(url, 'create table kept (n int)', 'insert into kept values (7)'))
    expect(await using(folder, ({ url }) => ask(url, 'select n from kept'))).toEqual([{ n: 7 }])
  })

  test('waits for the disk, checks its pages, and sorts the same everywhere', async () => {
    const [row] = await using(folder, ({ url }) =>
      ask(
        url,
        `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
          current_setting('full_page_writes') as whole, current_setting('listen_addresses') as listens,
          datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as letters
         from pg_database where datname = current_database()`,
      ),
    )
    const expected = { fsync: 'on', checksums: 'on', whole: 'on', listens: '', provider: 'b', locale: 'C.UTF-8' }
    expect(row).toEqual({ ...expected, letters: 'UTF8' })
  })

  test('gives the market a role that owns its database and is no superuser', async () => {
    const [row] = await using(folder, ({ url }) =>
      ask(url, 'select rolsuper from pg_roles where rolname = current_user'),
    )
    expect(row).toEqual({ rolsuper: false })
  })

  test('shows its files and its password to nobody else', async () => {
    await using(folder, async () => {
      expect(statSync(join(folder, 'cluster')).mode & 0o077).toBe(0)
      expect(statSync(join(folder, 'socket')).mode & 0o077).toBe(0)
      expect(statSync(join(folder, 'password')).mode & 0o077).toBe(0)
    })
  })

  test('lets nobody in without the password', async () => {
    await using(folder, async ({ url }) => {
      const wrong = url.replace(/:[0-9a-f]{48}@/, ':guessed@')
      await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed')
    })
  })

  test('is refused a second time while it runs', async () => {
    await using(folder, async () => {
      await expect(quiet(folder)).rejects.toThrow('Bharosa is already running on')
    })
  })

  test('a mark with a number that now belongs to another process does not stop it', async () => {
    writeFileSync(join(folder, 'cluster/postmaster.pid'), `${process.ppid}\n${join(folder, 'cluster')}\n`)
    expect(await using(folder, ({ url }) => ask(url, 'select n from kept'))).toEqual([{ n: 7 }])
  })

  test('what was left of a start that was killed half-way is made anew', async () => {
    const half = join(base, 'half')
    mkdirSync(join(half, 'cluster.unfinished/files'), { recursive: true })
    writeFileSync(join(half, 'cluster.unfinished/files/PG_VERSION'), '18')
    expect(await using(half, ({ url }) => ask(url, 'select 1 as n'))).toEqual([{ n: 1 }])
  })
})

test('a folder whose path is too long for a socket works as well', async () => {
  const folder = join(base, 'long'.repeat(30))
  expect(await using(folder, ({ url }) => ask(url, 'select 1 as n'))).toEqual([{ n: 1 }])
  expect(existsSync(join(folder, 'socket'))).toBe(false)
})

test.runIf(isRoot)('root starts it in a folder that only root may enter, and where everybody may', async () => {
  const closed = join(base, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  expect(await using(join(closed, 'market'), ({ url }) => ask(url, 'select 1 as n'))).toEqual([{ n: 1 }])
  expect(statSync(join(closed, 'market/cluster')).uid).toBe(0)
})

describe('when its program is killed', () => {
  const folder = join(base, 'killed')
  const program = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    const { url } = await startEmbedded({ folder: process.argv[1], log: () => {} })
    process.stdout.write(url + '\\n')
    setInterval(() => {}, 1000)`
  const start = async (): Promise<{ child: ChildProcess; url: string }> => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (words: Buffer) => resolve(String(words).trim()))
      child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
    })
    return { child, url }
  }
  const killed = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })

  test('the database ends by itself, and nothing that was committed is lost', async () => {
    const { child, url } = await start()
    await ask(url, 'create table kept (n int)', 'insert into kept values (1)')
    await killed(child)
    expect(await using(folder, (database) => ask(database.url, 'select n from kept'))).toEqual([{ n: 1 }])
  })

  test('the next start recovers even when the database was killed with it', async () => {
    const { child, url } = await start()
    await ask(url, 'insert into kept values (2)')
    const server = Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10)
    process.kill(server, 'SIGKILL')
    await killed(child)
    const kept = await using(folder, (database) => ask(database.url, 'select n from kept order by n'))
    expect(kept).toEqual([{ n: 1 }, { n: 2 }])
  })
})
