import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPassword, SUPERUSER } from '../../src/kit/postgres/cluster.ts'
import { type Embedded, startEmbedded } from '../../src/kit/postgres/embedded.ts'
import { openDatabase } from '../../src/kit/sql/database.ts'
import { migrate } from '../../src/kit/sql/migrate.ts'
import { testKeys } from '../setup/database.ts'
import { trade } from '../setup/trade.ts'
import { beginLoad, lostIn } from './load.ts'

const base = mkdtempSync(join(tmpdir(), 'bharosa-failover-'))
chmodSync(base, 0o755)
const running = new Map<string, Embedded>()
afterAll(async () => {
  for (const server of running.values()) await server.stop()
  rmSync(base, { recursive: true, force: true })
})

beforeAll(makeSeed, 60_000)

const placeOf = (name: string) => join(base, name)
const SENDS = { wal_level: 'replica', max_wal_senders: '4' }
/** As docs/operators.md says it: no commit is acknowledged before the second disk has it. */
const SECOND_DISK = { synchronous_standby_names: '*', synchronous_commit: 'on' }

async function start(name: string, settings: Record<string, string>): Promise<string> {
  const server = await startEmbedded({ folder: placeOf(name), log: () => {}, settings })
  running.set(name, server)
  return server.url
}

async function stop(name: string): Promise<void> {
  await running.get(name)?.stop()
  running.delete(name)
}

/** The head of a server dies, and with it all of it. */
function kill(name: string): void {
  const pid = Number.parseInt(readFileSync(join(placeOf(name), 'cluster/postmaster.pid'), 'utf8'), 10)
  expect(pid).toBeGreaterThan(1)
  process.kill(pid, 'SIGKILL')
}

/** Asks a server as its keeper does. */
async function ask<Row extends object>(name: string, url: string, statement: string): Promise<Row[]> {
  const host = new URL(url).searchParams.get('host') ?? '127.0.0.1'
  const password = readPassword(placeOf(name))
  const client = new pg.Client({ host, port: 5432, user: SUPERUSER, password, database: 'postgres' })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Waits until a server says so; one that is just getting up says nothing yet. */
async function until(name: string, url: string, question: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const rows = await ask<{ yes: boolean }>(name, url, `select coalesce((${question}), false) as yes`).catch(() => [])
    if (rows[0]?.yes) return
    await wait(50)
  }
  throw new Error(`${name} never said that ${question}`)
}

/** A market's database as it is before anybody trades, made once for all who need a copy. */
async function makeSeed(): Promise<void> {
  const url = await start('seed', { ...SENDS, fsync: 'off', full_page_writes: 'on' })
  await migrate(url, 'db/migrations')
  await stop('seed')
}

function copySeed(name: string): void {
  mkdirSync(placeOf(name), { mode: 0o755 })
  for (const part of ['cluster', 'password']) {
    cpSync(join(placeOf('seed'), part), join(placeOf(name), part), { recursive: true, preserveTimestamps: true })
  }
  chmodSync(join(placeOf(name), 'cluster'), 0o700)
}

/** A market's database and a second one that follows it. */
async function pair(first: string, second: string, settings: Readonly<Record<string, string>>) {
  for (const name of [first, second]) copySeed(name)
  writeFileSync(join(placeOf(second), 'cluster/standby.signal'), '')
  const url = await start(first, SENDS)
  const host = new URL(url).searchParams.get('host')
  const from = `host=${host} port=5432 user=${SUPERUSER} password=${readPassword(placeOf(first))}`
  const secondUrl = await start(second, { ...SENDS, primary_conninfo: from })
  await until(first, url, `select count(*) = 1 from pg_stat_replication where state = 'streaming'`)
  // Until the second one follows, nothing could be acknowledged: only from here on the first one waits for it.
  for (const [setting, value] of Object.entries(settings)) {
    await ask(first, url, `alter system set ${setting} = '${value}'`)
  }
  await ask(first, url, 'select pg_reload_conf()')
  return { url, secondUrl }
}

const LINK = `select pid from pg_stat_wal_receiver`

test('the first disk is gone: the second has what was acknowledged, and the first, woken again, acknowledges nothing', {
  timeout: 120_000,
}, async () => {
  const { url, secondUrl } = await pair('first', 'second', SECOND_DISK)
  const db = openDatabase(url, { keys: testKeys, max: 10 })
  const at = await db.tx((tx) => trade(tx, 1_000_000))
  const load = beginLoad(db, at)
  await load.reaches(60)
  // The line to the second disk falls silent: from here on nothing may be acknowledged.
  const [link] = await ask<{ pid: number }>('second', secondUrl, LINK)
  process.kill(link?.pid ?? 0, 'SIGSTOP')
  await until('first', url, `select count(*) > 0 from pg_stat_activity where wait_event = 'SyncRep'`)
  const silent = load.acknowledged.size
  kill('first')
  await load.stop()
  await db.close()
  await stop('first').catch(() => undefined)
  // Answers that were on their way when the line fell silent are all that came since.
  expect(load.acknowledged.size - silent).toBeLessThan(20)
  process.kill(link?.pid ?? 0, 'SIGCONT')
  await ask('second', secondUrl, 'select pg_promote()')

  const goesOn = openDatabase(secondUrl, { keys: testKeys, max: 10 })
  expect(await lostIn(goesOn, load.acknowledged)).toEqual({ lost: [], troubles: [] })
  const after = beginLoad(goesOn, at)
  await after.reaches(20)
  await after.stop()

  // Somebody starts the first again, with its old settings: two that think they are the one.
  const old = await start('first', SENDS)
  const left = openDatabase(old, { keys: testKeys, max: 4 })
  const lost = beginLoad(left, at)
  const ended = lost.stop()
  await until('first', old, `select count(*) > 0 from pg_stat_activity where wait_event = 'SyncRep'`)
  expect([...lost.acknowledged]).toEqual([])
  kill('first')
  await ended
  await left.close()
  expect([...lost.acknowledged]).toEqual([])
  expect(await lostIn(goesOn, after.acknowledged)).toEqual({ lost: [], troubles: [] })
  await goesOn.close()
})

test('without these settings the same fall loses what was acknowledged: the test would see it', {
  timeout: 120_000,
}, async () => {
  const { url, secondUrl } = await pair('careless', 'late', {})
  const db = openDatabase(url, { keys: testKeys, max: 10 })
  const at = await db.tx((tx) => trade(tx, 1_000_000))
  await until('careless', url, 'select bool_and(flush_lsn >= pg_current_wal_lsn()) from pg_stat_replication')
  const [link] = await ask<{ pid: number }>('late', secondUrl, LINK)
  process.kill(link?.pid ?? 0, 'SIGSTOP')
  const load = beginLoad(db, at)
  await load.reaches(60)
  kill('careless')
  await load.stop()
  await db.close()
  await stop('careless').catch(() => undefined)
  process.kill(link?.pid ?? 0, 'SIGKILL')
  await until('late', secondUrl, 'select true')
  await ask('late', secondUrl, 'select pg_promote()')
  const goesOn = openDatabase(secondUrl, { keys: testKeys, max: 4 })
  expect((await lostIn(goesOn, load.acknowledged)).lost.length).toBeGreaterThan(0)
  await goesOn.close()
})
