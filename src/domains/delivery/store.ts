import type { Paisa } from '../../kit/money/money.ts'
import { nothing, type Sql, sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ParcelState } from './process.ts'

export type Distance = 'city' | 'province' | 'country'

export interface DeliveryRate {
  readonly distance: Distance
  readonly fee_paisa: Paisa
  readonly fewest_days: number
  readonly most_days: number
}

/** What moves, for one order. party_id is the shop's. */
export interface Parcel {
  readonly party_id: string
  readonly parcel_id: string
  readonly order_id: string
  readonly buyer_id: string
  readonly address_id: string
  readonly from_city_id: string
  readonly to_city_id: string
  /** 'riders', or the name of a courier. */
  readonly carrier: string
  readonly rider_id: string | null
  /** The carrier's number; '' until a courier has booked the parcel. */
  readonly tracking: string
  readonly label_code: string
  /** 0n when nothing is to be collected at the door. */
  readonly cod_paisa: Paisa
  readonly state: ParcelState
  readonly tries_count: number
  readonly booked_at: Date
  readonly moved_at: Date
}

export type ParcelKey = Pick<Parcel, 'party_id' | 'parcel_id'>

export interface Scan {
  readonly scan_id: string
  readonly kind: string
  readonly place: string
  readonly note: string
  readonly photo_name: string | null
  readonly scanned_by: string | null
  readonly happened_at: Date
  readonly recorded_at: Date
}

const PARCEL = sql`party_id, parcel_id, order_id, buyer_id, address_id, from_city_id, to_city_id, carrier, rider_id,
  tracking, label_code, cod_paisa, state, tries_count, booked_at, moved_at`

export function findRates(tx: Tx) {
  return tx.all<DeliveryRate>(sql`
    select distance, fee_paisa, fewest_days, most_days from delivery_rates order by fee_paisa, distance`)
}

export function upsertRate(tx: Tx, rate: DeliveryRate) {
  return tx.count(sql`
    insert into delivery_rates (distance, fee_paisa, fewest_days, most_days)
    values (${rate.distance}, ${rate.fee_paisa}, ${rate.fewest_days}, ${rate.most_days})
    on conflict (distance) do update
    set fee_paisa = excluded.fee_paisa, fewest_days = excluded.fewest_days, most_days = excluded.most_days`)
}

export function claimLabel(tx: Tx, labelCode: string, at: ParcelKey) {
  return tx.count(sql`
    insert into label_claims (label_code, party_id, parcel_id)
    values (${labelCode}, ${at.party_id}, ${at.parcel_id})
    on conflict (label_code) do nothing`)
}

export function claimTracking(tx: Tx, carrier: string, tracking: string, at: ParcelKey) {
  return tx.count(sql`
    insert into tracking_claims (carrier, tracking, party_id, parcel_id)
    values (${carrier}, ${tracking}, ${at.party_id}, ${at.parcel_id})
    on conflict (carrier, tracking) do nothing`)
}

export function insertParcel(tx: Tx, parcel: Parcel) {
  return tx.count(sql`
    insert into parcels (party_id, parcel_id, order_id, buyer_id, address_id, from_city_id, to_city_id, carrier,
      rider_id, tracking, label_code, cod_paisa, state, tries_count, booked_at, moved_at)
    values (${parcel.party_id}, ${parcel.parcel_id}, ${parcel.order_id}, ${parcel.buyer_id}, ${parcel.address_id},
      ${parcel.from_city_id}, ${parcel.to_city_id}, ${parcel.carrier}, ${parcel.rider_id}, ${parcel.tracking},
      ${parcel.label_code}, ${parcel.cod_paisa}, ${parcel.state}, ${parcel.tries_count}, ${parcel.booked_at},
      ${parcel.moved_at})
    on conflict (party_id, order_id) do nothing`)
}

export function findParcel(tx: Tx, at: ParcelKey) {
  return tx.one<Parcel>(sql`
    select ${PARCEL} from parcels where party_id = ${at.party_id} and parcel_id = ${at.parcel_id}`)
}

