import { pricesOf } from '../prices/price-figures.ts'
import type { OrderLines } from '../reading/lines.ts'
import { adjustedMonths, dayFigures, type Series } from '../season/seasons.ts'
import { replicatesOf, spreadOf } from './bootstrap.ts'
import { type Counts, countPeople, GROUPS, totalOf } from './counting.ts'
import { type DimName, type Dims, dimsOf, shopSizes } from './dims.ts'
import { exactFigure } from './exact.ts'
import type { Figure } from './figure.ts'
import { exactMedians } from './medians.ts'
import { ordersOf } from './orders.ts'
import { exactPeople } from './people.ts'
import { specsOf } from './specs.ts'
import { type View, viewsFor } from './views.ts'
import { walkOfPeople } from './walks.ts'

/** Deals people into groups of equal size by chance, the same for the same file. */
export const groupOfPerson = (person: number) => (Math.imul(person ^ (person >>> 13), 0x9e3779b1) >>> 16) % GROUPS

/** Every figure as it was counted: no noise, no suppression, no rounding. Not for publication. */
export function exactFigures(lines: OrderLines): { figures: Figure[]; months: string[] } {
  const { dims, firstDay } = dimsOf(lines)
  const frame = { firstDay, sizeOfShop: shopSizes(lines, dims) }
  const views = viewsFor(dims, true)
  const people = walkOfPeople(lines, frame)
  const counts = countPeople(people, views, dims, groupOfPerson)
  const specs = specsOf(views, dims, (cell) => totalOf(counts.lines, cell) > 0)
  const counted = specs.flatMap((spec) => exactFigure(spec, counts) ?? [])
  const medians = exactMedians(people, ordersOf(people), views, dims)
  const cellAt = (name: string, code: number) => {
    const view = views.find((one) => one.name === name)
    return view ? view.offset + code : 0
  }
  const byMonth = views.find(({ name }) => name === 'month×category')
  const prices = pricesOf(lines, dims, firstDay, {
    status: 'exact',
    buyers: 1,
    mostPaisa: Number.POSITIVE_INFINITY,
    ground: { products: 1, isOneSided: () => false },
    noise: () => [],
    mayShow: () => true,
    mayShowWeek: () => true,
    ordersOf: (category, month) => {
      const cell =
        category === 0 || !byMonth
          ? cellAt('month', month + 1)
          : byMonth.offset + (month + 1) * (byMonth.strides[0] ?? 1) + category
      return totalOf(counts.orders, cell)
    },
    ordersOfWeek: (week) => totalOf(counts.orders, cellAt('week', week + 1)),
    digits: 6,
  })
  const months = seriesOf('month', views, dims, counts)
  const seasons = months ? adjustedMonths(months, 'exact') : []
  const festivals = dayFigures(daysOf(people.bases.day, firstDay, dims), firstDay, 'exact')
  const figures = [...counted, ...exactPeople(views, dims, counts), ...medians, ...prices, ...seasons, ...festivals]
  return { figures, months: dims.month.labels.slice(1) }
}

function seriesOf(name: DimName, views: readonly View[], dims: Dims, counts: Counts): Series | undefined {
  const view = views.find((one) => one.name === name)
  if (!view) return undefined
  const cells = dims[name].labels.map((_, i) => view.offset + i).slice(1)
  return {
    labels: dims[name].labels.slice(1),
    values: cells.map((cell) => totalOf(counts.orders, cell)),
    errors: cells.map((cell) =>
      spreadOf(replicatesOf([counts.orders.subarray(cell * GROUPS, (cell + 1) * GROUPS)], ([sum = 0]) => sum)),
    ),
  }
}

/** Lines a day stand for orders a day: only their ratios matter. */
function daysOf(days: Uint16Array, firstDay: number, dims: Dims): Series {
  const values = new Array<number>(dims.day.labels.length - 1).fill(0)
  for (const day of days) if (day > 0) values[day - 1] = (values[day - 1] ?? 0) + 1
  return {
    labels: values.map((_, i) => String(firstDay + i)),
    values,
    errors: values.map((value) => Math.sqrt(value)),
  }
}
