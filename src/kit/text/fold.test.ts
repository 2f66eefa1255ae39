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
