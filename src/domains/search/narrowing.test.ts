import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OwnEngine } from './own-engine.ts'
import { isPlace, type SearchDoc, type SearchQuery, shelvesFrom } from './search.ts'

function goods(listing_id: string, title: string, more: Partial<SearchDoc> = {}): SearchDoc {
  return {
    ...{ listing_id, shop_id: 'bilal', title, brand: '', category_id: 'x', condition: 'new', in_stock: true },
    ...{ price_from_paisa: 100_000n, price_to_paisa: 100_000n, compare_at_paisa: null, photo_name: null },
    ...{ photo_colour: null, shop_handle: 'bilal', shop_name: 'Bilal', city_id: 'lahore', live_at: new Date(1) },
    ...{ words: [], ...more },
  }
}

function engineOf(...docs: readonly SearchDoc[]): OwnEngine {
  const engine = new OwnEngine(shelvesFrom([]))
  for (const doc of docs) engine.put(doc)
  return engine
}

const found = (engine: OwnEngine, query: Partial<SearchQuery>) =>
  engine.search({ text: '', sort: 'best', limit: 10, ...query }).hits.map(({ listing_id }) => listing_id)

test('what can be ordered now is counted whatever is chosen, and can be asked for alone', () => {
  const engine = engineOf(
    goods('there', 'Khussa'),
    goods('gone', 'Khussa', { in_stock: false }),
    goods('other', 'Khussa', { city_id: 'quetta' }),
  )
  expect(found(engine, { text: 'khussa', in_stock: true }).sort()).toEqual(['other', 'there'])
  for (const in_stock of [undefined, true]) {
    const { facets } = engine.search({ text: 'khussa', city: 'lahore', sort: 'best', limit: 10, in_stock })
    expect(facets.stock).toEqual([{ id: 'in_stock', count: 1 }])
  }
})

test('the nearest stand first, those of one city by age, and a city that nobody knows last', () => {
  const engine = engineOf(
    goods('far', 'Khussa', { city_id: 'karachi' }),
    goods('old', 'Khussa', { live_at: new Date(1) }),
    goods('new', 'Khussa', { live_at: new Date(2) }),
    goods('nowhere', 'Khussa', { city_id: 'atlantis' }),
    goods('near', 'Khussa', { city_id: 'kasur' }),
  )
  const near_km = new Map([...Object.entries({ lahore: 0, kasur: 51.2, karachi: 1_024.8 })])
  for (const text of ['', 'khussa']) {
    expect(found(engine, { text, sort: 'near', near_km })).toEqual(['new', 'old', 'near', 'far', 'nowhere'])
  }
})

test('asked for strictly, no slip is mended and no word left out; what words mean still counts', () => {
  const engine = engineOf(
    goods('chappal', 'Peshawari chappal'),
    goods('shoe', 'Leather shoes'),
    goods('cap', 'Woollen cap'),
  )
  expect(found(engine, { text: 'pedhawari' })[0]).toBe('chappal')
  expect(found(engine, { text: 'pedhawari', strict: true })).toEqual([])
  expect(found(engine, { text: 'chappal zzzzqq' })[0]).toBe('chappal')
  expect(found(engine, { text: 'chappal zzzzqq', strict: true })).toEqual([])
  expect(found(engine, { text: 'woollen chappal', strict: true })).toEqual([])
  expect(found(engine, { text: 'peshawari chappal', strict: true })).toEqual(['chappal'])
  expect(found(engine, { text: 'جوتے', strict: true })[0]).toBe('shoe')
})

test('a slip is told as the word that was meant, whatever script the best goods are in', () => {
  const titles = ['T-shirt round neck', 'مردانہ شرٹ', 'Shirt for boys', 'مردانہ شرٹ سفید']
  const engine = engineOf(...titles.map((title, i) => goods(`g${i}`, title)))
  for (const text of ['shrit', 'shrit zzzzqq']) {
    expect(engine.search({ text, sort: 'best', limit: 1 }).did_you_mean).toBe(text.replace('shrit', 'shirt'))
    expect(engine.search({ text, sort: 'new', limit: 1 }).did_you_mean).toBe(text.replace('shrit', 'shirt'))
  }
  expect(engine.search({ text: 'shirt', sort: 'best', limit: 1 }).did_you_mean).toBeUndefined()
  expect(engine.search({ text: 'شرٹ', sort: 'best', limit: 1 }).did_you_mean).toBeUndefined()
})

test('a slip is told also where a shelf is called as what was meant', () => {
  const shelf = { parent_id: null, name_ur: 'چارجر', name_roman: 'Charger', icon: 'box', position: 1, attributes: [] }
  const engine = new OwnEngine(shelvesFrom([{ ...shelf, category_id: 'chargers', name_en: 'Chargers' }]))
  for (const i of [1, 2, 3, 4]) engine.put(goods(`g${i}`, `Mobile charger ${i}`, { category_id: 'chargers' }))
  expect(engine.search({ text: 'chrager', sort: 'best', limit: 1 }).did_you_mean).toBe('charger')
  expect(engine.search({ text: 'charger', sort: 'best', limit: 1 }).did_you_mean).toBeUndefined()
  expect(engine.search({ text: 'چارجر', sort: 'best', limit: 1 }).did_you_mean).toBeUndefined()
})

