import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { broughtToDoor, checkoutOf, type Trade, trade, wayFee } from '../../../tests/setup/trade.ts'
import { countListings, listImports, listListings } from '../../domains/catalogue/catalogue.ts'
import { actForShop, addMember, type Person, type ShopActor } from '../../domains/identity/identity.ts'
import { offersOf } from '../../domains/offers/offers.ts'
import { findOrder, type OrderRow, placeCheckout } from '../../domains/orders/orders.ts'
import { getPayoutDetails } from '../../domains/payments/payments.ts'
import { sendBack } from '../../domains/trust/trust.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { formWith, textOf, toOf, wordsOf } from './testing.ts'

const SHOP = '/sell/bilal-shoes'
const IBAN = 'PK36SCBL0000001123456702'

let open: TestMarket
let cast: Trade
let bilal: Visitor
let eve: Visitor

const personOf = ({ person_id }: { person_id: string }): Person => ({ kind: 'person', person_id })
const tx: TestMarket['market']['db']['tx'] = (body) => open.market.db.tx(body)

/** Bilal with all that an owner may do. */
const owner = () => tx((t) => actForShop(t, personOf(cast.bilal), cast.bilal.shop_id, 'shop'))

beforeAll(async () => {
  open = await testMarket()
  cast = await tx((t) => trade(t, 50))
  bilal = await open.visitor(personOf(cast.bilal))
  eve = await open.visitor(personOf(cast.eve))
})

/** Ayesha orders one chappal. Gives the order and the address of its page. */
async function ordered(): Promise<{ order: OrderRow; page: string }> {
  const { checkout_id } = await tx((t) => checkoutOf(t, cast.ayesha, cast))
  const { orders } = await placeCheckout(open.market.db, cast.ayesha, checkout_id, wayFee)
  const order_id = orders[0]?.order_id ?? ''
  const { order } = await tx((t) => findOrder(t, order_id))
  return { order, page: `${SHOP}/orders/${shown('ord', order_id)}` }
}

describe('who may enter a shop', () => {
  test('a stranger is asked to sign in, and Eve learns nothing of Bilal’s rooms', async () => {
    const stranger = await open.visitor()
    expect(toOf(await stranger.get(`${SHOP}/money`))).toBe(`/me/sign-in?next=${encodeURIComponent(`${SHOP}/money`)}`)
    for (const room of ['', '/orders', '/goods', '/money', '/shop', '/people', '/imports']) {
      expect((await eve.get(SHOP + room)).status, room).toBe(404)
    }
    const { page } = await ordered()
    expect((await eve.get(page)).status).toBe(404)
    expect((await eve.post(`${page}/cancellation`, { reason: 'sold_out' })).status).toBe(404)
  })

  test('Jamila helps with goods for a while: no orders, no money, and it ends at once', async () => {
    const jamila = personOf(cast.ghazi)
    const end = new Date(Date.now() + 86_400_000)
    const by = await owner()
    const tasks = ['listings'] as const
    await tx((t) => addMember(t, by, { ...jamila, role: 'helper', tasks, expires_at: end }))
    const visitor = await open.visitor(jamila)
    expect(toOf(await visitor.get('/sell'))).toBe(SHOP)
    expect(await textOf(visitor, SHOP)).toContain('You help in Bilal Shoes . The owner sees what you do.')
    expect((await visitor.get(`${SHOP}/goods`)).status).toBe(200)
    expect((await visitor.get(`${SHOP}/orders`)).status).toBe(403)
    expect((await visitor.get(`${SHOP}/money`)).status).toBe(403)

    const shelf = `${SHOP}/goods/${shown('lst', cast.listing_id)}/shelf`
    const same = { [`price.${cast.large}`]: '2450', [`stock.${cast.large}`]: '6' }
    for (const _ of ['once', 'again']) expect((await visitor.post(shelf, same)).status).toBe(303)
    await open.market.runner.settled(5_000)
    const told = await tx((t) =>
      t.all(sql`
        select template from messages where party_id = ${cast.bilal.person_id} and template = 'shop.helper_acted'`),
    )
    expect(told).toHaveLength(1)

    const ended = await bilal.post(`${SHOP}/people/${shown('per', jamila.person_id)}`)
    expect(toOf(ended)).toBe(`${SHOP}/people?done=saved`)
    expect((await visitor.get(`${SHOP}/goods`)).status).toBe(404)
  })

  test('a number that nobody signed in with is said beside the field, with everything kept', async () => {
    const fields = { phone: '0300 7654321', role: 'helper', 'task.orders': 'yes', until: '2099-01-31' }
    const answer = await bilal.post(`${SHOP}/people`, fields)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(wordsOf(html)).toContain('Nobody has signed in with this number yet.')
    expect(html).toContain('value="2099-01-31"')
    const none = await bilal.post(`${SHOP}/people`, { phone: '0300 0000006', role: 'helper' })
    expect(wordsOf(await none.text())).toContain('Choose at least one task.')
  })
})

