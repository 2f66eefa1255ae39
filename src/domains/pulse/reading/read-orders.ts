import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { LineBuilder } from './builder.ts'
import type { OrderLines } from './lines.ts'
import { olistLines } from './olist.ts'
import { Quality } from './quality.ts'
import { Scanner } from './scanner.ts'
import { delimiterOf, type Shape, shapeOf } from './shapes.ts'

export interface OrderFile {
  readonly lines: OrderLines
  readonly quality: Quality
  readonly shape: Shape
  /** SHA-256 of the file as it lies on the disk. */
  readonly sha256: string
}

const PIECE = 1 << 20
const [NEWLINE, RETURN] = [10, 13]

/**
 * Reads an order file into columns: the contract's own form, the Pakistan sample or the Olist files as they are; plain
 * or gzip, UTF-8 or UTF-16. `today` (days since 1970) says which dates lie in the future.
 * Refuses: invalid pulse.no_order_file when it is empty, no table, or has other columns.
 */
export async function readOrders(path: string, today: number): Promise<OrderFile> {
  const hash = createHash('sha256')
  const { shape, delimiter, bytesPerRow } = await look(path)
  const quality = new Quality()
  const { size } = await stat(path).catch(noFile)
  const isPacked = await startsPacked(path)
  const guess = Math.min(60_000_000, Math.ceil((size * (isPacked ? 6 : 1.08)) / bytesPerRow))
  if (shape.name === 'olist_orders') {
    const joined = await olistLines(path, quality)
    const own = shapeOf(joined.header)
    if (!own) throw new Error('broken promise: the Olist files are put into the contract’s form')
    const builder = new LineBuilder({ ...own, hasTwins: true }, quality, { guess, today })
    feed(new Scanner(0x2c, builder), joined.pieces())
    for await (const piece of createReadStream(path)) hash.update(piece)
    return { lines: builder.finish(), quality, shape, sha256: hash.digest('hex') }
  }
  const builder = new LineBuilder(shape, quality, { guess, today })
  const scanner = new Scanner(delimiter, builder)
  for await (const piece of textBytes(path, (raw) => hash.update(raw))) scanner.push(piece)
  scanner.end()
  return { lines: builder.finish(), quality, shape, sha256: hash.digest('hex') }
}

function feed(scanner: Scanner, pieces: Iterable<Uint8Array>): void {
  for (const piece of pieces) scanner.push(piece)
  scanner.end()
}

/** The first rows of the file: which shape it has, and how long its rows are. */
async function look(path: string): Promise<{ shape: Shape; delimiter: number; bytesPerRow: number }> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const piece of textBytes(path, () => {}, 64 * 1024)) {
    parts.push(piece)
    size += piece.length
    if (size > 64 * 1024) break
  }
  const text = Buffer.concat(parts).toString('utf8')
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = delimiterOf(first)
  const header = first.split(String.fromCharCode(delimiter)).map((cell) => cell.replace(/^\ufeff?"(.*)"$/, '$1'))
  const shape = shapeOf(header)
  if (!shape) throw new Refusal('invalid', 'pulse.no_order_file')
  const rows = text.split('\n').length - 1
  return { shape, delimiter, bytesPerRow: Math.max(16, size / Math.max(1, rows)) }
}

/** The bytes of a file, unpacked and in UTF-8 or another encoding that keeps ASCII as it is. */
export async function* textBytes(
  path: string,
  onRaw: (piece: Uint8Array) => void,
  pieceSize = PIECE,
): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(path, { highWaterMark: pieceSize })
  const tapped = async function* () {
    for await (const piece of raw as AsyncIterable<Buffer>) {
      onRaw(piece)
      yield piece
    }
  }
  const packed = (await startsPacked(path)) ? createGunzip({ chunkSize: pieceSize }) : undefined
  // What breaks on the way is thrown where the pieces are read.
  const stream = packed ? pipeline(Readable.from(tapped()), packed, () => {}) : tapped()
  let wide: TextDecoder | undefined
  let isFirst = true
  let endsInReturns = false
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      let from = 0
      const begins = isFirst
      if (isFirst) {
        isFirst = false
        if (piece[0] === 0xff && piece[1] === 0xfe) wide = new TextDecoder('utf-16le')
        else if (piece[0] === 0xfe && piece[1] === 0xff) wide = new TextDecoder('utf-16be')
        else if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) from = 3
      }
      const bytes = wide ? Buffer.from(wide.decode(piece, { stream: true })) : piece.subarray(from)
      if (begins) endsInReturns = hasLoneReturn(bytes)
      if (endsInReturns) returnsToNewlines(bytes)
      yield bytes
    }
  } catch (error) {
    throw isUnreadable(error) ? new Refusal('invalid', 'pulse.no_order_file') : error
  } finally {
    raw.destroy()
  }
}

/** Whether the first row ends in a carriage return alone, as old programs of the Macintosh write. */
function hasLoneReturn(bytes: Uint8Array): boolean {
  const [end, newline] = [bytes.indexOf(RETURN), bytes.indexOf(NEWLINE)]
  return end >= 0 && end + 1 < bytes.length && (newline < 0 || end + 1 < newline)
}

function returnsToNewlines(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, at + 1)) bytes[at] = NEWLINE
}

async function startsPacked(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(noFile)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

function noFile(): never {
  throw new Refusal('invalid', 'pulse.no_order_file')
}

/** A packed file that is cut off or no gzip at all. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|EISDIR)/.test(String(error.code))
}
