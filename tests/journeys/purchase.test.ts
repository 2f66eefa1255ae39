import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cashOfRider, parcelOfOrder, shownLabel } from '../../src/domains/delivery/delivery.ts'
import { findOrder } from '../../src/domains/orders/orders.ts'
import { parseId } from '../../src/kit/ids/ids.ts'
import type { Locale } from '../../src/kit/text/locale.ts'
import { openBrowser } from '../setup/browser.ts'
import { type Bazaar, openBazaar, SETTLE_MS } from '../setup/buying.ts'
import { phonePhoto } from '../setup/photo.ts'
import { readsPhone, type Someone, signsInByPhone, someone } from '../setup/someone.ts'
import { packed, placed } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
const browser = await openBrowser()

beforeAll(async () => {
  open = await openBazaar(20)
})
afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

/** Her phone when the market knows her from before; she is written to in English. */
const SEEDED_AYESHA = '+923000000005'
const PHONES = { en: '+923012345671', ur: '+923012345672', 'roman-ur': '+923012345673' }

describe.each(['en', 'ur'] as const)('a purchase without JavaScript, in %s', { timeout: 120_000 }, (locale) => {
  test('a stranger finds a chappal, orders it, opens it at the door and keeps it, and Bilal is paid', async () => {
    const ayesha = await someone(open, browser, locale)
    await findsAndOrders(ayesha)
    const order = ayesha.path()
    const bilal = await someone(open, browser, locale, open.at.bilal)
    const label = await packs(bilal)
    const ghazi = await someone(open, browser, locale, open.at.ghazi)
    await bringsToDoor(ghazi, label)
    await opensAndKeeps({ ayesha, ghazi }, order)
    await isPaid(bilal, order)
  })

  test('nobody is home when Ghazi comes; he comes again and the parcel is handed over', async () => {
    const label = await open.market.db.tx(async (tx) => {
      const order = await placed(tx, open.at)
      await packed(tx, open.at, order)
      const parcel = await parcelOfOrder(tx, order.party_id, order.order_id)
      return shownLabel(parcel?.label_code ?? '')
    })
    const ghazi = await someone(open, browser, locale, open.at.ghazi)
    const { t } = ghazi
    await bringsToDoor(ghazi, label)
    await ghazi.presses(t('rider.do.nobody_home'))
    await open.market.runner.settled(SETTLE_MS)
    await readsPhone(open, SEEDED_AYESHA, 'order.nobody_home', 'en')

    await ghazi.presses(t('rider.do.go_out'))
    await ghazi.sees(t('rider.knock', { number: 2 }))
    await ghazi.presses(t('rider.do.arrive'))
    await open.market.runner.settled(SETTLE_MS)
    const first = await readsPhone(open, SEEDED_AYESHA, 'order.out', 'en')
    await ghazi.types(t('rider.code.open'), first.code ?? '')
    await ghazi.presses(t('rider.do.open'))
    await open.market.runner.settled(SETTLE_MS)
    const second = await readsPhone(open, SEEDED_AYESHA, 'order.release_code', 'en')
    await ghazi.types(t('rider.code.release'), second.code ?? '')
    await ghazi.presses(t('rider.do.release'))
    await ghazi.sees(t('rider.ended.delivered'))
    await open.market.runner.settled(SETTLE_MS)
  })
})

/** Searches, looks, puts one in the cart, says where it shall come, signs in on the way, and orders. */
async function findsAndOrders(ayesha: Someone): Promise<void> {
  const { t, page } = ayesha
  await ayesha.goes('/')
  await page.getByRole('searchbox', { name: t('ui.search.label') }).fill('peshawari chapal')
  await ayesha.presses(t('ui.search'))
  await ayesha.follows('Peshawari chappal')
  await ayesha.chooses('41')
  await ayesha.presses(t('buyer.listing.put_in'))
  await ayesha.sees(t('buyer.cart.title'))
  await ayesha.follows(t('buyer.cart.order'))
  await ayesha.sees(t('buyer.sign_in.order'))
  await signsInByPhone(open, ayesha, PHONES[t.locale])
  await ayesha.types(t('buyer.address.name'), 'Ayesha Khan')
  await ayesha.picks(t('buyer.address.city'), cityIn(t.locale))
  await ayesha.types(t('buyer.address.street'), 'House 5, Street 3')
  await ayesha.types(t('buyer.address.area'), 'Model Town')
  await ayesha.presses(t('buyer.address.go_on'))
  await ayesha.chooses(t('buyer.pay.cod'))
  await ayesha.presses(t('buyer.pay.place'))
  await ayesha.sees(t('buyer.news.placed'))
  await open.market.runner.settled(SETTLE_MS)
  const { number = '' } = await readsPhone(open, PHONES[t.locale], 'order.placed_cod', t.locale)
  await ayesha.sees(number)
}

