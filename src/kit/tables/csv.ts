import { decode } from './encoding.ts'
import type { ProblemKind, TableCaps, TableProblem, TableRow } from './table.ts'

export type CsvShape = { delimiter: string; newline: string; width: number }

/** The rows of a CSV file as its bytes come. Empty rows are passed over and still counted. */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>, caps: TableCaps): AsyncGenerator<TableRow> {
  let reader: CsvReader | undefined
  let sample = ''
  for await (const text of decode(bytes)) {
    if (reader) {
      yield* reader.push(text)
      continue
    }
    sample += text
    if (sample.length < SAMPLE_CHARS) continue
    reader = new CsvReader(csvShape(sample, caps), caps)
    yield* reader.push(sample)
    sample = ''
  }
  if (!reader) {
    reader = new CsvReader(csvShape(sample, caps), caps)
    yield* reader.push(sample)
  }
  yield* reader.end()
}

const SAMPLE_CHARS = 64 * 1024

/** The delimiter that gives the widest even table over the first rows, and how wide that is. */
export function csvShape(sample: string, caps: TableCaps): CsvShape {
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r'
  const said = /^\ufeff?sep=(.)\r?\n/i.exec(sample)?.[1] // Excel's own first line.
  let best: CsvShape = { delimiter: said ?? ',', newline, width: 0 }
  let bestScore = 0
  for (const delimiter of said ? [said] : [',', ';', '\t', '|']) {
    const reader = new CsvReader({ delimiter, newline, width: 0 }, caps)
    const widths = [...reader.push(sample)].slice(0, 50).map((row) => row.cells.length)
    if (sample.length < SAMPLE_CHARS) widths.push(...[...reader.end()].slice(0, 50).map((row) => row.cells.length))
    const counts = new Map<number, number>()
    for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1)
    const [mode = 1, times = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
    const score = mode > 1 ? mode * (times / widths.length) ** 2 : 0
    if (score <= bestScore) continue
    bestScore = score
    best = { delimiter, newline, width: Math.max(mode, widths[0] ?? 0) }
  }
  return best
}

const SUSPECT = /[\0\ufffd\u0080-\u009f]/

/**
 * Cuts text into rows, piece by piece. A quote that is never closed, or closed in the middle of a word, costs its own
 * line only: reading goes on at the next line.
 */
export class CsvReader {
  #text = ''
  #at = 0
  #number = 0
  #skipping = false
  #suspect = false
  #quoteAt = -1
  #delimiterAt = -1
  readonly #shape: CsvShape
  readonly #caps: TableCaps

  constructor(shape: CsvShape, caps: TableCaps) {
    this.#shape = shape
    this.#caps = caps
  }

  push(text: string): Generator<TableRow> {
    this.#text = this.#at < this.#text.length ? this.#text.slice(this.#at) + text : text
    this.#at = 0
    this.#quoteAt = -1
    this.#delimiterAt = -1
    this.#suspect = SUSPECT.test(this.#text)
    return this.#drain(false)
  }

  end(): Generator<TableRow> {
    return this.#drain(true)
  }

