import parsePhoneNumber from 'libphonenumber-js'
import { describe, expect, it } from 'vitest'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import { CITIES } from './cities.ts'
import { RECIPES } from './goods/recipes.ts'
import { seedMarket } from './goods.ts'

const market = seedMarket(1)
const leaves = CATEGORY_TREE.filter((one) => !CATEGORY_TREE.some((other) => other.parent === one.id))

function written(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}

describe('the demo market', () => {
  it('is the same for the same seed, another for another, and made in under a second', () => {
    const began = performance.now()
    const again = seedMarket(1)
    expect(performance.now() - began).toBeLessThan(1000)
    expect(written(again)).toBe(written(market))
    expect(written(seedMarket(2))).not.toBe(written(market))
  })

  it('holds the cast, about forty more shops and sixty buyers, each with a number of their own', () => {
    const names = market.people.map((person) => person.name.split(' ')[0])
    for (const one of ['Ayesha', 'Bilal', 'Dania', 'Eve', 'Farah', 'Ghazi', 'Hina', 'Imran', 'Jamila', 'Kamal']) {
      expect(names).toContain(one)
    }
    expect(market.people.some((person) => person.name === 'Chacha Karim')).toBe(true)
    expect(market.shops.length).toBeGreaterThanOrEqual(40)
    expect(new Set(market.shops.map((shop) => shop.city)).size).toBeGreaterThanOrEqual(10)
    expect(new Set(market.people.map((person) => person.phone)).size).toBe(market.people.length)
    for (const { phone } of market.people) {
      expect(phone).toMatch(/^\+92300000\d{4}$/)
      expect(parsePhoneNumber(phone)?.isValid()).toBe(true)
    }
  })

  it('puts every person and shop in a city that parcels reach, with an owner who exists', () => {
    const cities = CITIES.map((city) => city.id)
    for (const { address } of market.people) expect(cities).toContain(address.city)
    for (const shop of market.shops) {
      expect(cities).toContain(shop.city)
      for (const key of [shop.owner, ...shop.helpers]) {
        expect(market.people.map((person) => person.key)).toContain(key)
      }
      expect(shop.handle).toMatch(/^[a-z]+(-[a-z]+)*$/)
    }
  })

  it('lists two thousand goods, hardly two with the same title, in three ways of writing', () => {
    expect(market.listings.length).toBe(2000)
    const titles = market.listings.map((listing) => listing.title)
    expect(new Set(titles.map((title) => title.toLowerCase())).size).toBeGreaterThanOrEqual(1900)
    for (const title of titles) {
      expect(title).not.toMatch(/[{}~@=#]| {2}|undefined/)
      expect(title.length).toBeGreaterThan(5)
      expect(title.length).toBeLessThanOrEqual(110)
    }
    const urdu = titles.filter((title) => /[\u0600-\u06ff]/.test(title))
    const roman = titles.filter((title) => /\b(ke|ka|ki|mardana|zanana|wala|se)\b/i.test(title))
    expect(urdu.length).toBeGreaterThan(200)
    expect(roman.length).toBeGreaterThan(200)
    expect(titles.length - urdu.length - roman.length).toBeGreaterThan(600)
  })

  it('uses every recipe and fills nearly every shelf', () => {
    const used = new Set(market.listings.map((listing) => listing.category))
    for (const { category } of RECIPES) expect(used).toContain(category)
    for (const id of used) expect(leaves.map((leaf) => leaf.id)).toContain(id)
    expect(leaves.filter((leaf) => !used.has(leaf.id)).map((leaf) => leaf.id)).toEqual([])
  })

  it('describes each listing in two to four sentences with nothing left to fill in', () => {
    for (const { description } of market.listings) {
      expect(description).not.toMatch(/[{}]|undefined/)
      expect(description.length).toBeGreaterThan(30)
    }
  })

  it('gives every variant a price, stock and a choice for each option', () => {
    const skus = market.listings.flatMap((listing) => listing.variants.map((variant) => variant.sku))
    expect(new Set(skus).size).toBe(skus.length)
    for (const { variants, options, key } of market.listings) {
      expect(variants.length, key).toBe(options.reduce((product, option) => product * option.values.length, 1))
      expect(variants.some((variant) => variant.stock > 0)).toBe(true)
      for (const variant of variants) {
        expect(variant.price_paisa).toBeGreaterThanOrEqual(1000n)
        expect(variant.price_paisa % 1000n).toBe(0n)
        if (variant.compare_at_paisa !== null) expect(variant.compare_at_paisa > variant.price_paisa).toBe(true)
        expect(Object.keys(variant.choice)).toEqual(options.map((option) => option.key))
        for (const { key: option, values } of options) expect(values).toContain(variant.choice[option])
      }
    }
  })

  it('shows the old price in the history, except in the shop of Eve, who lies', () => {
    for (const { shop, variants, price_history } of market.listings) {
      const before = variants[0]?.compare_at_paisa
      if (before === null || before === undefined) continue
      const asked = price_history.some((row) => row.price_paisa === before)
      expect(asked).toBe(shop !== 'eve-deals')
    }
    for (const { price_history, variants } of market.listings) {
      if (price_history.length === 0) continue
      expect(price_history.at(-1)?.price_paisa).toBe(variants[0]?.price_paisa)
      const days = price_history.map((row) => row.days_ago)
      expect(days).toEqual([...days].sort((a, b) => b - a))
    }
  })
})
