import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, apiClient, clientWith } from '../../../tests/setup/api.ts'
import { pricedChappal } from '../../../tests/setup/bazaar.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { actForShop, addMember, openSessionFor, type Person, SYSTEM } from '../../domains/identity/identity.ts'
import { setOffers, submitListing } from '../../domains/offers/offers.ts'
import { newId, shown } from '../../kit/ids/ids.ts'
import { speak } from '../../kit/text/messages.ts'
import { bugProblem } from './problems.ts'
import { OPERATIONS } from './table.ts'

let at: TestMarket
let cast: Trade
let nobody: ApiClient
let ayesha: ApiClient
let bilal: ApiClient

beforeAll(async () => {
  at = await testMarket()
  cast = await at.market.db.tx((tx) => trade(tx, 5))
  nobody = await apiClient(at)
  ayesha = await apiClient(at, cast.ayesha)
  bilal = await apiClient(at, personBehind(cast.bilal))
})

function personBehind(actor: { person_id: string }): Person {
  return { kind: 'person', person_id: actor.person_id }
}

const chappal = (quantity = 1) => ({
  ...{ shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small), quantity },
})

async function checkoutOf(quantity: number) {
  const cart = (await nobody.post('/carts', { lines: [chappal(quantity)] })).text('id')
  const address_id = shown('adr', cast.address_id)
  return { cart, id: (await ayesha.post('/checkouts', { cart, address_id, method: 'cod' })).text('id') }
}

describe('every route of the table', () => {
  test.each(OPERATIONS.map(({ method, path, access }) => ({ method, path, access })))(
    '$method $path answers, to strangers too',
    async ({ method, path, access }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? 'x')
      const answer = await nobody.call(method, filled, method === 'GET' || method === 'DELETE' ? undefined : {})
      if (access === 'person') expect(answer.body).toMatchObject({ status: 401, reason: 'api.token_missing' })
      else expect(answer.status).toBeLessThan(500)
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    },
  )
})

const EXAMPLES: Readonly<Record<string, string>> = {
  listing: shown('lst', newId()),
  order: shown('ord', newId()),
  checkout: shown('chk', newId()),
  variant: shown('var', newId()),
  address: shown('adr', newId()),
  photo: shown('pho', newId()),
}

