import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { FIELDS, type Field, type ImportFormat, SHARED_FIELDS } from './draft.ts'
import { formatOf, headingKey, headingsKnown, knownField, likelyField } from './headings.ts'

/** A column of the file and what we take it for. `field` is undefined when it is left out. */
export type ColumnGuess = { column: number; heading: string; field?: Field; confidence: number }

/** `heading_row` is an index into the first rows of the file; -1 when it has no headings and columns go by letter. */
export type Mapping = { format: ImportFormat; heading_row: number; columns: ColumnGuess[] }

/** What the shopkeeper says a field's column is: field → heading or column letter; '-' leaves the field out. */
export type SaidMap = Readonly<Record<string, string>>

const SEARCHED_ROWS = 12

/** Reads 'title=Naam,price=Qeemat' of the command line. Refuses: invalid import.map_unreadable. */
export function parseMap(text: string): SaidMap {
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new Refusal('invalid', 'import.map_unreadable', { value: pair.trim() })
    return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const
  })
  return Object.fromEntries(pairs)
}

/**
 * What each column means: what is said first, then what the program that wrote the file means, then names in three
 * scripts, then the look of the values.
 * Refuses: invalid import.map_field_unknown, import.map_column_unknown, import.heading_twice.
 */
export function mapColumns(firstRows: readonly (readonly string[])[], said: SaidMap = {}): Mapping {
  const heading_row = headingRow(firstRows, said)
  const width = Math.max(...firstRows.map((row) => row.length), 0)
  const row = firstRows[heading_row]
  const headings = Array.from({ length: row ? row.length : width }, (_, i) =>
    row ? (row[i] ?? '').trim() : letters(i),
  )
  const sample = firstRows.slice(heading_row + 1)
  const columns = guessMapping(headings, sample)
  const format = formatOf(headings)
  applySaid(columns, said)
  return { format, heading_row, columns }
}

/**
 * A mapping that goods can be read by.
 * Refuses: invalid import.headings_missing when there are none and nothing was said; import.columns_unknown when no
 * column is the title or the price.
 */
export function requireColumns(mapping: Mapping, said: SaidMap = {}): Mapping {
  if (mapping.heading_row < 0 && Object.keys(said).length === 0) throw new Refusal('invalid', 'import.headings_missing')
  const has = (...fields: Field[]) => mapping.columns.some(({ field }) => field !== undefined && fields.includes(field))
  const missing = [...(has('title') ? [] : ['title']), ...(has('price', 'sale_price') ? [] : ['price'])]
  if (missing.length === 0) return mapping
  const headings = mapping.columns.map(({ heading }) => heading).filter((heading) => heading !== '')
  throw new Refusal('invalid', 'import.columns_unknown', {
    missing: missing.join(', '),
    headings: headings.slice(0, 20).join(', '),
  })
}

/** The best guess for each column, with its confidence; each field once, save photos, categories and tags. */
export function guessMapping(headings: readonly string[], sample: readonly (readonly string[])[]): ColumnGuess[] {
  const format = formatOf(headings)
  const guesses = headings.map((heading, column): ColumnGuess => {
    const known = knownField(format, heading)
    if (known) return { column, heading, field: known, confidence: 1 }
    const likely = format === 'columns' ? likelyField(heading) : undefined
    return likely ? { column, heading, ...likely } : { column, heading, confidence: 0 }
  })
  keepBest(guesses, sample)
  if (format === 'columns') guessByValues(guesses, sample)
  return guesses
}

function keepBest(guesses: ColumnGuess[], sample: readonly (readonly string[])[]): void {
  const taken = new Map<Field, ColumnGuess>()
  for (const guess of [...guesses].sort((a, b) => b.confidence - a.confidence)) {
    const { field } = guess
    if (!field || SHARED_FIELDS.has(field)) continue
    const first = taken.get(field)
    if (!first) {
      taken.set(field, guess)
      continue
    }
    const same = headingKey(first.heading) === headingKey(guess.heading)
    const differ = sample.some((row) => (row[first.column] ?? '').trim() !== (row[guess.column] ?? '').trim())
    if (same && differ && (field === 'price' || field === 'title'))
      throw new Refusal('invalid', 'import.heading_twice', { heading: guess.heading })
    delete guess.field
    guess.confidence = 0
  }
}

