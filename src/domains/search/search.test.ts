import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bazaar, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { processorMs } from '../../../tests/setup/processor.ts'
import { newId } from '../../kit/ids/ids.ts'
import { blockListing, type Category } from '../catalogue/catalogue.ts'
import { actForShop, changeShop, restShop, wakeShop } from '../identity/identity.ts'
import { reserve, submitListing } from '../offers/offers.ts'
import {
  loadIndex,
  makeEngine,
  type OwnEngine,
  openEngine,
  refreshListing,
  refreshShop,
  type SearchDoc,
  type SearchQuery,
  shelvesFrom,
  startIndex,
} from './search.ts'

const shelf = (
  category_id: string,
  parent_id: string | null,
  name_en: string,
  name_ur: string,
  name_roman: string,
): Category => ({
  ...{ category_id, parent_id, name_en, name_ur, name_roman, icon: 'box', position: 1, attributes: [] },
})
const TREE = shelvesFrom([
  shelf('men', null, "Men's fashion", 'مردانہ کپڑے', 'Mardana kapre'),
  shelf('mens-shoes', 'men', "Men's shoes", 'مردانہ جوتے', 'Mardana joote'),
  shelf('mens-chappal', 'mens-shoes', 'Peshawari chappal and sandals', 'پشاوری چپل', 'Peshawari chappal'),
  shelf('women', null, "Women's fashion", 'خواتین کے کپڑے', 'Ladies kapre'),
  shelf('women-shawls', 'women', 'Embroidered shawls', 'کڑھائی والی شالیں', 'Karhai wali shaal'),
  shelf('phones', null, 'Mobiles', 'موبائل', 'Mobile'),
])

function goods(words: Partial<SearchDoc> & { title: string }): SearchDoc {
  return {
    ...{ listing_id: newId(), shop_id: 'bilal', brand: '', category_id: 'mens-chappal', condition: 'new' },
    ...{ price_from_paisa: 245_000n, price_to_paisa: 245_000n, compare_at_paisa: null, in_stock: true },
    ...{ photo_name: null, photo_colour: null, shop_handle: 'bilal', shop_name: 'Bilal', city_id: 'lahore' },
    ...{ live_at: new Date('2026-01-01T00:00:00Z'), words: [] },
    ...words,
  }
}

function engineOf(...docs: SearchDoc[]): OwnEngine {
  const engine = openEngine(TREE)
  for (const doc of docs) engine.put(doc)
  return engine
}

const ask = (engine: OwnEngine, text: string, more: Partial<SearchQuery> = {}) =>
  engine.search({ text, sort: 'best', limit: 24, ...more })
const titles = (engine: OwnEngine, text: string, more: Partial<SearchQuery> = {}) =>
  ask(engine, text, more).hits.map((hit) => hit.title)

describe('words', () => {
  const engine = engineOf(
    goods({ title: 'Leather shoes for men', category_id: 'mens-shoes' }),
    goods({ title: 'Kala joota formal', category_id: 'mens-shoes', words: ['Black', '42'] }),
    goods({ title: 'گرم شال', category_id: 'women-shawls', shop_id: 'farah' }),
    goods({ title: 'Samsung Galaxy A15 128 GB', brand: 'Samsung', category_id: 'phones' }),
    goods({ title: 'Power bank 10000mAh', category_id: 'phones' }),
    goods({ title: 'Zanana khussa', category_id: 'women' }),
  )

  test.each(['shoes', 'shoe', 'joota', 'jootay', 'jutay', 'JOOTE', 'جوتے', 'جوتا', 'mardana jootay'])(
    '%s finds shoes in whatever script they are written',
    (text) => {
      // A khussa is a shoe too, and comes behind them.
      expect(titles(engine, text).slice(0, 2).sort()).toEqual(['Kala joota formal', 'Leather shoes for men'])
      expect(titles(engine, text).slice(2)).toEqual(['Zanana khussa'])
    },
  )

  test.each([
    ['shawl', 'گرم شال'],
    ['garm shaal', 'گرم شال'],
    ['karhai wali shaal', 'گرم شال'],
    ['samsng', 'Samsung Galaxy A15 128 GB'],
    ['سامسنگ samsung', 'Samsung Galaxy A15 128 GB'],
    ['galaxy 128', 'Samsung Galaxy A15 128 GB'],
    ['powerbank', 'Power bank 10000mAh'],
    ['پاور بینک', 'Power bank 10000mAh'],
    ['kala joota 42', 'Kala joota formal'],
    ['سیاہ جوتے', 'Kala joota formal'],
    ['ladies khusa', 'Zanana khussa'],
  ])('%s finds %s first', (text, title) => {
    expect(titles(engine, text)[0]).toBe(title)
  })

  test('a misspelled word is mended aloud', () => {
    expect(ask(engine, 'samsng').did_you_mean).toBe('samsung')
    expect(ask(engine, 'samsung')).not.toHaveProperty('did_you_mean')
    expect(ask(engine, 'jootay')).not.toHaveProperty('did_you_mean')
  })

  test('what nobody sells is not found', () => {
    expect(ask(engine, 'submarine')).toMatchObject({
      total: 0,
      hits: [],
      facets: { categories: [], prices: [], cities: [] },
    })
  })

  test.each([
    ['ten kilobytes', 'jootay '.repeat(1500)],
    ['one endless word', 'x'.repeat(10_000)],
    ['control characters', 'sho\u0000es\u202e\u0007'],
    ['half a letter', 'shoes \ud83d'],
    ['signs', '"+-(){}[]*~?:\\/§#'],
    ['names of the language', '__proto__ constructor toString'],
  ])('%s is answered quickly and without harm', async (_, text) => {
    const taken_ms = await processorMs(() => expect(ask(engine, text).total).toBeLessThanOrEqual(engine.size))
    expect(taken_ms).toBeLessThan(100)
  })
})

