import { describe, expect, test } from 'vitest'
import { rolledBack } from '../../../tests/setup/database.ts'
import { atOf, broughtToDoor, opened, packed, paid, placed, trade } from '../../../tests/setup/trade.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { findViolations, LEDGER_INVARIANTS, listAccounts } from '../ledger/ledger.ts'
import { offersFor } from '../offers/offers.ts'
import { getHold, MONEY_INVARIANTS } from '../payments/payments.ts'
import { codesFor, keepIt, releaseAtDoor, sendBack } from '../trust/trust.ts'
import { cancelOrder, decideOrder, findOrder, nobodyHome, ORDER_INVARIANTS, shipOrder, takeBack } from './orders.ts'

const ALL = [...LEDGER_INVARIANTS, ...MONEY_INVARIANTS, ...ORDER_INVARIANTS]

async function books(tx: Tx, shopId: string) {
  expect(await findViolations(tx, ALL)).toEqual([])
  const rows = await listAccounts(tx, shopId)
  return Object.fromEntries(
    rows.filter((row) => row.balance_paisa !== 0n).map((row) => [row.account, row.balance_paisa]),
  )
}

async function shelf(tx: Tx, shopId: string, variantId: string) {
  const [offer] = await offersFor(tx, shopId, [variantId])
  return offer && { on_hand: offer.on_hand_count, reserved: offer.reserved_count }
}

describe('an order paid at the door', () => {
  test('the buyer keeps the goods, the rider takes the cash, and the shop earns it less the commission', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      expect(order).toMatchObject({
        state: 'placed',
        items_paisa: 245_000n,
        total_paisa: 265_000n,
        commission_paisa: 12_250n,
      })
      expect(await shelf(tx, at.bilal.shop_id, at.small)).toEqual({ on_hand: 5, reserved: 1 })
      await opened(tx, at, order)
      expect(await shelf(tx, at.bilal.shop_id, at.small)).toEqual({ on_hand: 4, reserved: 0 })
      await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)

      expect((await findOrder(tx, order.order_id)).order.state).toBe('completed')
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        [`cash:rider:${at.ghazi.person_id}`]: 265_000n,
        payable: -232_750n,
        'fee:commission': -12_250n,
        'fee:delivery': -20_000n,
      })
    }))

  test('the wrong thing came: the buyer pays nothing, the shop has its goods again and owes the way', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      await opened(tx, at, order)
      await sendBack(tx, at.ayesha, atOf(order), { reason: 'wrong_item', words: 'Brown, not black', photo_names: [] })
      await takeBack(tx, at.bilal, atOf(order), true)
      expect((await findOrder(tx, order.order_id)).order.state).toBe('returned')
      expect(await shelf(tx, at.bilal.shop_id, at.small)).toEqual({ on_hand: 5, reserved: 0 })
      expect(await books(tx, at.bilal.shop_id)).toEqual({ debt: 20_000n, 'fee:delivery': -20_000n })
    }))

  test('the buyer alone cannot keep it while the cash is due', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      await opened(tx, at, order)
      await expect(keepIt(tx, at.ayesha, atOf(order))).rejects.toMatchObject({ reason: 'orders.cash_first' })
    }))

  test('after the third time nobody opens, the parcel goes back', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      await broughtToDoor(tx, at, order)
      const { arriveAtDoor } = await import('./orders.ts')
      await nobodyHome(tx, at.ghazi, atOf(order))
      await arriveAtDoor(tx, at.ghazi, atOf(order))
      await nobodyHome(tx, at.ghazi, atOf(order))
      await arriveAtDoor(tx, at.ghazi, atOf(order))
      const last = await nobodyHome(tx, at.ghazi, atOf(order))
      expect(last.state).toBe('refused')
      expect(await books(tx, at.bilal.shop_id)).toEqual({})
    }))
})

describe('an order paid before', () => {
  test('the buyer keeps it with one button, and the held money is the shop’s', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      expect(order.state).toBe('awaiting_payment')
      await paid(tx, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 265_000n,
        [`hold:${order.order_id}`]: -265_000n,
      })
      await opened(tx, at, order)
      await keepIt(tx, at.ayesha, atOf(order))
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 265_000n,
        payable: -232_750n,
        'fee:commission': -12_250n,
        'fee:delivery': -20_000n,
      })
    }))

  test('the buyer refuses at the door, and the whole of it is owed back', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      await paid(tx, order)
      await opened(tx, at, order)
      await sendBack(tx, at.ayesha, atOf(order), { reason: 'not_as_shown', words: '', photo_names: [] })
      const { debt, 'fee:delivery': way, ...accounts } = await books(tx, at.bilal.shop_id)
      expect([debt, way]).toEqual([20_000n, -20_000n])
      expect(Object.values(accounts).sort()).toEqual([-265_000n, 265_000n])
      expect(Object.keys(accounts).some((account) => account.startsWith('refund_owed:'))).toBe(true)
    }))

  test('money that comes after the order was cancelled goes back', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      await cancelOrder(tx, at.ayesha, atOf(order), '')
      await paid(tx, order)
      expect((await getHold(tx, at.bilal.shop_id, order.order_id)).state).toBe('void')
      expect(Object.values(await books(tx, at.bilal.shop_id)).sort()).toEqual([-265_000n, 265_000n])
    }))

  test('a payment told twice is booked once, and a second payment goes back', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      const first = '01890000-0000-7000-8000-000000000001'
      await paid(tx, order, first)
      await paid(tx, order, first)
      await paid(tx, order, '01890000-0000-7000-8000-000000000002')
      const accounts = await books(tx, at.bilal.shop_id)
      expect(accounts['cash:jazzcash']).toBe(530_000n)
      expect(accounts[`hold:${order.order_id}`]).toBe(-265_000n)
    }))
})

describe('who may not', () => {
  test('Eve neither sees nor moves the order of Ayesha and Bilal', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      const eve = { kind: 'person', person_id: at.eve.person_id } as const
      await expect(cancelOrder(tx, eve, atOf(order), '')).rejects.toMatchObject({ code: 'not_found' })
      await expect(cancelOrder(tx, at.eve, atOf(order), '')).rejects.toMatchObject({ code: 'not_found' })
      await packed(tx, at, order)
      await shipOrder(tx, at.ghazi, atOf(order))
      const other = { kind: 'rider', person_id: at.eve.person_id } as const
      await expect(nobodyHome(tx, other, atOf(order))).rejects.toMatchObject({ code: 'not_found' })
    }))

  test('once it is on its way the buyer cannot cancel, only refuse', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      await packed(tx, at, order)
      await shipOrder(tx, at.ghazi, atOf(order))
      await expect(cancelOrder(tx, at.ayesha, atOf(order), '')).rejects.toMatchObject({ reason: 'orders.not_now' })
    }))

  test('an operator decides a stuck order for the buyer, and must say why', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      await paid(tx, order)
      await packed(tx, at, order)
      await shipOrder(tx, at.ghazi, atOf(order))
      const decide = (words: string) => decideOrder(tx, at.dania, atOf(order), { side: 'buyer', words })
      await expect(decide('')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
      expect((await decide('The rider lost the parcel')).state).toBe('refused')
      await books(tx, at.bilal.shop_id)
    }))
})
