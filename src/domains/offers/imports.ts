import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  beginImport,
  type Category,
  type CategoryGuess,
  categoryGuess,
  drafts,
  endImport,
  findImport,
  type Import,
  type ImportError,
  type ImportOutcome,
  listCategories,
  listImportErrors,
  lockForImport,
  preview,
  type SaidMap,
  writeImported,
} from '../catalogue/catalogue.ts'
import { findShop, type ShopActor } from '../identity/identity.ts'
import { insertOffers, insertPrices, lockOffersOfListings, updateOffers } from './bulk-store.ts'
import { type ImportPlan, planBatch } from './import-plan.ts'

const BATCH = 500

/** A shopkeeper's file as it lies on this machine. file_name is what the shopkeeper calls it. */
export interface ImportFile {
  readonly path: string
  readonly file_name: string
}

export interface ImportChoice {
  readonly dry_run?: boolean | undefined
  /** What the shopkeeper said about columns; the rest is guessed. */
  readonly map?: SaidMap | undefined
  readonly onProgress?: ((so_far: Import) => void) | undefined
}

/** What came of an import: products for created, updated and skipped; rows for failed. */
export interface ImportReport {
  import_id: string
  rows: number
  created: number
  updated: number
  skipped: number
  failed: number
  errors: { row: number; column: string; reason: string; value: string }[]
  ms: number
}

/** The shelves, read once for a whole file. */
interface Shelves {
  guess: CategoryGuess
  pathOf: (categoryId: string) => readonly Category[]
}

/**
 * Reads a shopkeeper's file into the shop's goods, in batches of one transaction each. A product whose key the shop has
 * already is brought up to date; what is new goes on sale at once when the shop is open and nothing looks wrong. Killed
 * in the middle, the same call goes on where it was and writes nothing twice. Links to photos are noted, not followed.
 * Refuses: forbidden without the task 'listings'; what drafts refuses (the file as a whole cannot be read: what was
 * written before stays, and can be undone); conflict catalogue.import_running when another process is at it.
 * Events: listings.changed for each batch.
 */
export async function startImport(
  db: Pick<Database, 'tx'>,
  by: ShopActor,
  file: ImportFile,
  choice: ImportChoice = {},
): Promise<ImportReport> {
  const begun_ms = performance.now()
  const said = choice.map ?? {}
  const [{ format, columns }, file_hash] = await Promise.all([preview(file.path, { map: said }), hashOf(file.path)])
  const facts = { file_name: file.file_name, file_hash, format, mapping: { said, columns } }
  const begun = await db.tx((tx) => beginImport(tx, by, { ...facts, dry_run: choice.dry_run ?? false }))
  await runImport(db, by, begun, file.path, choice.onProgress)
  return reportOf(db, by, begun.import_id, begun_ms)
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

async function runImport(
  db: Pick<Database, 'tx'>,
  by: ShopActor,
  begun: Import,
  path: string,
  onProgress: (so_far: Import) => void = () => {},
): Promise<void> {
  const shelves = shelvesFrom(await db.tx(listCategories))
  let at = begun
  let to_skip = begun.done_count
  let batch: ImportOutcome[] = []
  const write = async () => {
    if (batch.length === 0) return
    const outcomes = batch
    batch = []
    const done = at
    at = await db.tx(async (tx) => {
      await importBatch(tx, by, done, outcomes, shelves)
      return findImport(tx, by, done.import_id)
    })
    onProgress(at)
  }
  try {
    for await (const outcome of drafts(path, { map: begun.mapping.said })) {
      if (to_skip-- > 0) continue
      batch.push(outcome)
      if (batch.length === BATCH) await write()
    }
    await write()
    await db.tx((tx) => endImport(tx, at, 'done'))
  } catch (error) {
    // The file says no and will say it again; after anything else the same file can be begun again.
    if (error instanceof Refusal && error.code === 'invalid') {
      await write()
      await db.tx((tx) => endImport(tx, at, 'stopped'))
    }
    throw error
  }
}

function shelvesFrom(categories: readonly Category[]): Shelves {
  const all = new Map(categories.map((one) => [one.category_id, one]))
  const pathOf = (categoryId: string) => {
    const path: Category[] = []
    for (let one = all.get(categoryId); one; one = all.get(one.parent_id ?? '')) path.push(one)
    return path
  }
  return { guess: categoryGuess(categories), pathOf }
}

async function importBatch(tx: Tx, by: ShopActor, at: Import, outcomes: readonly ImportOutcome[], shelves: Shelves) {
  const keys = outcomes.flatMap(({ draft }) => (draft ? [draft.key] : []))
  const [known, shop] = await Promise.all([lockForImport(tx, by, at, keys), findShop(tx, by.shop_id)])
  const offers =
    known.length === 0
      ? []
      : await lockOffersOfListings(
          tx,
          by.shop_id,
          known.map((one) => one.listing_id),
        )
  const plan = planBatch(outcomes, {
    now: tx.now,
    known: new Map(known.map((one) => [one.source_key, one])),
    offers: new Map(offers.map((one) => [one.variant_id, one])),
    shop_is_open: shop.state === 'open',
    ...shelves,
  })
  await Promise.all([writeImported(tx, by, at, plan), ...(at.dry_run ? [] : writePrices(tx, by, plan))])
}

function writePrices(tx: Tx, by: ShopActor, { new_offers, moved_offers, prices }: ImportPlan): Promise<unknown>[] {
  return [
    ...(new_offers.length > 0 ? [insertOffers(tx, by.shop_id, new_offers)] : []),
    ...(moved_offers.length > 0 ? [updateOffers(tx, by.shop_id, moved_offers)] : []),
    ...(prices.length > 0 ? [insertPrices(tx, by.shop_id, by.person_id, prices)] : []),
  ]
}

async function reportOf(
  db: Pick<Database, 'tx'>,
  by: ShopActor,
  importId: string,
  begun_ms: number,
): Promise<ImportReport> {
  const [row, errors] = await db.tx((tx) =>
    Promise.all([findImport(tx, by, importId), listImportErrors(tx, by, importId)]),
  )
  return {
    import_id: importId,
    rows: row.row_count,
    created: row.created_count,
    updated: row.updated_count,
    skipped: row.skipped_count,
    failed: row.failed_count,
    errors: errors.map(errorLine),
    ms: Math.round(performance.now() - begun_ms),
  }
}

function errorLine({ row_number, column_name, reason, value }: ImportError) {
  return { row: row_number, column: column_name, reason, value }
}
