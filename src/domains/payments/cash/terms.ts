import { DAY_MS } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import {
  agesOf,
  allTerms,
  type CashWith,
  type CourierTerms,
  findTerms,
  heldBy,
  promisedAmong,
  setStopped,
  sumCash,
  upsertTerms,
} from './terms-store.ts'

/** A courier that nobody has agreed anything with: nothing is checked but its sums and the taxes. */
const NO_TERMS: Omit<CourierTerms, 'courier'> = {
  cap_paisa: null,
  claim_after_days: 8,
  pays_ahead: false,
  most_shipment_paisa: null,
  most_other_paisa: 30_000n,
  handling_basis_points: null,
  fuel_basis_points: null,
  gst_basis_points: null,
  income_tax_basis_points: 200,
  sales_tax_basis_points: 200,
  stopped_at: null,
  stopped_why: '',
}

/** What is agreed with a courier. */
export async function termsOf(tx: Tx, courier: string): Promise<CourierTerms> {
  return (await findTerms(tx, courier)) ?? { ...NO_TERMS, courier }
}

/** Every courier that something is agreed with. */
export function listCourierTerms(tx: Tx, _by: Operator): Promise<CourierTerms[]> {
  return allTerms(tx)
}

/**
 * Agrees on new terms with a courier, in force at once for what is booked from now on.
 * Refuses: invalid cash.terms when a figure is out of its range.
 */
export async function setCourierTerms(
  tx: Tx,
  by: Operator,
  terms: Omit<CourierTerms, 'stopped_at' | 'stopped_why'>,
): Promise<void> {
  const shares = [
    terms.handling_basis_points,
    terms.fuel_basis_points,
    terms.gst_basis_points,
    terms.income_tax_basis_points,
    terms.sales_tax_basis_points,
  ]
  const isRight =
    /^[a-z][a-z0-9_-]{1,30}$/.test(terms.courier) &&
    shares.every((share) => share === null || (Number.isInteger(share) && share >= 0 && share <= 5_000)) &&
    Number.isInteger(terms.claim_after_days) &&
    terms.claim_after_days >= 1 &&
    terms.claim_after_days <= 90 &&
    (terms.cap_paisa === null || terms.cap_paisa > 0n) &&
    (terms.most_shipment_paisa === null || terms.most_shipment_paisa >= 0n) &&
    terms.most_other_paisa >= 0n
  if (!isRight) throw new Refusal('invalid', 'cash.terms')
  await upsertTerms(tx, terms, by.person_id)
}

/**
 * Stops a courier: it gets no parcel any more, for cash or not, until it is let go on.
 * Refuses: invalid orders.reason_needed.
 */
export async function stopCourier(tx: Tx, by: Operator, courier: string, why: string): Promise<void> {
  if (why.trim().length < 5) throw new Refusal('invalid', 'orders.reason_needed')
  await setStopped(tx, courier, why.trim().slice(0, 300), by.person_id)
}

/** Lets a stopped courier go on. */
export async function resumeCourier(tx: Tx, by: Operator, courier: string): Promise<void> {
  await setStopped(tx, courier, null, by.person_id)
}

/** Whether a courier gets no parcel now. */
export async function isCourierStopped(tx: Tx, courier: string): Promise<boolean> {
  return Boolean((await termsOf(tx, courier)).stopped_at)
}

/**
 * Whether a courier may take one more parcel. on_way_paisa is what it has to collect for parcels it carries now.
 * The cap guards against a courier that fails, not against two bookings in the same moment: those may pass it by one.
 * Refuses: conflict cash.courier_stopped; conflict cash.over_cap {cap} when its cash of ours would pass the cap.
 */
export async function assertMayCarry(
  tx: Tx,
  courier: string,
  cash: { cod_paisa: Paisa; on_way_paisa: Paisa },
): Promise<void> {
  const [terms, held_paisa] = await Promise.all([termsOf(tx, courier), heldBy(tx, courier)])
  if (terms.stopped_at) throw new Refusal('conflict', 'cash.courier_stopped')
  if (cash.cod_paisa === 0n || terms.cap_paisa === null) return
  if (held_paisa + cash.on_way_paisa + cash.cod_paisa > terms.cap_paisa) {
    throw new Refusal('conflict', 'cash.over_cap', { cap: Number(terms.cap_paisa / 100n) })
  }
}

/** Cash of orders by who has it, whose has waited longest first; what the market has is not among it. Paisa. */
export function listCashWith(tx: Tx, _by: Operator): Promise<CashWith[]> {
  return sumCash(tx)
}

/** How old cash with couriers may be said to be: days since the parcel was delivered. */
export const AGES = [
  { name: '0-3', from: 0, to: 3 },
  { name: '4-7', from: 4, to: 7 },
  { name: '8-14', from: 8, to: 14 },
  { name: '15+', from: 15, to: Number.POSITIVE_INFINITY },
] as const

export interface CashAges {
  readonly courier: string
  readonly ages: readonly { readonly name: string; readonly orders: number; readonly amount_paisa: Paisa }[]
  readonly orders: number
  readonly amount_paisa: Paisa
}

/** Cash that couriers collected and have not paid, by age; of each courier all four ages, empty ones too. Paisa. */
export async function ageing(tx: Tx, _by: Operator): Promise<CashAges[]> {
  const byCourier = Map.groupBy(await agesOf(tx), ({ holder }) => holder)
  return [...byCourier].map(([courier, rows]) => {
    const ages = AGES.map(({ name, from, to }) => {
      const those = rows.filter(({ days }) => days >= from && days <= to)
      return { name, orders: those.reduce((count, row) => count + row.orders, 0), amount_paisa: total(those) }
    })
    return { courier, ages, orders: ages.reduce((count, age) => count + age.orders, 0), amount_paisa: total(rows) }
  })
}

function total(rows: readonly { amount_paisa: Paisa }[]): Paisa {
  return rows.reduce((sum, { amount_paisa }) => sum + amount_paisa, 0n)
}

/** Orders among these whose cash nobody has taken: a parcel that was delivered without it is a mismatch. */
export function listUntaken(tx: Tx, orderIds: readonly string[]) {
  return promisedAmong(tx, orderIds)
}

/** Claims begin this many days after delivery. */
export function claimedBefore(now: Date, terms: Pick<CourierTerms, 'claim_after_days'>): Date {
  return new Date(now.getTime() - terms.claim_after_days * DAY_MS)
}
