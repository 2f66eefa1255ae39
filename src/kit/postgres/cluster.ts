import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { syncFolder, writeLasting } from '../storage/lasting.ts'
import { type Account, giveTo } from './account.ts'
import { type Binaries, environmentFor } from './binaries.ts'

/** The data folder of one database, and how its server is run. */
export interface Place {
  folder: string
  cluster: string
  binaries: Binaries
  account: Account
}

export const SUPERUSER = 'postgres'

/** The password of the database, made once and kept where only its owner may read it. */
export function readPassword(folder: string): string {
  const path = join(folder, 'password')
  if (!existsSync(path)) writeLasting(path, `${randomBytes(24).toString('hex')}\n`)
  return readFileSync(path, 'utf8').trim()
}

/** Makes the cluster beside its place and moves it in when it is whole, so that a kill half-way leaves nothing odd. */
export async function makeCluster(place: Place, password: string): Promise<void> {
  const unfinished = join(place.folder, 'cluster.unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const passwordFile = join(unfinished, 'password')
  const files = join(unfinished, 'files')
  mkdirSync(files, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  giveTo(place.account, unfinished)
  const always = ['-D', files, '-U', SUPERUSER, '--data-checksums', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const first = await initdb(place, [
    ...always,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ])
  if (first.code !== 0) {
    rmSync(files, { recursive: true, force: true })
    mkdirSync(files, { mode: 0o700 })
    giveTo(place.account, files)
    const second = await initdb(place, [...always, '-E', 'UTF8', '--no-locale'])
    if (second.code !== 0) throw new Error(`the database could not be made:\n${first.said}\n${second.said}`)
  }
  renameSync(files, place.cluster)
  syncFolder(place.folder)
  rmSync(unfinished, { recursive: true, force: true })
}

/**
 * Ends a server that a killed predecessor left on this cluster, or what is left of one whose head was killed, and takes
 * away its mark when the number in it now belongs to another process (which PostgreSQL cannot tell, and would refuse to
 * start).
 */
export async function endPredecessor(cluster: string): Promise<void> {
  const { pid } = readMark(cluster)
  if (pid === undefined || !isAlive(pid)) return endOrphans(cluster)
  if (!runsIn(pid, cluster)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return endOrphans(cluster)
  }
  process.kill(pid, 'SIGINT')
  if (await ends(pid, 8_000)) return
  process.kill(pid, 'SIGQUIT')
  if (!(await ends(pid, 8_000)))
    throw new Error(`an older database server (process ${pid}) does not end: stop it first`)
}

/**
 * A process that was busy, or waited for one that died, lives on when the head of its server is killed; beside it no
 * other server starts. Nobody listens to it any more and the next start recovers, so it is ended at once.
 */
async function endOrphans(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return
  const pids = readdirSync('/proc').map(Number)
  const orphans = pids.filter((pid) => pid > 1 && runsIn(pid, cluster) && isServer(pid))
  for (const pid of orphans) process.kill(pid, 'SIGKILL')
  await Promise.all(orphans.map((pid) => ends(pid, 8_000)))
}

/** What the server writes about itself: its process number and whether it takes connections. */
export interface Mark {
  text: string
  pid: number | undefined
  ready: boolean
}

export function readMark(cluster: string): Mark {
  const mark = join(cluster, 'postmaster.pid')
  const text = existsSync(mark) ? readFileSync(mark, 'utf8') : ''
  const pid = Number.parseInt(text, 10)
  return { text, pid: pid > 0 ? pid : undefined, ready: text.split('\n')[7]?.trim() === 'ready' }
}

export async function ends(pid: number, within_ms: number): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < within_ms; ) {
    if (!isAlive(pid)) return true
    await wait(20)
  }
  return !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A server works in the folder of its cluster. Where that cannot be seen, the mark is believed. */
function runsIn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return false
  }
}

/** Somebody's shell may stand in the folder as well. */
function isServer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    return false
  }
}

function initdb(place: Place, args: string[]): Promise<{ code: number | null; said: string }> {
  const [command = '', ...rest] = [...place.account.prefix, place.binaries.initdb, ...args]
  const child = spawn(command, rest, {
    ...place.account.options,
    cwd: place.folder,
    env: environmentFor(place.binaries),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (words: Buffer) => (said += words))
  child.stderr.on('data', (words: Buffer) => (said += words))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, said: String(error) }))
    child.once('close', (code) => resolve({ code, said: said.slice(-2000) }))
  })
}
