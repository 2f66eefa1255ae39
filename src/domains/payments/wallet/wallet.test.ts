import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/setup/database.ts'
import { atOf, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Person } from '../../identity/identity.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { cancelOrder, findOrder, type OrderRow, payOrder } from '../../orders/orders.ts'
import { stopPayouts } from '../payouts/stops.ts'
import { askWalletBack, listAskedBack, settleAskedBack } from './ask-back.ts'
import { payFromWallet, WALLET_RAIL } from './pay.ts'
import { arriveInWallet, refundsForWallet, returnToWallet, takeRefundToWallet } from './refunds.ts'
import { clearSpend, creditWallet, grantGoodwill, mostToSpend, readWallet, spendWallet } from './wallet.ts'

const EASYPAISA = { kind: 'wallet', account: '0301 2345678', title: 'Ayesha Khan' } as const

const given = (tx: Tx, to: Person, paisa: bigint, holder = 'jazzcash', kind: 'refund' | 'goodwill' = 'refund') =>
  creditWallet(tx, to.person_id, { cause: `test:${newId()}`, paisa, holder, kind })

/** What the legs of payment.paid do. */
async function arrived(tx: Tx, at: Trade, order: OrderRow, paid: { payment_id: string; reference: string }) {
  const holder = (await tx.one<{ holder: string }>(
    sql`select holder from wallet_spends where payment_id = ${paid.payment_id}`,
  )) ?? { holder: '' }
  const amount_paisa = order.total_paisa.toString()
  await payOrder(tx, { ...atOf(order), amount_paisa }, { ...paid, rail: WALLET_RAIL, ...holder })
  await clearSpend(tx, at.ayesha.person_id, paid.payment_id)
}

const partOf = (order: OrderRow) => ({ ...atOf(order), amount_paisa: order.total_paisa.toString() })

const pay = (tx: Tx, by: Person, order: OrderRow) =>
  payFromWallet(tx, by, { checkout_id: order.checkout_id, orders: [partOf(order)] })

/** What the leg of refund.to_wallet does, from the newest such event. */
async function refundArrives(tx: Tx) {
  const event = await tx.one<{ party_id: string; payload: Record<string, string | boolean> }>(
    sql`select party_id, payload from outbox where name = 'refund.to_wallet' order by event_id desc limit 1`,
  )
  if (!event) throw new Error('no refund went to a wallet')
  const { refund_id, buyer_id, holder, payment_id, amount_paisa, was_from_wallet } = event.payload
  const words = { refund_id: `${refund_id}`, buyer_id: `${buyer_id}`, holder: `${holder}`, payment_id: `${payment_id}` }
  await arriveInWallet(tx, {
    ...words,
    shop_id: event.party_id,
    was_from_wallet: was_from_wallet === true,
    amount_paisa: BigInt(`${amount_paisa}`),
  })
}

test('Ayesha pays an order from her wallet, her credit before her money', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await given(tx, at.ayesha, 300_000n)
    await grantGoodwill(tx, at.dania, at.ayesha.person_id, { paisa: 20_000n, holder: 'jazzcash', why: 'late parcel' })
    const order = await placed(tx, at, 'prepaid')
    const paid = await pay(tx, at.ayesha, order)
    expect(await balanceOf(tx, at.ayesha.person_id, `transit:payment:${paid.payment_id}`)).toBe(-265_000n)
    await arrived(tx, at, order, paid)
    expect((await findOrder(tx, order.order_id)).order.state).toBe('placed')
    const wallet = await readWallet(tx, at.ayesha)
    expect([wallet.money_paisa, wallet.credit_paisa]).toEqual([55_000n, 0n])
    expect(await balanceOf(tx, at.ayesha.person_id, `transit:payment:${paid.payment_id}`)).toBe(0n)
    await arrived(tx, at, order, paid)
    expect(await balanceOf(tx, at.ayesha.person_id, 'cash:jazzcash')).toBe(35_000n)
    await expect(pay(tx, at.ayesha, order)).rejects.toMatchObject({ reason: 'payments.already_paid' })
    expect(await troubles(tx)).toEqual([])
  }))

test('what was paid with credit comes back as credit, and the money first', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await given(tx, at.ayesha, 250_000n)
    await given(tx, at.ayesha, 20_000n, 'jazzcash', 'goodwill')
    const order = await placed(tx, at, 'prepaid')
    await arrived(tx, at, order, await pay(tx, at.ayesha, order))
    await cancelOrder(tx, at.ayesha, atOf(order), '')
    const owed = await tx.one<{ refund_id: string }>(sql`select refund_id from refunds`)
    await returnToWallet(tx, order.party_id, owed?.refund_id ?? '')
    await returnToWallet(tx, order.party_id, owed?.refund_id ?? '')
    await refundArrives(tx)
    await refundArrives(tx)
    const wallet = await readWallet(tx, at.ayesha)
    expect([wallet.money_paisa, wallet.credit_paisa]).toEqual([250_000n, 20_000n])
    expect(wallet.lines[0]).toMatchObject({ kind: 'undone', money_paisa: 245_000n, credit_paisa: 20_000n })
    expect(await balanceOf(tx, order.party_id, 'cash:jazzcash')).toBe(0n)
    expect(await troubles(tx)).toEqual([])
  }))

