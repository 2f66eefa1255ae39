import { connect } from 'node:net'
import { type Config, readConfig } from '../config.ts'
import { clockFrom } from '../kit/clock/clock.ts'
import { type Keys, keysFromFile } from '../kit/keys/keys.ts'
import { runningUrl } from '../kit/postgres/embedded.ts'
import { type Database, openDatabase } from '../kit/sql/database.ts'
import { openData } from '../wiring.ts'

export interface Data {
  readonly config: Config
  readonly db: Database
  readonly keys: Keys
  readonly url: string
}

/**
 * Runs a verb on the market's own data: on the database of a market that is open, or on one that is started for the
 * verb
 * and stopped again after it.
 */
export async function withData<T>(body: (data: Data) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const running = config.databaseUrl ?? (await runningUrl(config.dataFolder))
  const data = running ? { url: running, stop: () => Promise.resolve() } : await openData(config)
  const keys = keysFromFile(config.keyFile)
  const clock = clockFrom(config.now)
  const db = openDatabase(data.url, { keys, clock: () => clock.now(), max: 4 })
  try {
    return await body({ config, db, keys, url: data.url })
  } finally {
    await db.close()
    await data.stop()
  }
}

/** True when something listens on a port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