/** Headings of no help: a column of numbers is the price, one of differing words the title, one of links the photos. */
function guessByValues(guesses: ColumnGuess[], sample: readonly (readonly string[])[]): void {
  const has = (field: Field) => guesses.some((guess) => guess.field === field)
  const free = () =>
    guesses.filter(
      (guess) => !guess.field && likelyField(guess.heading) === undefined && !/cost|خرید|khareed/i.test(guess.heading),
    )
  const cells = (guess: ColumnGuess) =>
    sample.map((row) => (row[guess.column] ?? '').trim()).filter((cell) => cell !== '')
  const share = (guess: ColumnGuess, test: (cell: string) => boolean) => {
    const filled = cells(guess)
    return filled.length === 0 ? 0 : filled.filter(test).length / filled.length
  }
  const give = (field: Field, guess: ColumnGuess | undefined, confidence: number) => {
    if (!guess) return
    guess.field = field
    guess.confidence = confidence
  }
  if (!has('photo'))
    give(
      'photo',
      free().find((guess) => share(guess, (cell) => /^https?:\/\//i.test(cell)) > 0.8),
      0.6,
    )
  if (!has('title')) {
    const wordy = free().filter(
      (guess) => share(guess, (cell) => /\p{L}{3}/u.test(cell) && !cell.includes('://')) > 0.8,
    )
    const varied = (guess: ColumnGuess) => new Set(cells(guess)).size / Math.max(1, cells(guess).length)
    const length = (guess: ColumnGuess) => cells(guess).join('').length / Math.max(1, cells(guess).length)
    give(
      'title',
      wordy.filter((guess) => varied(guess) > 0.7 && length(guess) < 200).sort((a, b) => length(b) - length(a))[0],
      0.4,
    )
  }
  if (!has('price') && !has('sale_price')) {
    const median = (guess: ColumnGuess) =>
      cells(guess)
        .map((cell) => Number(parseRupees(cell) ?? 0n))
        .sort((a, b) => a - b)[cells(guess).length >> 1] ?? 0
    const money = free().filter(
      (guess) =>
        share(guess, (cell) => parseRupees(cell) !== undefined && cell.length < 14) > 0.8 && median(guess) >= 1000,
    )
    give('price', money.sort((a, b) => median(b) - median(a))[0], 0.4)
  }
}

function applySaid(columns: ColumnGuess[], said: SaidMap): void {
  for (const [name, where] of Object.entries(said)) {
    const field = fieldNamed(name)
    const found = where === '-' ? undefined : columnNamed(columns, where)
    if (where !== '-' && !found) throw new Refusal('invalid', 'import.map_column_unknown', { value: where })
    for (const column of columns) {
      if (column.field === field && !(SHARED_FIELDS.has(field) && found)) {
        delete column.field
        column.confidence = 0
      }
    }
    if (found) Object.assign(found, { field, confidence: 1 })
  }
}

function fieldNamed(name: string): Field {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]/g, '_')
    .replace(/^color$/, 'colour')
  const alias: Readonly<Record<string, Field>> = {
    name: 'title',
    image: 'photo',
    photos: 'photo',
    images: 'photo',
    quantity: 'stock',
    handle: 'key',
  }
  const field = alias[plain] ?? FIELDS.find((known) => known === plain)
  if (!field) throw new Refusal('invalid', 'import.map_field_unknown', { value: name })
  return field
}

function columnNamed(columns: readonly ColumnGuess[], where: string): ColumnGuess | undefined {
  const key = headingKey(where)
  const named =
    columns.find(({ heading }) => heading === where) ?? columns.find(({ heading }) => headingKey(heading) === key)
  if (named || !/^[a-z]{1,2}$/i.test(where)) return named
  const index = [...where.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return columns[index]
}

/** Which of the first rows holds the headings: a title line or instructions may stand above them. */
function headingRow(rows: readonly (readonly string[])[], said: SaidMap): number {
  const wanted = Object.values(said)
    .filter((where) => where !== '-')
    .map(headingKey)
  let best = -1
  let bestScore = 0
  for (let i = 0; i < Math.min(rows.length, SEARCHED_ROWS); i++) {
    const cells = rows[i] ?? []
    const keys = new Set(cells.map(headingKey))
    const score = headingsKnown(cells) + wanted.filter((key) => keys.has(key)).length * 2
    if (score > bestScore) [best, bestScore] = [i, score]
  }
  if (bestScore >= 2) return best
  const numeric = (cell: string) => parseRupees(cell) !== undefined || /^https?:/i.test(cell)
  const first = (rows[0] ?? []).filter((cell) => cell.trim() !== '')
  const words = first.length > 1 && !first.some(numeric) && new Set(first).size === first.length
  const below = rows.slice(1).some((row) => row.some(numeric))
  return words && below ? 0 : bestScore > 0 && !first.some(numeric) ? best : -1
}

/** A, B … Z, AA: what a spreadsheet calls its columns. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}
