import type { Tx } from '../../kit/sql/tx.ts'
import { moveParcel, type Parcel, type ParcelState, type ParcelStep, parcelOfOrder } from '../delivery/delivery.ts'
import { type Actor, SYSTEM } from '../identity/identity.ts'
import type { OrderRow } from './store.ts'

/** Small steps that lie on the way of a step of the order: from this state, take these first. */
const ON_THE_WAY: Partial<Record<ParcelStep, Partial<Record<ParcelState, readonly ParcelStep[]>>>> = {
  arrive: { picked_up: ['go_out'] },
  deliver: { picked_up: ['go_out', 'arrive'], out: ['arrive'] },
  give_back: { refused: ['start_return'] },
}

/** Where each step leads: a parcel that a courier's scan brought there already stays. */
const LEADS_TO: Record<ParcelStep, readonly ParcelState[]> = {
  pick_up: ['picked_up', 'out', 'at_door'],
  go_out: ['out', 'at_door'],
  arrive: ['at_door'],
  deliver: ['delivered'],
  nobody_home: [],
  refuse: ['refused', 'returning', 'back'],
  start_return: ['returning', 'back'],
  give_back: ['back'],
  come_home: ['back'],
  come_round: ['delivered'],
  cancel: ['cancelled'],
}

/**
 * Moves the parcel along with its order. What a person or an operator decides about an order the market does with its
 * parcel; a parcel that has arrived for good is left where it is.
 */
export async function stepParcel(tx: Tx, by: Actor, order: OrderRow, step: ParcelStep): Promise<void> {
  const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
  if (!parcel || isThere(parcel, step)) return
  const actor = by.kind === 'rider' || by.kind === 'shop' ? by : SYSTEM
  for (const small of ON_THE_WAY[step]?.[parcel.state] ?? []) await moveParcel(tx, SYSTEM, parcel, small)
  await moveParcel(tx, step === 'pick_up' && by.kind === 'shop' ? SYSTEM : actor, parcel, step)
}

function isThere(parcel: Parcel, step: ParcelStep): boolean {
  const isOver = parcel.state === 'delivered' || parcel.state === 'back' || parcel.state === 'cancelled'
  return isOver || LEADS_TO[step].includes(parcel.state)
}
