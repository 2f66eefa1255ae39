import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldLetters } from '../../../kit/text/fold.ts'
import { PieceTable } from './pieces.ts'

// A number with its fractions and decimals; letters with digits; words. Signs of inches and feet after a number.
const PIECES =
  /\d+(?:[.,/]\d+)*(?:\p{L}[\p{L}\p{N}]*)?|\p{L}(?:[\p{L}\p{N}]|['’](?=s(?!\p{L})))*|\p{N}+|["″”]|''|[-/*×]/gu

function byPattern(text: string): string[] {
  return Array.from(text.matchAll(PIECES), ({ 0: raw, index }) => {
    const end = index + raw.length
    if (raw === '*' || raw === '×') return `by ${end}`
    if (raw === '-' || raw === '/') return `part ${end}`
    return ['"', '″', '”', "''"].includes(raw) ? `inches ${index} ${end}` : `${index} ${raw}`
  })
}

function byLetter(text: string): string[] {
  const pieces: string[] = []
  const raws: string[] = []
  new PieceTable((raw) => raws.push(raw) - 1).read(text, {
    word: (known, from) => pieces.push(`${from} ${raws[known]}`),
    part: (end) => pieces.push(`part ${end}`),
    by: (end) => pieces.push(`by ${end}`),
    inches: (from, end) => pieces.push(`inches ${from} ${end}`),
  })
  return pieces
}

test('any text falls into the pieces that a pattern says, folded', () => {
  // Letters and digits of several scripts and beyond the first plane, halves of such, marks, signs.
  const signs = [
    ...`absx019 .,/-*×'’"″”s\n(+جوتé½²٥\u0301𝒳𝟙😀`,
    '\ud835',
    '\udcb3',
    ...`BİΣß…™\u00A0\u200Cيه۴ۓ`,
    'ﻻ',
    '한',
    '\u1112',
  ]
  const texts = fc.oneof(fc.string({ maxLength: 30, unit: fc.constantFrom(...signs) }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(texts, (text) => {
      expect(byLetter(text)).toEqual(byPattern(foldLetters(text)))
    }),
    { numRuns: 1_000 },
  )
  expect(byLetter(`men's 12.5" 4x8 dv7-1211ea 5''`)).toEqual([
    ...["0 men's", '6 12.5', 'inches 10 11', '12 4x8', '16 dv7', 'part 20', '20 1211ea', '27 5', 'inches 28 30'],
  ])
})

test('a piece is looked up once, found wherever it stands, and looked up anew when all were forgotten', () => {
  const raws: string[] = []
  const table = new PieceTable((raw) => raws.push(raw) - 1)
  const words = Array.from({ length: 2_500 }, (_, i) => `w${i.toString(36)}`)
  const told = (some: readonly string[]) => {
    const known: number[] = []
    table.read(some.join(' '), { word: (one) => known.push(one), part() {}, by() {}, inches() {} })
    return known
  }
  const first = told(words)
  expect(first.map((known) => raws[known])).toEqual(words)
  expect(told(words)).toEqual(first)
  expect([raws.length, table.size]).toEqual([words.length, words.length])
  table.clear()
  expect(told(['w0', 'w0'])).toEqual([words.length, words.length])
})
