import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Courier, CourierBooking } from '../../../domains/delivery/courier.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { type Loopback, listenOnLoopback } from '../../loopback.ts'
import { leopards } from './leopards.ts'
import { type LeopardsSimulator, leopardsSimulator } from './simulator.ts'

const KEYS = { api_key: 'play-key', api_password: 'play-password' }
const CITIES = [
  { id: 592, name: 'KARACHI' },
  { id: 789, name: 'LAHORE' },
  { id: 101, name: 'D G KHAN' },
]
const DAY = 86_400_000

let now: Date
let host: Loopback
let simulator: LeopardsSimulator
let courier: Courier

beforeEach(async () => {
  now = new Date('2026-04-01T10:00:00Z')
  simulator = leopardsSimulator({ ...KEYS, cities: CITIES, now: () => now })
  host = await listenOnLoopback(new Hono().route('/couriers/leopards', simulator.app))
  courier = courierWith({})
})
afterEach(() => host.close())

function courierWith(more: { api_password?: string }) {
  const base_url = `${host.base}/couriers/leopards/api`
  return leopards({ ...KEYS, base_url, shipper_id: 123, timeout_ms: 2_000, ...more })
}
function parcel(more: Partial<CourierBooking> = {}): CourierBooking {
  return {
    parcel_id: newId(),
    weight_grams: 900,
    pieces: 1,
    cod_paisa: 245_000n,
    from_city: 'Karachi',
    to_city: 'Lahore',
    shop_name: 'Bilal Shoes',
    shop_phone: '+923211111111',
    shop_address: 'Shop 4, Saddar',
    buyer_name: 'Ayesha',
    buyer_phone: '+923001234567',
    buyer_address: 'House 1, Street 2',
    open_before_paying: true,
    contents: 'Khussa, size 38',
    ...more,
  }
}
async function booked(more: Partial<CourierBooking> = {}) {
  const answer = await courier.book(parcel(more))
  if (answer.outcome !== 'done') throw new Error(answer.detail)
  return answer.value
}
async function whereIs(number: string) {
  const answer = await courier.track([number])
  return answer.outcome === 'done' ? answer.value[0] : undefined
}
/** All statuses until the parcel moves no more. */
async function journey(number: string) {
  const statuses = [(await whereIs(number))?.status]
  while (simulator.advance(number)) statuses.push((await whereIs(number))?.status)
  return statuses
}

test('a booked parcel has a number and a label that tells the rider to let the buyer look', async () => {
  const { tracking_number, label_url } = await booked()
  expect(tracking_number).toMatch(/^KI\d{8}$/)
  const label = await (await fetch(label_url ?? '')).text()
  expect(label).toContain('COD Rs 2,450')
  expect(label).toContain('OPEN PARCEL ALLOWED')
  expect(label).not.toMatch(/Ayesha|3001234567|House 1/)
})

test('a parcel is booked once, however often the job asks', async () => {
  const same = parcel()
  const first = await courier.book(same)
  expect(await courier.book(same)).toMatchObject({
    outcome: 'done',
    value: { tracking_number: first.outcome === 'done' && first.value.tracking_number },
  })
})

test('a parcel goes from shop to door', async () => {
  const { tracking_number } = await booked()
  expect(await journey(tracking_number)).toEqual(['booked', 'picked', 'in_transit', 'out_for_delivery', 'delivered'])
  expect(await whereIs(tracking_number)).toMatchObject({
    said: 'Delivered',
    received_by: 'SELF',
    happened: '2026-04-01',
  })
})

test('a parcel that nobody took in is tried again; one that is refused comes home with its reason', async () => {
  const { tracking_number } = await booked({ buyer_phone: '+923001234781' })
  const tries = ['booked', 'picked', 'in_transit', 'out_for_delivery', 'attempted', 'out_for_delivery', 'delivered']
  expect(await journey(tracking_number)).toEqual(tries)
  const refused = await booked({ buyer_phone: '+923001234780' })
  expect((await journey(refused.tracking_number)).slice(-3)).toEqual(['attempted', 'returning', 'returned'])
  const another = await booked()
  simulator.refuse(another.tracking_number, 'Wrong colour')
  expect(await whereIs(another.tracking_number)).toMatchObject({ status: 'attempted', reason: 'Wrong colour' })
})

