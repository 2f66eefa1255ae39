import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Bazaar,
  hiddenOf,
  openBazaar,
  opens,
  SETTLE_MS,
  submits,
  toOf,
  wordsOf,
} from '../../../tests/setup/buying.ts'
import type { Visitor } from '../../../tests/setup/market.ts'
import { atOf, broughtToDoor, opened, packed, paid, placed } from '../../../tests/setup/trade.ts'
import { SYSTEM } from '../../domains/identity/identity.ts'
import { deliverOrder, type OrderRow, shipOrder } from '../../domains/orders/orders.ts'
import { codesFor, releaseAtDoor } from '../../domains/trust/trust.ts'
import { shown } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(100)
})
beforeEach(async () => {
  ayesha = await open.visitor(open.at.ayesha)
})

/** An order of Ayesha's, brought to where a test begins. Gives its address. */
async function order(
  method: 'cod' | 'prepaid',
  bring: (tx: Tx, row: OrderRow) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ path: string; row: OrderRow }> {
  const { db, runner } = open.market
  const row = await db.tx((tx) => placed(tx, open.at, method))
  await runner.settled(SETTLE_MS)
  if (method === 'prepaid') await db.tx((tx) => paid(tx, row))
  await db.tx((tx) => bring(tx, row))
  await runner.settled(SETTLE_MS)
  return { path: `/orders/${shown('ord', row.order_id)}`, row }
}

const codes = (row: OrderRow) => open.market.db.read((tx) => Promise.resolve(codesFor(tx, row.order_id)))

describe('the order page', () => {
  test('before the parcel is on its way there is no code to tell', async () => {
    const { path, row } = await order('cod', (tx, one) => packed(tx, open.at, one))
    const html = await opens(ayesha, path)
    const { inspect, release } = await codes(row)
    expect(html).not.toContain(inspect)
    expect(html).not.toContain(release)
    expect(wordsOf(html)).toContain('Bilal Shoes packed it')
    expect(html).toContain(`/photos/${'a'.repeat(64)}-160.jpeg`)
  })

  test('at the door Ayesha sees the code that opens, and not the one that pays', async () => {
    const { path, row } = await order('cod', (tx, one) => broughtToDoor(tx, open.at, one))
    const html = await opens(ayesha, path)
    const { inspect, release } = await codes(row)
    expect(html).toContain(inspect)
    expect(html).not.toContain(release)
    expect(wordsOf(html)).toContain('Pay nothing before')
  })

  test('with cash due, the open parcel shows the code that pays and no button that does', async () => {
    const { path, row } = await order('cod', (tx, one) => opened(tx, open.at, one))
    const html = await opens(ayesha, path)
    expect(html).toContain((await codes(row)).release)
    expect(wordsOf(html)).toContain('Give the rider Rs 2,650 and the code')
    expect(html).not.toContain(`${path}/acceptance`)
    const forced = await ayesha.post(`${path}/acceptance`)
    expect(forced.status).toBe(409)
    expect(wordsOf(await forced.text())).toContain('The cash comes first')
  })

  test('paid before, Ayesha keeps it with one button, once', async () => {
    const { path } = await order('prepaid', (tx, one) => opened(tx, open.at, one))
    const html = await opens(ayesha, path)
    expect(wordsOf(html)).toContain('Keep it, pay Bilal Shoes')
    expect(wordsOf(html)).toContain('Rs 2,650 held')
    expect(toOf(await submits(ayesha, html, `${path}/acceptance`))).toBe(path)
    expect(wordsOf(await opens(ayesha, path))).toContain('You kept it')
    expect((await ayesha.post(`${path}/acceptance`)).status).toBe(409)
  })

  test('a courier left it: Ayesha opens it alone, and reads until when she may look', async () => {
    const { path } = await order('prepaid', async (tx, one) => {
      await packed(tx, open.at, one)
      await shipOrder(tx, SYSTEM, atOf(one))
      await deliverOrder(tx, SYSTEM, atOf(one), 'leopards')
    })
    const html = await opens(ayesha, path)
    expect(wordsOf(html)).toContain('Otherwise the shop is paid in 3 days')
    expect(toOf(await submits(ayesha, html, `${path}/inspection`))).toBe(path)
    const after = wordsOf(await opens(ayesha, path))
    expect(after).toContain('You opened it')
    expect(after).toContain('Keep it, pay Bilal Shoes')
  })

  test('the rider took the cash and the code: the receipt says who got what', async () => {
    const { path } = await order('cod', async (tx, one) => {
      await opened(tx, open.at, one)
      await releaseAtDoor(tx, open.at.ghazi, atOf(one), codesFor(tx, one.order_id).release)
    })
    expect(wordsOf(await opens(ayesha, path))).toContain('Rs 2,650 to the shop')
  })

  test('the short address of a message leads to the order', async () => {
    const { path, row } = await order('cod')
    expect(toOf(await ayesha.get(`/o/${row.number.toLowerCase()}`))).toBe(path)
    expect(toOf(await ayesha.get('/o/NOSUCH1'))).toBe('/orders')
  })

  test('each state reads in each language, with nothing left unsaid', async () => {
    const states = [
      await order('cod'),
      await order('cod', (tx, one) => packed(tx, open.at, one)),
      await order('cod', (tx, one) => broughtToDoor(tx, open.at, one)),
      await order('cod', (tx, one) => opened(tx, open.at, one)),
      await order('prepaid', (tx, one) => opened(tx, open.at, one)),
    ]
    for (const { path } of states) {
      for (const lang of ['en', 'ur', 'roman-ur']) {
        const html = await opens(ayesha, `${path}?lang=${lang}`)
        expect(html.match(/buyer\.[a-z_]+\.[a-z_]+/g)).toBe(null)
      }
    }
  })
})

