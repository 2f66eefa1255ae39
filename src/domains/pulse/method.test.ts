import { expect, test } from 'vitest'
import { LOCALES } from '../../kit/text/locale.ts'
import { localesFolder, readCatalogue, speak } from '../../kit/text/messages.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { OTHER_SHARES, QUESTIONS } from './privacy/tables.ts'
import { METHOD, methodOf, OUTSIDE_THE_BUDGET, outsideTheBudget } from './release/method.ts'
import { SHOCKS } from './season/shocks.ts'

const catalogue = readCatalogue(localesFolder())
const named = (part: string) =>
  [...catalogue.en.keys()].flatMap((key) => (key.startsWith(`${part}.`) ? key.slice(part.length + 1) : [])).sort()

/** The numbers of a sentence. Dates and names of the files hold a month or a year that Urdu says in words. */
function digits(words: string): string[] {
  const plain = words
    .replace(/[a-z]+-\d{4}/g, '')
    .replace(/(\d{4})-\d\d-(\d\d)/g, (_, year, day) => `${Number(day)} ${year}`)
    .replaceAll(',', '')
  return [...new Set(plain.match(/\d+(\.\d+)?/g) ?? [])].sort()
}

test('each sentence of the method tells the same numbers in every language', () => {
  for (const locale of LOCALES) {
    const t = speak(locale)
    for (const [name, words] of Object.entries(methodOf(t))) {
      expect(digits(words), `${name} in ${locale}`).toEqual(digits(METHOD[name] ?? ''))
      if (locale !== 'en') expect(words).not.toBe(METHOD[name])
    }
    expect(outsideTheBudget(t).map(digits)).toEqual(OUTSIDE_THE_BUDGET.map(digits))
  }
})

test('each table, rule and shock that the program computes with has its words, and no other', () => {
  const tables = [...new Set(Object.values(QUESTIONS).flatMap(({ dims }) => dims)), ...Object.keys(OTHER_SHARES)]
  expect(named('method.table')).toEqual(tables.sort())
  expect(named('method.privacy')).toEqual(Object.keys(PRIVACY).sort())
  expect(named('method.shock')).toEqual(SHOCKS.map(({ name }) => name).sort())
  expect(named('method.figure')).toEqual(Object.keys(METHOD).sort())
  expect(named('method.outside')).toHaveLength(OUTSIDE_THE_BUDGET.length)
})
