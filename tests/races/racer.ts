import { setImmediate as nextTurn } from 'node:timers/promises'
import { later } from '../../src/kit/clock/clock.ts'
import { type Database, sqlState } from '../../src/kit/sql/database.ts'
import { altered, type Tx } from '../../src/kit/sql/tx.ts'
import { seeOnly } from './ring.ts'

/**
 * One of those who act at once. Each thing it sends to the database (and its commit) waits until somebody gives it a
 * turn, so that whoever gives the turns decides in which order two acts meet.
 */
export class Racer {
  /** The server's process that serves it now, to see whether it waits for a lock. */
  pid = 0
  /** True while the step it was given waits for a lock that another one holds. */
  isBlocked = false
  isOver = false
  /** How often the database broke a deadlock by ending its transaction. */
  deadlock_count = 0
  /** What it did, one word a step. */
  readonly said: string[] = []
  readonly #waiting: { label: string; go: () => void }[] = []
  readonly #onChange: () => void
  #isUnderWay = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** It stands before its next step and does nothing until it is given its turn. */
  get isReady(): boolean {
    return !this.isOver && !this.#isUnderWay && this.#waiting.length > 0
  }

  get isSent(): boolean {
    return this.#isUnderWay
  }

  /** Gives it one turn. The step is under way until its answer has come. */
  go(): void {
    const step = this.#waiting.shift()
    if (!step) return
    this.#isUnderWay = true
    this.said.push(step.label)
    step.go()
  }

  /** Waits for a turn and takes one step with it. */
  async step<T>(label: string, act: () => Promise<T>): Promise<T> {
    await this.turn(label)
    try {
      return await act()
    } catch (error) {
      if (sqlState(error) === '40P01') this.deadlock_count++
      throw error
    } finally {
      this.arrived()
    }
  }

  /** Waits for a turn; what was begun with it ends with `arrived`. */
  turn(label: string): Promise<void> {
    if (this.isOver) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push({ label, go: resolve })
      this.#onChange()
    })
  }

  arrived(): void {
    this.#isUnderWay = false
    this.isBlocked = false
    this.#onChange()
  }

  /** Its act has ended; what it left behind goes its way. */
  async ended(): Promise<void> {
    this.isOver = true
    this.#isUnderWay = false
    this.isBlocked = false
    while (this.#waiting.length > 0) {
      this.#waiting.shift()?.go()
      await nextTurn()
    }
    this.#onChange()
  }
}

/** The same database, in which everything that is sent waits for the racer's turn. It sees only the given parties. */
export function inTurns(db: Database, racer: Racer, parties: readonly string[], later_ms = 0): Database {
  const enter = async (tx: Tx): Promise<Tx> => {
    const row = await tx.one<{ pid: number }>(seeOnly(parties, 'close'))
    racer.pid = row?.pid ?? 0
    return altered(tx, {
      now: later(tx.now, later_ms),
      all: (query) => racer.step(wordOf(query.text), () => tx.all(query)),
      one: (query) => racer.step(wordOf(query.text), () => tx.one(query)),
      count: (query) => racer.step(wordOf(query.text), () => tx.count(query)),
      send: (query) => {
        // Whoever sent it does not wait for it; when it fails, the transaction fails.
        racer.step(wordOf(query.text), () => tx.count(query)).catch(() => {})
      },
    })
  }
  return {
    tx: (body) =>
      db
        .tx(async (tx) => {
          // The database runs a body again after a deadlock: the step that ended it is over.
          if (racer.isSent) racer.arrived()
          const stepped = await enter(tx)
          try {
            const value = await body(stepped)
            await racer.turn('commit')
            return value
          } catch (error) {
            await racer.turn('rollback')
            throw error
          }
        })
        .finally(() => racer.arrived()),
    read: (body) => db.read(async (tx) => body(await enter(tx))),
    ping: () => db.ping(),
    close: () => Promise.resolve(),
  }
}

/** 'update holds' of a long statement: enough to follow a failing schedule. */
function wordOf(text: string): string {
  const flat = text.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim()
  const [, verb = '', table = ''] =
    /\b(insert into|update|delete from) (\w+)/i.exec(flat) ?? /\b(from) (\w+)/i.exec(flat) ?? []
  const lock = /\bfor (no key )?update\b/i.test(flat) ? 'lock' : 'read'
  if (verb === '') return flat.slice(0, 40)
  return verb.toLowerCase() === 'from' ? `${lock} ${table}` : `${verb.split(' ')[0]?.toLowerCase()} ${table}`
}
