import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { actForShop } from '../../identity/identity.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { keepIt } from '../../trust/trust.ts'
import { listDebts, listShopDebts, oweByShop } from './debts.ts'
import { setPayoutDetails } from './details.ts'
import { listPayouts, makePayoutBatch, markBatchSent } from './payouts.ts'
import { setPayoutRules, setPayoutTerms } from './plans.ts'

/** What one sale leaves Bilal. */
const EARNED = 232_750n

const ownerOf = (tx: Tx, at: Trade) =>
  actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')

async function sold(tx: Tx, at: Trade) {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
}

async function ready(tx: Tx, at: Trade) {
  const owner = await ownerOf(tx, at)
  await setPayoutDetails(tx, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' })
  return owner
}

/** Everything earned so far is with the bank. */
async function paidOut(tx: Tx, at: Trade) {
  const { batch_id } = await makePayoutBatch(tx, at.dania)
  await markBatchSent(tx, at.dania, batch_id)
}

const owe = (tx: Tx, at: Trade, paisa: bigint, cause = 'refund:1') =>
  oweByShop(tx, at.bilal.shop_id, { cause, kind: 'refund', paisa, to_account: 'fee:commission', note: 'torn sole' })

test('what goes back before the shop was paid is taken from what it has, and nothing is owed', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ready(tx, at)
    await sold(tx, at)
    expect(await owe(tx, at, 100_000n)).toEqual({ is_new: true, repaid_paisa: 100_000n })
    expect(await balanceOf(tx, owner.shop_id, 'debt')).toBe(0n)
    await paidOut(tx, at)
    expect((await listPayouts(tx, owner))[0]).toMatchObject({ amount_paisa: EARNED - 100_000n, holder: 'jazzcash' })
    expect(await troubles(tx)).toEqual([])
  }))

test('what goes back after the shop was paid is a debt with a name, and the next sale repays it', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ready(tx, at)
    await sold(tx, at)
    await paidOut(tx, at)
    expect(await owe(tx, at, 100_000n)).toEqual({ is_new: true, repaid_paisa: 0n })
    expect(await owe(tx, at, 100_000n)).toEqual({ is_new: false, repaid_paisa: 0n })
    expect(await listDebts(tx, owner)).toMatchObject([{ cause: 'refund:1', note: 'torn sole', repaid_paisa: 0n }])
    expect(await listShopDebts(tx, at.dania)).toMatchObject([{ owed_paisa: 100_000n, debt_count: 1 }])
    expect(await troubles(tx)).toEqual([])

    await sold(tx, at)
    await paidOut(tx, at)
    const sums = (await listPayouts(tx, owner)).map(({ amount_paisa }) => amount_paisa).sort()
    expect(sums).toEqual([EARNED - 100_000n, EARNED])
    expect(await listShopDebts(tx, at.dania)).toEqual([])
    expect(await balanceOf(tx, owner.shop_id, 'debt')).toBe(0n)
    expect(await troubles(tx)).toEqual([])
  }))

test('a shop that repays by half keeps half of what it earns, until the debt is too large', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ready(tx, at)
    await owe(tx, at, 200_000n)
    await setPayoutTerms(tx, at.dania, owner.shop_id, { reserve_paisa: 0n, debt_share_bp: 5_000 })
    await sold(tx, at)
    await paidOut(tx, at)
    expect((await listPayouts(tx, owner))[0]?.amount_paisa).toBe(EARNED / 2n)
    expect(await troubles(tx)).toEqual([])

    await owe(tx, at, 300_000n, 'refund:2')
    await setPayoutRules(tx, at.dania, { two_people_above_paisa: 50_000_000n, debt_cap_paisa: 100_000n })
    await sold(tx, at)
    await expect(makePayoutBatch(tx, at.dania)).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    expect(await listShopDebts(tx, at.dania)).toMatchObject([{ owed_paisa: 500_000n - EARNED / 2n - EARNED }])
    expect(await troubles(tx)).toEqual([])
  }))

test('a reserve stays back, the newest sales first', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ready(tx, at)
    await setPayoutTerms(tx, at.dania, owner.shop_id, { reserve_paisa: 1n, debt_share_bp: 10_000 })
    await sold(tx, at)
    await expect(makePayoutBatch(tx, at.dania)).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await sold(tx, at)
    await paidOut(tx, at)
    expect(await balanceOf(tx, owner.shop_id, 'payable')).toBe(-EARNED)
    expect(await troubles(tx)).toEqual([])
  }))

describe('at once', () => {
  test('a refund and a batch that closes: the paisa are paid or repaid, never both', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    for (let round = 0; round < 4; round++) {
      await db.tx((tx) => sold(tx, at))
      if (round === 0) await db.tx((tx) => ready(tx, at))
      const both = [
        db.tx((tx) => owe(tx, at, 200_000n, `refund:${round}`)),
        db.tx((tx) => makePayoutBatch(tx, at.dania)),
      ] as const
      await Promise.allSettled(round % 2 === 0 ? both : [...both].reverse())
      expect(await db.read((tx) => troubles(tx))).toEqual([])
    }
    const owed = await db.read((tx) => balanceOf(tx, at.bilal.shop_id, 'debt'))
    const payable = await db.read((tx) => balanceOf(tx, at.bilal.shop_id, 'payable'))
    const [out] = await db.read((tx) =>
      tx.all<{ paisa: bigint }>(sql`select coalesce(sum(amount_paisa), 0)::bigint as paisa from payouts`),
    )
    expect((out?.paisa ?? 0n) - payable + 800_000n - owed).toBe(4n * EARNED)
  })

  test('whoever comes second waits for the first to end, and finds what is left', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    await db.tx((tx) => sold(tx, at))
    await db.tx((tx) => ready(tx, at))
    const done = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const first = db.tx(async (tx) => {
      await owe(tx, at, 200_000n)
      done.resolve()
      await mayEnd.promise
    })
    await done.promise
    const second = db.tx((tx) => makePayoutBatch(tx, at.dania))
    // Long enough for a batch that does not wait to have gone through.
    for (let look = 0; look < 100; look++) await db.read((tx) => balanceOf(tx, at.bilal.shop_id, 'payable'))
    mayEnd.resolve()
    await first
    expect((await second).amount_paisa).toBe(EARNED - 200_000n)
    expect(await db.read((tx) => troubles(tx))).toEqual([])
  })

  test('one cause told from two sides is one debt', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    const told = await Promise.all([1, 2, 3].map(() => db.tx((tx) => owe(tx, at, 5_000n))))
    expect(told.filter(({ is_new }) => is_new)).toHaveLength(1)
    expect(await db.read((tx) => balanceOf(tx, at.bilal.shop_id, 'debt'))).toBe(5_000n)
    expect(await db.read((tx) => troubles(tx))).toEqual([])
  })
})
