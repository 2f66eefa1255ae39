import { later } from '../../src/kit/clock/clock.ts'
import { type Consequences, deliverIn } from '../../src/kit/events/attempt.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { altered, type NotedEvent, type Tx } from '../../src/kit/sql/tx.ts'

/**
 * The past, played again. All of it is one transaction of the database, whatever its clock says: a fill that is killed
 * in the middle leaves nothing behind, and the next start begins anew.
 */
export interface Replay {
  /** What the market's clock says when the fill is done. */
  readonly now: Date
  /** Does something at a time, and a second later what follows from it. */
  at<T>(time: Date, body: (tx: Tx) => Promise<T>): Promise<T>
  /** The database for verbs that open transactions of their own. */
  databaseAt(time: Date): Database
}

/** One thing that happens at a time. */
export interface Happening {
  readonly at: Date
  /** The people and shops whose affair it is, by key and handle; left out when it may be everybody's. */
  readonly of?: readonly string[]
  readonly act: (replay: Replay, at: Date) => Promise<void>
}

const FOLLOWS_MS = 1000

export function openReplay(tx: Tx, consequences: Consequences, now: Date): Replay {
  async function at<T>(time: Date, body: (tx: Tx) => Promise<T>): Promise<T> {
    const noted: NotedEvent[] = []
    const value = await body(moved(tx, time, noted))
    while (noted.length > 0) {
      const events = noted.splice(0).filter(({ name }) => name in consequences)
      if (events.length > 0) await deliverIn(moved(tx, later(time, FOLLOWS_MS), noted), consequences, events, () => {})
    }
    return value
  }
  return {
    now,
    at,
    databaseAt: (time) => ({
      tx: (body) => at(time, body),
      read: (body) => body(moved(tx, time, [])),
      ping: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    }),
  }
}

/** The same open transaction under another clock. Its events are noted here, and not told after the commit. */
function moved(tx: Tx, now: Date, noted: NotedEvent[]): Tx {
  return altered(tx, { now, noteEvent: (event) => noted.push(event) })
}

const AT_ONCE = 12

/** Lets everything happen in the order of its time. What is the affair of others may happen at once. */
export async function playAll(replay: Replay, happenings: readonly Happening[], onDone: (share: number) => void) {
  const inOrder = happenings.filter(({ at }) => at <= replay.now).toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (let from = 0; from < inOrder.length; ) {
    const together = apart(inOrder, from)
    await Promise.all(together.map(({ act, at }) => act(replay, at)))
    from += together.length
    onDone(from / inOrder.length)
  }
}

/** As many as follow each other and have nobody in common. */
function apart(inOrder: readonly Happening[], from: number): Happening[] {
  const busy = new Set<string>()
  const together: Happening[] = []
  for (const happening of inOrder.slice(from, from + AT_ONCE)) {
    const mayGoAlong = together.length === 0 || happening.of?.every((each) => !busy.has(each))
    if (!mayGoAlong) break
    together.push(happening)
    if (!happening.of) break
    for (const each of happening.of) busy.add(each)
  }
  return together
}
