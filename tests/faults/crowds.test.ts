import { beforeAll, expect, test } from 'vitest'
import type { Person } from '../../src/domains/identity/identity.ts'
import { offersFor } from '../../src/domains/offers/offers.ts'
import { placeCheckout } from '../../src/domains/orders/orders.ts'
import { newId, shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type ApiClient, apiClient } from '../setup/api.ts'
import { testDatabase } from '../setup/database.ts'
import { type TestMarket, testMarket } from '../setup/market.ts'
import { checkoutOf, homeOf, type Trade, trade, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: TestMarket
let at: Trade
let ayesha: ApiClient
beforeAll(async () => {
  open = await testMarket({ BHAROSA_POOL: '4' })
  at = await open.market.db.tx((tx) => trade(tx, 50))
  ayesha = await apiClient(open, at.ayesha)
})

/** Does something for each of some things, so many of them at once. */
async function each<Thing>(things: readonly Thing[], atOnce: number, act: (thing: Thing) => Promise<void>) {
  const left = [...things]
  const one = async () => {
    for (let thing = left.shift(); thing !== undefined; thing = left.shift()) await act(thing)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

/** A hundred thousand with BHAROSA_ALL=1, each told twice. */
const NOTICES = process.env.BHAROSA_ALL === '1' ? 100_000 : 1_000

test('thousands of notices at once after an outage, each kept once, and people go on buying', {
  timeout: NOTICES * 3 + 120_000,
}, async () => {
  const notices = Array.from({ length: NOTICES }, (_, i) => `pp_TxnRefNo=T${i % (NOTICES / 2)}&pp_SecureHash=00`)
  const answers = new Map<number, number>()
  // What is not answered for is sent again, as a rail does.
  const tell = async (body: string): Promise<void> => {
    const response = await fetch(`${open.base}/payments/jazzcash/notice`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    await response.text()
    answers.set(response.status, (answers.get(response.status) ?? 0) + 1)
    if (response.status === 503) return tell(body)
  }
  let isFlood = true
  const flood = each(notices, 50, tell).finally(() => {
    isFlood = false
  })
  let bought = 0
  for (let tries = 0; tries < 10; tries++) {
    const line = { shop: shown('shp', at.bilal.shop_id), variant: shown('var', at.small) }
    const cart = (await ayesha.post('/carts', { lines: [line] })).text('id')
    const wish = { cart, address_id: shown('adr', at.address_id), method: 'cod' }
    const checkout = (await ayesha.post('/checkouts', wish)).text('id')
    const key = { 'idempotency-key': newId() }
    const { status } = await ayesha.post(`/checkouts/${checkout}/orders`, undefined, key)
    expect(status).toBe(201)
    if (isFlood) bought++
  }
  await flood
  expect(bought, 'orders while the notices came').toBeGreaterThan(0)
  expect([...answers.keys()].filter((status) => status !== 401 && status !== 503)).toEqual([])
  const kept = await open.market.db.read((tx) =>
    tx.one<{ notices: number; twice: number }>(sql`
      select count(*)::int as notices, (count(*) filter (where told_count = 2))::int as twice
      from provider_notices
      where provider = 'jazzcash'`),
  )
  expect(kept).toEqual({ notices: NOTICES / 2, twice: NOTICES / 2 })
  expect(await open.market.db.read(troubles)).toEqual([])
})

test('a robot that fills two hundred baskets with the last pair keeps it from nobody', async () => {
  const { db } = await testDatabase()
  const cast = await db.tx((tx) => trade(tx, 1))
  const robot: Person = { kind: 'person', person_id: cast.farah.person_id }
  const last = await db.tx(async (tx) => {
    const from = { ...cast, address_id: await homeOf(tx, robot) }
    for (let i = 1; i < 200; i++) await checkoutOf(tx, robot, from)
    return checkoutOf(tx, robot, from)
  })
  const shelf = async () => (await db.read((tx) => offersFor(tx, cast.bilal.shop_id, [cast.small])))[0]
  expect(await shelf()).toMatchObject({ on_hand_count: 1, reserved_count: 0 })
  const hers = await db.tx((tx) => checkoutOf(tx, cast.ayesha, cast))
  expect((await placeCheckout(db, cast.ayesha, hers.checkout_id, wayFee)).orders).toHaveLength(1)
  await expect(placeCheckout(db, robot, last.checkout_id, wayFee)).rejects.toMatchObject({ reason: 'offers.sold_out' })
  expect(await shelf()).toMatchObject({ on_hand_count: 1, reserved_count: 1 })
  expect(await db.read(troubles)).toEqual([])
})
