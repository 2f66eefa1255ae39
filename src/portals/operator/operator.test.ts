import { beforeAll, describe, expect, test } from 'vitest'
import { pricedChappal } from '../../../tests/setup/bazaar.ts'
import { opens, submits, wordsOf } from '../../../tests/setup/buying.ts'
import { laila } from '../../../tests/setup/laila.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { atOf, broughtToDoor, opened, packed, paid, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { listInReview } from '../../domains/catalogue/catalogue.ts'
import { cashOfRider, parcelOfOrder } from '../../domains/delivery/delivery.ts'
import {
  findShop,
  giveRole,
  listAccess,
  openSessionFor,
  type Person,
  rolesOf,
  SYSTEM,
  seedPerson,
} from '../../domains/identity/identity.ts'
import { findViolations, LEDGER_INVARIANTS } from '../../domains/ledger/ledger.ts'
import { submitListing } from '../../domains/offers/offers.ts'
import { cancelOrder, findOrder, ORDER_INVARIANTS, type OrderRow } from '../../domains/orders/orders.ts'
import {
  listRefunds,
  MONEY_INVARIANTS,
  readCommissionRules,
  sendRefunds,
  setPayoutDetails,
} from '../../domains/payments/payments.ts'
import { codesFor, openAtDoor, releaseAtDoor } from '../../domains/trust/trust.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'

let market: TestMarket
let cast: Trade
let dania: Visitor

const tx = <T>(body: (tx: Tx) => Promise<T>) => market.market.db.tx(body)
const person = ({ person_id }: { person_id: string }): Person => ({ kind: 'person', person_id })
const plain = async (answer: Response) => (await answer.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const pathOf = (order: OrderRow) => `/operate/orders/${shown('ord', order.order_id)}`
const stateOf = async (order: OrderRow) => (await tx((t) => findOrder(t, order.order_id))).order.state

beforeAll(async () => {
  market = await testMarket()
  cast = await tx((t) => trade(t, 50))
  dania = await market.visitor(person(cast.dania))
})

describe('Dania decides', () => {
  test('an order that stands open at a door is decided for the buyer, with a reason that both read', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await opened(t, cast, one)
      return one
    })
    const page = await plain(await dania.get(pathOf(order)))
    expect(page).toContain('For the buyer')
    const without = await dania.post(`${pathOf(order)}/decision`, { side: 'buyer', words: '' })
    expect(without.status).toBe(422)
    expect(await without.text()).toContain('id="words-error"')
    const sideless = await dania.post(`${pathOf(order)}/decision`, { words: 'The shoe is torn' })
    expect(sideless.status).toBe(422)
    expect(await plain(sideless)).toContain('The shoe is torn')
    const done = await dania.post(`${pathOf(order)}/decision`, { side: 'buyer', words: 'The shoe is torn' })
    expect([done.status, await stateOf(order)]).toEqual([303, 'refused'])
    expect(await plain(await dania.get(pathOf(order)))).toContain('Decided for the buyer')
  })

  test('for the shop only once the money is in a hand', async () => {
    const [cod, prepaid] = await tx(async (t) => {
      const one = await placed(t, cast)
      await broughtToDoor(t, cast, one)
      const two = await placed(t, cast, 'prepaid')
      await paid(t, two)
      await broughtToDoor(t, cast, two)
      return [one, two] as const
    })
    const words = 'The buyer has it and does not answer'
    const refused = await dania.post(`${pathOf(cod)}/decision`, { side: 'shop', words })
    expect([refused.status, await stateOf(cod)]).toEqual([409, 'at_door'])
    await dania.post(`${pathOf(prepaid)}/decision`, { side: 'shop', words })
    expect(await stateOf(prepaid)).toBe('completed')
    expect(await plain(await dania.get(pathOf(prepaid)))).toContain('Shop earned it')
  })

  test('calls off what has not left the shop, and gives a parcel to another rider', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await packed(t, cast, one)
      return one
    })
    const rider = await dania.post(`${pathOf(order)}/rider`, { rider: shown('per', cast.ghazi.person_id) })
    expect(rider.status).toBe(303)
    const parcel = await tx((t) => parcelOfOrder(t, order.party_id, order.order_id))
    expect(parcel?.rider_id).toBe(cast.ghazi.person_id)
    const stranger = await dania.post(`${pathOf(order)}/rider`, { rider: shown('per', cast.ayesha.person_id) })
    expect([stranger.status, await plain(stranger)]).toEqual([422, expect.stringContaining('Choose a rider')])
    expect((await dania.post(`${pathOf(order)}/cancellation`, { words: 'no' })).status).toBe(422)
    await dania.post(`${pathOf(order)}/cancellation`, { words: 'The shop burned down' })
    expect(await stateOf(order)).toBe('cancelled')
  })

  test('unlocks codes that were typed wrong too often', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await broughtToDoor(t, cast, one)
      return one
    })
    for (let tries = 0; tries < 5; tries++) {
      await tx((t) => openAtDoor(t, cast.ghazi, atOf(order), '000')).catch(() => undefined)
    }
    expect(await plain(await dania.get(pathOf(order)))).toContain('Locked after five wrong tries')
    await dania.post(`${pathOf(order)}/codes`)
    await tx((t) => openAtDoor(t, cast.ghazi, atOf(order), codesFor(t, order.order_id).inspect))
    expect(await stateOf(order)).toBe('inspecting')
  })

  test('finds an order by the number that somebody reads out', async () => {
    const order = await tx((t) => placed(t, cast))
    const found = await dania.get(`/operate/orders?number=${order.number.toLowerCase()}`)
    expect(found.headers.get('location')).toBe(pathOf(order))
    expect(await plain(await dania.get('/operate/orders?state=placed'))).toContain(order.number)
    expect(await plain(await dania.get('/operate/orders?number=NOPE'))).toContain('No order like that')
  })

  test('whom she calls can read that she looked', async () => {
    const order = await tx((t) => placed(t, cast))
    expect(await plain(await dania.get(`${pathOf(order)}/contacts`))).toContain('0300 0000005')
    const looks = await tx((t) => listAccess(t, cast.ayesha))
    expect(looks[0]).toMatchObject({ by: 'operator', purpose: 'support', about: order.order_id })
  })
})

