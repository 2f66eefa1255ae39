import { expect, test } from 'vitest'
import { askOpenPayments, beginPayment, findPayment } from '../../src/domains/payments/payments.ts'
import { retry } from '../../src/kit/errors/outcome.ts'
import { testDatabase } from '../setup/database.ts'
import { checkoutOf, trade } from '../setup/trade.ts'
import { diceOf } from './dice.ts'
import { lyingRail } from './rail.ts'

test('a rail that says nothing for days is asked until it speaks, and the money is booked', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx))
  const { checkout_id } = await db.tx((tx) => checkoutOf(tx, at.ayesha, at, 'prepaid'))
  const outside = lyingRail('jazzcash', diceOf(1))
  outside.isCalm = true
  const orders = [{ shop_id: at.bilal.shop_id, order_id: at.listing_id, amount_paisa: '265000' }]
  const intent = { checkout_id, orders, description: '', return_url: 'https://market.example/back' }
  const { payment } = await beginPayment(db, at.ayesha, outside.rail, intent)
  outside.pay(payment.reference)

  const silent = { ...outside.rail, inquire: async () => retry('nobody answers') }
  for (let hours = 0; hours < 24 * 4; hours++) {
    clock.now = new Date(clock.now.getTime() + 3_600_000)
    await askOpenPayments(db, new Map([[silent.name, silent]]))
  }
  clock.now = new Date(clock.now.getTime() + 25 * 3_600_000)
  await askOpenPayments(db, new Map([[silent.name, outside.rail]]))
  const settled = await db.read((tx) => findPayment(tx, at.ayesha, checkout_id))
  expect(settled?.state).toBe('paid')
})
