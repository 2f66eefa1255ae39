import { z } from 'zod'
import {
  addPhoto,
  changeListing,
  findOwnListing,
  LISTING_STATES,
  listListings,
  pauseListing,
  removePhoto,
  resumeListing,
  setVariants,
  writeListing,
} from '../../../domains/catalogue/catalogue.ts'
import type { ShopActor } from '../../../domains/identity/identity.ts'
import { offersOf, setOffers, submitListing } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import {
  cursorOf,
  id,
  idIn,
  listOf,
  moneyIn,
  pageQuery,
  photo,
  photoSchema,
  readCursor,
  time,
  timeSchema,
  words,
} from '../shapes/basics.ts'
import { ownListing, ownListingSchema } from '../shapes/listing.ts'
import { openUpload, uploadName } from '../shapes/upload.ts'
import { forShop } from '../shop.ts'
import { shopParams } from './shops.ts'

const listingParams = shopParams.extend({ listing: idIn('lst') })
type ListingParams = z.output<typeof listingParams>

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

const stock = z
  .int()
  .min(0)
  .max(1_000_000)
  .describe('How many are on the shelf, those set aside for orders among them; left out, the count stays')
const variantDraft = z
  .strictObject({
    id: idIn('var').optional().describe('Absent for a new one'),
    sku: words(400).default(''),
    options: z.array(words(400)).max(10).default([]).describe('One value for each option of the listing'),
    price: moneyIn,
    price_before: moneyIn.nullable().default(null).describe('The struck-out price before a sale'),
    stock: stock.optional(),
  })
  .meta({ id: 'VariantDraft' })

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

async function whole(
  tx: Tx,
  { market }: PersonAsk,
  by: ShopActor,
  listingId: string,
): Promise<z.input<typeof ownListingSchema>> {
  const [found, offers] = await Promise.all([findOwnListing(tx, by, listingId), offersOf(tx, by.shop_id, listingId)])
  return ownListing(market.origin, found, offers)
}

/** Changes one listing of the shop in the path, and shows what it is then. */
function change(ask: PersonAsk, { shop, listing }: ListingParams, act: (tx: Tx, by: ShopActor) => Promise<unknown>) {
  return ask.write(async (tx) => {
    const by = await forShop(tx, ask, shop, 'listings')
    await act(tx, by)
    return whole(tx, ask, by, listing)
  })
}

async function putVariants(tx: Tx, by: ShopActor, listingId: string, drafts: readonly z.output<typeof variantDraft>[]) {
  const variants = drafts.map((one) => ({ variant_id: one.id, sku: one.sku, option_values: one.options }))
  const rows = await setVariants(tx, by, listingId, variants)
  const offers = rows.flatMap(({ variant_id }, i) => {
    const draft = drafts[i]
    if (!draft) return []
    return [{ variant_id, price_paisa: draft.price, compare_at_paisa: draft.price_before, stock_count: draft.stock }]
  })
  await setOffers(tx, by, listingId, offers)
}

/** The page of a list whose cursor is the last id. */
function afterIn(cursor: string | undefined): string | undefined {
  const [after] = readCursor(cursor) ?? []
  if (after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) {
    throw new Refusal('invalid', 'api.cursor')
  }
  return after
}

