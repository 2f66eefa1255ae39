import { orderRows } from '../../bench/pulse-rows.ts'
import { asOperator, openShop } from '../../src/domains/identity/identity.ts'
import { cancelOrder, listMarketOrders } from '../../src/domains/orders/orders.ts'
import { sendRefunds } from '../../src/domains/payments/payments.ts'
import { readText, releaseOf } from '../../src/domains/pulse/testing.ts'
import { draftRule, listSaved, saveSearch } from '../../src/domains/search/search.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { hiddenOf, opens, submits, toOf } from './buying.ts'
import { crawlerOf, type Met } from './crawl.ts'
import type { CastName, FilledMarket } from './filled.ts'
import type { Visitor } from './market.ts'
import { cashRooms, entryOf, hasMoneyBack, secondLook } from './money-pages.ts'

export const ROLES = ['stranger', 'buyer', 'seller', 'helper', 'rider', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** One role with the browser it came with, and everything that it met. */
export interface Round {
  role: Role
  visitor: Visitor
  met: readonly Met[]
}

const WHO: Readonly<Record<Role, CastName | undefined>> = {
  stranger: undefined,
  buyer: 'ayesha',
  seller: 'bilal',
  helper: 'jamila',
  rider: 'ghazi',
  operator: 'dania',
}

/** Where a round begins. What a link leads to is found; what only a form leads to is filled in here. */
const FIRST: Readonly<Record<Role, (open: FilledMarket, visitor: Visitor) => Promise<readonly string[]>>> = {
  stranger: async (open, visitor) => {
    const release = await published(open)
    const door = await opens(visitor, '/me/sign-in')
    const code = toOf(await submits(visitor, door, '/me/sign-in', { phone: '0301 7654321' }))
    return [
      '/',
      '/search?q=nothinglikethis',
      '/search/suggest?q=shal',
      '/cart',
      '/sell',
      '/demo/phones',
      '/pulse',
      '/pulse/method',
      release,
      '/api',
      '/me/sign-in',
      code,
    ]
  },
  buyer: async (open, visitor) => {
    const unpaid = await waysToPay(visitor)
    const bill = await goesToBill(visitor)
    return [
      ...unpaid,
      await hasMoneyBack(open),
      await keepsSearch(open),
      '/cart',
      '/checkout',
      '/checkout?new=yes',
      bill,
      '/orders',
      '/me',
      '/me/proof',
      await shortAddress(visitor),
    ]
  },
  seller: async (_open, visitor) => [
    '/sell',
    ...(await questionsOf(visitor)),
    await sendsData(visitor),
    '/sell/money',
    '/sell/orders',
    '/sell/numbers',
    '/sell/shop',
    '/sell/shop?step=place&name=Bilal',
    '/sell/shop?step=about&name=Bilal&city=lahore',
    ...(await draftOf(visitor)),
    ...(await importsOf(visitor)),
    await soldOrder(visitor),
  ],
  helper: async (open) => {
    // Who helps one shop and keeps another is asked which.
    const jamila = await open.person('jamila')
    const shop = { name: 'Jamila Bangles', city_id: 'quetta', area: '', about: '', language: 'ur' as const }
    await open.market.db.tx((tx) => openShop(tx, jamila, shop))
    return ['/sell']
  },
  rider: async (_open, visitor) => {
    const label = /\/ride\/parcels\/([^"]+)"/.exec(await opens(visitor, '/ride'))?.[1] ?? ''
    const part = `/ride/parcels/${label}/part`
    const chosen = `${part}?back1=1&reason=size`
    return ['/ride', `/ride/labels?code=${label}`, '/ride/labels?code=nothing', part, chosen]
  },
  operator: async (open, visitor) => {
    await owesRefund(open)
    const rule = await writesRule(open)
    const rooms = [rule, '/operate/orders?state=all', '/operate/shops?state=open', '/operate/money/books?verify=yes']
    return ['/operate', ...rooms, ...(await cashRooms(open, visitor)), await entryOf(visitor), await secondLook(open)]
  },
}

/** Goes round the whole market once as everybody who has rooms in it. */
export async function goRound(open: FilledMarket): Promise<Round[]> {
  const crawler = crawlerOf(open)
  const rounds: Round[] = []
  for (const role of ROLES) {
    const name = WHO[role]
    const visitor = await open.visitor(name && (await open.person(name)))
    rounds.push({ role, visitor, met: await crawler.crawl(visitor, await FIRST[role](open, visitor)) })
  }
  return rounds
}

/** Calls off an order that was paid, and finds no rail to send the money back by: it waits for a hand. */
async function owesRefund(open: FilledMarket): Promise<void> {
  const { db } = open.market
  await db.tx(async (tx) => {
    const dania = await asOperator(tx, await open.person('dania'))
    const orders = await listMarketOrders(tx, dania, { states: ['placed', 'packed'], before: tx.now, limit: 100 })
    const order = orders.find(({ method }) => method === 'prepaid')
    if (!order) throw new Error('an order of the filled market was paid before')
    await cancelOrder(tx, dania, { shop_id: order.party_id, order_id: order.order_id }, 'The shop burned down')
  })
  await sendRefunds(db, new Map())
}

async function putsSomethingInCart(visitor: Visitor): Promise<void> {
  const shelf = await opens(visitor, '/s/bilal-shoes')
  for (const [, path = ''] of shelf.matchAll(/href="(\/l\/[^"]+)"/g)) {
    const html = await opens(visitor, path)
    const variant = /<input type="radio" name="variant" value="([^"]+)" required/.exec(
      html.replace(/ id="variant"/, ''),
    )?.[1]
    if (!variant) continue
    expectCart(toOf(await submits(visitor, html, '/cart/lines', { variant, quantity: '1' })))
    return
  }
  throw new Error('Bilal sells something that can be chosen')
}