describe('money in the office', () => {
  test('a rider hands in his cash once it was counted right, and the shop can be paid out by a file', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await opened(t, cast, one)
      await releaseAtDoor(t, cast.ghazi, atOf(one), codesFor(t, one.order_id).release)
      const details = { kind: 'wallet' as const, account: '03001234567', title: 'Bilal Ahmed' }
      await setPayoutDetails(t, cast.bilal, details)
      return one
    })
    const path = `/operate/money/riders/${shown('per', cast.ghazi.person_id)}`
    expect(await plain(await dania.get('/operate/money'))).toContain('Ghazi')
    const total = (await tx((t) => cashOfRider(t, cast.ghazi.person_id))).total_paisa / 100n
    const wrong = await dania.post(path, { counted: `${total - 50n}` })
    expect([wrong.status, await plain(wrong)]).toEqual([422, expect.stringContaining('Count again, together')])
    expect((await dania.post(path, { counted: 'a lot' })).status).toBe(422)
    expect((await dania.post(path, { counted: `Rs ${total}` })).status).toBe(303)
    expect((await tx((t) => cashOfRider(t, cast.ghazi.person_id))).rows).toEqual([])
    expect((await dania.post(path, { counted: `${total}` })).status).toBe(409)
    expect(await plain(await dania.get(pathOf(order)))).toContain('Cash handed in')

    expect((await dania.post('/operate/money/payouts')).status).toBe(303)
    const page = await (await dania.get('/operate/money/payouts')).text()
    // Each holder pays what it holds: of several files, that of the cash that was handed in.
    const found = /href="([^"]+\/file)(\?[^"]+holder=market)?"/.exec(page)
    const file = found?.[1] ?? ''
    const csv = await dania.get(file + (found?.[2] ?? '').replaceAll('&amp;', '&'))
    expect(csv.headers.get('content-disposition')).toContain('attachment')
    expect(await csv.text()).toContain('03001234567,Bilal Ahmed')
    expect((await dania.post(file.replace('/file', '/sent'))).status).toBe(303)
    expect((await dania.post(file.replace('/file', '/sent'))).status).toBe(409)
  })

  test('a refund that no rail can send is sent by hand, with its receipt', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast, 'prepaid')
      await paid(t, one)
      await cancelOrder(t, person(cast.ayesha), atOf(one), '')
      return one
    })
    const refunds = () => tx((t) => listRefunds(t, order.party_id, order.order_id))
    await sendRefunds(market.market.db, new Map())
    const [refund] = await refunds()
    const path = `/operate/money/refunds/${shown('rfd', refund?.refund_id ?? '')}`
    expect(await plain(await dania.get('/operate/money/refunds'))).toContain(order.number)
    expect(await plain(await dania.get(path))).toContain('two thousand six hundred fifty rupees')
    expect((await dania.post(path, { receipt: '' })).status).toBe(422)
    expect((await dania.post(path, { receipt: 'HBL-4471' })).status).toBe(303)
    expect((await refunds())[0]?.state).toBe('stuck')
    const other = await market.visitor({ kind: 'person', person_id: (await tx(laila)).person_id })
    const waiting = await opens(other, path)
    expect(wordsOf(waiting)).toContain(`for order ${order.number} were sent by hand, receipt HBL-4471`)
    const to = /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(waiting)?.[1] ?? ''
    expect((await submits(other, waiting, to, { do: 'confirm' })).status).toBe(303)
    expect((await refunds())[0]?.state).toBe('sent')
    expect((await dania.post(path, { receipt: 'HBL-4471' })).status).toBe(404)
  })

  test('a new commission holds once Laila has confirmed it; nonsense is refused beside the field', async () => {
    const lailas = await tx(laila)
    const other = await market.visitor({ kind: 'person', person_id: lailas.person_id })
    const now = async () =>
      (await tx((t) => readCommissionRules(t))).find(({ category_id }) => category_id === null)?.basis_points
    const before = await now()
    expect((await dania.post('/operate/money/commission', { category: 'everything', percent: '80' })).status).toBe(422)
    expect((await dania.post('/operate/money/commission', { category: 'nowhere', percent: '4' })).status).toBe(422)
    await dania.post('/operate/money/commission', { category: 'everything', percent: '۴.۵' })
    expect(await now()).toBe(before)
    const waiting = await opens(dania, '/operate/money/commission')
    expect(wordsOf(waiting)).toContain('Another operator confirms it')
    const to = /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(waiting)?.[1] ?? ''
    expect((await submits(dania, waiting, to, { do: 'confirm' })).status).toBe(403)
    expect((await submits(other, await opens(other, '/operate/money/commission'), to, { do: 'confirm' })).status).toBe(
      303,
    )
    expect(await now()).toBe(450)
    expect((await other.post(to, { do: 'confirm' })).status).toBe(409)
  })

  test('the books are verified on her word, and they are right', async () => {
    expect(await plain(await dania.get('/operate/money/books'))).not.toContain('The books are right')
    expect(await plain(await dania.get('/operate/money/books?verify=yes'))).toContain('The books are right')
    const all = [...LEDGER_INVARIANTS, ...MONEY_INVARIANTS, ...ORDER_INVARIANTS]
    expect(await market.market.db.read((t) => findViolations(t, all))).toEqual([])
  })

  test('who was not proved lately goes to prove it first, and nothing moves', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await opened(t, cast, one)
      return one
    })
    const later = await testOperatorWithoutProof()
    const paths = [
      `${pathOf(order)}/decision`,
      '/operate/money/payouts',
      '/operate/money/commission',
      '/operate/people',
    ]
    for (const path of paths) {
      const answer = await later.post(path, { side: 'buyer', words: 'Torn', phone: '03000000005' })
      expect([path, answer.status, answer.headers.get('location')?.split('?')[0]]).toEqual([path, 303, '/me/proof'])
    }
    expect(await stateOf(order)).toBe('inspecting')
    expect(await plain(await later.get(pathOf(order)))).toContain('Prove it is me')
  })
})

