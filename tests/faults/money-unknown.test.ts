import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SHOP_PATH } from '../../src/adapters/payment/easypaisa/simulator.ts'
import { cancelOrder } from '../../src/domains/orders/orders.ts'
import { askOpenPayments, askPayment, sendRefunds } from '../../src/domains/payments/payments.ts'
import { never, retry } from '../../src/kit/errors/outcome.ts'
import { MINUTE_MS, type MoneyIn, openMoneyIn, PAYER } from '../setup/money-in.ts'
import { atOf } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let m: MoneyIn
beforeEach(async () => {
  m = await openMoneyIn()
})
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
  await m.close()
})

describe('when nobody knows', () => {
  test('A22, A23, A24: the answer is lost: unknown, asked by our reference, and charged once', async () => {
    const order = await m.orders()
    const { payment, begun } = await m.begins(order, 'easypaisa-wallet', { ...PAYER, mobile: '03451234784' })
    expect(begun).toEqual({ action: 'wait' })
    const first = await m.paymentOf(payment.payment_id)
    expect(['unknown', 'paid']).toContain(first.state)
    m.passes(MINUTE_MS)
    await askOpenPayments(m.base.db, m.rails)
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    expect(m.easy.payments.all()).toHaveLength(1)
  })

  test('a program that died before it called begins anew once the rail has surely never heard of it', async () => {
    const order = await m.orders()
    const dying = { ...m.railOf('jazzcash-wallet'), begin: () => Promise.reject(new Error('killed')) }
    await expect(m.begins(order, dying)).rejects.toThrow('killed')
    expect(await m.rowsOf('created')).toHaveLength(1)
    const soon = await m.begins(order, 'jazzcash-wallet')
    expect(soon.begun).toEqual({ action: 'wait' })
    expect(await m.rowsOf('created')).toHaveLength(1)
    m.passes(6 * MINUTE_MS)
    await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    expect(await m.rowsOf('failed')).toHaveLength(1)
  })

  test('a rail that refuses a payment says so to Ayesha, tells a person, and is still asked', async () => {
    const order = await m.orders()
    const refusing = { ...m.railOf('jazzcash-wallet'), begin: async () => never('jazzcash refused: 115') }
    await expect(m.begins(order, refusing)).rejects.toMatchObject({ reason: 'payments.rail_refused' })
    const { payments } = await m.toLookAt()
    expect(payments).toMatchObject([{ state: 'failed', trouble: 'jazzcash refused: 115', ask_at: expect.any(Date) }])
    // It took the money all the same.
    expect(await askPayment(m.base.db, m.oddRail({}), payments[0]?.reference ?? '')).toBe('paid')
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
  })

  test('a rail that is dead for a day is asked by plan and then once a day, and a person is told', async () => {
    const order = await m.orders()
    const dead = { ...m.oddRail('retry'), begin: async () => retry('no answer') }
    const { payment } = await m.begins(order, dead)
    const asked: number[] = []
    for (let minute = 0; minute < 1_500; minute++) {
      m.passes(MINUTE_MS)
      if ((await askOpenPayments(m.base.db, new Map([[dead.name, dead]]))) > 0) asked.push(minute + 1)
    }
    expect(asked).toEqual([1, 5, 15, 28, 60, 90, 360, 1_440])
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'unknown' })
    expect((await m.toLookAt()).payments).toMatchObject([{ trouble: 'no answer' }])
    expect(await m.stateOf(order)).toBe('awaiting_payment')
  })

  test('a voucher is taken back when its time is over, so that nobody pays for goods that are gone', async () => {
    const order = await m.orders()
    const { number, payment } = await m.voucherFor(order)
    m.passes(payment.expires_at.getTime() - payment.begun_at.getTime() - 10_000)
    await askOpenPayments(m.base.db, m.rails)
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'pending' })
    m.passes(MINUTE_MS)
    expect(await askPayment(m.base.db, m.railOf('jazzcash-voucher'), payment.reference)).toBe('failed')
    await m.paysAtCounter(number)
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'failed', code: '134' })
  })
})

describe('after the sale', () => {
  test('the rail takes money back by itself: the attempt is reversed, once, and a person is told', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, m.oddRail({}))
    await askPayment(m.base.db, m.oddRail({}), payment.reference)
    await m.settles()
    const back = m.oddRail({ status: 'refunded', code: '122' })
    expect(await askPayment(m.base.db, back, payment.reference)).toBe('trouble')
    expect(await askPayment(m.base.db, back, payment.reference)).toBe('paid')
    await m.settles()
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'reversed', code: '122' })
    expect((await m.toLookAt()).payments).toHaveLength(1)
  })

  test('a dispute at the rail stands beside the payment, and falls when it is won', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, m.oddRail({}))
    await askPayment(m.base.db, m.oddRail({}), payment.reference)
    await m.settles()
    expect(await askPayment(m.base.db, m.oddRail({ status: 'disputed', code: '126' }), payment.reference)).toBe(
      'trouble',
    )
    await m.settles()
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'disputed' })
    expect(await askPayment(m.base.db, m.oddRail({}), payment.reference)).toBe('paid')
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'paid', trouble: '' })
  })

  test('a refund of ours is no reversal', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    await m.base.db.tx((tx) => cancelOrder(tx, m.at.ayesha, atOf(order), ''))
    expect(await sendRefunds(m.base.db, m.rails)).toBe(1)
    await m.settles()
    expect(await askPayment(m.base.db, m.railOf('jazzcash-wallet'), payment.reference)).toBe('paid')
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'refunded', trouble: '' })
  })

  test('Easypaisa pays at a shop, and cannot send back: a person does', async () => {
    const order = await m.orders()
    const { begun } = await m.begins(order, 'easypaisa-otc')
    const token = begun.action === 'show' ? begun.code : ''
    const body = new URLSearchParams({ token, do: 'pay' })
    await fetch(`${m.easyAt.base}${SHOP_PATH}`, { method: 'POST', body })
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    await m.base.db.tx((tx) => cancelOrder(tx, m.at.ayesha, atOf(order), ''))
    await m.runner.settled(10_000)
    expect(await sendRefunds(m.base.db, m.rails)).toBe(0)
    expect(await m.refundsOf(order)).toMatchObject([{ state: 'stuck', rail: 'easypaisa-otc' }])
  })
})
