import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { OWN_RIDERS, parcelOfOrder } from '../delivery/delivery.ts'
import type { Person } from '../identity/identity.ts'
import { chargeWay, claimOnCarrier } from '../payments/payments.ts'
import { bearerOf, FAULTS_BEFORE_PREPAY, type Fault, FREE_AGAIN_AFTER_MS, faultOf } from './fault.ts'
import { countBuyerFaults, insertFault, type OrderFaultRow, readFault } from './money-store.ts'
import type { OrderRow } from './store.ts'

export interface WayKept {
  fault: Fault
  reason: string
  bearer: 'shop' | 'buyer' | 'nobody'
}

/** Whose fault it is that goods go back, and who bears their way. */
export async function wayKeptBy(tx: Tx, order: OrderRow, reason: string): Promise<WayKept> {
  const fault = faultOf(reason)
  const earlier = fault === 'buyer' ? await countFaults(tx, order.buyer_id) : 0
  return { fault, reason, bearer: bearerOf(fault, earlier) }
}

function countFaults(tx: Tx, buyerId: string): Promise<number> {
  return countBuyerFaults(tx, buyerId, new Date(tx.now.getTime() - FREE_AGAIN_AFTER_MS))
}

/**
 * Writes down whose fault it was and what it cost whom: a shop owes the way's fee; what a buyer had paid for the way
 * stayed; a carrier owes what the goods would have earned their shop. Parties: the shop's only.
 */
export async function settleWay(tx: Tx, order: OrderRow, way: WayKept & { was_paid: boolean }): Promise<void> {
  const { party_id, order_id, buyer_id, delivery_paisa } = order
  const charged = way.bearer === 'shop' || (way.bearer === 'buyer' && way.was_paid) ? delivery_paisa : 0n
  const { fault, reason } = way
  await insertFault(tx, {
    ...{ party_id, order_id, buyer_id, fault, reason, way_paisa: delivery_paisa },
    charged_paisa: charged,
  })
  if (way.bearer === 'shop' && charged > 0n) await chargeWay(tx, party_id, order_id, charged)
  if (fault === 'carrier') await claimGoods(tx, order)
  await record(tx, party_id, 'way.settled', { order_id, shop_id: party_id, buyer_id, fault, paisa: charged.toString() })
}

/** The carrier of an order owes its shop what the goods would have earned, once. Parties: the shop's only. */
export async function claimGoods(tx: Tx, order: OrderRow): Promise<void> {
  const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
  const byShop = order.discount_by === 'shop' ? order.discount_paisa : 0n
  await claimOnCarrier(tx, order.party_id, {
    order_id: order.order_id,
    carrier: parcel?.carrier ?? OWN_RIDERS,
    is_ours: (parcel?.carrier ?? OWN_RIDERS) === OWN_RIDERS,
    paisa: order.items_paisa - byShop - order.commission_paisa,
  })
}

/** Whose fault it was that the goods of an order went back, and who bore the way; undefined when they did not. */
export function findFault(tx: Tx, at: { shop_id: string; order_id: string }): Promise<OrderFaultRow | undefined> {
  return readFault(tx, at.shop_id, at.order_id)
}

/**
 * What a buyer's record says about parcels that went back by the buyer's own fault within a year, and whether cash at
 * the door is still open: the rule explains itself.
 */
export async function recordOfBuyer(
  tx: Tx,
  by: Person,
): Promise<{ fault_count: number; most_count: number; must_prepay: boolean }> {
  const fault_count = await countFaults(tx, by.person_id)
  return { fault_count, most_count: FAULTS_BEFORE_PREPAY, must_prepay: fault_count >= FAULTS_BEFORE_PREPAY }
}
