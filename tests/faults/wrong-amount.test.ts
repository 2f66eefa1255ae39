import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OrderRow } from '../../src/domains/orders/orders.ts'
import { askPayment, type PaymentRail, sendRefunds, settleWrongAmount } from '../../src/domains/payments/payments.ts'
import { done } from '../../src/kit/errors/outcome.ts'
import { type MoneyIn, openMoneyIn } from '../setup/money-in.ts'
import { troubles } from '../setup/verify.ts'

let m: MoneyIn
beforeEach(async () => {
  m = await openMoneyIn()
})
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
  await m.close()
})

/** Ayesha orders for Rs 2,650, and another amount comes. */
async function cameWrong(amount_paisa: bigint) {
  const order = await m.orders()
  const rail = { ...m.oddRail({ amount_paisa }), refund: async () => done({ provider_id: 'R1' }) }
  const { payment } = await m.begins(order, rail)
  expect(await askPayment(m.base.db, rail, payment.reference)).toBe('trouble')
  const rails: ReadonlyMap<string, PaymentRail> = new Map([[rail.name, rail]])
  const ends = (how: 'return' | 'keep', by = rails) =>
    settleWrongAmount(m.base.db, m.at.dania, by, payment.reference, how)
  return { order, payment, rails, ends }
}

async function owed(order: OrderRow) {
  await m.settles()
  return (await m.refundsOf(order)).map(({ state, amount_paisa }) => [state, amount_paisa])
}

describe('another amount came than was asked', () => {
  test('less: all of it goes back once, and Ayesha pays anew', async () => {
    const { order, payment, rails, ends } = await cameWrong(200_000n)
    expect((await m.toLookAt()).payments).toMatchObject([{ told_paisa: 200_000n }])
    await expect(ends('keep')).rejects.toMatchObject({ reason: 'payments.too_little' })
    await ends('return')
    await expect(ends('return')).rejects.toMatchObject({ reason: 'payments.no_wrong_amount' })
    expect(await owed(order)).toEqual([['owed', 200_000n]])
    expect(await m.stateOf(order)).toBe('awaiting_payment')
    expect((await m.toLookAt()).payments).toEqual([])
    expect(await sendRefunds(m.base.db, rails)).toBe(1)
    await m.settles()
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'refunded', told_paisa: null })
    await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
  })

  test('more: the order has its own and the rest goes back', async () => {
    const { order, payment, rails, ends } = await cameWrong(300_000n)
    await ends('keep')
    expect(await owed(order)).toEqual([['owed', 35_000n]])
    expect(await m.stateOf(order)).toBe('placed')
    await sendRefunds(m.base.db, rails)
    await m.settles()
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'part_refunded' })
  })

  test('more, and all of it goes back; a new payment may come before it has', async () => {
    const { order, ends } = await cameWrong(300_000n)
    await ends('return')
    await m.settles()
    await m.begins(order, 'jazzcash-wallet')
    expect(await owed(order)).toEqual([['owed', 300_000n]])
    expect(await m.stateOf(order)).toBe('placed')
  })

  test('two operators at once: one decides', async () => {
    const { order, ends } = await cameWrong(300_000n)
    const ended = await Promise.allSettled([ends('return'), ends('keep'), ends('return')])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await owed(order)).toHaveLength(1)
  })

  test('only what the rail says now is booked', async () => {
    const { order, payment, ends } = await cameWrong(200_000n)
    const saying = (said: Parameters<typeof m.oddRail>[0]) => {
      const rail = m.oddRail(said)
      return new Map([[rail.name, rail]])
    }
    const silent = { reason: 'payments.rail_silent' }
    const gone = { reason: 'payments.no_wrong_amount' }
    await expect(ends('return', saying('retry'))).rejects.toMatchObject(silent)
    await expect(ends('return', saying({ status: 'failed' }))).rejects.toMatchObject(gone)
    await expect(ends('return', saying({ amount_paisa: 265_000n }))).rejects.toMatchObject(gone)
    await expect(ends('return', new Map())).rejects.toMatchObject(gone)
    const nobodys = settleWrongAmount(m.base.db, m.at.dania, new Map(), 'NOBODYS', 'return')
    await expect(nobodys).rejects.toMatchObject({ reason: 'payments.no_payment' })
    expect(await owed(order)).toEqual([])
    expect((await m.paymentOf(payment.payment_id)).state).toBe('begun')
  })

  test('a payment with the right amount has nothing to decide', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    const right = settleWrongAmount(m.base.db, m.at.dania, m.rails, payment.reference, 'return')
    await expect(right).rejects.toMatchObject({ reason: 'payments.no_wrong_amount' })
  })
})
