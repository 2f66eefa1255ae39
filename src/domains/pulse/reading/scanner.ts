import { isAscii } from 'node:buffer'

/** Where the cells of one row lie in its bytes. The arrays are used again for the next row. */
export interface Row {
  bytes: Uint8Array
  starts: Int32Array
  ends: Int32Array
  cells: number
  /** True when every byte is plain ASCII. */
  isPlain: boolean
}

export type Broken = 'broken_quote' | 'cells_missing' | 'cells_too_many' | 'row_too_long' | 'bad_bytes'

export interface RowTaker {
  row(row: Row): void
  broken(reason: Broken): void
}

const [NEWLINE, RETURN, QUOTE, NUL] = [10, 13, 34, 0]
const [EACH, HIGH] = [0x0101_0101, 0x8080_8080 | 0]
const MOST_CELLS = 512
/** A row or a quoted cell longer than this is no order line. */
const MOST_BYTES = 256 * 1024

/**
 * Cuts bytes into rows of cells without making a string of any of them: a file of ten million lines is read as fast as
 * it comes from the disk. The first row says how many cells a row has. A quote that is never closed, or that swallows
 * rows, costs its own line only.
 */
export class Scanner {
  readonly #taker: RowTaker
  readonly #delimiter: number
  readonly #row: Row = {
    bytes: new Uint8Array(0),
    starts: new Int32Array(MOST_CELLS),
    ends: new Int32Array(MOST_CELLS),
    cells: 0,
    isPlain: true,
  }
  #carry: Uint8Array = new Uint8Array(0)
  #width = 0
  #isSkipping = false
  /** A copy of a row with quotes, from which the quotes are taken out. */
  #scratch = new Uint8Array(1024)
  #scratchEnd = 0

  constructor(delimiter: number, taker: RowTaker) {
    this.#delimiter = delimiter
    this.#taker = taker
  }

  push(piece: Uint8Array): void {
    const rest = this.#firstRow(piece)
    const end = this.#rows(rest, false)
    // The piece may be used again by who gave it, so what is left of it is copied.
    this.#carry = rest.slice(end)
    if (this.#carry.length <= MOST_BYTES * 2) return
    if (!this.#isSkipping) this.#taker.broken('row_too_long')
    this.#isSkipping = true
    this.#carry = new Uint8Array(0)
  }

  /** Ends the row that was begun in the piece before, without copying more than it. Answers what comes after it. */
  #firstRow(piece: Uint8Array): Uint8Array {
    if (this.#carry.length === 0) return piece
    const line = piece.indexOf(NEWLINE) + 1
    const row = Buffer.concat([this.#carry, piece.subarray(0, line)])
    this.#carry = new Uint8Array(0)
    const end = line === 0 ? 0 : this.#rows(row, false)
    return end === row.length && end > 0
      ? piece.subarray(line)
      : Buffer.concat([row.subarray(end), piece.subarray(line)])
  }

  end(): void {
    if (this.#carry.length === 0) return
    const bytes = Buffer.concat([this.#carry, Buffer.from('\n')])
    this.#carry = new Uint8Array(0)
    this.#rows(bytes, true)
  }

  /** Takes the whole rows of some bytes, and answers where the first row begins that is not whole. */
  #rows(bytes: Uint8Array, isLast: boolean): number {
    const row = this.#row
    const { starts, ends } = row
    const delimiter = this.#delimiter
    const length = bytes.length
    let at = 0
    if (this.#isSkipping) {
      const line = bytes.indexOf(NEWLINE)
      if (line < 0) return length
      this.#isSkipping = false
      at = line + 1
    }
    row.bytes = bytes
    row.isPlain = isAscii(bytes)
    let begun = at
    let cell = at
    let cells = 0
    let isOdd = false
    // Most bytes are letters and digits, which lie above all that means something.
    const common = Math.max(QUOTE, delimiter)
    const [view, mark] = [new DataView(bytes.buffer, bytes.byteOffset, length), (common + 1) * EACH]
    for (; at < length; at++) {
      // Four at a time, as long as none of them is below the mark (a borrow into the high bit of a byte tells it).
      for (; at + 4 <= length; at += 4) {
        const four = view.getInt32(at, true)
        if (((four - mark) & ~four & HIGH) !== 0) break
      }
      let byte = bytes[at] ?? 0
      while (byte > common) byte = bytes[++at] ?? 0
      if (at >= length) break
      if (byte === delimiter) {
        starts[cells] = cell
        ends[cells] = at
        if (cells < MOST_CELLS - 1) cells++
        cell = at + 1
      } else if (byte === NEWLINE) {
        starts[cells] = cell
        ends[cells] = at > cell && bytes[at - 1] === RETURN ? at - 1 : at
        row.cells = cells + 1
        this.#give(row, isOdd)
        begun = at + 1
        cell = begun
        cells = 0
        isOdd = false
      } else if (byte === QUOTE && at === cell) {
        const next = this.#quotedRow(bytes, begun, isLast)
        if (next < 0) return begun
        row.bytes = bytes
        begun = next
        at = next - 1
        cell = next
        cells = 0
        isOdd = false
      } else if (byte === NUL) isOdd = true
    }
    return begun
  }

  #give(row: Row, isOdd: boolean): void {
    const isEmpty = row.cells === 1 && row.ends[0] === row.starts[0]
    if (isEmpty) return
    if (this.#width === 0 && !isOdd) this.#width = row.cells
    const fault = isOdd
      ? 'bad_bytes'
      : row.cells < this.#width
        ? 'cells_missing'
        : row.cells > this.#width && !this.#isPadded(row)
          ? 'cells_too_many'
          : undefined
    if (fault) this.#taker.broken(fault)
    else this.#taker.row(row)
  }

  /** Programs that fill a sheet up with empty cells at the end of a row do no harm. */
  #isPadded(row: Row): boolean {
    for (let i = this.#width; i < row.cells; i++) if (row.starts[i] !== row.ends[i]) return false
    return true
  }

  /**
   * Reads a row with quotes, the slow way. Answers where the next row begins, or −1 when its end has not come yet.
   */
  #quotedRow(bytes: Uint8Array, begun: number, isLast: boolean): number {
    const row = this.#row
    const line = bytes.indexOf(NEWLINE, begun)
    const found = this.#unquote(bytes, begun)
    if (found === 'open' && !isLast && bytes.length - begun <= MOST_BYTES) return -1
    if (typeof found === 'string' || (found.isLong && this.#width > 0 && row.cells !== this.#width)) {
      this.#taker.broken('broken_quote')
      return line < 0 ? bytes.length : line + 1
    }
    row.bytes = this.#scratch
    this.#give(row, found.isOdd)
    return found.next
  }

  /**
   * Copies the cells of one row without their quotes. 'open': no end in these bytes; 'wrong': letters after a quote.
   *
   */
  #unquote(bytes: Uint8Array, begun: number): { next: number; isLong: boolean; isOdd: boolean } | 'open' | 'wrong' {
    const row = this.#row
    this.#scratchEnd = 0
    let at = begun
    let isLong = false
    let isOdd = false
    for (let cells = 0; cells < MOST_CELLS; cells++) {
      row.starts[cells] = this.#scratchEnd
      if (bytes[at] === QUOTE) {
        for (at++; ; at++) {
          if (at >= bytes.length || at - begun > MOST_BYTES) return 'open'
          const byte = bytes[at] ?? 0
          if (byte === NEWLINE) isLong = true
          if (byte === NUL) isOdd = true
          if (byte === QUOTE && bytes[at + 1] !== QUOTE) break
          if (byte === QUOTE) at++
          this.#keep(byte)
        }
        at++
        if (at >= bytes.length) return 'open'
        if (bytes[at] === RETURN) at++
        if (bytes[at] !== NEWLINE && bytes[at] !== this.#delimiter) return at >= bytes.length ? 'open' : 'wrong'
      } else {
        for (; at < bytes.length && bytes[at] !== NEWLINE && bytes[at] !== this.#delimiter; at++) {
          if (bytes[at] === NUL) isOdd = true
          if (bytes[at] !== RETURN || bytes[at + 1] !== NEWLINE) this.#keep(bytes[at] ?? 0)
        }
        if (at >= bytes.length) return 'open'
      }
      row.ends[cells] = this.#scratchEnd
      if (bytes[at++] !== NEWLINE) continue
      row.cells = cells + 1
      return { next: at, isLong, isOdd }
    }
    return 'wrong'
  }

  #keep(byte: number): void {
    if (this.#scratchEnd === this.#scratch.length) {
      const wider = new Uint8Array(this.#scratch.length * 2)
      wider.set(this.#scratch)
      this.#scratch = wider
    }
    this.#scratch[this.#scratchEnd++] = byte
  }
}
