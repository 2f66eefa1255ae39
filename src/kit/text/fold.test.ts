import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, tidyText } from './fold.ts'

test('an Arabic keyboard’s letters become Urdu’s when text is kept', () => {
  expect(tidyText('كرسي')).toBe('کرسی')
  expect(tidyText('  قيمت\u200F  کم ')).toBe('قیمت کم')
  expect(tidyText('ﻻہور')).toBe('لاہور')
})

test('Sindhi and Pashto keep their own letters', () => {
  expect(tidyText('سنڌي', 'other')).toBe('سنڌي')
})

test('words that look alike share one search key', () => {
  expect(foldText('کڑھائی')).toBe(foldText('كڑهائي'))
  expect(foldText('پاکِستان')).toBe(foldText('پاکستان'))
  expect(foldText('آم')).toBe(foldText('ام'))
  expect(foldText('قمیضیں')).toBe(foldText('قميضين'))
})

test('digits of three scripts, case and accents do not matter', () => {
  expect(foldText('Size ۴۲')).toBe('size 42')
  expect(foldText('SIZE ٤٢')).toBe('size 42')
  expect(foldText('Café')).toBe('cafe')
})

test('punctuation separates words and disappears', () => {
  expect(foldText('khussa, (size-8)!')).toBe('khussa size 8')
  expect(foldText('…')).toBe('')
})

test('Sindhi, Pashto and Punjabi letters meet the Urdu letters they stand beside', () => {
  expect(foldText('ڪپڙا')).toBe(foldText('کپڑا'))
  expect(foldText('ٿيلهو')).toBe(foldText('تھیلہو'))
  expect(foldText('ګاډی')).toBe(foldText('گاڈی'))
  expect(foldText('چائے')).toBe(foldText('چاۓ'))
})

test('marks that nobody sees do not part a word', () => {
  expect(foldText('لیپ\u200Cٹاپ')).toBe('لیپٹاپ')
  expect(foldText('جــــوتا')).toBe('جوتا')
  expect(foldText('ﺟﻮﺗﺎ')).toBe('جوتا')
  expect(foldText('\u202Bجوتا\u202C')).toBe('جوتا')
})

test('folding what is folded changes nothing, whatever was typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const once = foldText(text.toWellFormed())
      expect(foldText(once)).toBe(once)
    }),
    { numRuns: 2000 },
  )
})

test('half a letter from a broken phone is no reason to fall over', () => {
  expect(() => foldText('\uD83D جوتا \uDC00')).not.toThrow()
})
