import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/setup/database.ts'
import { atOf, checkoutOf, homeOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { addLine, newCart, readCartLines } from '../../cart/cart.ts'
import { type Operator, type Person, type ShopActor, SYSTEM, seedPerson } from '../../identity/identity.ts'
import { listAccounts } from '../../ledger/ledger.ts'
import { cancelOrder, type OrderRow, placeCheckout, placeOrder } from '../../orders/orders.ts'
import { keepIt } from '../../trust/trust.ts'
import { listTips, payTips } from '../sales/claims.ts'
import { endVoucher, giveVoucherBack, listVouchers, makeVoucher, previewVoucher } from './vouchers.ts'

const YEAR = { valid_from: new Date('2026-01-01T00:00:00Z'), valid_to: new Date('2026-12-31T00:00:00Z') }
const TEN_PERCENT = {
  ...YEAR,
  code: 'EID 10',
  basis_points: 1_000,
  paisa: null,
  most_paisa: null,
  least_items_paisa: 0n,
  total_cap: 2,
  buyer_cap: 1,
}

const make = (tx: Tx, by: ShopActor | Operator, other: Partial<Parameters<typeof makeVoucher>[2]> = {}) =>
  makeVoucher(tx, by, { ...TEN_PERCENT, ...other })

/** Ayesha orders one pair at Rs 2,450 with a code and something for the rider. */
async function placedWith(tx: Tx, at: Trade, extras: { voucher_code?: string; tip_paisa?: bigint }): Promise<OrderRow> {
  const cart = await newCart(tx, at.ayesha)
  await addLine(tx, cart.party_id, { shop_id: at.bilal.shop_id, variant_id: at.small, quantity: 1 })
  const found = await readCartLines(tx, cart.party_id)
  const wish = { checkout_id: newId(), cart_id: cart.party_id, address_id: at.address_id, city_id: 'lahore' }
  return placeOrder(tx, at.ayesha, at.bilal.shop_id, {
    checkout: { ...wish, method: 'prepaid', language: 'en', ...extras },
    lines: found?.lines ?? [],
    wayFee: () => 20_000n,
  })
}

async function books(tx: Tx, shopId: string) {
  expect(await troubles(tx)).toEqual([])
  const rows = (await listAccounts(tx, shopId)).filter(({ balance_paisa }) => balance_paisa !== 0n)
  return Object.fromEntries(rows.map(({ account, balance_paisa }) => [account, balance_paisa]))
}

async function keptWith(tx: Tx, at: Trade, extras: { voucher_code?: string; tip_paisa?: bigint }): Promise<OrderRow> {
  const order = await placedWith(tx, at, extras)
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
  return order
}

describe('who pays for a discount', () => {
  test('a shop lowers its own price, and the commission is on the lower price', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await make(tx, at.bilal)
      const order = await keptWith(tx, at, { voucher_code: 'eid-10' })
      expect(order).toMatchObject({
        discount_paisa: 24_500n,
        discount_by: 'shop',
        voucher_code: 'EID10',
        total_paisa: 240_500n,
        commission_paisa: 11_025n,
      })
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 240_500n,
        payable: -209_475n,
        'fee:commission': -11_025n,
        'fee:delivery': -20_000n,
      })
    }))

  test('the market pays the shop the difference when it is released, and nothing when it is cancelled', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await make(tx, at.dania, { buyer_cap: 2 })
      await keptWith(tx, at, { voucher_code: 'EID10' })
      const after = {
        'cash:jazzcash': 240_500n,
        'expense:discount': 24_500n,
        payable: -232_750n,
        'fee:commission': -12_250n,
        'fee:delivery': -20_000n,
      }
      expect(await books(tx, at.bilal.shop_id)).toEqual(after)
      const other = await placedWith(tx, at, { voucher_code: 'EID10' })
      await paid(tx, other)
      await cancelOrder(tx, at.ayesha, atOf(other), '')
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'expense:discount': 24_500n, payable: -232_750n })
      await giveVoucherBack(tx, other)
      await giveVoucherBack(tx, other)
      expect((await listVouchers(tx, at.dania))[0]).toMatchObject({ used_count: 1 })
    }))

  test('a share has its most, a sum never takes more than nine tenths, and both are whole rupees', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const orders = [{ shop_id: at.bilal.shop_id, items_paisa: 33_333n }]
      await make(tx, at.bilal, { code: 'MOST', most_paisa: 1_000n })
      await make(tx, at.bilal, { code: 'SUMS', basis_points: null, paisa: 100_000n })
      const look = async (code: string) => (await previewVoucher(tx, at.ayesha.person_id, code, orders)).paisa
      expect([await look('most'), await look('sums')]).toEqual([1_000n, 29_900n])
    }))
})

