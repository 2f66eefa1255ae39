import { z } from 'zod'
import {
  addPhoto,
  findOwnListing,
  pauseListing,
  removePhoto,
  resumeListing,
} from '../../../domains/catalogue/catalogue.ts'
import { offersOf, setOffers, submitListing } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Operation, personal } from '../operation.ts'
import { change, listingParams, putVariants, stockIn, variantDraft } from '../own-listing.ts'
import { idIn, moneyIn, words } from '../shapes/basics.ts'
import { ownListingSchema } from '../shapes/listing.ts'
import { openUpload, uploadName } from '../shapes/upload.ts'
import { changeForShop } from '../shop.ts'

/** What a shop does with a listing that is written: prices, stock, photos, and putting it on sale. */
export const SHOP_SHELF: readonly Operation[] = [
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
      stock: stockIn.optional(),
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
        const by = await changeForShop(tx, ask, params.shop, 'listings')
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
