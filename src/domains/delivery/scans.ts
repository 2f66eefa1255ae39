import { newId } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Actor } from '../identity/identity.ts'
import { tell } from './events.ts'
import { insertScan, type Parcel, type ParcelKey } from './store.ts'

/** What a step leaves behind beside the new state. photo_name comes from storage; place is a city or an area. */
export interface StepFacts {
  readonly note?: string
  readonly photo_name?: string
  readonly place?: string
}

/** Keeps on record what happened to a parcel. */
export function note(tx: Tx, at: ParcelKey, kind: string, by: Actor | undefined, facts: StepFacts): Promise<number> {
  return insertScan(tx, at, {
    scan_id: newId(),
    kind,
    place: facts.place ?? '',
    note: (facts.note ?? '').slice(0, 500),
    photo_name: facts.photo_name ?? null,
    scanned_by: by && by.kind !== 'system' ? by.person_id : null,
    carrier_scan: null,
    happened_at: tx.now,
  })
}

/** Tells the others that a parcel has moved. */
export function tellMove(tx: Tx, from: Parcel, to: Parcel, step: string): Promise<void> {
  const { buyer_id, rider_id, tries_count } = to
  const states = { from: from.state, to: to.state, step }
  return tell(tx, to.party_id, 'parcel.moved', {
    shop_id: to.party_id,
    ...named(to),
    buyer_id,
    rider_id,
    tries_count,
    ...states,
  })
}

/** The names of a parcel in an event. */
export function named({ parcel_id, order_id }: Parcel) {
  return { parcel_id, order_id }
}
