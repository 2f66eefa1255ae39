import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cashOfRider } from '../../src/domains/delivery/delivery.ts'
import { findShop } from '../../src/domains/identity/identity.ts'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import { setPayoutDetails } from '../../src/domains/payments/payments.ts'
import { codesFor, releaseAtDoor } from '../../src/domains/trust/trust.ts'
import { DAY_MS } from '../../src/kit/clock/clock.ts'
import { openDatabase } from '../../src/kit/sql/database.ts'
import { openBrowser } from '../setup/browser.ts'
import { type Bazaar, openBazaar, SETTLE_MS } from '../setup/buying.ts'
import { closeAfterFile } from '../setup/closing.ts'
import { readsPhone, type Someone, someone } from '../setup/someone.ts'
import { atOf, opened, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
const browser = await openBrowser()

beforeEach(async () => {
  open = await openBazaar()
})
afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

describe.each(['en', 'ur'] as const)('a day in the office, in %s', { timeout: 120_000 }, (locale) => {
  test('Dania lets a shop trade, decides a stuck order, takes cash in and makes a payout file', async () => {
    const still = await standsOpenForDays()
    await isKept()
    const dania = await someone(open, browser, locale, open.at.dania)
    await checksShop(dania)
    await decidesForBuyer(dania, still)
    await takesCash(dania)
    await makesFile(dania)
  })
})

/** An order that was opened at a door four days ago, and about which nobody has said anything since. */
async function standsOpenForDays(): Promise<OrderRow> {
  const clock = () => new Date(Date.now() - 4 * DAY_MS)
  const past = openDatabase(open.url, { keys: open.market.keys, clock, max: 1 })
  closeAfterFile(() => past.close())
  const order = await past.tx((tx) => placed(tx, open.at))
  await past.tx((tx) => opened(tx, open.at, order))
  await open.market.runner.sweep()
  await open.market.runner.settled(SETTLE_MS)
  return order
}

/** Another order is kept today: Ghazi has its cash, and Bilal has said where his money goes. */
async function isKept(): Promise<void> {
  const { at, market } = open
  await market.db.tx(async (tx) => {
    const order = await placed(tx, at)
    await opened(tx, at, order)
    await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
    await setPayoutDetails(tx, at.bilal, { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' })
  })
  await market.runner.settled(SETTLE_MS)
}

async function checksShop(dania: Someone): Promise<void> {
  const { t } = dania
  await dania.goes('/operate')
  await dania.follows(t('operator.queue.shops'))
  await dania.follows('Eve Bargains')
  await dania.sees('0300 0000004')
  await dania.presses(t('operator.do.open_shop'))
  const shop = await open.market.db.read((tx) => findShop(tx, open.at.eve.shop_id))
  expect(shop.state).toBe('open')
}

async function decidesForBuyer(dania: Someone, order: OrderRow): Promise<void> {
  const { t } = dania
  await dania.goes('/operate')
  await dania.follows(t('operator.queue.orders'))
  await dania.follows(order.number)
  await dania.chooses(t('operator.decide.buyer'))
  await dania.types(t('operator.reason'), 'The buyer called: the sole is torn')
  await dania.presses(t('operator.do.decide'))
  await dania.sees(t('operator.step.decide_for_buyer'))
  const after = await open.market.db.read((tx) => findOrder(tx, order.order_id))
  expect(after.order.state).toBe('refused')
  await readsPhone(open, '+923000000005', 'order.refused_cod', 'en')
}

/** What lies on the table is counted. */
async function takesCash(dania: Someone): Promise<void> {
  const { t } = dania
  const { total_paisa } = await open.market.db.read((tx) => cashOfRider(tx, open.at.ghazi.person_id))
  await dania.goes('/operate/money')
  await dania.follows(t('operator.do.count'))
  await dania.types(t('operator.hand_in.counted'), `${total_paisa / 100n}`)
  await dania.presses(t('operator.do.take_cash'))
  const left = await open.market.db.read((tx) => cashOfRider(tx, open.at.ghazi.person_id))
  expect([total_paisa, left.rows]).toEqual([265_000n, []])
}

async function makesFile(dania: Someone): Promise<void> {
  const { t, page } = dania
  await dania.goes('/operate/money')
  await dania.follows(t('operator.money.payouts'))
  await dania.presses(t('operator.do.make_file'))
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).first().click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toContain('03001234567,Bilal Ahmed')
  await dania.presses(t('operator.do.mark_sent'))
  await open.market.runner.settled(SETTLE_MS)
  await readsPhone(open, '+923000000002', 'shop.payout', 'en')
}
