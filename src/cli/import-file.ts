import { basename, resolve } from 'node:path'
import { parseMap } from '../domains/catalogue/import/mapping.ts'
import { actForShop, findShopByHandle, type ShopActor } from '../domains/identity/identity.ts'
import { startImport } from '../domains/offers/imports.ts'
import { undoImport } from '../domains/offers/undo.ts'
import { Refusal } from '../kit/errors/refusal.ts'
import type { Database } from '../kit/sql/database.ts'
import { speak } from '../kit/text/messages.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

/**
 * Takes goods from a file into a shop, in the name of its owner; with --dry-run only says what would happen, with
 * --undo
 * takes an earlier import back.
 */
export async function importFile(words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  const handle = options.get('shop')
  const undo = options.get('undo')
  const [file] = words
  if (!handle || (!file && !undo)) throw new Error('say the file and the shop: import goods.csv --shop bilal-shoes')
  if (undo && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(undo)) {
    throw new Error('--undo takes the import_id that the import printed')
  }
  return withData(async ({ db }) => {
    const by = await ownerOf(db, handle)
    if (undo) {
      const report = await undoImport(db, by, undo)
      return { facts: report, words: `Taken back: ${JSON.stringify(report)}`, ok: true }
    }
    const t = speak('en')
    const map = options.get('map')
    let last_s = 0
    const report = await startImport(
      db,
      by,
      { path: resolve(file ?? ''), file_name: basename(file ?? '') },
      {
        dry_run: options.has('dry-run'),
        map: map ? parseMap(map) : undefined,
        onProgress: ({ done_count }) => {
          const now_s = Math.floor(performance.now() / 2_000)
          if (now_s > last_s && process.stderr.isTTY) process.stderr.write(`${t.number(done_count)} rows read\n`)
          last_s = now_s
        },
      },
    )
    const errors = report.errors.map(
      ({ row, column, reason, value }) => `  row ${row} ${column}: ${t.maybe(reason, { column, value }) ?? reason}`,
    )
    const { rows, created, updated, skipped, failed } = report
    const sum = `${rows} rows: ${created} new, ${updated} changed, ${skipped} as they were, ${failed} left out`
    return { facts: report, words: [sum, ...errors.slice(0, 50)].join('\n'), ok: true }
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    throw new Error(speak('en').maybe(error.reason, error.values) ?? error.reason)
  })
}

async function ownerOf(db: Database, handle: string): Promise<ShopActor> {
  return db.read(async (tx) => {
    const shop = await findShopByHandle(tx, handle)
    if (!shop) throw new Error(`there is no shop with the handle ${handle}`)
    return actForShop(tx, { kind: 'person', person_id: shop.opened_by }, shop.party_id, 'listings')
  })
}
