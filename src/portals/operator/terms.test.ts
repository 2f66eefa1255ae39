import { beforeAll, describe, expect, test } from 'vitest'
import { submits, wordsOf } from '../../../tests/setup/buying.ts'
import { laila } from '../../../tests/setup/laila.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../tests/setup/trade.ts'
import { troubles } from '../../../tests/setup/verify.ts'
import {
  listBankHolidays,
  listProviderTerms,
  readPayoutRules,
  readPayoutTerms,
  readWallet,
} from '../../domains/payments/payments.ts'
import { shown } from '../../kit/ids/ids.ts'

const RULES = '/operate/money/rules'

let market: TestMarket
let cast: Trade
let dania: Visitor
let other: Visitor

const tx: TestMarket['market']['db']['tx'] = (body) => market.market.db.tx(body)
const read = async (path: string) => wordsOf(await (await dania.get(path)).text())
const to = (answer: Response) => answer.headers.get('location') ?? ''

beforeAll(async () => {
  market = await testMarket()
  cast = await tx((t) => trade(t, 5))
  dania = await market.visitor({ kind: 'person', person_id: cast.dania.person_id })
  other = await market.visitor({ kind: 'person', person_id: (await tx(laila)).person_id })
})

const html = async (path: string, visitor = dania) => (await visitor.get(path)).text()

/** Where the change that waits on a page is decided. */
async function waiting(path: string): Promise<string> {
  return /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(await html(path))?.[1] ?? ''
}

/** Laila confirms what Dania wants. */
async function confirms(path: string): Promise<void> {
  const at = await waiting(path)
  expect((await submits(other, await html(path, other), at, { do: 'confirm' })).status).toBe(303)
}

/** A form comes back with its error beside a field, and with what was typed. */
async function refused(path: string, fields: Record<string, string>, field: string): Promise<void> {
  const answer = await dania.post(path, fields)
  const html = await answer.text()
  const kept = Object.values(fields).filter((value) => value !== '' && value !== fields.why && value !== fields.holder)
  expect([answer.status, html.includes(`id="${field}-error"`)]).toEqual([422, true])
  for (const value of kept) expect(html).toContain(`value="${value}"`)
}

describe('goodwill', () => {
  const path = () => `/operate/people/${shown('per', cast.ayesha.person_id)}`

  test('Dania makes a late parcel good: Ayesha has credit, and the page says so', async () => {
    const done = await dania.post(`${path()}/goodwill`, { amount: '150', holder: 'market', why: 'Two weeks late' })
    expect(to(done)).toBe(`${path()}?done=goodwill`)
    expect(await read(to(done))).toContain('Given. It is in the wallet now.')
    expect(await tx((t) => readWallet(t, cast.ayesha))).toMatchObject({ credit_paisa: 15_000n, money_paisa: 0n })
    expect(await tx(troubles)).toEqual([])
  })

  test.each([
    [{ amount: 'much', holder: 'market', why: 'Two weeks late' }, 'amount'],
    [{ amount: '999999', holder: 'market', why: 'Two weeks late' }, 'amount'],
    [{ amount: '5', holder: 'market', why: '' }, 'why'],
    [{ amount: '5', holder: 'eves-bank', why: 'Two weeks late' }, 'holder'],
  ])('%j is refused beside its field', (fields, field) => refused(`${path()}/goodwill`, fields, field))
})

