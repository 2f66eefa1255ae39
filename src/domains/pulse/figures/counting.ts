import type { Dims } from './dims.ts'
import { cellCount, type View } from './views.ts'
import { eachBlock, type Visit, type Walk } from './walks.ts'

/** People are dealt into so many groups by chance; how much the groups differ tells the error of every figure. */
export const GROUPS = 32

/** What was counted in each cell. Sums over groups stand at cell × GROUPS + group. */
export interface Counts {
  readonly lines: Float64Array
  readonly orders: Float64Array
  /** Paisa. */
  readonly value: Float64Array
  readonly buyers: Int32Array
  /** People of whom a month, and a year, is the first. */
  readonly newInMonth: Float64Array
  readonly newInYear: Float64Array
}

/** Counts lines, orders, people and rupees in every cell. `groupOf` deals people into groups. */
export function countPeople(
  people: Walk,
  views: readonly View[],
  dims: Dims,
  groupOf: (person: number) => number,
): Counts {
  const total = cellCount(views)
  const counts: Counts = {
    lines: new Float64Array(total * GROUPS),
    orders: new Float64Array(total * GROUPS),
    value: new Float64Array(total * GROUPS),
    buyers: new Int32Array(total),
    newInMonth: new Float64Array(dims.month.labels.length * GROUPS),
    newInYear: new Float64Array(dims.year.labels.length * GROUPS),
  }
  const group = groupsOf(people, groupOf)
  countNew(people, dims, group, counts)
  const lastOrder = new Int32Array(total).fill(-1)
  const lastPerson = new Int32Array(total).fill(-1)
  const add: Visit = (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      const cell = cells[i - from] ?? 0
      const at = cell * GROUPS + (group[i] ?? 0)
      counts.lines[at] = (counts.lines[at] ?? 0) + 1
      counts.value[at] = (counts.value[at] ?? 0) + (people.value[i] ?? 0)
      const order = people.order[i] ?? 0
      if (lastOrder[cell] !== order) {
        lastOrder[cell] = order
        counts.orders[at] = (counts.orders[at] ?? 0) + 1
      }
      const person = people.who[i] ?? 0
      if (lastPerson[cell] === person) continue
      lastPerson[cell] = person
      counts.buyers[cell] = (counts.buyers[cell] ?? 0) + 1
    }
  }
  // Groups make the counters of one view as many as fit beside each other: one view after the other.
  for (const view of views) eachBlock(people, [view], dims, add)
  return counts
}

function groupsOf({ count, who }: Walk, groupOf: (person: number) => number): Uint8Array {
  const group = new Uint8Array(count)
  for (let i = 0, last = -1, dealt = 0; i < count; i++) {
    const person = who[i] ?? 0
    if (person !== last) {
      last = person
      dealt = groupOf(person)
    }
    group[i] = dealt
  }
  return group
}

function countNew({ count, who, bases }: Walk, dims: Dims, group: Uint8Array, counts: Counts): void {
  let first = 0
  for (let i = 0; i < count; i++) {
    const day = bases.day[i] ?? 0
    if (i > 0 && who[i] !== who[i - 1]) first = 0
    if (day > 0 && (first === 0 || day < first)) first = day
    if (first === 0 || (i + 1 < count && who[i + 1] === who[i])) continue
    const month = (dims.month.of[first] ?? 0) * GROUPS + (group[i] ?? 0)
    const year = (dims.year.of[first] ?? 0) * GROUPS + (group[i] ?? 0)
    counts.newInMonth[month] = (counts.newInMonth[month] ?? 0) + 1
    counts.newInYear[year] = (counts.newInYear[year] ?? 0) + 1
  }
}

/** The sum over all groups of one cell. */
export function totalOf(counts: Float64Array, cell: number): number {
  let sum = 0
  for (let at = cell * GROUPS; at < (cell + 1) * GROUPS; at++) sum += counts[at] ?? 0
  return sum
}
