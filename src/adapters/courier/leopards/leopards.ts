import type { Booked, Courier, CourierBooking, Remittance, Tracked } from '../../../domains/delivery/courier.ts'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { assert } from '../../../kit/errors/refusal.ts'
import { callOutside } from '../../outside.ts'
import { type Loose, listOf, readAnswer, type Said, statusOf, textOf } from './answers.ts'
import { type CityBook, cityBook } from './cities.ts'

export interface LeopardsSettings {
  /** https://merchantapi.leopardscourier.com/api, or the simulator. */
  readonly base_url: string
  readonly api_key: string
  readonly api_password: string
  /** The number under which Leopards keeps the market's account as shipper. */
  readonly shipper_id: number
  readonly timeout_ms: number
}

export const CALLS = {
  cities: 'getAllCities/format/json/',
  book: 'bookPacket/format/json/',
  byOrder: 'getShipmentDetailsByOrderID/format/json/',
  track: 'trackBookedPacket/format/json/',
  cancel: 'cancelBookedPackets/format/json/',
  payments: 'getPaymentDetails/format/json/',
} as const

const MOST_AT_ONCE = 50

/** Leopards Courier Service, merchant API version 2. It sends no notices: parcels are asked for. */
export function leopards(settings: LeopardsSettings): Courier {
  const cities = cityBook(() => ask(settings, 'POST', CALLS.cities, {}))
  return {
    name: 'leopards',
    holder: 'leopards',
    most_at_once: MOST_AT_ONCE,
    book: (parcel) => book(settings, cities, parcel),
    track: (numbers) => track(settings, numbers),
    cancel: (number) => cancel(settings, number),
    remittances: (numbers) => remittances(settings, numbers),
  }
}

/** Leopards books the same order twice when asked twice, so it is first asked whether it has the parcel. */
async function book(settings: LeopardsSettings, cities: CityBook, parcel: CourierBooking): Promise<Outcome<Booked>> {
  if (parcel.cod_paisa % 100n !== 0n) return never('leopards collects whole rupees only')
  const phone = /^\+92(3\d{9})$/.exec(parcel.buyer_phone)?.[1]
  if (!phone) return never('leopards calls only Pakistani mobile numbers')
  const known = await bookingOf(settings, parcel.parcel_id)
  if (known.outcome !== 'done') return known
  if (known.value) return done(known.value)
  const from = await cities.idOf(parcel.from_city, 'origin')
  if (from.outcome !== 'done') return from
  const to = await cities.idOf(parcel.to_city, 'destination')
  if (to.outcome !== 'done') return to
  const answer = await ask(settings, 'POST', CALLS.book, {
    ...bookingFields(parcel),
    booked_packet_collect_amount: Number(parcel.cod_paisa / 100n),
    origin_city: from.value,
    destination_city: to.value,
    return_city: from.value,
    shipment_id: settings.shipper_id,
    consignment_phone: `0${phone}`,
  })
  if (answer.outcome !== 'done') return answer
  if (!answer.value.ok) return never(`leopards did not book: ${answer.value.error}`)
  const tracking_number = textOf(answer.value.fields.track_number)
  if (!tracking_number) return retry('leopards booked without a number')
  return done({ tracking_number, label_url: webAddress(answer.value.fields.slip_link) })
}

function bookingFields(parcel: CourierBooking) {
  const opening = 'OPEN PARCEL ALLOWED: let the buyer look before taking the cash. '
  return {
    booked_packet_weight: parcel.weight_grams,
    booked_packet_no_piece: parcel.pieces,
    booked_packet_order_id: parcel.parcel_id,
    shipment_name_eng: parcel.shop_name,
    shipment_email: 'self',
    shipment_phone: parcel.shop_phone.replace(/^\+92/, '0'),
    shipment_address: parcel.shop_address,
    consignment_name_eng: parcel.buyer_name,
    consignment_email: '',
    consignment_address: parcel.buyer_address,
    special_instructions: (parcel.open_before_paying ? opening : '') + (parcel.contents || 'Handle with care.'),
    shipment_type: 'overnight',
    return_address: parcel.shop_address,
  }
}