test('with a clock, parcels move while nobody looks', async () => {
  simulator = leopardsSimulator({ ...KEYS, cities: CITIES, now: () => now, step_ms: 60_000 })
  await host.close()
  host = await listenOnLoopback(new Hono().route('/couriers/leopards', simulator.app))
  courier = courierWith({})
  const { tracking_number } = await booked()
  now = new Date(now.getTime() + 150_000)
  expect(await whereIs(tracking_number)).toMatchObject({ status: 'in_transit' })
  now = new Date(now.getTime() + DAY)
  expect(await whereIs(tracking_number)).toMatchObject({ status: 'delivered' })
})

test('a booking is called off once, before it is collected, and may be booked anew', async () => {
  const order = parcel()
  const first = await courier.book(order)
  const number = first.outcome === 'done' ? first.value.tracking_number : ''
  expect(await courier.cancel(number)).toEqual({ outcome: 'done', value: { tracking_number: number } })
  expect(await courier.cancel(number)).toMatchObject({ outcome: 'done' })
  expect(await whereIs(number)).toMatchObject({ status: 'cancelled' })
  const second = await courier.book(order)
  expect(second).not.toEqual(first)
  const { tracking_number } = await booked()
  simulator.advance(tracking_number)
  expect(await courier.cancel(tracking_number)).toMatchObject({ outcome: 'never' })
  expect(await courier.cancel('KI99999999')).toMatchObject({ outcome: 'never' })
})

test('the cash of a delivered parcel is remitted some days later, and only then', async () => {
  const { tracking_number } = await booked()
  const unpaid = { tracking_number, paid: false, batch: '', paid_on: '' }
  expect(await courier.remittances([tracking_number])).toEqual({ outcome: 'done', value: [unpaid] })
  await journey(tracking_number)
  now = new Date(now.getTime() + 4 * DAY)
  expect(await courier.remittances([tracking_number, 'KI99999999'])).toEqual({
    outcome: 'done',
    value: [{ tracking_number, paid: true, batch: 'CHQ-2026-04-04', paid_on: '2026-04-04' }],
  })
})

test('numbers that the courier does not know are left out', async () => {
  const { tracking_number } = await booked()
  const answer = await courier.track(['KI99999999', tracking_number])
  expect(answer).toMatchObject({ outcome: 'done', value: [{ tracking_number }] })
  expect(await courier.track(['KI99999999'])).toEqual({ outcome: 'done', value: [] })
  expect(await courier.remittances(['KI99999999'])).toEqual({ outcome: 'done', value: [] })
})

test('our city names and the courier’s are the same places', async () => {
  expect(await courier.book(parcel({ to_city: 'Dera Ghazi Khan' }))).toMatchObject({ outcome: 'done' })
  const abroad = await courier.book(parcel({ to_city: 'Paris' }))
  expect(abroad).toEqual({ outcome: 'never', detail: 'leopards does not serve PARIS as destination' })
})

test.each([
  ['odd paisa', { cod_paisa: 245_050n }],
  ['a number abroad', { buyer_phone: '+447911123456' }],
  ['no address', { buyer_address: '' }],
])('%s is never booked', async (_, more) => {
  expect(await courier.book(parcel(more))).toMatchObject({ outcome: 'never' })
})

test('a prepaid parcel asks for no cash', async () => {
  const { label_url } = await booked({ cod_paisa: 0n })
  expect(await (await fetch(label_url ?? '')).text()).toContain('PREPAID')
})

test('a wrong key is an alarm for the operator on every call', async () => {
  const stranger = courierWith({ api_password: 'guessed' })
  for (const call of [
    stranger.book(parcel()),
    stranger.track(['KI1']),
    stranger.cancel('KI1'),
    stranger.remittances(['KI1']),
  ]) {
    expect(await call).toEqual({ outcome: 'never', detail: 'leopards does not know us: Invalid API credentials' })
  }
})

test('more than 50 numbers, none, or a number that is none are bugs', async () => {
  await expect(courier.track([])).rejects.toThrow('broken promise')
  await expect(courier.track(Array.from({ length: 51 }, () => 'KI1'))).rejects.toThrow('broken promise')
  await expect(courier.track(['KI1,KI2'])).rejects.toThrow('broken promise')
})

test('seed parcels are known to the courier, as far along as the seed says', async () => {
  simulator.remember({ number: 'KI00000007', order_id: 'p1', cod_rupees: 900 }, 3)
  simulator.remember({ number: 'KI00000007', order_id: 'p1', cod_rupees: 900 }, 3)
  expect(await whereIs('KI00000007')).toMatchObject({ status: 'out_for_delivery' })
})
