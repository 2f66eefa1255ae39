import { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Refusal } from '../errors/refusal.ts'
import type { Keys } from '../keys/keys.ts'
import { poolOptions } from './connection.ts'
import { together } from './rows.ts'
import type { Sql } from './sql.ts'
import type { NotedEvent, Tx } from './tx.ts'

/** The market's database: the only place where transactions are opened. */
export interface Database {
  /**
   * Runs `body` in one READ COMMITTED transaction and commits it. A deadlock or a serialization failure runs the
   * whole body again, up to three times: so nothing outside the database may be called in it.
   */
  tx<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  /** For pages: reads on one connection without a transaction around them. It refuses to write or to lock. */
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  /** Milliseconds to the database and back. */
  ping(): Promise<number>
  /** Waits for what is running and closes every connection. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  keys: Keys
  /** What `tx.now` says. Default: the computer's clock. */
  clock?: () => Date
  /** Connections at most. Default 10. */
  max?: number
  /** Called with a transaction's events once it has committed. A hint: what matters is in the outbox. */
  onEvents?: (events: readonly NotedEvent[]) => void
}

const ATTEMPTS = 3
/** Serialization failure, deadlock. */
const RETRIED = new Set(['40001', '40P01'])
/** "Current transaction is aborted". */
const ABORTED = '25P02'

/** Opens a pool on a PostgreSQL address. Connections are made when they are first needed. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool(poolOptions(url, options.max ?? 10))
  // A connection that breaks fails the statement that uses it. Without a listener it would end the whole program.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  const clock = options.clock ?? (() => new Date())
  const once = async <T>(body: (tx: Tx) => Promise<T>): Promise<T> => {
    const connection = await pool.connect()
    const session = new Session(connection, { now: clock(), keys: options.keys })
    try {
      return await session.transact(body)
    } finally {
      if (session.isCommitted && session.events.length > 0) options.onEvents?.(session.events)
    }
  }
  return {
    async tx(body) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(body)
        } catch (error) {
          if (attempt === ATTEMPTS || !RETRIED.has(sqlState(error) ?? '')) throw error
          await wait(Math.random() * 25 * 2 ** attempt)
        }
      }
    },
    async read(body) {
      const connection = await pool.connect()
      return new Session(connection, { now: clock(), keys: options.keys }).read(body)
    },
    async ping() {
      const start = performance.now()
      await pool.query('select 1')
      return performance.now() - start
    },
    close: () => pool.end(),
  }
}

/** The five letters in which PostgreSQL says what went wrong, such as 23505 for a key that is taken. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The name of the unique key that a write found taken. */
export function takenKey(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code === '23505' ? error.constraint : undefined
}

const ignore = () => {}

type Mode = 'open' | 'reading' | 'over'

/** One use of one connection. Statements go out as they are asked for, and their answers come back in that order. */
class Session implements Tx {
  readonly now: Date
  readonly keys: Keys
  readonly events: NotedEvent[] = []
  isCommitted = false
  readonly #connection: pg.PoolClient
  readonly #sent = new Set<Promise<unknown>>()
  /** What was sent without waiting for an answer. */
  readonly #unheard: Promise<void>[] = []
  readonly #rows: Sql[] = []
  #mode: Mode = 'open'
  #isGathering = false
  #failure: { error: unknown } | undefined

  constructor(connection: pg.PoolClient, fixed: { now: Date; keys: Keys }) {
    this.#connection = connection
    this.now = fixed.now
    this.keys = fixed.keys
  }

