import { CODES } from './layout.ts'
import type { Batch } from './look.ts'

/**
 * Counts by number, of which most stay nothing: what was met is remembered, so that nobody looks through the rest.
 * Signed numbers all through: unsigned ones become fractions on the way, and counting takes twice as long.
 */
export class Tally {
  readonly counts: Int32Array
  /** Which numbers were met, so far `met` of them. */
  readonly seen: Int32Array
  met = 0

  constructor(size: number) {
    this.counts = new Int32Array(size)
    this.seen = new Int32Array(size)
  }

  add(number: number, count: number): void {
    const had = this.counts[number] as number
    if (had === 0) this.seen[this.met++] = number
    this.counts[number] = had + count
  }

  /** Counts the listings of a batch by one of their codes; `mask` takes away what does not count. */
  countAll(codes: Uint32Array, code: number, mask: number, { docs, count }: Batch): void {
    const { counts, seen } = this
    let met = this.met
    for (let i = 0; i < count; i++) {
      const number = ((codes[(docs[i] as number) * CODES + code] as number) & mask) | 0
      const had = counts[number] as number
      if (had === 0) seen[met++] = number
      counts[number] = had + 1
    }
    this.met = met
  }

  /** The numbers that were met. A view: it holds until something is counted. */
  get numbers(): Int32Array {
    return this.seen.subarray(0, this.met)
  }
}

const SPARE_MOST = 24
/** The smallest first. */
const spare: Tally[] = []

/** An empty tally for numbers below `size`. */
export function openTally(size: number): Tally {
  const fitting = spare.findIndex(({ counts }) => counts.length >= size)
  if (fitting < 0) return new Tally(Math.ceil(size * 1.25))
  return spare.splice(fitting, 1)[0] as Tally
}

/** Gives a tally back. Whoever forgets loses nothing but time. */
export function closeTally(tally: Tally): void {
  for (const number of tally.numbers) tally.counts[number] = 0
  tally.met = 0
  spare.push(tally)
  spare.sort((a, b) => a.counts.length - b.counts.length)
  // Larger ones fit more often.
  if (spare.length > SPARE_MOST) spare.shift()
}
