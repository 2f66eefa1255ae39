import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findCheckout, readCartLines } from '../../src/domains/cart/cart.ts'
import type { CourierStatus, Tracked } from '../../src/domains/delivery/courier.ts'
import { listOpenWithCarrier, parcelOfOrder, recordTracking, scansOf } from '../../src/domains/delivery/delivery.ts'
import { actForShop } from '../../src/domains/identity/identity.ts'
import { offersFor } from '../../src/domains/offers/offers.ts'
import {
  appealDecision,
  askCourier,
  believeLastWord,
  decideOrder,
  findFault,
  findOrder,
  listDisputed,
  listDisputesOf,
  type OrderRow,
  placeOrder,
  refundOrder,
  saySomethingIsWrong,
  settleContradiction,
  settleDispute,
  takeBack,
  takeDueSteps,
} from '../../src/domains/orders/orders.ts'
import {
  claimOverdue,
  getHold,
  listCashClaims,
  listRefunds,
  makePayoutBatch,
  payPart,
  receiveCash,
  sendRefunds,
  setPayoutDetails,
  takeRefundToWallet,
} from '../../src/domains/payments/payments.ts'
import { settleRefundByReport } from '../../src/domains/payments/refunds.ts'
import { keepIt, openDelivered, packWithProof, sendBack } from '../../src/domains/trust/trust.ts'
import { done, retry } from '../../src/kit/errors/outcome.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { type MoneyIn, openMoneyIn } from '../setup/money-in.ts'
import { courierNamed, told } from '../setup/remitting.ts'
import { atOf, checkoutOf, paid, placed, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const DAY_MS = 86_400_000

let m: MoneyIn
beforeAll(async () => {
  m = await openMoneyIn()
})
afterAll(() => m.close())
afterEach(async () => {
  expect(await m.base.db.read(troubles)).toEqual([])
})

const tx: MoneyIn['base']['db']['tx'] = (body) => m.base.db.tx(body)
const PROOF = { photos: [{ name: 'a'.repeat(64), colour: '#886644' }], carrier: 'leopards' }
const numbered = () => `LE${newId().slice(-10).toUpperCase()}`

/** An order on its way with Leopards, which then says these things an hour apart. */
async function says(method: 'cod' | 'prepaid', ...words: readonly CourierStatus[]): Promise<OrderRow> {
  const order = await tx(async (t) => {
    const made = await placed(t, m.at, method)
    if (method === 'prepaid') await paid(t, made)
    await sent(t, made)
    return made
  })
  await hears(order, ...words)
  return order
}

async function sent(t: Tx, order: OrderRow): Promise<void> {
  await packWithProof(t, m.at.bilal, atOf(order), PROOF)
  const parcel = await parcelOfOrder(t, order.party_id, order.order_id)
  if (!parcel) throw new Error('a packed order has a parcel')
  await recordTracking(t, parcel, numbered())
}

/** Rs 50 for a rider, whom a courier does not have. */
async function tipped(t: Tx, method: 'cod' | 'prepaid'): Promise<OrderRow> {
  const begun = await checkoutOf(t, m.at.ayesha, m.at, method, 1, { tip_paisa: 5_000n })
  const [checkout, cart] = [
    await findCheckout(t, m.at.ayesha, begun.checkout_id),
    await readCartLines(t, begun.cart_id),
  ]
  if (!checkout || !cart) throw new Error('a checkout was begun')
  return placeOrder(t, m.at.ayesha, m.at.bilal.shop_id, { checkout, lines: cart.lines, wayFee })
}

/** Rs 1,000 of what is due at the door came by JazzCash before. */
const RS_1_000 = 100_000n
function partly(t: Tx, { party_id, order_id }: OrderRow): Promise<boolean> {
  const payment = { payment_id: newId(), payment_reference: numbered(), rail: 'jazzcash', holder: 'jazzcash' }
  return payPart(t, party_id, { ...payment, order_id, amount_paisa: RS_1_000 })
}

async function hears(order: OrderRow, ...words: readonly CourierStatus[]): Promise<void> {
  for (const word of words) {
    m.passes(3_600_000)
    await tx((t) => told(t, order, word))
  }
  await m.settles()
}

const read = async (order: OrderRow) => (await tx((t) => findOrder(t, order.order_id))).order
const holdOf = (order: OrderRow) => tx((t) => getHold(t, order.party_id, order.order_id))
const refundsOf = (order: OrderRow) => tx((t) => listRefunds(t, order.party_id, order.order_id))
const parcelOf = async (order: OrderRow) => (await tx((t) => parcelOfOrder(t, order.party_id, order.order_id)))?.state
const questionsOf = (order: OrderRow) => tx((t) => listDisputesOf(t, atOf(order)))
const onShelf = async () => (await tx((t) => offersFor(t, m.at.bilal.shop_id, [m.at.small])))[0]
const messagesAbout = (t: Tx, order: OrderRow) =>
  t.all<{ template: string }>(sql`
    select template
    from messages
    where template = 'market.courier_unsure'
      or (template like '%courier_unsure' and facts ->> 'number' = ${order.number})
    order by template`)

describe('a courier says that a parcel was delivered, and then takes it back', () => {
  test.each<CourierStatus>(['returned', 'returning', 'attempted'])('"%s": time does not pay the shop', async (word) => {
    const order = await says('prepaid', 'delivered', word)
    m.passes(30 * DAY_MS)
    await takeDueSteps(m.base.db)
    expect(await read(order)).toMatchObject({ state: 'delivered', frozen_for: 'courier' })
    expect(await holdOf(order)).toMatchObject({ state: 'funded' })
  })

  test('both scans stand before the operator, once, and buyer, shop and operator hear of it once', async () => {
    const before = (await tx((t) => t.all(sql`select 1 from messages where template = 'market.courier_unsure'`))).length
    const order = await says('prepaid', 'delivered', 'returning', 'returned')
    const [question, ...more] = (await tx((t) => listDisputed(t, m.at.dania))).filter(
      ({ order_id }) => order_id === order.order_id,
    )
    expect([question, more]).toMatchObject([{ first_scan: 'delivered', second_scan: 'returning' }, []])
    expect(question?.second_scan_at?.getTime()).toBeGreaterThan(question?.first_scan_at?.getTime() ?? Infinity)
    const heard = (await tx((t) => messagesAbout(t, order))).map(({ template }) => template)
    expect(heard.filter((template) => template !== 'market.courier_unsure')).toEqual([
      'order.courier_unsure',
      'sale.courier_unsure',
    ])
    expect(heard.length - 2 - before).toBe(1)
    const scans = await tx(async (t) => {
      const parcel = await parcelOfOrder(t, order.party_id, order.order_id)
      return parcel ? scansOf(t, parcel) : []
    })
    expect(scans.map(({ kind }) => kind)).toEqual(['booked', 'delivered', 'returning', 'returned'])
  })

  test('the shop has it again: what was paid goes back, and the goods are on the shelf', async () => {
    const before = await onShelf()
    const order = await says('prepaid', 'delivered', 'returned')
    await tx((t) => takeBack(t, m.at.bilal, atOf(order), true))
    expect(await read(order)).toMatchObject({ state: 'returned', frozen_for: null, due_at: null })
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: order.total_paisa }])
    expect([await parcelOf(order), await questionsOf(order)]).toEqual(['back', []])
    expect(await onShelf()).toMatchObject({ on_hand_count: before?.on_hand_count })
    await expect(tx((t) => takeBack(t, m.at.bilal, atOf(order), true))).rejects.toMatchObject({
      reason: 'orders.not_now',
    })
  })

  test('the shop has it again: cash counts as never collected, and is claimed of nobody', async () => {
    const order = await says('cod', 'delivered', 'returned')
    m.passes(10 * DAY_MS)
    await tx((t) => claimOverdue(t))
    const claimed = async () => (await tx((t) => listCashClaims(t, m.at.dania))).map(({ order_id }) => order_id)
    expect(await claimed()).toContain(order.order_id)
    await tx((t) => takeBack(t, m.at.bilal, atOf(order), false))
    expect([await read(order), await holdOf(order)]).toMatchObject([{ state: 'returned' }, { state: 'void' }])
    expect([await refundsOf(order), await claimed()]).toEqual([[], []])
    const books = await tx((t) =>
      t.all<{ paisa: bigint }>(sql`
        select p.account, sum(p.amount_paisa)::bigint as paisa
        from ledger_postings p
        join ledger_transfers x on x.party_id = p.party_id and x.transfer_id = p.transfer_id
        where x.cause like ${`order:${order.order_id}:%`}
        group by p.account`),
    )
    expect(books.length).toBeGreaterThan(0)
    expect(books.every(({ paisa }) => paisa === 0n)).toBe(true)
  })

  test('once the courier has paid the cash, the shop’s word is not enough', async () => {
    const order = await says('cod', 'delivered')
    await tx((t) => receiveCash(t, order.party_id, order.order_id, 'leopards', m.at.dania.person_id))
    await hears(order, 'returned')
    await expect(tx((t) => takeBack(t, m.at.bilal, atOf(order), true))).rejects.toMatchObject({
      reason: 'cash.came_in',
    })
    const decision = { side: 'buyer', words: 'The courier is asked', no_cash: true } as const
    await expect(tx((t) => decideOrder(t, m.at.dania, atOf(order), decision))).rejects.toMatchObject({
      reason: 'cash.came_in',
    })
    await tx((t) => decideOrder(t, m.at.dania, atOf(order), { side: 'buyer', words: 'She paid and has nothing' }))
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: order.total_paisa }])
  })

  test('the buyer has it and keeps it: her own yes is worth more, and the shop is paid', async () => {
    const order = await says('prepaid', 'delivered', 'returned')
    await tx((t) => openDelivered(t, m.at.ayesha, atOf(order)))
    await tx((t) => keepIt(t, m.at.ayesha, atOf(order)))
    expect([await read(order), await questionsOf(order)]).toMatchObject([{ state: 'completed', frozen_for: null }, []])
    await hears(order, 'returning')
    expect(await questionsOf(order)).toEqual([])
  })

  test('an operator believes the first word: the clock goes on with its rest', async () => {
    const order = await says('prepaid', 'delivered')
    const due = (await read(order)).due_at?.getTime() ?? 0
    await hears(order, 'returned')
    const frozen_at = (await read(order)).frozen_at?.getTime() ?? 0
    m.passes(5 * DAY_MS)
    const settle = (words: string) => tx((t) => settleContradiction(t, m.at.dania, atOf(order), words))
    await expect(settle(' no ')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
    await settle('Leopards has her signature')
    await expect(settle('Leopards has her signature')).rejects.toMatchObject({ reason: 'orders.no_contradiction' })
    const on = await read(order)
    expect([on.frozen_for, on.due_at?.getTime()]).toEqual([null, due + m.base.clock.now.getTime() - frozen_at])
    m.passes(4 * DAY_MS)
    await takeDueSteps(m.base.db)
    expect(await read(order)).toMatchObject({ state: 'completed' })
  })

  test('an operator decides that nothing came and no cash was taken: none goes back, none is owed', async () => {
    const order = await says('cod', 'delivered', 'attempted')
    const decision = { side: 'buyer', words: 'She was not at home', no_cash: true } as const
    await tx((t) => decideOrder(t, m.at.dania, atOf(order), decision))
    expect([await read(order), await holdOf(order)]).toMatchObject([{ state: 'refused' }, { state: 'void' }])
    expect([await refundsOf(order), await questionsOf(order)]).toEqual([[], []])
  })

  test('after time has paid the shop: what it earned is not paid out until somebody has answered', async () => {
    await tx(async (t) => {
      const person = { kind: 'person', person_id: m.at.bilal.person_id } as const
      const owner = await actForShop(t, person, m.at.bilal.shop_id, 'money')
      await setPayoutDetails(t, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Shoes' })
    })
    m.passes(9 * DAY_MS)
    const pay = () => tx((t) => makePayoutBatch(t, m.at.dania))
    await pay()
    const order = await says('prepaid', 'delivered')
    m.passes(4 * DAY_MS)
    await takeDueSteps(m.base.db)
    await hears(order, 'returned')
    expect(await read(order)).toMatchObject({ state: 'completed' })
    m.passes(9 * DAY_MS)
    await expect(pay()).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await tx((t) => settleContradiction(t, m.at.dania, atOf(order), 'Leopards has her signature'))
    expect((await pay()).amount_paisa).toBeGreaterThan(0n)
  })

  test('its word meets the clock: whoever is first, nothing is paid out before somebody has answered', async () => {
    const orders: OrderRow[] = []
    for (let i = 0; i < 6; i++) orders.push(await says('prepaid', 'delivered'))
    m.passes(4 * DAY_MS)
    await Promise.all([
      takeDueSteps(m.base.db),
      ...orders.map((order) => tx((t) => told(t, order, 'returned'))),
      takeDueSteps(m.base.db),
    ])
    for (const order of orders) {
      const { state, frozen_for } = await read(order)
      const earning = await tx((t) =>
        t.one<{ waits: boolean }>(sql`
          select disputed_at is not null as waits
          from earnings
          where party_id = ${order.party_id} and order_id = ${order.order_id}`),
      )
      expect([[state, frozen_for, earning?.waits]]).toContainEqual(
        state === 'completed' ? ['completed', null, true] : ['delivered', 'courier', undefined],
      )
      expect(await questionsOf(order)).toHaveLength(1)
    }
  })

  test('what the buyer said before is settled, and the order stands still all the same', async () => {
    const order = await says('prepaid', 'delivered')
    await tx((t) => saySomethingIsWrong(t, m.at.ayesha, atOf(order), 'I have nothing here'))
    await hears(order, 'returned')
    expect(await read(order)).toMatchObject({ frozen_for: 'claim' })
    await tx((t) => settleDispute(t, m.at.ayesha, atOf(order)))
    expect(await read(order)).toMatchObject({ frozen_for: 'courier' })
    expect((await questionsOf(order)).map(({ opened_by }) => opened_by)).toEqual(['courier'])
  })

  test('an order that goes on all the same is found by the books', async () => {
    const order = await says('prepaid', 'delivered', 'returned')
    const found = tx(async (t) => {
      await t.count(sql`
        update orders set frozen_at = null, frozen_for = null
        where party_id = ${order.party_id} and order_id = ${order.order_id}`)
      // Thrown, so that it never was.
      throw new Error(JSON.stringify(await troubles(t)))
    })
    await expect(found).rejects.toThrow('contradicts itself')
  })

  test('a scan that is only late is none', async () => {
    const order = await says('prepaid', 'out_for_delivery')
    const [at, parcel] = await tx(async (t) => [t.now, await parcelOfOrder(t, order.party_id, order.order_id)])
    await hears(order, 'delivered')
    const late = { status: 'attempted', happened: new Date(at.getTime() - 60_000).toISOString() } as const
    await asked(parcel?.tracking ?? '', late)
    expect([await read(order), await questionsOf(order)]).toMatchObject([{ state: 'delivered', frozen_for: null }, []])
  })

  test('what the buyer sent back comes home, and nobody wonders', async () => {
    const order = await says('prepaid', 'delivered')
    await tx((t) => openDelivered(t, m.at.ayesha, atOf(order)))
    await tx((t) => sendBack(t, m.at.ayesha, atOf(order), { reason: 'fake', words: '', photo_names: [] }))
    await hears(order, 'returning', 'returned')
    expect(await questionsOf(order)).toEqual([])
    await tx((t) => takeBack(t, m.at.bilal, atOf(order), false))
  })

  test('nobody takes back what came, while the courier stands by its word', async () => {
    const order = await says('cod', 'delivered')
    await expect(tx((t) => takeBack(t, m.at.bilal, atOf(order), true))).rejects.toMatchObject({
      reason: 'orders.not_now',
    })
  })
})

