import { describe, expect, test } from 'vitest'
import { bazaar } from '../../../tests/setup/bazaar.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { checkoutOf, homeOf, wayFee } from '../../../tests/setup/trade.ts'
import { findListing } from '../../domains/catalogue/catalogue.ts'
import { checkShop, findShopByHandle, SYSTEM, seedPerson } from '../../domains/identity/identity.ts'
import { findOrder, placeCheckout } from '../../domains/orders/orders.ts'
import { parseId, shown } from '../../kit/ids/ids.ts'
import { formWith, phonePhoto, textOf, toOf, wordsOf } from './testing.ts'

async function withCast() {
  const open = await testMarket()
  const cast = await open.market.db.tx(bazaar)
  return { open, cast }
}

async function karim(open: TestMarket): Promise<Visitor> {
  const phone = '+923000000077'
  const person_id = await open.market.db.tx((tx) =>
    seedPerson(tx, SYSTEM, { phone, name: 'Chacha Karim', language: 'en' }),
  )
  return open.visitor({ kind: 'person', person_id })
}

async function joined(visitor: Visitor): Promise<string> {
  const answers = { name: 'Karim Khussa', city: 'multan', area: 'Hussain Agahi', about: 'Khussa by hand' }
  const to = toOf(await visitor.post('/sell/shop', answers))
  return /^\/sell\/([^/]+)\/goods\/new$/.exec(to)?.[1] ?? ''
}

/** Answers every question about a khussa, and puts it on sale. Gives the address of its pages. */
async function listed(visitor: Visitor, shop: string): Promise<string> {
  const photo = formWith({}, [await phonePhoto()])
  const goods = toOf(await visitor.post(`/sell/${shop}/goods/new`, photo)).replace('/category', '')
  const title = { title: 'Multani khussa', suggested: 'Khussa and kolhapuri', brand: '', category: 'womens-khussa' }
  expect(toOf(await visitor.post(`${goods}/title`, title))).toBe(`${goods}/price`)
  expect(toOf(await visitor.post(`${goods}/price`, { price: '۲۴۵۰' }))).toBe(`${goods}/options`)
  const options = { 'option.Colour': 'Red', 'option.Shoe size': '41، 42' }
  expect(toOf(await visitor.post(`${goods}/options`, options))).toBe(`${goods}/stock`)
  const page = await (await visitor.get(`${goods}/stock`)).text()
  const fields = [...page.matchAll(/name="(stock\.[^"]+)"/g)].map(([, name]) => name ?? '')
  expect(fields).toHaveLength(2)
  const stock = Object.fromEntries(fields.map((name) => [name, '3']))
  expect(toOf(await visitor.post(`${goods}/stock`, stock))).toBe(`${goods}/preview`)
  expect(toOf(await visitor.post(`${goods}/state`, { do: 'sell' }))).toBe(`${goods}?done=sell`)
  return goods
}

describe('a shop from the first question to the parcel', () => {
  test('Chacha Karim joins with three answers, lists a khussa, and packs the first order', async () => {
    const { open, cast } = await withCast()
    const { db } = open.market
    const visitor = await karim(open)
    expect(await textOf(visitor, '/sell')).toContain('Open my shop')

    const shop = await joined(visitor)
    expect(shop).toBe('karim-khussa')
    const goods = await listed(visitor, shop)
    expect(await textOf(visitor, goods)).toContain('It goes on sale as soon as your shop has been checked.')

    const { party_id } = await db.read((tx) => findShopByHandle(tx, shop))
    await db.tx((tx) => checkShop(tx, cast.dania, party_id, 'open', ''))
    await open.market.runner.settled(2000)
    const listingId = parseId('lst', goods.split('/').at(-1)) ?? ''
    const listing = await db.read((tx) => findListing(tx, listingId))
    expect(listing?.listing.state).toBe('live')
    expect(listing?.variants.map(({ option_values }) => option_values)).toEqual([
      ['Red', '41'],
      ['Red', '42'],
    ])

    const address_id = await db.tx((tx) => homeOf(tx, cast.ayesha))
    const small = listing?.variants[0]?.variant_id ?? ''
    const bilal = { ...cast.bilal, shop_id: party_id }
    const { checkout_id } = await db.tx((tx) => checkoutOf(tx, cast.ayesha, { bilal, small, address_id }))
    const { orders } = await placeCheckout(db, cast.ayesha, checkout_id, wayFee)
    const order = `/sell/${shop}/orders/${shown('ord', orders[0]?.order_id ?? '')}`

    const today = await textOf(visitor, `/sell/${shop}`)
    expect(today).toContain('1 order to pack')
    expect(today).toContain('Multani khussa, Red, 41')
    expect(await textOf(visitor, order)).toContain('House 5, Street 3')

    const bare = await visitor.post(`${order}/packing`, formWith({ carrier: 'riders' }))
    expect(bare.status).toBe(422)
    expect(wordsOf(await bare.text())).toContain('Take at least one photo of what goes in.')
    const packed = await visitor.post(
      `${order}/packing`,
      formWith({ carrier: 'riders' }, [await phonePhoto('#224466')]),
    )
    expect(toOf(packed)).toBe(`${order}/label?done=packed`)
    const label = await textOf(visitor, `${order}/label`)
    expect(label).toContain('Ayesha Khan')
    expect(label).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/)
    const { order: row } = await db.read((tx) => findOrder(tx, orders[0]?.order_id ?? ''))
    expect(row.state).toBe('packed')
  })
})
