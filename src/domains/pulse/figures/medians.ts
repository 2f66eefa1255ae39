import type { Dims } from './dims.ts'
import { EVERYWHERE, type Figure, rounded } from './figure.ts'
import { type Median, mediansOf, type OrderList } from './orders.ts'
import { placeOf } from './specs.ts'
import type { View } from './views.ts'
import type { Walk } from './walks.ts'

const BY = new Set(['', 'year', 'month', 'province', 'method'])

/** The median order and the median days to the door, in every simple table. */
export function exactMedians(walk: Walk, orders: OrderList, views: readonly View[], dims: Dims): Figure[] {
  const simple = views.filter(({ name }) => BY.has(name))
  const rows = (figure: string, numbers: ArrayLike<number>, least: number, scale: number, digits: number) =>
    simple.flatMap((view) =>
      mediansOf(walk, orders, numbers, least, view, dims).flatMap((median): Figure[] => {
        const place = placeOf(view, median.codes, dims)
        return place ? [{ figure, ...place, ...scaled(median, scale, digits), status: 'exact' }] : []
      }),
    )
  const days = rows('delivery_days_median', orders.delivery, 0, 1, 1)
  return [
    ...rows('median_order_pkr', orders.value, 1, 0.01, 2),
    ...(days.length > 0 ? days : [untold('delivery_days_median', 'exact')]),
  ]
}

function scaled({ value, lower, upper, orders }: Median, scale: number, digits: number) {
  const as = (number: number) => rounded(number * scale, digits)
  return { value: as(value), lower: as(lower), upper: as(upper), orders }
}

/** A figure that the file says nothing about: its row is there, so that nobody looks for it in vain. */
export function untold(figure: string, status: Figure['status']): Figure {
  return { figure, ...EVERYWHERE, value: undefined, lower: undefined, upper: undefined, orders: 0, status }
}
