import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  describing,
  openEngine,
  type SearchDoc,
  type SearchEngine,
  type SearchQuery,
  shelvesFrom,
} from '../../domains/search/search.ts'
import { openLog } from '../../kit/log/log.ts'
import { openSearchEngine } from './opensearch/opensearch.ts'
import { openSearchSimulator } from './opensearch/simulator.ts'

const shelf = (category_id: string, parent_id: string | null, name_en: string, name_ur: string) => ({
  ...{ category_id, parent_id, name_en, name_ur, name_roman: '', icon: 'box', position: 1, attributes: [] },
})
const TREE = shelvesFrom([
  shelf('men', null, "Men's fashion", 'مردانہ کپڑے'),
  shelf('mens-shoes', 'men', "Men's shoes", 'مردانہ جوتے'),
  shelf('women', null, "Women's fashion", 'خواتین کے کپڑے'),
  shelf('phones', null, 'Mobiles', 'موبائل'),
])
const day = (n: number) => new Date(Date.UTC(2026, 0, n))

function goods(listing_id: string, title: string, rupees: number, more: Partial<SearchDoc> = {}): SearchDoc {
  const price = BigInt(rupees * 100)
  return {
    ...{ listing_id, title, shop_id: 'bilal', brand: '', category_id: 'mens-shoes', condition: 'new', in_stock: true },
    ...{ price_from_paisa: price, price_to_paisa: price, compare_at_paisa: null, photo_name: null, photo_colour: null },
    ...{ shop_handle: 'bilal', shop_name: 'Bilal', city_id: 'lahore', live_at: day(1), words: [] },
    ...more,
  }
}

const GOODS = [
  goods('a', 'Leather shoes for men', 2_400, { brand: 'Bata', words: ['Black', '42'], live_at: day(2), standing: 2 }),
  goods('b', 'Kala joota formal', 1_900, { words: ['Black', '41'], live_at: day(3) }),
  goods('c', 'گرم شال', 9_000, { category_id: 'women', shop_id: 'farah', city_id: 'peshawar', standing: 3 }),
  goods('d', 'Samsung Galaxy A15', 60_000, {
    brand: 'Samsung',
    category_id: 'phones',
    condition: 'used',
    live_at: day(4),
  }),
  goods('e', 'Running shoes sold out', 800, { brand: 'bata', in_stock: false, words: ['Red', '42'], live_at: day(5) }),
]

interface Opened {
  readonly engine: SearchEngine
  /** Resolves when what was put in and taken out can be found. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** OpenSearch at an address, with an index of this run's own. */
async function remote(url: string): Promise<Opened> {
  const prefix = `contract-${process.pid}-${Math.round(performance.now())}`
  const engine = await openSearchEngine({ url, prefix, log: openLog('silent') }, describing(TREE))
  return { engine, settle: () => engine.flush(), close: () => engine.close() }
}

async function simulated(): Promise<Opened> {
  const app = openSearchSimulator()
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) =>
      resolve({ server, port: info.port }),
    )
  })
  const opened = await remote(`http://127.0.0.1:${port}`)
  return {
    ...opened,
    async close() {
      await opened.close()
      server.close()
    },
  }
}

async function own(): Promise<Opened> {
  const engine = openEngine(TREE)
  return { engine, settle: async () => {}, close: () => engine.close() }
}

const real = process.env.OPENSEARCH_URL
if (!real) console.warn('skipped: the contract of search engines on a real OpenSearch (OPENSEARCH_URL is not set)')

