import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Bazaar, bazaar } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Database } from '../../kit/sql/database.ts'
import { sql } from '../../kit/sql/sql.ts'
import { beginImport, changeListing, findImport, listImports, listListings } from '../catalogue/catalogue.ts'
import type { ShopActor } from '../identity/identity.ts'
import { checkStock, offersOf, priceHistory, reserve, setOffers, startImport, undoImport } from './offers.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-imports-'))
afterAll(() => rmSync(folder, { recursive: true }))

const HEAD = 'Code,Name,Category,Price,Stock,Size\n'
let files = 0
function file(...lines: string[]) {
  const path = join(folder, `goods-${files++}.csv`)
  writeFileSync(path, HEAD + lines.join('\n'))
  return { path, file_name: 'goods.csv' }
}

async function market(): Promise<Bazaar & { db: Database; clock: { now: Date } }> {
  const { db, clock } = await testDatabase()
  return { db, clock, ...(await db.tx(bazaar)) }
}

/** All that an import may touch, without the times. */
async function everything(db: Database, by: ShopActor) {
  return db.read(async (tx) => ({
    listings:
      await tx.all(sql`select listing_id, source_key, category_id, title, description, brand, attributes, options,
      condition, state, state_reason from listings where party_id = ${by.shop_id} order by listing_id`),
    variants: await tx.all(sql`select listing_id, variant_id, position, sku, option_values, removed_at from variants
      where party_id = ${by.shop_id} order by variant_id`),
    stock:
      await tx.all(sql`select variant_id, price_paisa, compare_at_paisa, on_hand_count, reserved_count, stocked_count
      from stock_levels where party_id = ${by.shop_id} order by variant_id`),
  }))
}

const titles = (db: Database, by: ShopActor) =>
  db.read(async (tx) =>
    (await listListings(tx, by, { limit: 100 })).listings.map((one) => `${one.title}: ${one.state}`).sort(),
  )
const refusal = (reason: string) => expect.objectContaining({ reason })
const GOOD = ['K-1,Peshawari chappal,Footwear,2450,5,', 'K-2,Embroidered shawl,Shawls,"Rs 9,500/-",2,']

