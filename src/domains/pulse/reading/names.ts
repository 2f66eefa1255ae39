const CHUNK_BITS = 22
const CHUNK = 1 << CHUNK_BITS

/**
 * Numbers for names, in the order in which they come: ten million order numbers without ten million strings. Names are
 * compared byte by byte and kept in chunks that never move.
 */
export class Names {
  /** Pairs of a number and its hash; number −1 is a free place. */
  #table = new Int32Array(1 << 13).fill(-1)
  /** Where each name begins; its length stands in the two bytes before it. */
  #starts = new Float64Array(1 << 11)
  readonly #chunks: Uint8Array[] = [new Uint8Array(CHUNK)]
  #used = 0
  #count = 0
  #last = -1

  get count(): number {
    return this.#count
  }

  /** The number of a name. Names that differ after 60,000 bytes are the same. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    const stop = end - start > 60_000 ? start + 60_000 : end
    // Lines of one order follow each other.
    if (this.#last >= 0 && this.#isSame(this.#last, bytes, start, stop)) return this.#last
    let hash = 0x811c9dc5
    for (let i = start; i < stop; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hash ^= hash >>> 13
    const table = this.#table
    const mask = table.length - 2
    let slot = (hash << 1) & mask
    for (;;) {
      const found = table[slot] ?? -1
      if (found < 0) break
      if (table[slot + 1] === hash && this.#isSame(found, bytes, start, stop)) {
        this.#last = found
        return found
      }
      slot = (slot + 2) & mask
    }
    const number = this.#add(bytes, start, stop)
    table[slot] = number
    table[slot + 1] = hash
    if (this.#count * 4 > table.length) this.#rehash()
    this.#last = number
    return number
  }

  bytesOf(number: number): Uint8Array {
    const at = this.#starts[number] ?? 0
    const chunk = this.#chunks[Math.floor(at / CHUNK)] ?? new Uint8Array(2)
    const from = at % CHUNK
    return chunk.subarray(from, from + lengthAt(chunk, from))
  }

  #isSame(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#starts[number] ?? 0
    const chunk = this.#chunks[Math.floor(at / CHUNK)]
    const from = at % CHUNK
    const length = end - start
    if (!chunk || lengthAt(chunk, from) !== length) return false
    for (let i = length - 1; i >= 0; i--) if (chunk[from + i] !== bytes[start + i]) return false
    return true
  }

  #add(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (this.#used + length + 2 > this.#chunks.length * CHUNK) {
      this.#used = this.#chunks.length * CHUNK
      this.#chunks.push(new Uint8Array(CHUNK))
    }
    const chunk = this.#chunks.at(-1)
    const number = this.#count++
    if (number === this.#starts.length) {
      const wider = new Float64Array(number * 2)
      wider.set(this.#starts)
      this.#starts = wider
    }
    const to = (this.#used % CHUNK) + 2
    this.#starts[number] = this.#used + 2
    this.#used += length + 2
    if (!chunk) return number
    chunk[to - 2] = length & 0xff
    chunk[to - 1] = length >> 8
    for (let i = 0; i < length; i++) chunk[to + i] = bytes[start + i] ?? 0
    return number
  }

  #rehash(): void {
    const old = this.#table
    const table = new Int32Array(old.length * 2).fill(-1)
    const mask = table.length - 2
    for (let at = 0; at < old.length; at += 2) {
      const number = old[at] ?? -1
      if (number < 0) continue
      const hash = old[at + 1] ?? 0
      let slot = (hash << 1) & mask
      while ((table[slot] ?? -1) >= 0) slot = (slot + 2) & mask
      table[slot] = number
      table[slot + 1] = hash
    }
    this.#table = table
  }
}

function lengthAt(chunk: Uint8Array, from: number): number {
  return (chunk[from - 2] ?? 0) | ((chunk[from - 1] ?? 0) << 8)
}
