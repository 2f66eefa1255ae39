import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OwnEngine } from './own-engine.ts'
import { type SearchDoc, type SearchQuery, shelvesFrom } from './search.ts'
import { companyFactors, spamFactor } from './spam.ts'
import { SPAM } from './weights.ts'

const shelf = (category_id: string, parent_id: string | null) => ({
  ...{ category_id, parent_id, name_en: category_id, name_ur: '', name_roman: '' },
  ...{ icon: 'box', position: 1, attributes: [] },
})
const TREE = shelvesFrom([shelf('men', null), shelf('boots', 'men'), shelf('women', null)])
const WORDS = ['chappal', 'khussa', 'kala', 'lal', 'zari', 'peshawari']

const docArb: fc.Arbitrary<Omit<SearchDoc, 'listing_id'>> = fc
  .record({
    words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
    price: fc.integer({ min: 1, max: 40 }),
    category_id: fc.constantFrom('men', 'boots', 'women'),
    city_id: fc.constantFrom('lahore', 'quetta'),
    brand: fc.constantFrom('', 'Bata', 'Servis'),
    condition: fc.constantFrom('new' as const, 'used' as const),
    size: fc.constantFrom('40', '41', 'XL'),
    live: fc.integer({ min: 0, max: 3 }),
    standing: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ words, price, size, live, ...rest }) => ({
    ...{ shop_id: `s${price % 4}`, title: words.join(' '), words: [size, price % 2 ? 'Black' : 'Red'] },
    ...{ price_from_paisa: BigInt(price * 5_000), price_to_paisa: BigInt(price * 5_000), compare_at_paisa: null },
    ...{ in_stock: true, photo_name: null, photo_colour: null, shop_handle: 'h', shop_name: '' },
    ...{ live_at: new Date(live), ...rest },
  }))
const docsArb = fc
  .array(docArb, { maxLength: 40 })
  .map((docs) => docs.map((doc, i): SearchDoc => ({ ...doc, listing_id: `l${String(i).padStart(3, '0')}` })))

const filterArb: fc.Arbitrary<Partial<SearchQuery>> = fc.record({
  category: fc.constantFrom(undefined, 'men', 'boots', 'nowhere'),
  city: fc.constantFrom(undefined, 'lahore'),
  brand: fc.constantFrom(undefined, 'bata'),
  size: fc.constantFrom(undefined, '41', 'XL'),
  colour: fc.constantFrom(undefined, 'red'),
  condition: fc.constantFrom(undefined, 'used' as const),
  standing: fc.constantFrom(undefined, 2),
  price_from_paisa: fc.constantFrom(undefined, 50_000n),
  price_to_paisa: fc.constantFrom(undefined, 150_000n),
  shop: fc.constantFrom(undefined, 's1'),
})

const engineOf = (docs: readonly SearchDoc[]) => {
  const engine = new OwnEngine(TREE)
  for (const doc of docs) engine.put(doc)
  return engine
}

/** What a listing is refused by, as a shopkeeper would say it. */
function refusals(doc: SearchDoc, q: Partial<SearchQuery>): string[] {
  const rules: [string, boolean][] = [
    ['category', q.category === undefined || TREE.pathOf(doc.category_id).includes(q.category)],
    ['price', doc.price_from_paisa >= (q.price_from_paisa ?? 0n)],
    ['price', doc.price_from_paisa <= (q.price_to_paisa ?? 10n ** 12n)],
    ['city', q.city === undefined || doc.city_id === q.city],
    ['brand', q.brand === undefined || doc.brand.toLowerCase() === q.brand],
    ['size', q.size === undefined || doc.words[0] === q.size],
    ['colour', q.colour === undefined || doc.words[1]?.toLowerCase() === q.colour],
    ['condition', q.condition === undefined || doc.condition === q.condition],
    ['standing', q.standing === undefined || (doc.standing ?? 0) >= q.standing],
    ['shop', q.shop === undefined || doc.shop_id === q.shop],
  ]
  return [...new Set(rules.flatMap(([name, fits]) => (fits ? [] : [name])))]
}

