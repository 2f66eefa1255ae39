import { z } from 'zod'
import { findListing } from '../../../domains/catalogue/catalogue.ts'
import { findShop, findShopByHandle } from '../../../domains/identity/identity.ts'
import { offersOf } from '../../../domains/offers/offers.ts'
import type { SearchResults, SearchSort } from '../../../domains/search/search.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { MOST_PAISA } from '../../../kit/money/money.ts'
import { type Operation, open } from '../operation.ts'
import {
  cursorOf,
  idIn,
  listOf,
  money,
  moneySchema,
  names,
  namesSchema,
  pageQuery,
  readCursor,
  time,
  timeSchema,
} from '../shapes/basics.ts'
import { card, cardSchema, listingSchema, publicListing, shopLink, shopLinkSchema } from '../shapes/listing.ts'

const DAY_S = 86_400
const PAGES_MOST = 50

const categorySchema = z
  .object({
    id: z.string(),
    parent: z.string().nullable(),
    names: namesSchema,
    attributes: z.array(z.object({ key: z.string(), names: namesSchema, values: z.array(z.string()) })),
  })
  .meta({ id: 'Category' })

const citySchema = z
  .object({ id: z.string(), province: z.string(), names: namesSchema, latitude: z.number(), longitude: z.number() })
  .meta({ id: 'City' })

const bandSchema = z.object({ from: moneySchema, to: moneySchema.nullable(), count: z.int() })
const choiceSchema = z.object({ id: z.string(), count: z.int() })
const resultsSchema = listOf(cardSchema, 'listings')
  .extend({
    facets: z.object({
      categories: z.array(choiceSchema),
      cities: z.array(choiceSchema),
      prices: z.array(bandSchema).describe('Bands of price, from (included) to (not included)'),
    }),
    did_you_mean: z.string().nullable().describe('A spelling that finds goods'),
  })
  .meta({ id: 'SearchResults' })

const paisa = z.coerce.bigint().min(0n).max(MOST_PAISA).optional().meta({ type: 'integer', description: 'In paisa' })
const searchQuery = z.object({
  q: z.string().max(200).default('').describe('Words in English, Urdu or Roman Urdu; empty for everything'),
  category: z.string().max(60).optional(),
  price_from: paisa,
  price_to: paisa,
  city: z.string().max(60).optional().describe('Where the shop is'),
  shop: idIn('shp').optional(),
  sort: z.enum(['best', 'cheap', 'dear', 'new'] as const satisfies readonly SearchSort[]).default('best'),
  ...pageQuery,
})

function facetsOf({ facets }: SearchResults): z.input<typeof resultsSchema>['facets'] {
  return {
    categories: [...facets.categories],
    cities: [...facets.cities],
    prices: facets.prices.map(({ from, to, count }) => ({
      from: money(from),
      to: to === null ? null : money(to),
      count,
    })),
  }
}

/** Search counts in pages: its cursor is the next one's number. */
function pageIn(cursor: string | undefined): number {
  const [page = '1'] = readCursor(cursor) ?? []
  if (!/^\d{1,2}$/.test(page) || Number(page) < 1) throw new Refusal('invalid', 'api.cursor')
  return Number(page)
}

const shopSchema = shopLinkSchema
  .extend({
    about: z.string(),
    area: z.string(),
    state: z.enum(['waiting', 'open', 'resting']),
    opened_at: timeSchema,
    standing: z
      .object({ kept: z.int(), sent_back: z.int(), shop_fault: z.int() })
      .describe('What became of its orders, from facts only'),
  })
  .meta({ id: 'Shop' })

export const SHELF: readonly Operation[] = [
  open({
    name: 'listCategories',
    method: 'GET',
    path: '/categories',
    area: 'Shelf',
    summary: 'The whole tree of categories, siblings in their order',
    status: 200,
    answer: listOf(categorySchema, 'categories'),
    fresh_s: DAY_S / 24,
    run: async ({ market }) => {
      const items = market.categories.map((one) => ({
        id: one.category_id,
        parent: one.parent_id,
        names: names(one),
        attributes: one.attributes.map(({ key, name, values }) => ({
          key,
          names: { en: name.en, ur: name.ur, 'roman-ur': name.roman },
          values: [...(values ?? [])],
        })),
      }))
      return { items, count: items.length, next: null }
    },
  }),
  open({
    name: 'listCities',
    method: 'GET',
    path: '/cities',
    area: 'Shelf',
    summary: 'Every city, the biggest first',
    status: 200,
    answer: listOf(citySchema, 'cities'),
    fresh_s: DAY_S / 24,
    run: async ({ market }) => {
      const items = market.cities.map((city) => ({
        ...{ id: city.city_id, province: city.province, names: names(city) },
        ...{ latitude: city.latitude, longitude: city.longitude },
      }))
      return { items, count: items.length, next: null }
    },
  }),
  open({
    name: 'searchListings',
    method: 'GET',
    path: '/listings',
    area: 'Shelf',
    summary: 'Find goods that are on sale, with what they can be narrowed by',
    query: searchQuery,
    status: 200,
    answer: resultsSchema,
    run: async ({ market }, { query }) => {
      const page = pageIn(query.cursor)
      const { q, category, city, shop, sort, limit } = query
      const prices = { price_from_paisa: query.price_from, price_to_paisa: query.price_to }
      const found = market.search.search({ text: q, category, city, shop, sort, limit, page, ...prices })
      const hasMore = page * limit < found.total && page < PAGES_MOST
      return {
        items: found.hits.map((hit) => card(market.origin, hit)),
        count: found.total,
        next: hasMore ? cursorOf(String(page + 1)) : null,
        facets: facetsOf(found),
        did_you_mean: found.did_you_mean ?? null,
      }
    },
  }),
  open({
    name: 'readListing',
    method: 'GET',
    path: '/listings/{listing}',
    area: 'Shelf',
    summary: 'One listing with its variants, prices and photos',
    params: z.object({ listing: idIn('lst') }),
    status: 200,
    answer: listingSchema,
    run: ({ market, read }, { params }) =>
      read(async (tx) => {
        const whole = await findListing(tx, params.listing)
        if (!whole) throw new Refusal('not_found', 'catalogue.unknown_listing')
        const shopId = whole.listing.party_id
        const [offers, shop] = await Promise.all([offersOf(tx, shopId, params.listing), findShop(tx, shopId)])
        return publicListing(market.origin, whole, offers, shop)
      }),
  }),
  open({
    name: 'readShop',
    method: 'GET',
    path: '/shops/{shop}',
    area: 'Shelf',
    summary: 'A shop by its handle, with its record',
    params: z.object({ shop: z.string().max(60) }),
    status: 200,
    answer: shopSchema,
    run: ({ read }, { params }) =>
      read(async (tx) => {
        const shop = await findShopByHandle(tx, params.shop)
        if (shop.state === 'stopped') throw new Refusal('not_found', 'identity.shop_unknown')
        const { kept_count, sent_back_count, shop_fault_count } = await standingOf(tx, shop.party_id)
        return {
          ...shopLink(shop),
          ...{ about: shop.about, area: shop.area, state: shop.state, opened_at: time(shop.opened_at) },
          standing: { kept: kept_count, sent_back: sent_back_count, shop_fault: shop_fault_count },
        }
      }),
  }),
]
