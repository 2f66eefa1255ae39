import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localesFolder, readCatalogue } from '../text/messages.ts'
import { drawPaper, type Paper } from './paper.ts'
import { runsOf } from './runs.ts'

const cut = (line: string, direction: 'ltr' | 'rtl') =>
  runsOf(line, direction).map(({ text, isArabic }) => (isArabic ? `‹${text}›` : text))

describe('a line of two scripts', () => {
  test('is cut where the script changes, and spaces belong to the direction of the line', () => {
    expect(cut('خریدار نے Rs 2,650 دیے', 'rtl')).toEqual(['‹خریدار نے ›', 'Rs 2,650', '‹ دیے›'])
    expect(cut('Shop بلال کے جوتے, Lahore', 'ltr')).toEqual(['Shop ', '‹بلال کے جوتے›', ', Lahore'])
  })

  test('a minus stays with its amount, a percent sign with its number', () => {
    expect(cut('کمیشن -Rs 122.50', 'rtl')).toEqual(['‹کمیشن ›', '-Rs 122.50'])
    expect(cut('ٹیکس 2% لگا', 'rtl')).toEqual(['‹ٹیکس ›', '2%', '‹ لگا›'])
  })

  test('digits of Urdu run from left to right', () => {
    expect(cut('نومبر ۲۰۲۶', 'rtl')).toEqual(['‹نومبر ›', '۲۰۲۶'])
  })

  test('loses no letter, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('ltr', 'rtl'), (line, direction) => {
        const bare = line.replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
        expect(
          runsOf(line, direction)
            .map(({ text }) => text)
            .join(''),
        ).toBe(bare)
      }),
    )
  })
})

const PAPER: Paper = {
  direction: 'rtl',
  title: 'بلال کے جوتے کا حساب',
  lines: ['1 سے 30 نومبر 2026'],
  figures: [{ label: 'آپ کے ہیں', value: 'Rs 12,345.50' }],
  columns: [
    { label: 'کیا', share: 0.7 },
    { label: 'رقم', share: 0.3, isNumber: true },
  ],
  rows: Array.from({ length: 60 }, (_, i) => ['آرڈر 7K2MQ4A\nکمیشن', `Rs ${i}`]),
  foot: 'بھروسہ',
}

test('a paper goes on over as many sheets as it needs, and an empty one is one sheet', async () => {
  const sheets = async (paper: Paper) => {
    const pdf = (await drawPaper(paper)).toString('latin1')
    expect(pdf.startsWith('%PDF-')).toBe(true)
    expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true)
    return Number(/\/Type \/Pages\s+\/Count (\d+)/.exec(pdf)?.[1])
  }
  expect(await sheets(PAPER)).toBeGreaterThan(3)
  expect(await sheets({ ...PAPER, direction: 'ltr', rows: [] })).toBe(1)
})

test('every sentence of ours can be drawn in Urdu', { timeout: 60_000 }, async () => {
  const words = [...new Set(readCatalogue(localesFolder()).ur.values())]
  expect(words.length).toBeGreaterThan(1_000)
  const rows = words.map((sentence) => [sentence, ''])
  expect((await drawPaper({ ...PAPER, rows })).length).toBeGreaterThan(10_000)
})