const count = (docs: readonly SearchDoc[], q: Partial<SearchQuery>, facet: string, of: (doc: SearchDoc) => string) => {
  const counts: Record<string, number> = {}
  for (const doc of docs) {
    const id = of(doc)
    if (id !== '' && refusals(doc, q).every((name) => name === facet)) counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}
const asCounts = (choices: readonly { id: string; count: number }[]) =>
  Object.fromEntries(choices.map(({ id, count }) => [id, count]))

function expectCounted(engine: OwnEngine, docs: readonly SearchDoc[], filter: Partial<SearchQuery>) {
  const found = engine.search({ text: '', sort: 'new', limit: 100, ...filter })
  expect(found.total).toBe(docs.filter((doc) => refusals(doc, filter).length === 0).length)
  const { cities, brands, sizes, colours, conditions } = found.facets
  expect(asCounts(cities)).toEqual(count(docs, filter, 'city', (doc) => doc.city_id))
  expect(asCounts(sizes)).toEqual(count(docs, filter, 'size', (doc) => (doc.words[0] ?? '').toLowerCase()))
  expect(asCounts(colours)).toEqual(count(docs, filter, 'colour', (doc) => (doc.words[1] ?? '').toLowerCase()))
  expect(asCounts(conditions)).toEqual(count(docs, filter, 'condition', (doc) => doc.condition))
  const lower = brands.map(({ id, count }) => ({ id: id.toLowerCase(), count }))
  expect(asCounts(lower)).toEqual(count(docs, filter, 'brand', (doc) => doc.brand.toLowerCase()))
  return found
}

test('filters and facets say what a count of all listings says', () => {
  fc.assert(
    fc.property(docsArb, filterArb, (docs, filter) => {
      const found = expectCounted(engineOf(docs), docs, filter)
      const wanted = docs.filter((doc) => refusals(doc, filter).length === 0)
      expect(found.hits.map(({ listing_id }) => listing_id).sort()).toEqual(wanted.map((doc) => doc.listing_id).sort())
    }),
    { numRuns: 200 },
  )
})

test('and so they do where goods fill whole windows', () => {
  const some = fc.sample(docArb, 300)
  const docs = Array.from({ length: 9_000 }, (_, i): SearchDoc => {
    const one = some[(i * i) % some.length] as Omit<SearchDoc, 'listing_id'>
    return { ...one, listing_id: `l${i}` }
  })
  const engine = engineOf(docs)
  for (const filter of fc.sample(filterArb, 10)) expectCounted(engine, docs, filter)
  expectCounted(engine, docs, { price_from_paisa: 50_000n, price_to_paisa: 150_000n })
})

describe('paging', () => {
  const sorts = fc.constantFrom('best' as const, 'cheap' as const, 'dear' as const, 'new' as const)
  const text = fc.constantFrom('', 'chappal', 'kala khussa', 'zari chappal lal')

  test('pages read one after the other repeat nothing and skip nothing, in every order', () => {
    fc.assert(
      fc.property(docsArb, sorts, text, fc.integer({ min: 1, max: 7 }), (docs, sort, words, limit) => {
        const engine = engineOf(docs)
        const whole = engine.search({ text: words, sort, limit: 100 }).hits.map(({ listing_id }) => listing_id)
        const read: string[] = []
        for (let after: string | undefined, page = 0; page < 50; page++) {
          const found = engine.search({ text: words, sort, limit, after })
          read.push(...found.hits.map(({ listing_id }) => listing_id))
          after = found.next
          if (after === undefined) break
        }
        expect(read).toEqual(whole)
      }),
      { numRuns: 200 },
    )
  })

  test('goods that come and go while somebody reads by price move nothing that stays', () => {
    fc.assert(
      fc.property(docsArb, docsArb, (docs, more) => {
        const engine = engineOf(docs)
        const read: string[] = []
        let after: string | undefined
        for (const [i, doc] of more.entries()) {
          const found = engine.search({ text: '', sort: 'cheap', limit: 3, after })
          read.push(...found.hits.map(({ listing_id }) => listing_id))
          after = found.next
          if (after === undefined) break
          engine.put({ ...doc, listing_id: `new${i}` })
        }
        const old = read.filter((id) => !id.startsWith('new'))
        const order = engine.search({ text: '', sort: 'cheap', limit: 100 }).hits.map(({ listing_id }) => listing_id)
        expect(new Set(read).size).toBe(read.length)
        expect(old).toEqual(order.filter((id) => !id.startsWith('new')).slice(0, old.length))
      }),
      { numRuns: 100 },
    )
  })

  test('hits far behind those that are ranked twice are reached, each once', () => {
    const engine = new OwnEngine(TREE)
    const [doc] = fc.sample(docArb, 1)
    if (!doc) throw new Error('no sample')
    for (let i = 0; i < 900; i++) {
      const title = `chappal ${'zari '.repeat(i % 3)}number ${i}`
      engine.put({ ...doc, title, listing_id: `l${i}`, live_at: new Date(i % 10), shop_id: `s${i % 7}` })
    }
    const read: string[] = []
    let after: string | undefined
    do {
      const found = engine.search({ text: 'chappal', sort: 'best', limit: 70, after })
      read.push(...found.hits.map(({ listing_id }) => listing_id))
      after = found.next
    } while (after !== undefined && read.length < 2_000)
    expect([read.length, new Set(read).size]).toEqual([900, 900])
  })
})

/** Time that this thread had a core for: a busy machine fails nobody. */
function spent_ms(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

describe('bad input', () => {
  const engine = engineOf(fc.sample(docsArb, { numRuns: 1, seed: 7 })[0] ?? [])
  const quickly = (query: Partial<SearchQuery>) => {
    const begun = spent_ms()
    const found = engine.search({ text: '', sort: 'best', limit: 24, ...query })
    expect(spent_ms() - begun).toBeLessThan(250)
    expect(found.total).toBeLessThanOrEqual(engine.size)
  }

  test('any text whatever is answered, and quickly', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => quickly({ text })))
  })

  test.each([
    ['nothing', ''],
    ['only signs', '!!! ؟؟؟ ((( --- ***'],
    ['right to left marks', '\u202e\u2066chappal\u2069\u200f چپل \u061c'],
    ['a bomb for regular expressions', `${'a'.repeat(5_000)}!${'(a+)+$'.repeat(500)}`],
    ['SQL', "'; drop table listings; -- chappal"],
    ['ten kilobytes of words', 'chappal '.repeat(1_300)],
    ['ten kilobytes of marks', '\u0651'.repeat(10_000)],
    ['a word of many misspelled words', Array.from({ length: 50 }, (_, i) => `chapal${i}x`).join(' ')],
  ])('%s', (_, text) => quickly({ text }))

  test('filters and places that nobody has', () => {
    quickly({ category: 'x'.repeat(10_000), city: '\u0000', brand: '%', size: '__proto__', colour: 'constructor' })
    for (const after of ['', 'x', 'bnVsbA', 'WzEsMl0', 'W10', 'x'.repeat(10_000)]) quickly({ text: 'chappal', after })
    quickly({ page: Number.NaN, limit: -1 })
    quickly({ page: 1e9, limit: 1e9 })
  })

  test('a hundred thousand brands are counted, and fifty are told', () => {
    const many = new OwnEngine(TREE)
    const [doc] = fc.sample(docArb, 1)
    if (!doc) throw new Error('no sample')
    for (let i = 0; i < 100_000; i++) many.put({ ...doc, title: 'chappal', brand: `b${i}`, listing_id: `l${i}` })
    many.search({ text: 'warm', sort: 'best', limit: 1 })
    const begun = spent_ms()
    const { facets, total } = many.search({ text: 'chappal', sort: 'best', limit: 24 })
    expect(spent_ms() - begun).toBeLessThan(1_000)
    expect([total, facets.brands.length]).toEqual([100_000, 50])
  })
})

