import { best, COARSE, Cursor, coarse, END, hot, mass, ofWord, score, type TermWay, touched, WINDOW } from './cursor.ts'
import type { Segment } from './segment.ts'

export interface LookWord {
  readonly ways: readonly TermWay[]
  /** How much of the query's weight this word is. */
  readonly mass: number
}

/** Listings of a segment that match, and what they score. */
export interface Batch {
  readonly docs: Int32Array
  readonly scores: Float32Array
  count: number
}

const batch: Batch = { docs: new Int32Array(WINDOW), scores: new Float32Array(WINDOW), count: 0 }

interface OpenWord {
  readonly cursors: readonly Cursor[]
  readonly mass: number
}

/** How a segment is looked through. */
export interface LookOptions {
  /** How much of the query's weight a listing must have. */
  readonly least: number
  /** What all words together weigh. */
  readonly whole: number
  /** A score is multiplied by (its share of the weight) ^ this. */
  readonly coordination: number
  /** A window in which nothing can score more than this is passed over: only when nothing is counted. */
  floor?: (() => number) | undefined
}

/**
 * Finds what has enough of the words, a window of listings at a time: the rarest word first, and once a listing without
 * them could not match any more, the other words only add to what is already there.
 */
export function look(
  segment: Segment,
  words: readonly LookWord[],
  options: LookOptions,
  take: (batch: Batch) => void,
): void {
  const open = words
    .map((word): OpenWord => ({ cursors: word.ways.map((way) => new Cursor(segment, way)), mass: word.mass }))
    .sort((a, b) => b.mass - a.mass)
  let rest = open.reduce((sum, word) => sum + word.mass, 0)
  if (rest < options.least) return
  const starters: OpenWord[] = []
  for (const word of open) {
    if (rest < options.least) break
    starters.push(word)
    rest -= word.mass
  }
  const others = open.slice(starters.length)
  for (let base = 0; base < segment.size; base += WINDOW) {
    const first = nextOf(starters)
    if (first === END) return
    base = Math.max(base, first - (first % WINDOW))
    const end = Math.min(base + WINDOW, segment.size)
    if (options.floor && boundOf(open, base, end) <= options.floor()) {
      for (const { cursors } of starters) for (const cursor of cursors) cursor.seek(end)
      continue
    }
    const [only] = open
    if (only && only.mass === options.whole) gatherBest(segment, base, bestOf(only.cursors, base, end))
    else gather(segment, base, fill({ starters, others, base, end, least: options.least }), options)
    if (batch.count > 0) take(batch)
  }
}

/** The first listing that any of the words has from here. */
function nextOf(words: readonly OpenWord[]): number {
  let first = END
  for (const { cursors } of words) for (const { doc } of cursors) if (doc < first) first = doc
  return first
}

function boundOf(open: readonly OpenWord[], base: number, end: number): number {
  let sum = 0
  for (const { cursors } of open) {
    let most = 0
    for (const cursor of cursors) {
      cursor.seek(base)
      most = Math.max(most, cursor.bound(end))
    }
    sum += most
  }
  return sum
}

interface Filling {
  readonly starters: readonly OpenWord[]
  readonly others: readonly OpenWord[]
  readonly base: number
  readonly end: number
  readonly least: number
}

function fill({ starters, others, base, end, least }: Filling): number {
  let count = 0
  for (const { cursors, mass: weight } of starters) {
    const [only] = cursors
    if (only && cursors.length === 1) count = only.addAll(base, end, weight, count)
    else count = applyBest(bestOf(cursors, base, end), weight, count)
  }
  let rest = 0
  for (const word of others) rest += word.mass
  for (const { cursors, mass: weight } of others) {
    // The most common words come last: they are read only where a listing may still match.
    count = keepHopeful(count, least - rest)
    if (count === 0) return 0
    const [only] = cursors
    if (only && cursors.length === 1) only.addToTouched(base, end, weight)
    else applyToTouched(bestOfTouched(cursors, base, end), weight)
    rest -= weight
  }
  if (others.length > 0) for (let i = 0; i < count; i++) hot[touched[i] as number] = 0
  return count
}

