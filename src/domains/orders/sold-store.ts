import { type Sql, sql } from '../../kit/sql/sql.ts'

const COLUMNS = sql`o.party_id, o.order_id, l.line, o.buyer_id, o.city_id, o.method, o.state, o.placed_at,
  l.listing_id, l.quantity, l.unit_price_paisa, o.arrived_at, o.was_delivered`

/** An order, and how it came to its buyer. */
const ORDER = sql`
  select o.*, door.arrived_at, door.was_delivered
  from orders o
  cross join lateral (
    select min(s.taken_at) as arrived_at, coalesce(bool_or(s.to_state = 'delivered'), false) as was_delivered
    from order_steps s
    where s.party_id = o.party_id and s.order_id = o.order_id and s.to_state in ('at_door', 'delivered')
  ) door`

const LINES = sql`join order_lines l on l.party_id = o.party_id and l.order_id = o.order_id`

/**
 * The lines of some orders as they stand, as a piece of SQL: whoever counts them does so where they lie. The two lists
 * name an order each: its shop and its id. Columns: party_id, order_id, line, buyer_id, city_id, method, state,
 * placed_at, listing_id, quantity, unit_price_paisa; arrived_at is when the parcel first came to the door, or null;
 * was_delivered says whether it was left there.
 */
export function soldLines(shopIds: readonly string[], orderIds: readonly string[]): Sql {
  // Each order is looked up by its key (that is what `offset 0` is for): it must not cost more where there are many.
  return sql`
    select ${COLUMNS}
    from unnest(${shopIds}::uuid[], ${orderIds}::uuid[]) as named (party_id, order_id)
    cross join lateral (
      ${ORDER} where o.party_id = named.party_id and o.order_id = named.order_id offset 0
    ) o
    ${LINES}`
}

/** The same of every order there is. Parties: reads all. */
export function allSoldLines(): Sql {
  return sql`select ${COLUMNS} from (${ORDER}) o ${LINES}`
}
