import { cashOfRider, handInCash } from '../../src/domains/delivery/delivery.ts'
import { actForShop, SYSTEM } from '../../src/domains/identity/identity.ts'
import { closeDay } from '../../src/domains/ledger/ledger.ts'
import { setOffers } from '../../src/domains/offers/offers.ts'
import {
  askCourier,
  bookWithCourier,
  handInOrderCash,
  takeDueSteps,
  warnBeforeRelease,
} from '../../src/domains/orders/orders.ts'
import {
  askOpenPayments,
  checkBatch,
  listBatches,
  listHeldBy,
  listPayoutsOfBatch,
  makePayoutBatch,
  markBatchSent,
  sendRefunds,
} from '../../src/domains/payments/payments.ts'
import { returnPayout } from '../../src/domains/payments/payouts/payouts.ts'
import { workOffQueues } from './queues.ts'
import { attempt, DAY, HOUR, type World } from './world.ts'

/** What the market does by itself every hour, in the order in which its jobs run. */
export async function hourly(world: World, hour: number): Promise<void> {
  const { db, rail, courier, dice, time } = world
  // The clock of our machine is an hour wrong for a while, or days for a moment.
  if (dice.often(3)) time.skew_ms = dice.pick([-HOUR, HOUR, 0])
  const leap_ms = dice.often(0.5) ? 2 * DAY : 0
  time.skew_ms += leap_ms
  const rails = new Map([[rail.rail.name, rail.rail]])
  await attempt(world, 'ask payments', () => askOpenPayments(db, rails))
  await attempt(world, 'send refunds', () => sendRefunds(db, rails))
  await attempt(world, 'time runs out', () => takeDueSteps(db, 500))
  await attempt(world, 'warn', () => warnBeforeRelease(db, 500))
  if (hour % 3 === 0) {
    await attempt(world, 'book parcels', () => bookWithCourier(db, courier.courier, (cityId) => cityId))
    await attempt(world, 'ask courier', () => askCourier(db, courier.courier))
  }
  await world.runner.sweep()
  time.skew_ms -= leap_ms
}

/** What people of the market do once a day. */
export async function daily(world: World): Promise<void> {
  const { db, dice } = world
  for (const { person_id } of world.riders) {
    if (dice.often(15)) continue
    const { rows } = await db.read((tx) => cashOfRider(tx, person_id))
    if (rows.length > 0) await attempt(world, 'hand in', () => handIn(world, person_id))
  }
  await courierPays(world)
  await payShops(world)
  await workOffQueues(world)
  await restock(world)
  await attempt(world, 'close day', () => db.tx((tx) => closeDay(tx, new Date(tx.now.getTime() - 2 * HOUR))))
}

function handIn(world: World, riderId: string): Promise<void> {
  return world.db.tx(async (tx) => {
    for (const { party_id: shop_id, order_id } of await handInCash(tx, world.dania, riderId)) {
      await handInOrderCash(tx, world.dania, { shop_id, order_id }, `rider:${riderId}`)
    }
  })
}

/** The courier pays what it took, but for a few parcels that it forgets. */
async function courierPays(world: World): Promise<void> {
  const { db, dice, dania, courier } = world
  const { holder } = courier.courier
  for (const { party_id: shop_id, order_id, method } of await db.read((tx) => listHeldBy(tx, dania, holder))) {
    if (method !== 'cod' || dice.often(40)) continue
    const at = { shop_id, order_id }
    await attempt(world, 'courier pays', () => db.tx((tx) => handInOrderCash(tx, dania, at, holder)))
  }
}

async function payShops(world: World): Promise<void> {
  const { db, dice, dania, jamila } = world
  await attempt(world, 'pay shops', () => db.tx((tx) => makePayoutBatch(tx, SYSTEM)))
  for (const { batch_id, state } of await db.read((tx) => listBatches(tx, dania, 50))) {
    if (state !== 'made' || dice.often(20)) continue
    await attempt(world, 'check batch', () => db.tx((tx) => checkBatch(tx, jamila, batch_id)))
    await attempt(world, 'file sent', () => db.tx((tx) => markBatchSent(tx, dania, batch_id)))
    for (const { party_id: shop_id, payout_id } of await db.read((tx) => listPayoutsOfBatch(tx, dania, batch_id))) {
      if (!dice.often(3)) continue
      const returned = { shop_id, payout_id, reason: 'the account is closed' }
      await attempt(world, 'payout returned', () => db.tx((tx) => returnPayout(tx, dania, returned)))
    }
  }
}

async function restock(world: World): Promise<void> {
  const { db, dice } = world
  for (const { shop, listings } of world.stalls) {
    const { listing_id, variant_id, price_paisa } = dice.pick(listings)
    const paisa = dice.often(10) ? price_paisa + 5_000n : price_paisa
    const offer = { variant_id, price_paisa: paisa, stock_count: dice.between(0, 30) }
    await attempt(world, 'restock', () =>
      db.tx(async (tx) => {
        const by = await actForShop(tx, { kind: 'person', person_id: shop.person_id }, shop.shop_id, 'listings')
        await setOffers(tx, by, listing_id, [offer])
      }),
    )
  }
}