function expectCart(to: string): void {
  if (to !== '/cart') throw new Error(`the cart was not reached, but ${to}`)
}

async function goesToBill(visitor: Visitor): Promise<string> {
  await putsSomethingInCart(visitor)
  const html = await opens(visitor, '/checkout')
  const address = /name="address" value="(adr_[^"]+)"/.exec(html)?.[1] ?? ''
  return toOf(await submits(visitor, html, '/checkout/address', { address }))
}

/** An order that waits for money: the ways to pay it, a number to pay by, and a prompt. */
async function waysToPay(visitor: Visitor): Promise<string[]> {
  const bill = await opens(visitor, await goesToBill(visitor))
  const asked = await (await submits(visitor, bill, '/checkout', { method: 'jazzcash-voucher' })).text()
  const ways = /\/orders\/ord_\w+\/payment/.exec(asked)?.[0] ?? ''
  const payer = { mobile: '03123456781', cnic6: '345678' }
  const number = toOf(await submits(visitor, asked, ways, payer))
  // A payer who never answers, so that the order waits for its money as long as the walk takes.
  const silent = { mobile: '03123456784', rail: 'raast-request' }
  const prompt = toOf(await submits(visitor, asked, ways, silent))
  return [ways, ...['wallet', 'appeal'].map((room) => ways.replace(/payment$/, room)), number, `${prompt}?looked=1`]
}

/** A rule of search that was only written down. */
async function writesRule(open: FilledMarket): Promise<string> {
  const { db } = open.market
  const rule = await db.tx(async (tx) => {
    const dania = await asOperator(tx, await open.person('dania'))
    return draftRule(tx, dania, { kind: 'synonym', query: 'khussay', words: 'khussa' })
  })
  return `/operate/search/rules/${rule}`
}

/** An address that a shop's tables are to go to, before its code was given back. */
async function sendsData(visitor: Visitor): Promise<string> {
  const path = '/sell/bilal-shoes/data/sending'
  const what = { way: 'email', email: 'bilal@shop.example', tables: 'orders', format: 'csv', every: 'day' }
  return toOf(await submits(visitor, await opens(visitor, path), path, what))
}