const WORDS: readonly Operation[] = [
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
        const by = await forShop(tx, ask, params.shop, 'listings')
        const listingId = await writeListing(tx, by, { ...draft, category_id: category })
        if (variants.length > 0) await putVariants(tx, by, listingId, variants)
        return whole(tx, ask, by, listingId)
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
      ask.read(async (tx) => whole(tx, ask, await forShop(tx, ask, params.shop, 'listings'), params.listing)),
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

const SHELF: readonly Operation[] = [
  personal({
    name: 'setVariants',
    method: 'PUT',
    path: '/shops/{shop}/listings/{listing}/variants',
    area: 'Shop listings',
    summary: 'Set all variants with their prices and stock; one that is not named is taken off the shelf',
    params: listingParams,
    body: z.strictObject({ variants: z.array(variantDraft).max(200) }),
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params, body }) => change(ask, params, (tx, by) => putVariants(tx, by, params.listing, body.variants)),
  }),
  personal({
    name: 'changeVariant',
    method: 'PATCH',
    path: '/shops/{shop}/listings/{listing}/variants/{variant}',
    area: 'Shop listings',
    summary: 'Change the price or the stock of one variant',
    params: listingParams.extend({ variant: idIn('var') }),
    body: z.strictObject({
      price: moneyIn.optional(),
      price_before: moneyIn.nullable().optional(),
      stock: stock.optional(),
    }),
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params, body }) =>
      change(ask, params, async (tx, by) => {
        const known = (await offersOf(tx, by.shop_id, params.listing)).find((one) => one.variant_id === params.variant)
        const price_paisa = body.price ?? known?.price_paisa
        if (price_paisa === undefined) throw new Refusal('not_found', 'catalogue.unknown_variant')
        const compare_at_paisa = body.price_before === undefined ? known?.compare_at_paisa : body.price_before
        const offer = { variant_id: params.variant, price_paisa, compare_at_paisa, stock_count: body.stock }
        await setOffers(tx, by, params.listing, [offer])
      }),
  }),
  personal({
    name: 'addPhoto',
    method: 'POST',
    path: '/shops/{shop}/listings/{listing}/photos',
    area: 'Shop listings',
    summary: 'Hang a photo on a listing',
    params: listingParams,
    body: z.strictObject({
      photo: uploadName,
      alt: words(400).default('').describe('What it shows, for who cannot see'),
    }),
    status: 201,
    answer: ownListingSchema,
    run: (ask, { params, body }) => {
      const uploaded = openUpload(ask.market, ask.person, body.photo)
      return change(ask, params, (tx, by) => addPhoto(tx, by, params.listing, uploaded, body.alt))
    },
  }),
  personal({
    name: 'removePhoto',
    method: 'DELETE',
    path: '/shops/{shop}/listings/{listing}/photos/{photo}',
    area: 'Shop listings',
    summary: 'Take a photo off a listing',
    params: listingParams.extend({ photo: idIn('pho') }),
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'listings')
        const { photos } = await findOwnListing(tx, by, params.listing)
        if (photos.every(({ photo_id }) => photo_id !== params.photo)) {
          throw new Refusal('not_found', 'catalogue.unknown_photo')
        }
        await removePhoto(tx, by, params.photo)
        return null
      }),
  }),
  personal({
    name: 'submitListing',
    method: 'POST',
    path: '/shops/{shop}/listings/{listing}/submission',
    area: 'Shop listings',
    summary: 'Put a listing on sale: live at once, or after an operator has looked',
    params: listingParams,
    body: z.strictObject({ without_photo: z.boolean().default(false) }),
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params, body }) =>
      change(ask, params, (tx, by) => submitListing(tx, by, params.listing, { without_photo: body.without_photo })),
  }),
  personal({
    name: 'pauseListing',
    method: 'POST',
    path: '/shops/{shop}/listings/{listing}/pause',
    area: 'Shop listings',
    summary: 'Take a listing off sale for a while',
    params: listingParams,
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params }) => change(ask, params, (tx, by) => pauseListing(tx, by, params.listing)),
  }),
  personal({
    name: 'resumeListing',
    method: 'POST',
    path: '/shops/{shop}/listings/{listing}/resumption',
    area: 'Shop listings',
    summary: 'Put a resting listing back on sale',
    params: listingParams,
    status: 200,
    answer: ownListingSchema,
    run: (ask, { params }) => change(ask, params, (tx, by) => resumeListing(tx, by, params.listing)),
  }),
]

export const SHOP_LISTINGS: readonly Operation[] = [...WORDS, ...SHELF]
