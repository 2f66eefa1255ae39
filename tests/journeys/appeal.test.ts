import { beforeAll, expect, test } from 'vitest'
import { decideOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import { shown } from '../../src/kit/ids/ids.ts'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../setup/buying.ts'
import type { Visitor } from '../setup/market.ts'
import { atOf, opened, paid, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const WORDS = 'The photo shows another shoe'

let open: Bazaar
let ayesha: Visitor
let bilal: Visitor
let dania: Visitor

beforeAll(async () => {
  open = await openBazaar(50)
  const as = ({ person_id }: { person_id: string }) => open.visitor({ kind: 'person', person_id })
  ayesha = await as(open.at.ayesha)
  bilal = await as(open.at.bilal)
  dania = await as(open.at.dania)
})

async function decided(): Promise<{ order: OrderRow; page: string; shopPage: string; office: string }> {
  const order = await open.market.db.tx(async (tx) => {
    const one = await placed(tx, open.at, 'prepaid')
    await paid(tx, one)
    await opened(tx, open.at, one)
    await decideOrder(tx, open.at.dania, atOf(one), { side: 'shop', words: 'Both have told their side' })
    return one
  })
  await open.market.runner.settled(SETTLE_MS)
  const page = `/orders/${shown('ord', order.order_id)}`
  return {
    order,
    page,
    shopPage: `/sell/bilal-shoes${page}`,
    office: `/operate/money/disputes/appeals${page.slice(7)}`,
  }
}

test('Ayesha asks for a second look, Dania turns the decision, and both read why', async () => {
  const { page, shopPage, office } = await decided()
  expect(wordsOf(await opens(ayesha, page))).toContain('Ask for a second look')
  const form = await opens(ayesha, `${page}/appeal`)
  const slip = await submits(ayesha, form, `${page}/appeal`, { words: 'No' })
  expect([slip.status, (await slip.text()).includes('id="words-error"')]).toEqual([422, true])
  expect(toOf(await submits(ayesha, form, `${page}/appeal`, { words: WORDS }))).toBe(page)
  for (const [who, where] of [
    [ayesha, page],
    [bilal, shopPage],
  ] as const) {
    expect(wordsOf(await opens(who, where))).toContain('A second look is under way')
  }
  expect((await bilal.post(`${shopPage}/appeal`, { words: WORDS })).status).toBe(409)

  expect(wordsOf(await opens(dania, '/operate/money/disputes'))).toMatch(new RegExp(`the buyer ${WORDS}`))
  const look = await opens(dania, office)
  for (const [typed, field] of [
    [{ words: 'Seen again' }, 'answer'],
    [{ answer: 'for_buyer', words: '' }, 'words'],
  ] as const) {
    const wrong = await submits(dania, look, office, typed)
    expect([wrong.status, (await wrong.text()).includes(`id="${field}-error"`)]).toEqual([422, true])
  }
  const said = { answer: 'for_buyer', words: 'It is another shoe indeed' }
  expect(toOf(await submits(dania, look, office, said))).toBe('/operate/money/disputes')
  expect((await dania.get(office)).status).toBe(404)
  for (const [who, where] of [
    [ayesha, page],
    [bilal, shopPage],
  ] as const) {
    expect(wordsOf(await opens(who, where))).toContain('Second look: for the buyer It is another shoe indeed')
  }
  expect(wordsOf(await opens(bilal, '/sell/bilal-shoes/money'))).toContain('Rs 0 goes to you next')
  expect(await open.market.db.read(troubles)).toEqual([])
})

test('the shop asks as well, in its own room, and nobody else finds the door', async () => {
  const { page, shopPage } = await decided()
  const form = await opens(bilal, `${shopPage}/appeal`)
  expect(toOf(await submits(bilal, form, `${shopPage}/appeal`, { words: WORDS }))).toBe(shopPage)
  const eve = await open.visitor({ kind: 'person', person_id: open.at.eve.person_id })
  for (const path of [`${page}/appeal`, `${shopPage}/appeal`]) {
    expect([path, (await eve.get(path)).status, (await eve.post(path, { words: WORDS })).status]).toEqual([
      path,
      404,
      404,
    ])
  }
  expect(wordsOf(await opens(ayesha, `${page}?lang=ur`))).toContain('دوبارہ غور ہو رہا ہے')
})