/** The row is locked until the transaction ends. */
export function lockParcelRow(tx: Tx, at: ParcelKey) {
  return tx.one<Parcel>(sql`
    select ${PARCEL} from parcels where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} for update`)
}

export function findParcelOfOrder(tx: Tx, shopId: string, orderId: string) {
  return tx.one<Parcel>(sql`
    select ${PARCEL} from parcels where party_id = ${shopId} and order_id = ${orderId}`)
}

export function lockParcelRowOfOrder(tx: Tx, shopId: string, orderId: string) {
  return tx.one<Parcel>(sql`
    select ${PARCEL} from parcels where party_id = ${shopId} and order_id = ${orderId} for update`)
}

export function findLabel(tx: Tx, labelCode: string) {
  return tx.one<ParcelKey>(sql`select party_id, parcel_id from label_claims where label_code = ${labelCode}`)
}

export function findTracking(tx: Tx, carrier: string, tracking: string) {
  return tx.one<ParcelKey>(sql`
    select party_id, parcel_id from tracking_claims where carrier = ${carrier} and tracking = ${tracking}`)
}

/** The parcels behind a carrier's numbers; numbers it never gave are left out. */
export function findByTrackings(tx: Tx, carrier: string, trackings: readonly string[]) {
  return tx.all<{ tracking: string; party_id: string; order_id: string }>(sql`
    select c.tracking, p.party_id, p.order_id
    from tracking_claims c
    join parcels p on p.party_id = c.party_id and p.parcel_id = c.parcel_id
    where c.carrier = ${carrier} and c.tracking = any(${trackings}::text[])`)
}

/** Cash that a carrier has still to collect, for the parcels it has now. */
export async function sumCashOnWay(tx: Tx, carrier: string) {
  const row = await tx.one<{ paisa: bigint }>(sql`
    select coalesce(sum(cod_paisa), 0)::bigint as paisa
    from parcels
    where carrier = ${carrier} and state not in ('delivered', 'back', 'cancelled')`)
  return row?.paisa ?? 0n
}

/** Parcels with cash to collect that were delivered since a time, the newest first. */
export function findDeliveredWithCash(tx: Tx, since: Date, limit: number) {
  return tx.all<Pick<Parcel, 'party_id' | 'order_id' | 'carrier' | 'rider_id' | 'cod_paisa' | 'moved_at'>>(sql`
    select party_id, order_id, carrier, rider_id, cod_paisa, moved_at
    from parcels
    where state = 'delivered' and cod_paisa > 0 and moved_at >= ${since}
    order by moved_at desc
    limit ${limit}`)
}

/** Moves a parcel that the caller has locked. */
export function updateState(tx: Tx, parcel: Parcel) {
  return tx.count(sql`
    update parcels
    set state = ${parcel.state}, tries_count = ${parcel.tries_count}, rider_id = ${parcel.rider_id},
      moved_at = ${parcel.moved_at}
    where party_id = ${parcel.party_id} and parcel_id = ${parcel.parcel_id}`)
}

/** Gives a booked parcel to a rider, unless somebody has it. */
export function takeIfFree(tx: Tx, at: ParcelKey, riderId: string) {
  return tx.one<Parcel>(sql`
    update parcels
    set rider_id = ${riderId}
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} and carrier = 'riders' and state = 'booked'
      and rider_id is null
    returning ${PARCEL}`)
}

/** Gives a parcel to another rider while nobody stands at a door with it. */
export function giveTo(tx: Tx, at: ParcelKey, riderId: string) {
  return tx.one<Parcel>(sql`
    update parcels
    set rider_id = ${riderId}
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} and carrier = 'riders'
      and state in ('booked', 'picked_up', 'refused', 'returning')
    returning ${PARCEL}`)
}

export function updateTracking(tx: Tx, at: ParcelKey, tracking: string) {
  return tx.count(sql`
    update parcels
    set tracking = ${tracking}
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} and tracking = ''`)
}

