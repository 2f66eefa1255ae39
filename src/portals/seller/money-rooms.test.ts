import { beforeAll, describe, expect, test } from 'vitest'
import { wordsOf } from '../../../tests/setup/buying.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { atOf, opened, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import { addMember, type Person, SYSTEM } from '../../domains/identity/identity.ts'
import { decideOrder, type OrderRow, shipOrder } from '../../domains/orders/orders.ts'
import { settleClaim, setWithholding } from '../../domains/payments/payments.ts'
import { codesFor, packWithProof, releaseAtDoor } from '../../domains/trust/trust.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { toOf } from './testing.ts'

const SHOP = '/sell/bilal-shoes'

let open: TestMarket
let cast: Trade
let bilal: Visitor

const personOf = ({ person_id }: { person_id: string }): Person => ({ kind: 'person', person_id })
const tx: TestMarket['market']['db']['tx'] = (body) => open.market.db.tx(body)
const read = async (path: string, who = bilal) => wordsOf(await (await who.get(SHOP + path)).text())

beforeAll(async () => {
  open = await testMarket()
  cast = await tx((t) => trade(t, 50))
  bilal = await open.visitor(personOf(cast.bilal))
})

/** Ayesha paid Ghazi at the door and kept it. */
function kept(): Promise<OrderRow> {
  return tx(async (t) => {
    const order = await placed(t, cast)
    await opened(t, cast, order)
    await releaseAtDoor(t, cast.ghazi, atOf(order), codesFor(t, order.order_id).release)
    return order
  })
}

const pageOf = (order: OrderRow) => `/orders/${shown('ord', order.order_id)}`

describe('a shop’s own codes', () => {
  const typed = { code: 'eid 10', off: '10%', most: '500', least: '', total: '100', each: '1', days: '7' }

  test('Bilal makes one, sees it, and ends it', async () => {
    expect(await read('/money')).toContain('Your own codes')
    expect(await read('/money/codes')).toContain('No codes yet')
    expect(toOf(await bilal.post(`${SHOP}/money/codes`, typed))).toBe(`${SHOP}/money/codes`)
    expect(await read('/money/codes')).toMatch(/EID10 10% 0 \/ 100/)
    expect(toOf(await bilal.post(`${SHOP}/money/codes/EID10/end`))).toBe(`${SHOP}/money/codes`)
    expect(await read('/money/codes')).toMatch(/EID10 10% 0 \/ 100 Over/)
    expect((await bilal.post(`${SHOP}/money/codes/NOBODYS/end`)).status).toBe(404)
  })

  test.each([
    [{ ...typed, code: 'x' }, 422, 'id="code-error"'],
    [{ ...typed, code: 'eid 11', off: '95%' }, 422, 'id="off-error"'],
    [{ ...typed, code: 'eid 11', total: '' }, 422, 'id="total-error"'],
    [{ ...typed, code: 'eid 11', days: '0' }, 422, 'id="days-error"'],
    [{ ...typed }, 409, 'id="code-error"'],
  ])('a slip stands beside its field, with what was typed: %j', async (fields, status, beside) => {
    const answer = await bilal.post(`${SHOP}/money/codes`, fields)
    const html = await answer.text()
    expect([answer.status, html.includes(beside), html.includes(`value="${fields.off}"`)]).toEqual([status, true, true])
  })

  test('who only keeps the books sees them and makes none', async () => {
    const member = { ...personOf(cast.ghazi), role: 'staff', tasks: ['money'], expires_at: null } as const
    await tx((t) => addMember(t, { ...cast.bilal, role: 'owner' }, member))
    const ghazi = await open.visitor(personOf(cast.ghazi))
    expect(await read('/money/codes', ghazi)).toContain('Only the owner makes codes.')
    expect((await ghazi.post(`${SHOP}/money/codes`, { ...typed, code: 'ghazi 5' })).status).toBe(403)
  })
})