describe('an import', () => {
  test('goods of an open shop are on sale at once, without a photo, on a shelf that fits', async () => {
    const { db, bilal } = await market()
    const report = await startImport(db, bilal, file(...GOOD, 'K-3,Something strange,Zzz,100,1,'))
    expect(report).toMatchObject({ rows: 3, created: 3, updated: 0, skipped: 0, failed: 0, errors: [] })
    const { listings } = await db.read((tx) => listListings(tx, bilal, { limit: 10 }))
    expect(listings.map((one) => [one.source_key, one.state, one.category_id]).sort()).toEqual([
      ['K-1', 'live', 'mens-chappal'],
      ['K-2', 'live', 'women-shawls'],
      ['K-3', 'live', 'other'],
    ])
    const shawl = listings.find((one) => one.source_key === 'K-2')
    const [offer] = await db.read((tx) => offersOf(tx, bilal.shop_id, shawl?.listing_id ?? ''))
    expect(offer).toMatchObject({ price_paisa: 950_000n, left_count: 2 })
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })

  test('goods of a shop that nobody checked wait, and so do forbidden ones', async () => {
    const { db, bilal, eve } = await market()
    await startImport(db, eve, file(GOOD[0] ?? ''))
    expect(await titles(db, eve)).toEqual(['Peshawari chappal: review'])
    await startImport(db, bilal, file('G-1,Pistol 30 bore,Tools,90000,1,', 'G-2,Smart phone,Smartphones,9,1,'))
    expect(await titles(db, bilal)).toEqual(['Pistol 30 bore: review', 'Smart phone: review'])
  })

  test('a dry run says what would happen and writes no goods', async () => {
    const { db, bilal } = await market()
    const goods = file(...GOOD, 'K-4,No price,Shawls,,1,')
    const report = await startImport(db, bilal, goods, { dry_run: true })
    expect(report).toMatchObject({ created: 2, failed: 1, errors: [{ row: 4, reason: 'import.price_missing' }] })
    expect(await titles(db, bilal)).toEqual([])
    expect(await startImport(db, bilal, goods)).toMatchObject({ created: 2, failed: 1 })
    await expect(undoImport(db, bilal, report.import_id)).rejects.toEqual(refusal('catalogue.import_not_undone_now'))
  })

  test('a row that is wrong is told, and nothing else is lost', async () => {
    const { db, bilal } = await market()
    const report = await startImport(
      db,
      bilal,
      file(GOOD[0] ?? '', 'K-8,,Shawls,100,1,', GOOD[1] ?? '', 'K-9,Free shawl,Shawls,0,1,'),
    )
    expect(report).toMatchObject({ rows: 4, created: 2, failed: 2 })
    expect(report.errors.map((one) => one.row)).toEqual([3, 5])
  })

  test('the same file again changes nothing; a newer one changes what is new in it', async () => {
    const { db, clock, bilal } = await market()
    await startImport(db, bilal, file(...GOOD))
    expect(await startImport(db, bilal, file(...GOOD))).toMatchObject({ created: 0, updated: 0, skipped: 2 })
    clock.now = later(clock.now, DAY_MS)
    const newer = file('K-1,Peshawari chappal,Footwear,1999,9,', GOOD[1] ?? '', 'K-5,Khussa,Footwear,1500,3,')
    expect(await startImport(db, bilal, newer)).toMatchObject({ created: 1, updated: 1, skipped: 1 })
    const { listings } = await db.read((tx) => listListings(tx, bilal, { limit: 10, query: 'peshawari' }))
    const prices = await db.read((tx) => priceHistory(tx, bilal.shop_id, listings[0]?.listing_id ?? ''))
    expect(prices.map((one) => one.price_paisa)).toEqual([245_000n, 199_900n])
  })

  test('what Bilal wrote by hand about category and brand stays when a file says nothing of it', async () => {
    const { db, bilal } = await market()
    await startImport(db, bilal, file(...GOOD))
    await db.tx(async (tx) => {
      const { listings } = await listListings(tx, bilal, { limit: 10, query: 'peshawari' })
      await changeListing(tx, bilal, listings[0]?.listing_id ?? '', {
        category_id: 'mens-chappal',
        brand: 'Bilal',
        description: 'Soft',
      })
    })
    await startImport(db, bilal, file('K-1,Peshawari chappal new,Shawls,2450,5,'))
    const { listings } = await db.read((tx) => listListings(tx, bilal, { limit: 10, query: 'peshawari' }))
    expect(listings[0]).toMatchObject({
      title: 'Peshawari chappal new',
      category_id: 'mens-chappal',
      brand: 'Bilal',
      description: 'Soft',
    })
  })

  test('sizes become variants, a size that is gone is taken off, an ordered piece is never counted away', async () => {
    const { db, bilal } = await market()
    await startImport(db, bilal, file('K-1,Chappal,Footwear,2450,5,41', 'K-1,Chappal,Footwear,2450,5,42'))
    const before = await everything(db, bilal)
    expect(before.variants).toHaveLength(2)
    const [variant] = await db.read((tx) =>
      tx.all<{ variant_id: string }>(sql`select variant_id from variants where option_values = '{41}'`),
    )
    await db.tx((tx) => reserve(tx, bilal.shop_id, newId(), [{ variant_id: variant?.variant_id ?? '', quantity: 3 }]))
    await startImport(db, bilal, file('K-1,Chappal,Footwear,2450,1,41', 'K-1,Chappal,Footwear,2450,5,43'))
    const rows = await db.read((tx) =>
      tx.all(sql`
      select v.option_values[1] as size, v.removed_at is null as there, s.on_hand_count as on_hand
      from variants v join stock_levels s using (party_id, variant_id) order by 1`),
    )
    expect(rows).toEqual([
      { size: '41', there: true, on_hand: 3 },
      { size: '42', there: false, on_hand: 5 },
      { size: '43', there: true, on_hand: 5 },
    ])
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })

  test('killed in the middle, it goes on where it was and writes nothing twice', async () => {
    const { db, bilal } = await market()
    const goods = file(...Array.from({ length: 1200 }, (_, i) => `K-${i},Chappal ${i},Footwear,${500 + i},1,`))
    let batches = 0
    const killed: Pick<Database, 'tx'> = {
      tx: (body) => (++batches > 4 ? Promise.reject(new Error('the power is gone')) : db.tx(body)),
    }
    await expect(startImport(killed, bilal, goods)).rejects.toThrow('the power is gone')
    const [half] = await db.read((tx) => listImports(tx, bilal))
    expect(half).toMatchObject({ state: 'running', done_count: 1000, created_count: 1000 })
    const report = await startImport(db, bilal, goods)
    expect(report).toMatchObject({ import_id: half?.import_id, rows: 1200, created: 1200, skipped: 0 })
    expect((await db.read((tx) => listListings(tx, bilal, { limit: 1 }))).count).toBe(1200)
  })

  test('two at once with the same file: one goes on, the other is told', async () => {
    const { db, bilal } = await market()
    const goods = file(...Array.from({ length: 1200 }, (_, i) => `K-${i},Chappal ${i},Footwear,${500 + i},1,`))
    const first = await startImport(db, bilal, file('Q-1,Chappal,Footwear,100,1,'))
    expect(first.created).toBe(1)
    const ends = await Promise.allSettled([startImport(db, bilal, goods), startImport(db, bilal, goods)])
    for (const end of ends)
      if (end.status === 'rejected') expect(end.reason).toEqual(refusal('catalogue.import_running'))
    expect(ends.some((end) => end.status === 'fulfilled')).toBe(true)
    expect((await db.read((tx) => listListings(tx, bilal, { limit: 1 }))).count).toBe(1201)
  })

  test('begun twice in the same moment, it is one import', async () => {
    const { db, bilal } = await market()
    const facts = { file_name: 'a.csv', file_hash: 'a'.repeat(64), format: 'columns', dry_run: false } as const
    const begin = () => db.tx((tx) => beginImport(tx, bilal, { ...facts, mapping: { said: {}, columns: [] } }))
    const begun = await Promise.all(Array.from({ length: 8 }, begin))
    expect(new Set(begun.map(({ import_id }) => import_id)).size).toBe(1)
  })

  test('a helper without the task may not import, and Eve cannot see or undo an import of Bilal', async () => {
    const { db, bilal, eve } = await market()
    const jamila: ShopActor = { ...bilal, role: 'helper', tasks: ['orders'] }
    await expect(startImport(db, jamila, file(...GOOD))).rejects.toEqual(refusal('identity.task_not_given'))
    const { import_id } = await startImport(db, bilal, file(...GOOD))
    await expect(undoImport(db, eve, import_id)).rejects.toEqual(refusal('catalogue.unknown_import'))
    await expect(db.read((tx) => findImport(tx, eve, import_id))).rejects.toEqual(refusal('catalogue.unknown_import'))
  })

  test('a file that is no table is refused as a whole', async () => {
    const { db, bilal } = await market()
    const path = join(folder, 'empty.csv')
    writeFileSync(path, HEAD)
    await expect(startImport(db, bilal, { path, file_name: 'empty.csv' })).rejects.toEqual(refusal('import.no_goods'))
    const [row] = await db.read((tx) => listImports(tx, bilal))
    expect(row?.state).toBe('stopped')
  })
})

