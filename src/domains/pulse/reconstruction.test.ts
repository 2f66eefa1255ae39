// An attacker with the whole release and a computer: every total is an equation, every hidden cell an unknown.
import { beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { divisionOf } from './figures/divisions.ts'
import type { Figure } from './figures/figure.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { OTHER_CITIES } from './reading/rare.ts'
import { readText, releaseOf } from './testing.ts'

type Cell = string
const cellOf = (row: Figure): Cell =>
  [row.period, row.area, row.category, row.payment_method, row.outcome, row.group].join('|')

/** What an attacker knows of each place before. */
interface Atlas {
  readonly provinceOf: ReadonlyMap<string, string>
  readonly provinces: ReadonlySet<string>
}

/** The totals that a row is a part of, and as which kind of part: a month of a year, a city of a province. */
function totalsOf(row: Figure, atlas: Atlas, largest: string): (readonly [total: Cell, kind: string])[] {
  const up = (change: Partial<Figure>, kind: string) => [cellOf({ ...row, ...change }), kind] as const
  const { period, area } = row
  const kindOfPeriod = /W/.test(period) ? 'week' : period.length === 7 ? 'month' : 'year'
  const totals = (['category', 'payment_method', 'outcome'] as const)
    .filter((field) => row[field] !== '')
    .map((field) => up({ [field]: '' }, field))
  if (row.group !== '') totals.push(up({ group: '' }, row.group.replace(/:.*/, '')))
  if (period !== 'all') totals.push(up({ period: 'all' }, kindOfPeriod))
  if (kindOfPeriod === 'month' && period !== 'all') totals.push(up({ period: period.slice(0, 4) }, 'month of a year'))
  if (area === '') return totals
  if (period !== 'all' || area.startsWith('outside ') || area === largest) totals.push(up({ area: '' }, 'metro'))
  if (period !== 'all' || area.startsWith('outside ')) return totals
  if (area.endsWith(' division')) return [...totals, up({ area: '' }, 'division')]
  if (atlas.provinces.has(area)) return [...totals, up({ area: '' }, 'province')]
  const [province, division] = [atlas.provinceOf.get(area), divisionOf(area)]
  if (province) totals.push(up({ area: province }, 'city of a province'))
  if (division) totals.push(up({ area: division }, 'city of a division'))
  return [...totals, up({ area: '' }, 'city')]
}

interface Equation {
  readonly of: Map<Cell, number>
  is: number
}

/** Every total with its parts, as far as they are not told. What no row stands for is an unknown of its own. */
function equationsOf(rows: readonly Figure[], atlas: Atlas): Equation[] {
  const told = new Map(rows.map((row) => [cellOf(row), row.value]))
  const largest = rows.find(({ area }) => area.startsWith('outside '))?.area.slice('outside '.length) ?? ''
  const families = new Map<string, Figure[]>()
  for (const row of rows) {
    for (const [total, kind] of totalsOf(row, atlas, largest)) {
      const key = `${total}#${kind}`
      families.set(key, [...(families.get(key) ?? []), row])
    }
  }
  const hasOthers = rows.some(({ area }) => area === OTHER_CITIES)
  return [...families].flatMap(([key, parts]): Equation[] => {
    const [total = '', kind = ''] = key.split('#')
    if (!told.has(total)) return []
    const equation: Equation = { of: new Map(), is: 0 }
    const put = (cell: Cell, times: number) => {
      const value = told.get(cell)
      if (value === undefined) equation.of.set(cell, (equation.of.get(cell) ?? 0) + times)
      else equation.is -= times * value
    }
    put(total, -1)
    for (const part of parts) put(cellOf(part), 1)
    if (kind === 'division' || (hasOthers && kind.startsWith('city of'))) equation.of.set(`rest of ${key}`, 1)
    return [equation]
  })
}

/** Solves what can be solved (Gauss and Jordan): the unknowns that have one value, and that value. */
function solve(equations: readonly Equation[]): Map<Cell, number> {
  const pivots = new Map<Cell, Equation>()
  const take = (from: Equation, by: Equation, times: number) => {
    for (const [cell, each] of by.of) {
      const left = (from.of.get(cell) ?? 0) - times * each
      if (Math.abs(left) < 1e-9) from.of.delete(cell)
      else from.of.set(cell, left)
    }
    from.is -= times * by.is
  }
  for (const { of, is } of equations) {
    const row: Equation = { of: new Map(of), is }
    for (const [cell, times] of of) {
      const pivot = pivots.get(cell)
      if (pivot && row.of.has(cell)) take(row, pivot, row.of.get(cell) ?? times)
    }
    const [first] = row.of
    if (!first) continue
    const [cell, lead] = first
    for (const [other, each] of row.of) row.of.set(other, each / lead)
    row.is /= lead
    for (const known of pivots.values()) if (known.of.has(cell)) take(known, row, known.of.get(cell) ?? 0)
    pivots.set(cell, row)
  }
  return new Map([...pivots].flatMap(([cell, { of, is }]) => (of.size === 1 ? [[cell, is] as const] : [])))
}

describe('reconstruction: all tables of a release, solved at once for what they hide', () => {
  let exact: Figure[] = []
  let released: Figure[] = []
  let atlas: Atlas = { provinceOf: new Map(), provinces: new Set() }
  const linesOf = (figures: readonly Figure[]) => figures.filter(({ figure }) => figure === 'order_lines')

  beforeAll(async () => {
    const lamps = Array.from(
      { length: 400 },
      (_, i) =>
        `l${i},2024-0${1 + (i % 9)}-07,b${i},${i < 380 ? 'omar' : `s${i % 7}`},Punjab,Lahore,Lamps,l,1,9,cod,completed`,
    )
    const file = await readText(Buffer.concat([...orderRows(20_000, 5), Buffer.from(`${lamps.join('\n')}\n`)]))
    exact = linesOf(releaseOf(file, { isExact: true }).figures).filter(({ group }) => !group.startsWith('status:'))
    released = linesOf(releaseOf(file, { seed: 'secret' }).figures)
    const { places } = file.lines.words
    const provinces = new Set(places.map(({ province }) => province))
    const nameOf = (city: string) => (provinces.has(city) ? `${city} (city)` : city)
    atlas = { provinces, provinceOf: new Map(places.map(({ city, province }) => [nameOf(city), province])) }
  }, 60_000)

  test('gives away every cell of the exact counts that is hidden without others beside it', () => {
    const cells = exact.filter(({ value }) => (value ?? 0) > 0)
    const alone = cells.filter((_, i) => i % Math.ceil(cells.length / 8) === 3)
    expect(alone.length).toBeGreaterThan(5)
    for (const hidden of alone) {
      const rows = exact.map((row) => (row === hidden ? { ...row, value: undefined } : row))
      expect([cellOf(hidden), solve(equationsOf(rows, atlas)).get(cellOf(hidden))]).toEqual([
        cellOf(hidden),
        hidden.value,
      ])
    }
  })

  test('gives away no cell of the release that stands on a few orders or on one shop', () => {
    expect(released.filter(({ value }) => value === undefined).length).toBeGreaterThan(100)
    const true_ = new Map(exact.map((row) => [cellOf(row), row.value ?? 0]))
    const solved = [...solve(equationsOf(released, atlas)).keys()].filter((cell) => !cell.startsWith('rest of '))
    const small = solved.filter((cell) => (true_.get(cell) ?? 0) > 0 && (true_.get(cell) ?? 0) < PRIVACY.least_buyers)
    expect(small).toEqual([])
    // Lamps are nearly all of one shop, and there are many of them.
    expect(true_.get('all||Lamps|||')).toBeGreaterThan(PRIVACY.least_buyers)
    expect(solved.filter((cell) => cell.includes('Lamps'))).toEqual([])
  })
})
