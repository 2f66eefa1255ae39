import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The kernel allows a socket's path 107 bytes (103 on some systems), and PostgreSQL adds `/.s.PGSQL.5432.lock`. */
const LONGEST_SOCKET_FOLDER = 103 - '/.s.PGSQL.5432'.length

/**
 * The private folder of the socket: inside the data folder, or, when that path is too long for a socket, in the
 * system's folder for such things, under a name that depends on the data folder only, so that a second start finds it.
 */
export function socketFolder(folder: string, trusted: (uid: number) => boolean): string {
  const near = join(folder, 'socket')
  if (Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER) {
    mkdirSync(near, { recursive: true, mode: 0o700 })
    return near
  }
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const far = join(tmpdir(), `bharosa-${process.getuid?.() ?? 0}-${name}`)
  if (!existsSync(far)) mkdirSync(far, { mode: 0o700 })
  const seen = lstatSync(far)
  if (!seen.isDirectory() || !trusted(seen.uid) || (seen.mode & 0o077) !== 0) {
    throw new Error(`${far} belongs to somebody else: choose a shorter data folder with BHAROSA_DATA`)
  }
  return far
}

/**
 * Says that this program uses the data folder, for as long as it lives. A socket is the one kind of mark that cannot
 * go stale: after a kill nobody listens on it, whatever process now has the old number.
 */
export async function claim(folder: string, sockets: string | undefined): Promise<Server> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const path = sockets ? join(sockets, 'owner') : `\\\\.\\pipe\\bharosa-${name}`
  if (await answers(path)) {
    throw new Error(
      `Bharosa is already running on ${folder}. Stop it first, or choose another folder with BHAROSA_DATA.`,
    )
  }
  if (sockets) rmSync(path, { force: true })
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  server.unref()
  return server
}

/** True while another program uses the data folder. */
export function isClaimed(sockets: string): Promise<boolean> {
  return answers(join(sockets, 'owner'))
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
