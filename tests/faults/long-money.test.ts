import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bankTransfer } from '../../src/adapters/payment/bank/bank.ts'
import { findOrder, type OrderRow, takeDueSteps, waitForMoney } from '../../src/domains/orders/orders.ts'
import { askOpenPayments } from '../../src/domains/payments/payments.ts'
import { later } from '../../src/kit/clock/clock.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { MINUTE_MS, type MoneyIn, openMoneyIn } from '../setup/money-in.ts'
import { atOf } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const HOUR_MS = 60 * MINUTE_MS

let m: MoneyIn
beforeEach(async () => {
  m = await openMoneyIn()
})
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
  await m.close()
})

/** What has come to the market's account, as its statements say. */
function bankOf(credits: Map<string, bigint>) {
  return bankTransfer({
    account: { iban: 'PK36SCBL0000001123456702', title: 'Bharosa', bank: 'SCBL' },
    findCredit: async (reference) => {
      const paisa = credits.get(reference)
      return paisa === undefined ? undefined : { paisa, bank_reference: `FT${reference}` }
    },
  })
}

const dueOf = async (order: OrderRow) =>
  (await m.base.db.read((tx) => findOrder(tx, order.order_id))).order.due_at?.getTime() ?? 0

async function passes(ms: number): Promise<void> {
  m.passes(ms)
  await askOpenPayments(m.base.db, m.rails)
  await m.settles()
  await takeDueSteps(m.base.db)
  await m.runner.settled(10_000)
}

describe('money that takes long', () => {
  test('a voucher is paid at the shop in the evening: its order has waited, and goes on', async () => {
    const order = await m.orders()
    const { payment, number } = await m.voucherFor(order)
    await m.settles()
    expect(payment.expires_at).toEqual(later(order.placed_at, 24 * HOUR_MS))
    expect(await dueOf(order)).toBe(payment.expires_at.getTime() + 5 * MINUTE_MS)
    for (const hours of [1, 6, 12]) await passes(hours * HOUR_MS)
    expect(await m.stateOf(order)).toBe('awaiting_payment')
    await m.paysAtCounter(number)
    expect(await m.stateOf(order)).toBe('placed')
    expect(await m.refundsOf(order)).toEqual([])
  })

  test('a voucher nobody paid ends after a day, and its goods go back on the shelf', async () => {
    const left = () =>
      m.base.db.read((tx) =>
        tx.all<object>(sql`
          select on_hand_count - reserved_count as left_count
          from stock_levels
          where variant_id = ${m.at.small}`),
      )
    const before = await left()
    const order = await m.orders()
    const { payment } = await m.voucherFor(order)
    await m.settles()
    await passes(24 * HOUR_MS)
    expect(await m.stateOf(order)).toBe('awaiting_payment')
    await passes(6 * MINUTE_MS)
    expect(await m.stateOf(order)).toBe('expired')
    expect(await left()).toEqual(before)
    await passes(HOUR_MS)
    expect((await m.paymentOf(payment.payment_id)).state).not.toBe('begun')
  })

  test('a transfer of which no statement says anything yet stays open for two days', async () => {
    const credits = new Map<string, bigint>()
    const bank = bankOf(credits)
    const rails = new Map([[bank.name, bank]])
    const order = await m.orders()
    const { payment } = await m.begins(order, bank)
    await m.settles()
    for (const ms of [6 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 30 * HOUR_MS]) {
      m.passes(ms)
      await askOpenPayments(m.base.db, rails)
      await takeDueSteps(m.base.db)
      expect([ms, (await m.paymentOf(payment.payment_id)).state]).toEqual([ms, 'begun'])
    }
    credits.set(payment.reference, order.total_paisa)
    m.passes(16 * HOUR_MS + 43 * MINUTE_MS)
    await askOpenPayments(m.base.db, rails)
    await m.settles()
    expect(await m.stateOf(order)).toBe('placed')
  })

  test('a transfer that comes after its order has ended goes back', async () => {
    const credits = new Map<string, bigint>()
    const bank = bankOf(credits)
    const order = await m.orders()
    const { payment } = await m.begins(order, bank)
    await m.settles()
    m.passes(48 * HOUR_MS + 6 * MINUTE_MS)
    await takeDueSteps(m.base.db)
    expect(await m.stateOf(order)).toBe('expired')
    credits.set(payment.reference, order.total_paisa)
    m.passes(HOUR_MS)
    await askOpenPayments(m.base.db, new Map([[bank.name, bank]]))
    await m.settles()
    expect(await m.stateOf(order)).toBe('expired')
    expect(await m.refundsOf(order)).toMatchObject([{ state: 'owed', amount_paisa: order.total_paisa }])
  })

  test('another, quicker way does not shorten what the order waits', async () => {
    const order = await m.orders()
    const { payment } = await m.voucherFor(order)
    await m.settles()
    const due = await dueOf(order)
    await m.begins(order, 'easypaisa-wallet', { mobile: '03451234781', cnic6: '345678' })
    await m.base.db.tx((tx) => waitForMoney(tx, atOf(order), payment.expires_at))
    await m.base.db.tx((tx) => waitForMoney(tx, atOf(order), order.placed_at))
    expect(await dueOf(order)).toBe(due)
  })

  test('however often a transfer is begun anew, no order keeps its goods for more than three days', async () => {
    const order = await m.orders()
    const { waited } = await m.base.db.tx(async (tx) => {
      for (const days of [1, 2, 3, 9]) await waitForMoney(tx, atOf(order), later(order.placed_at, days * 24 * HOUR_MS))
      return { waited: (await findOrder(tx, order.order_id)).order.due_at }
    })
    expect(waited).toEqual(later(order.placed_at, 72 * HOUR_MS))
  })

  test('a way that is begun anew, or another after it, ends when it would have ended begun at first', async () => {
    const order = await m.orders()
    const counter = { ...bankOf(new Map()), name: 'counter', pays_within_ms: 24 * HOUR_MS, beginsOnce: false }
    const { payment } = await m.begins(order, counter)
    await m.settles()
    const due = await dueOf(order)
    await passes(20 * HOUR_MS)
    const again = await m.begins(order, counter)
    await m.settles()
    expect(again.payment.payment_id).not.toBe(payment.payment_id)
    expect(again.payment.expires_at).toEqual(payment.expires_at)
    expect(await dueOf(order)).toBe(due)
    // A page is paid at once or not at all, and keeps nothing.
    await m.begins(order, m.oddRail({ status: 'pending' }))
    await m.settles()
    expect(await dueOf(order)).toBe(due)
    // A transfer has two days, counted from the first time that paying was begun.
    const bank = await m.begins(order, bankOf(new Map()))
    await m.settles()
    expect(bank.payment.expires_at).toEqual(later(order.placed_at, 48 * HOUR_MS))
    expect(await dueOf(order)).toBe(order.placed_at.getTime() + 48 * HOUR_MS + 5 * MINUTE_MS)
    await passes(48 * HOUR_MS)
    expect(await m.stateOf(order)).toBe('expired')
  })

  test('an order that waits for no money is left as it is', async () => {
    const order = await m.orders()
    await m.begins(order, 'jazzcash-wallet')
    await m.settles()
    const due = await dueOf(order)
    await m.base.db.tx((tx) => waitForMoney(tx, atOf(order), later(order.placed_at, 99 * 24 * HOUR_MS)))
    expect([await m.stateOf(order), await dueOf(order)]).toEqual(['placed', due])
  })
})
