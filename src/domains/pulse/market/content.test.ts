import { expect, test } from 'vitest'
import { contentIn } from './content.ts'

test.each([
  ['Basmati chawal 5 kg super kernel', 5_000],
  ['Basmati chawal 5kg', 5_000],
  ['Chai ki patti 950 gm', 950],
  ['Sabun 3 x 115 g', 345],
  ['دودھ ۱.۵ لیٹر', 1_500],
  ['Shampoo 185ml', 185],
  ['Anday 1 dozen', 12],
  ['Mozay pack of 6', 6],
  ['Lawn suit 3 piece', 3],
  ['چاول ۵ کلو', 5_000],
])('%s holds %d', (words, content) => {
  expect(contentIn(words)).toBe(content)
})

test.each(['Mobile 5G 128GB', 'Kids shoes size 32', '6 pcs 200 g', '0 kg', 'Glass 12 inch', '', 'kg', '3 kilometres'])(
  '“%s” says nothing, or two things',
  (words) => {
    expect(contentIn(words)).toBeUndefined()
  },
)

test('what is as long as a page is read in a moment', () => {
  expect(contentIn(`${'9'.repeat(5_000)} ${'1 x '.repeat(5_000)}`)).toBeUndefined()
})