describe('a courier says that a parcel goes back, and then that it was delivered', () => {
  test('a person looks; the shop that has it in its hands ends it', async () => {
    const order = await says('cod', 'out_for_delivery', 'returning', 'delivered')
    expect(await read(order)).toMatchObject({ state: 'refused' })
    expect(await questionsOf(order)).toMatchObject([{ first_scan: 'returning', second_scan: 'delivered' }])
    await tx((t) => takeBack(t, m.at.bilal, atOf(order), true))
    expect(await questionsOf(order)).toEqual([])
    await hears(order, 'delivered')
    expect(await questionsOf(order)).toEqual([])
  })

  test('an operator has asked, and it did go back', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    expect(await questionsOf(order)).toHaveLength(1)
    await tx((t) => settleContradiction(t, m.at.dania, atOf(order), 'The shop will have it tomorrow'))
    expect([await read(order), await questionsOf(order)]).toMatchObject([{ state: 'refused' }, []])
  })

  test('a refund that is not yet sent waits for a person, who lets it go', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    const refundOf = async () => (await tx((t) => listRefunds(t, order.party_id, order.order_id)))[0]
    await sendRefunds(m.base.db, m.rails)
    const refund = await refundOf()
    expect(refund).toMatchObject({ state: 'stuck' })
    const at = { shop_id: order.party_id, refund_id: refund?.refund_id ?? '' }
    const takes = tx((t) => takeRefundToWallet(t, m.at.ayesha, at))
    await expect(takes).rejects.toMatchObject({ reason: 'payments.refund_moved' })
    await tx((t) => settleContradiction(t, m.at.dania, atOf(order), 'The shop will have it tomorrow'))
    expect(await refundOf()).toMatchObject({ state: 'owed', trouble: '' })
  })

  test('a refund that the shop’s own word stands for is let go by that', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    await tx((t) => takeBack(t, m.at.bilal, atOf(order), true))
    expect(await tx((t) => listRefunds(t, order.party_id, order.order_id))).toMatchObject([{ state: 'owed' }])
  })
})

