import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LOCALES } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import { LISTING_STATES } from './process.ts'

const NAMES = ['least', 'most', 'values', 'choice', 'key', 'reserved', 'title', 'left', 'megabytes', 'megapixels']
const GIVEN = Object.fromEntries(NAMES.map((name) => [name, 7]))

/** Every 'catalogue.x', 'offers.x' and 'photos.x' that a file of these domains says. */
function reasons(): string[] {
  const folders = [import.meta.dirname, join(import.meta.dirname, '../offers')]
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const code = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const found = code.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'((?:catalogue|offers|photos)\.[a-z_.]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  )
  // Events have the same shape, and nobody reads them aloud.
  return [...new Set(found)].filter((key) => !key.endsWith('.changed'))
}

test.each(LOCALES)('every reason and every state is said in %s', (locale) => {
  const say = speak(locale)
  const keys = [...reasons(), ...LISTING_STATES.map((state) => `catalogue.state.${state}`)]
  expect(keys.length).toBeGreaterThan(30)
  expect(keys.filter((key) => say.maybe(key, GIVEN) === undefined)).toEqual([])
})
