import { expect, test } from 'vitest'
import { forEach } from './for-each.ts'

test('what is broken about one keeps none of the others waiting, and is still told', async () => {
  const done: number[] = []
  const all = forEach([1, 2, 3], async (number) => {
    if (number === 1) throw new Error('one is broken')
    done.push(number)
  })
  await expect(all).rejects.toThrow('one is broken')
  expect(done).toEqual([2, 3])
})
