/** Counts by number, of which most stay nothing: what was met is remembered, so that nobody looks through the rest. */
export class Tally {
  readonly counts: Uint32Array
  readonly seen: number[] = []

  constructor(size: number) {
    this.counts = new Uint32Array(size)
  }

  add(number: number, count = 1): void {
    const had = this.counts[number] as number
    if (had === 0) this.seen.push(number)
    this.counts[number] = had + count
  }

  /** Counts the listings of a batch by a column. */
  countAll(column: Uint32Array, docs: Int32Array, count: number): void {
    const { counts, seen } = this
    for (let i = 0; i < count; i++) {
      const number = column[docs[i] as number] as number
      const had = counts[number] as number
      if (had === 0) seen.push(number)
      counts[number] = had + 1
    }
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
  for (const number of tally.seen) tally.counts[number] = 0
  tally.seen.length = 0
  spare.push(tally)
  spare.sort((a, b) => a.counts.length - b.counts.length)
  // Larger ones fit more often.
  if (spare.length > SPARE_MOST) spare.shift()
}
