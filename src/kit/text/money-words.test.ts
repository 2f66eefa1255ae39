import { expect, test } from 'vitest'
import { LOCALES } from './locale.ts'
import { numberInWords, rupeesInWords } from './money-words.ts'

test('an amount is said in the words of each language', () => {
  expect(rupeesInWords('en', 245_000n)).toBe('two thousand four hundred fifty rupees')
  expect(rupeesInWords('roman-ur', 245_000n)).toBe('do hazaar chaar sau pachaas rupay')
  expect(rupeesInWords('ur', 245_000n)).toBe('دو ہزار چار سو پچاس روپے')
})

test('large amounts are counted in lakh and crore, as people here count', () => {
  expect(rupeesInWords('en', 1_250_00000n)).toBe('twelve lakh fifty thousand rupees')
  expect(rupeesInWords('roman-ur', 12_500_000_00n)).toBe('aik crore pachees lakh rupay')
  expect(rupeesInWords('ur', 99_999_00n)).toBe('ننانوے ہزار نو سو ننانوے روپے')
})

test('one rupee, no rupee and odd paisa are said right', () => {
  expect(rupeesInWords('en', 100n)).toBe('one rupee')
  expect(rupeesInWords('en', 0n)).toBe('zero rupees')
  expect(rupeesInWords('en', 10_025n)).toBe('one hundred rupees and twenty-five paisa')
})

test('every number under a hundred has a word of its own in every language', () => {
  for (const locale of LOCALES) {
    const words = Array.from({ length: 100 }, (_, value) => numberInWords(locale, BigInt(value)))
    expect(new Set(words).size).toBe(100)
    expect(words.every((word) => word.trim().length > 1)).toBe(true)
  }
})
