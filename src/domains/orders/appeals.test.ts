import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { actForShop, asOperator, giveRole, type Operator, SYSTEM } from '../identity/identity.ts'
import { balanceOf } from '../ledger/ledger.ts'
import { listDebts, listExtras, makePayoutBatch, setPayoutDetails } from '../payments/payments.ts'
import {
  answerAppeal,
  appealDecision,
  decideOrder,
  findAppeal,
  findOrder,
  listAppeals,
  mayAppeal,
  type OrderRow,
} from './orders.ts'

const EARNED = 232_750n
const WORDS = 'The photo shows another shoe'
const NOTHING = { reason: 'payments.nothing_to_pay' }

/** Ayesha paid before; Dania decided at the open parcel. */
async function decided(tx: Tx, at: Trade, side: 'shop' | 'buyer' | 'split'): Promise<OrderRow> {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  const split = side === 'split' ? { buyer_percent: 40 } : {}
  await decideOrder(tx, at.dania, atOf(order), { side, words: 'Both have told their side', ...split })
  return order
}

/** The same transaction, so many days later. */
function daysAfter(tx: Tx, days: number): Tx {
  const now = later(tx.now, days * DAY_MS)
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'now') return now
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function secondOperator(tx: Tx, at: Trade): Promise<Operator> {
  await giveRole(tx, SYSTEM, at.farah.person_id, 'operator')
  return asOperator(tx, { kind: 'person', person_id: at.farah.person_id })
}

/** Bilal can be paid from the day after tomorrow on. */
async function hasAccount(tx: Tx, at: Trade): Promise<void> {
  const owner = await actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')
  await setPayoutDetails(tx, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Shoes' })
}

describe('what was earned by a decision waits for a second look', () => {
  test.each(['shop', 'split'] as const)('for the %s: not paid within three days, and paid after them', (side) =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await hasAccount(tx, at)
      await decided(tx, at, side)
      await expect(makePayoutBatch(daysAfter(tx, 2.9), at.dania)).rejects.toMatchObject(NOTHING)
      expect((await makePayoutBatch(daysAfter(tx, 3), at.dania)).amount_paisa).toBe(side === 'shop' ? EARNED : 139_650n)
      expect(await troubles(tx)).toEqual([])
    }),
  )

  test('while nobody has answered it stays, however long that takes', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await hasAccount(tx, at)
      const order = await decided(tx, at, 'shop')
      await appealDecision(daysAfter(tx, 2.9), at.ayesha, atOf(order), WORDS)
      await expect(makePayoutBatch(daysAfter(tx, 60), at.dania)).rejects.toMatchObject(NOTHING)
      const late = daysAfter(tx, 60)
      await answerAppeal(late, await secondOperator(tx, at), atOf(order), {
        answer: 'stands',
        words: 'The shoe is right',
      })
      expect((await makePayoutBatch(late, at.dania)).amount_paisa).toBe(EARNED)
    }))

  test('what no operator decided is paid as always', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      const { steps } = await findOrder(tx, order.order_id)
      expect(mayAppeal(steps, undefined, tx.now)).toBe(false)
      await expect(appealDecision(tx, at.ayesha, atOf(order), WORDS)).rejects.toMatchObject({
        reason: 'orders.no_decision',
      })
    }))
})

