import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPayer } from './alias.ts'

test.each([
  ['0300 1234567', 'MOBILE', '03001234567'],
  ['+92 300-1234567', 'MOBILE', '03001234567'],
  ['923001234567', 'MOBILE', '03001234567'],
  ['۰۳۰۰۱۲۳۴۵۶۷', 'MOBILE', '03001234567'],
  ['35202-1234567-1', 'CNIC', '3520212345671'],
  ['pk36 scbl 0000 0011 2345 6702', 'IBAN', 'PK36SCBL0000001123456702'],
])('%j is a %s', (text, kind, value) => {
  expect(readPayer(text)).toEqual({ kind, value })
})

test.each([
  ['', 'neither a mobile number, nor a CNIC, nor an IBAN'],
  ['0212345678', 'neither a mobile number, nor a CNIC, nor an IBAN'],
  ['9520212345671', 'neither a mobile number, nor a CNIC, nor an IBAN'],
  ['PK36SCBL0000001123456703', 'the IBAN is wrong: its check'],
  ['GB82WEST12345698765432', 'the IBAN is wrong: its country'],
  ['1'.repeat(50), 'too long'],
])('%j is refused: %s', (text, fault) => {
  expect(readPayer(text)).toEqual({ fault })
})

test('whatever is typed is answered, and what was read is read as the same again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(\+92|0)3[0-9]{2}[ -]?[0-9]{7}$/)), (text) => {
      const read = readPayer(text)
      expect('value' in read ? readPayer(read.value) : read).toEqual(read)
    }),
  )
})
