import { expect, test } from 'vitest'
import { makeLanguage } from './language/shop-language.ts'
import { OwnEngine } from './own-engine.ts'
import { type SearchDoc, shelvesFrom } from './search.ts'

const goods = (title: string, i: number): SearchDoc => ({
  ...{ listing_id: `l${i}`, shop_id: `s${i}`, title, brand: '', category_id: '', condition: 'new', words: [] },
  ...{ price_from_paisa: 90_000n, price_to_paisa: 90_000n, compare_at_paisa: null, in_stock: true },
  ...{ photo_name: null, photo_colour: null, shop_handle: 'h', shop_name: '', city_id: 'lahore' },
  ...{ live_at: new Date(0) },
})

function titles(all: readonly string[], text: string): string[] {
  const engine = new OwnEngine(shelvesFrom([]))
  all.forEach((title, i) => {
    engine.put(goods(title, i))
  })
  return engine.search({ text, sort: 'best', limit: 24 }).hits.map(({ title }) => title)
}

test('what a title is about stands before what it is for', () => {
  const [first] = titles(['Lenovo laptop bag', 'Lenovo laptop grey', 'Lenovo laptop stand'], 'laptop')
  expect(first).toBe('Lenovo laptop grey')
  expect(titles(['Samsung mobile ka cover', 'Samsung mobile wala naya'], 'mobile')[0]).toBe('Samsung mobile wala naya')
})

test('a shawl that is not woollen stands before wool that is no shawl', () => {
  const others = Array.from({ length: 20 }, (_, i) => `Clay pot number ${i}`)
  const found = titles(['Wool carpet', 'Wool rug', 'Plain shawl', 'Silk shawl', 'Lace shawl', ...others], 'اونی شال')
  expect(found.slice(0, 3).every((title) => title.endsWith('shawl'))).toBe(true)
  expect(found.slice(3).sort()).toEqual(['Wool carpet', 'Wool rug'])
})

test('when nothing has all words, what reads like the best hits stands before what does not', () => {
  const all = [
    'Garden hose brass nozzle',
    'Garden hose brass fitting',
    'Garden gnome statue',
    'Garden chair brass nozzle',
  ]
  const found = titles(all, 'garden hose reel')
  expect(found.indexOf('Garden chair brass nozzle')).toBeLessThan(found.indexOf('Garden gnome statue'))
})

test('who asks for lighting finds lights too, behind the lighting, when there is not enough of it', () => {
  const lights = Array.from({ length: 4 }, (_, i) => `Ceiling light ${i}`)
  const found = titles([...lights, 'Outdoor lighting', 'Garden lighting', 'Porch lighting'], 'lighting outdoor')
  expect(found[0]).toBe('Outdoor lighting')
  expect(found).toContain('Ceiling light 1')
})

test('who asks for onions in Urdu finds onions before what a brand Onions makes', () => {
  const engine = new OwnEngine(shelvesFrom([]))
  engine.put({ ...goods('Gaming keyboard', 0), brand: 'Onions' })
  engine.put(goods('Large steel kitchen chopper and slicer for vegetables, garlic, ginger and onion', 1))
  const [first] = engine.search({ text: 'پیاز', sort: 'best', limit: 2 }).hits
  expect(first?.listing_id).toBe('l1')
})

test('potatoes are a potato, and shoes stay shoes', () => {
  expect(titles(['Potatoes 1 kg', 'Snow shoes'], 'آلو')).toEqual(['Potatoes 1 kg'])
  expect(titles(['Potatoes 1 kg', 'Horse shoes'], 'shoe')).toEqual(['Horse shoes'])
})

test('of several words the rarest does not decide alone: two others weigh more', () => {
  const others = [
    ...Array.from({ length: 20 }, (_, i) => `Washer model ${i}`),
    ...Array.from({ length: 20 }, (_, i) => `Steel pot ${i}`),
    ...Array.from({ length: 40 }, (_, i) => `Clay pot ${i}`),
  ]
  const found = titles([...others, 'Bed platform', 'Steel washer tray'], 'steel washer platform')
  expect(found.indexOf('Steel washer tray')).toBe(0)
  expect(found).toContain('Bed platform')
})

test('what writes an English word stands before what only means the same, also where few write it', () => {
  const long = 'Jigsaw for two evenings, in a large wooden box with a lid and a picture of the old city'
  expect(titles(['Map puzzle', long], 'jigsaw')).toEqual([long, 'Map puzzle'])
})

