import { record } from '../../kit/events/events.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ParcelState } from './process.ts'

/** What delivery tells the others, on the shop's party. */
export interface DeliveryEvents {
  'parcel.booked': { shop_id: string; parcel_id: string; order_id: string; carrier: string }
  'parcel.assigned': {
    shop_id: string
    parcel_id: string
    order_id: string
    label_code: string
    rider_id: string
    by_operator: boolean
  }
  'parcel.moved': {
    shop_id: string
    parcel_id: string
    order_id: string
    buyer_id: string
    rider_id: string | null
    from: ParcelState
    to: ParcelState
    step: string
    tries_count: number
  }
}

/** Records one of this domain's events on the shop's party. */
export function tell<Name extends keyof DeliveryEvents>(
  tx: Tx,
  shopId: string,
  name: Name,
  payload: DeliveryEvents[Name],
): Promise<void> {
  return record(tx, shopId, name, { ...payload })
}
