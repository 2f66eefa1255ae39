import type { Figure } from '../../domains/pulse/pulse.ts'

type Where = Partial<Pick<Figure, 'period' | 'area' | 'category' | 'payment_method' | 'outcome' | 'group'>>

/** The rows of each release by name: ten thousand of them are not sorted again for every page. */
const named = new WeakMap<readonly Figure[], Map<string, Figure[]>>()

/** Finds the rows of a release by name and place; what is not said must be empty, and '*' takes anything. */
export function finderOf(figures: readonly Figure[]) {
  const byName = named.get(figures) ?? Map.groupBy(figures, ({ figure }) => figure)
  named.set(figures, byName)
  return (name: string, where: Where = {}): Figure[] => {
    const wanted = { period: 'all', area: '', category: '', payment_method: '', outcome: '', group: '', ...where }
    const keys = Object.entries(wanted).filter(([, value]) => value !== '*') as [keyof Where, string][]
    return (byName.get(name) ?? []).filter((row) => keys.every(([key, value]) => row[key] === value))
  }
}

export type Finder = ReturnType<typeof finderOf>

/** A row whose number may be shown. */
export interface Shown extends Figure {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** A number, and where it likely lies. */
export type Estimate = Pick<Shown, 'value' | 'lower' | 'upper'>

export function isShown(row: Figure): row is Shown {
  return row.value !== undefined && row.lower !== undefined && row.upper !== undefined
}

export const isMonth = (row: Figure) => /^\d{4}-\d{2}$/.test(row.period)
export const byPeriod = (a: Figure, b: Figure) => (a.period < b.period ? -1 : 1)
export const byValue = (a: Shown, b: Shown) => b.value - a.value

/** On which side of `none` something surely lies; unsure when its interval holds that. */
export function sideOf({ lower, upper }: Pick<Estimate, 'lower' | 'upper'>, none: number): 'up' | 'down' | 'unsure' {
  if (lower > none) return 'up'
  return upper < none ? 'down' : 'unsure'
}
