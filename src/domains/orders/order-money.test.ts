import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { atOf, checkoutOf, opened, packed, paid, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { newId } from '../../kit/ids/ids.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { cashOfRider } from '../delivery/delivery.ts'
import { SYSTEM } from '../identity/identity.ts'
import { listAccounts } from '../ledger/ledger.ts'
import { listRefunds, settleClaim } from '../payments/payments.ts'
import { codesFor, keepIt, keepSomeOfIt, packWithProof, releaseAtDoor, sendBack } from '../trust/trust.ts'
import {
  cancelOrder,
  decideOrder,
  deliverOrder,
  endReversal,
  findFault,
  findOrder,
  freezeShop,
  keepSome,
  nobodyHome,
  type OrderRow,
  placeCheckout,
  recordOfBuyer,
  refundOrder,
  reverseOrder,
  saySomethingIsWrong,
  settleDispute,
  shipOrder,
  takeDueSteps,
} from './orders.ts'

const PAYMENT = '01890000-0000-7000-8000-000000000001'

/** The shop's accounts that are not empty; those of an id by the word before it. */
async function books(tx: Tx, shopId: string) {
  expect(await troubles(tx)).toEqual([])
  const rows = (await listAccounts(tx, shopId)).filter(({ balance_paisa }) => balance_paisa !== 0n)
  const sums: Record<string, bigint> = {}
  for (const { account, balance_paisa } of rows) {
    const name = account.replace(/:[0-9a-f-]{36}$/, '')
    sums[name] = (sums[name] ?? 0n) + balance_paisa
  }
  return sums
}

/** Three pairs at Rs 2,450 and Rs 200 for the way: Rs 7,550, commission Rs 367.50. */
async function threePairs(tx: Tx, at: Trade, method: 'cod' | 'prepaid', payment_id = PAYMENT): Promise<OrderRow> {
  const order = await placed(tx, at, method, 3)
  if (method === 'prepaid') await paid(tx, order, payment_id)
  return order
}

async function kept(tx: Tx, at: Trade): Promise<OrderRow> {
  const order = await threePairs(tx, at, 'prepaid')
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
  return order
}

const ONE_BACK = { reason: 'not_as_shown', lines: [{ line: 1, quantity: 1 }] }

describe('some is kept, some goes back', () => {
  test('at the door the rider takes the cash for two pairs and their way, and the shop earns two', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'cod')
      await opened(tx, at, order)
      const done = await keepSome(tx, at.ghazi, atOf(order), ONE_BACK)
      expect(done.state).toBe('completed')
      expect((await cashOfRider(tx, at.ghazi.person_id)).total_paisa).toBe(510_000n)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:rider': 510_000n,
        payable: -465_500n,
        'fee:commission': -24_500n,
        'fee:delivery': -20_000n,
      })
    }))

  test('paid before, the money for one pair goes back and the rest is released', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await keepSome(tx, at.ayesha, atOf(order), ONE_BACK)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -245_000n,
        payable: -465_500n,
        'fee:commission': -24_500n,
        'fee:delivery': -20_000n,
      })
    }))

  test('nothing, everything, or more than was bought is no part', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      const lines = [[], [{ line: 1, quantity: 3 }], [{ line: 1, quantity: 4 }], [{ line: 2, quantity: 1 }]]
      for (const some of lines) {
        const part = keepSome(tx, at.ayesha, atOf(order), { reason: 'damaged', lines: some })
        await expect(part).rejects.toMatchObject({ reason: 'orders.which_lines' })
      }
    }))
})

