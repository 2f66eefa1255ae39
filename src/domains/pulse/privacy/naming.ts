import { type Counts, countCells, findCells, type Walk, type Walks } from '../figures/counting.ts'
import type { DimName, Dims } from '../figures/dims.ts'
import { cellCount, layOut, type View } from '../figures/views.ts'
import type { OrderLines } from '../reading/lines.ts'
import { type Renamed, withoutRare } from '../reading/rare.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { OTHER_SHARES } from './tables.ts'

const NAMED: readonly DimName[] = ['category', 'method', 'province', 'place']

/**
 * Puts names that too few people and shops have together as 'other' before anything is measured: that a name exists
 * would tell about whoever has it. A name must pass the rule on its true buyers and, with noise, on its monthly buyers.
 */
export function mergeRareNames(
  lines: OrderLines,
  walks: Walks,
  bounded: Bounded,
  dims: Dims,
  { rules, budget, chance }: { rules: PrivacyRules; budget: Budget; chance: Chance },
): Renamed {
  const views = layOut(
    dims,
    NAMED.map((name) => [name]),
  )
  const counts = countCells(lines, walks, views, dims, () => 0)
  const monthly = monthlyBuyers(walks.people, bounded, views, dims)
  // A person's month has at most so many lines, so it counts for at most so many names.
  const step = Math.sqrt(rules.buyer_lines_a_month)
  const rho = rules.rho * OTHER_SHARES.names
  const variance = varianceFor(step, rho)
  const shop_step = rules.shop_lines_a_day
  budget.charge({ table: 'names', quantity: 'buyers', buyer_step: step, shop_step, rho, variance: Number(variance) })
  const stream = chance.named('names')
  const margin = 2 * Math.sqrt(Number(variance))
  const passing = new Map(
    views.map((view) => {
      const codes = new Set<number>()
      for (let code = 0; code < view.size; code++) {
        const noisy = (monthly[view.offset + code] ?? 0) + Number(discreteGaussian(stream, variance))
        if (noisy >= rules.least_buyers + margin && isCommon(counts, view.offset + code, lines, rules)) codes.add(code)
      }
      return [view.name, codes] as const
    }),
  )
  const passes = (name: DimName, label: string) => {
    const code = dims[name].labels.indexOf(label)
    return code > 0 && (passing.get(name)?.has(code) ?? false)
  }
  return withoutRare(lines, {
    category: (code) => passing.get('category')?.has(code) ?? false,
    method: (code) => passing.get('method')?.has(code) ?? false,
    province: (province) => passes('province', province),
    city: (province, city) => passes('place', `${province}/${city}`),
  })
}

function isCommon(counts: Counts, cell: number, lines: OrderLines, rules: PrivacyRules): boolean {
  const areShopsKnown = lines.shopCount > 0
  return (
    (counts.buyers[cell] ?? 0) >= rules.least_buyers &&
    (!areShopsKnown || (counts.shops[cell] ?? 0) >= rules.least_shops)
  )
}

/** Buyers of each name, each counted once a month, on the bounded lines alone. */
function monthlyBuyers(people: Walk, bounded: Bounded, views: readonly View[], dims: Dims): Float64Array {
  const buyers = new Float64Array(cellCount(views))
  const cells = new Int32Array(people.count)
  const months = dims.month.labels.length
  for (const view of views) {
    findCells(people, view, dims, cells)
    const last = new Int32Array(view.size * months).fill(-1)
    for (let i = 0; i < people.count; i++) {
      if (bounded.isKept[i] === 0) continue
      const cell = cells[i] ?? 0
      const at = (cell - view.offset) * months + (dims.month.of[people.bases.day[i] ?? 0] ?? 0)
      if (last[at] === people.who[i]) continue
      last[at] = people.who[i] ?? 0
      buyers[cell] = (buyers[cell] ?? 0) + 1
    }
  }
  return buyers
}
