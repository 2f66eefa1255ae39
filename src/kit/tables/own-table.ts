import type { Tx } from '../sql/tx.ts'

/** What a column holds. An amount is an integer in paisa, a time is UTC. */
export type OwnKind = 'text' | 'integer' | 'time'

/** `place` says where a row stands, to go on from. It is no column. */
export type OwnRow = Readonly<Record<string, string | number | bigint | Date | null>> & { readonly place: string }

/** A table that a party may take away whole: every row of it is the party's own, and no row names another person. */
export interface OwnTable {
  readonly name: string
  readonly columns: Readonly<Record<string, OwnKind>>
  /** The rows of at most `limit` things after a place, in the order of their places; '' is the beginning. */
  page(tx: Tx, partyId: string, after: string, limit: number): Promise<OwnRow[]>
}

/** Where a page begins: before the first id there is. */
export function placeOf(after: string): string {
  return after || '00000000-0000-0000-0000-000000000000'
}
