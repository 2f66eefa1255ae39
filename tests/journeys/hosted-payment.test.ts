import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findOrder, type OrderRow } from '../../src/domains/orders/orders.ts'
import { sendRefunds } from '../../src/domains/payments/payments.ts'
import { parseId } from '../../src/kit/ids/ids.ts'
import { openBrowser } from '../setup/browser.ts'
import { type Bazaar, openBazaar, SETTLE_MS } from '../setup/buying.ts'
import { phonePhoto } from '../setup/photo.ts'
import { readsPhone, type Someone, someone } from '../setup/someone.ts'
import { broughtToDoor } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
const browser = await openBrowser()

beforeAll(async () => {
  open = await openBazaar(20)
})
afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

/** A chappal, with the way through Lahore. */
const PRICE = 'Rs 2,600'
const AYESHAS_PHONE = '+923000000005'

describe.each(['en', 'ur'] as const)('paid before, on the wallet’s own page, in %s', { timeout: 120_000 }, (locale) => {
  test('Ayesha pays, refuses at the door, and her money goes back', async () => {
    const ayesha = await someone(open, browser, locale, open.at.ayesha)
    const { t } = ayesha
    await goesToRail(ayesha)
    await paysWith(ayesha, '03123456789')
    await ayesha.sees(t('buyer.news.paid'))
    const order = await orderOf(ayesha)
    expect(order.state).toBe('placed')

    await open.market.db.tx((tx) => broughtToDoor(tx, open.at, order))
    const ghazi = await someone(open, browser, locale, open.at.ghazi)
    await opensIt(ghazi)
    await sendsBack(ayesha)

    expect((await orderOf(ayesha)).state).toBe('refused')
    expect(await sendRefunds(open.market.db, open.market.rails)).toBe(1)
    await open.market.runner.settled(SETTLE_MS)
    await ayesha.goes(ayesha.path())
    await ayesha.sees(t('buyer.refund.sent', { amount: t.rupees(order.total_paisa), when: '|' }).split('|')[0] ?? '')
    const { amount } = await readsPhone(open, AYESHAS_PHONE, 'order.refund_sent', 'en')
    expect(amount).toBe(PRICE)
  })

  test('an empty wallet buys nothing, and she may try again', async () => {
    const ayesha = await someone(open, browser, locale, open.at.ayesha)
    const { t } = ayesha
    await goesToRail(ayesha)
    await paysWith(ayesha, '03123456780')
    await ayesha.sees(t('buyer.news.unpaid'))
    const order = await orderOf(ayesha)
    expect(order.state).toBe('awaiting_payment')
    await ayesha.presses(t('buyer.act.pay', { amount: t.rupees(order.total_paisa) }))
    await ayesha.presses(t('buyer.rail.go', { amount: t.rupees(order.total_paisa), rail: t('buyer.rail.jazzcash') }))
    await paysWith(ayesha, '03123456789')
    expect((await orderOf(ayesha)).state).toBe('placed')
  })
})

/** Orders one chappal, to be paid before, and goes to the page of the wallet. */
async function goesToRail(ayesha: Someone): Promise<void> {
  const { t } = ayesha
  const rail = t('buyer.rail.jazzcash')
  await ayesha.goes(`/l/${open.listing}`)
  await ayesha.chooses('41')
  await ayesha.presses(t('buyer.listing.put_in'))
  await ayesha.follows(t('buyer.cart.order'))
  await ayesha.presses(t('buyer.address.go_on'))
  await ayesha.chooses(`${t('buyer.pay.prepaid', { rail })} ${t('buyer.rail.hint.jazzcash')}`)
  await ayesha.presses(t('buyer.pay.place'))
  await ayesha.sees(t('buyer.rail.title', { rail }))
  await ayesha.presses(t('buyer.rail.go', { amount: PRICE, rail }))
}

/** The last digits of the wallet say what happens. The page is the rail's, with words of its own. */
async function paysWith(ayesha: Someone, wallet: string): Promise<void> {
  const { page } = ayesha
  expect(ayesha.path()).toContain('/rails/jazzcash/')
  await page.locator('input[name=wallet]').fill(wallet)
  await page.locator('input[name=mpin]').fill('4321')
  await ayesha.presses(await page.locator('button[value=pay]').innerText())
  await ayesha.presses(await page.locator('button').innerText())
  await open.outside.simulators?.jazzcash.sendDueNotices()
  await open.market.runner.settled(SETTLE_MS)
}

async function orderOf(ayesha: Someone): Promise<OrderRow> {
  const orderId = parseId('ord', ayesha.path().split('/').at(-1)) ?? ''
  return (await open.market.db.read((tx) => findOrder(tx, orderId))).order
}

/** Ghazi stands at the door already, and types the first code. */
async function opensIt(ghazi: Someone): Promise<void> {
  const { t } = ghazi
  await open.market.runner.settled(SETTLE_MS)
  await ghazi.goes('/ride')
  await ghazi.follows('Bilal Shoes')
  const { code = '' } = await readsPhone(open, AYESHAS_PHONE, 'order.out', 'en')
  await ghazi.types(t('rider.code.open'), code)
  await ghazi.presses(t('rider.do.open'))
  await ghazi.sees(t('rider.cash.none'))
  await open.market.runner.settled(SETTLE_MS)
}

/** She looks, and it is not what she ordered: a reason, a photo, and it goes back. */
async function sendsBack(ayesha: Someone): Promise<void> {
  const { t } = ayesha
  await ayesha.goes(ayesha.path())
  await ayesha.sees(t('buyer.now.inspecting'))
  await ayesha.follows(t('buyer.act.send_back'))
  await ayesha.chooses(t('buyer.reason.not_as_shown'))
  await ayesha.types(t('buyer.back.words'), 'Brown in the photo, black in the box')
  await ayesha.hands(t('buyer.back.photos'), await phonePhoto('#111111'))
  await ayesha.presses(t('buyer.act.send_back'))
  await ayesha.sees(t('buyer.step.refuse'))
  await ayesha.sees(t('buyer.reason.not_as_shown'))
  await open.market.runner.settled(SETTLE_MS)
}
