import type { Person, Session } from '../../domains/identity/identity.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Locale } from '../../kit/text/locale.ts'
import type { Say } from '../../kit/text/messages.ts'
import type { Market } from '../web/market.ts'

/** One request as an operation sees it. */
export interface Ask {
  readonly market: Market
  readonly locale: Locale
  readonly t: Say
  /** Where the request comes from, for limits. */
  readonly address: string
  /** What the program says it is, for the list of signed-in devices. */
  readonly agent: string
  readonly caller: Caller | undefined
  /** Reads on one connection, without a transaction. */
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * The one transaction that makes the effect. What it gives is the answer: under an Idempotency-Key it is kept in the
   * same transaction, so that both are there or neither is.
   */
  write<T>(body: (tx: Tx) => Promise<T>): Promise<T>
}

/** Who showed a good token. */
export interface Caller {
  readonly person: Person
  readonly session: Session
}

/** A request by somebody who is signed in. */
export interface PersonAsk extends Ask {
  readonly caller: Caller
  readonly person: Person
}
