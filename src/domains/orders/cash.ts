import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { cashOnWay, listDeliveredWithCash, OWN_RIDERS } from '../delivery/delivery.ts'
import type { Operator } from '../identity/identity.ts'
import { assertMayCarry, cashDue, getHold, listUntaken, payPart } from '../payments/payments.ts'
import type { OrderRow } from './store.ts'

/**
 * Whether a carrier may take one more parcel: our own riders always, a courier while it is not stopped and its cash of
 * ours, on the way and collected, stays under its cap. Choose another carrier otherwise.
 * Refuses: conflict cash.courier_stopped; conflict cash.over_cap {cap}.
 */
export async function assertCarrier(tx: Tx, carrier: string, cod_paisa: Paisa): Promise<void> {
  if (carrier === OWN_RIDERS) return
  await assertMayCarry(tx, carrier, { cod_paisa, on_way_paisa: await cashOnWay(tx, carrier) })
}

/** A parcel that was handed over, and nobody says that he has its cash. */
export interface CashMismatch {
  readonly shop_id: string
  readonly order_id: string
  readonly carrier: string
  readonly rider_id: string | null
  readonly amount_paisa: Paisa
  readonly delivered_at: Date
}

/** Parcels of the last ninety days that were delivered without their cash: whoever delivered them has to say why. */
export async function listCashMismatches(tx: Tx, _by: Operator): Promise<CashMismatch[]> {
  const delivered = await listDeliveredWithCash(tx, new Date(tx.now.getTime() - 90 * DAY_MS))
  const untaken = await listUntaken(
    tx,
    delivered.map(({ order_id }) => order_id),
  )
  const missing = new Set(untaken.map(({ order_id }) => order_id))
  return delivered
    .filter(({ order_id }) => missing.has(order_id))
    .map(({ party_id, order_id, carrier, rider_id, cod_paisa, moved_at }) => ({
      shop_id: party_id,
      order_id,
      carrier,
      rider_id,
      amount_paisa: cod_paisa,
      delivered_at: moved_at,
    }))
}

/**
 * Money came by a rail for an order whose cash is due at the door: the rider takes only the rest. False when no cash is
 * due, or less than came: then it goes back.
 */
export async function payAtDoor(
  tx: Tx,
  order: Pick<OrderRow, 'party_id' | 'order_id' | 'method' | 'total_paisa'>,
  amount_paisa: Paisa,
  by: { holder: string; payment_id: string | null; payment_reference: string | null; rail: string | null },
): Promise<boolean> {
  const { payment_id, payment_reference, rail, holder } = by
  if (order.method !== 'cod' || !payment_id || !payment_reference || !rail) return false
  const { state } = await getHold(tx, order.party_id, order.order_id)
  if (state !== 'promised' || amount_paisa > (await cashDue(tx, order.party_id, order))) return false
  const part = { order_id: order.order_id, payment_id, payment_reference, rail, holder, amount_paisa }
  await payPart(tx, order.party_id, part)
  return true
}