describe('goods', () => {
  const listing = () => `${SHOP}/goods/${shown('lst', cast.listing_id)}`

  test('price and pieces are changed on one page, and a slip comes back beside its field', async () => {
    const price = (id: string, rupees: string, pieces: string) => ({ [`price.${id}`]: rupees, [`stock.${id}`]: pieces })
    const slip = await bilal.post(`${listing()}/shelf`, {
      ...price(cast.small, 'cheap', '4'),
      ...price(cast.large, '2600', '7'),
    })
    expect(slip.status).toBe(422)
    const html = await slip.text()
    expect(wordsOf(html)).toContain('Write the price in numbers, like 2450.')
    expect(html).toContain('value="cheap"')

    const saved = await bilal.post(`${listing()}/shelf`, price(cast.large, 'Rs 2,600', '7'))
    expect(toOf(saved)).toBe(`${listing()}?done=saved`)
    const offers = await tx((t) => offersOf(t, cast.bilal.shop_id, cast.listing_id))
    expect(offers.find(({ variant_id }) => variant_id === cast.large)).toMatchObject({
      price_paisa: 260_000n,
      on_hand_count: 7,
    })
  })

  test('goods rest and are sold again', async () => {
    expect(toOf(await bilal.post(`${listing()}/state`, { do: 'pause' }))).toBe(`${listing()}?done=pause`)
    expect(await textOf(bilal, listing())).toContain('Buyers see it but cannot order it.')
    await bilal.post(`${listing()}/state`, { do: 'resume' })
    expect(await textOf(bilal, listing())).toContain('Buyers can find it and order it.')
  })

  test('a new size keeps what the others have', async () => {
    expect(toOf(await bilal.post(`${listing()}/options`, { 'option.Size': '41, 42, ۴۳', from: 'edit' }))).toBe(
      listing(),
    )
    const offers = await tx((t) => offersOf(t, cast.bilal.shop_id, cast.listing_id))
    expect(offers).toHaveLength(3)
    expect(offers.find(({ variant_id }) => variant_id === cast.large)).toMatchObject({ price_paisa: 260_000n })
  })

  test('a file that is no photo is refused in words, and nothing is written', async () => {
    const before = await tx((t) => countListings(t, cast.bilal))
    const file = new File(['<svg onload=alert(1)>'], 'shoe.jpg', { type: 'image/jpeg' })
    const answer = await bilal.post(`${SHOP}/goods/new`, formWith({}, [file]))
    expect(answer.status).toBe(422)
    expect(await tx((t) => countListings(t, cast.bilal))).toEqual(before)
  })

  test('a draft without its answers goes back to the question that is open', async () => {
    const goods = toOf(await bilal.post(`${SHOP}/goods/new`, formWith({ do: 'skip' }))).replace('/category', '')
    expect(toOf(await bilal.get(`${goods}/preview`))).toBe(`${goods}/category`)
    await bilal.post(`${goods}/title`, { title: 'Shoe brush', category: 'other', suggested: '', brand: '' })
    expect(toOf(await bilal.get(`${goods}/preview`))).toBe(`${goods}/price`)
    const answer = await bilal.post(`${goods}/price`, { price: '' })
    expect(answer.status).toBe(422)
    await bilal.post(`${goods}/price`, { price: '150' })
    expect(toOf(await bilal.get(`${goods}/preview`))).toBe(`${goods}/stock`)
    expect(await textOf(bilal, `${goods}/stock`)).toContain('one hundred fifty rupees')
    expect(await textOf(bilal, SHOP)).toContain('Shoe brush Not on sale yet. Finish it.')
  })
})

