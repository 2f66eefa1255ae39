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

export function isShown(row: Figure): row is Shown {
  return row.value !== undefined && row.lower !== undefined && row.upper !== undefined
}

export const isMonth = (row: Figure) => /^\d{4}-\d{2}$/.test(row.period)
export const byPeriod = (a: Figure, b: Figure) => (a.period < b.period ? -1 : 1)
export const byValue = (a: Shown, b: Shown) => b.value - a.value

const HEAD = 'figure,period,area,category,payment_method,outcome,group,value,lower,upper,orders,status'

/** Reads figures.csv back, as this program wrote it. */
export function figuresFrom(csv: string): Figure[] {
  const [head, ...rows] = csv.trimEnd().split('\n')
  if (head !== HEAD) throw new Error('broken promise: a stored release has the columns of this program')
  return rows.map((row) => {
    const cells = cellsOf(row)
    const text = (i: number) => cells[i] ?? ''
    const number = (i: number) => (text(i) === '' ? undefined : Number(text(i)))
    return {
      figure: text(0),
      period: text(1),
      area: text(2),
      category: text(3),
      payment_method: text(4),
      outcome: text(5),
      group: text(6),
      value: number(7),
      lower: number(8),
      upper: number(9),
      orders: number(10),
      status: text(11) as Figure['status'],
    }
  })
}

function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.split(',')
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
}