function applyToTouched(found: number, weight: number): void {
  for (let i = 0; i < found; i++) {
    const slot = ofWord[i] as number
    mass[slot] = (mass[slot] as number) + weight
    score[slot] = (score[slot] as number) + (best[slot] as number)
    hot[slot] = 1
  }
  best.fill(0)
}

/** Keeps what has so much of the weight, and marks where it lies; the rest is as if it had never been touched. */
function keepHopeful(count: number, needed: number): number {
  let kept = 0
  coarse.fill(0)
  for (let i = 0; i < count; i++) {
    const slot = touched[i] as number
    if ((mass[slot] as number) >= needed) {
      touched[kept++] = slot
      coarse[slot >>> COARSE] = 1
      hot[slot] = 1
    } else {
      hot[slot] = 0
      mass[slot] = 0
      score[slot] = 0
    }
  }
  return kept
}

function bestOf(cursors: readonly Cursor[], base: number, end: number): number {
  let found = 0
  for (const cursor of cursors) found = cursor.addBest(base, end, found)
  return found
}

function bestOfTouched(cursors: readonly Cursor[], base: number, end: number): number {
  let found = 0
  for (const cursor of cursors) found = cursor.addBestToTouched(base, end, found)
  return found
}

function applyBest(found: number, weight: number, begun: number): number {
  let count = begun
  for (let i = 0; i < found; i++) {
    const slot = ofWord[i] as number
    const had = mass[slot] as number
    if (had === 0) touched[count++] = slot
    mass[slot] = had + weight
    score[slot] = (score[slot] as number) + (best[slot] as number)
    best[slot] = 0
  }
  return count
}

let known = { whole: -1, coordination: 0, factors: new Float64Array(0) }

/** What a score is multiplied by for each share of the weight: a power a listing would cost more than all the rest. */
function factorsOf({ whole, coordination }: LookOptions): Float64Array {
  if (known.whole !== whole || known.coordination !== coordination) {
    const factors = Float64Array.from({ length: whole + 1 }, (_, has) => (has / whole) ** coordination)
    known = { whole, coordination, factors }
  }
  return known.factors
}

function gather(segment: Segment, base: number, count: number, options: LookOptions): void {
  const { least } = options
  const factors = factorsOf(options)
  const { gone, goneCount } = segment
  const { docs, scores } = batch
  let kept = 0
  for (let i = 0; i < count; i++) {
    const slot = touched[i] as number
    const has = mass[slot] as number
    const doc = base + slot
    if (has >= least && (goneCount === 0 || ((gone[doc >>> 5] as number) & (1 << (doc & 31))) === 0)) {
      docs[kept] = doc
      const value = score[slot] as number
      scores[kept++] = value * (factors[has] as number)
    }
    mass[slot] = 0
    score[slot] = 0
  }
  batch.count = kept
}

/** The same for a query of one word, which has no shares of weight: the most common queries are the dearest. */
function gatherBest(segment: Segment, base: number, count: number): void {
  const { gone, goneCount } = segment
  const { docs, scores } = batch
  let kept = 0
  for (let i = 0; i < count; i++) {
    const slot = ofWord[i] as number
    const doc = base + slot
    if (goneCount === 0 || ((gone[doc >>> 5] as number) & (1 << (doc & 31))) === 0) {
      docs[kept] = doc
      scores[kept++] = best[slot] as number
    }
    best[slot] = 0
  }
  batch.count = kept
}

/** All listings of a segment, none scoring: for whoever only looks round. */
export function lookRound(segment: Segment, take: (batch: Batch) => void): void {
  for (let base = 0; base < segment.size; base += WINDOW) {
    const end = Math.min(base + WINDOW, segment.size)
    let kept = 0
    for (let doc = base; doc < end; doc++) {
      if (segment.goneCount > 0 && segment.isGone(doc)) continue
      batch.docs[kept] = doc
      batch.scores[kept++] = 1
    }
    batch.count = kept
    if (kept > 0) take(batch)
  }
}
