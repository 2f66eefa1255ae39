import type { Dims } from '../figures/dims.ts'
import { EVERYWHERE, type Figure, type Place, rounded } from '../figures/figure.ts'
import { untold } from '../figures/medians.ts'
import type { OrderLines } from '../reading/lines.ts'
import { WEEK_WINDOW, WINDOW } from './indices.ts'
import { allPairs, type Level } from './pair-sums.ts'
import { geksOf, type IndexPoint, type PriceIndex, priceIndexOf, WEEK_REPLICATES } from './price-index.ts'
import { pricedLines, type UnitValues, unitValuesOf } from './unit-values.ts'

/** What the price figures of a release may use and show. */
export interface PriceRules {
  readonly status: 'exact' | 'published'
  /** Different buyers that a product must have had in a month, or in a week. */
  readonly buyers: number
  /** Matched products that an index needs. */
  readonly products: number
  /** Whether a month of a category, or of everything (0), may be shown. */
  readonly mayShow: (category: number, month: number) => boolean
  readonly mayShowWeek: (week: number) => boolean
  readonly ordersOf: (category: number, month: number) => number | undefined
  readonly digits: number
}

/** Every price figure of a release: by month, by week, and by what is in the packs. */
export function pricesOf(lines: OrderLines, dims: Dims, firstDay: number, rules: PriceRules): Figure[] {
  const slicing = { firstDay, least: rules.buyers }
  const [months, weeks] = unitValuesOf(lines, pricedLines(lines), [dims.month, dims.week], slicing)
  const [packed] = lines.content.length > 0 ? unitValuesOf(lines, pricedLines(lines, true), [dims.month], slicing) : []
  return [
    ...(months ? monthly(months, dims, rules) : []),
    ...(weeks ? weekly(weeks, dims, firstDay, rules) : []),
    ...(packed ? packs(packed, dims, rules) : []),
  ]
}

const categoriesOf = (dims: Dims) => dims.category.labels.map((_, i) => i)

/** The price indices of everything and of each category, month by month, and how far chained ones have drifted. */
function monthly(values: UnitValues, dims: Dims, rules: PriceRules): Figure[] {
  const pairs = allPairs(values)
  const rows = categoriesOf(dims).flatMap((category) => {
    const index = priceIndexOf(pairs, category)
    return index && index.matched >= rules.products ? rowsOf(index, category, dims, rules) : []
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

function rowsOf(index: PriceIndex, category: number, dims: Dims, rules: PriceRules): Figure[] {
  const of = { rules, labels: dims.month.labels, mayShow: rules.mayShow, ordersOf: rules.ordersOf }
  const place = placeOf(category, dims)
  const row = (figure: string, points: readonly IndexPoint[], group = '') =>
    rowsFor(points, figure, { ...place, group }, category, of)
  const { tornqvist, fisher, jevons } = index.chained
  const others =
    category === 0
      ? ([
          ['fisher', fisher],
          ['jevons', jevons],
        ] as const)
      : []
  return [
    ...row('price_index', index.geks),
    ...row('price_index_chained', tornqvist),
    ...others.flatMap(([name, points]) => row('price_index_chained', points, `formula:${name}`)),
    ...row('price_index_drift', driftOf(tornqvist, index.geks)),
    ...others.flatMap(([name, points]) => row('price_index_drift', driftOf(points, index.geks), `formula:${name}`)),
  ]
}

/** By how many percent a chained index has drifted away from the GEKS of the same months. */
function driftOf(chained: readonly IndexPoint[], geks: readonly IndexPoint[]): IndexPoint[] {
  const base = new Map(geks.map(({ period, value }) => [period, value]))
  return chained.flatMap(({ period, value, lower, upper }) => {
    const whole = base.get(period)
    const percent = (of: number) => (whole ? 100 * (of / whole - 1) : 0)
    return whole ? [{ period, value: percent(value), lower: percent(lower), upper: percent(upper) }] : []
  })
}

/** GEKS-Törnqvist week by week, in a window of a quarter of a year. */
function weekly(values: UnitValues, dims: Dims, firstDay: number, rules: PriceRules): Figure[] {
  const pairs = allPairs(values, WEEK_WINDOW)
  const monthOf = monthsOfWeeks(dims, firstDay)
  const mayShow = (category: number, week: number) =>
    rules.mayShowWeek(week) && (category === 0 || rules.mayShow(category, monthOf(week)))
  const of = { rules, labels: dims.week.labels, mayShow, ordersOf: () => undefined }
  return categoriesOf(dims).flatMap((category) => {
    const points = geksOf(pairs, category, rules.products, WEEK_REPLICATES)
    return points ? rowsFor(points, 'price_index', placeOf(category, dims), category, of) : []
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
function packs(values: UnitValues, dims: Dims, rules: PriceRules): Figure[] {
  const of = { rules, labels: dims.month.labels, mayShow: rules.mayShow, ordersOf: rules.ordersOf }
  const kinds = [
    ['price_index_per_content', perContent],
    ['pack_size_index', packSize],
  ] as const
  return kinds.flatMap(([figure, level]) => {
    const pairs = allPairs(values, WINDOW, level)
    return categoriesOf(dims).flatMap((category) => {
      const points = geksOf(pairs, category, rules.products)
      return points ? rowsFor(points, figure, placeOf(category, dims), category, of) : []
    })
  })
}
