import { describe, expect, test } from 'vitest'
import { bazaar, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { record } from '../../kit/events/events.ts'
import type { Consequences } from '../../kit/events/runner.ts'
import { newId } from '../../kit/ids/ids.ts'
import { openLog } from '../../kit/log/log.ts'
import type { Database } from '../../kit/sql/database.ts'
import { sql } from '../../kit/sql/sql.ts'
import { indexLegs } from '../../search-legs.ts'
import { actForShop, changeShop, restShop } from '../identity/identity.ts'
import { submitListing } from '../offers/offers.ts'
import { loadIndex, makeEngine, openEngine, openFollower } from './search.ts'
import { shelvesFrom } from './shelves.ts'

const log = openLog('silent')
const SHOP = newId()

/** A follower that writes down what it hears. */
async function listening(db: Database, options: { fails?: (words: string) => boolean; away_most_ms?: number } = {}) {
  const heard: string[] = []
  const lost: number[] = []
  const legs: Consequences = {
    'listing.changed': [
      async (_tx, { payload }) => {
        const words = String(payload.words)
        if (options.fails?.(words)) throw new Error('not now')
        heard.push(words)
      },
    ],
  }
  const { away_most_ms } = options
  const follower = await openFollower(db, legs, {
    log,
    lost: async () => void lost.push(heard.length),
    ...(away_most_ms === undefined ? {} : { away_most_ms }),
  })
  return { follower, heard, lost }
}

const change = (db: Database, words: string) => db.tx((tx) => record(tx, SHOP, 'listing.changed', { words }))

describe('an index follows what other processes commit', () => {
  test('each change once, from when it began to follow', async () => {
    const { db } = await testDatabase()
    await change(db, 'before')
    const { follower, heard } = await listening(db)
    // A transaction that runs elsewhere on the server may let it hear more than it needs.
    await follower.poll()
    heard.length = 0
    await change(db, 'one')
    await db.tx((tx) => record(tx, SHOP, 'order.placed', { words: 'not for the index' }))
    await change(db, 'two')
    expect(await follower.poll()).toBe(2)
    expect(await follower.poll()).toBe(0)
    expect(heard).toEqual(['one', 'two'])
  })

  test('a change that was begun first and committed last is not passed over', async () => {
    const { db } = await testDatabase()
    const { follower, heard } = await listening(db)
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let begun = () => {}
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = db.tx(async (tx) => {
      await record(tx, SHOP, 'listing.changed', { words: 'slow' })
      await tx.one(sql`select pg_current_xact_id()`)
      begun()
      await held
    })
    await isBegun
    await change(db, 'quick')
    expect(await follower.poll()).toBe(1)
    await change(db, 'quick too')
    expect(await follower.poll()).toBe(1)
    commit()
    await slow
    expect([await follower.poll(), await follower.poll()]).toEqual([1, 0])
    expect(heard).toEqual(['quick', 'quick too', 'slow'])
  })

  test('whoever was away catches up, however much one transaction changed', async () => {
    const { db } = await testDatabase()
    const { follower, heard } = await listening(db)
    await db.tx(async (tx) => {
      for (let i = 0; i < 600; i++) await record(tx, SHOP, 'listing.changed', { words: `${i}` })
    })
    await change(db, 'last')
    expect(await follower.poll()).toBe(601)
    expect(new Set(heard).size).toBe(601)
    expect(heard.at(-1)).toBe('last')
  })

  test('a change that cannot be followed now is tried again, and holds up no other', async () => {
    const { db } = await testDatabase()
    let tries = 0
    const { follower, heard } = await listening(db, { fails: (words) => words === 'hard' && tries++ < 2 })
    await change(db, 'hard')
    await change(db, 'easy')
    expect([await follower.poll(), await follower.poll(), await follower.poll()]).toEqual([1, 0, 1])
    expect(heard).toEqual(['easy', 'hard'])
    const never = await listening(db, { fails: (words) => words === 'never' })
    await never.follower.poll()
    never.heard.length = 0
    await change(db, 'never')
    await change(db, 'after')
    for (let i = 0; i < 12; i++) await never.follower.poll()
    expect(never.heard).toEqual(['after'])
  })

  test('whoever was away for too long reads everything anew', async () => {
    const { db } = await testDatabase()
    const { follower, lost, heard } = await listening(db, { away_most_ms: -1 })
    await change(db, 'one')
    await follower.poll()
    expect(lost).toEqual([0])
    expect(heard.length).toBeLessThan(2)
  })

  test('what is followed is what the index of the outbox holds', async () => {
    const { db } = await testDatabase()
    const row = await db.read((tx) =>
      tx.one<{ indexdef: string }>(sql`select indexdef from pg_indexes where indexname = 'outbox_followed'`),
    )
    const names = [...(row?.indexdef ?? '').matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name)
    expect(names.sort()).toEqual(Object.keys(indexLegs(openEngine(shelvesFrom([])))).sort())
  })
})

test('goods that one process sells are found in the index of another', async () => {
  const { db } = await testDatabase()
  const { bilal } = await db.tx(bazaar)
  const engine = await makeEngine(db)
  const follower = await openFollower(db, indexLegs(engine), { log, lost: () => Promise.reject(new Error('lost')) })
  await loadIndex(db, engine)
  const titles = () => engine.search({ text: 'chappal', sort: 'best', limit: 5 }).hits.map(({ title }) => title)
  expect(titles()).toEqual([])

  await db.tx(async (tx) => {
    const { listing_id } = await pricedChappal(tx, bilal)
    await submitListing(tx, bilal, listing_id, { without_photo: true })
  })
  expect(await follower.poll()).toBeGreaterThan(0)
  expect(titles()).toEqual(['Peshawari chappal, hand made'])

  const owner = await db.tx((tx) =>
    actForShop(tx, { kind: 'person', person_id: bilal.person_id }, bilal.shop_id, 'shop'),
  )
  await db.tx((tx) => changeShop(tx, owner, { name: 'Bilal and Sons' }))
  await follower.poll()
  expect(engine.search({ text: 'chappal', sort: 'best', limit: 5 }).hits[0]?.shop_name).toBe('Bilal and Sons')
  await db.tx((tx) => restShop(tx, owner))
  await follower.poll()
  expect(titles()).toEqual([])
})
