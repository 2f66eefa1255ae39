import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { actForShop } from '../../src/domains/identity/identity.ts'
import { findOrder, listDisputed, type OrderRow } from '../../src/domains/orders/orders.ts'
import { askPayment, listPayouts, makePayoutBatch, setPayoutDetails } from '../../src/domains/payments/payments.ts'
import { returnPayout } from '../../src/domains/payments/payouts/payouts.ts'
import { liftStop } from '../../src/domains/payments/payouts/stops.ts'
import { codesFor, openAtDoor, releaseAtDoor } from '../../src/domains/trust/trust.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type MoneyIn, openMoneyIn } from '../setup/money-in.ts'
import { atOf, broughtToDoor, packed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const DAYS_MS = 86_400_000

let m: MoneyIn
beforeEach(async () => {
  m = await openMoneyIn()
})
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
  await m.close()
})

const tx: MoneyIn['base']['db']['tx'] = (body) => m.base.db.tx(body)
const frozenFor = async (order: OrderRow) => (await tx((t) => findOrder(t, order.order_id))).order.frozen_for

/** An order that was paid by a rail, and what its bank says about it now. */
async function hasPaid() {
  const order = await m.orders()
  const { payment } = await m.begins(order, m.oddRail({}))
  const says = async (said: Parameters<typeof m.oddRail>[0]) => {
    await askPayment(m.base.db, m.oddRail(said), payment.reference)
    await m.settles()
  }
  await says({})
  return { order, says }
}

describe('the payer wants the money back from the bank', () => {
  test('before it is sent: the order stands still, and goes on when the bank lets it be', async () => {
    const { order, says } = await hasPaid()
    await says({ status: 'disputed', code: '126' })
    await says({ status: 'disputed', code: '126' })
    expect(await frozenFor(order)).toBe('rail')
    await expect(tx((t) => packed(t, m.at, order))).rejects.toMatchObject({ reason: 'orders.frozen' })
    expect(await tx((t) => listDisputed(t, m.at.dania))).toMatchObject([
      { order_id: order.order_id, frozen_for: 'rail' },
    ])
    const told = await tx((t) =>
      t.all<object>(sql`
        select facts ->> 'amount_paisa' as paisa
        from messages
        where party_id = ${m.at.dania.person_id} and template = 'market.disputed'`),
    )
    expect(told).toEqual([{ paisa: '265000' }])
    await says({})
    expect(await frozenFor(order)).toBeNull()
    await tx((t) => packed(t, m.at, order))
    expect(await m.stateOf(order)).toBe('packed')
  })

  test('before it is sent, and the bank takes it: the order is called off', async () => {
    const { order, says } = await hasPaid()
    await says({ status: 'disputed', code: '126' })
    await says({ status: 'refunded', code: '122' })
    expect([await m.stateOf(order), await frozenFor(order)]).toEqual(['cancelled', null])
  })

  test('at the door: nobody releases the money but an operator', async () => {
    const { order, says } = await hasPaid()
    await tx((t) => broughtToDoor(t, m.at, order))
    await says({ status: 'disputed', code: '126' })
    await tx((t) => openAtDoor(t, m.at.ghazi, atOf(order), codesFor(t, order.order_id).inspect))
    const release = tx((t) => releaseAtDoor(t, m.at.ghazi, atOf(order), codesFor(t, order.order_id).release))
    await expect(release).rejects.toMatchObject({ reason: 'orders.frozen' })
  })

  test('after the sale: what the shop earned is not paid out until the bank has let it be', async () => {
    const { order, says } = await hasPaid()
    await tx(async (t) => {
      const person = { kind: 'person', person_id: m.at.bilal.person_id } as const
      const owner = await actForShop(t, person, m.at.bilal.shop_id, 'money')
      await setPayoutDetails(t, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Shoes' })
      await broughtToDoor(t, m.at, order)
      await openAtDoor(t, m.at.ghazi, atOf(order), codesFor(t, order.order_id).inspect)
      await releaseAtDoor(t, m.at.ghazi, atOf(order), codesFor(t, order.order_id).release)
    })
    await says({ status: 'disputed', code: '126' })
    m.passes(30 * DAYS_MS)
    const pay = () => tx((t) => makePayoutBatch(t, m.at.dania))
    await expect(pay()).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await says({})
    expect((await pay()).amount_paisa).toBe(232_750n)

    // It is in a file when the payer asks the bank once more; the bank of the shop sends it back: it stays held.
    await says({ status: 'disputed', code: '126' })
    await tx(async (t) => {
      const { shop_id } = m.at.bilal
      const [payout] = await listPayouts(t, m.at.bilal)
      await returnPayout(t, m.at.dania, { shop_id, payout_id: payout?.payout_id ?? '', reason: 'account is closed' })
      await liftStop(t, m.at.dania, { party_id: shop_id, cause: 'returned', note: 'spoke with Bilal' })
    })
    m.passes(DAYS_MS)
    await expect(pay()).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await says({})
    expect((await pay()).amount_paisa).toBe(232_750n)
  })
})
