import { beforeAll, describe, expect, test } from 'vitest'
import { type Bazaar, openBazaar, opens, wordsOf } from '../../../../tests/setup/buying.ts'
import { weighPages } from '../../../../tools/page-weight.ts'
import type { SearchDoc } from '../../../domains/search/search.ts'
import { newId, shown } from '../../../kit/ids/ids.ts'

let open: Bazaar
const ids: string[] = []
const CITIES = ['lahore', 'rawalpindi', 'karachi'] as const
const COLOURS = ['Black', 'Red', 'Green']
const BRANDS = ['Servis', 'Bata', '']

/** Sixty ajrak shawls at two prices: many stand on the same step of every order. */
beforeAll(async () => {
  open = await openBazaar(50)
  for (let i = 0; i < 60; i++) {
    const listing_id = newId()
    ids.push(listing_id)
    open.market.search.put(ajrak(listing_id, i))
  }
})

function ajrak(listing_id: string, i: number): SearchDoc {
  const price = i < 50 ? 100_000n : 250_000n
  return {
    ...{ listing_id, shop_id: open.at.bilal.shop_id, title: 'Ajrak shawl', brand: BRANDS[i % 3] ?? '' },
    ...{ category_id: 'women-shawls', condition: i % 4 === 0 ? 'used' : 'new', in_stock: i % 5 !== 0 },
    ...{ price_from_paisa: price, price_to_paisa: price, compare_at_paisa: null, photo_name: null, photo_colour: null },
    ...{ shop_handle: 'bilal-shoes', shop_name: 'Bilal Shoes', city_id: CITIES[i % 3] ?? 'lahore' },
    ...{ live_at: new Date(i % 7), words: [COLOURS[i % 3] ?? '', i % 2 ? 'M' : 'L'], standing: i % 4 },
  }
}

const listingsOn = (html: string) => [...html.matchAll(/href="\/l\/(lst_\w+)"/g)].map(([, id = '']) => id)
const linkOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1]?.replaceAll('&amp;', '&')
const NEXT = /href="([^"]+)" rel="next"/

describe('a page of results', () => {
  test.each(['best', 'near', 'cheap', 'dear', 'new'])('leads on to every listing once, %s', async (sort) => {
    const stranger = await open.visitor()
    const read: string[] = []
    let path: string | undefined = `/search?q=ajrak&sort=${sort}&near=lahore`
    for (let page = 0; path && page < 9; page++) {
      const html = await opens(stranger, path)
      read.push(...listingsOn(html))
      path = linkOf(html, NEXT)
    }
    expect(read.toSorted()).toEqual(ids.map((id) => shown('lst', id)).toSorted())
  })

  test('goods that come in while somebody reads by price are neither skipped over nor shown twice', async () => {
    const stranger = await open.visitor()
    const first = await opens(stranger, '/search?q=ajrak&sort=cheap')
    const late = newId()
    // The newest of its price: it stands before all that was read.
    open.market.search.put(ajrak(late, 6))
    const second = await opens(stranger, linkOf(first, NEXT) ?? '')
    open.market.search.remove(late)
    expect(listingsOn(second).filter((id) => listingsOn(first).includes(id))).toEqual([])
    expect(second).toMatch(/class="b plain" href="\/search\?q=ajrak&amp;sort=cheap">First page/)
  })

  test('every choice can be made together with every other, and each can be taken off', async () => {
    const goods = 'brand=bata&colour=red&size=M&condition=new&stock=in_stock&price=500-2000'
    const html = await opens(await open.visitor(), `/search?q=ajrak&${goods}&city=rawalpindi&standing=1`)
    const wanted = ids.filter((_, i) => i % 3 === 1 && i % 2 === 1 && i % 4 > 0 && i % 5 > 0 && i < 50)
    expect(listingsOn(html).toSorted()).toEqual(wanted.map((id) => shown('lst', id)).toSorted())
    for (const gone of ['brand', 'colour', 'size', 'condition', 'stock', 'city', 'price_from', 'standing']) {
      const chips = [...html.matchAll(/class="chip" href="([^"]+)"/g)].map(([, href = '']) => href)
      expect(chips.some((href) => !href.includes(`${gone}=`))).toBe(true)
    }
  })

  test('each choice says how many it would leave', async () => {
    const words = wordsOf(await opens(await open.visitor(), '/search?q=ajrak&condition=used'))
    const used = ids.filter((_, i) => i % 4 === 0)
    expect(words).toContain(`New ${ids.length - used.length}`)
    expect(words).toMatch(/Rs 100 to Rs 5,000|Rs 1,000/)
    const inStock = used.filter((id) => ids.indexOf(id) % 5 !== 0)
    expect(words).toContain(`Can be ordered now ${inStock.length}`)
  })

  test('with all its filters it weighs no more than a page may', async () => {
    const paths = ['en', 'ur'].map((lang) => `/search?q=ajrak&sort=near&near=gulberg&lang=${lang}`)
    expect((await weighPages(open.base, paths)).problems).toEqual([])
  })
})

