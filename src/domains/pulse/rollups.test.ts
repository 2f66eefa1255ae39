import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { bazaar, CHAPPAL } from '../../../tests/setup/bazaar.ts'
import { TEST_NOW, type TestDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { testMarket } from '../../../tests/setup/market.ts'
import { placed, trade } from '../../../tests/setup/trade.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { writeListing } from '../catalogue/catalogue.ts'
import { type ShopActor, SYSTEM } from '../identity/identity.ts'
import { countMoved, marketDays, noteKinds, noteMoved, recount } from './pulse.ts'

const CITIES = ['lahore', 'karachi', 'quetta']
const SHELVES = ['mens-chappal', 'men-shawls', 'men-kurtas']
const STATES = ['packed', 'shipped', 'at_door', 'delivered', 'completed', 'refused', 'returned', 'cancelled', 'expired']
const BEGUN_MS = Date.parse('2025-12-01T00:00:00Z')

interface Goods {
  shop_id: string
  listing_id: string
}

interface Kept {
  party_id: string
  order_id: string
}

/** One thing that may happen to a market, in any order; numbers choose which order, which goods, which state. */
const happening = fc.oneof(
  fc.record({
    act: fc.constant('place' as const),
    shop: fc.nat(1),
    lines: fc.array(fc.record({ goods: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    city: fc.nat(2),
    hours: fc.nat(24 * 20),
  }),
  fc.record({ act: fc.constant('move' as const), order: fc.nat(), state: fc.nat(8), hours: fc.nat(24 * 9) }),
  fc.record({ act: fc.constant('refile' as const), shop: fc.nat(1), goods: fc.nat(2), shelf: fc.nat(2) }),
  fc.record({ act: fc.constant('tell' as const), order: fc.nat() }),
  fc.record({ act: fc.constant('count' as const) }),
)

let market: TestDatabase
let shops: ShopActor[] = []
const goods: Goods[] = []

beforeAll(async () => {
  market = await testDatabase()
  await market.db.tx(async (tx) => {
    const { bilal, farah } = await bazaar(tx)
    shops = [bilal, farah]
    for (const shop of shops) {
      for (let i = 0; i < 3; i++) {
        const listing_id = await writeListing(tx, shop, { ...CHAPPAL, title: `Chappal number ${i}` })
        goods.push({ shop_id: shop.shop_id, listing_id })
      }
    }
  })
})

const goodsOf = (shop: number) => goods.filter(({ shop_id }) => shop_id === shops[shop]?.shop_id)

/** An order with its lines and its first step, as the domain of orders writes them. */
async function place(tx: Tx, shop: number, at: Date, city: string, lines: { goods: number; quantity: number }[]) {
  const order = { party_id: shops[shop]?.shop_id ?? '', order_id: newId() }
  const paisa = lines.reduce((sum, { quantity }) => sum + quantity * 1_000, 0)
  await tx.count(sql`
    insert into orders (party_id, order_id, number, buyer_id, checkout_id, address_id, city_id, method, state,
      items_paisa, delivery_paisa, total_paisa, commission_rule_id, commission_paisa, placed_at, moved_at)
    values (${order.party_id}, ${order.order_id}, 'ABCDEFG', ${newId()}, ${newId()}, ${newId()}, ${city}, 'cod',
      'placed', ${paisa}, 0, ${paisa}, 'none', 0, ${at}, ${at})`)
  for (const [i, line] of lines.entries()) {
    const listing_id = goodsOf(shop)[line.goods]?.listing_id
    await tx.count(sql`
      insert into order_lines (party_id, order_id, line, variant_id, listing_id, title, quantity, unit_price_paisa)
      values (${order.party_id}, ${order.order_id}, ${i + 1}, ${newId()}, ${listing_id}, 'x', ${line.quantity}, 1000)`)
  }
  await step(tx, order, 'placed', at)
  return order
}

async function step(tx: Tx, { party_id, order_id }: Kept, state: string, at: Date) {
  await tx.count(sql`
    insert into order_steps (party_id, order_id, step_number, step, from_state, to_state, taken_as, taken_at)
    select ${party_id}, ${order_id}, 1 + count(*), 'step', 'x', ${state}, 'market', ${at} from order_steps
    where party_id = ${party_id} and order_id = ${order_id}`)
  await tx.count(sql`
    update orders set state = ${state} where party_id = ${party_id} and order_id = ${order_id}`)
}

async function refile(tx: Tx, { shop_id, listing_id }: Goods, shelf: number) {
  await tx.count(sql`
    update listings set category_id = ${SHELVES[shelf]} where party_id = ${shop_id} and listing_id = ${listing_id}`)
  noteKinds(tx, shop_id, [listing_id])
}

const counted = () =>
  market.db.read(async (tx) => ({
    sales: await tx.all(sql`select * from pulse_sales order by party_id, order_id, line`),
    cells: await tx.all(sql`
      select * from pulse_cells order by day, city_id, category_id, condition, method, outcome`),
  }))

const clear = () =>
  market.db.tx((tx) =>
    tx.count(
      sql`truncate orders, order_lines, order_steps, pulse_waiting, pulse_sales, pulse_kinds, pulse_cells cascade`,
    ),
  )

describe('what the Pulse counts', () => {
  test('is the same, counted as orders move in whatever order they are told, as counted from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
        await clear()
        const orders: Kept[] = []
        for (const one of happenings) {
          const order = 'order' in one ? orders[one.order % Math.max(1, orders.length)] : undefined
          if (one.act === 'count') await countMoved(market.db, SYSTEM)
          else
            await market.db.tx(async (tx) => {
              const at = new Date(BEGUN_MS + ('hours' in one ? one.hours * 3_600_000 : 0))
              if (one.act === 'place') orders.push(await place(tx, one.shop, at, CITIES[one.city] ?? '', one.lines))
              else if (one.act === 'refile') {
                const { shop_id = '', listing_id = '' } = goodsOf(one.shop)[one.goods] ?? {}
                await refile(tx, { shop_id, listing_id }, one.shelf)
              } else if (order) {
                if (one.act === 'move') await step(tx, order, STATES[one.state] ?? '', at)
                noteMoved(tx, order)
              }
            })
        }
        // An order that nobody has told of yet is told of now.
        await market.db.tx(async (tx) => {
          for (const order of orders) noteMoved(tx, order)
        })
        await countMoved(market.db, SYSTEM)
        const step_by_step = await counted()
        expect(step_by_step.sales).toHaveLength(
          happenings.reduce((sum, one) => sum + (one.act === 'place' ? one.lines.length : 0), 0),
        )
        await market.db.tx((tx) => recount(tx, SYSTEM))
        expect(await counted()).toEqual(step_by_step)
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  test('moves a late return out of one cell and into another, once, however often it is told', async () => {
    await clear()
    const at = new Date('2025-12-05T20:30:00Z')
    const order = await market.db.tx((tx) => place(tx, 0, at, 'lahore', [{ goods: 0, quantity: 2 }]))
    for (const state of ['delivered', 'refused', 'returned']) {
      await market.db.tx(async (tx) => {
        await step(tx, order, state, TEST_NOW)
        noteMoved(tx, order)
        noteMoved(tx, order)
      })
      await countMoved(market.db, SYSTEM)
      await market.db.tx(async (tx) => noteMoved(tx, order))
      await countMoved(market.db, SYSTEM)
    }
    // Half past one in the night of the sixth, on the clock of Pakistan.
    const day = { day: '2025-12-06', lines: 1, orders: 1, units: 2, value_paisa: 2_000n }
    const span = { from: '2025-01-01', to: '2026-12-31' }
    expect(await market.db.read((tx) => marketDays(tx, SYSTEM, span))).toEqual({
      waiting: 0,
      days: [{ ...day, completed: 0, refused: 0, returned: 1, cancelled: 0 }],
    })
  })

  test('counts what was sold of goods on the shelf where they lie now, and no other sale again', async () => {
    await clear()
    const [moved = { shop_id: '', listing_id: '' }, other = moved] = goodsOf(0)
    await market.db.tx(async (tx) => {
      await refile(tx, moved, 0)
      for (const at of [0, 1]) noteMoved(tx, await place(tx, 0, TEST_NOW, 'lahore', [{ goods: at, quantity: 1 }]))
    })
    await countMoved(market.db, SYSTEM)
    for (const shelf of [1, 2]) {
      await market.db.tx(async (tx) => {
        await refile(tx, moved, shelf)
        noteKinds(tx, moved.shop_id, [moved.listing_id, other.listing_id])
      })
      expect((await countMoved(market.db, SYSTEM)).orders).toBe(1)
      const { sales, cells } = await counted()
      expect(sales).toHaveLength(2)
      expect(sales).toContainEqual(
        expect.objectContaining({ listing_id: moved.listing_id, category_id: SHELVES[shelf] }),
      )
      await market.db.tx((tx) => recount(tx, SYSTEM))
      expect((await counted()).cells).toEqual(cells)
    }
  })

  test('counts each order once when two count at the same time', async () => {
    await clear()
    await market.db.tx(async (tx) => {
      for (let i = 0; i < 40; i++) {
        noteMoved(tx, await place(tx, i % 2, TEST_NOW, 'karachi', [{ goods: i % 3, quantity: 1 }]))
      }
    })
    const told = await Promise.all([1, 2, 3].map(() => countMoved(market.db, SYSTEM, 5)))
    expect(told.reduce((sum, { orders }) => sum + orders, 0)).toBe(40)
    const { cells } = await counted()
    await market.db.tx((tx) => recount(tx, SYSTEM))
    expect((await counted()).cells).toEqual(cells)
  })
})

test('what Ayesha orders from Bilal is counted because its event says so', async () => {
  const { market } = await testMarket()
  await market.db.tx(async (tx) => placed(tx, await trade(tx)))
  expect(await market.runner.settled(10_000)).toBe(true)
  expect(await countMoved(market.db, SYSTEM)).toMatchObject({ orders: 1, lines: 1 })
})
