import { z } from 'zod'
import { changeListing, LISTING_STATES, listListings, writeListing } from '../../../domains/catalogue/catalogue.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { type Operation, personal } from '../operation.ts'
import { change, listingParams, putVariants, variantDraft, wholeListing } from '../own-listing.ts'
import {
  cursorOf,
  id,
  listOf,
  pageQuery,
  photo,
  photoSchema,
  readCursor,
  time,
  timeSchema,
  words,
} from '../shapes/basics.ts'
import { ownListingSchema } from '../shapes/listing.ts'
import { changeForShop, forShop, shopParams } from '../shop.ts'

const option = z.strictObject({ name: words(400), values: z.array(words(400)).max(100) })
const fields = {
  category: z.string().max(60),
  title: words(1_000),
  description: words(20_000),
  brand: words(400),
  attributes: z.record(words(400), words(400)),
  options: z.array(option).max(10).describe('What the buyer chooses: "Size" of "41", "42"'),
  condition: z.enum(['new', 'used']),
}

const rowSchema = z
  .object({
    id: id('lst'),
    title: z.string(),
    category: z.string(),
    state: z.enum(LISTING_STATES),
    source_key: z.string().nullable(),
    variant_count: z.int(),
    photo: photoSchema.nullable(),
    changed_at: timeSchema,
  })
  .meta({ id: 'OwnListingRow' })

/** The page of a list whose cursor is the last id. */
function afterIn(cursor: string | undefined): string | undefined {
  const [after] = readCursor(cursor) ?? []
  if (after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) {
    throw new Refusal('invalid', 'api.cursor')
  }
  return after
}

export const SHOP_LISTINGS: readonly Operation[] = [
  personal({
    name: 'listOwnListings',
    method: 'GET',
    path: '/shops/{shop}/listings',
    area: 'Shop listings',
    summary: "The shop's listings in every state, newest first",
    params: shopParams,
    query: z.object({ state: z.enum(LISTING_STATES).optional(), ...pageQuery }),
    status: 200,
    answer: listOf(rowSchema, 'listings'),
    run: (ask, { params, query }) =>
      ask.read(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'listings')
        const filter = { state: query.state, after: afterIn(query.cursor), limit: query.limit }
        const { listings, count, next } = await listListings(tx, by, filter)
        return {
          items: listings.map((row) => ({
            id: shown('lst', row.listing_id),
            ...{ title: row.title, category: row.category_id, state: row.state, source_key: row.source_key },
            variant_count: row.variant_count,
            photo: photo(ask.market.origin, row.photo_name, row.photo_colour),
            changed_at: time(row.changed_at),
          })),
          count,
          next: next === undefined ? null : cursorOf(next),
        }
      }),
  }),
  personal({
    name: 'writeListing',
    method: 'POST',
    path: '/shops/{shop}/listings',
    area: 'Shop listings',
    summary: 'Write a listing as a draft, with its variants, prices and stock',
    params: shopParams,
    body: z.strictObject({
      ...fields,
      description: fields.description.default(''),
      brand: fields.brand.default(''),
      attributes: fields.attributes.default({}),
      options: fields.options.default([]),
      condition: fields.condition.default('new'),
      source_key: words(200).optional().describe('Your own name for it: the same key makes no second listing'),
      variants: z.array(variantDraft).max(200).default([]),
    }),
    status: 201,
    answer: ownListingSchema,
    run: (ask, { params, body: { category, variants, ...draft } }) =>
      ask.write(async (tx) => {
        const by = await changeForShop(tx, ask, params.shop, 'listings')
        const listingId = await writeListing(tx, by, { ...draft, category_id: category })
        if (variants.length > 0) await putVariants(tx, by, listingId, variants)
        return wholeListing(tx, ask, by, listingId)
      }),
  }),
  personal({
    name: 'readOwnListing',
    method: 'GET',
    path: '/shops/{shop}/listings/{listing}',
    area: 'Shop listings',
    summary: 'One listing of the shop, in whatever state',
    params: listingParams,
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params }) =>
      ask.read(async (tx) => wholeListing(tx, ask, await forShop(tx, ask, params.shop, 'listings'), params.listing)),
  }),
  personal({
    name: 'changeListing',
    method: 'PATCH',
    path: '/shops/{shop}/listings/{listing}',
    area: 'Shop listings',
    summary: 'Change the words of a listing',
    more: 'When the options change, set the variants again after.',
    params: listingParams,
    body: z.strictObject(fields).partial(),
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params, body: { category, ...words } }) => {
      const given = category === undefined ? words : { ...words, category_id: category }
      const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      return change(ask, params, (tx, by) => changeListing(tx, by, params.listing, changes))
    },
  }),
]
