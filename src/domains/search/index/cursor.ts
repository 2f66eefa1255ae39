import type { Segment } from './segment.ts'

/** How many listings are looked at together: what is counted of them lies in the processor's nearest memory. */
export const WINDOW = 8192
export const COARSE = 6
export const END = 0x7fffffff

/** A term as one segment has it, with what each step of its impact is worth. */
export interface TermWay {
  readonly place: number
  readonly worth: number
}

// Shared by all looks: one thread, and a look never begins inside another.
export const score = new Float32Array(WINDOW)
export const best = new Float32Array(WINDOW)
export const mass = new Uint16Array(WINDOW)
export const touched = new Uint16Array(WINDOW)
/** One place more than needed: a listing that does not count is written behind the last, too. */
export const ofWord = new Uint16Array(WINDOW + 1)
/** 1 for what already matches in part. It is counted with, not asked: asked of every posting it is guessed wrong. */
export const hot = new Uint8Array(WINDOW)
export const coarse = new Uint8Array(WINDOW >>> COARSE)

/** Walks the listings of one term. `doc` is the one to be taken next. */
export class Cursor {
  doc = END
  impact = 0
  readonly worth: number
  readonly #postings: Uint8Array
  readonly #blockAt: Uint32Array
  readonly #blockLast: Uint32Array
  readonly #blockMost: Uint8Array
  readonly #first: number
  readonly #end: number
  #block: number
  #at: number
  #blockEnd: number

  constructor({ columns }: Segment, { place, worth }: TermWay) {
    this.worth = worth
    this.#postings = columns.postings
    this.#blockAt = columns.block_at
    this.#blockLast = columns.block_last
    this.#blockMost = columns.block_most
    this.#first = columns.first_block[place] as number
    this.#end = columns.first_block[place + 1] as number
    this.#block = this.#first
    this.#at = this.#blockAt[this.#first] as number
    this.#blockEnd = this.#endOf(this.#first)
    this.doc = -1
    this.#step()
  }

