import { CODES, MERIT_SHIFT } from './layout.ts'
import type { Batch } from './look.ts'
import type { Segment } from './segment.ts'

/** Where a hit is, and by what it is ordered: the higher key first, then the newer, then by id. */
export interface Hit {
  readonly segment: Segment
  readonly doc: number
  readonly key: number
  readonly live: number
}

/** A place in the order, from which a later page goes on. */
export interface Place {
  readonly key: number
  readonly live: number
  readonly id: string
}

/**
 * Less than zero when a stands before b. Of listings that are alike in all else the lower id comes first: segments are
 * gone through from low to high, so that most of the others are turned away at the door.
 */
export function compareHits(a: Hit, b: Hit): number {
  if (a.key !== b.key) return b.key - a.key
  if (a.live !== b.live) return b.live - a.live
  return a.segment.compareIds(a.doc, b.segment, b.doc)
}

/** True when a hit stands behind a place. */
export function isBehind(hit: Hit, place: Place): boolean {
  if (hit.key !== place.key) return hit.key < place.key
  if (hit.live !== place.live) return hit.live < place.live
  return hit.segment.idOf(hit.doc) > place.id
}

type Slot = { -readonly [Part in keyof Hit]: Hit[Part] }

/**
 * Keeps the best so many hits: a heap with the worst of them on top. A hit that is pushed out is written over by the
 * next that is offered, so that a word that every listing has makes no garbage.
 */
export class Top {
  readonly #most: number
  readonly #heap: Slot[] = []
  #spare: Slot | undefined
  readonly #after: Place | undefined
  /** What a key must reach to get in. */
  floor = Number.NEGATIVE_INFINITY
  readonly #ceiling: number

  constructor(most: number, after?: Place) {
    this.#most = most
    this.#after = after
    this.#ceiling = after ? after.key : Number.POSITIVE_INFINITY
  }

  /** Offers listings by their keys, of which there are as many as listings. */
  offer(segment: Segment, docs: Int32Array, keys: Float64Array, count: number): void {
    const ceiling = this.#ceiling
    let floor = this.floor
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number
      if (key < floor || key > ceiling) continue
      this.#consider(segment, docs[i] as number, key)
      floor = this.floor
    }
  }

  /** The same by score and worth: most of many are turned away without a key ever being written down. */
  offerWorth(segment: Segment, { docs, scores, count }: Batch, worths: Float64Array): void {
    const { codes } = segment.columns
    const ceiling = this.#ceiling
    let floor = this.floor
    for (let i = 0; i < count; i++) {
      const doc = docs[i] as number
      const merit = (codes[doc * CODES + 2] as number) >>> MERIT_SHIFT
      const key = (scores[i] as number) * (worths[merit] as number)
      if (key < floor || key > ceiling) continue
      this.#consider(segment, doc, key)
      floor = this.floor
    }
  }

  #consider(segment: Segment, doc: number, key: number): void {
    const live = segment.columns.live[doc] as number
    const full = this.#heap.length === this.#most
    if (full && key === this.floor && live < (this.#heap[0]?.live ?? 0)) return
    this.#add(this.#slot(segment, doc, key, live))
  }

  #slot(segment: Segment, doc: number, key: number, live: number): Slot {
    const spare = this.#spare
    if (!spare) return { segment, doc, key, live }
    spare.segment = segment
    spare.doc = doc
    spare.key = key
    spare.live = live
    return spare
  }

  #add(hit: Slot): void {
    this.#spare = hit
    if (this.#after && !isBehind(hit, this.#after)) return
    const heap = this.#heap
    if (heap.length < this.#most) {
      heap.push(hit)
      this.#spare = undefined
      this.#up(heap.length - 1)
    } else {
      const worst = heap[0]
      if (!worst || compareHits(hit, worst) >= 0) return
      heap[0] = hit
      this.#spare = worst
      this.#down()
    }
    if (heap.length === this.#most) this.floor = heap[0]?.key ?? this.floor
  }

  #up(from: number): void {
    const heap = this.#heap
    for (let i = from; i > 0; ) {
      const above = (i - 1) >>> 1
      const [one, other] = [heap[i], heap[above]]
      if (!one || !other || compareHits(one, other) <= 0) return
      heap[i] = other
      heap[above] = one
      i = above
    }
  }

  #down(): void {
    const heap = this.#heap
    for (let i = 0; ; ) {
      let below = i * 2 + 1
      const [left, right] = [heap[below], heap[below + 1]]
      if (!left) return
      if (right && compareHits(right, left) > 0) below++
      const [one, other] = [heap[i], heap[below]]
      if (!one || !other || compareHits(other, one) <= 0) return
      heap[i] = other
      heap[below] = one
      i = below
    }
  }

  /** The kept hits, the best first. */
  sorted(): Hit[] {
    return [...this.#heap].sort(compareHits)
  }
}
