import { Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type Operator, type ShopActor } from '../identity/identity.ts'
import { checkedDraft, checkedVariants } from './checks.ts'
import { hasForbiddenWord } from './doubts.ts'
import { tell } from './events.ts'
import { lockOwn } from './own-listing.ts'
import { listPhotos, type Photo } from './photos-store.ts'
import { isPublic, type ListingState, next } from './process.ts'
import { findCategory } from './reference.ts'
import { findLines, findLive, type LineFacts, type LiveListing, listLiveAfter, listLiveOfShop } from './shown-store.ts'
import {
  countByState,
  countOfShop,
  findListingRow,
  findShopListing,
  insertListing,
  type Listing,
  type ListingDraft,
  type ListingFilter,
  type ListingRow,
  listOfShop,
  listVariants,
  moveListing,
  touchListing,
  updateListing,
  type Variant,
  type VariantDraft,
  writeVariants,
} from './store.ts'

export type { BulkVariant, KnownListing, KnownVariant, ListingInsert, ListingUpdate } from './bulk-store.ts'
export type { Attribute, Names } from './category-attributes.ts'
export { type CategoryGuess, categoryGuess } from './category-match.ts'
export { CATEGORY_TREE } from './category-tree.ts'
export {
  checkedDraft,
  checkedVariants,
  DESCRIPTION_MOST,
  PHOTOS_MOST,
  TITLE_LEAST,
  TITLE_MOST,
  VARIANTS_MOST,
} from './checks.ts'
export { doubt, hasForbiddenWord } from './doubts.ts'
export { addPhoto, movePhoto, notePhotoConverted, photosToConvert, removePhoto, unusedPhotos } from './gallery.ts'
export type { ImportOutcome, ProductDraft, RowError } from './import/draft.ts'
export { drafts, type ImportOptions, type Preview, preview } from './import/drafts.ts'
export { parseMap, type SaidMap } from './import/mapping.ts'
export {
  beginImport,
  changesToUndo,
  endImport,
  endUndo,
  findImport,
  type ImportBatch,
  listImportErrors,
  listImports,
  lockForImport,
  type Undoing,
  undoListings,
  variantsAdded,
  variantsOfListings,
  writeImported,
} from './imports.ts'
export type { Before, Import, ImportChange, ImportCounts, ImportError } from './imports-store.ts'
export { OWN_LISTINGS, OWN_VARIANTS } from './own-store.ts'
export { keepPhoto, makeAvif, PHOTO_WIDTHS, type PreparedPhoto, photoFile, preparePhoto } from './photos.ts'
export type { Photo } from './photos-store.ts'
export {
  isPublic,
  LISTING_STATES,
  type ListingState,
  type ListingStep,
  next as nextState,
  openSteps,
} from './process.ts'
export {
  listCategories,
  listCities,
  loadReference,
  OTHER_CATEGORY,
  type SeedCategory,
  type SeedCity,
} from './reference.ts'
export {
  approveListing,
  blockListing,
  countGoodsOfShop,
  listInReview,
  openListingsOfShop,
  pauseListing,
  resumeListing,
  submitPriced,
  WAITS_FOR_SHOP,
} from './review.ts'
export { type LineFacts, type LiveListing, listingKinds } from './shown-store.ts'
export type {
  Category,
  City,
  Listing,
  ListingDraft,
  ListingFilter,
  ListingOption,
  ListingRow,
  Variant,
  VariantDraft,
} from './store.ts'

/** A listing with all that hangs on it. Prices and stock are the domain of offers. */
export interface WholeListing {
  listing: Listing
  variants: Variant[]
  photos: Photo[]
}

/**
 * Writes a new listing as a draft, which only its shop sees. Gives its id.
 * Refuses: forbidden identity.task_not_given; invalid catalogue.unknown_category and what checkedDraft says; conflict
 * catalogue.source_key_taken when the shop already has a listing of that source key.
 */
export async function writeListing(tx: Tx, by: ShopActor, draft: ListingDraft): Promise<string> {
  assertTask(by, 'listings')
  const checked = checkedDraft(draft)
  await findCategory(tx, checked.category_id)
  const listingId = newId()
  const written = await insertListing(tx, by.shop_id, listingId, by.person_id, checked)
  if (!written) throw new Refusal('conflict', 'catalogue.source_key_taken', { key: draft.source_key ?? '' })
  return listingId
}

/**
 * Changes the words of a listing. One that is on sale stays on sale; only a forbidden word sends it back to us.
 * When the options change, the variants must be set again after.
 * Refuses: not_found catalogue.unknown_listing; forbidden identity.task_not_given; invalid as writeListing.
 * Events: listing.changed.
 */
export async function changeListing(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  changes: Partial<Omit<ListingDraft, 'source_key' | 'import_id'>>,
): Promise<void> {
  const listing = await lockOwn(tx, by, listingId)
  const checked = checkedDraft({ ...draftOf(listing), ...changes })
  if (checked.category_id !== listing.category_id) await findCategory(tx, checked.category_id)
  await updateListing(tx, listing, checked)
  const back = next(listing.state, 'doubt')
  if (back && hasForbiddenWord([checked.title, checked.description, checked.brand])) {
    await moveListing(tx, listing, back, 'catalogue.why.words')
  }
  await tell(tx, 'listing.changed', { listing_id: listingId, shop_id: by.shop_id })
}

