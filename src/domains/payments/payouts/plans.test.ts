import { expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { type Trade, trade } from '../../../../tests/setup/trade.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { actForShop } from '../../identity/identity.ts'
import { lastWeekday, valueDate } from './calendar.ts'
import { setPayoutDetails } from './details.ts'
import { NAME_FITS, nameScore } from './names.ts'
import {
  addBankHoliday,
  askPayout,
  getPayoutPlan,
  isDue,
  listPayoutRules,
  readPayoutRules,
  setPayoutPlan,
  setPayoutRules,
  setPayoutTerms,
} from './plans.ts'
import { lockPlan, readHolidays } from './plans-store.ts'

const ownerOf = (tx: Tx, at: Trade) =>
  actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')

test.each([
  ['a Friday morning', '2026-01-02T05:00:00Z', '2026-01-02'],
  ['a Friday just before three', '2026-01-02T09:59:59Z', '2026-01-02'],
  ['a Friday at three: Monday', '2026-01-02T10:00:00Z', '2026-01-05'],
  ['a Saturday', '2026-01-03T05:00:00Z', '2026-01-05'],
  ['an evening in UTC that is tomorrow in Karachi', '2026-01-05T20:00:00Z', '2026-01-06'],
  ['the eve of Kashmir Day, late', '2026-02-04T11:00:00Z', '2026-02-06'],
  ['Quaid-e-Azam Day before a weekend', '2026-12-25T05:00:00Z', '2026-12-28'],
])('a file of %s is paid on a day when banks work', (_when, at, day) =>
  rolledBack(async (tx) => {
    expect(valueDate(new Date(at), await readHolidays(tx))).toBe(day)
  }),
)

test('a holiday by the moon moves the day, once it is announced', () =>
  rolledBack(async (tx) => {
    const { dania } = await trade(tx)
    await addBankHoliday(tx, dania, '2026-03-20', 'Eid-ul-Fitr')
    await addBankHoliday(tx, dania, '2026-03-20', 'Eid-ul-Fitr')
    expect(valueDate(new Date('2026-03-20T05:00:00Z'), await readHolidays(tx))).toBe('2026-03-24')
    await expect(addBankHoliday(tx, dania, 'tomorrow', 'Eid')).rejects.toMatchObject({ reason: 'payments.day' })
  }))

test('the last Thursday is today or before', () => {
  expect(lastWeekday(new Date('2026-01-01T05:00:00Z'), 4)).toBe('2026-01-01')
  expect(lastWeekday(new Date('2026-01-07T05:00:00Z'), 4)).toBe('2026-01-01')
})

test('a shop that is paid on Fridays is due on Friday, once, and later when Friday was missed', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ownerOf(tx, at)
    await setPayoutPlan(tx, owner, { schedule: 'weekly', weekday: 5, least_paisa: 50_000n })
    const plan = await lockPlan(tx, owner.shop_id)
    const due = (day: string, last?: string) =>
      isDue({ ...plan, last_made_at: last ? new Date(`${last}T06:00:00Z`) : null }, new Date(`${day}T06:00:00Z`))
    expect(due('2026-01-02')).toBe(true)
    expect([due('2026-01-02', '2026-01-02'), due('2026-01-08', '2026-01-02')]).toEqual([false, false])
    expect([due('2026-01-09', '2026-01-02'), due('2026-01-10', '2026-01-02')]).toEqual([true, true])
    expect(isDue({ ...plan, schedule: 'asked' }, tx.now)).toBe(false)
    expect(isDue({ ...plan, schedule: 'asked', asked_at: tx.now }, tx.now)).toBe(true)
  }))

