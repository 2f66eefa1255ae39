import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { OrderState, OrderStep } from './process.ts'

/** party_id is the shop's: everything that moves an order's money lives on it. */
export interface OrderRow {
  party_id: string
  order_id: string
  number: string
  buyer_id: string
  checkout_id: string
  address_id: string
  city_id: string
  method: 'cod' | 'prepaid'
  state: OrderState
  items_paisa: bigint
  delivery_paisa: bigint
  /** What a code takes off the goods, and who pays for that. */
  discount_paisa: bigint
  discount_by: 'shop' | 'market' | null
  voucher_code: string | null
  /** Added by the buyer for the rider. */
  tip_paisa: bigint
  /** Goods and way less the discount, with the tip: what the buyer pays. */
  total_paisa: bigint
  commission_rule_id: string
  commission_paisa: bigint
  language: string
  placed_at: Date
  moved_at: Date
  due_at: Date | null
  due_step: OrderStep | null
  warned_at: Date | null
  /** While it is set nobody packs, ships or releases it but an operator. */
  frozen_at: Date | null
  frozen_for: 'shop_stopped' | 'claim' | 'rail' | 'courier' | null
}

export interface OrderLineRow {
  line: number
  variant_id: string
  listing_id: string
  title: string
  choices: string
  photo_name: string | null
  photo_colour: string | null
  quantity: number
  unit_price_paisa: bigint
}

export interface OrderStepRow {
  step_number: number
  step: string
  from_state: string
  to_state: string
  taken_by: string | null
  taken_as: string
  note: string
  taken_at: Date
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

const placedColumns = sql`party_id, order_id, number, buyer_id, checkout_id, address_id, city_id, method, state,
  items_paisa, delivery_paisa, total_paisa, commission_rule_id, commission_paisa, language, placed_at, moved_at, due_at,
  due_step, warned_at, discount_paisa, discount_by, voucher_code, tip_paisa`

const columns = sql`${placedColumns}, frozen_at, frozen_for`

/**
 * Writes an order with its lines and its first step in one statement, without waiting. When this checkout has one
 * already, its key is taken and the whole transaction fails.
 */
export function sendOrder(tx: Tx, order: OrderRow, lines: OrderLineRow[]): void {
  tx.send(sql`
    with placed as (
      insert into orders (${placedColumns})
      values (${order.party_id}, ${order.order_id}, ${order.number}, ${order.buyer_id}, ${order.checkout_id},
        ${order.address_id}, ${order.city_id}, ${order.method}, ${order.state}, ${order.items_paisa},
        ${order.delivery_paisa}, ${order.total_paisa}, ${order.commission_rule_id}, ${order.commission_paisa},
        ${order.language}, ${order.placed_at}, ${order.moved_at}, ${order.due_at}, ${order.due_step}, null,
        ${order.discount_paisa}, ${order.discount_by}, ${order.voucher_code}, ${order.tip_paisa})
      returning party_id, order_id
    ), lines as (
      insert into order_lines (party_id, order_id, line, variant_id, listing_id, title, choices, photo_name,
        photo_colour, quantity, unit_price_paisa)
      select placed.party_id, placed.order_id, l.line, l.variant_id, l.listing_id, l.title, l.choices, l.photo_name,
        l.photo_colour, l.quantity, l.unit_price_paisa
      from placed, unnest(
        ${lines.map(({ line }) => line)}::smallint[], ${lines.map(({ variant_id }) => variant_id)}::uuid[],
        ${lines.map(({ listing_id }) => listing_id)}::uuid[], ${lines.map(({ title }) => title)}::text[],
        ${lines.map(({ choices }) => choices)}::text[], ${lines.map(({ photo_name }) => photo_name)}::text[],
        ${lines.map(({ photo_colour }) => photo_colour)}::text[], ${lines.map(({ quantity }) => quantity)}::int[],
        ${lines.map(({ unit_price_paisa }) => unit_price_paisa)}::bigint[]
      ) as l (line, variant_id, listing_id, title, choices, photo_name, photo_colour, quantity, unit_price_paisa)
    ), first_step as (
      insert into order_steps
        (party_id, order_id, step_number, step, from_state, to_state, taken_by, taken_as, taken_at)
      select placed.party_id, placed.order_id, 1, 'place', '', ${order.state}, ${order.buyer_id}, 'person',
        ${order.placed_at}
      from placed
    )
    select order_id
    from placed`)
}

export function findOrderOfCheckout(tx: Tx, partyId: string, checkoutId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where party_id = ${partyId} and checkout_id = ${checkoutId}`)
}

/** Reads across parties: which shop's order this is. Locks and writes follow with its party. */
export function readOrder(tx: Tx, orderId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where order_id = ${orderId}`)
}

export function readOrderOfBuyer(tx: Tx, buyerId: string, orderId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where order_id = ${orderId} and buyer_id = ${buyerId}`)
}

export function readOrderOfShop(tx: Tx, partyId: string, orderId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where party_id = ${partyId} and order_id = ${orderId}`)
}

