import { sql } from '../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../kit/tables/own-table.ts'

export const OWN_STOCK: OwnTable = {
  name: 'stock',
  columns: {
    ...{ variant_id: 'text', listing_id: 'text', price_paisa: 'integer', compare_at_paisa: 'integer' },
    ...{ on_hand_count: 'integer', reserved_count: 'integer', stocked_count: 'integer', changed_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select variant_id as place, variant_id, listing_id, price_paisa, compare_at_paisa, on_hand_count, reserved_count,
        stocked_count, changed_at
      from stock_levels
      where party_id = ${shopId} and variant_id > ${placeOf(after)}
      order by variant_id
      limit ${limit}`),
}

/** Every price there ever was. */
export const OWN_PRICES: OwnTable = {
  name: 'prices',
  columns: { variant_id: 'text', set_at: 'time', price_paisa: 'integer' },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      with those as (
        select variant_id from stock_levels
        where party_id = ${shopId} and variant_id > ${placeOf(after)}
        order by variant_id
        limit ${limit})
      select h.variant_id as place, h.variant_id, h.set_at, h.price_paisa
      from those
      join price_history h on h.party_id = ${shopId} and h.variant_id = those.variant_id
      order by h.variant_id, h.set_at`),
}
