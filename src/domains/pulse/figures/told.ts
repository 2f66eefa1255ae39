import { sameCount } from '../privacy/consistent.ts'
import { bestOf, marginOf } from '../privacy/margins.ts'
import type { Measured } from '../privacy/measure.ts'
import { QUANTITIES } from '../privacy/measure.ts'
import { type TableName, tableOf } from '../privacy/tables.ts'
import type { Dims } from './dims.ts'
import type { Quantity } from './specs.ts'
import { cellCount, codesOf, type View } from './views.ts'

/** What may be told of every cell of every view: consistent numbers after noise, and the variance of that noise. */
export interface Told {
  /** Lines, orders and rupees; NaN where no question was asked. */
  readonly value: Readonly<Record<Quantity, Float64Array>>
  readonly variance: Readonly<Record<Quantity, Float64Array>>
}

/** Views whose sums were fitted from all tables that know them: so much less noise is left on them. */
const PINNED = new Set(['', 'year', 'month', 'method', 'outcome', 'category'])

/** Adds up the fitted tables to the cells of the views. */
export function tellViews(
  views: readonly View[],
  dims: Dims,
  measured: ReadonlyMap<TableName, Measured>,
  fitted: Readonly<Record<Quantity, ReadonlyMap<TableName, readonly number[]>>>,
  steps: Readonly<Record<Quantity, number>>,
): Told {
  const empty = () => new Float64Array(cellCount(views)).fill(Number.NaN)
  const told = {
    value: { lines: empty(), orders: empty(), value: empty() },
    variance: { lines: empty(), orders: empty(), value: empty() },
  }
  for (const view of views) {
    const name = tableOf(view.dims)
    const table = name && measured.get(name)
    if (!name || !table) continue
    for (const quantity of QUANTITIES) {
      const cells = fitted[quantity].get(name)
      if (!cells) continue
      const sums = marginOf(table, cells, dims, view.dims)
      const leaves = marginOf(
        table,
        cells.map(() => 1),
        dims,
        view.dims,
      )
      const best = PINNED.has(view.name)
        ? bestOf(sameCount([...measured.values()], quantity, view.dims.includes('category')), quantity, dims, 1)
        : undefined
      const left = best?.(...view.dims)?.variance
      for (let i = 0; i < view.size; i++) {
        const key = codesOf(view, view.offset + i, dims).join(',')
        told.value[quantity][view.offset + i] = (sums.get(key) ?? 0) * steps[quantity]
        const noise = left?.[i] ?? (leaves.get(key) ?? 0) * table.variance[quantity]
        told.variance[quantity][view.offset + i] = noise + steps[quantity] ** 2 / 4
      }
    }
  }
  return told
}
