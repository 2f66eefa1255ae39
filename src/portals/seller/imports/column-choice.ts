import type { Preview, SaidMap } from '../../../domains/catalogue/catalogue.ts'

type Field = NonNullable<Preview['columns'][number]['field']>

/** What a shopkeeper can say a column is, the ones that decide first. */
export const ASKED_FIELDS = [
  'title',
  'price',
  'stock',
  'category',
  'description',
  'brand',
  'colour',
  'size',
  'sku',
  'compare_at',
  'sale_price',
  'condition',
  'key',
  'photo',
] as const satisfies readonly Field[]
export type AskedField = (typeof ASKED_FIELDS)[number]

/** The answer for a column that we understand and that nobody needs to be asked about. */
export const KNOWN = '='

export function isAsked(field: string | undefined): field is AskedField {
  return ASKED_FIELDS.some((one) => one === field)
}

/**
 * What the shopkeeper said, where it is not what we guessed already. A column that was chosen names its field; a field
 * that lost its column is left out. `chosen` has one answer for each column, '' to leave it out, undefined when it was
 * not asked about.
 */
export function saidMap(columns: Preview['columns'], chosen: readonly (string | undefined)[]): SaidMap {
  const said: Record<string, string> = {}
  for (const { column, heading, field } of columns) {
    const answer = chosen[column]
    if (answer === undefined || answer === KNOWN || answer === (field ?? '')) continue
    if (isAsked(answer)) said[answer] = columnName(columns, column, heading)
    if (isAsked(field) && !chosen.includes(field)) said[field] ??= '-'
  }
  return said
}

/** A column by its heading, or by its letter when headings do not tell it from another. */
function columnName(columns: Preview['columns'], column: number, heading: string): string {
  const isAlone = heading !== '' && columns.filter((one) => one.heading === heading).length === 1
  return isAlone ? heading : letters(column)
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}
