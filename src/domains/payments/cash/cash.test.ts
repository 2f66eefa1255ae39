import { beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/setup/database.ts'
import { deliveredBy, told, withCourier } from '../../../../tests/setup/remitting.ts'
import { atOf, broughtToDoor, opened, packed, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { cashOfRider, handInCash, parcelOfOrder } from '../../delivery/delivery.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import {
  type CashMismatch,
  cancelOrder,
  handInOrderCash,
  keepGoods,
  listCashMismatches,
  type OrderRow,
  payOrder,
  refuseGoods,
  reverseOrder,
} from '../../orders/orders.ts'
import { codesFor, releaseAtDoor } from '../../trust/trust.ts'
import {
  cashDue,
  getHold,
  listCashWith,
  listCourierTerms,
  listRefunds,
  noteReceipt,
  payPart,
  receiveCash,
  resumeCourier,
  setCourierTerms,
  stopCourier,
} from '../payments.ts'
import { settleRefundByHand } from '../refunds.ts'

let data: TestDatabase
let cast: Trade

const tx = <T>(body: (tx: Tx) => Promise<T>) => data.db.tx(body)
const shop = (account: string) => tx((t) => balanceOf(t, cast.bilal.shop_id, account))
const rider = () => `rider:${cast.ghazi.person_id}`

/** A part of an order's money comes by a rail while the cash is due. */
const byRail = (order: OrderRow, rupees: bigint, payment_id = newId()) =>
  tx((t) =>
    payOrder(
      t,
      { ...atOf(order), amount_paisa: (rupees * 100n).toString() },
      { payment_id, reference: payment_id.slice(-12), rail: 'jazzcash', holder: 'jazzcash' },
    ),
  )

beforeAll(async () => {
  data = await testDatabase()
  cast = await tx((t) => trade(t, 200))
})

describe('part by a rail and the rest in cash', () => {
  test('adds up: the rider takes the rest, hands it in, and the shop has earned it all', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await opened(t, cast, one)
      return one
    })
    const payment = newId()
    await byRail(order, 1_000n, payment)
    await byRail(order, 1_000n, payment)
    expect(await tx((t) => cashDue(t, cast.bilal.shop_id, order))).toBe(165_000n)
    expect(await shop(`part_paid:${order.order_id}`)).toBe(-100_000n)
    await tx((t) => releaseAtDoor(t, cast.ghazi, atOf(order), codesFor(t, order.order_id).release))
    expect((await tx((t) => cashOfRider(t, cast.ghazi.person_id))).total_paisa).toBe(165_000n)
    expect([await shop(`cash:${rider()}`), await shop('cash:jazzcash')]).toEqual([165_000n, 100_000n])
    expect(await tx(troubles)).toEqual([])
    await tx(async (t) => {
      await handInCash(t, cast.dania, cast.ghazi.person_id)
      await handInOrderCash(t, cast.dania, atOf(order), rider())
    })
    expect([await shop(`cash:${rider()}`), await shop('cash:market')]).toEqual([0n, 165_000n])
    expect(await tx(troubles)).toEqual([])
  })

  test('all of it by a rail leaves no cash to take', async () => {
    const order = await tx(async (t) => {
      const one = await placed(t, cast)
      await opened(t, cast, one)
      return one
    })
    await byRail(order, 2_650n)
    await tx((t) => keepGoods(t, cast.ghazi, atOf(order)))
    expect((await tx((t) => cashOfRider(t, cast.ghazi.person_id))).rows).toEqual([])
    expect(await tx(troubles)).toEqual([])
  })

  test('refused goods: the part goes back by its rail, before the cash and after it', async () => {
    const [early, late] = await tx(async (t) => {
      const one = await placed(t, cast)
      await broughtToDoor(t, cast, one)
      const two = await withCourier(t, cast, 'leopards', 'LE-PART')
      return [one, two] as const
    })
    await byRail(early, 500n)
    await byRail(late, 500n)
    await tx((t) => told(t, late, 'delivered'))
    await tx((t) => refuseGoods(t, cast.ghazi, atOf(early), 'not_as_shown'))
    await tx((t) => refuseGoods(t, cast.ayesha, atOf(late), 'not_as_shown'))
    const back = async (order: OrderRow) =>
      (await tx((t) => listRefunds(t, cast.bilal.shop_id, order.order_id))).map(({ rail, amount_paisa }) => [
        rail,
        amount_paisa,
      ])
    expect(await back(early)).toEqual([['jazzcash', 50_000n]])
    expect((await back(late)).toSorted()).toEqual([
      [null, 215_000n],
      ['jazzcash', 50_000n],
    ])
    expect(await tx(troubles)).toEqual([])
  })

  test('what comes by a rail and is more than is due goes back', async () => {
    const order = await tx((t) => placed(t, cast))
    await byRail(order, 2_000n)
    await byRail(order, 651n)
    const owed = await tx((t) => listRefunds(t, cast.bilal.shop_id, order.order_id))
    expect(owed.map(({ rail, amount_paisa }) => [rail, amount_paisa])).toEqual([['jazzcash', 65_100n]])
    expect(await tx((t) => cashDue(t, cast.bilal.shop_id, order))).toBe(65_000n)
    expect(await tx(troubles)).toEqual([])
  })

  test('all of it by a rail leaves nothing to hand in: the shop’s earning is at hand', async () => {
    const order = await tx((t) => placed(t, cast))
    await byRail(order, 2_650n)
    await tx((t) => opened(t, cast, order))
    await tx((t) => releaseAtDoor(t, cast.ghazi, atOf(order), codesFor(t, order.order_id).release))
    const earned = await tx((t) =>
      t.one<{ holder: string; is_at_hand: boolean }>(sql`
        select holder, at_hand_at is not null as is_at_hand from earnings where order_id = ${order.order_id}`),
    )
    expect(earned).toEqual({ holder: 'jazzcash', is_at_hand: true })
    expect(await tx(troubles)).toEqual([])
  })

  test('a part that its rail took back is the market’s loss, and goes back no second time', async () => {
    const order = await tx((t) => placed(t, cast))
    const payment_id = newId()
    const part = { ...atOf(order), amount_paisa: '50000' }
    const payment = { payment_id, reference: payment_id.slice(-12), rail: 'jazzcash', holder: 'jazzcash' }
    await tx((t) => payOrder(t, part, payment))
    const before = await shop('expense:loss')
    await tx((t) => reverseOrder(t, part, payment_id))
    expect((await shop('expense:loss')) - before).toBe(50_000n)
    await tx((t) => cancelOrder(t, cast.ayesha, atOf(order), ''))
    expect((await shop('expense:loss')) - before).toBe(0n)
    expect(await tx((t) => listRefunds(t, cast.bilal.shop_id, order.order_id))).toEqual([])
    expect(await tx(troubles)).toEqual([])
  })

  test('more than is due is refused, and so is a part when no cash is due', async () => {
    const order = await tx((t) => placed(t, cast))
    const much = { payment_id: newId(), payment_reference: 'R', rail: 'jazzcash', holder: 'jazzcash' }
    const tooMuch = { ...much, order_id: order.order_id, amount_paisa: 265_001n }
    const refused = tx((t) => payPart(t, cast.bilal.shop_id, tooMuch))
    await expect(refused).rejects.toMatchObject({ reason: 'cash.part_too_large' })
    const prepaid = await tx((t) => placed(t, cast, 'prepaid'))
    const part = { payment_id: newId(), payment_reference: 'R', rail: 'jazzcash', holder: 'jazzcash', amount_paisa: 1n }
    const pay = tx((t) => payPart(t, cast.bilal.shop_id, { ...part, order_id: prepaid.order_id }))
    await expect(pay).rejects.toMatchObject({ reason: 'payments.already_funded' })
  })
})

