import type { Figure } from '../../domains/pulse/pulse.ts'
import { headline, leaderOf } from './leader.ts'
import { byPeriod, byValue, type Estimate, type Finder, isMonth, isShown, type Shown, sideOf } from './reading.ts'
import {
  barSection,
  betweenOf,
  categoryName,
  type Draft,
  lineSection,
  monthName,
  nameIn,
  partOf,
  type Section,
  type Telling,
} from './section.ts'

const MOST_KINDS = 3

/** The price index month by month, with the chained one to see how far that drifts. */
export function prices(find: Finder, { t }: Telling): Section | undefined {
  const all = find('price_index', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last || first === last) return undefined
  const change = changeBetween(first, last)
  const values = {
    share: t.percent(Math.abs(change.value)),
    between: betweenOf(awayFromNone(change), t.percent, t),
    first: monthName(t, first.period),
    last: monthName(t, last.period),
  }
  const drift = find('price_index_drift', { period: last.period }).find(isShown)
  const about = t('pulse.prices.about')
  const draft: Draft = {
    id: 'prices',
    figure: 'price_index',
    sentence: t(`pulse.prices.${sideOf(change, 0)}`, values),
    about: drift ? `${about} ${t('pulse.prices.drift', { drift: drift.value.toFixed(1) })}` : about,
    shown,
    all,
    nameOf: ({ period }) => monthName(t, period),
    format: (value) => value.toFixed(1),
    needs: ['date'],
  }
  const chain = find('price_index_chained', { period: '*' }).filter(isMonth).filter(isShown).sort(byPeriod)
  const lines = [['GEKS', shown], ...(chain.length > 0 ? [[t('pulse.chained'), chain]] : [])] as const
  return lineSection(draft, t, lines as Parameters<typeof lineSection>[2], true)
}

/** A change from one point of an index to another: 0.03 is three percent more. */
function changeBetween(first: Shown, last: Shown): Estimate {
  const value = last.value / first.value - 1
  return { value, lower: last.lower / first.upper - 1, upper: last.upper / first.lower - 1 }
}

/** How far something moved, whichever way: a fall between −3 and −1 percent is one between 1 and 3. */
function awayFromNone({ lower, upper }: Pick<Estimate, 'lower' | 'upper'>) {
  const ends = [Math.abs(lower), Math.abs(upper)]
  return { lower: lower < 0 && upper > 0 ? 0 : Math.min(...ends), upper: Math.max(...ends) }
}

/** The price index of each kind of goods, by how far it moved; drawn are those on which most money is spent. */
export function kinds(find: Finder, telling: Telling): Section | undefined {
  const { t } = telling
  const all = find('price_index', { period: '*', category: '*' }).filter((row) => isMonth(row) && row.category !== '')
  const series = Map.groupBy(all.filter(isShown).sort(byPeriod), ({ category }) => category)
  const last = all
    .map(({ period }) => period)
    .sort()
    .at(-1)
  const atEnd = all.filter(({ period }) => period === last)
  const shown = atEnd.filter(isShown).sort((a, b) => moved(b.value) - moved(a.value))
  if (shown.length < 2) return undefined
  const share = (name: string) => find('category_share_value', { category: name }).find(isShown)?.value ?? 0
  const dearest = [...series.keys()].sort((a, b) => share(b) - share(a))
  const nameOf = ({ category }: { category: string }) => categoryName(telling, category)
  const sentence = headline(t, t('pulse.kinds.table'), leaderOf(atEnd.map(farOf)), ({ category }) => {
    const most = shown.find((row) => row.category === category)?.value ?? 100
    const first = monthName(t, all.map(({ period }) => period).sort()[0] ?? '')
    const values = { category: nameOf({ category }), share: t.percent(Math.abs(most / 100 - 1)), first }
    return t(most >= 100 ? 'pulse.kinds.up' : 'pulse.kinds.down', values)
  })
  const draft: Draft = {
    ...{ id: 'kinds', figure: 'price_index', sentence },
    about: t('pulse.kinds.about'),
    ...{ shown, all: atEnd, nameOf },
    format: (value) => value.toFixed(1),
    needs: ['category', 'date'],
  }
  const lines = dearest
    .slice(0, MOST_KINDS)
    .map((name) => [nameOf({ category: name }), series.get(name) ?? []] as const)
  return lineSection(draft, t, lines, true)
}

/** How far an index is from its beginning, up or down alike. */
const moved = (index: number) => Math.abs(Math.log(index / 100))

/** The same row as how far it moved, with the bounds of that. */
function farOf(row: Figure): Figure {
  if (!isShown(row)) return row
  const ends = awayFromNone({ lower: Math.log(row.lower / 100), upper: Math.log(row.upper / 100) })
  return { ...row, value: moved(row.value), ...ends }
}

/** Packs that shrink while their price stays: what a unit holds, and what the same content costs. */
export function packs(find: Finder, { t }: Telling): Section | undefined {
  const all = find('pack_size_index', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const last = shown.at(-1)
  if (!last || shown.length < 2) return undefined
  const content = find('price_index_per_content', { period: '*' }).filter(isMonth).filter(isShown).sort(byPeriod)
  const way = { up: 'more', down: 'less', unsure: 'same' } as const
  const draft: Draft = {
    id: 'packs',
    figure: 'pack_size_index',
    sentence: t(`pulse.packs.${way[sideOf(last, 100)]}`, { share: t.percent(Math.abs(last.value / 100 - 1)) }),
    about: t('pulse.packs.about'),
    shown,
    all,
    nameOf: ({ period }) => monthName(t, period),
    format: (value) => value.toFixed(1),
    needs: ['date'],
  }
  return lineSection(
    draft,
    t,
    [
      [t('pulse.packs.size'), shown],
      [t('pulse.packs.content'), content],
    ],
    true,
  )
}

/** How many orders a day the days before each festival saw, and what struck from outside. */
export function festivals(find: Finder, { t }: Telling): Section | undefined {
  const all = ['festival_uplift', 'shock_effect'].flatMap((name) => find(name, { period: '*', group: '*' }))
  const shown = all.filter(isShown).sort(byValue)
  if (shown.length === 0) return undefined
  const nameOf = ({ group, period }: { group: string; period: string }) =>
    `${nameIn(t, 'group', partOf(group))} ${period}`
  const format = (value: number) => `× ${value.toFixed(2)}`
  const most = leaderOf(all)
  // A shock is no festival, and a leader with as many orders as usual is none.
  const table = t('pulse.festivals.table')
  const sentence = headline(t, table, most, (first) =>
    first.figure === 'festival_uplift' && sideOf(first, 1) === 'up'
      ? t('pulse.festivals.sentence', { festival: nameOf(first), times: first.value.toFixed(2) })
      : table,
  )
  const draft: Draft = {
    ...{ id: 'festivals', figure: 'festival_uplift', sentence },
    about: t('pulse.festivals.about'),
    ...{ shown, all, nameOf, format },
    needs: ['date'],
  }
  return barSection(draft, t)
}
