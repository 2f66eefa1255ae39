import { beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../tests/setup/api.ts'
import { openBazaar } from '../../../tests/setup/buying.ts'
import type { SearchDoc } from '../../domains/search/search.ts'
import { newId } from '../../kit/ids/ids.ts'

let program: ApiClient
beforeAll(async () => {
  const open = await openBazaar(50)
  program = await apiClient(open)
  for (let i = 0; i < 7; i++) open.market.search.put(ajrak(open.at.bilal.shop_id, i))
})

function ajrak(shop_id: string, i: number): SearchDoc {
  return {
    ...{ listing_id: newId(), shop_id, title: 'Ajrak shawl', brand: i % 2 ? 'Bata' : '' },
    ...{ category_id: 'women-shawls', condition: i % 2 ? 'used' : 'new', in_stock: i > 0 },
    ...{ price_from_paisa: 100_000n, price_to_paisa: 100_000n, compare_at_paisa: null, photo_name: null },
    ...{ photo_colour: null, shop_handle: 'bilal-shoes', shop_name: 'Bilal Shoes', live_at: new Date(0) },
    ...{ city_id: i % 2 ? 'karachi' : 'lahore', words: ['Red', 'M'], standing: 2 },
  }
}

test('a program reads every page once, although all cost the same', async () => {
  for (const sort of ['best', 'near', 'cheap', 'dear', 'new']) {
    const read: unknown[] = []
    for (let cursor = '', pages = 0; pages < 9; pages++) {
      const answer = await program.get(`/listings?q=ajrak&limit=2&near=lahore&sort=${sort}${cursor}`)
      read.push(...(answer.part('items') as { id: string }[]).map(({ id }) => id))
      expect(answer.part('count')).toBe(7)
      const next = answer.part('next')
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    expect(new Set(read).size).toBe(7)
    expect(read).toHaveLength(7)
  }
})

test('a cursor that search never gave is refused', async () => {
  for (const cursor of ['x', 'W10', 'nonsense-nonsense']) {
    expect((await program.get(`/listings?q=ajrak&cursor=${cursor}`)).status).toBe(422)
  }
})

test('choices combine, and each facet counts as if it alone were not made', async () => {
  const path = '/listings?q=ajrak&brand=bata&colour=red&size=M&condition=used&standing=2&in_stock=true&city=karachi'
  const answer = await program.get(path)
  expect(answer.part('count')).toBe(3)
  expect(answer.part('facets.conditions')).toEqual([{ id: 'used', count: 3 }])
  expect(answer.part('facets.stock')).toEqual([{ id: 'in_stock', count: 3 }])
  expect((await program.get('/listings?q=ajrak&in_stock=false')).part('count')).toBe(7)
  expect((await program.get('/listings?in_stock=perhaps')).status).toBe(422)
})

test('what was mended and what was left out is said, and can be refused', async () => {
  const mended = await program.get('/listings?q=ajtak')
  expect([mended.part('did_you_mean'), mended.part('count')]).toEqual(['ajrak', 7])
  expect((await program.get('/listings?q=ajtak&exact=true')).part('count')).toBe(0)
  expect((await program.get('/listings?q=ajrak+zzzzqq')).part('dropped')).toEqual(['zzzzqq'])
})
