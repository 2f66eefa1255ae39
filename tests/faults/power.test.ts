import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { between, randomFrom } from '../../db/seed/random.ts'
import { keysFromFile } from '../../src/kit/keys/keys.ts'
import { type Embedded, startEmbedded } from '../../src/kit/postgres/embedded.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { trade } from '../setup/trade.ts'
import { makeDisk, type TestDisk } from './disk.ts'
import { beginLoad, lostIn } from './load.ts'

/** How often the power is cut. `npm run test:power` does it a hundred times, and tries a careless database as well. */
const CUTS = Number(process.env.BHAROSA_CUTS ?? 2)
const isWhole = process.env.BHAROSA_CUTS !== undefined

const made = makeDisk(600)
const isHere = !('missing' in made)
if ('missing' in made) process.stdout.write(`The power was not cut: ${made.missing}.\n`)
else await made.remove()

describe.runIf(isHere)('the power fails while everybody trades', () => {
  test(`${CUTS} times, and what was acknowledged is there each time`, { timeout: 60_000 + CUTS * 15_000 }, async () => {
    const ends = await cutAgainAndAgain(CUTS, {})
    expect(ends.lost).toBe(0)
    expect(ends.acknowledged).toBeGreaterThan(CUTS * 10)
  })

  test('the disk answers everything with an error: nothing more is acknowledged, and all that was is there', {
    timeout: 120_000,
  }, async () => {
    const ends = await cutAgainAndAgain(1, {}, false)
    expect(ends).toMatchObject({ lost: 0 })
    expect(ends.acknowledged).toBeGreaterThan(10)
  })

  test.runIf(isWhole)(
    'a database that does not wait for its disk loses what it said',
    { timeout: 300_000 },
    async () => {
      const careless = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
      expect((await cutAgainAndAgain(3, careless)).lost).toBeGreaterThan(0)
    },
  )
})

interface Ends {
  acknowledged: number
  lost: number
}

/** With `isKilled` false only the disk goes, and the database has to notice for itself that nothing is written. */
async function cutAgainAndAgain(cuts: number, settings: Record<string, string>, isKilled = true): Promise<Ends> {
  const disk = makeDisk(600)
  if ('missing' in disk) throw new Error(disk.missing)
  const folder = join(disk.mount, 'data')
  const ends: Ends = { acknowledged: 0, lost: 0 }
  const isCareful = Object.keys(settings).length === 0
  let running: Running | undefined
  try {
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    running = await start(folder, settings)
    const at = await running.db.tx((tx) => trade(tx, 1_000_000))
    const random = randomFrom(135)
    const { keyId } = running
    for (let cut = 1; cut <= cuts; cut++) {
      const load = beginLoad(running.db, at)
      await load.reaches(between(random, 30, 150))
      if (isKilled) fail(disk, folder)
      else disk.cutPower()
      await load.stop()
      const stopped = running
      running = undefined
      await stopped.stop()
      await disk.again()
      // A careless database may not even start: that is all lost.
      running = await start(folder, settings).catch((error: unknown) => {
        if (isCareful) throw error
        return undefined
      })
      ends.acknowledged += load.acknowledged.size
      if (!running) return { ...ends, lost: ends.lost + load.acknowledged.size }
      const found = await lostIn(running.db, load.acknowledged)
      ends.lost += found.lost.length
      if (isCareful) expect(found, `cut ${cut}`).toEqual({ lost: [], troubles: [] })
      if (isCareful) expect(running.keyId).toBe(keyId)
      if (cut % 5 === 0 || cut === cuts) say(cut, ends, isCareful)
    }
    return ends
  } finally {
    await running?.stop().finally(() => disk.remove())
    if (!running) await disk.remove()
  }
}

function say(cut: number, { acknowledged, lost }: Ends, isCareful: boolean): void {
  const who = isCareful ? '' : ' (fsync off)'
  process.stdout.write(`Power cut ${cut}${who}: ${acknowledged} acknowledged, ${lost} lost\n`)
}

/** The disk is gone at once; the processes on it are ended without a word. */
function fail(disk: TestDisk, folder: string): void {
  const pid = Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10)
  expect(pid).toBeGreaterThan(1)
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
  disk.cutPower()
  for (const each of [pid, ...workers]) if (each > 1) kill(each)
}

/** Some of them notice the dead disk and end before they are ended. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error
  }
}

interface Running {
  db: Database
  /** Names the key without which nothing that is sealed can be opened. */
  keyId: string
  stop(): Promise<void>
}

async function start(folder: string, settings: Record<string, string>): Promise<Running> {
  const server: Embedded = await startEmbedded({ folder, log: () => {}, settings })
  await migrate(server.url, 'db/migrations')
  const keys = keysFromFile(join(folder, 'master.key'))
  const db = openDatabase(server.url, { keys, max: 10 })
  return {
    db,
    keyId: keys.keyId,
    async stop() {
      await db.close()
      // Its mark lies on a disk that may be dead by now, and cannot be read.
      await server.stop().catch(() => undefined)
    },
  }
}
