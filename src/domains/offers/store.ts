import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

/** What a variant costs and how many there are. left_count is what can still be ordered. */
export interface Offer {
  party_id: string
  variant_id: string
  listing_id: string
  price_paisa: bigint
  compare_at_paisa: bigint | null
  on_hand_count: number
  reserved_count: number
  left_count: number
}

export interface PricePoint {
  variant_id: string
  price_paisa: bigint
  set_at: Date
}

/** What a list shows of a listing's offers. */
export interface ListingOffer {
  listing_id: string
  price_from_paisa: bigint
  price_to_paisa: bigint
  compare_at_paisa: bigint | null
  left_count: number
}

const OFFER = sql`party_id, variant_id, listing_id, price_paisa, compare_at_paisa, on_hand_count, reserved_count,
  on_hand_count - reserved_count as left_count`

export function listOffers(tx: Tx, shopId: string, listingId: string) {
  return tx.all<Offer>(sql`
    select ${OFFER} from stock_levels where party_id = ${shopId} and listing_id = ${listingId} order by variant_id`)
}

/** The offers of a listing, locked in the order in which everybody locks them. */
export function lockOffers(tx: Tx, shopId: string, listingId: string) {
  return tx.all<Offer>(sql`
    select ${OFFER} from stock_levels
    where party_id = ${shopId} and listing_id = ${listingId}
    order by variant_id
    for update`)
}

export function findOffers(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.all<Offer>(sql`
    select ${OFFER} from stock_levels
    where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])
    order by variant_id`)
}

/**
 * Lowest and highest price and the stock of listings of many shops: the ids of both come in pairs. The prices are those
 * of what can be had; when nothing can, of all.
 */
export function sumOffers(tx: Tx, pairs: readonly { party_id: string; listing_id: string }[]) {
  const left = sql`filter (where s.on_hand_count > s.reserved_count)`
  return tx.all<ListingOffer>(sql`
    select s.listing_id, coalesce(min(s.price_paisa) ${left}, min(s.price_paisa)) as price_from_paisa,
      coalesce(max(s.price_paisa) ${left}, max(s.price_paisa)) as price_to_paisa,
      (array_agg(s.compare_at_paisa order by s.on_hand_count <= s.reserved_count, s.price_paisa))[1]
        as compare_at_paisa,
      sum(s.on_hand_count - s.reserved_count)::int as left_count
    from unnest(${pairs.map((one) => one.party_id)}::uuid[], ${pairs.map((one) => one.listing_id)}::uuid[])
      as r (party_id, listing_id)
    join stock_levels s on s.party_id = r.party_id and s.listing_id = r.listing_id
    group by s.listing_id`)
}

/** Clears the shelf of variants that are no longer offered, save what is set aside for orders. */
export function clearShelf(tx: Tx, shopId: string, variantIds: readonly string[]) {
  return tx.count(sql`
    update stock_levels
    set stocked_count = stocked_count - (on_hand_count - reserved_count), on_hand_count = reserved_count,
        changed_at = ${tx.now}
    where party_id = ${shopId} and variant_id = any(${variantIds}::uuid[])`)
}

export interface OfferWrite {
  variant_id: string
  listing_id: string
  price_paisa: bigint
  compare_at_paisa: bigint | null
  /** Undefined leaves what is on the shelf; a new variant then begins with none. */
  stock_count: number | undefined
}

/**
 * Sets one offer. What is added to the shelf, or found missing there, is added to stocked_count too, so that what was
 * stocked less what is on hand stays what was sold. A shelf below what is reserved is left alone: count 0.
 */
export function upsertOffer(tx: Tx, shopId: string, offer: OfferWrite) {
  const count = offer.stock_count ?? null
  return tx.count(sql`
    insert into stock_levels as s (party_id, variant_id, listing_id, price_paisa, compare_at_paisa, on_hand_count,
      stocked_count, changed_at)
    values (${shopId}, ${offer.variant_id}, ${offer.listing_id}, ${offer.price_paisa}, ${offer.compare_at_paisa},
      coalesce(${count}::int, 0), coalesce(${count}::int, 0), ${tx.now})
    on conflict (party_id, variant_id) do update
    set price_paisa = excluded.price_paisa, compare_at_paisa = excluded.compare_at_paisa,
        on_hand_count = coalesce(${count}::int, s.on_hand_count),
        stocked_count = s.stocked_count + coalesce(${count}::int - s.on_hand_count, 0),
        changed_at = ${tx.now}
    where coalesce(${count}::int, s.on_hand_count) >= s.reserved_count`)
}

/** The price as it is from now on. Twice in one transaction is once. */
export function insertPrice(tx: Tx, shopId: string, variantId: string, price_paisa: bigint, by: string) {
  return tx.count(sql`
    insert into price_history (party_id, variant_id, set_at, price_paisa, set_by)
    values (${shopId}, ${variantId}, ${tx.now}, ${price_paisa}, ${by})
    on conflict (party_id, variant_id, set_at) do update set price_paisa = excluded.price_paisa`)
}

export function listPrices(tx: Tx, shopId: string, listingId: string) {
  return tx.all<PricePoint>(sql`
    select h.variant_id, h.price_paisa, h.set_at
    from stock_levels s join price_history h on h.party_id = s.party_id and h.variant_id = s.variant_id
    where s.party_id = ${shopId} and s.listing_id = ${listingId}
    order by h.variant_id, h.set_at`)
}

