import type { OrderLines } from '../reading/lines.ts'
import type { BASES, Base, Dims } from './dims.ts'
import { byPerson, byShop } from './sorting.ts'
import { cellCount, type View } from './views.ts'

/** People are dealt into so many groups by chance; how much the groups differ tells the error of every figure. */
export const GROUPS = 32

/** What was counted in each cell. Sums over groups stand at cell × GROUPS + group. */
export interface Counts {
  readonly lines: Float64Array
  readonly orders: Float64Array
  /** Paisa. */
  readonly value: Float64Array
  readonly buyers: Int32Array
  readonly shops: Int32Array
  /** Paisa of the two largest shops of each cell. */
  readonly largest: Float64Array
  readonly second: Float64Array
  /** People of whom a month, and a year, is the first. */
  readonly newInMonth: Float64Array
  readonly newInYear: Float64Array
}

/** Lines in some sequence, one after the other in memory: their base numbers, who, which order, how much. */
export interface Walk {
  readonly count: number
  readonly bases: Readonly<Record<Base, Uint16Array>>
  /** The person, or the shop. */
  readonly who: Int32Array
  readonly order: Int32Array
  readonly shop: Int32Array
  /** Paisa; 0 when unknown. */
  readonly value: Float64Array
  /** Days from the order to the door; −1 when unknown. */
  readonly delivery: Int16Array
}

interface Frame {
  readonly firstDay: number
  readonly sizeOfShop: Uint8Array
}

/** The lines person by person. */
export function walkOfPeople(lines: OrderLines, frame: Frame): Walk {
  const { sequence, person } = byPerson(lines)
  return walkOf(lines, frame, sequence, person)
}

/** The same walk with other numbers for categories and ways to pay. */
export function renamed(walk: Walk, category: readonly number[], method: readonly number[]): Walk {
  const mapped = (column: Uint16Array, to: readonly number[]) => column.map((code) => to[code] ?? 0)
  const bases = {
    ...walk.bases,
    category: mapped(walk.bases.category, category),
    method: mapped(walk.bases.method, method),
  }
  return { ...walk, bases }
}

function walkOf(lines: OrderLines, { firstDay, sizeOfShop }: Frame, sequence: Int32Array, key: Int32Array): Walk {
  const count = sequence.length
  const taken = (column: ArrayLike<number>) => {
    const to = new Uint16Array(count)
    for (let i = 0; i < count; i++) to[i] = column[sequence[i] ?? 0] ?? 0
    return to
  }
  const [day, hour, size] = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count)]
  const isTold = lines.womenLedShop.some((mark) => mark > 0)
  const womenLed = new Uint16Array(isTold ? count : 0)
  const [who, order, value] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)]
  const [shop, delivery] = [new Int32Array(count), new Int16Array(count)]
  for (let i = 0; i < count; i++) {
    const line = sequence[i] ?? 0
    const at = (lines.day[line] ?? 0) - firstDay
    day[i] = at >= 0 ? at + 1 : 0
    hour[i] = (lines.hour[line] ?? -1) + 1
    size[i] = sizeOfShop[lines.shop[line] ?? -1] ?? 0
    if (isTold) womenLed[i] = lines.womenLedShop[lines.shop[line] ?? -1] ?? 0
    who[i] = key[line] ?? 0
    order[i] = lines.order[line] ?? 0
    shop[i] = lines.shop[line] ?? -1
    delivery[i] = lines.delivery[line] ?? -1
    const paisa = lines.value[line] ?? 0
    value[i] = paisa > 0 ? paisa : 0
  }
  const bases = {
    day,
    hour,
    size,
    womenLed,
    place: taken(lines.place),
    category: taken(lines.category),
    method: taken(lines.method),
    outcome: taken(lines.outcome),
    status: taken(lines.status),
    condition: taken(lines.condition),
  } satisfies Record<(typeof BASES)[number], Uint16Array>
  return { count, bases, who, order, shop, value, delivery }
}

/** Writes the cell of every line in one view into `cells`. */
export function findCells(walk: Walk, view: View, dims: Dims, cells: Int32Array): void {
  cells.fill(view.offset)
  view.dims.forEach((name, d) => {
    const { base, of } = dims[name]
    const stride = view.strides[d] ?? 1
    const map = of.map((code) => code * stride)
    addCodes(cells, walk.bases[base], map, walk.count)
  })
}