  *#drain(last: boolean): Generator<TableRow> {
    while (this.#at < this.#text.length) {
      if (this.#skipping) {
        const end = this.#text.indexOf(this.#shape.newline, this.#at)
        this.#skipping = end < 0
        this.#at = end < 0 ? this.#text.length : end + 1
        continue
      }
      const row = this.#next(last)
      if (!row) break
      this.#number += 1
      if (this.#number === 1 && row.cells[0]?.startsWith('\ufeff')) row.cells[0] = row.cells[0].slice(1)
      if (this.#number === 1 && row.cells.length <= 2 && /^sep=.?$/i.test(row.cells[0] ?? '')) continue
      if (row.problems || row.cells.some((cell) => cell !== '')) yield { ...row, number: this.#number }
    }
  }

  /** The next row, or undefined when more text is needed to tell. */
  #next(last: boolean): Omit<TableRow, 'number'> | undefined {
    const start = this.#at
    let end = this.#text.indexOf(this.#shape.newline, start)
    if (end < 0) {
      if (!last && this.#text.length - start <= this.#caps.row_chars) return undefined
      if (!last) return this.#tooLong(start)
      end = this.#text.length
    }
    if (this.#quoteAt < start) this.#quoteAt = found(this.#text.indexOf('"', start))
    if (this.#quoteAt > end) {
      this.#at = end + 1
      return this.#checked(this.#line(start, end).split(this.#shape.delimiter))
    }
    const cells = this.#quoted(start, last)
    if (cells === 'more') return undefined
    if (cells !== 'broken') return this.#checked(cells)
    this.#at = end + 1
    const naive = this.#line(start, end).split(this.#shape.delimiter).slice(0, this.#caps.columns)
    const column = naive.findIndex((cell) => cell.trimStart().startsWith('"'))
    return {
      cells: naive.map((cell) => cell.slice(0, 200)),
      problems: [{ kind: 'broken_quote', column: Math.max(0, column) }],
    }
  }

  /** A row with quotes in it. Moves on only when the row is whole. */
  #quoted(start: number, last: boolean): string[] | 'more' | 'broken' {
    const { delimiter, newline } = this.#shape
    const text = this.#text
    const cells: string[] = []
    let at = start
    for (;;) {
      let open = at
      while (text[open] === ' ') open += 1
      if (text[open] !== '"') {
        const end = this.#cellEnd(at)
        if (end === text.length && !last) return 'more'
        cells.push(this.#line(at, end))
        at = end
      } else {
        const cell = this.#quotedCell(start, open + 1, last)
        if (typeof cell === 'string') return cell
        cells.push(cell.value)
        at = cell.end
      }
      if (text[at] === delimiter) {
        at += 1
        continue
      }
      if (text[at] === '\r' && text[at + 1] === newline) at += 1
      else if (text[at] === '\r' && at + 1 === text.length) at += last ? 1 : 0
      if (at < text.length && text[at] !== newline) return 'broken'
      if (this.#swallowed(cells)) return 'broken'
      this.#at = at + 1
      return cells
    }
  }

  #quotedCell(start: number, from: number, last: boolean): { value: string; end: number } | 'more' | 'broken' {
    const text = this.#text
    const limit = start + this.#caps.row_chars
    let value = ''
    let at = from
    for (;;) {
      const quote = text.indexOf('"', at)
      if (quote < 0 || quote > limit) return !last && quote < 0 && text.length <= limit ? 'more' : 'broken'
      if (quote + 1 >= text.length && !last) return 'more'
      value += text.slice(at, quote)
      at = quote + 1
      if (text[at] !== '"') break
      value += '"'
      at += 1
    }
    while (text[at] === ' ') at += 1
    if (at >= text.length && !last) return 'more'
    if (text[at] === '\r' && at + 1 >= text.length && !last) return 'more'
    return { value, end: at }
  }

  #cellEnd(at: number): number {
    if (this.#delimiterAt < at) this.#delimiterAt = found(this.#text.indexOf(this.#shape.delimiter, at))
    const end = this.#text.indexOf(this.#shape.newline, at)
    return Math.min(this.#delimiterAt, end < 0 ? this.#text.length : end)
  }

  /** True when a cell over several lines holds nothing but whole rows: an open quote took them in. */
  #swallowed(cells: string[]): boolean {
    const { delimiter, newline, width } = this.#shape
    for (const cell of cells) {
      const lines = cell.includes(newline) ? cell.split(newline).slice(1, -1) : []
      if (lines.length === 0 || width < 3 || (width === 3 && lines.length < 2)) continue
      if (lines.every((line) => line.split(delimiter).length === width)) return true
    }
    return false
  }

  #tooLong(start: number): Omit<TableRow, 'number'> {
    const cells = this.#text
      .slice(start, start + 2000)
      .split(this.#shape.delimiter)
      .slice(0, this.#caps.columns)
    this.#at = this.#text.length
    this.#skipping = true
    return { cells: cells.map((cell) => cell.slice(0, 200)), problems: [{ kind: 'row_too_long' }] }
  }

  #line(start: number, end: number): string {
    return this.#text.slice(start, this.#text[end - 1] === '\r' && end > start ? end - 1 : end)
  }

  #checked(cells: string[]): Omit<TableRow, 'number'> {
    const { width } = this.#shape
    const problems: TableProblem[] = []
    const most = this.#caps.cell_chars
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? ''
      const kind: ProblemKind | undefined =
        cell.length > most ? 'cell_too_long' : this.#suspect && SUSPECT.test(cell) ? 'bad_bytes' : undefined
      if (!kind) continue
      const mended = kind === 'bad_bytes' ? readTwice(cell) : undefined
      if (mended !== undefined) {
        cells[column] = mended
        continue
      }
      problems.push({ kind, column })
      cells[column] = cell.slice(0, 200)
    }
    if (cells.length > this.#caps.columns) {
      cells.length = this.#caps.columns
      problems.push({ kind: 'too_many_columns' })
    } else if (width > 0 && cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
      problems.push({ kind: 'extra_cells' })
    }
    return problems.length > 0 ? { cells, problems } : { cells }
  }
}

/** "CoreÃ¢\u0084Â¢" is UTF-8 that was taken for Latin and written as UTF-8 again: undone where that is certain. */
function readTwice(cell: string): string | undefined {
  if (cell.includes('\0') || /[\u0100-\uffff]/.test(cell)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(cell, 'latin1'))
  } catch {
    return undefined
  }
}

const found = (index: number) => (index < 0 ? Number.POSITIVE_INFINITY : index)
