import { setImmediate as breathe } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { bazaar, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { DAY_MS, HOUR_MS } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { listCategories } from '../catalogue/catalogue.ts'
import { hasConsent } from '../identity/identity.ts'
import { submitListing } from '../offers/offers.ts'
import { matchFresh, type News, takeNews } from './matching.ts'
import {
  dropByCode,
  dropSaved,
  findsFor,
  forgetOldFinds,
  forgetSavedOf,
  listSaved,
  noteFresh,
  SAVED_MOST,
  type SavedQuery,
  savedByCode,
  saveSearch,
} from './saved.ts'
import { openEngine, shelvesFrom } from './search.ts'

const { db, clock } = await testDatabase()
const { ayesha, bilal, farah } = await db.tx(bazaar)
const other = { kind: 'person' as const, person_id: farah.person_id }
const shelves = shelvesFrom(await db.read(listCategories))
const NOW = new Date('2026-03-02T08:00:00Z')

beforeEach(async () => {
  clock.now = NOW
  await db.tx(async (tx) => {
    for (const { person_id } of [ayesha, other]) await forgetSavedOf(tx, person_id)
    tx.send(sql`delete from search_fresh`)
  })
})

const save = (query: Partial<SavedQuery>, by = ayesha) => db.tx((tx) => saveSearch(tx, by, { text: '', ...query }))
const passed = (ms: number) => {
  clock.now = new Date(clock.now.getTime() + ms)
}
/** Bilal puts goods on sale. */
async function onSale(title: string): Promise<string> {
  return db.tx(async (tx: Tx) => {
    const { listing_id } = await pricedChappal(tx, bilal, { title })
    await submitListing(tx, bilal, listing_id, { without_photo: true })
    noteFresh(tx, bilal.shop_id, [listing_id])
    return listing_id
  })
}
const match = () => db.tx((tx) => matchFresh(tx, () => openEngine(shelves)))
const news = async () =>
  (await db.tx((tx) => takeNews(tx, 100))).map(({ saved, count }) => [saved.query.text, count] as const)
/** How many transactions of this database wait for another. */
async function waiting(): Promise<number> {
  const row = await db.read((tx) =>
    tx.one<{ count: number }>(sql`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`),
  )
  return row?.count ?? 0
}
const finds = () => db.read((tx) => tx.all<{ listing_id: string }>(sql`select listing_id from saved_finds`))

describe('a saved search', () => {
  test('is kept once, agrees to be told, and is deleted by its person alone', async () => {
    const id = await save({ text: 'Multani  KHUSSA', brand: 'Bata', price_to_paisa: 250_000n, in_stock: true })
    expect(await save({ text: 'multani khussa', brand: 'Bata', price_to_paisa: 250_000n, in_stock: true })).toBe(id)
    const [saved] = await db.read((tx) => listSaved(tx, ayesha))
    expect(saved?.query).toEqual({
      ...{ text: 'Multani KHUSSA', brand: 'Bata', price_to_paisa: 250_000n, in_stock: true },
    })
    expect(await db.read((tx) => hasConsent(tx, ayesha.person_id, 'offers'))).toBe(true)
    const unknown = { reason: 'search.unknown_saved' }
    await expect(db.tx((tx) => dropSaved(tx, other, id))).rejects.toMatchObject(unknown)
    await db.tx((tx) => dropSaved(tx, ayesha, id))
    await expect(db.tx((tx) => dropSaved(tx, ayesha, id))).rejects.toMatchObject(unknown)
    await expect(db.read((tx) => savedByCode(tx, saved?.code ?? ''))).rejects.toMatchObject(unknown)
  })

  test('that asks for nothing is refused, and so is one too many', async () => {
    await expect(save({ in_stock: true })).rejects.toMatchObject({ reason: 'search.save_empty' })
    await expect(save({ text: ' … ', in_stock: true })).resolves.toBeDefined()
    for (let i = 1; i < SAVED_MOST; i++) await save({ text: `khussa ${i}` })
    await expect(save({ text: 'one more' })).rejects.toMatchObject({ reason: 'search.too_many_saved' })
  })

  test('can be ended by whoever has its message, and by nobody who guesses', async () => {
    await save({ text: 'khussa' })
    const [saved] = await db.read((tx) => listSaved(tx, ayesha))
    for (const code of ['', 'x', 'AAAAAAAAAAAA', `${saved?.code}A`, "' or 1=1"]) {
      await expect(db.tx((tx) => dropByCode(tx, code))).rejects.toMatchObject({ reason: 'search.unknown_saved' })
    }
    await db.tx((tx) => dropByCode(tx, saved?.code ?? ''))
    expect(await db.read((tx) => listSaved(tx, ayesha))).toEqual([])
  })
})

describe('new goods', () => {
  test('are found by the searches that they fit, with all their words, and by no other', async () => {
    await save({ text: 'multani khussa' })
    await save({ text: 'ملتانی کھسہ' }, other)
    await save({ text: 'multani kameez' })
    await save({ text: 'khussa', price_to_paisa: 100_000n })
    await save({ text: 'khussa', city: 'quetta' })
    await save({ category: 'mens-chappal', size: '41' })
    passed(HOUR_MS)
    await onSale('Multani khussa, hand made')
    await onSale('Peshawari chappal')
    expect(await match()).toBe(2)
    expect(await match()).toBe(0)
    const told = await news()
    // Ayesha hears once, of all that came: the khussa twice, the chappal once.
    expect(told).toHaveLength(2)
    expect(told).toContainEqual(['', 3])
    expect(told).toContainEqual(['ملتانی کھسہ', 1])
  })

  test('of a shop that is called so are not what was meant', async () => {
    await save({ text: 'bilal' })
    passed(HOUR_MS)
    await onSale('Walnut teapoy')
    await match()
    expect(await finds()).toEqual([])
    const khussa = await onSale('Khussa by Bilal')
    await match()
    expect(await finds()).toEqual([{ listing_id: khussa }])
    const [saved] = await db.read((tx) => listSaved(tx, ayesha))
    expect(saved && (await db.read((tx) => findsFor(tx, saved)))).toEqual([khussa])
  })

  test('are told once a day at most, and never again', async () => {
    await save({ text: 'khussa' })
    passed(HOUR_MS)
    await onSale('Khussa one')
    await match()
    expect(await news()).toEqual([['khussa', 1]])
    await onSale('Khussa two')
    await onSale('Khussa three')
    await match()
    expect(await news()).toEqual([])
    passed(23 * HOUR_MS)
    expect(await news()).toEqual([])
    passed(HOUR_MS)
    expect(await news()).toEqual([['khussa', 2]])
    passed(2 * DAY_MS)
    expect(await news()).toEqual([])
  })

  test('that were there before, or long ago, are no news', async () => {
    const old = await onSale('Khussa of before')
    await db.tx(async (tx) => tx.send(sql`delete from search_fresh`))
    passed(HOUR_MS)
    await save({ text: 'khussa' })
    // It was changed, and comes again.
    await db.tx(async (tx) => noteFresh(tx, bilal.shop_id, [old]))
    await match()
    expect(await finds()).toEqual([])
    const fresh = await onSale('Khussa of now')
    await db.tx(async (tx) => noteFresh(tx, bilal.shop_id, [fresh, newId()]))
    await match()
    expect(await finds()).toEqual([{ listing_id: fresh }])
  })

  test('are not even noted as long as nobody waits for anything', async () => {
    await onSale('Khussa for nobody')
    expect(await match()).toBe(0)
  })

  test('of two rounds at once are told once', async () => {
    await save({ text: 'khussa' })
    passed(HOUR_MS)
    await onSale('Khussa')
    await Promise.all([match(), match()])
    let second: Promise<News[]> | undefined
    const first = await db.tx(async (tx) => {
      const told = await takeNews(tx, 100)
      second = db.tx((other) => takeNews(other, 100))
      // It has read what the first has not committed yet, and waits for it.
      while ((await waiting()) === 0) await breathe()
      return told
    })
    expect([first.length, (await second)?.length]).toEqual([1, 0])
  })

  test('are forgotten with the search, the person and the time', async () => {
    const id = await save({ text: 'khussa' })
    await save({ text: 'chappal' }, other)
    passed(HOUR_MS)
    await onSale('Khussa and chappal')
    await match()
    expect(await finds()).toHaveLength(2)
    await db.tx((tx) => dropSaved(tx, ayesha, id))
    expect(await finds()).toHaveLength(1)
    passed(61 * DAY_MS)
    await db.tx(forgetOldFinds)
    expect(await finds()).toEqual([])
  })
})
