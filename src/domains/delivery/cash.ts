import { assert, Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator } from '../identity/identity.ts'
import { findCash, findCashByRider, insertCash, markHandedIn, type RiderCash } from './cash-store.ts'

/**
 * Notes that a rider took the cash of an order at the door. Paisa.
 * Refuses: conflict when the cash of this order was taken before.
 */
export async function takeCash(
  tx: Tx,
  riderId: string,
  cash: { readonly shop_id: string; readonly order_id: string; readonly amount_paisa: Paisa },
): Promise<void> {
  assert(cash.amount_paisa > 0n, 'cash at the door is more than nothing')
  const { shop_id: party_id, order_id, amount_paisa } = cash
  const noted = await insertCash(tx, { party_id, order_id, rider_id: riderId, amount_paisa, taken_at: tx.now })
  if (noted === 0) throw new Refusal('conflict', 'delivery.cash_taken')
}

export interface CashInHand {
  readonly rows: readonly RiderCash[]
  readonly total_paisa: Paisa
}

/** What a rider holds and has not handed in, the oldest first. */
export async function cashOfRider(tx: Tx, riderId: string): Promise<CashInHand> {
  const rows = await findCash(tx, riderId)
  return { rows, total_paisa: sum(rows) }
}

/** What each rider holds, for the operator. */
export function listCashByRider(tx: Tx) {
  return findCashByRider(tx)
}

/**
 * The operator counts a rider's cash and takes it. The answer is what was handed in: the caller posts it to the ledger
 * in the same transaction. seen_paisa is the sum the operator saw and counted. Parties: every shop whose cash it is.
 * Refuses: conflict 'delivery.no_cash' when there is none; conflict 'delivery.cash_changed' when it is another sum now.
 */
export async function handInCash(tx: Tx, by: Operator, riderId: string, seen_paisa?: Paisa): Promise<RiderCash[]> {
  const open = await findCash(tx, riderId)
  if (open.length === 0) throw new Refusal('conflict', 'delivery.no_cash')
  const shops = new Map<string, string[]>()
  for (const row of open) shops.set(row.party_id, [...(shops.get(row.party_id) ?? []), row.order_id])
  // One order of parties for everybody, so that two operators at two desks never wait for each other in a circle.
  const parties = [...shops].sort(([a], [b]) => (a < b ? -1 : 1))
  const marked = await Promise.all(
    parties.map(([shopId, orderIds]) => markHandedIn(tx, shopId, riderId, orderIds, by.person_id)),
  )
  const rows = marked.flat()
  if (rows.length < open.length || (seen_paisa !== undefined && sum(rows) !== seen_paisa)) {
    throw new Refusal('conflict', 'delivery.cash_changed')
  }
  return rows
}

function sum(rows: readonly RiderCash[]): Paisa {
  return rows.reduce((total, row) => total + row.amount_paisa, 0n)
}
