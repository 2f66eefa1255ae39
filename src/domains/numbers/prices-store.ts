import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What like goods cost: a quarter of the shops asks less than low, a quarter more than high. */
export interface PriceRange {
  category_id: string
  condition: 'new' | 'used'
  shop_count: number
  listing_count: number
  low_paisa: bigint
  middle_paisa: bigint
  high_paisa: bigint
}

export function readRanges(tx: Tx, categoryIds: readonly string[]): Promise<PriceRange[]> {
  return tx.all<PriceRange>(sql`
    select category_id, condition, shop_count, listing_count, low_paisa, middle_paisa, high_paisa
    from numbers_prices where category_id = any(${categoryIds})`)
}

/** Puts these ranges in the place of all that were there. */
export async function replaceRanges(tx: Tx, ranges: readonly PriceRange[]): Promise<void> {
  const rows = ranges.map((one) => ({
    ...one,
    low_paisa: `${one.low_paisa}`,
    middle_paisa: `${one.middle_paisa}`,
    high_paisa: `${one.high_paisa}`,
  }))
  await tx.count(sql`delete from numbers_prices`)
  await tx.count(sql`
    insert into numbers_prices (category_id, condition, shop_count, listing_count, low_paisa, middle_paisa, high_paisa,
      taken_at)
    select r.category_id, r.condition, r.shop_count, r.listing_count, r.low_paisa, r.middle_paisa, r.high_paisa,
      ${tx.now}
    from jsonb_to_recordset(${json(rows)}::jsonb) as r (category_id text, condition text, shop_count int,
      listing_count int, low_paisa bigint, middle_paisa bigint, high_paisa bigint)`)
}