function addCodes(cells: Int32Array, column: Uint16Array, map: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) cells[i] = (cells[i] ?? 0) + (map[column[i] ?? 0] ?? 0)
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
    shops: new Int32Array(total),
    largest: new Float64Array(total),
    second: new Float64Array(total),
    newInMonth: new Float64Array(dims.month.labels.length * GROUPS),
    newInYear: new Float64Array(dims.year.labels.length * GROUPS),
  }
  const cells = new Int32Array(people.count)
  addWalk(people, views, dims, { counts, cells, groupOf })
  return counts
}

/**
 * Adds the shops of every cell and its two largest. Call it when the lines by person are no longer needed: there is
 * room
 * for one walk of ten million lines, not for two.
 */
export function countShops(lines: OrderLines, frame: Frame, views: readonly View[], dims: Dims, counts: Counts): void {
  if (lines.shopCount === 0) return
  const walk = walkOf(lines, frame, byShop(lines), lines.shop)
  const cells = new Int32Array(walk.count)
  for (const view of views) addShops(walk, view, dims, counts, cells)
}

function addWalk(
  walk: Walk,
  views: readonly View[],
  dims: Dims,
  { counts, cells, groupOf }: { counts: Counts; cells: Int32Array; groupOf: (person: number) => number },
): void {
  const { count, who } = walk
  const group = new Uint8Array(count)
  for (let i = 0, last = -1, dealt = 0; i < count; i++) {
    const person = who[i] ?? 0
    if (person !== last) {
      last = person
      dealt = groupOf(person)
    }
    group[i] = dealt
  }
  countNew(walk, dims, group, counts)
  const lastOrder = new Int32Array(counts.buyers.length).fill(-1)
  const lastPerson = new Int32Array(counts.buyers.length).fill(-1)
  for (const view of views) {
    findCells(walk, view, dims, cells)
    addPeople(walk, cells, group, counts, lastOrder, lastPerson)
  }
}

function addPeople(
  { count, who, order, value }: Walk,
  cells: Int32Array,
  group: Uint8Array,
  counts: Counts,
  lastOrder: Int32Array,
  lastPerson: Int32Array,
): void {
  const { lines, orders, buyers } = counts
  const rupees = counts.value
  for (let i = 0; i < count; i++) {
    const cell = cells[i] ?? 0
    const at = cell * GROUPS + (group[i] ?? 0)
    lines[at] = (lines[at] ?? 0) + 1
    rupees[at] = (rupees[at] ?? 0) + (value[i] ?? 0)
    const [one, person] = [order[i] ?? 0, who[i] ?? 0]
    if (lastOrder[cell] !== one) {
      lastOrder[cell] = one
      orders[at] = (orders[at] ?? 0) + 1
    }
    if (lastPerson[cell] !== person) {
      lastPerson[cell] = person
      buyers[cell] = (buyers[cell] ?? 0) + 1
    }
  }
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

/** Shops of each cell and its two largest, by rupees. */
function addShops(walk: Walk, view: View, dims: Dims, counts: Counts, cells: Int32Array): void {
  const { count, who, value } = walk
  const { shops, largest, second } = counts
  findCells(walk, view, dims, cells)
  const lastShop = new Int32Array(view.size).fill(-1)
  const sum = new Float64Array(view.size)
  const touched = new Int32Array(view.size)
  let touchedCount = 0
  for (let i = 0; i < count; i++) {
    const cell = cells[i] ?? 0
    const local = cell - view.offset
    const shop = who[i] ?? 0
    if (lastShop[local] !== shop) {
      lastShop[local] = shop
      shops[cell] = (shops[cell] ?? 0) + 1
      sum[local] = 0
      touched[touchedCount++] = local
    }
    sum[local] = (sum[local] ?? 0) + (value[i] ?? 0)
    if (i + 1 < count && who[i + 1] === shop) continue
    for (let t = 0; t < touchedCount; t++) {
      const worth = sum[touched[t] ?? 0] ?? 0
      const at = view.offset + (touched[t] ?? 0)
      if (worth > (largest[at] ?? 0)) {
        second[at] = largest[at] ?? 0
        largest[at] = worth
      } else if (worth > (second[at] ?? 0)) second[at] = worth
    }
    touchedCount = 0
  }
}

/** The sum over all groups of one cell. */
export function totalOf(counts: Float64Array, cell: number): number {
  let sum = 0
  for (let at = cell * GROUPS; at < (cell + 1) * GROUPS; at++) sum += counts[at] ?? 0
  return sum
}