/** Packs the order that waits, with a photo. Gives the code on the label. */
async function packs(bilal: Someone): Promise<string> {
  const { t } = bilal
  await bilal.goes('/sell')
  await bilal.sees(t('seller.today.title', { count: 1 }))
  await bilal.follows('Peshawari chappal')
  await bilal.sees('Model Town')
  await bilal.follows(t('seller.order.pack'))
  await bilal.hands(t('seller.photo.choose'), await phonePhoto())
  await bilal.chooses(t('seller.carrier.riders'))
  await bilal.presses(t('seller.pack.done'))
  await bilal.sees(t('seller.label.packed'))
  await open.market.runner.settled(SETTLE_MS)
  return bilal.page.locator('.label-code').innerText()
}

/** Takes the parcel by its label, fetches it, and goes to the door. */
async function bringsToDoor(ghazi: Someone, label: string): Promise<void> {
  const { t } = ghazi
  await ghazi.goes('/ride')
  await ghazi.types(t('rider.label'), label.toLowerCase())
  await ghazi.presses(t('rider.label.find'))
  for (const step of ['take', 'pick_up', 'go_out', 'arrive'] as const) await ghazi.presses(t(`rider.do.${step}`))
  await ghazi.sees(t('rider.title.open'))
  await open.market.runner.settled(SETTLE_MS)
}

/** The codes are read from her phone, each when it has come, and typed by the rider. */
async function opensAndKeeps({ ayesha, ghazi }: Record<'ayesha' | 'ghazi', Someone>, order: string): Promise<void> {
  const { t } = ayesha
  const phone = PHONES[t.locale]
  const first = await readsPhone(open, phone, 'order.out', t.locale)
  await ayesha.goes(order)
  await ayesha.sees(first.code ?? '')
  await ghazi.types(t('rider.code.open'), first.code ?? '')
  await ghazi.presses(t('rider.do.open'))
  await open.market.runner.settled(SETTLE_MS)
  await ghazi.sees(t('rider.cash.first', { amount: 'Rs' }).split('Rs')[0] ?? '')

  const second = await readsPhone(open, phone, 'order.release_code', t.locale)
  await ayesha.goes(order)
  await ayesha.sees(second.code ?? '')
  await ghazi.types(t('rider.code.release'), second.code ?? '')
  await ghazi.presses(t('rider.do.release'))
  await open.market.runner.settled(SETTLE_MS)
  await ghazi.sees(t('rider.ended.delivered'))
  await ayesha.goes(order)
  await ayesha.sees(t('buyer.step.accept'))
}

/** The money of the order stands in his book, and the whole sum is with the rider. */
async function isPaid(bilal: Someone, path: string): Promise<void> {
  const { t } = bilal
  const orderId = parseId('ord', path.split('/').at(-1)) ?? ''
  const { order } = await open.market.db.read((tx) => findOrder(tx, orderId))
  expect(order.state).toBe('completed')
  await bilal.goes('/sell/money')
  await bilal.sees(order.number)
  await bilal.sees(t('seller.money.place.collected'))
  const cash = await open.market.db.read((tx) => cashOfRider(tx, open.at.ghazi.person_id))
  expect(cash.rows.map(({ order_id }) => order_id)).toContain(orderId)
}

const cityIn = (locale: Locale) => (locale === 'ur' ? 'لاہور' : 'Lahore')
