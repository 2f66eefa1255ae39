/** A list that is filled again and again: emptying an array gives its memory away, and every listing would fetch it anew. */
export class Refilled<T> {
  /** The first `count` of them count. */
  readonly all: T[] = []
  count = 0

  add(one: T): void {
    this.all[this.count++] = one
  }
}