describe('spam', () => {
  test('a title that says one word again and again counts for less', () => {
    expect(spamFactor(['samsung', 'galaxy', 'cover'])).toBe(1)
    expect(spamFactor(['cover', 'cover', 'cover', 'samsung'])).toBe(SPAM.stuffed)
    expect(spamFactor(['12', 'v', '12', 'ah', '12'])).toBe(1)
  })

  test('the same title again from one shop, and a bait among usual prices, count for less', () => {
    const one = { price: 1_000, shop: 1, title: 1, length: SPAM.copied_from, shelf: 1 }
    const others = [2, 3, 4, 5].map((n) => ({ ...one, shop: n, title: n }))
    const factors = companyFactors([one, one, ...others, { ...one, shop: 9, title: 9, price: 100 }])
    expect([...factors]).toEqual([1, SPAM.repeated, 1, 1, 1, 1, SPAM.bait])
    // Who copies the title of another shop for a bait is not cheap on that shelf, but against what was copied.
    const copies = [1_000, 450, 600].map((price, i) => ({ ...one, price, shop: i + 1 }))
    expect([...companyFactors(copies)]).toEqual([1, 1, 1])
    expect([...companyFactors(copies.slice(0, 2))]).toEqual([1, SPAM.bait])
    expect([...companyFactors(copies.slice(0, 2).map((copy) => ({ ...copy, length: 2 })))]).toEqual([1, 1])
    expect([...companyFactors([...copies, { ...one, shop: 4, price: 900 }])]).toEqual([1, 1, 1, 1])
    expect([...companyFactors([...copies, { ...one, shop: 4, price: 1_000 }])]).toEqual([1, SPAM.bait, 1, 1])
  })
})