/** What an order's books say, by account without ids; what comes to nothing is left out. */
async function booksOf(order: OrderRow): Promise<Record<string, bigint>> {
  const rows = await tx((t) =>
    t.all<{ account: string; paisa: bigint }>(sql`
      select regexp_replace(p.account, ':[0-9a-f-]{36}$', '') as account, sum(p.amount_paisa)::bigint as paisa
      from ledger_postings p
      join ledger_transfers x on x.party_id = p.party_id and x.transfer_id = p.transfer_id
      where x.cause like ${`order:${order.order_id}:%`}
      group by 1
      having sum(p.amount_paisa) <> 0`),
  )
  return Object.fromEntries(rows.map(({ account, paisa }) => [account, paisa]))
}

const believes = (order: OrderRow, words = 'Leopards has her signature') =>
  tx((t) => believeLastWord(t, m.at.dania, atOf(order), words))
const stepsOf = async (order: OrderRow) =>
  (await tx((t) => findOrder(t, order.order_id))).steps.map(({ step }) => step).slice(-2)
const earningOf = (order: OrderRow) =>
  tx((t) =>
    t.one<{ amount_paisa: bigint; holder: string; at_hand_at: Date | null; held_until: Date | null }>(sql`
      select amount_paisa, holder, at_hand_at, held_until
      from earnings
      where party_id = ${order.party_id} and order_id = ${order.order_id}`),
  )
