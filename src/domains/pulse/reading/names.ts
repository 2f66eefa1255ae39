import { forget } from './forget.ts'

/** A name of so many bytes stands in the table itself. */
const SHORT = 12
/** Names that differ after so many bytes are the same. */
const MOST_BYTES = 60_000
const FREE = -1
/** Chunks are counted in steps of four bytes. */
const CHUNK_BITS = 20
const CHUNK = 1 << CHUNK_BITS

/** Letters before the number of a counted name. */
const MOST_LETTERS = 3
/** Digits of a number that a plain table can hold. */
const MOST_DIGITS = 9
/** The plain table has at most so many places for each name, and so many altogether. */
const SPARSE = 8
const MOST_PLACES = 1 << 25
/** Where numbers are larger than that, the table begins so many places below the first that came. */
const BELOW = 1 << 16
const ZERO = 48

/** Which bytes of the first, second and third four belong to a name of so many bytes. */
const [FIRST, SECOND, THIRD] = [maskFrom(0), maskFrom(4), maskFrom(8)]

function maskFrom(first: number): Int32Array {
  return Int32Array.from({ length: SHORT + 1 }, (_, length) =>
    length >= first + 4 ? -1 : length <= first ? 0 : (1 << ((length - first) * 8)) - 1,
  )
}

/**
 * Numbers for names, in the order in which they come: ten million order numbers without ten million strings. A short
 * name lies in the table beside its number, so that one look finds it; the bytes of a long one lie in chunks that never
 * move. Names are the same when all their bytes are.
 *
 * Most programs count what they name: o1042 comes after o1041. Such names of the same letters are not searched for:
 * their numbers lie in a plain table, where neighbours are neighbours.
 */
export class Names {
  /**
   * Four numbers a place. 16 × number + length and the bytes of a short name; 16 × number and the hash, the address and
   * the length of a long one.
   */
  #table = new Int32Array(1 << 12).fill(FREE)
  #count = 0
  readonly #chunks: Uint8Array[] = []
  #used = 0
  /** The bytes that names were last read from, four at a time. */
  #bytes: Uint8Array = new Uint8Array(0)
  #view = viewOf(this.#bytes)
  /** The name that came last: lines of one order follow each other. */
  #lastHead = 0
  #lastOne = 0
  #lastTwo = 0
  #lastThree = 0
  readonly #mayCount: boolean
  /** Of names that are the same letters and a number: one more than the name's own number, 0 where there is none. */
  #counted = new Int32Array(0)
  #letters: Uint8Array | undefined
  #base = 0

  /** `mayCount`: names may be letters and a number. Not for columns whose words are read back. */
  constructor(mayCount = false) {
    this.#mayCount = mayCount
  }

  get count(): number {
    return this.#count
  }

  /** The number of a name. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (this.#mayCount) {
      const place = this.#placeOf(bytes, start, end)
      if (place >= 0) {
        const known = this.#counted[place] ?? 0
        if (known > 0) return known - 1
        this.#counted[place] = ++this.#count
        return this.#count - 1
      }
    }
    if (length > SHORT || length === 0 || start + SHORT > bytes.length) return this.#slowNumber(bytes, start, end)
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#view = viewOf(bytes)
    }
    const view = this.#view
    const one = view.getInt32(start, true) & (FIRST[length] ?? 0)
    const two = view.getInt32(start + 4, true) & (SECOND[length] ?? 0)
    const three = view.getInt32(start + 8, true) & (THIRD[length] ?? 0)
    return this.#shortNumber(length, one, two, three)
  }

  #shortNumber(length: number, one: number, two: number, three: number): number {
    if (
      one === this.#lastOne &&
      two === this.#lastTwo &&
      three === this.#lastThree &&
      (this.#lastHead & 15) === length
    ) {
      return this.#lastHead >> 4
    }
    const table = this.#table
    const mask = table.length - 4
    let slot = (hashOf(length, one, two, three) << 2) & mask
    let head = table[slot] ?? FREE
    while (head !== FREE) {
      if (table[slot + 1] === one && table[slot + 2] === two && table[slot + 3] === three && (head & 15) === length) {
        break
      }
      slot = (slot + 4) & mask
      head = table[slot] ?? FREE
    }
    if (head === FREE) head = this.#add(slot, length, one, two, three)
    this.#lastHead = head
    this.#lastOne = one
    this.#lastTwo = two
    this.#lastThree = three
    return head >> 4
  }

  #slowNumber(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > SHORT) return this.#longNumber(bytes, start, Math.min(end, start + MOST_BYTES))
    const padded = new Uint8Array(SHORT)
    padded.set(bytes.subarray(start, end))
    const view = viewOf(padded)
    const [one, two, three] = [0, 4, 8].map((at) => view.getInt32(at, true))
    return this.#shortNumber(end - start, one ?? 0, two ?? 0, three ?? 0)
  }

  #longNumber(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
    hash = hashOf(0, hash, 0, 0)
    const table = this.#table
    const mask = table.length - 4
    let slot = (hash << 2) & mask
    for (let head = table[slot] ?? FREE; head !== FREE; head = table[slot] ?? FREE) {
      if (
        table[slot + 1] === hash &&
        table[slot + 3] === end - start &&
        (head & 15) === 0 &&
        this.#isAt(table[slot + 2] ?? 0, bytes, start, end)
      ) {
        return head >> 4
      }
      slot = (slot + 4) & mask
    }
    return this.#add(slot, 0, hash, this.#keep(bytes, start, end), end - start) >> 4
  }

  #isAt(address: number, bytes: Uint8Array, start: number, end: number): boolean {
    const chunk = this.#chunks[address >> CHUNK_BITS]
    if (!chunk) return false
    const from = (address & (CHUNK - 1)) * 4 - start
    for (let i = start; i < end; i++) if (chunk[from + i] !== bytes[i]) return false
    return true
  }

  /** Where the bytes of a long name now lie. */
  #keep(bytes: Uint8Array, start: number, end: number): number {
    const steps = (end - start + 3) >> 2
    if ((this.#used & (CHUNK - 1)) + steps > CHUNK || this.#chunks.length === 0) {
      this.#used = this.#chunks.length * CHUNK
      this.#chunks.push(new Uint8Array(CHUNK * 4))
    }
    const address = this.#used
    this.#chunks.at(-1)?.set(bytes.subarray(start, end), (address & (CHUNK - 1)) * 4)
    this.#used += steps
    return address
  }

