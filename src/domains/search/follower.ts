import { setTimeout as wait } from 'node:timers/promises'
import type { Consequences } from '../../kit/events/runner.ts'
import { errorFacts, type Log } from '../../kit/log/log.ts'
import { underRequest } from '../../kit/log/request.ts'
import { type ChangeRow, listChanges, oldestRunning } from './changes-store.ts'
import type { Reader } from './docs.ts'

/**
 * Follows what any process of the market committed, so that the index here is what the market is.
 * The outbox is read again and again; nobody has to be told. A change may be heard twice, and in any order: whoever
 * follows reads what is true now.
 */
export interface Follower {
  /** Follows what was committed since the last time. Says how many events that were. */
  poll(): Promise<number>
  /** Polls from now on, twice a second. */
  start(): void
  stop(): Promise<void>
}

export interface FollowerOptions {
  readonly log: Log
  /** When the way back to where we were is lost: reads everything anew. */
  readonly lost: () => Promise<void>
  /** Whoever heard nothing for so long may have missed what is no longer in the outbox. */
  readonly away_most_ms?: number
}

const EVERY_MS = 500
const BATCH = 500
const NO_ID = '00000000-0000-0000-0000-000000000000'
/** An event whose consequences fail so often is left alone: the others go on. */
const MOST_TRIES = 10
const AWAY_MOST_MS = 12 * 3_600_000

/**
 * Begins to follow from now on: read what is to be kept true after this, not before. `consequences` only read the
 * database.
 */
export async function openFollower(
  db: Reader,
  consequences: Consequences,
  options: FollowerOptions,
): Promise<Follower> {
  return new OutboxFollower(db, consequences, options, await db.read(oldestRunning))
}

class OutboxFollower implements Follower {
  readonly #db: Reader
  readonly #consequences: Consequences
  readonly #options: FollowerOptions
  /** Transactions below this one were followed. */
  #from: string
  #heardAt_ms = performance.now()
  /** Events of transactions that are not below it and were followed already, with their transactions. */
  readonly #done = new Map<string, bigint>()
  readonly #tries = new Map<string, number>()
  #polling: Promise<number> | undefined
  #loop: Promise<void> | undefined
  readonly #ending = new AbortController()

  constructor(db: Reader, consequences: Consequences, options: FollowerOptions, from: string) {
    this.#db = db
    this.#consequences = consequences
    this.#options = options
    this.#from = from
  }

  async poll(): Promise<number> {
    // Whoever asks meanwhile may have committed after this look began, and gets one of its own.
    await this.#polling?.catch(() => 0)
    this.#polling ??= this.#follow().finally(() => {
      this.#polling = undefined
    })
    return this.#polling
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loop
    await this.#polling?.catch(() => 0)
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      await this.poll().catch((error: unknown) => {
        if (!signal.aborted) this.#options.log.warn(errorFacts(error), 'what others changed could not be followed')
      })
      await wait(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  async #follow(): Promise<number> {
    const now = await this.#db.read(oldestRunning)
    const away_ms = performance.now() - this.#heardAt_ms
    // Another server, or one that was put back to an older state, counts its transactions from elsewhere.
    if (BigInt(now) < BigInt(this.#from) || away_ms > (this.#options.away_most_ms ?? AWAY_MOST_MS)) {
      await this.#options.lost()
      this.#done.clear()
      this.#from = now
    }
    let followed = 0
    let isWhole = true
    let place = { tx_id: this.#from, event_id: NO_ID }
    for (;;) {
      const rows = await this.#db.read((tx) => listChanges(tx, place, BATCH))
      for (const row of rows) {
        if (this.#done.has(row.event_id)) continue
        if (await this.#hear(row)) followed++
        else isWhole = false
      }
      const last = rows.at(-1)
      if (!last || rows.length < BATCH) break
      place = last
    }
    this.#heardAt_ms = performance.now()
    // What failed is met again from the same place.
    if (isWhole) this.#goOnFrom(now)
    return followed
  }

  #goOnFrom(tx_id: string): void {
    this.#from = tx_id
    const from = BigInt(tx_id)
    for (const [event_id, of] of this.#done) if (of < from) this.#done.delete(event_id)
    this.#tries.clear()
  }

  /** False when the consequences of an event failed and are to be tried again. */
  async #hear(row: ChangeRow): Promise<boolean> {
    try {
      await underRequest(row.request_id || row.event_id, () =>
        this.#db.read(async (tx) => {
          for (const step of this.#consequences[row.name] ?? []) await step(tx, row)
        }),
      )
    } catch (error) {
      const tries = (this.#tries.get(row.event_id) ?? 0) + 1
      this.#tries.set(row.event_id, tries)
      const facts = { event: row.name, event_id: row.event_id, ...errorFacts(error) }
      this.#options.log.warn(facts, 'an event could not be followed')
      if (tries < MOST_TRIES) return false
    }
    this.#done.set(row.event_id, BigInt(row.tx_id))
    return true
  }
}
