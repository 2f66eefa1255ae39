import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'
import {
  type BulkVariant,
  deleteListings,
  deleteVariants,
  insertListings,
  type KnownListing,
  type ListingInsert,
  type ListingUpdate,
  listOtherVariants,
  lockKnown,
  restListings,
  takeOffVariants,
  updateListings,
  upsertVariants,
} from './bulk-store.ts'
import { tell } from './events.ts'
import {
  addProgress,
  type Before,
  findImportRow,
  findUnfinished,
  type Import,
  type ImportChange,
  type ImportCounts,
  type ImportError,
  insertChanges,
  insertErrors,
  insertImport,
  listToUndo,
  lockImport,
  markUndone,
  moveImport,
  selectErrors,
  selectImports,
} from './imports-store.ts'

/**
 * Begins an import, or finds the one that was begun with the same file and the same words about its columns and did not
 * come to its end. Refuses: forbidden without the task 'listings'.
 */
export async function beginImport(
  tx: Tx,
  by: ShopActor,
  file: Pick<Import, 'file_name' | 'file_hash' | 'format' | 'mapping' | 'dry_run'>,
): Promise<Import> {
  assertTask(by, 'listings')
  const same = { ...file, said: file.mapping.said }
  const begun = await findUnfinished(tx, by.shop_id, same)
  if (begun) return begun
  const made = await insertImport(tx, { ...file, party_id: by.shop_id, import_id: newId(), started_by: by.person_id })
  // Begun by another process meanwhile.
  const one = made ?? (await findUnfinished(tx, by.shop_id, same))
  assert(one, 'an import of this file was begun')
  return one
}

/** The shop's own import. Refuses: forbidden without the task 'listings'; not_found catalogue.unknown_import. */
export async function findImport(tx: Tx, by: ShopActor, importId: string): Promise<Import> {
  assertTask(by, 'listings')
  const found = await findImportRow(tx, by.shop_id, importId)
  if (!found) throw new Refusal('not_found', 'catalogue.unknown_import')
  return found
}

/** The shop's imports, the newest first. Refuses: forbidden without the task 'listings'. */
export function listImports(tx: Tx, by: ShopActor, limit = 20): Promise<Import[]> {
  assertTask(by, 'listings')
  return selectImports(tx, by.shop_id, limit)
}

/** What was wrong in the file, in the order of its rows. Refuses: as findImport. */
export async function listImportErrors(tx: Tx, by: ShopActor, importId: string, limit = 1000): Promise<ImportError[]> {
  await findImport(tx, by, importId)
  return selectErrors(tx, by.shop_id, importId, limit)
}

// ── for offers, which writes prices and stock in the same transaction ──

/**
 * The shop's listings of these source keys, locked, and the import with them.
 * Refuses: conflict catalogue.import_running when another process has gone on with the same import meanwhile.
 */
export async function lockForImport(
  tx: Tx,
  by: ShopActor,
  at: Import,
  keys: readonly string[],
): Promise<KnownListing[]> {
  assertTask(by, 'listings')
  const [locked, known] = await Promise.all([lockImport(tx, at), lockKnown(tx, by.shop_id, keys)])
  if (locked?.done_count !== at.done_count) throw new Refusal('conflict', 'catalogue.import_running')
  return known
}

/** What a batch of a file does to the catalogue. */
export interface ImportBatch {
  inserts: ListingInsert[]
  updates: ListingUpdate[]
  variants: BulkVariant[]
  changes: (ImportChange & { photo_urls: string[] })[]
  errors: ImportError[]
  counts: ImportCounts
}

/**
 * Writes a batch and counts it. A dry run counts, keeps the errors, and writes no listing.
 * Refuses: forbidden without the task 'listings'. Events: listings.changed.
 */
export async function writeImported(tx: Tx, by: ShopActor, at: Import, batch: ImportBatch): Promise<void> {
  assertTask(by, 'listings')
  const errors = batch.errors.map((error) => ({ ...error, error_id: newId() }))
  const [counted] = await Promise.all([
    addProgress(tx, at, batch.counts),
    errors.length > 0 ? insertErrors(tx, at, errors) : undefined,
    ...(at.dry_run ? [] : writes(tx, by, at, batch)),
  ])
  assert(counted === 1, 'a locked import is counted')
}

