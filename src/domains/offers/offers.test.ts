import { describe, expect, test } from 'vitest'
import { bazaar, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { MOST_PAISA } from '../../kit/money/money.ts'
import { sql } from '../../kit/sql/sql.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { changeListing, setVariants } from '../catalogue/catalogue.ts'
import type { ShopActor } from '../identity/identity.ts'
import {
  checkStock,
  offersFor,
  offersOf,
  offersOfListings,
  priceHistory,
  putBack,
  recentPrices,
  reserve,
  returnReserved,
  sendReserved,
  setOffers,
} from './offers.ts'

const refusal = (reason: string, values = {}) =>
  expect.objectContaining({ reason, values: expect.objectContaining(values) })

async function counts(tx: Tx, by: ShopActor, variant_id: string) {
  const row = await tx.one<{ on_hand: number; reserved: number; stocked: bigint }>(sql`
    select on_hand_count as on_hand, reserved_count as reserved, stocked_count as stocked from stock_levels
    where party_id = ${by.shop_id} and variant_id = ${variant_id}`)
  return row && [row.on_hand, row.reserved, Number(row.stocked)]
}

/** The same transaction with the clock a day on. */
function aDayLater(tx: Tx): Tx {
  return altered(tx, { now: later(tx.now, DAY_MS) })
}

function eventsNamed(tx: Tx, name: string) {
  return tx.all<{ payload: Record<string, unknown> }>(
    sql`select payload from outbox where name = ${name} order by event_id`,
  )
}

describe('prices', () => {
  test('a price is kept, and each change of it is remembered once', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      const tomorrow = aDayLater(tx)
      await setOffers(tomorrow, bilal, listing_id, [
        { variant_id: small, price_paisa: 199_000n, compare_at_paisa: 245_000n },
      ])
      await setOffers(tomorrow, bilal, listing_id, [{ variant_id: small, price_paisa: 199_000n }])
      const history = (await priceHistory(tx, bilal.shop_id, listing_id)).filter((one) => one.variant_id === small)
      expect(history.map((one) => one.price_paisa)).toEqual([245_000n, 199_000n])
      expect(await offersFor(tx, bilal.shop_id, [small])).toMatchObject([
        { price_paisa: 199_000n, compare_at_paisa: null, on_hand_count: 5, left_count: 5 },
      ])
    }))

  test.each([
    ['offers.price_out_of_range', { price_paisa: 0n }],
    ['offers.price_out_of_range', { price_paisa: MOST_PAISA + 1n }],
    ['offers.compare_at_too_low', { price_paisa: 500n, compare_at_paisa: 500n }],
    ['offers.stock_out_of_range', { price_paisa: 500n, stock_count: -1 }],
    ['offers.stock_out_of_range', { price_paisa: 500n, stock_count: 1.5 }],
    ['offers.stock_out_of_range', { price_paisa: 500n, stock_count: 3_001_234_567 }],
  ])('an offer is refused with %s', (reason, offer) =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      await expect(setOffers(tx, bilal, listing_id, [{ variant_id: small, ...offer }])).rejects.toEqual(refusal(reason))
    }),
  )

  test('Eve cannot price what is not hers, nor Bilal a variant of another listing', () =>
    rolledBack(async (tx) => {
      const { bilal, eve } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      const other = await pricedChappal(tx, bilal)
      const offer = [{ variant_id: small, price_paisa: 100n }]
      await expect(setOffers(tx, eve, listing_id, offer)).rejects.toEqual(refusal('catalogue.unknown_listing'))
      await expect(setOffers(tx, bilal, other.listing_id, offer)).rejects.toEqual(refusal('catalogue.unknown_variant'))
      const jamila: ShopActor = { ...bilal, role: 'helper', tasks: ['orders'] }
      await expect(setOffers(tx, jamila, listing_id, offer)).rejects.toEqual(refusal('identity.task_not_given'))
    }))

  test('a list shows the span of prices and what is left', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      await setOffers(tx, bilal, listing_id, [{ variant_id: small, price_paisa: 200_000n, stock_count: 1 }])
      const pairs = [{ party_id: bilal.shop_id, listing_id }]
      expect(await offersOfListings(tx, pairs)).toEqual([
        { listing_id, price_from_paisa: 200_000n, price_to_paisa: 245_000n, compare_at_paisa: null, left_count: 6 },
      ])
      expect(await offersOfListings(tx, [])).toEqual([])
    }))
})

