import { DAY_MS, HOUR_MS } from '../../kit/clock/clock.ts'
import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { CourierStatus } from './courier.ts'
import { contradicts, followedState, type ParcelState, scansBehind } from './process.ts'
import { tellMove } from './scans.ts'
import {
  claimTracking,
  findArrived,
  findByTrackings,
  findDeliveredWithCash,
  findNewestCarrierScan,
  findNewestScanOf,
  findTracking,
  findWithCarrier,
  insertScan,
  lockParcelRow,
  type Parcel,
  type ParcelKey,
  setAsked,
  sumCashOnWay,
  updateState,
  updateTracking,
} from './store.ts'

/** What a courier says happened. carrier_scan is the courier's own id of the scan, so that one told twice is one. */
export interface CarrierScan {
  readonly carrier_scan: string
  readonly kind: CourierStatus
  readonly happened_at: Date
  readonly place?: string
  /** The courier's own words. */
  readonly said?: string
}

/** Two scans of one parcel that cannot both be true. */
export interface Contradiction {
  readonly first: { readonly kind: string; readonly happened_at: Date }
  readonly second: { readonly kind: CourierStatus; readonly happened_at: Date }
}

/**
 * Follows a courier: keeps the scan once, and moves the parcel when the scan is ahead of what we know. It may jump
 * forward, and never back. moved_to is missing when nothing moved; is_new is false when the scan was known; a scan that
 * takes back where the parcel has arrived moves nothing and comes as a contradiction.
 * Refuses: not_found when no parcel has this number. Events: parcel.moved.
 */
export async function followCarrier(
  tx: Tx,
  carrier: string,
  tracking: string,
  scan: CarrierScan,
): Promise<{
  readonly parcel: Parcel
  readonly is_new: boolean
  readonly moved_to?: ParcelState
  readonly contradiction?: Contradiction
}> {
  const at = await findTracking(tx, carrier, tracking)
  const parcel = at && (await lockParcelRow(tx, at))
  if (!parcel) throw new Refusal('not_found', 'delivery.parcel_unknown')
  const newest = await findNewestCarrierScan(tx, parcel)
  const is_new =
    1 ===
    (await insertScan(tx, parcel, {
      scan_id: newId(),
      kind: scan.kind,
      place: scan.place ?? '',
      note: scan.said ?? '',
      photo_name: null,
      scanned_by: null,
      carrier_scan: scan.carrier_scan,
      happened_at: scan.happened_at,
    }))
  const isOlder = newest?.happened_at ? scan.happened_at < newest.happened_at : false
  const moved_to = is_new ? followedState(parcel.state, scan.kind, isOlder) : undefined
  const tries_count = parcel.tries_count + (moved_to && scan.kind === 'attempted' ? 1 : 0)
  if (is_new && contradicts(parcel.state, scan.kind, isOlder)) {
    const { kind, happened_at } = scan
    return { parcel, is_new, contradiction: { first: await behind(tx, parcel), second: { kind, happened_at } } }
  }
  if (!moved_to) return { parcel, is_new }
  const moved: Parcel = { ...parcel, state: moved_to, tries_count, moved_at: tx.now }
  await Promise.all([updateState(tx, moved), tellMove(tx, parcel, moved, `courier_${scan.kind}`)])
  return { parcel: moved, is_new, moved_to }
}

/** The scan that brought a parcel to where it stands. */
async function behind(tx: Tx, parcel: Parcel): Promise<Contradiction['first']> {
  const found = await findNewestScanOf(tx, parcel, scansBehind(parcel.state))
  return found ?? { kind: parcel.state, happened_at: parcel.moved_at }
}

/**
 * Keeps the number that a courier gave a parcel.
 * Refuses: not_found when there is no such parcel; conflict when the number is another parcel's, or it has one already.
 */
export async function recordTracking(tx: Tx, at: ParcelKey, tracking: string): Promise<Parcel> {
  assert(tracking !== '', 'a courier gives a number')
  const parcel = await lockParcelRow(tx, at)
  if (!parcel) throw new Refusal('not_found', 'delivery.parcel_unknown')
  if (parcel.tracking === tracking) return parcel
  const [claimed, updated] = await Promise.all([
    claimTracking(tx, parcel.carrier, tracking, at),
    updateTracking(tx, at, tracking),
  ])
  if (claimed === 0 || updated === 0) throw new Refusal('conflict', 'delivery.tracking_taken')
  return { ...parcel, tracking }
}

/** A courier may take back what it said for so long after a parcel has arrived, and is asked so often until then. */
const WATCHED_MS = 21 * DAY_MS
const WATCHED_EVERY_MS = 6 * HOUR_MS

/** Parcels that a courier has and has not brought to an end: what it was never or not for longest asked about first. */
export function listOpenWithCarrier(tx: Tx, carrier: string, limit = 200): Promise<Parcel[]> {
  return findWithCarrier(tx, carrier, true, limit)
}

/** Parcels that arrived within three weeks, to be asked about four times a day: a courier may take that back. */
export function listArrivedWithCarrier(tx: Tx, carrier: string, limit = 200): Promise<Parcel[]> {
  return findArrived(tx, carrier, {
    since: new Date(tx.now.getTime() - WATCHED_MS),
    asked_before: new Date(tx.now.getTime() - WATCHED_EVERY_MS),
    limit,
  })
}

/** Writes down that their courier is asked about parcels. */
export async function noteAsked(tx: Tx, parcels: readonly Parcel[]): Promise<void> {
  await Promise.all(
    [...Map.groupBy(parcels, ({ party_id }) => party_id)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([shopId, of]) =>
        setAsked(
          tx,
          shopId,
          of.map(({ parcel_id }) => parcel_id),
        ),
      ),
  )
}

/** Parcels that still have to be announced to their courier. */
export function listUnbooked(tx: Tx, carrier: string, limit = 50): Promise<Parcel[]> {
  return findWithCarrier(tx, carrier, false, limit)
}

/** The orders behind a courier's numbers; numbers it never gave are left out. */
export async function ordersOfTrackings(
  tx: Tx,
  carrier: string,
  trackings: readonly string[],
): Promise<ReadonlyMap<string, { shop_id: string; order_id: string }>> {
  const rows = await findByTrackings(tx, carrier, trackings)
  return new Map(rows.map(({ tracking, party_id, order_id }) => [tracking, { shop_id: party_id, order_id }]))
}

/** Cash that a carrier has still to collect for the parcels it has now. Paisa. */
export function cashOnWay(tx: Tx, carrier: string): Promise<bigint> {
  return sumCashOnWay(tx, carrier)
}

/** Parcels with cash to collect that were delivered since a time, the newest first. */
export function listDeliveredWithCash(tx: Tx, since: Date, limit = 500) {
  return findDeliveredWithCash(tx, since, limit)
}
