import { beforeAll, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { packed, placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { openSessionFor, SYSTEM } from '../../domains/identity/identity.ts'
import { draftRule } from '../../domains/search/search.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { operatorPortal } from './operator.ts'

let market: TestMarket
let cast: Trade
let order: string
let rule: string
let visitors: Record<'stranger' | 'buyer' | 'seller' | 'rider' | 'unproved' | 'operator', Visitor>

beforeAll(async () => {
  market = await testMarket()
  const { db } = market.market
  cast = await db.tx((tx) => trade(tx, 5))
  order = await db.tx(async (tx) => {
    const one = await placed(tx, cast)
    await packed(tx, cast, one)
    return shown('ord', one.order_id)
  })
  rule = await db.tx(async (tx) => {
    return draftRule(tx, cast.dania, { kind: 'synonym', query: 'khussay', words: 'khussa' })
  })
  const as = (person_id: string) => market.visitor({ kind: 'person', person_id })
  const unproved = await market.visitor()
  const { token, session } = await db.tx((tx) => openSessionFor(tx, SYSTEM, cast.dania.person_id))
  await db.tx((tx) => tx.count(sql`update sessions set proved_at = null where session_id = ${session.session_id}`))
  unproved.cookies.set('session', token)
  visitors = {
    stranger: await market.visitor(),
    buyer: await market.visitor(cast.ayesha),
    seller: await as(cast.bilal.person_id),
    rider: await as(cast.ghazi.person_id),
    unproved,
    operator: await as(cast.dania.person_id),
  }
})

/** Every door of the office, filled with things that exist, so that only the role decides. */
function doors(): { method: string; pattern: string; path: string }[] {
  const names: Record<string, string> = {
    shop: shown('shp', cast.eve.shop_id),
    listing: shown('lst', cast.listing_id),
    order,
    rule,
    rider: shown('per', cast.ghazi.person_id),
    courier: 'leopards',
    batch: shown('bat', cast.listing_id),
    refund: shown('rfd', cast.listing_id),
    person: shown('per', cast.ayesha.person_id),
    code: 'NONE',
    file: shown('fil', cast.listing_id),
    line: shown('lin', cast.listing_id),
    break: shown('brk', cast.listing_id),
    entry: shown('ent', cast.listing_id),
    change: shown('chg', cast.listing_id),
    number: '1',
    reference: 'NOBODYS',
    draft: shown('rem', cast.listing_id),
    claim: shown('clm', cast.listing_id),
  }
  return operatorPortal(market.market).routes.map(({ method, path: pattern }) => ({
    method,
    pattern,
    path: pattern.replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'missing'),
  }))
}

const enter = async (who: keyof typeof visitors, door: { method: string; path: string }) => {
  const visitor = visitors[who]
  const answer = await (door.method === 'GET' ? visitor.get(door.path) : visitor.post(door.path))
  return { status: answer.status, to: answer.headers.get('location') ?? '' }
}

test('the office has all its doors', () => {
  expect(doors().length).toBeGreaterThanOrEqual(35)
  expect(doors().filter(({ path }) => path.includes('missing') || !path.startsWith('/operate'))).toEqual([])
})

test('a stranger is sent to sign in at every door', async () => {
  for (const door of doors()) {
    const { status, to } = await enter('stranger', door)
    expect([door.method, door.pattern, status, to.split('?')[0]]).toEqual([
      door.method,
      door.pattern,
      303,
      '/me/sign-in',
    ])
  }
})

test.each(['buyer', 'seller', 'rider'] as const)('to a %s no door of the office is there', async (who) => {
  for (const door of doors()) {
    const { status } = await enter(who, door)
    expect([door.method, door.pattern, status]).toEqual([door.method, door.pattern, 404])
  }
})

const NEEDS_PROOF = [
  'GET /operate/money/couriers/:courier/terms',
  'POST /operate/money/couriers/:courier/go',
  'POST /operate/money/couriers/:courier/stop',
  'POST /operate/money/couriers/:courier/terms',
  'POST /operate/money/cash/breaks/:break',
  'POST /operate/money/cash/breaks/:break/again',
  'POST /operate/money/cash/breaks/:break/owner',
  'POST /operate/money/cash/drafts/:draft',
  'POST /operate/money/cash/files/:file',
  'POST /operate/orders/:order/decision',
  'POST /operate/orders/:order/cancellation',
  'GET /operate/money/riders/:rider',
  'POST /operate/money/riders/:rider',
  'POST /operate/money/couriers/:courier',
  'POST /operate/money/payouts',
  'GET /operate/money/payouts/:batch/file',
  'POST /operate/money/payouts/:batch/sent',
  'POST /operate/money/payouts/:batch',
  'POST /operate/money/payouts/:batch/check',
  'POST /operate/money/stops',
  'POST /operate/money/stops/shops',
  'GET /operate/money/names',
  'POST /operate/money/names',
  'GET /operate/money/wallets',
  'POST /operate/money/wallets',
  'GET /operate/money/refunds/:refund',
  'POST /operate/money/refunds/:refund',
  'POST /operate/money/commission',
  'POST /operate/money/payments/:reference',
  'POST /operate/money/rules',
  'POST /operate/money/rules/changes/:change',
  'POST /operate/money/rules/holidays',
  'POST /operate/money/rules/providers',
  'POST /operate/people/:person/goodwill',
  'POST /operate/shops/:shop/terms',
  'POST /operate/money/taxes',
  'POST /operate/money/taxes/rules',
  'POST /operate/money/codes',
  'POST /operate/money/codes/:code/end',
  'POST /operate/money/disputes/reversals',
  'POST /operate/money/disputes/claims',
  'POST /operate/money/disputes/couriers',
  'POST /operate/money/disputes/tips',
  'POST /operate/money/disputes/appeals/:order',
  'POST /operate/orders/:order/refund',
  'POST /operate/money/statements',
  'POST /operate/money/statements/:file',
  'POST /operate/money/suspense/:line',
  'POST /operate/money/breaks/:break',
  'POST /operate/money/entries',
  'POST /operate/money/entries/:entry',
  'POST /operate/people',
  'GET /operate/people/:person',
  'POST /operate/people/:person/roles',
  'POST /operate/people/:person/sessions',
  'POST /operate/people/:person/factors',
]

test('money, roles and people ask an operator to prove who is there, when that was not lately', async () => {
  const asked: string[] = []
  for (const door of doors()) {
    const { to } = await enter('unproved', door)
    if (to.startsWith('/me/proof')) asked.push(`${door.method} ${door.pattern}`)
  }
  expect(asked.sort()).toEqual([...NEEDS_PROOF].sort())
})

test('an operator enters every page, and an empty form breaks nothing', async () => {
  const seen: Record<string, number> = {}
  for (const door of doors()) seen[`${door.method} ${door.pattern}`] = (await enter('operator', door)).status
  const pages = Object.entries(seen).filter(([name]) => name.startsWith('GET'))
  expect(Object.fromEntries(pages.filter(([, status]) => status !== 200))).toEqual({
    'GET /operate/money/payouts/:batch/file': 404,
    'GET /operate/money/payouts/:batch': 404,
    'GET /operate/money/refunds/:refund': 404,
    'GET /operate/money/statements/:file': 404,
    'GET /operate/money/suspense/:line': 404,
    'GET /operate/money/breaks/:break': 404,
    'GET /operate/money/disputes/appeals/:order': 404,
    'GET /operate/money/cash/breaks/:break': 404,
    'GET /operate/money/cash/claims/:claim': 404,
    'GET /operate/money/cash/drafts/:draft': 404,
    'GET /operate/money/cash/files/:file': 404,
    'GET /operate/money/entries/:entry': 404,
    'GET /operate/money/coverage/:number': 404,
  })
  expect(Object.values(seen).filter((status) => status >= 500)).toEqual([])
})

test.each(['ur', 'roman-ur'])('every page of the office speaks %s', async (language) => {
  const pages = doors().filter(
    ({ method, pattern }) =>
      method === 'GET' &&
      !/\/file$|:batch|:refund|:file|:line|:break|:entry|:number|:draft|:claim|appeals/.test(pattern),
  )
  for (const { pattern, path } of pages) {
    const answer = await visitors.operator.get(`${path}?lang=${language}`)
    expect([pattern, answer.status]).toEqual([pattern, 200])
    expect(await answer.text()).toContain(language === 'ur' ? '<html lang="ur" dir="rtl">' : '<html lang="ur-Latn"')
  }
})
