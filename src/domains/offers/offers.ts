import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { MOST_PAISA } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type ListingState, linesFor, submitPriced, variantsOf } from '../catalogue/catalogue.ts'
import type { ShopActor } from '../identity/identity.ts'
import { tell } from './events.ts'
import {
  clearShelf,
  endReservations,
  findOffers,
  insertPrice,
  type KeptPieces,
  type ListingOffer,
  listOffers,
  listPrices,
  listPricesOfShop,
  listStockViolations,
  lockOffers,
  moveStock,
  type Offer,
  type PricePoint,
  type PriceSet,
  type ReservedLine,
  readKept,
  reverseSent,
  type StockViolation,
  sumOffers,
  type Taken,
  takeStock,
  upsertOffer,
} from './store.ts'

export { type ImportChoice, type ImportFile, type ImportReport, startImport } from './imports.ts'
export { OFFER_INVARIANTS } from './invariants.ts'
export { OWN_PRICES, OWN_STOCK } from './own-store.ts'
export type { ListingOffer, Offer, PricePoint, PriceSet, StockViolation } from './store.ts'
export { type UndoReport, undoImport } from './undo.ts'

/** No shelf in a bazaar holds more; a larger figure is a phone number in the wrong box. */
const STOCK_MOST = 1_000_000

export interface OfferDraft {
  variant_id: string
  price_paisa: bigint
  /** The struck-out price before a sale. */
  compare_at_paisa?: bigint | null | undefined
  /** How many are on the shelf now, those set aside for orders among them. Undefined leaves the count as it is. */
  stock_count?: number | undefined
}

/**
 * Sets price and stock of variants of one listing. A changed price goes into the price history. What the listing no
 * longer has is off the shelf.
 * Refuses: not_found catalogue.unknown_listing, catalogue.unknown_variant; forbidden identity.task_not_given; invalid
 * offers.price_out_of_range, offers.compare_at_too_low, offers.stock_out_of_range; conflict offers.below_reserved
 * {reserved} when more are set aside for orders than would be left. Events: offers.changed.
 */
export async function setOffers(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  offers: readonly OfferDraft[],
): Promise<void> {
  for (const offer of offers) checkOffer(offer)
  const variants = new Set((await variantsOf(tx, by, listingId)).map((one) => one.variant_id))
  if (offers.some(({ variant_id }) => !variants.has(variant_id))) {
    throw new Refusal('not_found', 'catalogue.unknown_variant')
  }
  const before = new Map((await lockOffers(tx, by.shop_id, listingId)).map((one) => [one.variant_id, one]))
  const writes = [...offers].sort(byVariant).map(async (offer) => {
    const was = before.get(offer.variant_id)
    const write = { ...offer, listing_id: listingId, compare_at_paisa: offer.compare_at_paisa ?? null }
    const [written] = await Promise.all([
      upsertOffer(tx, by.shop_id, { ...write, stock_count: offer.stock_count }),
      was?.price_paisa === offer.price_paisa
        ? undefined
        : insertPrice(tx, by.shop_id, offer.variant_id, offer.price_paisa, by.person_id),
    ])
    if (written === 0) throw new Refusal('conflict', 'offers.below_reserved', { reserved: was?.reserved_count ?? 0 })
  })
  const gone = [...before.keys()].filter((variantId) => !variants.has(variantId))
  if (gone.length > 0) writes.push(clearShelf(tx, by.shop_id, gone).then(() => undefined))
  await Promise.all([...writes, tell(tx, 'offers.changed', { listing_id: listingId, shop_id: by.shop_id })])
}

function checkOffer({ price_paisa, compare_at_paisa, stock_count }: OfferDraft): void {
  if (price_paisa <= 0n || price_paisa > MOST_PAISA) throw new Refusal('invalid', 'offers.price_out_of_range')
  if (compare_at_paisa != null && compare_at_paisa <= price_paisa) {
    throw new Refusal('invalid', 'offers.compare_at_too_low')
  }
  if (stock_count === undefined) return
  if (!Number.isInteger(stock_count) || stock_count < 0 || stock_count > STOCK_MOST) {
    throw new Refusal('invalid', 'offers.stock_out_of_range', { most: STOCK_MOST })
  }
}

/**
 * Puts a listing on sale: live at once when the shop is open and nothing looks wrong, otherwise the operator looks
 * first. Gives the state it went to. Refuses and events: as submitPriced in the catalogue.
 */
export async function submitListing(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  choice: { without_photo?: boolean } = {},
): Promise<ListingState> {
  const offers = await listOffers(tx, by.shop_id, listingId)
  return submitPriced(tx, by, listingId, new Map(offers.map((one) => [one.variant_id, one.price_paisa])), choice)
}

/** Price and stock of each variant of a listing. */
export function offersOf(tx: Tx, shopId: string, listingId: string): Promise<Offer[]> {
  return listOffers(tx, shopId, listingId)
}

/** Price and stock of these variants of a shop; those without an offer are left out. */
export function offersFor(tx: Tx, shopId: string, variantIds: readonly string[]): Promise<Offer[]> {
  return findOffers(tx, shopId, variantIds)
}

/** Price span and stock of whole listings, of many shops, for lists and for search. */
export function offersOfListings(
  tx: Tx,
  listings: readonly { party_id: string; listing_id: string }[],
): Promise<ListingOffer[]> {
  return listings.length === 0 ? Promise.resolve([]) : sumOffers(tx, listings)
}

/** What each variant of a listing has cost, the oldest first. */
export function priceHistory(tx: Tx, shopId: string, listingId: string): Promise<PricePoint[]> {
  return listPrices(tx, shopId, listingId)
}

