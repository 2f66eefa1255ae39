import { sql } from './sql.ts'
import type { Tx } from './tx.ts'

/** How far the clock of this program runs ahead of the database's, in milliseconds; below zero when it is behind. */
export async function clockSkew(tx: Tx): Promise<number> {
  const row = await tx.one<{ at: Date }>(sql`select clock_timestamp() as at`)
  return tx.now.getTime() - (row?.at.getTime() ?? 0)
}
