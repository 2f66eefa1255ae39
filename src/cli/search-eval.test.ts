import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SECOND_STAGE } from '../domains/search/search.ts'
import { changed, searchAblate } from './search-ablate.ts'
import { docOf } from './search-bench-index.ts'
import { scoresOf, searchEval } from './search-eval.ts'
import { plainFinder } from './search-plain.ts'
import { matcher, searchScripts, wordsIn } from './search-scripts.ts'
import { searchWeigh } from './search-weigh.ts'

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

const GOODS = [
  'id,title,description,category,brand,attributes',
  'a,Leather shoes,For men,Shoes,Bata,colour:black',
  'b,Running shoes,For men,Shoes,Servis,colour:red',
  'c,Shoe rack,Holds shoes,Home,,',
  'd,Wool shawl,Warm,Shawls,,colour:black',
].join('\n')

const folder = mkdtempSync(join(tmpdir(), 'search-'))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const judgedOptions = new Map([
  ['products', file('goods.csv', GOODS)],
  [
    'judgments',
    file('grades.csv', 'query,product_id,grade\nleather shoes,a,3\nrunning shoes,b,3\nblack shawl,d,3\nrack,c,3\n'),
  ],
])
const scriptOptions = new Map([
  ['products', file('goods.csv', GOODS)],
  ['queries', file('scripts.tsv', 'qid\tquery\tscript\tmatch_title_words\tsplit\n1\tجوتے\turdu\tshoes\tseen\n')],
])
const rowsIn = ({ facts }: { facts: object }) => (facts as { rows: Record<string, unknown>[] }).rows

describe('what each part brings', () => {
  test('the whole is what is measured without leaving anything out', async () => {
    const { facts } = await searchEval([], judgedOptions)
    const [whole, ...others] = rowsIn(await searchAblate([], judgedOptions))
    expect(whole).toMatchObject({ left_out: 'nothing', ndcg: (facts as { ndcg: number }).ndcg })
    expect(others.length).toBeGreaterThan(10)
  })

  test('without meanings nobody finds shoes in another script', async () => {
    const { facts } = await searchScripts([], scriptOptions)
    const rows = rowsIn(await searchAblate([], scriptOptions))
    const seen = (name: string) => rows.flatMap(({ left_out, seen: share }) => (left_out === name ? [share] : []))[0]
    expect(seen('nothing')).toBe((facts as { precision_at_10: number }).precision_at_10)
    expect([seen('nothing'), seen('all meanings')]).toEqual([0.2, 0])
  })

  test('figures that are changed to measure stand again afterwards, also when the measuring fails', () => {
    const before = { ...SECOND_STAGE }
    expect(changed(SECOND_STAGE, { about: 7 }, () => SECOND_STAGE.about)).toBe(7)
    expect(() =>
      changed(SECOND_STAGE, { about: 7 }, () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(SECOND_STAGE).toEqual(before)
  })
})

describe('weights chosen on some queries', () => {
  test('are asked on the others, many times over and one left out at a time, and held against plain BM25', async () => {
    const { facts } = await searchWeigh([], judgedOptions)
    const rows = rowsIn({ facts })
    expect(rows.map(({ chosen_on }) => chosen_on)).toEqual([
      '50 of 100, 1000 times',
      '75 of 100, 1000 times',
      'all but one',
    ])
    for (const { gain, chosen_aside, plain_bm25_aside } of rows) {
      expect(Number(gain)).toBeCloseTo(Number(chosen_aside) - Number(plain_bm25_aside), 3)
    }
    expect(rowsIn({ facts: (await searchWeigh([], judgedOptions)).facts })).toEqual(rows)
  })

  test('plain BM25 counts a title three times and takes the plural off', () => {
    const row = (title: string, description: string) => (name: string) =>
      ({ id: title, title, description })[name] ?? ''
    const docs = [docOf(row('Rack', 'for a shoe')), docOf(row('Shoes', 'on a rack')), docOf(row('Cap', 'of wool'))]
    expect(plainFinder(docs, 10)('shoe')).toEqual(['Shoes', 'Rack'])
  })
})