function draftOf({ category_id, title, description, brand, attributes, options, condition }: Listing): ListingDraft {
  return { category_id, title, description, brand, attributes, options, condition }
}

/**
 * Sets all variants of a listing, in their order; a variant that is not named any more is taken off the shelf. A
 * listing without options has one variant with no option values.
 * Refuses: not_found catalogue.unknown_listing, catalogue.unknown_variant; forbidden identity.task_not_given; invalid
 * catalogue.no_variant, too_many_variants, variant_does_not_fit, same_variant_twice. Events: listing.changed.
 */
export async function setVariants(
  tx: Tx,
  by: ShopActor,
  listingId: string,
  variants: readonly VariantDraft[],
): Promise<Variant[]> {
  const listing = await lockOwn(tx, by, listingId)
  const checked = checkedVariants(listing.options, variants)
  const known = new Set((await listVariants(tx, listingId)).map((one) => one.variant_id))
  if (checked.some(({ variant_id }) => variant_id !== undefined && !known.has(variant_id))) {
    throw new Refusal('not_found', 'catalogue.unknown_variant')
  }
  const rows = checked.map(({ variant_id, sku, option_values }, position) => ({
    variant_id: variant_id ?? newId(),
    position,
    sku,
    option_values,
  }))
  await Promise.all([
    writeVariants(tx, by.shop_id, listingId, rows),
    touchListing(tx, listing),
    tell(tx, 'listing.changed', { listing_id: listingId, shop_id: by.shop_id }),
  ])
  return rows.map((row) => ({ party_id: by.shop_id, listing_id: listingId, ...row }))
}

/** A listing that anybody may see: on sale, or resting. Undefined for drafts, blocked ones and unknown ids. */
export async function findListing(tx: Tx, listingId: string): Promise<WholeListing | undefined> {
  const whole = await readWhole(tx, listingId)
  return whole && isPublic(whole.listing.state) ? whole : undefined
}

/** The shop's own listing in any state. Refuses: not_found catalogue.unknown_listing. */
export async function findOwnListing(tx: Tx, by: ShopActor, listingId: string): Promise<WholeListing> {
  const whole = await readWhole(tx, listingId)
  if (!whole || whole.listing.party_id !== by.shop_id) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return whole
}

/** Any listing in any state, for the operator who looks at it. */
export function findListingForReview(tx: Tx, _by: Operator, listingId: string): Promise<WholeListing | undefined> {
  return readWhole(tx, listingId)
}

async function readWhole(tx: Tx, listingId: string): Promise<WholeListing | undefined> {
  const [listing, variants, photos] = await Promise.all([
    findListingRow(tx, listingId),
    listVariants(tx, listingId),
    listPhotos(tx, listingId),
  ])
  return listing && { listing, variants, photos }
}

/** A page of the shop's own listings, the newest first. next is the `after` of the next page. */
export async function listListings(
  tx: Tx,
  by: ShopActor,
  filter: ListingFilter,
): Promise<{ listings: ListingRow[]; count: number; next: string | undefined }> {
  const [rows, count] = await Promise.all([
    listOfShop(tx, by.shop_id, { ...filter, limit: filter.limit + 1 }),
    countOfShop(tx, by.shop_id, filter),
  ])
  const listings = rows.slice(0, filter.limit)
  return { listings, count, next: rows.length > filter.limit ? listings.at(-1)?.listing_id : undefined }
}

/** How many listings the shop has in each state; a state without any is left out. */
export async function countListings(tx: Tx, by: ShopActor): Promise<Partial<Record<ListingState, number>>> {
  const rows = await countByState(tx, by.shop_id)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** What an order or a cart writes on its lines, in one statement. Variants of other shops are left out. */
export function linesFor(tx: Tx, shopId: string, variantIds: readonly string[]): Promise<LineFacts[]> {
  return findLines(tx, shopId, variantIds)
}

/** Whose variants of a listing these are: variant_id to the shop's own listing. For offers, which prices them. */
export async function variantsOf(tx: Tx, by: ShopActor, listingId: string): Promise<Variant[]> {
  assertTask(by, 'listings')
  const [listing, variants] = await Promise.all([
    findShopListing(tx, by.shop_id, listingId),
    listVariants(tx, listingId),
  ])
  if (!listing) throw new Refusal('not_found', 'catalogue.unknown_listing')
  return variants
}

/** All that is on sale, in the order of its ids, from after an id: for building an index in pieces. */
export function liveListingsAfter(tx: Tx, after: string, limit: number): Promise<LiveListing[]> {
  return listLiveAfter(tx, after, limit)
}

/** Those of these listings that are on sale. */
export function liveListings(tx: Tx, listingIds: readonly string[]): Promise<LiveListing[]> {
  return findLive(tx, listingIds)
}

/** What a shop has on sale, in the order of its ids, from after an id. */
export function liveListingsOfShop(tx: Tx, shopId: string, after: string, limit: number): Promise<LiveListing[]> {
  return listLiveOfShop(tx, shopId, after, limit)
}
