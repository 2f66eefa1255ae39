import { insertListings, type ListingInsert, upsertVariants } from '../../src/domains/catalogue/bulk-store.ts'
import {
  type BulkVariant,
  checkedDraft,
  checkedVariants,
  doubt,
  pauseListing,
  WAITS_FOR_SHOP,
} from '../../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import { type BulkOffer, type BulkPrice, insertOffers } from '../../src/domains/offers/bulk-store.ts'
import { setOffers } from '../../src/domains/offers/offers.ts'
import { DAY_MS, HOUR_MS, later } from '../../src/kit/clock/clock.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Happening, Replay } from './fill-clock.ts'
import type { Dates } from './fill-dates.ts'
import { type Crowd, lookUp, type Opened } from './fill-people.ts'
import { type DrawnPicture, PICTURE_SIDE, placeOf } from './fill-pictures.ts'
import { dateListings, type HungPhoto, hangPhotos, type PastPrice, writePastPrices } from './fill-store.ts'
import type { SeedListing, SeedMarket, SeedPicture, SeedPrice, SeedVariant } from './shapes.ts'

/** A listing of the seed as it stands in the market. */
export interface Listed {
  readonly seed: SeedListing
  readonly listing_id: string
  /** SKU to variant_id. */
  readonly variants: ReadonlyMap<string, string>
  readonly picture: DrawnPicture
}

/** The goods on the shelves, by the key of their listing, and the changes of price that are still to come. */
export interface Shelves {
  readonly listings: ReadonlyMap<string, Listed>
  readonly happenings: readonly Happening[]
}

interface Shelf {
  readonly listed: Listed
  readonly shop: Opened
  readonly at: Date
  readonly insert: ListingInsert
  readonly variants: readonly BulkVariant[]
  readonly offers: readonly BulkOffer[]
  /** What each variant cost on its first day. */
  readonly prices: readonly BulkPrice[]
}

/** Puts the goods of every shop up, in a few statements a shop, and then dates each as it came. */
export async function stockShelves(
  replay: Replay,
  market: SeedMarket,
  cast: { crowd: Crowd; dates: Dates; drawn: ReadonlyMap<string, DrawnPicture> },
): Promise<Shelves> {
  const { crowd, dates, drawn } = cast
  const ordered = new Set(market.orders.flatMap(({ lines }) => lines.map(({ listing }) => listing)))
  const pictureOf = (picture: SeedPicture) => lookUp(drawn, placeOf(picture))
  const shelves = market.listings
    .toSorted((a, b) => dates.listed(a).getTime() - dates.listed(b).getTime())
    .map((seed) => shelfOf(seed, lookUp(crowd.shops, seed.shop), dates.listed(seed), pictureOf, ordered.has(seed.key)))
  await Promise.all([...Map.groupBy(shelves, ({ shop }) => shop.shop_id).values()].map((all) => putUp(replay, all)))
  const isOrdered = ({ listed }: Shelf) => ordered.has(listed.seed.key)
  const prices = shelves.flatMap((shelf) => pastPrices(shelf, isOrdered(shelf), replay.now))
  const days = shelves.map(({ insert, at }) => ({ listing_id: insert.listing_id, at }))
  await replay.at(replay.now, (tx) =>
    Promise.all([dateListings(tx, days), writePastPrices(tx, prices), hangPhotos(tx, shelves.map(photoOf))]),
  )
  const changing = shelves.filter(isOrdered)
  const paused = shelves.filter(({ listed, insert }) => listed.seed.state === 'paused' && insert.state === 'live')
  return {
    listings: new Map(shelves.map(({ listed }) => [listed.seed.key, listed])),
    happenings: [
      ...changing.flatMap((shelf) => priceChanges(replay, shelf)),
      ...paused.map((one) => rest(replay, one)),
    ],
  }
}

function shelfOf(
  seed: SeedListing,
  shop: Opened,
  at: Date,
  pictureOf: (picture: SeedPicture) => DrawnPicture,
  isOrdered: boolean,
): Shelf {
  const [first] = seed.pictures
  if (!first) throw new Error(`broken promise: ${seed.key} has a picture`)
  const listing_id = newId()
  const { category: category_id, title, description, brand, attributes, condition, key: source_key } = seed
  const options = seed.options.map(({ name, values }) => ({ name, values: [...values] }))
  const words = { category_id, title, description, brand: brand ?? '', attributes, options, condition, source_key }
  const checked = checkedDraft(words)
  const written = checkedVariants(
    checked.options,
    seed.variants.map(({ sku, choice }) => ({ sku, option_values: seed.options.map(({ key }) => choice[key] ?? '') })),
  )
  const variants = written.map(({ sku, option_values }, position) => {
    return { listing_id, variant_id: newId(), position, sku, option_values, removed_at: null }
  })
  const state = stateOf(seed, shop, isOrdered)
  const offers = variants.map(({ variant_id }, i) => {
    const variant = seed.variants[i]
    if (!variant) throw new Error(`broken promise: each variant of ${seed.key} has a price`)
    const past = i === 0 && isOrdered ? seed.price_history[0] : undefined
    return { variant_id, listing_id, ...offerOf(variant, past, state.slip) }
  })
  const listed: Listed = {
    seed,
    listing_id,
    variants: new Map(variants.map(({ sku, variant_id }) => [sku, variant_id])),
    picture: pictureOf(first),
  }
  const insert = { ...checked, listing_id, state: state.state, state_reason: state.reason }
  const began = seed.price_history[0]?.price_paisa
  const prices = offers.map(({ variant_id, price_paisa }, i) => {
    return { variant_id, price_paisa: i === 0 && began && state.state !== 'review' ? String(began) : price_paisa }
  })
  return { listed, shop, at, insert, variants, offers, prices }
}

