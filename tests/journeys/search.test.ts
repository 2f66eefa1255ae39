import { beforeAll, expect, test } from 'vitest'
import { changeListing } from '../../src/domains/catalogue/catalogue.ts'
import { actForShop, type ShopActor, SYSTEM, seedPerson } from '../../src/domains/identity/identity.ts'
import { setOffers } from '../../src/domains/offers/offers.ts'
import { loadIndex, makeEngine, type SearchEngine, type SearchQuery } from '../../src/domains/search/search.ts'
import { codesFor, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { CHAPPAL } from '../setup/bazaar.ts'
import { type Bazaar, openBazaar, SETTLE_MS } from '../setup/buying.ts'
import { atOf, homeOf, opened, placed } from '../setup/trade.ts'

let open: Bazaar
beforeAll(async () => {
  open = await openBazaar(50)
})

/** Changes something as people do, and waits until all that follows has happened. */
async function after<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  const done = await open.market.db.tx(body)
  expect(await open.market.runner.settled(SETTLE_MS)).toBe(true)
  return done
}

const asBilal = (tx: Tx): Promise<ShopActor> =>
  actForShop(tx, { kind: 'person', person_id: open.at.bilal.person_id }, open.at.bilal.shop_id, 'listings')

async function idsOf(query: Partial<SearchQuery>, engine: SearchEngine = open.market.search): Promise<string[]> {
  const { hits } = await engine.search({ text: '', sort: 'best', limit: 50, ...query })
  return hits.map(({ listing_id }) => listing_id)
}

/** What the listing is worth whatever is asked for. */
async function meritOf(listing_id: string, engine: SearchEngine = open.market.search): Promise<number> {
  const all = await engine.explain({ text: 'chappal', sort: 'best', limit: 50 })
  const parts = all.find((one) => one.listing_id === listing_id)?.parts ?? []
  return parts.find(({ name }) => name === 'merit')?.value ?? Number.NaN
}

/** A buyer orders a chappal and keeps it at the door, or sends it back. */
async function trade(buyer: { kind: 'person'; person_id: string }, address_id: string, kept = true): Promise<void> {
  const at = { ...open.at, ayesha: buyer, address_id }
  const order = await after((tx) => placed(tx, at))
  await after((tx) => opened(tx, at, order))
  await after(async (tx) => {
    if (kept) await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
    else await sendBack(tx, at.ghazi, atOf(order), { reason: 'not_as_shown', words: '', photo_names: [] })
  })
}

test('goods are found within two seconds of every change, by their words, price, description and stock', async () => {
  const { db, runner } = open.market
  const waited: number[] = []
  const change = async (body: (tx: Tx, by: ShopActor) => Promise<unknown>) => {
    await db.tx(async (tx) => body(tx, await asBilal(tx)))
    const begun = performance.now()
    expect(await runner.settled(SETTLE_MS)).toBe(true)
    waited.push(performance.now() - begun)
  }
  const { listing_id, small, large } = open.at
  const write = (words: object) => (tx: Tx, by: ShopActor) =>
    changeListing(tx, by, listing_id, { ...CHAPPAL, ...words })
  await change(write({ title: 'Zardozi chappal of velvet' }))
  expect(await idsOf({ text: 'zardozi' })).toEqual([listing_id])
  await change(write({ description: 'Comes in a box of sheesham wood.' }))
  expect(await idsOf({ text: 'zardozi', strict: true })).toEqual([])
  expect(await idsOf({ text: 'sheesham', strict: true })).toEqual([listing_id])
  const offers = (stock_count: number) => (tx: Tx, by: ShopActor) =>
    setOffers(
      tx,
      by,
      listing_id,
      [small, large].map((variant_id) => ({ variant_id, price_paisa: 777_700n, stock_count })),
    )
  await change(offers(0))
  expect(await idsOf({ price_from_paisa: 777_700n })).toEqual([listing_id])
  expect(await idsOf({ price_from_paisa: 777_700n, in_stock: true })).toEqual([])
  await change(offers(50))
  expect(await idsOf({ price_from_paisa: 777_700n, in_stock: true })).toEqual([listing_id])
  await change(write({}))
  // The quickest of all: a busy machine may be late once, the promise is not.
  expect(Math.min(...waited)).toBeLessThan(2_000)
})

test('what people keep stands higher, and one buyer counts once however often she comes back', async () => {
  const { db } = open.market
  const { listing_id, ayesha, address_id } = open.at
  const before = await meritOf(listing_id)
  await trade(ayesha, address_id)
  const once = await meritOf(listing_id)
  expect(once).toBeGreaterThan(before)
  await trade(ayesha, address_id)
  expect(await meritOf(listing_id)).toBe(once)
  const hina = {
    kind: 'person' as const,
    person_id: await db.tx((tx) => seedPerson(tx, SYSTEM, { phone: '+923000000055', name: 'Hina', language: 'en' })),
  }
  await trade(hina, await db.tx((tx) => homeOf(tx, hina)))
  expect(await meritOf(listing_id)).toBeGreaterThan(once)
})

test('a shop is found by its record once that has grown, and its fault is not forgotten', async () => {
  const { ayesha, address_id, listing_id, bilal } = open.at
  expect(await idsOf({ standing: 1 })).toEqual([])
  // Two of the five that count were kept above.
  for (let kept = 3; kept < 5; kept++) await trade(ayesha, address_id)
  await trade(ayesha, address_id, false)
  const { facets } = await open.market.search.search({ text: '', sort: 'best', limit: 1 })
  expect(facets.standings).toEqual([{ id: '1', count: 1 }])
  expect(await idsOf({ standing: 1 })).toEqual([listing_id])
  expect(await idsOf({ standing: 2, shop: bilal.shop_id })).toEqual([])
})

test('an index that is filled anew knows the same of sales, records and descriptions', async () => {
  const { db } = open.market
  const { listing_id } = open.at
  const engine = await makeEngine(db)
  await loadIndex(db, engine)
  expect(await meritOf(listing_id, engine)).toBe(await meritOf(listing_id))
  expect(await idsOf({ standing: 1 }, engine)).toEqual([listing_id])
  expect(await idsOf({ text: 'double sole', strict: true }, engine)).toEqual([listing_id])
  await engine.close()
})
