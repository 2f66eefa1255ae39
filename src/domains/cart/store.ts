import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

export interface CartRow {
  party_id: string
  person_id: string | null
  checkout_id: string
}

export interface CartLineRow {
  party_id: string
  variant_id: string
  shop_id: string
  listing_id: string
  quantity: number
  price_seen_paisa: bigint
  /** The digest of the words by which it was found, when it was. */
  query_key: Buffer | null
}

export interface CheckoutRow {
  party_id: string
  checkout_id: string
  cart_id: string
  address_id: string
  city_id: string
  method: 'cod' | 'prepaid'
  language: string
  /** A code that takes something off, as it was typed; and what is added for the riders. */
  voucher_code: string | null
  tip_paisa: bigint
  begun_at: Date
  placed_at: Date | null
}

export function insertCart(tx: Tx, cart: CartRow) {
  return tx.count(sql`
    insert into carts (party_id, person_id, checkout_id, begun_at, changed_at)
    values (${cart.party_id}, ${cart.person_id}, ${cart.checkout_id}, ${tx.now}, ${tx.now})
    on conflict (party_id) do nothing`)
}

export function readCart(tx: Tx, cartId: string) {
  return tx.one<CartRow>(sql`
    select party_id, person_id, checkout_id
    from carts
    where party_id = ${cartId}`)
}

/** The cart and its lines in one journey: a row for each line, or one without a line when it is empty. */
export function readCartWithLines(tx: Tx, cartId: string) {
  return tx.all<CartRow & Partial<CartLineRow>>(sql`
    select c.party_id, c.person_id, c.checkout_id, l.variant_id, l.shop_id, l.listing_id, l.quantity,
      l.price_seen_paisa, l.query_key
    from carts c
    left join cart_lines l on l.party_id = c.party_id
    where c.party_id = ${cartId}
    order by l.shop_id, l.added_at, l.variant_id`)
}

export function addToLine(tx: Tx, line: CartLineRow, most: number) {
  return tx.one<{ quantity: number }>(sql`
    insert into cart_lines as l (party_id, variant_id, shop_id, listing_id, quantity, price_seen_paisa, added_at,
      query_key)
    values (${line.party_id}, ${line.variant_id}, ${line.shop_id}, ${line.listing_id}, ${line.quantity},
      ${line.price_seen_paisa}, ${tx.now}, ${line.query_key})
    on conflict (party_id, variant_id) do update
    set quantity = least(l.quantity + excluded.quantity, ${most}::int), price_seen_paisa = excluded.price_seen_paisa,
      query_key = coalesce(excluded.query_key, l.query_key)
    returning quantity`)
}

export function setLine(tx: Tx, cartId: string, variantId: string, quantity: number) {
  return tx.count(sql`
    update cart_lines
    set quantity = ${quantity}
    where party_id = ${cartId} and variant_id = ${variantId}`)
}

export function setPriceSeen(tx: Tx, cartId: string, variantId: string, pricePaisa: bigint) {
  return tx.count(sql`
    update cart_lines
    set price_seen_paisa = ${pricePaisa}
    where party_id = ${cartId} and variant_id = ${variantId}`)
}

export function deleteLines(tx: Tx, cartId: string, variantIds: string[]) {
  return tx.count(sql`
    delete from cart_lines
    where party_id = ${cartId} and variant_id = any(${variantIds}::uuid[])`)
}

export async function countLines(tx: Tx, cartId: string) {
  const row = await tx.one<{ line_count: number }>(sql`
    select count(*)::int as line_count
    from cart_lines
    where party_id = ${cartId}`)
  return row?.line_count ?? 0
}

export function setPerson(tx: Tx, cartId: string, personId: string) {
  return tx.count(sql`
    update carts
    set person_id = ${personId}, changed_at = ${tx.now}
    where party_id = ${cartId} and (person_id is null or person_id = ${personId})`)
}

/**
 * A cart whose checkout was placed gets a new one, so that the next purchase is another, and is the buyer's from now
 * on.
 * What was ordered leaves it, but not what was put in again since.
 */
export function sendRenewal(
  tx: Tx,
  cartId: string,
  personId: string,
  placed: { checkout_id: string; next_checkout_id: string; variant_ids: string[]; placed_at: Date },
): void {
  tx.send(sql`
    with renewed as (
      update carts
      set checkout_id = ${placed.next_checkout_id}, person_id = ${personId}, changed_at = ${tx.now}
      where party_id = ${cartId} and checkout_id = ${placed.checkout_id}
    )
    delete from cart_lines
    where party_id = ${cartId} and variant_id = any(${placed.variant_ids}::uuid[]) and added_at <= ${placed.placed_at}`)
}

const checkout = sql`party_id, checkout_id, cart_id, address_id, city_id, method, language, voucher_code, tip_paisa,
  begun_at, placed_at`

export function writeCheckout(tx: Tx, row: Omit<CheckoutRow, 'begun_at' | 'placed_at'>) {
  return tx.one<CheckoutRow>(sql`
    insert into checkouts as c (party_id, checkout_id, cart_id, address_id, city_id, method, language, voucher_code,
      tip_paisa, begun_at)
    values (${row.party_id}, ${row.checkout_id}, ${row.cart_id}, ${row.address_id}, ${row.city_id}, ${row.method},
      ${row.language}, ${row.voucher_code}, ${row.tip_paisa}, ${tx.now})
    on conflict (party_id, checkout_id) do update
    set address_id = excluded.address_id, city_id = excluded.city_id, method = excluded.method,
      language = excluded.language, voucher_code = excluded.voucher_code, tip_paisa = excluded.tip_paisa
    where c.placed_at is null
    returning ${checkout}`)
}

export function readCheckout(tx: Tx, partyId: string, checkoutId: string) {
  return tx.one<CheckoutRow>(sql`
    select ${checkout}
    from checkouts
    where party_id = ${partyId} and checkout_id = ${checkoutId}`)
}

/** A checkout as it was placed; the first of several orders writes it. */
export function sendPlaced(
  tx: Tx,
  partyId: string,
  row: Omit<CheckoutRow, 'party_id' | 'begun_at' | 'voucher_code' | 'tip_paisa'>,
): void {
  tx.send(sql`
    insert into checkouts as c
      (party_id, checkout_id, cart_id, address_id, city_id, method, language, begun_at, placed_at)
    values (${partyId}, ${row.checkout_id}, ${row.cart_id}, ${row.address_id}, ${row.city_id}, ${row.method},
      ${row.language}, ${row.placed_at}, ${row.placed_at})
    on conflict (party_id, checkout_id) do update
    set placed_at = coalesce(c.placed_at, excluded.placed_at)`)
}

export function deleteOldCarts(tx: Tx, before: Date) {
  return tx.all<{ party_id: string }>(sql`
    select party_id
    from carts
    where changed_at < ${before} and person_id is null
    limit 1000`)
}

export async function deleteCart(tx: Tx, cartId: string) {
  await tx.count(sql`
    delete from cart_lines
    where party_id = ${cartId}`)
  await tx.count(sql`
    delete from carts
    where party_id = ${cartId}`)
}
