import { beforeAll, describe, expect, test } from 'vitest'
import { hiddenOf, opens, submits, wordsOf } from '../../../../tests/setup/buying.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { tellHooks } from '../../../domains/exports/exports.ts'
import { addMember } from '../../../domains/identity/identity.ts'

const DATA = '/sell/bilal-shoes/data'
const ASKED = 'select state, count(*) as how_many from orders group by state'

let open: TestMarket
let cast: Trade
let bilal: Visitor

beforeAll(async () => {
  open = await testMarket()
  cast = await open.market.db.tx((tx) => trade(tx, 50))
  await open.market.db.tx((tx) => placed(tx, cast))
  bilal = await open.visitor({ kind: 'person', person_id: cast.bilal.person_id })
})

test('Bilal finds it from his money, and each table can be taken in three ways', async () => {
  expect(await opens(bilal, '/sell/bilal-shoes/money')).toContain(`href="${DATA}"`)
  const html = await opens(bilal, DATA)
  for (const format of ['csv', 'xlsx', 'parquet']) {
    const path = `${DATA}/orders/file?as=${format}`
    expect(html).toContain(`href="${path}"`)
    const file = await bilal.get(path)
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="bilal-shoes-orders.${format}"`,
    ])
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100)
  }
})

test('he asks, and the answer stands above his question', async () => {
  const answer = await submits(bilal, await opens(bilal, DATA), DATA, { question: ASKED })
  const words = wordsOf(await answer.text())
  expect([answer.status, words]).toEqual([200, expect.stringMatching(/how_many placed 1 .*select state/)])
})

test('a question that is none is said beside the field, and kept', async () => {
  const answer = await submits(bilal, await opens(bilal, DATA), DATA, { question: 'delete from orders' })
  const html = await answer.text()
  expect([answer.status, html.includes('id="question-error"'), html.includes('delete from orders')]).toEqual([
    422,
    true,
    true,
  ])
  expect(hiddenOf(html, DATA)).not.toEqual({})
})

test('what is no table is not there; who was not given the money sees nothing, nor does Eve', async () => {
  expect((await bilal.get(`${DATA}/people/file?as=csv`)).status).toBe(404)
  const person = { kind: 'person', person_id: cast.ghazi.person_id } as const
  const member = { ...person, role: 'staff', tasks: ['orders'], expires_at: null } as const
  await open.market.db.tx((tx) => addMember(tx, { ...cast.bilal, role: 'owner' }, member))
  const ghazi = await open.visitor(person)
  const eve = await open.visitor({ kind: 'person', person_id: cast.eve.person_id })
  for (const path of [DATA, `${DATA}/orders/file?as=csv`]) {
    expect((await ghazi.get(path)).status, path).toBe(403)
    expect((await eve.get(path)).status, path).toBe(404)
  }
  expect((await eve.post(DATA, { question: ASKED })).status).toBe(404)
})

describe('telling a program', () => {
  const HOOKS = `${DATA}/programs`
  const draft = { url: 'http://127.0.0.1:9/heard', events: 'order.placed' }

  test('Bilal makes one, sees its secret, and ends it', async () => {
    expect(await opens(bilal, DATA)).toContain(`href="${HOOKS}"`)
    const made = await submits(bilal, await opens(bilal, HOOKS), HOOKS, draft)
    expect([made.status, made.headers.get('location')]).toEqual([303, `${HOOKS}?done=made`])
    const html = await opens(bilal, HOOKS)
    expect(wordsOf(html)).toMatch(/An order comes .*whsec_/)
    await open.market.db.tx((tx) => placed(tx, cast))
    await tellHooks(open.market.db, open.market.hooks)
    expect(wordsOf(await opens(bilal, HOOKS))).toContain('again later (ECONNREFUSED)')
    const [end = ''] = /\/sell\/bilal-shoes\/data\/programs\/hok_\w+\/end/.exec(html) ?? []
    expect((await bilal.post(end)).status).toBe(303)
    expect(wordsOf(await opens(bilal, HOOKS))).toContain('It is told no more')
    expect((await bilal.post(end)).status).toBe(404)
  })

  test.each([
    [{ ...draft, url: 'http://10.0.0.1/' }, 'id="url-error"'],
    [{ ...draft, url: 'https://10.0.0.1/' }, 'id="url-error"'],
    [{ url: draft.url }, 'id="events-error"'],
  ])('a slip stands beside its field, with what was typed: %j', async (fields, beside) => {
    const answer = await bilal.post(HOOKS, fields)
    const html = await answer.text()
    expect([answer.status, html.includes(beside), html.includes(`value="${fields.url}"`)]).toEqual([422, true, true])
  })

  test('to Eve it is not there', async () => {
    const eve = await open.visitor({ kind: 'person', person_id: cast.eve.person_id })
    expect([(await eve.get(HOOKS)).status, (await eve.post(HOOKS, draft)).status]).toEqual([404, 404])
  })
})
