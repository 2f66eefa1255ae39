import type { Dims } from '../figures/dims.ts'
import { EVERYWHERE, type Figure, type Place, rounded } from '../figures/figure.ts'
import { untold } from '../figures/medians.ts'
import type { OrderLines } from '../reading/lines.ts'
import { evenly, type SpentOn } from './even.ts'
import { WEEK_WINDOW, WINDOW } from './indices.ts'
import { type Noise, type Series, withNoise } from './noise.ts'
import { allPairs, type Level } from './pair-sums.ts'
import { geksOf, type IndexPoint, type PriceIndex, priceIndexOf, WEEK_REPLICATES } from './price-index.ts'
import { type Ground, shopsOfProducts, thinPeriods } from './thin.ts'
import { pricedLines, type UnitValues, unitValuesOf } from './unit-values.ts'

/** What the price figures of a release may use and show. */
export interface PriceRules {
  readonly status: 'exact' | 'published'
  /** Different buyers that a product must have had in a month, or in a week. */
  readonly buyers: number
  /** Rupees of one line that count, in paisa. */
  readonly mostPaisa: number
  /** What an index stands on, in all and in each of its periods. */
  readonly ground: Ground
  /** What was spent on a category in a month, to weigh its products evenly; else each weighs what was spent on it. */
  readonly spentOn?: SpentOn
  /** What is added to an index that has a name. */
  readonly noise: (points: readonly IndexPoint[], name: string, series: Series) => readonly Noise[]
  /** Whether a month of a category, or of everything (0), may be shown. */
  readonly mayShow: (category: number, month: number) => boolean
  readonly mayShowWeek: (week: number) => boolean
  readonly ordersOf: (category: number, month: number) => number | undefined
  readonly ordersOfWeek: (week: number) => number | undefined
  readonly digits: number
}

/** Every price figure of a release: by month, by week, and by what is in the packs. */
export function pricesOf(lines: OrderLines, dims: Dims, firstDay: number, rules: PriceRules): Figure[] {
  const slicing = { firstDay, least: rules.buyers, mostPaisa: rules.mostPaisa }
  const priced = pricedLines(lines)
  const shopOf = shopsOfProducts(priced, lines.shop)
  const [months, weeks] = unitValuesOf(lines, priced, [dims.month, dims.week], slicing)
  const [packed] = lines.content.length > 0 ? unitValuesOf(lines, pricedLines(lines, true), [dims.month], slicing) : []
  const slice = (sold: UnitValues, monthOf = (month: number) => month) => {
    const { spentOn } = rules
    const values = spentOn ? evenly(sold, (category, period) => spentOn(category, monthOf(period))) : sold
    return { values, isThin: thinPeriods(values, shopOf, rules.ground) }
  }
  return [
    ...(months ? monthly(slice(months), dims, rules) : []),
    ...(weeks ? weekly(slice(weeks, monthsOfWeeks(dims, firstDay)), dims, firstDay, rules) : []),
    ...(packed ? packs(slice(packed), dims, rules) : []),
  ]
}

const categoriesOf = (dims: Dims) => dims.category.labels.map((_, i) => i)

/** Unit values, and of which periods they say too little. */
interface Slice {
  readonly values: UnitValues
  readonly isThin: (category: number, period: number) => boolean
}

/** How the months of a slice are told. */
const monthsTold = ({ isThin }: Slice, dims: Dims, rules: PriceRules): Telling => ({
  rules,
  labels: dims.month.labels,
  mayShow: (category, month) => rules.mayShow(category, month) && !isThin(category, month),
  ordersOf: rules.ordersOf,
})

/** The price indices of everything and of each category, month by month, and how far chained ones have drifted. */
function monthly(slice: Slice, dims: Dims, rules: PriceRules): Figure[] {
  const pairs = allPairs(slice.values)
  const of = monthsTold(slice, dims, rules)
  const rows = categoriesOf(dims).flatMap((category) => {
    const index = priceIndexOf(pairs, category)
    return index && index.matched >= rules.ground.products ? rowsOf(index, category, dims, of) : []
  })
  const missing = ['price_index', 'price_index_chained'].filter((name) => !rows.some(({ figure }) => figure === name))
  return [...rows, ...missing.map((name) => untold(name, rules.status === 'exact' ? 'exact' : 'suppressed'))]
}

/** A series of a category as rows, hidden where its months are. */
function rowsFor(points: readonly IndexPoint[], figure: string, place: Place, category: number, of: Telling): Figure[] {
  return points.map(({ period, value, lower, upper }): Figure => {
    const status = of.mayShow(category, period) ? of.rules.status : 'suppressed'
    const shown = (number: number) => (status === 'suppressed' ? undefined : rounded(number, of.rules.digits))
    return {
      figure,
      ...place,
      period: of.labels[period + 1] ?? '',
      value: shown(value),
      lower: shown(Math.min(value, lower)),
      upper: shown(Math.max(value, upper)),
      orders: status === 'suppressed' ? undefined : of.ordersOf(category, period),
      status,
    }
  })
}

interface Telling {
  readonly rules: PriceRules
  readonly labels: readonly string[]
  readonly mayShow: PriceRules['mayShow']
  readonly ordersOf: PriceRules['ordersOf']
}

