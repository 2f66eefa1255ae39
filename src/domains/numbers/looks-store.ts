import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface LooksRow {
  party_id: string
  /** 2026-03-09, in Pakistan. */
  day: string
  listing_id: string
  looked_count: number
  carted_count: number
}

/** Adds looks of some listings and days, of one shop or of many. */
export function addLooks(tx: Tx, rows: readonly LooksRow[]): Promise<number> {
  return tx.count(sql`
    insert into numbers_looks as l (party_id, day, listing_id, looked_count, carted_count)
    select r.party_id, r.day, r.listing_id, r.looked_count, r.carted_count
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (party_id uuid, day date, listing_id uuid, looked_count int,
      carted_count int)
    order by r.party_id, r.day, r.listing_id
    on conflict (party_id, day, listing_id) do update
    set looked_count = l.looked_count + excluded.looked_count, carted_count = l.carted_count + excluded.carted_count`)
}
