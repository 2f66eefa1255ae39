import { sql } from '../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../kit/tables/own-table.ts'

/** What came of looking, and why something was sent back. The buyers' own words stay on the order's page. */
export const OWN_LOOKS: OwnTable = {
  name: 'looks',
  columns: {
    ...{ order_id: 'text', opened_as: 'text', opened_at: 'time', verdict: 'text', verdict_at: 'time' },
    sent_back_for: 'text',
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select i.order_id as place, i.order_id, i.opened_as, i.opened_at, i.verdict, i.verdict_at,
        b.reason as sent_back_for
      from inspections i
      left join send_backs b on b.party_id = i.party_id and b.order_id = i.order_id
      where i.party_id = ${shopId} and i.order_id > ${placeOf(after)}
      order by i.order_id
      limit ${limit}`),
}
