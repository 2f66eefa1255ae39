import { expect, test } from 'vitest'
import type { OrderRow } from '../../src/domains/orders/orders.ts'
import { keepIt } from '../../src/domains/trust/trust.ts'
import type { Runner } from '../../src/kit/events/runner.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { NotedEvent } from '../../src/kit/sql/tx.ts'
import { testDatabase } from '../setup/database.ts'
import { atOf, opened, paid, placed, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'
import { openWorkshop } from './killing/commands.ts'

const DAY_MS = 86_400_000
const NOWHERE = 'http://127.0.0.1:9'

/** A market in which nobody follows up on anything until a runner is started. */
async function market() {
  const runners: Runner[] = []
  const base = await testDatabase({
    onEvents: (events: readonly NotedEvent[]) => {
      for (const runner of runners) runner.noted(events)
    },
  })
  const at = await base.db.tx((tx) => trade(tx, 1_000))
  const start = async () => {
    const { runner } = await openWorkshop(base.db, NOWHERE)
    runners.push(runner)
    return runner
  }
  const waiting = () =>
    base.db.read((tx) => tx.all<{ name: string }>(sql`select name from outbox where delivered_at is null`))
  const followed = () =>
    base.db.read((tx) =>
      tx.all<{ state: string; count: number }>(sql`
        select state, count(*)::int as count from buyer_orders group by state order by state`),
    )
  return { ...base, at, start, waiting, followed }
}

test('nobody follows up for a day of trade: everything is caught up with, in its order, once', async () => {
  const { db, clock, at, start, waiting, followed } = await market()
  const orders: OrderRow[] = []
  for (let number = 0; number < 60; number++) {
    orders.push(
      await db.tx(async (tx) => {
        const order = await placed(tx, at, 'prepaid')
        await paid(tx, order)
        return order
      }),
    )
  }
  for (const order of orders) await db.tx((tx) => opened(tx, at, order))
  for (const order of orders) await db.tx((tx) => keepIt(tx, at.ayesha, atOf(order)))
  expect((await waiting()).length).toBeGreaterThan(500)

  clock.now = new Date(clock.now.getTime() + DAY_MS)
  const runner = await start()
  while ((await runner.sweep()) > 0) expect(await runner.settled(30_000)).toBe(true)
  expect(await waiting()).toEqual([])
  expect(await followed()).toEqual([{ state: 'completed', count: 60 }])
  const said = await db.read((tx) =>
    tx.all<{ template: string; count: number }>(sql`
      select template, count(*)::int as count from messages where template = 'order.completed' group by template`),
  )
  expect(said).toEqual([{ template: 'order.completed', count: 60 }])
  expect(await db.read(troubles)).toEqual([])
}, 60_000)

test('two programs follow up on the same events: each thing happens once', async () => {
  const { db, at, start, waiting, followed } = await market()
  const [first, second] = [await start(), await start()]
  await first.sweep({ atStart: true })
  await second.sweep({ atStart: true })
  const orders = await Promise.all(Array.from({ length: 20 }, () => db.tx((tx) => placed(tx, at))))
  await Promise.all([first.settled(10_000), second.settled(10_000)])
  expect(await waiting()).toEqual([])
  expect(await followed()).toEqual([{ state: 'placed', count: orders.length }])
  const said = await db.read((tx) =>
    tx.all<{ count: number }>(sql`
      select count(*)::int as count from messages where template = 'order.placed_cod'`),
  )
  expect(said).toEqual([{ count: orders.length }])
})
