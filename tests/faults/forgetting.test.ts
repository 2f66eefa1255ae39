import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetDelivered } from '../../src/kit/events/forgetting.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type MoneyIn, openMoneyIn } from '../setup/money-in.ts'
import { atOf, packed, paid, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const HOUR_MS = 3_600_000

let m: MoneyIn
beforeAll(async () => {
  m = await openMoneyIn()
})
afterAll(() => m.close())

const tx: MoneyIn['base']['db']['tx'] = (body) => m.base.db.tx(body)
const names = async () =>
  (await tx((t) => t.all<{ name: string }>(sql`select name from outbox`))).map(({ name }) => name)
const forgets = () => forgetDelivered(m.base.db, new Date(m.base.clock.now.getTime() - 12 * HOUR_MS), 2)

test('what was followed up half a day ago is forgotten in batches, the books hold, what waits is kept', async () => {
  const order = await tx(async (t) => {
    for (let i = 0; i < 4; i++) await placed(t, m.at)
    const made = await placed(t, m.at, 'prepaid')
    await paid(t, made)
    return made
  })
  await m.settles()
  await tx((t) => t.count(sql`update outbox set delivered_at = null where name = 'order.paid'`))
  const [told] = await tx((t) => t.all<{ count: number }>(sql`select count(delivered_at)::int from outbox`))
  expect(told?.count).toBeGreaterThan(3)
  expect(await forgets()).toBe(0)
  m.passes(11 * HOUR_MS)
  await tx((t) => packed(t, m.at, order))
  await m.settles()
  m.passes(2 * HOUR_MS)
  expect(await forgets()).toBe(told?.count)
  const left = await names()
  expect(left).toContain('order.paid')
  expect(left).toContain('order.packed')
  expect(left).not.toContain('order.placed')
  expect(await m.base.db.read(troubles)).toEqual([])
  expect(await forgets()).toBe(0)
})

test('a step without its event is found after that, too', async () => {
  const order = await tx((t) => placed(t, m.at))
  await m.settles()
  await tx((t) =>
    t.count(sql`
      delete from outbox
      where party_id = ${order.party_id} and name = 'order.placed'
        and payload ->> 'order_id' = ${atOf(order).order_id}`),
  )
  const found = await m.base.db.read(troubles)
  expect(found).toMatchObject([{ invariant: 'I13' }])
  expect(JSON.stringify(found)).toContain(order.order_id)
})
