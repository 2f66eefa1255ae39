import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { parcelOfOrder } from '../delivery/delivery.ts'
import type { Actor } from '../identity/identity.ts'
import { lockOrder, lockOrderOfBuyer, type OrderRow } from './store.ts'

/** Where an order is: its shop's party and its id. */
export interface OrderAt {
  shop_id: string
  order_id: string
}

/**
 * Locks an order for a step. Every verb below begins here: who may not see the order does not learn that it exists.
 * Refuses: not_found orders.unknown.
 */
export async function lockFor(tx: Tx, by: Actor, at: OrderAt): Promise<OrderRow> {
  const order = await lockOwn(tx, by, at)
  if (!order) throw new Refusal('not_found', 'orders.unknown')
  return order
}

async function lockOwn(tx: Tx, by: Actor, at: OrderAt): Promise<OrderRow | undefined> {
  if (by.kind === 'person') return lockOrderOfBuyer(tx, at.shop_id, at.order_id, by.person_id)
  if (by.kind === 'shop' && by.shop_id !== at.shop_id) return undefined
  const order = await lockOrder(tx, at.shop_id, at.order_id)
  if (by.kind !== 'rider' || !order) return order
  const parcel = await parcelOfOrder(tx, at.shop_id, at.order_id)
  const isHis = parcel?.rider_id === by.person_id || (parcel?.rider_id === null && parcel.state === 'booked')
  return isHis ? order : undefined
}
