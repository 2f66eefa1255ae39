import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, findShop, type ShopActor } from '../identity/identity.ts'
import { type Facts, sendMessage, type Template } from '../messaging/messaging.ts'
import { looksAdvice, salesAdvice, stockAdvice } from './advice.ts'
import { localDay } from './days.ts'
import { isEveningStopped, liveShops, readHours, resumeEvening, stopEvening } from './reading-store.ts'
import { numbersOf, type ShopNumbers } from './shop-numbers.ts'

/** Whether the shop's owner gets its numbers by SMS in the evening. */
export async function isEveningOn(tx: Tx, by: ShopActor): Promise<boolean> {
  return !(await isEveningStopped(tx, by.shop_id))
}

/**
 * The shop's numbers are sent in the evening, or no more. Done again it changes nothing.
 * Refuses: forbidden identity.task_not_given without the task 'shop'. Parties: the shop's only.
 */
export async function setEvening(tx: Tx, by: ShopActor, isOn: boolean): Promise<void> {
  assertTask(by, 'shop')
  if (isOn) await resumeEvening(tx, by.shop_id)
  else await stopEvening(tx, by.shop_id, by.person_id)
}

const BATCH = 200
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
/** A shop in which nobody ordered or looked for so long hears nothing. */
const QUIET_MS = 7 * DAY_MS

/** Sends each open shop its evening, a shop in a transaction. Told twice on one day, it is one message. */
export async function sendEvenings(db: Database, now: Date): Promise<number> {
  const from = localDay(new Date(now.getTime() - QUIET_MS))
  let sent = 0
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const last: string = after
    const shops = await db.read((tx) => liveShops(tx, from, last, BATCH))
    for (const { party_id } of shops) if (await db.tx((tx) => sendEvening(tx, party_id))) sent++
    after = shops.length < BATCH ? undefined : shops.at(-1)?.party_id
  }
  return sent
}

/**
 * Asks for the evening message of a shop to who opened it, in the shop's language: what was ordered and kept today, and
 * one suggestion. False when the shop is not open or wants none. An owner who wants no order messages gets
 * none of these either. Parties: reads the shop's, writes the person's.
 */
export async function sendEvening(tx: Tx, shopId: string): Promise<boolean> {
  const [shop, isStopped] = await Promise.all([findShop(tx, shopId), isEveningStopped(tx, shopId)])
  if (isStopped || shop.state !== 'open') return false
  const day = localDay(tx.now)
  const [numbers, hours] = await Promise.all([numbersOf(tx, shopId), readHours(tx, shopId, day)])
  const { template, facts } = evening(numbers)
  await sendMessage(tx, {
    person_id: shop.opened_by,
    cause: `evening:${shopId}:${day}`,
    template,
    language: shop.language,
    facts: {
      orders: numbers.today.now.count,
      amount_paisa: wholeRupees(numbers.today.now.paisa),
      kept_paisa: wholeRupees(hours.reduce((sum, { kept_paisa }) => sum + kept_paisa, 0n)),
      path: 'sell/numbers',
      ...facts,
    },
  })
  return true
}

/** A message is short: paisa are left out. */
function wholeRupees(paisa: bigint): bigint {
  return (paisa / 100n) * 100n
}

/** The most urgent suggestion that fits into a message, and what it is filled with. */
export function evening(numbers: ShopNumbers): { template: Template; facts: Facts } {
  const { stock, unbought, prices, week, reasons, titles } = numbers
  const soon = stockAdvice(stock)
  const goods = soon?.about?.startsWith('listing:') ? titles.get(soon.about.slice('listing:'.length)) : undefined
  if (soon?.name === 'stock.soon' && goods) {
    return { template: 'shop.evening_stock', facts: { title: goods, count: soon.count ?? 0, least: soon.least ?? 0 } }
  }
  const looked = looksAdvice(unbought, prices)
  const title = looked?.about && titles.get(looked.about)
  if (looked?.name === 'looks.dear' && title) {
    return { template: 'shop.evening_dear', facts: { title, count: looked.count ?? 0 } }
  }
  const back = reasons.reduce((sum, { back_count }) => sum + back_count, 0)
  if (back >= 3) return { template: 'shop.evening_back', facts: { count: back } }
  if (salesAdvice(week, undefined).name === 'sales.none') return { template: 'shop.evening_share', facts: {} }
  if (looked && title) return { template: 'shop.evening_photo', facts: { title, count: unbought[0]?.looked ?? 0 } }
  return { template: 'shop.evening', facts: {} }
}
