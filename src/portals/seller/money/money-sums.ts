import type { ExtraRow, MoneyRow } from '../../../domains/payments/payments.ts'

/** Where the money of one order is, as a shop thinks of it. */
export type MoneyPlace = 'promised' | 'held' | 'collected' | 'ready' | 'in_payout' | 'returned' | 'void'

/**
 * promised: the buyer pays at the door. held: we have it until the buyer says yes. collected: earned, but the cash is
 * still with the rider. ready: earned and here. in_payout: on its way to the shop's account, or there.
 */
export function placeOf(row: MoneyRow): MoneyPlace {
  if (row.state === 'void') return 'void'
  if (row.state === 'refunded' || row.state === 'reversed') return 'returned'
  if (row.state === 'promised') return 'promised'
  if (row.state === 'funded') return 'held'
  if (row.payout_id) return 'in_payout'
  return row.at_hand_at ? 'ready' : 'collected'
}

export interface MoneySums {
  held_count: number
  collected_paisa: bigint
  ready_paisa: bigint
  paid_paisa: bigint
}

/** What was earned, by where it is, with what was earned besides sales. Amounts in paisa. */
export function moneySums(rows: readonly MoneyRow[], extras: readonly ExtraRow[] = []): MoneySums {
  const sums: MoneySums = { held_count: 0, collected_paisa: 0n, ready_paisa: 0n, paid_paisa: 0n }
  for (const row of rows) {
    const place = placeOf(row)
    const earned = row.earned_paisa ?? 0n
    if (place === 'held' || place === 'promised') sums.held_count += 1
    if (place === 'collected') sums.collected_paisa += earned
    if (place === 'ready') sums.ready_paisa += earned
    if (place === 'in_payout') sums.paid_paisa += earned
  }
  for (const { payout_id, amount_paisa } of extras) {
    if (payout_id) sums.paid_paisa += amount_paisa
    else sums.ready_paisa += amount_paisa
  }
  return sums
}

/** An amount for a figure that is read at a glance: without its paisa. */
export function wholeRupees(paisa: bigint): bigint {
  return (paisa / 100n) * 100n
}