test('who asks for a set of something wants the thing, and no other set', () => {
  const pots = Array.from({ length: 20 }, (_, i) => `Clay pot ${i}`)
  const found = titles(['Toy set', 'Tea set', 'Map puzzle', 'Farm puzzle', ...pots], 'پزل سیٹ')
  expect(found.slice(0, 2).sort()).toEqual(['Farm puzzle', 'Map puzzle'])
})
test.each(['mobile', 'samsung phone', 'لپ ٹاپ', 'laptop'])(
  'who asks for %s finds what stands on its shelf before what is made for it, whatever the titles say',
  (text) => {
    const shelf = (category_id: string, name_en: string, parent_id: string | null) => ({
      ...{ category_id, parent_id, name_en, name_ur: '', name_roman: '', icon: 'box', position: 1, attributes: [] },
    })
    const tree = shelvesFrom([
      ...[shelf('phones', 'Mobiles and tablets', null), shelf('smart', 'Smartphones', 'phones')],
      ...[shelf('with', 'Mobile accessories', 'phones'), shelf('laptops', 'Laptops', null)],
      shelf('bags', 'Bags and luggage', null),
    ])
    expect([tree.calledBy(['mobile', '§mobile']), tree.calledBy(['bag'])]).toEqual([['smart'], []])
    expect(tree.calledToo(['bag'])).toEqual(['bags'])
    const engine = new OwnEngine(tree)
    const on = {
      smart: ['Samsung Galaxy A26 8 GB 256 GB non active', 'Redmi 14C 4 GB 64 GB'],
      laptops: ['لیپ ٹاپ HP 15 Core i3', 'لیپ ٹاپ Dell'],
    }
    // Enough of them that nobody takes the word for Roman Urdu.
    const holders = Array.from(
      { length: 20 },
      (_, i) => `Holder of mobile phones for the car, bike and table, number ${i}`,
    )
    const other = {
      with: ['Samsung mobile tripod of three feet with a light', ...holders],
      bags: ['Laptop bag light', 'Laptop bag grey'],
    }
    Object.entries({ ...on, ...other }).forEach(([category_id, all], i) => {
      all.forEach((title, j) => {
        engine.put({ ...goods(title, i * 100 + j), category_id })
      })
    })
    const [first] = engine.search({ text, sort: 'best', limit: 24 }).hits
    expect(Object.keys(on)).toContain(first?.category_id)
  },
)

test('a misspelled English word is the word itself before it is what that means', () => {
  expect(titles(['Oak cupboard', 'Oak cabinet'], 'cabinett')[0]).toBe('Oak cabinet')
})

test('a word that only sounds like another may be a slip of a third: both are found', () => {
  const faces = Array.from({ length: 4 }, (_, i) => `Face cream ${i}`)
  const fences = Array.from({ length: 4 }, (_, i) => `Fence post ${i}`)
  const found = titles([...faces, ...fences], 'fece')
  expect(found).toEqual(expect.arrayContaining(['Face cream 0', 'Fence post 0']))
})

test('the likeliest word that one may be a slip of is taken for meant, however odd the slip', () => {
  const language = makeLanguage()
  language.learn('holder', 5, false)
  const [word] = language.readings('hoider').flatMap(({ words }) => words)
  expect(word?.ways.find(({ term }) => term === 'holder')?.weight).toBeGreaterThan(0.85)
})

test('a shelf is not called as what a thing is only a kind of: who asks for a pajama asks for no cloth', () => {
  const shelf = { parent_id: null, name_ur: '', name_roman: '', icon: 'box', position: 1, attributes: [] }
  const engine = new OwnEngine(
    shelvesFrom([
      { ...shelf, category_id: 'cloth', name_en: 'Clothes' },
      { ...shelf, category_id: 'night', name_en: 'Pajamas' },
    ]),
  )
  engine.put({ ...goods('Cotton clothes of 4 metres', 1), category_id: 'cloth' })
  engine.put({ ...goods('Cotton pajama', 2), category_id: 'night' })
  const called = engine
    .explain({ text: 'pajama', sort: 'best', limit: 9 })
    .map(({ listing_id, parts }) => [listing_id, parts.some(({ name, value }) => name === 'called' && value > 0)])
  expect(called).toEqual([
    ['l2', true],
    ['l1', false],
  ])
})

type OnShelves = Readonly<Record<string, readonly string[]>>

function engineOn(shelves: OnShelves): OwnEngine {
  const shelf = { parent_id: null, name_ur: '', name_roman: '', icon: 'box', position: 1, attributes: [] }
  const tree = shelvesFrom(Object.keys(shelves).map((name) => ({ ...shelf, category_id: name, name_en: name })))
  const engine = new OwnEngine(tree)
  Object.entries(shelves).forEach(([category_id, all], i) => {
    all.forEach((title, j) => {
      engine.put({ ...goods(title, i * 100 + j), category_id })
    })
  })
  return engine
}