/** The booking that stands for one of our parcels; one that was called off does not count. */
async function bookingOf(settings: LeopardsSettings, parcelId: string): Promise<Outcome<Booked | undefined>> {
  const answer = await ask(settings, 'POST', CALLS.byOrder, { shipment_order_id: [parcelId] })
  if (answer.outcome !== 'done') return answer
  if (!answer.value.ok) return done(undefined)
  const standing = listOf(answer.value.fields.data).find((packet) => {
    const cancelled = statusOf(textOf(packet.booked_packet_status), '') === 'cancelled'
    return textOf(packet.booked_packet_order_id) === parcelId && !cancelled
  })
  const tracking_number = textOf(standing?.track_number)
  return done(tracking_number ? { tracking_number, label_url: webAddress(standing?.slip_link) } : undefined)
}

async function track(settings: LeopardsSettings, numbers: readonly string[]): Promise<Outcome<readonly Tracked[]>> {
  const answer = await askAbout(settings, 'POST', CALLS.track, 'track_numbers', numbers)
  if (answer.outcome !== 'done') return answer
  if (!answer.value.ok) return done([])
  return done(
    listOf(answer.value.fields.packet_list)
      .map(asTracked)
      .filter((parcel) => numbers.includes(parcel.tracking_number)),
  )
}

/** The words of the newest scan stand in a list with two misspelt names. */
function asTracked(packet: Loose): Tracked {
  const said = textOf(packet.booked_packet_status)
  const scans = listOf(packet['Tracking Detail'])
  const scan = scans.findLast((each) => textOf(each.Staus) === said) ?? {}
  const reason = textOf(scan.Reason) || textOf(packet.status_remarks)
  return {
    tracking_number: textOf(packet.track_number),
    status: statusOf(said, reason),
    said,
    reason,
    happened: textOf(scan['Activity Date']) || textOf(packet.activity_date),
    received_by: textOf(scan['Reciever Name']),
  }
}

/** 'Already cancelled or not found' is one answer for two things; a look at the parcel tells which. */
async function cancel(
  settings: LeopardsSettings,
  number: string,
): Promise<Outcome<{ readonly tracking_number: string }>> {
  const answer = await askAbout(settings, 'POST', CALLS.cancel, 'cn_numbers', [number])
  if (answer.outcome !== 'done') return answer
  if (answer.value.ok) return done({ tracking_number: number })
  const found = await track(settings, [number])
  if (found.outcome !== 'done') return found
  if (found.value[0]?.status === 'cancelled') return done({ tracking_number: number })
  return never(`leopards did not cancel: ${answer.value.error}`)
}

async function remittances(
  settings: LeopardsSettings,
  numbers: readonly string[],
): Promise<Outcome<readonly Remittance[]>> {
  const answer = await askAbout(settings, 'GET', CALLS.payments, 'cn_numbers', numbers)
  if (answer.outcome !== 'done') return answer
  if (!answer.value.ok) return done([])
  const rows = listOf(answer.value.fields.payment_list).map((row) => ({
    tracking_number: textOf(row.booked_packet_cn),
    paid: textOf(row.status).toLowerCase() === 'paid',
    batch: textOf(row.invoice_cheque_no),
    paid_on: textOf(row.invoice_cheque_date),
  }))
  return done(rows.filter((row) => numbers.includes(row.tracking_number)))
}

/** A question about some numbers, as a list with commas. */
async function askAbout(
  settings: LeopardsSettings,
  method: 'GET' | 'POST',
  call: string,
  field: string,
  numbers: readonly string[],
): Promise<Outcome<Said>> {
  assert(numbers.length > 0 && numbers.length <= MOST_AT_ONCE, 'a question names 1 to 50 parcels')
  assert(
    numbers.every((number) => /^[0-9A-Z]{1,20}$/i.test(number)),
    'a tracking number is letters and digits',
  )
  return ask(settings, method, call, { [field]: numbers.join(',') })
}

/** One call with the account's key: in the body of a POST, in the address of a GET. */
async function ask(
  settings: LeopardsSettings,
  method: 'GET' | 'POST',
  call: string,
  fields: Loose,
): Promise<Outcome<Said>> {
  const account = { api_key: settings.api_key, api_password: settings.api_password }
  const url = `${settings.base_url}/${call}`
  const { timeout_ms } = settings
  const query = new URLSearchParams(
    Object.entries({ ...account, ...fields }).map(([name, value]) => [name, String(value)]),
  )
  const body = JSON.stringify({ ...account, ...fields })
  const headers = { 'content-type': 'application/json' }
  const answer = await callOutside(
    method === 'GET' ? { url: `${url}?${query}`, method, timeout_ms } : { url, method, headers, body, timeout_ms },
  )
  return answer.outcome === 'done' ? readAnswer(answer.value) : answer
}

function webAddress(value: unknown): string | null {
  const address = textOf(value)
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : null
}
