import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Bazaar,
  goesToBill,
  hiddenOf,
  openBazaar,
  opens,
  orders,
  putsInCart,
  SETTLE_MS,
  signsIn,
  submits,
  toOf,
  wordsOf,
} from '../../../tests/setup/buying.ts'
import type { Visitor } from '../../../tests/setup/market.ts'
import { homeOf } from '../../../tests/setup/trade.ts'
import { actForShop } from '../../domains/identity/identity.ts'
import { queryKey } from '../../domains/numbers/numbers.ts'
import { setOffers } from '../../domains/offers/offers.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
})

/** Bilal changes price or stock of both sizes. */
async function bilalSets(offer: { price_paisa: bigint; stock_count: number }): Promise<void> {
  const { at, market } = open
  await market.db.tx(async (tx) => {
    const owner = { kind: 'person', person_id: at.bilal.person_id } as const
    const by = await actForShop(tx, owner, at.bilal.shop_id, 'listings')
    await setOffers(
      tx,
      by,
      at.listing_id,
      [at.small, at.large].map((variant_id) => ({ variant_id, ...offer })),
    )
  })
  await market.runner.settled(SETTLE_MS)
}

describe('looking round', () => {
  test('a stranger finds the chappal on the home page, by search, on its shelf and in its shop', async () => {
    const stranger = await open.visitor()
    for (const path of ['/', '/search?q=chappal', '/search?category=mens-chappal', '/s/bilal-shoes']) {
      expect(await opens(stranger, path)).toContain(`/l/${open.listing}`)
    }
  })

  test('a search that finds nothing offers the shelves and the phone', async () => {
    const words = wordsOf(await opens(await open.visitor(), '/search?q=zzzz'))
    expect(words).toContain('Nothing found for “zzzz”')
    expect(words).toContain('Or call us')
  })

  test('what is being written is ended by words of the goods, as links and as JSON', async () => {
    const stranger = await open.visitor()
    expect(await opens(stranger, '/search/suggest?q=chap')).toContain('/search?q=chappal')
    const answer = await fetch(`${open.base}/search/suggest?q=chap`, { headers: { accept: 'application/json' } })
    const { suggestions } = (await answer.json()) as { suggestions: unknown[] }
    expect(suggestions[0]).toEqual({ words: 'chappal', href: '/search?q=chappal' })
    expect(suggestions).toContainEqual({
      words: 'Peshawari chappal and sandals',
      href: '/search?category=mens-chappal',
    })
    expect((await stranger.get('/search/suggest?q=%00%F0%9F%98')).status).toBe(200)
  })

  test('a word that nobody has is struck out, and the rest is found', async () => {
    const html = await opens(await open.visitor(), '/search?q=chappal+zzzz')
    expect(html).toMatch(/<del><bdi>zzzz<\/bdi><\/del>/)
    expect(html).toContain(`/l/${open.listing}`)
  })

  test('operators alone see why hits stand in their order', async () => {
    const path = '/search?q=chappal&explain=1'
    expect((await (await open.visitor()).get(path)).status).not.toBe(200)
    expect((await ayesha.get(path)).status).toBeGreaterThanOrEqual(400)
    const dania = await open.visitor({ kind: 'person', person_id: open.at.dania.person_id })
    const why = wordsOf(await opens(dania, path))
    expect(why).toMatch(/1\. Peshawari chappal, hand made .* chappal : chappal \(written\)/)
    expect(await opens(dania, '/search?q=chappal')).toContain('/search?q=chappal&amp;explain=1')
    expect(await opens(ayesha, '/search?q=chappal')).not.toContain('explain=1')
    const headers = { accept: 'application/json', cookie: `session=${dania.cookies.get('session')}` }
    const json = await (await fetch(`${open.base}${path}`, { headers })).json()
    const { hits } = json as { hits: { parts: { name: string }[] }[] }
    expect(hits[0]?.parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['merit', 'phrase', 'company']))
  })

  test('nonsense in the address of a search is left out', async () => {
    const html = await opens(await open.visitor(), '/search?category=x&price_from=abc&city=atlantis&sort=no&page=-3')
    expect(html).toContain(`/l/${open.listing}`)
  })

  test('goods that are not there are not there', async () => {
    const stranger = await open.visitor()
    await opens(stranger, `/l/${shown('lst', open.at.small)}`, 404)
    await opens(stranger, '/l/lst_nonsense', 404)
    await opens(stranger, '/s/nobody', 404)
    await opens(stranger, '/s/eve-bargains', 404)
  })

  test('the price to the door is shown once the city is known', async () => {
    const stranger = await open.visitor()
    const html = await opens(stranger, `/l/${open.listing}`)
    expect(toOf(await submits(stranger, html, '/city', { city: 'lahore' }))).toBe(`/l/${open.listing}`)
    expect(wordsOf(await opens(stranger, `/l/${open.listing}`))).toMatch(/Rs 2,\d{3} to your door/)
  })

  test('a city form leads nowhere else', async () => {
    const stranger = await open.visitor()
    expect(toOf(await stranger.post('/city', { city: 'lahore', next: '//evil.example/' }))).toBe('/')
  })

  test('which words led to a thing that was ordered is counted, and nothing tells whose order it was', async () => {
    const { db, keys, looks } = open.market
    const results = `/search?q=${encodeURIComponent('Chappal  kala')}`
    const page = await (await ayesha.get(`/l/${open.listing}`, results)).text()
    const { found = '' } = hiddenOf(page, '/cart/lines')
    expect(found).toBe(queryKey(keys, 'chappal kala').toString('base64url'))
    const typed = { variant: shown('var', open.at.small), quantity: '1' }
    const again = await submits(ayesha, page, '/cart/lines', { ...typed, quantity: 'many' })
    expect(hiddenOf(await again.text(), '/cart/lines').found).toBe(found)
    await submits(ayesha, page, '/cart/lines', typed)
    await orders(open, ayesha)
    // What is put in without a search, or with nonsense, counts for no words.
    await putsInCart(ayesha, open)
    await submits(ayesha, page, '/cart/lines', { ...typed, variant: shown('var', open.at.large), found: 'nonsense' })
    await orders(open, ayesha)
    await looks.keep()
    const counted = (text: string) =>
      db.read((tx) =>
        tx.all(sql`
          select clicked_count, ordered_count from numbers_queries where query_key = ${queryKey(keys, text)}`),
      )
    expect(await counted('chappal kala')).toEqual([{ clicked_count: 1, ordered_count: 1 }])
    expect(await counted('')).toMatchObject([{ ordered_count: 1 }])
  })
})