describe('what is no longer offered', () => {
  test('a size that Bilal takes off is off the shelf, and no longer in the price or the count', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small, large } = await pricedChappal(tx, bilal)
      await setOffers(tx, bilal, listing_id, [{ variant_id: small, price_paisa: 100_000n, stock_count: 5 }])
      await reserve(tx, bilal.shop_id, newId(), [{ variant_id: small, quantity: 2 }])
      await changeListing(tx, bilal, listing_id, { options: [{ name: 'Size', values: ['42'] }] })
      await setVariants(tx, bilal, listing_id, [{ variant_id: large, sku: 'PC-42', option_values: ['42'] }])
      await setOffers(tx, bilal, listing_id, [{ variant_id: large, price_paisa: 245_000n, stock_count: 4 }])

      expect(await counts(tx, bilal, small)).toEqual([2, 2, 2])
      expect(await offersOfListings(tx, [{ party_id: bilal.shop_id, listing_id }])).toMatchObject([
        { price_from_paisa: 245_000n, price_to_paisa: 245_000n, left_count: 4 },
      ])
      expect(await checkStock(tx)).toEqual([])
    }))

  test('who set which price of late is told once for each time, with what it is called', () =>
    rolledBack(async (tx) => {
      const { bilal, farah } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal)
      expect(await recentPrices(tx, bilal)).toMatchObject([
        { listing_id, title: 'Peshawari chappal, hand made', price_paisa: 245_000n, set_by: bilal.person_id },
      ])
      expect(await recentPrices(tx, farah)).toEqual([])
    }))
})

describe('stock', () => {
  test('what Ayesha orders is set aside at the price of that moment', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { small, large } = await pricedChappal(tx, bilal)
      const lines = [
        { variant_id: large, quantity: 1 },
        { variant_id: small, quantity: 2 },
        { variant_id: small, quantity: 1 },
      ]
      expect(await reserve(tx, bilal.shop_id, newId(), lines)).toEqual([
        { variant_id: small, price_paisa: 245_000n },
        { variant_id: large, price_paisa: 245_000n },
      ])
      expect([await counts(tx, bilal, small), await counts(tx, bilal, large)]).toEqual([
        [5, 3, 5],
        [5, 1, 5],
      ])
      expect(await checkStock(tx)).toEqual([])
    }))

  test('more than is left is refused, with what is left and of what', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { small } = await pricedChappal(tx, bilal)
      await expect(reserve(tx, bilal.shop_id, newId(), [{ variant_id: small, quantity: 6 }])).rejects.toEqual(
        refusal('offers.sold_out', { title: 'Peshawari chappal, hand made', left: 5 }),
      )
    }))

  test('goods that were sent are off the shelf, and sold is stocked less on hand', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { small } = await pricedChappal(tx, bilal)
      const order = newId()
      await reserve(tx, bilal.shop_id, order, [{ variant_id: small, quantity: 2 }])
      expect(await sendReserved(tx, bilal.shop_id, order)).toEqual([{ variant_id: small, quantity: 2 }])
      expect(await sendReserved(tx, bilal.shop_id, order)).toEqual([])
      expect(await counts(tx, bilal, small)).toEqual([3, 0, 5])
      expect(await returnReserved(tx, bilal.shop_id, order)).toEqual([])
      expect(await putBack(tx, bilal.shop_id, order)).toEqual([{ variant_id: small, quantity: 2 }])
      expect(await putBack(tx, bilal.shop_id, order)).toEqual([])
      expect(await counts(tx, bilal, small)).toEqual([5, 0, 5])
      expect(await checkStock(tx)).toEqual([])
    }))

  test('an order that came to nothing gives its goods back once', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal, {}, { price_paisa: 100_000n, stock_count: 2 })
      const order = newId()
      await reserve(tx, bilal.shop_id, order, [{ variant_id: small, quantity: 2 }])
      expect(await returnReserved(tx, bilal.shop_id, order)).toEqual([{ variant_id: small, quantity: 2 }])
      expect(await returnReserved(tx, bilal.shop_id, order)).toEqual([])
      expect(await counts(tx, bilal, small)).toEqual([2, 0, 2])
      const turned = await eventsNamed(tx, 'stock.turned')
      expect(turned.map(({ payload }) => [payload.listing_id, payload.left])).toEqual([
        [listing_id, 0],
        [listing_id, 2],
      ])
    }))

  test('the shelf is counted anew: up, down, and never below what is set aside', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      const order = newId()
      await reserve(tx, bilal.shop_id, order, [{ variant_id: small, quantity: 3 }])
      await sendReserved(tx, bilal.shop_id, order)
      await reserve(tx, bilal.shop_id, newId(), [{ variant_id: small, quantity: 1 }])
      const set = (stock_count: number | undefined) =>
        setOffers(tx, bilal, listing_id, [{ variant_id: small, price_paisa: 245_000n, stock_count }])
      await set(9)
      expect(await counts(tx, bilal, small)).toEqual([9, 1, 12])
      await set(1)
      expect(await counts(tx, bilal, small)).toEqual([1, 1, 4])
      await set(undefined)
      expect(await counts(tx, bilal, small)).toEqual([1, 1, 4])
      await expect(set(0)).rejects.toEqual(refusal('offers.below_reserved', { reserved: 1 }))
      expect(await checkStock(tx)).toEqual([])
    }))

  test('stock that does not add up is found', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { small } = await pricedChappal(tx, bilal)
      await tx.count(sql`update stock_levels set stocked_count = 7 where variant_id = ${small}`)
      expect(await checkStock(tx)).toMatchObject([{ variant_id: small, detail: expect.stringContaining('stocked 7') }])
    }))
})