test('a refund that no rail can send is taken in the wallet, by choice and once', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await placed(tx, at, 'prepaid')
    const payment_id = newId()
    await payOrder(tx, partOf(order), { payment_id, reference: 'R1', rail: 'jazzcash', holder: 'jazzcash' })
    await cancelOrder(tx, at.ayesha, atOf(order), '')
    const at_order = { shop_id: order.party_id, order_id: order.order_id }
    expect(await refundsForWallet(tx, at.ayesha, at_order)).toEqual([])
    const [refund] = await tx.all<{ refund_id: string }>(sql`select refund_id from refunds`)
    const which = { shop_id: order.party_id, refund_id: refund?.refund_id ?? '' }
    await expect(takeRefundToWallet(tx, at.ayesha, which)).rejects.toMatchObject({ reason: 'payments.refund_moved' })
    await tx.count(sql`update refunds set state = 'stuck' where party_id = ${order.party_id}`)
    expect(await refundsForWallet(tx, at.ayesha, at_order)).toMatchObject([{ amount_paisa: 265_000n }])
    const eve = { kind: 'person', person_id: at.eve.person_id } as const
    await expect(takeRefundToWallet(tx, eve, which)).rejects.toMatchObject({ reason: 'payments.no_refund' })
    await takeRefundToWallet(tx, at.ayesha, which)
    await refundArrives(tx)
    await expect(takeRefundToWallet(tx, at.ayesha, which)).rejects.toMatchObject({ reason: 'payments.refund_moved' })
    expect((await readWallet(tx, at.ayesha)).money_paisa).toBe(265_000n)
    expect(await balanceOf(tx, at.ayesha.person_id, 'cash:jazzcash')).toBe(265_000n)
    expect(await troubles(tx)).toEqual([])
  }))

describe('two at once', () => {
  test('two devices spend more than there is: one does', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    await db.tx((tx) => given(tx, at.ayesha, 50_000n))
    const spend = () => db.tx((tx) => spendWallet(tx, at.ayesha, { payment_id: newId(), paisa: 40_000n }))
    const outcomes = await Promise.allSettled([spend(), spend(), spend()])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.reason)
    expect(refused).toEqual(['payments.wallet_short', 'payments.wallet_short'])
    expect((await db.read((tx) => readWallet(tx, at.ayesha))).money_paisa).toBe(10_000n)
  })

  test('whoever spends second waits for the first to end, and finds what is left', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    await db.tx((tx) => given(tx, at.ayesha, 50_000n))
    const spend = (tx: Tx) => spendWallet(tx, at.ayesha, { payment_id: newId(), paisa: 40_000n })
    const done = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const first = db.tx(async (tx) => {
      await spend(tx)
      done.resolve()
      await mayEnd.promise
    })
    await done.promise
    const second = expect(db.tx(spend)).rejects.toMatchObject({ reason: 'payments.wallet_short' })
    // Long enough for a spend that does not wait to have gone through.
    for (let look = 0; look < 50; look++) await db.read((tx) => readWallet(tx, at.ayesha))
    mayEnd.resolve()
    await Promise.all([first, second])
    expect((await db.read((tx) => readWallet(tx, at.ayesha))).money_paisa).toBe(10_000n)
  })

  test('the first credits of a wallet, at once and told twice, all count once', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    const give = (cause: string) =>
      db.tx((tx) => creditWallet(tx, at.ayesha.person_id, { cause, paisa: 100n, holder: 'jazzcash', kind: 'refund' }))
    const given_ = await Promise.all(['a', 'a', 'b', 'b', 'c'].map(give))
    expect(given_.filter(Boolean)).toHaveLength(3)
    expect((await db.read((tx) => readWallet(tx, at.ayesha))).money_paisa).toBe(300n)
    expect(await db.read((tx) => troubles(tx))).toEqual([])
  })

  test('one checkout paid from two devices is paid once', async () => {
    const { db } = await testDatabase()
    const at = await db.tx((tx) => trade(tx))
    await db.tx((tx) => given(tx, at.ayesha, 900_000n))
    const order = await db.tx((tx) => placed(tx, at, 'prepaid'))
    const outcomes = await Promise.allSettled([1, 2].map(() => db.tx((tx) => pay(tx, at.ayesha, order))))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.reason)
    expect(refused).toEqual(['payments.already_paid'])
    expect((await db.read((tx) => readWallet(tx, at.ayesha))).money_paisa).toBe(635_000n)
  })
})

