import { sql } from './sql.ts'
import type { Tx } from './tx.ts'

/** Whether the tables are newer than a program knows: a newer one has changed them while it runs. */
export async function areNewer(tx: Tx, newestKnown: string): Promise<boolean> {
  const row = await tx.one(sql`select name from migrations where name > ${newestKnown} limit 1`)
  return row !== undefined
}
