import type { Figure } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import type { Chart } from './draw.ts'
import { byPeriod, byValue, type Finder, finderOf, isMonth, isShown, type Shown } from './reading.ts'

/** One thing that a release says: a sentence, a chart, and the same numbers as a table. */
export interface Section {
  readonly id: string
  readonly sentence: string
  readonly about: string
  readonly chart: Chart
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[]
  /** Rows that were hidden to protect somebody. */
  readonly hidden: number
}

const MOST_BARS = 10
const MOST_LINES = 4

/** Everything that the page of a release tells, in the order in which people ask. */
export function sectionsOf(figures: readonly Figure[], t: Say): Section[] {
  const find = finderOf(figures)
  return [
    paying(find, t),
    payingElsewhere(find, t),
    months(find, t),
    categories(find, t),
    places(find, t),
    prices(find, t),
    outcomes(find, t),
  ].flatMap((section) => section ?? [])
}

interface Draft {
  readonly id: string
  readonly sentence: string
  readonly about: string
  readonly shown: readonly Shown[]
  readonly all: readonly Figure[]
  readonly nameOf: (row: Figure) => string
  readonly format: (value: number) => string
}

function barSection(draft: Draft, t: Say): Section {
  const { shown, format } = draft
  const rows = shown.slice(0, MOST_BARS)
  return {
    ...headOf(draft, t),
    chart: {
      kind: 'bars',
      labels: rows.map(draft.nameOf),
      lines: [
        {
          name: '',
          values: rows.map(({ value }) => value),
          lower: rows.map(({ lower }) => lower),
          upper: rows.map(({ upper }) => upper),
        },
      ],
      format,
      isRightToLeft: t.locale === 'ur',
    },
  }
}

function headOf({ id, sentence, about, shown, all, nameOf, format }: Draft, t: Say): Omit<Section, 'chart'> {
  return {
    id,
    sentence,
    about,
    columns: [t('pulse.name'), t('pulse.figure'), t('pulse.interval'), t('pulse.orders')],
    rows: shown.map((row) => ({
      name: nameOf(row),
      cells: [
        format(row.value),
        t('pulse.between', { lower: format(row.lower), upper: format(row.upper) }),
        row.orders === undefined ? '' : t.number(row.orders),
      ],
    })),
    hidden: all.length - shown.length,
  }
}

/** The name of a way to pay, a category or an outcome, in the reader's words where there are some. */
export function nameIn(t: Say, kind: 'method' | 'outcome', name: string): string {
  return t.maybe(`pulse.${kind}.${name.toLowerCase().replaceAll(' ', '_')}`) ?? name
}

function paying(find: Finder, t: Say): Section | undefined {
  const all = find('payment_share_orders', { payment_method: '*' })
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const nameOf = (row: Figure) => nameIn(t, 'method', row.payment_method)
  const sentence = t('pulse.paying.sentence', { method: nameOf(first), share: t.percent(first.value) })
  return barSection(
    { id: 'paying', sentence, about: t('pulse.paying.about'), shown, all, nameOf, format: t.percent },
    t,
  )
}

/** How people outside the largest city pay, month by month, and whether that changes. */
function payingElsewhere(find: Finder, t: Say): Section | undefined {
  const everywhere = find('payment_share_orders', { payment_method: '*' }).filter(isShown).sort(byValue)
  const method = everywhere[0]?.payment_method
  if (!method) return undefined
  const all = find('payment_share_orders', { period: '*', area: '*', payment_method: method }).filter(isMonth)
  const outside = all.find(({ area }) => area.startsWith('outside '))?.area
  if (!outside) return undefined
  const city = outside.slice('outside '.length)
  const rows = all.filter(({ area }) => area === outside || area === city)
  const shown = rows.filter(isShown).sort(byPeriod)
  const series = shown.filter(({ area }) => area === outside)
  const [first, last] = [series[0], series.at(-1)]
  if (!first || !last) return undefined
  const way = last.lower > first.upper ? 'more' : last.upper < first.lower ? 'less' : 'same'
  const name = nameIn(t, 'method', method)
  const values = { city, method: name, first: t.percent(first.value), last: t.percent(last.value) }
  const areaName = (area: string) => (area === outside ? t('pulse.outside', { city }) : area)
  const draft: Draft = {
    id: 'elsewhere',
    sentence: t(`pulse.elsewhere.${way}`, values),
    about: t('pulse.elsewhere.about', { city }),
    shown,
    all: rows,
    nameOf: (row) => `${row.period} · ${areaName(row.area)}`,
    format: t.percent,
  }
  return lineSection(
    draft,
    t,
    [outside, city].map((area) => [areaName(area), shown.filter((row) => row.area === area)]),
  )
}

