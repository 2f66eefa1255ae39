import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { atOf, opened, placed, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { newId } from '../../kit/ids/ids.ts'
import { cashOfRider } from '../delivery/delivery.ts'
import { findOrder } from '../orders/orders.ts'
import { codesFor, syncReceipt } from './trust.ts'

test('cash that Ghazi took without net counts once, however often and whenever his phone tells it', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 20))
  const order = await db.tx(async (tx) => {
    const one = await placed(tx, at)
    await opened(tx, at, one)
    return one
  })
  const code = await db.tx(async (tx) => codesFor(tx, order.order_id).release)
  const receipt = { receipt_id: newId(), amount_paisa: 265_000n, taken_at: clock.now, code }
  clock.now = new Date(clock.now.getTime() + 5 * 3_600_000)
  const tell = (other: Partial<typeof receipt> = {}) =>
    db.tx((tx) => syncReceipt(tx, at.ghazi, atOf(order), { ...receipt, ...other }))
  await expect(tell({ amount_paisa: 264_900n })).rejects.toMatchObject({ reason: 'cash.receipt_amount' })
  await expect(tell({ code: '000000' })).rejects.toMatchObject({ reason: 'trust.code_wrong' })
  const answers = await Promise.all([tell(), tell(), tell()])
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await tell()).toBe(false)
  const cash = await db.tx((tx) => cashOfRider(tx, at.ghazi.person_id))
  expect([cash.rows.length, cash.total_paisa]).toEqual([1, 265_000n])
  expect((await db.tx((tx) => findOrder(tx, order.order_id))).order.state).toBe('completed')
  await expect(tell({ amount_paisa: 1n })).rejects.toMatchObject({ reason: 'cash.receipt_differs' })
  expect(await db.tx(troubles)).toEqual([])
})
