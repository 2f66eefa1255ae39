import { byPeriod, byValue, type Finder, isMonth, isShown, type Shown } from './reading.ts'
import {
  barSection,
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
  const change = last.value / first.value - 1
  const values = {
    share: t.percent(Math.abs(change)),
    first: monthName(t, first.period),
    last: monthName(t, last.period),
  }
  const drift = find('price_index_drift', { period: last.period }).find(isShown)
  const about = t('pulse.prices.about')
  const draft: Draft = {
    id: 'prices',
    figure: 'price_index',
    sentence: t(change >= 0 ? 'pulse.prices.up' : 'pulse.prices.down', values),
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
  const moved = ({ value }: Shown) => Math.abs(Math.log(value / 100))
  const shown = atEnd.filter(isShown).sort((a, b) => moved(b) - moved(a))
  const [most] = shown
  if (!most || shown.length < 2) return undefined
  const share = (name: string) => find('category_share_value', { category: name }).find(isShown)?.value ?? 0
  const dearest = [...series.keys()].sort((a, b) => share(b) - share(a))
  const nameOf = ({ category }: { category: string }) => categoryName(telling, category)
  const draft: Draft = {
    id: 'kinds',
    figure: 'price_index',
    sentence: t(most.value >= 100 ? 'pulse.kinds.up' : 'pulse.kinds.down', {
      category: nameOf(most),
      share: t.percent(Math.abs(most.value / 100 - 1)),
      first: monthName(t, all.map(({ period }) => period).sort()[0] ?? ''),
    }),
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

/** Packs that shrink while their price stays: what a unit holds, and what the same content costs. */
export function packs(find: Finder, { t }: Telling): Section | undefined {
  const all = find('pack_size_index', { period: '*' }).filter(isMonth)
  const shown = all.filter(isShown).sort(byPeriod)
  const last = shown.at(-1)
  if (!last || shown.length < 2) return undefined
  const content = find('price_index_per_content', { period: '*' }).filter(isMonth).filter(isShown).sort(byPeriod)
  const way = last.upper < 100 ? 'less' : last.lower > 100 ? 'more' : 'same'
  const draft: Draft = {
    id: 'packs',
    figure: 'pack_size_index',
    sentence: t(`pulse.packs.${way}`, { share: t.percent(Math.abs(last.value / 100 - 1)) }),
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
  const [most] = shown
  if (!most) return undefined
  const nameOf = ({ group, period }: { group: string; period: string }) =>
    `${nameIn(t, 'group', partOf(group))} ${period}`
  const format = (value: number) => `× ${value.toFixed(2)}`
  const draft: Draft = {
    id: 'festivals',
    figure: 'festival_uplift',
    sentence: t('pulse.festivals.sentence', { festival: nameOf(most), times: most.value.toFixed(2) }),
    about: t('pulse.festivals.about'),
    ...{ shown, all, nameOf, format },
    needs: ['date'],
  }
  return barSection(draft, t)
}
