import type { DimName, Dims } from '../figures/dims.ts'
import type { Quantity } from '../figures/specs.ts'
import { bestOf, crossIn, type Grid, mostOf, nestIn } from './margins.ts'
import type { Measured } from './measure.ts'
import { QUESTIONS, type TableName } from './tables.ts'

/** One table of whole steps. Cells stand as in the view of the table. */
export type Fitted = ReadonlyMap<TableName, readonly number[]>

/** The sums by some dimensions as all tables that have them say together; undefined when none does. */
type Best = (...by: readonly DimName[]) => Grid | undefined
type Answer = Grid | undefined

/**
 * Makes all tables of one quantity agree, from the top: the months, then each table in the totals of those before it.
 * Each sum is what all tables that know it say together, weighed by their noise, and each table goes from its own large
 * sums to its small cells: that nothing is below zero pulls small cells up and large ones down, and only sums that were
 * fitted before keep that out of what is told of them. Whole steps of `step`; no cell above that of `most`, as orders
 * are no more than lines.
 */
export function makeConsistent(
  measured: ReadonlyMap<TableName, Measured>,
  quantity: Quantity,
  dims: Dims,
  step: number,
  most?: Fitted,
): Fitted {
  const tables = [...measured.values()]
  const bounds = [...(most ?? [])].flatMap(([name, values]) => {
    const view = measured.get(name)?.view
    return view ? [{ view, values }] : []
  })
  const bounded =
    (sums: Best): Best =>
    (...by) => {
      const grid = sums(...by)
      return grid && most ? { ...grid, most: mostOf(bounds, dims, by) } : grid
    }
  const best = bounded(bestOf(sameCount(tables, quantity, false), quantity, dims, step))
  const goods = bounded(bestOf(sameCount(tables, quantity, true), quantity, dims, step))
  const months = fitMonths(best, dims)
  const payment = fitPayment(best, months, dims)
  const category = fitCategory(goods, quantity === 'orders' ? fitMonths(goods, dims) : months, dims)
  const place = fitPlace(best, payment, dims)
  const fitted = new Map<TableName, Answer>([
    ['month', months],
    ['payment', payment],
    ['category', category],
    ['goods', fitGoods(goods, category, quantity === 'orders' ? undefined : payment, dims)],
    ['place', place],
    ['fate', crossIn(best('place', 'outcome'), [], [place, ['place']], [payment, ['outcome']], dims)],
    ['metro', fitMetro(best, place, payment, dims)],
    ['day', nestIn(best('day'), months, ['month'], dims)],
  ])
  for (const name of ['hour', 'size', 'condition', 'womenLed'] as const) {
    fitted.set(name, nestIn(best(name), months, [], dims))
  }
  return new Map([...fitted].flatMap(([name, grid]) => (grid && measured.has(name) ? [[name, [...grid.values]]] : [])))
}

/**
 * Tables whose sums are of the same: an order of two categories counts in both, so tables by category add up to more
 * orders than the others.
 */
export function sameCount(tables: readonly Measured[], quantity: Quantity, isByCategory: boolean): Measured[] {
  if (quantity !== 'orders') return [...tables]
  return tables.filter(({ name }) => QUESTIONS[name].dims.some((by) => by === 'category') === isByCategory)
}

/** Everything, then years, then months. */
function fitMonths(best: Best, dims: Dims): Answer {
  const years = nestIn(best('year'), rounded(best()), [], dims)
  return nestIn(best('month'), years, ['year'], dims)
}

function rounded(grid: Answer): Answer {
  const most = (i: number) => grid?.most?.[i] ?? Number.POSITIVE_INFINITY
  return grid && { ...grid, values: grid.values.map((value, i) => Math.min(most(i), Math.max(0, Math.round(value)))) }
}

/** Ways to pay and outcomes over all months, then year by year, then month by month. */
function fitPayment(best: Best, months: Answer, dims: Dims): Answer {
  const sides = ['method', 'outcome'] as const
  const whole = fitSides(best, months, dims)
  const years = crossIn(best('year', ...sides), [], [months, ['year']], [whole, sides], dims)
  return crossIn(best('month', ...sides), ['year'], [months, ['month']], [years, ['year', ...sides]], dims)
}

/** Ways to pay by outcomes, in the sum of another table. */
function fitSides(best: Best, above: Answer, dims: Dims): Answer {
  const method = nestIn(best('method'), above, [], dims)
  const outcome = nestIn(best('outcome'), above, [], dims)
  return crossIn(best('method', 'outcome'), [], [method, ['method']], [outcome, ['outcome']], dims)
}

function fitCategory(best: Best, months: Answer, dims: Dims): Answer {
  const whole = nestIn(best('category'), months, [], dims)
  const years = crossIn(best('year', 'category'), [], [months, ['year']], [whole, ['category']], dims)
  return crossIn(best('month', 'category'), ['year'], [months, ['month']], [years, ['year', 'category']], dims)
}

function fitGoods(best: Best, category: Answer, payment: Answer, dims: Dims): Answer {
  const paid = payment ?? fitSides(best, category, dims)
  const byMethod = crossIn(best('category', 'method'), [], [category, ['category']], [paid, ['method']], dims)
  const [rows, columns] = [['category', 'method'] as const, ['method', 'outcome'] as const]
  return crossIn(best('category', 'method', 'outcome'), ['method'], [byMethod, rows], [paid, columns], dims)
}

/** Places over all years, then by way to pay, then year by year. */
function fitPlace(best: Best, payment: Answer, dims: Dims): Answer {
  const whole = nestIn(best('place'), payment, [], dims)
  const byMethod = crossIn(best('place', 'method'), [], [whole, ['place']], [payment, ['method']], dims)
  const [rows, columns] = [['place', 'method'] as const, ['year', 'method'] as const]
  return crossIn(best('place', 'year', 'method'), ['method'], [byMethod, rows], [payment, columns], dims)
}

/** Months by metro, year by year and method by method: months as the payments say, metros as the places say. */
function fitMetro(best: Best, place: Answer, payment: Answer, dims: Dims): Answer {
  const [rows, columns] = [['month', 'method'] as const, ['metro', 'year', 'method'] as const]
  return crossIn(best('month', 'metro', 'method'), ['year', 'method'], [payment, rows], [place, columns], dims)
}
