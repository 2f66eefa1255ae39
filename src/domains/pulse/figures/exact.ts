import { intervalOf, replicatesOf } from './bootstrap.ts'
import { type Counts, GROUPS, totalOf } from './counting.ts'
import { DIGITS, type Figure, rounded } from './figure.ts'
import type { Spec, Sum } from './specs.ts'

/** The figure of a spec as it was counted, with its bootstrap interval. */
export function exactFigure(spec: Spec, counts: Counts): Figure | undefined {
  const top = groupSums(spec.top, counts)
  const bottom = spec.bottom ? groupSums(spec.bottom, counts) : undefined
  const figureOf = ([a = 0, b = 1]: readonly number[]) => (a / b) * spec.scale
  const sums = bottom ? [top, bottom] : [top]
  const value = figureOf(sums.map((groups) => groups.reduce((sum, each) => sum + each, 0)))
  if (!Number.isFinite(value) || (spec.bottom && spec.top.cells.length === 0)) return undefined
  const interval = intervalOf(replicatesOf(sums, figureOf))
  const digits = DIGITS[spec.figure] ?? 6
  return {
    figure: spec.figure,
    ...spec.place,
    value: rounded(value, digits),
    lower: rounded(Math.min(value, interval?.lower ?? value), digits),
    upper: rounded(Math.max(value, interval?.upper ?? value), digits),
    orders: totalOf(counts.orders, spec.cell),
    status: 'exact',
  }
}

function groupSums(sum: Sum, counts: Counts): Float64Array {
  const column = counts[sum.of]
  const groups = new Float64Array(GROUPS)
  for (const cell of sum.cells) {
    for (let g = 0; g < GROUPS; g++) groups[g] = (groups[g] ?? 0) + (column[cell * GROUPS + g] ?? 0)
  }
  return groups
}