type Named = readonly [name: string, rows: readonly Shown[]]

function lineSection(draft: Draft, t: Say, lines: readonly Named[], isLoose = false): Section {
  const labels = [...new Set(draft.shown.map(({ period }) => period))].sort()
  return {
    ...headOf(draft, t),
    chart: {
      kind: 'lines',
      labels,
      lines: lines.slice(0, MOST_LINES).map(([name, rows], i) => {
        const at = new Map(rows.map((row) => [row.period, row]))
        const values = labels.map((label) => at.get(label)?.value)
        const band = {
          lower: labels.map((label) => at.get(label)?.lower),
          upper: labels.map((label) => at.get(label)?.upper),
        }
        return { name, values, ...(i < 2 ? band : {}) }
      }),
      format: draft.format,
      isRightToLeft: t.locale === 'ur',
      isLoose,
    },
  }
}

function months(find: Finder, t: Say): Section | undefined {
  const all = find('orders', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const most = shown.toSorted(byValue)[0]
  if (!most) return undefined
  const draft: Draft = {
    id: 'months',
    sentence: t('pulse.months.sentence', { month: most.period, orders: t.number(most.value) }),
    about: t('pulse.months.about'),
    shown,
    all,
    nameOf: ({ period }) => period,
    format: t.number,
  }
  const adjusted = find('orders_adjusted', { period: '*' }).filter(isShown).sort(byPeriod)
  const lines: Named[] = [[t('pulse.orders'), shown]]
  return lineSection(draft, t, adjusted.length > 0 ? [...lines, [t('pulse.adjusted'), adjusted]] : lines)
}

function categories(find: Finder, t: Say): Section | undefined {
  const all = find('category_share_value', { category: '*' }).filter(({ category }) => category !== '')
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const nameOf = ({ category }: Figure) => t.maybe(`pulse.area.${category.replaceAll(' ', '_')}`) ?? category
  const sentence = t('pulse.categories.sentence', { category: nameOf(first), share: t.percent(first.value) })
  return barSection(
    { id: 'categories', sentence, about: t('pulse.categories.about'), shown, all, nameOf, format: t.percent },
    t,
  )
}

function places(find: Finder, t: Say): Section | undefined {
  const all = find('orders', { area: '*' }).filter(({ area }) => area !== '' && !area.startsWith('outside '))
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first || shown.length < 2) return undefined
  const nameOf = ({ area }: Figure) => t.maybe(`pulse.area.${area.replace(' ', '_')}`) ?? area
  const sentence = t('pulse.places.sentence', { area: nameOf(first), orders: t.number(first.value) })
  return barSection({ id: 'places', sentence, about: t('pulse.places.about'), shown, all, nameOf, format: t.number }, t)
}

function prices(find: Finder, t: Say): Section | undefined {
  const all = find('price_index', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last || first === last) return undefined
  const change = last.value / first.value - 1
  const values = { share: t.percent(Math.abs(change)), first: first.period, last: last.period }
  const draft: Draft = {
    id: 'prices',
    sentence: t(change >= 0 ? 'pulse.prices.up' : 'pulse.prices.down', values),
    about: t('pulse.prices.about'),
    shown,
    all,
    nameOf: ({ period }) => period,
    format: (value) => value.toFixed(1),
  }
  const chain = find('price_index_chained', { period: '*' }).filter(isShown).sort(byPeriod)
  return lineSection(
    draft,
    t,
    [['GEKS', shown], ...(chain.length > 0 ? [[t('pulse.chained'), chain] as const] : [])],
    true,
  )
}

function outcomes(find: Finder, t: Say): Section | undefined {
  const all = find('outcome_share_orders', { outcome: '*' })
  const shown = all.filter(isShown).sort(byValue)
  const [first] = shown
  if (!first) return undefined
  const nameOf = ({ outcome }: Figure) => nameIn(t, 'outcome', outcome)
  const sentence = t('pulse.outcomes.sentence', { outcome: nameOf(first), share: t.percent(first.value) })
  return barSection(
    { id: 'outcomes', sentence, about: t('pulse.outcomes.about'), shown, all, nameOf, format: t.percent },
    t,
  )
}