const SHARED = { payable: -232_750n, 'fee:commission': -12_250n, 'fee:delivery': -20_000n }

describe('"returned", then "delivered", and the last word is true', () => {
  test('paid before, and not sent back yet: the shop is paid out of it, after the time for a second look', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    await expect(believes(order, ' no ')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
    await believes(order)
    expect([await read(order), await holdOf(order)]).toMatchObject([{ state: 'completed' }, { state: 'released' }])
    expect([await refundsOf(order), await questionsOf(order), await parcelOf(order)]).toEqual([[], [], 'delivered'])
    expect(await booksOf(order)).toEqual({ 'cash:jazzcash': 265_000n, ...SHARED })
    expect(await stepsOf(order)).toEqual(['give_up', 'decide_delivered'])
    expect((await earningOf(order))?.held_until?.getTime()).toBe(m.base.clock.now.getTime() + 3 * DAY_MS)
    await expect(believes(order)).rejects.toMatchObject({ reason: 'orders.no_contradiction' })
    await tx((t) => appealDecision(t, m.at.ayesha, atOf(order), 'I have nothing here'))
  })

  test('cash: the courier has it, and the shop earns it when the courier pays', async () => {
    const order = await says('cod', 'out_for_delivery', 'returning', 'delivered')
    await believes(order)
    expect(await read(order)).toMatchObject({ state: 'completed' })
    expect(await booksOf(order)).toEqual({ 'cash:leopards': 265_000n, ...SHARED })
    expect(await earningOf(order)).toMatchObject({ holder: 'leopards', at_hand_at: null })
    await tx((t) => receiveCash(t, order.party_id, order.order_id, 'leopards', m.at.dania.person_id))
    expect((await earningOf(order))?.at_hand_at).not.toBeNull()
  })

  test('the buyer’s record forgets that the parcel went back', async () => {
    const order = await says('cod', 'returned', 'delivered')
    const faultOf = () => tx((t) => findFault(t, atOf(order)))
    expect(await faultOf()).toMatchObject({ fault: 'buyer' })
    await believes(order)
    expect(await faultOf()).toBeUndefined()
  })

  test('when the way was kept of what was paid, it is held again with the rest', async () => {
    await tx(async (t) => {
      const { at } = m
      const [party_id, order_id] = [at.bilal.shop_id, newId()]
      await t.count(sql`
        insert into order_faults (party_id, order_id, buyer_id, fault, reason, way_paisa, charged_paisa, said_at)
        values (${party_id}, ${order_id}, ${at.ayesha.person_id}, 'buyer', 'no_reason', 0, 0, ${t.now})`)
    })
    const order = await says('prepaid', 'returned', 'delivered')
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: 245_000n }])
    await believes(order)
    expect(await booksOf(order)).toEqual({ 'cash:jazzcash': 265_000n, ...SHARED })
  })

  test('the money has gone back already: the courier owes the shop what it would have earned', async () => {
    const order = await says('prepaid', 'returned')
    await sendRefunds(m.base.db, m.rails)
    const [refund] = await refundsOf(order)
    const at = { shop_id: order.party_id, refund_id: refund?.refund_id ?? '' }
    await tx((t) => settleRefundByReport(t, { ...at, provider_id: 'R-1' }))
    await hears(order, 'delivered')
    await believes(order)
    expect(await read(order)).toMatchObject({ state: 'refused' })
    expect(await questionsOf(order)).toEqual([])
    expect(await booksOf(order)).toMatchObject({ 'courier_owes:leopards': 232_750n, claim: -232_750n })
  })

  test('two operators, and the shop that says it has it, at the same moment: one of the three', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    const shopHasIt = tx((t) => takeBack(t, m.at.bilal, atOf(order), true))
    const ends = await Promise.allSettled([believes(order), shopHasIt, believes(order)])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state } = await read(order)
    expect(await holdOf(order)).toMatchObject({ state: state === 'completed' ? 'released' : 'refunded' })
  })

  test('a tip that no courier gets goes back, once, and the rest is the shop’s', async () => {
    const order = await tx(async (t) => {
      const made = await tipped(t, 'prepaid')
      await paid(t, made)
      await sent(t, made)
      return made
    })
    await hears(order, 'returned', 'delivered')
    await believes(order)
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: 5_000n, state: 'owed' }])
    expect(await booksOf(order)).toEqual({ 'cash:jazzcash': 270_000n, refund_owed: -5_000n, ...SHARED })
  })

  test('what came by a rail before the cash is counted again, and the courier has the rest', async () => {
    const order = await tx(async (t) => {
      const made = await placed(t, m.at)
      await partly(t, made)
      await sent(t, made)
      return made
    })
    await hears(order, 'returned', 'delivered')
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: RS_1_000 }])
    await believes(order)
    expect(await refundsOf(order)).toEqual([])
    expect(await booksOf(order)).toMatchObject({ 'cash:leopards': 165_000n, payable: -232_750n })
  })

  test('a rail that was asked to send it may have sent it: nobody takes it back', async () => {
    const order = await says('prepaid', 'returned', 'delivered')
    await tx((t) =>
      t.count(sql`
        update refunds set tried_count = 1 where party_id = ${order.party_id} and order_id = ${order.order_id}`),
    )
    await expect(believes(order)).rejects.toMatchObject({ reason: 'payments.refund_asked' })
  })

  test('what an operator had decided is for a second look, not for the courier’s word', async () => {
    const order = await says('prepaid', 'out_for_delivery')
    await tx((t) => decideOrder(t, m.at.dania, atOf(order), { side: 'buyer', words: 'It is lost', fault: 'carrier' }))
    await hears(order, 'returned', 'delivered')
    expect(await questionsOf(order)).toHaveLength(1)
    await expect(believes(order)).rejects.toMatchObject({ reason: 'orders.decide_it' })
  })
})

