import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

/** Nothing happens when there is a number already. */
export function keepNumber(tx: Tx, rail: string, reference: string, number: string) {
  return tx.count(sql`
    insert into rail_numbers (rail, reference, number, kept_at)
    values (${rail}, ${reference}, ${number}, ${tx.now})
    on conflict (rail, reference) do nothing`)
}

export function findNumber(tx: Tx, rail: string, reference: string) {
  return tx.one<{ number: string }>(sql`
    select number
    from rail_numbers
    where rail = ${rail} and reference = ${reference}`)
}
