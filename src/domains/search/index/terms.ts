import { Bytes, Numbers } from './bytes.ts'
import { hashOf, tableSize } from './layout.ts'

const SIGNED = 32
const HOT_MOST = 200_000
/** Terms that begin like this are no words that people write: meanings, shelves. */
const NO_WORD = /^[^\p{L}\p{N}]/u

/**
 * Every term of the index has a number here, for good: segments hold numbers only, so that merging them compares no
 * words. Letters lie in one array, and are found by hash.
 */
export class TermTable {
  readonly #letters = new Bytes()
  readonly #start = new Numbers()
  /** A bit for each family of letters in a word: words that differ in more bits than slips can change are skipped. */
  readonly #signs = new Numbers()
  readonly #lengths = new Bytes()
  /** The terms that came first, which are the ones that come most. */
  readonly #hot = new Map<string, number>()
  #table = new Uint32Array(1024)
  #frequency = new Uint32Array(1024)

  get size(): number {
    return this.#start.length
  }

  /** Bytes that the table takes. */
  get bytes(): number {
    return this.#letters.at + this.size * 9 + this.#table.byteLength + this.#frequency.byteLength
  }

  /** The number of a term, which it gets when it has none. */
  add(term: string): number {
    const hot = this.#hot.get(term)
    if (hot !== undefined) return hot
    const id = this.#enter(term)
    if (this.#hot.size < HOT_MOST) this.#hot.set(term, id)
    return id
  }

  #enter(term: string): number {
    const place = this.#place(term)
    const known = this.#table[place] as number
    if (known > 0) return known - 1
    const id = this.size
    this.#start.push(this.#letters.at)
    this.#letters.text(term)
    this.#signs.push(NO_WORD.test(term) ? 0 : signsOf(term))
    this.#lengths.byte(NO_WORD.test(term) ? 255 : Math.min(254, term.length))
    this.#table[place] = id + 1
    if (id >= this.#frequency.length) this.#frequency = grown(this.#frequency)
    if (this.size * 1.5 > this.#table.length) this.#rehash()
    return id
  }

  /** The number of a term, or -1. */
  find(term: string): number {
    return (this.#table[this.#place(term)] as number) - 1
  }

  textOf(id: number): string {
    const bytes = this.#letters.raw
    const start = this.#start.at(id)
    let length = 0
    let at = start
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number
      length |= (byte & 127) << shift
      if (byte < 128) break
    }
    return bytes.toString('utf8', at, at + length)
  }

  /** True when a term is a meaning or a shelf: it takes no place in a text. */
  isMeaning(id: number): boolean {
    return this.#lengths.raw[id] === 255
  }

  /** In how many listings a term is; those that were taken out count until their segment is merged. */
  frequency(id: number): number {
    return id < 0 ? 0 : (this.#frequency[id] as number)
  }

  count(terms: Uint32Array, frequencies: Uint32Array, sign: 1 | -1): void {
    terms.forEach((term, i) => {
      this.#frequency[term] = (this.#frequency[term] as number) + sign * (frequencies[i] as number)
    })
  }

  /** Words written nearly like this one, by at most so many slips, as numbers: the nearest first. */
  near(word: string, slips: number, most: number): { term: number; slips: number }[] {
    const sign = signsOf(word)
    const [signs, lengths] = [this.#signs.values, this.#lengths.written]
    const found: { term: number; slips: number; frequency: number }[] = []
    for (let id = 0; id < signs.length; id++) {
      const differ = (signs[id] as number) ^ sign
      if (differ !== 0 && bitsIn(differ) > slips * 2) continue
      if (Math.abs((lengths[id] as number) - word.length) > slips) continue
      const frequency = this.#frequency[id] as number
      if (frequency === 0) continue
      const distance = slipsBetween(word, this.textOf(id), slips)
      if (distance > 0 && distance <= slips) found.push({ term: id, slips: distance, frequency })
    }
    found.sort((a, b) => a.slips - b.slips || b.frequency - a.frequency || a.term - b.term)
    return found.slice(0, most)
  }

  /** Words that begin like this, the most written first. */
  beginning(start: string, most: number): number[] {
    const [signs, lengths] = [this.#signs.values, this.#lengths.written]
    const sign = signsOf(start)
    const found: { id: number; frequency: number }[] = []
    let least = 0
    for (let id = 0; id < signs.length; id++) {
      const frequency = this.#frequency[id] as number
      if (frequency <= least || ((signs[id] as number) & sign) !== sign) continue
      const length = lengths[id] as number
      if (length < start.length || length === 255 || !this.textOf(id).startsWith(start)) continue
      found.push({ id, frequency })
      if (found.length < most * 4) continue
      found.sort((a, b) => b.frequency - a.frequency || a.id - b.id)
      found.length = most
      least = found[most - 1]?.frequency ?? 0
    }
    found.sort((a, b) => b.frequency - a.frequency || a.id - b.id)
    return found.slice(0, most).map(({ id }) => id)
  }

  /** All terms in the order of their numbers, to be read by `fill`. */
  get letters(): Uint8Array {
    return this.#letters.written
  }

  /** Takes in the letters of a table that was kept. Only for an empty table. */
  fill(letters: Uint8Array): void {
    const bytes = Buffer.from(letters.buffer, letters.byteOffset, letters.byteLength)
    for (let at = 0; at < bytes.length; ) {
      let length = 0
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++] as number
        length |= (byte & 127) << shift
        if (byte < 128) break
      }
      this.add(bytes.toString('utf8', at, at + length))
      at += length
    }
  }

  #place(term: string): number {
    const mask = this.#table.length - 1
    for (let place = hashOf(term) & mask; ; place = (place + 1) & mask) {
      const known = this.#table[place] as number
      if (known === 0 || this.#isTerm(known - 1, term)) return place
    }
  }

  #isTerm(id: number, term: string): boolean {
    const bytes = this.#letters.raw
    const start = this.#start.at(id)
    const length = bytes[start] as number
    if (length < 128 && isPlain(term)) {
      if (length !== term.length) return false
      for (let i = 0; i < length; i++) if (bytes[start + 1 + i] !== term.charCodeAt(i)) return false
      return true
    }
    return this.textOf(id) === term
  }

  #rehash(): void {
    this.#table = new Uint32Array(tableSize(this.size * 2))
    const mask = this.#table.length - 1
    for (let id = 0; id < this.size; id++) {
      let place = hashOf(this.textOf(id)) & mask
      while (this.#table[place] !== 0) place = (place + 1) & mask
      this.#table[place] = id + 1
    }
  }
}

function isPlain(term: string): boolean {
  for (let i = 0; i < term.length; i++) if (term.charCodeAt(i) > 127) return false
  return true
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(array.length * 2)
  more.set(array)
  return more
}

function signsOf(word: string): number {
  let signs = 0
  for (let i = 0; i < word.length; i++) signs |= 1 << (word.charCodeAt(i) % SIGNED)
  return signs >>> 0
}

function bitsIn(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

let rows: [Uint8Array, Uint8Array, Uint8Array] = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)]

/** How many letters were added, left out, changed or swapped with the next; more than `most` is `most + 1`. */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most || b.length > 60) return most + 1
  let [before, last, row] = rows
  for (let j = 0; j <= b.length; j++) last[j] = j
  let leastBefore = 0
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1))
      const swapped =
        i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    // A swap reaches back over one row, so one row beyond the most is not yet the end.
    if (least > most && leastBefore >= most) return most + 1
    leastBefore = least
    ;[before, last, row] = [last, row, before]
  }
  rows = [before, last, row]
  return Math.min(last[b.length] as number, most + 1)
}
