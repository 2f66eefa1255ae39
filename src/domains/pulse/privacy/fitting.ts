// Makes noised numbers agree: parts that are not below zero, in whole steps, and add up to their totals.

/**
 * The point nearest to `noisy` (least squares) among those that are not below zero and add up to `total`, in whole
 * steps: what is left after rounding down goes to the largest remainders.
 */
export function fitTo(noisy: readonly number[], total: number): number[] {
  if (noisy.length === 0 || total <= 0) return noisy.map(() => 0)
  const shift = shiftOf(noisy, total)
  return wholeSteps(
    noisy.map((value) => Math.max(0, value - shift)),
    total,
  )
}

/** What is to be taken off each number so that those above zero add up to a total. */
function shiftOf(numbers: readonly number[], total: number): number {
  const sorted = numbers.toSorted((a, b) => b - a)
  let [sum, shift] = [0, 0]
  for (let i = 0; i < sorted.length; i++) {
    sum += sorted[i] ?? 0
    const next = (sum - total) / (i + 1)
    if ((sorted[i] ?? 0) - next <= 0) break
    shift = next
  }
  return shift
}

function wholeSteps(values: readonly number[], total: number): number[] {
  const whole = values.map(Math.floor)
  let left = total - whole.reduce((sum, value) => sum + value, 0)
  const byRemainder = values.map((value, i) => [value - Math.floor(value), i] as const)
  byRemainder.sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (let at = 0; left > 0; at = (at + 1) % byRemainder.length, left--) {
    const i = byRemainder[at]?.[1] ?? 0
    whole[i] = (whole[i] ?? 0) + 1
  }
  for (let i = 0; left < 0 && i < whole.length; i++) {
    const taken = Math.min(whole[i] ?? 0, -left)
    whole[i] = (whole[i] ?? 0) - taken
    left += taken
  }
  return whole
}

const ROUNDS = 40
/** Steps that no cell moves further than, when a table has settled: whole steps are made of it afterwards. */
const SETTLED = 0.05

/**
 * A table with given totals of rows and of columns (which add up to the same), near to `noisy`, with nothing below
 * zero, in whole steps: rows and columns are brought to their totals in turn, each by taking the same off all its
 * cells. (Scaling instead would give small cells a part of the noise of large ones.) `noisy` and the answer go row by
 * row.
 */
export function fitBoth(noisy: readonly number[], rows: readonly number[], columns: readonly number[]): number[] {
  const [m, n] = [rows.length, columns.length]
  const table = [...noisy]
  for (let round = 0, moved = 1; round < ROUNDS && moved > SETTLED; round++) {
    moved = 0
    for (let i = 0; i < m; i++) moved = Math.max(moved, shift(table, i * n, 1, n, rows[i] ?? 0))
    for (let j = 0; j < n; j++) moved = Math.max(moved, shift(table, j, n, m, columns[j] ?? 0))
  }
  const whole = table.map((value) => Math.floor(value + 1e-9))
  const rowLeft = rows.map((total, i) => total - sumOf(whole, i * n, 1, n))
  const columnLeft = columns.map((total, j) => total - sumOf(whole, j, n, m))
  takeBack(whole, rowLeft, columnLeft)
  const order = table.map((value, at) => [value - Math.floor(value), at] as const)
  order.sort((a, b) => b[0] - a[0] || a[1] - b[1])
  // First one step to each of the largest remainders, then whatever is left, wherever both sides still miss something.
  for (const most of [1, Number.POSITIVE_INFINITY]) {
    for (const [, at] of order) {
      const [i, j] = [Math.floor(at / n), at % n]
      const step = Math.min(most, rowLeft[i] ?? 0, columnLeft[j] ?? 0)
      if (step <= 0) continue
      whole[at] = (whole[at] ?? 0) + step
      rowLeft[i] = (rowLeft[i] ?? 0) - step
      columnLeft[j] = (columnLeft[j] ?? 0) - step
    }
  }
  return whole
}

/** Where rounding down has given a row or a column too much already, it gives some back. */
function takeBack(whole: number[], rowLeft: number[], columnLeft: number[]): void {
  const n = columnLeft.length
  whole.forEach((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    const over = Math.min(value, Math.max(0, -(rowLeft[i] ?? 0), -(columnLeft[j] ?? 0)))
    if (over <= 0) return
    whole[at] = value - over
    rowLeft[i] = (rowLeft[i] ?? 0) + over
    columnLeft[j] = (columnLeft[j] ?? 0) + over
  })
}

/** Brings a row or a column to its total. Answers by how much a cell moved at most. */
function shift(table: number[], start: number, stride: number, count: number, total: number): number {
  const own = Array.from({ length: count }, (_, k) => table[start + k * stride] ?? 0)
  const less = total > 0 ? shiftOf(own, total) : Number.POSITIVE_INFINITY
  let moved = 0
  for (let k = 0; k < count; k++) {
    const value = Math.max(0, (own[k] ?? 0) - less)
    moved = Math.max(moved, Math.abs(value - (own[k] ?? 0)))
    table[start + k * stride] = value
  }
  return moved
}

function sumOf(table: readonly number[], start: number, stride: number, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += table[start + k * stride] ?? 0
  return sum
}
