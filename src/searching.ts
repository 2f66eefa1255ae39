import { join } from 'node:path'
import { type OpenSearchEngine, openSearchEngine } from './adapters/search/opensearch/opensearch.ts'
import type { Config } from './config.ts'
import { listCategories } from './domains/catalogue/catalogue.ts'
import {
  describing,
  type Follower,
  loadIndex,
  makeEngine,
  type OwnEngine,
  openFollower,
  refreshRules,
  type SearchEngine,
  shelvesFrom,
  startIndex,
} from './domains/search/search.ts'
import { errorFacts, type Log } from './kit/log/log.ts'
import type { Database } from './kit/sql/database.ts'
import { indexLegs } from './search-legs.ts'

/** What finds goods, kept up to date. */
export interface Searching {
  readonly engine: SearchEngine
  /**
   * Fills the index, or opens what was kept. What is committed from now on by whichever process is heard by the
   * follower, once somebody starts it.
   */
  start(): Promise<{ readonly follower: Follower; stop(): Promise<void> }>
}

/** The engine that the settings name: our own in this process, or OpenSearch when it has an address. */
export async function openSearching(config: Config, db: Database, log: Log): Promise<Searching> {
  const url = config.setting('OPENSEARCH_URL')
  if (url === '') {
    const engine = await makeEngine(db)
    return { engine, start: () => startOwn(config, db, engine, log) }
  }
  const language = describing(shelvesFrom(await db.read(listCategories)))
  const engine = await openSearchEngine({ url, prefix: config.setting('OPENSEARCH_PREFIX'), log }, language)
  await db.read((tx) => refreshRules(tx, engine))
  return { engine, start: () => startRemote(config, db, engine, log) }
}

async function startOwn(config: Config, db: Database, engine: OwnEngine, log: Log) {
  // From before the index is read: what is committed meanwhile is heard too.
  const follower = await openFollower(db, indexLegs(engine), { log, lost: () => indexing.recheck() })
  const indexing = await startIndex(db, engine, join(config.dataFolder, 'search'), log)
  return {
    follower,
    async stop() {
      await follower.stop()
      await indexing.stop()
    },
  }
}

/** One node fills OpenSearch and follows what the others missed to send; further nodes only ask. */
async function startRemote(config: Config, db: Database, engine: OpenSearchEngine, log: Log) {
  const state = { stopped: false }
  const fill = async () => {
    await loadIndex(db, engine, () => {}, state)
    if (!state.stopped) await engine.endFilling()
  }
  const isFirst = config.role === 'all'
  const follower = await openFollower(db, isFirst ? indexLegs(engine) : {}, {
    log,
    lost: isFirst ? fill : async () => {},
  })
  const filled = isFirst
    ? fill().catch((error: unknown) => {
        if (!state.stopped) log.error(errorFacts(error), 'OpenSearch is not filled')
      })
    : Promise.resolve()
  return {
    follower,
    async stop() {
      state.stopped = true
      await follower.stop()
      await filled
      await engine.close()
    },
  }
}
