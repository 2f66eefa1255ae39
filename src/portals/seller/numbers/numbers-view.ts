import {
  type Advice,
  backAdvice,
  type Compared,
  LEAST_BUYERS,
  looksAdvice,
  priceAdvice,
  type ShopNumbers,
  type StockLine,
  salesAdvice,
  stockAdvice,
} from '../../../domains/numbers/numbers.ts'
import { HOUR_MS } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { wholeRupees } from '../money/money-sums.ts'
import { routes } from '../routes.ts'
import { type AdviceWords, adviceWords } from './advice-words.ts'
import type { NumbersView } from './numbers-page.tsx'
import type { ThingRow } from './parts.tsx'

const SHOWN = 5

/** All that the page says of a shop's numbers, in the visitor's words; its money and its switch come from elsewhere. */
export function numbersView(
  visit: Visit,
  numbers: ShopNumbers,
  shop: string,
): Omit<NumbersView, 'money' | 'evening' | 'links' | 'missed'> {
  const { t } = visit
  const name = namesOf(visit, numbers.titles)
  const row = (about: string, detail: string, value: string): ThingRow => {
    const href = numbers.titles.has(about) ? routes.listing.href({ shop, listing: shown('lst', about) }) : undefined
    return { id: about, thing: name(about), detail, value, href }
  }
  const words = (advice: Advice | undefined) => advice && adviceWords(t, advice, name)
  const [best] = numbers.sells
  const sales = salesAdvice(numbers.week, best?.listing_id)
  const looks = looksAdvice(numbers.unbought, numbers.prices)
  const prices = priceAdvice(numbers.prices)
  const stock = stockAdvice(numbers.stock)
  const back = backAdvice(numbers.reasons, numbers.ended)
  const outside = numbers.prices.filter(({ side }) => side !== 'within').slice(0, SHOWN)
  return {
    t,
    first: words(firstOf({ sales, looks, prices, stock, back })),
    sales: {
      figures: [
        salesFigure(visit, t('numbers.sales.today'), numbers.today),
        salesFigure(visit, t('numbers.sales.week'), numbers.week),
        salesFigure(visit, t('numbers.sales.season'), numbers.season),
      ],
      advice: words(sales),
      year: yearWords(visit, numbers),
    },
    sells: {
      rows: numbers.sells.map(({ listing_id, ordered_pieces, ordered_paisa }) =>
        row(listing_id, t('numbers.sells.pieces', { count: ordered_pieces }), t.rupees(ordered_paisa)),
      ),
      none: t('numbers.sells.none'),
      advice: words(best && { name: 'sells', about: best.listing_id }),
      how: t('numbers.month'),
    },
    looks: {
      rows: numbers.unbought.map(({ listing_id, looked, carted }) =>
        row(listing_id, t('numbers.looks.carted', { count: carted }), t('numbers.looks.looked', { count: looked })),
      ),
      none: t('numbers.looks.none'),
      advice: words(looks),
      how: t('numbers.looks.how'),
    },
    prices: {
      rows: outside.map(({ listing_id, paisa, low_paisa, high_paisa }) => {
        const span = { low: t.rupees(low_paisa), high: t.rupees(high_paisa) }
        return row(listing_id, t('numbers.prices.span', span), t.rupees(paisa))
      }),
      none: t(numbers.prices.length === 0 ? 'numbers.prices.none' : 'numbers.prices.within'),
      advice: words(prices),
      how: numbers.prices.length === 0 ? undefined : t('numbers.prices.how', { count: fewestShops(numbers) }),
    },
    stock: {
      rows: numbers.stock.slice(0, SHOWN).map((line) => {
        const about = `${line.kind}:${line.id}`
        return row(about, t('numbers.stock.left', { count: line.left }), lastsWords(visit, line))
      }),
      none: t('numbers.stock.none'),
      advice: words(stock),
    },
    back: backView(visit, numbers, words(back)),
    hours: hoursView(visit, numbers),
    buyers: buyersView(visit, numbers, words),
  }
}