describe('the cart', () => {
  test('less, more and out, and a tap that comes twice counts once', async () => {
    const stranger = await open.visitor()
    await putsInCart(stranger, open)
    const line = `/cart/lines/${shown('var', open.at.small)}`
    const cart = await opens(stranger, '/cart')
    await submits(stranger, cart, line, { do: 'more' })
    await submits(stranger, cart, line, { do: 'more' })
    expect(wordsOf(await opens(stranger, '/cart'))).toContain('Rs 4,900')
    await submits(stranger, await opens(stranger, '/cart'), line, { do: 'remove' })
    expect(wordsOf(await opens(stranger, '/cart'))).toContain('Your cart is empty')
    expect(toOf(await submits(stranger, cart, line, { do: 'more' }))).toBe('/cart')
  })

  test('who chooses no size, or a quantity that is none, gets the page back with the reason', async () => {
    const stranger = await open.visitor()
    const html = await opens(stranger, `/l/${open.listing}`)
    const none = await submits(stranger, html, '/cart/lines', { quantity: '1' })
    expect(none.status).toBe(422)
    expect(wordsOf(await none.text())).toContain('Choose one that is there.')
    const many = { variant: shown('var', open.at.small), quantity: '0' }
    const wrong = await submits(stranger, html, '/cart/lines', many)
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toMatch(/name="quantity"[^>]*value="0"|value="0"[^>]*name="quantity"/)
  })

  test('digits may be typed in Urdu', async () => {
    const stranger = await open.visitor()
    await putsInCart(stranger, open, '۲')
    expect(wordsOf(await opens(stranger, '/cart'))).toContain('Rs 4,900')
  })

  test('a form from another site changes nothing', async () => {
    const answer = await fetch(`${open.base}/cart/lines`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      body: new URLSearchParams({ variant: shown('var', open.at.small), quantity: '1' }),
      redirect: 'manual',
    })
    expect(answer.status).toBe(403)
  })

  test('a price that rose is said, and Ayesha agrees before she orders', async () => {
    await putsInCart(ayesha, open)
    await bilalSets({ price_paisa: 260_000n, stock_count: 50 })
    const cart = await opens(ayesha, '/cart')
    expect(wordsOf(cart)).toContain('Was Rs 2,450 when you put it in')
    expect(toOf(await ayesha.get('/checkout'))).toBe('/cart')
    await submits(ayesha, cart, '/cart/prices')
    const where = await opens(ayesha, '/checkout')
    expect(where).toContain('Where shall it come?')
    // The number of the address keeps its digits in their order also between Urdu words.
    expect(where).toMatch(/\u2068[\d ]{11,}\u2069/)
    const line = `/cart/lines/${shown('var', open.at.small)}`
    await submits(ayesha, await opens(ayesha, '/cart'), line, { do: 'remove' })
    await bilalSets({ price_paisa: 245_000n, stock_count: 50 })
  })
})