/** An operator whose session was never proved: she has a stronger factor, and signed in by phone only. */
async function testOperatorWithoutProof(): Promise<Visitor> {
  const other = await tx(async (t) => {
    const person_id = await seedPerson(t, SYSTEM, { phone: '+923000000061', name: 'Nida', language: 'en' })
    await giveRole(t, SYSTEM, person_id, 'operator')
    return { person_id }
  })
  const visitor = await market.visitor()
  const { token, session } = await tx((t) => openSessionFor(t, SYSTEM, other.person_id))
  await tx((t) => t.count(sql`update sessions set proved_at = null where session_id = ${session.session_id}`))
  visitor.cookies.set('session', token)
  return visitor
}

describe('shops, goods and people', () => {
  test('Eve’s shop is opened after a look, and stopped with a reason', async () => {
    const path = `/operate/shops/${shown('shp', cast.eve.shop_id)}`
    expect(await plain(await dania.get('/operate/shops'))).toContain('Eve Bargains')
    expect(await plain(await dania.get(path))).toContain('0300 0000004')
    await dania.post(`${path}/check`, { state: 'open' })
    expect((await tx((t) => findShop(t, cast.eve.shop_id))).state).toBe('open')
    expect((await dania.post(`${path}/check`, { state: 'open' })).status).toBe(409)
    const without = await dania.post(`${path}/check`, { state: 'stopped', reason: '' })
    expect([without.status, await without.text()]).toEqual([422, expect.stringContaining('id="reason-error"')])
    await dania.post(`${path}/check`, { state: 'stopped', reason: 'Sells fakes' })
    expect(await plain(await dania.get('/operate/shops?state=stopped'))).toContain('Sells fakes')
  })

  test('a listing with a doubtful price is looked at and put on sale, or taken off with a reason', async () => {
    const ids = await tx(async (t) => {
      const two = []
      for (const title of ['Golden chappal', 'Diamond chappal']) {
        const goods = await pricedChappal(t, cast.bilal, { title }, { price_paisa: 90_000_000_00n, stock_count: 1 })
        await submitListing(t, cast.bilal, goods.listing_id, { without_photo: true })
        two.push(shown('lst', goods.listing_id))
      }
      return two
    })
    expect(await plain(await dania.get('/operate/goods'))).toContain('an unusual price')
    expect(await plain(await dania.get(`/operate/goods/${ids[0]}`))).toContain('Golden chappal')
    await dania.post(`/operate/goods/${ids[0]}/check`, { verdict: 'approve' })
    expect((await dania.post(`/operate/goods/${ids[1]}/check`, { verdict: 'block', reason: '' })).status).toBe(422)
    await dania.post(`/operate/goods/${ids[1]}/check`, { verdict: 'block', reason: 'No such price' })
    const left = await tx((t) => listInReview(t, cast.dania))
    expect(left.filter(({ title }) => title.includes('chappal'))).toEqual([])
    expect((await dania.post(`/operate/goods/${ids[0]}/check`, { verdict: 'approve' })).status).toBe(409)
  })

  test('she finds Ayesha by her number, makes her a rider, ends that, and signs her out', async () => {
    const ayesha = await market.visitor(cast.ayesha)
    const found = await dania.post('/operate/people', { phone: '0300-0000005' })
    const path = found.headers.get('location') ?? ''
    expect(await plain(await dania.get(path))).toContain('0300 0000005')
    await dania.post(`${path}/roles`, { role: 'rider', change: 'give' })
    expect(await tx((t) => rolesOf(t, cast.dania, cast.ayesha.person_id))).toEqual(['rider'])
    expect((await ayesha.get('/ride')).status).toBe(200)
    await dania.post(`${path}/roles`, { role: 'rider', change: 'end' })
    expect((await ayesha.get('/ride')).status).toBe(404)
    await dania.post(`${path}/sessions`)
    expect((await ayesha.get('/ride')).status).toBe(303)
    await dania.post(`${path}/factors`)
  })

  test('an unknown number, a bad number, and her own role are refused in words', async () => {
    const unknown = await dania.post('/operate/people', { phone: '0311 9999999' })
    expect([unknown.status, await plain(unknown)]).toEqual([409, expect.stringContaining('Nobody has signed in')])
    expect((await dania.post('/operate/people', { phone: 'x' })).status).toBe(422)
    const own = `/operate/people/${shown('per', cast.dania.person_id)}`
    expect((await dania.post(`${own}/roles`, { role: 'operator', change: 'end' })).status).toBe(403)
    expect((await dania.post(`${own}/factors`)).status).toBe(403)
  })

  test('the first page tells what waits and since when; settings keep secrets', async () => {
    const home = await plain(await dania.get('/operate'))
    expect(home).toContain('What waits for us')
    expect(home).toContain('held for')
    const settings = await plain(await dania.get('/operate/settings'))
    expect(settings).toContain('BHAROSA_DATA')
    expect(settings).not.toContain(market.market.keys.sign.toString('base64'))
    expect(await plain(await dania.get('/operate/jobs'))).toContain('No event is stuck')
  })
})
