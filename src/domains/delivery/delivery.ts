import { assert, Refusal } from '../../kit/errors/refusal.ts'
import { newId } from '../../kit/ids/ids.ts'
import type { Paisa } from '../../kit/money/money.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Actor, Operator, Rider } from '../identity/identity.ts'
import { tell } from './events.ts'
import { newLabelCode } from './labels.ts'
import { hasInHands } from './looks.ts'
import { isTooEarly, mayTake, nextState, type ParcelStep } from './process.ts'
import { named, note, type StepFacts, tellMove } from './scans.ts'
import {
  claimLabel,
  findParcel,
  giveTo,
  insertParcel,
  lockParcelRow,
  type Parcel,
  type ParcelKey,
  takeIfFree,
  updateState,
} from './store.ts'

export { cashOfRider, handInCash, listCashByRider, takeCash } from './cash.ts'
export type { RiderCash } from './cash-store.ts'
export {
  type CarrierScan,
  type Contradiction,
  cashOnWay,
  followCarrier,
  listArrivedWithCarrier,
  listDeliveredWithCash,
  listOpenWithCarrier,
  listUnbooked,
  noteAsked,
  ordersOfTrackings,
  recordTracking,
} from './couriers.ts'
export { parseLabel, shownLabel } from './labels.ts'
export {
  findParcelByLabel,
  type Label,
  listDoneOfRider,
  listOpenOfRider,
  listParcelsWaiting,
  lockParcel,
  lockParcelOfOrder,
  parcelOfOrder,
  readLabel,
  scansOf,
} from './looks.ts'
export { OWN_PARCELS } from './own-store.ts'
export { openSteps, PARCEL_STATES, type ParcelState, type ParcelStep, TRIES_BEFORE_RETURN } from './process.ts'
export { type DeliveryQuote, loadRates, type Places, placesFrom, quoteDelivery, readRates } from './rates.ts'
export type { StepFacts } from './scans.ts'
export type { DeliveryRate, Distance, Parcel, ParcelKey, Scan } from './store.ts'

/** The carrier's name of the market's own riders. */
export const OWN_RIDERS = 'riders'

export interface NewParcel {
  readonly shop_id: string
  readonly order_id: string
  readonly buyer_id: string
  readonly address_id: string
  readonly from_city_id: string
  readonly to_city_id: string
  /** 'riders' or the name of a courier. */
  readonly carrier: string
  /** 0n when the order is paid. */
  readonly cod_paisa: Paisa
}

/**
 * Books the parcel of an order and gives it a label code that names it alone. Parties: the shop's only.
 * Refuses: conflict when the order has a parcel already. Events: parcel.booked.
 */
export async function bookParcel(tx: Tx, { shop_id, ...facts }: NewParcel): Promise<Parcel> {
  const at = { party_id: shop_id, parcel_id: newId() }
  const label_code = await claimFreeLabel(tx, at)
  const tracking = facts.carrier === OWN_RIDERS ? label_code : ''
  const parcel: Parcel = {
    ...at,
    ...facts,
    rider_id: null,
    tracking,
    label_code,
    state: 'booked',
    tries_count: 0,
    booked_at: tx.now,
    moved_at: tx.now,
  }
  const [booked] = await Promise.all([
    insertParcel(tx, parcel),
    tell(tx, shop_id, 'parcel.booked', { shop_id, ...named(parcel), carrier: parcel.carrier }),
  ])
  if (booked === 0) throw new Refusal('conflict', 'delivery.booked_before')
  await note(tx, parcel, 'booked', undefined, {})
  return parcel
}

/**
 * Takes a step with a parcel that our riders carry (an operator may take any parcel's). A rider who picks up a parcel
 * that nobody has taken, takes it. nobody_home counts one more try. Parties: the shop's only.
 * Refuses: not_found when there is no such parcel, or it is not the rider's or the shop's; forbidden when this kind of
 * actor never takes the step; conflict 'delivery.not_now' when the step is not open from here, 'delivery.tries_left'
 * when it is to go back before enough tries. Events: parcel.moved.
 */
export async function moveParcel(
  tx: Tx,
  by: Actor,
  at: ParcelKey,
  step: ParcelStep,
  facts: StepFacts = {},
): Promise<Parcel> {
  if (!mayTake(by, step)) throw new Refusal('forbidden', 'delivery.step_not_yours')
  const parcel = await lockParcelRow(tx, at)
  if (!parcel || !isHisToMove(by, parcel, step)) throw new Refusal('not_found', 'delivery.parcel_unknown')
  const to = nextState(parcel.state, step)
  if (!to) throw new Refusal('conflict', 'delivery.not_now')
  if (by.kind === 'rider' && isTooEarly(parcel.state, step, parcel.tries_count))
    throw new Refusal('conflict', 'delivery.tries_left')
  const moved: Parcel = {
    ...parcel,
    state: to,
    tries_count: parcel.tries_count + (step === 'nobody_home' ? 1 : 0),
    rider_id: parcel.rider_id ?? (by.kind === 'rider' ? by.person_id : null),
    moved_at: tx.now,
  }
  await Promise.all([updateState(tx, moved), note(tx, moved, step, by, facts), tellMove(tx, parcel, moved, step)])
  return moved
}

/**
 * Gives a parcel to a rider. A rider takes a free one himself, and of two who want it one wins; an operator may also
 * give it to another while nobody stands at a door with it (riderId then says to whom).
 * Refuses: not_found when there is no such parcel; conflict 'delivery.taken' when it is not free (any more).
 * Events: parcel.assigned.
 */
export async function assignRider(tx: Tx, by: Rider | Operator, at: ParcelKey, riderId?: string): Promise<Parcel> {
  const to = by.kind === 'operator' ? riderId : by.person_id
  assert(to !== undefined, 'an operator says to which rider')
  const parcel = by.kind === 'operator' ? await giveTo(tx, at, to) : await takeIfFree(tx, at, to)
  if (!parcel) {
    const there = await findParcel(tx, at)
    throw there ? new Refusal('conflict', 'delivery.taken') : new Refusal('not_found', 'delivery.parcel_unknown')
  }
  const { party_id: shop_id, label_code } = parcel
  const event = { shop_id, ...named(parcel), label_code, rider_id: to, by_operator: by.kind === 'operator' }
  await Promise.all([note(tx, parcel, 'assigned', by, {}), tell(tx, shop_id, 'parcel.assigned', event)])
  return parcel
}

function isHisToMove(by: Actor, parcel: Parcel, step: ParcelStep): boolean {
  const isFree = parcel.rider_id === null && parcel.carrier === OWN_RIDERS
  return hasInHands(by, parcel) || (by.kind === 'rider' && step === 'pick_up' && isFree)
}

/** Eight letters of 32 are a million million codes: a second try is rare, a fifth is a broken random source. */
async function claimFreeLabel(tx: Tx, at: ParcelKey): Promise<string> {
  for (let tries = 0; tries < 5; tries++) {
    const code = newLabelCode()
    if ((await claimLabel(tx, code, at)) === 1) return code
  }
  throw new Error('broken promise: a free label code is found')
}
