import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../../kit/log/log.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { liveListingsAfter } from '../catalogue/catalogue.ts'
import { docsOf, type Reader } from './docs.ts'
import type { SearchDoc } from './engine.ts'
import { hashOf } from './index/layout.ts'
import type { OwnEngine } from './own-engine.ts'

const BATCH = 1000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const QUIET_MS = 2000
/** The market opens after so long, and fills its index while it serves. */
const PATIENCE_MS = 3000

/** An engine that is being filled. */
interface Filled {
  put(doc: SearchDoc): void
  /** Notes ids of what is put in or taken out from now on; without a set it ends. */
  watch?(changed?: Set<string>): void
  /** Resolves when it has taken in most of what was put. */
  keepUp?(): Promise<void>
  readonly size: number
  ready: boolean
}

/**
 * Puts everything that is on sale into the engine, in batches, and marks it ready. Says how far it is when that takes
 * longer than two seconds. What changes meanwhile comes by refreshListing.
 */
export async function loadIndex(
  db: Reader,
  engine: Filled,
  say: (done: number) => void = sayOnTerminal,
  state = { stopped: false },
): Promise<void> {
  let begun: Date | undefined
  for await (const { docs, changed, now } of batches(db, engine)) {
    if (state.stopped) return
    putUnchanged(engine, docs, changed)
    await engine.keepUp?.()
    begun ??= now
    if (now.getTime() - begun.getTime() > QUIET_MS) say(engine.size)
  }
  engine.ready = true
}

/** All listings in batches, with the ids of what was changed since a batch was read. */
async function* batches(db: Reader, engine: Filled) {
  try {
    for (let after = FIRST_ID; after !== ''; ) {
      const changed = new Set<string>()
      engine.watch?.(changed)
      yield await db.read(async (tx) => {
        const listings = await liveListingsAfter(tx, after, BATCH)
        after = listings.at(-1)?.listing_id ?? ''
        return { docs: await docsOf(tx, listings), changed, now: tx.now }
      })
    }
  } finally {
    engine.watch?.()
  }
}

/** What was brought up to date while a batch was read is newer, and left as it is. */
function putUnchanged(engine: Filled, docs: readonly SearchDoc[], changed: ReadonlySet<string>): void {
  for (const doc of docs) if (!changed.has(doc.listing_id)) engine.put(doc)
}

function sayOnTerminal(done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`Search: ${done} listings read\n`)
}

interface StartNeeds {
  readonly refresh: (tx: Tx, ids: readonly string[]) => Promise<void>
  readonly log?: Log | undefined
}

/** An index that was started, and may still be filled or checked. */
export interface StartedIndex {
  /** When the index is what the market is. Rejects when the market could not be read. */
  readonly whole: Promise<void>
  /** Reads the whole market anew: for whoever may have missed a change. */
  recheck(): Promise<void>
  /** Ends checking, and keeps the index for the next start. */
  stop(): Promise<void>
}

/**
 * Starts the index of a market. From the snapshot in `folder` it is ready at once, and is then checked against the
 * market, listing by listing, while it serves. Without a usable snapshot it is filled from the market; the caller waits
 * for that only a moment. `refresh` brings listings up to date: what the snapshot has and the market has not.
 */
export async function startIndex(
  db: Reader,
  engine: OwnEngine,
  folder: string,
  { refresh, log }: StartNeeds,
): Promise<StartedIndex> {
  const state = { stopped: false }
  engine.ready = await engine.load(folder)
  const whole = (engine.ready ? check(db, engine, refresh, state) : loadIndex(db, engine, sayOnTerminal, state)).then(
    () => (state.stopped ? undefined : engine.save(folder)),
    (error: unknown) => {
      // The database closes under whoever still reads when the market stops.
      if (!state.stopped) throw error
    },
  )
  const broken = whole.catch((error: unknown) => log?.error({ err: error }, 'the search index is not whole'))
  if (!engine.ready) await Promise.race([broken, wait(PATIENCE_MS, undefined, { ref: false })])
  return {
    whole,
    async recheck() {
      await broken
      await check(db, engine, refresh, state)
    },
    async stop() {
      state.stopped = true
      await broken
      if (engine.ready) await engine.save(folder)
      await engine.close()
    },
  }
}

/** Reads the whole market, puts in what is new or changed, and looks again at what was not met. */
async function check(
  db: Reader,
  engine: OwnEngine,
  refresh: (tx: Tx, ids: readonly string[]) => Promise<void>,
  state: { stopped: boolean },
): Promise<void> {
  const met = new Set<number>()
  for await (const { docs, changed } of batches(db, engine)) {
    if (state.stopped) return
    putUnchanged(engine, docs, changed)
    for (const { listing_id } of docs) met.add(hashOf(listing_id))
  }
  const doubtful = engine.idsWhere((hash) => !met.has(hash))
  for (let i = 0; i < doubtful.length && !state.stopped; i += BATCH) {
    await db.read((tx) => refresh(tx, doubtful.slice(i, i + BATCH)))
  }
}
