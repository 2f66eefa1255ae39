import { beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../../../tests/setup/buying.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { atOf, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { beginPayment } from '../../../domains/payments/payments.ts'
import { sql } from '../../../kit/sql/sql.ts'

let market: TestMarket
let cast: Trade
let dania: Visitor

const tx: TestMarket['market']['db']['tx'] = (body) => market.market.db.tx(body)
const plain = async (answer: Response) => wordsOf(await answer.text())

beforeAll(async () => {
  market = await testMarket()
  cast = await tx((t) => trade(t, 5))
  dania = await market.visitor({ kind: 'person', person_id: cast.dania.person_id })
})

test('another amount came than was asked: Dania sees both, and only what the rail says now is booked', async () => {
  const order = await tx((t) => placed(t, cast, 'prepaid'))
  const rail = market.market.rails.get('jazzcash')
  if (!rail) throw new Error('there is JazzCash')
  const { payment } = await beginPayment(market.market.db, cast.ayesha, rail, {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: String(order.total_paisa) }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })
  await tx((t) =>
    t.count(sql`
      update payments set told_paisa = 300000, trouble = 'the rail says 300000 paisa'
      where party_id = ${cast.ayesha.person_id} and payment_id = ${payment.payment_id}`),
  )
  const page = await dania.get('/operate/money/refunds')
  expect(await plain(page)).toMatch(/Asked Rs 2,650 · Came Rs 3,000 Give all of it back Take it, give the rest back/)
  const ended = await dania.post(`/operate/money/payments/${payment.reference}`, { how: 'keep' })
  expect([ended.status, await plain(ended)]).toEqual([
    409,
    expect.stringContaining('The rail does not say this any more'),
  ])
  expect((await dania.post('/operate/money/payments/NOBODYS', { how: 'return' })).status).toBe(404)
})
