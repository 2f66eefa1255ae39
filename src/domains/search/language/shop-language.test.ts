import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { processorMs } from '../../../../tests/setup/processor.ts'
import type { Language } from '../language.ts'
import { makeLanguage } from './shop-language.ts'

// What Bilal, Farah and others sell, as they write it.
const TITLES = [
  'Leather shoes for men size 42',
  'Running shoes for men',
  'Joggers shoes black',
  'جوتے مردانہ چمڑے کے',
  'Kali shirt mens cotton',
  'Lap top bag with power bank pocket',
  'Samsung Galaxy A15 mobile phone 128GB',
  'Samsung mobile charger fast',
  'Samsung charger cable',
  'Handsfree for mobile',
  'Handsfree original',
  'Handsfree black',
  'Laptop table wooden',
  'Laptop stand',
  'Laptop 8GB RAM',
  'بچوں کے کپڑے',
  'Jaynamaz prayer mat velvet',
  'HP Notebook 15 Core i5 8GB RAM',
  'Spiral notebook for school, pencil',
  'Gourmet rice 5kg',
]
let language: Language
beforeAll(() => {
  language = makeLanguage()
  for (const title of TITLES) language.words(title, 'title')
  for (const brand of ['Samsung', 'HP', 'Dalda']) language.words(brand, 'brand')
})

const said = (title: string) => language.words(title, 'title')
const asked = (query: string) => language.readings(query)[0]?.words ?? []
/** The weight of a term for one word of the query; 0 when it is no way to read it. */
const weightOf = (query: string, term: string, at = 0) =>
  asked(query)[at]?.ways.find((way) => way.term === term)?.weight ?? 0

describe('what goods say', () => {
  test('a word and behind it its meaning, whatever script it is written in', () => {
    expect(said('Ladies shoes')).toEqual(['lady', '§women', 'shoe', '§shoe'])
    for (const title of ['joota', 'جوتا', 'جوتوں', 'جوتی']) expect(said(title)).toContain('§shoe')
    expect(said('گڑیا')).toContain('§doll')
    expect(said('شیمپو')).toContain('§shampoo')
  })

  test('what is said in Urdu is marked as such, so that it stands beside English as its equal', () => {
    expect(said('جوتا')).toContain('¶shoe')
    expect(said('shoe')).not.toContain('¶shoe')
  })

  test('a narrower thing is of the wider kind too', () => {
    expect(said('khussa')).toEqual(expect.arrayContaining(['§khussa', '^shoe']))
  })

  test('of several words the last says what a thing is', () => {
    expect(said('Laptop table')).toEqual(expect.arrayContaining(['§laptop_table', '§table']))
    expect(said('Laptop table')).not.toContain('§laptop')
    expect(said('پانی کی بوتل')).toContain('§bottle')
  })

  test('a word of two meanings means what stands beside it', () => {
    expect(said('HP Notebook 8GB RAM')).toContain('§laptop')
    expect(said('Spiral notebook for school, pencil')).not.toContain('§laptop')
    expect(said('Long dress')).not.toContain('§clove')
  })

  test('a weaker meaning of an Urdu word is only hinted at, where other words speak of the same', () => {
    expect(said('Irani chadar abaya')).toContain('^shawl')
    expect(said('Irani chadar abaya')).not.toContain('§shawl')
  })

  test('each meaning is said once, however often a title repeats it', () => {
    expect(said('shoes shoes jootay جوتے').filter((term) => term === '§shoe')).toHaveLength(1)
  })

  test('sizes and amounts have one form', () => {
    expect(said('Rice 5 kg')).toContain('=5kg')
    expect(said('چاول ۵ کلو')).toContain('=5kg')
    expect(said('Shirt XXL')).toContain('§xxl')
    expect(said('Shirt 2XL')).toContain('§xxl')
  })

  test('a description has words only', () => {
    expect(language.words('good shoes', 'description')).toEqual(['good', 'shoe'])
  })
})

