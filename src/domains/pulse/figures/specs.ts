import type { DimName, Dims } from './dims.ts'
import { EVERYWHERE, type Place } from './figure.ts'
import { codesOf, type View } from './views.ts'

export type Quantity = 'lines' | 'orders' | 'value'

/** Cells whose sum of one quantity is a part of a figure. */
export interface Sum {
  readonly of: Quantity
  readonly cells: readonly number[]
}

/** A figure as a sum of cells, or as one sum by another. The cell it stands on decides whether it may be published. */
export interface Spec {
  readonly figure: string
  readonly place: Place
  readonly cell: number
  readonly top: Sum
  readonly bottom?: Sum
  /** 0.01 turns paisa into rupees. */
  readonly scale: number
}

/** Where a dimension is told in a row. */
const PLACE_OF: Readonly<Record<DimName, keyof Place>> = {
  year: 'period',
  month: 'period',
  week: 'period',
  day: 'period',
  weekday: 'group',
  hour: 'group',
  status: 'group',
  condition: 'group',
  size: 'group',
  womenLed: 'group',
  province: 'area',
  division: 'area',
  city: 'area',
  metro: 'area',
  place: 'area',
  category: 'category',
  method: 'payment_method',
  outcome: 'outcome',
}

const GROUP_WORD: Partial<Record<DimName, string>> = { size: 'shops', womenLed: 'women_led' }

/** Dimensions whose unknown label says nothing that a reader could use. */
const NEEDS_LABEL = new Set<DimName>([
  'year',
  'month',
  'week',
  'day',
  'weekday',
  'hour',
  'condition',
  'size',
  'womenLed',
  'metro',
  'division',
])

/** The place of a cell in words, or undefined when it has none. */
export function placeOf(view: View, codes: readonly number[], dims: Dims): Place | undefined {
  const place: Record<keyof Place, string> = { ...EVERYWHERE }
  const hasPeriod = view.dims.some((name) => PLACE_OF[name] === 'period')
  for (const [i, name] of view.dims.entries()) {
    const code = codes[i] ?? 0
    if (code === 0 && NEEDS_LABEL.has(name)) return undefined
    const label = dims[name].labels[code] ?? ''
    // The largest city is told among the cities; here only what lies outside it is new.
    if (name === 'metro' && !hasPeriod && !label.startsWith('outside ')) return undefined
    const to = PLACE_OF[name]
    place[to] =
      to === 'group' ? `${GROUP_WORD[name] ?? name}:${label}` : name === 'city' && code === 0 ? 'unknown city' : label
  }
  return place
}

/** Every figure that is a sum or a ratio of cells. `isThere` says which cells get rows. */
export function specsOf(views: readonly View[], dims: Dims, isThere: (cell: number) => boolean): Spec[] {
  const told = views.flatMap((view) =>
    Array.from({ length: view.size }, (_, i) => view.offset + i).flatMap((cell) => {
      const codes = codesOf(view, cell, dims)
      const place = isThere(cell) ? placeOf(view, codes, dims) : undefined
      return place ? specsAt(view, cell, codes, place, dims) : []
    }),
  )
  return [...told, ...knownShares(views)]
}

/** What must be known of a line to count in a table, in the words of a row. */
const KNOWN: Partial<Record<string, string>> = {
  month: 'date',
  province: 'province',
  city: 'city',
  category: 'category',
  method: 'payment_method',
  outcome: 'outcome',
  condition: 'condition',
  size: 'shop',
  womenLed: 'women_led',
}

/** How much of all lines a table can speak for: those that know where in it they belong. */
function knownShares(views: readonly View[]): Spec[] {
  const all = views.find(({ dims }) => dims.length === 0)
  if (!all) return []
  return views.flatMap((view): Spec[] => {
    const what = KNOWN[view.name]
    if (!what) return []
    const cells = Array.from({ length: view.size - 1 }, (_, i) => view.offset + i + 1)
    const place = { ...EVERYWHERE, group: `of:${what}` }
    const [top, bottom] = [{ of: 'lines', cells } as const, { of: 'lines', cells: [all.offset] } as const]
    return [{ figure: 'known_share', place, cell: all.offset, top, bottom, scale: 1 }]
  })
}

function specsAt(view: View, cell: number, codes: readonly number[], place: Place, dims: Dims): Spec[] {
  const own = (of: Quantity): Sum => ({ of, cells: [cell] })
  const specs: Spec[] = [
    { figure: 'order_lines', place, cell, top: own('lines'), scale: 1 },
    { figure: 'orders', place, cell, top: own('orders'), scale: 1 },
    { figure: 'value_pkr', place, cell, top: own('value'), scale: 0.01 },
  ]
  if (view.dims.length <= 1 || (view.dims.length === 2 && view.dims[0] === 'month')) {
    specs.push({ figure: 'average_order_pkr', place, cell, top: own('value'), bottom: own('orders'), scale: 0.01 })
  }
  const last = view.dims.at(-1)
  if (last === 'method') {
    specs.push(
      { figure: 'payment_share_orders', place, cell, ...shareOf(view, cell, codes, dims, 'orders') },
      { figure: 'payment_share_value', place, cell, ...shareOf(view, cell, codes, dims, 'value') },
    )
  }
  if (last === 'outcome') {
    const share = shareOf(view, cell, codes, dims, 'orders')
    specs.push({ figure: 'outcome_share_orders', place, cell, ...share })
    if (dims.outcome.labels[codes.at(-1) ?? 0] === 'completed')
      specs.push({ figure: 'completion_rate', place: { ...place, outcome: '' }, cell, ...share })
  }
  if (last === 'category')
    specs.push({ figure: 'category_share_value', place, cell, ...shareOf(view, cell, codes, dims, 'value') })
  return specs
}

/** A cell by all cells that differ from it in the last dimension alone, the unknown left out. */
function shareOf(
  view: View,
  cell: number,
  codes: readonly number[],
  dims: Dims,
  of: Quantity,
): { top: Sum; bottom: Sum; scale: number } {
  const last = codes.at(-1) ?? 0
  const name = view.dims.at(-1)
  const count = name ? dims[name].labels.length : 1
  const begin = cell - last
  const known = Array.from({ length: count - 1 }, (_, i) => begin + i + 1)
  return { top: { of, cells: last === 0 ? [] : [cell] }, bottom: { of, cells: known }, scale: 1 }
}
