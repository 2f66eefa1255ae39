import { beforeAll, describe, expect, test } from 'vitest'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { atOf, opened, paid, placed } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { asOperator, giveRole, type Person, SYSTEM, seedPerson } from '../../../domains/identity/identity.ts'
import {
  askWalletBack,
  creditWallet,
  decideRuleChange,
  getPayoutPlan,
  oweByShop,
  proposeRuleChange,
  readWallet,
  stopPayouts,
} from '../../../domains/payments/payments.ts'
import { keepIt } from '../../../domains/trust/trust.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'

const SHOP = '/sell/bilal-shoes/money'

let open: Bazaar
let bilal: Visitor
let dania: Visitor
let kamal: Visitor
let kamals: Person
beforeAll(async () => {
  open = await openBazaar(50)
  const as = (person_id: string) => open.visitor({ kind: 'person', person_id })
  bilal = await as(open.at.bilal.person_id)
  dania = await as(open.at.dania.person_id)
  const second = await tx((t) => seedPerson(t, SYSTEM, { phone: '+923000000098', name: 'Kamal', language: 'en' }))
  await tx((t) => giveRole(t, SYSTEM, second, 'operator'))
  kamal = await as(second)
  kamals = { kind: 'person', person_id: second }
})

const tx = <T>(body: Parameters<typeof open.market.db.tx<T>>[0]) => open.market.db.tx(body)
const settled = () => open.market.runner.settled(SETTLE_MS)

async function sold(): Promise<void> {
  await tx(async (t) => {
    const order = await placed(t, open.at, 'prepaid')
    await paid(t, order)
    await opened(t, open.at, order)
    await keepIt(t, open.at.ayesha, atOf(order))
  })
  await settled()
}

/** What Dania says waits for Kamal, who confirms it. */
async function kamalConfirms(path: string): Promise<void> {
  const html = await opens(kamal, path)
  const to = /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(html)?.[1] ?? ''
  expect((await submits(dania, html, to, { do: 'confirm' })).status).toBe(403)
  expect((await submits(kamal, html, to, { do: 'confirm' })).status).toBe(303)
}

const saysAccount = (title: string, account: string) =>
  bilal.post(`${SHOP}/account`, { kind: 'wallet', account, title })

test('a name that does not fit waits for Dania, and money goes once she says it is right', async () => {
  await sold()
  expect(toOf(await saysAccount('Ghulam Rasool', '03001234567'))).toContain('done=saved')
  expect(wordsOf(await opens(bilal, SHOP))).toContain('The name on the account is not the shop’s or yours.')
  expect((await dania.post('/operate/money/payouts')).status).toBe(409)
  expect(wordsOf(await opens(dania, '/operate'))).toContain('Names on accounts to compare')
  const names = await opens(dania, '/operate/money/names')
  expect(wordsOf(names)).toContain('Bilal Shoes Bilal Ghulam Rasool')
  expect(toOf(await submits(dania, names, '/operate/money/names'))).toBe('/operate/money/names')
  expect((await submits(dania, names, '/operate/money/names')).status).toBe(409)
  expect(toOf(await dania.post('/operate/money/payouts'))).toBe('/operate/money/payouts')
})

test('a batch is looked at line by line, and one that came back is written down with what the bank says', async () => {
  const list = await opens(dania, '/operate/money/payouts')
  const batch = /href="(\/operate\/money\/payouts\/bat_[^"/]+)"/.exec(list)?.[1] ?? ''
  expect((await dania.post(`${batch}/sent`)).status).toBe(303)
  const lines = await opens(dania, batch)
  expect(wordsOf(lines)).toContain('Bilal Shoes Wallets …4567 JazzCash Sent')
  expect((await submits(dania, lines, batch, { reason: '' })).status).toBe(422)
  expect(toOf(await submits(dania, lines, batch, { reason: 'account is closed' }))).toBe(batch)
  expect((await submits(dania, lines, batch, { reason: 'account is closed' })).status).toBe(409)
  await kamalConfirms(batch)
  expect((await submits(dania, lines, batch, { reason: 'account is closed' })).status).toBe(409)
  expect(wordsOf(await opens(dania, batch))).toContain('Came back account is closed')
  const money = wordsOf(await opens(bilal, SHOP))
  expect(money).toContain('Your payouts are held The bank sent money back')
  expect(await tx((t) => troubles(t))).toEqual([])
})