describe('money asked back', () => {
  test('leaves the wallet at once, is sent with a receipt, and comes back when it cannot be', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await given(tx, at.ayesha, 50_000n)
      const ask = { holder: 'jazzcash', paisa: 20_000n, to: EASYPAISA }
      const first = await askWalletBack(tx, at.ayesha, ask)
      const second = await askWalletBack(tx, at.ayesha, ask)
      expect(await listAskedBack(tx, at.dania)).toMatchObject([{ account: '03012345678' }, { name: 'Ayesha' }])
      const one = { party_id: at.ayesha.person_id, wallet_payout_id: first }
      const other = { party_id: at.ayesha.person_id, wallet_payout_id: second }
      await expect(settleAskedBack(tx, at.dania, one, { state: 'sent', receipt: '' })).rejects.toMatchObject({
        reason: 'payments.say_why',
      })
      await settleAskedBack(tx, at.dania, one, { state: 'sent', receipt: 'EP 991' })
      await settleAskedBack(tx, at.dania, other, { state: 'returned', receipt: 'account is closed' })
      await expect(settleAskedBack(tx, at.dania, one, { state: 'returned', receipt: 'again' })).rejects.toMatchObject({
        reason: 'payments.wallet_asked_done',
      })
      expect((await readWallet(tx, at.ayesha)).money_paisa).toBe(30_000n)
      expect(await balanceOf(tx, at.ayesha.person_id, 'cash:jazzcash')).toBe(30_000n)
      expect(await troubles(tx)).toEqual([])
    }))

  test('credit never becomes cash', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await given(tx, at.ayesha, 50_000n, 'jazzcash', 'goodwill')
      const ask = { holder: 'jazzcash', paisa: 100n, to: EASYPAISA }
      await expect(askWalletBack(tx, at.ayesha, ask)).rejects.toMatchObject({ reason: 'payments.wallet_short' })
      expect(await mostToSpend(tx, at.ayesha)).toBe(50_000n)
    }))

  test.each([
    [{ holder: 'safepay', paisa: 100n, to: EASYPAISA }, 'payments.holder_pays_nothing_back'],
    [{ holder: 'jazzcash', paisa: 50_001n, to: EASYPAISA }, 'payments.wallet_short'],
    [{ holder: 'jazzcash', paisa: 0n, to: EASYPAISA }, 'payments.wallet_amount'],
    [{ holder: 'jazzcash', paisa: 5n, to: { ...EASYPAISA, account: '021' } }, 'payments.wallet_number'],
  ] as const)('is refused when it cannot be: %o', (ask, reason) =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await given(tx, at.ayesha, 50_000n)
      await given(tx, at.ayesha, 50_000n, 'safepay')
      await expect(askWalletBack(tx, at.ayesha, ask)).rejects.toMatchObject({ reason })
    }),
  )

  test('is not sent while the payouts of the market stand still', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await given(tx, at.ayesha, 50_000n)
      const wallet_payout_id = await askWalletBack(tx, at.ayesha, { holder: 'jazzcash', paisa: 1n, to: EASYPAISA })
      await stopPayouts(tx, 'I1')
      const which = { party_id: at.ayesha.person_id, wallet_payout_id }
      await expect(settleAskedBack(tx, at.dania, which, { state: 'sent', receipt: 'EP1' })).rejects.toMatchObject({
        reason: 'payments.payouts_stopped',
      })
    }))
})

test.each([
  ['top_up', 'market', 'payments.holder_takes_no_top_ups'],
  ['top_up', 'rider:1', 'payments.holder_takes_no_top_ups'],
  ['refund', 'leopards', 'payments.holder_keeps_no_refunds'],
  ['refund', 'nobody', 'payments.holder_keeps_no_refunds'],
] as const)('a %s is not kept by %s, whose licence does not allow it', (kind, holder, reason) =>
  rolledBack(async (tx) => {
    const credit = { cause: 'x', paisa: 100n, holder, kind }
    await expect(creditWallet(tx, newId(), credit)).rejects.toMatchObject({ reason })
  }),
)

test('goodwill has a reason and a sum', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const gift = { paisa: 100n, holder: 'jazzcash', why: '' }
    const give = (change: object) => grantGoodwill(tx, at.dania, at.ayesha.person_id, { ...gift, ...change })
    await expect(give({})).rejects.toMatchObject({ reason: 'payments.say_why' })
    await expect(give({ why: 'late parcel', paisa: 0n })).rejects.toMatchObject({ reason: 'payments.wallet_amount' })
  }))

test('a wallet that does not agree with the books is found', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await given(tx, at.ayesha, 50_000n)
    expect(await troubles(tx)).toEqual([])
    await tx.count(sql`update wallets set money_paisa = money_paisa + 1 where party_id = ${at.ayesha.person_id}`)
    expect(await troubles(tx)).toMatchObject([{ invariant: 'wallets' }])
  }))
