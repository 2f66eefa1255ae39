import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OrderState } from './process.ts'

/** The buyer's own list, on the buyer's party. Told by events, so it may be a moment behind the order itself. */
export interface BuyerOrderRow {
  party_id: string
  order_id: string
  shop_id: string
  checkout_id: string
  number: string
  shop_name: string
  title: string
  photo_name: string | null
  photo_colour: string | null
  method: 'cod' | 'prepaid'
  state: OrderState
  total_paisa: bigint
  placed_at: Date
  moved_at: Date
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

const columns = sql`party_id, order_id, shop_id, checkout_id, number, shop_name, title, photo_name, photo_colour,
  method,
  state, total_paisa, placed_at, moved_at`

const values = (row: BuyerOrderRow) => sql`
  values (${row.party_id}, ${row.order_id}, ${row.shop_id}, ${row.checkout_id}, ${row.number}, ${row.shop_name},
    ${row.title}, ${row.photo_name}, ${row.photo_colour}, ${row.method}, ${row.state}, ${row.total_paisa},
    ${row.placed_at}, ${row.moved_at})`

/** The first word about an order: when another is there already, it is newer. */
export function sendNewBuyerOrder(tx: Tx, row: BuyerOrderRow): void {
  tx.sendRow(sql`
    insert into buyer_orders (${columns}) ${values(row)}
    on conflict (party_id, order_id) do nothing`)
}

/** Writes or moves a line of the list; an older word about an order never overwrites a newer one. */
export function sendBuyerOrder(tx: Tx, row: BuyerOrderRow): void {
  tx.send(sql`
    insert into buyer_orders as b (${columns}) ${values(row)}
    on conflict (party_id, order_id) do update
    set state = excluded.state, moved_at = excluded.moved_at
    where b.moved_at <= excluded.moved_at`)
}

export function readBuyerOrders(tx: Tx, partyId: string, page: { before: Date; before_id?: string; limit: number }) {
  return tx.all<BuyerOrderRow>(sql`
    select ${columns}
    from buyer_orders
    where party_id = ${partyId} and (placed_at, order_id) < (${page.before}, ${page.before_id ?? FIRST_ID}::uuid)
    order by placed_at desc, order_id desc
    limit ${page.limit}`)
}

export async function countBuyerOrders(tx: Tx, partyId: string): Promise<number> {
  const row = await tx.one<{ order_count: number }>(sql`
    select count(*)::int as order_count
    from buyer_orders
    where party_id = ${partyId}`)
  return row?.order_count ?? 0
}

export function readOrdersOfCheckout(tx: Tx, partyId: string, checkoutId: string) {
  return tx.all<BuyerOrderRow>(sql`
    select ${columns}
    from buyer_orders
    where party_id = ${partyId} and checkout_id = ${checkoutId}
    order by placed_at, order_id`)
}