describe('choosing', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n))
  const price = (rupees: bigint) => ({ price_from_paisa: rupees * 100n, price_to_paisa: rupees * 100n })
  const engine = engineOf(
    goods({ title: 'Chappal one', ...price(900n), live_at: day(1) }),
    goods({ title: 'Chappal two', ...price(2400n), live_at: day(3), city_id: 'peshawar' }),
    goods({ title: 'Chappal three', ...price(1500n), live_at: day(2), in_stock: false }),
    goods({ title: 'Shawl', ...price(9000n), live_at: day(4), category_id: 'women-shawls', shop_id: 'farah' }),
  )

  test('goods in stock come first, then the newest; prices sort both ways', () => {
    expect(titles(engine, '')).toEqual(['Shawl', 'Chappal two', 'Chappal one', 'Chappal three'])
    expect(titles(engine, '', { sort: 'new' })).toEqual(['Shawl', 'Chappal two', 'Chappal three', 'Chappal one'])
    expect(titles(engine, 'chappal', { sort: 'cheap' })).toEqual(['Chappal one', 'Chappal three', 'Chappal two'])
    expect(titles(engine, 'chappal', { sort: 'dear' })).toEqual(['Chappal two', 'Chappal three', 'Chappal one'])
    expect(titles(engine, 'chappal')[2]).toBe('Chappal three')
  })

  test('a category holds what lies below it; city, shop and price narrow the rest', () => {
    expect(titles(engine, '', { category: 'men' })).toHaveLength(3)
    expect(titles(engine, '', { city: 'peshawar' })).toEqual(['Chappal two'])
    expect(titles(engine, '', { shop: 'farah' })).toEqual(['Shawl'])
    expect(titles(engine, '', { price_from_paisa: 90_000n, price_to_paisa: 150_000n })).toEqual([
      'Chappal one',
      'Chappal three',
    ])
    expect(titles(engine, '', { category: 'no-such-shelf' })).toEqual([])
  })

  test('each facet counts as if it alone were not chosen', () => {
    expect(ask(engine, '').facets).toMatchObject({
      categories: [
        { id: 'men', count: 3 },
        { id: 'women', count: 1 },
      ],
      cities: [
        { id: 'lahore', count: 3 },
        { id: 'peshawar', count: 1 },
      ],
      prices: [
        { from: 50_000n, to: 100_000n, count: 1 },
        { from: 100_000n, to: 200_000n, count: 1 },
        { from: 200_000n, to: 500_000n, count: 1 },
        { from: 500_000n, to: null, count: 1 },
      ],
    })
    const narrow = ask(engine, '', { category: 'mens-chappal', city: 'peshawar', price_to_paisa: 100_000n }).facets
    expect(narrow.categories).toEqual([])
    expect(narrow.cities).toEqual([{ id: 'lahore', count: 1 }])
    expect(ask(engine, '', { category: 'men', city: 'lahore' }).facets.categories).toEqual([
      { id: 'mens-shoes', count: 2 },
    ])
  })

  test('pages do not overlap, and a page beyond the last is empty', () => {
    const pages = [1, 2, 3, 10_000].map((page) => titles(engine, '', { page, limit: 2 }))
    expect(pages).toEqual([['Shawl', 'Chappal two'], ['Chappal one', 'Chappal three'], [], []])
    expect(ask(engine, '', { page: -3, limit: 0 }).hits).toHaveLength(1)
  })
})