describe('goods from a file', () => {
  const csv = 'Naam,Qeemat,Tadaad,Colour note\nSandal A,1200,4,x\nSandal B,abc,2,x\nSandal C,900,1,x\n'

  /** The page of an import, looked at again as a browser does, until the file is read. */
  const readThrough = async (path: string) => {
    await expect.poll(() => textOf(bilal, path), { timeout: 10_000 }).not.toContain('looks again by itself')
    return textOf(bilal, path)
  }

  test('Bilal tries a file, brings it in, and takes it all back', async () => {
    const file = new File([csv], 'maal.csv', { type: 'text/csv' })
    const mapping = toOf(await bilal.post(`${SHOP}/imports`, formWith({}, [file], 'file')))
    expect(mapping).toMatch(/imports\/files\/[0-9a-f]{64}\?name=maal\.csv$/)
    const page = await (await bilal.get(mapping)).text()
    expect(wordsOf(page)).toContain('Sandal A · Sandal B · Sandal C')
    const fields = { name: 'maal.csv', 'column.0': 'title', 'column.1': 'price', 'column.2': 'stock', 'column.3': '' }

    const tried = toOf(await bilal.post(mapping, { ...fields, do: 'try' }))
    const result = await readThrough(tried)
    expect(result).toContain('Only tried. Nothing has changed yet.')
    expect(result).toContain('The price “abc” cannot be read.')
    expect((await tx((t) => listListings(t, cast.bilal, { query: 'Sandal', limit: 10 }))).count).toBe(0)

    const done = toOf(await bilal.post(tried))
    expect(await readThrough(done)).toContain('The goods are in')
    expect((await tx((t) => listListings(t, cast.bilal, { query: 'Sandal', limit: 10 }))).count).toBe(2)

    await bilal.post(`${done}/undo`)
    expect(await textOf(bilal, done)).toContain('Taken back')
    expect((await tx((t) => listListings(t, cast.bilal, { query: 'Sandal', limit: 10 }))).count).toBe(0)
  })

  test('a file that is no table is refused on its page, and Eve sees no import of Bilal’s', async () => {
    const file = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2])], 'goods.xlsx')
    const answer = await bilal.post(`${SHOP}/imports`, formWith({}, [file], 'file'))
    expect(answer.status).toBe(422)
    expect(wordsOf(await answer.text())).toContain('This file is not a table.')
    const [first] = await tx((t) => listImports(t, cast.bilal))
    const eves = `/sell/eve-bargains/imports/${shown('imp', first?.import_id ?? '')}`
    expect((await eve.get(eves)).status).toBe(404)
  })
})

describe('orders', () => {
  test('what cannot be sent is called off with a reason in the buyer’s language', async () => {
    const { order, page } = await ordered()
    const bare = await bilal.post(`${page}/cancellation`, {})
    expect(bare.status).toBe(422)
    expect(wordsOf(await bare.text())).toContain('Choose why, or write it.')
    expect(toOf(await bilal.post(`${page}/cancellation`, { reason: 'sold_out', words: 'Sorry.' }))).toBe(page)
    expect(await textOf(bilal, page)).toContain('The shop has none left. Sorry.')
    expect((await tx((t) => findOrder(t, order.order_id))).order.state).toBe('cancelled')
  })

  test('goods that come back show the buyer’s reason, and go on the shelf again', async () => {
    const { order, page } = await ordered()
    const at = { shop_id: order.party_id, order_id: order.order_id }
    await tx((t) => broughtToDoor(t, cast, order))
    const back = { reason: 'not_as_shown', words: 'Another brown.', photo_names: ['b'.repeat(64)] }
    await tx((t) => sendBack(t, cast.ghazi, at, back))
    const words = await textOf(bilal, page)
    expect(words).toContain('It is not as shown')
    expect(words).toContain('Another brown.')
    expect(words).not.toContain('House 5')

    const unsaid = await bilal.post(`${page}/taking-back`, {})
    expect(unsaid.status).toBe(409)
    expect(wordsOf(await unsaid.text())).toContain('Say whether it can be sold again.')
    expect(toOf(await bilal.post(`${page}/taking-back`, { resalable: 'yes' }))).toBe(page)
    expect(await textOf(bilal, page)).toContain('Back with you')
  })

  test('a label is only there for a parcel that is on its way', async () => {
    const { page } = await ordered()
    expect((await bilal.get(`${page}/label`)).status).toBe(404)
  })
})

