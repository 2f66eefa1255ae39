import type { Outcome } from '../../kit/errors/outcome.ts'
import type { Paisa } from '../../kit/money/money.ts'

/** What delivery needs from a courier company. Adapters fill it; main.ts passes them in. */
export interface Courier {
  /** The name in rows and settings: 'leopards'. */
  readonly name: string
  /** Who holds the cash taken at doors until it is remitted; the ledger names its account after it. */
  readonly holder: string
  /** How many parcels one question may name. */
  readonly most_at_once: number
  /** Books a parcel once per parcel_id: a second call for the same id finds the first booking. */
  book(parcel: CourierBooking): Promise<Outcome<Booked>>
  /** Where the parcels are. Numbers that the courier does not know are left out of the answer. */
  track(trackingNumbers: readonly string[]): Promise<Outcome<readonly Tracked[]>>
  /** Calls a booking off before it is collected. A booking that is already called off is done, too. */
  cancel(trackingNumber: string): Promise<Outcome<{ readonly tracking_number: string }>>
  /** What became of the cash of delivered parcels. Numbers that the courier does not know are left out. */
  remittances(trackingNumbers: readonly string[]): Promise<Outcome<readonly Remittance[]>>
}

export interface CourierBooking {
  /** Our number for the parcel, as printed on the label: the courier keeps it beside its own. */
  readonly parcel_id: string
  readonly weight_grams: number
  readonly pieces: number
  /** 0n when it is paid already. Couriers take whole rupees: the adapter says never to odd paisa. */
  readonly cod_paisa: Paisa
  /** City names as our gazetteer writes them; the adapter knows what its courier calls them. */
  readonly from_city: string
  readonly to_city: string
  readonly shop_name: string
  readonly shop_phone: string
  readonly shop_address: string
  readonly buyer_name: string
  /** E.164. */
  readonly buyer_phone: string
  readonly buyer_address: string
  /** The buyer opens the parcel before paying; the rider has to know. */
  readonly open_before_paying: boolean
  /** Short words about the goods for the label. */
  readonly contents: string
}

export interface Booked {
  readonly tracking_number: string
  /** The courier's own label to print, when it makes one. */
  readonly label_url: string | null
}

/**
 * One set of words for all couriers. A text that no table knows is 'unclear': keep the old state and ask the operator.
 */
export const COURIER_STATUSES = [
  'booked',
  'picked',
  'in_transit',
  'out_for_delivery',
  'attempted',
  'delivered',
  'returning',
  'returned',
  'cancelled',
  'unclear',
] as const
export type CourierStatus = (typeof COURIER_STATUSES)[number]

export interface Tracked {
  readonly tracking_number: string
  readonly status: CourierStatus
  /** The courier's own words, kept as they came. */
  readonly said: string
  /** Why, when the courier says so: 'Consignee not available'. */
  readonly reason: string
  /** When it happened, as the courier wrote it: some write only the day. */
  readonly happened: string
  readonly received_by: string
}

export interface Remittance {
  readonly tracking_number: string
  readonly paid: boolean
  /** The cheque or transfer that paid it; empty while unpaid. */
  readonly batch: string
  readonly paid_on: string
}
