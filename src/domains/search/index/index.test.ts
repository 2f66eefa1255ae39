import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldName } from '../weights.ts'
import { ASKED, FIELDS, IMPACT_STEPS } from '../weights.ts'
import { impactOf, type Taken } from './builder.ts'
import { FieldTerms } from './field-terms.ts'
import { columnsOf, hashOf } from './layout.ts'
import { LiveIndex } from './live-index.ts'
import { look } from './look.ts'
import { merge } from './merge.ts'
import { Segment } from './segment.ts'
import { slipsBetween, TermTable } from './terms.ts'

const WORDS = ['joota', 'shoe', '§shoe', 'kala', 'lal', 'چپل', 'shawl', 'bag', 'x', 'peshawari']
const word = fc.constantFrom(...WORDS)
const words = (most: number) => fc.array(word, { maxLength: most })
const fieldsArb = fc.record({
  ...{ title: words(8), brand: words(2), category: words(2) },
  ...{ attributes: words(4), description: words(12), shop: words(2) },
})
type Fields = Record<FieldName, string[]>

function taken(id: number, fields: Fields, terms: TermTable): Taken {
  const listing_id = `l${id}`
  const values = {
    ...{ price: id * 100, live: id, shop: 1, make: 1, look: 0, place: 0, print: id, id_hash: hashOf(listing_id) },
    ...{ category: id % 3, city: 1, flags: 2, merit: 200 },
  }
  const numbered = (list: readonly string[]) => {
    const field = new FieldTerms(new Uint32Array(list.length))
    for (const one of list) field.add(terms.add(one), !one.startsWith('§'))
    return field
  }
  const { title, brand, category, attributes, description, shop } = fields
  return {
    ...{ listing_id, values, card: (bytes) => bytes.text(`card ${id}`) },
    fields: {
      ...{ title: numbered(title), brand: numbered(brand), category: numbered(category) },
      ...{ attributes: numbered(attributes), description: numbered(description), shop: numbered(shop) },
    },
  }
}

/** What BM25F says by the book, over fields as they are. */
function impactsOf(fields: Fields): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [name, list] of Object.entries(fields) as [FieldName, string[]][]) {
    const { weight, pivot, by_length } = FIELDS[name]
    const length = list.filter((one) => !one.startsWith('§')).length
    for (const one of list) {
      sums.set(one, (sums.get(one) ?? 0) + weight / (1 - by_length + (by_length * length) / pivot))
    }
  }
  return new Map([...sums].map(([term, sum]) => [term, impactOf(sum)]))
}

interface Asked {
  ways: { term: string; weight: number }[]
  mass: number
}

const askedArb = fc.array(
  fc.record({
    ways: fc.uniqueArray(fc.record({ term: word, weight: fc.constantFrom(1, 0.9, 0.5) }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ term }) => term,
    }),
    mass: fc.integer({ min: 1, max: 500 }),
  }),
  { minLength: 1, maxLength: 4 },
)

function naive(docs: ReadonlyMap<number, Fields>, asked: readonly Asked[], least: number) {
  const whole = asked.reduce((sum, { mass }) => sum + mass, 0)
  const found = new Map<string, number>()
  for (const [id, fields] of docs) {
    const impacts = impactsOf(fields)
    let [has, sum] = [0, 0]
    for (const { ways, mass } of asked) {
      const best = Math.max(...ways.map(({ term, weight }) => (weight * (impacts.get(term) ?? 0)) / IMPACT_STEPS))
      if (best > 0) has += mass
      sum += best
    }
    if (has >= least && has > 0) found.set(`l${id}`, sum * (has / whole) ** ASKED.coordination)
  }
  return found
}

function indexed(index: LiveIndex, asked: readonly Asked[], least: number) {
  const whole = asked.reduce((sum, { mass }) => sum + mass, 0)
  const found = new Map<string, number>()
  for (const segment of index.segments) {
    const here = asked.flatMap(({ ways, mass }) => {
      const known = ways
        .map(({ term, weight }) => ({ place: segment.placeOf(index.terms.find(term)), worth: weight / IMPACT_STEPS }))
        .filter(({ place }) => place >= 0)
      return known.length > 0 ? [{ ways: known, mass }] : []
    })
    look(segment, here, { least, whole, coordination: ASKED.coordination }, ({ docs, scores, count }) => {
      for (let i = 0; i < count; i++) found.set(segment.idOf(docs[i] ?? -1), scores[i] ?? 0)
    })
  }
  return found
}

function expectSame(found: Map<string, number>, wanted: Map<string, number>) {
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
  for (const [id, score] of wanted) expect(found.get(id)).toBeCloseTo(score, 4)
}

type Step = { put: number; fields: Fields } | { remove: number } | { settle: true } | { merge: true }
const id = fc.nat({ max: 40 })
const stepArb: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: id, fields: fieldsArb }) },
  { weight: 2, arbitrary: fc.record({ remove: id }) },
  { weight: 2, arbitrary: fc.constant({ settle: true as const }) },
  { weight: 1, arbitrary: fc.constant({ merge: true as const }) },
)