describe('ordering', () => {
  test('Ayesha orders to pay at the door, and the same button pressed again makes no second order', async () => {
    await putsInCart(ayesha, open)
    const bill = await goesToBill(ayesha)
    expect(wordsOf(bill)).toContain('Ayesha Khan, House 5, Street 3')
    expect(bill).toContain('class="count"')
    const to = toOf(await submits(ayesha, bill, '/checkout', { method: 'cod' }))
    expect(await opens(ayesha, to)).not.toContain('class="count"')
    expect(to).toMatch(/^\/orders\/ord_\w{26}\?news=placed$/)
    expect(toOf(await submits(ayesha, bill, '/checkout', { method: 'cod' }))).toBe(to)
    const order = wordsOf(await opens(ayesha, to))
    expect(order).toContain('Ordered. Thank you!')
    expect(order).toContain('Bilal Shoes packs it')
    expect(wordsOf(await opens(ayesha, '/cart'))).toContain('Your cart is empty')
    expect(wordsOf(await opens(ayesha, '/orders'))).toContain('Peshawari chappal')
  })

  test('a stranger gives a phone on the way, reads the code there, and comes back to the address', async () => {
    const stranger = await open.visitor()
    await putsInCart(stranger, open)
    const to = toOf(await stranger.get('/checkout'))
    expect(to).toBe('/me/sign-in?next=%2Fcheckout')
    expect(wordsOf(await opens(stranger, to))).toContain('Which number can the rider call?')
    expect(await signsIn(open, stranger, '+923001234567', '/checkout')).toBe('/checkout')
    const address = await opens(stranger, '/checkout')
    const missing = await submits(stranger, address, '/checkout/address', {
      name: 'Hina',
      city: 'lahore',
      area: 'Gulberg',
    })
    expect(missing.status).toBe(422)
    const again = await missing.text()
    expect(wordsOf(again)).toContain('Write the street and house')
    expect(again).toContain('value="Gulberg"')
    const home = { name: 'Hina', city: 'lahore', street: 'House 9', area: 'Gulberg', landmark: '', phone: '' }
    const bill = toOf(await submits(stranger, again, '/checkout/address', home))
    const place = await submits(stranger, await opens(stranger, bill), '/checkout', { method: 'cod' })
    await open.market.runner.settled(SETTLE_MS)
    expect(wordsOf(await opens(stranger, toOf(place)))).toContain('House 9')
    expect(wordsOf(await opens(stranger, '/me'))).toContain('Hina')
  })

  test('no way to pay chosen: the bill comes back and asks', async () => {
    await putsInCart(ayesha, open)
    const answer = await submits(ayesha, await goesToBill(ayesha), '/checkout', { method: '' })
    expect(answer.status).toBe(422)
    expect(wordsOf(await answer.text())).toContain('Choose how you will pay.')
  })

  test('a price that rose while Ayesha read the bill comes back to the cart, and nothing was ordered', async () => {
    const bill = await goesToBill(ayesha)
    await bilalSets({ price_paisa: 270_000n, stock_count: 50 })
    const rose = await submits(ayesha, bill, '/checkout', { method: 'cod' })
    expect(rose.status).toBe(409)
    expect(wordsOf(await rose.text())).toContain('The price of Peshawari chappal, hand made went up')
    await bilalSets({ price_paisa: 245_000n, stock_count: 50 })
    expect(await orders(open, ayesha)).toMatch(/^\/orders\/ord_/)
  })

  test('of two who want the last pair one gets it, and the other reads in the cart that it is gone', async () => {
    const last = await openBazaar(1)
    const [first, second] = [
      await last.visitor(last.at.ayesha),
      await last.visitor({ kind: 'person', person_id: last.at.dania.person_id }),
    ]
    await last.market.db.tx((tx) => homeOf(tx, { kind: 'person', person_id: last.at.dania.person_id }))
    for (const buyer of [first, second]) await putsInCart(buyer, last)
    const bills = [await goesToBill(first), await goesToBill(second)] as const
    await submits(first, bills[0], '/checkout', { method: 'cod' })
    const gone = await submits(second, bills[1], '/checkout', { method: 'cod' })
    expect(gone.status).toBe(409)
    expect(wordsOf(await gone.text())).toContain('Not on sale now. Please take it out.')
    expect(toOf(await second.get('/checkout'))).toBe('/cart')
  })

  test('another person neither sees nor cancels the order', async () => {
    const eve = await open.visitor({ kind: 'person', person_id: open.at.eve.person_id })
    await putsInCart(ayesha, open)
    const [path = ''] = (await orders(open, ayesha)).split('?')
    await opens(eve, path, 404)
    expect((await eve.post(`${path}/cancellation`)).status).toBe(404)
    expect((await eve.post(`${path}/acceptance`)).status).toBe(404)
    expect(wordsOf(await opens(eve, '/orders'))).toContain('No orders yet')
  })

  test('Ayesha cancels after being asked once', async () => {
    await putsInCart(ayesha, open)
    const [path = ''] = (await orders(open, ayesha)).split('?')
    const asked = await opens(ayesha, `${path}/cancellation`)
    expect(toOf(await submits(ayesha, asked, `${path}/cancellation`))).toBe(path)
    expect(wordsOf(await opens(ayesha, path))).toContain('You cancelled it')
    const again = await ayesha.post(`${path}/cancellation`)
    expect(again.status).toBe(409)
    expect(wordsOf(await again.text())).toContain('The order has moved on')
  })

  test('the bill carries the once-only key of its checkout', async () => {
    await putsInCart(ayesha, open)
    expect(hiddenOf(await goesToBill(ayesha), '/checkout').checkout).toMatch(/^chk_\w{26}$/)
  })
})