describe('undoing', () => {
  test('everything is as it was: words, variants, prices and stock', async () => {
    const { db, clock, bilal } = await market()
    await startImport(db, bilal, file(...GOOD, 'K-1S,Sandal,Footwear,900,4,41', 'K-1S,Sandal,Footwear,900,4,42'))
    const before = await everything(db, bilal)
    clock.now = later(clock.now, DAY_MS)
    const { import_id } = await startImport(
      db,
      bilal,
      file(
        'K-1,Renamed chappal,Footwear,1,50,',
        'K-1S,Sandal,Footwear,950,2,42',
        'K-1S,Sandal,Footwear,900,4,44',
        'K-7,New khussa,Footwear,1500,3,',
      ),
    )
    expect(await everything(db, bilal)).not.toEqual(before)
    clock.now = later(clock.now, DAY_MS)
    expect(await undoImport(db, bilal, import_id)).toEqual({ removed: 1, restored: 2, rested: 0, kept: 0 })
    expect(await everything(db, bilal)).toEqual(before)
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
    await expect(undoImport(db, bilal, import_id)).rejects.toEqual(refusal('catalogue.import_not_undone_now'))
  })

  test('what was ordered stays off sale for its order, and what Bilal changed by hand is left alone', async () => {
    const { db, clock, bilal } = await market()
    const { import_id } = await startImport(db, bilal, file(...GOOD, 'K-3,Khussa,Footwear,1500,3,'))
    clock.now = later(clock.now, DAY_MS)
    await db.tx(async (tx) => {
      const { listings } = await listListings(tx, bilal, { limit: 10 })
      const id = (key: string) => listings.find((one) => one.source_key === key)?.listing_id ?? ''
      const [offer] = await offersOf(tx, bilal.shop_id, id('K-1'))
      await reserve(tx, bilal.shop_id, newId(), [{ variant_id: offer?.variant_id ?? '', quantity: 1 }])
      await changeListing(tx, bilal, id('K-2'), { brand: 'Farah' })
    })
    expect(await undoImport(db, bilal, import_id)).toEqual({ removed: 1, restored: 0, rested: 1, kept: 1 })
    expect(await titles(db, bilal)).toEqual(['Embroidered shawl: live', 'Peshawari chappal: paused'])
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })

  test('pieces sold since stay sold: only what the import put on the shelf is taken off', async () => {
    const { db, clock, bilal } = await market()
    await startImport(db, bilal, file(...GOOD))
    const { import_id } = await startImport(db, bilal, file('K-1,Peshawari chappal,Footwear,2450,15,'))
    clock.now = later(clock.now, DAY_MS)
    const { listings } = await db.read((tx) => listListings(tx, bilal, { limit: 10, query: 'peshawari' }))
    const listing_id = listings[0]?.listing_id ?? ''
    const [offer] = await db.read((tx) => offersOf(tx, bilal.shop_id, listing_id))
    await db.tx((tx) => reserve(tx, bilal.shop_id, newId(), [{ variant_id: offer?.variant_id ?? '', quantity: 8 }]))
    await undoImport(db, bilal, import_id)
    const [left] = await db.read((tx) => offersOf(tx, bilal.shop_id, listing_id))
    expect(left).toMatchObject({ on_hand_count: 8, reserved_count: 8 })
    await db.tx((tx) =>
      setOffers(tx, bilal, listing_id, [
        { variant_id: offer?.variant_id ?? '', price_paisa: 100_000n, stock_count: 9 },
      ]),
    )
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })
})