test('an index from a snapshot is ready at once, and becomes what the market is by now', async () => {
  const { db } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-search-'))
  const { cast, chappal } = await db.tx(async (tx) => {
    const cast = await bazaar(tx)
    const chappal = await pricedChappal(tx, cast.bilal, {}, { price_paisa: 245_000n, stock_count: 1 })
    await submitListing(tx, cast.bilal, chappal.listing_id, { without_photo: true })
    return { cast, chappal }
  })
  const first = await startIndex(db, await makeEngine(db), folder)
  await first.whole
  await first.stop()

  const fresh = await db.tx(async (tx) => {
    const fresh = await pricedChappal(tx, cast.bilal, { title: 'Zari khussa' }, { price_paisa: 245_000n })
    await submitListing(tx, cast.bilal, fresh.listing_id, { without_photo: true })
    await blockListing(tx, cast.dania, chappal.listing_id, 'Not real')
    return fresh
  })
  const engine = await makeEngine(db)
  const second = await startIndex(db, engine, folder)
  expect([engine.ready, engine.size]).toEqual([true, 1])
  await second.whole
  // Else every change would be noted for as long as the market runs.
  expect(engine.watched).toBeUndefined()
  expect(ask(engine, '').hits.map(({ listing_id }) => listing_id)).toEqual([fresh.listing_id])
  await second.stop()
  rmSync(folder, { recursive: true })
})

test('the index follows the market: on sale, sold out, renamed, resting, blocked', async () => {
  const { db } = await testDatabase()
  const { cast, chappal } = await db.tx(async (tx) => {
    const cast = await bazaar(tx)
    const chappal = await pricedChappal(tx, cast.bilal, {}, { price_paisa: 245_000n, stock_count: 1 })
    await pricedChappal(tx, cast.bilal, { title: 'Still a draft' })
    await submitListing(tx, cast.bilal, chappal.listing_id, { without_photo: true })
    return { cast, chappal }
  })
  const { bilal, dania } = cast
  const engine = await makeEngine(db)
  expect([engine.ready, engine.size]).toEqual([false, 0])
  await loadIndex(db, engine)
  expect([engine.ready, engine.size, engine.watched]).toEqual([true, 1, undefined])
  const hit = () => ask(engine, 'چپل').hits[0]
  expect(hit()).toMatchObject({
    listing_id: chappal.listing_id,
    price_from_paisa: 245_000n,
    in_stock: true,
    city_id: 'lahore',
  })

  await db.tx(async (tx) => {
    await reserve(tx, bilal.shop_id, newId(), [
      { variant_id: chappal.small, quantity: 1 },
      { variant_id: chappal.large, quantity: 1 },
    ])
    await refreshListing(tx, engine, chappal.listing_id)
  })
  expect(hit()?.in_stock).toBe(false)

  await db.tx(async (tx) => {
    const owner = await actForShop(tx, { kind: 'person', person_id: bilal.person_id }, bilal.shop_id, 'shop')
    await changeShop(tx, owner, { name: 'Bilal and Sons' })
    await refreshShop(tx, engine, bilal.shop_id)
    expect(hit()?.shop_name).toBe('Bilal and Sons')
    await restShop(tx, owner)
    await refreshShop(tx, engine, bilal.shop_id)
    expect(engine.size).toBe(0)
    await wakeShop(tx, owner)
    await refreshShop(tx, engine, bilal.shop_id)
  })
  expect(engine.size).toBe(1)

  await db.tx(async (tx) => {
    await blockListing(tx, dania, chappal.listing_id, 'Not real')
    await refreshListing(tx, engine, chappal.listing_id)
  })
  expect([engine.size, ask(engine, 'chappal').total]).toEqual([0, 0])
})
