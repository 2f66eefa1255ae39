import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { environmentFor } from './binaries.ts'
import { ends, type Place, readMark } from './cluster.ts'

/** Small enough for a cheap machine, and safe through a power cut: fsync and full page writes stay on. */
const SETTINGS: Record<string, string> = {
  max_connections: '40',
  shared_buffers: '32MB',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_maintenance_workers: '1',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '2',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  wal_level: 'minimal',
  min_wal_size: '80MB',
  max_wal_size: '512MB',
  random_page_cost: '1.1',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log must never hold a person's words: no values, and no "Key (phone)=(…) already exists".
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

const READY_WITHIN_MS = 120_000
const STOP_WITHIN_MS = 8_000
const LOG_BYTES = 4_000_000

/**
 * The shell between us and the server. It waits on a pipe from us (3), which the kernel closes however we die, so that
 * a killed program never leaves its database behind. Ctrl-C in a terminal reaches neither: we say when to stop.
 */
const GUARD = `
"$@" 3<&- &
server=$!
{ read -r word || true; kill -INT $server; } <&3 2>/dev/null &
reader=$!
exec 3<&-
trap '' INT TERM HUP
wait $server
code=$?
kill $reader 2>/dev/null
exit $code
`

export interface Server {
  stop(): Promise<void>
}

export interface ServerOptions extends Place {
  /** The folder of the socket, or undefined for loopback. */
  sockets: string | undefined
  port: number
  settings: Record<string, string>
}

/** Starts the server and waits until it takes connections, which after a crash includes the recovery. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { cluster, folder, account, binaries, sockets } = options
  const where = sockets
    ? { listen_addresses: '', unix_socket_directories: quoted(sockets), unix_socket_permissions: '0700' }
    : { listen_addresses: '127.0.0.1' }
  const settings = { ...SETTINGS, ...where, port: String(options.port), ...options.settings }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [...account.prefix, binaries.postgres, '-D', cluster, ...args]
  const guarded = process.platform === 'win32' ? server : ['/bin/sh', '-c', GUARD, 'guard', ...server]
  const logFile = join(folder, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > LOG_BYTES) renameSync(logFile, `${logFile}.old`)
  const log = openSync(logFile, 'a', 0o600)
  const logFrom = statSync(logFile).size
  const before = readMark(cluster).text
  const [command = '', ...rest] = guarded
  const child = spawn(command, rest, {
    ...account.options,
    cwd: folder,
    env: environmentFor(binaries),
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  child.unref()
  const words = () => readFileSync(logFile).subarray(logFrom).toString('utf8').trim().slice(-2000)
  await untilReady(child, { cluster, before, words })
  return { stop: () => stop(child, cluster) }
}

interface Waiting {
  cluster: string
  /** The mark of a killed predecessor, which says "ready" for ever. */
  before: string
  words: () => string
}

async function untilReady(child: ChildProcess, { cluster, before, words }: Waiting): Promise<void> {
  let ended: string | undefined
  child.once('error', (error) => {
    ended = String(error)
  })
  child.once('exit', (code) => {
    ended = `exit code ${code}`
  })
  for (const start = performance.now(); performance.now() - start < READY_WITHIN_MS; await wait(15)) {
    if (ended !== undefined) throw new Error(`the database did not start (${ended}):\n${words()}`)
    const mark = readMark(cluster)
    if (mark.ready && mark.text !== before) return
  }
  await stop(child, cluster)
  throw new Error(`the database was not ready within ${READY_WITHIN_MS / 1000} seconds:\n${words()}`)
}

/** A fast shutdown, and if that takes too long an immediate one, which is safe: the next start recovers. */
async function stop(child: ChildProcess, cluster: string): Promise<void> {
  const { pid } = readMark(cluster)
  child.ref()
  const gone = new Promise<boolean>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(true)
    child.once('exit', () => resolve(true))
  })
  const pipe = child.stdio[3]
  if (process.platform === 'win32') child.kill()
  else if (pipe && 'end' in pipe) (pipe as Writable).end()
  if (await Promise.race([gone, wait(STOP_WITHIN_MS, false, { ref: false })])) return
  if (pid !== undefined) {
    process.kill(pid, 'SIGQUIT')
    await ends(pid, 2_000)
  }
}

/** Lists of folders in a setting are separated by commas, so a folder's own name stands in quotes. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`
}
