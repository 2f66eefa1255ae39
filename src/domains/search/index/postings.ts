import { type Bytes, Numbers } from './bytes.ts'
import { BLOCK } from './layout.ts'

/** Writes terms with the listings that hold them, one after the other, in blocks of at most BLOCK listings. */
export class PostingWriter {
  readonly term = new Numbers()
  readonly frequency = new Numbers()
  readonly first_block = new Numbers()
  readonly block_last = new Numbers()
  readonly block_at = new Numbers()
  readonly block_most = new Numbers()
  readonly postings: Bytes
  #count = 0
  #last = -1
  #most = 0

  constructor(postings: Bytes) {
    this.postings = postings
  }

  begin(term: number): void {
    this.term.push(term)
    this.first_block.push(this.block_last.length)
    this.#count = 0
    this.#last = -1
  }

  add(listing: number, impact: number): void {
    if (this.#count % BLOCK === 0) {
      if (this.#count > 0) this.#endBlock()
      this.block_at.push(this.postings.at)
    }
    this.postings.posting(listing - this.#last - 1, impact)
    this.#last = listing
    this.#count++
    if (impact > this.#most) this.#most = impact
  }

  /** Ends a term; one without listings is left out again. */
  end(): void {
    if (this.#count === 0) {
      this.term.length--
      this.first_block.length--
      return
    }
    this.#endBlock()
    this.frequency.push(this.#count)
  }

  close(): void {
    this.first_block.push(this.block_last.length)
  }

  #endBlock(): void {
    this.block_last.push(this.#last)
    this.block_most.push(this.#most)
    this.#most = 0
  }
}
