import { expect, test } from 'vitest'
import { testDatabase } from '../setup/database.ts'
import { simulate } from './simulate.ts'

const freshUrl = async () => (await testDatabase()).url

test('three days of trade, with rails and couriers that lie: every day adds up, and nothing is forgotten', async () => {
  const ended = await simulate({ url: await freshUrl(), seed: 20_260_301, days: 3, orders_a_day: 25 })
  expect(ended.forgotten).toEqual([])
  const states = Object.keys(ended.orders)
  expect(states).toEqual(expect.arrayContaining(['cancelled', 'completed', 'expired']))
}, 60_000)

test('the same seed gives the same books, another seed gives others', async () => {
  const market = async (seed: number) => simulate({ url: await freshUrl(), seed, days: 1, orders_a_day: 12 })
  const [first, again, other] = [await market(5), await market(5), await market(6)]
  expect(again.digest).toBe(first.digest)
  expect(other.digest).not.toBe(first.digest)
}, 60_000)
