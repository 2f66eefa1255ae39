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

/** The lines that count, and in which month each day lies: what is bought in two months is two orders then. */
interface Kept {
  readonly isKept: Uint8Array
  readonly monthOf: Int32Array
}

/** The orders of a walk by person, of all its lines or of those that count. */
export function ordersOf(walk: Walk, kept?: Kept): OrderList {
  const room = mostOrders(walk, kept)
  const first = new Int32Array(room)
  const value = new Float64Array(room)
  const delivery = new Int16Array(room).fill(-1)
  let [count, row, last, lastMonth] = [0, 0, -1, -1]
  const months: number[] = []
  for (let i = 0; i < walk.count; i++) {
    if (kept && kept.isKept[i] === 0) continue
    const order = walk.order[i] ?? 0
    const month = kept?.monthOf[walk.bases.day[i] ?? 0] ?? 0
    if (order !== last) months.length = 0
    if (order !== last || month !== lastMonth) {
      const known = months.indexOf(month)
      row = known < 0 ? count++ : count - months.length + known
      if (known < 0) {
        months.push(month)
        first[row] = i
      }
    }
    last = order
    lastMonth = month
    value[row] = (value[row] ?? 0) + (walk.value[i] ?? 0)
    const days = walk.delivery[i] ?? -1
    if (days > (delivery[row] ?? -1)) delivery[row] = days
  }
  return { count, first, value, delivery }
}

/** As many orders as lines follow one of another order or month. */
function mostOrders({ count, order, bases }: Walk, kept: Kept | undefined): number {
  let [orders, last, lastMonth] = [0, -1, -1]
  for (let i = 0; i < count; i++) {
    if (kept && kept.isKept[i] === 0) continue
    const month = kept?.monthOf[bases.day[i] ?? 0] ?? 0
    if (order[i] !== last || month !== lastMonth) orders++
    last = order[i] ?? 0
    lastMonth = month
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
