import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { errorFacts, type Log } from '../log/log.ts'
import type { NotedEvent, Tx } from '../sql/tx.ts'
import { type Consequences, deliverIn } from './attempt.ts'
import { FIRST_WAIT_S, listForgotten, markTried } from './outbox.ts'

/** What the runner needs from the database. */
export interface OpensTransactions {
  tx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

export type { Consequence, Consequences } from './attempt.ts'

export interface Runner {
  /** Told by the database after each commit, before the one who committed goes on. Returns at once. */
  noted(events: readonly NotedEvent[]): void
  /** Finds events that were forgotten and queues them. Says how many it found. At the start nothing is too young. */
  sweep(options?: { readonly atStart?: boolean }): Promise<number>
  /**
   * Waits until all noted so far, and all that followed from it, is delivered or has failed. False when time ran out.
   */
  settled(timeout_ms: number): Promise<boolean>
  /** Delivers what is queued, then takes nothing more: the outbox keeps it for the next start. */
  stop(): Promise<void>
}

const BATCH = 50
/** Where several commit at once, the next events wait this long for others, and one transaction carries them all. */
const GATHER_MS = 8
const SWEEP_LIMIT = 500

/** Tickets number the first causes: what follows from an event carries that event's ticket. */
interface Queued {
  readonly event: NotedEvent
  readonly ticket: number
}

interface Waiter {
  readonly upTo: number
  readonly finish: (settled: boolean) => void
}

/**
 * Delivers events to their consequences right after the commit: up to 50 in one transaction, and each alone when one of
 * them fails, so that a bad event harms nobody but itself. A failed event waits in the outbox for the sweep.
 */
export function openRunner(db: OpensTransactions, consequences: Consequences, log: Log): Runner {
  return new QueueRunner(db, consequences, log)
}

class QueueRunner implements Runner {
  readonly #db: OpensTransactions
  readonly #consequences: Consequences
  readonly #log: Log
  readonly #queue: Queued[] = []
  /** Tickets of what is queued or under way, by event, so that a sweep queues nothing twice. */
  readonly #pending = new Map<string, number>()
  /** Tickets that events under way hand on to what follows from them. */
  readonly #inherited = new Map<string, number>()
  readonly #waiters = new Set<Waiter>()
  #lastTicket = 0
  #deliveredAt = Number.NEGATIVE_INFINITY
  /** Commits that noted events since the last batch was taken, and those of that batch. */
  #commits = 0
  #commitsBefore = 0
  #loop: Promise<void> | undefined
  #stopped = false

  constructor(db: OpensTransactions, consequences: Consequences, log: Log) {
    this.#db = db
    this.#consequences = consequences
    this.#log = log
  }

  noted(events: readonly NotedEvent[]): void {
    for (const event of events) {
      const ticket = this.#inherited.get(event.event_id) ?? ++this.#lastTicket
      this.#inherited.delete(event.event_id)
      if (this.#stopped || this.#pending.has(event.event_id)) continue
      this.#pending.set(event.event_id, ticket)
      this.#queue.push({ event, ticket })
    }
    this.#commits++
    if (this.#queue.length > 0) this.#loop ??= this.#work()
  }

  async sweep({ atStart = false }: { readonly atStart?: boolean } = {}): Promise<number> {
    if (this.#stopped) return 0
    const forgotten = await this.#db.tx((tx) => listForgotten(tx, atStart ? 0 : FIRST_WAIT_S, SWEEP_LIMIT))
    if (forgotten.length > 0) this.#log.info({ events: forgotten.length }, 'the sweep found forgotten events')
    this.noted(forgotten)
    return forgotten.length
  }

  settled(timeout_ms: number): Promise<boolean> {
    const upTo = this.#lastTicket
    if (!this.#holdsBack(upTo)) return Promise.resolve(true)
    return new Promise((resolve) => {
      const finish = (settled: boolean) => {
        clearTimeout(timer)
        this.#waiters.delete(waiter)
        resolve(settled)
      }
      const timer = setTimeout(() => finish(false), timeout_ms)
      const waiter = { upTo, finish }
      this.#waiters.add(waiter)
    })
  }

  async stop(): Promise<void> {
    while (this.#loop) await this.#loop
    this.#stopped = true
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      // Whoever committed goes on first; what follows can wait for the next turn.
      const isBusy = this.#commitsBefore > 1 && performance.now() - this.#deliveredAt < GATHER_MS
      await (isBusy ? wait(GATHER_MS) : nextTurn())
      this.#commitsBefore = this.#commits
      this.#commits = 0
      const batch = this.#queue.splice(0, BATCH)
      await this.#deliver(batch)
      this.#deliveredAt = performance.now()
      for (const { event } of batch) this.#pending.delete(event.event_id)
      for (const waiter of [...this.#waiters]) if (!this.#holdsBack(waiter.upTo)) waiter.finish(true)
    }
    this.#loop = undefined
  }

  async #deliver(batch: readonly Queued[]): Promise<void> {
    if ((await this.#attempt(batch)) === undefined) return
    for (const queued of batch) {
      const error = await this.#attempt([queued])
      if (error !== undefined) await this.#noteTrouble(queued.event, error)
    }
  }

  /** What went wrong, or undefined when the whole batch is done with. */
  async #attempt(batch: readonly Queued[]): Promise<Error | undefined> {
    const tickets = new Map(batch.map(({ event, ticket }) => [event.event_id, ticket]))
    const children: string[] = []
    const disown = () => {
      for (const child of children.splice(0)) this.#inherited.delete(child)
    }
    const body = (tx: Tx) => {
      disown() // The database may run the body again after a deadlock; the first run's events never were.
      const events = batch.map((queued) => queued.event)
      return deliverIn(tx, this.#consequences, events, (child, of) => {
        children.push(child.event_id)
        this.#inherited.set(child.event_id, tickets.get(of.event_id) ?? this.#lastTicket)
      })
    }
    try {
      await this.#db.tx(body)
      return undefined
    } catch (error) {
      disown()
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  async #noteTrouble(event: NotedEvent, error: Error): Promise<void> {
    const facts = { event: event.name, event_id: event.event_id, party_id: event.party_id }
    this.#log.error({ ...facts, ...errorFacts(error) }, 'the consequences of an event failed')
    try {
      await this.#db.tx((tx) => markTried(tx, event, error.message))
    } catch (second) {
      this.#log.error({ ...facts, ...errorFacts(second) }, 'the failure of an event could not be noted')
    }
  }

  #holdsBack(upTo: number): boolean {
    for (const ticket of this.#pending.values()) if (ticket <= upTo) return true
    return false
  }
}