describe('asking for a second look', () => {
  test('once, whoever asks, with words, within three days', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, 'shop')
      const ask = (by: Parameters<typeof appealDecision>[1], words: string, when = tx) =>
        appealDecision(when, by, atOf(order), words)
      await expect(ask(at.ayesha, 'No')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
      await expect(ask(at.ayesha, 'x'.repeat(501))).rejects.toMatchObject({ reason: 'orders.words_too_long' })
      await expect(ask(at.ayesha, WORDS, daysAfter(tx, 3))).rejects.toMatchObject({ reason: 'orders.appeal_late' })
      const eve = { kind: 'person', person_id: at.eve.person_id } as const
      await expect(ask(eve, WORDS)).rejects.toMatchObject({ reason: 'orders.unknown' })
      await ask(at.bilal, WORDS)
      await expect(ask(at.ayesha, WORDS)).rejects.toMatchObject({ reason: 'orders.appealed' })
      expect(await listAppeals(tx, at.dania)).toMatchObject([{ asked_as: 'shop', words: WORDS, number: order.number }])
      const { steps } = await findOrder(tx, order.order_id)
      expect(mayAppeal(steps, await findAppeal(tx, atOf(order)), tx.now)).toBe(false)
    }))

  test('from both sides at once: one asks', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    const order = await db.tx((tx) => decided(tx, at, 'split'))
    const asked = await Promise.allSettled(
      [at.ayesha, at.bilal, at.ayesha].map((by) => db.tx((tx) => appealDecision(tx, by, atOf(order), WORDS))),
    )
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('the second look', () => {
  const answerOf = (answer: 'stands' | 'for_buyer' | 'for_shop') => ({ answer, words: 'Seen again with both photos' })

  test('is by somebody else, once, with words', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, 'shop')
      const again = (
        by: Operator,
        said: { answer: 'stands'; words: string } = { ...answerOf('stands'), answer: 'stands' },
      ) => answerAppeal(tx, by, atOf(order), said)
      await expect(again(at.dania)).rejects.toMatchObject({ reason: 'orders.no_appeal' })
      await appealDecision(tx, at.ayesha, atOf(order), WORDS)
      await expect(again(at.dania, { answer: 'stands', words: '' })).rejects.toMatchObject({
        reason: 'orders.reason_needed',
      })
      const farah = await secondOperator(tx, at)
      await expect(again(at.dania)).rejects.toMatchObject({ reason: 'orders.own_decision' })
      await again(farah)
      await expect(again(farah)).rejects.toMatchObject({ reason: 'orders.no_appeal' })
      expect(await findAppeal(tx, atOf(order))).toMatchObject({ answer: 'stands', answered_by: farah.person_id })
    }))

  test('is by the same person where the market has no other', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, 'shop')
      await appealDecision(tx, at.ayesha, atOf(order), WORDS)
      await answerAppeal(tx, at.dania, atOf(order), answerOf('stands'))
      expect((await findAppeal(tx, atOf(order)))?.answer).toBe('stands')
    }))

  test('turned for the buyer: all of it goes back, out of the earning that waited', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, 'shop')
      await appealDecision(tx, at.ayesha, atOf(order), WORDS)
      await answerAppeal(tx, at.dania, atOf(order), answerOf('for_buyer'))
      const shop = { ...at.bilal, role: 'owner' as const }
      expect(await listDebts(tx, shop)).toMatchObject([{ amount_paisa: EARNED, repaid_paisa: EARNED }])
      expect(await troubles(tx)).toEqual([])
    }))

  test.each([
    ['buyer', EARNED],
    ['split', EARNED - 139_650n],
  ] as const)('turned for the shop after a decision for the %s: the market bears it', (side, paisa) =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, side)
      await appealDecision(tx, at.bilal, atOf(order), WORDS)
      await answerAppeal(tx, at.dania, atOf(order), answerOf('for_shop'))
      expect(await listExtras(tx, at.bilal)).toMatchObject([{ kind: 'appeal', amount_paisa: paisa }])
      expect(await balanceOf(tx, at.bilal.shop_id, 'expense:loss')).toBe(paisa)
      expect(await troubles(tx)).toEqual([])
    }),
  )

  test.each([
    ['shop', 'for_shop'],
    ['buyer', 'for_buyer'],
  ] as const)('decided for the %s, it cannot be turned %s', (side, answer) =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await decided(tx, at, side)
      await appealDecision(tx, at.ayesha, atOf(order), WORDS)
      await expect(answerAppeal(tx, at.dania, atOf(order), answerOf(answer))).rejects.toMatchObject({
        reason: 'orders.nothing_to_turn',
      })
    }),
  )
})
