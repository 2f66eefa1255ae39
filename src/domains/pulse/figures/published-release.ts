import { noiseFor } from '../prices/noise.ts'
import { pricesOf } from '../prices/price-figures.ts'
import { boundLines } from '../privacy/bounds.ts'
import { Budget } from '../privacy/budget.ts'
import type { Chance } from '../privacy/chance.ts'
import { makeConsistent } from '../privacy/consistent.ts'
import { noisyMedians, noisyPeople } from '../privacy/distributions.ts'
import { measureTables, QUANTITIES } from '../privacy/measure.ts'
import { mergeRareNames } from '../privacy/naming.ts'
import type { PrivacyRules } from '../privacy/parameters.ts'
import { noisyQuality, type Shares, sharesOf } from '../privacy/quality.ts'
import { isSensitive } from '../privacy/rules.ts'
import { noisySizes, type Sizes } from '../privacy/shop-sizes.ts'
import { forget } from '../reading/forget.ts'
import type { OrderLines } from '../reading/lines.ts'
import { adjustedMonths, dayFigures, type Series } from '../season/seasons.ts'
import { type Dims, dimsOf, monthsOf } from './dims.ts'
import type { Figure } from './figure.ts'
import { fewBuyers, markOneSided, wholeOf } from './hands.ts'
import { type Hidden, hideCells } from './hiding.ts'
import { publishedFigure } from './published.ts'
import { specsOf } from './specs.ts'
import { type Told, tellViews } from './told.ts'
import { type View, viewsFor } from './views.ts'
import { forgetWalk, putSizes, renamed, walkOfPeople, walkOfShops } from './walks.ts'

export interface Published {
  readonly figures: Figure[]
  readonly months: string[]
  readonly budget: Budget
  /** Shares of lines and rupees beyond the bounds, and of lines that name a buyer and a shop. */
  readonly cut: Shares
  readonly hidden: Omit<Hidden, 'cells'>
}

/** Every figure as it may be told: bounded, noised, fitted, rounded and hidden where it must be. */
export function publishedFigures(all: OrderLines, rules: PrivacyRules, chance: Chance): Published {
  const budget = new Budget(rules)
  const { lines, dims, frame, views, sizes, measured, whole, marks, quality, rows } = askPeople(all, {
    rules,
    budget,
    chance,
  })
  if (lines.shopCount > 0) {
    const shops = walkOfShops(lines, frame, UNASKED)
    markOneSided(marks, shops, views, dims, whole, rules)
    forgetWalk(shops)
  }
  const steps = { lines: rules.count_step, orders: rules.count_step, value: rules.value_step_pkr }
  const linesFitted = makeConsistent(measured, 'lines', dims, steps.lines)
  const fitted = {
    lines: linesFitted,
    // Each order has a line at least.
    orders: makeConsistent(measured, 'orders', dims, steps.orders, linesFitted),
    value: makeConsistent(measured, 'value', dims, steps.value),
  }
  const told = tellViews(views, dims, measured, fitted, steps)
  unsureSizes(told, views, sizes)
  const hidden = hideCells(views, dims, marks, told, rules)
  const cut = sharesOf(quality, { lines: told.value.lines[0] ?? 0, value: told.value.value[0] ?? 0 })
  const counted = specsOf(views, dims, () => true).flatMap((spec) => {
    const cutShare = spec.top.of === 'value' ? cut.valueBeyond : cut.linesBeyond
    return publishedFigure(spec, told, hidden.cells, rules, Math.min(0.9, cutShare)) ?? []
  })
  const days = fitted.orders.get('day')?.map((day) => day * steps.orders)
  const figures = [
    ...counted,
    ...rows.map((row) => ordersBeside(beyondBounds(row, cut.valueBeyond), views, dims, told, hidden.cells)),
    ...shownPrices(lines, dims, frame.firstDay, views, { told, hidden: hidden.cells, rules, chance }),
    ...seasonsOf(views, dims, told, hidden.cells, frame.firstDay, measured.get('day'), days, rules.most_noise),
  ]
  const { cells: _, ...tally } = hidden
  return { figures, months: dims.month.labels.slice(1), budget, cut, hidden: tally }
}

/** Which size a shop has is noised too: so much less sure is what shops of a size sold. */
function unsureSizes({ value, variance }: Told, views: readonly View[], sizes: Sizes): void {
  const view = views.find(({ name }) => name === 'size')
  if (!view) return
  sizes.variance.forEach((wrong, size) => {
    const cell = view.offset + size
    for (const quantity of QUANTITIES) {
      const aLine = (value[quantity][cell] ?? 0) / Math.max(1, value.lines[cell] ?? 0)
      variance[quantity][cell] = (variance[quantity][cell] ?? 0) + wrong * aLine ** 2
    }
  })
}

/** Orders of which a part does not count are larger than they are told: so much further their median may lie. */
function beyondBounds(row: Figure, cutShare: number): Figure {
  if (row.figure !== 'median_order_pkr' || row.upper === undefined) return row
  const most = Math.min(0.9, cutShare)
  return { ...row, upper: Math.round(row.upper / (1 - most)) }
}