describe('when a code does not help', () => {
  test('each no says why', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const own = [{ shop_id: at.bilal.shop_id, items_paisa: 245_000n }]
      const look = (code: string, orders = own) => previewVoucher(tx, at.ayesha.person_id, code, orders)
      await expect(look('NONE')).rejects.toMatchObject({ reason: 'payments.voucher_unknown' })
      await make(tx, at.farah, { code: 'SHAWL' })
      await expect(look('SHAWL')).rejects.toMatchObject({ reason: 'payments.voucher_other_shop' })
      await make(tx, at.bilal, { code: 'LARGE', least_items_paisa: 500_000n })
      await expect(look('LARGE')).rejects.toMatchObject({ reason: 'payments.voucher_least', values: { least: '5000' } })
      await make(tx, at.bilal, { code: 'ENDED' })
      await endVoucher(tx, at.bilal, 'ended')
      await expect(look('ENDED')).rejects.toMatchObject({ reason: 'payments.voucher_over' })
      await expect(endVoucher(tx, at.bilal, 'ENDED')).rejects.toMatchObject({ reason: 'payments.voucher_unknown' })
      await make(tx, at.dania)
      await placedWith(tx, at, { voucher_code: 'EID10' })
      await expect(look('EID10')).rejects.toMatchObject({ reason: 'payments.voucher_used' })
      await expect(placedWith(tx, at, { voucher_code: 'SHAWL' })).rejects.toMatchObject({
        reason: 'payments.voucher_other_shop',
      })
    }))

  test('a code is made with sense', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const no = async (other: Partial<Parameters<typeof makeVoucher>[2]>, reason: string) =>
        expect(make(tx, at.dania, other)).rejects.toMatchObject({ reason })
      await no({ code: 'a b' }, 'payments.voucher_code')
      for (const bad of [{ basis_points: 9_001 }, { basis_points: 0 }, { paisa: 5n }, { basis_points: null }]) {
        await no(bad, 'payments.voucher_amount')
      }
      await no({ most_paisa: 1n }, 'payments.voucher_amount')
      await no({ total_cap: 0 }, 'payments.voucher_caps')
      await no({ buyer_cap: 1.5 }, 'payments.voucher_caps')
      await no({ valid_to: YEAR.valid_from }, 'payments.voucher_dates')
      await make(tx, at.dania)
      await no({}, 'payments.voucher_taken')
      const helper = { ...at.bilal, role: 'helper' as const }
      await expect(make(tx, helper)).rejects.toMatchObject({ reason: 'payments.owner_only' })
    }))
})

