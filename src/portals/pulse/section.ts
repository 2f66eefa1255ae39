import type { Figure } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import type { Chart } from './chart.ts'
import { type Estimate, isShown, type Shown } from './reading.ts'

/** One thing that a release says: a sentence, a chart, and the same numbers as a table. */
export interface Section {
  readonly id: string
  /** The figure that it tells, as the method paper names it. */
  readonly figure: string
  readonly sentence: string
  readonly about: string
  readonly chart: Chart
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[]
  /** Rows that were hidden to protect somebody. */
  readonly hidden: number
  /** What a line must tell to count in it, in the words of the figure known_share. */
  readonly needs: readonly Need[]
}

export type Need =
  | 'date'
  | 'province'
  | 'city'
  | 'category'
  | 'payment_method'
  | 'outcome'
  | 'shop'
  | 'condition'
  | 'women_led'

/** What a section is made with: the reader's language, and the names of places and goods that somebody knows in it. */
export interface Telling {
  readonly t: Say
  readonly nameOf: (kind: 'area' | 'category', name: string) => string | undefined
}

const MOST_BARS = 10
const MOST_LINES = 4

export interface Draft {
  readonly id: string
  readonly figure: string
  readonly sentence: string
  readonly about: string
  readonly shown: readonly Shown[]
  readonly all: readonly Figure[]
  readonly nameOf: (row: Figure) => string
  readonly format: (value: number) => string
  readonly needs: readonly Need[]
  /** One more column: of the same rows, another figure. */
  readonly beside?: { readonly label: string; readonly of: (row: Figure) => Figure | undefined }
}

export function barSection(draft: Draft, t: Say): Section {
  const { shown, format } = draft
  const rows = shown.slice(0, MOST_BARS)
  return {
    ...headOf(draft, t),
    chart: {
      kind: 'bars',
      labels: rows.map(draft.nameOf),
      lines: [
        {
          name: '',
          values: rows.map(({ value }) => value),
          lower: rows.map(({ lower }) => lower),
          upper: rows.map(({ upper }) => upper),
        },
      ],
      format,
      isRightToLeft: t.locale === 'ur',
    },
  }
}

function headOf(draft: Draft, t: Say): Omit<Section, 'chart'> {
  const { id, figure, sentence, about, shown, all, nameOf, format, needs, beside } = draft
  // Orders are told beside a figure that is not their number, where it stands on some.
  const hasOrders = figure !== 'orders' && shown.some(({ orders }) => orders !== undefined)
  const columns = [t('pulse.name'), t('pulse.figure'), t('pulse.interval')]
  const besideOf = (row: Figure) => {
    const other = beside?.of(row)
    return other && isShown(other) ? `${format(other.value)} (${betweenOf(other, format, t)})` : ''
  }
  const hasBeside = shown.some((row) => besideOf(row) !== '')
  return {
    ...{ id, figure, sentence, about, needs },
    columns: [...columns, ...(hasOrders ? [t('pulse.orders')] : []), ...(hasBeside ? [beside?.label ?? ''] : [])],
    rows: shown.map((row) => {
      const orders = row.orders === undefined ? '' : t.number(row.orders)
      const cells = [format(row.value), betweenOf(row, format, t), ...(hasOrders ? [orders] : [])]
      return { name: nameOf(row), cells: hasBeside ? [...cells, besideOf(row)] : cells }
    }),
    hidden: all.length - shown.length,
  }
}

/** Where a figure likely lies, in words. */
export function betweenOf(
  { lower, upper }: Pick<Estimate, 'lower' | 'upper'>,
  format: (value: number) => string,
  t: Say,
): string {
  return t('pulse.between', { lower: format(lower), upper: format(upper) })
}

export type Named = readonly [name: string, rows: readonly Shown[]]

/** Lines over the periods of their rows; the first two have their error beside them. */
export function lineSection(draft: Draft, t: Say, lines: readonly Named[], isLoose = false): Section {
  // A month that is hidden keeps its place: a line across a gap would be read as one that was seen.
  const told = lines.flatMap(([, rows]) => rows.map(labelOf))
  const labels = [...new Set([...told, ...draft.all.map(labelOf)])].sort()
  return {
    ...headOf(draft, t),
    chart: {
      kind: 'lines',
      labels,
      lines: lines.slice(0, MOST_LINES).map(([name, rows], i) => {
        const at = new Map(rows.map((row) => [labelOf(row), row]))
        const values = labels.map((label) => at.get(label)?.value)
        const band = {
          lower: labels.map((label) => at.get(label)?.lower),
          upper: labels.map((label) => at.get(label)?.upper),
        }
        return { name, values, ...(i < 2 ? band : {}) }
      }),
      format: draft.format,
      isRightToLeft: t.locale === 'ur',
      isLoose,
    },
  }
}

/** Where a row stands on the line: its month, or its hour. */
const labelOf = ({ period, group }: Figure) => (period === 'all' ? partOf(group) : period)

/** The label of a group: 'hour:14' is 14. */
export const partOf = (group: string) => group.slice(group.indexOf(':') + 1)

/** The name of a way to pay, a category or an outcome, in the reader's words where there are some. */
export function nameIn(t: Say, kind: 'method' | 'outcome' | 'group', name: string): string {
  return t.maybe(`pulse.${kind}.${name.toLowerCase().replaceAll(' ', '_')}`) ?? name
}

export function categoryName({ t, nameOf }: Telling, category: string): string {
  return t.maybe(`pulse.area.${category.replaceAll(' ', '_')}`) ?? nameOf('category', category) ?? category
}

export function areaName(telling: Telling, area: string): string {
  const { t, nameOf } = telling
  const [division] = / division$/.test(area) ? [area.replace(/ division$/, '')] : []
  if (division !== undefined) return t('pulse.division', { name: nameOf('area', division) ?? division })
  return t.maybe(`pulse.area.${area.toLowerCase().replaceAll(' ', '_')}`) ?? nameOf('area', area) ?? area
}

/** "December 2025" from 2025-12. */
export function monthName(t: Say, period: string): string {
  return t.date(new Date(`${period}-15T00:00:00Z`)).replace('15 ', '')
}