function writes(tx: Tx, by: ShopActor, at: Import, batch: ImportBatch): Promise<unknown>[] {
  const { inserts, updates, variants, changes } = batch
  if (changes.length === 0) return []
  const author = { person_id: by.person_id, import_id: at.import_id }
  const listing_ids = changes.map((one) => one.listing_id)
  return [
    ...(inserts.length > 0 ? [insertListings(tx, by.shop_id, author, inserts)] : []),
    ...(updates.length > 0 ? [updateListings(tx, by.shop_id, updates)] : []),
    upsertVariants(tx, by.shop_id, variants),
    insertChanges(tx, at, changes),
    tell(tx, 'listings.changed', { shop_id: by.shop_id, listing_ids }),
  ]
}

/** The file was read to its end, or cannot be read any further. */
export async function endImport(tx: Tx, at: Import, to: 'done' | 'stopped'): Promise<void> {
  await moveImport(tx, at, to)
}

/** What a batch of undoing has to put back. Refuses: as findImport; conflict catalogue.import_not_undone_now. */
export async function changesToUndo(tx: Tx, by: ShopActor, importId: string, limit: number) {
  const found = await findImport(tx, by, importId)
  if (found.dry_run || (found.state !== 'done' && found.state !== 'stopped')) {
    throw new Refusal('conflict', 'catalogue.import_not_undone_now', { state: found.dry_run ? 'dry' : found.state })
  }
  return listToUndo(tx, by.shop_id, importId, limit)
}

/** Which variants the import added to listings that stood there before. */
export function variantsAdded(tx: Tx, by: ShopActor, changes: readonly (ImportChange & { before: Before })[]) {
  const stay = changes.flatMap(({ before }) => before.variants.map((one) => one.variant_id))
  return listOtherVariants(
    tx,
    by.shop_id,
    changes.map((one) => one.listing_id),
    stay,
  )
}

/** Which variants hang on these listings. */
export function variantsOfListings(tx: Tx, by: ShopActor, listingIds: readonly string[]) {
  return listOtherVariants(tx, by.shop_id, listingIds, [])
}

export interface Undoing {
  restored: readonly (ImportChange & { before: Before })[]
  /** Made by the import and never ordered: gone with their variants. */
  deleted: readonly string[]
  /** Made by the import and ordered since: off sale. */
  rested: readonly string[]
  variants_deleted: readonly string[]
  variants_taken_off: readonly string[]
  /** Everything of this batch, the listings that were left alone among them. */
  seen: readonly string[]
}

/** Puts the catalogue back as it was for a batch. Events: listings.changed. */
export async function undoListings(tx: Tx, by: ShopActor, importId: string, undoing: Undoing): Promise<void> {
  const { restored, deleted, rested } = undoing
  const variants = restored.flatMap(({ listing_id, before }) => before.variants.map((one) => ({ ...one, listing_id })))
  await Promise.all([
    updateListings(
      tx,
      by.shop_id,
      restored.map(({ listing_id, before }) => ({ ...before.listing, listing_id })),
    ),
    upsertVariants(tx, by.shop_id, variants),
    deleteVariants(tx, by.shop_id, undoing.variants_deleted),
    takeOffVariants(tx, by.shop_id, undoing.variants_taken_off),
    deleteListings(tx, by.shop_id, deleted),
    restListings(tx, by.shop_id, rested),
    markUndone(tx, by.shop_id, importId, undoing.seen),
    tell(tx, 'listings.changed', { shop_id: by.shop_id, listing_ids: [...undoing.seen] }),
  ])
}

/** Nothing is left to undo. */
export async function endUndo(tx: Tx, by: ShopActor, importId: string): Promise<void> {
  await moveImport(tx, { party_id: by.shop_id, import_id: importId }, 'undone')
}
