import type { Figure } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { headline, leaderOf } from './leader.ts'
import { byPeriod, byValue, type Finder, finderOf, isMonth, isShown } from './reading.ts'
import type { Section, Telling } from './section.ts'
import { areaName, barSection, categoryName, lineSection, monthName, type Named, nameIn, partOf } from './section.ts'
import { payingElsewhere } from './section-elsewhere.ts'
import { festivals, kinds, packs, prices } from './section-prices.ts'
import { conditions, shops, womenLed } from './section-shops.ts'

/** Everything that the page of a release tells, in the order in which people ask. */
export function sectionsOf(figures: readonly Figure[], telling: Telling): Section[] {
  const find = finderOf(figures)
  const makers = [
    ...[paying, payingElsewhere, success, months, hours, buyers, categories, places, divisions],
    ...[prices, kinds, packs, outcomes, shops, womenLed, conditions, festivals],
  ]
  return makers.flatMap((make) => make(find, telling) ?? [])
}

function paying(find: Finder, { t }: Telling): Section | undefined {
  const all = find('payment_share_orders', { payment_method: '*' })
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const nameOf = (row: Figure) => nameIn(t, 'method', row.payment_method)
  const sentence = headline(t, t('pulse.paying.table'), leaderOf(all, 1), (first) =>
    t('pulse.paying.sentence', { method: nameOf(first), share: t.percent(first.value) }),
  )
  const about = t('pulse.paying.about')
  const money = find('payment_share_value', { payment_method: '*' })
  const ofMoney = ({ payment_method }: Figure) => money.find((row) => row.payment_method === payment_method)
  const draft = { id: 'paying', figure: 'payment_share_orders', sentence, about, shown, all, nameOf }
  const beside = { label: t('pulse.of_money'), of: ofMoney }
  return barSection({ ...draft, format: t.percent, needs: ['payment_method'], beside }, t)
}

/** Which ways to pay lead to goods that stay with the buyer. */
function success(find: Finder, { t }: Telling): Section | undefined {
  const all = find('completion_rate', { payment_method: '*' }).filter(({ payment_method }) => payment_method !== '')
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length < 2) return undefined
  const nameOf = (row: Figure) => nameIn(t, 'method', row.payment_method)
  const known = all.filter(({ payment_method }) => payment_method !== 'unknown')
  const [best, worst] = [leaderOf(known.map(withinChance)), leaderOf(known.map(withinChance).map(turned))]
  const both = typeof best === 'string' ? best : typeof worst === 'string' ? worst : { best, worst }
  const sentence =
    typeof both === 'string'
      ? t(`pulse.none.${both}`, { table: t('pulse.success.table') })
      : t('pulse.success.sentence', {
          best: nameOf(both.best),
          share: t.percent(both.best.value),
          worst: nameOf(both.worst),
          less: t.percent(1 - both.worst.value),
        })
  const about = t('pulse.success.about')
  const draft = { id: 'success', figure: 'completion_rate', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['payment_method', 'outcome'] }, t)
}

/** Where all of a few orders ended alike, the next may not: of n in a row the rate may be 3/n away (rule of three). */
function withinChance(row: Figure): Figure {
  if (!isShown(row)) return row
  const reach = 3 / (row.value > 0 ? (row.orders ?? 0) / row.value : 0)
  return { ...row, lower: Math.min(row.lower, 1 - reach), upper: Math.max(row.upper, reach) }
}

/** The share that is left: who has the most of it has the least of the other. */
function turned(row: Figure): Figure {
  return isShown(row) ? { ...row, value: 1 - row.value, lower: 1 - row.upper, upper: 1 - row.lower } : row
}

/** The most orders that there may be: what rows of orders add up to. */
const mostOrders = (find: Finder) => find('orders').find(isShown)?.upper