describe.each([
  { name: 'our own engine', open: own },
  { name: 'OpenSearch, simulated', open: simulated },
  ...(real ? [{ name: 'OpenSearch', open: () => remote(real) }] : []),
])('$name', ({ open }) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open()
    for (const doc of GOODS) opened.engine.put(doc)
    await opened.settle()
  })
  afterAll(() => opened.close())
  const ask = async (text: string, more: Partial<SearchQuery> = {}) =>
    opened.engine.search({ text, sort: 'best', limit: 24, ...more })
  const ids = async (text: string, more: Partial<SearchQuery> = {}) =>
    (await ask(text, more)).hits.map(({ listing_id }) => listing_id)

  test.each([
    ['shoes', ['a', 'b', 'e']],
    ['جوتے', ['a', 'b', 'e']],
    ['jootay', ['a', 'b', 'e']],
    ['samsng', ['d']],
    ['submarine', []],
  ])('%s is found whatever script it is written in', async (text, wanted) => {
    expect((await ids(text)).sort()).toEqual(wanted)
  })

  test.each(['shawl', 'garam shaal', 'گرم شالیں'])('%s finds the shawl first', async (text) => {
    expect((await ids(text))[0]).toBe('c')
  })

  test('all words before some of them, and sold out behind the others', async () => {
    // One says it in the words that were asked for, the other has a better record.
    expect((await ids('kala joota')).slice(0, 2).sort()).toEqual(['a', 'b'])
    expect((await ids('formal joota'))[0]).toBe('b')
    expect((await ids('joota')).at(-1)).toBe('e')
  })

  test('a card comes back as it was put in', async () => {
    const { words: _, description: __, standing: ___, sold_count: ____, ...card } = GOODS[3] as SearchDoc
    expect((await ask('samsung')).hits).toEqual([card])
  })

  test('what was chosen narrows, and each facet counts as if it alone were not', async () => {
    expect(await ids('', { category: 'men', sort: 'cheap' })).toEqual(['e', 'b', 'a'])
    expect(await ids('', { brand: 'BATA', sort: 'cheap' })).toEqual(['e', 'a'])
    expect(await ids('', { colour: 'black', size: '42' })).toEqual(['a'])
    expect(await ids('', { shop: 'farah' })).toEqual(['c'])
    expect(await ids('', { condition: 'used' })).toEqual(['d'])
    expect(await ids('', { standing: 3 })).toEqual(['c'])
    expect((await ids('shoes', { in_stock: true })).sort()).toEqual(['a', 'b'])
    const near_km = new Map([
      ['peshawar', 0],
      ['lahore', 400],
    ])
    expect((await ids('', { sort: 'near', near_km }))[0]).toBe('c')
    expect(await ids('', { city: 'quetta' })).toEqual([])
    expect(await ids('', { price_from_paisa: 190_000n, price_to_paisa: 240_000n, sort: 'dear' })).toEqual(['a', 'b'])
    const { facets, total } = await ask('', { category: 'men', city: 'lahore', size: '42' })
    expect(total).toBe(2)
    expect(facets).toMatchObject({
      sizes: [
        { id: '42', count: 2 },
        { id: '41', count: 1 },
      ],
      colours: [
        { id: 'black', count: 1 },
        { id: 'red', count: 1 },
      ],
      cities: [{ id: 'lahore', count: 2 }],
      conditions: [{ id: 'new', count: 2 }],
      stock: [{ id: 'in_stock', count: 1 }],
      standings: [
        { id: '2', count: 1 },
        { id: '1', count: 1 },
      ],
      categories: [{ id: 'mens-shoes', count: 2 }],
    })
    expect(facets.brands.map(({ id, count }) => [id.toLowerCase(), count])).toEqual([['bata', 2]])
    expect((await ask('')).facets.prices.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1])
  })

  test.each(['best', 'cheap', 'dear', 'new'] as const)(
    'pages in the order %s repeat nothing and skip nothing',
    async (sort) => {
      for (const text of ['', 'shoes']) {
        const whole = await ids(text, { sort })
        const read: string[] = []
        let after: string | undefined
        do {
          const page = await ask(text, { sort, limit: 2, after })
          read.push(...page.hits.map(({ listing_id }) => listing_id))
          after = page.next
        } while (after !== undefined && read.length < 20)
        expect(read).toEqual(whole)
        expect(await ids(text, { sort, limit: 2, page: 2 })).toEqual(whole.slice(2, 4))
      }
    },
  )

  test('a misspelled word is mended aloud, and a word that nobody has is dropped aloud', async () => {
    expect((await ask('samsng')).did_you_mean).toBe('samsung')
    expect((await ask('samsung')).did_you_mean).toBeUndefined()
    expect((await ask('leather qxzvw')).dropped).toEqual(['qxzvw'])
    expect(await ids('leather qxzvw', { strict: true })).toEqual([])
  })

  test('a word understood by its sound is told as what it was heard as, one that goods have is not', async () => {
    expect((await ask('Samsung گلیکسی')).did_you_mean).toBe('Samsung galaxy')
    expect((await ask('joota')).did_you_mean).toBeUndefined()
    expect((await ask('shuz')).did_you_mean).toBeUndefined()
  })

  test('what is told of words is spelled as people spell', async () => {
    expect((await ask('Samsng 😀 کھلونے')).did_you_mean).toBe('samsung 😀 کھلونے')
    expect((await ask('leather کھقھقھق')).dropped).toEqual(['کھقھقھق'])
  })

  test('the beginning of a word is ended, and goods have goods like them', async () => {
    expect(await opened.engine.suggest('sams', 5)).toEqual(['samsung'])
    expect((await opened.engine.suggest('leather sh', 5))[0]).toMatch(/^leather shoes?$/)
    expect((await opened.engine.similar('a', 3)).map(({ listing_id }) => listing_id)).toContain('e')
  })

  test('a shop’s goods, and what is changed and taken out', async () => {
    const { engine, settle } = opened
    expect((await engine.idsOfShop('bilal')).sort()).toEqual(['a', 'b', 'd', 'e'])
    expect(await engine.someOfShop('farah', 1)).toMatchObject([{ listing_id: 'c' }])
    engine.put(goods('f', 'Zari khussa', 700))
    await settle()
    expect(await ids('khussa')).toContain('f')
    engine.put(goods('f', 'Silver ring', 700))
    await settle()
    expect(await ids('zari')).toEqual([])
    engine.remove('f')
    await settle()
    expect(await ids('silver ring')).toEqual([])
    expect(
      (await engine.explain({ text: 'leather', sort: 'best', limit: 3 })).map(({ listing_id }) => listing_id),
    ).toContain('a')
  })

  test('what operators pinned stands first, what they blocked is gone, and their synonyms count', async () => {
    const { rules } = opened.engine
    if (!rules) throw new Error('an engine that people ask has rules')
    rules.fill([
      { kind: 'pin', query: 'shoes', listing_id: 'd' },
      { kind: 'block', query: 'shoes', listing_id: 'a' },
      { kind: 'synonym', query: 'phone', words: 'samsung' },
    ])
    expect((await ids('shoes'))[0]).toBe('d')
    expect(await ids('shoes')).not.toContain('a')
    expect(await ids('phone')).toContain('d')
    rules.fill([])
    expect((await ids('shoes')).sort()).toEqual(['a', 'b', 'e'])
  })

  test.each([
    '!!! ؟؟؟',
    "'; drop table listings; --",
    '\u202e\u0000',
    'x'.repeat(10_000),
    '(a+)+$'.repeat(500),
    '\ud83d',
  ])('nonsense is answered (%#)', async (text) => {
    expect((await ask(text)).total).toBeLessThanOrEqual(GOODS.length)
    expect(await opened.engine.suggest(text, 3)).toBeInstanceOf(Array)
    expect((await ask('shoes', { after: text, city: text, category: '__proto__' })).hits).toEqual([])
  })
})
