import { describe, expect, test } from 'vitest'
import { scoresOf } from './search-eval.ts'
import { matcher, wordsIn } from './search-scripts.ts'

describe('what found goods are worth', () => {
  const grades = new Map([
    ['a', 3],
    ['b', 1],
    ['c', 0],
  ])

  test('the best order is worth one, and an empty page nothing', () => {
    expect(scoresOf(['a', 'b'], grades, 10, 1)).toEqual({ ndcg: 1, mrr: 1, recall: 1 })
    expect(scoresOf([], grades, 10, 1)).toEqual({ ndcg: 0, mrr: 0, recall: 0 })
  })

  test('the gain is 2^grade - 1, halved by how deep it stands; what nobody judged counts nothing', () => {
    const { ndcg, mrr, recall } = scoresOf(['unknown', 'a'], grades, 10, 2)
    expect(ndcg).toBeCloseTo(7 / Math.log2(3) / (7 + 1 / Math.log2(3)))
    expect([mrr, recall]).toEqual([0.5, 1])
    expect(scoresOf(['c', 'b'], grades, 1, 1).ndcg).toBe(0)
  })
})

describe('words that make a title right', () => {
  test.each([
    ['shoe|shoes', 'Red SHOES, size 42', true],
    ['shoe|shoes', 'Snowshoes', false],
    ['air conditioner|ac', 'Conditioner for dry air', true],
    ['air conditioner|ac', 'Air freshener', false],
    ['(kids|baby) AND (shoe|shoes)', 'Baby shoes', true],
    ['(kids|baby) AND (shoe|shoes)', 'Mens shoes', false],
  ])('%s in %s: %s', (pattern, title, isRight) => {
    expect(matcher(pattern)(new Set(wordsIn(title)))).toBe(isRight)
  })
})