describe('time settled it for cash, and it was never delivered', () => {
  async function settledByTime(...words: readonly CourierStatus[]): Promise<OrderRow> {
    const order = await says('cod', 'delivered')
    m.passes(4 * DAY_MS)
    await takeDueSteps(m.base.db)
    await hears(order, ...words)
    expect(await read(order)).toMatchObject({ state: 'completed' })
    return order
  }

  test('the sale is undone to the paisa: no cash is claimed, nothing was earned, nothing goes back', async () => {
    const order = await settledByTime('returned')
    m.passes(10 * DAY_MS)
    await tx((t) => claimOverdue(t))
    await believes(order, 'It lies in their depot')
    expect(await booksOf(order)).toEqual({})
    expect([await holdOf(order), await earningOf(order)]).toMatchObject([
      { state: 'released', holder: 'nobody' },
      { amount_paisa: 0n, holder: 'nobody' },
    ])
    expect([await questionsOf(order), await parcelOf(order)]).toEqual([[], 'back'])
    const claimed = (await tx((t) => listCashClaims(t, m.at.dania))).map(({ order_id }) => order_id)
    expect(claimed).not.toContain(order.order_id)
    const back = { goods_paisa: 100n, words: 'Something went back' }
    await expect(tx((t) => refundOrder(t, m.at.dania, atOf(order), back))).rejects.toMatchObject({
      reason: 'payments.more_than_paid',
    })
    await hears(order, 'delivered')
    expect(await questionsOf(order)).toEqual([])
  })

  test('the courier pays at the same moment: the cash has come, or there is none', async () => {
    const order = await settledByTime('returned')
    const pays = () => tx((t) => receiveCash(t, order.party_id, order.order_id, 'leopards', m.at.dania.person_id))
    const [undone, came] = await Promise.allSettled([believes(order, 'It lies in their depot'), pays()])
    const { holder } = await holdOf(order)
    expect([undone.status, came]).toEqual(
      holder === 'nobody'
        ? ['fulfilled', { status: 'fulfilled', value: 0n }]
        : ['rejected', { status: 'fulfilled', value: 265_000n }],
    )
  })

  test('what the courier pays for it afterwards is a question, and no cash of the order', async () => {
    const order = await settledByTime('returned')
    await believes(order, 'It lies in their depot')
    const moved = await tx((t) => receiveCash(t, order.party_id, order.order_id, 'leopards', m.at.dania.person_id))
    expect(moved).toBe(0n)
  })

  test('what had come by a rail before goes back by it, and a tip that nobody paid does not', async () => {
    const order = await tx(async (t) => {
      const made = await tipped(t, 'cod')
      await partly(t, made)
      await sent(t, made)
      return made
    })
    await hears(order, 'delivered')
    m.passes(4 * DAY_MS)
    await takeDueSteps(m.base.db)
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: 5_000n }])
    await hears(order, 'returned')
    await believes(order, 'It lies in their depot')
    expect(await refundsOf(order)).toMatchObject([{ amount_paisa: RS_1_000, rail: 'jazzcash' }])
    expect(await booksOf(order)).toEqual({ 'cash:jazzcash': RS_1_000, part_paid: -RS_1_000 })
  })

  test('not when the courier has paid, nor when money of it went back', async () => {
    const paidFor = await settledByTime('attempted')
    await tx((t) => receiveCash(t, paidFor.party_id, paidFor.order_id, 'leopards', m.at.dania.person_id))
    await expect(believes(paidFor)).rejects.toMatchObject({ reason: 'cash.came_in' })
    const given = await settledByTime('returned')
    await tx((t) => refundOrder(t, m.at.dania, atOf(given), { goods_paisa: 100n, words: 'A scratch' }))
    await expect(believes(given)).rejects.toMatchObject({ reason: 'payments.refund_moved' })
  })

  test('what was paid before by a rail is refunded, and an open order is decided', async () => {
    const before = await says('prepaid', 'delivered', 'returned')
    await expect(believes(before)).rejects.toMatchObject({ reason: 'orders.decide_it' })
    m.passes(4 * DAY_MS)
    const sold = await says('prepaid', 'delivered')
    m.passes(4 * DAY_MS)
    await takeDueSteps(m.base.db)
    await hears(sold, 'returned')
    await expect(believes(sold)).rejects.toMatchObject({ reason: 'orders.decide_it' })
  })
})

