import { z } from 'zod'
import {
  assignRider,
  findParcelByLabel,
  listOpenOfRider,
  listParcelsWaiting,
  moveParcel,
  PARCEL_STATES,
  type Parcel,
  shownLabel,
} from '../../../domains/delivery/delivery.ts'
import { asRider, type Rider } from '../../../domains/identity/identity.ts'
import { arriveAtDoor, nobodyHome, shipOrder } from '../../../domains/orders/orders.ts'
import { openAtDoor, releaseAtDoor, SEND_BACK_REASONS, sendBack, syncReceipt } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Operation, personal } from '../operation.ts'
import { id, listOf, money, moneyIn, moneySchema, time, timeSchema, words } from '../shapes/basics.ts'

const parcelSchema = z
  .object({
    label: z.string(),
    order: id('ord'),
    state: z.enum(PARCEL_STATES),
    is_mine: z.boolean().describe('In your hands or given to you; else it waits for a rider'),
    from_city: z.string(),
    to_city: z.string(),
    cash_due: moneySchema.describe('What the buyer pays you at the door'),
    tries: z.int(),
    moved_at: timeSchema,
  })
  .meta({ id: 'Parcel' })

function parcelShape(rider: Rider, parcel: Parcel): z.input<typeof parcelSchema> {
  return {
    label: shownLabel(parcel.label_code),
    order: shown('ord', parcel.order_id),
    state: parcel.state,
    is_mine: parcel.rider_id === rider.person_id,
    ...{ from_city: parcel.from_city_id, to_city: parcel.to_city_id, cash_due: money(parcel.cod_paisa) },
    ...{ tries: parcel.tries_count, moved_at: time(parcel.moved_at) },
  }
}

const code = words(40).describe('What the buyer tells you')
const receipt = z
  .strictObject({ id: z.uuid(), cash: moneyIn, taken_at: z.iso.datetime() })
  .describe('For a phone that had no net at the door: its own receipt, told later and as often as it likes')
const stepSchema = z
  .discriminatedUnion('step', [
    z.strictObject({ step: z.literal('take') }).describe('A parcel that waits becomes yours'),
    z.strictObject({ step: z.literal('pick_up') }).describe('It leaves the shop in your bag'),
    z.strictObject({ step: z.literal('go_out') }).describe('You set out; the buyer gets the first code'),
    z.strictObject({ step: z.literal('arrive') }).describe('You stand at the door'),
    z.strictObject({ step: z.literal('open'), code }).describe('The first code: the buyer looks'),
    z
      .strictObject({ step: z.literal('release'), code, receipt: receipt.optional() })
      .describe('The second code, and the cash when it is due'),
    z.strictObject({
      step: z.literal('send_back'),
      reason: z.enum(SEND_BACK_REASONS),
      words: words(2_000).default(''),
    }),
    z.strictObject({ step: z.literal('nobody_home') }),
    z.strictObject({ step: z.literal('start_return') }).describe('It is on its way back to the shop'),
  ])
  .meta({ id: 'RiderStep' })

async function take(tx: Tx, rider: Rider, parcel: Parcel, taken: z.output<typeof stepSchema>): Promise<unknown> {
  const at = { shop_id: parcel.party_id, order_id: parcel.order_id }
  switch (taken.step) {
    case 'take':
      return assignRider(tx, rider, parcel)
    case 'pick_up':
      return shipOrder(tx, rider, at)
    case 'arrive':
      return arriveAtDoor(tx, rider, at)
    case 'open':
      return openAtDoor(tx, rider, at, taken.code)
    case 'release':
      return taken.receipt
        ? syncReceipt(tx, rider, at, {
            code: taken.code,
            receipt_id: taken.receipt.id,
            amount_paisa: taken.receipt.cash,
            taken_at: new Date(taken.receipt.taken_at),
          })
        : releaseAtDoor(tx, rider, at, taken.code)
    case 'send_back':
      return sendBack(tx, rider, at, { reason: taken.reason, words: taken.words, photo_names: [] })
    case 'nobody_home':
      return nobodyHome(tx, rider, at)
    default:
      return moveParcel(tx, rider, parcel, taken.step)
  }
}

/** A parcel that this rider carries or may take. Refuses: not_found delivery.parcel_unknown. */
async function parcelFor(tx: Tx, rider: Rider, label: string): Promise<Parcel> {
  const parcel = await findParcelByLabel(tx, label)
  const isFree = parcel?.rider_id === null && parcel.state === 'booked'
  if (!parcel || (parcel.rider_id !== rider.person_id && !isFree)) {
    throw new Refusal('not_found', 'delivery.parcel_unknown')
  }
  return parcel
}

export const RIDES: readonly Operation[] = [
  personal({
    name: 'listParcels',
    method: 'GET',
    path: '/rides/parcels',
    area: 'Rides',
    summary: 'Your parcels, and those that wait for a rider',
    more: 'For riders of the market.',
    query: z.object({ city: z.string().max(60).optional().describe('Only those that wait in this city') }),
    status: 200,
    answer: listOf(parcelSchema, 'parcels'),
    run: ({ read, person }, { query }) =>
      read(async (tx) => {
        const rider = await asRider(tx, person)
        const [mine, waiting] = await Promise.all([
          listOpenOfRider(tx, rider),
          listParcelsWaiting(tx, rider, query.city),
        ])
        const items = [...mine, ...waiting].map((parcel) => parcelShape(rider, parcel))
        return { items, count: items.length, next: null }
      }),
  }),
  personal({
    name: 'stepParcel',
    method: 'POST',
    path: '/rides/parcels/{label}/steps',
    area: 'Rides',
    summary: 'Take a step with a parcel, with its code where one is needed',
    params: z.object({ label: z.string().max(40) }),
    body: stepSchema,
    status: 200,
    answer: parcelSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const rider = await asRider(tx, ask.person)
        const parcel = await parcelFor(tx, rider, params.label)
        await take(tx, rider, parcel, body)
        return parcelShape(rider, (await findParcelByLabel(tx, params.label)) ?? parcel)
      }),
  }),
]
