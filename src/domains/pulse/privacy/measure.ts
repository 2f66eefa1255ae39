import { findCells, type Walk } from '../figures/counting.ts'
import type { Dims } from '../figures/dims.ts'
import type { Quantity } from '../figures/specs.ts'
import { layOut, type View } from '../figures/views.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { QUANTITY_SHARES, QUESTIONS, type TableName } from './tables.ts'

/** The noised answer to one question, cell by cell. The true counts are forgotten where it is made. */
export interface Measured {
  readonly name: TableName
  readonly view: View
  readonly noisy: Readonly<Record<Quantity, readonly number[]>>
  readonly variance: Readonly<Record<Quantity, number>>
}

export const QUANTITIES: readonly Quantity[] = ['lines', 'orders', 'value']

/**
 * Asks every question whose dimensions the lines know: charges it, counts it, and adds noise to every cell, the empty
 * ones too.
 */
export function measureTables(
  walk: Walk,
  bounded: Bounded,
  dims: Dims,
  { rules, budget, chance }: { rules: PrivacyRules; budget: Budget; chance: Chance },
): Map<TableName, Measured> {
  const measured = new Map<TableName, Measured>()
  const cells = new Int32Array(walk.count)
  for (const name of Object.keys(QUESTIONS) as TableName[]) {
    const { dims: names, share } = QUESTIONS[name]
    const [view] = layOut(dims, [names])
    if (!view || dims.day.labels.length < 2) continue
    const stream = chance.named(`table ${name}`)
    const noisy: Partial<Record<Quantity, readonly number[]>> = {}
    const variance: Partial<Record<Quantity, number>> = {}
    const steps = stepsOf(rules)
    for (const quantity of QUANTITIES) {
      const rho = rules.rho * share * QUANTITY_SHARES[quantity]
      const { buyer, shop } = steps[quantity]
      const wide = varianceFor(buyer, rho)
      budget.charge({ table: name, quantity, buyer_step: buyer, shop_step: shop, rho, variance: Number(wide) })
      variance[quantity] = Number(wide)
      noisy[quantity] = []
    }
    findCells(walk, view, dims, cells)
    const counted = count(walk, bounded, cells, view.size)
    for (const quantity of QUANTITIES) {
      const wide = BigInt(variance[quantity] ?? 1)
      noisy[quantity] = Array.from(counted[quantity], (true_) => true_ + Number(discreteGaussian(stream, wide)))
    }
    measured.set(name, {
      name,
      view,
      noisy: { lines: noisy.lines ?? [], orders: noisy.orders ?? [], value: noisy.value ?? [] },
      variance: { lines: variance.lines ?? 0, orders: variance.orders ?? 0, value: variance.value ?? 0 },
    })
  }
  return measured
}

/**
 * By how much (L2) a person's month and a shop's day can change a table at most. Her lines go, and as many of others
 * may come in their place: √2. With a shop's day its lines go, as many lines of the same people may come, and these
 * may push as many out elsewhere: √3.
 */
export function stepsOf(rules: PrivacyRules): Record<Quantity, { buyer: number; shop: number }> {
  const buyer = rules.buyer_lines_a_month * Math.SQRT2
  const shop = rules.shop_lines_a_day * Math.sqrt(3)
  const rupees = rules.buyer_value_a_month_pkr
  return {
    lines: { buyer, shop },
    orders: { buyer, shop },
    value: { buyer: rupees * Math.SQRT2, shop: (rupees * shop) / rules.buyer_lines_a_month },
  }
}

/** The bounded lines of one table: an order counts once in each cell that one of its lines lies in. */
function count(walk: Walk, bounded: Bounded, cells: Int32Array, size: number): Record<Quantity, Float64Array> {
  const [lines, orders, value] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const lastOrder = new Int32Array(size).fill(-1)
  for (let i = 0; i < walk.count; i++) {
    if (bounded.isKept[i] === 0) continue
    const cell = cells[i] ?? 0
    lines[cell] = (lines[cell] ?? 0) + 1
    value[cell] = (value[cell] ?? 0) + (bounded.value[i] ?? 0)
    const order = walk.order[i] ?? 0
    if (lastOrder[cell] === order) continue
    lastOrder[cell] = order
    orders[cell] = (orders[cell] ?? 0) + 1
  }
  return { lines, orders, value }
}