describe('a shop', () => {
  test('says that somebody else changed its account, and nothing goes there until Dania lifts it', async () => {
    await saysAccount('Bilal Ahmed', '03009999999')
    const html = await opens(bilal, SHOP)
    expect(html).toContain(`${SHOP}/not-me`)
    expect(toOf(await submits(bilal, html, `${SHOP}/not-me`))).toBe(`${SHOP}?done=stopped`)
    expect(wordsOf(await opens(bilal, `${SHOP}?done=stopped`))).toContain('Nothing goes to the new account.')
    const stops = await opens(dania, '/operate/money/stops')
    expect(wordsOf(stops)).toContain('The shop did not change its account')
    expect((await submits(dania, stops, '/operate/money/stops', { note: '' })).status).toBe(422)
    const why = { note: 'called Bilal, all is well' }
    expect(toOf(await submits(dania, stops, '/operate/money/stops', why))).toBe('/operate/money/stops')
    await kamalConfirms('/operate/money/stops')
    expect((await submits(dania, stops, '/operate/money/stops', why)).status).toBe(409)
  })

  test('is paid by a plan of its own, or when it asks', async () => {
    await saysAccount('Bilal Ahmed', '03001234567')
    const plan = await opens(bilal, `${SHOP}/plan`)
    const typed = { schedule: 'weekly', weekday: '5', least: '500' }
    expect((await submits(bilal, plan, `${SHOP}/plan`, { ...typed, least: '5' })).status).toBe(422)
    expect((await submits(bilal, plan, `${SHOP}/plan`, { ...typed, weekday: '9' })).status).toBe(422)
    expect(toOf(await submits(bilal, plan, `${SHOP}/plan`, typed))).toBe(`${SHOP}?done=saved`)
    const html = await opens(bilal, SHOP)
    expect(wordsOf(html)).toContain('Every Friday, from Rs 500 on.')
    expect(toOf(await submits(bilal, html, `${SHOP}/payout`))).toBe(SHOP)
    expect((await bilal.post(`${SHOP}/payout`)).status).toBe(409)
    expect(wordsOf(await opens(bilal, SHOP))).toContain('It comes with the next file.')
    expect(await tx((t) => getPayoutPlan(t, open.at.bilal))).toMatchObject({ weekday: 5, least_paisa: 50_000n })
  })

  test('sees what it owes and why, in three languages', async () => {
    const debt = { cause: 'test', kind: 'refund', paisa: 900_000n, note: 'torn sole' } as const
    await tx((t) => oweByShop(t, open.at.bilal.shop_id, { ...debt, to_account: 'fee:commission' }))
    expect(wordsOf(await opens(bilal, SHOP))).toContain('It comes out of your next sales by itself.')
    expect(wordsOf(await opens(bilal, `${SHOP}?lang=ur`))).toContain('آپ پر قرض')
    expect(wordsOf(await opens(bilal, `${SHOP}?lang=roman-ur`))).toContain('Aap par qarz')
    await opens(bilal, `${SHOP}?lang=en`)
    expect(wordsOf(await opens(dania, '/operate/money/stops'))).toContain('Shops that owe')
    expect(await tx((t) => troubles(t))).toEqual([])
  })

  test('is held by Dania when it looks stolen', async () => {
    const stops = await opens(dania, '/operate/money/stops')
    const to = '/operate/money/stops/shops'
    expect((await submits(dania, stops, to, { handle: 'bilal-shoes', note: '' })).status).toBe(422)
    expect((await submits(dania, stops, to, { handle: 'nobody-here', note: 'new device' })).status).toBe(404)
    expect(toOf(await submits(dania, stops, to, { handle: ' Bilal-Shoes', note: 'new device' }))).toContain('/stops')
    expect(wordsOf(await opens(bilal, SHOP))).toContain('Signs of a stolen account')
  })
})

