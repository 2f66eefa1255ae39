import { expect, test } from 'vitest'
import { railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { formSignature, orderMoment, securedHash, validationHash } from './hashes.ts'

test('the vendor’s own example of an answer’s hash', () => {
  expect(validationHash('BAS-01', 'jdnkaabcks', '102', '000')).toBe(
    'e8192a7554dd699975adf39619c703a492392edf5e416a61e183866ecdf6a2a2',
  )
})

test('the hash of a direct call is an HMAC of values without separators', () => {
  expect(securedHash(['BAS-01', '100.00', '03001234567', '3520112345671'], 'jdnkaabcks')).toBe(
    'd2ecb7ef3a4f8b1b4e6d62656ab4ab5494b21b496344f4bdda267c06203b33aa',
  )
})

test('the form’s signature is the same for everybody who knows the form', () => {
  expect(formSignature('102', 'Bazaar', '100.00', 'BAS-01')).toMatch(/^[0-9a-f]{32}$/)
})

test('the day of an order is read from our reference, in Karachi', () => {
  const moment = orderMoment(railReference(newId()))
  expect(moment?.date).toBe(new Date(Date.now() + 18_000_000).toISOString().slice(0, 10))
  expect(orderMoment(railReference('019b76da-a800-7000-8000-000000000000'))).toEqual({
    ...{ date: '2026-01-01', time: '05:00:00' },
  })
  for (const text of ['', 'R', 'BAS-01', 'ZZZZZZZZZZ0000000000', '!'.repeat(20)])
    expect(orderMoment(text)).toBeUndefined()
})
