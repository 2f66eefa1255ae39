import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isIban, makeIban, readIban, spacedIban } from './iban.ts'

const GOOD = 'PK36SCBL0000001123456702'

test('the registry’s example is valid, and one digit more is not', () => {
  expect(readIban(GOOD)).toEqual({ iban: GOOD })
  expect(readIban('PK36SCBL0000001123456703')).toEqual({ fault: 'check' })
  expect(isIban('PK85JCMA0000923001234567')).toBe(true)
})

test('it is read as Ayesha copies it from a cheque', () => {
  expect(readIban(' pk36 scbl-0000 0011 2345 6702 ')).toEqual({ iban: GOOD })
  expect(readIban(spacedIban(GOOD))).toEqual({ iban: GOOD })
  expect(spacedIban(GOOD)).toBe('PK36 SCBL 0000 0011 2345 6702')
})

test.each([
  ['', 'country'],
  ['GB82WEST12345698765432', 'country'],
  ['PK36SCBL000000112345670', 'length'],
  ['PK36SCBL00000011234567022', 'length'],
  ['PKXXSCBL0000001123456702', 'form'],
  ['PK36SC1L0000001123456702', 'form'],
  ['PK36SCBL000000112345670Ⅱ', 'form'],
  ['P'.repeat(100_000), 'length'],
])('%j is no IBAN because of its %s', (text, fault) => {
  expect(readIban(text.slice(0, 100_000))).toEqual({ fault })
})

const accounts = fc.record({
  bank: fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: 4, maxLength: 4 }),
  account: fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ'), minLength: 1, maxLength: 16 }),
})

test('each made IBAN is valid, and none stays so with one sign changed for its kind or two of a kind swapped', () => {
  fc.assert(
    fc.property(accounts, fc.nat(23), fc.nat(35), ({ bank, account }, at, other) => {
      const iban = makeIban(bank, account)
      expect(isIban(iban)).toBe(true)
      const letter = other.toString(36).toUpperCase()
      const [one, next] = [iban[at] ?? '', iban[at + 1] ?? '']
      const changed = iban.slice(0, at) + letter + iban.slice(at + 1)
      if (changed !== iban && sameKind(one, letter)) expect(isIban(changed)).toBe(false)
      const swapped = iban.slice(0, at) + next + one + iban.slice(at + 2)
      if (swapped !== iban && sameKind(one, next)) expect(isIban(swapped)).toBe(false)
    }),
  )
})

/** ISO 7064 reads B as 11, so "B1" and "1B" are the same three digits: its check is sure only among one kind. */
function sameKind(one: string, next: string): boolean {
  return /^(\d\d|[A-Z]{2})$/.test(one + next)
}

test('an account that does not fit is a bug of the caller', () => {
  expect(() => makeIban('SCB', '1')).toThrow('broken promise')
  expect(() => makeIban('SCBL', '1'.repeat(17))).toThrow('broken promise')
})
