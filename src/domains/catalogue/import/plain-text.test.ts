import fc from 'fast-check'
import { expect, test } from 'vitest'
import { processorMs } from '../../../../tests/setup/processor.ts'
import { plainText } from './plain-text.ts'

test('blocks become lines, lists become points, entities become letters once', () => {
  expect(plainText('<h2>Shawl</h2><ul><li>Warm</li><li>Soft &amp; light</li></ul><p>Rs&nbsp;500<br/>only</p>')).toBe(
    'Shawl\n\n• Warm\n\n• Soft & light\n\nRs 500\nonly',
  )
  expect(plainText('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;')
})

test('scripts, styles, comments and attributes leave no word behind', () => {
  expect(plainText('a<script>alert(1)</script>b<style>p{}</style>c<!-- d -->e<img alt="x>y" src=f onerror=g>h')).toBe(
    'abceh',
  )
  expect(plainText('a<script>never closed')).toBe('a')
})

test('a smaller-than sign is no tag', () => {
  expect(plainText('size < 40 & price > 20')).toBe('size < 40 & price > 20')
})

test('no text from anywhere keeps a tag or takes long', async () => {
  const bits = fc.array(fc.constantFrom('<', '>', '"', "'", '=', '/', 'a', 'script', 'p', '!--', '-->', ' '), {
    maxLength: 60,
  })
  const noTag = fc.property(bits, (parts) => {
    expect(plainText(parts.join(''))).not.toMatch(/<\/?(script|p|a)[\s>]/)
  })
  fc.assert(noTag, { numRuns: 1000 })
  const taken_ms = await processorMs(() => {
    plainText('<a href="'.repeat(8000))
    plainText('<script>'.repeat(8000))
    plainText('<!--'.repeat(16_000))
  })
  expect(taken_ms).toBeLessThan(1000)
})