  #endOf(block: number): number {
    return block + 1 < this.#blockAt.length ? (this.#blockAt[block + 1] as number) : this.#postings.length
  }

  /** Goes to the next posting. */
  #step(): void {
    if (this.#at === this.#blockEnd) {
      if (++this.#block === this.#end) {
        this.doc = END
        return
      }
      this.#blockEnd = this.#endOf(this.#block)
    }
    let byte = this.#postings[this.#at++] as number
    let gap = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = this.#postings[this.#at++] as number
      gap |= (byte & 127) << shift
    }
    this.doc += gap + 1
    this.impact = this.#postings[this.#at++] as number
  }

  /** Goes to the first listing from `target` on, passing over whole blocks. */
  seek(target: number): void {
    if (this.doc >= target) return
    if ((this.#blockLast[this.#block] as number) < target) {
      let block = this.#block + 1
      while (block < this.#end && (this.#blockLast[block] as number) < target) block++
      if (block === this.#end) {
        this.doc = END
        this.#block = block
        return
      }
      this.#enter(block)
    }
    while (this.doc < target) this.#step()
  }

  #enter(block: number): void {
    this.#block = block
    this.#at = this.#blockAt[block] as number
    this.#blockEnd = this.#endOf(block)
    this.doc = block === this.#first ? -1 : (this.#blockLast[block - 1] as number)
    this.#step()
  }

  /** The highest score that a listing before `end` can have from here. */
  bound(end: number): number {
    if (this.doc >= end) return 0
    let most = 0
    for (let block = this.#block; block < this.#end; block++) {
      most = Math.max(most, this.#blockMost[block] as number)
      if ((this.#blockLast[block] as number) >= end) break
    }
    return most * this.worth
  }

  /** Adds what lies before `end` to the window: each listing may begin to match here. Returns how many are touched. */
  addAll(base: number, end: number, weight: number, begun: number): number {
    const [postings, worth] = [this.#postings, this.worth]
    let [doc, impact, at, blockEnd, count] = [this.doc, this.impact, this.#at, this.#blockEnd, begun]
    while (doc < end) {
      const slot = doc - base
      const had = mass[slot] as number
      if (had === 0) touched[count++] = slot
      mass[slot] = had + weight
      score[slot] = (score[slot] as number) + worth * impact
      if (at === blockEnd) {
        if (++this.#block === this.#end) {
          doc = END
          break
        }
        blockEnd = this.#endOf(this.#block)
      }
      let byte = postings[at++] as number
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = postings[at++] as number
        gap |= (byte & 127) << shift
      }
      doc += gap + 1
      impact = postings[at++] as number
    }
    this.doc = doc
    this.impact = impact
    this.#at = at
    this.#blockEnd = blockEnd
    return count
  }

  /** Adds to listings that already match in part, and passes over blocks in which there are none. */
  addToTouched(base: number, end: number, weight: number): void {
    this.#seekTouched(base, end)
    const [postings, worth, blockLast] = [this.#postings, this.worth, this.#blockLast]
    let [doc, impact, at, blockEnd, block] = [this.doc, this.impact, this.#at, this.#blockEnd, this.#block]
    while (doc < end) {
      const slot = doc - base
      const counts = hot[slot] as number
      mass[slot] = (mass[slot] as number) + weight * counts
      score[slot] = (score[slot] as number) + worth * impact * counts
      if (at === blockEnd) {
        block = this.#nextTouched(block + 1, base, end)
        if (block === this.#end) {
          doc = END
          break
        }
        at = this.#blockAt[block] as number
        blockEnd = this.#endOf(block)
        doc = blockLast[block - 1] as number
      }
      let byte = postings[at++] as number
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = postings[at++] as number
        gap |= (byte & 127) << shift
      }
      doc += gap + 1
      impact = postings[at++] as number
    }
    this.doc = doc
    this.impact = impact
    this.#at = at
    this.#blockEnd = blockEnd
    this.#block = block
  }

  #seekTouched(base: number, end: number): void {
    this.seek(base)
    if (this.doc >= end) return
    const block = this.#nextTouched(this.#block, base, end)
    if (block === this.#end) this.doc = END
    else if (block > this.#block) this.#enter(block)
  }

  /** The first block from here in which something is touched, or that reaches beyond the window. */
  #nextTouched(from: number, base: number, end: number): number {
    for (let block = from; block < this.#end; block++) {
      const last = this.#blockLast[block] as number
      if (last >= end) return block
      const first = block === this.#first ? 0 : Math.max(0, (this.#blockLast[block - 1] as number) + 1 - base)
      if (anyTouched(first, last - base)) return block
    }
    return this.#end
  }

  /** Notes the best score of each listing among the ways of one word. Returns how many the word has by now. */
  addBest(base: number, end: number, begun: number): number {
    this.seek(base)
    const [postings, worth] = [this.#postings, this.worth]
    let [doc, impact, at, blockEnd, count] = [this.doc, this.impact, this.#at, this.#blockEnd, begun]
    while (doc < end) {
      const slot = doc - base
      const value = worth * impact
      const had = best[slot] as number
      if (had === 0) ofWord[count++] = slot
      if (value > had) best[slot] = value
      if (at === blockEnd) {
        if (++this.#block === this.#end) {
          doc = END
          break
        }
        blockEnd = this.#endOf(this.#block)
      }
      let byte = postings[at++] as number
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = postings[at++] as number
        gap |= (byte & 127) << shift
      }
      doc += gap + 1
      impact = postings[at++] as number
    }
    this.doc = doc
    this.impact = impact
    this.#at = at
    this.#blockEnd = blockEnd
    return count
  }

  /**
   * As addBest, but only of listings that already match in part, passing over blocks in which there are none. What it
   * found is not hot any more, and the best scores of others are left behind.
   */
  addBestToTouched(base: number, end: number, begun: number): number {
    this.#seekTouched(base, end)
    const [postings, worth, blockLast] = [this.#postings, this.worth, this.#blockLast]
    let [doc, impact, at, blockEnd, block] = [this.doc, this.impact, this.#at, this.#blockEnd, this.#block]
    let count = begun
    while (doc < end) {
      const slot = doc - base
      const value = worth * impact
      if (value > (best[slot] as number)) best[slot] = value
      ofWord[count] = slot
      count += hot[slot] as number
      hot[slot] = 0
      if (at === blockEnd) {
        block = this.#nextTouched(block + 1, base, end)
        if (block === this.#end) {
          doc = END
          break
        }
        at = this.#blockAt[block] as number
        blockEnd = this.#endOf(block)
        doc = blockLast[block - 1] as number
      }
      let byte = postings[at++] as number
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = postings[at++] as number
        gap |= (byte & 127) << shift
      }
      doc += gap + 1
      impact = postings[at++] as number
    }
    this.doc = doc
    this.impact = impact
    this.#at = at
    this.#blockEnd = blockEnd
    this.#block = block
    return count
  }
}

function anyTouched(from: number, to: number): boolean {
  for (let i = from >>> COARSE; i <= to >>> COARSE; i++) if (coarse[i] !== 0) return true
  return false
}
