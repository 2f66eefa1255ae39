import { CODES } from './layout.ts'
import type { Batch } from './look.ts'

/**
 * Counts by number, of which most stay nothing: what was met is remembered, so that nobody looks through the rest.
 * Signed numbers all through: unsigned ones become fractions on the way, and counting takes twice as long.
 */
export class Tally {
  readonly counts: Int32Array
  /** Which numbers were met, so far `met` of them; one place more, for what is written and does not count. */
  readonly seen: Int32Array
  met = 0

  constructor(size: number) {
    this.counts = new Int32Array(size)
    this.seen = new Int32Array(size + 1)
  }

  add(number: number, count: number): void {
    const had = this.counts[number] as number
    if (had === 0) this.seen[this.met++] = number
    this.counts[number] = had + count
  }

  /** The numbers that were met. A view: it holds until something is counted. */
  get numbers(): Int32Array {
    return this.seen.subarray(0, this.met)
  }
}

/** A tally for each code of a listing. */
export interface CodeTallies {
  readonly make: Tally
  readonly look: Tally
  readonly place: Tally
}

/**
 * Counts the listings of a batch by all their codes in one pass, so that each is fetched once; `placeMask` takes away
 * what of a place does not count.
 */
export function countAll(
  { make, look, place }: CodeTallies,
  codes: Uint32Array,
  placeMask: number,
  batch: Batch,
): void {
  const { docs, count } = batch
  const [makes, looks, places] = [make.counts, look.counts, place.counts]
  const [makesSeen, looksSeen, placesSeen] = [make.seen, look.seen, place.seen]
  let [madeMet, lookMet, placeMet] = [make.met, look.met, place.met]
  for (let i = 0; i < count; i++) {
    const at = (docs[i] as number) * CODES
    const one = (codes[at] as number) | 0
    const two = (codes[at + 1] as number) | 0
    const three = (codes[at + 2] as number) & placeMask
    const hadOne = makes[one] as number
    makesSeen[madeMet] = one
    madeMet += isNone(hadOne)
    makes[one] = hadOne + 1
    const hadTwo = looks[two] as number
    looksSeen[lookMet] = two
    lookMet += isNone(hadTwo)
    looks[two] = hadTwo + 1
    const hadThree = places[three] as number
    placesSeen[placeMet] = three
    placeMet += isNone(hadThree)
    places[three] = hadThree + 1
  }
  make.met = madeMet
  look.met = lookMet
  place.met = placeMet
}

/** 1 for 0, and 0 for any count: asked by a branch, it is guessed wrong where it matters. */
export const isNone = (count: number) => (count - 1) >>> 31

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
