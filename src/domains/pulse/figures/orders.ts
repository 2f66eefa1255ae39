import type { Dims } from './dims.ts'
import { codesOf, type View } from './views.ts'
import type { Walk } from './walks.ts'

/** One order a row: where its first line stands in the walk, and what it is worth. */
export interface OrderList {
  readonly count: number
  readonly first: Int32Array
  /** Paisa; 0 when no line of it has a value. */
  readonly value: Float64Array
  /** Days to the door; −1 when unknown. */
  readonly delivery: Int16Array
}

/** The orders of a walk by person. Lines for which `isKept` says no are passed over. */
export function ordersOf(walk: Walk, isKept?: Uint8Array): OrderList {
  const room = countOrders(walk, isKept)
  const first = new Int32Array(room)
  const value = new Float64Array(room)
  const delivery = new Int16Array(room).fill(-1)
  let count = 0
  let last = -1
  for (let i = 0; i < walk.count; i++) {
    if (isKept && isKept[i] === 0) continue
    const order = walk.order[i] ?? 0
    if (order !== last) {
      last = order
      first[count++] = i
    }
    value[count - 1] = (value[count - 1] ?? 0) + (walk.value[i] ?? 0)
    const days = walk.delivery[i] ?? -1
    if (days > (delivery[count - 1] ?? -1)) delivery[count - 1] = days
  }
  return { count, first, value, delivery }
}

function countOrders({ count, order }: Walk, isKept?: Uint8Array): number {
  let orders = 0
  for (let i = 0, last = -1; i < count; i++) {
    if ((isKept && isKept[i] === 0) || order[i] === last) continue
    last = order[i] ?? 0
    orders++
  }
  return orders
}

export interface Median {
  readonly codes: readonly number[]
  readonly value: number
  readonly lower: number
  readonly upper: number
  readonly orders: number
}

/**
 * The median of each cell of a view, with the order statistics between which the median of all such orders lies in 95
 * of
 * 100 cases. Numbers below `least` are unknown.
 */
export function mediansOf(
  walk: Walk,
  orders: OrderList,
  numbers: ArrayLike<number>,
  least: number,
  view: View,
  dims: Dims,
): Median[] {
  const cells = new Int32Array(orders.count)
  view.dims.forEach((name, d) => {
    const { base, of } = dims[name]
    const column = walk.bases[base]
    for (let i = 0; i < orders.count; i++) {
      const code = of[column[orders.first[i] ?? 0] ?? 0] ?? 0
      cells[i] = (cells[i] ?? 0) + code * (view.strides[d] ?? 1)
    }
  })
  const starts = new Int32Array(view.size + 1)
  for (let i = 0; i < orders.count; i++) {
    if ((numbers[i] ?? 0) < least) continue
    const cell = (cells[i] ?? 0) + 1
    starts[cell] = (starts[cell] ?? 0) + 1
  }
  for (let cell = 0; cell < view.size; cell++) starts[cell + 1] = (starts[cell + 1] ?? 0) + (starts[cell] ?? 0)
  const ends = starts.slice()
  const grouped = new Float64Array(starts[view.size] ?? 0)
  for (let i = 0; i < orders.count; i++) {
    if ((numbers[i] ?? 0) < least) continue
    const cell = cells[i] ?? 0
    const to = ends[cell] ?? 0
    grouped[to] = numbers[i] ?? 0
    ends[cell] = to + 1
  }
  const medians: Median[] = []
  for (let cell = 0; cell < view.size; cell++) {
    const part = grouped.subarray(starts[cell] ?? 0, starts[cell + 1] ?? 0)
    if (part.length === 0) continue
    medians.push({ codes: codesOf(view, view.offset + cell, dims), ...medianOf(part), orders: part.length })
  }
  return medians
}

/** Sorts the numbers where they stand, and gives their median with the ranks n/2 ± 0.98·√n around it. */
export function medianOf(numbers: Float64Array): { value: number; lower: number; upper: number } {
  numbers.sort()
  const n = numbers.length
  const at = (rank: number) => numbers[Math.min(n - 1, Math.max(0, rank))] ?? 0
  const reach = 0.98 * Math.sqrt(n)
  return {
    value: (at((n - 1) >> 1) + at(n >> 1)) / 2,
    lower: at(Math.floor(n / 2 - reach)),
    upper: at(Math.ceil(n / 2 + reach)),
  }
}
