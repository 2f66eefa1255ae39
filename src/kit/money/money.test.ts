import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRupees, share, split } from './money.ts'

describe('a price as people write it', () => {
  test.each([
    ['2450', 245_000n],
    ['Rs 2,450/-', 245_000n],
    ['Rs. 1,25,000', 12_500_000n],
    ['PKR 99.50', 9_950n],
    ['۲۴۵۰', 245_000n],
    ['٢٬٤٥٠', 245_000n],
    ['2450 روپے', 245_000n],
    ['0.5', 50n],
    ['100000000', 10_000_000_000n],
  ])('%s is %s paisa', (text, paisa) => expect(parseRupees(text)).toBe(paisa))

  test.each(['', 'abc', '-5', '1.2.3', '12,50', '1e5', '100000001', '= 5', '5 kg'])('%s is no price', (text) =>
    expect(parseRupees(text)).toBeUndefined(),
  )
})

test('the parts of a split add up, and no part is off by more than a paisa', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), weights, (amount, given) => {
      const all = given.reduce((sum, weight) => sum + weight, 0n)
      fc.pre(all > 0n)
      const parts = split(amount, given)
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount)
      parts.forEach((part, i) => {
        const exact = (amount * (given[i] ?? 0n)) / all
        expect(part === exact || part === exact + 1n).toBe(true)
      })
    }),
  )
})

test('a share is rounded half up and never more than the whole', () => {
  expect(share(245_000n, 500)).toBe(12_250n)
  expect(share(1n, 5_000)).toBe(1n)
  expect(share(99n, 0)).toBe(0n)
  expect(() => share(-1n, 10)).toThrow('broken promise')
  expect(() => share(1n, 0.5)).toThrow('broken promise')
})
