import { expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { atOf, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { bankTransfer } from '../../adapters/payment/bank/bank.ts'
import { cancelOrder, type OrderRow } from '../orders/orders.ts'
import { beginPayment } from './begin.ts'
import type { PaymentRail } from './rail.ts'
import { PAY_WITHIN_MS } from './slow-ways.ts'

const bank = bankTransfer({ account: { iban: 'PK1', title: 'B', bank: 'M' }, findCredit: async () => undefined })
const page: PaymentRail = { ...bank, name: 'page', pays_within_ms: PAY_WITHIN_MS }
const keeps = (most: number) => ({ code: 'conflict', reason: 'payments.slow_way_keeps', values: { most } })

let market: TestDatabase & { at: Trade }

async function opens(stock: number): Promise<void> {
  const open = await testDatabase()
  market = { ...open, at: await open.db.tx((tx) => trade(tx, stock)) }
}

const orders = (quantity: number) => market.db.tx((tx) => placed(tx, market.at, 'prepaid', quantity))

const pays = (order: OrderRow, rail: PaymentRail) =>
  beginPayment(market.db, market.at.ayesha, rail, {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })

test('who pays by transfer keeps at most half of a shelf, over all orders that wait for transfers', async () => {
  await opens(6)
  const whole = await orders(4)
  await expect(pays(whole, bank)).rejects.toMatchObject(keeps(3))
  // Half an hour, as for everybody: a page that is paid at once may take all of it.
  expect((await pays(whole, page)).payment.state).toBe('begun')
  await market.db.tx((tx) => cancelOrder(tx, market.at.ayesha, atOf(whole), ''))
  expect((await pays(await orders(2), bank)).payment.state).toBe('begun')
  await expect(pays(await orders(2), bank)).rejects.toMatchObject(keeps(3))
  expect((await pays(await orders(1), bank)).payment.state).toBe('begun')
  expect(await market.db.read(troubles)).toEqual([])
})

test('the last piece can be kept by anybody', async () => {
  await opens(1)
  expect((await pays(await orders(1), bank)).payment.state).toBe('begun')
})