describe('money', () => {
  test('where the money goes is set by the owner only, after a fresh proof', async () => {
    const account = `${SHOP}/money/account`
    const old = await open.visitor(personOf(cast.bilal))
    await tx((t) => t.count(sql`update sessions set proved_at = null where person_id = ${cast.bilal.person_id}`))
    const proof = `/me/proof?next=${encodeURIComponent(account)}`
    expect(toOf(await old.get(account))).toBe(proof)
    const details = { kind: 'bank', account: IBAN, title: 'Bilal Ahmed' }
    expect(toOf(await old.post(account, details))).toBe(proof)

    bilal = await open.visitor(personOf(cast.bilal))
    const slip = await bilal.post(account, { kind: 'bank', account: 'PK00', title: 'Bilal Ahmed' })
    expect(slip.status).toBe(422)
    expect(wordsOf(await slip.text())).toContain('This is not an IBAN.')
    expect(toOf(await bilal.post(account, details))).toBe(`${SHOP}/money?done=saved`)
    const by: ShopActor = await tx((t) => actForShop(t, personOf(cast.bilal), cast.bilal.shop_id, 'money'))
    expect(await tx((t) => getPayoutDetails(t, by))).toMatchObject({ kind: 'bank', shown_tail: '6702' })
    expect(await textOf(bilal, `${SHOP}/money`)).toContain('the bank account that ends in 6702')
  })

  test('each order says what the buyer pays, what is taken and what is left', async () => {
    const { order } = await ordered()
    const words = await textOf(bilal, `${SHOP}/money`)
    expect(words).toContain(order.number)
    expect(words).toContain('The buyer pays after looking.')
  })
})

describe('the shop itself', () => {
  test('its words are changed, its shutters go down and up', async () => {
    const fields = {
      name: 'Bilal Shoes',
      about: 'Chappal since 1987.',
      city: 'lahore',
      area: 'Anarkali',
      language: 'ur',
    }
    expect(toOf(await bilal.post(`${SHOP}/shop`, fields))).toBe(`${SHOP}/shop?done=saved`)
    const page = async () => (await bilal.get(`${SHOP}/shop`)).text()
    const chosen = (html: string) => /name="led".*?<option(?=[^>]* selected)[^>]*>([^<]*)/s.exec(html)?.[1]
    expect(chosen(await page())).toBe('I would rather not say')
    await bilal.post(`${SHOP}/shop`, { ...fields, led: 'others' })
    expect(chosen(await page())).toBe('Others')
    const nameless = await bilal.post(`${SHOP}/shop`, { ...fields, name: '' })
    expect(nameless.status).toBe(422)
    expect(wordsOf(await nameless.text())).toContain('Write the name of your shop.')

    await bilal.post(`${SHOP}/shop/shutters`, { do: 'rest' })
    expect(await textOf(bilal, SHOP)).toContain('Your shop is resting')
    await bilal.post(`${SHOP}/shop/shutters`, { do: 'wake' })
    expect(await textOf(bilal, `${SHOP}/shop`)).toContain('Your shutters are up')
  })

  test('messages that name a room without a shop lead into the only one', async () => {
    expect(toOf(await bilal.get('/sell/money'))).toBe(`${SHOP}/money`)
    expect(toOf(await bilal.get('/sell'))).toBe(SHOP)
    const { order, page } = await ordered()
    expect(toOf(await bilal.get(`/o/${order.number}`))).toBe(`/sell/orders?number=${order.number}`)
    expect(toOf(await bilal.get(`/sell/orders?number=${order.number}`))).toBe(page)
    expect(toOf(await bilal.get('/sell/orders?number=NOSUCH1'))).toBe(`${SHOP}/orders`)
  })
})