describe('money goes back after the sale', () => {
  test('a third of the goods: the shop owes its share, the commission gives a third', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await kept(tx, at)
      await refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 245_000n, words: 'One pair too small' })
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -245_000n,
        // 698,250 earned less 232,750, which what was at hand paid at once.
        payable: -465_500n,
        'fee:commission': -24_500n,
        'fee:delivery': -20_000n,
      })
    }))

  test('several refunds add up to what was paid and not a paisa more', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await kept(tx, at)
      const give = (goods_paisa: bigint, way_paisa = 0n) =>
        refundOrder(tx, at.dania, atOf(order), { goods_paisa, way_paisa, words: 'Heard both sides' })
      await give(1n)
      await give(333_333n)
      await expect(give(401_667n)).rejects.toMatchObject({ reason: 'payments.more_than_paid' })
      await give(401_666n, 20_000n)
      await expect(give(1n)).rejects.toMatchObject({ reason: 'payments.more_than_paid' })
      await expect(give(0n)).rejects.toMatchObject({ reason: 'payments.refund_of_nothing' })
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -755_000n,
        // The way was done and is paid for: by the shop.
        'fee:delivery': -20_000n,
        debt: 20_000n,
      })
    }))

  test('the market gives of its own, and the shop keeps what it earned', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await kept(tx, at)
      const goodwill = { goods_paisa: 50_000n, borne_by: 'market' as const, words: 'Our mistake' }
      await expect(refundOrder(tx, at.bilal, atOf(order), goodwill)).rejects.toMatchObject({
        reason: 'orders.shop_bears_it',
      })
      await refundOrder(tx, at.dania, atOf(order), goodwill)
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'expense:loss': 50_000n, payable: -698_250n })
    }))

  test('a refund needs a sale that is over, and a reason', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      const give = (words: string) => refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 1n, words })
      await expect(give('')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
      await expect(give('Too small')).rejects.toMatchObject({ reason: 'orders.not_now' })
    }))
})

describe('whoever is at fault bears the way', () => {
  test('a buyer who changed their mind pays for the way the second time', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx, 50)
      for (const way of [0n, 20_000n]) {
        const fresh = await threePairs(tx, at, 'prepaid', newId())
        await opened(tx, at, fresh)
        await sendBack(tx, at.ayesha, atOf(fresh), { reason: 'changed_mind', words: '', photo_names: [] })
        const [refund] = await listRefunds(tx, at.bilal.shop_id, fresh.order_id)
        expect(refund?.amount_paisa).toBe(755_000n - way)
        expect(await findFault(tx, atOf(fresh))).toMatchObject({ fault: 'buyer', charged_paisa: way })
      }
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 1_510_000n,
        refund_owed: -1_490_000n,
        'fee:delivery': -20_000n,
      })
    }))

  test('cash that never came is not asked for: the buyer’s record remembers it', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx, 50)
      for (let i = 0; i < 3; i++) {
        expect((await recordOfBuyer(tx, at.ayesha)).must_prepay).toBe(false)
        const order = await placed(tx, at)
        await opened(tx, at, order)
        await sendBack(tx, at.ghazi, atOf(order), { reason: 'changed_mind', words: '', photo_names: [] })
      }
      expect(await books(tx, at.bilal.shop_id)).toEqual({})
      expect(await recordOfBuyer(tx, at.ayesha)).toEqual({ fault_count: 3, most_count: 3, must_prepay: true })
    }))

  test('our rider lost it: the buyer has all of it back, and the market pays the shop what it would have earned', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await packed(tx, at, order)
      await shipOrder(tx, at.ghazi, atOf(order))
      await decideOrder(tx, at.dania, atOf(order), { side: 'buyer', words: 'Lost on the way', fault: 'carrier' })
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -755_000n,
        'expense:loss': 698_250n,
        payable: -698_250n,
      })
    }))
})

describe('an operator decides between them', () => {
  test('forty percent to the buyer: the shop earns sixty, the way is paid', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      const split = (buyer_percent: number) =>
        decideOrder(tx, at.dania, atOf(order), { side: 'split', words: 'Both are a little right', buyer_percent })
      for (const percent of [0, 100, 40.5]) {
        await expect(split(percent)).rejects.toMatchObject({ reason: 'orders.percent' })
      }
      expect((await split(40)).state).toBe('completed')
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -294_000n,
        payable: -418_950n,
        'fee:commission': -22_050n,
        'fee:delivery': -20_000n,
      })
    }))

  test('what the buyer says is wrong stops the clock, and what is settled lets it go on with the rest', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await packed(tx, at, order)
      await shipOrder(tx, SYSTEM, atOf(order))
      const delivered = await deliverOrder(tx, SYSTEM, atOf(order), 'leopards')
      await expect(saySomethingIsWrong(tx, at.ayesha, atOf(order), 'no')).rejects.toMatchObject({
        reason: 'orders.reason_needed',
      })
      await expect(saySomethingIsWrong(tx, at.ayesha, atOf(order), 'x'.repeat(501))).rejects.toMatchObject({
        reason: 'orders.words_too_long',
      })
      await saySomethingIsWrong(tx, at.ayesha, atOf(order), 'I have nothing here')
      await expect(saySomethingIsWrong(tx, at.ayesha, atOf(order), 'Again')).rejects.toMatchObject({
        reason: 'orders.frozen',
      })
      await expect(keepIt(tx, at.ayesha, atOf(order))).rejects.toMatchObject({ reason: 'orders.frozen' })
      await settleDispute(tx, at.ayesha, atOf(order))
      await expect(settleDispute(tx, at.ayesha, atOf(order))).rejects.toMatchObject({ reason: 'orders.not_frozen' })
      expect((await findOrder(tx, order.order_id)).order.due_at).toEqual(delivered.due_at)
    }))

  test('the orders of a stopped shop stand still, and an operator can still decide', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      expect(await freezeShop(tx, at.bilal.shop_id, 'stopped')).toBe(1)
      expect(await freezeShop(tx, at.bilal.shop_id, 'stopped')).toBe(0)
      const release = releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
      await expect(release).rejects.toMatchObject({ reason: 'orders.frozen' })
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 755_000n, hold: -755_000n })
      expect(await freezeShop(tx, at.bilal.shop_id, 'open')).toBe(1)
      await keepIt(tx, at.ayesha, atOf(order))
    }))
})

