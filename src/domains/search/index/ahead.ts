import { WINDOW } from './cursor.ts'
import type { Batch } from './look.ts'

/** So few of a window are fetched one by one as soon. */
const FEW = 500
/** So many come in order by themselves, where all of them are read. */
const MANY = 1_800
/** Bytes that memory hands over together. */
const LINE = 64
const last = new Float64Array(1)

/**
 * Reads a value of each line of a window of a column, in order, with `width` values a listing: memory hands over a
 * whole stretch several times sooner than what is then picked from it here and there.
 */
export function readAhead(
  column: Uint32Array | Float64Array,
  width: number,
  { docs, count }: Batch,
  most = MANY,
): void {
  if (count < FEW || count > most) return
  const first = docs[0] as number
  const begin = first - (first % WINDOW)
  const end = Math.min((begin + WINDOW) * width, column.length)
  const step = LINE / column.BYTES_PER_ELEMENT
  let sum = 0
  for (let at = begin * width; at < end; at += step) sum += column[at] as number
  // Kept, so that reading is not left out.
  last[0] = sum
}
