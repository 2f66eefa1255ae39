import { afterEach, beforeAll, expect, test } from 'vitest'
import {
  findOrder,
  listDisputesOf,
  type OrderRow,
  saySomethingIsWrong,
  takeDueSteps,
} from '../../src/domains/orders/orders.ts'
import { getHold } from '../../src/domains/payments/payments.ts'
import { newId, shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type Bazaar, openBazaar, opens, toOf, wordsOf } from '../setup/buying.ts'
import type { Visitor } from '../setup/market.ts'
import { told, withCourier } from '../setup/remitting.ts'
import { atOf } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
let [ayesha, bilal, dania]: Visitor[] = []
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
  bilal = await open.visitor({ kind: 'person', person_id: open.at.bilal.person_id })
  dania = await open.visitor({ kind: 'person', person_id: open.at.dania.person_id })
})
afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

const visitorOf = (visitor: Visitor | undefined): Visitor => {
  if (!visitor) throw new Error('somebody visits')
  return visitor
}

/** Leopards said that it was delivered and that it was given back. */
function unsure(): Promise<OrderRow> {
  return open.market.db.tx(async (tx) => {
    const order = await withCourier(tx, open.at, 'leopards', `LE${newId().slice(-8)}`)
    await told(tx, order, 'delivered')
    await told(tx, order, 'returned')
    return order
  })
}

const idOf = (order: OrderRow) => shown('ord', order.order_id)
const stateOf = async (order: OrderRow) =>
  (await open.market.db.read((tx) => findOrder(tx, order.order_id))).order.state
const holdOf = async (order: OrderRow) =>
  (await open.market.db.read((tx) => getHold(tx, order.party_id, order.order_id))).state

async function shopPath(order: OrderRow): Promise<string> {
  const row = await open.market.db.read((tx) =>
    tx.one<{ handle: string }>(sql`select handle from shops where party_id = ${order.party_id}`),
  )
  return `/sell/${row?.handle}/orders/${idOf(order)}`
}

test('buyer and shop read both things that the courier said, and no clock; the shop says that it is here', async () => {
  const order = await unsure()
  const buyers = wordsOf(await opens(visitorOf(ayesha), `/orders/${idOf(order)}`))
  expect(buyers).toMatch(/delivered · .* given back to the shop · .*Nobody is paid until that is clear/)
  expect(buyers).not.toContain('Otherwise the shop is paid')
  const path = await shopPath(order)
  const shops = wordsOf(await opens(visitorOf(bilal), path))
  expect(shops).toMatch(/delivered · .* given back to the shop · .*Is it with you\?/)
  expect(shops).not.toContain('The money is yours in')
  toOf(await visitorOf(bilal).post(`${path}/taking-back`, { resalable: 'yes' }))
  expect([await stateOf(order), await holdOf(order)]).toEqual(['returned', 'void'])
})

test('an operator reads both scans and the buyer’s words, and says that the first scan stands', async () => {
  const order = await unsure()
  const claimed = await open.market.db.tx(async (tx) => {
    const other = await withCourier(tx, open.at, 'leopards', `LE${newId().slice(-8)}`)
    await told(tx, other, 'delivered')
    await saySomethingIsWrong(tx, open.at.ayesha, atOf(other), 'There is only paper in it')
    return other
  })
  const words = wordsOf(await opens(visitorOf(dania), '/operate/money/disputes'))
  expect(words).toContain('There is only paper in it')
  expect(words).toMatch(/the courier, against itself delivered · .* given back to the shop/)
  const events = await open.market.db.read((tx) =>
    tx.all<{ payload: object }>(sql`
      select payload from outbox where name = 'dispute.opened' and party_id = ${claimed.party_id}`),
  )
  expect(events.map(({ payload }) => Object.keys(payload).sort())).toEqual([
    ['buyer_id', 'order_id', 'reason', 'shop_id'],
  ])
  expect(JSON.stringify(events)).not.toContain('paper')
  const answer = { shop: shown('shp', order.party_id), order: idOf(order) }
  const post = (said: string) => visitorOf(dania).post('/operate/money/disputes/couriers', { ...answer, words: said })
  expect((await post('')).status).toBe(422)
  expect(toOf(await post('Leopards has her signature'))).toBe('/operate/money/disputes')
  expect(await open.market.db.read((tx) => listDisputesOf(tx, atOf(order)))).toEqual([])
})

test('an operator decides that the courier took no cash', async () => {
  const order = await unsure()
  expect(wordsOf(await opens(visitorOf(dania), `/operate/orders/${idOf(order)}`))).toContain('the courier took no cash')
  const decision = { side: 'buyer', fault: 'carrier', words: 'She was not at home', no_cash: 'yes' }
  toOf(await visitorOf(dania).post(`/operate/orders/${idOf(order)}/decision`, decision))
  expect([await stateOf(order), await holdOf(order)]).toEqual(['refused', 'void'])
})

test('an operator says that the courier’s last word is true: the shop is paid, or a cash sale is undone', async () => {
  const [came, never] = await open.market.db.tx(async (tx) => {
    const first = await withCourier(tx, open.at, 'leopards', `LE${newId().slice(-8)}`)
    await told(tx, first, 'returned')
    await told(tx, first, 'delivered')
    const second = await withCourier(tx, open.at, 'leopards', `LE${newId().slice(-8)}`)
    await told(tx, second, 'delivered')
    return [first, second]
  })
  await open.market.db.tx((tx) =>
    tx.count(sql`update orders set due_at = due_at - interval '4 days' where order_id = ${never.order_id}`),
  )
  await takeDueSteps(open.market.db)
  await open.market.db.tx((tx) => told(tx, never, 'returned'))
  const post = (order: OrderRow, words: string) => {
    const keys = { shop: shown('shp', order.party_id), order: idOf(order) }
    return visitorOf(dania).post('/operate/money/disputes/couriers', { ...keys, words, word: 'last' })
  }
  expect((await post(came, '')).status).toBe(422)
  toOf(await post(came, 'Leopards has her signature'))
  toOf(await post(never, 'It lies in their depot'))
  expect([await stateOf(came), await holdOf(came)]).toEqual(['completed', 'released'])
  const words = wordsOf(await opens(visitorOf(dania), `/operate/orders/${idOf(never)}`))
  expect(words).toContain('nobody: no cash came')
  expect(words).toContain('The sale is undone')
  const shops = wordsOf(await opens(visitorOf(bilal), await shopPath(came)))
  expect(shops).toContain('The market asked: the buyer has it')
})

test.each([
  ['en', 'What it said last is true'],
  ['ur', 'آخری بات درست ہے'],
  ['roman-ur', 'Aakhri baat durust hai'],
])('the act has its words in %s', async (lang, words) => {
  await unsure()
  expect(wordsOf(await opens(visitorOf(dania), `/operate/money/disputes?lang=${lang}`))).toContain(words)
})
