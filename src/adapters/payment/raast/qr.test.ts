import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeIban } from '../../../kit/iban/iban.ts'
import { crc16, readFields, writeFields } from './emv.ts'
import { type RaastQr, readQr, writeQr } from './qr.ts'

// Codes that banks and switches printed.
const SUDAIS =
  '000201010211287600321d06bcb1a9b1487aa6c4962d6dbd622e0108JSBLPKKA0224PK27JSBL999990334791117752045814530358' +
  '65802PK5912SudaisPharma6005Badin62520312SudaisPharma07099462411760819FastFoodRestaurants80230019FastFood' +
  'Restaurants63043E42'
const ZAHID =
  '0002010102112876003213bb98ea283b452b9d979bf570fc49ed0108TMICFBPK0224PK50TMFB0000000011867775520453995303586' +
  '5802PK5915ZAHID COLD DRIN6009Charsadda64380002EN0115ZAHID COLD DRIN0209Charsadda62520528OPS1|38563|ZAHID ' +
  'COLD DRINKS030712013180805Other6304B41D'
const SWICH =
  '0002010102122863001924072612134486351450108ONELINKG0224PK52AIIN0000102287422015520454115303586540450.05802PK' +
  '5905Swich6007KARACHI6227031500000000000000207040001846300192407261213448646026013693c11680-d564-4565-85a1-' +
  'dbc84acbe7378534001924072612134486467160107KARACHI63042AC4'
const OLD =
  '00020101021202164000123456789012041653451234567890121516634512345678901227420010A0000007360124PK73FAYS3555390' +
  '0000000005204599953035865802PK5916AZIZGeneralStore6007KARACHI62890117234567854321234560211032400000000316' +
  'AZIZGeneralStore05131238765432123071245678909876563045376'

const bilal = {
  code_id: '1d06bcb1a9b1487aa6c4962d6dbd622e',
  bank: 'SCBLPKKA',
  iban: 'PK36SCBL0000001123456702',
  category: '5661',
  name: 'Bilal Shoes',
  city: 'Lahore',
}
const qr = { payee: bilal, amount_paisa: 245_050n, reference: '01KDXAMPLE0000000042', terminal: '', purpose: 'Order' }
const sealed = (body: string) => `${body}6304${crc16(`${body}6304`)}`
const changed = (from: string, to: string) => sealed(writeQr(qr).slice(0, -8).replace(from, to))

test('the check of the standard is 29B1, and the four printed codes have theirs', () => {
  expect(crc16('123456789')).toBe('29B1')
  for (const code of [SUDAIS, ZAHID, SWICH, OLD]) expect(crc16(code.slice(0, -4))).toBe(code.slice(-4))
})

test('a static code of a pharmacy is read', () => {
  expect(readQr(SUDAIS)).toEqual({
    is_dynamic: false,
    payee: {
      code_id: '1d06bcb1a9b1487aa6c4962d6dbd622e',
      bank: 'JSBLPKKA',
      iban: 'PK27JSBL9999903347911177',
      category: '5814',
      name: 'SudaisPharma',
      city: 'Badin',
    },
    amount_paisa: null,
    reference: '',
    terminal: '946241176',
    purpose: 'FastFoodRestaurants',
  })
})

test('a code whose languages stand before its labels is read by tags, not by places', () => {
  expect(readQr(ZAHID)).toMatchObject({
    payee: { name: 'ZAHID COLD DRIN', bank: 'TMICFBPK', iban: 'PK50TMFB0000000011867775' },
    reference: 'OPS1|38563|ZAHID COLD DRINKS',
    purpose: 'Other',
  })
})

test('a dynamic code with one digit behind the point is fifty rupees', () => {
  expect(readQr(SWICH)).toMatchObject({ is_dynamic: true, amount_paisa: 5_000n, payee: { bank: 'ONELINKG' } })
})

test('the older switch’s printed code names no real account and is refused; with a real one it is read', () => {
  expect(readQr(OLD)).toEqual({ fault: 'the account number is wrong' })
  const real = OLD.slice(0, -8).replace('PK73FAYS3555390000000000', bilal.iban)
  expect(readQr(sealed(real))).toEqual({ fault: 'dynamic, but without an amount' })
  const paid = real.replace('5802PK', '54041.505802PK')
  expect(readQr(sealed(paid))).toMatchObject({ amount_paisa: 150n, payee: { iban: bilal.iban, bank: '' } })
})

test('what is made is read back, with and without an amount', () => {
  expect(readQr(writeQr(qr))).toEqual({ ...qr, is_dynamic: true })
  expect(readQr(writeQr({ ...qr, amount_paisa: null }))).toEqual({ ...qr, amount_paisa: null, is_dynamic: false })
})