test('a helper who packs orders gives no money back', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await kept(tx, at)
    const helper = { ...at.bilal, role: 'helper', tasks: ['orders'] } as const
    const back = refundOrder(tx, helper, atOf(order), { goods_paisa: 245_000n, words: 'One pair too small' })
    await expect(back).rejects.toMatchObject({ code: 'forbidden', reason: 'identity.task_not_given' })
  }))

test('an order of a stopped shop that nobody packs expires, money and all, and no other waits for it', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((tx) => trade(tx))
  const order = await db.tx((tx) => threePairs(tx, at, 'prepaid'))
  await db.tx((tx) => freezeShop(tx, at.bilal.shop_id, 'stopped'))
  clock.now = new Date(clock.now.getTime() + 4 * 24 * 3_600_000)
  expect(await takeDueSteps(db)).toBe(1)
  expect((await db.read((tx) => findOrder(tx, order.order_id))).order.state).toBe('expired')
  expect(await db.read((tx) => books(tx, at.bilal.shop_id))).toEqual({
    'cash:jazzcash': 755_000n,
    refund_owed: -755_000n,
  })
})

describe('a rail takes the money back', () => {
  const part = (order: OrderRow) => ({ ...atOf(order), amount_paisa: order.total_paisa.toString() })
  const won = (tx: Tx, at: Trade, order: OrderRow) =>
    endReversal(tx, at.dania, { ...atOf(order), payment_id: PAYMENT }, 'won')

  test('before it was sent: the order is called off and nothing is owed twice', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await packed(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await reverseOrder(tx, part(order), PAYMENT)
      expect((await findOrder(tx, order.order_id)).order.state).toBe('cancelled')
      expect(await books(tx, at.bilal.shop_id)).toEqual({})
      await won(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 755_000n, refund_owed: -755_000n })
    }))

  const some = (order: OrderRow) => ({ ...part(order), amount_paisa: '100000' })

  test('before it was sent, a part of it: it stands still; called off, the buyer has the rest', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await reverseOrder(tx, some(order), PAYMENT)
      await expect(packed(tx, at, order)).rejects.toMatchObject({ reason: 'orders.frozen' })
      await cancelOrder(tx, at.dania, atOf(order), 'The bank took a part of the money')
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 655_000n, refund_owed: -655_000n })
      await won(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 755_000n, refund_owed: -755_000n })
      expect(await troubles(tx)).toEqual([])
    }))

  test.each(['won', 'lost'] as const)('a part of it is %s before it was sent: an operator lets it go on', (how) =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await reverseOrder(tx, some(order), PAYMENT)
      await endReversal(tx, at.dania, { ...atOf(order), payment_id: PAYMENT }, how)
      await packed(tx, at, order)
      const lost = how === 'lost' ? { 'expense:loss': 100_000n } : {}
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ hold: -755_000n, ...lost })
      expect(await troubles(tx)).toEqual([])
    }),
  )

  const lose = (tx: Tx, at: Trade, order: OrderRow, payment_id = PAYMENT) =>
    endReversal(tx, at.dania, { ...atOf(order), payment_id }, 'lost')
  const RS_5_000 = 500_000n

  test('before it was sent the market bears Rs 5,000 of an order at most: beyond that it is called off', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await reverseOrder(tx, { ...part(order), amount_paisa: (RS_5_000 + 1n).toString() }, PAYMENT)
      await expect(lose(tx, at, order)).rejects.toMatchObject({
        reason: 'payments.loss_over_cap',
        values: { most: '5000', shop_most: '20000' },
      })
    }))

  test('nor more than Rs 20,000 for one shop within thirty days', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx, 50)
      const ends = async (now: Tx) => {
        const payment_id = newId()
        const order = await threePairs(now, at, 'prepaid', payment_id)
        await reverseOrder(now, { ...part(order), amount_paisa: RS_5_000.toString() }, payment_id)
        return lose(now, at, order, payment_id)
      }
      for (let i = 0; i < 4; i++) await ends(tx)
      const inDays = (days: number) => altered(tx, { now: new Date(tx.now.getTime() + days * 86_400_000) })
      await ends(inDays(31))
      for (let i = 0; i < 3; i++) await ends(inDays(32))
      await expect(ends(inDays(33))).rejects.toMatchObject({ reason: 'payments.loss_over_cap' })
    }))

  test('lost on the way: the order ends first; without a yes the shop bears its share, and the way stays a loss', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await expect(lose(tx, at, order)).rejects.toMatchObject({ reason: 'orders.end_it_first' })
      await decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'The buyer does not answer' })
      await lose(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'expense:loss': 20_000n, 'fee:delivery': -20_000n })
      await expect(lose(tx, at, order)).rejects.toMatchObject({ reason: 'payments.reversal_ended' })
    }))

  test('lost on the way, a part of it: the shop bears so much of what was sold, and the commission goes with it', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, { ...part(order), amount_paisa: '245000' }, PAYMENT)
      await decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'The buyer does not answer' })
      await lose(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 510_000n,
        payable: -465_500n,
        'fee:commission': -24_500n,
        'fee:delivery': -20_000n,
      })
    }))

  test('lost on the way, and the buyer said yes: the market bears it, whatever it is', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await keepIt(tx, at.ayesha, atOf(order))
      await lose(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'expense:loss': 755_000n, payable: -698_250n })
    }))

  test('lost on the way, and the goods went back: nobody bears it', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await sendBack(tx, at.ayesha, atOf(order), { reason: 'changed_mind', words: '', photo_names: [] })
      await lose(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({})
    }))

  test('on the way: a loss of the market until it is won; goods that come back make it good', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'expense:loss': 755_000n, hold: -755_000n })
      await sendBack(tx, at.ayesha, atOf(order), { reason: 'changed_mind', words: '', photo_names: [] })
      expect(await books(tx, at.bilal.shop_id)).toEqual({})
    }))

  test('on the way, and some is kept: what would go back has gone, and is owed only once it is won', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await keepSome(tx, at.ayesha, atOf(order), ONE_BACK)
      const shared = { payable: -465_500n, 'fee:commission': -24_500n, 'fee:delivery': -20_000n }
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'expense:loss': 510_000n, ...shared })
      const more = refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 100_000n, words: 'One pair too small' })
      await expect(more).rejects.toMatchObject({ reason: 'payments.more_than_paid' })
      await won(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        refund_owed: -245_000n,
        ...shared,
      })
    }))

  test('what came twice and was taken twice makes good only what went back with the goods', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      const TWICE = '01890000-0000-7000-8000-000000000002'
      await paid(tx, order, TWICE)
      await opened(tx, at, order)
      await reverseOrder(tx, part(order), PAYMENT)
      await reverseOrder(tx, part(order), TWICE)
      await sendBack(tx, at.ayesha, atOf(order), { reason: 'changed_mind', words: '', photo_names: [] })
      await endReversal(tx, at.dania, { ...atOf(order), payment_id: TWICE }, 'won')
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 755_000n, refund_owed: -755_000n })
    }))

  test('after the buyer’s own yes the market loses it, and has it again once it is won', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await kept(tx, at)
      await reverseOrder(tx, part(order), PAYMENT)
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'expense:loss': 755_000n, payable: -698_250n })
      await won(tx, at, order)
      await expect(won(tx, at, order)).rejects.toMatchObject({ reason: 'payments.reversal_ended' })
      const { 'expense:loss': loss, ...rest } = await books(tx, at.bilal.shop_id)
      expect([loss, rest['cash:jazzcash'], rest.payable]).toEqual([undefined, 755_000n, -698_250n])
    }))

  test('without a yes the shop bears the goods: its share and the commission go, and come again when it is won', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await threePairs(tx, at, 'prepaid')
      await opened(tx, at, order)
      await decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'The buyer does not answer' })
      await reverseOrder(tx, part(order), PAYMENT)
      expect(await books(tx, at.bilal.shop_id)).toEqual({ 'expense:loss': 20_000n, 'fee:delivery': -20_000n })
      await won(tx, at, order)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 755_000n,
        payable: -698_250n,
        'fee:commission': -36_750n,
        'fee:delivery': -20_000n,
      })
    }))

  test('after our own refund of a part, what is beyond the payment stands as a loss', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await kept(tx, at)
      await refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 245_000n, words: 'One pair too small' })
      await reverseOrder(tx, part(order), PAYMENT)
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({ 'expense:loss': 755_000n, refund_owed: -245_000n })
      await endReversal(tx, at.dania, { ...atOf(order), payment_id: PAYMENT }, 'lost')
    }))
})

