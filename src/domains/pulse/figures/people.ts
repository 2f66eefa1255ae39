import { intervalOf, replicatesOf } from './bootstrap.ts'
import { type Counts, GROUPS, totalOf } from './counting.ts'
import type { Dims } from './dims.ts'
import { type Figure, rounded } from './figure.ts'
import { placeOf } from './specs.ts'
import { codesOf, type View } from './views.ts'

/** Buyers of every cell of the simple tables, and of months and years the shares that were new and that came back. */
export function exactPeople(views: readonly View[], dims: Dims, counts: Counts): Figure[] {
  return views
    .filter(({ dims: names }) => names.length <= 1)
    .flatMap((view) =>
      Array.from({ length: view.size }, (_, i) => view.offset + i).flatMap((cell): Figure[] => {
        const place = placeOf(view, codesOf(view, cell, dims), dims)
        const buyers = counts.buyers[cell] ?? 0
        if (!place || buyers === 0) return []
        const orders = totalOf(counts.orders, cell)
        const reach = 1.96 * Math.sqrt(buyers)
        const lower = Math.max(0, Math.round(buyers - reach))
        const row = { ...place, orders, status: 'exact' as const }
        const rows: Figure[] = [{ figure: 'buyers', ...row, value: buyers, lower, upper: Math.round(buyers + reach) }]
        const fresh = newShare(view, cell, dims, counts, buyers)
        if (fresh) {
          const back = { value: rest(fresh.value), lower: rest(fresh.upper), upper: rest(fresh.lower) }
          rows.push({ figure: 'new_buyer_share', ...row, ...fresh })
          rows.push({ figure: 'returning_buyer_share', ...row, ...back })
        }
        return rows
      }),
    )
}

const rest = (share: number) => rounded(1 - share, 6)

function newShare(view: View, cell: number, _dims: Dims, counts: Counts, buyers: number) {
  const by = view.dims[0] === 'month' ? counts.newInMonth : view.dims[0] === 'year' ? counts.newInYear : undefined
  if (!by) return undefined
  const at = (cell - view.offset) * GROUPS
  const groups = by.subarray(at, at + GROUPS)
  const share = groups.reduce((sum, each) => sum + each, 0) / buyers
  const interval = intervalOf(replicatesOf([groups], ([sum = 0]) => Math.min(1, sum / buyers)))
  return {
    value: rounded(share, 6),
    lower: rounded(Math.min(share, interval?.lower ?? share), 6),
    upper: rounded(Math.max(share, interval?.upper ?? share), 6),
  }
}
