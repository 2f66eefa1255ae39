import { expect, test } from 'vitest'
import type { Preview } from '../../../domains/catalogue/catalogue.ts'
import { KNOWN, saidMap } from './column-choice.ts'

const COLUMNS: Preview['columns'] = [
  { column: 0, heading: 'Naam', field: 'title', confidence: 1 },
  { column: 1, heading: 'Price', field: 'price', confidence: 1 },
  { column: 2, heading: 'Price', confidence: 0 },
  { column: 3, heading: 'Tags', field: 'tags', confidence: 1 },
]

test('what Bilal leaves as we guessed it is not said again', () => {
  expect(saidMap(COLUMNS, ['title', 'price', '', KNOWN])).toEqual({})
  expect(saidMap(COLUMNS, [undefined, undefined, undefined, undefined])).toEqual({})
})

test('a column that he corrects is named by its heading, or by its letter when two are called alike', () => {
  expect(saidMap(COLUMNS, ['description', 'price', 'title', KNOWN])).toEqual({ description: 'Naam', title: 'C' })
})

test('a field that lost its column is left out, and nonsense is not taken', () => {
  expect(saidMap(COLUMNS, ['title', '', 'nonsense', ''])).toEqual({ price: '-' })
})
