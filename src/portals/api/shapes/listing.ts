import { z } from 'zod'
import type { WholeListing } from '../../../domains/catalogue/catalogue.ts'
import type { Shop } from '../../../domains/identity/identity.ts'
import type { Offer } from '../../../domains/offers/offers.ts'
import type { SearchCard } from '../../../domains/search/search.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { id, money, moneySchema, photo, photoSchema, time, timeOrNull, timeSchema } from './basics.ts'

export const shopLinkSchema = z
  .object({ id: id('shp'), handle: z.string(), name: z.string(), city: z.string() })
  .meta({ id: 'ShopLink' })

export function shopLink(shop: Pick<Shop, 'party_id' | 'handle' | 'name' | 'city_id'>) {
  return { id: shown('shp', shop.party_id), handle: shop.handle, name: shop.name, city: shop.city_id }
}

export const cardSchema = z
  .object({
    id: id('lst'),
    title: z.string(),
    brand: z.string(),
    category: z.string(),
    condition: z.enum(['new', 'used']),
    price_from: moneySchema,
    price_to: moneySchema,
    price_before: moneySchema.nullable().describe('What it cost before a sale'),
    in_stock: z.boolean(),
    photo: photoSchema.nullable(),
    shop: shopLinkSchema,
    live_at: timeSchema,
  })
  .meta({ id: 'ListingCard' })

/** A listing as search finds it. */
export function card(origin: string, one: SearchCard): z.input<typeof cardSchema> {
  const { shop_id, shop_handle, shop_name, city_id } = one
  return {
    id: shown('lst', one.listing_id),
    title: one.title,
    brand: one.brand,
    category: one.category_id,
    condition: one.condition,
    price_from: money(one.price_from_paisa),
    price_to: money(one.price_to_paisa),
    price_before: one.compare_at_paisa === null ? null : money(one.compare_at_paisa),
    in_stock: one.in_stock,
    photo: photo(origin, one.photo_name, one.photo_colour),
    shop: shopLink({ party_id: shop_id, handle: shop_handle, name: shop_name, city_id }),
    live_at: time(one.live_at),
  }
}

const variantSchema = z
  .object({
    id: id('var'),
    sku: z.string(),
    options: z.array(z.string()).describe('One value for each option of the listing'),
    price: moneySchema.nullable().describe('null until the shop has set one'),
    price_before: moneySchema.nullable(),
    left: z.int().describe('How many can be ordered now'),
  })
  .meta({ id: 'Variant' })

const wordsSchema = z.object({
  id: id('lst'),
  title: z.string(),
  description: z.string(),
  brand: z.string(),
  category: z.string(),
  condition: z.enum(['new', 'used']),
  attributes: z.record(z.string(), z.string()),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  photos: z.array(photoSchema.extend({ id: id('pho'), alt: z.string() }).meta({ id: 'ListingPhoto' })),
  variants: z.array(variantSchema),
  changed_at: timeSchema,
  live_at: timeSchema.nullable(),
})

export const listingSchema = wordsSchema
  .extend({
    state: z.enum(['live', 'paused']),
    shop: shopLinkSchema,
    can_be_bought: z.boolean().describe('It is on sale, in an open shop, and something is left'),
  })
  .meta({ id: 'Listing' })

export const ownListingSchema = wordsSchema
  .extend({
    state: z.enum(['draft', 'review', 'live', 'paused', 'blocked']),
    state_reason: z.string().describe('Why it waits or was taken off'),
    source_key: z.string().nullable(),
    written_at: timeSchema,
  })
  .meta({ id: 'OwnListing', description: 'A listing as its own shop sees it' })

function wordsOf(origin: string, { listing, variants, photos }: WholeListing, offers: readonly Offer[]) {
  const offerOf = new Map(offers.map((offer) => [offer.variant_id, offer]))
  return {
    id: shown('lst', listing.listing_id),
    title: listing.title,
    description: listing.description,
    brand: listing.brand,
    category: listing.category_id,
    condition: listing.condition,
    attributes: listing.attributes,
    options: listing.options,
    photos: photos.flatMap((one) => {
      const shownPhoto = photo(origin, one.name, one.colour)
      return shownPhoto ? [{ ...shownPhoto, id: shown('pho', one.photo_id), alt: one.alt }] : []
    }),
    variants: variants.map(({ variant_id, sku, option_values }) => {
      const offer = offerOf.get(variant_id)
      const before = offer?.compare_at_paisa ?? null
      return {
        id: shown('var', variant_id),
        sku,
        options: option_values,
        price: offer ? money(offer.price_paisa) : null,
        price_before: before === null ? null : money(before),
        left: offer?.left_count ?? 0,
      }
    }),
    changed_at: time(listing.changed_at),
    live_at: timeOrNull(listing.live_at),
  }
}

/** A listing as anybody may see it. */
export function publicListing(
  origin: string,
  whole: WholeListing,
  offers: readonly Offer[],
  shop: Shop,
): z.input<typeof listingSchema> {
  const isLive = whole.listing.state === 'live'
  return {
    ...wordsOf(origin, whole, offers),
    state: isLive ? 'live' : 'paused',
    shop: shopLink(shop),
    can_be_bought: isLive && shop.state === 'open' && offers.some(({ left_count }) => left_count > 0),
  }
}

/** A listing as its own shop sees it. */
export function ownListing(
  origin: string,
  whole: WholeListing,
  offers: readonly Offer[],
): z.input<typeof ownListingSchema> {
  const { state, state_reason, source_key, written_at } = whole.listing
  return { ...wordsOf(origin, whole, offers), state, state_reason, source_key, written_at: time(written_at) }
}