export interface PriceSet {
  listing_id: string
  variant_id: string
  price_paisa: bigint
  set_at: Date
  set_by: string | null
}

/** The newest prices of a shop, one line for each time that somebody set those of a listing. */
export function listPricesOfShop(tx: Tx, shopId: string, limit: number) {
  return tx.all<PriceSet>(sql`
    select s.listing_id, (array_agg(h.variant_id order by h.price_paisa))[1] as variant_id,
      min(h.price_paisa) as price_paisa, h.set_at, h.set_by
    from price_history h join stock_levels s on s.party_id = h.party_id and s.variant_id = h.variant_id
    where h.party_id = ${shopId}
    group by s.listing_id, h.set_at, h.set_by
    order by h.set_at desc, s.listing_id
    limit ${limit}`)
}

export interface Taken {
  variant_id: string
  listing_id: string
  price_paisa: bigint
  left_count: number
}

/** Sets pieces aside when so many are left; undefined when not. The guard is in the WHERE: no two buyers share one. */
export function takeStock(tx: Tx, shopId: string, orderId: string, line: { variant_id: string; quantity: number }) {
  return tx.one<Taken>(sql`
    with taken as (
      update stock_levels
      set reserved_count = reserved_count + ${line.quantity}::int, changed_at = ${tx.now}
      where party_id = ${shopId} and variant_id = ${line.variant_id}
        and on_hand_count - reserved_count >= ${line.quantity}::int
      returning party_id, variant_id, listing_id, price_paisa, on_hand_count - reserved_count as left_count
    ), noted as (
      insert into reservations (party_id, order_id, variant_id, quantity, reserved_at)
      select taken.party_id, ${orderId}, taken.variant_id, ${line.quantity}::int, ${tx.now}
      from taken
    )
    select variant_id, listing_id, price_paisa, left_count
    from taken`)
}

export interface ReservedLine {
  variant_id: string
  quantity: number
}

/** Ends what an order has set aside, and says what that was. Empty when it was ended before. */
export function endReservations(tx: Tx, shopId: string, orderId: string, outcome: 'sent' | 'returned') {
  return tx.all<ReservedLine>(sql`
    update reservations set ended_at = ${tx.now}, outcome = ${outcome}
    where party_id = ${shopId} and order_id = ${orderId} and ended_at is null
    returning variant_id, quantity`)
}

export interface KeptPieces {
  variant_id: string
  /** What these orders have set aside of it, and what stands on the shelf with that. */
  kept_count: number
  on_hand_count: number
}

export function readKept(tx: Tx, shopId: string, orderIds: readonly string[]) {
  return tx.all<KeptPieces>(sql`
    select r.variant_id, sum(r.quantity)::int as kept_count, s.on_hand_count
    from reservations r
    join stock_levels s on s.party_id = r.party_id and s.variant_id = r.variant_id
    where r.party_id = ${shopId} and r.order_id = any(${orderIds}::uuid[]) and r.ended_at is null
    group by r.variant_id, s.on_hand_count
    order by r.variant_id`)
}

/** What an order has sent, marked as come back, once. */
export function reverseSent(tx: Tx, shopId: string, orderId: string) {
  return tx.all<ReservedLine>(sql`
    update reservations set ended_at = ${tx.now}, outcome = 'returned'
    where party_id = ${shopId} and order_id = ${orderId} and outcome = 'sent'
    returning variant_id, quantity`)
}

/** Moves a line's pieces: on the shelf, and set aside. */
export function moveStock(tx: Tx, shopId: string, variantId: string, move: { on_hand: number; reserved: number }) {
  return tx.one<Taken>(sql`
    update stock_levels
    set on_hand_count = on_hand_count + ${move.on_hand}::int, reserved_count = reserved_count + ${move.reserved}::int,
        changed_at = ${tx.now}
    where party_id = ${shopId} and variant_id = ${variantId}
    returning variant_id, listing_id, price_paisa, on_hand_count - reserved_count as left_count`)
}

export interface StockViolation {
  party_id: string
  variant_id: string
  detail: string
}

/** Per variant: on hand >= reserved >= 0; live reservations are what is reserved; sold is stocked less on hand. */
export const stockViolations = sql`
  with r as (
    select party_id, variant_id,
      coalesce(sum(quantity) filter (where ended_at is null), 0)::bigint as live,
      coalesce(sum(quantity) filter (where outcome = 'sent'), 0)::bigint as sent
    from reservations group by party_id, variant_id),
  facts as (
    select coalesce(s.party_id, r.party_id) as party_id, coalesce(s.variant_id, r.variant_id) as variant_id,
      coalesce(s.on_hand_count, 0) as on_hand, coalesce(s.reserved_count, 0) as reserved,
      coalesce(s.stocked_count, 0) as stocked, coalesce(r.live, 0) as live, coalesce(r.sent, 0) as sent
    from stock_levels s full join r on r.party_id = s.party_id and r.variant_id = s.variant_id)
  select party_id, variant_id,
    format('on hand %s, reserved %s, live reservations %s, stocked %s, sent %s',
      on_hand, reserved, live, stocked, sent)
      as detail
  from facts
  where not (on_hand >= reserved and reserved >= 0 and live = reserved and stocked - on_hand = sent)`

export function listStockViolations(tx: Tx, limit: number) {
  return tx.all<StockViolation>(sql`${stockViolations} order by party_id, variant_id limit ${limit}`)
}
