import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type LiveListing, liveListingsOfShop } from '../catalogue/catalogue.ts'
import type { ShopActor } from '../identity/identity.ts'
import { offersOfListings } from '../offers/offers.ts'
import type { Looked, PriceCheck } from './advice.ts'
import { dayAfter, localDay, localHour } from './days.ts'
import { type FestivalAhead, festivalsAhead } from './festivals.ts'
import { type PriceRange, readRanges } from './prices-store.ts'
import { countBuyers, readHours, readLooks, readReasons, readSold, type SoldRow, sumOrdered } from './reading-store.ts'
import { type BestHours, bestHours, type Compared, compareSales, HOURS_BACK, type Sold, YEAR_DAYS } from './sales.ts'
import { type OwnListing, type StockLine, stockToLast } from './stock.ts'

/** The days that most of the page is about. */
export const MONTH_DAYS = 28
/** Reasons and regulars are rarer, and looked at over a season. */
const QUARTER_DAYS = 91
/** Of fewer buyers no count is told: a shopkeeper would know who each of them is. */
export const LEAST_BUYERS = 10
/** So many looks and no order are worth a word. */
const LEAST_LOOKS = 10
const SHOWN = 5
const LOOKED_AT = 200
const MOST_LISTINGS = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** A shop's own numbers, as facts for words in any language. */
export interface ShopNumbers {
  readonly today: Compared
  readonly week: Compared
  readonly season: Compared
  /** The same weeks a year before, up to the same hour; undefined when the shop had not sold before them. */
  readonly lastYear: Sold | undefined
  readonly sells: readonly SoldRow[]
  /** Looked at often and not bought in four weeks. */
  readonly unbought: readonly Looked[]
  /** Orders that were kept and that went back in a season. */
  readonly ended: { readonly kept: number; readonly back: number }
  readonly reasons: readonly { reason: string; back_count: number }[]
  readonly hours: BestHours | undefined
  /** Undefined below LEAST_BUYERS. */
  readonly buyers: { readonly buyers: number; readonly again: number } | undefined
  readonly prices: readonly PriceCheck[]
  readonly stock: readonly StockLine[]
  /** Titles of the listings that are named above and on sale. */
  readonly titles: ReadonlyMap<string, string>
}

/** Everything that a shop's page of numbers says, but its money. Refuses: nothing. Parties: the shop's only. */
export function readShopNumbers(tx: Tx, by: ShopActor): Promise<ShopNumbers> {
  return numbersOf(tx, by.shop_id)
}

/** The festivals that come, and what the shop sold before those that it has seen. Refuses: nothing. */
export async function readFestivals(tx: Tx, by: ShopActor): Promise<FestivalAhead[]> {
  return festivalsAhead(tx, by.shop_id, await ownGoods(tx, by.shop_id))
}

/** What readShopNumbers reads, for the market's own work. */
export async function numbersOf(tx: Tx, shopId: string): Promise<ShopNumbers> {
  const today = localDay(tx.now)
  const month = dayAfter(today, 1 - MONTH_DAYS)
  const quarter = dayAfter(today, 1 - QUARTER_DAYS)
  const [hours, lastYear, sold, looks, reasons, buyers, goods] = await Promise.all([
    readHours(tx, shopId, dayAfter(today, -HOURS_BACK)),
    sumOrdered(tx, shopId, dayAfter(quarter, -YEAR_DAYS), {
      day: dayAfter(today, -YEAR_DAYS),
      hour: localHour(tx.now),
    }),
    readSold(tx, shopId, month, LOOKED_AT),
    readLooks(tx, shopId, month, LOOKED_AT),
    readReasons(tx, shopId, quarter),
    countBuyers(tx, shopId, new Date(tx.now.getTime() - QUARTER_DAYS * DAY_MS)),
    ownGoods(tx, shopId),
  ])
  const [prices, stock] = await Promise.all([checkPrices(tx, goods), stockToLast(tx, shopId, goods)])
  const lately = hours.filter(({ day }) => day >= quarter)
  const total = (of: (row: (typeof hours)[number]) => number) => lately.reduce((sum, row) => sum + of(row), 0)
  return {
    ...compareSales(hours, tx.now),
    lastYear: lastYear.isWhole ? { count: lastYear.count, paisa: lastYear.paisa } : undefined,
    sells: sold.filter(({ ordered_pieces }) => ordered_pieces > 0).slice(0, SHOWN),
    unbought: unboughtOf(looks, sold, goods).slice(0, SHOWN),
    ended: { kept: total((row) => row.kept_count), back: total((row) => row.back_count) },
    reasons: sumReasons(reasons),
    hours: bestHours(lately),
    buyers: buyers.buyers < LEAST_BUYERS ? undefined : buyers,
    prices,
    stock,
    titles: new Map(goods.map(({ listing_id, title }) => [listing_id, title])),
  }
}

