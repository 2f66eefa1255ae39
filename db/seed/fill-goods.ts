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
import { type BulkOffer, type BulkPrice, insertOffers, insertPrices } from '../../src/domains/offers/bulk-store.ts'
import { setOffers } from '../../src/domains/offers/offers.ts'
import { DAY_MS, HOUR_MS, later } from '../../src/kit/clock/clock.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Happening, Replay } from './fill-clock.ts'
import type { Dates } from './fill-dates.ts'
import { type Crowd, lookUp, type Opened } from './fill-people.ts'
import { type DrawnPicture, PICTURE_SIDE, placeOf } from './fill-pictures.ts'
import { type HungPhoto, hangPhotos } from './fill-store.ts'
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

/** Puts the goods of every shop up, each on its day, in a few statements a shop and day. */
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
  const days = Map.groupBy(shelves, ({ shop, at }) => `${shop.shop_id} ${Math.floor(at.getTime() / DAY_MS)}`)
  await Promise.all([...days.values()].map((day) => putUp(replay, day)))
  await replay.at(replay.now, (tx) => hangPhotos(tx, shelves.map(photoOf)))
  const later_on = shelves.filter(({ listed }) => ordered.has(listed.seed.key))
  const known = shelves.filter(({ listed }) => !ordered.has(listed.seed.key))
  await Promise.all(known.flatMap((shelf) => pricesSince(replay, shelf)))
  const paused = shelves.filter(({ listed, insert }) => listed.seed.state === 'paused' && insert.state === 'live')
  return {
    listings: new Map(shelves.map(({ listed }) => [listed.seed.key, listed])),
    happenings: [
      ...later_on.flatMap((shelf) => priceChanges(replay, shelf)),
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
  const state = stateOf(seed, shop)
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

/** Where the market would have put it. What the seed wants looked at has a price with zeros too many. */
function stateOf(seed: SeedListing, shop: Opened): Pick<ListingInsert, 'state'> & { reason: string; slip: bigint } {
  if (seed.state === 'draft') return { state: 'draft', reason: '', slip: 1n }
  const category = pathOf(seed.category)
  const words = [seed.title, seed.description, seed.brand ?? '']
  const doubtAt = (slip: bigint) =>
    doubt(
      words,
      category,
      seed.variants.map(({ price_paisa }) => price_paisa * slip),
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

async function putUp(replay: Replay, day: readonly Shelf[]): Promise<void> {
  const [first] = day
  if (!first) return
  const { shop_id, owner } = first.shop
  const offers = day.flatMap((one) => one.offers)
  const inserts = day.map((one) => one.insert)
  const variants = day.flatMap((one) => one.variants)
  const prices = day.flatMap((one) => one.prices)
  await replay.at(first.at, (tx) =>
    Promise.all([
      insertListings(tx, shop_id, { person_id: owner.person_id, import_id: null }, inserts),
      upsertVariants(tx, shop_id, variants),
      insertOffers(tx, shop_id, offers),
      insertPrices(tx, shop_id, owner.person_id, prices),
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

/** What nobody has ordered may simply have cost something else before. */
function pricesSince(replay: Replay, shelf: Shelf): Promise<unknown>[] {
  const [first] = shelf.variants
  const { shop_id, owner } = shelf.shop
  if (!first || shelf.insert.state === 'review') return []
  const { variant_id } = first
  return changesOf(shelf, replay.now).map(({ at, price }) =>
    replay.at(at, (tx) =>
      insertPrices(tx, shop_id, owner.person_id, [{ variant_id, price_paisa: String(price.price_paisa) }]),
    ),
  )
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