function play(steps: readonly Step[]): { index: LiveIndex; docs: Map<number, Fields> } {
  const index = new LiveIndex()
  const docs = new Map<number, Fields>()
  for (const step of steps) {
    if ('put' in step) {
      index.put(taken(step.put, step.fields, index.terms))
      docs.set(step.put, step.fields)
    } else if ('remove' in step) {
      index.remove(`l${step.remove}`)
      docs.delete(step.remove)
    } else {
      index.settle()
      if ('merge' in step) mergeAll(index)
    }
  }
  index.settle()
  return { index, docs }
}

function mergeAll(index: LiveIndex) {
  if (index.segments.length === 0) return
  const merged = new Segment(merge(index.segments))
  for (const { columns } of index.segments) index.terms.count(columns.term, columns.frequency, -1)
  index.segments = []
  index.add(merged)
}

describe('the index answers as a scan of all listings would', () => {
  test('after any puts, changes, removals and merges, with any words, by any share of their weight', () => {
    fc.assert(
      fc.property(
        fc.array(stepArb, { maxLength: 60 }),
        askedArb,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (steps, asked, share) => {
          const { index, docs } = play(steps)
          const whole = asked.reduce((sum, { mass }) => sum + mass, 0)
          const least = Math.max(1, Math.ceil(whole * share))
          expect(index.size).toBe(docs.size)
          expectSame(indexed(index, asked, least), naive(docs, asked, least))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('over many windows and blocks, and a thread merges while listings go', async () => {
    const index = new LiveIndex()
    const docs = new Map<number, Fields>()
    const one = (i: number): Fields => ({
      title: WORDS.filter((_, j) => (i * 7 + j * 3) % (j + 2) === 0),
      ...{ brand: [], category: [], attributes: i % 997 === 0 ? ['rare'] : [], description: [], shop: [] },
    })
    for (let i = 0; i < 30_000; i++) {
      docs.set(i, one(i))
      index.put(taken(i, one(i), index.terms))
      if (i % 2_500 === 0) index.settle()
    }
    index.settle()
    for (let i = 0; i < 30_000; i += 3) {
      index.remove(`l${i}`)
      docs.delete(i)
    }
    const asks: Asked[][] = [
      [
        { ways: [{ term: 'rare', weight: 1 }], mass: 300 },
        { ways: [{ term: 'kala', weight: 1 }], mass: 100 },
      ],
      [
        {
          ways: [
            { term: 'joota', weight: 1 },
            { term: 'bag', weight: 0.9 },
          ],
          mass: 10,
        },
      ],
      [
        { ways: [{ term: 'lal', weight: 1 }], mass: 3 },
        { ways: [{ term: 'x', weight: 1 }], mass: 2 },
      ],
    ]
    const check = () => {
      for (const asked of asks) expectSame(indexed(index, asked, 2), naive(docs, asked, 2))
    }
    check()
    await index.rest()
    expect(index.segments.length).toBeLessThan(9)
    check()
    await index.close()
  })

  test('a listing is found by its id, with its card, wherever it was merged to', () => {
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 60 }), (steps) => {
        const { index, docs } = play(steps)
        for (let i = 0; i <= 40; i++) {
          const at = index.find(`l${i}`)
          expect(at !== undefined).toBe(docs.has(i))
          if (!at) continue
          expect(at.segment.idOf(at.doc)).toBe(`l${i}`)
          expect(at.segment.columns.price[at.doc]).toBe(i * 100)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('terms', () => {
  test('each keeps its number, and reads as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40, unit: 'grapheme' })), (list) => {
        const terms = new TermTable()
        const numbers = list.map((term) => terms.add(term))
        list.forEach((term, i) => {
          expect(terms.find(term)).toBe(numbers[i])
          expect(terms.textOf(numbers[i] ?? -1)).toBe(term)
        })
        expect(terms.size).toBe(new Set(list).size)
        const again = new TermTable()
        again.fill(terms.letters)
        for (const term of list) expect(again.find(term)).toBe(terms.find(term))
      }),
    )
  })

  test('words near a word are those that a slow count of slips says', () => {
    const text = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', 'c', 'چ') })
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1 }), text, fc.constantFrom(1, 2), (list, asked, slips) => {
        const terms = new TermTable()
        const numbers = Uint32Array.from(list, (term) => terms.add(term))
        terms.count(
          numbers,
          numbers.map(() => 1),
          1,
        )
        const near = terms.near(asked, slips, 1000).map(({ term }) => terms.textOf(term))
        const wanted = list.filter((term) => term !== asked && slowSlips(asked, term) <= slips)
        expect(near.sort()).toEqual(wanted.sort())
        for (const term of list) expect(slipsBetween(asked, term, 2)).toBe(Math.min(3, slowSlips(asked, term)))
      }),
    )
  })
})

function slowSlips(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  const at = (i: number, j: number) => d[i]?.[j] ?? 0
  for (let j = 0; j <= b.length; j++) d[0]?.splice(j, 1, j)
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1)
      d[i]?.splice(j, 1, least)
    }
  }
  return at(a.length, b.length)
}

test('a segment that is no segment is refused', () => {
  expect(() => columnsOf(new SharedArrayBuffer(8))).toThrow('no segment')
  expect(() => columnsOf(new SharedArrayBuffer(4096))).toThrow('no segment')
})
