import { type Figure, SHOP_SIZES } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { byPeriod, byValue, type Finder, finderOf, isMonth, isShown } from './reading.ts'
import type { Section, Telling } from './section.ts'
import { areaName, barSection, categoryName, lineSection, monthName, type Named, nameIn, partOf } from './section.ts'
import { payingElsewhere } from './section-elsewhere.ts'
import { festivals, kinds, packs, prices } from './section-prices.ts'

/** Everything that the page of a release tells, in the order in which people ask. */
export function sectionsOf(figures: readonly Figure[], telling: Telling): Section[] {
  const find = finderOf(figures)
  const makers = [
    ...[paying, payingElsewhere, success, months, hours, buyers, categories, places, divisions],
    ...[prices, kinds, packs, outcomes, shops, festivals],
  ]
  return makers.flatMap((make) => make(find, telling) ?? [])
}

function paying(find: Finder, { t }: Telling): Section | undefined {
  const all = find('payment_share_orders', { payment_method: '*' })
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const nameOf = (row: Figure) => nameIn(t, 'method', row.payment_method)
  const sentence = t('pulse.paying.sentence', { method: nameOf(first), share: t.percent(first.value) })
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
  const [best, worst] = [shown[0], shown.at(-1)]
  if (!best || !worst || best === worst) return undefined
  const nameOf = (row: Figure) => nameIn(t, 'method', row.payment_method)
  const values = {
    best: nameOf(best),
    share: t.percent(best.value),
    worst: nameOf(worst),
    less: t.percent(worst.value),
  }
  const [sentence, about] = [t('pulse.success.sentence', values), t('pulse.success.about')]
  const draft = { id: 'success', figure: 'completion_rate', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['payment_method', 'outcome'] }, t)
}

function months(find: Finder, { t }: Telling): Section | undefined {
  const all = find('orders', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const most = shown.toSorted(byValue)[0]
  if (!most) return undefined
  const nameOf = ({ period }: Figure) => monthName(t, period)
  const sentence = t('pulse.months.sentence', { month: nameOf(most), orders: t.number(most.value) })
  const draft = { id: 'months', figure: 'orders', sentence, about: t('pulse.months.about'), shown, all, nameOf }
  const adjusted = find('orders_adjusted', { period: '*' }).filter(isShown).sort(byPeriod)
  const lines: Named[] = [[t('pulse.orders'), shown]]
  const both: Named[] = adjusted.length > 0 ? [...lines, [t('pulse.adjusted'), adjusted]] : lines
  return lineSection({ ...draft, format: t.number, needs: ['date'] }, t, both)
}

/** The hours of the day; the busiest day of the week is in its sentence. */
function hours(find: Finder, { t }: Telling): Section | undefined {
  const all = find('orders', { group: '*' }).filter(({ group }) => group.startsWith('hour:'))
  const shown = all.filter(isShown).sort(byValue)
  const days = find('orders', { group: '*' })
    .filter(({ group }) => group.startsWith('weekday:'))
    .filter(isShown)
    .sort(byValue)
  const [hour, day] = [shown[0], days[0]]
  if (!hour || !day) return undefined
  const nameOf = ({ group }: Figure) => `${partOf(group)}:00`
  const sentence = t('pulse.hours.sentence', { hour: nameOf(hour), day: nameIn(t, 'group', partOf(day.group)) })
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
  const [first] = shown
  if (!first) return categoriesByOrders(rowsOf('orders'), nameOf, t)
  const sentence = t('pulse.categories.sentence', { category: nameOf(first), share: t.percent(first.value) })
  const about = t('pulse.categories.about')
  const draft = { id: 'categories', figure: 'category_share_value', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['category'] }, t)
}

/** Where no line has a price, kinds of goods are told by orders. */
function categoriesByOrders(all: readonly Figure[], nameOf: (row: Figure) => string, t: Say): Section | undefined {
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const sentence = t('pulse.categories.orders', { category: nameOf(first), orders: t.number(first.value) })
  const draft = {
    id: 'categories',
    figure: 'orders',
    sentence,
    about: t('pulse.categories.orders.about'),
    shown,
    all,
    nameOf,
  }
  return barSection({ ...draft, format: t.number, needs: ['category'] }, t)
}

const isDivision = ({ area }: Figure) => area.endsWith(' division')

function places(find: Finder, telling: Telling): Section | undefined {
  return areasOf('places', find, telling, (row) => !isDivision(row) && !row.area.startsWith('outside '))
}

function divisions(find: Finder, telling: Telling): Section | undefined {
  return areasOf('divisions', find, telling, isDivision)
}

function areasOf(id: 'places' | 'divisions', find: Finder, telling: Telling, isOne: (row: Figure) => boolean) {
  const { t } = telling
  const all = find('orders', { area: '*' }).filter((row) => row.area !== '' && isOne(row))
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first || shown.length < 2) return undefined
  const nameOf = ({ area }: Figure) => areaName(telling, area)
  const sentence = t(`pulse.${id}.sentence`, { area: nameOf(first), orders: t.number(first.value) })
  const draft = { id, figure: 'orders', sentence, about: t(`pulse.${id}.about`), shown, all, nameOf }
  return barSection({ ...draft, format: t.number, needs: ['city'] }, t)
}

function outcomes(find: Finder, { t }: Telling): Section | undefined {
  const all = find('outcome_share_orders', { outcome: '*' })
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const nameOf = ({ outcome }: Figure) => nameIn(t, 'outcome', outcome)
  const sentence = t('pulse.outcomes.sentence', { outcome: nameOf(first), share: t.percent(first.value) })
  const about = t('pulse.outcomes.about')
  const draft = { id: 'outcomes', figure: 'outcome_share_orders', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['outcome'] }, t)
}

/** Small shops against large ones, new goods against used ones, and shops led by women where they say so. */
function shops(find: Finder, { t }: Telling): Section | undefined {
  const kinds = ['shops:', 'condition:', 'women_led:']
  const all = find('orders', { group: '*' }).filter(({ group }) => kinds.some((kind) => group.startsWith(kind)))
  const shown = all.filter(isShown)
  const small = shown.find(({ group }) => group === 'shops:small')
  if (shown.length < 2) return undefined
  const nameOf = ({ group }: Figure) => nameIn(t, 'group', group)
  const sentence = small ? t('pulse.shops.sentence', { orders: t.number(small.value) }) : t('pulse.shops.plain')
  const draft = {
    id: 'shops',
    figure: 'shop_sizes',
    sentence,
    about: t('pulse.shops.about', SHOP_SIZES),
    shown,
    all,
    nameOf,
  }
  return barSection({ ...draft, format: t.number, needs: ['shop'] }, t)
}