  async all<Row>(query: Sql): Promise<Row[]> {
    return (await this.#send(query)).rows
  }

  async one<Row>(query: Sql): Promise<Row | undefined> {
    return (await this.#send(query)).rows[0]
  }

  async count(query: Sql): Promise<number> {
    return (await this.#send(query)).rowCount ?? 0
  }

  send(query: Sql): void {
    const failed = (error: unknown) => {
      this.#failure ??= { error: withoutValues(error) }
    }
    this.#unheard.push(this.#ask(query).then(ignore, failed))
  }

  sendRow(insert: Sql): void {
    if (this.#mode !== 'open') throw new Error('a row can only be written in an open transaction')
    this.#rows.push(insert)
  }

  noteEvent(event: NotedEvent): void {
    if (this.#mode !== 'open') throw new Error('an event can only be noted in an open transaction')
    this.events.push(event)
  }

  /** BEGIN travels with the first statement, so a transaction costs one journey for its COMMIT and no other. */
  async transact<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    this.#gather()
    this.#track(this.#connection.query(prepared('begin', [])))
    let outcome: { value: T } | { refusal: Refusal }
    try {
      // A refusal that keeps (a counted wrong code) commits what was written, and is then thrown on.
      const end = await body(this).then(
        (value) => ({ value }),
        (error: unknown) => {
          if (error instanceof Refusal && error.keeps) return { refusal: error }
          throw error
        },
      )
      this.#sendRows()
      await this.#settle()
      this.#failAtOnce()
      // What was sent last is still on its way, and COMMIT goes with it. After a failure it rolls back, and says so.
      this.#gather()
      const done = await this.#connection.query(prepared('commit', []))
      await Promise.all(this.#unheard)
      this.#failAtOnce()
      if (done.command !== 'COMMIT') throw new Error('the transaction was rolled back by the database')
      this.isCommitted = true
      this.#release()
      outcome = end
    } catch (error) {
      await this.#rollback()
      throw this.#causeOf(error)
    }
    if ('refusal' in outcome) throw outcome.refusal
    return outcome.value
  }

  async read<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    this.#mode = 'reading'
    try {
      return await body(this)
    } finally {
      await this.#settle()
      this.#release()
    }
  }

  #send(query: Sql): Promise<pg.QueryResult> {
    this.#sendRows()
    return this.#track(this.#ask(query))
  }

  #sendRows(): void {
    for (const rows of together(this.#rows.splice(0))) this.send(rows)
  }

  #ask(query: Sql): Promise<pg.QueryResult> {
    if (this.#mode === 'over') throw new Error(`a statement came after its transaction was over: ${query.text}`)
    if (this.#mode === 'reading' && writes(query.text)) throw new Error(`a read may not write or lock: ${query.text}`)
    // After a failure the database refuses everything, so the first failure is the one to tell.
    if (this.#failure && this.#mode === 'open') return Promise.reject(this.#failure.error)
    this.#gather()
    return this.#connection.query(prepared(query.text, query.values))
  }

  /**
   * Statements asked for in the same moment leave in one write: each write wakes the server, and on two busy cores that
   * costs more than the statement.
   */
  #gather(): void {
    const stream = streamOf(this.#connection)
    if (this.#isGathering || !stream) return
    this.#isGathering = true
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  #track<T>(answer: Promise<T>): Promise<T> {
    const watched = answer.catch((error: unknown) => {
      this.#failure ??= { error: withoutValues(error) }
    })
    this.#sent.add(watched)
    watched.then(() => this.#sent.delete(watched))
    return answer
  }

  /**
   * A statement that was refused only because an earlier one had failed says nothing: the earlier one tells whether to
   * try again (a deadlock) or what is wrong.
   */
  #causeOf(error: unknown): unknown {
    return sqlState(error) === ABORTED && this.#failure ? this.#failure.error : error
  }

  #failAtOnce(): void {
    if (this.#failure) throw this.#failure.error
  }

  async #settle(): Promise<void> {
    while (this.#sent.size > 0) await Promise.all(this.#sent)
    this.#mode = 'over'
  }

  async #rollback(): Promise<void> {
    await this.#settle()
    await Promise.all(this.#unheard)
    try {
      await this.#connection.query(prepared('rollback', []))
      this.#release()
    } catch {
      this.#release(true)
    }
  }

  #release(broken = false): void {
    this.#connection.release(broken)
  }
}

/** The socket under a connection; pg does not name it in its types. */
function streamOf(client: pg.PoolClient): Writable | undefined {
  const connection: unknown = 'connection' in client ? client.connection : undefined
  const stream = typeof connection === 'object' && connection && 'stream' in connection ? connection.stream : undefined
  return stream instanceof Writable ? stream : undefined
}

const NAMES_AT_MOST = 2_000
const names = new Map<string, string>()

/** The same text is the same prepared statement on every connection. Texts without end would fill the server. */
function prepared(text: string, values: readonly unknown[]): { name?: string; text: string; values: unknown[] } {
  let name = names.get(text)
  if (name === undefined && names.size < NAMES_AT_MOST) {
    name = `s${names.size}`
    names.set(text, name)
  }
  return { ...(name === undefined ? {} : { name }), text, values: [...values] }
}

function writes(text: string): boolean {
  return (
    !/^\s*(select|with|values|table|show|explain)\b/i.test(text) ||
    /\b(insert\s+into|for\s+(no\s+key\s+)?(update|share|key\s+share)|delete\s+from|update\s+\w+\s+set)\b/i.test(text)
  )
}

/** What PostgreSQL adds to an error may hold a person's phone number: it is kept out of whatever logs the error. */
function withoutValues(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    for (const name of ['detail', 'where', 'internalQuery'] as const) {
      Object.defineProperty(error, name, { value: error[name], enumerable: false })
    }
  }
  return error
}