const titlesOn = (shelves: OnShelves, text: string) =>
  engineOn(shelves)
    .search({ text, sort: 'best', limit: 24 })
    .hits.map(({ title }) => title)

test('of a shelf that is called several things only what says the word stands first', () => {
  const shelves = {
    'Coffee and tea': ['Instant coffee', 'Roasted coffee', 'Strong tea from the hills of Kenya'],
    Groceries: ['Tea with cardamom from the hills'],
  }
  const found = titlesOn(shelves, 'tea')
  expect(found.slice(0, 2)).toEqual([shelves['Coffee and tea'][2], shelves.Groceries[0]])
  expect(found.slice(2).sort()).toEqual(['Instant coffee', 'Roasted coffee'])
  const explained = engineOn(shelves).explain({ text: 'tea', sort: 'best', limit: 9 })
  const called = explained.map(({ parts }) => parts.some(({ name, value }) => name === 'called' && value > 0))
  expect(called).toEqual([true, false, false, false])
})

test('a shelf of several names is called as what all of them are kinds of', () => {
  const shelf = { parent_id: null, name_ur: '', name_roman: '', icon: 'box', position: 1, attributes: [] }
  const tree = shelvesFrom([
    { ...shelf, category_id: 'ears', name_en: 'Earrings and jhumkas' },
    { ...shelf, category_id: 'warm', name_en: 'Jackets and hoodies' },
  ])
  expect([tree.calledBy(['§earring']), tree.calledToo(['§earring'])]).toEqual([['ears'], []])
  expect([tree.calledBy(['§jacket']), tree.calledToo(['§jacket'])]).toEqual([[], ['warm']])
})

test('what a thing is for names no shelf: a mobile cover is no mobile', () => {
  const engine = engineOn({ Smartphones: ['Itel A80 with cover'], Covers: ['Silicone cover for every mobile'] })
  const explained = engine.explain({ text: 'mobile cover', sort: 'best', limit: 9 })
  const called = explained.map(({ parts }) => parts.some(({ name, value }) => name === 'called' && value > 0))
  expect(explained.map(({ listing_id }, i) => [listing_id, called[i]])).toEqual([
    ['l100', true],
    ['l0', false],
  ])
})

test('an English word in other letters finds its shelf as the word itself, unless it means another thing too', () => {
  const shelves = {
    Laptops: ['HP 15 Core i5', 'Dell Inspiron'],
    Bags: ['Laptop bag light', 'Laptop bag grey', 'Laptop'],
  }
  expect(titlesOn(shelves, 'لیپ ٹاپ').indexOf('Dell Inspiron')).toBeLessThan(2)
  // A pant, or paint.
  const both = { Trousers: ['Jeans for men', 'Chinos'], Tools: ['Gloss paint blue', 'Gloss paint red'] }
  expect(titlesOn(both, 'پینٹ').slice(0, 2).sort()).toEqual(['Gloss paint blue', 'Gloss paint red'])
})

test('what is made for cars and animals stands behind, unless one was asked for or it is theirs anyway', () => {
  const towels = ['Towel car', 'Towel soft for bath and kitchen, in blue and white']
  expect(titles(towels, 'towel')).toEqual([towels[1], towels[0]])
  expect(titles(towels, 'car towel')[0]).toBe(towels[0])
  expect(titles(['Helmet bike', 'Helmet soft for children, in blue and white'], 'helmet')[0]).toBe('Helmet bike')
})

test('what comes along with a thing is not what a title is about', () => {
  const tables = ['Chair with study table', 'Chair and study table']
  expect(titles(tables, 'table')[0]).toBe(tables[1])
  expect(titles(['Table lamp', 'Table with drawer lock'], 'table')[0]).toBe('Table with drawer lock')
})

test('what nearly all goods have is no second meaning of a word that has a surer one', () => {
  const engine = new OwnEngine(shelvesFrom([]))
  const all = [...Array.from({ length: 30 }, (_, i) => `Clay pot ${i}`), 'Edukaan bell', 'Edukaan sign', 'Edukaan lamp']
  all.forEach((title, i) => {
    engine.put({ ...goods(title, i), shop_name: 'Moon Shop' })
  })
  const found = (text: string) => engine.search({ text, sort: 'best', limit: 24 }).total
  // Heard as dukaan, a shop, which all of them are from.
  expect([found('edkuaan'), found('dukaan')]).toEqual([3, all.length])
})
