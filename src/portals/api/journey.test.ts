import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, apiClient, clientWith } from '../../../tests/setup/api.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { deliverWaiting } from '../../domains/messaging/messaging.ts'
import { refreshListing } from '../../domains/search/search.ts'
import { shown } from '../../kit/ids/ids.ts'

let at: TestMarket
let cast: Trade
let nobody: ApiClient

beforeAll(async () => {
  at = await testMarket()
  cast = await at.market.db.tx((tx) => trade(tx, 50))
  await at.market.runner.settled(5_000)
  await at.market.db.read((tx) => refreshListing(tx, at.market.search, cast.listing_id))
  nobody = await apiClient(at)
})

const RS_2450 = { amount: 245_000, currency: 'PKR' }
const RS_2600 = { amount: 260_000, currency: 'PKR' }

const HOME = {
  name: 'Ayesha Khan',
  street: 'House 5, Street 3',
  area: 'Model Town',
  landmark: 'Near the park',
  city: 'lahore',
}

/** The newest message on a phone, after what waits was sent. */
async function onThePhone(number: string): Promise<string> {
  await at.market.runner.settled(5_000)
  await deliverWaiting(at.market.db, at.market.channel, { origin: at.market.origin })
  return at.market.demo?.messagesOf(number)[0]?.text ?? ''
}

/** A checkout of one chappal, to be paid in some way. */
async function checkout(ayesha: ApiClient, method: 'cod' | 'prepaid', quantity = 1): Promise<string> {
  const line = { shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small), quantity }
  const cart = await nobody.post('/carts', { lines: [line] })
  const address_id = shown('adr', cast.address_id)
  return (await ayesha.post('/checkouts', { cart: cart.text('id'), address_id, method })).text('id')
}

async function photoOf(client: ApiClient, colour: string): Promise<string> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
  const form = new FormData()
  form.set('photo', new File([new Uint8Array(bytes)], 'parcel.jpg', { type: 'image/jpeg' }))
  return (await client.post('/photos', form)).text('name')
}

test('a stranger signs in with the code on the phone, finds a chappal and orders it', async () => {
  const phone = '0300 1112223'
  const asked = await nobody.post('/sign-in-codes', { phone })
  expect(Date.parse(asked.text('expires_at'))).toBeGreaterThan(at.market.now().getTime())
  const [code = ''] = /\b\d{6}\b/.exec(await onThePhone('+923001112223')) ?? []
  const session = await nobody.post('/sessions', { phone, code, device: 'A till in Lahore' })
  expect(session.part('is_new')).toBe(true)
  const noor = clientWith(at.base, session.text('token'))

  const found = await nobody.get('/listings?q=peshawari&city=lahore&sort=cheap')
  expect(found.part('count')).toBe(1)
  expect(found.part('items.0.price_from')).toEqual(RS_2450)
  expect(found.part('facets.cities')).toEqual([{ id: 'lahore', count: 1 }])
  const listing = await nobody.get(`/listings/${found.text('items.0.id')}`)
  expect(listing.part('can_be_bought')).toBe(true)
  expect((await nobody.get(`/shops/${listing.text('shop.handle')}`)).part('standing')).toEqual({
    ...{ kept: 0, sent_back: 0, shop_fault: 0 },
  })

  const cart = await nobody.post('/carts')
  const line = { shop: listing.text('shop.id'), variant: listing.text('variants.0.id') }
  await nobody.post(`/carts/${cart.text('id')}/lines`, line)
  const filled = await nobody.put(`/carts/${cart.text('id')}/lines/${line.variant}`, { quantity: 2 })
  expect(filled.part('items')).toEqual({ amount: 490_000, currency: 'PKR' })

  const begun = await noor.post('/checkouts', { cart: cart.text('id'), address: HOME, method: 'cod' })
  expect(begun.part('can_be_placed')).toBe(true)
  const placed = await noor.post(`/checkouts/${begun.text('id')}/orders`)
  expect(placed.part('orders.0.total')).toEqual(begun.part('total'))
  const order = await noor.get(`/orders/${placed.text('orders.0.id')}`)
  expect(order.body).toMatchObject({ state: 'placed', codes: { inspect: null, release: null }, parcel: null })

  await at.market.runner.settled(5_000)
  expect((await noor.get('/orders')).part('count')).toBe(1)
  expect((await noor.get(`/checkouts/${begun.text('id')}`)).part('orders.0.id')).toBe(placed.text('orders.0.id'))
  expect((await nobody.get(`/carts/${cart.text('id')}`)).part('line_count')).toBe(0)
  expect((await noor.get('/addresses')).part('items.0.street')).toBe(HOME.street)

  await noor.patch('/me', { name: 'Noor', language: 'ur' })
  expect((await noor.get('/me')).body).toMatchObject({ name: 'Noor', phone: '+923001112223', language: 'ur' })
  await noor.delete('/sessions/current')
  expect((await noor.get('/me')).status).toBe(401)
})

