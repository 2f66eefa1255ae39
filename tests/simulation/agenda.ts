/** What will happen, in the order of time; what is due at the same moment happens as it was written down. */
export class Agenda {
  readonly #heap: { at: number; turn: number; act: () => Promise<void> }[] = []
  #turns = 0

  add(at: number, act: () => Promise<void>): void {
    this.#heap.push({ at, turn: this.#turns++, act })
    let i = this.#heap.length - 1
    while (i > 0) {
      const above = (i - 1) >> 1
      if (!this.#isSooner(i, above)) break
      this.#swap(i, above)
      i = above
    }
  }

  /** The next thing that is due before a time. */
  next(before: number): { at: number; act: () => Promise<void> } | undefined {
    const [first] = this.#heap
    if (!first || first.at >= before) return undefined
    const last = this.#heap.pop()
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last
      this.#sink()
    }
    return first
  }

  /** Forgets everything that was to come. */
  clear(): void {
    this.#heap.length = 0
  }

  #sink(): void {
    let i = 0
    for (;;) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let soonest = i
      if (left < this.#heap.length && this.#isSooner(left, soonest)) soonest = left
      if (right < this.#heap.length && this.#isSooner(right, soonest)) soonest = right
      if (soonest === i) return
      this.#swap(i, soonest)
      i = soonest
    }
  }

  #isSooner(i: number, j: number): boolean {
    const [a, b] = [this.#heap[i], this.#heap[j]]
    if (!a || !b) return false
    return a.at === b.at ? a.turn < b.turn : a.at < b.at
  }

  #swap(i: number, j: number): void {
    const [a, b] = [this.#heap[i], this.#heap[j]]
    if (!a || !b) return
    this.#heap[i] = b
    this.#heap[j] = a
  }
}