function offerOf(variant: SeedVariant, past: SeedPrice | undefined, slip: bigint) {
  const price_paisa = String((past?.price_paisa ?? variant.price_paisa) * slip)
  const compare = past || slip > 1n ? null : variant.compare_at_paisa
  return { price_paisa, compare_at_paisa: compare === null ? null : String(compare), added_count: variant.stock }
}

/** How many zeros too many a thumb types before the market asks whether the price is right. */
const SLIPS = [1n, 10n, 100n, 1_000n, 10_000n]

/**
 * Where the market would have put it. What the seed wants looked at has a price with zeros too many; what was ordered
 * since, Dania has looked at and let pass, such as the silencer of a motorbike.
 */
function stateOf(
  seed: SeedListing,
  shop: Opened,
  isOrdered: boolean,
): Pick<ListingInsert, 'state'> & { reason: string; slip: bigint } {
  if (isOrdered) return { state: 'live', reason: '', slip: 1n }
  if (seed.state === 'draft') return { state: 'draft', reason: '', slip: 1n }
  const category = pathOf(seed.category)
  const words = [seed.title, seed.description, seed.brand ?? '']
  const prices = seed.variants.map(({ price_paisa }) => price_paisa)
  const doubtAt = (slip: bigint) =>
    doubt(
      words,
      category,
      prices.map((paisa) => paisa * slip),
    )
  const slips = seed.state === 'review' && shop.seed.checked ? SLIPS : [1n]
  const slip = slips.find((each) => doubtAt(each)) ?? 1n
  const doubted = doubtAt(slip)
  if (doubted) return { state: 'review', reason: `catalogue.why.${doubted}`, slip }
  return { state: shop.seed.checked ? 'live' : 'review', reason: shop.seed.checked ? '' : WAITS_FOR_SHOP, slip: 1n }
}

const CATEGORIES = new Map(CATEGORY_TREE.map((one) => [one.id, one]))

/** A category and all above it, as the catalogue knows them. */
function pathOf(id: string): Parameters<typeof doubt>[1] {
  const found = CATEGORIES.get(id)
  if (!found) return []
  const { name, parent, icon, position, attributes } = found
  const names = { name_en: name.en, name_ur: name.ur, name_roman: name.roman }
  const row = { category_id: id, parent_id: parent, ...names, icon, position, attributes: [...attributes] }
  return [row, ...(parent === null ? [] : pathOf(parent))]
}

/** All goods of one shop. */
async function putUp(replay: Replay, shelves: readonly Shelf[]): Promise<void> {
  const [first] = shelves
  if (!first) return
  const { shop_id, owner } = first.shop
  const inserts = shelves.map((one) => one.insert)
  const variants = shelves.flatMap((one) => one.variants)
  const offers = shelves.flatMap((one) => one.offers)
  await replay.at(first.at, (tx) =>
    Promise.all([
      insertListings(tx, shop_id, { person_id: owner.person_id, import_id: null }, inserts),
      upsertVariants(tx, shop_id, variants),
      insertOffers(tx, shop_id, offers),
    ]),
  )
}

function photoOf({ listed, shop, at, insert }: Shelf): HungPhoto {
  const { name, colour } = listed.picture
  const ids = { party_id: shop.shop_id, photo_id: newId(), listing_id: insert.listing_id }
  return { ...ids, name, side: PICTURE_SIDE, colour, alt: '', added_at: at }
}

/** The changes of a price after the listing's first day, oldest first. */
function changesOf({ listed, at }: Shelf, now: Date): { at: Date; price: SeedPrice }[] {
  return listed.seed.price_history
    .slice(1)
    .map((price) => ({ at: later(now, -price.days_ago * DAY_MS - 3 * HOUR_MS), price }))
    .filter((change) => change.at > at)
}

/** What each variant cost on its first day, and since, as far as nobody has to see the change happen. */
function pastPrices(shelf: Shelf, isOrdered: boolean, now: Date): PastPrice[] {
  const { shop_id: party_id, owner } = shelf.shop
  const set_by = owner.person_id
  const began = shelf.prices.map((price) => ({ ...price, party_id, set_at: shelf.at, set_by }))
  const variant_id = shelf.variants[0]?.variant_id
  if (isOrdered || !variant_id || shelf.insert.state === 'review') return began
  const since = changesOf(shelf, now).map(({ at, price }) => {
    return { party_id, variant_id, set_at: at, price_paisa: String(price.price_paisa), set_by }
  })
  return [...began, ...since]
}

/** What is ordered changes its price when it did, so that each order paid the price of its day. */
function priceChanges(replay: Replay, shelf: Shelf): Happening[] {
  const changes = changesOf(shelf, replay.now)
  const [variant] = shelf.listed.seed.variants
  const variant_id = shelf.variants[0]?.variant_id
  if (!variant || !variant_id) return []
  return changes.map(({ at, price }, i) => ({
    at,
    of: [shelf.listed.seed.shop],
    act: async (_, time) => {
      const compare_at_paisa = i === changes.length - 1 ? variant.compare_at_paisa : null
      const offer = { variant_id, price_paisa: price.price_paisa, compare_at_paisa }
      await replay.at(time, (tx) => setOffers(tx, shelf.shop.owner, shelf.listed.listing_id, [offer]))
    },
  }))
}

function rest(replay: Replay, { listed, shop, at }: Shelf): Happening {
  const time = later(at, (replay.now.getTime() - at.getTime()) / 2)
  const act = (_: Replay, when: Date) => replay.at(when, (tx) => pauseListing(tx, shop.owner, listed.listing_id))
  return { at: time, of: [listed.seed.shop], act }
}
