import { coarser } from '../privacy/margins.ts'
import type { PrivacyRules } from '../privacy/parameters.ts'
import { type Family, hideMore } from '../privacy/secondary.ts'
import type { DimName, Dims } from './dims.ts'
import type { Told } from './told.ts'
import { cellCount, codesOf, type View } from './views.ts'

export interface Hidden {
  /** 1 for every cell of which nothing is told. */
  readonly cells: Uint8Array
  readonly sensitive: number
  readonly secondary: number
  readonly unsure: number
}

/**
 * Which cells are not told: those that are marked because of who is in them; more, so that none of these can be
 * computed from what is told; and those with too much noise to say anything.
 */
export function hideCells(
  views: readonly View[],
  dims: Dims,
  marks: Uint8Array,
  told: Told,
  rules: PrivacyRules,
): Hidden {
  const cells = Uint8Array.from(marks.subarray(0, cellCount(views)), Number)
  const unsureAt = (cell: number) => isUnsure(told, cell, rules)
  // A cell of what is not known, with no more in it than noise, needs nobody beside it to hide.
  for (const view of views) {
    for (let cell = view.offset; cell < view.offset + view.size; cell++) {
      if (cells[cell] && unsureAt(cell) && codesOf(view, cell, dims).includes(0)) cells[cell] = 0
    }
  }
  const sensitive = cells.reduce((sum, each) => sum + each, 0)
  const size = (cell: number) => told.value.lines[cell] ?? 0
  const secondary = hideMore(cells, familiesOf(views, dims), size, unsureAt)
  // What is too unsure is nobody's secret: whoever computes it knows no more than the noise says.
  let unsure = 0
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] || !unsureAt(cell)) continue
    cells[cell] = 1
    unsure++
  }
  return { cells, sensitive, unsure, secondary }
}

function isUnsure(told: Told, cell: number, rules: PrivacyRules): boolean {
  const orders = told.value.orders[cell] ?? Number.NaN
  const reach = 1.96 * Math.sqrt(told.variance.orders[cell] ?? Number.NaN)
  return !(reach <= orders * rules.most_noise)
}

const COARSER: readonly (readonly [DimName, DimName])[] = [
  ['month', 'year'],
  ['city', 'province'],
  ['city', 'division'],
  ['division', 'province'],
  // The largest city by itself, and all others together.
  ['city', 'metro'],
]

/** Every total with its parts, among all views: without one dimension, or with a coarser one in its place. */
export function familiesOf(views: readonly View[], dims: Dims): Family[] {
  const byName = new Map(views.map((view) => [view.name, view]))
  return views.flatMap((view) =>
    view.dims.flatMap((name, d) => {
      const without = byName.get(view.dims.filter((_, i) => i !== d).join('×'))
      const coarser = COARSER.filter(([from]) => from === name).flatMap(([, up]) => {
        const above = byName.get(view.dims.map((one, i) => (i === d ? up : one)).join('×'))
        return above ? familiesBetween(view, above, dims, d, coarserPart(dims, name, up)) : []
      })
      return [...(without ? familiesBetween(view, without, dims, d, undefined) : []), ...coarser]
    }),
  )
}

/** A city may lie in two provinces under one name: then it is a part of neither. */
function coarserPart(dims: Dims, from: DimName, to: DimName): (code: number) => number {
  const map = coarser(dims, from, to)
  const clash = new Set<number>()
  dims[from].of.forEach((code, base) => {
    if (dims[to].of[base] !== map(code)) clash.add(code)
  })
  return (code) => (clash.has(code) ? -1 : map(code))
}

function familiesBetween(
  view: View,
  above: View,
  dims: Dims,
  d: number,
  map: ((code: number) => number) | undefined,
): Family[] {
  const families = new Map<number, number[]>()
  for (let cell = view.offset; cell < view.offset + view.size; cell++) {
    const codes = codesOf(view, cell, dims)
    const code = codes[d] ?? 0
    const upper = map ? codes.with(d, map(code)) : codes.toSpliced(d, 1)
    if (upper.includes(-1)) continue
    const total = upper.reduce((sum, each, i) => sum + each * (above.strides[i] ?? 1), above.offset)
    const parts = families.get(total) ?? []
    families.set(total, parts)
    parts.push(cell)
  }
  return [...families].map(([total, parts]) => ({ total, parts }))
}
