import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { loadReferenceData } from '../db/seed/fill.ts'
import { isEmptyMarket } from '../db/seed/fill-store.ts'
import { castOf } from '../db/seed/people.ts'
import { randomFrom } from '../db/seed/random.ts'
import { railBooks } from './account-rails.ts'
import { camt053 } from './adapters/statement/camt053/camt053.ts'
import { csv } from './adapters/statement/csv/csv.ts'
import { mt940 } from './adapters/statement/mt940/mt940.ts'
import { diskStorage } from './adapters/storage/disk/disk.ts'
import { findEspeak } from './adapters/voice/espeak/espeak.ts'
import { type Config, shownSettings } from './config.ts'
import { type CityName, consequences } from './consequences.ts'
import { type City, listCategories, listCities } from './domains/catalogue/catalogue.ts'
import { placesFrom, readRates } from './domains/delivery/delivery.ts'
import { recordReceipt } from './domains/messaging/messaging.ts'
import { openLooks } from './domains/numbers/numbers.ts'
import { type Follower, Lookers } from './domains/search/search.ts'
import { clockFrom } from './kit/clock/clock.ts'
import { openRunner, type Runner } from './kit/events/runner.ts'
import { cookies } from './kit/http/cookies.ts'
import { type Jobs, openJobs } from './kit/jobs/jobs.ts'
import { keysFromFile } from './kit/keys/keys.ts'
import type { Log } from './kit/log/log.ts'
import { startEmbedded } from './kit/postgres/embedded.ts'
import { type Database, openDatabase } from './kit/sql/database.ts'
import { migrate, readMigrations } from './kit/sql/migrate.ts'
import { areNewer } from './kit/sql/newest.ts'
import type { NotedEvent } from './kit/sql/tx.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { type Outside, openOutside } from './outside.ts'
import type { Market } from './portals/web/market.ts'
import { openWeb } from './portals/web/web.ts'
import { portals, rails } from './portals.ts'
import { remittanceOf } from './remittances.ts'
import { declareRounds } from './rounds.ts'
import { openSearching } from './searching.ts'

/** A market that is open: what it serves, and how it is closed again. */
export interface OpenMarket {
  readonly market: Market
  readonly app: Hono
  readonly outside: Outside
  readonly jobs: Jobs
  /** Hears what other processes of the market changed. Whoever runs the market starts it. */
  readonly follower: Follower
  close(): Promise<void>
}

/** The folder of the migrations: beside the sources, or beside the built program. */
export function migrationsFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(here, 'db', 'migrations'))) {
    const above = dirname(here)
    if (above === here) throw new Error('broken promise: the migrations lie above the program')
    here = above
  }
  return join(here, 'db', 'migrations')
}

