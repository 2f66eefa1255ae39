import { expect, test } from 'vitest'
import { chooseLocale } from './locale.ts'

test('the language in the address wins over cookie and phone', () => {
  expect(chooseLocale({ query: 'ur', cookie: 'en', acceptLanguage: 'en' })).toBe('ur')
})

test('the cookie wins over what the phone says', () => {
  expect(chooseLocale({ query: 'xx', cookie: 'roman-ur', acceptLanguage: 'en-GB,en;q=0.9' })).toBe('roman-ur')
})

test('the phone is heard by its weights, and Urdu in Latin letters is Roman Urdu', () => {
  expect(chooseLocale({ acceptLanguage: 'fr,en;q=0.5,ur-PK;q=0.8' })).toBe('ur')
  expect(chooseLocale({ acceptLanguage: 'ur-Latn-PK,ur;q=0.9' })).toBe('roman-ur')
  expect(chooseLocale({ acceptLanguage: 'ur;q=0, en' })).toBe('en')
})

test('an unknown language falls back to the market’s own', () => {
  expect(chooseLocale({ acceptLanguage: 'zh-CN' })).toBe('en')
  expect(chooseLocale({ acceptLanguage: 'zh-CN' }, 'ur')).toBe('ur')
  expect(chooseLocale({})).toBe('en')
})
