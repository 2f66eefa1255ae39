import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  actForShop,
  asOperator,
  giveRole,
  type Operator,
  readPerson,
  SYSTEM,
} from '../../src/domains/identity/identity.ts'
import { cancelOrder, findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import {
  askWalletBack,
  beginPayment,
  creditWallet,
  decideRuleChange,
  listBatches,
  listPayouts,
  listRefunds,
  listStops,
  makePayoutBatch,
  proposeRuleChange,
  readCommissionRules,
  readPayoutRules,
  readWallet,
  sendRefunds,
  setPayoutDetails,
} from '../../src/domains/payments/payments.ts'
import { bankReference } from '../../src/domains/payments/rail.ts'
import { keepIt } from '../../src/domains/trust/trust.ts'
import { newId, shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../setup/buying.ts'
import { laila } from '../setup/laila.ts'
import type { Visitor } from '../setup/market.ts'
import { atOf, opened, paid, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** Eve got herself a place in the office. She is proved, she knows every page, and she works alone. */
let open: Bazaar
let eve: Visitor
let dania: Visitor

const tx = <T>(body: Parameters<typeof open.market.db.tx<T>>[0]) => open.market.db.tx(body)
const eves = () => ({ kind: 'person', person_id: open.at.eve.person_id }) as const
const stateOf = async (order: OrderRow) => (await tx((t) => findOrder(t, order.order_id))).order.state

beforeAll(async () => {
  open = await openBazaar(50)
  await tx((t) => giveRole(t, SYSTEM, open.at.eve.person_id, 'operator'))
  eve = await open.visitor(eves())
  dania = await open.visitor({ kind: 'person', person_id: open.at.dania.person_id })
})

afterEach(async () => {
  expect(await tx((t) => troubles(t))).toEqual([])
})

/** Eve orders from Bilal and says that she will pay by transfer. */
async function wantsForNothing(): Promise<{ order: OrderRow; code: string; reference: string }> {
  const order = await tx((t) => placed(t, open.at, 'prepaid'))
  const rail = open.market.rails.get('bank')
  if (!rail) throw new Error('there is a bank')
  const { payment } = await beginPayment(open.market.db, open.at.ayesha, rail, {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })
  return { order, code: bankReference(payment.reference), reference: payment.reference }
}

let files = 0
function statement(...lines: readonly string[]): FormData {
  const form = new FormData()
  form.set('kind', 'statement')
  form.set('holder', 'market')
  form.set('opening', '0')
  const sum = lines.reduce((all, line) => all + Number(line.split(',')[2]), 0)
  form.set('closing', String(sum))
  const text = `Date,Description,Amount\n${lines.join('\n')}\n`
  form.set('file', new File([text], `statement-${++files}.csv`, { type: 'text/csv' }))
  return form
}

const rupees = (order: OrderRow) => String(order.total_paisa / 100n)

test('a market of one operator is told that it needs a second', async () => {
  const alone = await openBazaar()
  const only = await alone.visitor({ kind: 'person', person_id: alone.at.dania.person_id })
  expect(wordsOf(await opens(only, '/operate/money/room'))).toContain('You run this market alone')
  expect(wordsOf(await opens(dania, '/operate/money/room'))).not.toContain('You run this market alone')
})

describe('Eve writes a statement of her own', () => {
  test('that pays her order, and nothing is paid until Dania looks: the page says so, and she refuses', async () => {
    const { order, code } = await wantsForNothing()
    const to = toOf(await eve.post('/operate/money/statements', statement(`02/01/2026,IBFT ${code},${rupees(order)}`)))
    const page = await opens(eve, to)
    expect(wordsOf(page)).toContain('You handed this file in. Another operator looks at it and confirms it.')
    expect(page).not.toContain('Confirm and book')
    expect((await eve.post(to, { seen: '1' })).status).toBe(403)
    await open.market.runner.settled(SETTLE_MS)
    expect(await stateOf(order)).toBe('awaiting_payment')
    const seen = wordsOf(await opens(dania, to))
    expect(seen).toMatch(new RegExp(`Pays an order 1 Rs ${order.total_paisa / 100_000n},`))
    expect(seen).toContain('Handed in by Eve')
  })

  test('and hands in Dania’s file once more under another holder: what Dania then confirms is not booked', async () => {
    const { order, code } = await wantsForNothing()
    const file = () => statement(`03/01/2026,IBFT ${code},${rupees(order)}`)
    const to = toOf(await dania.post('/operate/money/statements', file()))
    const looked = await opens(await other(), to)
    const again = file()
    again.set('holder', 'bank:EVES')
    // The same words under the same name: it is the same file, handed in by Eve now.
    const text = `Date,Description,Amount\n03/01/2026,IBFT ${code},${rupees(order)}\n`
    again.set('file', new File([text], 'x.csv', { type: 'text/csv' }))
    expect(toOf(await eve.post('/operate/money/statements', again))).toBe(to)
    expect((await eve.post(to, { seen: '2' })).status).toBe(403)
    expect((await submits(await other(), looked, to)).status).toBe(409)
    expect(await stateOf(order)).toBe('awaiting_payment')
  })
})

let third: Visitor | undefined
const readPhoneOf = async (t: Tx, by: Operator, id: string) => (await readPerson(t, by, 'support', id, id)).phone

async function other(): Promise<Visitor> {
  third ??= await open.visitor({ kind: 'person', person_id: (await tx(laila)).person_id })
  return third
}

describe('Eve finds money that nobody has explained', () => {
  async function stray(amount: string): Promise<string> {
    const words = `STRAY ${amount}`
    const to = toOf(await dania.post('/operate/money/statements', statement(`04/01/2026,${words},${amount}`)))
    const laila = await other()
    expect(toOf(await submits(laila, await opens(laila, to), to))).toBe(to)
    const html = await opens(eve, '/operate/money/suspense')
    const links = [...html.matchAll(/href="(\/operate\/money\/suspense\/lin_[^"]+)"[^>]*>([^<]+)</g)]
    return links.find(([, , said]) => said?.includes(words))?.[1] ?? ''
  }

  test('and says that it is hers: her wallet stays empty until another operator says so too', async () => {
    const line = await stray('700')
    const phone = await tx((t) => readPhoneOf(t, open.at.dania, open.at.eve.person_id))
    expect((await eve.post(line, { do: 'wallet', phone })).status).toBe(303)
    expect((await eve.post(line, { do: 'confirm' })).status).toBe(403)
    expect((await tx((t) => readWallet(t, eves()))).money_paisa).toBe(0n)
  })

  test('and says that it pays her order: the order waits until another operator says so too', async () => {
    const { order, reference } = await wantsForNothing()
    const line = await stray(rupees(order))
    expect((await eve.post(line, { do: 'payment', reference })).status).toBe(303)
    expect((await eve.post(line, { do: 'confirm' })).status).toBe(403)
    await open.market.runner.settled(SETTLE_MS)
    expect(await stateOf(order)).toBe('awaiting_payment')
    const laila = await other()
    expect(wordsOf(await opens(laila, line))).toContain(`Eve says that it pays ${reference}`)
    expect((await laila.post(line, { do: 'drop' })).status).toBe(303)
  })
})

describe('Eve wants other rules', () => {
  test('and a second operator who is her cousin: he is none until another operator says so', async () => {
    const cousin = open.at.bilal.person_id
    const path = `/operate/people/${shown('per', cousin)}`
    expect((await eve.post(`${path}/roles`, { role: 'operator', change: 'give' })).status).toBe(303)
    const html = await opens(eve, path)
    const to = /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(html)?.[1] ?? ''
    expect((await submits(eve, html, to, { do: 'confirm' })).status).toBe(403)
    const his = await open.visitor({ kind: 'person', person_id: cousin })
    expect((await his.get('/operate')).status).toBe(404)
    expect(wordsOf(await opens(dania, '/operate/money/rules'))).toContain('Bilal becomes an operator Wanted by Eve')
    expect((await dania.post(to, { do: 'drop' })).status).toBe(303)
  })

  test('and what holds stays: the sum for one person, the commission, the terms of her shop', async () => {
    const before = await tx(async (t) => [await readPayoutRules(t), await readCommissionRules(t)])
    await eve.post('/operate/money/rules', { two: '99999999', cap: '0' })
    await eve.post('/operate/money/commission', { category: 'everything', percent: '0' })
    const html = await opens(eve, '/operate/money/rules')
    const changes = [...html.matchAll(/action="(\/operate\/money\/rules\/changes\/[^"]+)"/g)].map(([, to = '']) => to)
    expect(changes).toHaveLength(2)
    for (const to of changes) expect((await submits(eve, html, to, { do: 'confirm' })).status).toBe(403)
    expect(await tx(async (t) => [await readPayoutRules(t), await readCommissionRules(t)])).toEqual(before)
  })

  test('and a large file of payouts, made by the market, does not leave by her hands alone', async () => {
    const { dania: by, bilal, ayesha } = open.at
    await tx(async (t) => {
      const none = { kind: 'payouts', two_people_above_paisa: 0n, debt_cap_paisa: 0n } as const
      const second = await asOperator(t, { kind: 'person', person_id: (await laila(t)).person_id })
      await decideRuleChange(t, second, await proposeRuleChange(t, by, none), true)
      const order = await placed(t, open.at, 'prepaid')
      await paid(t, order)
      await opened(t, open.at, order)
      await keepIt(t, ayesha, atOf(order))
      const owner = await actForShop(t, { kind: 'person', person_id: bilal.person_id }, bilal.shop_id, 'money')
      await setPayoutDetails(t, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' })
    })
    const made = await eve.post('/operate/money/payouts')
    expect(made.status).toBe(303)
    const html = await opens(eve, '/operate/money/payouts')
    const check = /action="([^"]+\/check)"/.exec(html)?.[1] ?? ''
    await tx((t) => t.count(sql`update payout_batches set made_by = null`))
    expect((await eve.post(check)).status).toBe(303)
    expect((await eve.get(check.replace('/check', '/file'))).status).toBe(403)
    expect((await eve.post(check.replace('/check', '/sent'))).status).toBe(403)
    expect((await dania.post(check.replace('/check', '/sent'))).status).toBe(303)
  })
})

describe('Eve says what only her own word stands for', () => {
  const changesIn = (html: string) => /action="(\/operate\/money\/rules\/changes\/[^"]+)"/.exec(html)?.[1] ?? ''

  /** What waits on a page does not happen by Eve's word, and happens by Dania's. */
  async function needsAnother(path: string, happened: () => Promise<boolean>): Promise<void> {
    const html = await opens(eve, path)
    expect(wordsOf(html)).toContain('You want it. Another operator confirms it.')
    expect((await submits(eve, html, changesIn(html), { do: 'confirm' })).status).toBe(403)
    expect(await happened()).toBe(false)
    const seen = await opens(dania, path)
    expect(wordsOf(seen)).toContain('Wanted by Eve')
    expect((await submits(dania, seen, changesIn(seen), { do: 'confirm' })).status).toBe(303)
    expect(await happened()).toBe(true)
  }

  test('that a payout came back, and that its stop may be lifted: it is not paid twice by her hands', async () => {
    const { bilal, dania: by } = open.at
    const [batch] = await tx((t) => listBatches(t, by))
    const path = `/operate/money/payouts/${shown('bat', batch?.batch_id ?? '')}`
    const stateOfIt = async () => (await tx((t) => listPayouts(t, bilal)))[0]?.state
    expect(await stateOfIt()).toBe('sent')
    const says = async () => submits(eve, await opens(eve, path), path, { reason: 'the account is closed' })
    expect((await says()).status).toBe(303)
    expect((await says()).status).toBe(409)
    await needsAnother(path, async () => (await stateOfIt()) === 'returned')

    const stops = '/operate/money/stops'
    const stopped = async () => (await tx((t) => listStops(t, by))).length === 0
    const lifted = await submits(eve, await opens(eve, stops), stops, { note: 'spoke with Bilal' })
    expect(lifted.status).toBe(303)
    await expect(tx((t) => makePayoutBatch(t, by))).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await needsAnother(stops, stopped)
  })

  test('that wallet money was sent: it waits in the wallet’s books until another operator says so', async () => {
    const holder = 'jazzcash'
    const to = { kind: 'wallet', account: '03007654321', title: 'Ayesha' } as const
    const { ayesha } = open.at
    await tx((t) => creditWallet(t, ayesha.person_id, { cause: newId(), paisa: 9_000n, holder, kind: 'refund' }))
    await tx((t) => askWalletBack(t, ayesha, { holder, paisa: 9_000n, to }))
    const path = '/operate/money/wallets'
    const isSent = async () => (await tx((t) => readWallet(t, ayesha))).asked[0]?.state === 'sent'
    const end = { end: 'sent', receipt: 'EP 1' }
    expect((await submits(eve, await opens(eve, path), path, end)).status).toBe(303)
    expect((await submits(eve, await opens(eve, path), path, { end: 'returned', receipt: 'closed' })).status).toBe(409)
    await needsAnother(path, isSent)
  })

  test('that a refund was sent by hand: Ayesha is still owed it until another operator says so', async () => {
    const { ayesha } = open.at
    const order = await tx(async (t) => {
      const one = await placed(t, open.at, 'prepaid')
      await paid(t, one)
      await cancelOrder(t, ayesha, atOf(one), '')
      return one
    })
    await sendRefunds(open.market.db, new Map())
    const refund = async () => (await tx((t) => listRefunds(t, order.party_id, order.order_id)))[0]
    const path = `/operate/money/refunds/${shown('rfd', (await refund())?.refund_id ?? '')}`
    expect((await submits(eve, await opens(eve, path), path, { receipt: 'HBL 9' })).status).toBe(303)
    expect((await eve.post(path, { receipt: 'HBL 9' })).status).toBe(409)
    const list = '/operate/money/refunds'
    await needsAnother(list, async () => (await refund())?.state === 'sent')
    expect((await eve.get(path)).status).toBe(404)
  })
})
