import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signed } from '../../src/adapters/payment/jazzcash/secure-hash.ts'
import { offersFor } from '../../src/domains/offers/offers.ts'
import { cancelOrder, takeDueSteps } from '../../src/domains/orders/orders.ts'
import { askOpenPayments, askPayment, receiveNotice, sendRefunds } from '../../src/domains/payments/payments.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { EP, JC, JSON_POST, MINUTE_MS, type MoneyIn, openMoneyIn, PAYER } from '../setup/money-in.ts'
import { atOf, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let m: MoneyIn
beforeEach(async () => {
  m = await openMoneyIn()
})
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
  await m.close()
})

describe('money that comes twice, late or elsewhere', () => {
  test('A1, A2: a notice comes twice in turn and fifty times at once: one payment, all are thanked', async () => {
    const order = await m.orders()
    await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    const [body = ''] = m.bodies
    const again = () => receiveNotice(m.base.db, m.railOf('jazzcash'), { ...JSON_POST, body })
    expect(await again()).toBe('paid')
    const all = await Promise.all(Array.from({ length: 50 }, again))
    expect(new Set(all)).toEqual(new Set(['paid']))
    expect(await m.stateOf(order)).toBe('placed')
    expect(await m.rowsOf('paid')).toHaveLength(1)
  })

  test('A4, A20: paid by two rails: the order takes one, the other goes back by its own rail', async () => {
    const order = await m.orders()
    const { number, payment: voucher } = await m.voucherFor(order)
    const { payment: wallet } = await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    await m.paysAtCounter(number)
    expect(await m.stateOf(order)).toBe('placed')
    expect(await m.paymentOf(voucher.payment_id)).toMatchObject({ state: 'paid' })
    const [refund, ...others] = await m.refundsOf(order)
    expect(others).toEqual([])
    const owed = {
      state: 'owed',
      payment_id: voucher.payment_id,
      rail: 'jazzcash-voucher',
      amount_paisa: order.total_paisa,
    }
    expect(refund).toMatchObject(owed)
    // A voucher cannot be sent back by JazzCash: a person does it.
    expect(await sendRefunds(m.base.db, m.rails)).toBe(0)
    expect((await m.toLookAt()).refunds).toMatchObject([{ payment_id: voucher.payment_id, state: 'stuck' }])
    expect(await m.paymentOf(wallet.payment_id)).toMatchObject({ state: 'paid' })
  })

  test('A4, A20 the other way round: the wallet’s money goes back by itself, and the attempt says so', async () => {
    const order = await m.orders()
    const { number } = await m.voucherFor(order)
    await m.begins(order, 'easypaisa-wallet', { ...PAYER, mobile: '03451234781' })
    const { payment } = await m.begins(order, 'jazzcash-wallet', { ...PAYER, mobile: '03123456781' })
    await m.paysAtCounter(number)
    expect(await m.stateOf(order)).toBe('placed')
    m.passes(31_000)
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    expect(await sendRefunds(m.base.db, m.rails)).toBe(1)
    await m.settles()
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'refunded' })
    expect((await m.refundsOf(order)).map(({ state, rail }) => `${rail} ${state}`).sort()).toEqual([
      'easypaisa-wallet stuck',
      'jazzcash-wallet sent',
    ])
  })

  test('A5, A6, A18: pending for long, the order expires, the money comes late and goes back', async () => {
    const order = await m.orders()
    const rail = m.oddRail({ status: 'pending', code: '157' })
    const { payment } = await m.begins(order, rail)
    const odd = new Map([[rail.name, rail]])
    m.passes(MINUTE_MS)
    expect(await askOpenPayments(m.base.db, odd)).toBe(1)
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'pending' })
    m.passes(45 * MINUTE_MS)
    await takeDueSteps(m.base.db)
    await m.runner.settled(10_000)
    expect(await m.stateOf(order)).toBe('expired')
    expect(await askPayment(m.base.db, m.oddRail({}), payment.reference)).toBe('paid')
    await m.settles()
    expect(await m.stateOf(order)).toBe('expired')
    expect(await m.refundsOf(order)).toMatchObject([{ state: 'owed', amount_paisa: order.total_paisa }])
  })

  test('A6: the goods were sold meanwhile: the late money goes back, and nothing is sold twice', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, m.oddRail({ status: 'pending' }))
    m.passes(46 * MINUTE_MS)
    await takeDueSteps(m.base.db)
    const shelf = async () => (await m.base.db.read((tx) => offersFor(tx, m.at.bilal.shop_id, [m.at.small])))[0]
    const { on_hand_count = 0, reserved_count = 0 } = (await shelf()) ?? {}
    await m.base.db.tx((tx) => placed(tx, m.at, 'cod', on_hand_count - reserved_count))
    await askPayment(m.base.db, m.oddRail({}), payment.reference)
    await m.settles()
    expect(await m.stateOf(order)).toBe('expired')
    expect(await m.refundsOf(order)).toMatchObject([{ amount_paisa: order.total_paisa }])
    expect(await shelf()).toMatchObject({ on_hand_count, reserved_count: on_hand_count })
  })

  test('A7: the notice comes exactly while the order expires: one of both, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const order = await m.orders()
      const { payment } = await m.begins(order, m.oddRail({ status: 'pending' }))
      m.passes(31 * MINUTE_MS)
      await Promise.all([
        askPayment(m.base.db, m.oddRail({ provider_id: `P${round}` }), payment.reference).then(() =>
          m.runner.settled(10_000),
        ),
        takeDueSteps(m.base.db),
      ])
      await m.settles()
      const refunds = await m.refundsOf(order)
      const state = await m.stateOf(order)
      expect([state, refunds.length]).toEqual(state === 'placed' ? ['placed', 0] : ['expired', 1])
    }
  })

  test('A8: Ayesha cancels, and the money that comes after it goes back', async () => {
    const order = await m.orders()
    const { number } = await m.voucherFor(order)
    await m.base.db.tx((tx) => cancelOrder(tx, m.at.ayesha, atOf(order), ''))
    await m.paysAtCounter(number)
    expect(await m.stateOf(order)).toBe('cancelled')
    expect(await m.refundsOf(order)).toMatchObject([{ amount_paisa: order.total_paisa }])
  })

  test('A16, A17: "failed" after "paid" changes nothing; "paid" after "failed" is money', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, m.oddRail({ status: 'failed' }))
    expect(await askPayment(m.base.db, m.oddRail({ status: 'failed', code: '004' }), payment.reference)).toBe('failed')
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'failed', code: '004', ask_at: null })
    expect(await askPayment(m.base.db, m.oddRail({}), payment.reference)).toBe('paid')
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    for (const status of ['failed', 'pending', 'unknown'] as const) {
      expect(await askPayment(m.base.db, m.oddRail({ status }), payment.reference)).toBe('paid')
    }
    expect(await m.paymentOf(payment.payment_id)).toMatchObject({ state: 'paid' })
  })

  test('A21: Ayesha presses twice: one prompt, one payment', async () => {
    const order = await m.orders()
    const slow = { ...PAYER, mobile: '03123456781' }
    const all = await Promise.all([1, 2, 3].map(() => m.begins(order, 'jazzcash-wallet', slow)))
    expect(new Set(all.map(({ payment }) => payment.payment_id)).size).toBe(1)
    await m.begins(order, 'jazzcash-wallet', slow)
    expect(await m.base.db.read((tx) => tx.all(sql`select payment_id from payments`))).toHaveLength(1)
    m.passes(31_000)
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
    await expect(m.begins(order, 'easypaisa-wallet')).rejects.toMatchObject({ reason: 'payments.already_paid' })
  })
})

