import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placeCheckout } from '../../src/domains/orders/orders.ts'
import { isAway } from '../../src/kit/sql/away.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type TestDatabase, testDatabase, testKeys } from '../setup/database.ts'
import { checkoutOf, type Trade, trade, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'
import { type FaultProxy, openProxy } from './proxy.ts'

let base: TestDatabase
let at: Trade
let line: FaultProxy
let far: Database

beforeAll(async () => {
  base = await testDatabase()
  at = await base.db.tx((tx) => trade(tx, 1_000))
  const url = new URL(base.url)
  const folder = url.searchParams.get('host')
  line = await openProxy(
    folder ? { path: `${folder}/.s.PGSQL.5432` } : { host: url.hostname, port: Number(url.port || 5432) },
    143,
  )
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(line.port)
  far = openDatabase(url.href, { keys: testKeys, clock: () => base.clock.now, max: 3 })
})
afterAll(async () => {
  line.cut()
  await far.close()
  await line.close()
})

const newCheckout = async () => (await base.db.tx((tx) => checkoutOf(tx, at.ayesha, at))).checkout_id
const ordersOf = async (checkoutId: string) => {
  const rows = await base.db.read((tx) =>
    tx.all<{ order_id: string }>(sql`select order_id from orders where checkout_id = ${checkoutId}`),
  )
  return rows.length
}

describe('the line to the database', () => {
  test('is slow and comes in crumbs: the order is placed all the same', async () => {
    line.set({
      up: [{ kind: 'latency', ms: 40, jitter_ms: 20 }],
      down: [{ kind: 'slicer', bytes: 300, gap_ms: 1 }],
    })
    const checkoutId = await newCheckout()
    await placeCheckout(far, at.ayesha, checkoutId, wayFee)
    expect(await ordersOf(checkoutId)).toBe(1)
  })

  // So many bytes of answers: somewhere in the sign-in, in the statements, before and after the COMMIT.
  test.each([20, 400, 900, 1_500, 2_500, 4_000, 8_000, 12_000])(
    'breaks after %i bytes: nobody knows, who asks again has one order',
    async (bytes) => {
      line.cut()
      line.set({ down: [{ kind: 'limit_data', bytes }] })
      const checkoutId = await newCheckout()
      const first = await placeCheckout(far, at.ayesha, checkoutId, wayFee).catch((error: unknown) => error)
      if (first instanceof Error) expect(isAway(first), first.message).toBe(true)
      line.set({})
      line.cut()
      await untilUsable(far)
      await placeCheckout(far, at.ayesha, checkoutId, wayFee)
      expect(await ordersOf(checkoutId)).toBe(1)
      expect(await base.db.read(troubles)).toEqual([])
    },
  )

  test('is reset in the middle of everything, and the pool is whole again afterwards', async () => {
    line.set({ down: [{ kind: 'reset_peer', ms: 3 }] })
    const checkouts = await Promise.all([1, 2, 3, 4, 5].map(newCheckout))
    const first = await Promise.allSettled(checkouts.map((id) => placeCheckout(far, at.ayesha, id, wayFee)))
    for (const outcome of first) if (outcome.status === 'rejected') expect(isAway(outcome.reason)).toBe(true)
    line.set({})
    line.cut()
    await untilUsable(far)
    for (const id of checkouts) await placeCheckout(far, at.ayesha, id, wayFee)
    expect(await Promise.all(checkouts.map(ordersOf))).toEqual([1, 1, 1, 1, 1])
  })

  test('is gone: the answer is a clear no and not a bug', async () => {
    line.down()
    await expect(far.read((tx) => tx.one(sql`select 1 as one`))).rejects.toSatisfy(isAway)
    await line.up()
    await untilUsable(far)
    expect(await far.read((tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 })
  })
})

test('who waits for the lock of somebody that never ends is told so in time, and holds nothing', async () => {
  const checkoutId = await newCheckout()
  let free: () => void = () => undefined
  const held = new Promise<void>((go) => {
    free = go
  })
  let isLocked: () => void = () => undefined
  const locked = new Promise<void>((go) => {
    isLocked = go
  })
  const holder = base.db.tx(async (tx) => {
    await tx.count(sql`select 1 from stock_levels where party_id = ${at.bilal.shop_id} for update`)
    isLocked()
    await held
  })
  await locked
  const first = await placeCheckout(base.db, at.ayesha, checkoutId, wayFee).catch((error: unknown) => error)
  free()
  await holder
  expect(first).toSatisfy(isAway)
  await placeCheckout(base.db, at.ayesha, checkoutId, wayFee)
  expect(await ordersOf(checkoutId)).toBe(1)
})

test('no statement, lock or forgotten transaction holds the others up for long', async () => {
  const limits = await base.db.read((tx) =>
    tx.one(sql`
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`),
  )
  expect(limits).toEqual({ statement: '10s', lock: '5s', idle: '30s' })
})

test('a bug is no busy database', () => {
  expect([new Error('broken promise: x'), 'text', undefined].map(isAway)).toEqual([false, false, false])
})

/** Lines that broke while nobody used them are thrown away by the first who do. */
async function untilUsable(db: Database): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await db.ping()
      return
    } catch (error) {
      if (tries === 20) throw error
    }
  }
}