describe('races', () => {
  test('two buyers and the last pair: one gets it, on two connections at once', async () => {
    const { db } = await testDatabase()
    const { shop, variant } = await db.tx(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { small } = await pricedChappal(tx, bilal, {}, { price_paisa: 245_000n, stock_count: 1 })
      return { shop: bilal.shop_id, variant: small }
    })
    const buy = () => db.tx((tx) => reserve(tx, shop, newId(), [{ variant_id: variant, quantity: 1 }]))
    const ends = await Promise.allSettled([buy(), buy()])
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    expect(ends.find((end) => end.status === 'rejected')?.reason).toEqual(refusal('offers.sold_out', { left: 0 }))
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })

  test('sixty buyers for twenty pairs, in whatever order of lines: exactly twenty are set aside', async () => {
    const { db } = await testDatabase()
    const { shop, listing, variants } = await db.tx(async (tx) => {
      const { bilal } = await bazaar(tx)
      const made = await pricedChappal(tx, bilal, {}, { price_paisa: 245_000n, stock_count: 20 })
      return { shop: bilal.shop_id, listing: made.listing_id, variants: [made.small, made.large] }
    })
    const buy = (i: number) => {
      const lines = variants.map((variant_id) => ({ variant_id, quantity: 1 }))
      return db.tx((tx) => reserve(tx, shop, newId(), i % 2 === 0 ? lines : lines.reverse()))
    }
    const ends = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => buy(i)))
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(20)
    const offers = await db.read((tx) => offersOf(tx, shop, listing))
    expect(offers.map((one) => one.left_count)).toEqual([0, 0])
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })

  test('an order is sent and called off at once: one of the two happens to its goods', async () => {
    const { db } = await testDatabase()
    const order = newId()
    const { shop, listing } = await db.tx(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small } = await pricedChappal(tx, bilal)
      await reserve(tx, bilal.shop_id, order, [{ variant_id: small, quantity: 2 }])
      return { shop: bilal.shop_id, listing: listing_id }
    })
    const [sent, returned] = await Promise.all([
      db.tx((tx) => sendReserved(tx, shop, order)),
      db.tx((tx) => returnReserved(tx, shop, order)),
    ])
    expect(sent.length + returned.length).toBe(1)
    const offers = await db.read((tx) => offersOf(tx, shop, listing))
    expect(offers.every((one) => one.reserved_count === 0)).toBe(true)
    expect(await db.read((tx) => checkStock(tx))).toEqual([])
  })
})
