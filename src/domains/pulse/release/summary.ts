import type { Figure } from '../figures/figure.ts'

/** What a release says in one breath, of everything or of some goods. Undefined where it tells nothing. */
export interface Summary {
  /** Share of all value; 1 for everything. */
  readonly share: number | undefined
  /** Share of orders that are paid in cash at the door. */
  readonly atDoor: number | undefined
  readonly completed: number | undefined
  /** By how much prices changed from the first month to the last: 0.031 is 3.1 percent more. */
  readonly priceChange: number | undefined
  readonly firstMonth: string | undefined
}

const AT_DOOR = /^(cod|cash on delivery|cash_on_delivery|cashatdoorstep)$/i

/**
 * Sums up a release from its published figures alone. Goods of several categories are weighed by their shares of the
 * value; what is hidden is not there, and is not guessed.
 */
export function summaryOf(figures: readonly Figure[], categories?: ReadonlySet<string>): Summary {
  const isWhole = (row: Figure) => row.category === '' && row.area === '' && row.group === ''
  const isMeant = (row: Figure) =>
    categories ? categories.has(row.category) && row.area === '' && row.group === '' : isWhole(row)
  const meant = figures.filter((row) => row.value !== undefined && isMeant(row))
  const named = (name: string) => meant.filter(({ figure }) => figure === name)
  const all = (rows: readonly Figure[]) => rows.filter(({ period }) => period === 'all')
  const shares = new Map(
    all(named('category_share_value')).map(({ category, value = 0 }) => [category, value] as const),
  )
  const payments = all(named('payment_share_orders')).filter(({ outcome }) => outcome === '')
  const ends = all(named('completion_rate')).filter(({ payment_method }) => payment_method === '')
  const prices = named('price_index').filter(({ period }) => /^\d{4}-\d{2}$/.test(period))
  const months = figures
    .filter((row) => row.figure === 'price_index' && isWhole(row) && /^\d{4}-\d{2}$/.test(row.period))
    .map(({ period }) => period)
    .sort()
  return {
    share: categories ? (shares.size > 0 ? [...shares.values()].reduce((sum, each) => sum + each, 0) : undefined) : 1,
    atDoor: weighed(payments, ({ payment_method }) => AT_DOOR.test(payment_method)),
    completed: weighed(ends, () => true),
    priceChange: changeOf(prices, months, shares),
    firstMonth: months[0],
  }
}

/**
 * A share over several cells that each tell their part and the orders of it: the orders of a part by its share are all
 * orders of its cell.
 */
function weighed(rows: readonly Figure[], isPart: (row: Figure) => boolean): number | undefined {
  let [part, whole] = [0, 0]
  for (const row of rows) {
    const { value = 0, orders = 0 } = row
    if (value <= 0 || orders <= 0 || !isPart(row)) continue
    // A completion rate stands on the completed orders of its cell, a share of payments on those of its way to pay.
    part += orders
    whole += orders / value
  }
  return whole > 0 ? part / whole : undefined
}

function changeOf(
  rows: readonly Figure[],
  months: readonly string[],
  shares: ReadonlyMap<string, number>,
): number | undefined {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined || first === last) return undefined
  let [sum, weights] = [0, 0]
  for (const [category, own] of Map.groupBy(rows, (row) => row.category)) {
    const at = (month: string) => own.find(({ period }) => period === month)?.value
    const [before, now] = [at(first), at(last)]
    const weight = shares.get(category) ?? (category === '' ? 1 : 0)
    if (!before || !now || weight <= 0) continue
    sum += weight * Math.log(now / before)
    weights += weight
  }
  return weights > 0 ? Math.exp(sum / weights) - 1 : undefined
}
