import { expect, test } from 'vitest'
import { LOCALES, type Locale } from './locale.ts'
import { type Catalogue, localesFolder, type MessageKey, makeVoice, readCatalogue, say } from './messages.ts'

const catalogue = readCatalogue(localesFolder())
const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ')

function eachOther(
  check: (key: string, english: string, text: string | undefined, locale: Locale) => string | undefined,
) {
  const problems: string[] = []
  for (const [key, english] of catalogue.en) {
    for (const locale of LOCALES) {
      const problem = check(key, english, catalogue[locale].get(key), locale)
      if (problem) problems.push(`${locale} ${key}: ${problem}`)
    }
  }
  return problems
}

test('every English message is written in Urdu and Roman Urdu, and no other', () => {
  expect(eachOther((_key, _english, text) => (text === undefined ? 'missing' : undefined))).toEqual([])
  for (const locale of LOCALES) {
    expect([...catalogue[locale].keys()].filter((key) => !catalogue.en.has(key))).toEqual([])
  }
})

test('a message has the same blanks to fill in every language', () => {
  const problems = eachOther((key, english, text) => {
    // "one" may say the number in words, so it may leave out {count}.
    const want = key.endsWith('.one') ? holes(english.replace('{count}', '')) : holes(english)
    const have = key.endsWith('.one') ? holes((text ?? '').replace('{count}', '')) : holes(text ?? '')
    return want === have ? undefined : `${have || 'none'} instead of ${want || 'none'}`
  })
  expect(problems).toEqual([])
})

test('no message is empty, padded or holds raw markup', () => {
  const problems = eachOther((_key, _english, text = '') => {
    if (text.trim() === '' || text !== text.trim()) return 'empty or padded'
    return /<[a-z/]|&\w+;/i.test(text) ? 'markup' : undefined
  })
  expect(problems).toEqual([])
})

test('a counted message has both its forms', () => {
  for (const key of catalogue.en.keys()) {
    if (key.endsWith('.one')) expect(catalogue.en.has(key.replace(/one$/, 'other')), key).toBe(true)
    if (key.endsWith('.other')) expect(catalogue.en.has(key.replace(/other$/, 'one')), key).toBe(true)
  }
})

test('Urdu is written in Urdu letters and Roman Urdu in Latin ones', () => {
  const problems = eachOther((_key, english, text = '', locale) => {
    if (locale === 'roman-ur' && /[\u0600-\u06FF]/.test(text) && !/[\u0600-\u06FF]/.test(english)) return 'Urdu letters'
    if (locale === 'ur' && text === english && /[a-z]{4}/.test(english.replace(/{\w+}/g, ''))) return 'still English'
    return undefined
  })
  expect(problems).toEqual([])
})

test('sentences are short enough to be read aloud once', () => {
  const long: string[] = []
  for (const [key, text] of catalogue.en) {
    for (const sentence of text.split(/[.!?]\s/)) {
      if (sentence.split(/\s+/).length > 14) long.push(`${key}: ${sentence}`)
    }
  }
  if (long.length > 0) console.warn(`sentences over 14 words:\n${long.join('\n')}`)
  expect(long.length).toBeLessThan(Math.max(10, catalogue.en.size / 20))
})

const small: Catalogue = {
  en: new Map([
    ['ui.parcels.one', '{count} parcel for {name}'],
    ['ui.parcels.other', '{count} parcels for {name}'],
    ['ui.only_english', 'Only in English'],
  ]),
  ur: new Map([
    ['ui.parcels.one', '{name} کا {count} پارسل'],
    ['ui.parcels.other', '{name} کے {count} پارسل'],
  ]),
  'roman-ur': new Map(),
}
const key = (text: string) => text as MessageKey

test('a count chooses the form and is grouped', () => {
  const t = makeVoice(small, 'en')
  expect(t(key('ui.parcels'), { count: 1, name: 'Ayesha' })).toBe('1 parcel for Ayesha')
  expect(t(key('ui.parcels'), { count: 1200, name: 'Ayesha' })).toBe('1,200 parcels for Ayesha')
  expect(makeVoice(small, 'ur')(key('ui.parcels'), { count: 2, name: 'عائشہ' })).toBe('عائشہ کے 2 پارسل')
})

test('a sentence can hold things that are not text', () => {
  const thing = { price: 1 }
  const t = makeVoice(small, 'en')
  expect(t.parts(key('ui.parcels'), { count: 2, name: thing })).toEqual(['', '2', ' parcels for ', thing, ''])
})

test('a missing message or value stops a test, so that it never reaches a buyer', () => {
  expect(() => makeVoice(small, 'ur')(key('ui.only_english'))).toThrow('ui.only_english')
  expect(() => makeVoice(small, 'en')(key('ui.nowhere'))).toThrow('ui.nowhere')
  expect(() => makeVoice(small, 'en')(key('ui.parcels'), { count: 2 })).toThrow('{name}')
})

test('a reason that nobody wrote is undefined, not a crash', () => {
  expect(makeVoice(small, 'en').maybe('refusals.never_heard')).toBeUndefined()
  expect(say('ur', 'ui.search')).toBe('تلاش')
})