test('the owner says how often and from how much on; staff do not, and nonsense is refused', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ownerOf(tx, at)
    const plan = { schedule: 'weekly', weekday: 1, least_paisa: 50_000n } as const
    expect(await getPayoutPlan(tx, owner)).toMatchObject({ schedule: 'daily', least_paisa: 10_000n })
    const set = (change: object, role: 'owner' | 'staff' = 'owner') =>
      setPayoutPlan(tx, { ...owner, role }, { ...plan, ...change })
    await expect(set({}, 'staff')).rejects.toMatchObject({ reason: 'payments.owner_only' })
    await expect(set({ weekday: 8 })).rejects.toMatchObject({ reason: 'payments.weekday' })
    await expect(set({ weekday: null })).rejects.toMatchObject({ reason: 'payments.weekday' })
    await expect(set({ least_paisa: 9_999n })).rejects.toMatchObject({ reason: 'payments.least' })
    await set({})
    expect(await getPayoutPlan(tx, owner)).toMatchObject({ schedule: 'weekly', weekday: 1, least_paisa: 50_000n })
    await set({ schedule: 'asked' })
    expect(await getPayoutPlan(tx, owner)).toMatchObject({ schedule: 'asked', weekday: null })
  }))

test('asking to be paid is one wish, of the owner, with somewhere to pay to', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ownerOf(tx, at)
    await expect(askPayout(tx, owner)).rejects.toMatchObject({ reason: 'payments.no_account' })
    await setPayoutDetails(tx, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' })
    await expect(askPayout(tx, { ...owner, role: 'staff' })).rejects.toMatchObject({ reason: 'payments.owner_only' })
    await askPayout(tx, owner)
    await expect(askPayout(tx, owner)).rejects.toMatchObject({ reason: 'payments.payout_asked' })
  }))

test('the market’s terms and its rule of two people stay within reason', () =>
  rolledBack(async (tx) => {
    const { dania, bilal } = await trade(tx)
    const terms = { reason: 'payments.terms' }
    for (const wrong of [{ debt_share_bp: 999 }, { debt_share_bp: 10_001 }, { reserve_paisa: -1n }]) {
      const asked = { reserve_paisa: 0n, debt_share_bp: 5_000, ...wrong }
      await expect(setPayoutTerms(tx, dania, bilal.shop_id, asked)).rejects.toMatchObject(terms)
    }
    const rules = { two_people_above_paisa: -1n, debt_cap_paisa: 0n }
    await expect(setPayoutRules(tx, dania, rules)).rejects.toMatchObject(terms)
    await setPayoutRules(tx, dania, { ...rules, two_people_above_paisa: 5n })
    expect((await readPayoutRules(tx)).two_people_above_paisa).toBe(5n)
    // Nobody lifts the rule for the very file that it should stop.
    await setPayoutRules(tx, dania, { ...rules, two_people_above_paisa: 6n })
    expect((await readPayoutRules(tx)).two_people_above_paisa).toBe(5n)
    expect(await listPayoutRules(tx, dania)).toMatchObject([
      { two_people_above_paisa: 6n, in_force_from: later(tx.now, DAY_MS) },
      { two_people_above_paisa: 5n, in_force_from: tx.now },
      {},
    ])
  }))

test.each([
  ['Bilal Ahmed', ['Bilal Shoes', 'Bilal'], true],
  ['BILAAL AHMAD', ['Bilal Ahmed'], true],
  ['بلال احمد', ['Bilal Ahmed'], true],
  ['Muhammad Bilal Ahmed', ['Bilal'], true],
  ['جاوید اقبال', ['Javed Iqbal'], true],
  ['Chaudhry Khurram', ['Chaudhary Khuram'], true],
  ['M/S Farah Traders', ['Farah Shawls'], true],
  ['Eve Adams', ['Bilal Shoes', 'Bilal'], false],
  ['Ghulam Rasool', ['Bilal Ahmed Khan'], false],
  ['Ahmed', ['Bilal Ahmed'], false],
  ['Muhammad', ['Muhammad Bilal'], false],
  ['Traders', ['Bilal Shoes'], false],
  ['', ['Bilal'], false],
] as const)('the account of %s for %o fits: %s', (title, names, fits) => {
  expect([title, nameScore(title, names) >= NAME_FITS]).toEqual([title, fits])
})
