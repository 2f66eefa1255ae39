import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MoneyIn, openMoneyIn } from '../../../tests/setup/money-in.ts'
import { atOf, opened } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { done } from '../../kit/errors/outcome.ts'
import { balanceOf } from '../ledger/ledger.ts'
import { type OrderRow, refundOrder } from '../orders/orders.ts'
import { keepIt } from '../trust/trust.ts'
import { sendRefunds } from './refunds.ts'
import { listReversals } from './sales/reversals.ts'
import { askPayment } from './settle.ts'

let m: MoneyIn
beforeAll(async () => {
  m = await openMoneyIn()
})
afterAll(() => m.close())

const GIVEN = 45_000n

/** Ayesha paid and kept it, and Bilal gave her something back by the rail. */
async function givenBack(): Promise<{ order: OrderRow; reference: string; payment_id: string }> {
  const order = await m.orders()
  const rail = m.oddRail({ provider_id: `P-${order.number}` })
  const { payment } = await m.begins(order, rail)
  await askPayment(m.base.db, rail, payment.reference)
  await m.settles()
  await m.base.db.tx(async (tx) => {
    await opened(tx, m.at, order)
    await keepIt(tx, m.at.ayesha, atOf(order))
    await refundOrder(tx, m.at.bilal, atOf(order), { goods_paisa: GIVEN, words: 'A scratch on the sole' })
  })
  const sends = { ...rail, refund: async () => done({ provider_id: 'R1' }) }
  expect(await sendRefunds(m.base.db, new Map([[rail.name, sends]]))).toBe(1)
  await m.settles()
  return { order, reference: payment.reference, payment_id: payment.payment_id }
}

const says = (reference: string, inquiry: Parameters<MoneyIn['oddRail']>[0]) =>
  askPayment(m.base.db, m.oddRail(inquiry), reference)

const takenOf = async (order: OrderRow) =>
  (await m.base.db.read((tx) => listReversals(tx, order.party_id, order.order_id))).map(({ paisa }) => paisa)

test('after a refund of ours, what a rail takes of the rest is seen: the difference, once, and no more', async () => {
  const { order, reference, payment_id } = await givenBack()
  const before = await m.base.db.read((tx) => balanceOf(tx, order.party_id, 'cash:jazzcash'))
  // As far as our own refund goes, nothing was taken, whatever the rail calls it.
  expect(await says(reference, { status: 'refunded', returned_paisa: GIVEN })).toBe('paid')
  expect(await says(reference, { status: 'refunded', code: '131' })).toBe('paid')
  expect(await m.paymentOf(payment_id)).toMatchObject({ state: 'part_refunded', trouble: '' })
  expect(await says(reference, { status: 'refunded', returned_paisa: order.total_paisa })).toBe('trouble')
  await m.settles()
  expect(await m.paymentOf(payment_id)).toMatchObject({ state: 'reversed' })
  const rest = order.total_paisa - GIVEN
  expect(await takenOf(order)).toEqual([rest])
  expect(await m.base.db.read((tx) => balanceOf(tx, order.party_id, 'cash:jazzcash'))).toBe(before - rest)
  expect(await says(reference, { status: 'refunded', returned_paisa: order.total_paisa })).toBe('paid')
  await m.settles()
  expect(await takenOf(order)).toEqual([rest])
  expect(await m.base.db.read(troubles)).toEqual([])
})

test('a rail that calls a payment paid, and gave back more than we know of, has taken the difference', async () => {
  const { order, reference } = await givenBack()
  expect(await says(reference, { returned_paisa: GIVEN })).toBe('paid')
  expect(await says(reference, { returned_paisa: GIVEN + 10_000n })).toBe('trouble')
  await m.settles()
  expect(await takenOf(order)).toEqual([10_000n])
  expect(await m.base.db.read(troubles)).toEqual([])
})
