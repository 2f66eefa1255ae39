import { expect, test } from 'vitest'
import type { ExtraRow, MoneyRow } from '../../../domains/payments/payments.ts'
import { moneySums, placeOf, wholeRupees } from './money-sums.ts'

const AT = new Date('2026-03-10T10:00:00Z')
const LATER = new Date('2026-03-11T10:00:00Z')
const row = (facts: Partial<MoneyRow>): MoneyRow => ({
  order_id: 'o',
  method: 'cod',
  amount_paisa: 265_000n,
  state: 'promised',
  holder: 'rider',
  promised_at: AT,
  ended_at: null,
  earned_paisa: null,
  at_hand_at: null,
  payout_id: null,
  held_until: null,
  disputed_at: null,
  ...facts,
})
const sumsOf = (rows: readonly MoneyRow[], extras: readonly ExtraRow[], taken_paisa = 0n) =>
  moneySums({ rows, extras, taken_paisa, now: AT })
const earned = { state: 'released', earned_paisa: 232_750n } as const

test('the money of an order is in one place at a time', () => {
  const place = (facts: Partial<MoneyRow>) => placeOf(row(facts), AT)
  expect(place({})).toBe('promised')
  expect(place({ state: 'funded' })).toBe('held')
  expect(place(earned)).toBe('collected')
  expect(place({ ...earned, at_hand_at: AT })).toBe('ready')
  expect(place({ ...earned, at_hand_at: AT, held_until: AT })).toBe('ready')
  expect(place({ ...earned, at_hand_at: AT, held_until: LATER })).toBe('waits')
  expect(place({ ...earned, at_hand_at: AT, disputed_at: AT })).toBe('waits')
  expect(place({ ...earned, at_hand_at: AT, payout_id: 'p' })).toBe('in_payout')
  expect(place({ state: 'refunded' })).toBe('returned')
  expect(place({ state: 'void' })).toBe('void')
})

test('sums count each earning once, and what came to nothing not at all', () => {
  const rows = [
    row({}),
    row({ state: 'funded' }),
    row(earned),
    row({ ...earned, at_hand_at: AT }),
    row({ ...earned, at_hand_at: AT, held_until: LATER }),
    row({ ...earned, at_hand_at: AT, payout_id: 'p' }),
    row({ state: 'void' }),
    row({ state: 'refunded' }),
  ]
  const each = 232_750n
  const sums = { held_count: 2, collected_paisa: each, waits_paisa: each, ready_paisa: each, paid_paisa: each }
  expect(sumsOf(rows, [])).toEqual(sums)
  expect(sumsOf(rows, [], 100n)).toEqual({ ...sums, ready_paisa: each - 100n })
})

test('what a carrier paid for and what was won is there too', () => {
  const extra = (facts: Partial<ExtraRow>): ExtraRow => ({
    ...{ earning_id: 'x', order_id: 'o', kind: 'claim', amount_paisa: 100n, earned_at: AT, payout_id: null },
    ...facts,
  })
  const extras = [extra({}), extra({ kind: 'won', payout_id: 'p', amount_paisa: 7n })]
  const sums = { held_count: 0, collected_paisa: 0n, waits_paisa: 0n, ready_paisa: 100n, paid_paisa: 7n }
  expect(sumsOf([], extras)).toEqual(sums)
})

test('a figure has no paisa', () => {
  expect(wholeRupees(232_750n)).toBe(232_700n)
})