test('what is being written is ended by words that stand beside it', () => {
  const [doc] = fc.sample(docArb, 1)
  if (!doc) throw new Error('no sample')
  const engine = engineOf([
    { ...doc, listing_id: 'a', title: 'Peshawari chappal kala' },
    { ...doc, listing_id: 'b', title: 'Khussa zari' },
  ])
  expect(engine.suggest('chap', 5)).toContain('chappal')
  expect(engine.suggest('peshawari ka', 5)).toEqual(['peshawari kala'])
  expect(engine.suggest('', 5)).toEqual([])
  expect(engine.suggest('Peshawari ka', 5)).toEqual(['Peshawari kala'])
  expect(engine.similar('a', 3).map(({ listing_id }) => listing_id)).not.toContain('a')
})

test('who begins in Urdu or Roman Urdu is helped where goods are named in English, as people spell it', () => {
  const [doc] = fc.sample(docArb, 1)
  if (!doc) throw new Error('no sample')
  const engine = engineOf([
    { ...doc, listing_id: 'a', title: 'Umbrella for rain' },
    { ...doc, listing_id: 'b', title: 'رنگین کھسہ' },
  ])
  expect(engine.suggest('چھت', 5)).toEqual(['چھتری'])
  expect(engine.suggest('chat', 5)).toEqual(['chatri'])
  expect(engine.suggest('کھ', 5)).toContain('کھسہ')
  expect(engine.suggest('رنگین کھ', 5)).toEqual(['رنگین کھسہ'])
  // Each thing once, whatever cases the goods write it in.
  for (const [i, title] of ['جوتا', 'جوتے', 'جوتوں'].entries()) engine.put({ ...doc, listing_id: `s${i}`, title })
  const shoes = engine.suggest('جوت', 9).filter((word) => !word.includes(' '))
  expect(shoes).toHaveLength(1)
  // Nothing that no goods are.
  expect(engine.suggest('گھڑ', 5)).toEqual([])
})
