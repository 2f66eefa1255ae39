import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from './embedded.ts'

const PREFIX = 'bharosa-scratch-'

/**
 * A database for a test or a measurement, in a folder of its own that goes away with it. With `durable: false` it
 * waits for no disk, because nothing in it outlives the program: it lies in memory where there is room.
 */
export async function startScratch(options: {
  durable: boolean
  settings?: Record<string, string>
}): Promise<Embedded> {
  const place = options.durable ? tmpdir() : inMemory()
  removeLeft(place)
  const folder = mkdtempSync(join(place, `${PREFIX}${process.pid}-`))
  // Others may look in, so that root need not run the server in a user namespace; the cluster inside stays closed.
  chmodSync(folder, 0o755)
  const careless = options.durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const { url, stop } = await startEmbedded({ folder, log: () => {}, settings: { ...careless, ...options.settings } })
    return { url, stop: () => stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** The folder of Linux that is memory, while 2 GB and half of it are free; the usual one elsewhere. */
function inMemory(): string {
  try {
    const { bavail, blocks, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 2 ** 31 && bavail * 2 > blocks ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** A program that was killed left its folder behind, which may lie in memory. */
function removeLeft(place: string): void {
  for (const name of readdirSync(place)) {
    const [, pid] = /^bharosa-scratch-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(place, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
