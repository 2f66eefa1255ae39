import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { atOf, paid, placed, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { DAY_MS } from '../../kit/clock/clock.ts'
import { cancelOrder, takeDueSteps } from './orders.ts'

const FIRST = { code: 'conflict', reason: 'orders.unpaid_first', values: { count: 5 } }

test('Eve holds goods in five orders without money, also when she tries twelve times at once', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 50))
  const tries = Array.from({ length: 12 }, () => db.tx((tx) => placed(tx, at, 'prepaid')))
  const outcomes = await Promise.allSettled(tries)
  const orders = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(orders).toHaveLength(5)
  for (const refusal of refused) expect(refusal).toMatchObject(FIRST)

  const [first, second] = orders
  if (!first || !second) throw new Error('five orders were placed')
  await db.tx((tx) => paid(tx, first))
  await db.tx((tx) => placed(tx, at, 'prepaid'))
  await db.tx((tx) => cancelOrder(tx, at.ayesha, atOf(second), ''))
  await db.tx((tx) => placed(tx, at, 'prepaid'))
  await expect(db.tx((tx) => placed(tx, at, 'prepaid'))).rejects.toMatchObject(FIRST)
  expect((await db.tx((tx) => placed(tx, at, 'cod'))).state).toBe('placed')
  expect(await db.read(troubles)).toEqual([])
})

test('what ran out without money counts for three days', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 50))
  for (let i = 0; i < 5; i++) await db.tx((tx) => placed(tx, at, 'prepaid'))
  clock.now = new Date(clock.now.getTime() + DAY_MS)
  expect(await takeDueSteps(db)).toBe(5)
  await expect(db.tx((tx) => placed(tx, at, 'prepaid'))).rejects.toMatchObject(FIRST)
  clock.now = new Date(clock.now.getTime() + 3 * DAY_MS)
  expect((await db.tx((tx) => placed(tx, at, 'prepaid'))).state).toBe('awaiting_payment')
})