/** What a shop has on sale, with what it costs and how many are left. */
export async function ownGoods(tx: Tx, shopId: string): Promise<OwnGoods[]> {
  const listings = await liveListingsOfShop(tx, shopId, FIRST_ID, MOST_LISTINGS)
  const offers = new Map((await offersOfListings(tx, listings)).map((one) => [one.listing_id, one]))
  return listings.flatMap(({ listing_id, category_id, condition, title }) => {
    const offer = offers.get(listing_id)
    if (!offer) return []
    return { listing_id, category_id, condition, title, paisa: offer.price_from_paisa, left: offer.left_count }
  })
}

export type OwnGoods = OwnListing & Pick<LiveListing, 'condition' | 'title'> & { readonly paisa: bigint }

/** Own prices beside those of like goods, what is furthest above on top. Goods with no range are left out. */
async function checkPrices(tx: Tx, goods: readonly OwnGoods[]): Promise<PriceCheck[]> {
  const ranges = await readRanges(tx, [...new Set(goods.map(({ category_id }) => category_id))])
  const rangeOf = new Map(ranges.map((one) => [`${one.category_id}/${one.condition}`, one]))
  const far = ({ paisa, high_paisa, low_paisa }: PriceCheck) =>
    Math.abs(Math.log(Number(paisa) / Number(paisa > high_paisa ? high_paisa : low_paisa)))
  return goods
    .flatMap(({ listing_id, category_id, condition, paisa }): PriceCheck[] => {
      const range = rangeOf.get(`${category_id}/${condition}`)
      return range ? [{ listing_id, paisa, ...pick(range), side: sideOf(paisa, range) }] : []
    })
    .sort((a, b) => Number(b.side !== 'within') - Number(a.side !== 'within') || far(b) - far(a))
}

const pick = ({ low_paisa, high_paisa, shop_count }: PriceRange) => ({ low_paisa, high_paisa, shop_count })

/** A tenth outside the middle half is worth a word; less is taste. */
function sideOf(paisa: bigint, { low_paisa, high_paisa }: PriceRange): PriceCheck['side'] {
  if (paisa * 10n > high_paisa * 11n) return 'above'
  return paisa * 11n < low_paisa * 10n ? 'below' : 'within'
}

function unboughtOf(
  looks: readonly { listing_id: string; looked_count: number; carted_count: number }[],
  sold: readonly SoldRow[],
  goods: readonly OwnGoods[],
): Looked[] {
  const bought = new Set(sold.filter(({ ordered_pieces }) => ordered_pieces > 0).map(({ listing_id }) => listing_id))
  const onSale = new Set(goods.filter(({ left }) => left > 0).map(({ listing_id }) => listing_id))
  return looks
    .filter(({ listing_id, looked_count }) => looked_count >= LEAST_LOOKS && !bought.has(listing_id))
    .filter(({ listing_id }) => onSale.has(listing_id))
    .map(({ listing_id, looked_count, carted_count }) => ({ listing_id, looked: looked_count, carted: carted_count }))
}

function sumReasons(rows: readonly { reason: string; back_count: number }[]) {
  const sums = new Map<string, number>()
  for (const { reason, back_count } of rows) sums.set(reason, (sums.get(reason) ?? 0) + back_count)
  return [...sums].map(([reason, back_count]) => ({ reason, back_count })).sort((a, b) => b.back_count - a.back_count)
}
