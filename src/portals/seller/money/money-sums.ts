import { type ExtraRow, type MoneyRow, NOBODY } from '../../../domains/payments/payments.ts'

/** Where the money of one order is, as a shop thinks of it. */
export type MoneyPlace = 'promised' | 'held' | 'collected' | 'waits' | 'ready' | 'in_payout' | 'returned' | 'void'

/**
 * promised: the buyer pays at the door. held: we have it until the buyer says yes. collected: earned, but the cash is
 * still with the rider. waits: earned and here, and somebody may still question it. ready: nobody does. in_payout: on
 * its way to the shop's account, or there.
 */
export function placeOf(row: MoneyRow, now: Date): MoneyPlace {
  if (row.state === 'void' || row.holder === NOBODY) return 'void'
  if (row.state === 'refunded' || row.state === 'reversed') return 'returned'
  if (row.state === 'promised') return 'promised'
  if (row.state === 'funded') return 'held'
  if (row.payout_id) return 'in_payout'
  if (!row.at_hand_at) return 'collected'
  return row.disputed_at || (row.held_until && row.held_until > now) ? 'waits' : 'ready'
}

export interface MoneySums {
  held_count: number
  collected_paisa: bigint
  waits_paisa: bigint
  ready_paisa: bigint
  paid_paisa: bigint
}

export interface MoneyFacts {
  rows: readonly MoneyRow[]
  extras: readonly ExtraRow[]
  /** What debts have taken of what is ready. */
  taken_paisa: bigint
  now: Date
}

/** What was earned, by where it is, with what was earned besides sales, less what debts took. Amounts in paisa. */
export function moneySums({ rows, extras, taken_paisa, now }: MoneyFacts): MoneySums {
  const sums: MoneySums = { held_count: 0, collected_paisa: 0n, waits_paisa: 0n, ready_paisa: 0n, paid_paisa: 0n }
  for (const row of rows) {
    const place = placeOf(row, now)
    const earned = row.earned_paisa ?? 0n
    if (place === 'held' || place === 'promised') sums.held_count += 1
    if (place === 'collected') sums.collected_paisa += earned
    if (place === 'waits') sums.waits_paisa += earned
    if (place === 'ready') sums.ready_paisa += earned
    if (place === 'in_payout') sums.paid_paisa += earned
  }
  for (const { payout_id, amount_paisa } of extras) {
    if (payout_id) sums.paid_paisa += amount_paisa
    else sums.ready_paisa += amount_paisa
  }
  sums.ready_paisa = sums.ready_paisa > taken_paisa ? sums.ready_paisa - taken_paisa : 0n
  return sums
}

/** An amount for a figure that is read at a glance: without its paisa. */
export function wholeRupees(paisa: bigint): bigint {
  return (paisa / 100n) * 100n
}
