import type { DimName, Dims } from './dims.ts'

/** A table of figures: the lines parted by some dimensions at once. */
export interface View {
  readonly name: string
  readonly dims: readonly DimName[]
  /** Where its cells begin among the cells of all views. */
  readonly offset: number
  readonly size: number
  readonly strides: readonly number[]
}

/** The tables a release is made of. A table comes after those that its cells are parts of. */
const VIEWS: readonly (readonly DimName[])[] = [
  [],
  ['year'],
  ['month'],
  ['week'],
  ['weekday'],
  ['hour'],
  ['province'],
  ['division'],
  ['city'],
  ['category'],
  ['method'],
  ['outcome'],
  ['size'],
  ['womenLed'],
  ['condition'],
  ['year', 'category'],
  ['year', 'method'],
  ['year', 'outcome'],
  ['month', 'category'],
  ['month', 'method'],
  ['month', 'outcome'],
  ['category', 'method'],
  ['category', 'outcome'],
  ['method', 'outcome'],
  ['category', 'method', 'outcome'],
  ['province', 'method'],
  ['province', 'outcome'],
  ['division', 'method'],
  ['city', 'method'],
  ['city', 'outcome'],
  ['metro'],
  ['metro', 'method'],
  ['month', 'metro'],
  ['month', 'metro', 'method'],
  ['year', 'metro'],
  ['year', 'metro', 'method'],
]

/** Views of an exact release alone: the words of the file, which no reader of a published release needs. */
const EXACT_VIEWS: readonly (readonly DimName[])[] = [['status'], ['month', 'province'], ['month', 'method', 'outcome']]

const MOST_CELLS = 2_000_000

/** The views that these lines can fill: a dimension that they know nothing of makes none. */
export function viewsFor(dims: Dims, isExact: boolean): View[] {
  return layOut(dims, isExact ? [...VIEWS, ...EXACT_VIEWS] : VIEWS)
}

/** Lays the cells of some tables one after the other. A table that would be larger than anybody reads is left out. */
export function layOut(dims: Dims, tables: readonly (readonly DimName[])[]): View[] {
  let offset = 0
  return tables.flatMap((names): View[] => {
    if (names.some((name) => dims[name].labels.length < 2)) return []
    const sizes = names.map((name) => dims[name].labels.length)
    const size = sizes.reduce((product, each) => product * each, 1)
    if (offset + size > MOST_CELLS) return []
    const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((product, each) => product * each, 1))
    const view = { name: names.join('×'), dims: names, offset, size, strides }
    offset += size
    return [view]
  })
}

/** The numbers of a cell in the dimensions of its view. */
export function codesOf(view: View, cell: number, dims: Dims): number[] {
  const local = cell - view.offset
  return view.dims.map((name, i) => Math.floor(local / (view.strides[i] ?? 1)) % dims[name].labels.length)
}

export function cellCount(views: readonly View[]): number {
  const last = views.at(-1)
  return last ? last.offset + last.size : 0
}
