import { beforeAll, expect, test } from 'vitest'
import { axeFaults, openBrowser } from '../../../../tests/setup/browser.ts'
import { type Bazaar, openBazaar } from '../../../../tests/setup/buying.ts'
import type { SearchDoc } from '../../../domains/search/search.ts'
import { suggestScript } from '../../../kit/html/scripts.ts'
import { newId } from '../../../kit/ids/ids.ts'

const browser = await openBrowser()
let open: Bazaar
beforeAll(async () => {
  open = await openBazaar()
  for (const title of ['Umbrella for rain', 'Ajrak shawl', 'Ajrak shawl of Sindh']) open.market.search.put(goods(title))
})

function goods(title: string): SearchDoc {
  return {
    ...{ listing_id: newId(), shop_id: open.at.bilal.shop_id, title, brand: '', category_id: 'women-shawls' },
    ...{ price_from_paisa: 100_000n, price_to_paisa: 100_000n, compare_at_paisa: null, photo_name: null },
    ...{ photo_colour: null, shop_handle: 'bilal-shoes', shop_name: 'Bilal Shoes', city_id: 'lahore' },
    ...{ live_at: new Date(1), words: [], condition: 'new', in_stock: true },
  }
}

test('words come under the box while Ayesha writes, by keys and by a tap, and go when she wants none', async () => {
  const page = await browser.newPage({ baseURL: open.base, javaScriptEnabled: true })
  await page.goto('/')
  const box = page.locator('input[role=combobox]')
  const words = page.locator('.hints a')
  await box.pressSequentially('aj')
  await words.first().waitFor()
  expect(await words.allInnerTexts()).toContain('ajrak')
  expect(await box.getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.press('Escape')
  expect(await words.count()).toBe(0)

  await box.fill('چھت')
  await words.first().waitFor()
  expect(await words.allInnerTexts()).toEqual(['چھتری'])
  await page.keyboard.press('ArrowDown')
  expect(await box.getAttribute('aria-activedescendant')).toBe('hint0')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('q') === 'چھتری')
  expect(await page.locator('main').innerText()).toContain('Umbrella for rain')

  await page.locator('input[role=combobox]').fill('ajrak sh')
  await words.first().click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'ajrak shawl')
  await page.context().close()
})

test('the list is told to who cannot see it, and a page that holds money has no script', async () => {
  const page = await browser.newPage({ baseURL: open.base, javaScriptEnabled: true, bypassCSP: true })
  await page.goto('/?lang=ur')
  await page.locator('input[role=combobox]').pressSequentially('aj')
  await page.locator('.hints a').first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.context().close()
  const stranger = await open.visitor()
  expect(await (await stranger.get('/cart')).text()).not.toContain('<script')
  expect((await stranger.get(suggestScript.href)).headers.get('cache-control')).toContain('immutable')
})
