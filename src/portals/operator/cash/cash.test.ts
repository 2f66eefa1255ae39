import { beforeAll, describe, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { deliveredBy, leopardsFile, leopardsLine } from '../../../../tests/setup/remitting.ts'
import { type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import type { Person } from '../../../domains/identity/identity.ts'
import { claimOverdue, listBreaks, listCashClaims, listCourierTerms } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'

let market: TestMarket
let cast: Trade
let dania: Visitor

const tx = <T>(body: (tx: Tx) => Promise<T>) => market.market.db.tx(body)
const person = ({ person_id }: { person_id: string }): Person => ({ kind: 'person', person_id })
const plain = async (answer: Response) => (await answer.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const to = (answer: Response) => answer.headers.get('location') ?? ''

function upload(text: string, fields: Record<string, string> = { courier: 'leopards' }): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (text !== '') form.set('file', new File([text], 'LHE-7781.csv', { type: 'text/csv' }))
  return dania.post('/operate/money/cash/files', form)
}

beforeAll(async () => {
  market = await testMarket()
  cast = await tx((t) => trade(t, 100))
  dania = await market.visitor(person(cast.dania))
})

test('Dania looks at a courier’s file, books it, and ends what does not add up', async () => {
  await tx(async (t) => {
    await deliveredBy(t, cast, 'leopards', 'LE-1')
    await deliveredBy(t, cast, 'leopards', 'LE-2')
  })
  expect(await plain(await dania.get('/operate/money/cash'))).toContain('Rs 5,300')
  const text = leopardsFile(
    [leopardsLine('LE-1'), leopardsLine('LE-2', { net: '2,000.00' }), leopardsLine('')],
    '9,999',
  )
  const draft = to(await upload(text))
  expect(draft).toMatch(/^\/operate\/money\/cash\/drafts\/rem_/)
  const look = await plain(await dania.get(draft))
  for (const words of ['Nothing is booked yet', 'Too little was paid', 'No tracking number', 'The total differs']) {
    expect(look).toContain(words)
  }
  expect(await tx((t) => listBreaks(t, cast.dania))).toEqual([])
  const file = to(await dania.post(draft))
  expect(await plain(await dania.get(file))).toContain('Adds up')
  expect((await dania.get(draft)).status).toBe(404)
  const again = await upload(text)
  expect(await plain(await dania.get(to(again)))).toContain('This file was imported before, as LHE-7781.csv')
  expect((await dania.post(to(again))).status).toBe(409)
  await dania.post(`${to(again)}/drop`)
  expect((await dania.get(to(again))).status).toBe(404)

  const [short] = await tx((t) => listBreaks(t, cast.dania))
  const path = `/operate/money/cash/breaks/${shown('brk', short?.break_id ?? '')}`
  expect(await plain(await dania.get(path))).toContain('The courier owes the difference')
  expect(to(await dania.post(`${path}/owner`))).toBe(path)
  expect(await plain(await dania.get(path))).toContain('Dania')
  const silent = await dania.post(path, { how: 'paid', note: '' })
  expect([silent.status, (await silent.text()).includes('id="note-error"')]).toEqual([422, true])
  const wrong = await dania.post(path, { how: 'kept', note: 'No such way for this' })
  expect(wrong.status).toBe(422)
  expect((await dania.post(`${path}/again`)).status).toBe(422)
  expect(to(await dania.post(path, { how: 'paid', note: 'Transfer of 9 January' }))).toBe('/operate/money/cash')
  expect(to(await dania.get(path))).toBe('/operate/money/cash')
  expect(await tx(troubles)).toEqual([])
})

describe('a form that cannot be taken comes back with the reason', () => {
  test.each([
    ['no file', '', { courier: 'leopards' }, 'Choose a file'],
    ['no courier', 'a,b\n', {}, 'Choose a courier'],
    ['another table', 'a,b\n1,2\n', { courier: 'leopards' }, 'its headings are missing'],
  ])('%s', async (_what, text, fields, words) => {
    const answer = await upload(text, fields as Record<string, string>)
    expect([answer.status, await plain(answer)]).toEqual([422, expect.stringContaining(words)])
  })
})

test('Dania demands late cash, and the list says so', async () => {
  await tx(async (t) => {
    const order = await deliveredBy(t, cast, 'leopards', 'LE-LATE')
    const at = new Date(t.now.getTime() - 20 * 86_400_000)
    await t.count(sql`
      update holds set funded_at = ${at} where party_id = ${order.party_id} and order_id = ${order.order_id}`)
    await claimOverdue(t)
  })
  const [claim] = await tx((t) => listCashClaims(t, cast.dania))
  const path = `/operate/money/cash/claims/${shown('clm', claim?.claim_id ?? '')}`
  expect(await plain(await dania.get(path))).toContain('Delivered 20 days ago')
  expect((await dania.post(path, { note: '' })).status).toBe(422)
  await dania.post(path, { note: 'Letter to Leopards, Lahore' })
  expect(await plain(await dania.get('/operate/money/cash'))).toContain('Demanded')
  expect(await plain(await dania.get(path))).toContain('Letter to Leopards, Lahore')
})

test('Dania caps a courier, stops it and lets it go on', async () => {
  const path = '/operate/money/couriers/tcs/terms'
  expect(await plain(await dania.get(path))).toContain('Terms with TCS')
  const terms = { cap: '50,000', days: '5', handling: '1.5', income_tax: '2', sales_tax: '2', ahead: 'yes' }
  const wrong = await dania.post(path, { ...terms, days: '0' })
  expect([wrong.status, (await wrong.text()).includes('value="1.5"')]).toEqual([422, true])
  expect((await dania.post(path, { ...terms, cap: 'much' })).status).toBe(422)
  expect((await dania.post(path, { ...terms, handling: 'some' })).status).toBe(422)
  await dania.post(path, terms)
  const agreed = (await tx((t) => listCourierTerms(t, cast.dania))).find(({ courier }) => courier === 'tcs')
  expect(agreed).toMatchObject({ cap_paisa: 5_000_000n, handling_basis_points: 150, pays_ahead: true })
  expect((await dania.post('/operate/money/couriers/tcs/stop', { why: '' })).status).toBe(422)
  await dania.post('/operate/money/couriers/tcs/stop', { why: 'It is closing down' })
  expect(await plain(await dania.get(path))).toContain('It is closing down')
  await dania.post('/operate/money/couriers/tcs/go')
  expect(await plain(await dania.get(path))).not.toContain('It is closing down')
})

test.each([
  '/operate/money/cash/drafts/rem_0',
  '/operate/money/cash/files/rem_0',
  '/operate/money/cash/breaks/brk_0',
  '/operate/money/cash/claims/clm_0',
  '/operate/money/couriers/Two%20Words/terms',
])('what is not there is not found: %s', async (path) => {
  expect((await dania.get(path)).status).toBe(404)
})

test('to everybody else the office is not there', async () => {
  const ayesha = await market.visitor(person(cast.ayesha))
  for (const path of ['/operate/money/cash', '/operate/money/couriers/tcs/terms']) {
    expect((await ayesha.get(path)).status).toBe(404)
  }
  expect((await ayesha.post('/operate/money/couriers/tcs/stop', { why: 'Because I can' })).status).toBe(404)
})
