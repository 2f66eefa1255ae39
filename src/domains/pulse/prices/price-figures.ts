import type { Dims } from '../figures/dims.ts'
import { EVERYWHERE, type Figure, type Place, rounded } from '../figures/figure.ts'
import { untold } from '../figures/medians.ts'
import { allPairs, type IndexPoint, type PriceIndex, priceIndexOf } from './price-index.ts'
import { type UnitValues, withBuyers } from './unit-values.ts'

/** What the price figures of a release may use and show. */
export interface PriceRules {
  readonly status: 'exact' | 'published'
  /** Different buyers that a product must have had in a month. */
  readonly buyers: number
  /** Matched products that an index needs. */
  readonly products: number
  /** Whether a month of a category, or of everything (0), may be shown. */
  readonly mayShow: (category: number, month: number) => boolean
  readonly ordersOf: (category: number, month: number) => number | undefined
  readonly digits: number
}

/** The price indices of everything and of each category, month by month, and how far the chained one has drifted. */
export function priceFigures(all: UnitValues, dims: Dims, rules: PriceRules): Figure[] {
  const pairs = allPairs(rules.buyers > 1 ? withBuyers(all, rules.buyers) : all)
  const categories = dims.category.labels.map((_, i) => i).slice(1)
  const [whole, ...parts] = [0, ...categories].map((category) => {
    const index = priceIndexOf(pairs, category)
    return index && index.matched >= rules.products ? rowsOf(index, category, dims, rules) : []
  })
  const rows = [...(whole ?? []), ...parts.flat()]
  const missing = ['price_index', 'price_index_chained'].filter((name) => !rows.some(({ figure }) => figure === name))
  return [...rows, ...missing.map((name) => untold(name, rules.status === 'exact' ? 'exact' : 'suppressed'))]
}

function rowsOf(index: PriceIndex, category: number, dims: Dims, rules: PriceRules): Figure[] {
  const base: Place = { ...EVERYWHERE, category: category === 0 ? '' : (dims.category.labels[category] ?? '') }
  const row = (figure: string, { month, value, lower, upper }: IndexPoint, group = ''): Figure => {
    const place = { ...base, period: dims.month.labels[month + 1] ?? '', group }
    const status = rules.mayShow(category, month) ? rules.status : 'suppressed'
    const shown = (number: number) => (status === 'suppressed' ? undefined : rounded(number, rules.digits))
    return {
      figure,
      ...place,
      value: shown(value),
      lower: shown(lower),
      upper: shown(upper),
      orders: status === 'suppressed' ? undefined : rules.ordersOf(category, month),
      status,
    }
  }
  const { tornqvist, fisher, jevons } = index.chained
  const drift = tornqvist.flatMap((point) => {
    const geks = index.geks.find(({ month }) => month === point.month)
    const percent = (value: number) => (geks ? 100 * (value / geks.value - 1) : 0)
    const { month, value, lower, upper } = point
    return geks ? [{ month, value: percent(value), lower: percent(lower), upper: percent(upper) }] : []
  })
  return [
    ...index.geks.map((point) => row('price_index', point)),
    ...tornqvist.map((point) => row('price_index_chained', point)),
    ...(category === 0 ? fisher.map((point) => row('price_index_chained', point, 'formula:fisher')) : []),
    ...(category === 0 ? jevons.map((point) => row('price_index_chained', point, 'formula:jevons')) : []),
    ...drift.map((point) => row('price_index_drift', point)),
  ]
}
