import { expect, test } from 'vitest'
import { foldText } from '../../kit/text/fold.ts'
import { asTyped, mendedText, spelled } from './written.ts'

test('a folded word is spelled as goods spell it, else as the lexicon does, and an unknown one stays', () => {
  const folded = foldText('چھتریاں')
  expect(folded).not.toBe('چھتریاں')
  expect(spelled(folded, ['رنگین چھتریاں بڑی'])).toBe('چھتریاں')
  expect(spelled(foldText('چھتری'), [])).toBe('چھتری')
  expect(spelled(foldText('کھقق'), ['چھتری'])).toBe(foldText('کھقق'))
  expect(spelled('samsung', ['SAMSUNG Galaxy'])).toBe('samsung')
})

test('words that were left out are told as they were typed', () => {
  expect(asTyped('Kali SHOES, گھڑیاں!', ['shoe', foldText('گھڑیاں')])).toEqual(['SHOES', 'گھڑیاں'])
})

test('what was mended stands in the query as it was typed', () => {
  const slip = { written: 'samsng', better: 'samsung' }
  expect(mendedText('  Samsng ka Charger?', [slip, { written: 'charger', better: undefined }], [])).toBe(
    'samsung ka Charger?',
  )
  expect(mendedText('بچوں کے shuz', [{ written: 'shuz', better: 'shoes' }], [])).toBe('بچوں کے shoes')
  const heard = { written: foldText('چھتڑی'), better: foldText('چھتری') }
  expect(mendedText('چھتڑی', [heard], ['رنگین چھتری'])).toBe('چھتری')
  expect(mendedText('samsung', [{ written: 'samsung', better: undefined }], [])).toBeUndefined()
})

test('where a word was parted, the words are told as they were read', () => {
  const words = [
    { written: 'laptop', better: undefined },
    { written: 'bagg', better: 'bag' },
  ]
  expect(mendedText('laptopbagg', words, [])).toBe('laptop bag')
})
