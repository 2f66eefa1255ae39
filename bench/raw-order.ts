import pg from 'pg'
import { newId } from '../src/kit/ids/ids.ts'
import type { BenchBuyer, BenchGoods } from './scratch.ts'

/** A cart that waits for its last request. */
export interface RawCart {
  cart_id: string
  checkout_id: string
}

/**
 * The raw floor: the same rows as placing one order, what follows from it included, written by hand in one transaction,
 * statement after statement, with prepared statements over a pool of the same size. No rules, no reading, no HTTP.
 */
export async function rawOrder(pool: pg.Pool, buyer: BenchBuyer, goods: BenchGoods, cart: RawCart): Promise<void> {
  const client = await pool.connect()
  const order = newId()
  const now = new Date()
  const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
  try {
    await client.query('begin')
    await run(
      'stock',
      `update stock_levels set reserved_count = reserved_count + 1
      where party_id = $1 and variant_id = $2 and on_hand_count - reserved_count >= 1`,
      [goods.shop_id, goods.variant_id],
    )
    await run(
      'reservation',
      'insert into reservations (party_id, order_id, variant_id, quantity, reserved_at) values ($1, $2, $3, 1, $4)',
      [goods.shop_id, order, goods.variant_id, now],
    )
    await run(
      'order',
      `insert into orders (party_id, order_id, number, buyer_id, checkout_id, address_id, city_id, method, state,
        items_paisa,
        delivery_paisa, total_paisa, commission_rule_id, commission_paisa, placed_at, moved_at)
      values ($1, $2, 'RAW0001', $3, $4, $5, 'lahore', 'cod', 'placed', 245000, 12000, 257000, 'standard-1', 12250,
        $6, $6)`,
      [goods.shop_id, order, buyer.person_id, cart.checkout_id, buyer.address_id, now],
    )
    await run(
      'line',
      `insert into order_lines (party_id, order_id, line, variant_id, listing_id, title, quantity, unit_price_paisa)
      values ($1, $2, 1, $3, $4, 'raw', 1, 245000)`,
      [goods.shop_id, order, goods.variant_id, goods.listing_id],
    )
    await run(
      'step',
      `insert into order_steps (party_id, order_id, step_number, step, from_state, to_state, taken_by, taken_as,
        taken_at)
      values ($1, $2, 1, 'place', '', 'placed', $3, 'person', $4)`,
      [goods.shop_id, order, buyer.person_id, now],
    )
    await run(
      'hold',
      `insert into holds (party_id, order_id, method, amount_paisa, holder, state, promised_at)
      values ($1, $2, 'cod', 257000, 'rider', 'promised', $3)`,
      [goods.shop_id, order, now],
    )
    await run(
      'event',
      `insert into outbox (party_id, event_id, name, payload, request_id, recorded_at, delivered_at)
      values ($1, $2, 'raw', $3, $4, $5, $5)`,
      [goods.shop_id, newId(), payloadOf(order, buyer, goods, now), newId(), now],
    )
    await rawConsequences(run, { buyer, goods, cart, order, now })
    await client.query('commit')
  } finally {
    client.release()
  }
}

type Run = (name: string, text: string, values: unknown[]) => Promise<unknown>

interface RawPlaced {
  buyer: BenchBuyer
  goods: BenchGoods
  cart: RawCart
  order: string
  now: Date
}

/**
 * The buyer's list, the emptied cart, what the Pulse and the shop's numbers will count, and a message to each side.
 * Theirs wait till tomorrow, so nobody sends them.
 */
async function rawConsequences(run: Run, { buyer, goods, cart, order, now }: RawPlaced): Promise<void> {
  await run(
    'list',
    `insert into buyer_orders (party_id, order_id, shop_id, checkout_id, number, shop_name, title, method, state,
      total_paisa, placed_at, moved_at)
    values ($1, $2, $3, $4, 'RAW0001', 'Shop 1', 'black lawn suit number 1000', 'cod', 'placed', 257000, $5, $5)`,
    [buyer.person_id, order, goods.shop_id, cart.checkout_id, now],
  )
  await run('cart', 'update carts set checkout_id = $1, person_id = $2, changed_at = $3 where party_id = $4', [
    newId(),
    buyer.person_id,
    now,
    cart.cart_id,
  ])
  await run('cart_line', 'delete from cart_lines where party_id = $1 and variant_id = $2', [
    cart.cart_id,
    goods.variant_id,
  ])
  await run('waiting', 'insert into pulse_waiting (party_id, order_id, moved_at) values ($1, $2, $3)', [
    goods.shop_id,
    order,
    now,
  ])
  const sold = [{ listing_id: goods.listing_id, category_id: 'mens-chappal', quantity: 1, paisa: '245000' }]
  await run(
    'numbers',
    `insert into numbers_events (party_id, event_id, kind, happened_at, order_id, buyer_id, city_id, method, paisa,
      reason, lines)
    values ($1, $2, 'ordered', $3, $2, $4, 'lahore', 'cod', 257000, '', $5)`,
    [goods.shop_id, order, now, buyer.person_id, JSON.stringify(sold)],
  )
  const facts = { number: 'RAW0001', shop: 'Shop 1', title: 'black lawn suit number 1000', amount_paisa: '257000' }
  for (const [person, template] of [
    [buyer.person_id, 'order.placed_cod'],
    [goods.shop_id, 'sale.placed'],
  ]) {
    await run(
      'message',
      `insert into messages (party_id, message_id, cause, template, language, facts, channel, state, asked_at,
        try_after)
      values ($1, $2, $3, $4, '', $5, 'sms', 'waiting', $6, $6::timestamptz + interval '1 day')`,
      [person, newId(), `${order}:${template}`, template, facts, now],
    )
  }
}

/** A pool as the server has it. */
export function rawPool(url: string): pg.Pool {
  return new pg.Pool({ connectionString: url, max: 10 })
}

/** What order.placed carries, of the same size: the same rows are the same bytes. */
function payloadOf(order_id: string, buyer: BenchBuyer, goods: BenchGoods, now: Date): object {
  const { shop_id, variant_id, listing_id } = goods
  const { person_id: buyer_id, address_id } = buyer
  const ids = { party_id: shop_id, order_id, buyer_id, checkout_id: address_id, address_id }
  const sums = { items_paisa: '245000', delivery_paisa: '12000', total_paisa: '257000', commission_paisa: '12250' }
  const times = { placed_at: now, moved_at: now, due_at: now, due_step: 'expire', warned_at: null }
  const kind = { number: 'RAW0001', city_id: 'lahore', method: 'cod', state: 'placed', language: 'en' }
  const title = 'black lawn suit number 1000'
  const photo = { photo_name: null, photo_colour: null }
  const line = {
    line: 1,
    variant_id,
    listing_id,
    title,
    choices: '',
    ...photo,
    category_id: 'mens-chappal',
    quantity: 1,
  }
  return {
    order_id,
    shop_id,
    buyer_id,
    cart_id: address_id,
    was_begun: false,
    order: { ...ids, ...kind, ...sums, ...times, commission_rule_id: 'standard-1' },
    lines: [{ ...line, unit_price_paisa: '245000' }],
    shop: { name: 'Shop 1', opened_by: buyer_id, city_id: 'lahore' },
  }
}