/** Who set which price for the shop of late, newest first, with what the goods are called now. */
export async function recentPrices(tx: Tx, by: ShopActor, limit = 40): Promise<(PriceSet & { title: string })[]> {
  const prices = await listPricesOfShop(tx, by.shop_id, Math.min(limit, 100))
  const variantIds = prices.map(({ variant_id }) => variant_id)
  const titles = new Map((await linesFor(tx, by.shop_id, variantIds)).map((one) => [one.variant_id, one.title]))
  return prices.map((price) => ({ ...price, title: titles.get(price.variant_id) ?? '' }))
}

/**
 * Sets stock aside for an order that is being placed, and gives the prices of this moment. Hot: touches the shop's
 * party only, one statement a line, all of them together, in the order in which everybody locks stock.
 * Refuses: conflict offers.sold_out {title, left} when a line asks for more than is left. Events: stock.turned when the
 * last piece goes. Party: the shop's.
 */
export async function reserve(
  tx: Tx,
  shopId: string,
  orderId: string,
  lines: readonly ReservedLine[],
): Promise<{ variant_id: string; price_paisa: bigint }[]> {
  const wanted = oneLineAVariant(lines)
  assert(
    wanted.every(({ quantity }) => Number.isInteger(quantity) && quantity > 0),
    'an order line has pieces',
  )
  const taken = await Promise.all(wanted.map((line) => takeStock(tx, shopId, orderId, line)))
  const short = wanted.find((_, i) => !taken[i])
  if (short) throw await soldOut(tx, shopId, short.variant_id)
  await tellTurned(tx, shopId, taken, (left) => left === 0)
  return taken.flatMap((one) => (one ? [{ variant_id: one.variant_id, price_paisa: one.price_paisa }] : []))
}

function oneLineAVariant(lines: readonly ReservedLine[]): ReservedLine[] {
  const sums = new Map<string, number>()
  for (const { variant_id, quantity } of lines) sums.set(variant_id, (sums.get(variant_id) ?? 0) + quantity)
  return [...sums].map(([variant_id, quantity]) => ({ variant_id, quantity })).sort(byVariant)
}

function byVariant(a: { variant_id: string }, b: { variant_id: string }): number {
  return a.variant_id < b.variant_id ? -1 : 1
}

async function soldOut(tx: Tx, shopId: string, variantId: string): Promise<Refusal> {
  const [[line], [offer]] = await Promise.all([linesFor(tx, shopId, [variantId]), findOffers(tx, shopId, [variantId])])
  return new Refusal('conflict', 'offers.sold_out', { title: line?.title ?? '', left: offer?.left_count ?? 0 })
}

async function tellTurned(
  tx: Tx,
  shopId: string,
  moved: readonly (Taken | undefined)[],
  turned: (left: number) => boolean,
) {
  for (const one of moved) {
    if (!one || !turned(one.left_count)) continue
    const { listing_id, variant_id, left_count: left } = one
    await tell(tx, 'stock.turned', { listing_id, variant_id, shop_id: shopId, left })
  }
}

/** What some orders of a shop keep from its shelf, size by size. Party: the shop's. */
export function piecesKept(tx: Tx, shopId: string, orderIds: readonly string[]): Promise<KeptPieces[]> {
  return readKept(tx, shopId, orderIds)
}

/**
 * The goods left the shop: what was set aside is off the shelf. Gives the lines; empty when it was done before.
 * Refuses: nothing. Party: the shop's.
 */
export async function sendReserved(tx: Tx, shopId: string, orderId: string): Promise<ReservedLine[]> {
  const lines = (await endReservations(tx, shopId, orderId, 'sent')).sort(byVariant)
  await moveAll(tx, shopId, lines, (quantity) => ({ on_hand: -quantity, reserved: -quantity }))
  return lines
}

/**
 * The order came to nothing before it was sent: what was set aside can be sold again. Gives the lines; empty when it
 * was done before. Refuses: nothing. Events: stock.turned when there was none left. Party: the shop's.
 */
export async function returnReserved(tx: Tx, shopId: string, orderId: string): Promise<ReservedLine[]> {
  const lines = (await endReservations(tx, shopId, orderId, 'returned')).sort(byVariant)
  await moveAll(tx, shopId, lines, (quantity) => ({ on_hand: 0, reserved: -quantity }))
  return lines
}

/**
 * The goods came back to the shop and can be sold again: they are on the shelf, and count as not sold. Gives the lines;
 * empty when it was done before or nothing was sent. Refuses: nothing. Events: stock.turned. Party: the shop's.
 */
export async function putBack(tx: Tx, shopId: string, orderId: string): Promise<ReservedLine[]> {
  const lines = (await reverseSent(tx, shopId, orderId)).sort(byVariant)
  await moveAll(tx, shopId, lines, (quantity) => ({ on_hand: quantity, reserved: 0 }))
  return lines
}

async function moveAll(
  tx: Tx,
  shopId: string,
  lines: readonly ReservedLine[],
  move: (quantity: number) => { on_hand: number; reserved: number },
) {
  const moved = await Promise.all(lines.map((line) => moveStock(tx, shopId, line.variant_id, move(line.quantity))))
  assert(moved.every(Boolean), 'what is reserved has a stock level')
  const came = moved.filter((one, i) => {
    const quantity = lines[i]?.quantity ?? 0
    const { on_hand, reserved } = move(quantity)
    return one && one.left_count > 0 && one.left_count === on_hand - reserved
  })
  await tellTurned(tx, shopId, came, () => true)
}

/** Where the stock does not add up (invariant I9); empty when all is well. Reads every party: not for pages. */
export function checkStock(tx: Tx, limit = 100): Promise<StockViolation[]> {
  return listStockViolations(tx, limit)
}
