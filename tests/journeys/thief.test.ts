import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parcelOfOrder, shownLabel } from '../../src/domains/delivery/delivery.ts'
import { shown } from '../../src/kit/ids/ids.ts'
import { openLog } from '../../src/kit/log/log.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { say } from '../../src/kit/text/messages.ts'
import { type Bazaar, codeOn, hiddenOf, opens, SETTLE_MS, signsIn, submits, toOf, wordsOf } from '../setup/buying.ts'
import { pagePatterns } from '../setup/crawl.ts'
import { testMarket, type Visitor, visitorOf } from '../setup/market.ts'
import { packed, placed, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** Everything that the market logs while Eve is at work. */
const logged: string[] = []

let open: Bazaar
let ayesha: Visitor
let eve: Visitor
/** Ayesha's order at Bilal's, packed and waiting for Ghazi, and what else stands in addresses. */
let names: Record<string, string>
let before: string

beforeAll(async () => {
  const market = await testMarket({}, openLog('trace', { write: (line: string) => logged.push(line) }))
  const at = await market.market.db.tx((tx) => trade(tx, 20))
  open = { ...market, at, listing: shown('lst', at.listing_id) }
  const { order, label } = await market.market.db.tx(async (tx) => {
    const one = await placed(tx, at)
    await packed(tx, at, one)
    return { order: one, label: (await parcelOfOrder(tx, one.party_id, one.order_id))?.label_code ?? '' }
  })
  await market.market.runner.settled(SETTLE_MS)
  names = {
    order: shown('ord', order.order_id),
    shop: 'bilal-shoes',
    listing: shown('lst', at.listing_id),
    parcel: shownLabel(label),
    address: shown('adr', at.address_id),
    person: shown('per', at.ayesha.person_id),
    rider: shown('per', at.ghazi.person_id),
    courier: 'leopards',
    photo: shown('pho', at.listing_id),
    variant: shown('var', at.small),
    number: order.number,
  }
  ayesha = await market.visitor(at.ayesha)
  eve = await market.visitor({ kind: 'person', person_id: at.eve.person_id })
})

beforeEach(async () => {
  before = await everything()
})

afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

/** All that a thief could want to change, as one digest. */
async function everything(): Promise<string> {
  const tables = await open.market.db.read((tx) =>
    tx.all<{ digest: string | null }>(sql`
      select md5(string_agg(part, ',' order by part)) as digest from (
        select md5(o::text) as part from orders o union all select md5(s::text) from order_steps s
        union all select md5(h::text) from holds h union all select md5(p::text) from parcels p
        union all select md5(l::text) from listings l union all select md5(s::text) from stock_levels s
        union all select md5(s::text) from shops s union all select md5(m::text) from shop_members m
        union all select md5(a::text) from addresses a union all select md5(c::text) from cart_lines c
        union all select md5(r::text) from person_roles r union all select md5(d::text) from payout_details d
        union all select md5(c::text) from consents c union all select md5(e::text) from ledger_postings e
        union all select md5(b::text) from payout_batches b union all select md5(i::text) from imports i) parts`),
  )
  return tables[0]?.digest ?? ''
}

const filled = (pattern: string) => pattern.replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'missing')
const ROOMS = /^\/(sell\/:shop|operate|ride|orders\/:order)(\/|$)/

/** Every address that changes something, as the program declares it; what telephones read out changes nothing. */
function postPatterns(): string[] {
  const all = open.app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path)
  return [...new Set(all)].filter((path) => !/^\/(api|rails|payments|jazzcash|pulse\/spoken\.xml)\b|\*/.test(path))
}

