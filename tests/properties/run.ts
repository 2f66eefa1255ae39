// Walks at random beside the model until so many operations are done: node tests/properties/run.ts --operations 1000000
// A walk that goes wrong is kept in seeds.json, and is walked again by every `npm test`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startScratch } from '../../src/kit/postgres/scratch.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { openRing } from '../races/ring.ts'
import { loadCast } from '../races/scene.ts'
import { addressOf } from '../setup/address.ts'
import { type Kept, keptOf, walk } from './walks.ts'

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1_000)) },
    at_once: { type: 'string', default: '4' },
  },
})
const wanted = Number(values.operations)
const atOnce = Number(values.at_once)
const FILE = join(import.meta.dirname, 'seeds.json')
/** Walks of one seed, and of one database: a full one is slow to judge, so a new one is made soon. */
const RUNS = 6
const MOST = 120
/** After so many walks that went wrong there is enough to look at. */
const MOST_WRONG = 5

const server = await startScratch({ durable: false, settings: { max_connections: '40', max_wal_size: '1GB' } })
const done = { count: 0, worked: 0 }
let wrong_count = 0
try {
  await migrate(server.url, 'db/migrations')
  const began = performance.now()
  let seed = Number(values.seed)
  for (let group = 0; done.count < wanted && wrong_count < MOST_WRONG; group++) {
    const ring = await openRing(await freshUrl(group))
    try {
      const cast = await ring.db.tx(loadCast)
      const seeds = Array.from({ length: atOnce }, () => seed++)
      const where = { ring, cast, done }
      const failed = await Promise.all(
        seeds.map((one) => walk(where, { seed: one, runs: RUNS, most: MOST }).catch((error: unknown) => error)),
      )
      for (const error of failed) if (error !== undefined) await keep(error, where)
    } finally {
      await ring.close()
    }
    await drop(group)
    const per_s = Math.round((done.count / (performance.now() - began)) * 1_000)
    if (group % 100 === 0) console.log(`${done.count} operations, ${per_s} a second, ${wrong_count} walks went wrong`)
  }
  const seconds = Math.round((performance.now() - began) / 1_000)
  const worked = Math.round((done.worked / done.count) * 100)
  console.log(
    JSON.stringify({
      operations: done.count,
      worked_percent: worked,
      seconds,
      per_s: Math.round(done.count / seconds),
      first_seed: Number(values.seed),
      wrong: wrong_count,
    }),
  )
  process.exitCode = wrong_count > 0 ? 1 : 0
} finally {
  await server.stop()
}

/** Writes down what went wrong, as short as it goes. */
async function keep(error: unknown, where: Parameters<typeof keptOf>[0]): Promise<void> {
  if (!(error instanceof Error)) throw error
  wrong_count++
  const kept = await keptOf(where, error)
  if (!kept) throw error
  console.log(JSON.stringify(kept, null, 1))
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as Kept[]
  if (known.some(({ walk: words }) => words.join() === kept.walk.join())) return
  writeFileSync(FILE, `${JSON.stringify([...known, kept], null, 2)}\n`)
}

async function freshUrl(group: number): Promise<string> {
  await onServer(`create database walks_${group} template bharosa`)
  return addressOf(server.url, `walks_${group}`)
}

function drop(group: number): Promise<void> {
  return onServer(`drop database walks_${group}`)
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(server.url, 'postgres') })
  await client.connect()
  await client.query(statement)
  await client.end()
}
