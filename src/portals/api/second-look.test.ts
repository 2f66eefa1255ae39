import { beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../tests/setup/api.ts'
import { type TestMarket, testMarket } from '../../../tests/setup/market.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { answerAppeal, decideOrder, type OrderRow } from '../../domains/orders/orders.ts'
import { makeVoucher } from '../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { shown } from '../../kit/ids/ids.ts'

let at: TestMarket
let cast: Trade
let ayesha: ApiClient
let bilal: ApiClient

const tx: TestMarket['market']['db']['tx'] = (body) => at.market.db.tx(body)

beforeAll(async () => {
  at = await testMarket()
  cast = await tx((t) => trade(t, 50))
  ayesha = await apiClient(at, cast.ayesha)
  bilal = await apiClient(at, { kind: 'person', person_id: cast.bilal.person_id })
})

/** Dania has decided for Ayesha. */
async function decided(): Promise<{ id: string; order: OrderRow }> {
  return tx(async (t) => {
    const order = await placed(t, cast, 'prepaid')
    await paid(t, order)
    await opened(t, cast, order)
    await decideOrder(t, cast.dania, atOf(order), { side: 'buyer', words: 'The sole is torn' })
    return { id: shown('ord', order.order_id), order }
  })
}

test('a shop asks for a second look, once; its words are its own, and both read the answer', async () => {
  const { id, order } = await decided()
  expect((await ayesha.get(`/orders/${id}`)).body).toMatchObject({ second_look: null, may_ask_second_look: true })
  const path = `/shops/bilal-shoes/orders/${id}/second-look`
  expect((await bilal.post(path, { words: 'no' })).body).toMatchObject({ status: 422, reason: 'orders.reason_needed' })
  const words = 'The photo shows another pair'
  const asked = await bilal.post(path, { words })
  expect(asked.body).toMatchObject({
    may_ask_second_look: false,
    second_look: { asked_by: 'shop', words, answer: null, answered_at: null },
  })
  const seen = await ayesha.get(`/orders/${id}`)
  expect(seen.body).toMatchObject({ second_look: { asked_by: 'shop', words: '', answer: null } })
  expect((await ayesha.post(`/orders/${id}/second-look`, { words })).body).toMatchObject({
    ...{ status: 409, reason: 'orders.appealed' },
  })
  await tx((t) => answerAppeal(t, cast.dania, atOf(order), { answer: 'stands', words: 'Looked again: it is torn' }))
  const answered = await ayesha.get(`/orders/${id}`)
  expect(answered.part('second_look')).toMatchObject({ answer: 'stands', answer_words: 'Looked again: it is torn' })
})

test('a buyer asks for one, of an order of her own that was decided', async () => {
  const { id } = await decided()
  const words = 'More was broken than that'
  expect((await bilal.post(`/orders/${id}/second-look`, { words })).status).toBe(404)
  const asked = await ayesha.post(`/orders/${id}/second-look`, { words })
  expect(asked.body).toMatchObject({ second_look: { asked_by: 'buyer', words } })
  const undecided = shown('ord', (await tx((t) => placed(t, cast))).order_id)
  expect((await ayesha.post(`/orders/${undecided}/second-look`, { words })).body).toMatchObject({
    ...{ status: 409, reason: 'orders.no_decision' },
  })
})

test('a checkout says what its code takes off and what the riders get, and the orders cost just that', async () => {
  const from = at.market.now()
  await tx((t) =>
    makeVoucher(t, cast.bilal, {
      ...{ code: 'EID100', basis_points: null, paisa: 10_000n, most_paisa: null, least_items_paisa: 0n },
      ...{ total_cap: 5, buyer_cap: 1, valid_from: later(from, -DAY_MS), valid_to: later(from, DAY_MS) },
    }),
  )
  const line = { shop: shown('shp', cast.bilal.shop_id), variant: shown('var', cast.small), quantity: 1 }
  const address_id = shown('adr', cast.address_id)
  const begin = async (extras: object) => {
    const cart = (await ayesha.post('/carts', { lines: [line] })).text('id')
    return ayesha.post('/checkouts', { cart, address_id, method: 'prepaid', ...extras })
  }
  const begun = await begin({ voucher: 'eid100', tip: 5_000 })
  expect(begun.part('voucher')).toEqual({
    ...{ code: 'EID100', discount: { amount: 10_000, currency: 'PKR' }, by: 'shop', problem: null },
  })
  expect(begun.part('tip')).toEqual({ amount: 5_000, currency: 'PKR' })
  const placed = await ayesha.post(`/checkouts/${begun.text('id')}/orders`)
  expect(placed.part('orders.0.total')).toEqual(begun.part('total'))
  const again = await begin({ voucher: 'EID100' })
  expect(again.part('voucher.problem')).toBe('payments.voucher_used')
})
