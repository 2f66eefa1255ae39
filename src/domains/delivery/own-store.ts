import { sql } from '../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../kit/tables/own-table.ts'

export const OWN_PARCELS: OwnTable = {
  name: 'parcels',
  columns: {
    ...{ parcel_id: 'text', order_id: 'text', from_city: 'text', to_city: 'text', carrier: 'text', tracking: 'text' },
    ...{ cod_paisa: 'integer', state: 'text', tries_count: 'integer', booked_at: 'time', moved_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select parcel_id as place, parcel_id, order_id, from_city_id as from_city, to_city_id as to_city, carrier,
        tracking, cod_paisa, state, tries_count, booked_at, moved_at
      from parcels
      where party_id = ${shopId} and parcel_id > ${placeOf(after)}
      order by parcel_id
      limit ${limit}`),
}