describe('the terms of one shop', () => {
  const path = () => `/operate/shops/${shown('shp', cast.bilal.shop_id)}`

  test('what stays back and what goes to debts is set, and read again', async () => {
    expect(await read(path())).toContain('Always stays back')
    expect(to(await dania.post(`${path()}/terms`, { reserve: '5000', share: '25%' }))).toBe(path())
    expect(await read(path())).toContain('Rs 5,000 always stays back, 25% of earnings goes to debts')
    expect(await html(path())).toContain('value="0"')
    await confirms(path())
    const terms = await tx((t) => readPayoutTerms(t, cast.dania, cast.bilal.shop_id))
    expect(terms).toEqual({ reserve_paisa: 500_000n, debt_share_bp: 2_500 })
    const page = await html(path())
    expect([page.includes('value="5000"'), page.includes('value="25"')]).toEqual([true, true])
  })

  test.each([[{ reserve: 'some', share: '50' }], [{ reserve: '0', share: '5' }], [{ reserve: '0', share: '101' }]])(
    '%j is refused',
    (fields) => refused(`${path()}/terms`, fields, 'reserve'),
  )
})

describe('the rules for payouts', () => {
  test('a lower sum for one person holds at once, a higher one from tomorrow', async () => {
    const before = await tx(readPayoutRules)
    expect(to(await dania.post(RULES, { two: '1000', cap: '500' }))).toBe(RULES)
    expect(await tx(readPayoutRules)).toEqual(before)
    const own = await submits(dania, await html(RULES), await waiting(RULES), { do: 'confirm' })
    expect([own.status, wordsOf(await own.text())]).toEqual([403, expect.stringContaining('You want this change')])
    await confirms(RULES)
    const low = { two_people_above_paisa: 100_000n, debt_cap_paisa: 50_000n }
    expect(await tx(readPayoutRules)).toEqual(low)
    await dania.post(RULES, { two: '900000', cap: '500' })
    await confirms(RULES)
    expect(await tx(readPayoutRules)).toEqual(low)
    expect(await read(RULES)).toContain('not yet in force')
    await dania.post(RULES, { two: '7', cap: '5' })
    expect(await read(RULES)).toContain('Take it back')
    expect((await dania.post(await waiting(RULES), { do: 'drop' })).status).toBe(303)
    expect(await read(RULES)).not.toContain('Waits for a second person')
    expect((await other.post(`${RULES}/changes/chg_0`, { do: 'confirm' })).status).toBe(404)
    await refused(RULES, { two: 'none', cap: '500' }, 'two')
  })

  test('a day on which banks are closed is added, once, and only a day', async () => {
    const day = `${market.market.now().getUTCFullYear() + 1}-02-21`
    for (let i = 0; i < 2; i++) {
      expect(to(await dania.post(`${RULES}/holidays`, { day, name: 'Eid-ul-Fitr' }))).toBe(RULES)
    }
    const days = await tx((t) => listBankHolidays(t, cast.dania))
    expect(days.filter((one) => one.day === day)).toEqual([{ day, name: 'Eid-ul-Fitr' }])
    expect(await read(RULES)).toContain('Eid-ul-Fitr')
    for (const wrong of ['tomorrow', '2026-02-31', '2026-13-01']) {
      await refused(`${RULES}/holidays`, { day: wrong, name: 'Eid' }, 'day')
    }
  })

  test('what is agreed with a service is noted, and changed', async () => {
    const agreed = { holder: 'jazzcash', fee: '1.5', fixed: '5', days: '2' }
    expect(to(await dania.post(`${RULES}/providers`, agreed))).toBe(RULES)
    await dania.post(`${RULES}/providers`, { ...agreed, fee: '', days: '3' })
    expect(await tx((t) => listProviderTerms(t, cast.dania))).toEqual([
      { holder: 'jazzcash', fee_basis_points: null, fee_fixed_paisa: 500n, settles_within_days: 3 },
    ])
    expect(await read(RULES)).toMatch(/JazzCash not agreed Rs 5 3/)
    for (const wrong of [{ fee: 'x' }, { fee: '21' }, { days: '0' }, { fixed: 'x' }]) {
      await refused(`${RULES}/providers`, { ...agreed, ...wrong }, 'fee')
    }
    expect((await dania.post(`${RULES}/providers`, { ...agreed, holder: 'eves-bank' })).status).toBe(422)
  })
})