test('twenty buyers use a code for two at once: two have it, and its cap holds', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 100))
  await db.tx((tx) => make(tx, at.dania))
  const buyers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      db.tx(async (tx) => {
        const phone = `+92301${1_000_000 + i}`
        const person_id = await seedPerson(tx, SYSTEM, { phone, name: 'Buyer', language: 'en' })
        const buyer: Person = { kind: 'person', person_id }
        const cart = await newCart(tx, buyer)
        await addLine(tx, cart.party_id, { shop_id: at.bilal.shop_id, variant_id: at.small, quantity: 1 })
        return { buyer, cart_id: cart.party_id, address_id: await homeOf(tx, buyer) }
      }),
    ),
  )
  const outcomes = await Promise.allSettled(
    buyers.map(({ buyer, cart_id, address_id }) =>
      db.tx(async (tx) => {
        const found = await readCartLines(tx, cart_id)
        return placeOrder(tx, buyer, at.bilal.shop_id, {
          checkout: {
            ...{ checkout_id: newId(), cart_id, address_id, city_id: 'lahore', method: 'cod', language: 'en' },
            voucher_code: 'EID10',
          },
          lines: found?.lines ?? [],
          wayFee: () => 20_000n,
        })
      }),
    ),
  )
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.reason] : []))
  expect(reasons).toHaveLength(18)
  expect(new Set(reasons)).toEqual(new Set(['payments.voucher_over']))
  expect((await db.read((tx) => listVouchers(tx, at.dania)))[0]).toMatchObject({ used_count: 2 })
  expect(await db.read(troubles)).toEqual([])
})

test('one buyer with a code for one each, twice at once: one order has it', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 100))
  await db.tx((tx) => make(tx, at.dania, { total_cap: 100 }))
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4].map(() => db.tx((tx) => placedWith(tx, at, { voucher_code: 'EID10' }))),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.read(troubles)).toEqual([])
})

test('a checkout that was begun keeps its code and its tip', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 10))
  await db.tx((tx) => make(tx, at.dania))
  const begun = await db.tx((tx) =>
    checkoutOf(tx, at.ayesha, at, 'prepaid', 1, { voucher_code: 'EID10', tip_paisa: 5_000n }),
  )
  const { orders } = await placeCheckout(db, at.ayesha, begun.checkout_id, () => 20_000n)
  expect(orders[0]?.total_paisa).toBe(245_500n)
  const more = await db.tx((tx) => checkoutOf(tx, at.ayesha, at, 'prepaid', 1, { tip_paisa: 50n }))
  await expect(placeCheckout(db, at.ayesha, more.checkout_id, () => 20_000n)).rejects.toMatchObject({
    reason: 'orders.tip_range',
  })
})

describe('something for the rider', () => {
  test('is a line of its own: no commission, and paid out to him once', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await keptWith(tx, at, { tip_paisa: 10_000n })
      expect(order).toMatchObject({ total_paisa: 275_000n, commission_paisa: 12_250n })
      const rider = at.ghazi.person_id
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ payable: -232_750n, [`tip:${rider}`]: -10_000n })
      expect(await listTips(tx, at.dania)).toEqual([{ rider_id: rider, tip_count: 1, paisa: 10_000n }])
      const pay = (seen_paisa: bigint) => payTips(tx, at.dania, rider, { receipt: 'K1', holder: 'market', seen_paisa })
      expect(await pay(10_000n)).toBe(10_000n)
      await expect(pay(10_000n)).rejects.toMatchObject({ reason: 'payments.no_tips' })
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'cash:market': -10_000n })
    }))

  test('goes back to the buyer when the goods do', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placedWith(tx, at, { tip_paisa: 10_000n })
      await paid(tx, order)
      await cancelOrder(tx, at.ayesha, atOf(order), '')
      expect(Object.values(await books(tx, at.bilal.shop_id)).toSorted()).toEqual([-275_000n, 275_000n])
    }))
})

test('a new commission in the middle of an order changes nothing for it', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await placed(tx, at, 'prepaid')
    const { setCommission } = await import('../rules/commission.ts')
    await setCommission(tx, at.dania, { rule_id: 'dearer-2', category_id: null, basis_points: 2_000 })
    await paid(tx, order)
    await opened(tx, at, order)
    await keepIt(tx, at.ayesha, atOf(order))
    expect(order.commission_rule_id).toBe('standard-1')
    expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'fee:commission': -12_250n })
  }))