test('a word that was understood by its sound is told like a slip, and taken as typed when it is asked for so', () => {
  const engine = engineOf(goods('shampoo', 'Herbal shampoo'), goods('kurta', 'Zellbury kurta', { brand: 'Zellbury' }))
  for (const [text, meant, id] of [
    ['shempu', 'shampoo', 'shampoo'],
    ['شیمپوو', 'شیمپو', 'shampoo'],
    ['زیلبری', 'zellbury', 'kurta'],
  ] as const) {
    const { did_you_mean, hits } = engine.search({ text, sort: 'best', limit: 10 })
    expect([did_you_mean, hits[0]?.listing_id]).toEqual([meant, id])
    expect(found(engine, { text, strict: true })).toEqual([])
    expect(found(engine, { text: meant, strict: true })).toEqual([id])
  }
  // No spelling of Roman Urdu is the right one: what sounds the same is not told.
  expect(engine.search({ text: 'shampu', sort: 'best', limit: 1 }).did_you_mean).toBeUndefined()
})

test('a word that was left out is not told as mended too', () => {
  const titles = ['Iphone 13 cover', 'Bridal maxi', 'Barat maxi', 'Velvet maxi']
  const engine = engineOf(...titles.map((title, i) => goods(`g${i}`, title)))
  const { did_you_mean, dropped, hits } = engine.search({ text: 'Iphone 13 Max cover', sort: 'best', limit: 10 })
  expect([did_you_mean, dropped, hits[0]?.title]).toEqual([undefined, ['Max'], 'Iphone 13 cover'])
})

test('a pin stands first for nobody who narrowed, by whatever', () => {
  const engine = engineOf(goods('khussa', 'Khussa', { words: ['Red', 'M'], brand: 'Bata' }), goods('pin', 'Sandal'))
  engine.rules.fill([{ kind: 'pin', query: 'khussa', listing_id: 'pin' }])
  expect(found(engine, { text: 'khussa' })[0]).toBe('pin')
  const narrowed: Partial<SearchQuery>[] = [{ brand: 'bata' }, { colour: 'red' }, { size: 'M' }, { in_stock: true }]
  for (const choice of narrowed) expect(found(engine, { text: 'khussa', ...choice })).toEqual(['khussa'])
})

test('pages repeat nothing and skip nothing, in every order, narrowed or not, however many cost the same', () => {
  const one = fc.record({
    price: fc.integer({ min: 1, max: 3 }),
    live: fc.integer({ min: 0, max: 2 }),
    city_id: fc.constantFrom('lahore', 'kasur', 'karachi'),
    in_stock: fc.boolean(),
    title: fc.constantFrom('Khussa', 'Multani khussa', 'Red khussa'),
  })
  const near_km = new Map(Object.entries({ lahore: 0, kasur: 51, karachi: 1_024 }))
  const asked = fc.record({
    sort: fc.constantFrom('best' as const, 'near' as const, 'cheap' as const, 'dear' as const, 'new' as const),
    text: fc.constantFrom('', 'khussa', 'multani khussa'),
    in_stock: fc.boolean(),
    strict: fc.boolean(),
    limit: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), asked, (all, query) => {
      const engine = engineOf(
        ...all.map(({ price, live, title, ...rest }, i) => {
          const paisa = BigInt(price) * 50_000n
          const prices = { price_from_paisa: paisa, price_to_paisa: paisa }
          return goods(`g${String(i).padStart(2, '0')}`, title, { ...prices, live_at: new Date(live), ...rest })
        }),
      )
      const whole = engine.search({ ...query, near_km, limit: 100 })
      const read: string[] = []
      for (let after: string | undefined, pages = 0; pages <= all.length; pages++) {
        const { hits, next, total } = engine.search({ ...query, near_km, after })
        expect(total).toBe(whole.total)
        read.push(...hits.map(({ listing_id }) => listing_id))
        after = next
        if (after === undefined) break
      }
      expect(read).toEqual(whole.hits.map(({ listing_id }) => listing_id))
    }),
    { numRuns: 100 },
  )
})

test('a place in the results is told from what is none', () => {
  const engine = engineOf(goods('a', 'Khussa'), goods('b', 'Khussa'))
  const { next } = engine.search({ text: 'khussa', sort: 'best', limit: 1 })
  expect(isPlace(next ?? '')).toBe(true)
  for (const text of ['', 'x', 'W10', Buffer.from('[1,2]').toString('base64url')]) expect(isPlace(text)).toBe(false)
})
