import { expect, test } from 'vitest'
import {
  type AskedWord,
  describing,
  type SearchDoc,
  type SearchQuery,
  shelvesFrom,
} from '../../../domains/search/search.ts'
import { readNext, writeNext } from './answer.ts'
import { sourceOf } from './documents.ts'
import { indexBody, readCard } from './mapping.ts'
import { searchBody, strictnesses } from './request.ts'

const language = describing(shelvesFrom([]))
const doc: SearchDoc = {
  ...{ listing_id: 'a', title: 'Kala joota 42', shop_id: 's', brand: 'Bata ', category_id: 'mens-shoes' },
  ...{ condition: 'new', price_from_paisa: 190_000n, price_to_paisa: 210_000n, compare_at_paisa: null },
  ...{ in_stock: true, photo_name: null, photo_colour: '#abc', shop_handle: 'h', shop_name: 'Bilal' },
  ...{ city_id: 'lahore', live_at: new Date('2026-01-01T00:00:00Z'), words: ['Black', '42'] },
}
const ask = (more: Partial<SearchQuery> = {}): SearchQuery => ({ text: '', sort: 'best', limit: 24, ...more })
const first = { from: 0, size: 25 }

test('goods are sent as our own terms with spaces between them, and every field is in the mapping', () => {
  const source = sourceOf(doc, language, 'f1')
  expect(source.title).toMatch(/^kala ¶black §black joota ¶shoe §shoe/)
  expect(source).toMatchObject({
    brand_key: 'bata',
    brand_name: 'Bata',
    price: 190_000,
    colours: ['black'],
    sizes: ['42'],
  })
  expect(Object.keys(source).sort()).toEqual(Object.keys(indexBody().mappings.properties).sort())
  const { words: _, ...card } = doc
  expect(readCard(source.card)).toEqual(card)
})

test('a word is the best of its ways over all weighed fields, and each word has its name', () => {
  const words = language.asked('kala joota')
  const body = searchBody(ask(), words, { least: 2, slips: false }, first)
  expect(body.query.function_score).toMatchObject({
    query: {
      bool: {
        must: [
          { bool: { minimum_should_match: 2, should: [{ dis_max: { _name: 'w0' } }, { dis_max: { _name: 'w1' } }] } },
        ],
      },
    },
    functions: [{ field_value_factor: { field: 'merit' } }],
    boost_mode: 'multiply',
  })
  const text = JSON.stringify(body)
  expect(text).toContain('"query":"§shoe","fields":["title^3","brand^1"')
  expect(text).not.toContain('fuzziness')
})

test('what was chosen filters the hits, and each facet is counted without its own', () => {
  const body = searchBody(ask({ city: 'lahore', colour: 'Black', shop: 's' }), [], { least: 0, slips: false }, first)
  const [city, colour] = [{ term: { city: 'lahore' } }, { term: { colours: 'black' } }]
  expect(body.post_filter).toEqual({ bool: { filter: [city, colour] } })
  expect(body.aggs).toMatchObject({
    cities: { filter: { bool: { filter: [colour] } } },
    colours: { filter: { bool: { filter: [city] } } },
    sizes: { filter: { bool: { filter: [city, colour] } } },
  })
  expect(JSON.stringify(body.query)).toContain('"filter":[{"term":{"shop_id":"s"}}]')
  expect(searchBody(ask({ facets: false }), [], { least: 0, slips: false }, first).aggs).toEqual({})
})

test('a later page goes on behind the last hit, in the order that was asked for', () => {
  const after = readNext(writeNext({ step: 1, sort: [190_000, 5, 'a'] }))
  expect(after).toEqual({ step: 1, sort: [190_000, 5, 'a'] })
  const body = searchBody(
    ask({ sort: 'cheap' }),
    [],
    { least: 0, slips: false },
    { from: 0, size: 25, after: after?.sort },
  )
  expect(body).toMatchObject({
    search_after: [190_000, 5, 'a'],
    sort: [{ price: 'asc' }, { live: 'desc' }, { id: 'asc' }],
  })
  expect(body).not.toHaveProperty('from')
  for (const nonsense of ['', 'x', 'W10', Buffer.from('[1,{"a":1}]').toString('base64url')]) {
    expect(readNext(nonsense)).toBeUndefined()
  }
})

test('what finds too little is asked again, less strictly each time', () => {
  const word = (may_slip: boolean) => ({ ...(language.asked('kala')[0] as AskedWord), may_slip })
  expect(strictnesses([word(false)])).toEqual([{ least: 1, slips: false }])
  expect(strictnesses([word(true), word(false), word(false)])).toEqual([
    { least: 3, slips: false },
    { least: 3, slips: true },
    { least: 2, slips: true },
    { least: 1, slips: true },
  ])
})
