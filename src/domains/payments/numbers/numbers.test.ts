import { expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { railNumbers } from './numbers.ts'

test('the first number that is kept for a payment counts, also when two come at once', async () => {
  const { db } = await testDatabase()
  const numbers = railNumbers(db)
  expect(await numbers.find('safepay', 'R1')).toBeUndefined()
  const kept = await Promise.all(['a', 'b', 'c'].map((number) => numbers.keep('safepay', 'R1', number)))
  expect(new Set(kept).size).toBe(1)
  expect(await numbers.find('safepay', 'R1')).toBe(kept[0])
  expect(await numbers.keep('safepay', 'R1', 'd')).toBe(kept[0])
  expect(await numbers.find('raast-request', 'R1')).toBeUndefined()
})
