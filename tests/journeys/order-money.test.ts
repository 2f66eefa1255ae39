import { beforeAll, describe, expect, test } from 'vitest'
import { SYSTEM } from '../../src/domains/identity/identity.ts'
import { deliverOrder, findOrder, shipOrder } from '../../src/domains/orders/orders.ts'
import { makeVoucher } from '../../src/domains/payments/payments.ts'
import { parseId, shown } from '../../src/kit/ids/ids.ts'
import {
  type Bazaar,
  goesToBill,
  openBazaar,
  opens,
  putsInCart,
  SETTLE_MS,
  submits,
  toOf,
  wordsOf,
} from '../setup/buying.ts'
import type { Visitor } from '../setup/market.ts'
import { atOf, packed, paid, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
let ayesha: Visitor
let dania: Visitor

beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
  dania = await open.visitor({ kind: 'person', person_id: open.at.dania.person_id })
  await open.market.db.tx((tx) =>
    makeVoucher(tx, open.at.dania, {
      ...{ code: 'EID10', basis_points: 1_000, paisa: null, most_paisa: null, least_items_paisa: 0n },
      ...{ total_cap: 10, buyer_cap: 1, valid_from: tx.now, valid_to: new Date(tx.now.getTime() + 86_400_000) },
    }),
  )
})

const orderAt = async (path: string) => {
  const id = parseId('ord', /ord_\w+/.exec(path)?.[0]) ?? ''
  return (await open.market.db.read((tx) => findOrder(tx, id))).order
}

describe('a code and something for the rider', () => {
  test('the bill shows what the code takes off before anything is ordered, and why another does not help', async () => {
    await putsInCart(ayesha, open)
    const bill = await goesToBill(ayesha)
    const none = await submits(ayesha, bill, '/checkout', { method: 'cod', use: 'code', code: 'NONE' })
    expect([none.status, wordsOf(await none.text())]).toEqual([422, expect.stringContaining('do not know this code')])
    const tried = await submits(ayesha, bill, '/checkout', { method: 'cod', use: 'code', code: 'eid 10', tip: '50' })
    const words = wordsOf(await tried.text())
    expect(words).toContain('Code EID10')
    expect(words).toMatch(/-\s?Rs 245|−\s?Rs 245|Rs -245|Rs −245/)
    const much = await submits(ayesha, bill, '/checkout', { method: 'cod', tip: '5000' })
    expect([much.status, wordsOf(await much.text())]).toEqual([422, expect.stringContaining('whole rupees')])
    const to = toOf(await submits(ayesha, bill, '/checkout', { method: 'cod', code: 'eid 10', tip: '50' }))
    const order = await orderAt(to)
    expect(order).toMatchObject({ discount_paisa: 24_500n, discount_by: 'market', tip_paisa: 5_000n })
    expect(order.total_paisa).toBe(order.items_paisa + order.delivery_paisa + 5_000n - 24_500n)
    expect(wordsOf(await opens(ayesha, to))).toContain('For the rider Rs 50')
    await putsInCart(ayesha, open)
    const again = await submits(ayesha, await goesToBill(ayesha), '/checkout', { method: 'cod', code: 'EID10' })
    expect([again.status, wordsOf(await again.text())]).toEqual([422, expect.stringContaining('already')])
  })
})

describe('something is wrong', () => {
  test('the buyer stops the clock in words, takes it back, and the office sees it meanwhile', async () => {
    const order = await open.market.db.tx(async (tx) => {
      const one = await placed(tx, open.at, 'prepaid')
      await paid(tx, one)
      await packed(tx, open.at, one)
      await shipOrder(tx, SYSTEM, atOf(one))
      await deliverOrder(tx, SYSTEM, atOf(one), 'leopards')
      return one
    })
    const path = `/orders/${shown('ord', order.order_id)}`
    expect(await opens(ayesha, path)).toContain(`${path}/dispute`)
    const form = await opens(ayesha, `${path}/dispute`)
    const empty = await submits(ayesha, form, `${path}/dispute`, { words: '' })
    expect(empty.status).toBe(422)
    expect(toOf(await submits(ayesha, form, `${path}/dispute`, { words: 'It never came' }))).toBe(path)
    expect(wordsOf(await opens(ayesha, path))).toContain('You said that something is wrong')
    expect(wordsOf(await opens(dania, '/operate/money/disputes'))).toContain(order.number)
    await submits(ayesha, await opens(ayesha, path), `${path}/dispute/end`)
    expect(wordsOf(await opens(ayesha, path))).not.toContain('You said that something is wrong')
  })
})

