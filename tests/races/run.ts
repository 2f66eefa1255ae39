// Runs every race by every schedule with few changes, on a PostgreSQL of its own, and prints the counts. It ends with 1
// when a race ended wrong. node tests/races/run.ts [--most 40] [--seed 1] [--only "cancel"] [--with "ship"]
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startScratch } from '../../src/kit/postgres/scratch.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { addressOf } from '../setup/address.ts'
import { COMMANDS } from './commands.ts'
import { allMeetings, type Explored, exploreAll } from './pairs.ts'

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    with: { type: 'string', default: '' },
  },
})

const has = (name: string, first: string, second: string) => name === '' || name === first || name === second
const meetings = allMeetings().filter(
  ({ first, second }) => has(values.only, first.name, second.name) && has(values.with, first.name, second.name),
)
const server = await startScratch({ durable: false, settings: { max_connections: '40', max_wal_size: '1GB' } })
try {
  await migrate(server.url, 'db/migrations')
  const began = performance.now()
  const total: Explored = { race_count: 0, deadlock_count: 0, left_count: 0, findings: [] }
  let done_count = 0
  for await (const { meeting, explored } of exploreAll(meetings, {
    most: Number(values.most),
    seed: Number(values.seed),
    freshUrl,
  })) {
    total.race_count += explored.race_count
    total.deadlock_count += explored.deadlock_count
    total.left_count += explored.left_count
    total.findings.push(...explored.findings)
    done_count++
    for (const finding of explored.findings.slice(0, 1)) console.log(JSON.stringify(finding, null, 1).slice(0, 4_000))
    if (done_count % 25 === 0) {
      const last = `${meeting.first.name} × ${meeting.second.name}`
      console.log(`${done_count} of ${meetings.length} meetings, ${total.race_count} races, the last ${last}`)
    }
  }
  const pairs = new Set(meetings.map(({ first, second }) => `${first.name} × ${second.name}`)).size
  console.log(
    JSON.stringify({
      commands: COMMANDS.length,
      pairs,
      meetings: meetings.length,
      interleavings: total.race_count,
      not_run: total.left_count,
      deadlocks: total.deadlock_count,
      violations: total.findings.length,
      seconds: Math.round((performance.now() - began) / 1_000),
    }),
  )
  process.exitCode = total.findings.length > 0 ? 1 : 0
} finally {
  await server.stop()
}

/** A copy of the migrated database, without rows. */
async function freshUrl(count: number): Promise<string> {
  const copy = `ring_${count}`
  const client = new pg.Client({ connectionString: addressOf(server.url, 'postgres') })
  await client.connect()
  await client.query(`create database ${copy} template bharosa`)
  await client.end()
  return addressOf(server.url, copy)
}
