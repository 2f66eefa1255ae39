import type { Row } from './scanner.ts'

function hasHighByte({ bytes, starts, ends, cells }: Row): boolean {
  const end = ends[cells - 1] ?? 0
  for (let i = starts[0] ?? 0; i < end; i++) if ((bytes[i] ?? 0) > 0x7f) return true
  return false
}

const strict = new TextDecoder('utf-8', { fatal: true })

function isUtf8({ bytes, starts, ends, cells }: Row): boolean {
  try {
    strict.decode(bytes.subarray(starts[0] ?? 0, ends[cells - 1] ?? 0))
    return true
  } catch {
    return false
  }
}

/** True for a row that holds letters which are not UTF-8. */
export const isOtherEncoding = (row: Row) => !row.isPlain && hasHighByte(row) && !isUtf8(row)
