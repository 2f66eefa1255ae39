import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listListings, variantsOf } from '../../src/domains/catalogue/catalogue.ts'
import { actForShop, checkShop, findShopByHandle, type ShopActor } from '../../src/domains/identity/identity.ts'
import { placeCheckout } from '../../src/domains/orders/orders.ts'
import type { Locale } from '../../src/kit/text/locale.ts'
import { nameOf } from '../../src/portals/web/names.ts'
import { openBrowser } from '../setup/browser.ts'
import { type Bazaar, openBazaar, SETTLE_MS } from '../setup/buying.ts'
import { phonePhoto } from '../setup/photo.ts'
import { readsPhone, type Someone, signsInByPhone, someone } from '../setup/someone.ts'
import { checkoutOf, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

let open: Bazaar
const browser = await openBrowser()

beforeAll(async () => {
  open = await openBazaar()
})
afterEach(async () => {
  expect(await open.market.db.read(troubles)).toEqual([])
})

const NEW_SHOPS = {
  en: { phone: '+923012345681', name: 'Karim Khussa', handle: 'karim-khussa', price: '2450' },
  ur: { phone: '+923012345682', name: 'Naya Khussa Ghar', handle: 'naya-khussa-ghar', price: '۲۴۵۰' },
}

/** A list as a shopkeeper keeps it, with headings of his own and one row that lacks its price. */
const LIST = [
  'Cheez;Ek ka daam;Kitne hain',
  'Multani khussa, silver thread;3200;6',
  'Kolhapuri chappal, brown;1850;12',
  'Peshawari chappal, black;;4',
].join('\n')

describe.each(['en', 'ur'] as const)('a shop opens on a phone, in %s', { timeout: 120_000 }, (locale) => {
  test('Chacha Karim joins, lists a khussa by photo, brings in his list, and packs the first order', async () => {
    const shop = NEW_SHOPS[locale]
    const karim = await someone(open, browser, locale)
    await joins(karim, shop)
    await lists(karim, shop)
    await bringsInList(karim, shop.handle)
    const by = await isChecked(shop.handle)
    await readsPhone(open, shop.phone, 'shop.checked', locale)
    await karim.goes(`/sell/${shop.handle}/goods`)
    await karim.sees('Multani khussa')

    await isOrderedFrom(by)
    await readsPhone(open, shop.phone, 'sale.placed', locale)
    await packs(karim)
  })
})

/** From the invitation through the phone's code to three questions. */
async function joins(karim: Someone, shop: { phone: string; name: string }): Promise<void> {
  const { t } = karim
  await karim.goes('/sell')
  await karim.follows(t('seller.invite.open'))
  await signsInByPhone(open, karim, shop.phone)
  await karim.types(t('seller.join.name.label'), shop.name)
  await karim.presses(t('seller.next'))
  await karim.picks(t('seller.join.city'), cityName(t.locale, 'multan'))
  await karim.types(t('seller.join.area'), 'Hussain Agahi')
  await karim.presses(t('seller.next'))
  await karim.types(t('seller.join.about.label'), 'Khussa by hand since 1987')
  await karim.presses(t('seller.join.open'))
  await karim.sees(t('seller.photo.title'))
}

/** One question a page: photo, kind, name, price, how many. */
async function lists(karim: Someone, { price }: { price: string }): Promise<void> {
  const { t } = karim
  await karim.hands(t('seller.photo.choose'), await phonePhoto('#7a2e1d'))
  await karim.presses(t('seller.next'))
  for (const shelf of shelvesDownTo(t.locale, 'womens-khussa')) await karim.follows(shelf)
  await karim.types(t('seller.title.label'), 'Multani khussa, golden')
  await karim.presses(t('seller.next'))
  await karim.types(t('seller.price.label'), price)
  await karim.presses(t('seller.next'))
  await karim.sees('2,450')
  await karim.presses(t('seller.next'))
  await karim.types(t('seller.stock.label'), '7')
  await karim.presses(t('seller.next'))
  await karim.sees(t('seller.preview.facts'))
  await karim.presses(t('seller.preview.sell'))
  await karim.sees(t('seller.edit.sent'))
}

/** Tries his list first, with the columns as he says they are, sees the row to mend, and brings in the rest. */
async function bringsInList(karim: Someone, handle: string): Promise<void> {
  const { t } = karim
  const column = (heading: string) => t('seller.mapping.is', { column: heading })
  await karim.goes(`/sell/${handle}/goods`)
  await karim.follows(t('seller.goods.import'))
  await karim.hands(t('seller.import.file'), { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) })
  await karim.presses(t('seller.import.send'))
  await karim.sees(t('seller.mapping.title'))
  await karim.picks(column('Cheez'), t('seller.field.title'))
  await karim.picks(column('Ek ka daam'), t('seller.field.price'))
  await karim.picks(column('Kitne hain'), t('seller.field.stock'))
  await karim.presses(t('seller.mapping.try'))
  await isRead(karim)
  await karim.sees(t('seller.result.tried'))
  await karim.sees(t('seller.result.errors'))
  await karim.presses(t('seller.result.bring_in'))
  await isRead(karim)
  await karim.sees(t('seller.result.done'))
  await open.market.runner.settled(SETTLE_MS)
  const by = await actorOf(handle)
  const { listings } = await open.market.db.read((tx) => listListings(tx, by, { limit: 10 }))
  expect(listings.map(({ title }) => title).sort()).toEqual([
    'Kolhapuri chappal, brown',
    'Multani khussa, golden',
    'Multani khussa, silver thread',
  ])
}

