import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { listenOnLoopback } from '../../loopback.ts'
import { statusOf } from './answers.ts'
import { leopards } from './leopards.ts'
import { journeyFor, ParcelShelf } from './simulator-parcels.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function courierAt(base_url: string, timeout_ms = 1_000) {
  return leopards({ base_url, api_key: 'secretkey', api_password: 'secretword', shipper_id: 1, timeout_ms })
}
const ayeshas = {
  parcel_id: 'p1',
  weight_grams: 900,
  pieces: 1,
  cod_paisa: 245_000n,
  from_city: 'Karachi',
  to_city: 'Lahore',
  shop_name: 'Bilal Shoes',
  shop_phone: '+923211111111',
  shop_address: 'Shop 4',
  buyer_name: 'Ayesha',
  buyer_phone: '+923001234567',
  buyer_address: 'House 1',
  open_before_paying: false,
  contents: '',
}

test.each([
  [' delivered ', '', 'delivered'],
  ['Pickup Request not Send', '', 'booked'],
  ['Pickup Request Sent', '', 'booked'],
  ['Arrived at  Station', '', 'picked'],
  ['DISPATCHED', '', 'in_transit'],
  ['Assign to Courier', '', 'out_for_delivery'],
  ['Pending', 'Consignee not available', 'attempted'],
  ['Pending', '', 'unclear'],
  ['Being Return', '', 'returning'],
  ['Returned to shipper', '', 'returned'],
  ['Cancelled', '', 'cancelled'],
  ['Undelivered', '', 'unclear'],
  ['', '', 'unclear'],
  ['constructor', '', 'unclear'],
])('Leopards says %j (%j): %s', (said, reason, status) => {
  expect(statusOf(said, reason)).toBe(status)
})

test.each([
  ['a busy courier', () => new Response('busy', { status: 503 })],
  ['a redirect', () => Response.redirect('http://127.0.0.1:9/', 302)],
  ['a page', () => new Response('<html>')],
  ['a list', () => Response.json([1])],
  ['an answer without status', () => Response.json({ packet_list: [] })],
])('%s proves nothing: ask again', async (_, answer) => {
  const host = await listenOnLoopback(new Hono().all('*', answer))
  closing.push(host.close)
  const courier = courierAt(host.base)
  for (const call of [
    courier.book(ayeshas),
    courier.track(['KI1']),
    courier.cancel('KI1'),
    courier.remittances(['KI1']),
  ]) {
    expect(await call).toMatchObject({ outcome: 'retry' })
  }
})

test('a courier that takes the call and never answers is given up in time, and no secret is told', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const address = silent.address()
  const courier = courierAt(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, 80)
  const answers = [await courier.book(ayeshas), await courier.remittances(['KI1'])]
  for (const answer of answers) expect(answer).toMatchObject({ outcome: 'retry' })
  expect(JSON.stringify(answers)).not.toMatch(/secret|Ayesha|3001234567/)
})

test('a booking whose answer was lost is found and not made again', async () => {
  let bookings = 0
  const app = new Hono()
    .post('/getAllCities/format/json/', () => {
      const yes = { allow_as_origin: true, allow_as_destination: '1' }
      const city_list = [
        { id: '592', name: 'Karachi', ...yes },
        { id: 789, name: 'LAHORE ', ...yes },
      ]
      return Response.json({ status: '1', error: 'null', city_list })
    })
    .post('/getShipmentDetailsByOrderID/format/json/', () => {
      if (bookings === 0) return Response.json({ status: 0, error: 'Order ID not found' })
      const packet = { track_number: 1234567890, booked_packet_order_id: 'p1', booked_packet_status: 'Booked' }
      return Response.json({ status: 1, error: '', data: [{ ...packet, booked_packet_order_id: 'other' }, packet] })
    })
    .post('/bookPacket/format/json/', () => {
      bookings++
      return new Response('gateway lost it', { status: 502 })
    })
  const host = await listenOnLoopback(app)
  closing.push(host.close)
  const courier = courierAt(host.base)
  expect(await courier.book(ayeshas)).toMatchObject({ outcome: 'retry' })
  expect(await courier.book(ayeshas)).toEqual({
    outcome: 'done',
    value: { tracking_number: '1234567890', label_url: null },
  })
  expect(bookings).toBe(1)
})

test('what the courier says wrong is passed on without numbers', async () => {
  const error = { KI12345678: 'Consignee 03001234567 is blocked' }
  const host = await listenOnLoopback(
    new Hono()
      .post('/track*', () => Response.json({ status: 0, error }))
      .post('*', () => {
        return Response.json({ status: 0, error })
      }),
  )
  closing.push(host.close)
  expect(await courierAt(host.base).cancel('KI12345678')).toEqual({
    outcome: 'never',
    detail: 'leopards did not cancel: Consignee  is blocked',
  })
})

test('the simulator’s parcels stand where they stood after a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'courier-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'leopards.json')
  const now = new Date('2026-04-01T10:00:00Z')
  const shelf = new ParcelShelf(file, undefined)
  const place = { weight_grams: 1, from_city: 1, to_city: 2, instructions: '' }
  const added = shelf.add({ ...place, order_id: 'p1', cod_rupees: 5, ahead: journeyFor('') }, now)
  shelf.advance(added, now.getTime())
  expect(new ParcelShelf(file, undefined).find(added.number, now)).toEqual(added)
})