function months(find: Finder, { t }: Telling): Section | undefined {
  const all = find('orders', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  if (shown.length === 0) return undefined
  const nameOf = ({ period }: Figure) => monthName(t, period)
  const sentence = headline(t, t('pulse.months.table'), leaderOf(all, mostOrders(find)), (most) =>
    t('pulse.months.sentence', { month: nameOf(most), orders: t.number(most.value) }),
  )
  const draft = { id: 'months', figure: 'orders', sentence, about: t('pulse.months.about'), shown, all, nameOf }
  const adjusted = find('orders_adjusted', { period: '*' }).filter(isShown).sort(byPeriod)
  const lines: Named[] = [[t('pulse.orders'), shown]]
  const both: Named[] = adjusted.length > 0 ? [...lines, [t('pulse.adjusted'), adjusted]] : lines
  return lineSection({ ...draft, format: t.number, needs: ['date'] }, t, both)
}

/** The hours of the day; the busiest day of the week is in its sentence. */
function hours(find: Finder, { t }: Telling): Section | undefined {
  const parts = (name: string) => find('orders', { group: '*' }).filter(({ group }) => group.startsWith(name))
  const [all, days] = [parts('hour:'), parts('weekday:')]
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const nameOf = ({ group }: Figure) => `${partOf(group)}:00`
  const [hour, day] = [leaderOf(all, mostOrders(find)), leaderOf(days, mostOrders(find))]
  const dayName = ({ group }: Figure) => nameIn(t, 'group', partOf(group))
  const ofHour = headline(t, t('pulse.hours.table'), hour, (first) => {
    const values = { hour: nameOf(first) }
    return typeof day === 'string'
      ? t('pulse.hours.hour', values)
      : t('pulse.hours.sentence', { ...values, day: dayName(day) })
  })
  const sentence =
    typeof hour === 'string' && typeof day !== 'string' ? t('pulse.hours.day', { day: dayName(day) }) : ofHour
  const draft = { id: 'hours', figure: 'orders', sentence, about: t('pulse.hours.about'), shown, all, nameOf }
  return lineSection({ ...draft, format: t.number, needs: ['date'] }, t, [[t('pulse.orders'), shown]])
}

function buyers(find: Finder, { t }: Telling): Section | undefined {
  const all = find('returning_buyer_share', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const last = shown.at(-1)
  if (!last || shown.length < 2) return undefined
  const nameOf = ({ period }: Figure) => monthName(t, period)
  const sentence = t('pulse.buyers.sentence', { month: nameOf(last), share: t.percent(last.value) })
  const about = t('pulse.buyers.about')
  const draft = { id: 'buyers', figure: 'returning_buyer_share', sentence, about, shown, all, nameOf }
  return lineSection({ ...draft, format: t.percent, needs: ['date'] }, t, [[t('pulse.buyers.back'), shown]])
}

function categories(find: Finder, telling: Telling): Section | undefined {
  const { t } = telling
  const rowsOf = (figure: string) => find(figure, { category: '*' }).filter(({ category }) => category !== '')
  const nameOf = ({ category }: Figure) => categoryName(telling, category)
  const all = rowsOf('category_share_value')
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return categoriesByOrders(rowsOf('orders'), nameOf, t)
  const sentence = headline(t, t('pulse.categories.table'), leaderOf(all, 1), (first) =>
    t('pulse.categories.sentence', { category: nameOf(first), share: t.percent(first.value) }),
  )
  const about = t('pulse.categories.about')
  const draft = { id: 'categories', figure: 'category_share_value', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['category'] }, t)
}

/** Where no line has a price, kinds of goods are told by orders. */
function categoriesByOrders(all: readonly Figure[], nameOf: (row: Figure) => string, t: Say): Section | undefined {
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const about = t('pulse.categories.orders.about')
  // An order with goods of two kinds counts in both: what is hidden may be as large as anything.
  const sentence = headline(t, about.replace(/[.۔]$/, ''), leaderOf(all), (first) =>
    t('pulse.categories.orders', { category: nameOf(first), orders: t.number(first.value) }),
  )
  const draft = { id: 'categories', figure: 'orders', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.number, needs: ['category'] }, t)
}

const isDivision = ({ area }: Figure) => area.endsWith(' division')

/** Provinces, and below them cities. Cities lie in provinces: the provinces alone are held against each other. */
function places(find: Finder, telling: Telling): Section | undefined {
  const rows = find('orders', { area: '*' }).filter(({ area }) => area !== '' && !area.startsWith('outside '))
  // A release tells provinces before divisions, and cities after them.
  const end = rows.findIndex(isDivision)
  const race = end > 0 ? rows.slice(0, end) : rows
  return areasOf('places', find, telling, { all: rows.filter((row) => !isDivision(row)), race })
}

function divisions(find: Finder, telling: Telling): Section | undefined {
  const all = find('orders', { area: '*' }).filter(isDivision)
  return areasOf('divisions', find, telling, { all, race: all })
}

interface Areas {
  readonly all: readonly Figure[]
  /** Those of them that lie beside each other. */
  readonly race: readonly Figure[]
}

function areasOf(id: 'places' | 'divisions', find: Finder, telling: Telling, { all, race }: Areas) {
  const { t } = telling
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length < 2) return undefined
  const nameOf = ({ area }: Figure) => areaName(telling, area)
  const sentence = headline(t, t(`pulse.${id}.table`), leaderOf(race, mostOrders(find)), (first) =>
    t(`pulse.${id}.sentence`, { area: nameOf(first), orders: t.number(first.value) }),
  )
  const draft = { id, figure: 'orders', sentence, about: t(`pulse.${id}.about`), shown, all, nameOf }
  return barSection({ ...draft, format: t.number, needs: ['city'] }, t)
}

function outcomes(find: Finder, { t }: Telling): Section | undefined {
  const all = find('outcome_share_orders', { outcome: '*' })
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const nameOf = ({ outcome }: Figure) => nameIn(t, 'outcome', outcome)
  const sentence = headline(t, t('pulse.outcomes.table'), leaderOf(all, 1), (first) =>
    t('pulse.outcomes.sentence', { outcome: nameOf(first), share: t.percent(first.value) }),
  )
  const about = t('pulse.outcomes.about')
  const draft = { id: 'outcomes', figure: 'outcome_share_orders', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['outcome'] }, t)
}