/** Figures of the people of a month stand on its orders, where these may be told. */
function ordersBeside(row: Figure, views: readonly View[], dims: Dims, told: Told, hidden: Uint8Array): Figure {
  const view = views.find(({ name }) => name === 'month')
  const at = (view?.offset ?? 0) + dims.month.labels.indexOf(row.period)
  const isTold = view && dims.month.labels.includes(row.period) && row.status === 'published' && !hidden[at]
  return isTold ? { ...row, orders: told.value.orders[at] } : row
}

/** The words of the file are for exact releases alone. */
const UNASKED = ['status'] as const

/** Everything that needs the lines person by person. They are forgotten at its end, before shops need as much room. */
function askPeople(all: OrderLines, question: { rules: PrivacyRules; budget: Budget; chance: Chance }) {
  const { rules } = question
  const named = dimsOf(all)
  const before = walkOfPeople(all, named, UNASKED)
  const bounded = boundLines(before, all, named, rules)
  const shops = { shops: all.shopCount, months: monthsOf(named.dims) }
  const sizes = noisySizes(before, bounded, shops, question)
  putSizes(before, sizes.ofShop)
  const { lines, category, method, metro } = mergeRareNames(all, before, bounded, named.dims, question)
  const { dims, firstDay } = dimsOf(lines, metro)
  const people = renamed(before, category, method)
  const views = viewsFor(dims, false)
  const { measured, whole: counted } = measureTables(people, bounded, dims, question)
  const rows = [...noisyPeople(people, bounded, dims, question), ...noisyMedians(people, bounded, dims, question)]
  const whole = wholeOf(views, dims, counted)
  const marks = fewBuyers(people, views, dims, whole, rules.least_buyers)
  const quality = noisyQuality(before, bounded, all.buyerCount, question)
  forgetWalk(before)
  forgetWalk(people)
  forget(bounded.isKept, bounded.value)
  const frame = { firstDay, sizeOfShop: sizes.ofShop }
  return { lines, dims, frame, views, sizes, measured, whole, marks, quality, rows }
}

function shownPrices(
  lines: OrderLines,
  dims: Dims,
  firstDay: number,
  views: readonly View[],
  { told, hidden, rules, chance }: { told: Told; hidden: Uint8Array; rules: PrivacyRules; chance: Chance },
): Figure[] {
  const [byMonth, byCategory, byWeek] = ['month', 'month×category', 'week'].map((name) =>
    views.find((view) => view.name === name),
  )
  const inCategory = (category: number, month: number) =>
    (byCategory?.offset ?? 0) + (month + 1) * (byCategory?.strides[0] ?? 1) + category
  const cellOf = (category: number, month: number) =>
    category === 0 ? (byMonth?.offset ?? 0) + month + 1 : inCategory(category, month)
  /** Of the category without a name, too. What is told as nothing weighs as little as can be told. */
  const spentOn = (category: number, month: number) =>
    Math.max(rules.value_step_pkr, (byCategory && told.value.value[inCategory(category, month)]) || 0)
  return pricesOf(lines, dims, firstDay, {
    status: 'published',
    spentOn,
    buyers: rules.price_buyers,
    mostPaisa: 100 * rules.line_value_pkr,
    ground: {
      products: rules.price_products,
      isOneSided: (shops) => isSensitive({ ...shops, buyers: rules.least_buyers }, rules, lines.shopCount > 0),
    },
    noise: (points, name, series) => noiseFor(points, rules.price_noise, chance.named(`price ${name}`), series),
    mayShow: (category, month) =>
      (category === 0 ? byMonth : byCategory) !== undefined && !hidden[cellOf(category, month)],
    mayShowWeek: (week) => byWeek !== undefined && !hidden[byWeek.offset + week + 1],
    ordersOf: (category, month) => told.value.orders[cellOf(category, month)],
    ordersOfWeek: (week) => byWeek && told.value.orders[byWeek.offset + week + 1],
    digits: 1,
  })
}

function seasonsOf(
  views: readonly View[],
  dims: Dims,
  told: Told,
  hidden: Uint8Array,
  firstDay: number,
  day: { variance: { orders: number } } | undefined,
  days: readonly number[] | undefined,
  mostNoise: number,
): Figure[] {
  const view = views.find(({ name }) => name === 'month')
  const cells = view ? dims.month.labels.map((_, i) => view.offset + i).slice(1) : []
  const isWhole = cells.length > 0 && cells.every((cell) => !hidden[cell])
  const months: Series = {
    labels: dims.month.labels.slice(1),
    values: cells.map((cell) => told.value.orders[cell] ?? 0),
    errors: cells.map((cell) => Math.sqrt(told.variance.orders[cell] ?? 0)),
  }
  const noise = day?.variance.orders ?? 0
  const daily: Series = {
    labels: dims.day.labels.slice(1),
    values: (days ?? []).slice(1),
    errors: (days ?? []).slice(1).map((value) => Math.sqrt(noise + value)),
  }
  return [
    ...(isWhole ? adjustedMonths(months, 'published') : []),
    ...(isWhole && days ? dayFigures(daily, firstDay, 'published').map((row) => sureOf(row, mostNoise)) : []),
  ]
}

/** A number whose interval says nothing is not told. */
function sureOf(row: Figure, mostNoise: number): Figure {
  const { value = 0, lower = 0, upper = 0 } = row
  if ((upper - lower) / 2 <= value * mostNoise) return row
  return { ...row, value: undefined, lower: undefined, upper: undefined, orders: undefined, status: 'suppressed' }
}
