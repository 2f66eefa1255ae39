import { expect, test } from 'vitest'
import { newId, parseId, shown } from './ids.ts'

test('an id goes out with its prefix and comes back the same', () => {
  for (let i = 0; i < 200; i++) {
    const id = newId()
    expect(parseId('ord', shown('ord', id))).toBe(id)
    expect(shown('ord', id)).toMatch(/^ord_[0-9a-z]{26}$/)
  }
})

test('ids made later sort later', () => {
  const ids = Array.from({ length: 50 }, newId)
  expect([...ids].sort()).toEqual(ids)
})

test.each(['', 'ord_', 'lst_01k0000000000000000000000', 'ord_zzzzzzzzzzzzzzzzzzzzzzzzzz', "ord_' or 1=1--", 'ord_01K'])(
  '%s names nothing',
  (text) => expect(parseId('ord', text)).toBeUndefined(),
)
