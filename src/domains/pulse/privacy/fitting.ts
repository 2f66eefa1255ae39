// Makes noised numbers agree: parts that are not below zero, in whole steps, and add up to their totals.

/** How large each number may become; none is bounded where this is not told. */
export type Most = readonly number[] | undefined

/**
 * The point nearest to `noisy` (least squares) among those that are not below zero, not above `most`, and add up to
 * `total`, in whole steps: what is left after rounding down goes to the largest remainders.
 */
export function fitTo(noisy: readonly number[], total: number, most?: Most): number[] {
  if (noisy.length === 0 || total <= 0) return noisy.map(() => 0)
  return wholeSteps(brought(noisy, total, most), total, most)
}

/** The same before it is made whole. Where `most` leaves too little room for the total, it is not kept. */
function brought(numbers: readonly number[], total: number, most: Most): number[] {
  const shift = shiftOf(numbers, total)
  const free = numbers.map((value) => Math.max(0, value - shift))
  const isAbove = (value: number, i: number) => value > (most?.[i] ?? Number.POSITIVE_INFINITY)
  if (!most || !free.some(isAbove)) return free
  if (most.reduce((sum, each) => sum + each, 0) < total) return free
  // The larger the shift, the smaller the sum: the one that fits lies between these two.
  let [low, high] = [Math.min(...numbers.map((value, i) => value - (most[i] ?? 0))), shift]
  const at = (by: number) => numbers.map((value, i) => Math.min(most[i] ?? 0, Math.max(0, value - by)))
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (at(middle).reduce((sum, each) => sum + each, 0) > total) low = middle
    else high = middle
  }
  return at((low + high) / 2)
}

const HALVINGS = 40

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

function wholeSteps(values: readonly number[], total: number, most: Most): number[] {
  const whole = values.map((value) => Math.floor(value + 1e-6))
  let left = total - whole.reduce((sum, value) => sum + value, 0)
  const byRemainder = values.map((value, i) => [value - Math.floor(value), i] as const)
  byRemainder.sort((a, b) => b[0] - a[0] || a[1] - b[1])
  const hasRoom = (i: number) => (whole[i] ?? 0) < (most?.[i] ?? Number.POSITIVE_INFINITY)
  for (let at = 0, full = 0; left > 0; at = (at + 1) % byRemainder.length) {
    const i = byRemainder[at]?.[1] ?? 0
    if (!hasRoom(i) && full < byRemainder.length) {
      full++
      continue
    }
    whole[i] = (whole[i] ?? 0) + 1
    left--
    if (full < byRemainder.length) full = 0
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
 * zero or, where the totals leave room, above `most`, in whole steps: rows and columns are brought to their totals in
 * turn, each by taking the same off all its cells. (Scaling instead would give small cells a part of the noise of large
 * ones.) `noisy` and the answer go row by row.
 */
export function fitBoth(
  noisy: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
  most?: Most,
): number[] {
  const [m, n] = [rows.length, columns.length]
  const table = [...noisy]
  for (let round = 0, moved = 1; round < ROUNDS && moved > SETTLED; round++) {
    moved = 0
    for (let i = 0; i < m; i++)
      moved = Math.max(moved, shift(table, most, { start: i * n, stride: 1, count: n }, rows[i] ?? 0))
    for (let j = 0; j < n; j++)
      moved = Math.max(moved, shift(table, most, { start: j, stride: n, count: m }, columns[j] ?? 0))
  }
  const whole = table.map((value) => Math.floor(value + 1e-9))
  const rowLeft = rows.map((total, i) => total - sumOf(whole, i * n, 1, n))
  const columnLeft = columns.map((total, j) => total - sumOf(whole, j, n, m))
  takeBack(whole, rowLeft, columnLeft)
  const order = table.map((value, at) => [value - Math.floor(value), at] as const)
  order.sort((a, b) => b[0] - a[0] || a[1] - b[1])
  const roomAt = (at: number) => (most?.[at] ?? Number.POSITIVE_INFINITY) - (whole[at] ?? 0)
  // First one step to each of the largest remainders, then whatever is left, wherever both sides still miss something;
  // where there is no room, by way of two other cells; and at last without asking for room.
  for (const [once, isBound] of [
    [1, true],
    [Number.POSITIVE_INFINITY, true],
    [Number.POSITIVE_INFINITY, false],
  ] as const) {
    if (most && !isBound) byOthers({ whole, roomAt, rowLeft, columnLeft })
    for (const [, at] of order) {
      const [i, j] = [Math.floor(at / n), at % n]
      const room = isBound ? roomAt(at) : Number.POSITIVE_INFINITY
      const step = Math.min(once, room, rowLeft[i] ?? 0, columnLeft[j] ?? 0)
      if (step <= 0) continue
      whole[at] = (whole[at] ?? 0) + step
      rowLeft[i] = (rowLeft[i] ?? 0) - step
      columnLeft[j] = (columnLeft[j] ?? 0) - step
    }
  }
  return whole
}

interface Left {
  readonly whole: number[]
  readonly roomAt: (at: number) => number
  readonly rowLeft: number[]
  readonly columnLeft: number[]
}

/** What a row misses goes to another column, which gives as much of another row to the column that misses it. */
function byOthers({ whole, roomAt, rowLeft, columnLeft }: Left): void {
  const n = columnLeft.length
  for (let i = 0; i < rowLeft.length; i++) {
    for (let j = 0; j < n && (rowLeft[i] ?? 0) > 0; j++) {
      for (let at = 0; at < whole.length && (columnLeft[j] ?? 0) > 0; at++) {
        const [other, there] = [at - (at % n), at % n]
        const [to, from] = [i * n + there, other + j]
        if (there === j || other === i * n) continue
        const step = Math.min(rowLeft[i] ?? 0, columnLeft[j] ?? 0, whole[at] ?? 0, roomAt(to), roomAt(from))
        if (step <= 0) continue
        whole[at] = (whole[at] ?? 0) - step
        whole[to] = (whole[to] ?? 0) + step
        whole[from] = (whole[from] ?? 0) + step
        rowLeft[i] = (rowLeft[i] ?? 0) - step
        columnLeft[j] = (columnLeft[j] ?? 0) - step
      }
    }
  }
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

/** A row or a column of a table. */
interface Line {
  readonly start: number
  readonly stride: number
  readonly count: number
}

/** Brings a row or a column to its total. Answers by how much a cell moved at most. */
function shift(table: number[], most: Most, { start, stride, count }: Line, total: number): number {
  const of = (numbers: readonly number[]) => Array.from({ length: count }, (_, k) => numbers[start + k * stride] ?? 0)
  const own = of(table)
  const fitted = total > 0 ? brought(own, total, most && of(most)) : own.map(() => 0)
  let moved = 0
  for (let k = 0; k < count; k++) {
    const value = fitted[k] ?? 0
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
