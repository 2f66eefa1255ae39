import type { Figure } from '../../domains/pulse/pulse.ts'
import { headline, isMerged, leaderOf } from './leader.ts'
import { byPeriod, byValue, type Finder, isMonth, isShown, type Shown } from './reading.ts'
import {
  areaName,
  barSection,
  type Draft,
  lineSection,
  monthName,
  nameIn,
  type Section,
  type Telling,
} from './section.ts'

/** Months at each end that are put together while there is no second year: one odd month makes no change. */
const AT_EACH_END = 3
const MOST_METHODS = 4

/** A share of some months together, and how far it may be off. */
export interface Pooled {
  readonly share: number
  readonly reach: number
}

/** One way to pay outside the largest city: at the beginning, and now. */
export interface Elsewhere {
  readonly method: string
  readonly own: readonly Shown[]
  readonly before: Pooled
  readonly now: Pooled
}

/**
 * Every way to pay outside the largest city, the commonest first and what is put together last: the first year against
 * the last, for years hold every season; while there is one year alone, its first months against its last.
 */
export function changesElsewhere(find: Finder) {
  const all = find('payment_share_orders', { period: '*', area: '*', payment_method: '*' }).filter(({ area }) =>
    area.startsWith('outside '),
  )
  const monthly = all.filter(isMonth)
  const area = all[0]?.area ?? ''
  const shown = monthly.filter(isShown).sort(byPeriod)
  const [early, late] = endsOf(all)
  const methods = find('payment_share_orders', { area, payment_method: '*' })
    .filter(isShown)
    .sort((a, b) => Number(isMerged(a)) - Number(isMerged(b)) || byValue(a, b))
    .map(({ payment_method }) => payment_method)
  const changes = methods.flatMap((method): Elsewhere[] => {
    const rows = all.filter(isShown).filter(({ payment_method }) => payment_method === method)
    const [before, now] = [early, late].map((span) => pool(rows.filter(({ period }) => span.includes(period))))
    return before && now ? [{ method, own: rows.filter(isMonth).sort(byPeriod), before, now }] : []
  })
  return { all: monthly, shown, early, late, changes, city: area.slice('outside '.length) }
}

/** The periods at the beginning and at the end that are compared. */
function endsOf(rows: readonly Figure[]): [early: readonly string[], late: readonly string[]] {
  const periods = [...new Set(rows.map(({ period }) => period))].sort()
  const years = periods.filter((period) => /^\d{4}$/.test(period))
  if (years.length > 1) return [years.slice(0, 1), years.slice(-1)]
  const months = periods.filter((period) => /^\d{4}-\d{2}$/.test(period))
  const ends = Math.min(AT_EACH_END, Math.floor(months.length / 2))
  return [months.slice(0, ends), months.slice(months.length - ends)]
}

/** How people outside the largest city pay, and whether that changes. */
export function payingElsewhere(find: Finder, telling: Telling): Section | undefined {
  const { t } = telling
  const { all, shown, early, late, changes, city: largest } = changesElsewhere(find)
  const city = areaName(telling, largest)
  const [first] = changes
  if (!first) return largest === '' ? undefined : payingThere(find, telling, `outside ${largest}`, city)
  const nameOf = ({ method }: Elsewhere) => nameIn(t, 'method', method)
  const way = wayOf(first)
  const ends = { first: t.percent(first.before.share), last: t.percent(first.now.share) }
  const draft: Draft = {
    ...{ id: 'elsewhere', figure: 'payment_share_orders', shown, all, format: t.percent, nameOf: () => '' },
    needs: ['payment_method', 'city'],
    sentence: t(`pulse.elsewhere.${way}`, { city, method: nameOf(first), ...ends }),
    about: t('pulse.elsewhere.about', { city }),
  }
  return {
    ...lineSection(
      draft,
      t,
      // A way to pay that few months tell of is in the table, and would be dots in the picture.
      changes
        .filter(({ own }, i) => i === 0 || 2 * own.length >= first.own.length)
        .slice(0, MOST_METHODS)
        .map((one) => [nameOf(one), one.own] as const),
    ),
    columns: [t('pulse.method_to_pay'), spanOf(telling, early), spanOf(telling, late), t('pulse.change')],
    rows: changes.map((one) => ({
      name: nameOf(one),
      cells: [sharePart(telling, one.before), sharePart(telling, one.now), changePart(telling, one)],
    })),
  }
}

/** While too few months can be told: how people there pay, and that nothing can be said of a change. */
function payingThere(find: Finder, { t }: Telling, area: string, city: string): Section | undefined {
  const all = find('payment_share_orders', { area, payment_method: '*' })
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const nameOf = ({ payment_method }: Figure) => nameIn(t, 'method', payment_method)
  const sentence = headline(t, t('pulse.elsewhere.table', { city }), leaderOf(all, 1), (first) =>
    t('pulse.elsewhere.now', { city, method: nameOf(first), share: t.percent(first.value) }),
  )
  const about = t('pulse.elsewhere.now.about', { city })
  const draft = { id: 'elsewhere', figure: 'payment_share_orders', sentence, about, shown, all, nameOf }
  return barSection({ ...draft, format: t.percent, needs: ['payment_method', 'city'] }, t)
}

/** Rows tell a share and the orders it stands on: together they are weighed by all orders of their months. */
function pool(rows: readonly Shown[]): Pooled | undefined {
  let [orders, whole, square] = [0, 0, 0]
  for (const { value, lower, upper, orders: own = 0 } of rows) {
    if (value <= 0) continue
    const all = own / value
    orders += own
    whole += all
    square += (((upper - lower) / 2) * all) ** 2
  }
  return whole > 0 ? { share: orders / whole, reach: Math.sqrt(square) / whole } : undefined
}

const reachOf = ({ before, now }: Elsewhere) => Math.hypot(before.reach, now.reach)

/** A change is one when it is larger than the error of the difference. */
export function wayOf(one: Elsewhere): 'more' | 'less' | 'same' {
  const change = one.now.share - one.before.share
  if (Math.abs(change) <= reachOf(one)) return 'same'
  return change > 0 ? 'more' : 'less'
}

function spanOf({ t }: Telling, months: readonly string[]): string {
  const [first = '', last = ''] = [months[0], months.at(-1)]
  if (first.length === 4) return first
  return first === last
    ? monthName(t, first)
    : t('pulse.span', { first: monthName(t, first), last: monthName(t, last) })
}

function sharePart({ t }: Telling, { share, reach }: Pooled): string {
  return t('pulse.give_or_take', { value: t.percent(share), reach: points(reach) })
}

function changePart({ t }: Telling, one: Elsewhere): string {
  const change = one.now.share - one.before.share
  const value = `${change < 0 ? '−' : '+'}${points(Math.abs(change))}`
  const words = t(wayOf(one) === 'same' ? 'pulse.unclear' : 'pulse.clear')
  return `${t('pulse.points', { value, reach: points(reachOf(one)) })}: ${words}`
}

const points = (share: number) => (100 * share).toFixed(1)
