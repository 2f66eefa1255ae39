import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findTypedCodes, typedCode } from './typed-code.ts'

const find = (text: string) => findTypedCodes('BH', 8, text)
const values = fc.bigInt({ min: 0n, max: 23n ** 8n - 1n })
const code = typedCode('BH', 31_415_926_535n, 8)

test('a code has its prefix, eight letters and a check letter', () => {
  expect(code).toMatch(/^BH[0-9ACEFHKMNPRTXY]{9}$/)
  expect(typedCode('BH', 0n, 8)).toBe('BH000000000')
})

test('it is found in what a bank makes of it', () => {
  const spaced = code.replace(/(.{4})/g, '$1 ')
  expect(find(`IBFT FROM AYESHA ${code} 0312`)).toEqual([code])
  expect(find(`pmt ${spaced.toLowerCase()}/thanks`)).toEqual([code])
  expect(find(`${code.slice(0, 6)}\n${code.slice(6)}`)).toEqual([code])
  expect(find(`${code} again ${code}`)).toEqual([code])
  expect(find('')).toEqual([])
  expect(find('BH')).toEqual([])
  expect(find(code.slice(0, -1))).toEqual([])
})

test('letters that look alike and digits of three scripts are taken for each other', () => {
  const slips: Record<string, string> = { '0': 'O', '1': 'l', '2': 'z', '5': 'S', '6': 'G', '8': 'b' }
  const urdu = (text: string) => text.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'.charAt(Number(digit)))
  fc.assert(
    fc.property(values, (value) => {
      const good = typedCode('BH', value, 8)
      expect(find(good.replace(/\d/g, (digit) => slips[digit] ?? digit))).toContain(good)
      expect(find(urdu(good))).toContain(good)
    }),
  )
})

test('one wrong letter, or two that changed places, is no code', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 10 }), fc.integer({ min: 2, max: 10 }), (value, at, other) => {
      const good = typedCode('BH', value, 8)
      const letters = [...good]
      const [first = '', second = ''] = [letters[at], letters[other]]
      letters[at] = second
      letters[other] = first
      if (first !== second) expect(find(letters.join(''))).not.toContain(letters.join(''))
      const wrong = good.slice(0, at) + (first === 'X' ? 'Y' : 'X') + good.slice(at + 1)
      expect(find(wrong)).not.toContain(wrong)
    }),
  )
})

test('it is found wherever it stands, and any text at all may be searched', () => {
  fc.assert(
    fc.property(values, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (value, before, after) => {
      const good = typedCode('BH', value, 8)
      expect(find(`${before} ${good} ${after}`)).toContain(good)
    }),
  )
})
