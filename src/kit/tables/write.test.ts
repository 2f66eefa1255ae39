import { expect, test } from 'vitest'
import { csvText } from './write.ts'

test('a row with Urdu, quotes and an amount below zero comes out as a spreadsheet reads it', () => {
  const text = csvText([
    ['آرڈر', 'amount'],
    ['say "yes", please', '-122.50'],
  ])
  expect(text).toBe('\uFEFFآرڈر,amount\r\n"say ""yes"", please",-122.50\r\n')
})

test('what a spreadsheet would run is only shown', () => {
  expect(csvText([['=HYPERLINK("x")', '+1', '-1+2', '@a']])).toBe(`\uFEFF"'=HYPERLINK(""x"")",'+1,'-1+2,'@a\r\n`)
})
