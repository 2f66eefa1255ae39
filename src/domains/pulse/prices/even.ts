import { isMatched, type UnitValues } from './unit-values.ts'

/** What was spent on a category in a period, from told numbers; only how categories differ matters. */
export type SpentOn = (category: number, period: number) => number

/**
 * The same prices, and in the place of what was spent on each product an even part of what was spent on its category.
 * Prices can be read in the shops by anybody; how much of which thing was sold there is no reader's business. So an
 * index of evenly weighed products tells of people's spending only what `spentOn` told already.
 */
export function evenly(values: UnitValues, spentOn: SpentOn): UnitValues {
  const { count, period, category, paisa, units, content, periodCount } = values
  const cellAt = (i: number) => (category[i] ?? 0) * periodCount + (period[i] ?? 0)
  const goods = new Int32Array(periodCount * (category.reduce((most, each) => Math.max(most, each), 0) + 1))
  for (let i = 0; i < count; i++) if (isMatched(values, i)) goods[cellAt(i)] = (goods[cellAt(i)] ?? 0) + 1
  const times = Float64Array.from({ length: count }, (_, i) => {
    const even = spentOn(category[i] ?? 0, period[i] ?? 0) / Math.max(1, goods[cellAt(i)] ?? 0)
    return even / (paisa[i] ?? 1)
  })
  const scaled = (column: Float64Array) => column.map((each, i) => each * (times[i] ?? 0))
  return { ...values, paisa: scaled(paisa), units: scaled(units), content: scaled(content) }
}
