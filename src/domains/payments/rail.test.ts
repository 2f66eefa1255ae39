import { expect, test } from 'vitest'
import { newId } from '../../kit/ids/ids.ts'
import { railReference } from './rail.ts'

test('a reference is 20 letters and digits, the same for the same id, and sorts by time', () => {
  expect(railReference('019d4806-1e80-7abc-8def-0123456789ab')).toBe(
    railReference('019d4806-1e80-7abc-8def-0123456789ab'),
  )
  expect(railReference('019d4806-1e80-7abc-8def-0123456789ab')).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/)
  expect(
    railReference('019d4806-1e81-7000-8000-000000000000') > railReference('019d4806-1e80-7fff-bfff-ffffffffffff'),
  ).toBe(true)
})

test('a thousand ids of the same moment have a thousand references', () => {
  const references = new Set(Array.from({ length: 1_000 }, () => railReference(newId())))
  expect(references.size).toBe(1_000)
})
