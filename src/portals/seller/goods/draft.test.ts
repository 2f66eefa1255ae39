import { describe, expect, test } from 'vitest'
import type { Variant } from '../../../domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../../domains/catalogue/category-tree.ts'
import { notesFor } from '../../ui/bank-notes.tsx'
import { rupeesTyped } from './amounts.ts'
import { categoryGroups, categoryLabel } from './category-tiles.ts'
import { choicesOf, parseCount, splitValues, variantsFor } from './draft.ts'

const CATEGORIES = CATEGORY_TREE.map(({ id, parent, name, icon, position, attributes }) => ({
  category_id: id,
  parent_id: parent,
  name_en: name.en,
  name_ur: name.ur,
  name_roman: name.roman,
  icon,
  position,
  attributes: [...attributes],
}))

describe('what a shopkeeper types', () => {
  test('lists are cut at the commas of three scripts, and each thing counts once', () => {
    expect(splitValues('Black, brown،  کالا ,\n41 ; ۴۲, Black')).toEqual(['Black', 'brown', 'کالا', '41', '42'])
    expect(splitValues(' ,, ')).toEqual([])
  })

  test('a count is a count in any digits, and nothing else', () => {
    expect(parseCount('12')).toBe(12)
    expect(parseCount('۱۲')).toBe(12)
    expect(parseCount('1,200')).toBe(1_200)
    expect(parseCount('a dozen')).toBeUndefined()
    expect(parseCount('')).toBeUndefined()
    expect(parseCount('-3')).toBeUndefined()
    expect(parseCount('12345678')).toBeUndefined()
  })

  test('a price is shown again as it is typed', () => {
    expect(rupeesTyped(245_000n)).toBe('2450')
    expect(rupeesTyped(245_005n)).toBe('2450.05')
  })
})

describe('kinds of one thing', () => {
  const known = (variant_id: string, option_values: string[]): Variant => ({
    party_id: 'p',
    listing_id: 'l',
    variant_id,
    position: 0,
    sku: `sku-${variant_id}`,
    option_values,
  })

  test('every colour comes in every size, and what was there keeps its id and code', () => {
    const options = [
      { name: 'Colour', values: ['Red', 'Golden'] },
      { name: 'Size', values: ['37', '38'] },
    ]
    expect(variantsFor(options, [known('old', ['Golden', '37']), known('gone', ['Blue', '37'])])).toEqual([
      { variant_id: undefined, sku: '', option_values: ['Red', '37'] },
      { variant_id: undefined, sku: '', option_values: ['Red', '38'] },
      { variant_id: 'old', sku: 'sku-old', option_values: ['Golden', '37'] },
      { variant_id: undefined, sku: '', option_values: ['Golden', '38'] },
    ])
  })

  test('a thing without kinds is one', () => {
    expect(variantsFor([], [known('only', [])])).toEqual([{ variant_id: 'only', sku: 'sku-only', option_values: [] }])
  })

  test('shoes are asked for colour and shoe size, a phone for nothing that it has only one of', () => {
    expect(choicesOf(CATEGORIES, 'womens-khussa').map(({ key }) => key)).toEqual(['colour', 'shoe_size'])
    expect(choicesOf(CATEGORIES, 'other')).toEqual([])
  })
})

describe('the shelf by pictures', () => {
  const ways = { into: (id: string) => `into ${id}`, choose: (id: string) => `choose ${id}` }

  test('two taps reach every shelf of the tree', () => {
    const tops = categoryGroups('en', CATEGORIES, undefined, ways).flatMap(({ items }) => items)
    const reached = tops.flatMap(({ href }) => {
      const [how, id = ''] = href.split(' ')
      if (how === 'choose') return [id]
      return categoryGroups('en', CATEGORIES, id, ways).flatMap(({ items }) =>
        items.map((one) => one.href.split(' ')[1]),
      )
    })
    const leaves = CATEGORIES.filter(
      ({ category_id }) => !CATEGORIES.some(({ parent_id }) => parent_id === category_id),
    ).map(({ category_id }) => category_id)
    expect([...reached].sort()).toEqual([...leaves].sort())
  })

  test('a shelf is called by its name in the reader’s language', () => {
    expect(categoryLabel('ur', CATEGORIES, 'womens-khussa')).toBe('کھسہ اور کولہاپوری')
    expect(categoryLabel('en', CATEGORIES, 'nowhere')).toBe('')
  })
})

describe('an amount in notes', () => {
  test('is counted as one lays it on the table', () => {
    expect(notesFor(245_000n)).toEqual([
      { rupees: 1_000n, count: 2 },
      { rupees: 100n, count: 4 },
      { rupees: 50n, count: 1 },
    ])
  })

  test('is left out when nobody could count it', () => {
    expect(notesFor(100_000_000n)).toEqual([])
  })
})