export function lockOrder(tx: Tx, partyId: string, orderId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where party_id = ${partyId} and order_id = ${orderId}
    for update`)
}

export function lockOrderOfBuyer(tx: Tx, partyId: string, orderId: string, buyerId: string) {
  return tx.one<OrderRow>(sql`
    select ${columns}
    from orders
    where party_id = ${partyId} and order_id = ${orderId} and buyer_id = ${buyerId}
    for update`)
}

export interface Move {
  step: OrderStep
  to: OrderState
  taken_by: string | null
  taken_as: string
  note: string
  due_at: Date | null
  due_step: OrderStep | null
  /** What was frozen goes on, because an operator decided or nothing can follow. */
  is_thawed: boolean
}

/** Moves a locked order and writes down the step that moved it. */
export function moveOrder(tx: Tx, order: OrderRow, move: Move) {
  return tx.count(sql`
    with moved as (
      update orders
      set state = ${move.to}, moved_at = ${tx.now}, due_at = ${move.due_at}, due_step = ${move.due_step},
        warned_at = null,
        frozen_at = case when ${move.is_thawed}::boolean then null else frozen_at end,
        frozen_for = case when ${move.is_thawed}::boolean then null else frozen_for end
      where party_id = ${order.party_id} and order_id = ${order.order_id} and state = ${order.state}
      returning party_id, order_id
    )
    insert into order_steps
      (party_id, order_id, step_number, step, from_state, to_state, taken_by, taken_as, note, taken_at)
    select moved.party_id, moved.order_id, 1 + (
        select max(s.step_number)
        from order_steps s
        where s.party_id = ${order.party_id} and s.order_id = ${order.order_id}
      ), ${move.step}, ${order.state}, ${move.to}, ${move.taken_by}, ${move.taken_as}, ${move.note}, ${tx.now}
    from moved`)
}

export function readOrderLines(tx: Tx, partyId: string, orderId: string) {
  return tx.all<OrderLineRow>(sql`
    select line, variant_id, listing_id, title, choices, photo_name, photo_colour, quantity, unit_price_paisa
    from order_lines
    where party_id = ${partyId} and order_id = ${orderId}
    order by line`)
}

export function readOrderSteps(tx: Tx, partyId: string, orderId: string) {
  return tx.all<OrderStepRow>(sql`
    select step_number, step, from_state, to_state, taken_by, taken_as, note, taken_at
    from order_steps
    where party_id = ${partyId} and order_id = ${orderId}
    order by step_number`)
}

export interface ShopStepRow {
  order_id: string
  number: string
  step: string
  taken_by: string | null
  taken_at: Date
}

/** The newest steps that members of a shop took with its orders. */
export function readShopSteps(tx: Tx, partyId: string, limit: number) {
  return tx.all<ShopStepRow>(sql`
    select o.order_id, o.number, s.step, s.taken_by, s.taken_at
    from order_steps s join orders o on o.party_id = s.party_id and o.order_id = s.order_id
    where s.party_id = ${partyId} and s.taken_as = 'shop'
    order by s.taken_at desc, o.order_id
    limit ${limit}`)
}

export function readOrdersDue(tx: Tx, limit: number) {
  return tx.all<OrderRow>(sql`
    select ${columns}
    from orders
    where due_at <= ${tx.now} and (frozen_at is null or due_step <> 'release')
    order by due_at
    limit ${limit}`)
}

export function readOrdersToWarn(tx: Tx, states: string[], until: Date, limit: number) {
  return tx.all<OrderRow>(sql`
    select ${columns}
    from orders
    where due_at > ${tx.now} and due_at <= ${until} and state = any(${states}::text[]) and warned_at is null
      and frozen_at is null
    order by due_at
    limit ${limit}`)
}

/** Moves the clock of a locked order. */
export function setDue(tx: Tx, order: OrderRow, due_at: Date) {
  return tx.count(sql`
    update orders
    set due_at = ${due_at}
    where party_id = ${order.party_id} and order_id = ${order.order_id} and due_at is not null`)
}

export function setWarned(tx: Tx, order: OrderRow) {
  return tx.count(sql`
    update orders
    set warned_at = ${tx.now}
    where party_id = ${order.party_id} and order_id = ${order.order_id} and warned_at is null and due_at is not null`)
}

export function readOrdersOfShop(
  tx: Tx,
  partyId: string,
  states: string[],
  page: { before: Date; before_id?: string; limit: number },
) {
  return tx.all<OrderRow>(sql`
    select ${columns}
    from orders
    where party_id = ${partyId} and state = any(${states}::text[])
      and (placed_at, order_id) < (${page.before}, ${page.before_id ?? FIRST_ID}::uuid)
    order by placed_at desc, order_id desc
    limit ${page.limit}`)
}

export function readStateCounts(tx: Tx, partyId: string) {
  return tx.all<{ state: OrderState; order_count: number }>(sql`
    select state, count(*)::int as order_count
    from orders
    where party_id = ${partyId}
    group by state`)
}

/** For the operator: orders of all shops, newest first. */
export function readOrdersOfMarket(tx: Tx, states: string[], number: string | null, before: Date, limit: number) {
  return tx.all<OrderRow>(sql`
    select ${columns}
    from orders
    where state = any(${states}::text[]) and (${number}::text is null or number = ${number}) and placed_at < ${before}
    order by placed_at desc, order_id desc
    limit ${limit}`)
}

export function readOrdersNotMoved(tx: Tx, state: OrderState, since: Date, limit: number) {
  return tx.all<OrderRow>(sql`
    select ${columns}
    from orders
    where state = ${state} and moved_at < ${since}
    order by moved_at
    limit ${limit}`)
}
