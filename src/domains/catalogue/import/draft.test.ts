import { expect, test } from 'vitest'
import { LOCALES } from '../../../kit/text/locale.ts'
import { speak } from '../../../kit/text/messages.ts'
import { IMPORT_REASONS } from './draft.ts'

const VALUES = { column: 'Qeemat', value: 'ask us' }

test('every reason can be said to a shopkeeper in three languages from the row error alone', () => {
  for (const locale of LOCALES) {
    for (const reason of IMPORT_REASONS) expect(speak(locale).maybe(`import.${reason}`, VALUES)).toMatch(/\p{L}{2}/u)
  }
})
