import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bazaar, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { submitListing } from '../offers/offers.ts'
import type { OwnEngine } from './own-engine.ts'
import { makeEngine, startIndex } from './search.ts'

const found = (engine: OwnEngine) => engine.search({ text: 'چپل', sort: 'best', limit: 5 }).total

test.each(['damaged', 'missing'])(
  'a %s snapshot is made anew from the market, which is served meanwhile',
  async (how) => {
    const { db } = await testDatabase()
    await db.tx(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal, {}, { price_paisa: 245_000n, stock_count: 1 })
      await submitListing(tx, bilal, listing_id, { without_photo: true })
    })
    const folder = mkdtempSync(join(tmpdir(), 'bharosa-search-'))
    const first = await startIndex(db, await makeEngine(db), folder)
    await first.whole
    await first.stop()
    const file = join(folder, readdirSync(folder).find((name) => name.startsWith('segment')) ?? '')
    if (how === 'missing') rmSync(folder, { recursive: true })
    else writeFileSync(file, readFileSync(file).fill(1, 10, 20))

    // The market answers slowly: whoever asks before the index is whole gets an answer all the same.
    const engine = await makeEngine(db)
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const slow: typeof db.read = async (body) => {
      await held
      return db.read(body)
    }
    const begun = startIndex({ read: slow }, engine, folder)
    expect([engine.ready, found(engine)]).toEqual([false, 0])
    goOn()
    const again = await begun
    await again.whole
    expect([engine.ready, found(engine)]).toEqual([true, 1])
    await again.stop()

    // And what was made anew was kept.
    const third = await makeEngine(db)
    expect([await third.load(folder), found(third)]).toEqual([true, 1])
    await third.close()
    rmSync(folder, { recursive: true })
  },
)