describe('a problem', () => {
  test('names its kind, its reason and the sentence in the language of the caller', async () => {
    const call = (language: string) =>
      nobody.call('GET', `/listings/${shown('lst', newId())}`, undefined, { 'accept-language': language })
    const english = await call('en')
    expect(english.body).toMatchObject({
      type: `${at.market.origin}/api#problem-not_found`,
      ...{ title: 'This is not here', status: 404, code: 'not_found', reason: 'catalogue.unknown_listing', values: {} },
    })
    const urdu = await call('ur-PK, en;q=0.5')
    expect(urdu.headers.get('content-language')).toBe('ur')
    expect(urdu.text('title')).toBe(speak('ur')('web.refused.not_found'))
  })

  test('speaks the language of the person when the request says none', async () => {
    await ayesha.patch('/me', { language: 'roman-ur' })
    const answer = await (await apiClient(at, cast.ayesha)).get(`/orders/${shown('ord', newId())}`)
    expect(answer.text('title')).toBe(speak('roman-ur')('web.refused.not_found'))
    await ayesha.patch('/me', { language: 'en' })
  })

  test('points at every field at fault, unknown ones among them', async () => {
    const answer = await nobody.post('/carts', { lines: [{ shop: 'shp_no', variant: 7 }], owner: 'per_1' })
    expect(answer.status).toBe(422)
    const errors = [
      { in: 'body', pointer: '#/lines/0/shop', reason: 'invalid_format' },
      { in: 'body', pointer: '#/lines/0/variant', reason: 'invalid_type' },
      { in: 'body', pointer: '#/owner', reason: 'unrecognized_keys' },
    ]
    expect(answer.part('errors')).toEqual(errors.map((error) => expect.objectContaining(error)))
    const query = await nobody.get('/listings?limit=1000&sort=odd')
    expect(query.part('errors.0')).toMatchObject({ in: 'query', pointer: expect.stringMatching(/limit|sort/) })
  })

  test.each([
    ['not JSON', '{"lines": [', 'application/json', 400, 'requests.unreadable'],
    ['another media type', 'lines=1', 'application/x-www-form-urlencoded', 415, 'api.media_type'],
    ['too much', JSON.stringify({ lines: 'x'.repeat(200_001) }), 'application/json', 413, 'requests.too_large'],
  ])('says that the body is %s', async (_, body, type, status, reason) => {
    const answer = await nobody.post('/carts', body, { 'content-type': type })
    expect(answer.body).toMatchObject({ status, reason })
  })

  test('says that a file is wanted where none came', async () => {
    expect((await ayesha.post('/photos', { photo: 'x' })).status).toBe(415)
    expect((await ayesha.post('/photos', new FormData())).part('errors.0.pointer')).toBe('#/photo')
    const form = new FormData()
    form.set('photo', new File(['no picture'], 'a.jpg', { type: 'image/jpeg' }))
    expect((await ayesha.post('/photos', form)).body).toMatchObject({ status: 422, reason: 'photos.not_a_photo' })
  })

  test('says which methods an address takes', async () => {
    const answer = await nobody.call('PUT', '/categories')
    expect(answer.body).toMatchObject({ status: 405, reason: 'api.method' })
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
  })

  test('says that there is no such address, and a HEAD is as good as a GET', async () => {
    expect((await nobody.get('/kings')).status).toBe(404)
    const head = await fetch(`${at.base}/api/v1/categories`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test.each(['x', Buffer.from('[1]').toString('base64url'), Buffer.from('["a","b"]').toString('base64url')])(
    'says that the cursor %s is not ours',
    async (cursor) => {
      expect((await ayesha.get(`/orders?cursor=${cursor}`)).body).toMatchObject({ status: 422, reason: 'api.cursor' })
      expect((await nobody.get(`/listings?cursor=${cursor}`)).body).toMatchObject({ reason: 'api.cursor' })
      expect((await bilal.get(`/shops/bilal-shoes/listings?cursor=${cursor}`)).body).toMatchObject({
        reason: 'api.cursor',
      })
    },
  )

  test('of ours is told without details, with a reference', () => {
    const { status, body } = bugProblem('0001', speak('en'), 'https://x.pk')
    expect([status, body.code, body.reference]).toEqual([500, 'bug', '0001'])
  })
})

describe('a token', () => {
  test.each(['no-such-token', 'x'.repeat(43)])('%s is refused', async (token) => {
    const answer = await clientWith(at.base, token).get('/me')
    expect(answer.body).toMatchObject({ status: 401, reason: 'api.token' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('of a browser opens nothing here', async () => {
    const { token } = await at.market.db.tx((tx) => openSessionFor(tx, SYSTEM, cast.ayesha.person_id, 'browser'))
    expect((await clientWith(at.base, token).get('/me')).status).toBe(401)
  })

  test('in a cookie is not read', async () => {
    const { token } = await at.market.db.tx((tx) => openSessionFor(tx, SYSTEM, cast.ayesha.person_id, 'api'))
    const answer = await nobody.call('GET', '/me', undefined, { cookie: `session=${token}` })
    expect(answer.body).toMatchObject({ status: 401, reason: 'api.token_missing' })
  })
})

describe('an order that cannot be placed', () => {
  test('says why, with the figures', async () => {
    const { cart, id } = await checkoutOf(5)
    const other = await checkoutOf(1)
    expect((await ayesha.post(`/checkouts/${other.id}/orders`)).status).toBe(201)
    const refused = await ayesha.post(`/checkouts/${id}/orders`)
    expect(refused.body).toMatchObject({ status: 409, reason: 'offers.sold_out', values: { left: 4 } })
    expect((await nobody.get(`/carts/${cart}`)).part('shops.0.lines.0.trouble')).toBe('few_left')
  })

  test('waits until the buyer agrees to a price that rose', async () => {
    const { cart, id } = await checkoutOf(1)
    const price = (price_paisa: bigint) =>
      at.market.db.tx((tx) => setOffers(tx, cast.bilal, cast.listing_id, [{ variant_id: cast.small, price_paisa }]))
    await price(260_000n)
    const refused = await ayesha.post(`/checkouts/${id}/orders`)
    expect(refused.body).toMatchObject({ status: 409, reason: 'orders.price_rose' })
    expect((await nobody.get(`/carts/${cart}`)).part('price_rose')).toBe(true)
    await nobody.post(`/carts/${cart}/price-agreement`)
    expect((await ayesha.post(`/checkouts/${id}/orders`)).status).toBe(201)
    await price(245_000n)
  })

  test('names the shop that could not, and places with the others', async () => {
    const shawl = await at.market.db.tx(async (tx) => {
      const goods = await pricedChappal(tx, cast.farah, { title: 'Khussa from Peshawar' })
      await submitListing(tx, cast.farah, goods.listing_id, { without_photo: true })
      return { shop: shown('shp', cast.farah.shop_id), variant: shown('var', goods.small) }
    })
    const cart = (await nobody.post('/carts', { lines: [chappal(99), shawl] })).text('id')
    const address_id = shown('adr', cast.address_id)
    const chk = (await ayesha.post('/checkouts', { cart, address_id, method: 'cod' })).text('id')
    const placed = await ayesha.post(`/checkouts/${chk}/orders`)
    expect(placed.part('orders')).toMatchObject([{ shop: shawl.shop, state: 'placed' }])
    expect(placed.part('refused')).toMatchObject([{ shop: chappal().shop, reason: 'offers.sold_out' }])
    await at.market.runner.settled(5_000)
    expect((await nobody.get(`/carts/${cart}`)).part('line_count')).toBe(1)
  })

  test.each([
    [{ address_id: undefined }, 'api.address_needed', 422],
    [{ address_id: shown('adr', newId()) }, 'identity.address_unknown', 404],
    [{ cart: 'crt_00000000000000000000000000.forged' }, 'cart.unknown', 404],
  ])('%o is refused: %s', async (wrong, reason, status) => {
    const cart = (await nobody.post('/carts')).text('id')
    const body = { cart, address_id: shown('adr', cast.address_id), method: 'cod', ...wrong }
    expect((await ayesha.post('/checkouts', body)).body).toMatchObject({ status, reason })
  })

  test('goes to no city that nobody knows', async () => {
    const home = { name: 'Ayesha', street: 'House 5', city: 'atlantis' }
    expect((await ayesha.post('/addresses', home)).body).toMatchObject({ status: 422, reason: 'delivery.city_unknown' })
  })
})

test('a helper does what was given to them, and nothing else', async () => {
  await at.market.db.tx(async (tx) => {
    const owner = await actForShop(tx, personBehind(cast.bilal), cast.bilal.shop_id, 'shop')
    const person_id = cast.farah.person_id
    return addMember(tx, owner, { person_id, role: 'helper', tasks: ['listings'], expires_at: null })
  })
  const farah = await apiClient(at, personBehind(cast.farah))
  expect((await farah.get('/shops/bilal-shoes/listings')).part('count')).toBe(1)
  const forbidden = { status: 403, code: 'forbidden', reason: 'identity.task_not_given' }
  expect((await farah.get('/shops/bilal-shoes/orders')).body).toMatchObject(forbidden)
  expect((await farah.get('/shops/bilal-shoes/money')).body).toMatchObject(forbidden)
})

test('who asks too often is told when to come back', async () => {
  const busy = await testMarket({ BHAROSA_REQUESTS_A_MINUTE: '2' })
  const client = await apiClient(busy)
  const first = await client.get('/cities')
  expect(first.headers.get('ratelimit-limit')).toBe('2')
  expect(first.headers.get('ratelimit-remaining')).toBe('1')
  expect(Number(first.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60)
  const answers = [await client.get('/cities'), await client.get('/cities'), await client.get('/cities')]
  // Two of these four may fall into the next minute; three in one minute are too many.
  const last = answers.find(({ status }) => status === 429)
  expect(last?.body).toMatchObject({ code: 'limit', reason: 'limits.too_often' })
  expect(last?.headers.get('retry-after')).toBe('60')
})

test('too many codes for one number are refused with the minutes to wait', async () => {
  const ask = () => nobody.post('/sign-in-codes', { phone: '0300 7654321' })
  for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(202)
  const answer = await ask()
  expect(answer.body).toMatchObject({ status: 429, values: { minutes: 60 } })
  expect(answer.headers.get('retry-after')).toBe('3600')
})
