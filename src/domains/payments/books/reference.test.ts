import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../../kit/ids/ids.ts'
import { bankReference, railReference } from '../rail.ts'
import { findBankReference } from './reference.ts'

const reference = bankReference(railReference('019b76da-a800-7000-8000-0000000000aa'))

test('the reference of a payment is short and always the same', () => {
  expect(reference).toMatch(/^BH[0-9ACEFHKMNPRTXY]{9}$/)
  expect(bankReference(railReference('019b76da-a800-7000-8000-0000000000aa'))).toBe(reference)
})

test('it is found in narrations as banks print them', () => {
  const [first, second] = [reference.slice(0, 6), reference.slice(6)]
  expect(findBankReference(`RAAST P2P FT PK36SCBL0000001123456702 AYESHA BIBI ${reference}`)).toEqual([reference])
  expect(findBankReference(`IBFT/${first} ${second}/STAN 004512`)).toEqual([reference])
  expect(findBankReference(`Payment for ${first.toLowerCase()}-${second.toLowerCase()}`)).toEqual([reference])
  expect(findBankReference(`${first}\r\n${second}`)).toEqual([reference])
  expect(findBankReference('CASH DEPOSIT BRANCH 0042 BHAKKAR')).toEqual([])
})

test('two references in one narration are both found, and a person decides', () => {
  const other = bankReference(railReference('019b76da-a800-7000-8000-0000000000bb'))
  expect(findBankReference(`${reference} and ${other}`)).toEqual([reference, other])
})

test('each payment’s reference is found again, typed with O for 0 and in small letters', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), (id) => {
      const made = bankReference(railReference(id))
      expect(findBankReference(`pls see ${made.replaceAll('0', 'o').toLowerCase()} thx`)).toContain(made)
    }),
  )
  expect(bankReference(railReference(newId()))).not.toBe(bankReference(railReference(newId())))
})
