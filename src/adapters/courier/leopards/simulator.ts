import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { jsonObject } from '../../outside.ts'
import { type Loose, textOf } from './answers.ts'
import { CALLS } from './leopards.ts'
import { journeyFor, lastScan, ParcelShelf, type SimulatedParcel } from './simulator-parcels.ts'

export interface LeopardsSimulatorOptions {
  readonly api_key: string
  readonly api_password: string
  readonly now: () => Date
  /** The cities it serves, as the courier writes them. */
  readonly cities: readonly { readonly id: number; readonly name: string }[]
  /** Where its memory lives between restarts. */
  readonly file?: string
  /** A scan each so often; left out, parcels move only by advance(). */
  readonly step_ms?: number
  /** How long after delivery the cash is paid out. */
  readonly remit_after_ms?: number
}

export interface LeopardsSimulator {
  /** The courier's calls under /api/ and its labels under /slip/; mount it anywhere, or let it listen by itself. */
  readonly app: Hono
  /** One scan further; false when it is at its end or unknown. */
  advance(trackingNumber: string): boolean
  /** The buyer refuses at the door: the parcel goes back. */
  refuse(trackingNumber: string, reason: string): boolean
  /** Makes the courier know a parcel that seed data says was booked, after so many scans. */
  remember(
    parcel: { readonly number: string; readonly order_id: string; readonly cod_rupees: number },
    scans: number,
  ): void
}

/** A Leopards that runs offline: the same paths, fields, loose types and misspelt names, with make-believe parcels. */
export function leopardsSimulator(options: LeopardsSimulatorOptions): LeopardsSimulator {
  const shelf = new ParcelShelf(options.file, options.step_ms)
  const app = new Hono()
  const desk: Desk = { options, shelf }
  const small = bodyLimit({ maxSize: 256_000 })
  const calls: readonly (readonly [path: string, act: (desk: Desk, fields: Loose, base: string) => object])[] = [
    [CALLS.cities, cities],
    [CALLS.book, book],
    [CALLS.byOrder, byOrder],
    [CALLS.track, track],
    [CALLS.cancel, cancel],
    [CALLS.payments, payments],
  ]
  for (const [path, act] of calls) {
    app.on(['GET', 'POST'], `/api/${path}`, small, async (c) => {
      const fields = await fieldsOf(c)
      const known = fields.api_key === options.api_key && fields.api_password === options.api_password
      if (!known) return c.json({ status: 0, error: 'Invalid API credentials' })
      return c.json(act(desk, fields, c.req.url.slice(0, c.req.url.indexOf('/api/'))))
    })
  }
  app.get('/slip/:number', (c) => {
    const parcel = shelf.find(c.req.param('number'), options.now())
    return parcel ? c.text(slip(desk, parcel)) : c.text('No such consignment', 404)
  })
  const found = (number: string) => shelf.find(number, options.now())
  return {
    app,
    advance(number) {
      const parcel = found(number)
      return parcel ? shelf.advance(parcel, options.now().getTime()) : false
    },
    refuse(number, reason) {
      const parcel = found(number)
      if (parcel) shelf.refuse(parcel, reason, options.now().getTime())
      return parcel !== undefined
    },
    remember(parcel, scans) {
      if (found(parcel.number)) return
      const rest = { weight_grams: 1_000, from_city: 0, to_city: 0, instructions: '', ahead: journeyFor('') }
      const added = shelf.add({ ...parcel, ...rest }, options.now())
      for (let i = 0; i < scans; i++) shelf.advance(added, options.now().getTime())
    },
  }
}

interface Desk {
  readonly options: LeopardsSimulatorOptions
  readonly shelf: ParcelShelf
}

function cities({ options }: Desk) {
  const more = { shipment_type: ['overnight'], allow_as_origin: true, allow_as_destination: true }
  return { status: 1, error: '0', city_list: options.cities.map((city) => ({ ...city, ...more })) }
}

const NEEDED = {
  booked_packet_weight: 'Packet Weight is required',
  booked_packet_no_piece: 'No. of Pieces is required',
  booked_packet_collect_amount: 'COD Amount is required',
  origin_city: 'Origin City is required',
  destination_city: 'Destination City is required',
  shipment_id: 'Shipper is required',
  consignment_name_eng: 'Consignee Name is required',
  consignment_phone: 'Consignee Phone is required',
  consignment_address: 'Consignee Address is required',
  special_instructions: 'Special Instructions are required',
}

/** Books whatever it is asked to, also the same order twice: that is how the real one behaves. */
function book({ options, shelf }: Desk, fields: Loose, base: string) {
  const refused = (error: string) => ({ status: 0, error, track_number: null, slip_link: null })
  for (const [name, error] of Object.entries(NEEDED)) if (textOf(fields[name]) === '') return refused(error)
  const amount = Number(textOf(fields.booked_packet_collect_amount))
  if (!Number.isInteger(amount) || amount < 0) return refused('COD Amount is invalid')
  const [from_city, to_city] = [Number(textOf(fields.origin_city)), Number(textOf(fields.destination_city))]
  const served = new Set(options.cities.map((city) => city.id))
  if (!served.has(from_city) || !served.has(to_city)) return refused('Invalid origin or destination city')
  const parcel = shelf.add(
    {
      order_id: textOf(fields.booked_packet_order_id),
      cod_rupees: amount,
      weight_grams: Number(textOf(fields.booked_packet_weight)),
      from_city,
      to_city,
      instructions: textOf(fields.special_instructions),
      ahead: journeyFor(textOf(fields.consignment_phone)),
    },
    options.now(),
  )
  return { status: 1, error: 0, track_number: parcel.number, slip_link: `${base}/slip/${parcel.number}` }
}