test('a large batch needs a second operator', async () => {
  await tx(async (t) => {
    // A day later, and everything that was held has been looked at.
    await t.count(sql`update payout_details set usable_from = set_at where replaced_at is null`)
    await t.count(sql`update payout_stops set lifted_at = made_at where lifted_at is null`)
    const none = { kind: 'payouts', two_people_above_paisa: 0n, debt_cap_paisa: 0n } as const
    await decideRuleChange(t, await asOperator(t, kamals), await proposeRuleChange(t, open.at.dania, none), true)
  })
  for (let sale = 0; sale < 5; sale++) await sold()
  expect((await dania.post('/operate/money/payouts')).status).toBe(303)
  const html = await opens(dania, '/operate/money/payouts')
  const check = /action="([^"]+\/check)"/.exec(html)?.[1] ?? ''
  expect((await dania.post(check.replace('/check', '/sent'))).status).toBe(409)
  expect((await dania.post(check)).status).toBe(403)
  expect(toOf(await kamal.post(check))).toBe('/operate/money/payouts')
  expect((await kamal.post(check)).status).toBe(409)
  expect(wordsOf(await opens(kamal, '/operate/money/payouts'))).toContain('Somebody else gives it to the bank')
  expect((await kamal.get(check.replace('/check', '/file'))).status).toBe(403)
  expect((await kamal.post(check.replace('/check', '/sent'))).status).toBe(403)
  expect((await dania.post(check.replace('/check', '/sent'))).status).toBe(303)
  expect(await tx((t) => troubles(t))).toEqual([])
})

test('wallet money that is asked back is sent under a receipt', async () => {
  const { ayesha } = open.at
  await tx((t) =>
    creditWallet(t, ayesha.person_id, { cause: newId(), paisa: 30_000n, holder: 'jazzcash', kind: 'refund' }),
  )
  const to = { kind: 'wallet', account: '03012345678', title: 'Ayesha Khan' } as const
  await tx((t) => askWalletBack(t, ayesha, { holder: 'jazzcash', paisa: 30_000n, to }))
  expect(wordsOf(await opens(dania, '/operate'))).toContain('Wallet money asked back')
  const html = await opens(dania, '/operate/money/wallets')
  expect(wordsOf(html)).toContain('Ayesha 03012345678 Ayesha Khan')
  const at = '/operate/money/wallets'
  expect((await submits(dania, html, at, { end: 'sent', receipt: '' })).status).toBe(422)
  expect(toOf(await submits(dania, html, at, { end: 'returned', receipt: 'wrong number' }))).toBe(at)
  await kamalConfirms(at)
  expect((await submits(dania, html, at, { end: 'sent', receipt: 'EP 12' })).status).toBe(409)
  expect((await tx((t) => readWallet(t, ayesha))).money_paisa).toBe(30_000n)
})

test('when the books do not add up, a red banner stands over everything until Dania has looked', async () => {
  await tx((t) => stopPayouts(t, 'I1: party is off by 5 paisa'))
  await settled()
  const home = await opens(dania, '/operate')
  expect(home).toContain('class="notice stop"')
  expect(wordsOf(home)).toContain('All payouts stand still')
  expect((await dania.post('/operate/money/payouts')).status).toBe(409)
  const stops = await opens(dania, '/operate/money/stops')
  expect(wordsOf(stops)).toContain('The whole market')
  const why = { note: 'corrected by entry 12' }
  expect(toOf(await submits(dania, stops, '/operate/money/stops', why))).toBe('/operate/money/stops')
  expect(wordsOf(await opens(dania, '/operate'))).toContain('All payouts stand still')
  await kamalConfirms('/operate/money/stops')
  expect(wordsOf(await opens(dania, '/operate'))).not.toContain('All payouts stand still')
})
