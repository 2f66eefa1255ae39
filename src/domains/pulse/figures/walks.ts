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
  /** Where the line stands in the file. */
  readonly line: Int32Array
  /** Days from the order to the door; −1 when unknown, and empty when no line tells. */
  readonly delivery: Int16Array
}

/** What is looked at shop by shop. */
export type ShopWalk = Pick<Walk, 'count' | 'bases' | 'who' | 'value'>

export interface Frame {
  readonly firstDay: number
  /** Where it is known before lines are walked. */
  readonly sizeOfShop?: Uint8Array
}

/** The lines person by person. */
export function walkOfPeople(lines: OrderLines, frame: Frame, without: readonly Base[] = []): Walk {
  const { sequence, person } = byPerson(lines)
  const walk = walkOf(lines, frame, { sequence, key: person, without })
  forget(person)
  return walk
}

/** The lines of known shops, shop by shop. */
export function walkOfShops(lines: OrderLines, frame: Frame, without: readonly Base[] = []): ShopWalk {
  const sequence = byShop(lines)
  const { count, value, bases } = valuesOf(lines, frame, { sequence, without })
  const who = taken(lines.shop, sequence, new Int32Array(count))
  forget(sequence)
  return { count, value, bases, who }
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

/** Puts the size of each shop into a walk. */
export function putSizes({ bases, shop }: Walk, sizeOfShop: Uint8Array): void {
  for (let i = 0; i < shop.length; i++) bases.size[i] = sizeOfShop[shop[i] ?? -1] ?? 0
}

/** Gives the memory of a walk back, and of what was renamed from it. */
export function forgetWalk({ bases, who, line, order, shop, value, delivery }: ShopWalk & Partial<Walk>): void {
  forget(...Object.values(bases), who, value, ...[line, order, shop, delivery].flatMap((column) => column ?? []))
}

interface Order {
  readonly sequence: Int32Array
  /** Columns that nobody asks for. */
  readonly without: readonly Base[]
}

type Column = Int32Array | Uint16Array | Uint8Array | Int16Array

/** A column in another order. */
function taken<Kind extends Column>(column: Column, sequence: Int32Array, to: Kind): Kind {
  for (let i = 0; i < sequence.length; i++) to[i] = column[sequence[i] ?? 0] ?? 0
  return to
}

function walkOf(lines: OrderLines, frame: Frame, { key, ...order }: Order & { readonly key: Int32Array }): Walk {
  const { sequence } = order
  const { length } = sequence
  return {
    ...valuesOf(lines, frame, order),
    line: sequence,
    who: taken(key, sequence, new Int32Array(length)),
    order: taken(lines.order, sequence, new Int32Array(length)),
    shop: taken(lines.shop, sequence, new Int32Array(length)),
    delivery: lines.delivery.length > 0 ? taken(lines.delivery, sequence, new Int16Array(length)) : new Int16Array(0),
  }
}

/** What lies in the cells of a walk: its base numbers, and how much. */
function valuesOf(
  lines: OrderLines,
  { firstDay, sizeOfShop }: Frame,
  { sequence, without }: Order,
): Pick<Walk, 'count' | 'bases' | 'value'> {
  const count = sequence.length
  const { words } = lines
  /** A column in which every line is unknown is left empty: no view is made of it. */
  const base = (name: Base, column: Uint16Array | Uint8Array, labels: number) =>
    labels < 2 || without.includes(name) ? new Uint16Array(0) : taken(column, sequence, new Uint16Array(count))
  const [day, hour, size] = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count)]
  const isTold = lines.womenLedShop.some((mark) => mark > 0)
  const womenLed = new Uint16Array(isTold ? count : 0)
  const value = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const at = (lines.day[sequence[i] ?? 0] ?? 0) - firstDay
    day[i] = at >= 0 ? at + 1 : 0
  }
  for (let i = 0; i < count; i++) hour[i] = (lines.hour[sequence[i] ?? 0] ?? -1) + 1
  for (let i = 0; i < count; i++) {
    const shop = lines.shop[sequence[i] ?? 0] ?? -1
    if (shop < 0) continue
    size[i] = sizeOfShop?.[shop] ?? 0
    if (isTold) womenLed[i] = lines.womenLedShop[shop] ?? 0
  }
  for (let i = 0; i < count; i++) {
    const paisa = lines.value[sequence[i] ?? 0] ?? 0
    value[i] = paisa > 0 ? paisa : 0
  }
  const bases = {
    day,
    hour,
    size,
    womenLed,
    place: base('place', lines.place, words.places.length + 1),
    category: base('category', lines.category, words.category.labels.length),
    method: base('method', lines.method, words.method.labels.length),
    outcome: base('outcome', lines.outcome, OUTCOMES.length),
    status: base('status', lines.status, words.status.labels.length),
    condition: base('condition', lines.condition, words.condition.labels.length),
  } satisfies Record<(typeof BASES)[number], Uint16Array>
  return { count, bases, value }
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