export interface NewScan extends Omit<Scan, 'recorded_at'> {
  /** The carrier's own id of the scan; null for our riders. */
  readonly carrier_scan: string | null
}

export function insertScan(tx: Tx, at: ParcelKey, scan: NewScan) {
  return tx.count(sql`
    insert into parcel_scans (party_id, parcel_id, scan_id, kind, place, note, photo_name, scanned_by, carrier_scan,
      happened_at, recorded_at)
    values (${at.party_id}, ${at.parcel_id}, ${scan.scan_id}, ${scan.kind}, ${scan.place}, ${scan.note},
      ${scan.photo_name}, ${scan.scanned_by}, ${scan.carrier_scan}, ${scan.happened_at}, ${tx.now})
    on conflict do nothing`)
}

export function findScans(tx: Tx, at: ParcelKey) {
  return tx.all<Scan>(sql`
    select scan_id, kind, place, note, photo_name, scanned_by, happened_at, recorded_at
    from parcel_scans
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id}
    order by happened_at, scan_id`)
}

/** When the newest scan of a courier happened. */
export function findNewestCarrierScan(tx: Tx, at: ParcelKey) {
  return tx.one<{ happened_at: Date | null }>(sql`
    select max(happened_at) as happened_at
    from parcel_scans
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} and carrier_scan is not null`)
}

/** The newest scan of some kinds. */
export function findNewestScanOf(tx: Tx, at: ParcelKey, kinds: readonly string[]) {
  return tx.one<{ kind: string; happened_at: Date }>(sql`
    select kind, happened_at
    from parcel_scans
    where party_id = ${at.party_id} and parcel_id = ${at.parcel_id} and kind = any(${kinds}::text[])
    order by happened_at desc, scan_id desc
    limit 1`)
}

const ENDED = sql`state in ('delivered', 'back', 'cancelled')`

/** What a rider has with him, the oldest first; or what he finished since a time, the newest first. */
export function findParcelsOfRider(tx: Tx, riderId: string, doneSince: Date | undefined) {
  const which: Sql = doneSince
    ? sql`${ENDED} and moved_at >= ${doneSince} order by moved_at desc, parcel_id`
    : sql`not (${ENDED}) order by booked_at, parcel_id`
  return tx.all<Parcel>(sql`select ${PARCEL} from parcels where rider_id = ${riderId} and ${which} limit 200`)
}

export function findWaiting(tx: Tx, cityId: string | undefined, limit: number) {
  const there = cityId === undefined ? nothing : sql`and to_city_id = ${cityId}`
  return tx.all<Parcel>(sql`
    select ${PARCEL}
    from parcels
    where rider_id is null and state = 'booked' and carrier = 'riders' ${there}
    order by booked_at, parcel_id
    limit ${limit}`)
}

export function findWithCarrier(tx: Tx, carrier: string, isBooked: boolean, limit: number) {
  const told = isBooked ? sql`tracking <> ''` : sql`tracking = ''`
  return tx.all<Parcel>(sql`
    select ${PARCEL}
    from parcels
    where carrier = ${carrier} and state not in ('delivered', 'back', 'cancelled') and ${told}
    order by asked_at nulls first, moved_at, parcel_id
    limit ${limit}`)
}

/** Parcels that a courier says have arrived since a time, and that it was not asked about for a while. */
export function findArrived(tx: Tx, carrier: string, when: { since: Date; asked_before: Date; limit: number }) {
  return tx.all<Parcel>(sql`
    select ${PARCEL}
    from parcels
    where carrier = ${carrier} and carrier <> 'riders' and state in ('delivered', 'back') and tracking <> ''
      and moved_at >= ${when.since} and (asked_at is null or asked_at <= ${when.asked_before})
    order by asked_at nulls first, moved_at, parcel_id
    limit ${when.limit}`)
}

export function setAsked(tx: Tx, partyId: string, parcelIds: readonly string[]) {
  return tx.count(sql`
    update parcels
    set asked_at = ${tx.now}
    where party_id = ${partyId} and parcel_id = any(${parcelIds}::uuid[])`)
}