describe('an order paid at the door', () => {
  test('goes from the shop to the door by codes, and the shop earns it', async () => {
    const [ayesha, bilal, ghazi] = await Promise.all([
      apiClient(at, cast.ayesha),
      apiClient(at, { kind: 'person', person_id: cast.bilal.person_id }),
      apiClient(at, { kind: 'person', person_id: cast.ghazi.person_id }),
    ])
    const placed = await ayesha.post(`/checkouts/${await checkout(ayesha, 'cod')}/orders`)
    const id = placed.text('orders.0.id')
    const ofShop = `/shops/bilal-shoes/orders/${id}`

    expect((await bilal.get('/shops/bilal-shoes/orders?state=placed')).part('items.0.id')).toBe(id)
    const packed = await bilal.post(`${ofShop}/packing`, { photos: [await photoOf(bilal, '#884422')] })
    expect(packed.body).toMatchObject({ state: 'packed', parcel: { carrier: 'riders', state: 'booked' } })
    const label = await bilal.post(`${ofShop}/label`)
    expect(label.body).toMatchObject({ cash_due: RS_2600, to: { name: 'Ayesha Khan', city: 'lahore' } })

    expect((await ghazi.get('/rides/parcels?city=lahore')).part('items.0.label')).toBe(label.text('label'))
    const steps = `/rides/parcels/${label.text('label')}/steps`
    for (const step of ['take', 'pick_up', 'go_out', 'arrive']) await ghazi.post(steps, { step })
    const atDoor = await ayesha.get(`/orders/${id}`)
    expect(atDoor.body).toMatchObject({ state: 'at_door', codes: { release: null } })
    await ghazi.post(steps, { step: 'open', code: atDoor.text('codes.inspect') })
    const looking = await ayesha.get(`/orders/${id}`)
    expect(looking.body).toMatchObject({ state: 'inspecting', codes: { inspect: null } })
    expect(looking.part('proofs.packed')).toHaveLength(1)
    const done = await ghazi.post(steps, { step: 'release', code: looking.text('codes.release') })
    expect(done.part('state')).toBe('delivered')

    expect((await ayesha.get(`/orders/${id}`)).part('state')).toBe('completed')
    const money = await bilal.get('/shops/bilal-shoes/money')
    const row = { order: id, state: 'released', earned: { amount: 232_750, currency: 'PKR' }, is_paid_out: false }
    expect(money.part('items')).toContainEqual(expect.objectContaining(row))
  })

  test('is called off by its buyer, and the goods can be bought again', async () => {
    const ayesha = await apiClient(at, cast.ayesha)
    const placed = await ayesha.post(`/checkouts/${await checkout(ayesha, 'cod', 3)}/orders`)
    const listing = `/listings/${shown('lst', cast.listing_id)}`
    const left = Number((await nobody.get(listing)).part('variants.0.left'))
    const order = await ayesha.post(`/orders/${placed.text('orders.0.id')}/cancellation`, { words: 'Too late' })
    expect(order.part('state')).toBe('cancelled')
    expect((await nobody.get(listing)).part('variants.0.left')).toBe(left + 3)
  })
})

