import type { Dims } from '../figures/dims.ts'
import type { Quantity } from '../figures/specs.ts'
import { layOut, type View } from '../figures/views.ts'
import { eachBlock, type Walk } from '../figures/walks.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { stepsOf } from './steps.ts'
import { QUANTITY_SHARES, QUESTIONS, type TableName } from './tables.ts'

/** The noised answer to one question, cell by cell. The true counts are forgotten where it is made. */
export interface Measured {
  readonly name: TableName
  readonly view: View
  readonly noisy: Readonly<Record<Quantity, readonly number[]>>
  readonly variance: Readonly<Record<Quantity, number>>
}

/** The lines and the paisa of a table as they are, beyond every bound: for the rules of hiding, for nobody's eyes. */
export interface Counted {
  readonly view: View
  readonly lines: Float64Array
  readonly value: Float64Array
}

export const QUANTITIES: readonly Quantity[] = ['lines', 'orders', 'value']

/**
 * Asks every question whose dimensions the lines know: charges it, counts it, and adds noise to every cell, the empty
 * ones too. Answers the noised tables, and apart from them what lies in their cells before any bound.
 */
export function measureTables(
  walk: Walk,
  bounded: Bounded,
  dims: Dims,
  { rules, budget, chance }: { rules: PrivacyRules; budget: Budget; chance: Chance },
): { measured: Map<TableName, Measured>; whole: Map<TableName, Counted> } {
  const measured = new Map<TableName, Measured>()
  const whole = new Map<TableName, Counted>()
  const counts = countTables(walk, bounded, dims)
  for (const [name, { view, all, ...counted }] of counts) {
    whole.set(name, { view, ...all })
    const { share } = QUESTIONS[name]
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
  return { measured, whole }
}

interface Table extends Record<Quantity, Float64Array> {
  readonly view: View
  readonly lastOrder: Int32Array
  readonly all: { readonly lines: Float64Array; readonly value: Float64Array }
}

/** The bounded lines in every table: an order counts once in each cell that one of its lines lies in. */
function countTables(walk: Walk, bounded: Bounded, dims: Dims): Map<TableName, Table> {
  const tables = new Map<TableName, Table>()
  for (const name of Object.keys(QUESTIONS) as TableName[]) {
    const [view] = layOut(dims, [QUESTIONS[name].dims])
    if (!view || dims.day.labels.length < 2) continue
    const cells = () => new Float64Array(view.size)
    const lastOrder = new Int32Array(view.size).fill(-1)
    const all = { lines: cells(), value: cells() }
    tables.set(name, { view, lines: cells(), orders: cells(), value: cells(), lastOrder, all })
  }
  const byView = new Map([...tables.values()].map((table) => [table.view, table]))
  eachBlock(walk, [...byView.keys()], dims, (view, cells, from, to) => {
    const table = byView.get(view)
    if (table) addBlock(table, walk, bounded, cells, from, to)
  })
  return tables
}

function addBlock(table: Table, walk: Walk, bounded: Bounded, cells: Int32Array, from: number, to: number): void {
  const { lines, orders, value, lastOrder, all } = table
  for (let i = from; i < to; i++) {
    const cell = cells[i - from] ?? 0
    all.lines[cell] = (all.lines[cell] ?? 0) + 1
    all.value[cell] = (all.value[cell] ?? 0) + (walk.value[i] ?? 0)
    if (bounded.isKept[i] === 0) continue
    lines[cell] = (lines[cell] ?? 0) + 1
    value[cell] = (value[cell] ?? 0) + (bounded.value[i] ?? 0)
    const order = walk.order[i] ?? 0
    if (lastOrder[cell] === order) continue
    lastOrder[cell] = order
    orders[cell] = (orders[cell] ?? 0) + 1
  }
}