test('a name in Urdu counts in bytes and is never cut in half', () => {
  const name = 'بلال کے جوتے اور چپلیں'
  const read = readQr(writeQr({ ...qr, payee: { ...bilal, name } }))
  const kept = 'payee' in read ? read.payee.name : ''
  expect(name.startsWith(kept) && kept.length > 8).toBe(true)
  expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(25)
})

test.each([
  ['', 'does not begin as a merchant QR'],
  ['hello', 'no tag and length at byte 0'],
  ['https://evil.example/pay', 'no tag and length at byte 0'],
  ['0002', 'tag 00 is longer than what is left'],
  ['000201010211', 'does not end with its check'],
  ['000000', 'tag 00 is empty'],
  [sealed('000201010211010211'), 'tag 01 comes twice'],
  [sealed('010211'), 'does not begin as a merchant QR'],
  [writeQr(qr).replace('2450.50', '9450.50'), 'the check does not fit: it was changed'],
  [writeQr(qr).toLowerCase(), 'the check does not fit: it was changed'],
  [`${writeQr(qr)}9901x`, 'does not end with its check'],
  [changed('010212', '010213'), 'neither static nor dynamic'],
  [changed('5303586', '5303840'), 'not in Pakistani rupees'],
  [changed('5802PK', '5802IN'), 'not from Pakistan'],
  [changed(bilal.iban, 'PK36SCBL0000001123456703'), 'the account number is wrong'],
  [changed('SCBLPKKA', 'scblpkka'), 'names no bank'],
  [changed('54072450.50', '54072450,50'), 'the amount is no amount'],
  [changed('54072450.50', '5407-245.50'), 'the amount is no amount'],
  [changed('54072450.50', '54070000.00'), 'the amount is no amount'],
  [changed('54072450.50', '54101e10000000'), 'the amount is no amount'],
  [changed('54072450.50', ''), 'dynamic, but without an amount'],
  [changed('5204', '27420010A0000007360124PK36SCBL00000011234567025204'), 'names two accounts'],
  [sealed('0002010102115303586'), 'not from Pakistan'],
  [sealed('00020101021153035865802PK'), 'names no Raast account'],
  [changed('6233', '6299'), 'tag 62 is longer than what is left'],
  [sealed(`000201${writeFields([{ tag: '80', value: 'x'.repeat(99) }]).repeat(6)}`), 'more than 512 bytes'],
])('the code %j is refused: %s', (text, fault) => {
  expect(readQr(text)).toEqual({ fault })
})

const words = fc.string({ unit: 'grapheme', maxLength: 30 })
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))

test('each code that can be made is read back as the same account and amount', () => {
  const codes = fc.record({
    payee: fc.record({
      code_id: fc.stringMatching(/^[0-9a-f]{32}$/),
      bank: fc.stringMatching(/^[A-Z]{8}$/),
      iban: digits(16).map((account) => makeIban('MEZN', account)),
      category: digits(4),
      name: words,
      city: words,
    }),
    amount_paisa: fc.option(fc.bigInt({ min: 1n, max: 10_000_000_000n })),
    reference: words,
    terminal: words,
    purpose: words,
  })
  fc.assert(
    fc.property(codes, (code) => {
      const read = readQr(writeQr(code))
      const { name: _name, city: _city, ...account } = code.payee
      expect(read).toMatchObject({ amount_paisa: code.amount_paisa, payee: account })
      expect(writeQr(read as RaastQr)).toBe(writeQr(code))
    }),
  )
})

test('any text at all is answered, and one changed byte is never taken for good', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readQr(text)).toHaveProperty('fault')
      const fields = readFields(text)
      if (!('fault' in fields)) expect(writeFields(fields)).toBe(text)
    }),
  )
  fc.assert(
    fc.property(fc.nat(writeQr(qr).length - 1), fc.integer({ min: 32, max: 126 }), (at, byte) => {
      const good = writeQr(qr)
      const wrong = good.slice(0, at) + String.fromCharCode(byte) + good.slice(at + 1)
      if (wrong !== good) expect(readQr(wrong)).toHaveProperty('fault')
    }),
  )
})

test('a payee without an IBAN and an amount of nothing are bugs of the caller', () => {
  expect(() => writeQr({ ...qr, payee: { ...bilal, iban: 'PK00' } })).toThrow('broken promise')
  expect(() => writeQr({ ...qr, amount_paisa: 0n })).toThrow('broken promise')
  expect(() => writeFields([{ tag: '59', value: 'x'.repeat(100) }])).toThrow('broken promise')
})