describe('near me', () => {
  test('the nearest stand first, counted from an area in any script', async () => {
    const city = new Map(ids.map((id, i) => [shown('lst', id), CITIES[i % 3]]))
    for (const place of ['gulberg', 'گلبرگ', 'Gulberg, Lahore', 'LAHORE']) {
      const path = `/search?${new URLSearchParams({ q: 'ajrak', sort: 'near', near: place })}`
      const html = await opens(await open.visitor(), path)
      expect(
        listingsOn(html)
          .map((id) => city.get(id))
          .slice(0, 20),
      ).toEqual(Array(20).fill('lahore'))
      expect(wordsOf(html)).toMatch(/Nearest to (Gulberg, )?Lahore first/)
    }
  })

  test('an area that several cities have is the biggest one’s, and the others are a link away', async () => {
    const html = await opens(await open.visitor(), '/search?q=ajrak&sort=near&near=saddar')
    expect(wordsOf(html)).toContain('Nearest to Saddar, Karachi first')
    const other = linkOf(html, /href="([^"]+near=saddar%2C\+Rawalpindi[^"]*)"/) ?? ''
    expect(wordsOf(await opens(await open.visitor(), other))).toContain('Nearest to Saddar, Rawalpindi first')
  })

  test('who has not said where they are is asked once, without a script', async () => {
    const stranger = await open.visitor()
    const html = await opens(stranger, '/search?q=ajrak')
    const asks = linkOf(html, /href="(\/city\?next=[^"]+)"/) ?? ''
    const next = new URL(asks, open.base).searchParams.get('next') ?? ''
    expect(next).toContain('sort=near')
    const question = await opens(stranger, asks)
    expect(question).toContain('name="next"')
    await stranger.post('/city', { city: 'karachi', next })
    expect(wordsOf(await opens(stranger, next))).toContain('Nearest to Karachi first')
  })
})

describe('what was made of the words', () => {
  test('a mended slip is said, and the words can be searched as they were typed', async () => {
    const stranger = await open.visitor()
    const html = await opens(stranger, '/search?q=ajtak')
    expect(wordsOf(html)).toContain('Shown for ajrak.')
    const exact = linkOf(html, /href="([^"]+exact=yes[^"]*)"/) ?? ''
    const typed = await opens(stranger, exact)
    expect(listingsOn(typed)).toEqual([])
    expect(wordsOf(typed)).toContain('Nothing found for “ajtak”')
    expect(linkOf(typed, /Did you mean <a href="([^"]+)"/)).toBe('/search?q=ajrak')
  })

  test('words that had to be left out are said plainly', async () => {
    const words = wordsOf(await opens(await open.visitor(), '/search?q=ajrak+zzzzqq'))
    expect(words).toContain('Nothing has all the words. Shown without: zzzzqq')
  })

  test('what was mended and what was left out are told apart, each once', async () => {
    const words = wordsOf(await opens(await open.visitor(), '/search?q=Ajtak+zzzzqq'))
    expect(words).toContain('Shown for ajrak. Search for “Ajtak zzzzqq” as typed')
    expect(words).toMatch(/Shown without: zzzzqq (?!Ajtak|ajrak)/)
  })

  test('where nothing was found and nothing chosen there is nothing to choose', async () => {
    const none = await opens(await open.visitor(), '/search?q=zzzzqqxx')
    expect(none).not.toContain('id="filters"')
    expect(none).not.toContain('href="#filters"')
    expect(await opens(await open.visitor(), '/search?q=zzzzqqxx&city=karachi')).toContain('id="filters"')
  })

  test('when the filters leave nothing, each says what there is without it', async () => {
    const html = await opens(await open.visitor(), '/search?q=ajrak&city=karachi&price_from=9000000')
    const words = wordsOf(html)
    expect(words).toContain('Nothing found for “ajrak”')
    const there = ids.filter((_, i) => i % 3 === 2).length
    expect(words).toMatch(new RegExp(`Without “Rs 9,000,000 and more”: ${there} found`))
    // Also of choices of which goods may have several, or none.
    const black = wordsOf(await opens(await open.visitor(), '/search?q=ajrak&colour=black&brand=bata'))
    expect(black).toContain(`Without “Black”: ${ids.filter((_, i) => BRANDS[i % 3] === 'Bata').length} found`)
    expect(black).toContain(`Without “bata”: ${ids.filter((_, i) => COLOURS[i % 3] === 'Black').length} found`)
  })
})
