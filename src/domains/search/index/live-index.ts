import { Builder, type Taken } from './builder.ts'
import { hashOf } from './layout.ts'
import { merge } from './merge.ts'
import { Merger } from './merger.ts'
import { Segment } from './segment.ts'
import { TermTable } from './terms.ts'

/** So many listings are gathered before they become a segment by themselves. */
const GATHERED_MOST = 65_536
/** As soon as there are so many segments of about one size, they become one. */
const TOGETHER = 8
/** Up to so many listings a merge is done before the next look: some milliseconds. */
const AT_ONCE = 1_024
/** A segment of which more than this share was taken out is made anew. */
const GONE_MOST = 0.3

/** Where a listing lies. */
interface At {
  readonly segment: Segment
  readonly doc: number
}

/**
 * Segments that never change, with a builder before them. A listing that is put in is in the builder; before the next
 * look it becomes a segment; segments of one size are merged into a larger one, so that there are few of them.
 */
export class LiveIndex {
  readonly terms = new TermTable()
  segments: Segment[] = []
  /** Grows with each change: what was computed from an older state can be told. */
  version = 0
  readonly #builder = new Builder(this.terms)
  readonly #merger = new Merger()
  /** Ids taken out of segments that a merge is reading. */
  #takenMeanwhile: string[] | undefined
  #merging = new Set<Segment>()
  #waiters: (() => void)[] = []

  get size(): number {
    return this.segments.reduce((sum, { size, goneCount }) => sum + size - goneCount, this.#builder.size)
  }

  get bytes(): number {
    return this.segments.reduce((sum, { buffer, gone }) => sum + buffer.byteLength + gone.byteLength, this.terms.bytes)
  }

  /** Puts a listing in anew. `known` is where it was, for whoever has looked already: null when it was nowhere. */
  put(taken: Taken, known: At | null = this.find(taken.listing_id) ?? null): void {
    if (this.#builder.has(taken.listing_id, taken.values.id_hash)) this.remove(taken.listing_id)
    else if (known) this.#takeOut(known, taken.listing_id)
    this.#builder.add(taken)
    this.version++
    if (this.#builder.size >= GATHERED_MOST) this.settle()
  }

  /** Takes a listing out at once. False when it was not in. */
  remove(listingId: string): boolean {
    const hash = hashOf(listingId)
    if (this.#builder.has(listingId, hash)) this.settle()
    const found = this.find(listingId, hash)
    if (found) this.#takeOut(found, listingId)
    return found !== undefined
  }

  #takeOut({ segment, doc }: At, listingId: string): void {
    segment.takeOut(doc)
    if (this.#merging.has(segment)) this.#takenMeanwhile?.push(listingId)
    this.version++
  }

  /** Where a listing is. What was gathered since the last look is not found: settle first. */
  find(listingId: string, hash = hashOf(listingId)): At | undefined {
    for (const segment of this.segments) {
      const doc = segment.find(listingId, hash)
      if (doc >= 0) return { segment, doc }
    }
    return undefined
  }

  /** Makes what was gathered findable, and merges what is due. */
  settle(): void {
    if (this.#builder.size === 0) return
    this.add(new Segment(this.#builder.freeze()))
    this.#mergeDue()
  }

  add(segment: Segment): void {
    this.segments.push(segment)
    this.terms.count(segment.columns.term, segment.columns.frequency, 1)
  }

  /** Resolves when no merge is running and none is due. */
  async rest(): Promise<void> {
    this.settle()
    this.#mergeDue()
    while (this.#merger.isBusy) await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  async close(): Promise<void> {
    await this.#merger.close()
  }

  #mergeDue(): void {
    for (let due = this.#due(); due.length > 0; due = this.#due()) {
      const docs = due.reduce((sum, { size, goneCount }) => sum + size - goneCount, 0)
      if (docs <= AT_ONCE) this.#replace(due, merge(due))
      else if (this.#merger.isBusy) return
      else this.#sendAway(due)
    }
  }

  /** Segments that should become one. */
  #due(): Segment[] {
    const free = this.segments.filter((segment) => !this.#merging.has(segment))
    const emptied = free.find(({ size, goneCount }) => goneCount > size * GONE_MOST)
    if (emptied) return [emptied]
    const sizes = new Map<number, Segment[]>()
    for (const segment of free) {
      const tier = Math.floor(Math.log(Math.max(1, segment.size)) / Math.log(TOGETHER))
      const same = sizes.get(tier) ?? []
      sizes.set(tier, same)
      same.push(segment)
      if (same.length === TOGETHER) return same
    }
    return []
  }

  #sendAway(parts: Segment[]): void {
    this.#merging = new Set(parts)
    this.#takenMeanwhile = []
    this.#merger.start(parts, (buffer) => {
      const taken = this.#takenMeanwhile ?? []
      this.#merging = new Set()
      this.#takenMeanwhile = undefined
      if (buffer) {
        const merged = this.#replace(parts, buffer)
        for (const id of taken) {
          const doc = merged.find(id)
          if (doc >= 0) merged.takeOut(doc)
        }
        this.#mergeDue()
      }
      if (this.#merger.isBusy) return
      for (const wake of this.#waiters.splice(0)) wake()
    })
  }

  #replace(parts: readonly Segment[], buffer: SharedArrayBuffer): Segment {
    const merged = new Segment(buffer)
    for (const { columns } of parts) this.terms.count(columns.term, columns.frequency, -1)
    this.segments = this.segments.filter((segment) => !parts.includes(segment))
    if (merged.size > 0) this.add(merged)
    this.version++
    return merged
  }
}