test('a courier lost it: it owes the shop, who earns it once the courier has paid', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await threePairs(tx, at, 'prepaid')
    await packWithProof(tx, at.bilal, atOf(order), {
      photos: [{ name: 'a'.repeat(64), colour: '' }],
      carrier: 'leopards',
    })
    await shipOrder(tx, SYSTEM, atOf(order))
    const decision = { side: 'buyer', words: 'Leopards lost it' } as const
    const nobody = { ...decision, fault: 'eve' as 'shop' }
    await expect(decideOrder(tx, at.dania, atOf(order), nobody)).rejects.toMatchObject({ reason: 'orders.whose_fault' })
    await decideOrder(tx, at.dania, atOf(order), { ...decision, fault: 'carrier' })
    const owed = { 'courier_owes:leopards': 698_250n, claim: -698_250n }
    const back = { 'cash:jazzcash': 755_000n, refund_owed: -755_000n }
    expect(await books(tx, at.bilal.shop_id)).toEqual({ ...owed, ...back })
    const settle = () => settleClaim(tx, at.dania, { ...atOf(order), receipt: 'LCS-1', holder: 'market' })
    await settle()
    expect(await books(tx, at.bilal.shop_id)).toEqual({ ...back, 'cash:market': 698_250n, payable: -698_250n })
    await expect(settle()).rejects.toMatchObject({ reason: 'payments.claim_paid' })
  }))

