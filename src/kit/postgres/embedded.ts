import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { chooseAccount, giveTo } from './account.ts'
import { findBinaries } from './binaries.ts'
import { endPredecessor, makeCluster, readPassword, SUPERUSER } from './cluster.ts'
import { claim, isClaimed, socketFolder } from './place.ts'
import { startServer } from './server.ts'

/** A PostgreSQL of our own, running in a folder of ours. */
export interface Embedded {
  /** For `openDatabase`. Its role owns its database and is no superuser. */
  url: string
  /** Stops it within ten seconds. Open transactions are rolled back. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  folder: string
  /** Progress, a line at a time. Default: standard error, when a person is looking. */
  log?: (line: string) => void
  /** Further server settings, for measurements and tests. */
  settings?: Record<string, string>
}

const DATABASE = 'bharosa'

/**
 * Starts PostgreSQL in a folder, making the cluster on the first start (with data checksums and the built-in C.UTF-8
 * locale, which no update of the system can change). It listens on a private socket only, or on loopback where there
 * are no sockets. What a killed predecessor left is put right; a living one is an error.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.folder)
  const log = options.log ?? sayToPerson
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const binaries = findBinaries(join(folder, 'lib'))
  const account = chooseAccount(folder, binaries.postgres)
  const place = { folder, cluster: join(folder, 'cluster'), binaries, account }
  const trusted = (uid: number) => [process.getuid?.(), account.owner?.uid].includes(uid)
  const sockets = process.platform === 'win32' ? undefined : socketFolder(folder, trusted)
  const owner = await claim(folder, sockets)
  try {
    if (sockets) giveTo(account, sockets)
    const password = readPassword(folder)
    if (!existsSync(place.cluster)) {
      log('Making the database, on the first start only …')
      await makeCluster(place, password)
    }
    giveTo(account, place.cluster)
    await endPredecessor(place.cluster)
    const port = sockets ? 5432 : await freePort()
    const server = await startServer({ ...place, sockets, port, settings: options.settings ?? {} })
    const address = { host: sockets ?? '127.0.0.1', port, password }
    await makeDatabase(address)
    const stop = async () => {
      // A disk that died takes the server's mark with it: the folder is let go all the same.
      await server.stop().finally(() => owner.close())
      if (sockets && !sockets.startsWith(folder)) rmSync(sockets, { recursive: true, force: true })
    }
    return { url: urlOf(address), stop }
  } catch (error) {
    owner.close()
    throw error
  }
}

/**
 * The address of the PostgreSQL that another program runs in a folder right now, or undefined when none does. Only the
 * folder's own user can reach it. Where there are no sockets it cannot be told, and is undefined.
 */
export async function runningUrl(folder: string): Promise<string | undefined> {
  const place = resolve(folder)
  if (process.platform === 'win32' || !existsSync(join(place, 'cluster'))) return undefined
  const sockets = socketFolder(place, () => true)
  if (!(await isClaimed(sockets))) return undefined
  return urlOf({ host: sockets, port: 5432, password: readPassword(place) })
}

interface Address {
  host: string
  port: number
  password: string
}

/** The market's own role may do everything in its own database and nothing to the server. */
async function makeDatabase(address: Address): Promise<void> {
  const admin = new pg.Client({ ...address, user: SUPERUSER, database: 'postgres' })
  await admin.connect()
  try {
    const role = await admin.query('select 1 from pg_roles where rolname = $1', [DATABASE])
    if (role.rowCount === 0) await admin.query(`create role ${DATABASE} login createdb password '${address.password}'`)
    const database = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (database.rowCount === 0) await admin.query(`create database ${DATABASE} owner ${DATABASE}`)
  } finally {
    await admin.end()
  }
}

/** A socket's folder goes where both PostgreSQL drivers look for it: in the query. */
function urlOf({ host, port, password }: Address): string {
  const login = `${DATABASE}:${password}`
  if (!host.startsWith('/')) return `postgres://${login}@${host}:${port}/${DATABASE}`
  return `postgres://${login}@localhost:${port}/${DATABASE}?host=${encodeURIComponent(host)}`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function sayToPerson(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`)
}
