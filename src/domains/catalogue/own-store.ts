import { sql } from '../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../kit/tables/own-table.ts'

export const OWN_LISTINGS: OwnTable = {
  name: 'listings',
  columns: {
    ...{ listing_id: 'text', source_key: 'text', category: 'text', title: 'text', description: 'text', brand: 'text' },
    ...{ condition: 'text', state: 'text', written_at: 'time', changed_at: 'time', live_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select listing_id as place, listing_id, source_key, category_id as category, title, description, brand, condition,
        state, written_at, changed_at, live_at
      from listings
      where party_id = ${shopId} and listing_id > ${placeOf(after)}
      order by listing_id
      limit ${limit}`),
}

export const OWN_VARIANTS: OwnTable = {
  name: 'variants',
  columns: { variant_id: 'text', listing_id: 'text', sku: 'text', choices: 'text', removed_at: 'time' },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select variant_id as place, variant_id, listing_id, sku, array_to_string(option_values, ', ') as choices,
        removed_at
      from variants
      where party_id = ${shopId} and variant_id > ${placeOf(after)}
      order by variant_id
      limit ${limit}`),
}