describe('a shop’s taxes', () => {
  test('Bilal says his numbers, and a wrong one stands beside its field', async () => {
    const wrong = await bilal.post(`${SHOP}/money/taxes`, { ntn: '12', strn: '' })
    const html = await wrong.text()
    expect([wrong.status, html.includes('id="ntn-error"'), html.includes('value="12"')]).toEqual([422, true, true])
    const strn = await bilal.post(`${SHOP}/money/taxes`, { ntn: '1234567', strn: '9' })
    expect([strn.status, (await strn.text()).includes('id="strn-error"')]).toEqual([422, true])
    expect(toOf(await bilal.post(`${SHOP}/money/taxes`, { ntn: '7654321', strn: '' }))).toBe(
      `${SHOP}/money/taxes?done=saved`,
    )
    expect(await (await bilal.get(`${SHOP}/money/taxes`)).text()).toContain('value="7654321"')
    expect(await read('/money/taxes')).toContain('Nothing was withheld in this time.')
  })

  test('what was withheld of a sale stands on the page, and on paper', async () => {
    await tx((t) => setWithholding(t, cast.dania, { is_on: true, market_ntn: '1234567-8' }))
    await kept()
    await tx((t) => setWithholding(t, cast.dania, { is_on: false, market_ntn: '' }))
    const words = await read('/money/taxes')
    expect(words).toContain('Income tax')
    expect(words).toMatch(/Withheld Rs 106/)
    const month = open.market.now().toISOString().slice(0, 7)
    const paper = await bilal.get(`${SHOP}/money/taxes.pdf?month=${month}`)
    expect([paper.headers.get('content-type'), (await paper.text()).slice(0, 5)]).toEqual(['application/pdf', '%PDF-'])
    expect(await read('/money/taxes?month=2020-01')).toContain('Nothing was withheld in this time.')
    expect(await read('/money/taxes?lang=ur')).toContain('انکم ٹیکس')
    await bilal.get('/?lang=en')
  })
})

describe('money given back after a sale', () => {
  test('Bilal and Ayesha agreed: she gets half, and he sees it on the order', async () => {
    const order = await kept()
    const page = pageOf(order)
    expect(await read(page)).toContain('Give money back')
    expect(await read(`${page}/refund`)).toContain('At most Rs 2,450 for the goods')
    const say = (goods: string, words: string) => bilal.post(`${SHOP}${page}/refund`, { goods, words })
    const none = await say('much', 'It was worn before')
    expect([none.status, (await none.text()).includes('value="much"')]).toEqual([422, true])
    const silent = await say('100', '')
    expect([silent.status, (await silent.text()).includes('id="words-error"')]).toEqual([422, true])
    expect((await say('2451', 'It was worn before')).status).toBe(409)
    expect(toOf(await say('1225', 'It was worn before'))).toBe(`${SHOP}${page}`)
    expect(await read(page)).toContain('You gave back −Rs 1,163.75')
    expect(await tx(troubles)).toEqual([])
  })

  test('before the sale there is nothing to give back, and Eve finds no door', async () => {
    const order = await tx((t) => placed(t, cast))
    expect(await read(pageOf(order))).not.toContain('Give money back')
    expect((await bilal.get(`${SHOP}${pageOf(order)}/refund`)).status).toBe(409)
    const eve = await open.visitor(personOf(cast.eve))
    expect((await eve.get(`${SHOP}${pageOf(order)}/refund`)).status).toBe(404)
    expect((await eve.post(`${SHOP}${pageOf(order)}/refund`, { goods: '1', words: 'Give it to me' })).status).toBe(404)
  })

  test('money, codes and refunds ask Bilal to prove who is there, when that was not lately', async () => {
    const order = await kept()
    const old = await open.visitor(personOf(cast.bilal))
    await tx((t) => t.count(sql`update sessions set proved_at = null where person_id = ${cast.bilal.person_id}`))
    const refund = `${SHOP}${pageOf(order)}/refund`
    expect(toOf(await old.get(refund))).toBe(`/me/proof?next=${encodeURIComponent(refund)}`)
    expect(toOf(await old.post(refund, { goods: '1', words: 'Because so' }))).toContain('/me/proof')
    expect(toOf(await old.post(`${SHOP}/money/codes`, { code: 'late' }))).toContain('/me/proof')
    bilal = await open.visitor(personOf(cast.bilal))
  })
})

test('what a courier paid for lost goods stands on the money page, and in its sums', async () => {
  const order = await tx(async (t) => {
    const one = await placed(t, cast)
    const photos = [{ name: 'a'.repeat(64), colour: '' }]
    await packWithProof(t, cast.bilal, atOf(one), { photos, carrier: 'leopards' })
    await shipOrder(t, SYSTEM, atOf(one))
    await decideOrder(t, cast.dania, atOf(one), { side: 'buyer', words: 'Leopards lost it', fault: 'carrier' })
    return one
  })
  expect(await read('/money')).not.toContain('Besides your sales')
  const at = { ...atOf(order), receipt: 'LCS-1', holder: 'market' }
  await tx((t) => settleClaim(t, cast.dania, at))
  const words = await read('/money')
  expect(words).toMatch(/Besides your sales .* Yours The carrier paid for what it lost, .* Rs 2,327\.50/)
  expect(words).toMatch(/Rs 2,327 goes to you next/)
  expect(await tx(troubles)).toEqual([])
})