/** The page of a file that is still being read is looked at again. */
async function isRead(karim: Someone): Promise<void> {
  await expect
    .poll(
      async () => {
        await karim.page.reload()
        return karim.reads()
      },
      { timeout: SETTLE_MS },
    )
    .not.toContain(karim.t('seller.result.running.detail'))
}

async function actorOf(handle: string): Promise<ShopActor> {
  return open.market.db.read(async (tx) => {
    const { party_id, opened_by } = await findShopByHandle(tx, handle)
    return actForShop(tx, { kind: 'person', person_id: opened_by }, party_id, 'listings')
  })
}

/** Dania opens the shop, and all its goods go on sale. */
async function isChecked(handle: string): Promise<ShopActor> {
  const by = await actorOf(handle)
  await open.market.db.tx((tx) => checkShop(tx, open.at.dania, by.shop_id, 'open', ''))
  await open.market.runner.settled(SETTLE_MS)
  return by
}

/** Ayesha orders one thing of the list. */
async function isOrderedFrom(by: ShopActor): Promise<void> {
  const { market, at } = open
  const { checkout_id } = await market.db.tx(async (tx) => {
    const { listings } = await listListings(tx, by, { limit: 10 })
    const one = listings.find(({ title }) => title.startsWith('Kolhapuri'))
    const [variant] = await variantsOf(tx, by, one?.listing_id ?? '')
    return checkoutOf(tx, at.ayesha, { bilal: by, small: variant?.variant_id ?? '', address_id: at.address_id })
  })
  const { orders } = await placeCheckout(market.db, at.ayesha, checkout_id, wayFee)
  expect(orders).toHaveLength(1)
  await market.runner.settled(SETTLE_MS)
}

async function packs(karim: Someone): Promise<void> {
  const { t } = karim
  await karim.goes('/sell')
  await karim.sees(t('seller.today.title', { count: 1 }))
  await karim.follows(t('seller.orders.pack_it'))
  await karim.hands(t('seller.photo.take'), await phonePhoto('#224466'))
  await karim.chooses(t('seller.carrier.riders'))
  await karim.presses(t('seller.pack.done'))
  await karim.sees(t('seller.label.packed'))
  await karim.sees('Ayesha Khan')
}

function cityName(locale: Locale, cityId: string): string {
  const city = open.market.cities.find(({ city_id }) => city_id === cityId)
  return city ? nameOf(locale, city) : ''
}

/** The tiles that lead to a shelf: the large one, then the shelf itself. */
function shelvesDownTo(locale: Locale, categoryId: string): string[] {
  const { categories } = open.market
  const find = (id: string | null) => categories.find(({ category_id }) => category_id === id)
  const shelf = find(categoryId)
  let top = shelf
  while (top?.parent_id) top = find(top.parent_id)
  return [top, shelf].flatMap((one) => (one ? [nameOf(locale, one)] : []))
}