describe('wrong sums and wrong hands', () => {
  test.each([
    ['A13: less', 1n],
    ['A14: more', 100_000_00n],
    ['A15: rupees for paisa', 2_650n],
    ['A15: a hundred times as much', 26_500_000n],
  ])('%s than was asked is refused, told to a person, and never an order', async (_, amount_paisa) => {
    const order = await m.orders()
    const rail = m.oddRail({ amount_paisa })
    const { payment } = await m.begins(order, rail)
    expect(await askPayment(m.base.db, rail, payment.reference)).toBe('trouble')
    await m.settles()
    expect(await m.stateOf(order)).toBe('awaiting_payment')
    const { payments } = await m.toLookAt()
    expect(payments).toMatchObject([
      { payment_id: payment.payment_id, trouble: expect.stringContaining(`${amount_paisa}`) },
    ])
  })

  const notice = (reference: string, more: object = {}, salt = JC.salt) => ({
    ...JSON_POST,
    body: JSON.stringify(
      signed(
        {
          ...{ pp_TxnRefNo: reference, pp_Amount: '265000', pp_TxnCurrency: 'PKR', pp_ResponseCode: '000' },
          ...{ pp_MerchantID: JC.merchant_id, ...more },
        },
        salt,
      ),
    ),
  })

  test.each([
    ['A10: a wrong signature', {}, 'guessed', 'forged', 'forged'],
    ['A12: the merchant id of another shop', { pp_MerchantID: 'EVE' }, JC.salt, 'forged', 'forged'],
    ['A15: dollars', { pp_TxnCurrency: 'USD' }, JC.salt, 'trouble', 'wrong_amount'],
    ['A15: rupees for paisa', { pp_Amount: '2650' }, JC.salt, 'trouble', 'wrong_amount'],
    ['A9: a payment of nobody', { pp_TxnRefNo: '0NOBODY' }, JC.salt, 'unknown', 'unknown_reference'],
  ])('%s in a notice changes nothing and is kept as it came', async (_, more, salt, settled, verdict) => {
    const order = await m.orders()
    const rail = m.oddRail({ status: 'pending' })
    const { payment } = await m.begins(order, rail)
    const raw = notice(payment.reference, more, salt)
    expect(await receiveNotice(m.base.db, rail, raw)).toBe(settled)
    expect(await m.stateOf(order)).toBe('awaiting_payment')
    expect((await m.toLookAt()).notices).toMatchObject([{ verdict }])
    const kept = await m.base.db.read((tx) => tx.all<{ body: string }>(sql`select body from provider_notices`))
    expect(kept).toEqual([{ body: raw.body }])
  })

  test('A11: an old notice is told again: only the inquiry decides', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, m.oddRail({ status: 'failed' }))
    const raw = notice(payment.reference)
    expect(await receiveNotice(m.base.db, m.oddRail({ status: 'failed' }), raw)).toBe('failed')
    m.passes(24 * 60 * MINUTE_MS)
    expect(await receiveNotice(m.base.db, m.oddRail({ status: 'failed' }), raw)).toBe('failed')
    expect(await m.stateOf(order)).toBe('awaiting_payment')
  })

  test('a true notice at the door of another provider names nothing there', async () => {
    const order = await m.orders()
    const { payment } = await m.begins(order, 'jazzcash-voucher')
    const url = `${m.easyAt.base}/easypay-service/rest/v1/order-status/${EP.account}/${payment.reference}`
    const raw = { ...JSON_POST, method: 'GET', query: { url }, body: '' }
    expect(await receiveNotice(m.base.db, m.railOf('easypaisa-wallet'), raw)).toBe('unknown')
    expect(await askPayment(m.base.db, m.railOf('easypaisa-wallet'), payment.reference)).toBe('unknown')
  })

  test('A3: the number of somebody else’s transaction pays nothing', async () => {
    const [first, second] = [await m.orders(), await m.orders()]
    const one = await m.begins(first, m.oddRail({}))
    const two = await m.begins(second, m.oddRail({}))
    expect(await askPayment(m.base.db, m.oddRail({ provider_id: 'SAME' }), one.payment.reference)).toBe('paid')
    expect(await askPayment(m.base.db, m.oddRail({ provider_id: 'SAME' }), two.payment.reference)).toBe('trouble')
    await m.settles()
    expect(await m.stateOf(second)).toBe('awaiting_payment')
  })
})