describe('what is another’s is not there', () => {
  test('Eve finds none of Ayesha’s orders, of Bilal’s rooms, of the rider’s and of the office', async () => {
    const rooms = pagePatterns(open).filter((pattern) => ROOMS.test(pattern))
    expect(rooms.length).toBeGreaterThan(50)
    const answers = await Promise.all(rooms.map(async (pattern) => [pattern, (await eve.get(filled(pattern))).status]))
    expect(answers.filter(([, status]) => status !== 404)).toEqual([])
  })

  test('Eve presses every button of theirs, and nothing changes', async () => {
    const buttons = postPatterns().filter((pattern) => ROOMS.test(pattern))
    expect(buttons.length).toBeGreaterThan(40)
    for (const pattern of buttons) {
      const answer = await eve.post(filled(pattern), { reason: 'changed_mind', words: 'Give it to me', state: 'open' })
      expect([pattern, answer.status]).toEqual([pattern, 404])
    }
    expect(await everything()).toBe(before)
  })

  test('a stranger is asked to sign in, or finds nothing, and learns nothing', async () => {
    const stranger = await open.visitor()
    const own = pagePatterns(open).filter((pattern) => ROOMS.test(pattern) || /^\/(me|orders|checkout)\b/.test(pattern))
    for (const pattern of own.filter((one) => one !== '/me/sign-in' && one !== '/me/passkey')) {
      const answer = await stranger.get(filled(pattern))
      const to = answer.headers.get('location') ?? ''
      const isKept = answer.status === 404 || (answer.status === 303 && /^\/(me\/sign-in|cart)/.test(to))
      expect([pattern, answer.status, to, isKept]).toEqual([pattern, answer.status, to, true])
      expect(await answer.text()).not.toContain('Ayesha')
    }
  })

  test('the number of an order leads Eve to her own rooms only', async () => {
    expect(toOf(await eve.get(`/o/${names.number}`))).toBe(`/sell/orders?number=${names.number}`)
    expect(toOf(await ayesha.get(`/o/${names.number}`))).toBe(`/orders/${names.order}`)
  })

  test('Ayesha’s address can neither be taken off nor ordered to', async () => {
    expect((await eve.post(`/me/addresses/${names.address}`)).status).toBe(404)
    const html = await opens(eve, `/l/${names.listing}`)
    const typed = { variant: names.variant ?? '', quantity: '1' }
    expect(toOf(await submits(eve, html, '/cart/lines', typed))).toBe('/cart')
    const bill = await eve.get(`/checkout/payment?address=${names.address}`)
    expect(toOf(bill)).toMatch(/^\/checkout/)
    const door = await opens(eve, '/checkout')
    expect(door).not.toContain('Model Town')
    const chosen = toOf(await submits(eve, door, '/checkout/address', { address: names.address ?? '' }))
    expect(toOf(await eve.get(chosen))).toBe('/checkout')
  })

  test('a cart opens to nobody who changes the cookie', async () => {
    const html = await opens(ayesha, `/l/${names.listing}`)
    await submits(ayesha, html, '/cart/lines', { variant: names.variant ?? '', quantity: '1' })
    const cart = ayesha.cookies.get('cart') ?? ''
    expect(await opens(ayesha, '/cart')).toContain('Peshawari chappal')
    const [id] = cart.split('.')
    for (const forged of [`${id}`, `${id}.`, `${id}.${'A'.repeat(27)}`, cart.slice(0, -1)]) {
      const page = await opens(visitorOf(open.base, new Map([['cart', forged]])), '/cart')
      expect(page).not.toContain('Peshawari chappal')
    }
  })

  test('what Eve writes stays words', async () => {
    const goods = toOf(await eve.post('/sell/eve-bargains/goods/new', bare({ do: 'skip' }))).replace('/category', '')
    const title = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    await eve.post(`${goods}/title`, { title, suggested: '', brand: '', category: 'womens-khussa' })
    const html = await opens(eve, goods)
    expect(html).toContain('&lt;script>alert(1)')
    expect(html).not.toMatch(/<script|<img src=x/)
  })
})