describe('sending back', () => {
  test('a reason is needed, and the words that were written stay', async () => {
    const { path } = await order('cod', (tx, one) => opened(tx, open.at, one))
    const form = await opens(ayesha, `${path}/send-back`)
    const answer = await submits(ayesha, form, `${path}/send-back`, { reason: '', words: 'Left shoe is torn' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(wordsOf(html)).toContain('Choose why it goes back.')
    expect(html).toContain('Left shoe is torn')
  })

  test('paid before, the money comes back, and the photos stand beside the reason', async () => {
    const { path } = await order('prepaid', (tx, one) => opened(tx, open.at, one))
    const form = new FormData()
    const html = await opens(ayesha, `${path}/send-back`)
    for (const [name, value] of Object.entries(hiddenOf(html, `${path}/send-back`))) form.set(name, value)
    form.set('reason', 'damaged')
    form.set('words', 'Left shoe is torn')
    const torn = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#884422' } })
      .png()
      .toBuffer()
    form.append('photos', new File([new Uint8Array(torn)], 'torn.png', { type: 'image/png' }))
    expect(toOf(await ayesha.post(`${path}/send-back`, form))).toBe(path)
    const after = await opens(ayesha, path)
    expect(wordsOf(after)).toContain('It is broken or torn. Left shoe is torn')
    expect(wordsOf(after)).toContain('Rs 2,650 come back to you')
    const photo = /\/photos\/(?!a{64})[0-9a-f]{64}-160\.webp/.exec(after)?.[0] ?? ''
    expect((await ayesha.get(photo)).headers.get('content-type')).toBe('image/webp')
  })

  test('what is no photo is refused, and the order stays where it was', async () => {
    const { path } = await order('cod', (tx, one) => opened(tx, open.at, one))
    const form = new FormData()
    form.set('reason', 'fake')
    form.append('photos', new File(['<svg onload="x">'], 'x.jpg', { type: 'image/jpeg' }))
    expect((await ayesha.post(`${path}/send-back`, form)).status).toBe(422)
    expect(wordsOf(await opens(ayesha, path))).toContain('Look at it well')
  })
})