function byOrder(desk: Desk, fields: Loose) {
  const ids = Array.isArray(fields.shipment_order_id) ? fields.shipment_order_id.map(textOf) : []
  const data = ids.flatMap((id) => desk.shelf.byOrder(id, desk.options.now())).map((parcel) => asPacket(desk, parcel))
  return data.length > 0 ? { status: 1, error: '', data } : { status: 0, error: 'Order ID not found' }
}

function track(desk: Desk, fields: Loose) {
  const packet_list = parcelsIn(desk, fields.track_numbers).map((parcel) => ({
    ...asPacket(desk, parcel),
    activity_date: dayOf(lastScan(parcel).at),
    status_remarks: lastScan(parcel).reason,
    reverseCN: '',
    'Tracking Detail': parcel.scans.map((scan) => ({
      Staus: scan.said,
      'Reciever Name': scan.said === 'Delivered' ? 'SELF' : '',
      'Activity Date': dayOf(scan.at),
      Reason: scan.reason,
    })),
  }))
  if (packet_list.length === 0) return { status: 0, error: 'Invalid tracking number', packet_list: null }
  return { status: 1, error: 0, packet_list }
}

function cancel({ options, shelf }: Desk, fields: Loose) {
  const wrong: Record<string, string> = {}
  for (const number of numbersIn(fields.cn_numbers)) {
    const parcel = shelf.find(number, options.now())
    const cancelled = parcel && shelf.cancel(parcel, options.now().getTime())
    if (!cancelled) wrong[number] = 'CN already cancelled or not found'
  }
  return Object.keys(wrong).length === 0 ? { status: '1', error: 'null' } : { status: 0, error: wrong }
}

function payments(desk: Desk, fields: Loose) {
  const { now, remit_after_ms = 3 * 86_400_000 } = desk.options
  const payment_list = parcelsIn(desk, fields.cn_numbers).map((parcel) => {
    const last = lastScan(parcel)
    const paidAt = last.said === 'Delivered' && parcel.cod_rupees > 0 ? last.at + remit_after_ms : undefined
    const paid = paidAt !== undefined && paidAt <= now().getTime()
    return {
      booked_packet_cn: parcel.number,
      billing_method: parcel.cod_rupees > 0 ? 'COD' : 'Prepaid',
      status: paid ? 'Paid' : 'Unpaid',
      invoice_cheque_no: paid ? `CHQ-${dayOf(paidAt)}` : '',
      invoice_cheque_date: paid ? dayOf(paidAt) : '',
      payment_method: paid ? 'Cheque' : '',
      message: '',
      slip_link: '',
    }
  })
  if (payment_list.length === 0) return { status: 0, error: 'CN number not found', payment_list: null }
  return { status: 1, error: '0', payment_list }
}

/** The fields that lists of parcels share. Those about people are there and empty: the simulator keeps none. */
function asPacket({ options }: Desk, parcel: SimulatedParcel) {
  const cityName = (id: number) => options.cities.find((city) => city.id === id)?.name ?? ''
  return {
    booking_date: dayOf(parcel.scans[0]?.at ?? 0),
    track_number: parcel.number,
    booked_packet_weight: parcel.weight_grams,
    booked_packet_no_piece: 1,
    booked_packet_collect_amount: parcel.cod_rupees,
    booked_packet_order_id: parcel.order_id,
    origin_city_name: cityName(parcel.from_city),
    destination_city_name: cityName(parcel.to_city),
    consignment_name_eng: '',
    consignment_phone: '',
    consignment_address: '',
    special_instructions: parcel.instructions,
    booked_packet_status: lastScan(parcel).said,
  }
}

function slip(desk: Desk, parcel: SimulatedParcel): string {
  const packet = asPacket(desk, parcel)
  const cash = parcel.cod_rupees > 0 ? `COD Rs ${parcel.cod_rupees.toLocaleString('en-PK')}` : 'PREPAID'
  const way = `${packet.origin_city_name} - ${packet.destination_city_name}`
  const lines = ['LEOPARDS COURIER (SIMULATOR)', parcel.number, way, `Order ${parcel.order_id}`, cash]
  return `${[...lines, `${parcel.weight_grams} g`, parcel.instructions].join('\n')}\n`
}

function parcelsIn({ options, shelf }: Desk, list: unknown): readonly SimulatedParcel[] {
  return numbersIn(list).flatMap((number) => shelf.find(number, options.now()) ?? [])
}

function numbersIn(list: unknown): readonly string[] {
  return textOf(list).split(',').slice(0, 50)
}

/** The day in Karachi: 2026-04-01. */
function dayOf(at: number): string {
  return new Date(at + 5 * 3_600_000).toISOString().slice(0, 10)
}

async function fieldsOf(c: Context): Promise<Loose> {
  if (c.req.method === 'GET') return Object.fromEntries(new URL(c.req.url).searchParams)
  return jsonObject(await c.req.text()) ?? {}
}
