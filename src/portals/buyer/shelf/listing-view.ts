import type { Category, Listing, Photo, WholeListing } from '../../../domains/catalogue/catalogue.ts'
import type { Shop } from '../../../domains/identity/identity.ts'
import type { Offer, PricePoint } from '../../../domains/offers/offers.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { ListingCardView, ShopCardView } from '../../ui/listing-card.tsx'
import type { PhotoView } from '../../ui/photo.tsx'
import type { StandingView } from '../../ui/trust-strip.tsx'
import { nameOf } from '../../web/names.ts'
import { largePhotoView } from '../../web/photo-view.ts'
import type { Visit } from '../../web/visit.ts'
import { categoryPath } from './search-view.ts'
import { cardView, type Standing, shopCardView, standingView, wayTo } from './shelf-view.ts'

const SIMILAR = 4
const MOST_AT_ONCE = 99

/** One variant as the buyer chooses it. */
export interface VariantView {
  value: string
  /** The words of the last option, or of all when there is one option only: "41". */
  label: string
  /** Said beside it when variants cost different sums. */
  price: bigint | undefined
  left: number
}

/** Variants that share all options but the last: "Black", with its sizes. */
export interface VariantGroup {
  label: string
  variants: VariantView[]
}

export interface ListingView {
  id: string
  shopId: string
  title: string
  description: string
  used: boolean
  crumbs: readonly { label: string; category: string }[]
  photos: readonly PhotoView[]
  pricePaisa: bigint
  hasSpan: boolean
  wasPaisa: bigint | undefined
  toDoorPaisa: bigint | undefined
  arrives: string | undefined
  /** Why nothing can be bought now. */
  closed: 'paused' | 'resting' | 'sold_out' | undefined
  groups: readonly VariantGroup[]
  optionNames: readonly string[]
  /** The variant to begin with, when there is only one to have. */
  chosen: string | undefined
  most: number
  facts: readonly { label: string; value: string }[]
  priceSentence: string | undefined
  shop: ShopCardView
  standing: StandingView
  similar: readonly ListingCardView[]
}

export interface ListingFacts {
  whole: WholeListing
  offers: readonly Offer[]
  prices: readonly PricePoint[]
  shop: Shop
  standing: Standing
}

/** What the page of one listing shows, from what the domains know. */
export async function listingView(visit: Visit, facts: ListingFacts, cityId: string | undefined): Promise<ListingView> {
  const { listing, photos } = facts.whole
  const { offers, shop, standing } = facts
  const way = wayTo(visit, shop.city_id, cityId)
  const groups = variantGroups(facts)
  const open = groups.flatMap(({ variants }) => variants).filter(({ left }) => left > 0)
  const prices = offers.map(({ price_paisa }) => price_paisa)
  const pricePaisa = lowest(prices)
  const cheapest = offers.find(({ price_paisa }) => price_paisa === pricePaisa)
  return {
    id: shown('lst', listing.listing_id),
    shopId: shown('shp', listing.party_id),
    title: listing.title,
    description: listing.description,
    used: listing.condition === 'used',
    crumbs: crumbs(visit, listing),
    photos: photos.flatMap(
      (photo) => largePhotoView(photo, altOf(visit, photo, listing, photos), !!photo.avif_at) ?? [],
    ),
    pricePaisa,
    hasSpan: prices.some((price) => price > pricePaisa),
    wasPaisa: cheapest?.compare_at_paisa ?? undefined,
    toDoorPaisa: way && pricePaisa + way.fee_paisa,
    arrives: way?.arrives,
    closed:
      listing.state !== 'live'
        ? 'paused'
        : shop.state !== 'open'
          ? 'resting'
          : open.length === 0
            ? 'sold_out'
            : undefined,
    groups,
    optionNames: listing.options.map(({ name }) => name),
    chosen: open.length === 1 ? open[0]?.value : undefined,
    most: Math.min(MOST_AT_ONCE, Math.max(1, ...open.map(({ left }) => left))),
    facts: listingFacts(visit, listing),
    priceSentence: priceSentence(visit, facts.prices, cheapest),
    shop: await shopCardView(visit, shop, standing),
    standing: standingView(standing, shop.opened_at),
    similar: await similar(visit, listing, cityId),
  }
}

function lowest(prices: readonly bigint[]): bigint {
  return prices.reduce((low, price) => (price < low ? price : low), prices[0] ?? 0n)
}

function variantGroups({ whole, offers }: ListingFacts): VariantGroup[] {
  const offerOf = new Map(offers.map((offer) => [offer.variant_id, offer]))
  const hasSpan = offers.some(({ price_paisa }) => price_paisa !== offers[0]?.price_paisa)
  const groups = new Map<string, VariantView[]>()
  for (const { variant_id, option_values } of whole.variants) {
    const offer = offerOf.get(variant_id)
    const label = option_values.slice(0, -1).join(', ')
    const variant = {
      value: shown('var', variant_id),
      label: option_values.at(-1) ?? '',
      price: hasSpan ? offer?.price_paisa : undefined,
      left: offer?.left_count ?? 0,
    }
    groups.set(label, [...(groups.get(label) ?? []), variant])
  }
  return [...groups].map(([label, variants]) => ({ label, variants }))
}

function crumbs({ locale, market }: Visit, listing: Listing): { label: string; category: string }[] {
  return categoryPath(market.categories, listing.category_id).map((one) => ({
    label: nameOf(locale, one),
    category: one.category_id,
  }))
}

function altOf({ t }: Visit, photo: Photo, listing: Listing, photos: readonly Photo[]): string {
  if (photo.alt !== '') return photo.alt
  if (photos.length === 1) return listing.title
  const number = photos.indexOf(photo) + 1
  return `${listing.title}, ${t('ui.photo_of', { number, count: photos.length })}`
}

function listingFacts(visit: Visit, listing: Listing): { label: string; value: string }[] {
  const { t, locale, market } = visit
  const path = categoryPath(market.categories, listing.category_id)
  const attributes = new Map(path.flatMap((one: Category) => one.attributes.map((each) => [each.key, each.name])))
  const column = locale === 'roman-ur' ? 'roman' : locale
  return [
    ...(listing.brand === '' ? [] : [{ label: t('buyer.listing.brand'), value: listing.brand }]),
    ...Object.entries(listing.attributes).map(([key, value]) => ({
      label: attributes.get(key)?.[column] ?? key,
      value,
    })),
  ]
}

/** "Rs 2,600 until 3 May. Since then Rs 2,450." for the cheapest variant, when its price has ever changed. */
function priceSentence({ t }: Visit, prices: readonly PricePoint[], offer: Offer | undefined): string | undefined {
  const points = prices.filter(({ variant_id }) => variant_id === offer?.variant_id)
  const now = points.at(-1)
  const before = points.at(-2)
  if (!now || !before) return undefined
  const values = { before: t.rupees(before.price_paisa), now: t.rupees(now.price_paisa), day: t.date(now.set_at) }
  return t(now.price_paisa < before.price_paisa ? 'buyer.price.fell' : 'buyer.price.rose', values)
}

async function similar(visit: Visit, listing: Listing, cityId: string | undefined): Promise<ListingCardView[]> {
  const cards = await visit.market.search.similar(listing.listing_id, SIMILAR)
  return cards.map((card) => cardView(visit, card, cityId))
}
