import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { actForShop, asOperator, giveRole, SYSTEM, seedPerson } from '../../identity/identity.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { keepIt } from '../../trust/trust.ts'
import { clearName, getPayoutDetails, listNamesToCheck, setPayoutDetails } from './details.ts'
import { payoutFile } from './files.ts'
import { checkBatch, listBatches, listPayouts, makePayoutBatch, markBatchSent, returnPayout } from './payouts.ts'
import { askPayout, setPayoutPlan, setPayoutRules } from './plans.ts'
import { liftStop, listStops, listStopsOf, sayNotMe, stopShop } from './stops.ts'

const EARNED = 232_750n
const WALLET = { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' } as const
const NOTHING = { reason: 'payments.nothing_to_pay' }

const ownerOf = (tx: Tx, at: Trade) =>
  actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')

async function sold(tx: Tx, at: Trade) {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
}

/** Bilal has sold a pair and said where his money goes. */
async function ready(tx: Tx, details: Parameters<typeof setPayoutDetails>[2] = WALLET) {
  const at = await trade(tx)
  const owner = await ownerOf(tx, at)
  await sold(tx, at)
  await setPayoutDetails(tx, owner, details)
  return { ...at, owner }
}

async function secondOperator(tx: Tx) {
  const person_id = await seedPerson(tx, SYSTEM, { phone: '+923000000099', name: 'Kamal', language: 'en' })
  await giveRole(tx, SYSTEM, person_id, 'operator')
  return asOperator(tx, { kind: 'person', person_id })
}

describe('a line that the bank sends back', () => {
  test('is the shop’s money again, once, and waits for a new account', () =>
    rolledBack(async (tx) => {
      const { dania, owner } = await ready(tx)
      const { batch_id } = await makePayoutBatch(tx, dania)
      await markBatchSent(tx, dania, batch_id)
      const [payout] = await listPayouts(tx, owner)
      const back = { shop_id: owner.shop_id, payout_id: payout?.payout_id ?? '', reason: 'account is closed' }
      await expect(returnPayout(tx, dania, { ...back, reason: '' })).rejects.toMatchObject({
        reason: 'payments.say_why',
      })
      await expect(returnPayout(tx, dania, { ...back, payout_id: newId() })).rejects.toMatchObject({
        reason: 'payments.no_payout',
      })
      await returnPayout(tx, dania, back)
      await expect(returnPayout(tx, dania, back)).rejects.toMatchObject({ reason: 'payments.payout_returned' })
      expect(await balanceOf(tx, owner.shop_id, 'payable')).toBe(-EARNED)
      expect(await balanceOf(tx, owner.shop_id, 'cash:jazzcash')).toBe(265_000n)
      expect((await listPayouts(tx, owner))[0]).toMatchObject({ state: 'returned', return_reason: 'account is closed' })
      expect(await troubles(tx)).toEqual([])

      await expect(makePayoutBatch(tx, dania)).rejects.toMatchObject(NOTHING)
      expect(await listStopsOf(tx, owner)).toMatchObject([{ cause: 'returned' }])
      await liftStop(tx, dania, { party_id: owner.shop_id, cause: 'returned', note: 'the bank was wrong' })
      expect((await makePayoutBatch(tx, dania)).amount_paisa).toBe(EARNED)
      expect(await troubles(tx)).toEqual([])
    }))

  test('stands in no file any more, however often that is taken again: it is in the next one', () =>
    rolledBack(async (tx) => {
      const { dania, owner } = await ready(tx)
      const { batch_id } = await makePayoutBatch(tx, dania)
      const [payout] = await listPayouts(tx, owner)
      const payout_id = payout?.payout_id ?? ''
      expect(await payoutFile(tx, dania, batch_id)).toContain(payout_id)
      await returnPayout(tx, dania, { shop_id: owner.shop_id, payout_id, reason: 'refused at once' })
      await expect(payoutFile(tx, dania, batch_id)).rejects.toMatchObject({ reason: 'payments.no_file' })
    }))

  test('comes back from a file that never left as well, and a new account lifts the stop', () =>
    rolledBack(async (tx) => {
      const { dania, owner } = await ready(tx)
      await makePayoutBatch(tx, dania)
      const [payout] = await listPayouts(tx, owner)
      const back = { shop_id: owner.shop_id, payout_id: payout?.payout_id ?? '', reason: 'refused at once' }
      await returnPayout(tx, dania, back)
      expect(await balanceOf(tx, owner.shop_id, `payout:${back.payout_id}`)).toBe(0n)
      await setPayoutDetails(tx, owner, { ...WALLET, account: '03007654321' })
      expect(await listStopsOf(tx, owner)).toEqual([])
      expect(await troubles(tx)).toEqual([])
    }))
})

describe('two people', () => {
  test('a large batch goes nowhere until a second operator has looked at it', () =>
    rolledBack(async (tx) => {
      const { dania } = await ready(tx)
      const kamal = await secondOperator(tx)
      await setPayoutRules(tx, dania, { two_people_above_paisa: EARNED - 1n, debt_cap_paisa: 0n })
      const { batch_id, needs_check } = await makePayoutBatch(tx, dania)
      expect(needs_check).toBe(true)
      const unchecked = { reason: 'payments.needs_checker' }
      await expect(payoutFile(tx, dania, batch_id)).rejects.toMatchObject(unchecked)
      await expect(markBatchSent(tx, dania, batch_id)).rejects.toMatchObject(unchecked)
      await expect(checkBatch(tx, dania, batch_id)).rejects.toMatchObject({ reason: 'payments.same_person' })
      await expect(checkBatch(tx, kamal, newId())).rejects.toMatchObject({ reason: 'payments.no_batch' })
      await checkBatch(tx, kamal, batch_id)
      await expect(checkBatch(tx, kamal, batch_id)).rejects.toMatchObject({ reason: 'payments.batch_checked' })
      const releases = { code: 'forbidden', reason: 'payments.checker_releases' }
      await expect(payoutFile(tx, kamal, batch_id)).rejects.toMatchObject(releases)
      await expect(markBatchSent(tx, kamal, batch_id)).rejects.toMatchObject(releases)
      await markBatchSent(tx, dania, batch_id)
      await expect(checkBatch(tx, kamal, batch_id)).rejects.toMatchObject({ reason: 'payments.batch_sent' })
      expect(await troubles(tx)).toEqual([])
    }))

  test('a large batch that the market made by itself needs two as well: one checks it, another lets it go', () =>
    rolledBack(async (tx) => {
      const { dania } = await ready(tx)
      const kamal = await secondOperator(tx)
      await setPayoutRules(tx, dania, { two_people_above_paisa: EARNED - 1n, debt_cap_paisa: 0n })
      const { batch_id } = await makePayoutBatch(tx, SYSTEM)
      await checkBatch(tx, dania, batch_id)
      await expect(markBatchSent(tx, dania, batch_id)).rejects.toMatchObject({ reason: 'payments.checker_releases' })
      await expect(payoutFile(tx, dania, batch_id)).rejects.toMatchObject({ reason: 'payments.checker_releases' })
      await payoutFile(tx, kamal, batch_id)
      await markBatchSent(tx, kamal, batch_id)
      expect(await troubles(tx)).toEqual([])
    }))

  test('what was held or disputed and is in a payout all the same is found', () =>
    rolledBack(async (tx) => {
      const { dania } = await ready(tx)
      await makePayoutBatch(tx, dania)
      expect(await troubles(tx)).toEqual([])
      await tx.count(sql`update earnings set held_until = ${later(tx.now, DAY_MS)}`)
      expect(await troubles(tx)).toMatchObject([{ invariant: 'I12', detail: expect.stringContaining('held until') }])
      await tx.count(sql`update earnings set held_until = null, disputed_at = ${later(tx.now, -DAY_MS)}`)
      expect(await troubles(tx)).toMatchObject([{ invariant: 'I12', detail: expect.stringContaining('in dispute') }])
    }))

  test('a batch of exactly that sum needs one', () =>
    rolledBack(async (tx) => {
      const { dania } = await ready(tx)
      await setPayoutRules(tx, dania, { two_people_above_paisa: EARNED, debt_cap_paisa: 0n })
      expect((await makePayoutBatch(tx, dania)).needs_check).toBe(false)
    }))
})

describe('what holds a payout', () => {
  test('“this was not me” retires the new account, and an operator lifts it', async () => {
    const { db, clock } = await testDatabase()
    const { dania, owner } = await db.tx((tx) => ready(tx))
    await db.tx((tx) => setPayoutDetails(tx, owner, { ...WALLET, account: '03009999999' }))
    await db.tx((tx) => sayNotMe(tx, { ...owner, role: 'staff' }))
    await db.tx((tx) => sayNotMe(tx, owner))
    expect(await db.read((tx) => getPayoutDetails(tx, owner))).toBeUndefined()
    expect(await db.read((tx) => listStops(tx, dania))).toMatchObject([{ cause: 'not_me', party_id: owner.shop_id }])
    await db.tx((tx) => setPayoutDetails(tx, owner, WALLET))
    const usable_from = (await db.read((tx) => getPayoutDetails(tx, owner)))?.usable_from
    expect(usable_from).toEqual(later(clock.now, DAY_MS))
    clock.now = later(clock.now, DAY_MS)
    await expect(db.tx((tx) => makePayoutBatch(tx, dania))).rejects.toMatchObject(NOTHING)
    const stop = { party_id: owner.shop_id, cause: 'not_me', note: 'called Bilal, it is his' } as const
    await db.tx((tx) => liftStop(tx, dania, stop))
    expect((await db.tx((tx) => makePayoutBatch(tx, dania))).payout_count).toBe(1)
  })

  test('a sign of a takeover does, whoever asks to be paid', () =>
    rolledBack(async (tx) => {
      const { dania, owner } = await ready(tx)
      await stopShop(tx, SYSTEM, owner.shop_id, 'takeover', 'new device, new account')
      await stopShop(tx, dania, owner.shop_id, 'takeover', 'told again')
      await askPayout(tx, owner)
      await expect(makePayoutBatch(tx, dania)).rejects.toMatchObject(NOTHING)
      expect(await listStops(tx, dania)).toMatchObject([{ note: 'new device, new account' }])
    }))

  test('a title that is neither the shop’s nor its owner’s name does, until a person has asked', () =>
    rolledBack(async (tx) => {
      const { dania, owner } = await ready(tx, { ...WALLET, title: 'Ghulam Rasool' })
      await expect(makePayoutBatch(tx, dania)).rejects.toMatchObject(NOTHING)
      const [asked] = await listNamesToCheck(tx, dania)
      expect(asked).toMatchObject({ shop: 'Bilal Shoes', owner: 'Bilal', title: 'Ghulam Rasool', score: 0 })
      const which = { shop_id: owner.shop_id, details_id: asked?.details_id ?? '' }
      await clearName(tx, dania, which)
      await expect(clearName(tx, dania, which)).rejects.toMatchObject({ reason: 'payments.name_decided' })
      expect((await makePayoutBatch(tx, dania)).payout_count).toBe(1)
    }))
})

test('each kind of account has its file, and a file is of one holder', () =>
  rolledBack(async (tx) => {
    const { dania, owner, ...at } = await ready(tx)
    await sold(tx, at as Trade)
    await tx.count(sql`
      update earnings set holder = 'market' where party_id = ${owner.shop_id} and order_id =
        (select order_id from earnings where party_id = ${owner.shop_id} order by order_id limit 1)`)
    const { batch_id, payout_count } = await makePayoutBatch(tx, dania)
    expect(payout_count).toBe(2)
    await expect(payoutFile(tx, dania, batch_id)).rejects.toMatchObject({ reason: 'payments.which_file' })
    const bank = { kind: 'bank', holder: 'market' } as const
    await expect(payoutFile(tx, dania, batch_id, bank)).rejects.toMatchObject({ reason: 'payments.no_file' })
    const file = await payoutFile(tx, dania, batch_id, { kind: 'wallet', holder: 'market' })
    expect(file.trim().split('\r\n')).toHaveLength(2)
    expect(file).toContain('03001234567,Bilal Ahmed,2327.50,2026-01-05,bilal-shoes')
    expect((await listBatches(tx, dania))[0]).toMatchObject({ taken_count: 1, value_date: '2026-01-05' })
    const kinds = (await listBatches(tx, dania))[0]?.files.map(({ kind, holder }) => `${kind} ${holder}`)
    expect(kinds).toEqual(['wallet jazzcash', 'wallet market'])
    await expect(payoutFile(tx, dania, newId())).rejects.toMatchObject({ reason: 'payments.no_batch' })
  }))

test('what is too little to pay is never lost: it comes with the next sale', () =>
  rolledBack(async (tx) => {
    const { dania, owner, ...at } = await ready(tx)
    await setPayoutPlan(tx, owner, { schedule: 'daily', weekday: null, least_paisa: EARNED + 1n })
    await expect(makePayoutBatch(tx, dania)).rejects.toMatchObject(NOTHING)
    await sold(tx, at as Trade)
    expect((await makePayoutBatch(tx, dania)).amount_paisa).toBe(2n * EARNED)
    expect(await troubles(tx)).toEqual([])
  }))

test('a shop that asks is paid now, whatever its plan', () =>
  rolledBack(async (tx) => {
    const { dania, owner } = await ready(tx)
    await setPayoutPlan(tx, owner, { schedule: 'asked', weekday: null, least_paisa: EARNED + 1n })
    await expect(makePayoutBatch(tx, dania)).rejects.toMatchObject(NOTHING)
    await askPayout(tx, owner)
    expect((await makePayoutBatch(tx, dania)).payout_count).toBe(1)
    await askPayout(tx, owner)
  }))

describe('at once', () => {
  test('three batches: each earning is in one', async () => {
    const { db } = await testDatabase()
    const { dania } = await db.tx((tx) => ready(tx))
    const made = await Promise.allSettled([1, 2, 3].map(() => db.tx((tx) => makePayoutBatch(tx, dania))))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.read((tx) => troubles(tx))).toEqual([])
  })

  test('a batch marked twice leaves its holder once, and a line that came back meanwhile does so once', async () => {
    const { db } = await testDatabase()
    const { dania, owner } = await db.tx((tx) => ready(tx))
    const { batch_id } = await db.tx((tx) => makePayoutBatch(tx, dania))
    const payout_id = (await db.read((tx) => listPayouts(tx, owner)))[0]?.payout_id ?? ''
    const back = { shop_id: owner.shop_id, payout_id, reason: 'no such account' }
    await Promise.allSettled([
      db.tx((tx) => markBatchSent(tx, dania, batch_id)),
      db.tx((tx) => returnPayout(tx, dania, back)),
      db.tx((tx) => markBatchSent(tx, dania, batch_id)),
      db.tx((tx) => returnPayout(tx, dania, back)),
    ])
    expect(await db.read((tx) => balanceOf(tx, owner.shop_id, 'payable'))).toBe(-EARNED)
    expect(await db.read((tx) => balanceOf(tx, owner.shop_id, 'cash:jazzcash'))).toBe(265_000n)
    expect(await db.read((tx) => troubles(tx))).toEqual([])
  })

  test('asked from two devices it is one wish and one payout', async () => {
    const { db } = await testDatabase()
    const { dania, owner } = await db.tx((tx) => ready(tx))
    const asked = await Promise.allSettled([1, 2].map(() => db.tx((tx) => askPayout(tx, owner))))
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect((await db.tx((tx) => makePayoutBatch(tx, dania))).payout_count).toBe(1)
  })

  test('a new account and a batch: the money goes where it was said when the batch was made, or waits', async () => {
    const { db } = await testDatabase()
    const { dania, owner } = await db.tx((tx) => ready(tx))
    await Promise.allSettled([
      db.tx((tx) => setPayoutDetails(tx, owner, { ...WALLET, account: '03009999999' })),
      db.tx((tx) => makePayoutBatch(tx, dania)),
    ])
    const [payout] = await db.read((tx) => listPayouts(tx, owner))
    const [batch] = await db.read((tx) => listBatches(tx, dania))
    const file = batch ? await db.tx((tx) => payoutFile(tx, dania, batch.batch_id)) : ''
    expect(payout ? file.includes('03001234567') : file === '').toBe(true)
    expect(file).not.toContain('03009999999')
  })
})