  #add(slot: number, length: number, one: number, two: number, three: number): number {
    const head = this.#count++ * 16 + length
    this.#write(slot, head, one, two, three)
    if (this.#count * 5 > this.#table.length) this.#widen()
    return head
  }

  #write(slot: number, head: number, one: number, two: number, three: number): void {
    const table = this.#table
    table[slot] = head
    table[slot + 1] = one
    table[slot + 2] = two
    table[slot + 3] = three
  }

  #widen(): void {
    const old = this.#table
    this.#table = new Int32Array(old.length * 2).fill(FREE)
    const mask = this.#table.length - 4
    for (let at = 0; at < old.length; at += 4) {
      const head = old[at] ?? FREE
      if (head === FREE) continue
      const one = old[at + 1] ?? 0
      const two = old[at + 2] ?? 0
      const three = old[at + 3] ?? 0
      const length = head & 15
      const hash = length === 0 ? one : hashOf(length, one, two, three)
      let slot = (hash << 2) & mask
      while (this.#table[slot] !== FREE) slot = (slot + 4) & mask
      this.#write(slot, head, one, two, three)
    }
  }

  /** Where the number of a name lies in the plain table; below 0 when it belongs to the others. */
  #placeOf(bytes: Uint8Array, start: number, end: number): number {
    this.#letters ??= this.#begin(bytes, start, end)
    const place = this.#rankOf(bytes, start, end)
    return place < this.#counted.length || this.#makeRoom(place) ? place : -1
  }

  /** The number in a name of these letters, from the table's first; below 0 when it is no such name. */
  #rankOf(bytes: Uint8Array, start: number, end: number): number {
    const letters = this.#letters
    if (!letters) return -1
    for (let i = 0; i < letters.length; i++) if (bytes[start + i] !== letters[i]) return -1
    return numberIn(bytes, start + letters.length, end) - this.#base
  }

  /** The letters of the first name that ends in a number. */
  #begin(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
    let at = start
    while (at < end && at - start < MOST_LETTERS && !isDigit(bytes[at] ?? 0)) at++
    const value = numberIn(bytes, at, end)
    if (value < 0) return undefined
    this.#base = value < MOST_PLACES ? 0 : value - BELOW
    return bytes.slice(start, at)
  }

  /** Widens the plain table up to a place, if it is worth it. The others that belong there now move into it. */
  #makeRoom(place: number): boolean {
    const room = Math.max(1 << 12, 2 ** (32 - Math.clz32(place)))
    if (room > MOST_PLACES || room > SPARSE * (this.#count + 1_024)) return false
    const wider = new Int32Array(room)
    wider.set(this.#counted)
    this.#counted = wider
    for (let at = 0; at < this.#table.length; at += 4) {
      const head = this.#table[at] ?? FREE
      const length = head & 15
      if (head === FREE || length === 0) continue
      const name = new Uint8Array(this.#table.slice(at + 1, at + 4).buffer)
      const moved = this.#rankOf(name, 0, length)
      if (moved >= 0 && moved < room) wider[moved] = (head >> 4) + 1
    }
    return true
  }

  /** Forgets the names and keeps how many there were. */
  forget(): void {
    forget(this.#table, this.#counted, ...this.#chunks)
  }

  /** The bytes of every name, by number. Meant for columns of few words. */
  all(): Uint8Array[] {
    const names: Uint8Array[] = new Array(this.#count)
    for (let at = 0; at < this.#table.length; at += 4) {
      const [head = FREE, , address = 0, long = 0] = this.#table.subarray(at, at + 4)
      if (head === FREE) continue
      const length = head & 15
      const from = (address & (CHUNK - 1)) * 4
      names[head >> 4] =
        length > 0
          ? new Uint8Array(this.#table.slice(at + 1, at + 4).buffer).subarray(0, length)
          : (this.#chunks[address >> CHUNK_BITS]?.subarray(from, from + long) ?? new Uint8Array(0))
    }
    return names
  }
}

const isDigit = (byte: number) => byte >= ZERO && byte <= ZERO + 9

/** A whole number as a program writes it, without noughts before it; −1 when there is none. */
function numberIn(bytes: Uint8Array, start: number, end: number): number {
  const digits = end - start
  if (digits < 1 || digits > MOST_DIGITS || (digits > 1 && bytes[start] === ZERO)) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

function hashOf(length: number, one: number, two: number, three: number): number {
  let hash = Math.imul(one ^ length, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16) ^ two, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15) ^ three, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
