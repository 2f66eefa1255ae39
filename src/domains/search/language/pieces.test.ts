import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldLetters } from '../../../kit/text/fold.ts'
import { PieceTable, readPieces } from './pieces.ts'
import { foldedParts } from './tokens.ts'

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
  readPieces(text, {
    word: (from, end) => pieces.push(`${from} ${text.slice(from, end)}`),
    part: (end) => pieces.push(`part ${end}`),
    by: (end) => pieces.push(`by ${end}`),
    inches: (from, end) => pieces.push(`inches ${from} ${end}`),
  })
  return pieces
}

test('any text falls into the pieces that a pattern says', () => {
  // Letters and digits of several scripts and beyond the first plane, halves of such, marks, signs.
  const signs = [...`absx019 .,/-*×'’"″”s\n(+جوتé½²٥\u0301𝒳𝟙😀`, '\ud835', '\udcb3']
  const texts = fc.oneof(fc.string({ maxLength: 30, unit: fc.constantFrom(...signs) }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(texts, (text) => {
      expect(byLetter(text)).toEqual(byPattern(text))
    }),
    { numRuns: 3_000 },
  )
  expect(byLetter(`men's 12.5" 4x8 dv7-1211ea 5''`)).toEqual([
    ...["0 men's", '6 12.5', 'inches 10 11', '12 4x8', '16 dv7', 'part 20', '20 1211ea', '27 5', 'inches 28 30'],
  ])
})

test('what stands between spaces folds alone as it folds in its text', () => {
  const signs = [...`aBİΣéß …½™\u00A0\u200C\u0301جيه۴ۓ`, 'ﻻ', '한', '\u1112']
  const texts = fc.oneof(fc.string({ maxLength: 30, unit: fc.constantFrom(...signs) }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(texts, (text) => {
      expect(foldedParts(text)).toBe(foldLetters(text))
    }),
    { numRuns: 3_000 },
  )
})

test('a piece is read once, found wherever it stands, and read anew when there were too many', () => {
  const read: string[] = []
  const table = new PieceTable((raw) => {
    read.push(raw)
    return { raw }
  }, 3_000)
  const words = Array.from({ length: 2_500 }, (_, i) => `w${i.toString(36)}`)
  const text = words.join(' ')
  const all = () => {
    let at = 0
    return words.map((word) => {
      const from = at
      at += word.length + 1
      return table.of(text, from, from + word.length)
    })
  }
  const first = all()
  expect(first.map(({ raw }) => raw)).toEqual(words)
  expect(all()).toEqual(first)
  expect(read).toEqual(words)
  for (let i = 1_000; i < 2_000; i++) table.of(`other${i}`, 0, 9)
  expect(table.of(text, 0, 2).raw).toBe('w0')
  expect(read.filter((raw) => raw === 'w0').length).toBe(2)
})
