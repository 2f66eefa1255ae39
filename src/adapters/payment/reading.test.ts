import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dig, digText, formFields, fromPaisa, fromRupees, isSameHex, rupeesText } from './reading.ts'

test('rupees are read to the paisa, from text and from numbers', () => {
  expect(rupeesText(245_005n)).toBe('2450.05')
  expect([fromRupees('150'), fromRupees(150.5), fromRupees('2450.05'), fromRupees('50.0')]).toEqual([
    ...[15_000n, 15_050n, 245_005n, 5_000n],
  ])
  expect(fromPaisa('15000')).toBe(15_000n)
})

test.each(['', '-1', '1e5', '1,000', '0x10', '1.005', 'NaN', '1 000', '٥٠', null, {}, [5], true, 1e21, Number.NaN])(
  '%j is no amount',
  (value) => {
    expect(fromRupees(value)).toBeUndefined()
    expect(fromPaisa(value)).toBeUndefined()
  },
)

test('each amount goes there and back, as text and as a JSON number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10_000_000_000n }), (paisa) => {
      expect(fromRupees(rupeesText(paisa))).toBe(paisa)
      expect(fromRupees(JSON.parse(rupeesText(paisa)))).toBe(paisa)
    }),
  )
})

test('a path is followed through objects of any kind, and never into what every object has', () => {
  const value = { data: { tracker: { token: 'track_1' }, amount: 5, list: ['a'] } }
  expect(digText(value, 'data.tracker.token')).toBe('track_1')
  expect(digText(value, 'data.amount')).toBe('5')
  expect(digText(value, 'data.tracker')).toBe('')
  expect(dig(value, 'data.list.0')).toBe('a')
  for (const path of ['data.none.token', 'constructor.name', '__proto__', 'data.toString']) {
    expect(dig(value, path)).toBeUndefined()
  }
  fc.assert(fc.property(fc.anything(), fc.string(), (any, path) => void dig(any, path)))
})

test('signatures are compared whole, and nothing is no signature', () => {
  expect(isSameHex('ABcd', 'abcd')).toBe(true)
  expect(isSameHex('abc', 'abcd')).toBe(false)
  expect(isSameHex('', '')).toBe(false)
})

test('a field that comes twice makes a form unreadable', () => {
  expect(formFields({ a: '1' }, 'b=2')).toEqual({ a: '1', b: '2' })
  expect(formFields({ a: '1' }, 'a=2')).toBeUndefined()
  expect(formFields({}, 'a=1&a=1')).toBeUndefined()
})