describe('the office', () => {
  test('decides by percent, and gives money back after the sale, never more than was paid', async () => {
    const order = await open.market.db.tx(async (tx) => {
      const one = await placed(tx, open.at, 'prepaid', 2)
      await paid(tx, one)
      await packed(tx, open.at, one)
      await shipOrder(tx, SYSTEM, atOf(one))
      await deliverOrder(tx, SYSTEM, atOf(one), 'leopards')
      return one
    })
    const path = `/operate/orders/${shown('ord', order.order_id)}`
    const page = await opens(dania, path)
    const said = { side: 'split', words: 'One shoe was scratched', fault: 'market' }
    const none = await submits(dania, page, `${path}/decision`, { ...said, percent: '' })
    expect([none.status, wordsOf(await none.text())]).toEqual([422, expect.stringContaining('from 1 to 99')])
    expect(toOf(await submits(dania, page, `${path}/decision`, { ...said, percent: '۲۵' }))).toBe(path)
    const settled = await opens(dania, path)
    expect(wordsOf(settled)).toContain('Rs 3,675 for the goods')
    const much = await submits(dania, settled, `${path}/refund`, { goods: '3676', bearer: 'shop', words: 'Too much' })
    expect(much.status).toBe(409)
    const some = { goods: '675', way: '', bearer: 'shop', words: 'The laces were missing' }
    expect(toOf(await submits(dania, settled, `${path}/refund`, some))).toBe(path)
    expect(wordsOf(await opens(dania, path))).toContain('Rs 3,000 for the goods')
    await open.market.runner.settled(SETTLE_MS)
    expect(await open.market.db.read(troubles)).toEqual([])
  })

  test('begins to withhold taxes with its number, and takes the statement of a month as a file', async () => {
    const page = await opens(dania, '/operate/money/taxes')
    expect(wordsOf(page)).toContain('The market withholds no taxes')
    const none = await submits(dania, page, '/operate/money/taxes', { state: 'on', ntn: '' })
    expect(none.status).toBe(422)
    expect(toOf(await submits(dania, page, '/operate/money/taxes', { ntn: '1234567-8' }))).toBe('/operate/money/taxes')
    expect(wordsOf(await opens(dania, '/operate/money/taxes'))).toContain('The market withholds taxes')
    const rate = { kind: 'sales', agent: 'courier', percent: '2.5', section: '' }
    const wrong = await submits(dania, page, '/operate/money/taxes/rules', { ...rate, percent: '51' })
    expect(wrong.status).toBe(422)
    expect(toOf(await submits(dania, page, '/operate/money/taxes/rules', rate))).toBe('/operate/money/taxes')
    const file = await dania.get('/operate/money/taxes/file?month=2026-01')
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(await file.text()).toContain('supplier_ntn')
    const ayeshas = await ayesha.get('/operate/money/taxes/file?month=2026-01')
    expect(ayeshas.status).toBe(404)
    const off = await opens(dania, '/operate/money/taxes')
    await submits(dania, off, '/operate/money/taxes')
  })

  test('makes a code and ends it', async () => {
    const page = await opens(dania, '/operate/money/codes')
    const wanted = { code: 'SHOES', off: '100', most: '', least: '', total: '5', each: '1', days: '7' }
    const none = await submits(dania, page, '/operate/money/codes', { ...wanted, off: '95%' })
    expect(none.status).toBe(422)
    expect(toOf(await submits(dania, page, '/operate/money/codes', wanted))).toBe('/operate/money/codes')
    const listed = await opens(dania, '/operate/money/codes')
    expect(wordsOf(listed)).toContain('SHOES Rs 100')
    await submits(dania, listed, '/operate/money/codes/SHOES/end')
    expect(wordsOf(await opens(dania, '/operate/money/codes'))).toContain('Over')
  })
})