test('a cart is placed at once, twice the same, and paid before', async () => {
  const ayesha = await apiClient(at, cast.ayesha)
  const line = { shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small) }
  const cart = await nobody.post('/carts', { lines: [line] })
  const [id, checkout, address_id] = [cart.text('id'), cart.text('checkout'), shown('adr', cast.address_id)]
  const wish = { cart: id, checkout, address_id, method: 'prepaid' }
  const placed = await ayesha.post('/orders', wish)
  expect(placed.part('orders.0')).toMatchObject({ state: 'awaiting_payment', total: RS_2600 })
  expect((await ayesha.post(`/checkouts/${checkout}/payments`)).part('amount')).toEqual(RS_2600)
  expect((await ayesha.post('/orders', wish)).part('orders.0.id')).toBe(placed.text('orders.0.id'))
  const forged = await ayesha.post('/orders', { ...wish, cart: 'crt_x.y' })
  expect(forged.body).toMatchObject({ status: 404, reason: 'cart.unknown' })
  const fromNowhere = { ...wish, address_id: shown('adr', cast.bilal.shop_id) }
  await nobody.post(`/carts/${id}/lines`, line)
  const next = { ...fromNowhere, checkout: (await nobody.get(`/carts/${id}`)).text('checkout') }
  expect((await ayesha.post('/orders', next)).body).toMatchObject({ status: 404, reason: 'identity.address_unknown' })
})

describe('an order paid before', () => {
  test('waits for its money, which comes over the page of the rail', async () => {
    const ayesha = await apiClient(at, cast.ayesha)
    const chk = await checkout(ayesha, 'prepaid')
    const placed = await ayesha.post(`/checkouts/${chk}/orders`)
    expect(placed.part('orders.0.state')).toBe('awaiting_payment')
    expect((await ayesha.get(`/checkouts/${chk}/payments`)).part('count')).toBe(0)
    const payment = await ayesha.post(`/checkouts/${chk}/payments`)
    expect(payment.body).toMatchObject({ state: 'begun', amount: RS_2600 })
    await payAtRail(payment.text('form.url'), payment.part('form.fields'), '03123456789')

    await expect
      .poll(async () => (await ayesha.get(`/checkouts/${chk}/payments`)).part('items.0.state'), { timeout: 10_000 })
      .toBe('paid')
    await at.market.runner.settled(5_000)
    expect((await ayesha.get(`/orders/${placed.text('orders.0.id')}`)).part('state')).toBe('placed')
    expect((await ayesha.post(`/checkouts/${chk}/payments`)).body).toMatchObject({
      status: 409,
      reason: 'orders.not_now',
    })

    const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
    const ofShop = `/shops/bilal-shoes/orders/${placed.text('orders.0.id')}`
    const cancelled = await bilal.post(`${ofShop}/cancellation`, { words: 'The last pair was torn' })
    expect(cancelled.part('refunds.0.amount')).toEqual(RS_2600)
  })

  test('comes back when the buyer opened it and it was not as shown', async () => {
    const ayesha = await apiClient(at, cast.ayesha)
    const bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
    const ghazi = await apiClient(at, { kind: 'person', person_id: cast.ghazi.person_id })
    const placed = await ayesha.post(`/checkouts/${await checkout(ayesha, 'cod')}/orders`)
    const id = placed.text('orders.0.id')
    const ofShop = `/shops/bilal-shoes/orders/${id}`
    const packed = await bilal.post(`${ofShop}/packing`, { photos: [await photoOf(bilal, '#224488')] })
    const steps = `/rides/parcels/${packed.text('parcel.label')}/steps`
    for (const step of ['take', 'pick_up', 'arrive']) await ghazi.post(steps, { step })
    await ghazi.post(steps, { step: 'open', code: (await ayesha.get(`/orders/${id}`)).text('codes.inspect') })
    const back = { reason: 'not_as_shown', words: 'Brown, not black', photos: [await photoOf(ayesha, '#553311')] }
    const refused = await ayesha.post(`/orders/${id}/send-back`, back)
    expect(refused.body).toMatchObject({ state: 'refused', proofs: { sent_back: { reason: 'not_as_shown' } } })
    expect(refused.part('proofs.sent_back.photos')).toHaveLength(1)
    await ghazi.post(steps, { step: 'start_return' })
    expect((await bilal.post(`${ofShop}/return`, { resalable: true })).part('state')).toBe('returned')
  })
})

async function payAtRail(url: string, fields: unknown, wallet: string): Promise<void> {
  const page = await fetch(url, { method: 'POST', body: new URLSearchParams(fields as Record<string, string>) })
  const [, key = ''] = /name="page" value="([^"]+)"/.exec(await page.text()) ?? []
  const pay = new URLSearchParams({ page: key, lang: 'en', wallet, mpin: '1234', do: 'pay' })
  await fetch(new URL('pay', page.url), { method: 'POST', body: pay })
}
