import { expect, test } from 'vitest'
import { formsOf } from './inflection.ts'
import { isOneSlip, slipsOf } from './slips.ts'

const known = new Set(['battery', 'samsung', 'charger', 'laptop', 'bottle', 'battle'])
const slips = (word: string) => slipsOf(word, (one) => known.has(one), 3).map(({ word: one }) => one)

test('a letter too many, too few, turned round or beside the right one is a slip', () => {
  expect(slips('batttery')).toEqual(['battery'])
  expect(slips('batery')).toEqual(['battery'])
  expect(slips('samsnug')).toEqual(['samsung'])
  expect(slips('chargwr')).toEqual(['charger'])
})

test('the usual slips come before the rare ones', () => {
  const [first, second] = slipsOf('bottel', (one) => one === 'bottle' || one === 'bottes', 3)
  expect(first?.word).toBe('bottle')
  expect(first?.weight).toBeGreaterThan(second?.weight ?? 0)
  expect(slips('bettle')[0]).toBe('battle')
})

test('short words, models and the first letter are left alone', () => {
  expect(slips('lap')).toEqual([])
  expect(slips('a52s')).toEqual([])
  expect(slips('faptop')).toEqual([])
})

test('two words are one slip apart or not', () => {
  expect(isOneSlip('samsng', 'samsung')).toBe(true)
  expect(isOneSlip('samsnug', 'samsung')).toBe(true)
  expect(isOneSlip('jutay', 'shoe')).toBe(false)
  expect(isOneSlip('shoe', 'shoe')).toBe(false)
})

test('Urdu words are found by their other cases and numbers, in both scripts', () => {
  expect(formsOf('جوتون')).toContain('جوتا')
  expect(formsOf('چوڑیان')).toContain('چوڑی')
  expect(formsOf('کتابین')).toContain('کتاب')
  expect(formsOf('کالے')).toContain('کالا')
  expect(formsOf('jooton')).toContain('joota')
  expect(formsOf('chooriyan')).toContain('choori')
  expect(formsOf('kitabein')).toContain('kitab')
  expect(formsOf('x')).toEqual([])
})
