import type { Figure } from '../figures/figure.ts'

/** A number, and where it likely lies. */
export interface Estimate {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** What a release says in one breath, of everything or of some goods. Undefined where it tells nothing. */
export interface Summary {
  /** Share of all value; 1 for everything. */
  readonly share: Estimate | undefined
  /** Share of orders that are paid in cash at the door. */
  readonly atDoor: Estimate | undefined
  readonly completed: Estimate | undefined
  /** By how much prices changed from the first month to the last: 0.031 is 3.1 percent more. */
  readonly priceChange: Estimate | undefined
  readonly firstMonth: string | undefined
}

type Told = Figure & Estimate

const AT_DOOR = /^(cod|cash on delivery|cash_on_delivery|cashatdoorstep)$/i

/**
 * Sums up a release from its published figures alone, each with its interval. Goods of several categories are weighed
 * by their shares of the value; what is hidden is not there, and is not guessed.
 */
export function summaryOf(figures: readonly Figure[], categories?: ReadonlySet<string>): Summary {
  const isWhole = (row: Figure) => row.category === '' && row.area === '' && row.group === ''
  const isMeant = (row: Figure) =>
    categories ? categories.has(row.category) && row.area === '' && row.group === '' : isWhole(row)
  const meant = figures.filter((row) => isMeant(row)).filter(isTold)
  const named = (name: string) => meant.filter(({ figure }) => figure === name)
  const all = (rows: readonly Told[]) => rows.filter(({ period }) => period === 'all')
  const shares = all(named('category_share_value'))
  const payments = all(named('payment_share_orders')).filter(({ outcome }) => outcome === '')
  const ends = all(named('completion_rate')).filter(({ payment_method }) => payment_method === '')
  const prices = named('price_index').filter(({ period }) => /^\d{4}-\d{2}$/.test(period))
  const months = figures
    .filter((row) => row.figure === 'price_index' && isWhole(row) && /^\d{4}-\d{2}$/.test(row.period))
    .map(({ period }) => period)
    .sort()
  return {
    share: categories ? together(shares.map((row) => ({ ...row, weight: 1 }))) : { value: 1, lower: 1, upper: 1 },
    atDoor: weighed(payments, ({ payment_method }) => AT_DOOR.test(payment_method)),
    completed: weighed(ends, () => true),
    priceChange: changeOf(prices, months, shares),
    firstMonth: months[0],
  }
}

function isTold(row: Figure): row is Told {
  return row.value !== undefined && row.lower !== undefined && row.upper !== undefined
}

/** The sum of estimates that stand by themselves, each times its weight: their errors meet at right angles. */
function together(parts: readonly (Estimate & { readonly weight: number })[]): Estimate | undefined {
  if (parts.length === 0) return undefined
  const value = parts.reduce((sum, part) => sum + part.weight * part.value, 0)
  const reach = (of: (part: Estimate) => number) => Math.hypot(...parts.map((part) => part.weight * of(part)))
  return {
    value,
    lower: value - reach((part) => part.value - part.lower),
    upper: value + reach((part) => part.upper - part.value),
  }
}

/**
 * A share over several cells that each tell their part and the orders of it: the orders of a part by its share are all
 * orders of its cell.
 */
function weighed(rows: readonly Told[], isPart: (row: Figure) => boolean): Estimate | undefined {
  // A completion rate stands on the completed orders of its cell, a share of payments on those of its way to pay.
  const parts = rows
    .filter(isPart)
    .map((row) => ({ ...row, whole: row.value > 0 ? (row.orders ?? 0) / row.value : 0 }))
    .filter(({ whole }) => whole > 0)
  const whole = parts.reduce((sum, part) => sum + part.whole, 0)
  return together(parts.map((part) => ({ ...part, weight: part.whole / whole })))
}

function changeOf(rows: readonly Told[], months: readonly string[], shares: readonly Told[]): Estimate | undefined {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined || first === last) return undefined
  const parts = [...Map.groupBy(rows, (row) => row.category)].flatMap(([category, own]) => {
    const [before, now] = [first, last].map((month) => own.find(({ period }) => period === month))
    const weight = shares.find((row) => row.category === category)?.value ?? (category === '' ? 1 : 0)
    if (!before || !now || before.lower <= 0 || now.lower <= 0 || weight <= 0) return []
    const [lower, upper] = [Math.log(now.lower / before.upper), Math.log(now.upper / before.lower)]
    return [{ value: Math.log(now.value / before.value), lower, upper, weight }]
  })
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0)
  const change = together(parts.map((part) => ({ ...part, weight: part.weight / weights })))
  return change && { value: Math.expm1(change.value), lower: Math.expm1(change.lower), upper: Math.expm1(change.upper) }
}
