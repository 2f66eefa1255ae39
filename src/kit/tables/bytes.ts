import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '../errors/refusal.ts'
import type { TableCaps, TableInput } from './table.ts'

/** Bytes that can be read from any place, as a zip needs (its directory stands at the end). */
export type ByteSource = {
  size: number
  read: (from: number, length: number) => Promise<Uint8Array>
}

const PIECE = 256 * 1024

/** A file opened for both ways of reading. Refuses: limit when it is larger than the cap. */
export async function openInput(input: TableInput, caps: TableCaps) {
  if (typeof input !== 'string') return openStream(input, caps)
  const file = await open(input, 'r')
  try {
    const { size } = await file.stat()
    if (size > caps.file_bytes)
      throw new Refusal('limit', 'tables.file_too_large', { most_mb: megabytes(caps.file_bytes) })
    return {
      start: await readAt(file, 0, Math.min(size, 4096)),
      stream: () => pieces(file, size),
      source: async (): Promise<ByteSource> => ({ size, read: (from, length) => readAt(file, from, length) }),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openStream(input: AsyncIterable<Uint8Array>, caps: TableCaps) {
  const iterator = input[Symbol.asyncIterator]()
  let start: Uint8Array = new Uint8Array(0)
  while (start.length < 512) {
    const { value, done } = await iterator.next()
    if (done) break
    start = Buffer.concat([start, value])
  }
  async function* stream() {
    let size = start.length
    if (size > 0) yield start
    for (;;) {
      const { value, done } = await iterator.next()
      if (done) return
      size += value.length
      if (size > caps.file_bytes)
        throw new Refusal('limit', 'tables.file_too_large', { most_mb: megabytes(caps.file_bytes) })
      yield value
    }
  }
  const source = async (): Promise<ByteSource> => {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of stream()) {
      size += part.length
      if (size > caps.packed_bytes)
        throw new Refusal('limit', 'tables.file_too_large', { most_mb: megabytes(caps.packed_bytes) })
      parts.push(part)
    }
    const all = Buffer.concat(parts)
    return { size, read: async (from, length) => all.subarray(from, from + length) }
  }
  return { start, stream, source, close: async () => void (await iterator.return?.()) }
}

async function* pieces(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += PIECE) yield await readAt(file, at, Math.min(PIECE, size - at))
}

async function readAt(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await file.read(buffer, got, length - got, from + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return buffer.subarray(0, got)
}

export const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)
