import { sql } from '../../kit/sql/sql.ts'
import { type OwnRow, type OwnTable, placeOf } from '../../kit/tables/own-table.ts'

/** A shop's own orders. A buyer is a sign that is the same for all orders from this shop, and nowhere else. */
export const OWN_ORDERS: OwnTable = {
  name: 'orders',
  columns: {
    ...{ order_id: 'text', number: 'text', buyer: 'text', city: 'text', method: 'text', state: 'text' },
    ...{ items_paisa: 'integer', delivery_paisa: 'integer', total_paisa: 'integer', commission_paisa: 'integer' },
    ...{ placed_at: 'time', moved_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      select order_id as place, order_id, number, city_id as city, method, state,
        left(encode(sha256(convert_to(party_id::text || buyer_id::text, 'UTF8')), 'hex'), 12) as buyer,
        items_paisa, delivery_paisa, total_paisa, commission_paisa, placed_at, moved_at
      from orders
      where party_id = ${shopId} and order_id > ${placeOf(after)}
      order by order_id
      limit ${limit}`),
}

export const OWN_ORDER_LINES: OwnTable = {
  name: 'order_lines',
  columns: {
    ...{ order_id: 'text', line: 'integer', listing_id: 'text', variant_id: 'text', title: 'text', choices: 'text' },
    ...{ quantity: 'integer', unit_price_paisa: 'integer' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      with those as (
        select order_id from orders
        where party_id = ${shopId} and order_id > ${placeOf(after)}
        order by order_id
        limit ${limit})
      select l.order_id as place, l.order_id, l.line, l.listing_id, l.variant_id, l.title, l.choices, l.quantity,
        l.unit_price_paisa
      from those
      join order_lines l on l.party_id = ${shopId} and l.order_id = those.order_id
      order by l.order_id, l.line`),
}

/** What happened to each order, and as what somebody did it; who it was is not said. */
export const OWN_ORDER_STEPS: OwnTable = {
  name: 'order_steps',
  columns: {
    ...{ order_id: 'text', step_number: 'integer', step: 'text', from_state: 'text', to_state: 'text' },
    ...{ taken_as: 'text', taken_at: 'time' },
  },
  page: (tx, shopId, after, limit) =>
    tx.all<OwnRow>(sql`
      with those as (
        select order_id from orders
        where party_id = ${shopId} and order_id > ${placeOf(after)}
        order by order_id
        limit ${limit})
      select s.order_id as place, s.order_id, s.step_number, s.step, s.from_state, s.to_state, s.taken_as, s.taken_at
      from those
      join order_steps s on s.party_id = ${shopId} and s.order_id = those.order_id
      order by s.order_id, s.step_number`),
}