/** A search that is kept, and what the link in its messages opens. */
async function keepsSearch(open: FilledMarket): Promise<string> {
  const ayesha = await open.person('ayesha')
  return open.market.db.tx(async (tx) => {
    await saveSearch(tx, ayesha, { text: 'khussa', city: 'lahore' })
    const [saved] = await listSaved(tx, ayesha)
    return `/found/${saved?.code ?? ''}`
  })
}

/** An order by the number that stands in messages. */
async function shortAddress(visitor: Visitor): Promise<string> {
  const path = /href="(\/orders\/ord_[^"]+)"/.exec(await opens(visitor, '/orders'))?.[1] ?? ''
  const number = /<bdi[^>]*>([0-9A-Z]{7})<\/bdi>/.exec(await opens(visitor, path))?.[1] ?? ''
  return `/o/${number}`
}

/** A release of the Index: a small market that began this month has none of its own. */
async function published(open: FilledMarket): Promise<string> {
  const { facts, files } = releaseOf(await readText(Buffer.concat([...orderRows(4_000, 3)])), { seed: '3' })
  await open.market.db.tx((tx) =>
    tx.count(sql`
      insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
      values ('2025-12', ${tx.now}, ${tx.now}, ${facts}::jsonb, ${files['figures.csv']})`),
  )
  return '/pulse/2025-12'
}

/** Where a shop gives money of a sale back: an order that stands in its passbook. */
async function soldOrder(visitor: Visitor): Promise<string> {
  const book = await opens(visitor, '/sell/bilal-shoes/money/passbook')
  return `${/href="(\/sell\/bilal-shoes\/orders\/ord_[^"]+)"/.exec(book)?.[1] ?? '/sell/nothing'}/refund`
}

/** What a shop asks after a decision, whatever its order is. */
async function questionsOf(visitor: Visitor): Promise<string[]> {
  const orders = await opens(visitor, '/sell/bilal-shoes/orders?heap=done')
  const order = /href="(\/sell\/bilal-shoes\/orders\/ord_[^"]+)"/.exec(orders)?.[1] ?? ''
  return [`${order}/appeal`]
}

/** The questions about goods that were only begun. */
async function draftOf(visitor: Visitor): Promise<string[]> {
  const html = await opens(visitor, '/sell/bilal-shoes/goods/new')
  const form = new FormData()
  const fields = { ...hiddenOf(html, '/sell/bilal-shoes/goods/new'), do: 'skip' }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const category = toOf(await visitor.post('/sell/bilal-shoes/goods/new', form))
  const goods = category.replace(/\/category$/, '')
  await visitor.post(`${goods}/title`, { title: 'Khussa', suggested: '', brand: '', category: 'womens-khussa' })
  await visitor.post(`${goods}/price`, { price: '2450' })
  await visitor.post(`${goods}/options`, {})
  const field = /name="(stock\.[^"]+)"/.exec(await opens(visitor, `${goods}/stock`))?.[1] ?? ''
  await visitor.post(`${goods}/stock`, { [field]: '3' })
  const questions = ['category', 'title', 'price', 'options', 'stock', 'words', 'preview']
  return [goods, ...questions.map((question) => `${goods}/${question}`)]
}

/** A list that asks what its columns are, and what came of it. */
async function importsOf(visitor: Visitor): Promise<string[]> {
  const form = new FormData()
  const rows = 'Cheez,Daam,Kitne\nSandal A,1200,4\nSandal B,,4\n'
  form.append('file', new File([rows], 'list.csv', { type: 'text/csv' }))
  const mapping = toOf(await visitor.post('/sell/bilal-shoes/imports', form))
  const said = { name: 'list.csv', 'column.0': 'title', 'column.1': 'price', 'column.2': 'stock', do: 'try' }
  return [mapping, toOf(await visitor.post(mapping, said))]
}
