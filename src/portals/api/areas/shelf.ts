import { z } from 'zod'
import { findListing } from '../../../domains/catalogue/catalogue.ts'
import { findShop, findShopByHandle } from '../../../domains/identity/identity.ts'
import { offersOf } from '../../../domains/offers/offers.ts'
import { isPlace, peopleLookedFor, type SearchResults, type SearchSort } from '../../../domains/search/search.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { MOST_PAISA } from '../../../kit/money/money.ts'
import { kilometresFrom } from '../../web/places.ts'
import { suggestionsFor } from '../../web/suggesting.ts'
import { type Operation, open } from '../operation.ts'
import { idIn, listOf, money, moneySchema, names, namesSchema, pageQuery, time, timeSchema } from '../shapes/basics.ts'
import { card, cardSchema, listingSchema, publicListing, shopLink, shopLinkSchema } from '../shapes/listing.ts'

const DAY_S = 86_400

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
    facets: z
      .object({
        categories: z.array(choiceSchema),
        cities: z.array(choiceSchema),
        prices: z.array(bandSchema).describe('Bands of price, from (included) to (not included)'),
        brands: z.array(choiceSchema),
        colours: z.array(choiceSchema),
        sizes: z.array(choiceSchema),
        conditions: z.array(choiceSchema),
        standings: z.array(choiceSchema).describe('3, 2, 1: from shops of this standing and better'),
        stock: z.array(choiceSchema).describe('in_stock: what can be ordered now'),
      })
      .describe('What results can be narrowed by, each counted as if it alone were not chosen'),
    did_you_mean: z
      .string()
      .nullable()
      .describe('The spelling that was searched for instead; `exact` asks for the other'),
    dropped: z.array(z.string()).describe('Words that had to be left out for anything to be found'),
  })
  .meta({ id: 'SearchResults' })

const suggestionsSchema = z
  .object({
    words: z.array(z.string()),
    categories: z.array(z.object({ id: z.string(), names: namesSchema })).describe('Shelves that begin like this'),
  })
  .meta({ id: 'Suggestions' })

const paisa = z.coerce.bigint().min(0n).max(MOST_PAISA).optional().meta({ type: 'integer', description: 'In paisa' })
const yes = z
  .enum(['true', 'false'])
  .default('false')
  .transform((word) => word === 'true')
const searchQuery = z.object({
  q: z.string().max(200).default('').describe('Words in English, Urdu or Roman Urdu; empty for everything'),
  category: z.string().max(60).optional(),
  price_from: paisa,
  price_to: paisa,
  city: z.string().max(60).optional().describe('Where the shop is'),
  shop: idIn('shp').optional(),
  brand: z.string().max(60).optional(),
  colour: z.string().max(20).optional().describe('As in `facets.colours`'),
  size: z.string().max(20).optional().describe('As in `facets.sizes`'),
  condition: z.enum(['new', 'used']).optional(),
  standing: z.coerce.number().int().min(1).max(3).optional().describe('The least standing of a shop'),
  in_stock: yes.describe('Only what can be ordered now'),
  near: z.string().max(60).optional().describe('The city of the buyer: its goods come first, or by distance'),
  exact: yes.describe('Mend no slip and leave no word out'),
  sort: z.enum(['best', 'near', 'cheap', 'dear', 'new'] as const satisfies readonly SearchSort[]).default('best'),
  ...pageQuery,
  // A place in results is longer than one in a list.
  cursor: z.string().max(400).optional().describe('From `next` of the page before'),
})

function facetsOf({ facets }: SearchResults): z.input<typeof resultsSchema>['facets'] {
  const { categories, cities, brands, colours, sizes, conditions, standings, stock } = facets
  return {
    ...{ categories: [...categories], cities: [...cities], brands: [...brands], colours: [...colours] },
    ...{ sizes: [...sizes], conditions: [...conditions], standings: [...standings], stock: [...stock] },
    prices: facets.prices.map(({ from, to, count }) => ({
      from: money(from),
      to: to === null ? null : money(to),
      count,
    })),
  }
}

/** A place in the results is read by search itself. Refuses: invalid api.cursor. */
function placeIn(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !isPlace(cursor)) throw new Refusal('invalid', 'api.cursor')
  return cursor
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
      const { q, cursor, price_from, price_to, exact, ...choices } = query
      const found = await market.search.search({
        ...choices,
        ...{ text: q, price_from_paisa: price_from, price_to_paisa: price_to, strict: exact, after: placeIn(cursor) },
        near_km: query.near === undefined ? undefined : kilometresFrom(market.cities, query.near),
      })
      return {
        items: found.hits.map((hit) => card(market.origin, hit)),
        count: found.total,
        next: found.next ?? null,
        facets: facetsOf(found),
        did_you_mean: found.did_you_mean ?? null,
        dropped: [...(found.dropped ?? [])],
      }
    },
  }),
  open({
    name: 'suggestSearches',
    method: 'GET',
    path: '/suggestions',
    area: 'Shelf',
    summary: 'How words that are being written may go on',
    more: 'Without words: what many people look for these days, never of fewer than twenty in one week.',
    query: z.object({
      q: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(20).default(8).describe('How many words at most, 1 to 20'),
    }),
    status: 200,
    answer: suggestionsSchema,
    run: async ({ market, read }, { query: { q, limit } }) => {
      if (q.trim() === '') return { words: await read((tx) => peopleLookedFor(tx, limit)), categories: [] }
      const { words, shelves } = await suggestionsFor(market, q, limit)
      return { words: [...words], categories: shelves.map((one) => ({ id: one.category_id, names: names(one) })) }
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