test('nobody keeps a part of a parcel that is not open, or for no reason', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await threePairs(tx, at, 'prepaid')
    const part = (reason: string) => keepSomeOfIt(tx, at.ayesha, atOf(order), { ...ONE_BACK, reason })
    await expect(part('damaged')).rejects.toMatchObject({ reason: 'trust.open_first' })
    await opened(tx, at, order)
    await expect(part('because')).rejects.toMatchObject({ reason: 'trust.reason_needed' })
    expect((await part('damaged')).state).toBe('completed')
  }))

test('who sent three parcels back by their own fault pays before, and cash is refused', async () => {
  const { db } = await testDatabase()
  const at = await db.tx((tx) => trade(tx, 50))
  for (let i = 0; i < 3; i++) {
    await db.tx(async (tx) => {
      const order = await placed(tx, at)
      await opened(tx, at, order)
      await sendBack(tx, at.ghazi, atOf(order), { reason: 'changed_mind', words: '', photo_names: [] })
    })
  }
  const wish = (method: 'cod' | 'prepaid') => db.tx((tx) => checkoutOf(tx, at.ayesha, at, method))
  const cash = await wish('cod')
  await expect(placeCheckout(db, at.ayesha, cash.checkout_id, () => 0n)).rejects.toMatchObject({
    reason: 'orders.prepay_first',
  })
  const before = await wish('prepaid')
  expect((await placeCheckout(db, at.ayesha, before.checkout_id, () => 0n)).orders).toHaveLength(1)
})

test('nobody at home three times is the buyer’s fault', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await threePairs(tx, at, 'prepaid')
    await packed(tx, at, order)
    await shipOrder(tx, at.ghazi, atOf(order))
    const { arriveAtDoor } = await import('./orders.ts')
    for (let i = 0; i < 3; i++) {
      await arriveAtDoor(tx, at.ghazi, atOf(order))
      await nobodyHome(tx, at.ghazi, atOf(order))
    }
    expect(await findFault(tx, atOf(order))).toMatchObject({ fault: 'buyer', reason: 'nobody_home', charged_paisa: 0n })
    expect(await books(tx, at.bilal.shop_id)).toEqual({ 'cash:jazzcash': 755_000n, refund_owed: -755_000n })
  }))