const placeOf = (category: number, dims: Dims): Place => ({
  ...EVERYWHERE,
  category: category === 0 ? '' : (dims.category.labels[category] ?? ''),
})

function rowsOf(index: PriceIndex, category: number, dims: Dims, of: Telling): Figure[] {
  const place = placeOf(category, dims)
  const row = (figure: string, points: readonly IndexPoint[], group = '') =>
    rowsFor(points, figure, { ...place, group }, category, of)
  const noise = (points: readonly IndexPoint[], name: string, series: Series) =>
    of.rules.noise(points, `${name} ${category}`, series)
  const whole = withNoise(index.geks, noise(index.geks, 'geks', 'levels'))
  // Törnqvist and Fisher are nearly the same: noise of its own on each would let their mean have less of it.
  const weighed = noise(index.chained.tornqvist, 'chained', 'links')
  const [tornqvist, fisher] = [withNoise(index.chained.tornqvist, weighed), withNoise(index.chained.fisher, weighed)]
  const jevons = withNoise(index.chained.jevons, noise(index.chained.jevons, 'jevons', 'links'))
  const others =
    category === 0
      ? ([
          ['fisher', fisher],
          ['jevons', jevons],
        ] as const)
      : []
  return [
    ...row('price_index', whole),
    ...row('price_index_chained', tornqvist),
    ...others.flatMap(([name, points]) => row('price_index_chained', points, `formula:${name}`)),
    ...row('price_index_drift', driftOf(tornqvist, whole)),
    ...others.flatMap(([name, points]) => row('price_index_drift', driftOf(points, whole), `formula:${name}`)),
  ]
}

/** By how many percent a chained index has drifted away from the GEKS of the same months. */
function driftOf(chained: readonly IndexPoint[], geks: readonly IndexPoint[]): IndexPoint[] {
  const base = new Map(geks.map((point) => [point.period, point]))
  return chained.flatMap(({ period, value, lower, upper }) => {
    const whole = base.get(period)
    if (!whole) return []
    const drift = 100 * (value / whole.value - 1)
    const deviation = (100 * whole.deviation) / whole.value
    const reach = (side: number) => (100 * side) / whole.value + 1.96 * deviation
    const [lowest, highest] = [drift - reach(value - lower), drift + reach(upper - value)]
    return [{ period, value: drift, lower: lowest, upper: highest, deviation }]
  })
}

/** GEKS-Törnqvist week by week, in a window of a quarter of a year. */
function weekly({ values, isThin }: Slice, dims: Dims, firstDay: number, rules: PriceRules): Figure[] {
  const pairs = allPairs(values, WEEK_WINDOW)
  const monthOf = monthsOfWeeks(dims, firstDay)
  const mayShow = (category: number, week: number) =>
    rules.mayShowWeek(week) && !isThin(category, week) && (category === 0 || rules.mayShow(category, monthOf(week)))
  const ordersOf = (category: number, week: number) => (category === 0 ? rules.ordersOfWeek(week) : undefined)
  const of = { rules, labels: dims.week.labels, mayShow, ordersOf }
  return categoriesOf(dims).flatMap((category) => {
    const points = geksOf(pairs, category, rules.ground.products, WEEK_REPLICATES)
    if (!points) return []
    const told = withNoise(points, rules.noise(points, `weeks ${category}`, 'levels'))
    return rowsFor(told, 'price_index', placeOf(category, dims), category, of)
  })
}

/** The month in which most of a week lies: that of its Thursday, or of the last day that is known of it. */
function monthsOfWeeks(dims: Dims, firstDay: number): (week: number) => number {
  const months = new Int32Array(dims.week.labels.length)
  const isThursday = (i: number) => (firstDay + i - 1) % 7 === 0
  dims.week.of.forEach((week, i) => {
    if (i > 0 && (months[week] === 0 || isThursday(i))) months[week] = dims.month.of[i] ?? 0
  })
  return (week) => (months[week + 1] ?? 0) - 1
}

const perContent: Level = ({ paisa, content }, i) => (paisa[i] ?? 0) / (content[i] ?? 0)
const packSize: Level = ({ content, units }, i) => (content[i] ?? 0) / (units[i] ?? 1)

/**
 * Products whose lines tell what is in a unit: the price of a gram, a millilitre or a piece, and the size of the packs.
 * Both are weighed alike, so that the price of a pack is the one times the other: where packs shrink, prices rise.
 */
function packs(slice: Slice, dims: Dims, rules: PriceRules): Figure[] {
  const of = monthsTold(slice, dims, rules)
  const kinds = [
    ['price_index_per_content', perContent],
    ['pack_size_index', packSize],
  ] as const
  return kinds.flatMap(([figure, level]) => {
    const pairs = allPairs(slice.values, WINDOW, level)
    return categoriesOf(dims).flatMap((category) => {
      const points = geksOf(pairs, category, rules.ground.products)
      if (!points) return []
      const told = withNoise(points, rules.noise(points, `${figure} ${category}`, 'levels'))
      return rowsFor(told, figure, placeOf(category, dims), category, of)
    })
  })
}
