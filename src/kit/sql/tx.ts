import type { Keys } from '../keys/keys.ts'
import type { Sql } from './sql.ts'

/**
 * One open transaction. It carries the time, so that every row it writes agrees on it, and the keys, so that sealed
 * values are opened only where a transaction is at hand. Statements sent without waiting between them travel together:
 * `await Promise.all([tx.all(a), tx.all(b)])` is one round trip.
 */
export interface Tx {
  readonly now: Date
  readonly keys: Keys
  /** All rows of a statement. */
  all<Row>(query: Sql): Promise<Row[]>
  /** The first row, or undefined. */
  one<Row>(query: Sql): Promise<Row | undefined>
  /** How many rows a write touched. A guarded write that touched none was refused by its own WHERE. */
  count(query: Sql): Promise<number>
  /**
   * Sends a write whose answer nobody needs: what comes last travels with the COMMIT, one journey less. When it fails,
   * the transaction fails with its error.
   */
  send(query: Sql): void
  /**
   * Inserts a row whose place among the writes that are only sent matters to nobody: rows of the same statement leave
   * as one, before the next statement that is waited for, or with the COMMIT. Otherwise as `send`.
   */
  sendRow(insert: Sql): void
  /** Notes an event for the outbox runner, once the transaction has committed. Called by kit/events only. */
  noteEvent(event: NotedEvent): void
}

export interface NotedEvent {
  readonly party_id: string
  readonly event_id: string
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** The same open transaction with something else about it: another clock, another ear for its events. */
export function altered(tx: Tx, changes: Partial<Tx>): Tx {
  return {
    now: tx.now,
    keys: tx.keys,
    all: (query) => tx.all(query),
    one: (query) => tx.one(query),
    count: (query) => tx.count(query),
    send: (query) => tx.send(query),
    sendRow: (insert) => tx.sendRow(insert),
    noteEvent: (event) => tx.noteEvent(event),
    ...changes,
  }
}
