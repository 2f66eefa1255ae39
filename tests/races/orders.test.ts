import { describe, expect, test } from 'vitest'
import { type Person, SYSTEM, seedPerson } from '../../src/domains/identity/identity.ts'
import { offersFor } from '../../src/domains/offers/offers.ts'
import {
  cancelOrder,
  findOrder,
  type OrderRow,
  placeCheckout,
  shipOrder,
  takeBack,
} from '../../src/domains/orders/orders.ts'
import { codesFor, keepIt, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { testDatabase } from '../setup/database.ts'
import { atOf, checkoutOf, homeOf, opened, packed, paid, placed, type Trade, trade, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** Runs two acts at once, many times, each time on a fresh order; says which won how often. */
async function race(
  db: Database,
  rounds: number,
  begin: () => Promise<OrderRow>,
  acts: readonly ((order: OrderRow) => Promise<unknown>)[],
) {
  const wins = acts.map(() => 0)
  for (let round = 0; round < rounds; round++) {
    const order = await begin()
    const outcomes = await Promise.allSettled(acts.map((act) => act(order)))
    const won = outcomes.filter(({ status }) => status === 'fulfilled')
    expect(won, `round ${round}`).toHaveLength(1)
    outcomes.forEach((outcome, i) => {
      if (outcome.status === 'fulfilled') wins[i] = (wins[i] ?? 0) + 1
      else expect(outcome.reason).toMatchObject({ name: 'Refusal' })
    })
  }
  expect(await db.read(troubles)).toEqual([])
  return wins
}

describe('two who act at once', () => {
  test('the buyer cancels while the rider takes the parcel: one wins, and the money follows', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx, 1_000))
    const wins = await race(
      db,
      25,
      () =>
        db.tx(async (tx) => {
          const order = await placed(tx, at, 'prepaid')
          await paid(tx, order)
          await packed(tx, at, order)
          return order
        }),
      [
        (order) => db.tx((tx) => cancelOrder(tx, at.ayesha, atOf(order), '')),
        (order) => db.tx((tx) => shipOrder(tx, at.ghazi, atOf(order))),
      ],
    )
    expect(wins.reduce((sum, count) => sum + count)).toBe(25)
  })

  test('the buyer keeps it and sends it back from two phones: one verdict', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx, 1_000))
    await race(
      db,
      25,
      () =>
        db.tx(async (tx) => {
          const order = await placed(tx, at, 'prepaid')
          await paid(tx, order)
          await opened(tx, at, order)
          return order
        }),
      [
        (order) => db.tx((tx) => keepIt(tx, at.ayesha, atOf(order))),
        (order) =>
          db.tx((tx) => sendBack(tx, at.ayesha, atOf(order), { reason: 'damaged', words: '', photo_names: [] })),
        (order) => db.tx((tx) => releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)),
      ],
    )
  })

  test('the shop takes goods back twice: they are on the shelf once', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx, 100))
    await race(
      db,
      10,
      () =>
        db.tx(async (tx) => {
          const order = await placed(tx, at)
          await opened(tx, at, order)
          await sendBack(tx, at.ayesha, atOf(order), { reason: 'fake', words: '', photo_names: [] })
          return order
        }),
      [
        (order) => db.tx((tx) => takeBack(tx, at.bilal, atOf(order), true)),
        (order) => db.tx((tx) => takeBack(tx, at.bilal, atOf(order), true)),
      ],
    )
    const [offer] = await db.read((tx) => offersFor(tx, at.bilal.shop_id, [at.small]))
    expect(offer).toMatchObject({ on_hand_count: 100, reserved_count: 0 })
  })
})

/** Buyers with a cart each, one piece of the same thing in it. */
async function buyersWithCarts(db: Database, at: Trade, count: number) {
  return Promise.all(
    Array.from({ length: count }, (_, i) =>
      db.tx(async (tx) => {
        const person_id = await seedPerson(tx, SYSTEM, {
          phone: `+92301${1_000_000 + i}`,
          name: 'Buyer',
          language: 'en',
        })
        const buyer: Person = { kind: 'person', person_id }
        const checkout = await checkoutOf(tx, buyer, { ...at, address_id: await homeOf(tx, buyer) })
        return { buyer, checkout_id: checkout.checkout_id }
      }),
    ),
  )
}

describe('more buyers than goods', () => {
  test('200 buyers for 50 pieces: exactly 50 orders, and a clear no for the others', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx, 50))
    const buyers = await buyersWithCarts(db, at, 200)
    const outcomes = await Promise.allSettled(
      buyers.map(({ buyer, checkout_id }) => placeCheckout(db, buyer, checkout_id, wayFee)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.reason] : []))
    expect(new Set(reasons)).toEqual(new Set(['offers.sold_out']))
    const [offer] = await db.read((tx) => offersFor(tx, at.bilal.shop_id, [at.small]))
    expect(offer).toMatchObject({ on_hand_count: 50, reserved_count: 50 })
    expect(await db.read(troubles)).toEqual([])
  })

  test('two buyers and the last piece: one of them has it', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx, 1))
    const buyers = await buyersWithCarts(db, at, 2)
    const outcomes = await Promise.allSettled(
      buyers.map(({ buyer, checkout_id }) => placeCheckout(db, buyer, checkout_id, wayFee)),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

test('the same form posted five times at once makes one order', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 5))
  const [first] = await buyersWithCarts(db, at, 1)
  if (!first) throw new Error('one buyer was made')
  const outcomes = await Promise.all(
    [1, 2, 3, 4, 5].map(() => placeCheckout(db, first.buyer, first.checkout_id, wayFee)),
  )
  expect(new Set(outcomes.map(({ orders }) => orders[0]?.order_id)).size).toBe(1)
  const { order } = await db.read((tx) => findOrder(tx, outcomes[0]?.orders[0]?.order_id ?? ''))
  expect(order.total_paisa).toBe(265_000n)
  const [offer] = await db.read((tx) => offersFor(tx, at.bilal.shop_id, [at.small]))
  expect(offer?.reserved_count).toBe(1)
})