describe('how far a courier is trusted', () => {
  const terms = (courier: string) => ({
    courier,
    cap_paisa: 600_000n,
    claim_after_days: 5,
    pays_ahead: false,
    most_shipment_paisa: null,
    most_other_paisa: 30_000n,
    handling_basis_points: null,
    fuel_basis_points: null,
    gst_basis_points: null,
    income_tax_basis_points: 200,
    sales_tax_basis_points: 200,
  })

  test('beyond its cap it gets no more cash to collect, and our riders are always there', async () => {
    await tx((t) => setCourierTerms(t, cast.dania, terms('blueex')))
    const [first] = await Promise.all([tx((t) => deliveredBy(t, cast, 'blueex', 'BX-1'))])
    await tx((t) => withCourier(t, cast, 'blueex', 'BX-2'))
    const third = tx((t) => withCourier(t, cast, 'blueex', 'BX-3'))
    await expect(third).rejects.toMatchObject({ reason: 'cash.over_cap', values: { cap: 6_000 } })
    await tx(async (t) => packed(t, cast, await placed(t, cast)))
    await tx((t) => receiveCash(t, first.party_id, first.order_id, 'blueex', cast.dania.person_id))
    await tx((t) => withCourier(t, cast, 'blueex', 'BX-3'))
  })

  test('a stopped courier gets nothing at all, with the reason, until it is let go on', async () => {
    const stop = (why: string) => tx((t) => stopCourier(t, cast.dania, 'tcs', why))
    await expect(stop('no')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
    await stop('It has not paid since November')
    const refused = tx((t) => withCourier(t, cast, 'tcs', 'T-1'))
    await expect(refused).rejects.toMatchObject({ reason: 'cash.courier_stopped' })
    const stopped = (await tx((t) => listCourierTerms(t, cast.dania))).find(({ courier }) => courier === 'tcs')
    expect(stopped?.stopped_why).toBe('It has not paid since November')
    await tx((t) => resumeCourier(t, cast.dania, 'tcs'))
    await tx((t) => withCourier(t, cast, 'tcs', 'T-1'))
  })

  test.each([
    ['a cap of nothing', { cap_paisa: 0n }],
    ['claims after no day', { claim_after_days: 0 }],
    ['taxes of sixty percent', { income_tax_basis_points: 6_000 }],
    ['half a basis point', { gst_basis_points: 0.5 }],
    ['other charges below nothing', { most_other_paisa: -1n }],
    ['a name with a space', { courier: 'two words' }],
  ])('%s is refused', async (_what, wrong) => {
    const set = tx((t) => setCourierTerms(t, cast.dania, { ...terms('mnp'), ...wrong }))
    await expect(set).rejects.toMatchObject({ reason: 'cash.terms' })
  })

  test('what is to be collected cannot be changed once the parcel has left', async () => {
    const order = await tx((t) => withCourier(t, cast, 'leopards', 'LE-FIXED'))
    const change = tx((t) =>
      t.count(
        sql`update parcels set cod_paisa = 1 where party_id = ${order.party_id} and order_id = ${order.order_id}`,
      ),
    )
    await expect(change).rejects.toMatchObject({ code: '42501' })
    const parcel = await tx((t) => parcelOfOrder(t, order.party_id, order.order_id))
    expect(parcel?.cod_paisa).toBe(265_000n)
  })
})

test('a parcel handed over without its cash is on the list of mismatches, with who delivered it', async () => {
  const order = await tx(async (t) => {
    const one = await placed(t, cast)
    await broughtToDoor(t, cast, one)
    return one
  })
  const mine = async (): Promise<CashMismatch | undefined> =>
    (await tx((t) => listCashMismatches(t, cast.dania))).find(({ order_id }) => order_id === order.order_id)
  expect(await mine()).toBeUndefined()
  await tx((t) =>
    t.count(
      sql`update parcels set state = 'delivered' where party_id = ${order.party_id} and order_id = ${order.order_id}`,
    ),
  )
  expect(await mine()).toMatchObject({ rider_id: cast.ghazi.person_id, amount_paisa: 265_000n, carrier: 'riders' })
})

test('a receipt that the phone tells twice counts once; another sum under its id is refused', async () => {
  const order = await tx((t) => placed(t, cast))
  const taken_at = new Date(data.clock.now.getTime() - 3_600_000)
  const receipt = { receipt_id: newId(), order_id: order.order_id, amount_paisa: 265_000n, taken_at }
  const tell = (other: Partial<typeof receipt> = {}) =>
    tx((t) => noteReceipt(t, cast.ghazi, cast.bilal.shop_id, { ...receipt, ...other }))
  expect([await tell(), await tell()]).toEqual([true, false])
  await expect(tell({ amount_paisa: 1n })).rejects.toMatchObject({ reason: 'cash.receipt_differs' })
  await expect(tell({ receipt_id: newId() })).rejects.toMatchObject({ reason: 'cash.receipt_differs' })
  const tomorrow = new Date(data.clock.now.getTime() + 86_400_000)
  await expect(tell({ taken_at: tomorrow })).rejects.toMatchObject({ reason: 'cash.receipt_time' })
})

test('who has how much cash is the sum of the orders they delivered, and agrees with the books', async () => {
  const with_ = await tx((t) => listCashWith(t, cast.dania))
  for (const { holder, amount_paisa } of with_) expect(await shop(`cash:${holder}`)).toBe(amount_paisa)
  expect(with_.map(({ holder }) => holder)).toContain('leopards')
})

test('a refund of cash is paid out of the market’s own, whether the courier has paid or not', async () => {
  const [paid, unpaid] = await tx(async (t) => [
    await deliveredBy(t, cast, 'leopards', 'LE-R1'),
    await deliveredBy(t, cast, 'leopards', 'LE-R2'),
  ])
  for (const order of [paid, unpaid]) {
    if (!order) throw new Error('both orders are there')
    await tx((t) => refuseGoods(t, cast.ayesha, atOf(order), 'not_as_shown'))
    if (order === paid)
      await tx((t) => receiveCash(t, order.party_id, order.order_id, 'leopards', cast.dania.person_id))
    const [refund] = await tx((t) => listRefunds(t, order.party_id, order.order_id))
    const at = { shop_id: order.party_id, refund_id: refund?.refund_id ?? '', receipt: 'Paid by hand' }
    await tx((t) => settleRefundByHand(t, cast.dania, at))
    expect((await tx((t) => getHold(t, order.party_id, order.order_id))).state).toBe('refunded')
  }
  expect(await tx(troubles)).toEqual([])
})
