import { forget } from '../reading/forget.ts'
import type { OrderLines } from '../reading/lines.ts'
import { OUTCOMES } from '../reading/shapes.ts'
import type { BASES, Base, Dims } from './dims.ts'
import { byPerson, byShop } from './sorting.ts'
import type { View } from './views.ts'

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
  /** Days from the order to the door; −1 when unknown, and empty when no line tells. */
  readonly delivery: Int16Array
}

export interface Frame {
  readonly firstDay: number
  readonly sizeOfShop: Uint8Array
}

/** The lines person by person. */
export function walkOfPeople(lines: OrderLines, frame: Frame, without: readonly Base[] = []): Walk {
  const { sequence, person } = byPerson(lines)
  const walk = walkOf(lines, frame, { sequence, key: person, without })
  forget(sequence, person)
  return walk
}

/** The lines of known shops, shop by shop. */
export function walkOfShops(lines: OrderLines, frame: Frame, without: readonly Base[] = []): Walk {
  const sequence = byShop(lines)
  const walk = walkOf(lines, frame, { sequence, key: lines.shop, without })
  forget(sequence)
  return walk
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

/** Gives the memory of a walk back, and of what was renamed from it. */
export function forgetWalk({ bases, who, order, shop, value, delivery }: Walk): void {
  forget(...Object.values(bases), who, order, shop, value, delivery)
}

interface Order {
  readonly sequence: Int32Array
  readonly key: Int32Array
  /** Columns that nobody asks for. */
  readonly without: readonly Base[]
}

function walkOf(lines: OrderLines, { firstDay, sizeOfShop }: Frame, { sequence, key, without }: Order): Walk {
  const count = sequence.length
  const { words } = lines
  /** A column in which every line is unknown is left empty: no view is made of it. */
  const taken = (base: Base, column: Uint16Array | Uint8Array, labels: number) => {
    if (labels < 2 || without.includes(base)) return new Uint16Array(0)
    const to = new Uint16Array(count)
    for (let i = 0; i < count; i++) to[i] = column[sequence[i] ?? 0] ?? 0
    return to
  }
  const [day, hour, size] = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count)]
  const isTold = lines.womenLedShop.some((mark) => mark > 0)
  const womenLed = new Uint16Array(isTold ? count : 0)
  const [who, order, value] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)]
  const shop = new Int32Array(count)
  const delivery = new Int16Array(lines.delivery.length > 0 ? count : 0)
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
    if (delivery.length > 0) delivery[i] = lines.delivery[line] ?? -1
    const paisa = lines.value[line] ?? 0
    value[i] = paisa > 0 ? paisa : 0
  }
  const bases = {
    day,
    hour,
    size,
    womenLed,
    place: taken('place', lines.place, words.places.length + 1),
    category: taken('category', lines.category, words.category.labels.length),
    method: taken('method', lines.method, words.method.labels.length),
    outcome: taken('outcome', lines.outcome, OUTCOMES.length),
    status: taken('status', lines.status, words.status.labels.length),
    condition: taken('condition', lines.condition, words.condition.labels.length),
  } satisfies Record<(typeof BASES)[number], Uint16Array>
  return { count, bases, who, order, shop, value, delivery }
}

/** Lines that are looked at together: few enough for their columns and cells to stay in the processor's own memory. */
const BLOCK = 4_096

/** Some lines of a walk and the cell of each in one view: the cell of line `from + i` stands at `i`. */
export type Visit = (view: View, cells: Int32Array, from: number, to: number) => void

/**
 * Shows every line in every view, a block of lines after the other, in the order of the walk, until there is nothing
 * left to learn.
 */
export function eachBlock(
  walk: Pick<Walk, 'count' | 'bases'>,
  views: readonly View[],
  dims: Dims,
  visit: Visit,
  isDone: () => boolean = () => false,
): void {
  const cells = new Int32Array(BLOCK)
  const parts = views.map((view) => ({ view, codes: codesOfView(walk, view, dims) }))
  for (let from = 0; from < walk.count && !isDone(); from += BLOCK) {
    const to = Math.min(from + BLOCK, walk.count)
    for (const { view, codes } of parts) {
      cells.fill(view.offset)
      for (const { column, map } of codes) addCodes(cells, column, map, from, to)
      visit(view, cells, from, to)
    }
  }
}

function codesOfView(walk: Pick<Walk, 'bases'>, view: View, dims: Dims) {
  return view.dims.map((name, d) => {
    const { base, of } = dims[name]
    const stride = view.strides[d] ?? 1
    return { column: walk.bases[base], map: of.map((code) => code * stride) }
  })
}

function addCodes(cells: Int32Array, column: Uint16Array, map: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) cells[i - from] = (cells[i - from] ?? 0) + (map[column[i] ?? 0] ?? 0)
}
