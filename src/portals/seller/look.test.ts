import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../../tests/setup/browser.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { packed, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { openSessionFor, SYSTEM } from '../../domains/identity/identity.ts'
import { shown } from '../../kit/ids/ids.ts'

const WIDTHS = [240, 360, 1280]

let market: TestMarket
let paths: string[]
let token: string
const { newPage } = await openBrowser()

beforeAll(async () => {
  market = await testMarket()
  const { db } = market.market
  const cast: Trade = await db.tx((tx) => trade(tx, 9))
  const [toPack, onTheWay] = [await db.tx((tx) => placed(tx, cast)), await db.tx((tx) => placed(tx, cast))]
  await db.tx((tx) => packed(tx, cast, onTheWay))
  token = (await db.tx((tx) => openSessionFor(tx, SYSTEM, cast.bilal.person_id))).token
  const shop = '/sell/bilal-shoes'
  const goods = `${shop}/goods/${shown('lst', cast.listing_id)}`
  const order = `${shop}/orders/${shown('ord', toPack.order_id)}`
  const sent = `${shop}/orders/${shown('ord', onTheWay.order_id)}`
  paths = [
    '/sell/shop',
    '/sell/shop?step=place&name=Bilal',
    shop,
    `${shop}/poster`,
    `${shop}/goods`,
    `${shop}/goods/new`,
    goods,
    `${goods}/category`,
    `${goods}/category?in=women`,
    `${goods}/title`,
    `${goods}/options`,
    `${goods}/stock`,
    `${goods}/preview`,
    `${shop}/imports`,
    `${shop}/orders`,
    order,
    `${order}/packing`,
    `${order}/cancellation`,
    sent,
    `${sent}/label`,
    `${shop}/money`,
    `${shop}/money/account`,
    `${shop}/shop`,
    `${shop}/people`,
  ]
})

async function bilalsPage(options: Parameters<typeof newPage>[0] = {}): Promise<Page> {
  const page = await newPage({ baseURL: market.base, ...options })
  await page.context().addCookies([{ name: 'session', value: token, url: market.base }])
  return page
}

const inLanguage = (path: string, lang: string) => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`

test('no room of a shop is wider than its phone, in either direction', { timeout: 240_000 }, async () => {
  const page = await bilalsPage()
  const problems: string[] = []
  for (const lang of ['en', 'ur', 'roman-ur']) {
    for (const path of paths) {
      const answer = await page.goto(inLanguage(path, lang))
      if (answer?.status() !== 200) problems.push(`${path} answers ${answer?.status()}`)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 700 })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (over > 0) problems.push(`${path} in ${lang} at ${width} is ${over} too wide`)
      }
    }
  }
  expect(problems).toEqual([])
})

test('axe finds nothing to mend in a shop, and thumbs find all there is to tap', { timeout: 240_000 }, async () => {
  const problems: string[] = []
  for (const lang of ['en', 'ur']) {
    const page = await bilalsPage({ javaScriptEnabled: true })
    for (const path of paths) {
      await page.goto(inLanguage(path, lang))
      const { violations } = await new AxeBuilder({ page }).analyze()
      problems.push(...violations.map((one) => `${path} in ${lang}: ${one.help}: ${one.nodes[0]?.html}`))
      const small = await page.evaluate(smallTargets)
      problems.push(...small.map((target) => `${path} in ${lang}: ${target} is small`))
    }
  }
  expect([...new Set(problems)]).toEqual([])
})

/** Runs in the browser. A choice is tapped by its label; a link within a sentence is as high as its line. */
function smallTargets(): string[] {
  const all = [...document.querySelectorAll('main :is(a,button,input:not([type=hidden]),select,textarea,summary)')]
  return all.flatMap((element) => {
    const box = (element.closest('label,.card,.shop') ?? element).getBoundingClientRect()
    const isInSentence = element.tagName === 'A' && element.closest('p')?.querySelector('a') === element
    if (box.width === 0 || isInSentence || (box.height >= 43.5 && box.width >= 43.5)) return []
    return [`${element.tagName} ${element.textContent} ${Math.round(box.width)}x${Math.round(box.height)}`]
  })
}
