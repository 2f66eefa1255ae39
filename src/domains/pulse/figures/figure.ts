/** One row of figures.csv. A dimension left empty means all. */
export interface Figure {
  readonly figure: string
  /** 'all', '2017', '2017-03' or '2017-W12'. */
  readonly period: string
  readonly area: string
  readonly category: string
  readonly payment_method: string
  readonly outcome: string
  /** Any other part: 'hour:14', 'weekday:Friday', 'shops:small'. */
  readonly group: string
  /** Undefined when the figure is suppressed, or the file cannot tell it. */
  readonly value: number | undefined
  readonly lower: number | undefined
  readonly upper: number | undefined
  /** Orders that the figure speaks of. */
  readonly orders: number | undefined
  readonly status: 'published' | 'suppressed' | 'exact'
}

export type Place = Pick<Figure, 'period' | 'area' | 'category' | 'payment_method' | 'outcome' | 'group'>

export const EVERYWHERE: Place = {
  period: 'all',
  area: '',
  category: '',
  payment_method: '',
  outcome: '',
  group: '',
}

/** Digits behind the point of each figure; shares have four, everything else two. */
export const DIGITS: Readonly<Record<string, number>> = {
  order_lines: 0,
  orders: 0,
  buyers: 0,
  value_pkr: 2,
  average_order_pkr: 2,
  median_order_pkr: 2,
  delivery_days_median: 1,
  price_index: 2,
  price_index_chained: 2,
  price_index_drift: 2,
  orders_adjusted: 0,
}

export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