/** Leopards is asked about everything, and knows of one parcel. Returns what it was asked about. */
async function asked(
  tracking: string,
  word: Pick<Tracked, 'status' | 'happened'> | 'silence',
  most?: number,
): Promise<string[]> {
  const numbers: string[] = []
  const courier: ReturnType<typeof courierNamed> = {
    ...courierNamed('leopards'),
    async track(trackings) {
      numbers.push(...trackings)
      if (word === 'silence') return retry('nobody answers')
      const tracked = { tracking_number: tracking, said: word.status, reason: '', received_by: '', ...word }
      return done(trackings.includes(tracking) ? [tracked] : [])
    },
  }
  await askCourier(m.base.db, courier, most)
  return numbers
}

test('a courier with more parcels than are asked about at once is asked about each in turn', async () => {
  const before = await tx((t) => listOpenWithCarrier(t, 'leopards', 1_000))
  const orders = [await says('prepaid'), await says('prepaid')]
  const most = before.length + 1
  const askedNow = () => asked('', 'silence', most)
  const [first, second] = [await askedNow(), await askedNow()]
  const seen = new Set([...first, ...second])
  for (const order of orders) {
    const parcel = await tx((t) => parcelOfOrder(t, order.party_id, order.order_id))
    expect(seen).toContain(parcel?.tracking)
  }
})

test('a courier is asked again about what it delivered, four times a day for three weeks', async () => {
  const order = await says('prepaid', 'delivered')
  const { tracking = '' } = (await tx((t) => parcelOfOrder(t, order.party_id, order.order_id))) ?? {}
  const word = { status: 'delivered', happened: m.base.clock.now.toISOString() } as const
  const isAsked = async (said: typeof word | 'silence' = word) => (await asked(tracking, said)).includes(tracking)
  expect([await isAsked('silence'), await isAsked(), await isAsked()]).toEqual([true, true, false])
  m.passes(6 * 3_600_000)
  await asked(tracking, { status: 'returned', happened: m.base.clock.now.toISOString() })
  expect(await read(order)).toMatchObject({ frozen_for: 'courier' })
  m.passes(22 * DAY_MS)
  expect(await isAsked()).toBe(false)
})