/** The database that the settings name: the embedded one in the data folder, or another. Brought up to date. */
export async function openData(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  mkdirSync(config.dataFolder, { recursive: true })
  const server = config.databaseUrl
    ? { url: config.databaseUrl, stop: () => Promise.resolve() }
    : await startEmbedded({ folder: config.dataFolder })
  try {
    await migrate(server.url, migrationsFolder(), sayToPerson)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

/**
 * A market that has people but no key file has lost it: a new key would open nobody's name. So it does not open.
 */
async function refuseLostKey(config: Config, wasMissing: boolean, db: Database): Promise<void> {
  if (!wasMissing || (await db.read(isEmptyMarket))) return
  rmSync(config.keyFile)
  throw new Error(
    `the key file ${config.keyFile} is missing, and this market has people. Put the file back: without it nobody's ` +
      'name, number or address can be read. If it is lost for good, docs/operators.md says what is left to do.',
  )
}

/** Opens the database with its runner of consequences, which needs the database itself: events come once both stand. */
function openDatabaseWith(config: Config, url: string): { db: Database; listen(runner: Runner): void } {
  let runner: Runner | undefined
  const clock = clockFrom(config.now)
  const db = openDatabase(url, {
    keys: keysFromFile(config.keyFile),
    clock: () => clock.now(),
    max: config.poolSize,
    onEvents: (events: readonly NotedEvent[]) => runner?.noted(events),
  })
  return {
    db,
    listen(started) {
      runner = started
    },
  }
}

/**
 * Puts the market together on a database that is up to date: reference data, the demo market when it is wanted and the
 * market is empty (`fill`), search, the outside world, portals and rounds. `ownBase` is its address on this machine.
 */
export async function openMarket(
  config: Config,
  url: string,
  log: Log,
  how: { ownBase: string; fill?: () => Promise<void> },
): Promise<OpenMarket> {
  const hadNoKey = !existsSync(config.keyFile)
  const { db, listen } = openDatabaseWith(config, url)
  await refuseLostKey(config, hadNoKey, db)
  const keys = keysFromFile(config.keyFile)
  const clock = clockFrom(config.now)
  const now = () => clock.now()
  await db.tx(loadReferenceData)
  if (how.fill && (await db.read(isEmptyMarket))) await how.fill()
  const searching = await openSearching(config, db, log)
  const search = searching.engine
  const { categories, cities, rates } = await readReference(db)
  const runner = openRunner(db, consequences(search, cityNames(cities)), log)
  const storage = diskStorage(join(config.dataFolder, 'photos'))
  const outside = await openOutside({ config, keys, cities, now, ownBase: how.ownBase, books: railBooks(db) })
  listen(runner)
  const found = await searching.start()
  const looks = openLooks(db, log)
  const lookers = new Lookers(db, keys, now, log)
  const market: Market = {
    ...ownFacts(config),
    db,
    keys,
    log,
    now,
    runner,
    cookies: cookies(config.origin.startsWith('https:')),
    storage,
    search,
    lookers,
    looks,
    rails: outside.rails,
    couriers: outside.couriers,
    remittanceOf,
    channel: outside.channel,
    hooks: outside.hooks,
    senders: outside.senders,
    voice: await findEspeak(),
    statementReaders: [camt053, mt940, csv],
    categories,
    cities,
    places: placesFrom(rates, cities),
    demo: demoOf(outside),
  }
  const jobs = openJobs(url, { log })
  declareRounds(jobs, market)
  if (config.role === 'all') await runner.sweep({ atStart: true })
  return {
    market,
    app: openApp(market, outside, openMetrics(market), config),
    outside,
    jobs,
    follower: found.follower,
    async close() {
      await jobs.stop()
      await runner.stop()
      await found.stop()
      await outside.close()
      await looks.keep()
      await lookers.flush().catch(() => undefined)
      await db.close()
    },
  }
}

/** What a newcomer to a demo is shown. */
function demoOf({ simulators }: Outside): Market['demo'] {
  const { sms, mail } = simulators ?? {}
  return sms && mail && { ...sms, mails: mail.mails, cast: castOf(randomFrom(1)), firstShop: 'bilal-shoes' }
}

/** What does not change while the market is open. */
async function readReference(db: Database) {
  return {
    categories: await db.read(listCategories),
    cities: await db.read(listCities),
    rates: await db.read(readRates),
  }
}

/** What the settings say about the market itself. */
function ownFacts(config: Config) {
  return {
    name: config.marketName,
    helpPhone: config.helpPhone,
    origin: config.origin,
    isHttps: config.origin.startsWith('https:'),
    proxyCount: config.proxyCount,
    requestsAMinute: config.requestsAMinute,
    keepNoticesDays: config.keepNoticesDays,
    settings: shownSettings(config),
  }
}

function cityNames(cities: readonly City[]): CityName {
  const names = new Map(
    cities.map((city) => [city.city_id, { en: city.name_en, ur: city.name_ur, 'roman-ur': city.name_roman }]),
  )
  return (cityId, language) => names.get(cityId)?.[language] ?? cityId
}

/**
 * Everything that answers over HTTP. What other machines call stands before the pages, for it carries no form token.
 */
function openApp(market: Market, outside: Outside, metrics: Metrics, config: Config): Hono {
  const app = new Hono()
  app.get('/healthz', (c) => c.text('alive\n'))
  const newest = readMigrations(migrationsFolder()).at(-1)?.name ?? ''
  app.get('/readyz', async (c) => {
    // A newer program that changed the tables takes over: what stands in front sends nobody here any more.
    const ready =
      market.search.ready &&
      (await market.db
        .read((tx) => areNewer(tx, newest))
        .then(
          (newer) => !newer,
          () => false,
        ))
    return ready ? c.text('ready\n') : c.text('not ready\n', 503)
  })
  app.get('/metrics', (c) => metrics.answer(c, config.metricsToken))
  app.get('/channels/sms/receipts', async (c) => {
    const receipt = market.channel.readReceipt(new URL(c.req.url).searchParams)
    if ('unreadable' in receipt) return c.text('', 400)
    await market.db.tx((tx) => recordReceipt(tx, market.channel.name, receipt.id, receipt.status))
    return c.text('')
  })
  if (outside.simulators) app.route('/rails', outside.simulators.pages)
  for (const part of rails(market)) app.route('/', part)
  const web = openWeb(market, metrics.measure)
  for (const portal of portals(market)) web.route('/', portal)
  app.route('/', web)
  app.notFound((c) => web.fetch(c.req.raw, c.env))
  return app
}

function sayToPerson(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`)
}
