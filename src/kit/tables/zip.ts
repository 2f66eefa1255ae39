import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { Refusal } from '../errors/refusal.ts'
import { type ByteSource, megabytes } from './bytes.ts'
import type { TableCaps } from './table.ts'

export type ZipEntry = { name: string; method: number; packed: number; unpacked: number; crc: number; offset: number }

export type Zip = {
  entries: ReadonlyMap<string, ZipEntry>
  /** The unpacked bytes of one entry, as they come. */
  unpack: (entry: ZipEntry) => AsyncGenerator<Uint8Array>
}

const MOST_ENTRIES = 5000
const MOST_DIRECTORY_BYTES = 4 * 1024 * 1024
const SMALL = 1024 * 1024 // Below this no ratio hurts.
const PIECE = 64 * 1024

const damaged = () => new Refusal('invalid', 'tables.damaged')
const tooMuch = (caps: TableCaps) =>
  new Refusal('limit', 'tables.unpacks_too_large', { most_mb: megabytes(caps.unpacked_bytes) })

/**
 * Opens a zip by its directory. What the directory admits to is checked before anything is unpacked, and what really
 * comes out is counted, since a directory may lie.
 * Refuses: invalid when it is damaged or locked; limit when it unpacks beyond the caps.
 */
export async function openZip(source: ByteSource, caps: TableCaps): Promise<Zip> {
  const entries = await directory(source)
  let sum = 0
  for (const entry of entries.values()) {
    sum += entry.unpacked
    const blown = entry.unpacked > SMALL * 10 && entry.unpacked > entry.packed * caps.unpack_ratio
    if (blown || sum > caps.unpacked_bytes) throw tooMuch(caps)
  }
  let out = 0
  return {
    entries,
    async *unpack(entry) {
      if (entry.unpacked > SMALL * 20 && entry.unpacked > entry.packed * 40) await weigh(source, entry)
      let mine = 0
      let crc = 0
      for await (const piece of inflated(source, entry)) {
        mine += piece.length
        out += piece.length
        if (out > caps.unpacked_bytes) throw tooMuch(caps)
        if (mine > entry.unpacked) throw damaged()
        crc = crc32(piece, crc)
        yield piece
      }
      if (mine !== entry.unpacked || crc !== entry.crc) throw damaged()
    },
  }
}

/** What packs so well is unpacked once into nothing, so that a lie is found before the first row has been believed. */
async function weigh(source: ByteSource, entry: ZipEntry): Promise<void> {
  let bytes = 0
  for await (const piece of inflated(source, entry)) {
    bytes += piece.length
    if (bytes > entry.unpacked) throw damaged()
  }
}

async function directory(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const tailLength = Math.min(source.size, 65_557)
  const tail = view(await source.read(source.size - tailLength, tailLength))
  let at = tail.byteLength - 22
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at -= 1
  if (at < 0) throw damaged()
  const count = tail.getUint16(at + 10, true)
  const bytes = tail.getUint32(at + 12, true)
  const offset = tail.getUint32(at + 16, true)
  if (count > MOST_ENTRIES || bytes > MOST_DIRECTORY_BYTES || offset + bytes > source.size) throw damaged()
  const raw = await source.read(offset, bytes)
  const list = view(raw)
  const entries = new Map<string, ZipEntry>()
  let next = 0
  for (let i = 0; i < count; i++) {
    if (next + 46 > list.byteLength || list.getUint32(next, true) !== 0x02014b50) throw damaged()
    const nameLength = list.getUint16(next + 28, true)
    const extraLength = list.getUint16(next + 30, true)
    const end = next + 46 + nameLength + extraLength + list.getUint16(next + 32, true)
    if (end > list.byteLength) throw damaged()
    if (list.getUint16(next + 8, true) & 1) throw new Refusal('invalid', 'tables.locked')
    const name = Buffer.from(raw.subarray(next + 46, next + 46 + nameLength)).toString('utf8')
    const entry: ZipEntry = {
      name,
      method: list.getUint16(next + 10, true),
      crc: list.getUint32(next + 16, true),
      packed: list.getUint32(next + 20, true),
      unpacked: list.getUint32(next + 24, true),
      offset: list.getUint32(next + 42, true),
    }
    readLongSizes(entry, list, next + 46 + nameLength, extraLength)
    const key = name.replaceAll('\\', '/').toLowerCase()
    if (entries.has(key) || entry.offset + entry.packed > source.size) throw damaged()
    entries.set(key, entry)
    next = end
  }
  return entries
}

/** Some writers keep sizes in the 64-bit extra field though they are small. */
function readLongSizes(entry: ZipEntry, list: DataView, from: number, length: number): void {
  for (let at = from; at + 4 <= from + length; at += 4 + list.getUint16(at + 2, true)) {
    if (list.getUint16(at, true) !== 1) continue
    const end = Math.min(at + 4 + list.getUint16(at + 2, true), from + length)
    let field = at + 4
    for (const part of ['unpacked', 'packed', 'offset'] as const) {
      if (entry[part] !== 0xffffffff || field + 8 > end) continue
      entry[part] = Number(list.getBigUint64(field, true))
      field += 8
    }
  }
}

async function* inflated(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const head = view(await source.read(entry.offset, 30))
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw damaged()
  const from = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true)
  if (entry.method === 0) {
    if (entry.packed !== entry.unpacked) throw damaged()
    yield* packedPieces(source, from, entry.packed)
    return
  }
  if (entry.method !== 8) throw damaged()
  const inflate = createInflateRaw({ chunkSize: PIECE })
  const packed = Readable.from(packedPieces(source, from, entry.packed))
  packed.on('error', (error) => inflate.destroy(error))
  packed.pipe(inflate)
  try {
    for await (const piece of inflate) yield piece as Uint8Array
  } catch (error) {
    throw error instanceof Refusal ? error : damaged()
  } finally {
    packed.destroy()
    inflate.destroy()
  }
}

async function* packedPieces(source: ByteSource, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += PIECE) {
    const piece = await source.read(from + at, Math.min(PIECE, length - at))
    if (piece.length === 0) throw damaged()
    yield piece
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