function bare(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

describe('a form from another site', () => {
  /** Posts as Ayesha's browser would, with her cookies and these headers. */
  const asAyesha = (path: string, headers: Record<string, string>, fields: Record<string, string> = {}) =>
    fetch(`${open.base}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: [...ayesha.cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...headers },
      body: new URLSearchParams(fields),
    })

  test.each([
    ['says that it is from another site', { 'sec-fetch-site': 'cross-site' }],
    ['says that it is from a neighbour’s site', { 'sec-fetch-site': 'same-site' }],
    ['names another origin', { origin: 'https://eve.example' }],
    ['hides its origin', { origin: 'null' }],
    ['says nothing at all', {}],
  ])('that %s is refused at every door, and nothing changes', async (_, headers) => {
    for (const pattern of postPatterns()) {
      const answer = await asAyesha(filled(pattern), headers, { reason: 'changed_mind' })
      expect([pattern, answer.status]).toEqual([pattern, 403])
    }
    expect(await everything()).toBe(before)
  })

  test('the token of another visit does not help; her own lets an old phone in', async () => {
    const path = `/orders/${names.order}/cancellation`
    const { form_token: eves = '' } = hiddenOf(await opens(eve, '/me/name'), '/me/name')
    const { form_token: own = '' } = hiddenOf(await opens(ayesha, path), path)
    expect([eves.length, own.length].every((length) => length > 20)).toBe(true)
    expect((await asAyesha(path, {}, { form_token: eves })).status).toBe(403)
    expect((await asAyesha(path, {}, { form_token: `${own}x` })).status).toBe(403)
    expect(await everything()).toBe(before)
    expect((await asAyesha(path, {}, { form_token: own })).status).toBe(303)
    expect(await everything()).not.toBe(before)
  })
})

describe('signing in', () => {
  test('the sixth try is too late, even with the right code', async () => {
    const phone = '+923009990001'
    const { visitor } = await asksCode(phone)
    const right = await codeOn(open, phone)
    const wrong = right === '000000' ? '111111' : '000000'
    for (let tries = 1; tries <= 5; tries++) expect((await entersCode(visitor, wrong)).status).toBe(422)
    const sixth = await entersCode(visitor, right)
    expect([sixth.status, wordsOf(await sixth.text()).includes(say('en', 'identity.code_expired'))]).toEqual([
      422,
      true,
    ])
    expect(visitor.cookies.has('session')).toBe(false)
  })

  test('who asks for codes again and again has to wait', async () => {
    const phone = '+923009990002'
    const statuses: number[] = []
    for (let asked = 0; asked < 6; asked++) statuses.push((await asksCode(phone)).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
  })

  test('a cookie that Eve has planted is not the one that Ayesha is signed in by', async () => {
    const planted = 'A'.repeat(43)
    const visitor = visitorOf(open.base, new Map([['session', planted]]))
    await signsIn(open, visitor, '+923009990003')
    expect(visitor.cookies.get('session')).not.toBe(planted)
    expect((await visitorOf(open.base, new Map([['session', planted]])).get('/me')).status).toBe(303)
  })

  test('signing out ends the session for whoever has copied it', async () => {
    const visitor = await open.visitor()
    await signsIn(open, visitor, '+923009990004')
    const copy = visitorOf(open.base, new Map(visitor.cookies))
    expect((await copy.get('/me')).status).toBe(200)
    await submits(visitor, await opens(visitor, '/me'), '/me/sign-out')
    expect((await copy.get('/me')).status).toBe(303)
  })
})

async function asksCode(phone: string): Promise<{ visitor: Visitor; status: number }> {
  const visitor = await open.visitor()
  const door = await opens(visitor, '/me/sign-in')
  return { visitor, status: (await submits(visitor, door, '/me/sign-in', { phone })).status }
}

async function entersCode(visitor: Visitor, code: string): Promise<Response> {
  return visitor.post('/me/code', { code, next: '/me' })
}

test('the log of all this names nobody: no phone, name, street, code, token or cookie', async () => {
  expect(logged.length).toBeGreaterThan(50)
  const all = logged.join('\n')
  const secrets = [
    ...['3000000005', '3000000004', '300999000', '0300 '],
    ...['Ayesha', 'Bilal', 'Ghazi', 'House 5', 'Model Town'],
    ...[ayesha, eve].flatMap(({ cookies }) => ['session', 'visit', 'cart'].flatMap((name) => cookies.get(name) ?? [])),
  ]
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
})
