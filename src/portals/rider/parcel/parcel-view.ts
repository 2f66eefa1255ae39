import {
  findParcelByLabel,
  OWN_RIDERS,
  type Parcel,
  readLabel,
  shownLabel,
  TRIES_BEFORE_RETURN,
} from '../../../domains/delivery/delivery.ts'
import { type AddressFacts, findShop, type Rider, readPerson, type Shop } from '../../../domains/identity/identity.ts'
import { findOrder, type WholeOrder } from '../../../domains/orders/orders.ts'
import { getHold } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { cityName } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { actionFor, needsAddress, type RiderAction, wayOf } from './action.ts'

export interface ParcelView {
  t: Say
  /** 'K7Q2-M9XT', as it stands on the label and in the address of the page. */
  label: string
  number: string
  action: RiderAction
  /** How the parcel ended, when it is over. */
  ended: 'delivered' | 'back' | 'cancelled' | undefined
  shop: { name: string; place: string; phone: string | undefined }
  toCity: string
  /** Only while he carries it. */
  to: AddressFacts | undefined
  goods: readonly { title: string; choices: string; quantity: number }[]
  /** To be taken at the door; 0n when the order is paid. */
  cash_paisa: bigint
  /** Which knock at the door this is, from 1. */
  knock: number
  lastKnock: boolean
  /** More than one piece is in it. */
  mayKeepSome: boolean
  hidden: Readonly<Record<string, string>>
  problem?: Problem | undefined
}

/** Why a form came back. A field that is named has the words beside it. */
export interface Problem {
  words: string
  field?: 'code' | 'reason' | 'photos' | 'words' | undefined
}

/**
 * A parcel that this rider has or may take.
 * Refuses: not_found delivery.parcel_unknown for every other, so that label codes cannot be tried out.
 */
export async function findForRider(tx: Tx, rider: Rider, label: string): Promise<Parcel> {
  const parcel = await findParcelByLabel(tx, label)
  const isFree = parcel?.rider_id === null && parcel.state === 'booked' && parcel.carrier === OWN_RIDERS
  if (!parcel || !(isFree || parcel.rider_id === rider.person_id)) {
    throw new Refusal('not_found', 'delivery.parcel_unknown')
  }
  return parcel
}

/** All that the parcel's page shows. Reads the buyer's address only while he carries it, and the look is logged. */
export async function readParcelView(
  tx: Tx,
  rider: Rider,
  visit: Visit,
  label: string,
): Promise<Omit<ParcelView, 'hidden' | 'problem'>> {
  const parcel = await findForRider(tx, rider, label)
  const [whole, shop, hold] = await Promise.all([
    findOrder(tx, parcel.order_id),
    findShop(tx, parcel.party_id),
    getHold(tx, parcel.party_id, parcel.order_id),
  ])
  const action = actionFor(parcel, whole.order.state)
  const [to, phone] = await Promise.all([
    needsAddress(action) ? readLabel(tx, rider, parcel) : undefined,
    needsShop(action) ? readPerson(tx, rider, 'deliver', shop.opened_by, parcel.order_id) : undefined,
  ])
  return {
    ...plain(visit, parcel, whole, shop),
    action,
    // Less than the label says, when some went back.
    cash_paisa: hold.amount_paisa < parcel.cod_paisa ? hold.amount_paisa : parcel.cod_paisa,
    mayKeepSome: whole.lines.reduce((sum, { quantity }) => sum + quantity, 0) > 1,
    shop: { name: shop.name, place: placeOf(visit, shop.area, shop.city_id), phone: phone?.phone },
    to: to?.to,
  }
}

/** He calls the shop when he fetches there or brings back. */
function needsShop(action: RiderAction): boolean {
  return action === 'pick_up' || wayOf(action) === 'back'
}

function plain(visit: Visit, parcel: Parcel, { order, lines }: WholeOrder, shop: Shop) {
  const { state } = parcel
  const ended = state === 'delivered' || state === 'back' || state === 'cancelled' ? state : undefined
  return {
    t: visit.t,
    label: shownLabel(parcel.label_code),
    number: order.number,
    ended: ended as ParcelView['ended'],
    toCity: cityName(visit.locale, visit.market.cities, parcel.to_city_id || shop.city_id),
    goods: lines.map(({ title, choices, quantity }) => ({ title, choices, quantity })),
    knock: parcel.tries_count + 1,
    lastKnock: parcel.tries_count >= TRIES_BEFORE_RETURN - 1,
  }
}

/** "Anarkali, Lahore". */
export function placeOf(visit: Visit, area: string, cityId: string): string {
  const city = cityName(visit.locale, visit.market.cities, cityId)
  return area === '' ? city : `${area}${visit.locale === 'ur' ? '،' : ','} ${city}`
}
