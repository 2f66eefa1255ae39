import { Refusal } from '../../kit/errors/refusal.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  type Actor,
  type AddressFacts,
  type Operator,
  type Rider,
  readAddress,
  type ShopActor,
} from '../identity/identity.ts'
import { parseLabel, shownLabel } from './labels.ts'
import {
  findLabel,
  findParcel,
  findParcelOfOrder,
  findParcelsOfRider,
  findScans,
  findWaiting,
  lockParcelRow,
  lockParcelRowOfOrder,
  type Parcel,
  type ParcelKey,
  type Scan,
} from './store.ts'

/** The parcel behind a label code as somebody types or scans it; undefined when there is none. */
export async function findParcelByLabel(tx: Tx, label: string): Promise<Parcel | undefined> {
  const code = parseLabel(label)
  const at = code === undefined ? undefined : await findLabel(tx, code)
  return at && findParcel(tx, at)
}

/** The parcel of an order; undefined while it has none. */
export function parcelOfOrder(tx: Tx, shopId: string, orderId: string): Promise<Parcel | undefined> {
  return findParcelOfOrder(tx, shopId, orderId)
}

/** The same, locked until the transaction ends. Lock the order first. */
export function lockParcelOfOrder(tx: Tx, shopId: string, orderId: string): Promise<Parcel | undefined> {
  return lockParcelRowOfOrder(tx, shopId, orderId)
}

/** A parcel, locked until the transaction ends. Lock its order first. */
export function lockParcel(tx: Tx, at: ParcelKey): Promise<Parcel | undefined> {
  return lockParcelRow(tx, at)
}

/** What a rider has with him or has taken, the oldest first. */
export function listOpenOfRider(tx: Tx, rider: Rider): Promise<Parcel[]> {
  return findParcelsOfRider(tx, rider.person_id, undefined)
}

/** What a rider finished since a time, the newest first. */
export function listDoneOfRider(tx: Tx, rider: Rider, since: Date): Promise<Parcel[]> {
  return findParcelsOfRider(tx, rider.person_id, since)
}

/** Parcels that wait for a rider, the oldest first; of one city when it is named. */
export function listParcelsWaiting(tx: Tx, _by: Rider | Operator, cityId?: string, limit = 100): Promise<Parcel[]> {
  return findWaiting(tx, cityId, limit)
}

/** Where a parcel has been, the oldest first. */
export function scansOf(tx: Tx, at: ParcelKey): Promise<Scan[]> {
  return findScans(tx, at)
}

/** What is printed on a label and what a rider needs at the door. */
export interface Label {
  readonly label_code: string
  /** 'K7Q2-M9XT'. The QR holds label_code, or an address of a page that ends with it. */
  readonly shown_code: string
  readonly from_city_id: string
  readonly to_city_id: string
  readonly cod_paisa: Paisa
  readonly carrier: string
  readonly tracking: string
  readonly to: AddressFacts
}

/**
 * Reads the label of a parcel, address and phone included: the look is logged for the buyer to see.
 * Refuses: not_found when there is no such parcel, or it is not this shop's or in this rider's hands; conflict once the
 * parcel has come to its end, when nobody needs the address any more.
 */
export async function readLabel(tx: Tx, by: ShopActor | Rider | Operator, at: ParcelKey): Promise<Label> {
  const parcel = await findParcel(tx, at)
  if (!parcel || !hasInHands(by, parcel)) throw new Refusal('not_found', 'delivery.parcel_unknown')
  if (['delivered', 'back', 'cancelled'].includes(parcel.state)) throw new Refusal('conflict', 'delivery.ended')
  const { label_code, from_city_id, to_city_id, cod_paisa, carrier, tracking } = parcel
  const to = await readAddress(tx, by, 'deliver', parcel.buyer_id, parcel.address_id, parcel.order_id)
  return { label_code, shown_code: shownLabel(label_code), from_city_id, to_city_id, cod_paisa, carrier, tracking, to }
}

/** Whether a parcel is this rider's or this shop's. */
export function hasInHands(by: Actor, parcel: Parcel): boolean {
  if (by.kind === 'rider') return parcel.rider_id === by.person_id
  if (by.kind === 'shop') return parcel.party_id === by.shop_id
  return by.kind === 'operator' || by.kind === 'system'
}