/** What is urgent comes before what is good to know. */
function firstOf(all: Readonly<Record<'sales' | 'looks' | 'prices' | 'stock' | 'back', Advice | undefined>>) {
  const { sales, looks, prices, stock, back } = all
  const urgent = [
    stock?.name === 'stock.soon' ? stock : undefined,
    looks?.name === 'looks.dear' ? looks : undefined,
    back?.name === 'back.none' ? undefined : back,
    sales?.name === 'sales.down' ? sales : undefined,
    looks,
    prices?.name === 'prices.fair' ? undefined : prices,
    sales,
  ]
  return urgent.find((advice) => advice !== undefined)
}

/** What a listing or a shelf is called: 'listing:<id>', 'shelf:<id>', or the id of a listing alone. */
export function namesOf({ t, locale, market }: Visit, titles: ReadonlyMap<string, string>): (about: string) => string {
  return (about) => {
    const [kind = '', id = ''] = about.includes(':') ? about.split(':') : ['listing', about]
    if (kind === 'listing') return titles.get(id) ?? t('numbers.thing.gone')
    const shelf = market.categories.find(({ category_id }) => category_id === id)
    return shelf ? nameOf(locale, shelf) : id
  }
}

function salesFigure({ t }: Visit, when: string, { now, before }: Compared) {
  const worth = t.rupeesShort(wholeRupees(before.paisa))
  const counts = { when, orders: now.count, before: before.count, worth }
  return { value: t.rupeesShort(wholeRupees(now.paisa)), label: t('numbers.sales.beside', counts) }
}

/** The same season a year before; the weeks before these are another one. */
function yearWords({ t }: Visit, { lastYear }: ShopNumbers): string {
  if (!lastYear) return t('numbers.sales.year.none')
  return t('numbers.sales.year', { orders: lastYear.count, worth: t.rupeesShort(wholeRupees(lastYear.paisa)) })
}

function fewestShops({ prices }: ShopNumbers): number {
  return Math.min(...prices.map(({ shop_count }) => shop_count))
}

/** Beyond a year nobody plans. */
const A_YEAR = 365

export function lastsWords({ t }: Visit, { lasts }: StockLine): string {
  if (!lasts) return t('numbers.stock.early')
  const least = Math.floor(lasts.least)
  if (lasts.least > A_YEAR) return t('numbers.stock.year')
  if (lasts.most > A_YEAR) return t('numbers.stock.open', { least })
  return t('numbers.stock.days', { least, most: Math.ceil(lasts.most) })
}

/** Words for a reason for which goods go back; what only the market knows is its decision. */
export function reasonWords({ t }: Visit, reason: string): string {
  return t.maybe(`numbers.reason.${reason}`) ?? t('numbers.reason.decided')
}

function backView(visit: Visit, { ended, reasons }: ShopNumbers, advice: AdviceWords | undefined): NumbersView['back'] {
  const { t } = visit
  const of = ended.kept + ended.back
  return {
    sentence: of === 0 ? t('numbers.back.none') : t('numbers.back.of', { count: ended.back, of }),
    reasons: reasons.map(({ reason, back_count }) => ({
      label: reasonWords(visit, reason),
      value: t.number(back_count),
    })),
    advice,
  }
}

type Words = (advice: Advice | undefined) => AdviceWords | undefined

function hoursView({ t }: Visit, { hours }: ShopNumbers): NumbersView['hours'] {
  if (!hours) return { sentence: t('numbers.hours.early'), advice: undefined }
  const from = clockAt(t.time, hours.from)
  const sentence = t('numbers.hours.say', { share: t.percent(hours.share), from, to: clockAt(t.time, hours.to) })
  return { sentence, advice: { say: t('numbers.advice.hours', { from }), why: t('numbers.advice.hours.why') } }
}

/** A whole hour of the clock in Pakistan, as it is said. */
function clockAt(time: (at: Date) => string, hour: number): string {
  return time(new Date((hour - 5) * HOUR_MS))
}

function buyersView({ t }: Visit, { buyers }: ShopNumbers, words: Words): NumbersView['buyers'] {
  if (!buyers) return { sentence: t('numbers.buyers.early', { least: LEAST_BUYERS }), advice: undefined }
  return { sentence: t('numbers.buyers.say', { ...buyers }), advice: words({ name: 'buyers' }) }
}
