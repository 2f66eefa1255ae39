import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  type Before,
  changesToUndo,
  endUndo,
  type ImportChange,
  undoListings,
  variantsAdded,
  variantsOfListings,
} from '../catalogue/catalogue.ts'
import type { ShopActor } from '../identity/identity.ts'
import { deleteOffers, insertPrices, listOrdered, lockOffersOfListings, restoreOffers } from './bulk-store.ts'

const BATCH = 500

/** How many listings went, were put back, stay off sale for their orders, and stay because of changes by hand. */
export interface UndoReport {
  removed: number
  restored: number
  rested: number
  kept: number
}

type Restored = ImportChange & { before: Before }

/**
 * Puts the shop's goods back as they were before an import, in batches; killed in the middle, the same call goes on.
 * What the import made is gone, unless it was ordered since: then it stays, off sale. What was changed by hand since is
 * left alone. Old prices are set again, and the price history keeps both.
 * Refuses: forbidden without the task 'listings'; not_found catalogue.unknown_import; conflict
 * catalogue.import_not_undone_now when it runs still, was a dry run or was undone. Events: listings.changed.
 */
export async function undoImport(db: Pick<Database, 'tx'>, by: ShopActor, importId: string): Promise<UndoReport> {
  const report: UndoReport = { removed: 0, restored: 0, rested: 0, kept: 0 }
  for (;;) {
    const batch = await db.tx((tx) => undoBatch(tx, by, importId))
    if (!batch) return report
    report.removed += batch.removed
    report.restored += batch.restored
    report.rested += batch.rested
    report.kept += batch.kept
  }
}

async function undoBatch(tx: Tx, by: ShopActor, importId: string): Promise<UndoReport | undefined> {
  const changes = await changesToUndo(tx, by, importId, BATCH)
  if (changes.length === 0) {
    await endUndo(tx, by, importId)
    return undefined
  }
  const open = changes.filter((one) => !one.kept)
  const restored = open.flatMap((one): Restored[] => (one.before ? [{ ...one, before: one.before }] : []))
  const made = open.filter((one) => one.before === null).map((one) => one.listing_id)
  const [added, hanging, offers] = await Promise.all([
    variantsAdded(tx, by, restored),
    variantsOfListings(tx, by, made),
    lockOffersOfListings(
      tx,
      by.shop_id,
      open.map((one) => one.listing_id),
    ),
  ])
  const newVariants = [...added, ...hanging]
  const rows = await listOrdered(
    tx,
    by.shop_id,
    newVariants.map((one) => one.variant_id),
  )
  const ordered = new Set(rows.map((one) => one.variant_id))
  const rested = new Set(hanging.filter((one) => ordered.has(one.variant_id)).map((one) => one.listing_id))
  // A listing that stays for its orders keeps all its variants; elsewhere only the ordered ones stay, off the shelf.
  const free = newVariants.filter((one) => !ordered.has(one.variant_id) && !rested.has(one.listing_id))
  const variants_deleted = free.map((one) => one.variant_id)
  const deleted = made.filter((id) => !rested.has(id))

  await deleteOffers(tx, by.shop_id, variants_deleted)
  await undoListings(tx, by, importId, {
    restored,
    deleted,
    rested: [...rested],
    variants_deleted,
    variants_taken_off: added.map((one) => one.variant_id).filter((id) => ordered.has(id)),
    seen: changes.map((one) => one.listing_id),
  })
  await restorePrices(tx, by, restored, new Map(offers.map((one) => [one.variant_id, one.price_paisa])))
  const kept = changes.length - open.length
  return { removed: deleted.length, restored: restored.length, rested: rested.size, kept }
}

async function restorePrices(tx: Tx, by: ShopActor, restored: readonly Restored[], now: ReadonlyMap<string, bigint>) {
  const offers = restored.flatMap(({ before }) => before.offers)
  const moved = offers.filter((one) => String(now.get(one.variant_id)) !== one.price_paisa)
  await Promise.all([restoreOffers(tx, by.shop_id, offers), insertPrices(tx, by.shop_id, by.person_id, moved)])
}
