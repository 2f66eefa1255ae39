import { createHash } from 'node:crypto'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Courier, CourierBooking, Tracked } from '../delivery/courier.ts'
import {
  followCarrier,
  listArrivedWithCarrier,
  listOpenWithCarrier,
  listUnbooked,
  noteAsked,
  type Parcel,
  type ParcelState,
  recordTracking,
} from '../delivery/delivery.ts'
import { findShop, readAddress, readPerson, SYSTEM } from '../identity/identity.ts'
import { sendReserved } from '../offers/offers.ts'
import { fundHold, isCourierStopped } from '../payments/payments.ts'
import { noteContradiction } from './contradictions.ts'
import { takeStep } from './moves.ts'
import { next, type OrderStep } from './process.ts'
import { lockOrder, type OrderRow, readOrderLines } from './store.ts'

/** What a city is called in the gazetteer. */
export type CityName = (cityId: string) => string

/**
 * Announces packed parcels to their courier, by our own parcel id, so that a call made twice books once.
 * The courier is called outside of any transaction; one that was stopped is not called. Returns how many were booked.
 */
export async function bookWithCourier(db: Database, courier: Courier, cityName: CityName): Promise<number> {
  let booked = 0
  if (await db.read((tx) => isCourierStopped(tx, courier.name))) return booked
  for (const parcel of await db.read((tx) => listUnbooked(tx, courier.name))) {
    const answer = await courier.book(await db.tx((tx) => bookingOf(tx, parcel, cityName)))
    if (answer.outcome !== 'done') continue
    await db.tx((tx) => recordTracking(tx, parcel, answer.value.tracking_number))
    booked++
  }
  return booked
}

async function bookingOf(tx: Tx, parcel: Parcel, cityName: CityName): Promise<CourierBooking> {
  const [shop, address, lines] = await Promise.all([
    findShop(tx, parcel.party_id),
    readAddress(tx, SYSTEM, 'deliver', parcel.buyer_id, parcel.address_id, parcel.order_id),
    readOrderLines(tx, parcel.party_id, parcel.order_id),
  ])
  const keeper = shop && (await readPerson(tx, SYSTEM, 'deliver', shop.opened_by, parcel.order_id))
  return {
    parcel_id: parcel.parcel_id,
    weight_grams: 1_000,
    pieces: 1,
    cod_paisa: parcel.cod_paisa,
    from_city: cityName(parcel.from_city_id),
    to_city: cityName(parcel.to_city_id),
    shop_name: shop?.name ?? '',
    shop_phone: keeper?.phone ?? '',
    shop_address: [shop?.area, cityName(parcel.from_city_id)].filter(Boolean).join(', '),
    buyer_name: address.name,
    buyer_phone: address.phone,
    buyer_address: [address.street, address.landmark, address.area].filter(Boolean).join(', '),
    open_before_paying: true,
    contents: lines
      .map(({ title, quantity }) => `${quantity} × ${title}`)
      .join(', ')
      .slice(0, 200),
  }
}

/**
 * Asks a courier where its parcels are, and moves the orders along; now and then it is asked about parcels that have
 * arrived, for it may take that back. At most so many of both in one round: what was asked about longest ago comes
 * first. Returns how many scans were new.
 */
export async function askCourier(db: Database, courier: Courier, most = 200): Promise<number> {
  const [open, arrived] = await db.read((tx) =>
    Promise.all([listOpenWithCarrier(tx, courier.name, most), listArrivedWithCarrier(tx, courier.name, most)]),
  )
  // Also when nobody answers: one question that always fails must not keep the courier from hearing the others.
  if (open.length > 0) await db.tx((tx) => noteAsked(tx, open))
  const fresh = await askAbout(db, courier, open)
  const again = await askAbout(db, courier, arrived)
  if (arrived.length > 0 && again !== undefined) await db.tx((tx) => noteAsked(tx, arrived))
  return (fresh ?? 0) + (again ?? 0)
}

/** How many scans were new; undefined when the courier did not answer, and is asked again soon. */
async function askAbout(db: Database, courier: Courier, parcels: readonly Parcel[]): Promise<number | undefined> {
  let fresh = 0
  for (let from = 0; from < parcels.length; from += courier.most_at_once) {
    const some = parcels.slice(from, from + courier.most_at_once)
    const answer = await courier.track(some.map(({ tracking }) => tracking))
    if (answer.outcome !== 'done') return undefined
    for (const told of answer.value) {
      const parcel = some.find(({ tracking }) => tracking === told.tracking_number)
      if (parcel && (await db.tx((tx) => followCourier(tx, courier, parcel, told)))) fresh++
    }
  }
  return fresh
}

/**
 * A courier says where a parcel is: the scan is kept once, and the order takes the steps that lead there. A scan that
 * comes
 * late or twice changes nothing; one that takes back where the parcel arrived is a question for a person. Returns
 * whether it was new.
 */
export async function followCourier(tx: Tx, courier: Courier, parcel: Parcel, told: Tracked): Promise<boolean> {
  const order = await lockOrder(tx, parcel.party_id, parcel.order_id)
  if (!order) return false
  const happened_at = timeOf(told.happened, tx.now)
  const carrier_scan = createHash('sha256')
    .update([told.status, told.said, told.happened].join('\n'))
    .digest('hex')
    .slice(0, 32)
  const scan = { carrier_scan, kind: told.status, happened_at, said: told.said }
  const { is_new, moved_to, contradiction } = await followCarrier(tx, courier.name, parcel.tracking, scan)
  if (moved_to) await followParcel(tx, order, moved_to, courier.holder)
  if (contradiction) await noteContradiction(tx, order, contradiction)
  return is_new
}

/**
 * The steps of the order that a parcel's new place stands for, in order; those that are not open now are passed over.
 */
const MEANS: Partial<Record<ParcelState, readonly OrderStep[]>> = {
  picked_up: ['ship'],
  out: ['ship'],
  at_door: ['ship', 'arrive'],
  delivered: ['ship', 'deliver'],
  refused: ['ship', 'give_up'],
  returning: ['ship', 'give_up'],
  back: ['ship', 'give_up'],
}

async function followParcel(tx: Tx, order: OrderRow, state: ParcelState, holder: string): Promise<void> {
  let current = order
  for (const step of MEANS[state] ?? []) {
    if (!next(current.state, step)) continue
    current = await takeStep(tx, current, step, SYSTEM, step === 'give_up' ? { reason: 'no_reason' } : {})
    if (step === 'ship') await sendReserved(tx, order.party_id, order.order_id)
    if (step === 'deliver' && order.method === 'cod') {
      const funding = { holder, payment_id: null, payment_reference: null, rail: null }
      await fundHold(tx, order.party_id, order.order_id, funding)
    }
  }
}

/** Couriers write days and times of Pakistan as they like; what cannot be read happened when we heard of it. */
function timeOf(happened: string, now: Date): Date {
  const time = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(happened) ? happened : `${happened.replace(' ', 'T')}+05:00`)
  return Number.isNaN(time.getTime()) || time > now ? now : time
}
