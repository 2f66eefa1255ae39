import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bazaar } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { sharedData } from '../../../tests/setup/shared-data.ts'
import { listListings } from '../catalogue/catalogue.ts'
import { checkStock, startImport, undoImport } from './offers.ts'

const shopify = sharedData('catalogue/shopify_apparel.csv')
const daraz = sharedData('catalogue/daraz_products.csv.gz')

test.skipIf(!shopify)('a Shopify export becomes listings with their sizes and colours', async () => {
  const { db } = await testDatabase()
  const { bilal } = await db.tx(bazaar)
  const report = await startImport(db, bilal, { path: shopify ?? '', file_name: 'shopify.csv' })
  const { listings } = await db.read((tx) => listListings(tx, bilal, { limit: 100 }))
  expect(listings.length).toBe(report.created)
  expect(report.created).toBeGreaterThan(15)
  // Prices in pounds look like a slip in rupees, so a few wait for a look.
  const waiting = listings.filter((one) => one.state === 'review')
  expect(waiting.length).toBeLessThan(5)
  expect(waiting.every((one) => one.state_reason === 'catalogue.why.price')).toBe(true)
  expect(listings.some((one) => one.variant_count > 1)).toBe(true)
})

test.skipIf(!daraz)('twenty thousand real goods come in and go out again without a trace', async () => {
  const { db } = await testDatabase()
  const { bilal } = await db.tx(bazaar)
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-daraz-'))
  try {
    const path = join(folder, 'goods.csv')
    const [head, ...rows] = gunzipSync(readFileSync(daraz ?? ''))
      .toString('utf8')
      .split('\n')
    writeFileSync(path, [head, ...rows.filter((row) => /^\w+,PK,/.test(row))].join('\n'))
    const report = await startImport(db, bilal, { path, file_name: 'daraz.csv' })
    expect(report.rows).toBe(19_995)
    expect(report.created + report.failed).toBe(19_995)
    // Every seventh row of this file has no price, and says so.
    const lost = report.errors.filter((one) => one.reason !== 'import.title_shortened')
    expect(new Set(lost.map((one) => one.reason))).toEqual(new Set(['import.price_missing']))
    expect(report.failed).toBeLessThan(2_700)
    const { count } = await db.read((tx) => listListings(tx, bilal, { limit: 1 }))
    expect(count).toBe(report.created)
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
    expect(await undoImport(db, bilal, report.import_id)).toMatchObject({ removed: report.created, kept: 0 })
    expect((await db.read((tx) => listListings(tx, bilal, { limit: 1 }))).count).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
