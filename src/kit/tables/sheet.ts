import type { TableCaps, TableProblem, TableRow } from './table.ts'
import { attribute, type XmlEvents } from './xml.ts'

export type SheetBook = { strings: readonly string[]; dateStyles: ReadonlySet<number>; since1904: boolean }

/** Hears a worksheet's XML and gathers its rows. Empty rows and cells cost nothing, wherever they claim to stand. */
export class SheetReader implements XmlEvents {
  #rows: TableRow[] = []
  #row: TableRow | undefined
  #number = 0
  #column = -1
  #kind = ''
  #style = -1
  #value = ''
  #computed = false
  #formula: string | undefined
  #hears: 'value' | 'formula' | undefined
  #phonetic = false
  readonly #book: SheetBook
  readonly #caps: TableCaps

  constructor(book: SheetBook, caps: TableCaps) {
    this.#book = book
    this.#caps = caps
  }

  /** The rows heard since the last call. */
  take(): TableRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') {
      this.#hears = 'value'
      this.#computed = true
    } else if (name === 't' && !this.#phonetic) this.#hears = 'value'
    else if (name === 'f') {
      this.#hears = 'formula'
      this.#formula = ''
    } else if (name === 'rPh') this.#phonetic = true
    else if (name === 'row') {
      const said = Number(attribute(attributes, 'r') ?? 0)
      this.#number = said > this.#number ? said : this.#number + 1
      this.#row = { number: this.#number, cells: [] }
      this.#column = -1
    }
  }

  text(text: string): void {
    if (this.#hears === 'value' && this.#value.length <= this.#caps.cell_chars) this.#value += text
    else if (this.#hears === 'formula' && (this.#formula?.length ?? 0) < 200) this.#formula += text
  }

  close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#hears = undefined
    else if (name === 'c') this.#closeCell()
    else if (name === 'rPh') this.#phonetic = false
    else if (name === 'row') {
      const row = this.#row
      if (row && (row.problems || row.cells.some((cell) => cell !== ''))) this.#rows.push(row)
      this.#row = undefined
    }
  }

  #openCell(attributes: string): void {
    const place = attribute(attributes, 'r')
    const said = place ? columnOf(place) : -1
    this.#column = said > this.#column ? said : this.#column + 1
    this.#kind = attribute(attributes, 't') ?? 'n'
    this.#style = Number(attribute(attributes, 's') ?? -1)
    this.#value = ''
    this.#computed = false
    this.#formula = undefined
  }

  #closeCell(): void {
    const row = this.#row
    if (!row) return
    const column = this.#column
    if (column >= this.#caps.columns) {
      if (this.#value !== '' && !row.problems?.some(({ kind }) => kind === 'too_many_columns'))
        problem(row, { kind: 'too_many_columns' })
      return
    }
    let text = this.#shown()
    if (this.#kind === 'e') problem(row, { kind: 'cell_error', column })
    else if (this.#formula !== undefined && !this.#computed) {
      problem(row, { kind: 'formula_without_value', column })
      text = `=${this.#formula.slice(0, 200)}`
    } else if (text.length > this.#caps.cell_chars) {
      problem(row, { kind: 'cell_too_long', column })
      text = text.slice(0, 200)
    } else if (text.includes('\0') || text.includes('\ufffd')) problem(row, { kind: 'bad_bytes', column })
    while (row.cells.length < column) row.cells.push('')
    row.cells[column] = text
  }

  #shown(): string {
    const value = this.#value
    switch (this.#kind) {
      case 's':
        return unescaped(this.#book.strings[Number(value)] ?? '')
      case 'b':
        return value === '1' ? 'true' : value === '' ? '' : 'false'
      case 'n':
        return value === ''
          ? ''
          : this.#book.dateStyles.has(this.#style)
            ? dateText(value, this.#book.since1904)
            : numberText(value)
      default:
        return unescaped(value)
    }
  }
}

function problem(row: TableRow, found: TableProblem): void {
  row.problems = [...(row.problems ?? []), found]
}

/** 0 for 'A1', 27 for 'AB7'. */
function columnOf(place: string): number {
  let column = 0
  for (let i = 0; i < place.length; i++) {
    const letter = place.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

/** A number as a person would write it: a sheet keeps 19.99 as 19.989999999999998 and a barcode as 8.96450012E12. */
export function numberText(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw
  const value = Number(raw)
  if (!Number.isFinite(value)) return raw
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString()
  const short = String(Number(value.toPrecision(15)))
  return short.includes('e') ? value.toFixed(10).replace(/0+$/, '') : short
}

/** The day a sheet counts as this number: 2025-03-01, with the time when there is one. */
export function dateText(raw: string, since1904: boolean): string {
  const days = Number(raw)
  if (!Number.isFinite(days) || days < 0 || days > 2_958_465) return raw
  const fromEpoch = days + (since1904 ? 1462 : 0) - 25_569
  const iso = new Date(Math.round(fromEpoch * 86_400) * 1000).toISOString()
  if (Number.isInteger(days)) return iso.slice(0, 10)
  return days < 1 ? iso.slice(11, 16) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
}

/** Sheets write control letters as _x000D_. */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