describe('what people ask for', () => {
  test.each([
    ['jootay', '§shoe'],
    ['jutey', '§shoe'],
    ['JOOTON', '§shoe'],
    ['جوتے', '§shoe'],
    ['جُوتوں', '§shoe'],
    ['chooriyan', '§bangle'],
    ['چوڑیاں', '§bangle'],
    ['khushbo', '§perfume'],
    ['ghadi', '§watch'],
    ['gharri', '§watch'],
    ['sabon', '§soap'],
    ['چارجر', '§charger'],
    ['shempu', '§shampoo'],
    ['ڪپڙا', '§clothes'],
  ])('%s asks for %s', (query, term) => {
    expect(weightOf(query, term)).toBeGreaterThan(0.6)
  })

  test.each([
    ['bachchon ka basta', '§child'],
    ['istary', '§iron'],
    ['aalo', '§potato'],
  ])('%s is heard as what it sounds like, before another case of something else', (query, term) => {
    expect(weightOf(query, term)).toBeGreaterThan(0.7)
  })

  test.each([
    ['black shoes for men', 'shoe'],
    ['کالی شال', 'شال'],
    ['mobile ka cover', 'cover'],
    ['samsung charger 25w', 'charger'],
    ['بچوں کے لیے shoes', 'shoe'],
  ])('of %s the wanted thing is %s', (query, head) => {
    expect(asked(query).flatMap(({ written, is_head }) => (is_head ? written : []))).toEqual([head])
  })

  test('what is wanted weighs more when it is said in Urdu, where the words beside it are the rarer ones', () => {
    expect(asked('اونی شال').map(({ share }) => share > 1)).toEqual([false, true])
    expect(asked('black shoes').map(({ share }) => share)).toEqual([1, 1])
  })

  test('another English word of the family is a faint way', () => {
    for (let i = 0; i < 3; i++) language.words('Lighting fixture', 'title')
    expect(asked('lights')[0]?.ways.find(({ term }) => term === 'lighting')).toMatchObject({ why: 'family' })
    expect(weightOf('lights', 'lighting')).toBeLessThan(0.3)
  })

  test('the word itself is always a way, and the surest', () => {
    for (const query of ['jootay', 'charger', 'شال', 'qwxzv']) {
      expect(asked(query)[0]?.ways.some(({ why, weight }) => why === 'written' && weight === 1)).toBe(true)
    }
  })

  test('things of several words are understood with their small words, in any spelling', () => {
    for (const query of ['pani ki botal', 'paani ki botle', 'پانی کی بوتل', 'jaye namaz', 'جائے نماز']) {
      expect(asked(query)).toHaveLength(2)
    }
    expect(weightOf('paani ki botle', '§bottle', 0)).toBeGreaterThan(0.6)
    expect(weightOf('jaye namaz', '§prayer_mat', 1)).toBeGreaterThan(0.8)
    expect(weightOf('کی بورڈ', '§keyboard', 1)).toBeGreaterThan(0.8)
  })

  test('an English word in Urdu letters is that word, and other words for it stand behind', () => {
    for (const title of ['Sweater', 'Cardigan']) language.words(title, 'title')
    expect(weightOf('سویٹر', 'sweater')).toBeGreaterThan(0.9)
    expect(weightOf('سویٹر', '§sweater')).toBeLessThan(0.7)
    expect(weightOf('گڑیا', '§doll')).toBeGreaterThan(0.8)
  })

  test('of a thing of several words only the last stands for the wider thing', () => {
    expect(weightOf('پشاوری چپل', '§slipper', 0)).toBe(0)
    expect(weightOf('پشاوری چپل', '§slipper', 1)).toBeGreaterThan(0)
  })

  test('a word that means nothing alone stands for the telling word of the English name', () => {
    for (const title of ['Car mat', 'Yoga mat', 'Door mat']) language.words(title, 'title')
    for (const at of [0, 1]) expect(weightOf('جائے نماز', 'prayer', at)).toBeGreaterThan(0.3)
    expect(weightOf('جائے نماز', 'mat', 1)).toBe(0)
  })

  test('a query in two scripts is understood word by word', () => {
    expect(weightOf('kali shirt mens', '§black', 0)).toBeGreaterThan(0.8)
    expect(weightOf('بچوں کے shoes', '§child', 0)).toBeGreaterThan(0.8)
    expect(weightOf('بچوں کے shoes', '§shoe', 1)).toBeGreaterThan(0)
  })

  test('what is written apart or together is the same', () => {
    expect(weightOf('hand free', 'handfree')).toBe(0)
    expect(weightOf('hand free', '§handsfree', 0)).toBeGreaterThan(0.8)
    expect(weightOf('hands free', 'handsfree', 1)).toBeGreaterThan(0.7)
    expect(asked('samsungcharger')).toHaveLength(1)
    for (const title of ['Samsung one', 'Samsung two', 'charger one', 'charger two']) language.words(title, 'title')
    expect(asked('samsungcharger').map(({ ways }) => ways[1]?.term)).toEqual(['samsung', 'charger'])
    expect(weightOf('iphone13', 'iphone', 0)).toBeGreaterThan(0.7)
    expect(weightOf('iphone13', '13', 1)).toBeGreaterThan(0.7)
  })

  test('the talk round the thing is left out, unless there is nothing else', () => {
    expect(asked('samsung mobile price in pakistan').map(({ written }) => written)).toEqual(['samsung', 'mobile'])
    expect(asked('price').map(({ written }) => written)).toEqual(['price'])
    expect(asked('ka ki').length).toBe(2)
  })

  test('amounts are asked for as one, with or without a gap', () => {
    for (const query of ['rice 5 kg', 'rice 5kg', 'rice 5 kilo']) expect(weightOf(query, '=5kg', 1)).toBe(1)
  })

  test('a measure is asked for as one, however the goods write it', () => {
    expect(asked('rug 5 x 7').map(({ written }) => written)).toEqual(['rug', '5x7'])
    expect(said('Area rug 5 ft. x 7 ft.')).toContain('=5x7')
  })

  test('English words that many goods have stand before their other words', () => {
    expect(weightOf('shoes', '§shoe')).toBeLessThan(0.5)
    expect(weightOf('shoes', '¶shoe')).toBeGreaterThan(0.8)
  })

  test('a slip is mended and said to be one', () => {
    expect(asked('chargr')[0]?.ways.find(({ term }) => term === 'charger')?.why).toBe('slip')
    expect(asked('samsng')[0]?.ways.find(({ term }) => term === 'samsung')?.why).toBe('slip')
  })

  test('a brand is never taken for a slip or a sound', () => {
    expect(asked('dalda')[0]).toMatchObject({ may_slip: false, ways: [{ term: 'dalda' }] })
  })

  test('a brand that no lexicon has is found from Urdu by its sound', () => {
    language.words('Gourmet', 'brand')
    expect(weightOf('گورمے', 'gourmet')).toBe(0)
    expect(weightOf('گورمیٹ', 'gourmet')).toBeGreaterThan(0.5)
  })

  test('what a kept index has is learned again', () => {
    const fresh = makeLanguage()
    fresh.learn('zellbury', 12, false)
    expect(fresh.readings('زیلبری')[0]?.words[0]?.ways.map(({ term }) => term)).toContain('zellbury')
    fresh.learn('Gul Ahmed', 0, true)
    expect(fresh.readings('ahmed')[0]?.words[0]?.may_slip).toBe(false)
  })
})

describe('bad input', () => {
  test('whatever is typed, the answer is short and comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const [reading] = language.readings(text)
        expect(reading?.words.length ?? 0).toBeLessThanOrEqual(20)
        for (const { ways } of reading?.words ?? []) expect(ways.length).toBeLessThanOrEqual(60)
        expect(Array.isArray(language.words(text, 'title'))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['ten kilobytes', 'jootay '.repeat(1500)],
    ['one endless word', 'a'.repeat(10_000)],
    ['thousands of numbers', '1,'.repeat(5000)],
    ['nothing but signs', '"*×/-'.repeat(2000)],
    ['a title of a megabyte', 'کڑھائی والا سوٹ '.repeat(60_000)],
  ])('%s is read in time', async (_, text) => {
    const taken_ms = await processorMs(() => {
      language.readings(text)
      language.words(text.slice(0, 100_000), 'title')
    })
    expect(taken_ms).toBeLessThan(1500)
  })

  test('the names that every object has are words like others', () => {
    expect(asked('__proto__ constructor').length).toBeGreaterThan(0)
    expect(said('constructor toString')).toEqual(['constructor', 'tostring'])
  })
})
