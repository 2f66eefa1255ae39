import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../tests/setup/api.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { checkShop } from '../../domains/identity/identity.ts'
import { parseId, shown } from '../../kit/ids/ids.ts'

let at: TestMarket
let cast: Trade

beforeAll(async () => {
  at = await testMarket()
  cast = await at.market.db.tx((tx) => trade(tx, 20))
})

const rupees = (amount: number) => ({ amount: amount * 100, currency: 'PKR' })

async function shawlShop(): Promise<ApiClient> {
  const farah = await apiClient(at, { kind: 'person', person_id: cast.farah.person_id })
  const opened = await farah.post('/shops', { name: 'Farah Export', city: 'peshawar' })
  expect(opened.body).toMatchObject({ handle: 'farah-export', state: 'waiting', language: 'en' })
  const shopId = parseId('shp', opened.text('id')) ?? ''
  await at.market.db.tx((tx) => checkShop(tx, cast.dania, shopId, 'open', ''))
  return farah
}

test('Farah opens a shop, lists a shawl with a photo, changes its price, and buyers find it', async () => {
  const farah = await shawlShop()
  const draft = {
    ...{ category: 'womens-shawl', title: 'Embroidered shawl', description: 'Six weeks of work.' },
    options: [{ name: 'Colour', values: ['Red', 'Blue'] }],
    variants: [
      { sku: 'R', options: ['Red'], price: rupees(9_000), stock: 2 },
      { sku: 'B', options: ['Blue'], price: rupees(8_500), price_before: rupees(9_500), stock: 1 },
    ],
  }
  const { items } = (await farah.get('/categories')).body as { items: { id: string; parent: string | null }[] }
  const category = items.find(({ id }) => /shawl/.test(id))?.id ?? 'other'
  const listing = await farah.post('/shops/farah-export/listings', { ...draft, category })
  expect(listing.body).toMatchObject({ state: 'draft', variants: [{ left: 2 }, { price_before: rupees(9_500) }] })
  const path = `/shops/farah-export/listings/${listing.text('id')}`
  expect((await farah.post(`${path}/submission`, {})).body).toMatchObject({ reason: 'catalogue.no_photo' })

  const form = new FormData()
  const bytes = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#aa2233' } })
    .png()
    .toBuffer()
  form.set('photo', new File([new Uint8Array(bytes)], 'shawl.png'))
  const photo = await farah.post('/photos', form)
  expect((await fetch(new URL(new URL(photo.text('urls.480')).pathname, at.base))).status).toBe(200)
  const shownPhoto = await farah.post(`${path}/photos`, { photo: photo.text('name'), alt: 'A red shawl' })
  expect(shownPhoto.part('photos.0.alt')).toBe('A red shawl')
  expect((await farah.post(`${path}/submission`, {})).part('state')).toBe('live')

  const variant = listing.text('variants.0.id')
  await farah.patch(`${path}/variants/${variant}`, { price: rupees(8_000), stock: 5 })
  await farah.patch(path, { title: 'Embroidered shawl from Peshawar' })
  await at.market.runner.settled(5_000)
  const found = await farah.get('/listings?q=embroidered%20shawl')
  expect(found.part('items.0')).toMatchObject({ price_from: rupees(8_000), price_to: rupees(8_500) })

  await farah.post(`${path}/pause`)
  expect((await farah.get(`/listings/${listing.text('id')}`)).part('can_be_bought')).toBe(false)
  await farah.post(`${path}/resumption`)
  const fewer = { variants: [{ id: variant, options: ['Red'], price: rupees(8_200) }] }
  expect((await farah.put(`${path}/variants`, fewer)).part('variants')).toMatchObject([{ left: 5 }])
  expect((await farah.delete(`${path}/photos/${shownPhoto.text('photos.0.id')}`)).status).toBe(204)
  expect((await farah.get(path)).part('photos')).toEqual([])
})

test('Bilal closes his shutters, says something new about himself, and opens again', async () => {
  const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
  expect((await bilal.put('/shops/bilal-shoes/shutters', { state: 'resting' })).part('state')).toBe('resting')
  expect((await bilal.put('/shops/bilal-shoes/shutters', { state: 'resting' })).status).toBe(200)
  expect((await bilal.patch('/shops/bilal-shoes', { about: 'Back on Monday' })).part('about')).toBe('Back on Monday')
  expect((await bilal.get('/shops/bilal-shoes')).part('state')).toBe('resting')
  expect((await bilal.put('/shops/bilal-shoes/shutters', { state: 'open' })).part('state')).toBe('open')
  expect((await bilal.get('/me')).part('shops')).toMatchObject([{ handle: 'bilal-shoes', role: 'owner' }])
})

test('a long list is read page by page, and no order is missing or there twice', async () => {
  const orders = []
  for (let i = 0; i < 5; i++) orders.push(await at.market.db.tx((tx) => placed(tx, cast)))
  await at.market.runner.settled(5_000)
  const ids = orders.map(({ order_id }) => shown('ord', order_id)).sort()
  const ayesha = await apiClient(at, cast.ayesha)
  const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
  const ways = [
    { client: ayesha, path: '/orders?limit=2', name: 'id' },
    { client: bilal, path: '/shops/bilal-shoes/orders?limit=2&state=placed', name: 'id' },
    { client: bilal, path: '/shops/bilal-shoes/money?limit=2', name: 'order' },
  ]
  for (const { client, path, name } of ways) {
    const seen: unknown[] = []
    for (let cursor: unknown = ''; cursor !== null; ) {
      const page = await client.get(cursor === '' ? path : `${path}&cursor=${cursor}`)
      expect(page.part('count')).toBe(5)
      seen.push(page.part(`items.0.${name}`), page.part(`items.1.${name}`))
      cursor = page.part('next')
    }
    expect(seen.filter((id) => id !== undefined).sort()).toEqual(ids)
  }
})

test('the page for people names every operation, in every language', async () => {
  const visitor = await at.visitor()
  for (const language of ['en', 'ur', 'roman-ur']) {
    const page = await visitor.get(`/api?lang=${language}`)
    expect(page.status).toBe(200)
    const html = await page.text()
    for (const path of ['/checkouts/{checkout}/orders', '/rides/parcels/{label}/steps']) expect(html).toContain(path)
    expect(html).toContain('id="problem-conflict"')
    expect(html).not.toContain('<script')
  }
  const document = await fetch(`${at.base}/api/openapi.json`)
  expect(document.headers.get('content-type')).toContain('application/json')
  expect(await document.json()).toMatchObject({ openapi: '3.1.1' })
})
